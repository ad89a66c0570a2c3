"""Joining projects from the command line, by two names."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.workbench.commands import data, done, first_cluster, refused, run

pytestmark = pytest.mark.usefixtures("toy_models")


@pytest.fixture
def two(storm: Path) -> list[str]:
    cluster = first_cluster()
    for name, label in (("ada", "conflicting"), ("bob", "consistent")):
        shutil.copy(storm, f"{name}.db")
        done("mark", cluster, label, "--reviewer", name, "--project", f"{name}.db")
    return ["ada.db", "bob.db"]


@pytest.mark.parametrize("verb", ["combine", "merge"])
def test_projects_are_joined_into_a_new_one(two: list[str], verb: str) -> None:
    said = done(verb, *two, "-o", "both.db")
    assert said == "both.db: 3 articles, 2 acts of 2 reviewers\n"
    assert data("agreement", "--project", "both.db")["units"] == 1
    assert len(data("clusters", "--disputed", "--project", "both.db")) == 1
    assert done("verify", "--project", "both.db") == "all well\n"
    told = data(verb, "both.db", *two, "-o", "again.db")
    assert (told["acts"], told["conflicts"]) == (2, [])


def test_one_project_is_joined_with_ones_own(two: list[str]) -> None:
    assert data("combine", "bob.db", "-o", "both.db", "--project", "ada.db")["acts"] == 2


def test_conflicts_are_named_on_stderr(two: list[str]) -> None:
    rows = [row["id"] for row in data("clusters") if row["claims"] > 1]
    claim = data("show", rows[1])["members"][0]["claim_id"]
    done("detach", claim, "--project", "ada.db")
    done("merge", rows[0], rows[1], "--project", "bob.db")
    result = run("combine", *two, "-o", "both.db")
    assert result.exit_code == 0
    assert result.stderr.startswith(f"conflict: claim {claim} ")


def test_two_names_for_one_source_are_named_on_stderr(two: list[str]) -> None:
    source = data("sources")[0]["name"]
    done("rename-source", source, "Omega", "--project", "ada.db")
    done("rename-source", source, "Zeta", "--project", "bob.db")
    result = run("combine", *two, "-o", "both.db")
    assert result.exit_code == 0
    assert result.stderr.startswith(f"conflict: source {source}: 'Omega' by ada")
    assert "Zeta" in [row["name"] for row in data("sources", "--project", "both.db")]
    assert done("verify", "--project", "both.db") == "all well\n"


def test_the_merge_of_clusters_is_what_it_was(storm: Path) -> None:
    one, other = (row["id"] for row in data("clusters", "--limit", "2"))
    assert data("merge", one, other)["claims"] == 4
    assert "not a valid integer" in refused("merge", "ada.db", "bob.db", code=2)
    assert "-o" in refused("merge", "ada.db", "bob.db", code=2)


def test_a_project_that_is_not_there_is_one_line(two: list[str]) -> None:
    assert "gone.db does not exist" in refused("combine", *two, "gone.db", "-o", "both.db")
    assert not Path("both.db").exists()
    assert "is there already" in refused("combine", *two, "-o", "ada.db")
