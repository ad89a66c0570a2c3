"""Readers and scorers of public sets on splitting sentences, one file a set."""

from __future__ import annotations

import hashlib


def half_of(key: str) -> str:
    """Say which half a text belongs to, the same on every machine."""
    return "choose" if hashlib.sha256(key.encode()).digest()[0] % 2 == 0 else "report"


def f1(precision: float, recall: float) -> float:
    """Return the harmonic mean; 0 when both are 0."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
