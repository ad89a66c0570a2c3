"""The weights of a likelihood are fitted to what tells conflicts, and can be made anew."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from bench import likelihood
from workbench.stages.export import CLAIM_COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

FACTS = {
    "at-odds": ("conflicting", "14 people were hurt", "17 people were hurt"),
    "agreed": ("consistent", "the bridge was closed", "the bridge was closed"),
}


def test_a_feature_that_tells_conflicts_gets_a_weight_and_noise_little() -> None:
    random = np.random.default_rng(7)
    x = random.normal(size=(400, 2))
    y = (x[:, 0] + 0.3 * random.normal(size=400) > 1).astype(float)
    weights = likelihood.fit(x, y)
    assert weights[1] > 5 * abs(weights[2])
    probability = likelihood.probability(weights, x)
    assert probability[y == 1].mean() > 0.5 > 0.1 > probability[y == 0].mean()


def test_events_are_read_in_three_ways_and_the_weights_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    events, claims = tmp_path / "events", tmp_path / "claims"
    claims.mkdir()
    for name in ("one", "two"):
        _event(events / name, claims / f"{name}.csv")
    monkeypatch.setattr(likelihood, "WEIGHTS", tmp_path / "weights.toml")
    likelihood.main([str(events), str(claims), "--write"])
    out = capsys.readouterr().out
    for way in (likelihood.QUOTED, likelihood.STATED, likelihood.MADE):
        assert f"{way:<13}    4 clusters,   2 conflicting" in out
    written = (tmp_path / "weights.toml").read_text("utf-8")
    assert written.startswith(
        "# Made by `python -m bench.likelihood` on 2 labelled events, 12 clusters."
    )
    assert "\nalarm = " in written


def test_what_ships_is_ranked_and_what_the_rules_miss_is_listed(tmp_path: Path) -> None:
    events, claims = tmp_path / "events", tmp_path / "claims"
    claims.mkdir()
    _event(events / "one", claims / "one.csv")
    examples = list(likelihood.read(events, claims))
    ranks = list(likelihood.shipped(examples))
    assert [line.split("  ")[0] for line in ranks] == ["as quoted", "as claims", "as clustered"]
    assert all("likelihood AP 1.000" in line for line in ranks)
    turned = [replace(example, conflicting=not example.conflicting) for example in examples]
    lines = list(likelihood.shipped(turned))[3:]
    assert lines == [
        "false on the labels' clusters   one number '14 peopl' and '17 peopl':"
        " a: 14 people were hurt | b: 17 people were hurt",
        "missed on the labels' clusters  one : a: the bridge was closed | b: the bridge was closed",
    ]


def _event(folder: Path, table: Path) -> None:
    """Two articles that state two facts, and each fact's claims in a cluster."""
    folder.mkdir(parents=True)
    rows, facts = [], []
    for article, column in (("a", 1), ("b", 2)):
        text = ". ".join(fact[column] for fact in FACTS.values())
        (folder / f"{article}.txt").write_text(text, "utf-8")
        for cluster, fact in enumerate(FACTS.values(), 1):
            start = text.index(fact[column])
            end = start + len(fact[column])
            row = dict.fromkeys(CLAIM_COLUMNS, "")
            row |= {"cluster_id": str(cluster), "claim": fact[column], "document": f"{article}.txt"}
            rows.append(row | {"char_start": str(start), "char_end": str(end)})
    for name, (status, left, right) in FACTS.items():
        mentions = [["a", left], ["b", right]]
        facts.append({"id": name, "status": status, "kind": "number", "difference": "14 vs 17"})
        facts[-1]["mentions"] = mentions
    labels = {"event": folder.name, "facts": facts, "apart": [], "single": []}
    (folder / "labels.json").write_text(json.dumps(labels), "utf-8")
    with table.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.DictWriter(handle, CLAIM_COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
