"""Filters in words: the same on the command line, in lines, in JSON and on the screen."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from db.records import Filter, Kind, Label, Order
from workbench.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ORDERS = {
    Order.URGENT: "likely conflicts first, then doubts, then the widest reported",
    Order.TOLD: "as they were found",
}


@dataclass(frozen=True, slots=True)
class Facet:
    """One thing that a filter can ask for: `name` is its word, `said` how it is said of a filter.

    `read` makes the field's value of what follows the word, and raises ValueError; None: the word
    stands alone and means `value`.
    """

    name: str
    field: str
    said: str
    read: Callable[[str], Any] | None = None
    value: Any = True


def day(text: str) -> str:
    """Return a day as ISO writes it. Raises ValueError."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError(f"{text!r} is not a date like 2031-03-12") from None


def _one_of(kind: type[Label | Kind | Order]) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        try:
            return kind(text)
        except ValueError:
            raise ValueError(f"{text!r} is none of {', '.join(kind)}") from None

    return read


FACETS = (
    Facet("undecided", "decided", "undecided", value=False),
    Facet("decided", "decided", "decided"),
    Facet("verdict", "verdict", "marked {}", _one_of(Label)),
    Facet("suggestion", "suggestion", "suggested {}", _one_of(Label)),
    Facet("kind", "kind", "differs in {}", _one_of(Kind)),
    Facet("stands", "stands", "marked or suggested {}", _one_of(Label)),
    Facet("source", "source", "source {}", str),
    Facet("with", "other", "with source {}", str),
    Facet("alone", "alone", "one source only"),
    Facet("speaker", "speaker", "speaker {}", str),
    Facet("since", "since", "since {}", day),
    Facet("until", "until", "until {}", day),
    Facet("flagged", "flagged", "flagged"),
    Facet("noted", "noted", "with a note"),
    Facet("changed", "changed", "evidence changed"),
    Facet("disputed", "disputed", "reviewers disagree"),
    Facet("settled", "settled", "settled"),
    Facet("mine", "mine", "my share"),
    Facet("search", "text", '"{}"', str.strip),
)
"""All that a filter can ask for, in the order in which it is said."""

BY_NAME = {facet.name: facet for facet in FACETS}
BY_VALUE = {
    **{kind.value: BY_NAME["kind"] for kind in Kind},
    **{label.value: BY_NAME["stands"] for label in Label},
}
"""The facets that a value asks for when it stands alone."""
EVERYTHING = "all clusters"
"""How a filter is called that asks for nothing."""
HIDDEN_IF_BLIND = frozenset({"suggestion", "kind", "stands", "disputed", "settled"})
"""The fields that would tell what a blind review hides."""


def narrowed(filter_: Filter, name: str, value: str = "") -> Filter:
    """Return the filter with a facet, by its name, in force too. Raises KeyError, ValueError."""
    facet = BY_NAME[name]
    found = facet.value if facet.read is None else facet.read(value)
    return replace(filter_, **{facet.field: found})


def from_line(filter_: Filter, line: str) -> Filter:
    """Return the filter narrowed by facets in words: `undecided kind number source "The Post"`.

    A kind or a verdict may stand alone: `undecided number`.

    Raises ValueError, which says what is wrong.
    """
    words = shlex.shlex(line, posix=True)
    words.whitespace_split, words.quotes, words.escape, words.commenters = True, '"', "", ""
    for name in words:
        if name in BY_VALUE:
            filter_ = narrowed(filter_, BY_VALUE[name].name, name)
            continue
        if name not in BY_NAME:
            raise ValueError(f"{one_line(name)!r} is none of {', '.join(BY_NAME)}")
        value = words.get_token() if BY_NAME[name].read else ""
        if value is None:
            raise ValueError(f"{name} needs something behind it")
        filter_ = narrowed(filter_, name, value)
    return filter_


def without(filter_: Filter, facet: Facet) -> Filter:
    """Return the filter with a facet no longer in force."""
    return replace(filter_, **{facet.field: getattr(Filter(), facet.field)})


def in_force(filter_: Filter) -> list[tuple[Facet, str]]:
    """Return the facets that a filter asks for, and how each is said."""
    return [
        (facet, facet.said.format(one_line(str(value))))
        for facet in FACETS
        if _asks(facet, value := getattr(filter_, facet.field))
    ]


def less(filter_: Filter) -> Filter:
    """Return the filter without the last thing that it asks for."""
    asked = in_force(filter_)
    return without(filter_, asked[-1][0]) if asked else filter_


def in_words(filter_: Filter) -> str:
    """Say what a filter lets through, '' when everything in the usual order."""
    found = " + ".join(words for _, words in in_force(filter_))
    return found if filter_.order is Order.URGENT else f"{found} as told".strip()


def with_next_order(filter_: Filter) -> Filter:
    """Return the filter with the next order of the queue."""
    orders = list(Order)
    return replace(filter_, order=orders[(orders.index(filter_.order) + 1) % len(orders)])


def with_text(filter_: Filter, text: str) -> Filter:
    """Return the filter with another search."""
    return replace(filter_, text=text)


def choices(filter_: Filter, sources: Sequence[str]) -> Iterator[tuple[str, Filter, bool]]:
    """Yield (words, the filter after choosing it, whether it is in force) for each choice.

    Choosing one that is in force takes it back; choices of different kinds combine.
    """
    everything = Filter(text=filter_.text, order=filter_.order)
    yield EVERYTHING, everything, filter_ == everything
    for name, values in _offered(sources):
        facet = BY_NAME[name]
        for value in values:
            chosen = narrowed(filter_, name, value)
            on = getattr(filter_, facet.field) == getattr(chosen, facet.field)
            words = facet.said.format(one_line(value))
            yield words, without(filter_, facet) if on else chosen, on


def _offered(sources: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield the facets that can be chosen from a list, and the values of each."""
    yield "undecided", [""]
    yield "decided", [""]
    yield "verdict", list(Label)
    yield "suggestion", list(Label)
    yield "flagged", [""]
    yield "noted", [""]
    yield "changed", [""]
    yield "disputed", [""]
    yield "settled", [""]
    yield "mine", [""]
    yield "kind", list(Kind)
    yield "source", sources


def _asks(facet: Facet, value: object) -> bool:
    return bool(value) if facet.read else value is facet.value
