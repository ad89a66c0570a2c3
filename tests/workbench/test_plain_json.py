"""A review for programs: each line is answered by one, and a wrong one changes nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from db.records import Filter, Label
from tests.hostile.evil import EVIL
from workbench.cli import cli

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from workbench.desk import Desk

Ask = Any


@pytest.fixture(autouse=True)
def filled(
    add: Callable[..., object], articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.ui.keymap.default_path", lambda: tmp_path / "own.toml")
    monkeypatch.delenv("WORKBENCH_KEYMAP", raising=False)
    add(articles)


@pytest.fixture
def ask(project: Path) -> Ask:
    """Send objects, or lines as they are; return the answers."""

    def ask(*asked: dict[str, object] | str | bytes, blind: bool = False) -> list[Any]:
        lines = [json.dumps(a) if isinstance(a, dict) else a for a in asked]
        given = b"\n".join(x.encode() if isinstance(x, str) else x for x in lines)
        arguments = ["review", "--json", "--reviewer", "tester", "--project", str(project)]
        result = CliRunner().invoke(cli, [*arguments, *["--blind"] * blind], input=given)
        assert result.exit_code == 0, result.output
        assert result.stderr == ""
        assert result.stdout.isascii()
        return [json.loads(line) for line in result.stdout.splitlines()]

    return ask


def do(what: str, **fields: object) -> dict[str, object]:
    return {"do": what, **fields}


def test_a_whole_review(ask: Ask, desk: Desk) -> None:
    ids = list(desk.ids(Filter()))
    answers = ask(
        do("show"),
        do("mark", label="conflicting"),
        do("mark", label="single-sourced", stay=True),
        do("note", text="ask – twice"),
        do("flag"),
        do("flag", raised=True),
        do("undo"),
        do("redo"),
        do("undecided"),
        do("quit"),
        do("mark", label="consistent"),
    )
    assert len(answers) == 10
    assert all(answer["ok"] for answer in answers)
    assert [a["cluster"]["id"] for a in answers] == [ids[0], *[ids[1]] * 7, *[ids[2]] * 2]
    assert answers[1]["said"] == f"cluster {ids[0]} marked conflicting"
    assert answers[7]["cluster"]["verdict"]["note"] == "ask – twice"
    assert answers[7]["cluster"]["verdict"]["flagged"] is True
    assert answers[9]["progress"] == {"decided": 2, "clusters": 6}
    assert [desk.verdict(n).label for n in ids[:3]] == [
        Label.CONFLICTING, Label.SINGLE_SOURCED, None,
    ]  # fmt: skip
    assert ask(do("show"))[0]["cluster"]["id"] == ids[2]


def test_the_cluster_is_what_show_prints(ask: Ask, project: Path, desk: Desk) -> None:
    first = desk.ids(Filter())[0]
    shown = CliRunner().invoke(cli, ["show", str(first), "--json", "--project", str(project)])
    assert ask(do("show"))[0]["cluster"] == json.loads(shown.stdout)


def test_claims_and_clusters_are_changed(ask: Ask, desk: Desk) -> None:
    first, second = list(desk.ids(Filter()))[:2]
    key = desk.members(first)[0].claim.key
    answers = ask(
        do("join", claims=[1, key, 2]),
        do("part", claims=["1", "2"]),
        do("detach", claims=[key]),
        do("undo"),
        do("drop", claim=2),
        do("undo"),
        do("merge", cluster=second),
    )
    assert [a["ok"] for a in answers] == [True] * 7
    assert [len(a["cluster"]["members"]) for a in answers[:6]] == [2, 2, 1, 2, 1, 2]
    assert answers[6]["cluster"]["id"] == first
    assert second not in desk.ids(Filter())
    assert ask(do("whole", claim=1)) == [
        {"ok": False, "error": "this claim is its whole sentence already"}
    ]


def test_the_queue_is_moved_through_filtered_searched_and_listed(ask: Ask, desk: Desk) -> None:
    ids = list(desk.ids(Filter()))
    answers = ask(
        do("next"),
        do("previous"),
        do("go", cluster=ids[4]),
        do("list", limit=2),
        do("filter", suggestion="conflicting", decided=False),
        do("filter", source="Gamma"),
        do("search", text="repair"),
        do("order"),
        do("filter"),
    )
    assert [a["cluster"]["id"] for a in answers[:3]] == [ids[1], ids[0], ids[4]]
    assert [row["id"] for row in answers[3]["queue"]] == ids[4:6]
    assert answers[4]["cluster"]["suggestion"] == "conflicting"
    assert answers[6]["said"].endswith("1 in the queue")
    assert answers[7]["said"] == "order: as they were found"
    assert answers[8]["said"] == "as told: 6 in the queue"


def test_filters_are_saved_recalled_and_forgotten(ask: Ask) -> None:
    asked = {"kind": "number", "since": "2031-01-01", "until": "2031-01-02", "decided": False}
    answers = ask(
        do("filter", **asked),
        do("save_filter", name="numbers"),
        do("filter"),
        do("filter", saved="numbers"),
        do("saved_filters"),
        do("forget_filter", name="numbers"),
        do("filter", saved="numbers"),
        do("filter", speaker="nobody", noted=True),
    )
    assert answers[0]["said"] == answers[3]["said"]
    assert answers[0]["said"].endswith("until 2031-01-02: 1 in the queue")
    saved = answers[4]["filters"]["numbers"]
    assert {name: saved[name] for name in asked} == asked
    assert answers[6]["error"] == "no filter is saved as 'numbers'"
    assert answers[7]["said"] == "speaker nobody + with a note: 0 in the queue"


def test_the_last_note_is_repeated(ask: Ask) -> None:
    none, _, _, repeated = ask(do("repeat"), do("note", text="a"), do("next"), do("repeat"))
    assert none == {"ok": False, "error": "no note of yours to repeat"}
    assert repeated["cluster"]["verdict"]["note"] == "a"


def test_history_and_article_are_answered(ask: Ask) -> None:
    history, article = ask(
        do("mark", label="consistent", stay=True), do("history"), do("article", claim=1)
    )[1:]
    assert [act["kind"] for act in history["history"]] == ["verdict"]
    (start, end), *_ = article["article"]["spans"]
    assert article["article"]["text"][start:end].startswith("The old bridge was closed")


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("{", "this line is not JSON"),
        ("[" * 100_000, "this line is not JSON"),
        ("9" * 5000, "this line is not JSON"),
        (b'{"do": "\xff"}', "do must be one of show, mark,"),
        ("[]", 'write an object, as {"do": "show"}'),
        ("null", 'write an object, as {"do": "show"}'),
        ("{}", "do must be one of show, mark,"),
        ('{"do": ["mark"]}', "do must be one of show, mark,"),
        (do("mark"), "label must be one of consistent, conflicting, single-sourced"),
        (do("mark", label="agreed"), "label must be one of consistent, conflicting"),
        (do("mark", label={"a": 1}), "label must be one of consistent, conflicting"),
        (do("mark", label="consistent", stay="no"), "stay must be true or false"),
        (do("mark", label="consistent", sty=True), "there is no 'sty' here"),
        (do("flag", raised=1), "raised must be true or false"),
        (do("note"), "text must be a string"),
        (do("note", text=1), "text must be a string"),
        (do("drop", claim=True), "a claim is a number from 1, or an id"),
        (do("drop", claim=0), "a claim is a number from 1, or an id"),
        (do("drop", claim="x\x1b\u2028"), "the open cluster has no claim x␛�"),
        (do("drop"), "name the claim: its number, 1 to 2, or its id"),
        (do("detach", claims="12"), "claims must be a list"),
        (do("detach", claims=[]), "name the claims: their numbers or their ids"),
        (do("detach", claims=[[1]]), "a claim is a number from 1, or an id"),
        (do("merge", cluster=10**30), "cluster must be a whole number from 1"),
        (do("merge", cluster=1.5), "cluster must be a whole number from 1"),
        (do("merge", cluster=2**63 - 1), "there is no cluster 9223372036854775807"),
        (do("go", cluster=True), "cluster must be a whole number from 1"),
        (do("filter", verdict="none"), "verdict must be one of consistent"),
        (do("filter", kind="colour"), "kind must be one of number"),
        (do("filter", since="soon"), "since: 'soon' is not a date"),
        (do("filter", saved="x", kind="date"), "there is no 'kind' here"),
        (do("undo"), "nothing to undo"),
        (do("show", now=1), "there is no 'now' here"),
    ],
)
def test_a_wrong_line_is_answered_and_changes_nothing(
    ask: Ask, desk: Desk, line: dict[str, object] | str | bytes, error: str
) -> None:
    wrong, after = ask(line, "", do("show"))
    assert wrong["ok"] is False
    assert wrong["error"].startswith(error)
    assert set(wrong) == {"ok", "error"}
    assert after["ok"] is True
    assert not any(desk.history(n) for n in desk.ids(Filter()))


def test_a_note_of_halves_of_characters_is_stored(ask: Ask, desk: Desk) -> None:
    (answer,) = ask('{"do": "note", "text": "a \\ud800 \\u0000 b"}')
    assert answer["ok"] is True
    assert answer["cluster"]["verdict"]["note"].startswith("a \\ud800")
    found = ask(do("search", text="\ud800"), do("filter", source="\udfff"))
    assert [answer["ok"] for answer in found] == [True, True]
    assert found[1]["cluster"] is None
    assert desk.bookmark()[0] is None


def test_a_blind_review_tells_no_suggestion(ask: Ask, desk: Desk) -> None:
    conflict = desk.ids(Filter(text="14 people"))[0]
    hidden, queue, refused, marked = ask(
        do("go", cluster=conflict),
        do("list"),
        do("filter", suggestion="conflicting"),
        do("mark", label="conflicting", stay=True),
        blind=True,
    )
    assert hidden["cluster"]["suggestion"] is None
    assert hidden["cluster"]["differences"] == hidden["cluster"]["kinds"] == []
    assert all(member["membership"] is None for member in hidden["cluster"]["members"])
    assert {row["suggestion"] for row in queue["queue"]} == {None}
    assert refused["error"] == "a blind review hides what is suggested"
    assert marked["cluster"]["suggestion"] == "conflicting"


def test_hostile_articles_are_answered_in_ascii(
    ask: Ask, add: Callable[..., object], tmp_path: Path
) -> None:
    folder = tmp_path / "evil"
    folder.mkdir()
    for number, text in enumerate(EVIL.values()):
        (folder / f"{number:02}.txt").write_text(text, "utf-8", errors="surrogatepass")
    add(folder)
    answers = ask(*[do("article", claim=1), do("next")] * 40)
    assert len(answers) == 80
