"""Verdicts that come back from a table: all of them, exactly, or named with the reason."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db import acts
from tests.workbench.commands import claim_ids, data, done, first_cluster, refused, run
from workbench.stages.export import CLAIM_COLUMNS
from workbench.transfer import tables

pytestmark = pytest.mark.usefixtures("toy_models")

NOTE = "=14 or 17?\r\n\"who\", said 'she';\n\t‮end"


def table(path: str = "out.csv") -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(rows: list[dict[str, str]], path: str = "out.csv", **options: str) -> None:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, CLAIM_COLUMNS, extrasaction="ignore", **options)
    writer.writeheader()
    writer.writerows(rows)
    Path(path).write_text(buffer.getvalue(), "utf-8", newline="")


def exported(*options: object) -> str:
    done("export", "--level", "claim", "-o", "now.csv", *options)
    return Path("now.csv").read_bytes().decode()


@pytest.fixture
def judged(storm: Path) -> Path:
    """The project with verdicts of two reviewers, and its table in out.csv."""
    first, second, third, *_ = (row["id"] for row in data("clusters"))
    done("mark", first, "conflicting", "--note", NOTE)
    done("mark", second, "consistent", "--reviewer", "@bob")
    done("mark", third, "conflicting", "--reviewer", "eve", "--note", "first thought")
    done("mark", third, "single-sourced", "--reviewer", "eve", "--note", "second thought")
    done("export", "--level", "claim", "-o", "out.csv")
    return storm


@pytest.fixture
def fresh(judged: Path, articles: Path) -> Path:
    """A project of the same articles in which nobody has judged anything."""
    judged.rename("old.db")
    done("add", articles)
    return judged


def test_a_fresh_build_gets_the_same_table_byte_for_byte(fresh: Path) -> None:
    assert exported() != Path("out.csv").read_bytes().decode()
    assert "taken over: 3 verdicts, 2 notes" in done("import", "out.csv")
    assert exported() == Path("out.csv").read_bytes().decode()
    assert done("export") == done("export", "--project", "old.db")
    assert done("verify") == "all well\n"
    assert data("clusters", "--changed") == []


def test_what_stands_already_is_not_done_again(judged: Path) -> None:
    before = data("history", first_cluster())
    shown = done("import", "out.csv")
    assert "taken over: 0 verdicts, 0 notes" in shown
    assert "3 clusters stood here already" in shown
    assert data("history", first_cluster()) == before


def test_a_dry_run_says_the_same_and_does_nothing(fresh: Path) -> None:
    before = exported()
    would = data("import", "out.csv", "--dry-run")
    assert exported() == before
    did = data("import", "out.csv")
    assert (would.pop("dry_run"), did.pop("dry_run")) == (True, False)
    assert would == did
    assert (did["verdicts"], did["notes"], did["unmatched"]) == (3, 2, [])
    assert "would take over: 0 verdicts" in done("import", "out.csv", "--dry-run")


def test_taken_over_verdicts_can_be_undone_and_done_again_by_their_reviewer(fresh: Path) -> None:
    done("import", "out.csv")
    before = exported()
    assert "verdict consistent" in done("undo", "--reviewer", "@bob")
    assert done("undo", "--reviewer", "@bob") == "nothing to undo\n"
    assert "@bob" not in exported()
    done("redo", "--reviewer", "@bob")
    assert exported() == before


def test_claims_are_known_by_place_when_their_source_has_another_name(
    judged: Path, articles: Path
) -> None:
    judged.rename("old.db")
    (articles / "manifest.csv").unlink()
    done("add", articles)
    done("import", "out.csv")
    verdicts = [(r["claim"], r["verdict"], r["reviewer"], r["note"]) for r in table()]
    exported()
    now = [(r["claim"], r["verdict"], r["reviewer"], r["note"]) for r in table("now.csv")]
    assert sorted(now) == sorted(verdicts)
    assert data("clusters", "--changed") == []


def test_a_verdict_goes_where_most_of_its_claims_are_and_says_that_they_are_not_all(
    fresh: Path,
) -> None:
    home = first_cluster()
    done("detach", claim_ids(home)[1])
    done("import", "out.csv")
    (changed,) = data("clusters", "--changed")
    assert (changed["id"], changed["verdict"]["label"]) == (home, "conflicting")
    assert done("verify") == "all well\n"


def test_of_two_clusters_that_speak_for_one_the_larger_is_heard(fresh: Path) -> None:
    rows = table()
    (alone,) = {r["cluster_id"] for r in rows if r["verdict"] == "single-sourced"}
    (pair,) = {r["cluster_id"] for r in rows if r["verdict"] == "consistent"}
    done("merge", pair, alone)
    result = run("import", "out.csv")
    assert result.exit_code == 0
    assert f"cluster {pair} of the table speaks for cluster {pair}" in result.stderr
    assert data("show", pair)["verdict"]["label"] == "consistent"
    assert done("verify") == "all well\n"


def test_another_verdict_is_replaced_and_kept_in_the_history(fresh: Path) -> None:
    cluster = first_cluster()
    done("mark", cluster, "consistent")
    assert "1 cluster in place of another verdict" in done("import", "out.csv")
    kinds = [(act["kind"], act["value"]) for act in data("history", cluster)]
    assert kinds == [("verdict", "consistent"), ("note", NOTE), ("verdict", "conflicting")]


def test_a_note_without_a_verdict_is_of_whoever_imports(storm: Path) -> None:
    rows = table_of_nothing()
    rows[0]["note"] = "look again"
    for row in rows[1:]:
        if row["cluster_id"] == rows[0]["cluster_id"]:
            row["note"] = "look again"
    write(rows)
    done("import", "out.csv", "--reviewer", "bob")
    (act,) = data("history", rows[0]["cluster_id"])
    assert (act["kind"], act["value"], act["reviewer"]) == ("note", "look again", "bob")


def table_of_nothing() -> list[dict[str, str]]:
    done("export", "--level", "claim", "-o", "out.csv")
    return table()


def test_a_table_that_a_spreadsheet_has_stored_is_read_as_well(fresh: Path) -> None:
    rows = table()
    write(rows, delimiter=";")
    Path("out.csv").write_bytes(b"\xef\xbb\xbf" + Path("out.csv").read_bytes())
    assert "taken over: 3 verdicts" in done("import", "out.csv")


@pytest.mark.parametrize(
    ("times", "kept"),
    [
        ("2026-01-02T03:04:05.678+00:00", "2026-01-02T03:04:05.678+00:00"),
        ("2026-01-02T04:04:05+01:00", "2026-01-02T03:04:05.000+00:00"),
        ("2026-01-02 03:04", None),
        ("9999-12-31T23:59:59-23:00", None),
        ("0001-01-01T00:00:00+23:00", None),
        ("yesterday", None),
    ],
)
def test_the_time_of_a_verdict_is_kept_when_it_is_one(
    fresh: Path, times: str, kept: str | None
) -> None:
    write([{**row, "decided_at": times} for row in table()])
    done("import", "out.csv")
    at = data("show", first_cluster())["verdict"]["decided_at"]
    if kept:
        assert at == kept
    else:
        assert abs(datetime.now(UTC) - datetime.fromisoformat(at)) < timedelta(minutes=1)


# What does not match


def test_what_does_not_match_is_named_with_its_reason_and_the_rest_is_taken_over(
    fresh: Path,
) -> None:
    rows = table()
    by_verdict = {row["verdict"]: row for row in rows}
    gone, moved, other = (by_verdict[v] for v in ("conflicting", "consistent", "single-sourced"))
    gone.update(claim_id="0" * 16, document="gone.txt")
    moved.update(claim_id="1" * 16, spans="3-4")
    other.update(claim_id="=cmd", claim="Other words.")
    write(rows)
    result = run("import", "out.csv")
    assert result.exit_code == 0
    said = result.stderr.splitlines()
    assert len(said) == 3
    assert any("there is no article 'gone.txt' here" in line for line in said)
    assert sum("no such claim in use at that place" in line for line in said) == 2
    assert "taken over: 2 verdicts, 1 note" in result.stdout
    assert "not matched: 3 lines" in result.stdout
    # The claims that are not here were evidence too.
    assert len(data("clusters", "--changed")) == 2
    done("undo")
    assert done("verify") == "all well\n"


def test_a_claim_that_was_left_out_here_does_not_match(fresh: Path) -> None:
    done("drop", claim_ids(first_cluster())[0])
    result = run("import", "out.csv")
    assert result.stderr.count("\n") == 1
    assert "no such claim in use" in result.stderr


def test_when_nothing_fits_that_is_an_error(fresh: Path) -> None:
    write([{**row, "claim_id": "", "document": "x"} for row in table()])
    result = run("import", "out.csv")
    assert result.exit_code == 1
    assert "nothing that out.csv says of claims fits here" in result.stderr
    assert "Traceback" not in result.output


def spoiled(what: str) -> list[dict[str, str]]:
    rows = table()
    row = next(row for row in rows if row["verdict"] == "conflicting")
    match what:
        case "label":
            row["verdict"] = "maybe\x1b[2J"
        case "nul":
            row["note"] = "a\0b"
        case "disagreement":
            row["note"] = "not the same"
        case "nameless":
            row["cluster_id"] = " "
    return rows


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("label", "unknown verdict 'maybe"),
        ("nul", "holds a NUL character"),
        ("disagreement", "its lines do not say the same of it"),
        ("nameless", "names no cluster_id"),
    ],
)
def test_a_line_that_makes_no_sense_costs_its_cluster_only(
    fresh: Path, what: str, words: str
) -> None:
    write(spoiled(what))
    result = run("import", "out.csv")
    assert result.exit_code == 0
    assert words in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert "\x1b" not in result.stderr
    expected = 3 if what == "nameless" else 2
    assert f"taken over: {expected} verdicts" in result.stdout
    assert done("verify") == "all well\n"


def test_a_line_of_another_width_costs_its_cluster_only(fresh: Path) -> None:
    text = Path("out.csv").read_text("utf-8")
    Path("out.csv").write_text(text + '1,"a quote that never closes\n1,2,3\n', "utf-8")
    result = run("import", "out.csv")
    assert "cluster 1: has 2 cells, the header 18" in result.stderr


EVIL = {
    "no JSON": "{", "a list": "[1]", "no claims": '{"origins": 1}', "a number": "7",
    "no keys": '{"claims": ["x"]}', "half": '{"claims": [], "origins": 2}',
    "deep": "[" * 50_000, "a kind": '{"claims": [], "origins": 1, "differences": [["x"]]}',
}  # fmt: skip


@pytest.mark.parametrize("what", EVIL)
def test_evidence_that_cannot_be_read_costs_its_cluster_only(fresh: Path, what: str) -> None:
    rows = table()
    first = next(row["cluster_id"] for row in rows if row["verdict"])
    write([{**r, "evidence": EVIL[what] if r["cluster_id"] == first else ""} for r in rows])
    result = run("import", "out.csv")
    assert f"cluster {first}: its evidence" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert "taken over: 2 verdicts" in result.stdout
    assert done("verify") == "all well\n"


def test_a_table_of_an_earlier_version_is_taken_over(fresh: Path) -> None:
    rows = [{k: v for k, v in row.items() if k != "evidence"} for row in table()]
    with Path("out.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    assert "taken over: 3 verdicts, 2 notes" in done("import", "out.csv")


HOSTILE = {
    "not UTF-8": (b"cluster_id,claim_id\xff\xfe\n", "is not UTF-8"),
    "UTF-16": ("cluster_id,claim_id\n".encode("utf-16"), "is not UTF-8"),
    "nothing": (b"", "has no column cluster_id"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0", "is not UTF-8"),
    "NUL bytes": (b"\0" * 100, "has no column cluster_id"),
    "columns of the other level": (b"cluster_id,claim,verdict\n", "has no column claim_id"),
    "a column twice": ((",".join((*CLAIM_COLUMNS, "note")) + "\n").encode(), "no column note"),
    "a broken header": (b'"cluster_id\n', "has no column"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_no_table_is_one_line_and_changes_nothing(storm: Path, what: str) -> None:
    before = exported()
    content, words = HOSTILE[what]
    Path("out.csv").write_bytes(content)
    assert words in refused("import", "out.csv")
    assert exported() == before


def test_a_file_that_is_not_there_and_a_folder_are_one_line(storm: Path, tmp_path: Path) -> None:
    assert "No such file" in refused("import", "gone.csv")
    assert "directory" in refused("import", tmp_path)


def test_huge_cells_are_taken_up_to_a_limit(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note = "x" * 200_000
    rows = table()
    write([{**row, "note": note if row["note"] else ""} for row in rows])
    limit = csv.field_size_limit()
    with monkeypatch.context() as patch:
        patch.setattr(tables, "LONGEST", 100_000)
        assert "more than 100,000 characters" in refused("import", "out.csv")
        write([{**row, "note": "x\n" * 100_000} for row in rows])
        assert "field larger than field limit" in refused("import", "out.csv")
        assert csv.field_size_limit() == limit
    write([{**row, "note": note if row["note"] else ""} for row in rows])
    done("import", "out.csv")
    assert data("show", first_cluster())["verdict"]["note"] == note


def test_a_table_is_taken_over_whole_or_not_at_all(
    fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = exported()
    append, seen = acts.append, []

    def failing(db: object, act: object) -> object:
        seen.append(act)
        if len(seen) == 4:
            raise OSError("the power went")
        return append(db, act)

    with monkeypatch.context() as patch:
        patch.setattr(acts, "append", failing)
        refused("import", "out.csv")
    assert exported() == before
    assert json.loads(done("verify", "--json")) == []
