"""Which words are names, as far as capitals tell, and one spelling for each of them."""

from collections.abc import Iterable, Mapping

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
    from rapidfuzz import fuzz, process

    new = sorted(counts.keys() - before.keys(), key=lambda name: (-counts[name], name))
    bare = [name.replace("’", "'").removesuffix("'s") for name in new]
    earlier = _nearest(bare, dict.fromkeys(before.values()))
    added: dict[str, list[str]] = {}
    spelling = dict(before)
    for name, one in zip(new, bare, strict=True):
        among = added.setdefault(one[:1], [])
        near, score = earlier.get(one, ("", 0.0))
        least = _LEAST if len(one) >= _LONG else _LEAST_OF_SHORT
        if len(one) >= _SHORT:
            better = process.extractOne(one, among, scorer=fuzz.ratio, score_cutoff=least)
            if better is not None and better[1] > score:
                near, score = better[:2]
        if len(one) < _SHORT or score < least:
            among.append(one)
            near = one
        spelling[name] = near
    return spelling


def _nearest(names: Iterable[str], known: Iterable[str]) -> dict[str, tuple[str, float]]:
    """The known name nearest to each name, the first of several, and how near, if near at all."""
    from rapidfuzz import fuzz, process

    of_initial: dict[str, tuple[list[str], list[str]]] = {}
    for name in names:
        of_initial.setdefault(name[:1], ([], []))[0].append(name)
    for name in known:
        if name[:1] in of_initial:
            of_initial[name[:1]][1].append(name)
    found: dict[str, tuple[str, float]] = {}
    for asked, others in of_initial.values():
        for first in range(0, len(asked) if others else 0, _AT_ONCE):
            some = asked[first : first + _AT_ONCE]
            scores = process.cdist(
                some, others, scorer=fuzz.ratio, score_cutoff=_LEAST, dtype=np.float64
            )
            best = scores.argmax(axis=1)
            most = np.take_along_axis(scores, best[:, None], axis=1)[:, 0].tolist()
            for name, at, score in zip(some, best.tolist(), most, strict=True):
                found[name] = others[at], score
    return found
