"""The export, byte by byte: its columns and its quoting are a contract."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.digests import claim_key
from db.evidence import Evidence, Told, told_elsewhere
from db.records import Claim, Cluster, Document, Kind, Label, Member, Row, Sentence, Verdict
from workbench.stages.export import (
    CLAIM_COLUMNS,
    CLUSTER_COLUMNS,
    claim_cells,
    cluster_cells,
    to_csv,
    to_json,
)

GOLDEN = Path(__file__).parents[1] / "golden"

TEXT = 'The "old" bridge, shut on Monday,\u2028may reopen – “soon”.\n=1+1 people came.\n'
DOCUMENT = Document(
    "-Beta, Inc.", "=evil.md", "/b", "digest", "utf-8", TEXT, "@title", "2031-01-02"
)
SENTENCES = (Sentence(0, 54, TEXT[:54]), Sentence(55, 72, TEXT[55:72]))
SPANS = (((0, 4), (10, 33)), ((55, 72),))
CLAIMS = tuple(
    Claim(
        "".join(TEXT[a:b] for a, b in spans),
        spans,
        speaker="+Öz\r\nclerk",
        key=claim_key("digest", spans),
    )
    for spans in SPANS
)
MEMBERS = [Member(c, s, DOCUMENT) for c, s in zip(CLAIMS, SENTENCES, strict=True)]
VERDICT = Verdict(
    Label.CONFLICTING, '=cmd|" /C calc"\nnext, line', False, False, "ada", "2031-01-03T04:05:06Z"
)
EVIDENCE = told_elsewhere(
    Evidence(("0123456789abcdef",), 2, (Told(Kind.NUMBER, "14", "17", "14", "17"),))
)
ROWS = [
    Row(Cluster(CLAIMS[0].text, 2, 1, 1, Label.CONFLICTING, 7, origins=1), VERDICT),
    Row(Cluster(CLAIMS[1].text, 1, 1, 1, Label.SINGLE_SOURCED, 12, origins=1), Verdict()),
]


def exported(level: str) -> str:
    if level == "cluster":
        return "".join(to_csv(CLUSTER_COLUMNS, map(cluster_cells, ROWS)))
    cells = (
        claim_cells(row, member, EVIDENCE if row.verdict.label else "")
        for row in ROWS
        for member in MEMBERS
    )
    return "".join(to_csv(CLAIM_COLUMNS, cells))


@pytest.mark.parametrize("level", ["claim", "cluster"])
def test_the_export_is_what_it_always_was(level: str) -> None:
    assert exported(level).encode() == (GOLDEN / f"{level}.csv").read_bytes()


def test_the_columns_are_those_that_were_promised() -> None:
    assert ",".join(CLAIM_COLUMNS) == (
        "cluster_id,claim_id,claim,source,document,title,published,sentence,char_start,char_end,"
        "spans,speaker,suggestion,verdict,reviewer,decided_at,note,evidence"
    )
    assert ",".join(CLUSTER_COLUMNS) == (
        "cluster_id,claim,verdict,reviewer,decided_at,note,suggestion,sources,documents,claims,"
        "origins"
    )
    assert tuple(claim_cells(ROWS[0], MEMBERS[0])) == CLAIM_COLUMNS
    assert tuple(cluster_cells(ROWS[0])) == CLUSTER_COLUMNS


def test_the_header_is_there_when_nothing_else_is() -> None:
    assert list(to_csv(CLUSTER_COLUMNS, [])) == [",".join(CLUSTER_COLUMNS) + "\r\n"]
    assert list(to_json([])) == []


def test_the_offsets_are_those_of_the_claim_in_the_article() -> None:
    for member in MEMBERS:
        cells = claim_cells(ROWS[0], member)
        spans = [tuple(map(int, part.split("-"))) for part in str(cells["spans"]).split(";")]
        assert "".join(TEXT[a:b] for a, b in spans) == cells["claim"]
        assert (cells["char_start"], cells["char_end"]) == (spans[0][0], spans[-1][1])


def test_no_cell_of_the_table_is_a_formula() -> None:
    for level in ("claim", "cluster"):
        for line in csv.reader(io.StringIO(exported(level), newline="")):
            assert not [cell for cell in line if cell.lstrip().startswith(("=", "+", "-", "@"))]


CELLS = st.text(st.characters(codec="utf-8"), max_size=15)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=5))
def test_any_text_survives_the_quoting(lines: list[list[str]]) -> None:
    rows = [dict(zip("abc", line, strict=True)) for line in lines]
    text = "".join(to_csv("abc", rows))
    back = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert back[0] == ["a", "b", "c"]
    for line, read in zip(lines, back[1:], strict=True):
        assert [cell.removeprefix("'") for cell in read] == [c.removeprefix("'") for c in line]


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=5))
def test_every_line_ends_as_rfc_4180_wants_it(lines: list[list[str]]) -> None:
    rows = [dict(zip("ab", line, strict=True)) for line in lines]
    for line in to_csv("ab", rows):
        assert line.endswith("\r\n")
        unquoted = "".join(line.removesuffix("\r\n").split('"')[::2])
        assert not set(unquoted) & set("\r\n")


@given(st.lists(CELLS, min_size=2, max_size=2))
def test_json_is_one_object_a_line_and_changes_nothing(values: list[str]) -> None:
    cells = dict(zip("ab", values, strict=True))
    (line,) = to_json([cells])
    assert json.loads(line) == cells
    assert line.index("\n") == len(line) - 1
