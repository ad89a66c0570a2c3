"""Verdicts whose evidence has changed, on the screen and in lines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from db.records import Filter, Label
from workbench.cli import cli

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from workbench.desk import Desk

Enter = Any
HURT = "The old bridge was closed on Monday after {} people were hurt."


@pytest.fixture
def changed(desk: Desk, add: Callable[..., object], articles: Path) -> list[int]:
    """Two decided clusters whose evidence has changed; return them in the order of the queue."""
    add(articles)
    for cluster in desk.ids(Filter()):
        desk.mark(cluster, Label.CONSISTENT)
    (articles / "d.txt").write_text(HURT.format(19) + "\n\nThe mayor visited the bridge.\n")
    (articles / "b.txt").write_text("Storm shuts crossing\n\nSchools will stay open.\n")
    add(articles)
    return list(desk.ids(Filter(changed=True)))


async def test_the_open_cluster_shows_what_is_new_and_what_was_withdrawn(
    enter: Enter, changed: list[int]
) -> None:
    async with enter() as room:
        room.screen.queue.go_to(changed[0])
        await room.settle()
        head = str(room.screen.query_one("#cluster-head").render())
        assert "~ evidence changed: +1 claim, 1 claim withdrawn, new number 19" in head
        assert "= confirms the verdict" in head
        assert "+ new since the verdict" in room.text()
        lost = str(room.screen.query_one("#cluster-lost").render())
        assert lost == f"- withdrawn: Beta  {HURT.format(17)}"


async def test_a_key_confirms_a_verdict_and_goes_to_the_next_that_has_changed(
    enter: Enter, changed: list[int]
) -> None:
    async with enter() as room:
        room.screen.queue.go_to(changed[0])
        await room.press("=")
        assert f"verdict consistent confirmed on cluster {changed[0]}" in room.status
        assert not room.desk.verdict(changed[0]).changed
        assert room.cluster == changed[1]
        await room.press("=")
        assert "no other evidence has changed" in room.status
        assert "evidence changed" not in room.text()
        await room.press("u")
        assert room.desk.verdict(changed[1]).changed
        assert "evidence changed" in room.text()


async def test_nothing_to_confirm_is_said(enter: Enter, changed: list[int], desk: Desk) -> None:
    async with enter() as room:
        same = next(c for c in desk.ids(Filter()) if c not in changed)
        room.screen.queue.go_to(same)
        await room.press("=")
        assert "has not changed" in room.status


def test_the_same_in_lines_and_in_json(project: Path, changed: list[int]) -> None:
    def ask(how: str, *lines: str) -> str:
        arguments = ["review", how, "--project", str(project)]
        result = CliRunner().invoke(cli, arguments, input="\n".join(lines) + "\n")
        assert result.exit_code == 0, result.output
        return result.stdout

    shown = ask("--plain", f"go {changed[0]}", "=", "=", "u")
    assert "evidence changed: +1 claim, 1 claim withdrawn" in shown
    assert f"verdict consistent confirmed on cluster {changed[0]}" in shown
    assert f"cluster {changed[1]}: consistent" in shown
    asked = [{"do": "go", "cluster": changed[1]}, {"do": "confirm"}, {"do": "confirm"}]
    told = [json.loads(line) for line in ask("--json", *map(json.dumps, asked)).splitlines()]
    assert [answer["ok"] for answer in told] == [True, True, False]
    assert told[0]["cluster"]["change"]["words"].startswith("+1 claim")
    assert told[1]["cluster"]["change"] is None
