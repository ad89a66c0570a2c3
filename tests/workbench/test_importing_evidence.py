"""Verdicts whose evidence has changed, exported and taken over again: they say so as before."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workbench.commands import data, done
from tests.workbench.test_importing import NOTE, exported, table

pytestmark = pytest.mark.usefixtures("toy_models")

LATER = {
    "a claim more": ("d.txt", "The old bridge was closed on Monday after 15 people were hurt.\n"),
    "a claim less": ("b.txt", "Storm shuts crossing\n\nSchools will stay open.\n"),
    "another number": ("b.txt", "The old bridge was closed on Monday after 12 people were hurt.\n"),
}


@pytest.mark.parametrize("what", LATER)
def test_a_verdict_whose_evidence_has_changed_comes_back_as_one(
    storm: Path, articles: Path, what: str
) -> None:
    hurt = next(row["id"] for row in data("clusters") if "hurt" in row["headline"])
    done("mark", hurt, "conflicting", "--note", NOTE)
    name, text = LATER[what]
    (articles / name).write_text(text, "utf-8")
    done("add", articles)
    shown = done("show", hurt)
    assert [row["id"] for row in data("clusters", "--changed")] == [hurt]
    done("export", "--level", "claim", "-o", "out.csv")
    told = {row["cluster_id"]: row["evidence"] for row in table()}
    assert [cluster for cluster, evidence in told.items() if evidence] == [str(hurt)]
    before = Path("out.csv").read_bytes()
    while done("undo") != "nothing to undo\n":
        pass
    assert data("clusters", "--changed") == []
    done("import", "out.csv")
    assert exported().encode() == before
    assert [row["id"] for row in data("clusters", "--changed")] == [hurt]
    assert done("show", hurt).splitlines()[:4] == shown.splitlines()[:4]
    assert done("verify") == "all well\n"
    done("confirm", hurt)
    assert data("clusters", "--changed") == []


def test_a_fresh_build_flags_the_same_verdict_with_the_same_words(
    storm: Path, articles: Path
) -> None:
    hurt = next(row["id"] for row in data("clusters") if "hurt" in row["headline"])
    done("mark", hurt, "conflicting")
    (articles / "b.txt").write_text("Schools will stay open.\n\nIt rained.\n", "utf-8")
    done("add", articles)
    done("export", "--level", "claim", "-o", "out.csv")
    storm.rename("old.db")
    done("add", articles)
    done("import", "out.csv")
    (now,) = data("clusters", "--changed")
    assert "hurt" in now["headline"]
    (then,) = data("clusters", "--changed", "--project", "old.db")
    words = [
        [line for line in done("show", *which).splitlines() if "evidence changed: " in line]
        for which in ((now["id"],), (then["id"], "--project", "old.db"))
    ]
    assert words[0] == words[1] != []


@pytest.mark.parametrize("confirmed", [False, True])
def test_a_verdict_on_a_cluster_that_has_lost_all_its_claims_comes_back_as_one(
    storm: Path, articles: Path, confirmed: bool
) -> None:
    cost = next(row["id"] for row in data("clusters") if "cost" in row["headline"])
    done("mark", cost, "consistent", "--note", NOTE)
    (articles / "c.txt").write_text("The mayor visited the bridge.\n", "utf-8")
    done("add", articles)
    if confirmed:
        done("confirm", cost)
    done("export", "--level", "claim", "-o", "out.csv")
    (row,) = [row for row in table() if row["verdict"]]
    assert (row["claim_id"], bool(row["evidence"])) == ("", not confirmed)
    done("import", "out.csv")
    assert exported().encode() == Path("out.csv").read_bytes()
    storm.rename("old.db")
    done("add", articles)
    would = data("import", "out.csv", "--dry-run")
    assert ("cost" in exported(), would["verdicts"]) == (False, 1)
    done("import", "out.csv")
    numberless = [{**row, "cluster_id": ""} for row in table()]
    exported()
    assert [{**row, "cluster_id": ""} for row in table("now.csv")] == numberless
    shown = done("import", "out.csv")
    assert "1 cluster stood here already" in shown
    assert len(table("now.csv")) == len(numberless)
    assert bool(data("clusters", "--changed")) is not confirmed
    assert done("verify") == "all well\n"
    done("undo")
    done("undo")
    assert done("verify") == "all well\n"
