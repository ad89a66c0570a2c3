"""A document's text -> its sentences and furniture lines, each at its exact characters.

Lines are boundaries. The head of the page (everything above the first line of prose) holds the
headline; a later line without a full stop is a subheading or a link to another page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.records import Sentence, SentenceKind
from workbench.prose import furniture
from workbench.prose.boundary import boundaries
from workbench.prose.front_matter import front_matter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from db.records import Document

VERSION = "sentence-2"
LONGEST = 2000
"""Characters of the longest run that is taken for a sentence; a longer one is not prose."""

_FEWEST_WORDS = 3
_LINE = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_MARKDOWN_START = re.compile(r"\s*(?:(#{1,6})\s+|(?:[-*+>]|\d{1,3}[.)])\s+)*")
_MARKDOWN_FURNITURE = re.compile(r"^(?:!\[|<!--|<[a-z/]|\||```|~~~|\[[^\]]*\]:)")


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    text: str
    block: int
    heading: bool = False


def split(document: Document) -> list[Sentence]:
    """Return every sentence and furniture line of `document`, in the order of the text.

    `document.text[s.start:s.end] == s.text` for each; they do not overlap, and together they
    cover every character that is not white space or a Markdown line marker.
    """
    body, _ = front_matter(document.text)
    found: list[Sentence] = []
    if body:
        found.append(_piece(document.text, 0, body, "front matter"))
    lines = list(_lines(document, body))
    head = _length_of_head(lines)
    headline = _headline_block(lines[:head], document.title)
    for number, line in enumerate(lines):
        found += _read(line, in_head=number < head, headline=headline)
    return [sentence for sentence in found if sentence.end > sentence.start]


def _lines(document: Document, body: int) -> Iterator[_Line]:
    markdown = document.name.lower().endswith(".md")
    block, last_end = 0, body
    for match in _LINE.finditer(document.text, body):
        if document.text.count("\n", last_end, match.start()) > 1:
            block += 1
        last_end = match.end()
        start, heading = match.start(), False
        if markdown:
            marker = _MARKDOWN_START.match(document.text, match.start(), match.end())
            if marker is not None and marker.end() < match.end():
                start, heading = marker.end(), bool(marker[1])
        text = document.text[start : match.end()]
        if text.strip():
            indent = len(text) - len(text.lstrip())
            yield _Line(start + indent, text.strip(), block, heading)


def _is_prose(line: _Line) -> bool:
    words = furniture.words(line.text)
    if furniture.reason(line.text) or line.heading or _MARKDOWN_FURNITURE.match(line.text):
        return False
    if furniture.prefix(line.text)[0] == len(line.text):
        return False
    ended = furniture.ends(line.text) and not line.text.endswith("?")
    return (ended and words >= _FEWEST_WORDS) or words > furniture.MOST_WORDS_OF_A_LINK


def _length_of_head(lines: list[_Line]) -> int:
    return next((n for n, line in enumerate(lines) if _is_prose(line)), len(lines))


def _could_be_headline(line: _Line) -> bool:
    if furniture.reason(line.text) or furniture.prefix(line.text)[0]:
        return False
    return line.heading or furniture.words(line.text) >= furniture.FEWEST_WORDS_OF_A_HEADLINE


def _headline_block(head: list[_Line], title: str) -> int | None:
    """Choose the block of lines that holds the headline: the titled one, else the last."""
    for line in head:
        if title and line.text == title:
            return line.block
    if headings := [line.block for line in head if line.heading]:
        return headings[0]
    blocks = [line.block for line in head if _could_be_headline(line)]
    return blocks[-1] if blocks else None


def _read(line: _Line, *, in_head: bool, headline: int | None) -> list[Sentence]:
    if reason := furniture.reason(line.text):
        return [_piece(line.text, 0, len(line.text), reason, line.start)]
    if _MARKDOWN_FURNITURE.match(line.text):
        return [_piece(line.text, 0, len(line.text), "markup", line.start)]
    cut, reason = furniture.prefix(line.text)
    before = [_piece(line.text, 0, cut, reason, line.start)] if cut else []
    if cut == len(line.text):
        return before
    if in_head:
        if line.block == headline and _could_be_headline(line):
            return [*before, *_sentences(line, cut, SentenceKind.HEADLINE)]
        return [_piece(line.text, 0, len(line.text), "kicker", line.start)]
    if _is_subheading(line):
        return [_piece(line.text, 0, len(line.text), "subheading or link", line.start)]
    return [*before, *_sentences(line, cut, SentenceKind.PROSE)]


def _is_subheading(line: _Line) -> bool:
    return line.heading or furniture.is_link(line.text)


def _sentences(line: _Line, start: int, kind: SentenceKind) -> Iterator[Sentence]:
    for end in [*boundaries(line.text), len(line.text)]:
        if end <= start:
            continue
        text = line.text[start:end]
        indent = len(text) - len(text.lstrip())
        at = line.start + start + indent
        start = end
        text = text.strip()
        if not text:
            continue
        if len(text) > LONGEST:
            yield _piece(text, 0, len(text), "too long for a sentence", at)
        elif not any(map(str.isalpha, text)):
            yield _piece(text, 0, len(text), "no words", at)
        else:
            yield Sentence(at, at + len(text), text, kind)


def _piece(text: str, start: int, end: int, reason: str, offset: int = 0) -> Sentence:
    """Make the furniture text[start:end], without the white space around it."""
    piece = text[start:end]
    indent = len(piece) - len(piece.lstrip())
    at = offset + start + indent
    piece = piece.strip()
    return Sentence(at, at + len(piece), piece, SentenceKind.FURNITURE, reason)
