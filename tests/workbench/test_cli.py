"""Every act without the screen: what it prints, what it returns, and how it fails."""

from __future__ import annotations

import csv
import io
import json
import os
import resource
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from db.connection import open_writer, writing
from db.records import Progress
from models.embedder import ModelUnavailable
from tests.conftest import ToyEmbedder, ToyLinker
from workbench.adding import with_bars
from workbench.cli import cli
from workbench.desk import Desk
from workbench.pipeline import Cancelled, Report
from workbench.stages.export import CLAIM_COLUMNS, CLUSTER_COLUMNS

VERBS = sorted(cli.commands)


@pytest.fixture(autouse=True)
def toy_models(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("models.embedder.Embedder", lambda model, backend: ToyEmbedder())
    monkeypatch.setattr("models.linker.Linker.load", ToyLinker)
    for name in ("WORKBENCH_PROJECT", "WORKBENCH_REVIEWER", "WORKBENCH_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("WORKBENCH_KEYMAP", raising=False)
    monkeypatch.setattr("workbench.ui.keymap.default_path", lambda: tmp_path / "own.toml")
    monkeypatch.setenv("LOGNAME", "ada")
    monkeypatch.chdir(tmp_path)


def run(*args: object) -> Result:
    return CliRunner().invoke(cli, [str(arg) for arg in args])


def done(*args: object) -> str:
    result = run(*args)
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    return result.stdout


def data(*args: object) -> object:
    return json.loads(done(*args, "--json"))


def refused(*args: object, code: int = 1) -> str:
    """Run a verb that must fail: nothing on stdout, one line on stderr, no traceback."""
    result = run(*args)
    assert result.exit_code == code, result.output
    assert isinstance(result.exception, SystemExit)
    assert result.stdout == ""
    if code == 1:
        assert result.stderr.startswith("Error: ")
        assert len(result.stderr.splitlines()) == 1
    return result.stderr


@pytest.fixture
def storm(articles: Path) -> Path:
    """A project of three articles, in the default place."""
    done("add", articles)
    return Path("workbench.db")


def first_cluster() -> int:
    return data("clusters", "--limit", "1")[0]["id"]


# Help


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_explains_itself_with_an_example_that_parses(verb: str) -> None:
    shown = done(verb, "--help")
    assert "--project" in shown
    example = next(line for line in shown.splitlines() if "Example:" in line).split("Example:")[1]
    program, named, *args = shlex.split(example)
    assert (program, named) == ("workbench", verb)
    cli.commands[verb].make_context(verb, args, resilient_parsing=False)


def test_every_verb_that_prints_data_prints_json() -> None:
    with_json = {
        verb
        for verb in VERBS
        if any("--json" in option.opts for option in cli.commands[verb].params)
    }
    assert with_json == set(VERBS) - {"export"}
    assert "csv" in done("export", "--help")


def test_the_help_of_the_program_names_every_verb_and_where_to_begin() -> None:
    shown = done("--help")
    assert "workbench review PATHS" in shown
    for verb in VERBS:
        assert f"\n  {verb}" in shown
    assert done("-h") == shown
    assert "workbench, version" in done("--version")


# Adding


def test_add_says_what_became_of_the_files_and_how_much_there_is(articles: Path) -> None:
    shown = done("add", articles)
    assert "added: a.txt, b.txt, c.txt" in shown
    assert "3 articles of 3 sources" in shown
    assert "already there: a.txt, b.txt, c.txt" in done("add", articles)


def test_add_as_json_is_the_report(articles: Path) -> None:
    report = data("add", articles)
    assert report["added"] == ["a.txt", "b.txt", "c.txt"]
    assert report["reclustered"]
    assert report["skipped"] == []


def test_add_takes_details_from_options(articles: Path) -> None:
    options = ["--source", "Wire", "--title", "Shut", "--published", "2031-01-09", "--url", "u"]
    done("add", articles / "a.txt", *options)
    (member,) = data("show", first_cluster())["members"]
    assert (member["source"], member["published"]) == ("Wire", "2031-01-09")


def test_what_cannot_be_read_is_named_on_stderr_and_the_rest_is_added(articles: Path) -> None:
    (articles / "d.txt").write_bytes(b"\x89PNG\0\0")
    (articles / "e.txt").touch()
    result = run("add", articles, "gone.txt")
    assert result.exit_code == 0
    assert result.stderr.splitlines() == [
        "skipped gone.txt: does not exist",
        f"skipped {articles / 'd.txt'}: binary, not text",
        f"skipped {articles / 'e.txt'}: empty",
    ]
    assert "added: a.txt, b.txt, c.txt" in result.stdout


def test_when_nothing_can_be_read_that_is_an_error_and_no_project_is_made(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    error = refused("add", "gone.txt", "empty", "a.pdf", "b.pdf")
    assert "gone.txt: does not exist; empty: no .txt or .md file in this folder" in error
    assert "and 1 more" in error
    assert not Path("workbench.db").exists()


def test_add_without_paths_finishes_what_was_stopped(
    articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "name the articles" in refused("add", code=2)
    assert not Path("workbench.db").exists()
    with monkeypatch.context() as patch:
        patch.setattr(ToyEmbedder, "embed", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        assert "finished so far is stored" in refused("add", articles)
    assert run("verify").exit_code == 1
    assert "3 articles of 3 sources" in done("add")
    assert done("verify") == "all well\n"


def test_a_model_that_cannot_be_loaded_is_one_line(
    articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unavailable(model: str, backend: str) -> None:
        raise ModelUnavailable(f"model {model} cannot be loaded")

    monkeypatch.setattr("models.embedder.Embedder", unavailable)
    assert refused("add", articles, "--model", "x") == "Error: model x cannot be loaded\n"


def test_the_project_remembers_its_model(articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr("models.embedder.Embedder", lambda m, _: asked.append(m) or ToyEmbedder())
    for options in ([], ["--model", "other"], [], ["--model", "default"], []):
        done("add", articles, *options)
    assert asked == ["default", "other", "other", "default", "default"]


def test_the_project_remembers_its_backend_with_its_model(
    articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str]] = []
    monkeypatch.setattr(
        "models.embedder.Embedder", lambda *chosen: asked.append(chosen) or ToyEmbedder()
    )
    for options in ([], ["--backend", "torch"], [], ["--model", "other"], ["--backend", "onnx"]):
        done("add", articles, *options)
    assert [backend for _, backend in asked] == ["", "torch", "torch", "", "onnx"]
    assert "jax" in refused("add", articles, "--backend", "jax", code=2)


def test_bars_show_each_stage_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    def work(advance: object, cancelled: object) -> Report:
        for done in (1, 2):
            advance(Progress("reading", done, 2))
        advance(Progress("splitting", 1, 1))
        assert not cancelled()
        return Report(added=["a.txt"])

    assert with_bars(work).added == ["a.txt"]
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "reading" in shown.err
    assert "splitting" in shown.err


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
    assert done("clusters", "--search", 'AND ( " *') == ""


def test_show_prints_the_claims_by_source_and_what_differs(storm: Path) -> None:
    shown = done("show", first_cluster())
    assert "Alpha 2031-01-02 (a.txt:" in shown
    assert "Beta 2031-01-02 (b.txt:" in shown
    assert "number: '14" in shown
    assert len(data("show", first_cluster())["members"]) == 2


# Acting


def test_mark_stores_the_verdict_the_note_and_who_gave_it(storm: Path) -> None:
    cluster = first_cluster()
    assert done("mark", cluster, "conflicting", "--note", "14 or 17").startswith("[x]")
    verdict = data("show", cluster)["verdict"]
    assert (verdict["label"], verdict["note"], verdict["reviewer"]) == (
        "conflicting",
        "14 or 17",
        "ada",
    )
    marked = data("mark", cluster, "consistent", "--reviewer", "bob")
    assert marked["verdict"]["label"] == "consistent"
    assert marked["verdict"]["note"] == "14 or 17"
    assert marked["verdict"]["reviewer"] == "bob"


def test_undo_says_what_it_took_back_until_nothing_is_left(storm: Path) -> None:
    cluster = first_cluster()
    done("mark", cluster, "conflicting", "--note", "14 or 17")
    assert done("undo").startswith(f"undone: verdict conflicting on cluster {cluster} (")
    assert data("undo")["kind"] == "note"
    assert done("undo") == "nothing to undo\n"
    assert data("undo") is None
    assert data("show", cluster)["verdict"]["label"] is None


def claim_ids(cluster: int) -> list[str]:
    return [member["claim_id"] for member in data("show", cluster)["members"]]


def test_claims_can_be_parted_merged_left_out_and_all_of_it_undone_and_done_again(
    storm: Path,
) -> None:
    before = data("clusters")
    home = first_cluster()
    one, other = claim_ids(home)
    parted = data("detach", other)["id"]
    assert (claim_ids(home), claim_ids(parted)) == ([one], [other])
    assert data("merge", home, parted)["id"] == home
    assert sorted(claim_ids(home)) == sorted([one, other])
    assert "left out as nothing to check" in done("drop", other)
    assert claim_ids(home) == [one]
    assert "undone: claim of cluster" in done("undo")
    assert "done again: claim of cluster" in done("redo")
    assert done("redo") == "nothing to do again\n"
    for _ in range(3):
        done("undo")
    assert data("clusters") == before
    assert [act["kind"] for act in data("history", home)][:3] == ["detach", "merge", "drop"]
    assert f"1 claim of cluster {home} made cluster {parted}" in done("history", home)
    assert done("verify") == "all well\n"


def test_show_says_why_claims_are_together(storm: Path) -> None:
    shown = done("show", first_cluster())
    assert "nearest to Beta for words" in shown
    assert data("show", first_cluster())["members"][0]["membership"]["because"] == ["words"]


def test_status_says_how_much_was_badly_split(storm: Path) -> None:
    assert "badly split" not in done("status")
    done("drop", claim_ids(first_cluster())[0])
    assert "badly split 1 of 1 claim judged (100.0%): 0 taken whole, 1 left out" in done("status")


def test_status_says_how_far_verdicts_and_suggestions_agree(storm: Path) -> None:
    assert "agree" not in done("status")
    first, second = (row["id"] for row in data("clusters", "--limit", "2"))
    done("mark", first, "conflicting")
    done("mark", second, "single-sourced")
    assert "verdicts agree with suggestions in 1 of 2 (kappa 0.33)" in done("status")
    assert "  number: 1 of 1 marked conflicting" in done("status")
    assert data("status")["agreement"]["all"]["agreed"] == 1


def test_a_whole_sentence_is_taken_by_the_id_of_its_part(storm: Path, tmp_path: Path) -> None:
    two = "Ferries stopped at noon, and the harbour master went home."
    (tmp_path / "d.txt").write_text(two + "\n", "utf-8")
    done("add", tmp_path / "d.txt")
    (part, _) = data("clusters", "--search", "ferries") + data("clusters", "--search", "harbour")
    assert data("whole", claim_ids(part["id"])[0])["headline"] == two
    assert len(data("clusters", "--search", "harbour")) == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["merge", "1", "1"], "cannot be merged with itself"),
        (["merge", "1", "999"], "no cluster 999"),
        (["detach", "nobody"], "no claim nobody in use"),
        (["drop", "nobody"], "no claim nobody in use"),
        (["whole", "nobody"], "no claim nobody in use"),
        (["join", "nobody", "else"], "no claim nobody in use"),
        (["history", "999"], "no cluster 999"),
    ],
)
def test_surgery_that_cannot_be_done_is_one_line(
    storm: Path, arguments: list[str], words: str
) -> None:
    assert words in refused(*arguments)


def test_reviewers_undo_only_their_own(storm: Path) -> None:
    done("mark", first_cluster(), "conflicting")
    assert done("undo", "--reviewer", "bob") == "nothing to undo\n"


def test_the_environment_names_project_and_reviewer(
    storm: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storm.rename("other.db")
    monkeypatch.setenv("WORKBENCH_PROJECT", "other.db")
    monkeypatch.setenv("WORKBENCH_REVIEWER", "eve")
    assert data("mark", first_cluster(), "consistent")["verdict"]["reviewer"] == "eve"


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


# Without a terminal


def test_review_without_a_terminal_prints_the_queue(articles: Path) -> None:
    shown = done("review", articles)
    assert "added: a.txt, b.txt, c.txt" in shown
    assert "conflicting (number)" in shown
    assert "No terminal here" in shown
    assert done("review").count("src") == len(data("clusters"))


def test_review_without_a_terminal_prints_no_more_than_a_page(
    articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.cli._SHOWN", 2)
    assert "and 4 more; see: workbench clusters" in done("review", articles)


# Failing


NEEDED = {
    "show": ["1"],
    "history": ["1"],
    "mark": ["1", "consistent"],
    "merge": ["1", "2"],
    "detach": ["3f0c"],
    "whole": ["3f0c"],
    "drop": ["3f0c"],
    "join": ["3f0c", "8a41"],
    "part": ["3f0c", "8a41"],
    "import": ["verdicts.csv"],
    "recover": ["-o", "new.db"],
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


# As a program


def program(*args: str, code: str = "") -> subprocess.CompletedProcess[str]:
    command = ["-c", code] if code else ["-m", "workbench.cli", *args]
    root = str(Path(__file__).parents[2])
    return subprocess.run(
        [sys.executable, *command],
        env={**os.environ, "PYTHONPATH": root},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


HEAVY = "torch, sentence_transformers, transformers, sklearn, scipy, textual".split(", ")


@pytest.mark.parametrize("arguments", [["--help"], ["status"], ["clusters"], ["review"]])
def test_help_and_an_existing_project_load_no_model_and_no_screen(
    storm: Path, arguments: list[str]
) -> None:
    code = (
        "import sys; from workbench.cli import cli\n"
        f"try: cli({arguments!r})\n"
        f"except SystemExit as end: assert not end.code, end.code\n"
        f"print(sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)"
    )
    result = program(code=code)
    assert result.stderr == "[]\n"
    assert result.stdout


def test_the_program_runs_as_a_module_and_fails_with_its_exit_code(storm: Path) -> None:
    good, bad = program("status"), program("show", "99")
    assert (good.returncode, good.stderr) == (0, "")
    assert (bad.returncode, bad.stdout) == (1, "")
    assert bad.stderr == "Error: there is no cluster 99; see: workbench clusters\n"
    assert not list(Path().glob("workbench.db-*"))


def no_room() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


@pytest.mark.parametrize("arguments", [["mark", "1", "consistent"], ["export", "-o", "out.csv"]])
def test_a_full_disk_is_one_line_and_costs_nothing(storm: Path, arguments: list[str]) -> None:
    Path("out.csv").write_text("old")
    before = done("export")
    result = subprocess.run(
        [sys.executable, "-m", "workbench.cli", *arguments],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        preexec_fn=no_room,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: ")
    assert len(result.stderr.splitlines()) == 1
    assert done("export") == before
    assert Path("out.csv").read_text() == "old"
    assert done("verify") == "all well\n"


def test_a_reader_that_goes_away_ends_the_program_without_a_word(storm: Path) -> None:
    command = f"{shlex.quote(sys.executable)} -m workbench.cli export --level claim | head -c 10"
    root = str(Path(__file__).parents[2])
    result = subprocess.run(
        ["bash", "-c", command],
        env={**os.environ, "PYTHONPATH": root},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.stdout, result.stderr) == ("cluster_id", "")


def test_a_narrow_terminal_does_not_end_the_work(storm: Path) -> None:
    root = str(Path(__file__).parents[2])
    done("mark", first_cluster(), "consistent", "--note", "Öz – “soon”")
    result = subprocess.run(
        [sys.executable, "-m", "workbench.cli", "show", str(first_cluster())],
        env={**os.environ, "PYTHONPATH": root, "PYTHONIOENCODING": "latin-1"},
        capture_output=True,
        check=False,
    )
    assert (result.returncode, result.stderr) == (0, b"")
    assert b"note: \xd6z ? ?soon?" in result.stdout


def test_every_option_has_a_help() -> None:
    for verb in VERBS:
        for parameter in cli.commands[verb].params:
            if isinstance(parameter, click.Option):
                assert parameter.help


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
    done("add", articles, "--claims", "clauses")
    assert not Desk(Path("workbench.db"), "ada").unfinished()


# Own keys


@pytest.mark.parametrize("way", ["option", "environment", "own file"])
def test_a_wrong_file_of_keys_is_refused_before_anything_else(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    file = tmp_path / ("own.toml" if way == "own file" else "mine.toml")
    file.write_text('# mine\n"mark.agree" = "1"\n', "utf-8")
    if way == "environment":
        monkeypatch.setenv("WORKBENCH_KEYMAP", str(file))
    option = ["--keymap", file] if way == "option" else []
    said = f"Error: {file}:2: there is no action 'mark.agree'\n"
    assert refused("review", articles, *option) == said
    assert not Path("workbench.db").exists()


def test_a_file_of_keys_that_is_not_there_is_refused() -> None:
    assert refused("review", "--keymap", "none.toml") == (
        "Error: none.toml: No such file or directory\n"
    )


# Reviews in lines


def test_articles_are_added_before_a_review_in_lines(articles: Path) -> None:
    said = done("review", "--plain", articles).splitlines()
    assert said[0] == "added: a.txt, b.txt, c.txt"
    assert "1 of 6 in the queue, decided 0 of 6" in said
    assert done("review", "--json", articles) == ""


@pytest.mark.parametrize("option", ["--plain", "--json"])
def test_a_review_in_lines_needs_a_project(option: str) -> None:
    assert "does not exist" in refused("review", option)


@pytest.mark.parametrize("option", ["--plain", "--json"])
def test_a_review_in_lines_loads_no_model_and_no_screen(storm: Path, option: str) -> None:
    code = (
        "import sys; from workbench.cli import cli\n"
        f"try: cli(['review', {option!r}])\n"
        f"except SystemExit as end: assert not end.code, end.code\n"
        f"print(sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)"
    )
    assert program(code=code).stderr == "[]\n"


def test_an_interrupted_review_keeps_its_place(
    storm: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: object) -> object:
        yield "n"
        raise KeyboardInterrupt

    monkeypatch.setattr("workbench.piped._lines", interrupted)
    result = run("review", "--plain")
    assert result.exit_code == 1
    assert result.stderr == "Error: stopped; everything finished so far is stored\n"
    desk = Desk(Path("workbench.db"), "ada")
    assert desk.bookmark()[0] == [row["id"] for row in data("clusters")][1]
    desk.close()
