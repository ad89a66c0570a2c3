"""How far judges agree beyond chance: two of them, or all reviewers together.

Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and Psychological
Measurement 20, 37-46.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


def agreed(counts: Mapping[tuple[str, str], int]) -> tuple[int, int]:
    """Return (cases on which both say the same, all cases)."""
    return sum(n for (a, b), n in counts.items() if a == b), sum(counts.values())


def kappa(counts: Mapping[tuple[str, str], int]) -> float | None:
    """Return Cohen's kappa of how often (what one says, what the other says) was met.

    1 is agreement throughout, 0 what chance would give. None where it says nothing: without cases,
    or when both judges always give one and the same label.
    """
    same, cases = agreed(counts)
    if not cases:
        return None
    left, right = Counter[str](), Counter[str]()
    for (a, b), n in counts.items():
        left[a] += n
        right[b] += n
    by_chance = sum(left[label] * right[label] for label in left) / cases**2
    if by_chance == 1:
        return None
    return (same / cases - by_chance) / (1 - by_chance)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reviewers, and how often (what one marked, what the other) was met on the same claims."""

    left: str
    right: str
    counts: Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Reliability:
    """How far reviewers agree: by pair, and all together on the `units` that several judged.

    `alpha` and `by_kind` (with the units of each kind) are Krippendorff's, nominal; None where it
    says nothing.
    """

    pairs: tuple[Pair, ...]
    units: int
    alpha: float | None
    by_kind: Mapping[str, tuple[int, float | None]]


def reliability(
    units: Iterable[tuple[Mapping[str, str], frozenset[str]]], kinds: Sequence[str]
) -> Reliability:
    """Compare (labels by reviewer, kinds of difference) of clusters that are judged alike.

    A verdict on other claims of the same cluster is another unit; a unit of one reviewer says
    nothing.
    """
    several = [(labels, found) for labels, found in units if len(labels) > 1]
    met: dict[tuple[str, str], Counter[tuple[str, str]]] = {}
    for labels, _ in several:
        for one, other in combinations(sorted(labels), 2):
            met.setdefault((one, other), Counter())[labels[one], labels[other]] += 1
    by_kind = {}
    for kind in kinds:
        of_kind = [labels for labels, found in several if kind in found]
        if of_kind:
            by_kind[kind] = (len(of_kind), alpha(of_kind))
    pairs = tuple(
        Pair(*names, dict(sorted(counts.items()))) for names, counts in sorted(met.items())
    )
    return Reliability(pairs, len(several), alpha([labels for labels, _ in several]), by_kind)


def alpha(units: Sequence[Mapping[str, str]]) -> float | None:
    """Return Krippendorff's alpha of labels by reviewer, None when all labels are one and the same.

    Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability.
    """
    known = sorted({label for labels in units for label in labels.values()})
    if len(known) < 2:
        return None
    import krippendorff
    import numpy as np

    counts = np.array([[list(u.values()).count(label) for label in known] for u in units])
    return float(krippendorff.alpha(value_counts=counts, level_of_measurement="nominal"))
