"""Numbers that count or measure something: their value, how exact they are, and of what.

Numbers that only name something ("Pier No. 4", "Leopard 2") or tell a date or a time are none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile

from workbench.facets.words import content_stems, words

_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
_UNITS += " fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_VALUES = {word: float(n) for n, word in enumerate(_UNITS.split())}
_VALUES |= {word: 10.0 * n for n, word in enumerate(_TENS.split(), 2)}
_VALUES |= {"dozen": 12.0, "dozens": 24.0}
_VAGUE = frozenset({"dozens", "hundreds", "thousands", "millions"})

_SPELLED = "|".join(sorted([*_VALUES, "hundred", "thousand"], key=len, reverse=True))
_FIRST = "".join(sorted({word[0] for word in _SPELLED.split("|")}))
"""What any of them begins with: most words need not be tried further."""
_NUMBER = re.compile(
    r"(?P<currency>[$€£])?(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<half>[\s-]1/2\b)?"
    r"(?:[\s-]?(?P<scale>million|billion|trillion|thousand|m|bn|k)\b)?(?P<percent>\s?(?:%|per\s?cent\b))?"
    rf"|\b(?=[{_FIRST}])(?P<spelled>(?:{_SPELLED})(?:[\s-](?:and\s)?(?:{_SPELLED}|million|billion))*)\b",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"\s?(?:[-–]|to)\s?[$€£]?\d[\d.,]*[\s-]?(?P<scale>million|billion|trillion|thousand)\b",
    re.IGNORECASE,
)
_SHORT_SCALES = {"m": 1e6, "bn": 1e9, "k": 1e3}
_ABOUT = re.compile(
    r"(?:\b(?:about|around|roughly|approximately|some|nearly|almost|close to|an estimated)\s+)$",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"(?:\b(?:(?:no )?more than|over|at least|up to|as many as|fewer than|less than|under)\s+)$",
    re.IGNORECASE,
)
_LEAST = re.compile(r"\b(?:(?<!no )more than|over|at least)\s+$", re.IGNORECASE)
_MOST = re.compile(
    r"\b(?:no more than|up to|as many as|fewer than|less than|under|nearly|almost|close to)\s+$",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?:\bNo\.?\s?|#|[A-Za-z]-?|\d[.:/-]"
    r"|\b(?!(?:The|An?|In|At|On|Of|By|For|From|With|To|And|But|Or|About|Around|Some|Nearly|Over|More"
    r"|All|Only|Another|Its|Their|These|Those|Then|That|\w+day)\s)[A-Z][\w-]*\s)$"
)
_CLOCK_OR_DATE = re.compile(
    r"^(?:[:/.]\d|G\b|\s?[ap]\.?\s?m\b|(?:st|nd|rd|th|s)\b|\s?(?:GMT|UTC|hrs)\b)"
    r"|^,?\s(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)",
)
_MAGNITUDE_BEFORE = re.compile(r"\bmagnitude(?:\s(?:of|was|at))?[\s-]$|\bmeasuring\s$", re.I)
_MAGNITUDE_AFTER = re.compile(r"^[\s-]?magnitude\b", re.I)
_BELOW_ZERO = re.compile(r"\bminus[\s-]$", re.IGNORECASE)
_DEGREES_AFTER = re.compile(r"^[\s-]?(?:degrees?\b|°)", re.IGNORECASE)
_AGE_BEFORE = re.compile(r"\b[A-Z][\w’'-]+,\s$")
_MONTH_BEFORE = re.compile(
    r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?\s(?:\d{1,2},?\s?)?$"
)
_YEAR = re.compile(r"^(?:1[89]|20)\d\d$")
_YEAR_BEFORE = re.compile(
    r"\b(?:in|since|of|by|from|until|before|after|early|late|mid)[\s-]$", re.I
)
_SAME_THINGS = (
    "ship vessel boat", "peopl person men", "home hous", "injur hurt wound", "kill dead die",
    "earthquak quak temblor tremor", "villag hamlet", "kid children child", "copi print",
    "crew crewmen crewman crewmemb", "knockout ko",
)  # fmt: skip
_ONE_STEM = {stem: group.split()[0] for group in _SAME_THINGS for stem in group.split()}
"""Stems of what reports count, each to the first of those that mean the same."""

_MEASURES = frozenset(
    "kb mb gb tb mhz ghz mm cm km mile meter metr kilomet kilometr inch foot feet yard acr pound"
    " ton tonn kilogram kg gallon liter litr megapixel".split()
)
"""Stems of what is measured in: the word behind one of these is not what is counted."""
_PASSED = frozenset("other more another".split())
"""Words without meaning of their own that stand between a number and what it counts."""
_WORDS_BEHIND = 4
_WORDS_BEFORE = 3
_REACH = 80
"""Characters around a number that can say what it is."""
_FEW, _MANY = 0.75, 4.0
"""Between which shares of their value "dozens" may be."""
_EXACT, _ROUNDED = 0.03, 0.1
"""How far apart two numbers may be of which one is rounded, whatever to, and to its zeros."""


@dataclass(frozen=True, slots=True)
class Number:
    """A quantity at text[start:end]: `value` of `unit` ('', '%', or a currency sign).

    `of` is the stem of the nearest word behind it, what it counts as a rule, and `head` that of the
    last word of the phrase there ("14 foreign vessels"); `near` holds the stems of the other
    content words around it. `exact` is False for roundings, bounds and vague numbers; `bound` is
    1 for "more than", -1 for "nearly" and "less than"; `vague` numbers are "dozens".
    """

    start: int
    end: int
    value: float
    unit: str
    of: str
    near: frozenset[str]
    exact: bool
    head: str = ""
    bound: int = 0
    vague: bool = False


def numbers(text: str) -> list[Number]:
    """Return the quantities of `text` in order."""
    return [
        number for match in _NUMBER.finditer(text) if (number := _number(text, match)) is not None
    ]


def agree(a: Number, b: Number) -> bool:
    """Say whether two numbers can both be true of one thing: equal, or equal when rounded."""
    if a.value == b.value:
        return a.bound * b.bound >= 0  # "nearly 300" is not "more than 300"
    if a.exact and b.exact:
        return False
    if a.vague or b.vague:
        fewest, other = (a.value, b.value) if a.vague else (b.value, a.value)
        return _FEW * fewest <= other < _MANY * fewest
    if _out_of_bounds(a, b) or _out_of_bounds(b, a):
        return False
    apart, largest = abs(a.value - b.value), max(abs(a.value), abs(b.value))
    step = max(_step(number) for number in (a, b) if not number.exact)
    return apart <= max(_EXACT * largest, min(step / 2, _ROUNDED * largest))


def _out_of_bounds(bounded: Number, other: Number) -> bool:
    """Say whether an exact number is on the wrong side of another's bound."""
    return other.exact and (other.value - bounded.value) * bounded.bound < 0


def _step(number: Number) -> float:
    """Return what a number is rounded to, as far as its zeros tell: 100 for 2,700."""
    value, step = abs(number.value), 1.0
    while value and value % (step * 10) == 0:
        step *= 10
    return step


def count_the_same(a: Number, b: Number) -> bool:
    """Say whether two numbers count one kind of thing, and in one respect.

    "14 people were hurt" and "17 people were hurt" do; "300 people aboard" and "14 people hurt"
    do not. Money and percentages need no noun.
    """
    if a.unit != b.unit:
        return False
    if a.unit == "magnitude":
        return True
    if a.unit:
        return bool((a.near | {a.of}) & (b.near | {b.of}) - {""})
    if not of_one_thing(a, b):
        return False
    return bool(a.near & b.near) or not (a.near and b.near)


def of_one_thing(a: Number, b: Number) -> bool:
    """Say whether two numbers count things of one name: ships and vessels, foreign ones too."""
    if a.of and a.of == b.of:
        return True
    return (bool(a.head) and bool({a.head, a.of} & {b.head})) or (bool(b.head) and a.head == b.of)


def _number(text: str, match: re.Match[str]) -> Number | None:
    before = text[max(0, match.start() - _REACH) : match.start()]
    after = text[match.end() : match.end() + _REACH]
    unit = _unit(match, before, after)
    if match["digits"] and not unit and _only_names(match, before, after):
        return None
    value = _value(match)
    if value is not None and _BELOW_ZERO.search(before):
        value = -value
    if value is None or (match["spelled"] and _is_not_a_count(match[0], before, after)):
        return None
    vague = match[0].lower() in _VAGUE
    inexact = vague or _ABOUT.search(before) or _BOUND.search(before)
    behind, front = _content(after)[:_WORDS_BEHIND], _content(before)[-_WORDS_BEFORE:]
    if unit == "age":  # of the person named right beside it
        behind, front = (front[-2:], []) if _is_age(before, after) else (behind[1:], [])
    near = frozenset(behind[1:] + front)
    counted = behind[0] if behind else ""
    head = "" if unit or counted in _MEASURES else _head(after)
    bound = 1 if _LEAST.search(before) else -1 if _MOST.search(before) else 0
    return Number(
        match.start(), match.end(), value, unit, counted, near, not inexact, head, bound, vague
    )


def _head(after: str) -> str:
    """Return the stem of the last word of the phrase that `after` begins with, '' for none."""
    phrase = re.split(r"[^\w\s’'-]", after, maxsplit=1)[0]
    run = list(takewhile(lambda word: word.is_content or word.text in _PASSED, words(phrase)))
    return _ONE_STEM.get(run[-1].stem, run[-1].stem) if run and run[-1].is_content else ""


def _unit(match: re.Match[str], before: str, after: str) -> str:
    if match["currency"] or match["percent"]:
        return match["currency"] or "%"
    if _MAGNITUDE_BEFORE.search(before) or _MAGNITUDE_AFTER.match(after):
        return "magnitude"
    if _BELOW_ZERO.search(before) or _DEGREES_AFTER.match(after):
        return "degrees"
    old = match["digits"] and len(match["digits"]) <= 3 and not match["scale"]
    if old and (after.startswith("-year-old") or _is_age(before, after)):
        return "age"
    return ""


def _is_age(before: str, after: str) -> bool:
    """Recognise "Jose Orozco, 29, was"; a month before it would make it a day."""
    return bool(
        _AGE_BEFORE.search(before)
        and re.match(r"^[,.]?(?:,|\sand\b|$)", after)
        and not _MONTH_BEFORE.search(before)
    )


def _only_names(match: re.Match[str], before: str, after: str) -> bool:
    if match["scale"]:
        return False
    if _YEAR.match(match["digits"]) and _YEAR_BEFORE.search(before):
        return True
    return bool(
        _CLOCK_OR_DATE.search(after) or _MONTH_BEFORE.search(before) or _NAMED.search(before)
    )


def _is_not_a_count(spelled: str, before: str, after: str) -> bool:
    """Pass over the pronoun ("one of them", "one another", "one day") and "four-by-four"."""
    if before.endswith("-by-") or after.startswith("-by-"):
        return True
    return spelled.lower() == "one" and bool(re.match(r"\s(?:of|another|day|that|who)\b", after))


def _value(match: re.Match[str]) -> float | None:
    if match["digits"]:
        scale = (match["scale"] or _scale_of_range(match)).lower()
        factor = _SCALES.get(scale) or _SHORT_SCALES.get(scale) or 1.0
        half = 0.5 if match["half"] else 0.0
        return (float(match["digits"].replace(",", "")) + half) * factor
    total, current = 0.0, 0.0
    for word in re.split(r"[\s-]+", match["spelled"].lower()):
        if word in ("hundred", "dozen") and current:
            current *= _SCALES.get(word) or _VALUES[word]
        elif word in _SCALES:
            total, current = total + (current or 1.0) * _SCALES[word], 0.0
        elif word != "and":
            current += _VALUES[word]
    return total + current


def _scale_of_range(match: re.Match[str]) -> str:
    """Return "million" for the 140 of "$140-150 million", "" for a number that ends no range."""
    behind = _RANGE.match(match.string, match.end())
    return behind["scale"] if behind else ""


def _content(part: str) -> list[str]:
    return [_ONE_STEM.get(stem, stem) for stem in content_stems(part)]
