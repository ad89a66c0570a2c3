"""Filters in words, and the choices that a reviewer has for them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from db.records import Filter, Label, Order
from workbench.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ORDERS = {
    Order.URGENT: "likely conflicts first, then doubts, then the widest reported",
    Order.TOLD: "as they were found",
}


def in_words(filter_: Filter) -> str:
    """Say what a filter lets through, '' when everything in the usual order."""
    words = []
    if filter_.decided is not None:
        words.append("decided" if filter_.decided else "undecided")
    if filter_.verdict:
        words.append(f"marked {filter_.verdict}")
    if filter_.suggestion:
        words.append(f"suggested {filter_.suggestion}")
    if filter_.source:
        words.append(f"source {one_line(filter_.source)}")
    if filter_.flagged:
        words.append("flagged")
    if filter_.changed:
        words.append("evidence changed")
    if filter_.text:
        words.append(f'"{one_line(filter_.text)}"')
    found = " + ".join(words)
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
    yield "all clusters", everything, filter_ == everything
    for words, decided in (("undecided", False), ("decided", True)):
        on = filter_.decided is decided
        yield words, replace(filter_, decided=None if on else decided), on
    for label in Label:
        on = filter_.verdict is label
        yield f"marked {label}", replace(filter_, verdict=None if on else label), on
    for label in Label:
        on = filter_.suggestion is label
        yield f"suggested {label}", replace(filter_, suggestion=None if on else label), on
    yield "flagged", replace(filter_, flagged=not filter_.flagged), filter_.flagged
    yield "evidence changed", replace(filter_, changed=not filter_.changed), filter_.changed
    for source in sources:
        on = filter_.source == source
        yield f"source {one_line(source)}", replace(filter_, source="" if on else source), on
