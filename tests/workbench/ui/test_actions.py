"""One table of actions: every key of it works, is shown, and is told in the README."""

from __future__ import annotations

from pathlib import Path

from workbench.ui.actions import ACTIONS, bindings, in_place
from workbench.ui.app import WorkbenchApp
from workbench.ui.page_actions import PLACES
from workbench.ui.screens.review import ReviewScreen

README = (Path(__file__).parents[3] / "README.md").read_text("utf-8")


def test_ids_and_keys_are_unique() -> None:
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)
    for place in ("review", *PLACES):
        keys = [key for action in in_place(ACTIONS, place) for key in action.key.split(",")]
        assert len(set(keys)) == len(keys), place


def test_every_action_is_one_that_the_screen_or_the_app_knows() -> None:
    for action in in_place(ACTIONS):
        owner: type = WorkbenchApp if action.action.startswith("app.") else ReviewScreen
        name = action.action.removeprefix("app.").split("(")[0]
        assert callable(getattr(owner, f"action_{name}")), action.id


def test_every_binding_has_an_id() -> None:
    assert [binding.id for binding in bindings()] == [action.id for action in in_place(ACTIONS)]


def test_the_readme_tells_every_key_in_the_order_of_the_table_and_no_other() -> None:
    table = README.split("| key | does |\n|---|---|\n")[1].split("\n\n")[0]
    keys = table.splitlines()
    assert keys == [f"| `{action.shown}` | {action.help} |" for action in in_place(ACTIONS)]


def test_the_readme_tells_the_keys_of_every_other_page() -> None:
    table = README.split("| page | keys |\n|---|---|\n")[1].split("\n\n")[0]
    assert table.splitlines() == [
        f"| {place.title} | {own} |"
        for place in PLACES.values()
        if (own := ", ".join(f"`{a.shown}` {a.title}" for a in ACTIONS if a.place == place.name))
    ]
