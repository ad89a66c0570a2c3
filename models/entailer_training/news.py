"""Labelled news events as pairs: one fact or not, and which mentions of a fact contradict.

An event's labels say which facts conflict and what differs ("5 vs 6 officers"), not which mention
stands on which side; a mention belongs to the side whose own words it holds.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from models.entailer_training.examples import CONTRADICTION, ENTAILMENT, NEUTRAL, Example
from models.linker_training.events import place, touches

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from models.linker_training.events import Event

ALL = frozenset({ENTAILMENT, NEUTRAL, CONTRADICTION})
AGREES = frozenset({ENTAILMENT, NEUTRAL})
CONTRADICTS = frozenset({CONTRADICTION})
APART = frozenset({NEUTRAL})

NEAR, FAR = 2.0, 0.5  # pairs of unlike facts for each pair of one: the most alike, and any

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
_EMPTY = frozenset(
    "a an the of in on at to for by with and or not no was were is are be been has have had as from"
    " that it its their his her he she they than about roughly nearly more less over under at least"
    " only some any one".split()
)


@dataclass(frozen=True, slots=True)
class News:
    """The candidate pairs of one event with what its labels say of them; arrays of shape (m,)."""

    name: str
    texts: list[str]
    left: NDArray[np.integer]
    right: NDArray[np.integer]
    same: NDArray[np.bool_]
    conflict: NDArray[np.bool_]  # on different sides of one conflicting fact
    agree: NDArray[np.bool_]  # of one fact, and on different sides of none
    across: NDArray[np.bool_]  # of two articles
    alike: NDArray[np.float64]  # cosine

    def classes(self, pair: int) -> frozenset[int]:
        """Return the classes that the pair may have."""
        if self.conflict[pair]:
            return CONTRADICTS
        if not self.same[pair]:
            return APART
        return AGREES if self.agree[pair] else ALL


def read_news(folder: Path, event: Event) -> News:
    """Return an event's pairs; `folder` holds its labels."""
    facts = json.loads((folder / "labels.json").read_text("utf-8"))["facts"]
    claims = [place(row) for row in event.rows]
    sides = np.zeros((len(claims), len(facts)), np.int64)  # bits; 0: does not touch the fact
    for k, (fact, mentions) in enumerate(zip(facts, event.gold.facts, strict=True)):
        known = sides_of(fact)
        for mention, side in zip(mentions, known, strict=True):
            for i, claim in enumerate(claims):
                if touches(claim, mention):
                    sides[i, k] |= side
    conflict, unsure = _compared(sides, event.left, event.right)
    return News(
        name=event.name,
        texts=[row["claim"] for row in event.rows],
        left=event.left,
        right=event.right,
        same=event.positive,
        conflict=conflict,
        agree=event.positive & ~conflict & ~unsure,
        across=event.across,
        alike=event.alone["cosine"],
    )


UNSURE = 1 << 40
BOTH = 1  # the side of every mention of a fact that does not conflict


def sides_of(fact: dict[str, object]) -> list[int]:
    """Return one bit for the side of each mention, UNSURE where none or several fit."""
    mentions = fact["mentions"]
    assert isinstance(mentions, list)
    if fact["status"] != "conflicting":
        return [BOTH] * len(mentions)
    parts = [_words(part) for part in re.split(r"\bvs\b", str(fact["difference"]))]
    own = [part - set().union(*(other for other in parts if other is not part)) for part in parts]
    found = []
    for _, quote in mentions:
        held = [bool(words & _words(quote)) for words in own]
        found.append(2 << held.index(True) if held.count(True) == 1 else UNSURE)
    return found


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.lower())) - _EMPTY


def _compared(
    sides: NDArray[np.int64], left: NDArray[np.integer], right: NDArray[np.integer]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Say of each pair whether a fact sets it on two sides, and whether one may."""
    conflict, unsure = np.zeros(len(left), bool), np.zeros(len(left), bool)
    for column in sides.T:
        a, b = column[left], column[right]
        both = (a > 0) & (b > 0)
        clear = both & (a < UNSURE) & (b < UNSURE)
        conflict |= clear & ((a & b) == 0)
        unsure |= both & ~clear
    return conflict, unsure & ~conflict


def examples(news: Sequence[News], rng: random.Random) -> list[Example]:
    """Return training pairs: all of one fact, and of unlike facts the most alike and a few more."""
    found = []
    for event in news:
        positive = np.flatnonzero(event.same)
        negative = np.flatnonzero(~event.same)
        order = negative[np.argsort(-event.alike[negative], kind="stable")]
        near = order[: int(NEAR * len(positive))].tolist()
        rest = order[len(near) :].tolist()
        far = rng.sample(rest, min(len(rest), int(FAR * len(positive))))
        for pair in [*positive.tolist(), *near, *far]:
            a, b = event.texts[event.left[pair]], event.texts[event.right[pair]]
            if rng.random() < 0.5:
                a, b = b, a
            found.append(Example(a, b, event.classes(pair), float(event.same[pair])))
    return found
