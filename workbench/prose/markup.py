"""Markdown inside a sentence: which characters are words and which only format them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.records import Document, Span

_FORMATTING = re.compile(r"(?<!!)\[(?=[^\[\]]*\]\()|\]\([^()\s]*(?:\s+\"[^\"]*\")?\)|\*{1,3}|__|`+")


def prose_spans(document: Document, span: Span) -> tuple[Span, ...]:
    """Return the parts of a span of a document that are its words: in Markdown, not the markup."""
    is_markdown = document.name.lower().endswith(".md")
    return without_links(document.text, span) if is_markdown else (span,)


def without_links(text: str, span: Span) -> tuple[Span, ...]:
    """Return the parts of text[start:end] that are not Markdown's own; all of it if none is left.

    Links keep their words and lose their target; asterisks, double underscores and backticks go.
    """
    start, end = span
    parts: list[Span] = []
    for mark in _FORMATTING.finditer(text, start, end):
        if mark.start() > start:
            parts.append((start, mark.start()))
        start = mark.end()
    if start < end:
        parts.append((start, end))
    return tuple(parts) or (span,)
