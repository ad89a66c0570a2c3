"""The program in a terminal: one desk, one room, four themes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.keys import Keys

from workbench.ui import actions, audience, first_time
from workbench.ui.key_names import is_typed
from workbench.ui.screens.help import HelpScreen
from workbench.ui.screens.review import ReviewScreen
from workbench.ui.screens.tour import TourScreen
from workbench.ui.sweeping import LOOKS_EVERY, Sweeper
from workbench.ui.themes import THEMES, WITHOUT_COLOURS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual.screen import Screen

    from workbench.desk import Desk
    from workbench.ui.action import Action
    from workbench.ui.screens.review import Build


_PALETTE = "palette.everywhere"
"""The palette's binding over every screen, and before what is typed."""


_SOON = 3.0
"""Seconds in which a second ctrl+c leaves."""


class WorkbenchApp(App[None]):
    """Opens the review; adds articles behind it when there is something to add.

    One that is `alone` in its process says when garbage is collected.
    """

    TITLE = "claim-workbench"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar = [
        Binding("ctrl+p", "command_palette", id=_PALETTE, show=False, priority=True)
    ]

    def __init__(
        self,
        desk: Desk,
        build: Build | None = None,
        table: Sequence[Action] = actions.ACTIONS,
        *,
        tour: bool = False,
        pace: bool = True,
        alone: bool = False,
    ) -> None:
        super().__init__()
        self._tour = tour
        self._sweeper = Sweeper() if alone else None
        self._asked_to_leave = False
        self._pace = pace
        self._desk = desk
        self._build = build
        self.table = table
        for theme in THEMES:
            self.register_theme(theme)
        self._themes = [theme.name for theme in (WITHOUT_COLOURS if self.no_color else THEMES)]
        wanted = os.environ.get("WORKBENCH_THEME", "")
        self.theme = wanted if wanted in self._themes else self._themes[0]
        # Others may be chosen in the palette.
        for name in set(self.available_themes) - set(self._themes):
            self.unregister_theme(name)

    def on_mount(self) -> None:
        """Open the room, with the reviewer's own keys."""
        keymap = actions.keymap(self.table)
        if "palette" in keymap:
            # A key that writes a character must not open the palette while something is written.
            keys = [key for key in keymap["palette"].split(",") if not is_typed(key)]
            keymap[_PALETTE] = ",".join(keys) or Keys.Ignore.value
        self.set_keymap(keymap)
        self.push_screen(ReviewScreen(self._desk, self._build, self.table, pace=self._pace))
        if self._tour:
            self.action_tour()

    def on_ready(self) -> None:
        """Begin to sweep when the screen stands, and leave when nobody can see it any more."""
        if self._sweeper is not None:
            self._sweeper.begin()
            self.set_interval(LOOKS_EVERY, self._sweeper.look)
            watched = audience.watch()
            self.set_interval(audience.LOOKS_EVERY, lambda: None if watched() else self.exit())

    def on_unmount(self) -> None:
        """Sweep no longer."""
        if self._sweeper is not None:
            self._sweeper.end()

    def action_tour(self) -> None:
        """Show a newcomer round."""
        self.push_screen(TourScreen(actions.shown_keys(self.table)))

    def action_help(self) -> None:
        """Show all keys."""
        self.push_screen(HelpScreen(self.table))

    def action_help_quit(self) -> None:
        """Answer ctrl+c where nothing is selected to be copied: say how to leave, then leave."""
        room = next(s for s in self.screen_stack if isinstance(s, ReviewScreen))
        if self._asked_to_leave:
            room.action_quit()
            return
        self._asked_to_leave = True
        self.set_timer(_SOON, self._stay)
        key = actions.shown_keys(self.table)["quit"]
        words = f"^c again, or {key} in the review, keeps your place and leaves"
        if self.screen is room:
            room.tell(words)
        else:
            self.notify(words, timeout=_SOON)

    def _stay(self) -> None:
        self._asked_to_leave = False

    def action_next_theme(self) -> None:
        """Change to the next of our themes."""
        names = self._themes
        at = names.index(self.theme) if self.theme in names else -1
        self.theme = names[(at + 1) % len(names)]

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer the table of actions by name; over another screen what goes everywhere."""
        if not isinstance(screen, ReviewScreen):
            yield SystemCommand("theme", "Change to the next theme", self.action_next_theme)
        else:
            for action in actions.in_place(self.table):
                if action.id != "palette":
                    # The palette reads markup, so brackets are told by their names.
                    key = action.key if set("[]\\") & set(action.shown) else action.shown
                    words = f"{key}  {action.help}"
                    yield SystemCommand(action.title, words, self._caller(screen, action))

    def _caller(self, screen: ReviewScreen, action: Action) -> Callable[[], object]:
        async def call() -> None:
            await screen.run_action(action.action)

        return call


def run(
    desk: Desk,
    build: Build | None = None,
    table: Sequence[Action] = actions.ACTIONS,
    *,
    pace: bool = True,
) -> None:
    """Open the review, with the keys of `table`, and return when the reviewer leaves."""
    WorkbenchApp(desk, build, table, tour=first_time.once(), pace=pace, alone=True).run()
