"""Several reviewers from the command line: share out, compare, settle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.workbench.commands import data, done, refused

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("toy_models")


@pytest.fixture
def disputed(storm: Path) -> int:
    """A cluster that ada and bob see differently; they agree on another."""
    one, other = (row["id"] for row in data("clusters", "--limit", "2"))
    done("mark", one, "conflicting", "--reviewer", "ada", "--note", "14 or 17")
    done("mark", one, "consistent", "--reviewer", "bob", "--note", "about the same")
    for name in ("ada", "bob"):
        done("mark", other, "consistent", "--reviewer", name)
    return one


def test_both_verdicts_and_notes_stand_side_by_side_until_one_settles_it(disputed: int) -> None:
    shown = done("show", disputed)
    assert "reviewers disagree" in shown
    assert '  ada: conflicting  "14 or 17"' in shown
    assert '  bob: consistent  "about the same"' in shown
    assert [row["id"] for row in data("clusters", "--disputed")] == [disputed]
    assert data("status")["disputed"] == 1
    why = "they exclude each other"
    settled = done("adjudicate", disputed, "conflicting", "--reason", why, "--reviewer", "cleo")
    assert settled.splitlines()[0] == f"settled: conflicting by cleo: {why}"
    assert data("clusters", "--disputed") == []
    assert [row["id"] for row in data("clusters", "--settled")] == [disputed]
    sides = {side["reviewer"]: side["label"] for side in data("show", disputed)["reviewers"]}
    assert sides == {"ada": "conflicting", "bob": "consistent"}
    outcome = done("show", disputed)
    assert f"settled: conflicting by cleo: {why}" in outcome
    assert '  bob: consistent  "about the same"' in outcome
    assert f"final verdict conflicting on cluster {disputed}: {why}" in done("history", disputed)
    done("undo", "--reviewer", "cleo")
    assert [row["id"] for row in data("clusters", "--disputed")] == [disputed]
    assert done("verify") == "all well\n"


def test_an_export_shows_what_was_settled_in_the_columns_it_always_had(disputed: int) -> None:
    done("adjudicate", disputed, "single-sourced", "--reason", "one wire", "--reviewer", "cleo")
    header, *lines = done("export").splitlines()
    assert header.startswith("cluster_id,claim,verdict,reviewer,decided_at,note,suggestion")
    line = next(line for line in lines if line.startswith(f"{disputed},"))
    assert ",single-sourced,cleo," in line


def test_a_final_verdict_needs_a_reason_and_a_cluster(storm: Path) -> None:
    assert "reason" in refused("adjudicate", 1, "consistent", code=2)
    assert "reason" in refused("adjudicate", 1, "consistent", "--reason", " ")
    assert "no cluster 99" in refused("adjudicate", 99, "consistent", "--reason", "so")


def test_agreement_is_told_by_pair_and_overall_and_notes_never_count(disputed: int) -> None:
    found = data("agreement")
    assert found["units"] == 2
    (pair,) = found["pairs"]
    assert (pair["reviewers"], pair["agreed"], pair["cases"]) == (["ada", "bob"], 1, 2)
    assert pair["kappa"] == 0
    assert {"left": "conflicting", "right": "consistent", "cases": 1} in pair["confusion"]
    # Of 4 labels 3 are one: observed disagreement 1/2, expected 2 * 3 * 1 / (4 * 3) = 1/2.
    assert found["alpha"] == pytest.approx(0)
    assert found["by_kind"]["number"]["units"] == 1
    agreed = data("clusters", "--decided", "--verdict", "consistent")[0]["id"]
    for name in ("ada", "bob"):
        done("note", agreed, f"{name} thinks otherwise", "--reviewer", name)
    assert data("agreement") == found
    words = done("agreement")
    assert "ada and bob: agree in 1 of 2, Cohen's kappa 0.00" in words
    assert "judged by several: 2 clusters, Krippendorff's alpha 0.00" in words


def test_without_two_reviewers_there_is_nothing_to_compare(storm: Path) -> None:
    assert done("agreement") == "no claims have been judged by two reviewers yet\n"
    assert data("agreement") == {"units": 0, "alpha": None, "by_kind": {}, "pairs": []}


def test_a_share_is_mine_and_decided_when_i_have_decided_it(storm: Path) -> None:
    total = len(data("clusters"))
    assert data("assign", "ada", "bob", "--overlap", "50", "--seed", "7")["given"] == total
    shares = data("assign")["shares"]
    assert sum(share["clusters"] for share in shares.values()) == total + round(total / 2)
    mine = [row["id"] for row in data("clusters", "--mine", "--reviewer", "ada")]
    assert len(mine) == shares["ada"]["clusters"]
    done("mark", mine[0], "consistent", "--reviewer", "bob")
    open_ = ("clusters", "--mine", "--undecided", "--reviewer", "ada")
    assert [row["id"] for row in data(*open_)] == mine
    done("mark", mine[0], "consistent", "--reviewer", "ada")
    assert [row["id"] for row in data(*open_)] == mine[1:]
    assert data("assign")["shares"]["ada"]["decided"] == 1
    assert data("assign", "cleo")["given"] == 0
    assert data("assign", "cleo", "--anew")["shares"] == {"cleo": {"decided": 0, "clusters": total}}


def test_sources_can_be_shared_out_whole(storm: Path) -> None:
    done("assign", "ada", "bob", "--by", "source")
    for name in ("ada", "bob"):
        assert data("clusters", "--mine", "--reviewer", name)
    everybody = {n: data("clusters", "--mine", "--reviewer", n) for n in ("ada", "bob")}
    ids = [row["id"] for rows in everybody.values() for row in rows]
    assert len(ids) == len(set(ids))


def test_shares_need_names_that_suffice(storm: Path) -> None:
    assert "two reviewers" in refused("assign", "ada", "--overlap", "10", code=2)
    assert "name" in refused("assign", " ", code=2)
    assert "nobody has a share" in done("assign")
