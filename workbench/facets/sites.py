"""Sites: unnamed places that something happens at, in, outside or away from: "at a base"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SITES = (
    "airport airfield apartment bar barracks base basement bathroom bedroom bridge building"
    " bunker cafe camp car cell church classroom clinic clubhouse courthouse courtroom embassy"
    " factory farm farmhouse field garage harbor harbour headquarters home hospital hotel house"
    " jail kitchen library lobby lounge mall mansion market mosque motel office palace park"
    " plant port prison residence restaurant school stadium stage stairs stairwell station store"
    " studio supermarket synagogue temple tent theater theatre tower tunnel villa warehouse"
).split()
_HIDDEN = "undisclosed|secret|unnamed|unspecified|unknown|secure|hidden"
_DETERMINER = r"(?:a|an|the|his|her|its|their|another)\s"
_SITE = re.compile(
    rf"\b(?P<where>at|in|inside|outside|on|to|into|from|near|behind)\s(?:of\s)?{_DETERMINER}"
    rf"(?:(?P<hidden>(?:{_HIDDEN})\s(?:[a-z]+\s)?(?:location|site|place|spot|venue))"
    rf"|(?:[\w’'-]+\s){{0,2}}?(?P<site>{'|'.join(_SITES)}))\b(?!-|[’']s|\s(?:[a-z]+er|staff|of)\b)",
    re.IGNORECASE,
)
_WITHIN = {"in": "in", "inside": "in", "at": "in", "into": "in", "outside": "outside"}


@dataclass(frozen=True, slots=True)
class Site:
    """A site at text[start:end]: its `kind` ("base"), "" for one that is kept secret.

    `where` is "in" (also at, inside), "outside", "from" or another preposition.
    """

    start: int
    end: int
    where: str
    kind: str


def sites(text: str) -> list[Site]:
    """Return the sites that `text` names behind a preposition, in order."""
    return [
        Site(
            *match.span(),
            _WITHIN.get(match["where"].lower(), match["where"].lower()),
            (match["site"] or "").lower(),
        )
        for match in _SITE.finditer(text)
    ]
