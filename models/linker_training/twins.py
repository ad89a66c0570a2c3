"""Twins: the claims of an event retold of another event of the same kind.

News has many events of one shape; a labelled collection has few. A twin has all names of an event
exchanged for those of other events, and most numbers: nothing that it says is a fact of the first.
Only claims that name somebody or something are retold, the others might be of either event.
"""

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.linking.candidates import candidates
from models.linking.claims import Claims, ordered
from models.linking.columns import Columns
from models.linking.features import features_alone
from models.linking.numbers import COUNTS

SEED = 5
OTHER_NUMBERS = 0.75  # of the numbers, the share that is exchanged

_TOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?|[^\W\d_]+(?:['’][^\W\d_]+)?")
_GENITIVE = re.compile(r"['’]s$")


@dataclass(frozen=True, slots=True)
class Twin:
    """An event and its twin as one collection; the candidate pairs, and which join the two."""

    claims: Claims
    left: NDArray[np.integer]
    right: NDArray[np.integer]
    alone: Columns
    mixed: NDArray[np.bool_]


def retold(texts: Sequence[str], names: set[str], others: Sequence[str], seed: str) -> list[str]:
    """Texts with each of the `names` exchanged for one of the `others`, always for the same one.

    A text without a name stays as it is. ValueError if there are not enough others.
    """
    dice = random.Random(f"{SEED} {seed}")
    swaps = dict(
        zip(sorted(names), dice.sample(sorted(set(others) - names), len(names)), strict=True)
    )
    numbers: dict[str, str] = {}

    def swap(match: re.Match[str]) -> str:
        word = match[0]
        bare = _GENITIVE.sub("", word.lower())
        if bare in swaps:
            other = swaps[bare]
            other = other.upper() if word.isupper() and len(word) > 1 else other.capitalize()
            return other + word[len(bare) :]
        if word[0].isdigit() or bare in COUNTS:
            return numbers.setdefault(word, _number(word, dice))
        return word

    def named(text: str) -> bool:
        words = (_GENITIVE.sub("", word.lower()) for word in _TOKEN.findall(text))
        return any(word in swaps for word in words)

    return [_TOKEN.sub(swap, text) if named(text) else text for text in texts]


def _number(word: str, dice: random.Random) -> str:
    """Another number, mostly, with as many digits; words for words."""
    if dice.random() >= OTHER_NUMBERS:
        return word
    if not word[0].isdigit():
        return dice.choice(sorted(COUNTS))
    digits = len(word.split(".")[0].replace(",", ""))
    other = dice.randrange(10 ** (digits - 1), 10**digits)
    return f"{other:,}" if "," in word else str(other)


@dataclass(frozen=True, slots=True)
class Told:
    """Claims as `models.linker.Linker.link` takes them."""

    texts: Sequence[str]
    vectors: NDArray[np.float32]
    documents: Sequence[int]
    sentences: Sequence[int]
    words: Sequence[NDArray[np.float16]]


def pair_up(
    event: Told,
    twin: Mapping[int, str],
    rows: NDArray[np.float32],
    words: Sequence[NDArray[np.float16]],
) -> Twin:
    """An event with its twin, whose texts are named by the claim that they retell."""
    apart = max(event.documents) + 1, max(event.sentences) + 1
    order, claims = ordered(
        [*event.texts, *twin.values()],
        np.concatenate([event.vectors, rows]),
        [*event.documents, *(event.documents[i] + apart[0] for i in twin)],
        [*event.sentences, *(event.sentences[i] + apart[1] for i in twin)],
        [*event.words, *words],
    )
    left, right = candidates(claims)
    is_twin = order >= len(event.texts)
    mixed = is_twin[left] != is_twin[right]
    return Twin(claims, left, right, features_alone(claims, left, right), mixed)
