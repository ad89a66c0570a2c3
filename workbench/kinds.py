"""The kinds of things that a project can have, as its options name them."""

from __future__ import annotations

CLAUSES, ATOMIC = "clauses", "atomic"
CLAIMS = (CLAUSES, ATOMIC)
"""How sentences are split: at safe joints, or along their parse into claims of one fact each."""


def kind_of(splitter: str) -> str:
    """Return which of CLAIMS a splitter makes, by its name."""
    return ATOMIC if "trees" in splitter else CLAUSES


BACKENDS = ("torch", "onnx", "openvino")
"""What can run the embedding model; see models.embedder."""

NONE = "none"
"""Stands for no entailer at all."""
