"""Which words are names, as far as capitals tell, and one spelling for each of them."""

from collections.abc import Mapping

import numpy as np

from models.linking.content import CALENDAR, COMMON
from models.linking.tokens import Words


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
    by_initial: dict[str, list[str]] = {one[:1]: [] for one in bare}
    for one in dict.fromkeys(before.values()):
        if one[:1] in by_initial:
            by_initial[one[:1]].append(one)
    spelling = dict(before)
    for name, one in zip(new, bare, strict=True):
        known = by_initial[one[:1]]
        near = None
        if len(one) >= 5:
            least = 80 if len(one) >= 7 else 88
            near = process.extractOne(one, known, scorer=fuzz.ratio, score_cutoff=least)
        if near is None:
            known.append(one)
        spelling[name] = one if near is None else near[0]
    return spelling
