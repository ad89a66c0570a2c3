"""What the tests share: toy models in place of trained ones, articles, and a desk."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import settings

from db.connection import open_writer
from db.digests import claim_key
from db.records import Claim, SentenceKind
from tests.strategies import FUZZ
from workbench.clustering.membership import Links
from workbench.desk import Desk
from workbench.pipeline import Pipeline, Tools
from workbench.stages import document
from workbench.stages.claim import RuleSplitter
from workbench.stages.vector import WORD_WIDTH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from db.records import Document, Sentence, Span
    from workbench.pipeline import Report

settings.register_profile("same every time", derandomize=True, deadline=None)
settings.register_profile("fuzz", max_examples=100 * FUZZ, deadline=None, print_blob=True)
settings.load_profile("same every time" if FUZZ == 1 else "fuzz")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep only what draws its input at random, when fuzzing."""
    if FUZZ > 1:
        items[:] = [i for i in items if getattr(i.obj, "is_hypothesis_test", False)]


class ToyEmbedder:
    """Embeds a text as the bag of its words, each word in a direction of its own."""

    version = "toy-1"

    def __init__(self) -> None:
        self.texts: list[str] = []

    @property
    def word_version(self) -> str:
        return f"{self.version}/words-1"

    def embed_with_words(
        self, texts: Sequence[str]
    ) -> tuple[NDArray[np.float32], list[NDArray[np.float16]]]:
        words = [np.eye(WORD_WIDTH, dtype=np.float16)[: len(text.split())] for text in texts]
        return self.embed(texts), words

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.texts += texts
        rows = np.zeros((len(texts), 64), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().split() or [""]:
                row[int(hashlib.sha256(word.encode()).hexdigest(), 16) % 64] += 1
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        return (rows / np.maximum(norms, 1e-9)).astype(np.float32)


class ToyLinker:
    """Takes the cosine of two claims of different sentences for the probability."""

    version = "toy-1"
    threshold = 0.6
    groups = ("words", "luck")

    def way(self, claims: int) -> str:
        return "all pairs"

    def link(
        self,
        texts: Sequence[str],
        vectors: NDArray[np.float32],
        documents: Sequence[int],
        sentences: Sequence[int],
        words: Sequence[NDArray[np.float16]],
        step: Callable[[str, int, int], None] = lambda stage, done, total: None,
    ) -> Links:
        cosine = np.clip(vectors @ vectors.T, 0.0, 1.0)
        left, right = np.triu_indices(len(texts), 1)
        apart = np.asarray(sentences)[left] != np.asarray(sentences)[right]
        left, right = left[apart], right[apart]
        score = cosine[left, right]
        reasons = np.stack([score, 0 * score], axis=1)
        return Links(left.astype(np.int32), right.astype(np.int32), score, reasons)


class ToySplitter:
    """Cuts sentences before "after" and "and", as a parser might."""

    version = "toy-trees-1"

    def split(self, document: Document, sentences: Sequence[Sentence]) -> list[Claim]:
        return [
            Claim(
                document.text[start:end],
                ((start, end),),
                "",
                sentence.id,
                document.id,
                key=claim_key(document.digest, ((start, end),)),
            )
            for sentence in sentences
            if sentence.kind is not SentenceKind.FURNITURE
            for start, end in _parts(sentence)
        ]


def _parts(sentence: Sentence) -> Iterator[Span]:
    at = sentence.start
    for joint in re.finditer(r" (?:after|and) ", sentence.text):
        yield at, sentence.start + joint.start()
        at = sentence.start + joint.end()
    yield at, sentence.end


@pytest.fixture
def tools() -> Tools:
    return Tools(ToyEmbedder(), ToyLinker(), RuleSplitter())


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return tmp_path / "project.db"


@pytest.fixture
def add(project: Path, tools: Tools) -> Callable[..., Report]:
    """Add articles (paths) to the project with the toy models."""

    def add(*paths: Path, **options: str) -> Report:
        db = open_writer(project)
        try:
            found = document.find(paths)
            return Pipeline(db, tools).run(found, document.Options(**options))
        finally:
            db.close()

    return add


@pytest.fixture
def desk(project: Path) -> Desk:
    desk = Desk(project, "tester")
    desk.prepare()
    return desk


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Three short articles of three sources that agree, differ and stand alone."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text(
        "Bridge closes after storm\n\nThe old bridge was closed on Monday after 14 people were"
        " hurt.\n\nThe mayor visited the bridge.\n",
        "utf-8",
    )
    (folder / "b.txt").write_text(
        "Storm shuts crossing\n\nThe old bridge was closed on Monday after 17 people were hurt.\n\n"
        "Schools will stay open.\n",
        "utf-8",
    )
    (folder / "c.txt").write_text(
        "Town counts the cost\n\nThe mayor visited the bridge.\n\nRepairs cost $2 million.\n",
        "utf-8",
    )
    (folder / "manifest.csv").write_text(
        "file,source,title,published,url\na.txt,Alpha,,2031-01-02,\nb.txt,Beta,,2031-01-02,\n"
        "c.txt,Gamma,,2031-01-03,\n",
        "utf-8",
    )
    return folder
