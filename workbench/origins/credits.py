"""Which agency an article credits as a whole, in its dateline, its byline or a credit line.

An agency that is only named in the text ("told Reuters") is the source of one fact and no credit;
so each rule here wants a place where nothing but a credit stands. A photo credit is none either.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from db.origin import Evidence, Reason, Relation
from db.records import SentenceKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from db.records import Document, Sentence
    from workbench.origins.agencies import Agencies

_PHOTO = re.compile(r"\b(?:photo|image|picture|video|graphic)s?\b|^credit\b", re.IGNORECASE)
_FIRST_SENTENCES = 3
"""Sentences of prose among which a dateline stands, behind an editor's note at most."""
_LONGEST = 300
"""Characters of the longest sentence that is asked for a credit."""

_JOB = r"(?:\s+(?i:staff|writers?|reporters?|correspondents?|journalists?|news agency))*"
_DATELINES = (
    # "PORT ELLERY, March 3 (Reuters) - ..."; without a dash only behind a place in capitals.
    r"^(?:[A-Z][^()\n]{{0,60}}?)?\(\s*{name}\s*\)\s*[-–—:]",
    r"^[A-Z][A-Z .,'’-]{{2,60}}\s*\(\s*{name}\s*\)",
    r"^[A-Z][A-Z .,'’-]{{2,60}}\s[-–—]\s{name}\s[-–—]\s",
)
_BYLINES = (
    r"^(?i:by|from|source:?|via)\s+{name}{job}\W*$",
    r"^(?i:by)\s[^.!?]{{1,80}}?(?:,|\||/|\s[-–—]|\s(?i:of|for|with|and))\s*{name}{job}\W*$",
    r"^[A-Z][^.!?]{{1,60}},\s*{name}{job}$",
)
_ALONE = (r"^[-–—(\[/\s]*(?i:with\s+)?{name}{job}[)\]\s.]*$",)
_CREDITS = (
    r"\b{name}(?:[^.!?]{{0,150}}\s)?contributed (?i:to this (?:report|story|article)|reporting)\b",
    r"\b(?i:reporting|inputs?|material|files?) (?i:by|from)\b[^.!?]{{0,40}}?\s{name}",
    r"\b(?i:this (?:report|story|article))\b[^.!?]{{0,60}}\s(?i:by|from)\s{name}",
    r"(?:©|\(c\)|\b(?i:copyright))[\s©\d,-]*{name}",
)


@dataclass(frozen=True, slots=True)
class Credit:
    """An article's credit to an agency, at text[start:end]; empty when its source is the agency."""

    agency: str
    start: int = 0
    end: int = 0


@lru_cache(maxsize=64)
def _compiled(rules: tuple[str, ...], name: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rule.format(name=name, job=_JOB)) for rule in rules)


def credit(document: Document, sentences: Sequence[Sentence], agencies: Agencies) -> Credit | None:
    """Return the agency that `document` credits; None when it credits none.

    Of several the strongest counts: the article's own source, then a dateline, a byline, a credit
    line; among equals the first. So one article that credits two agencies does not tie them.
    """
    if own := agencies.agency(document.source):
        return Credit(own)
    if not agencies.mention.search(document.text):
        return None
    short = [s for s in sentences if s.text and _is_asked(s)]
    prose = [s for s in sentences if s.kind is SentenceKind.PROSE][:_FIRST_SENTENCES]
    lines = [s for s in short if s.kind is SentenceKind.FURNITURE]
    ends = [s for s in lines if not prose or s.start < prose[0].start or s is sentences[-1]]
    for rules, places in (
        (_DATELINES, [*ends, *prose]),
        (_BYLINES, lines),
        (_ALONE, ends),
        (_CREDITS, short),
    ):
        if found := _first(_compiled(rules, agencies.pattern), places, agencies):
            return found
    return None


def _is_asked(sentence: Sentence) -> bool:
    if len(sentence.text) > _LONGEST:
        return False
    return sentence.kind is not SentenceKind.FURNITURE or not _PHOTO.search(sentence.text)


def _first(
    patterns: Iterable[re.Pattern[str]], places: Iterable[Sentence], agencies: Agencies
) -> Credit | None:
    for sentence in places:
        for pattern in patterns:
            match = pattern.search(sentence.text[:_LONGEST])
            agency = agencies.agency(match["agency"]) if match else None
            if match and agency:
                start, end = match.span("agency")
                return Credit(agency, sentence.start + start, sentence.start + end)
    return None


def one_agency(
    documents: Iterable[Document],
    sentences: Mapping[int, Sequence[Sentence]],
    agencies: Agencies,
) -> list[Relation]:
    """Relate the articles that credit one agency; the evidence is where they do."""
    found: dict[str, dict[int, Credit]] = defaultdict(dict)
    for document in documents:
        if own := credit(document, sentences.get(document.id, ()), agencies):
            found[own.agency][document.id] = own
    return [
        Relation(
            Reason.AGENCY,
            tuple(sorted(credits)),
            agency,
            evidence=tuple(
                Evidence(n, credits[n].start, credits[n].end)
                for n in sorted(credits)
                if credits[n].end
            ),
        )
        for agency, credits in sorted(found.items())
        if len(credits) > 1
    ]
