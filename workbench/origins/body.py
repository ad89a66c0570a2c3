"""What an article says in its own voice: its prose, without furniture and quotations."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.records import SentenceKind
from workbench.facets.words import words
from workbench.origins.quotations import quotations

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from db.records import Document, Sentence, Span
    from workbench.facets.words import Word

SHINGLE = 4
"""Words in a row that two articles must share to be compared at all."""


@dataclass(frozen=True, slots=True)
class Line:
    """The own words of one sentence: the stems, and where each starts and ends."""

    stems: tuple[str, ...]
    starts: array[int]
    ends: array[int]


@dataclass(frozen=True, slots=True)
class Body:
    """The own words of one article, sentence by sentence; `size` counts them."""

    document_id: int
    lines: tuple[Line, ...]
    size: int

    def shingles(self) -> set[int]:
        """Return the hashes of all runs of SHINGLE words inside of its sentences."""
        return {
            hash(line.stems[at : at + SHINGLE])
            for line in self.lines
            for at in range(len(line.stems) - SHINGLE + 1)
        }


def body(document: Document, sentences: Iterable[Sentence]) -> Body:
    """Read the own words of `document` from its sentences (prose alone counts)."""
    prose = [s for s in sentences if s.kind is SentenceKind.PROSE]
    lines = (
        _line(document.text, s, quoted) for s, quoted in _with_quotations(document.text, prose)
    )
    kept = tuple(line for line in lines if line.stems)
    return Body(document.id, kept, sum(len(line.stems) for line in kept))


def _with_quotations(text: str, prose: Iterable[Sentence]) -> Iterator[tuple[Sentence, list[Span]]]:
    """Pair sentences with the quotations of their paragraph, found once for each paragraph."""
    end, quoted = -1, list[tuple[int, int]]()
    for sentence in sorted(prose, key=lambda s: s.start):
        if sentence.start >= end:
            start = text.rfind("\n", 0, sentence.start) + 1
            stop = text.find("\n", sentence.start)
            end = max(sentence.end, len(text) if stop < 0 else stop)
            quoted = [(start + a, start + b) for a, b in quotations(text[start:end])]
        yield sentence, quoted


def _line(text: str, sentence: Sentence, quoted: list[Span]) -> Line:
    first = sentence.start
    own: Sequence[Word] = words(text[first : sentence.end])
    if quoted:
        own = [word for word in own if not _inside(first + word.start, quoted)]
    return Line(
        tuple([word.stem for word in own]),
        array("l", [first + word.start for word in own]),
        array("l", [first + word.end for word in own]),
    )


def _inside(place: int, spans: list[Span]) -> bool:
    """Say whether a place is in one of `spans`, which are in order and do not overlap."""
    before = bisect_right(spans, place, key=lambda span: span[0])
    return before > 0 and place < spans[before - 1][1]
