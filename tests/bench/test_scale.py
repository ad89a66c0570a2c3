"""What the growth is measured on: made claims with planted facts, and vectors made for them."""

from __future__ import annotations

from dataclasses import asdict
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import pytest

from bench import scale
from bench.cost_curve import Point, keep, read
from bench.joining import Joined, command, join, rows
from bench.made_claims import TOLD_BY, articles, of_claims, patterns, renamed, write
from bench.made_vectors import DIMENSIONS, MadeEmbedder
from bench.scale_inside import build, cluster, pair_f1
from workbench.clustering import growing

if TYPE_CHECKING:
    from pathlib import Path


def test_made_articles_are_always_the_same_and_hold_what_was_asked_for() -> None:
    made = of_claims(patterns(None, 50), 300)
    assert made == of_claims(patterns(None, 50), 300)
    assert 300 <= sum(len(one.told) for one in made) < 400
    assert made != of_claims(patterns(None, 50), 300, seed=1)


def test_a_fact_is_told_by_one_to_eight_articles_in_other_words() -> None:
    told: dict[int, list[str]] = {}
    for one in islice(articles(patterns(None, 50)), 40):
        for telling in one.told:
            told.setdefault(telling.fact, []).append(telling.text)
    whole = [texts for fact, texts in told.items() if fact < 150]
    assert {len(texts) for texts in whole} == set(TOLD_BY)
    assert any(len(set(texts)) > 1 for texts in whole)


def test_sentences_are_taken_from_a_folder_and_get_names_of_their_own(tmp_path: Path) -> None:
    text = "Yesterday the mayor of Alder Brook counted 14 trucks near the Cinder Bay bridge.\n"
    (tmp_path / "a.txt").write_text(text)
    found = patterns(tmp_path)
    assert found == [text.strip()]
    import random

    other = renamed(found[0], random.Random(1))
    assert "Alder" not in other
    assert " 14 " not in other
    assert other.startswith("Yesterday the mayor of ")
    (tmp_path / "a.txt").write_text("short\n")
    with pytest.raises(ValueError, match="no sentence"):
        patterns(tmp_path)


def test_made_vectors_are_unit_rows_that_shared_words_bring_near() -> None:
    rows, words = MadeEmbedder().embed_with_words(
        ["The bridge was closed.", "Closed: the bridge", "A cat slept", ""]
    )
    assert rows.shape == (4, DIMENSIONS)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert rows[0] @ rows[1] > 0.99
    assert rows[0] @ rows[2] < 0.3
    assert [len(one) for one in words] == [2, 2, 2, 0]


def test_pair_f1_counts_pairs() -> None:
    assert pair_f1(np.array([0, 0, 1, 1]), np.array([0, 0, 1, 1])) == 1
    assert pair_f1(np.array([0, 0, 1, 2]), np.array([0, 0, 0, 2])) == pytest.approx(0.5)


def test_a_build_and_one_article_more_are_measured(tmp_path: Path) -> None:
    made = of_claims(patterns(None, 50), 60)
    write(tmp_path / "many", made[:-1])
    write(tmp_path / "one", made[-1:])
    built = build(tmp_path / "p.db", tmp_path / "many")
    joined = build(tmp_path / "p.db", tmp_path / "one")
    assert joined["claims"] > built["claims"] > 40
    assert {"reading", "splitting", "embedding", "clustering"} <= built["stages"].keys()
    warm = {"alone": asdict(Joined(cpu=0.2)), "joined": asdict(Joined(cpu=0.3)), "encoding": 0.1}
    one = scale.Measured(built["claims"], {**built, "peak": 1.0}, {**joined, "peak": 1.0}, warm)
    rows = list(scale.curve_rows(one))
    assert any(row.what.startswith("one article more") for row in rows)
    assert scale.point_of(one).build == round(built["cpu"], 2)


def test_the_curve_keeps_what_was_measured_of_other_sizes(tmp_path: Path) -> None:
    kept = tmp_path / "curve.json"
    assert keep(kept, [Point(1_000, 2.0, 100.0), Point(100, 1.0, 90.0)])[0].claims == 100
    points = keep(kept, [Point(1_040, 3.0, 100.0, 0.5, 80.0, {"comparing": 1.5})])
    assert [(point.claims, point.build) for point in points] == [(100, 1.0), (1_040, 3.0)]
    assert read(kept) == points
    assert read(tmp_path / "none.json") == []


def test_clusters_are_measured_beside_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bench.scale_inside._community", lambda rows: np.arange(len(rows)))
    found = cluster(40, None)
    assert found["claims"] >= 40
    assert found["peer_f1"] == 0
    assert found["f1"] > 0


def test_an_article_joins_a_copy_and_its_search_and_encoding_are_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(growing, "FROM", 20)
    made = of_claims(patterns(None, 50), 150)
    write(tmp_path / "many", made[:-1])
    write(tmp_path / "one", made[-1:])
    built = build(tmp_path / "p.db", tmp_path / "many")
    one = join(tmp_path / "p.db", tmp_path / "one", MadeEmbedder())
    alone = join(None, tmp_path / "one", MadeEmbedder())
    assert one.claims == built["claims"] + one.new
    assert one.new == alone.new == alone.claims > 0
    assert one.near > one.new
    assert one.pairs >= one.new
    assert (alone.near, alone.search) == (0, 0.0)
    assert min(one.rest, one.search, one.encoding, alone.rest, alone.encoding) > 0
    assert set(one.texts) <= set(alone.texts)


def test_what_joining_costs_is_told_beside_an_empty_project_with_encoding_and_without() -> None:
    alone = Joined(cpu=0.3, encoding=0.2, command=1.0)
    one = Joined(cpu=0.6, encoding=0.2, search=0.1, searching=0.1, command=1.5)
    found = {row.what: row for row in rows(alone, [one], 0.5)}
    whole = found["whole command but the search, 0 claims"]
    assert (whole.figure, whole.yardstick) == (pytest.approx(1.4), 1.0)
    assert whole.met
    warm = found["in one process, all but the search"]
    assert (warm.figure, warm.yardstick) == (pytest.approx(0.8), pytest.approx(0.6))
    assert found["the same without encoding"].ratio == pytest.approx(3)


def test_the_whole_command_is_timed_in_an_empty_and_in_a_filled_project(tmp_path: Path) -> None:
    made = of_claims(patterns(None, 50), 60)
    write(tmp_path / "many", made[:-1])
    write(tmp_path / "one", made[-1:])
    build(tmp_path / "p.db", tmp_path / "many")
    assert command(tmp_path / "p.db", tmp_path / "one", made=True) > 0
    assert command(None, tmp_path / "one", made=True) > 0


def test_articles_are_built_end_to_end_and_each_stage_has_its_share(tmp_path: Path) -> None:
    found = list(scale.whole_rows(tmp_path, 3, None))
    assert found[0].what.startswith("3 articles end to end")
    stages = {row.what.split(":")[0]: row for row in found[2:]}
    assert {"reading", "splitting", "embedding"} <= stages.keys()
    assert stages["embedding"].met is None
    assert sum(row.ratio or 0 for row in stages.values()) == pytest.approx(1, abs=0.2)
