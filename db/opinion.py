"""What a model holds of a pair of claims."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Opinion:
    """How probable it is to a model that two claims, given by their ids, contradict each other."""

    left: int
    right: int
    contradiction: float
