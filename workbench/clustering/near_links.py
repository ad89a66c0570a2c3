"""The links of claims as they are stored: for each claim a table of those that it is linked to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from workbench.clustering.membership import Links

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from db.records import Claim

_NEAR = np.dtype(
    [
        ("claim", "<i8"),
        ("probability", "<f4"),
        ("alone", "<f4"),
        ("nearness", "<f4"),
        ("because", "<u2"),
    ]
)
"""A link of a claim as it is stored; see `_because`."""

_NAMED, _LEAST_PART = 3, 0.3
_AT_ONCE = 1 << 14  # claims whose links are written down together


def near_of(ids: Sequence[int], scored: Any) -> Iterator[tuple[int, bytes]]:
    """Yield each claim with its links, as they are stored. `scored` is models.linker.Scored."""
    links = scored.links
    pairs = len(links.left)
    source = np.concatenate([links.left, links.right])
    order = np.argsort(source, kind="stable")
    name = np.asarray(ids, dtype=np.int64)
    count = np.bincount(source, minlength=len(name))
    last = np.cumsum(count)
    for at in range(0, len(name), _AT_ONCE):
        some = slice(at, at + _AT_ONCE)
        way = order[last[at] - count[at] : last[some][-1]]
        pair = way % max(1, pairs)
        other = np.where(way < pairs, links.right[pair], links.left[pair])
        table = np.empty(len(way), dtype=_NEAR)
        table["claim"] = name[other]
        table["probability"] = links.probability[pair]
        table["alone"] = scored.alone[pair]
        table["nearness"] = scored.nearness[pair]
        table["because"] = _because(links.reasons[pair])
        end = 0
        for claim, links_of in zip(name[some].tolist(), count[some].tolist(), strict=True):
            end += links_of
            if links_of:
                yield claim, table[end - links_of : end].tobytes()


def read_links(data: bytes) -> NDArray[Any]:
    """Return a claim's links: a table with the fields of _NEAR."""
    return np.frombuffer(data, _NEAR)


def nearest(data: bytes, count: int) -> NDArray[np.float64]:
    """Return how near the nearest of a claim's links are, `count` of them or as many as it has."""
    every = read_links(data)["nearness"].astype(float)
    return every if len(every) <= count else np.partition(every, -count)[-count:]


def tables(near: Mapping[int, bytes]) -> tuple[NDArray[np.int64], NDArray[Any]]:
    """Return the links of several claims as one table, and whose each of its rows is."""
    counts = [len(data) // _NEAR.itemsize for data in near.values()]
    whose = np.repeat(np.array(list(near), dtype=np.int64), counts)
    return whose, np.frombuffer(b"".join(near.values()), _NEAR)


def distinct(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the values that there are, in order; for many quicker than np.unique."""
    ordered: NDArray[np.int64] = np.sort(values)
    return ordered[np.flatnonzero(np.diff(ordered, prepend=-1))]


def places_of(names: NDArray[np.int64], wanted: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the place of each of the `wanted` among `names`, -1 where it is not there."""
    most = max((int(some.max()) for some in (names, wanted) if len(some)), default=-1)
    place = np.full(most + 1, -1, dtype=np.int64)
    place[names] = np.arange(len(names))
    return place[wanted]


def strong(table: NDArray[Any], threshold: float) -> list[int]:
    """The claims that a claim is linked to at a threshold or above."""
    # A hair below, because clustering sums probabilities as whole numbers.
    kept: list[int] = table["claim"][table["probability"] >= threshold - 1e-6].tolist()
    return kept


def links_among(some: Sequence[Claim], near: Mapping[int, bytes], groups: int) -> Links:
    """Return the stored links among claims; `groups` counts what can speak for a pair."""
    names = np.array([claim.id for claim in some], dtype=np.int64)
    data = [near.get(claim.id, b"") for claim in some]
    table = np.frombuffer(b"".join(data), _NEAR)
    left = np.repeat(np.arange(len(some)), [len(links) // _NEAR.itemsize for links in data])
    right = places_of(names, table["claim"])
    kept = np.flatnonzero(right > left)
    return Links(
        left[kept],
        right[kept],
        table["probability"][kept],
        _reasons(table["because"][kept], groups),
    )


def _because(reasons: NDArray[np.float32]) -> NDArray[np.uint16]:
    """Pack what speaks most for a pair, (m, groups): up to three groups, the first one lowest."""
    order = np.argsort(-reasons, axis=1, kind="stable")[:, :_NAMED]
    parts = np.take_along_axis(reasons, order, axis=1)
    numbers = np.where(parts >= _LEAST_PART, order + 1, 0).astype(np.uint16)
    packed = np.zeros(len(reasons), dtype=np.uint16)
    for place in range(numbers.shape[1]):
        packed |= numbers[:, place] << np.uint16(4 * place)
    return packed


def _reasons(packed: NDArray[np.uint16], groups: int) -> NDArray[np.float32]:
    """Return parts that name the packed groups in their order; how much each says is lost."""
    parts = np.zeros((len(packed), groups), dtype=np.float32)
    for place in range(_NAMED):
        group = (packed >> np.uint16(4 * place)) & np.uint16(15)
        some = np.flatnonzero(group)
        parts[some, group[some] - 1] = _NAMED - place
    return parts
