"""Clusters against labels: each figure on an event small enough to count by hand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bench.sets.labelled import Score, judge, read
from models.linker_training.judge import Score as Linking

if TYPE_CHECKING:
    from pathlib import Path

HURT_A, HURT_B, RAIN, ROOF = (
    "14 people were hurt",
    "17 people were hurt",
    "It rained",
    "A roof fell",
)


@pytest.fixture
def event(tmp_path: Path) -> Path:
    folder = tmp_path / "storm"
    folder.mkdir()
    (folder / "a.txt").write_text(f"{HURT_A}. {RAIN}.", "utf-8")
    (folder / "b.txt").write_text(f"{HURT_B}. {ROOF}.", "utf-8")
    labels = {
        "facts": [
            {
                "status": "conflicting",
                "kind": "number",
                "difference": "14 vs 17",
                "mentions": [["a", HURT_A], ["b", HURT_B]],
            }
        ],
        "apart": [[["a", RAIN], ["b", ROOF]]],
        "single": [["a", RAIN], ["b", ROOF]],
    }
    (folder / "labels.json").write_text(json.dumps(labels), "utf-8")
    return folder


def row(event: Path, document: str, claim: str, cluster: str, suggestion: str) -> dict[str, str]:
    start = (event / f"{document}.txt").read_text("utf-8").index(claim)
    return {
        "cluster_id": cluster,
        "claim": claim,
        "document": f"{document}.txt",
        "spans": f"{start}-{start + len(claim)}",
        "suggestion": suggestion,
    }


def test_right_clusters_score_full_marks(event: Path) -> None:
    rows = [
        row(event, "a", HURT_A, "1", "conflicting"),
        row(event, "b", HURT_B, "1", "conflicting"),
        row(event, "a", RAIN, "2", "single-sourced"),
        row(event, "b", ROOF, "3", "single-sourced"),
    ]
    judged = judge(read(event), rows)
    assert judged.score == Score(Linking(1, 1, 1, 1, 1, 1, 2, 2), 1, 1, 1, 1)
    assert judged.score.f1 == 1
    assert (judged.missed, judged.false) == ([], [])


def test_wrong_clusters_are_counted_and_named(event: Path) -> None:
    rows = [
        row(event, "a", HURT_A, "1", "single-sourced"),
        row(event, "b", HURT_B, "2", "single-sourced"),
        row(event, "a", RAIN, "3", "conflicting"),
        row(event, "b", ROOF, "3", "conflicting"),
    ]
    judged = judge(read(event), rows)
    assert judged.score == Score(Linking(0, 1, 0, 1, 0, 1, 0, 2), 0, 1, 0, 1)
    assert judged.missed == ["storm number: 14 vs 17 (not linked)"]
    assert judged.false == [f"{RAIN} | {ROOF}"]


def test_a_conflict_that_was_linked_and_not_seen_is_missed(event: Path) -> None:
    rows = [
        row(event, "a", HURT_A, "1", "consistent"),
        row(event, "b", HURT_B, "1", "consistent"),
    ]
    judged = judge(read(event), rows)
    assert (judged.score.hits, judged.score.conflicts, judged.score.f1) == (0, 1, 1)
    assert judged.missed == ["storm number: 14 vs 17 (linked)"]
