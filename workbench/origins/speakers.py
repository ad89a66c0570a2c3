"""Which claims have one speaker: spellings and short names told apart from namesakes.

Only who is named counts. "Police", "officials" and "she" may be anybody, so two outlets that cite
them are not known to have heard the same person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.facets.names import same, titled

if TYPE_CHECKING:
    from collections.abc import Iterable

_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?\.?$")
_INSIDE_A_NAME = frozenset("of the and for de del la van von der al bin".split())
_BEFORE_A_PLACE = frozenset("of for in at from to with on by near outside than".split())
_MOST_WORDS = 10
_PLAIN = frozenset(
    "a an the his her its their our this that he she it they we i who one police officials"
    " authorities witnesses residents sources experts analysts officers investigators prosecutors"
    " doctors lawyers firefighters rescuers reporters journalists people others many some several"
    " two three officials spokesman spokeswoman spokesperson government state local federal"
    " media reports critics supporters lawmakers scientists researchers organisers organizers"
    " mr mrs ms miss rev sir dame lord lady master king queen prince princess pope deputy attorney"
    " justice constable undersheriff agent in at on".split()
)
_PRONOUNS = frozenset("he she it they we i this that who".split())
_INSTITUTION = frozenset(
    "ministry department office agency court council government committee company inc corp group"
    " university hospital union party navy army force forces guard news times post house commission"
    " board bank service survey institute centre center association authority police administration"
    " bureau command organisation organization society club team church school college airport"
    " airlines railway nations federation congress parliament senate assembly foundation fund"
    " patrol".split()
)
_LETTERS_OF_INITIALS = 2
_LONG_ENOUGH = 6
"""Letters from which a surname spelled otherwise ("Zaluzhniy") is still the same by itself."""


@dataclass(frozen=True, slots=True)
class _Named:
    title: str
    parts: tuple[str, ...]

    @property
    def is_institution(self) -> bool:
        return not self.title and (self.parts[-1] in _INSTITUTION or "of" in self.parts)


def speakers(said_by: Iterable[str]) -> dict[str, str]:
    """Map each naming of a speaker to the fullest naming of the same one; leave out unnamed ones.

    A short name that fits two different people stands for neither.
    """
    named = {text: name for text in sorted(set(said_by)) if (name := _named(text))}
    by_length = sorted(named, key=lambda text: (-len(named[text].parts), text))
    found: dict[str, str] = {}
    for text in by_length:
        fits = {found[other] for other in found if _same(named[text], named[other])}
        found[text] = fits.pop() if len(fits) == 1 else text
    return found


def _named(speaker: str) -> _Named | None:
    """Read the name in "Col. Dave Butler, a spokesman for ..."; None when there is none."""
    for part in speaker.split(","):
        words = part.strip(' "“”').split()
        people = [name for name in titled(part) if not part[name.end :].strip(' ."“”')]
        if people:
            return _Named(people[-1].title, _parts(people[-1].text.split()))
        if len(words) <= _MOST_WORDS and (parts := _parts(_run_at_the_end(words))):
            return _Named("", parts)
    return None


def _run_at_the_end(words: list[str]) -> list[str]:
    """Return the capitalised words that end a naming; none behind "of" or "in" (a place)."""
    start = len(words)
    while start and (words[start - 1][0].isupper() or words[start - 1] in _INSIDE_A_NAME):
        start -= 1
    while start < len(words) and words[start] in _INSIDE_A_NAME:
        start += 1
    before = [word.lower() for word in words[max(0, start - 2) : start]]
    if _BEFORE_A_PLACE.intersection(before[-1:] if before[-1:] != ["the"] else before):
        return []
    return [] if words and words[0].lower() in _PRONOUNS else words[start:]


def _parts(words: list[str]) -> tuple[str, ...]:
    """Return the parts of a name in lower case, without what may stand before any name."""
    parts = [_part(word) for word in words]
    while parts and parts[0] in _PLAIN:
        parts = parts[1:]
    if (
        not parts
        or words[-1].endswith(("’s", "'s"))
        or (len(parts) == 1 and parts[0] in _INSTITUTION)
    ):
        return ()
    two_people = "and" in parts and not _INSTITUTION.intersection(parts)
    return () if two_people else tuple(parts)


def _part(word: str) -> str:
    bare = word.strip("\"“”‘’'()").lower()
    return bare.replace(".", "") if _INITIALS.match(bare) else bare.strip(".")


def _same(a: _Named, b: _Named) -> bool:
    if a.parts == b.parts:
        return not (a.title and b.title and a.title != b.title and len(a.parts) == 1)
    if a.is_institution or b.is_institution:
        return False
    surnames = a.parts[-1], b.parts[-1]
    if len(a.parts) == 1 or len(b.parts) == 1:
        long_enough = min(map(len, surnames)) >= _LONG_ENOUGH
        return surnames[0] == surnames[1] or (long_enough and _spelled_alike(*surnames))
    return _spelled_alike(*surnames) and _given_alike(a.parts[0], b.parts[0])


def _spelled_alike(a: str, b: str) -> bool:
    return a == b or (a[0] == b[0] and same(a, b))


def _given_alike(a: str, b: str) -> bool:
    """Compare first names, of which either may be an initial or a short form ("Dave", "David")."""
    return a[0] == b[0] and (min(len(a), len(b)) <= _LETTERS_OF_INITIALS or same(a, b))
