"""The sample articles end to end, with the models that ship: what a newcomer will see."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from db.records import Filter, Kind, Label, Span
from workbench.build import build
from workbench.desk import Desk
from workbench.stages.export import claim_cells

SEEDS = Path(__file__).parent.parent / "seeds"
Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SEEDS / "expected.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    project = tmp_path_factory.mktemp("seeds") / "seeds.db"
    build(project, [SEEDS])
    return Desk(project, "tester")


@pytest.fixture(scope="module")
def rows(desk: Desk) -> Rows:
    return [
        {**claim_cells(row, member), "kinds": row.kinds, "text": member.document.text}
        for row in desk.rows(desk.ids(Filter()))
        for member in desk.members(row.cluster.id)
    ]


def on(rows: Rows, file: str, quote: str) -> Rows:
    """Return the claims that share at least half of the shorter one's characters with a quote."""
    text = (SEEDS / file).read_text("utf-8")
    start = text.index(quote)
    return [
        row for row in rows if row["document"] == file and shares(row, (start, start + len(quote)))
    ]


def shares(row: dict[str, Any], quote: Span) -> bool:
    start, end = row["char_start"], row["char_end"]
    common = min(end, quote[1]) - max(start, quote[0])
    return bool(2 * common >= min(end - start, quote[1] - quote[0]))


def clusters_of(rows: Rows, fact: dict[str, Any]) -> dict[int, set[str]]:
    """Return the clusters that hold a fact, each with the files that state it there."""
    found: dict[int, set[str]] = defaultdict(set)
    for file, quote in fact["mentions"]:
        for row in on(rows, file, quote):
            found[row["cluster_id"]].add(file)
    return found


def test_everything_is_read_and_nothing_is_wrong(desk: Desk) -> None:
    tally = desk.tally()
    assert (tally.documents, tally.sources) == (5, 4)
    assert tally.claims >= tally.sentences
    assert desk.problems() == []


def test_no_line_of_furniture_makes_a_claim(rows: Rows, expected: dict[str, Any]) -> None:
    assert [entry for entry in expected["furniture"] if on(rows, *entry)] == []


def test_every_fact_stands_in_a_sentence_with_claims(rows: Rows, expected: dict[str, Any]) -> None:
    quotes = [m for fact in expected["facts"] for m in fact["mentions"]] + expected["single"]
    claimed = {(row["document"], row["sentence"]) for row in rows}
    lost = [
        quote
        for file, quote in quotes
        if not any(file == document and quote in sentence for document, sentence in claimed)
    ]
    assert lost == []


@pytest.mark.parametrize("kind", [Kind.NUMBER, Kind.TIME, Kind.NAME, Kind.NEGATION])
def test_each_kind_of_conflict_is_suggested_where_it_is(
    rows: Rows, expected: dict[str, Any], kind: Kind
) -> None:
    facts = [f for f in expected["facts"] if f["kind"] == kind and not f["update"]]
    (fact,) = facts
    held = {cluster for cluster, files in clusters_of(rows, fact).items() if len(files) > 1}
    found = [row for row in rows if row["cluster_id"] in held and kind in row["kinds"]]
    assert found
    assert {row["suggestion"] for row in found} == {Label.CONFLICTING}


def test_most_facts_are_linked_across_sources(rows: Rows, expected: dict[str, Any]) -> None:
    linked = [
        fact["id"]
        for fact in expected["facts"]
        if any(len(files) > 1 for files in clusters_of(rows, fact).values())
    ]
    assert len(linked) >= 0.85 * len(expected["facts"])


def test_the_wire_copy_is_linked_sentence_by_sentence(rows: Rows, expected: dict[str, Any]) -> None:
    ((original, copy),) = expected["copies"]
    by_text: dict[str, dict[str, int]] = defaultdict(dict)
    for row in rows:
        by_text[row["claim"].replace("’", "'")][row["document"]] = row["cluster_id"]
    both = [places for places in by_text.values() if original in places and copy in places]
    assert len(both) >= 10
    assert all(places[original] == places[copy] for places in both)


def test_what_one_outlet_alone_reports_is_mostly_single_sourced(
    rows: Rows, expected: dict[str, Any]
) -> None:
    alone = [
        all(row["suggestion"] == Label.SINGLE_SOURCED for row in on(rows, *quote))
        for quote in expected["single"]
    ]
    assert sum(alone) >= 0.7 * len(alone)
