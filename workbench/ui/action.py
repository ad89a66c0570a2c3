"""What a line of the table of actions holds."""

from __future__ import annotations

from dataclasses import dataclass

REVIEW = "review"
"""The place of what is done in the review itself."""


@dataclass(frozen=True, slots=True)
class Action:
    """One act: `key` as Textual names it, `shown` as a reader knows it.

    What is done `often` has its key at the foot of a low terminal as well. `place` is the page on
    which the key works.
    """

    id: str
    key: str
    shown: str
    action: str
    title: str
    help: str
    in_bar: bool = True
    often: bool = False
    place: str = REVIEW
