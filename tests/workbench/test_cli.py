"""Every act without the screen: what it prints, what it returns, and how it fails."""

from __future__ import annotations

import csv
import io
import json
import os
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from db.connection import open_writer, writing
from db.records import Kind, Label, Order
from tests.workbench.commands import VERBS, data, done, first_cluster, refused, run
from workbench.cli import cli
from workbench.desk import Desk
from workbench.pipeline import Cancelled
from workbench.stages.export import CLAIM_COLUMNS, CLUSTER_COLUMNS
from workbench.verbs.options import KINDS, LABELS, ORDERS

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")

pytestmark = pytest.mark.usefixtures("toy_models")


# Help
@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_explains_itself_with_an_example_that_parses(verb: str) -> None:
    shown = done(verb, "--help")
    assert "--project" in shown
    example = next(line for line in shown.splitlines() if "Example:" in line).split("Example:")[1]
    program, named, *args = shlex.split(example)
    assert (program, named) == ("workbench", verb)
    cli.commands[verb].make_context(verb, args, resilient_parsing=False)


def test_the_readme_lists_every_verb_with_a_line_that_parses() -> None:
    lines = [line for line in README.splitlines() if line.startswith("    workbench ")]
    named = []
    for line in lines:
        verb, *args = shlex.split(line.strip().split("  ")[0])[1:]
        named.append(verb)
        cli.commands[verb].make_context(verb, args, resilient_parsing=False)
    assert sorted(named) == VERBS


def test_every_verb_that_prints_data_prints_json() -> None:
    with_json = {
        verb
        for verb in VERBS
        if any("--json" in option.opts for option in cli.commands[verb].params)
    }
    assert with_json == set(VERBS) - {"export", "serve"}
    assert "csv" in done("export", "--help")


def test_the_help_of_the_program_names_every_verb_and_where_to_begin() -> None:
    shown = done("--help")
    assert "workbench review PATHS" in shown
    for verb in VERBS:
        assert f"\n  {verb}" in shown
    assert done("-h") == shown
    assert "workbench, version" in done("--version")


def test_every_kind_label_and_order_can_be_asked_for() -> None:
    assert set(KINDS) == set(Kind)
    assert set(LABELS) == set(Label)
    assert set(ORDERS) == set(Order)


@pytest.mark.parametrize("wrong", ["x", "0", "-3", "1.5", str(2**63)])
def test_what_is_no_number_of_a_cluster_is_said_in_plain_words(storm: Path, wrong: str) -> None:
    said = refused("show", "--", wrong, code=2)
    assert said.splitlines()[-1].endswith(f"'{wrong}' is not a number from 1")


@pytest.mark.parametrize("verb", VERBS)
def test_no_help_speaks_as_a_program(verb: str) -> None:
    shown = done(verb, "--help")
    assert "RANGE" not in shown
    assert str(2**63 - 1) not in shown


# Reading
def test_status_counts(storm: Path) -> None:
    assert "decided 0 of" in done("status")
    tally = data("status")
    assert tally["documents"] == 3
    assert tally["decided"] == 0


def test_clusters_are_listed_the_most_urgent_first_and_filters_combine(storm: Path) -> None:
    rows = data("clusters")
    assert rows[0]["suggestion"] == "conflicting"
    assert len(done("clusters").splitlines()) == len(rows)
    assert len(data("clusters", "--limit", "2")) == 2
    singles = data("clusters", "--suggestion", "single-sourced", "--source", "Gamma")
    assert [row["headline"] for row in singles] == [
        "Town counts the cost",
        "Repairs cost $2 million.",
    ]
    assert data("clusters", "--search", "mayor visit", "--undecided")[0]["sources"] == 2
    assert data("clusters", "--verdict", "consistent") == []
    assert data("clusters", "--flagged") == data("clusters", "--changed") == []
    found = run("clusters", "--search", 'AND ( " *')
    assert (found.stdout, found.stderr) == ("", "nothing fits this filter\n")
    assert "there is no source Gama; did you mean Gamma?" in refused("clusters", "--source", "Gama")
    assert "there is no source Delta" in refused("clusters", "--source", "Beta", "--with", "Delta")


def test_a_filter_is_saved_and_recalled_by_its_name(storm: Path) -> None:
    asked = ("--kind", "number", "--since", "2031-01-02", "--until", "2031-01-02")
    rows = data("clusters", *asked, "--save", "numbers")
    assert [row["suggestion"] for row in rows] == ["conflicting"]
    assert data("clusters", "--filter", "numbers") == rows
    assert data("clusters", "--filter", "numbers", "--source", "Gamma") == []
    assert data("clusters", "--since", "2031-01-03", "--order", "told") != []
    assert data("clusters", "--speaker", "nobody") == data("clusters", "--noted") == []
    assert "no filter is saved as 'none'" in refused("clusters", "--filter", "none", code=2)
    assert data("clusters", "--filter", "numbers", "--decided") == []


def test_show_prints_the_claims_by_source_and_what_differs(storm: Path) -> None:
    shown = done("show", first_cluster())
    assert "Alpha 2031-01-02 (a.txt:" in shown
    assert "Beta 2031-01-02 (b.txt:" in shown
    assert "number: '14" in shown
    assert len(data("show", first_cluster())["members"]) == 2


# Exporting
@pytest.mark.parametrize(
    ("level", "columns"), [("cluster", CLUSTER_COLUMNS), ("claim", CLAIM_COLUMNS)]
)
def test_export_is_one_line_for_each_with_a_header(
    storm: Path, level: str, columns: tuple[str, ...]
) -> None:
    text = CliRunner().invoke(cli, ["export", "--level", level]).stdout_bytes.decode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert tuple(rows[0]) == columns
    tally = data("status")
    assert len(rows) == tally["clusters" if level == "cluster" else "claims"]
    ids = [int(row["cluster_id"]) for row in rows]
    assert ids == sorted(ids)
    done("export", "--level", level, "-o", "out.csv")
    assert Path("out.csv").read_bytes() == text.encode()
    lines = done("export", "--level", level, "--format", "json").splitlines()
    assert [str(json.loads(line)["cluster_id"]) for line in lines] == [
        r["cluster_id"] for r in rows
    ]


def test_the_places_in_the_export_are_those_in_the_files(storm: Path, articles: Path) -> None:
    done("export", "--level", "claim", "-o", "out.csv")
    with Path("out.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            text = (articles / row["document"]).read_text("utf-8")
            spans = [tuple(map(int, part.split("-"))) for part in row["spans"].split(";")]
            assert "".join(text[a:b] for a, b in spans) == row["claim"]
            assert text[int(row["char_start"]) : int(row["char_end"])] in row["sentence"]


def test_a_verdict_shows_in_the_export(storm: Path) -> None:
    cluster = first_cluster()
    done("mark", cluster, "conflicting", "--note", "=14 or 17")
    rows = list(csv.DictReader(io.StringIO(done("export"), newline="")))
    row = next(row for row in rows if row["cluster_id"] == str(cluster))
    assert (row["verdict"], row["reviewer"], row["note"]) == ("conflicting", "ada", "'=14 or 17")
    assert row["decided_at"].endswith("+00:00")


def test_an_export_that_cannot_be_written_leaves_the_old_file(storm: Path, tmp_path: Path) -> None:
    assert "No such file or directory" in refused("export", "-o", "nowhere/out.csv")
    assert "directory" in refused("export", "-o", tmp_path)
    Path("out.csv").write_text("old")
    storm.unlink()
    refused("export", "-o", "out.csv")
    assert Path("out.csv").read_text() == "old"


# Checking
def test_verify_is_content_with_a_sound_project(storm: Path) -> None:
    assert done("verify") == "all well\n"
    assert data("verify") == []


def test_verify_names_what_is_wrong_and_fails(storm: Path) -> None:
    db = open_writer(storm)
    with writing(db):
        db.execute("UPDATE sentence SET text = 'Forged.' WHERE id = 2")
    db.close()
    result = run("verify")
    assert result.exit_code == 1
    assert result.stdout == "sentence 2: is not at its place in a.txt\n1 problems\n"
    as_json = run("verify", "--json")
    assert as_json.exit_code == 1
    assert json.loads(as_json.stdout) == ["sentence 2: is not at its place in a.txt"]


# Failing
NEEDED = {
    "show": ["1"],
    "history": ["1"],
    "mark": ["1", "consistent"],
    "confirm": ["1"],
    "flag": ["1"],
    "note": ["1", "so"],
    "combine": ["other.db", "-o", "new.db"],
    "adjudicate": ["1", "consistent", "--reason", "so"],
    "merge": ["1", "2"],
    "detach": ["3f0c"],
    "rename": ["1"],
    "whole": ["3f0c"],
    "drop": ["3f0c"],
    "join": ["3f0c", "8a41"],
    "part": ["3f0c", "8a41"],
    "import": ["verdicts.csv"],
    "recover": ["-o", "new.db"],
    "rename-source": ["Alpha", "Zeta"],
    "set-family": ["Alpha", "Harbour Media"],
    "set-date": ["1", "2031-03-12"],
    "remove": ["1", "--yes"],
    "restore": ["1"],
}
"""What a verb cannot do without."""


@pytest.mark.parametrize("verb", sorted(set(VERBS) - {"add", "review"}))
def test_a_missing_project_is_one_line_and_stays_missing(verb: str) -> None:
    arguments = NEEDED.get(verb, [])
    assert "workbench.db does not exist" in refused(verb, *arguments)
    assert not Path("workbench.db").exists()


def test_a_file_that_is_no_project_is_one_line_for_every_verb(articles: Path) -> None:
    Path("notes.db").write_text("Dear diary, this is no database." * 40)
    for verb in VERBS:
        arguments = {**NEEDED, "add": [articles]}.get(verb, [])
        assert "not SQLite" in refused(verb, *arguments, "--project", "notes.db")


@pytest.mark.parametrize(("verb", "arguments"), [("show", ["99"]), ("mark", ["99", "consistent"])])
def test_a_cluster_that_is_not_there_is_one_line(
    storm: Path, verb: str, arguments: list[str]
) -> None:
    assert "there is no cluster 99" in refused(verb, *arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        ["show", "99999999999999999999"],
        ["show", "0"],
        ["show", "one"],
        ["mark", "1", "maybe"],
        ["mark", "1"],
        ["clusters", "--limit", "99999999999999999999"],
        ["clusters", "--verdict", "maybe"],
        ["undo", "--reviewer", " "],
        ["export", "--format", "pdf"],
        ["dance"],
    ],
)
def test_arguments_that_make_no_sense_are_refused_with_their_usage(arguments: list[str]) -> None:
    assert "Usage:" in refused(*arguments, code=2)


def test_arguments_that_are_no_text_are_one_line(storm: Path) -> None:
    broken = os.fsdecode(b"caf\xe9")
    assert "not UTF-8" in refused("mark", first_cluster(), "consistent", "--note", broken)
    assert "not UTF-8" in refused("clusters", "--search", broken)


def test_an_internal_error_is_one_line_and_can_be_looked_into(
    storm: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(desk: Desk) -> None:
        raise ZeroDivisionError("by\nzero \x1b[31m")

    monkeypatch.setattr(Desk, "tally", broken)
    error = refused("status")
    assert "internal error (ZeroDivisionError: by zero ␛[31m); WORKBENCH_DEBUG=1" in error
    monkeypatch.setenv("WORKBENCH_DEBUG", "1")
    assert isinstance(run("status").exception, ZeroDivisionError)


def test_work_that_others_overtook_is_one_line(
    articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def overtaken(*_: object, **__: object) -> None:
        raise Cancelled("reviewers keep working")

    monkeypatch.setattr("workbench.build.build", overtaken)
    assert refused("add", articles) == "Error: reviewers keep working\n"


# What is gone, and what is unfinished
def test_a_verdict_whose_claims_are_gone_is_still_exported(storm: Path, articles: Path) -> None:
    schools = "Schools will stay open."
    (alone,) = [row["id"] for row in data("clusters") if row["headline"] == schools]
    done("mark", alone, "single-sourced")
    (articles / "b.txt").write_text("Another story was told on Monday.\n", "utf-8")
    done("add", articles)
    rows = list(csv.DictReader(io.StringIO(done("export", "--level", "claim"), newline="")))
    (row,) = [row for row in rows if row["cluster_id"] == str(alone)]
    assert (row["claim"], row["verdict"]) == (schools, "single-sourced")
    assert row["claim_id"] == row["char_start"] == row["document"] == ""
    assert "its claims are gone" in done("show", alone)
    counts = data("status")
    assert counts["decided"] == 0
    assert counts["clusters"] == sum(counts["suggestions"].values())


def test_a_date_that_is_none_is_refused(articles: Path) -> None:
    assert "not a date" in refused("add", articles, "--published", "nonsense", code=2)


def test_a_failed_add_settles_nothing(articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise Cancelled("stopped")

    with monkeypatch.context() as patch:
        patch.setattr("workbench.pipeline.Pipeline._split", stopped)
        refused("add", articles, "--claims", "atomic")
    assert Desk(Path("workbench.db"), "ada").unfinished()
    assert "unfinished: work was stopped before its end; run: workbench add" in done("status")
    done("add", articles, "--claims", "clauses")
    assert not Desk(Path("workbench.db"), "ada").unfinished()
    assert "unfinished" not in done("status")
