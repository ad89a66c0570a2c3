"""Acts from the command line: what is stored, by whom, and how it is taken back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.workbench.commands import claim_ids, data, done, first_cluster, refused

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("toy_models")


def test_mark_stores_the_verdict_the_note_and_who_gave_it(storm: Path) -> None:
    cluster = first_cluster()
    assert done("mark", cluster, "conflicting", "--note", "14 or 17").startswith("[x]")
    verdict = data("show", cluster)["verdict"]
    assert (verdict["label"], verdict["note"], verdict["reviewer"]) == (
        "conflicting",
        "14 or 17",
        "ada",
    )
    marked = data("mark", cluster, "consistent", "--reviewer", " bob ")
    assert marked["verdict"]["label"] == "consistent"
    assert marked["verdict"]["note"] == "14 or 17"
    assert marked["verdict"]["reviewer"] == "bob"


def test_flags_are_raised_at_once_lowered_and_undone_as_one(storm: Path) -> None:
    first, second, third = (row["id"] for row in data("clusters", "--limit", "3"))
    assert done("flag", first).startswith("[ ]!")
    assert len(done("flag", first, second, third, second).splitlines()) == 3
    assert [row["id"] for row in data("clusters", "--flagged")] == [first, second, third]
    assert "flag raised on 2 clusters" in done("undo")
    assert [row["id"] for row in data("clusters", "--flagged")] == [first]
    assert data("flag", first, "--lower")["verdict"]["flagged"] is False
    assert data("flag", first, "--lower")["verdict"]["flagged"] is False
    assert [act["kind"] for act in data("history", first)] == ["flag", "flag"]


def test_a_note_is_written_alone_repeated_taken_away_and_undone(storm: Path) -> None:
    first, second = (row["id"] for row in data("clusters", "--limit", "2"))
    assert "no note of yours to repeat" in refused("note", first, "--same")
    noted = data("note", first, " ask the hospital ")
    assert noted["verdict"]["note"] == "ask the hospital"
    assert noted["verdict"]["label"] is None
    assert data("note", second, "--same")["verdict"]["note"] == "ask the hospital"
    done("note", second, "ask the hospital")
    assert [act["kind"] for act in data("history", second)] == ["note"]
    assert data("note", first, "")["verdict"]["note"] == ""
    done("undo")
    assert [row["id"] for row in data("clusters", "--noted")] == [first, second]


def test_undo_says_what_it_took_back_until_nothing_is_left(storm: Path) -> None:
    cluster = first_cluster()
    done("mark", cluster, "conflicting", "--note", "14 or 17")
    second = r"\([-0-9]+T[0-9]{2}:[0-9]{2}:[0-9]{2}\)\n"
    undone = f"undone: verdict conflicting on cluster {cluster} "
    assert re.fullmatch(undone + second, done("undo"))
    assert data("undo")["kind"] == "note"
    assert done("undo") == "nothing to undo\n"
    assert data("undo") is None
    assert data("show", cluster)["verdict"]["label"] is None


def test_claims_can_be_parted_merged_left_out_and_all_of_it_undone_and_done_again(
    storm: Path,
) -> None:
    before = data("clusters")
    home = first_cluster()
    one, other = claim_ids(home)
    parted = data("detach", other)["id"]
    assert (claim_ids(home), claim_ids(parted)) == ([one], [other])
    assert data("merge", home, parted)["id"] == home
    assert sorted(claim_ids(home)) == sorted([one, other])
    assert "left out as nothing to check" in done("drop", other)
    assert claim_ids(home) == [one]
    assert "undone: claim of cluster" in done("undo")
    assert "done again: claim of cluster" in done("redo")
    assert done("redo") == "nothing to do again\n"
    for _ in range(3):
        done("undo")
    assert data("clusters") == before
    assert [act["kind"] for act in data("history", home)][:3] == ["detach", "merge", "drop"]
    assert f"1 claim of cluster {home} put into cluster {parted}" in done("history", home)
    assert done("verify") == "all well\n"


def test_show_says_why_claims_are_together(storm: Path) -> None:
    shown = done("show", first_cluster())
    assert "nearest to Beta for words" in shown
    assert data("show", first_cluster())["members"][0]["membership"]["because"] == ["words"]


def test_status_says_how_much_was_badly_split(storm: Path) -> None:
    assert "badly split" not in done("status")
    done("drop", claim_ids(first_cluster())[0])
    assert "badly split 1 of 1 claim judged (100.0%): 0 taken whole, 1 left out" in done("status")


def test_status_says_how_far_verdicts_and_suggestions_agree(storm: Path) -> None:
    assert "agree" not in done("status")
    first, second = (row["id"] for row in data("clusters", "--limit", "2"))
    done("mark", first, "conflicting")
    done("mark", second, "single-sourced")
    assert "verdicts agree with suggestions in 1 of 2 (kappa 0.33)" in done("status")
    assert "  number: 1 of 1 marked conflicting" in done("status")
    assert data("status")["agreement"]["all"]["agreed"] == 1


def test_a_whole_sentence_is_taken_by_the_id_of_its_part(storm: Path, tmp_path: Path) -> None:
    two = "Ferries stopped at noon, and the harbour master went home."
    (tmp_path / "d.txt").write_text(two + "\n", "utf-8")
    done("add", tmp_path / "d.txt")
    part, other = data("clusters", "--search", "ferries")
    assert two not in {part["headline"], other["headline"]}
    assert data("whole", claim_ids(part["id"])[0])["headline"] == two
    assert len(data("clusters", "--search", "harbour")) == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["merge", "1", "1"], "cannot be merged with itself"),
        (["merge", "1", "999"], "no cluster 999"),
        (["detach", "nobody"], "no claim nobody in use"),
        (["drop", "nobody"], "no claim nobody in use"),
        (["whole", "nobody"], "no claim nobody in use"),
        (["join", "nobody", "else"], "no claim nobody in use"),
        (["history", "999"], "no cluster 999"),
        (["flag", "1", "999"], "no cluster 999"),
        (["note", "999", "words"], "no cluster 999"),
    ],
)
def test_surgery_that_cannot_be_done_is_one_line(
    storm: Path, arguments: list[str], words: str
) -> None:
    assert words in refused(*arguments)


@pytest.mark.parametrize("arguments", [["1"], ["1", "words", "--same"]])
def test_a_note_is_either_written_or_the_last_one(storm: Path, arguments: list[str]) -> None:
    assert "--same for your last one" in refused("note", *arguments, code=2)


def test_reviewers_undo_only_their_own(storm: Path) -> None:
    done("mark", first_cluster(), "conflicting")
    assert done("undo", "--reviewer", "bob") == "nothing to undo\n"


def test_the_environment_names_project_and_reviewer(
    storm: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storm.rename("other.db")
    monkeypatch.setenv("WORKBENCH_PROJECT", "other.db")
    monkeypatch.setenv("WORKBENCH_REVIEWER", "eve")
    assert data("mark", first_cluster(), "consistent")["verdict"]["reviewer"] == "eve"


def test_a_verdict_on_new_evidence_is_listed_shown_and_confirmed(
    storm: Path, articles: Path
) -> None:
    cluster = first_cluster()
    refused("confirm", cluster)
    done("mark", cluster, "conflicting")
    assert "has not changed" in refused("confirm", cluster)
    hurt = "The old bridge was closed on Monday after 19 people were hurt."
    (articles / "d.txt").write_text(f"{hurt}\n", "utf-8")
    done("add", articles)
    words = "evidence changed: +1 claim, +1 origin, new number 19"
    first, second = done("clusters", "--changed").splitlines()
    assert first.startswith("[x] ~")
    assert second.strip() == words
    (listed,) = data("clusters", "--changed")
    assert f"evidence changed: {listed['change']['words']}" == words
    shown = done("show", cluster)
    assert f"  {words}\n" in shown
    (new,) = [line for line in shown.splitlines() if "+ new since the verdict" in line]
    assert hurt in new
    change = data("show", cluster)["change"]
    assert [change["added"][0] in new, change["withdrawn"], change["origins"]] == [True, [], [2, 3]]
    assert {d["right"] for d in change["new_differences"]} == {"19"}
    assert done("confirm", cluster, "--reviewer", "bob").startswith("[x]  ")
    assert data("clusters", "--changed") == []
    assert data("show", cluster)["change"] is None
    assert "bob  verdict conflicting confirmed" in done("history", cluster)
    assert data("history", cluster)[-1]["confirms"] is True
    assert done("undo", "--reviewer", "bob").startswith("undone: verdict conflicting confirmed")
    (articles / "b.txt").write_text("Schools will stay open.\n", "utf-8")
    done("add", articles)
    assert "  withdrawn: The old bridge was closed on Monday after 17" in done("show", cluster)
    lost = data("show", cluster)["change"]["lost"]
    assert [(one["source"], one["why"]) for one in lost] == [("Beta", "withdrawn")]
