"""Who says so: the speaker of a sentence, and the part of it that is what was said.

Rules for the three shapes that news uses ("X said that ...", "..., X said", "according to X");
what they do not recognise with certainty stays whole and without a speaker.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.records import Span

_SAID = r"said|says|say|added|adds|explained|warned|noted|insisted|stated|acknowledged"
_REPORTED = (
    r"confirmed|confirms?|reported|reports?|announced|announces?|claimed|claims?|argued|wrote"
    r"|estimated|predicted|alleged|suggested|told \w+(?: [\w’'-]+){0,4}"
)
_BARE_SAID = r"said|says|say|saying"
_ADVERB = r"(?:(?:also|later|earlier|then|first|have|has|had|previously|repeatedly)\s+){0,2}"
_WHEN = (
    r"(?:(?:on|late|early|earlier|in|at|during|to)\s[^,“\"]{1,60}?\s"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\s(?:(?:morning|afternoon|evening|night)\s)?|yesterday\s|today\s)"
)
_CIRCUMSTANCE = (
    r"\s(?:in|on|at|of|to|from|by|via|with|through|during|after|before|as|late|early|here|today"
    r"|yesterday|while|when|about|following|\w+day)\b"
)
_OPEN, _CLOSE = '"“‘«', '"”’»'

_ACCORDING_FIRST = re.compile(r"^According to (?P<speaker>[^,;]{2,120}), (?=\S)")
_ACCORDING_LAST = re.compile(r",?\s+according to (?P<speaker>[^;]{2,160}?)(?P<end>[.!?]?[\"”’]?)$")
_LEADING = re.compile(
    rf"^(?P<speaker>[^\"“”;:()]{{1,140}}?),?\s+{_ADVERB}"
    rf"(?:(?:{_SAID}|{_REPORTED})\s+{_WHEN}?that\s|(?:{_BARE_SAID})\s+{_WHEN}?(?!that\b|in\b|on\b|at\b"
    r"|of\b|to\b|the same|so\b|nothing|as\b|goodbye|no\b|yes\b|about\b|[\"“,.:;]))",
)
_QUOTED = re.compile(
    rf",(?P<quote>[\"”’])\s+(?P<speaker>[^;\"“”]{{1,160}}?),?\s+{_ADVERB}(?:{_SAID}|{_REPORTED})"
    rf"(?:{_CIRCUMSTANCE}[^;\"“”]{{0,80}}?)?\.?$"
)
_TRAILING = re.compile(
    rf",(?P<quote>)\s+(?P<speaker>[^,;\"“”]{{1,140}}?)\s+{_ADVERB}(?:{_SAID}|{_REPORTED})"
    rf"(?:{_CIRCUMSTANCE}[^,;\"“”]{{0,60}}?)?\.?$"
)
_INVERTED = re.compile(
    rf",(?P<quote>[\"”’]?)\s+(?:{_SAID}|wrote|reported)\s+"
    r"(?P<speaker>(?!in |on |at |to |that |during |by )[^;\"“”]{2,200}?)\.?$"
)
_ABBREVIATION = re.compile(r"\b(?:\w\.){2,}$|\.\.$")
_ADDING = re.compile(r",\s+adding that\s+")
_NOT_A_SPEAKER = re.compile(
    r"\b(?:that|which|who|whom|whose|where|because|although|while|when|if|is|are|was|were|be|been|did|does"
    r"|do|not|never|will|would|could|should|may|might|must|met|and then|asked|after|before)\b"
    rf"|\b(?:{_SAID}|declined|refused|expected|believed)\b",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"^(?:meanwhile|however|later|earlier|separately|also|still|but|and|yet|in addition"
    r"|(?:last|earlier this|later that) \w+)\b,?\s+",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r",\s+(?:\w+ing|who|which|in an?)\s.*$|,?\s+(?:today|yesterday|(?:(?:late|early)\s)?(?:on|in)\s"
    r"(?:\w+day|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b.*)$"
)
_MOST_WORDS = 18
_FEWEST_WORDS_SAID = 3


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says it, and where in the sentence stands what is said; offsets in the sentence."""

    speaker: str
    contents: tuple[Span, ...]


def attribution(sentence: str) -> Attribution | None:
    """Find the speaker of `sentence` and what is said; None when no rule is sure."""
    for rule in (_according, _trailing, _leading):
        found = rule(sentence)
        if found is not None:
            return found
    return None


def goes_on(sentence: str, *, inside: bool) -> bool:
    """Say whether a sentence still stands in a quotation when it ends, if it began `inside` one."""
    for mark in sentence:
        if mark == "“":
            inside = True
        elif mark == "”":
            inside = False
        elif mark == '"':
            inside = not inside
    return inside


def is_quotation(sentence: str, *, inside: bool) -> bool:
    """Say whether nothing of the sentence stands outside quotation marks."""
    words = sentence.strip(" .,")
    if not inside and words[:1] not in ("“", '"'):
        return False
    inner = words[1:-1]
    return not any(mark in inner for mark in '"“”')


def unquoted(sentence: str) -> Span:
    """Return where a sentence stands without quotation marks that begin or end it."""
    start = 1 if sentence[:1] in ("“", '"') else 0
    end = len(sentence) - (1 if sentence[-1:] in ("”", '"') else 0)
    return (start, end) if end > start else (0, len(sentence))


def _according(sentence: str) -> Attribution | None:
    first = _ACCORDING_FIRST.match(sentence)
    if first is not None:
        return _checked(sentence, first["speaker"], [(first.end(), len(sentence))])
    last = _ACCORDING_LAST.search(sentence)
    if last is None or _NOT_A_SPEAKER.search(last["speaker"]):
        return None
    return _checked(sentence, last["speaker"], [(0, last.start())])


def _leading(sentence: str) -> Attribution | None:
    found = _LEADING.match(sentence)
    if found is None:
        return None
    return _checked(sentence, found["speaker"], _with_addition(sentence, found.end()))


def _trailing(sentence: str) -> Attribution | None:
    added = _ADDING.search(sentence)
    end = added.start() if added else len(sentence)
    for rule in (_INVERTED, _QUOTED, _TRAILING):
        found = rule.search(sentence[:end])
        if found is None:
            continue
        contents = [(0, _closed(sentence, found))]
        if added:
            contents.append((added.end(), len(sentence)))
        return _checked(sentence, found["speaker"], contents)
    return None


def _closed(sentence: str, found: re.Match[str]) -> int:
    """End what was said behind its closing quotation mark when it opened further in."""
    start = found.start()
    opened = sentence.rfind("“", 1, start) >= 0 or sentence.find('"', 1, start) >= 0
    if not found["quote"] or not opened:
        return start
    return found.end("quote")


def _with_addition(sentence: str, start: int) -> list[Span]:
    added = _ADDING.search(sentence, start)
    if added is None:
        return [(start, len(sentence))]
    return [(start, added.start()), (added.end(), len(sentence))]


def _checked(sentence: str, speaker: str, contents: list[Span]) -> Attribution | None:
    name = _ASIDE.sub("", _OPENING.sub("", speaker)).strip(" ,—–-")
    if not name or len(name.split()) > _MOST_WORDS or _NOT_A_SPEAKER.search(_head(name)):
        return None
    trimmed = tuple(_trim(sentence, span) for span in contents)
    if any(len(sentence[a:b].split()) < _FEWEST_WORDS_SAID for a, b in trimmed):
        return None
    return Attribution(name, trimmed)


def _head(name: str) -> str:
    """Take the name itself, without an apposition ("Kori Schake, an analyst who ...")."""
    return name.split(",")[0]


def _trim(sentence: str, span: Span) -> Span:
    """Cut white space, and quotation marks that enclose all of it, off both ends."""
    start, end = span
    start += len(sentence[start:end]) - len(sentence[start:end].lstrip())
    end = start + len(sentence[start:end].rstrip())
    if sentence[end - 1] == "." and not _ABBREVIATION.search(sentence, start, end):
        end -= 1
    if sentence[end - 1] == ",":
        end -= 1
    if end - start > 1 and sentence[start] in _OPEN and sentence[end - 1] in _CLOSE:
        inner = sentence[start + 1 : end - 1]
        if not any(mark in inner for mark in '"“”'):
            return start + 1, end - 1
    unclosed = sentence[start] in '"“' and not any(m in sentence[start + 1 : end] for m in '"”')
    return (start + 1 if unclosed else start), end
