"""Contradictions made from agreement: one of two claims of a fact with a value or a denial changed.

Only a number, weekday or month that both claims name is changed, so that they cannot both be true.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from models.entailer_training.examples import CONTRADICTION, Example

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTHS = (
    "January February March April June July August September October November December".split()
)
_SPELLED = (
    "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty".split()
)
_LISTS = (_DAYS, _MONTHS, _SPELLED)
_FIGURE = re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})*(?:\.\d+)?(?![\w]|[.,]\d)")
_VERB = re.compile(
    r"\b(?P<verb>is|are|was|were|has|have|had|will|would|can|could|did|does|do|may|might|should)"
    r"(?=\s(?!not\b)(?:been |be |an? |the )?(?P<next>[^\W_]{4,}))"
)
_DENIAL = re.compile(r"\b(?P<verb>is|are|was|were|has|have|had|will|would|did|does|do) not\b")
_NEGATIVE = re.compile(r"\b(?:not|no|never|nor|neither|without|denied|denies)\b|n['’]t\b")


def altered(examples: Sequence[Example], rng: random.Random) -> list[Example]:
    """Return a contradiction for each pair of one fact in which a change can be made."""
    found = []
    for example in examples:
        if example.same != 1 or CONTRADICTION in example.classes:
            continue
        changes = list(CHANGES)
        rng.shuffle(changes)
        for change in changes:
            text = change(example.second, example.first, rng)
            if text is not None:
                pair = (example.first, text) if rng.random() < 0.5 else (text, example.first)
                found.append(Example(*pair, frozenset({CONTRADICTION}), 1.0))
                break
    return found


def _other_value(text: str, other: str, rng: random.Random) -> str | None:
    """Another weekday, month or number word in place of one that both claims name."""
    for values in _LISTS:
        for value in values:
            pattern = re.compile(rf"\b{value}\b", re.IGNORECASE)
            if pattern.search(text) and pattern.search(other):
                free = [one for one in values if not re.search(rf"\b{one}\b", other + text, re.I)]
                return pattern.sub(rng.choice(free), text)
    return None


def _other_figure(text: str, other: str, rng: random.Random) -> str | None:
    """Another figure in place of one that both claims name."""
    shared = {match[0] for match in _FIGURE.finditer(other)}
    for match in _FIGURE.finditer(text):
        if match[0] in shared:
            value = _other_number(match[0], rng)
            if value not in shared:
                return text[: match.start()] + value + text[match.end() :]
    return None


def _other_number(figure: str, rng: random.Random) -> str:
    """A figure of about that size, written alike."""
    digits = len(figure.partition(".")[2])
    value = float(figure.replace(",", ""))
    step = max(1.0, round(value * rng.uniform(0.1, 0.6))) if not digits else rng.uniform(0.3, 2.0)
    if 1900 <= value <= 2100 and not digits:
        step = rng.randint(1, 6)
    new = value + step if value < 3 or rng.random() < 0.5 else value - step
    return f"{new:,.{digits}f}" if "," in figure else f"{new:.{digits}f}"


def _denied(text: str, other: str, rng: random.Random) -> str | None:
    """The claim with a verb that both share denied, or its denial taken away."""
    del rng
    if _NEGATIVE.search(other):
        return None
    if _DENIAL.search(text):
        return _DENIAL.sub(r"\g<verb>", text, count=1)
    for match in _VERB.finditer(text):
        if re.search(rf"\b{match['next'][:5]}", other, re.IGNORECASE):
            return text[: match.end("verb")] + " not" + text[match.end("verb") :]
    return None


CHANGES: tuple[Callable[[str, str, random.Random], str | None], ...] = (
    _other_value,
    _other_figure,
    _denied,
)
