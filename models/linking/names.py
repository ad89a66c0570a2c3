"""Which words are names, as far as capitals tell, and one spelling for each of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

import numpy as np

from models.linking.content import CALENDAR, COMMON
from models.linking.tokens import Words

_SHORT, _LONG = 5, 7  # letters from which a name has other spellings, and is long
_LEAST, _LEAST_OF_SHORT = 80, 88  # how alike two spellings of one name are, in percent
_AT_ONCE = 256  # names that are compared with all known ones at once


def name_counts(words: Words) -> dict[str, int]:
    """Words that are mostly capitalised within sentences, lower-cased, with how often they are.

    The first word of a claim, and claims that capitalise nearly every word (headlines), say
    nothing about which words are names.
    """
    owner, many = words.owner, len(words.known)
    capitals = np.bincount(owner[words.capital], minlength=len(words.count))
    telling = words.capital & ~words.first & (capitals <= 0.7 * words.count)[owner]
    upper = np.bincount(words.number[telling], minlength=many)
    plain = np.bincount(words.number[~words.capital], minlength=many)
    found = [(words.known[w], int(upper[w])) for w in np.flatnonzero(upper > plain).tolist()]
    other = COMMON | CALENDAR
    return {word: count for word, count in found if len(word) > 1 and word not in other}


def one_spelling(counts: Mapping[str, int], before: Mapping[str, str]) -> dict[str, str]:
    """Each name to the commonest name spelled nearly like it (Zaluzhniy to Zaluzhnyi).

    Names of five letters or more that begin alike and differ in about one letter in five. Names
    that were spelled `before` stay as they were, and come before all others.
    """
    new = sorted(counts.keys() - before.keys(), key=lambda name: (-counts[name], name))
    known: dict[str, list[str]] = defaultdict(list)
    for one in dict.fromkeys(before.values()):
        known[one[:1]].append(one)
    asked: dict[str, list[str]] = defaultdict(list)
    for name in new:
        asked[_bare(name)[:1]].append(name)
    near = {
        name: found
        for initial, names in asked.items()
        for name, found in zip(names, _nearest(map(_bare, names), known[initial]), strict=True)
    }
    return {**before, **{name: near[name] for name in new}}


def _bare(name: str) -> str:
    return name.replace("’", "'").removesuffix("'s")


def _nearest(names: Iterable[str], known: list[str]) -> Iterator[str]:
    """Yield for each name the nearest known one, itself if none is near; it is known then.

    Those known before a few names come are compared with all of these at once.
    """
    from rapidfuzz import fuzz, process

    rest = iter(names)
    while some := list(islice(rest, _AT_ONCE)):
        fresh: list[str] = []
        for name, (near, score) in zip(some, _best(some, known), strict=True):
            least = _LEAST if len(name) >= _LONG else _LEAST_OF_SHORT
            if len(name) >= _SHORT:
                better = process.extractOne(name, fresh, scorer=fuzz.ratio, score_cutoff=least)
                if better is not None and better[1] > score:
                    near, score = better[:2]
            if len(name) < _SHORT or score < least:
                fresh.append(name)
                near = name
            yield near
        known += fresh


def _best(names: Sequence[str], known: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Yield the known name nearest to each name, the first of several, and how near it is."""
    from rapidfuzz import fuzz, process

    if not known:
        yield from [("", 0.0)] * len(names)
        return
    scores = process.cdist(names, known, scorer=fuzz.ratio, score_cutoff=_LEAST, dtype=np.float64)
    best = scores.argmax(axis=1)
    for row, at in enumerate(best.tolist()):
        yield known[at], float(scores[row, at])
