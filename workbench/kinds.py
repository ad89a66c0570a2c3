"""The kinds of claims that a project can have."""

from __future__ import annotations

CLAUSES, ATOMIC = "clauses", "atomic"
CLAIMS = (CLAUSES, ATOMIC)
"""How sentences are split: at safe joints, or along their parse into claims of one fact each."""
