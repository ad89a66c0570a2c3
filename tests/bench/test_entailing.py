"""The entailer's tables, on sets and events made here."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bench import entailing
from bench.sets import conflicts
from bench.sets.conflicts import Fact
from models.linker_training.events import read_event
from tests.models.linked import embed
from tests.models.test_linker_training import write_event

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

CLAIMS = (("a", "Five men were hurt."), ("b", "Six men were hurt."), ("b", "Men were hurt."))


def test_a_fact_has_the_pairs_of_two_articles_and_the_rules_differences() -> None:
    fact = Fact(conflicting=True, kind="number", claims=CLAIMS)
    assert len(fact.pairs()) == 2
    assert [kind.value for kind in fact.differences()] == ["number"]
    assert not Fact(conflicting=False, kind="", claims=CLAIMS[1:]).pairs()


def test_the_table_sets_the_score_beside_the_rules() -> None:
    ruled = Fact(conflicting=True, kind="number", claims=CLAIMS)
    missed = Fact(conflicting=True, kind="place", claims=(("a", "In Oslo."), ("b", "In Rome.")))
    alike = Fact(conflicting=False, kind="", claims=(("a", "It rained."), ("b", "It rained.")))
    lines = conflicts.table([ruled, missed, alike, alike], [0.2, 0.9, 0.5, 0.1])
    assert lines[0] == "4 facts, 2 conflicting (by chance AP 0.500)"
    assert "1 told, precision 1.000 recall 0.500 AP 0.750" in lines[1]
    assert lines[3] == "entailer        AP 0.833"
    assert lines[4] == "rules, entailer AP 1.000"
    assert lines[5] == "entailer where no rule fires: 1 of 3 conflict, AP 1.000"
    assert lines[6:] == ["likelihood AP 1.000", "likelihood, entailer AP 1.000"]


def test_facts_are_read_with_the_claims_that_state_them(tmp_path: Path) -> None:
    write_event(tmp_path, tmp_path / "claims", "1Ann")
    folder = tmp_path / "events" / "1Ann"
    labels = json.loads((folder / "labels.json").read_text("utf-8"))
    labels["facts"][0] |= {"status": "conflicting", "kind": "date"}
    (folder / "labels.json").write_text(json.dumps(labels), "utf-8")
    event = read_event(folder, tmp_path / "claims" / "1Ann.csv", embed)
    [fact] = conflicts.facts_of(folder, event)
    assert (fact.conflicting, fact.kind) == (True, "date")
    assert {document for document, _ in fact.claims} == {"a", "b", "c"}
    assert len(fact.pairs()) == 3


def test_without_a_corpus_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    entailing.main(["--data", str(tmp_path), "--events", "none", "--claims", str(tmp_path)])
    said = capsys.readouterr().out
    assert "skipped: corpus not found" in said
    assert "skipped: events or their claims not found" in said


def test_sets_are_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "nli" / "fever-symmetric"
    folder.mkdir(parents=True)
    closed, denied = "The bridge is closed.", "The bridge is not closed."
    rows = [
        {"evidence": closed, "claim": closed, "label": "SUPPORTS"},
        {"evidence": closed, "claim": denied, "label": "REFUTES"},
    ]
    text = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / "fever_symmetric_dev.jsonl").write_text(text, "utf-8")
    entailing.main(["--data", str(tmp_path)])
    said = capsys.readouterr().out.split("\n")
    assert said[2].split() == ["fever-symmetric", "2", "1.000", "1.000", "1.000"]
    assert "pairs/s on one thread" in said[3]
