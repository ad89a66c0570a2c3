"""Asserted on one side, reported as somebody's words on the other; or as two people's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.records import Kind
from workbench.differences.reading import Found, alike
from workbench.facets import names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.differences.reading import Reading
    from workbench.facets.voices import Voice

MAY_KNOW = "one may only name who says so"
BOTH_MAY_SAY = "both may have said so"
ASSERTED = "asserted"

_ALIKE_REPORTED = 60.0
_ALIKE_SAID = 80.0
"""Least likeness of two claims, 0..100: in others another thing is said."""


def attributions_differ(a: Reading, b: Reading) -> Iterator[Found]:
    """Yield "the fire was set" against "the fire was set, Moss said", as a doubt.

    Also "..., Col. Moss said" against "..., Capt. Hale said" of what is nearly the same.
    """
    if a.voice and b.voice:
        if _are_others(a.voice, b.voice) and alike(a, b) >= _ALIKE_SAID:
            yield _found(a, b, BOTH_MAY_SAY)
    elif (a.voice or b.voice) and alike(a, b) >= _ALIKE_REPORTED:
        yield _found(a, b, MAY_KNOW)


def _are_others(a: Voice, b: Voice) -> bool:
    """Say whether both speakers are named, and by names that are not one's."""
    left, right = names.names(f"- {a.speaker}"), names.names(f"- {b.speaker}")
    return bool(left and right) and not any(names.same(x.text, y.text) for x in left for y in right)


def _found(a: Reading, b: Reading, doubt: str) -> Found:
    left, right = (0, len(a.text)), (0, len(b.text))
    return Found(Kind.ATTRIBUTION, left, right, _value(a.voice), _value(b.voice), doubt)


def _value(voice: Voice | None) -> str:
    if voice is None:
        return ASSERTED
    return f"{voice.speaker}: {voice.cue}" if voice.speaker else voice.cue
