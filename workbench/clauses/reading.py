"""A sentence as the parser shall see it, and the way back to the document's characters.

Left out before parsing: a dateline, Markdown's own marks, and abbreviated ranks before a name,
which break trees; a rank comes back with its name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from workbench.prose.markup import without_links

if TYPE_CHECKING:
    from db.records import Document, Sentence, Span

_DATELINE = re.compile(
    r"^(?:[A-Z][\w.,’' -]{2,40}\s*\([A-Z][\w. ]{1,20}\)|[A-Z][A-Z.,’' -]{2,40}(?:,\s[A-Z][\w.]+)?)"
    r"\s*(?:—|–|--|-)\s+(?=\S)"
)
_RANKS = re.compile(
    r"\b(?:(?:Army|Navy|Air Force|Marine|Police)\s)?"
    r"(?:(?:Brig|Lt|Maj|Gen|Col|Capt|Sgt|Adm|Cmdr|Cpl|Pvt|Sen|Rep|Gov|Dr|Mr|Mrs|Ms|Prof|Rev|Det|Insp"
    r"|Supt|Dep|Asst|Staff|Chief|Spc|Pfc|Atty|Hon)\.\s+)+(?=[A-Z])"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What is parsed of a sentence; `places` are the document's offsets of its characters.

    `held` maps the start of a name to where the rank before it begins; `marks` are Markdown's.
    """

    sentence: Sentence
    text: str
    places: list[int]
    held: dict[int, int]
    marks: tuple[Span, ...]

    def spans(self, start: int, end: int) -> list[Span]:
        """Return the document's spans of text[start:end]."""
        first = self.held.get(start, self.places[start])
        last = self.places[end - 1] + 1
        found = []
        for a, b in self.marks:
            if first < b and a < last:
                found.append((first, a))
                first = b
        return [(a, b) for a, b in (*found, (first, last)) if a < b]


def read(document: Document, sentence: Sentence, *, markdown: bool) -> Reading:
    """Prepare a sentence for the parser."""
    start = sentence.start
    dateline = _DATELINE.match(sentence.text)
    if dateline and dateline.end() < len(sentence.text):
        start += dateline.end()
    own = ((start, sentence.end),)
    kept = without_links(document.text, own[0]) if markdown else own
    marks = tuple((a[1], b[0]) for a, b in pairwise(kept))
    places = [at for a, b in kept for at in range(a, b)]
    plain = "".join(document.text[a:b] for a, b in kept)
    return _without_ranks(sentence, plain, places, marks)


def _without_ranks(
    sentence: Sentence, plain: str, places: list[int], marks: tuple[Span, ...]
) -> Reading:
    text, left, held, at = "", [], {}, 0
    for rank in _RANKS.finditer(plain):
        text += plain[at : rank.start()]
        left += places[at : rank.start()]
        held[len(text)] = places[rank.start()]
        at = rank.end()
    return Reading(sentence, text + plain[at:], left + places[at:], held, marks)
