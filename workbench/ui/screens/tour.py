"""Three steps through the room, for who opens it for the first time; one key skips them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from workbench.ui.actions import bindings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult
    from textual.events import Click


@dataclass(frozen=True, slots=True)
class Step:
    """What is told, and which part of the room it is about; {id} is the key of an action."""

    about: str
    title: str
    text: str


STEPS = (
    Step(
        "#queue-pane",
        "The queue",
        "Each line is a fact that your articles state, with its sources and what is suggested:\n"
        "≠? likely conflicts first, then =? what several agree on, then 1? what one alone says.\n"
        "↑ ↓ move, {search} searches, {filter} chooses which are shown.",
    ),
    Step(
        "#cluster",
        "What each source says",
        "The claims stand as their articles have them; ⟦marks⟧ are where they differ.\n"
        "{article} opens the article at the claim's characters, {why} says why it is here,\n"
        "{origins} who has it from whom: outlets that copy one text count as one origin.",
    ),
    Step(
        "#keys",
        "Your verdict",
        "{mark.consistent} consistent, {mark.conflicting} conflicting,"
        " {mark.single} single-sourced: it is stored at once\nand the next cluster opens.\n"
        "{undo} takes back your last act, and the one before, also after a restart.\n"
        "{help} shows all keys, {quit} keeps your place and leaves.",
    ),
)


class TourScreen(ModalScreen[None]):
    """One step at a time, below the room that it is about."""

    CSS_PATH = "tour.tcss"
    BINDINGS: ClassVar = [
        *bindings("tour"),
        ("enter,right", "next"),
        ("left", "previous"),
    ]

    def __init__(self, keys: Mapping[str, str]) -> None:
        super().__init__()
        self._keys = keys
        self._at = 0

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        with Vertical(id="tour"):
            yield Static(id="tour-title", markup=False)
            yield Static(id="tour-text", markup=False)
            yield Static(id="tour-hint", markup=False)

    def on_mount(self) -> None:
        """Begin."""
        self._show()

    def on_unmount(self) -> None:
        """Leave the room as it was."""
        self._point_at("")

    def on_click(self, _: Click) -> None:
        """Go on by mouse as well."""
        self.action_next()

    def action_next(self) -> None:
        """Show the next step; leave after the last."""
        if self._at + 1 == len(STEPS):
            self.dismiss()
            return
        self._at += 1
        self._show()

    def action_previous(self) -> None:
        """Show the step before."""
        self._at = max(self._at - 1, 0)
        self._show()

    def _show(self) -> None:
        step = STEPS[self._at]
        text = step.text
        for action, key in self._keys.items():
            text = text.replace(f"{{{action}}}", key)
        self.query_one("#tour-title", Static).update(f"{self._at + 1}/{len(STEPS)}  {step.title}")
        self.query_one("#tour-text", Static).update(text)
        last = self._at + 1 == len(STEPS)
        self.query_one("#tour-hint", Static).update(
            "enter begins" if last else f"enter goes on, {self._keys['back']} skips"
        )
        self._point_at(step.about)

    def _point_at(self, about: str) -> None:
        room = next(s for s in reversed(self.app.screen_stack) if not isinstance(s, TourScreen))
        room.query(".toured").remove_class("toured")
        if about:
            room.query(about).add_class("toured")
            # The keys stay in sight, however many lines they need.
            keys = sum(bar.size.height for bar in room.query("#keys"))
            self.query_one("#tour").styles.margin = (0, 0, keys, 0)
