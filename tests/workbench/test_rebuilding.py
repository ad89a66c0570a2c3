"""Making clusters anew: said before, copied before, done in one piece or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workbench.commands import data, done, everything, refused
from workbench.clustering.rebuilding import rebuild
from workbench.pipeline import Cancelled

pytestmark = pytest.mark.usefixtures("toy_models")

HURT = "The old bridge was closed on Monday after 14 people were hurt."
LOOSE, STRICT = "0.15", "1"


def backups() -> list[Path]:
    return sorted(Path().glob("*.auto.db"))


def test_a_dry_run_says_what_would_change_and_changes_nothing(storm: Path) -> None:
    before = everything()
    would = data("rebuild", "--threshold", LOOSE, "--dry-run")
    assert would["clusters"]["before"] == len(before) > would["clusters"]["after"]
    assert (would["dry_run"], would["backup"]) == (True, None)
    assert everything() == before
    assert backups() == []
    assert "would be as they were" in done("rebuild", "--threshold", LOOSE, "--dry-run")


def test_it_then_does_what_it_said_with_a_copy_before(storm: Path) -> None:
    before = everything()
    would = data("rebuild", "--threshold", LOOSE, "--dry-run")
    did = data("rebuild", "--threshold", LOOSE)
    (copy,) = backups()
    assert Path(did.pop("backup")).name == copy.name
    would.pop("backup")
    assert (would.pop("dry_run"), did.pop("dry_run")) == (True, False)
    assert would == did
    assert len(data("clusters")) == did["clusters"]["after"]
    assert [data("show", row["id"], "--project", copy) for row in before] == before
    assert done("verify") == "all well\n"
    assert "before a migration or a rebuild" in done("backup", "--list")


def test_what_is_decided_stays_and_says_what_is_new(judged: Path, articles: Path) -> None:
    (articles / "d.txt").write_text("The mayor came home by boat.\n")
    done("add", articles)
    clusters = {row["id"]: row for row in data("clusters")}
    would = data("rebuild", "--threshold", LOOSE, "--dry-run")
    assert would["verdicts"] == len(clusters) - sum(
        row["verdict"]["label"] is None for row in clusters.values()
    )
    said = done("rebuild", "--threshold", LOOSE)
    for one in would["touched"]:
        assert f"cluster {one['cluster']} consistent: {one['after']}" in said
        assert data("show", one["cluster"])["change"]["words"] == one["after"]
    assert would["touched"]
    after = {row["id"]: row["verdict"]["label"] for row in data("clusters", "--decided")}
    before = {i: r["verdict"]["label"] for i, r in clusters.items() if r["verdict"]["label"]}
    assert after == before


def test_the_threshold_stays_until_another_is_asked_for(storm: Path, articles: Path) -> None:
    usual = everything()
    done("rebuild", "--threshold", STRICT)
    strict = everything()
    assert len(strict) > len(usual)
    assert "already there" in done("add", articles)
    assert everything() == strict
    assert data("rebuild")["clusters"]["same"] == len(strict)
    done("rebuild", "--threshold", "default")
    assert len(everything()) == len(usual)


def test_a_rebuild_that_is_stopped_leaves_the_old_clusters_and_settings(
    storm: Path, articles: Path
) -> None:
    before = everything()
    with pytest.raises(Cancelled):
        rebuild(storm, {"threshold": LOOSE}, cancelled=lambda: True)
    assert everything() == before
    done("add", articles)
    assert everything() == before
    assert done("verify") == "all well\n"


@pytest.mark.parametrize("threshold", ["0", "1.5", "-1", "many", "nan"])
def test_a_threshold_that_is_none_is_refused(storm: Path, threshold: str) -> None:
    refused("rebuild", "--threshold", threshold, code=2)
    assert backups() == []
