"""Verdicts whose evidence has changed, on the screen and in lines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from db.records import Filter, Label
from workbench.cli import cli

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
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


# What comes while a review is open


@pytest.fixture
def later(desk: Desk, add: Callable[..., object], articles: Path) -> Callable[[], None]:
    """Begin with three articles, one cluster of them decided; more come when it is called."""
    add(articles)
    desk.mark(desk.ids(Filter())[0], Label.CONFLICTING)

    def come() -> None:
        (articles / "d.txt").write_text(HURT.format(19) + "\n\nThe mayor stayed away.\n")
        (articles / "e.txt").write_text("It rained.\n\nThe quay stood in 3 metres of water.\n")
        add(articles)

    return come


async def test_what_another_process_adds_is_announced_and_the_queue_does_not_jump(
    enter: Enter, later: Callable[[], None]
) -> None:
    async with enter() as room:
        await room.press("n", "n")
        queue, cluster = room.screen.queue, room.cluster
        line = queue.cursor * queue.HEIGHT - queue.scroll_offset.y
        later()
        room.screen.look_around()
        await room.settle()
        assert room.status == "2 new articles: 3 claims, 1 verdict has new evidence"
        assert room.cluster == cluster
        assert len(queue) == len(room.desk.ids(Filter())) > 6
        assert queue.cursor * queue.HEIGHT - queue.scroll_offset.y == line
        assert "~ 1 changed" in room.text()
        await room.press("n")
        room.screen.look_around()
        await room.settle()
        assert "new articles" in room.status


async def test_a_verdict_is_not_given_on_claims_that_nobody_has_seen(
    enter: Enter, later: Callable[[], None]
) -> None:
    async with enter() as room:
        hurt = room.cluster
        before = room.desk.verdict(hurt)
        later()
        await room.press("x")
        assert "holds other claims by now" in room.status
        assert room.desk.verdict(hurt).decided_at == before.decided_at
        assert room.cluster == hurt
        await room.press("right", "end")
        assert "+ new since the verdict" in room.text()
        await room.press("=")
        assert not room.desk.verdict(hurt).changed


async def test_the_claim_under_the_cursor_stays_when_clusters_are_made_anew(
    enter: Enter, later: Callable[[], None]
) -> None:
    async with enter() as room:
        await room.press("tab", "down")
        claim = room.screen.view.member.claim
        later()
        room.screen.look_around()
        await room.settle()
        assert room.screen.view.member.claim == claim


async def test_a_cluster_that_was_joined_with_another_is_followed_there(
    enter: Enter, add: Callable[..., object], articles: Path
) -> None:
    add(articles / "a.txt")
    async with enter() as room:
        await room.press("c")
        alone = room.cluster
        text = room.screen.view.member.claim.text
        other = next(c for c in room.desk.ids(Filter()) if c != alone)
        room.desk.merge(other, alone)
        ids = room.desk.ids(Filter())
        room.screen._taken_in(room.desk.standing(), ids, room.screen._loads, "")
        await room.settle()
        assert text in {m.claim.text for m in room.desk.members(room.cluster)}


def test_lines_and_json_tell_what_has_come(
    project: Path, later: Callable[[], None], desk: Desk, add: Callable[..., object]
) -> None:
    from workbench.lines import plain, plain_json
    from workbench.ui.actions import ACTIONS

    hurt = desk.ids(Filter())[0]
    said: list[str] = []

    def lines() -> Iterator[str]:
        yield f"go {hurt}"
        later()
        yield "c"
        yield ""
        yield "="

    plain.review(desk, ACTIONS, lines(), said.append)
    assert "2 new articles: 3 claims, 1 verdict has new evidence" in said
    assert "! cluster" in " ".join(line for line in said if "holds other claims" in line)
    assert f"verdict conflicting confirmed on cluster {hurt}" in said
    told: list[str] = []

    def asked() -> Iterator[str]:
        yield '{"do": "show"}'
        desk.mark(hurt, Label.CONSISTENT)
        (project.parent / "f.txt").write_text(HURT.format(23))
        add(project.parent / "f.txt")
        yield '{"do": "show"}'

    plain_json.review(desk, asked(), told.append)
    assert "news" not in json.loads(told[0])
    assert json.loads(told[1])["news"] == "1 new article: 1 claim, 1 verdict has new evidence"
