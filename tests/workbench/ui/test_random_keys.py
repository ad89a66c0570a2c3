"""Whatever keys are pressed: each act is stored once, undo and redo go back and forth exactly.

`make keys` presses ten thousand.
"""

from __future__ import annotations

import os
import random
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pytest

from db.connection import open_reader
from db.records import Label
from tests.hostile.evil import EVIL
from workbench.ui.actions import ACTIONS, in_place
from workbench.ui.screens.review import ReviewScreen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KEYS = int(os.environ.get("KEYS", "30"))

LEAVES = {"quit"}
"""Actions that end the review."""

PRESSED = [
    *(action.key.split(",")[0] for action in in_place(ACTIONS) if action.id not in LEAVES),
    *("c", "x", "s", "d", "m", "k", "w", "u", "u", "ctrl+r") * 3,
    *("up", "down", "home", "end", "pageup", "pagedown", "enter", "left", "right", "space"),
    *("escape",) * 20,
]

LABELS = {"c": Label.CONSISTENT, "x": Label.CONFLICTING, "s": Label.SINGLE_SOURCED}

State = frozenset[tuple[frozenset[str], str | None, str, int]]
"""What stands of each cluster: its claims, its verdict, its note, its flag."""


def stored(project: Path) -> tuple[State, list[tuple[str, int, str, int | None]]]:
    """Return what stands of all clusters, and the log of acts: kind, cluster, value, batch."""
    db = open_reader(project)
    claims: dict[int, set[str]] = defaultdict(set)
    for key, cluster in db.execute("SELECT key, cluster_id FROM claim WHERE cluster_id NOT NULL"):
        claims[cluster].add(key)
    said = {
        cluster: rest
        for cluster, *rest in db.execute("SELECT cluster_id, label, note, flagged FROM verdict")
    }
    acts = db.execute("SELECT kind, cluster_id, value, batch FROM act ORDER BY id").fetchall()
    db.close()
    nothing = (None, "", 0)
    return frozenset((frozenset(claims[c]), *said.get(c, nothing)) for c in claims), acts


class Model:
    """A reviewer's acts as stacks of what stood before each: all that undo and redo may do."""

    def __init__(self, state: State) -> None:
        self.now = state
        self.before: list[State | None] = []
        self.after: list[State] = []

    def act(self, kinds: list[str], state: State) -> None:
        """Take in the acts of one key, and what stands after them.

        `kinds` are those of acts that can be undone by themselves, or of one undo or redo.
        """
        if set(kinds) == {"undo"}:
            expected = self.before.pop()
            assert expected in {None, state}
            self.after.append(self.now)
        elif set(kinds) == {"redo"}:
            assert state == self.after.pop()
            self.before.append(self.now)
        else:
            assert not {"undo", "redo"} & set(kinds)
            # What stood between several acts of one key was never seen.
            self.before += [self.now, *[None] * (len(kinds) - 1)]
            self.after = []
        self.now = state


@pytest.mark.parametrize("seed", [1])
async def test_random_keys_do_what_they_say_and_undo_takes_it_back(
    enter: Any, add: Callable[..., object], project: Path, tmp_path: Path, seed: int
) -> None:
    folder = tmp_path / "evil"
    folder.mkdir()
    for number, text in enumerate(EVIL.values()):
        (folder / f"{number:02}.txt").write_text(text[:3000], "utf-8", errors="surrogatepass")
    add(folder)
    dice = random.Random(seed)
    pressed: list[str] = []
    async with enter() as room:
        state, log = stored(project)
        model = Model(state)
        for _ in range(KEYS):
            key = dice.choice(PRESSED)
            reviewing = isinstance(room.app.screen, ReviewScreen)
            pressed.append(key)
            await room.press(key)
            assert room.app.is_running, pressed[-20:]
            state, acts = stored(project)
            new = acts[len(log) :]
            log = acts
            if new:
                model.act([kind for kind, _, _, batch in new if batch is None], state)
                if reviewing and key in LABELS and new[0][0] == "verdict":
                    assert {value for _, _, value, _ in new} == {LABELS[key]}
            else:
                assert state == model.now, pressed[-20:]
    assert room.desk.problems() == []
