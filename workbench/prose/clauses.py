"""Where a sentence can be cut in two without a parser: between two clauses that stand alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.records import Span

_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|had|have|will|would|can|could|may|might|must|did|does|do|said|says"
    r"|told|took|came|went|began|made|met|left|saw|won|lost|fell|rose|broke|died|\w{3,}ed)\b"
    r"|\w[’'](?:s|re|ve|ll)\b",
    re.IGNORECASE,
)
_JOINT = re.compile(
    r";\s+(?:and\s+|but\s+)?|,\s+(?:and|but|while|although|whereas)\s+(?:that\s+)?",
)
# Without a comma two nouns may be joined as well, so the subject must be counted ("and 14 people
# were") or the clause before it be closed by its participle ("was killed and the road was").
_BARE_JOINT = re.compile(
    r"\s+(?:and|but)\s+(?=(?P<counted>(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten)\s)?"
    r"(?:the|a|an|his|her|its|their|it|he|she|they)?\s?(?:[\w’'-]+\s){1,3}?"
    r"(?:is|are|was|were|has|have|had|will|would|can|could|may|might)\s)"
)
_PARTICIPLE = re.compile(r"(?:ed|\bhurt|\bdead|\bshut|\blost|\bfound|\bmissing|\bopen)$")
_SUBJECT = re.compile(
    r"(?:he|she|it|they|this|there|we|i)\s|(?:the|a|an|his|her|its|their|some|many|no|both|all"
    r"|another|other|several|[A-Z][\w.’'-]*|\d[\d,.]*)\s",
)
_WORDS_TO_THE_VERB = 7
_FEWEST_WORDS = 4
_DEPENDENT = re.compile(
    r"^(?:if|when|while|although|though|because|since|as|after|before|unless|whether|that|which|who"
    r"|with|by|despite|in|on|at|for|to)\b",
    re.IGNORECASE,
)


def clauses(text: str, span: Span) -> list[Span]:
    """Cut text[start:end] at its safe joints; return the parts in order, without the joints."""
    start, end = span
    parts: list[Span] = []
    for joint in _joints(text, start, end):
        if joint.start() < start:
            continue
        if _stands_alone(text[start : joint.start()]) and _begins_a_clause(text[joint.end() : end]):
            parts.append((start, joint.start()))
            start = joint.end()
    return [*parts, (start, end)]


def _joints(text: str, start: int, end: int) -> list[re.Match[str]]:
    bare = (
        joint
        for joint in _BARE_JOINT.finditer(text, start, end)
        if joint["counted"] or _PARTICIPLE.search(text, start, joint.start())
    )
    return sorted([*_JOINT.finditer(text, start, end), *bare], key=re.Match.start)


def _stands_alone(left: str) -> bool:
    return (
        len(left.split()) >= _FEWEST_WORDS
        and _FINITE.search(left) is not None
        and not _DEPENDENT.match(left)
        and _balanced(left)
    )


def _begins_a_clause(right: str) -> bool:
    words = right.split()
    opening = " ".join(words[:_WORDS_TO_THE_VERB]).split(",")[0]
    return (
        len(words) >= _FEWEST_WORDS
        and _SUBJECT.match(right) is not None
        and _FINITE.search(" ".join(opening.split()[1:])) is not None
        and _balanced(right)
    )


def _balanced(part: str) -> bool:
    """Say whether no quotation or bracket is cut through."""
    return (
        part.count('"') % 2 == 0
        and part.count("“") == part.count("”")
        and part.count("(") == part.count(")")
    )
