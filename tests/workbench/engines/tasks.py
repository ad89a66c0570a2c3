"""What the workers of the tests do: the work of toys, and what goes wrong with it."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

from tests.conftest import ToyEmbedder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from db.records import Claim, Document, Sentence
    from models.linking.spread import Answer, Arrays, Asked

    Search = Callable[[Arrays, Asked], Answer]

from workbench.stages.claim import RuleSplitter


def square(number: int) -> int:
    """Do a little work."""
    return number * number


def whoami(_: int) -> int:
    """Tell which process works."""
    return os.getpid()


def refuse(number: int) -> int:
    """Fail at one number."""
    if number == 3:
        raise ValueError("three")
    return number


def wait_for(mark: Path) -> None:
    """Come back when a file is there."""
    while not mark.exists():
        time.sleep(0.01)


def wait_for_arrays(_: Arrays, mark: Path) -> None:
    """Come back when a file is there."""
    wait_for(mark)


def dies_always(_: int) -> None:
    """Take the process down."""
    os.kill(os.getpid(), signal.SIGKILL)


class Deadly(RuleSplitter):
    """Splits, but kills the process that first meets the mark; `mark` is a file that tells."""

    def __init__(self, mark: Path) -> None:
        self._mark = mark

    def split(self, document: Document, sentences: Sequence[Sentence]) -> list[Claim]:
        """Return the claims, if it lives."""
        die_once(self._mark, "KILL-SPLITTER" in document.text)
        return super().split(document, sentences)


class DeadlyEmbedder(ToyEmbedder):
    """Embeds, but kills the process that first meets the mark."""

    def __init__(self, mark: Path) -> None:
        super().__init__()
        self._mark = mark

    def embed(self, texts: Sequence[str]) -> object:
        """Return the rows, if it lives."""
        die_once(self._mark, any("KILL-EMBEDDER" in text for text in texts))
        return super().embed(texts)


def total_from(marks: Sequence[Path], arrays: Arrays, start: int) -> float:
    """Sum up rows of the arrays; each of the marks is one process that dies over the third item."""
    for mark in marks:
        die_once(mark, start == 3)
    return float(arrays["rows"][start:].sum() + arrays["more"].sum())


def deadly(mark: Path, task: Search, arrays: Arrays, asked: Asked) -> Answer:
    """Search, but kill the process that first looks beyond the first rows."""
    die_once(mark, asked[0] > 0)
    return task(arrays, asked)


def die_once(mark: Path, meant: bool) -> None:
    """Kill this process if it is meant and none has died so yet."""
    if meant:
        try:
            mark.touch(exist_ok=False)
        except FileExistsError:
            return
        os.kill(os.getpid(), signal.SIGKILL)
