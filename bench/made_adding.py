"""`workbench add` to a project of made vectors: articles are encoded by the real model as well.

    python -m bench.made_adding ARTICLES --project PROJECT

So the command takes as long as in a project of real vectors, and finds what a made one holds.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import models.embedder
from bench.made_vectors import MadeEmbedder
from workbench.cli import cli

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

RealEmbedder = models.embedder.Embedder


class _Both(MadeEmbedder):
    """Encodes texts, and returns made vectors."""

    def __init__(self, *args: Any) -> None:
        self._real = RealEmbedder(*args)

    def embed_with_words(self, texts: Sequence[str]) -> Any:
        self._real.embed_with_words(texts)
        return super().embed_with_words(texts)


if __name__ == "__main__":
    vars(models.embedder)["Embedder"] = _Both
    cli(["add", *sys.argv[1:]])
