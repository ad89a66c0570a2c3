"""What a pair of claims looks like alone: meaning, words, details, places, best matches."""

from collections.abc import Callable, Iterator
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from models.linking.around import Around
from models.linking.claims import Claims
from models.linking.columns import Columns
from models.linking.known import NEAREST, NOTHING, Known
from models.linking.shared import (
    DATES,
    FRAME,
    LETTERS,
    NAMES,
    NUMBERS,
    PAIRS,
    RARITY,
    STEM_COUNT,
    STEMS,
    Things,
)
from models.linking.wording import words_matched

COPIED = 0.6  # from this likeness of stems on claims are taken for copies of each other
LATE = 8  # sentences into an article all is equally late
CHUNK = 1 << 13  # pairs scored at a time
TOGETHER = 1 << 16, 1 << 18  # claims, left and right, read together where not all are in memory

Places: TypeAlias = NDArray[np.integer]
Shared: TypeAlias = NDArray[np.float64]  # (m, COUNTS): see Things
OfPart: TypeAlias = Callable[[slice], Columns]
"""Gives the columns of a part of all pairs."""


def features_alone(claims: Claims, left: Places, right: Places) -> Columns:
    """Columns of shape (m,) that need only the two claims of each pair, and their neighbours."""
    chunks = [of_pairs(claims, left[part], right[part]) for part in chunked(len(left))]
    columns = {name: np.concatenate([chunk[name] for chunk in chunks]) for name in chunks[0]}
    around = Around(len(claims), left, right)
    return columns | of_neighbours(claims, around, nearness(columns))(slice(None))


def chunked(count: int) -> Iterator[slice]:
    """Yield parts of `count` pairs, at least one."""
    for first in range(0, max(1, count), CHUNK):
        yield slice(first, min(first + CHUNK, count))


def neighbouring(left: Places, right: Places) -> Iterator[slice | NDArray[np.int64]]:
    """Yield parts of pairs; of a large collection those together whose claims are.

    More of the right ones, so that the pairs of a left one stay together: they take less time.
    """
    if not len(left) or int(right.max()) < TOGETHER[1]:
        yield from chunked(len(left))
        return
    block = (left // TOGETHER[0]).astype(np.int64) << 16 | right // TOGETHER[1]
    order = np.argsort(block, kind="stable")
    for part in chunked(len(left)):
        yield order[part]


def of_pairs(claims: Claims, left: Places, right: Places) -> Columns:
    """Columns of shape (m,) that need only the two claims of each pair (and their articles)."""
    shared = claims.things.shared(left, right)
    return {
        **claims.meaning.columns(left, right),
        **_wording(claims.things, left, right, shared),
        **_details(claims, left, right, shared),
        **words_matched(claims.content, left, right),
        **_places(claims, left, right),
    }


def nearness(columns: Columns) -> NDArray[np.float64]:
    """How near the claims of each pair are in meaning and spelling together, shape (m,)."""
    return columns["cosine"] + columns["letters"]


def of_neighbours(
    claims: Claims, around: Around, near: NDArray[np.float64], known: Known = NOTHING
) -> OfPart:
    """Columns on the `nearness` of each pair, shape (m,), beside that of the others."""
    leads = rank(claims, around, near, "lead", (0.35, 0.5))
    popularity = _popularity(around, near, known)
    return lambda part: leads(part) | popularity(part)


def _wording(things: Things, left: Places, right: Places, shared: Shared) -> Columns:
    """How alike the words are; all 0..1 but `shared_weight`, the log of 1 + the shared rarity.

    `stems_copied` counts what `stems` has above COPIED: near-copies are surer than a line through
    all pairs makes them.
    """
    a, b = things.own[left], things.own[right]
    both, rarity = a[:, RARITY] + b[:, RARITY], shared[:, RARITY]
    fewer = np.minimum(a, b)
    stems = _share(shared, a, b, STEMS)
    return {
        "letters": shared[:, LETTERS],
        "stems": stems,
        "stems_copied": np.maximum(0, stems - COPIED) / (1 - COPIED),
        "stems_of_both": rarity / np.maximum(both - rarity, 1e-9),
        "stems_of_shorter": rarity / np.maximum(fewer[:, RARITY], 1e-9),
        "stems_counted": shared[:, STEM_COUNT] / np.maximum(fewer[:, STEM_COUNT], 1),
        "shared_weight": np.log1p(rarity),
        "neighbouring_stems": _share(shared, a, b, PAIRS),
    }


def _share(shared: Shared, a: Shared, b: Shared, count: int) -> NDArray[np.float64]:
    """The cosine of two claims' things that count as `count`; 0 where one has none."""
    norm = np.sqrt(a[:, count] * b[:, count])
    found: NDArray[np.float64] = shared[:, count] / np.where(norm > 0, norm, 1)
    return found


def _details(claims: Claims, left: Places, right: Places, shared: Shared) -> Columns:
    """Names, numbers and dates that are shared, differ, or stand in one claim only; lengths.

    `names_strange`: how little the two articles share of their names; `names_strange_alike`: that,
    times how alike the claims are in what is neither name nor number, for two events of one kind.
    """
    columns: Columns = {}
    own = claims.things.own
    for kind, count in (("names", NAMES), ("numbers", NUMBERS), ("dates", DATES)):
        a, b, common = own[left, count], own[right, count], shared[:, count]
        columns[f"{kind}_shared"] = np.log1p(common)
        columns[f"{kind}_of_both"] = common / np.maximum(a + b - common, 1)
        columns[f"{kind}_clash"] = ((a > 0) & (b > 0) & (common == 0)).astype(np.float64)
        columns[f"{kind}_in_one"] = ((a > 0) != (b > 0)).astype(np.float64)
    strange = claims.naming.strange(claims.document[left], claims.document[right])
    columns["names_strange"] = strange
    columns["names_strange_alike"] = strange * _share(shared, own[left], own[right], FRAME)
    short = np.minimum(claims.length[left], claims.length[right])
    long = np.maximum(claims.length[left], claims.length[right])
    columns["length_ratio"] = short / long
    columns["shorter"] = np.log(short)
    columns["longer"] = np.log(long)
    same = claims.document[left] == claims.document[right]
    columns["same_article"] = same.astype(np.float64)
    return columns


def _places(claims: Claims, left: Places, right: Places) -> Columns:
    """Where in their articles the claims stand: news tells the same things first."""
    a, b = claims.place[left], claims.place[right]
    return {
        "opening_both": ((a == 0) & (b == 0)).astype(np.float64),
        "opening_one": ((a == 0) != (b == 0)).astype(np.float64),
        "sentences_before": np.minimum(np.minimum(a, b), LATE) / LATE,
        "sentences_apart": np.log1p(np.abs(a - b)),
        "depth_apart": np.abs(claims.depth[left] - claims.depth[right]),
    }


def rank(
    claims: Claims,
    around: Around,
    score: NDArray[np.float64],
    name: str,
    bounds: tuple[float, float],
) -> OfPart:
    """By how much each claim is the other's best match in its article; the worse and better lead.

    A lead is the score less the best other score in that article, cut to -reach..reach; where there
    is no other, less `least`. `bounds` are (least, reach).
    """
    forth, back = np.empty(len(score)), np.empty(len(score))
    for seen in around.blocks():
        key = seen.source * (claims.document.max() + 1) + claims.document[seen.target]
        lead = _leads(key, score[seen.pair], *bounds)
        forth[seen.pair[: seen.forth]] = lead[: seen.forth]
        back[seen.pair[seen.forth :]] = lead[seen.forth :]

    def of_part(part: slice) -> Columns:
        return {
            f"{name}_worse": np.minimum(forth[part], back[part]),
            f"{name}_better": np.maximum(forth[part], back[part]),
        }

    return of_part


def _leads(
    key: NDArray[np.int64], scores: NDArray[np.float64], least: float, reach: float
) -> NDArray[np.float64]:
    """By how much each score is the best of its key, shape (k,); see `rank`."""
    order = np.argsort(key)
    ordered = scores[order]
    rest = ordered.copy()
    first = np.flatnonzero(np.diff(key[order], prepend=-1))
    size = np.diff(first, append=len(key))
    best, place = _best(rest, first, size)
    rival = np.repeat(best, size)
    rest[place] = -np.inf
    rival[place] = np.where(size > 1, np.maximum.reduceat(rest, first), least)
    lead = np.empty(len(key))
    lead[order] = np.clip(ordered - rival, -reach, reach)
    return lead


def _best(
    scores: NDArray[np.float64], first: NDArray[np.int64], size: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The highest score of each run, and its place (of several, the first); see `_leads`.

    Much quicker than to sort by run and score.
    """
    best = np.maximum.reduceat(scores, first)
    places = np.flatnonzero(scores == np.repeat(best, size))
    return best, places[np.searchsorted(places, first)]


def _popularity(around: Around, score: NDArray[np.float64], known: Known) -> OfPart:
    """How near the NEAREST are to each claim (none counts as 0): the mean, the difference."""
    near = np.zeros(around.claims)
    for seen in around.blocks():
        here = (known.owner >= seen.first) & (known.owner < seen.last)
        source = np.concatenate([seen.source, known.owner[here]])
        order = np.argsort(source)
        rest = np.concatenate([score[seen.pair], known.nearness[here]])[order]
        first = np.flatnonzero(np.diff(source[order], prepend=-1))
        size = np.diff(first, append=len(source))
        for _ in range(NEAREST):
            best, place = _best(rest, first, size)
            near[source[order[first]]] += np.where(best > -np.inf, best, 0)
            rest[place] = -np.inf
    near /= NEAREST

    def of_part(part: slice) -> Columns:
        left, right = near[around.left[part]], near[around.right[part]]
        return {"popularity": (left + right) / 2, "popularity_apart": np.abs(left - right)}

    return of_part
