"""How far two judges agree beyond chance.

Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and Psychological
Measurement 20, 37-46.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


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
