"""Sentences -> claims: what each sentence states, at its exact characters, and who says so.

A splitter is anything that keeps the Protocol below, so a better one changes nothing else. This
one splits only where rules without a parser are safe; the whole sentence is its fallback.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Protocol

from db.digests import claim_key
from db.records import Claim, Document, Sentence, SentenceKind, Span
from workbench.clauses import article
from workbench.prose.attribution import attribution, goes_on, is_quotation, unquoted
from workbench.prose.clauses import clauses
from workbench.prose.markup import prose_spans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from workbench.clauses.tree import Parser

_DATELINE = re.compile(r"^[A-Z][A-Z.,’' -]{2,40}(?:\s*\([^()]{2,20}\))?\s*(?:—|–|--|-)\s+(?=\S)")
_PRONOUNS = frozenset({"he", "she", "they", "it"})
_REACH = 2
"""Sentences that a speaker's name reaches on, for a pronoun or a quotation that goes on."""


class Splitter(Protocol):
    """Makes claims of the sentences of one document."""

    @property
    def version(self) -> str:
        """Name the rules: it is kept with every document that they have split."""

    def split(self, document: Document, sentences: Sequence[Sentence]) -> list[Claim]:
        """Return the claims in the order of the text; each within one stored sentence."""


class TreeSplitter:
    """Takes sentences apart along their trees; see `workbench.clauses`.

    The parser is loaded when the first document needs it, and once in a process that is sent many
    copies of one splitter.
    """

    def __init__(self, load: Callable[[], Parser]) -> None:
        self._load = load

    def __reduce__(self) -> tuple[Any, ...]:
        return _shared, (self._load,)

    @cached_property
    def _parser(self) -> Parser:
        return self._load()

    @property
    def version(self) -> str:
        """Name the rules and the parser."""
        return f"claim-trees-4 {self._parser.version}"

    def split(self, document: Document, sentences: Sequence[Sentence]) -> list[Claim]:
        """Return at least one claim for every sentence that is not furniture."""
        return article.split(document, sentences, self._parser)


@lru_cache(maxsize=1)
def _shared(load: Callable[[], Parser]) -> TreeSplitter:
    return TreeSplitter(load)


class RuleSplitter:
    """Cuts attributions off and separates clauses that stand alone."""

    version = "claim-rules-1"

    def split(self, document: Document, sentences: Sequence[Sentence]) -> list[Claim]:
        """Return at least one claim for every sentence that is not furniture."""
        found: list[Claim] = []
        speaker, since = "", _REACH + 1
        inside, last_end = False, 0
        for sentence in sentences:
            if sentence.kind is SentenceKind.FURNITURE:
                continue
            inside = inside and "\n" not in document.text[last_end : sentence.start]
            quoted = is_quotation(sentence.text, inside=inside)
            said_by, parts = _read(sentence, quoted=quoted)
            since += 1
            if said_by and said_by.lower() not in _PRONOUNS:
                speaker, since = said_by, 0
            elif (said_by or quoted) and since <= _REACH:
                said_by, since = speaker, 0
            found += _claims(document, sentence, said_by, parts)
            inside, last_end = goes_on(sentence.text, inside=inside), sentence.end
        return found


def _read(sentence: Sentence, *, quoted: bool) -> tuple[str, list[Span]]:
    """Return the speaker and the parts of a sentence that are claims; offsets in the sentence."""
    dateline = _DATELINE.match(sentence.text)
    start = dateline.end() if dateline else 0
    text = sentence.text[start:]
    said = attribution(text)
    whole = unquoted(text) if quoted else (0, len(text))
    contents: Sequence[Span] = said.contents if said else [whole]
    parts = [part for content in contents for part in clauses(text, content)]
    return (said.speaker if said else ""), [(start + a, start + b) for a, b in parts]


def _claims(
    document: Document, sentence: Sentence, speaker: str, parts: list[Span]
) -> Iterator[Claim]:
    for start, end in parts:
        spans = prose_spans(document, (sentence.start + start, sentence.start + end))
        yield Claim(
            text="".join(document.text[a:b] for a, b in spans),
            spans=spans,
            speaker=speaker,
            sentence_id=sentence.id,
            document_id=document.id,
            key=claim_key(document.digest, spans),
        )
