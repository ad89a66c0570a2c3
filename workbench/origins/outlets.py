"""One spelling for the many in which an outlet's name is written."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"^(?:https?://)?(?:www\.)?|\.(?:com?|org|net|news)(?:\.[a-z]{2})?/?$")
_NOT_A_LETTER = re.compile(r"[\W_]+")


def outlet_key(name: str) -> str:
    """Return `name` without case, marks, spaces, "The" and what only an address has."""
    words = _NOT_A_LETTER.sub(" ", _ADDRESS.sub("", name.strip().casefold())).split()
    return "".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)
