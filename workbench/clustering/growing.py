"""Articles that join a large project: only the clusters that they touch are made anew.

A clustering of the whole leaves behind what the collection was like (how rare words are, how names
are spelled), the signature of each claim and its links. New claims are compared with all
signatures and scored with their nearest; links that are there stay as they were scored. Which
clusters change by that, workbench.clustering.spreading finds out; all others are left alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, runtime_checkable

import numpy as np

from db import blocks, claims, studies, vectors
from workbench.clustering.near_links import near_of, nearest, places_of, tables
from workbench.clustering.spreading import Spreading
from workbench.stages import vector

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray
    from sqlite_utils import Database

    from db.records import Claim
    from workbench.clustering.labelling import Labels
    from workbench.clustering.spreading import Spread

FROM = 5_000
"""Claims of a project that grows; a smaller one is clustered whole in seconds."""

MOST = 1.25
"""How many times larger a project may become before all of it is compared again."""

NEAREST = 5
"""Links of a claim that tell how near others are to it; see models.linking.known."""

_COMPARED = 12  # articles that a new one is compared with word by word
_IN_COMMON = 0.5  # the probability of a link from which on two articles have a claim in common
_BLOCK = 4096


@runtime_checkable
class GrowingLinker(Protocol):
    """A linker that can link claims which join a collection; see models.linker."""

    groups: tuple[str, ...]

    def study(self, *args: Any) -> tuple[Any, NDArray[np.float16], bytes]:
        """Link claims, and return what is needed to link further ones to them."""

    def recall(self, collection: bytes) -> Any:
        """Read what `study` has left of a collection."""

    def signatures(
        self, collection: Any, texts: Sequence[str], rows: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """Return the rows by which near claims are found."""

    def names(self, collection: Any, texts: Sequence[str]) -> list[str]:
        """Return the names in the claims of an article."""

    def near(
        self,
        asked: NDArray[np.float32],
        width: int,
        blocks: Iterable[tuple[NDArray[np.int64], Callable[[], NDArray[np.float32]]]],
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return which claims of the blocks are near to which rows."""

    def link_new(self, *args: Any) -> Any:
        """Score pairs of new claims and others."""


class Embedder(Protocol):
    """What vectors are stored under; see models.embedder."""

    @property
    def version(self) -> str:
        """Name the weights."""

    @property
    def word_version(self) -> str:
        """Name the weights and the rules of the words' vectors."""


class Linked(NamedTuple):
    """The links of new claims, and of those that are near to them; what is to be stored.

    `articles` are those that the new claims' articles have most in common with, `names` those of
    articles of which none were stored.
    """

    near: dict[int, bytes]
    blocks: list[studies.Block]
    articles: set[int]
    names: dict[int, list[str]]


def rows_of(
    db: Database, embedder: Embedder, wanted: Sequence[Claim]
) -> tuple[NDArray[np.float32], list[NDArray[np.float16]]]:
    """Return the stored vectors of claims, and those of their words."""
    keys = [vector.key(claim.text, embedder.version) for claim in wanted]
    word_keys = [vector.key(claim.text, embedder.word_version) for claim in wanted]
    return (
        vector.matrix(keys, vectors.get(db, list(dict.fromkeys(keys)))),
        vector.words(word_keys, vectors.get(db, list(dict.fromkeys(word_keys)))),
    )


def blocks_of(members: Sequence[Claim], rows: NDArray[np.floating]) -> Iterator[studies.Block]:
    """Yield the signatures of claims, (n, d), as they are stored."""
    ids = np.array([claim.id for claim in members], dtype="<i8")
    homes = np.array([claim.document_id for claim in members], dtype="<i8")
    for at in range(0, len(members), _BLOCK):
        part = slice(at, at + _BLOCK)
        yield studies.Block(
            ids[part].tobytes(), homes[part].tobytes(), rows[part].astype("<f2").tobytes()
        )


class Memory:
    """What a clustering leaves behind in a project, for the articles that join it later."""

    def __init__(self, db: Database, linker: object, bar: float, tools: str) -> None:
        self._db, self._bar, self._tools = db, bar, tools
        self._linker = linker if isinstance(linker, GrowingLinker) else None
        self._study: studies.Study | None = None
        self._near: Iterable[tuple[int, bytes]] = ()
        self._blocks: Iterable[studies.Block] = ()
        self._names: dict[int, list[str]] = {}
        self._together: list[blocks.Row] = []
        self._gone: set[int] = set()
        self._anew = True

    def worthwhile(self, count: int) -> bool:
        """Say whether so many claims are to be studied as a whole."""
        return self._linker is not None and count >= FROM

    def study(self, members: Sequence[Claim], *given: Any) -> Any:
        """Link claims and keep what `store` leaves behind; `given` is what the linker wants."""
        assert self._linker is not None
        scored, signatures, collection = self._linker.study(*given)
        self._near = near_of([claim.id for claim in members], scored)
        self._blocks = blocks_of(members, signatures)
        known = self._linker.recall(collection)
        self._names = {
            document: self._linker.names(known, texts) for document, texts in _told(members).items()
        }
        now = studies.articles(self._db)
        self._study = studies.Study(self._tools, len(members), now.newest, now.all, collection)
        return scored.links

    def fresh(self) -> list[Claim]:
        """Return the claims to be clustered, [] where the whole must be clustered instead."""
        study = studies.get(self._db)
        if self._linker is None or study is None or study.tools != self._tools:
            return []
        articles = studies.articles(self._db, study.last_document)
        if articles.first != study.articles or not studies.only_grown(
            self._db, study.last_document
        ):
            return []
        fresh = claims.some(self._db, studies.waiting(self._db, study.last_document))
        if studies.compared(self._db) + len(fresh) > MOST * study.claims:
            return []
        self._study = replace(study, last_document=articles.newest, articles=articles.all)
        return fresh

    def grow(
        self, fresh: Sequence[Claim], embedder: Embedder, held: Mapping[int, int]
    ) -> tuple[Spread, set[int]]:
        """Link new claims, and cluster them with those whose clusters they may change.

        Also returns the articles that the new ones have most in common with.
        """
        assert self._linker is not None
        assert self._study is not None
        linked = link(self._db, self._linker, embedder, self._study.collection, fresh)
        self._near, self._blocks, self._anew = linked.near.items(), linked.blocks, False
        self._names = linked.names
        groups = len(self._linker.groups)
        found = Spreading(self._db, linked.near, held, self._bar, groups).of(fresh)
        self._gone = found.gone
        self.keep(found.labels, held)
        return found, linked.articles

    def keep(self, labels: Labels, held: Mapping[int, int]) -> None:
        """Keep which claims were clustered together, and what was held."""
        self._together = [(claim, block, held.get(claim)) for claim, block in labels.blocks.items()]

    def store(self) -> None:
        """Store what is left behind. Call inside `writing`."""
        if self._anew:
            studies.forget(self._db)
        if self._study is None:
            return
        if self._anew:
            studies.put(self._db, self._study)
        else:
            studies.has_grown(self._db, self._study.last_document, self._study.articles)
        studies.put_links(self._db, self._near, self._blocks)
        studies.put_names(self._db, self._names.items())
        blocks.put(self._db, self._together, self._gone)


def changed(
    members: Mapping[int, Sequence[Claim]], ids: Mapping[int, int], before: Mapping[int, int]
) -> dict[int, Sequence[Claim]]:
    """Return the groups that are not the cluster of their id, as it was by its claims `before`."""
    was: dict[int, set[int]] = {}
    for claim, home in before.items():
        was.setdefault(home, set()).add(claim)
    return {
        label: group
        for label, group in members.items()
        if was.get(ids.get(label, 0)) != {claim.id for claim in group}
    }


def link(
    db: Database,
    linker: GrowingLinker,
    embedder: Embedder,
    collection: bytes,
    fresh: Sequence[Claim],
) -> Linked:
    """Link new claims with those that are there."""
    new = [claim for claim in fresh if not claim.unchecked]
    if not new:
        return Linked({}, [], set(), {})
    rows, words = rows_of(db, embedder, new)
    known = linker.recall(collection)
    asked = linker.signatures(known, [claim.text for claim in new], rows)
    stored = _Signatures(db, asked.shape[1], rows.shape[1])
    stored.add(np.array([claim.document_id for claim in new], dtype=np.int64), rows)
    ids = np.array([claim.id for claim in new], dtype=np.int64)
    row, name = linker.near(asked, rows.shape[1], chain(stored, [(ids, lambda: asked)]))
    old = claims.some(db, set(name.tolist()) - set(ids.tolist()))
    near = studies.near(db, (claim.id for claim in old))
    members = [*new, *old]
    more_rows, more_words = rows_of(db, embedder, old)
    homes = {claim.document_id for claim in members}
    stored_names = studies.names(db, homes)
    told = claims.texts(db, homes - stored_names.keys())
    names = {document: linker.names(known, texts) for document, texts in told.items()}
    scored = linker.link_new(
        known,
        [claim.text for claim in members],
        np.concatenate([rows, more_rows]) if old else rows,
        [claim.document_id for claim in members],
        [claim.sentence_id for claim in members],
        [*words, *more_words],
        _places(db, members, stored),
        _pairs(members, row, name),
        _known(members, near),
        _nearest(members, near),
        stored_names | names,
    )
    added = dict(near_of([claim.id for claim in members], scored))
    near = {claim: near.get(claim, b"") + links for claim, links in added.items()}
    return Linked(near, list(blocks_of(new, asked)), _alike(members, len(new), scored), names)


def _told(members: Iterable[Claim]) -> dict[int, list[str]]:
    """Return what the claims of each article say."""
    found: dict[int, list[str]] = defaultdict(list)
    for claim in members:
        found[claim.document_id].append(claim.text)
    return found


class _Signatures:
    """The stored signatures, loaded block by block; afterwards also what each article is about."""

    def __init__(self, db: Database, width: int, meaning: int) -> None:
        self._db, self._width, self._meaning = db, width, meaning
        self._articles: list[tuple[NDArray[np.int64], NDArray[np.float32], NDArray[np.int64]]] = []

    def __iter__(self) -> Iterator[tuple[NDArray[np.int64], Callable[[], NDArray[np.float32]]]]:
        """Yield the names of rows, and what loads them in whatever thread."""
        for block in studies.blocks(self._db):
            yield np.frombuffer(block.claims, "<i8"), partial(self._load, block)

    def _load(self, block: studies.Block) -> NDArray[np.float32]:
        half = np.frombuffer(block.rows, "<f2").reshape(-1, self._width)
        rows = half.astype(np.float32)
        self.add(np.frombuffer(block.documents, "<i8"), rows[:, : self._meaning])
        return rows

    def add(self, articles: NDArray[np.int64], rows: NDArray[np.float32]) -> None:
        """Count rows for their articles; those of one article come together."""
        if not len(articles):
            return
        first = np.flatnonzero(np.diff(articles, prepend=-1))
        parts = np.split(rows, first[1:])
        # One by one, because np.add.reduceat takes ten times as long along this axis.
        sums = np.stack([part.sum(axis=0) for part in parts])
        self._articles.append((articles[first], sums, np.array([len(part) for part in parts])))

    def centres(self, articles: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the mean of the rows of each of some articles, (n, d)."""
        wanted, place = np.unique(articles, return_inverse=True)
        total = np.zeros((len(wanted), self._meaning), dtype=np.float32)
        count = np.zeros(len(wanted), dtype=np.int64)
        # In the order of articles, because what is added in another order may differ in a bit.
        for known, sums, counts in sorted(self._articles, key=lambda part: part[0].tolist()):
            at = np.minimum(np.searchsorted(wanted, known), len(wanted) - 1)
            some = np.flatnonzero(wanted[at] == known)
            np.add.at(total, at[some], sums[some])
            np.add.at(count, at[some], counts[some])
        total /= count[:, None]
        return total[place]


def _places(
    db: Database, members: Sequence[Claim], stored: _Signatures
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float32]]:
    """Return where claims stand in their articles, as a count and a share, and their centres."""
    sentences = studies.sentences_of(db, {claim.document_id for claim in members})
    place = np.array(
        [sentences[claim.document_id].index(claim.sentence_id) for claim in members], dtype=np.int64
    )
    last = np.array([len(sentences[claim.document_id]) - 1 for claim in members])
    centres = stored.centres(np.array([claim.document_id for claim in members], dtype=np.int64))
    return place, place / np.maximum(last, 1), centres


def _pairs(
    members: Sequence[Claim], row: NDArray[np.int64], name: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return each pair of a new claim and another once, by their places among `members`."""
    place = {claim.id: n for n, claim in enumerate(members)}
    found = {
        (min(a, b), max(a, b))
        for a, b in ((a, place.get(b)) for a, b in zip(row.tolist(), name.tolist(), strict=True))
        if b is not None and a != b and members[a].sentence_id != members[b].sentence_id
    }
    pairs = np.array(sorted(found), dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _known(
    members: Sequence[Claim], near: Mapping[int, bytes]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return the links of claims that have some: whose, to whom (-1 outside), how strong."""
    names = np.array([claim.id for claim in members], dtype=np.int64)
    owners, table = tables(near)
    whose, other = places_of(names, owners), places_of(names, table["claim"])
    return whose, other, table["alone"].astype(float)


def _nearest(
    members: Sequence[Claim], near: Mapping[int, bytes]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return whose and how near the nearest links of claims are, a few of each."""
    some = [n for n, claim in enumerate(members) if claim.id in near]
    found = [nearest(near[members[n].id], NEAREST) for n in some]
    counts = [len(part) for part in found]
    return np.repeat(some, counts).astype(np.int64), np.concatenate([np.zeros(0), *found])


def _alike(members: Sequence[Claim], new: int, scored: Any) -> set[int]:
    """Return the articles that have most claims in common with each new one's; some may be new."""
    common: dict[int, Counter[int]] = defaultdict(Counter)
    sure = scored.links.probability >= _IN_COMMON
    pairs = (scored.links.left[sure].tolist(), scored.links.right[sure].tolist())
    for left, right in zip(*pairs, strict=True):
        for one, other in ((left, right), (right, left)):
            if one < new:
                common[members[one].document_id][members[other].document_id] += 1
    return {home for counts in common.values() for home, _ in counts.most_common(_COMPARED)}
