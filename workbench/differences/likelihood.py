"""How likely the claims of a cluster conflict, all in all: what puts clusters in order.

Typed differences say what is at odds, and miss what is no argument against an argument. That
claims of one fact are little alike, count with other numbers, leave things open, or that only some
of them suspect what others tell, makes a conflict likelier without naming one. The likelihood marks
nothing: it only says where to look first. Its weights stand in `likelihood.toml`; `python -m
bench.likelihood` makes and measures them.
"""

from __future__ import annotations

import math
import tomllib
from functools import cache
from importlib.resources import files
from itertools import combinations, islice, product
from typing import TYPE_CHECKING

from workbench.differences.reading import alike
from workbench.facets import numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from workbench.differences.reading import Reading

MOST_PAIRS = 60
"""Pairs of claims of one cluster that are looked at."""


def likelihood(readings: Sequence[Reading], *, alarms: int) -> float:
    """Return the probability of a conflict, 0..1; `alarms` counts differences beyond doubt.

    It is 0 for claims of one article.
    """
    found = features(readings, alarms=alarms)
    weights = _weights()
    if not found:
        return 0.0
    # A feature without a weight counts for nothing: so new ones can be read before they are fitted.
    total = weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in found.items())
    return 1 / (1 + math.exp(-total))


def features(readings: Sequence[Reading], *, alarms: int) -> dict[str, float]:
    """Return what speaks for and against a conflict, by name; {} for claims of one article."""
    across = (
        (a, b)
        for a, b in combinations(readings, 2)
        if a.statement.claim.document_id != b.statement.claim.document_id
    )
    pairs = list(islice(across, MOST_PAIRS))
    if not pairs:
        return {}
    return {
        "alarm": float(alarms > 0),
        "alarms": math.log1p(alarms),
        "claims": math.log(len(readings)),
        "likeness": sum(alike(a, b) for a, b in pairs) / (100 * len(pairs)),
        "other_numbers": sum(_count_otherwise(a, b) for a, b in pairs) / len(pairs),
        "counted_otherwise": sum(_count_one_thing_otherwise(a, b) for a, b in pairs) / len(pairs),
        "left_open": sum(one.left_open is not None for one in readings) / len(readings),
        "some_suspect": float(_only_some(readings, lambda one: bool(one.hedges))),
        "some_know_not": float(_only_some(readings, lambda one: bool(one.unknowns))),
    }


def _count_otherwise(a: Reading, b: Reading) -> bool:
    """Say whether both claims have numbers, and none in common."""
    left, right = ({number.value for number in one.numbers} for one in (a, b))
    return bool(left) and bool(right) and not left & right


def _count_one_thing_otherwise(a: Reading, b: Reading) -> bool:
    """Say whether both claims count things of one name, and nowhere agree on how many."""
    pairs = [
        (x, y)
        for x, y in product(a.numbers, b.numbers)
        if x.unit == y.unit and (x.unit or numbers.of_one_thing(x, y))
    ]
    return bool(pairs) and not any(numbers.agree(x, y) for x, y in pairs)


def _only_some(readings: Sequence[Reading], holds: Callable[[Reading], bool]) -> bool:
    return 0 < sum(map(holds, readings)) < len(readings)


@cache
def _weights() -> Mapping[str, float]:
    text = files("workbench.differences").joinpath("likelihood.toml").read_text("utf-8")
    return {name: float(value) for name, value in tomllib.loads(text)["weights"].items()}
