"""Adding articles from the command line: what is said, stored, and remembered."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.records import Progress
from models.embedder import ModelUnavailable
from tests.conftest import ToyEmbedder
from tests.workbench.commands import data, done, first_cluster, refused, run
from workbench.pipeline import Report
from workbench.verbs.adding import with_bars

pytestmark = pytest.mark.usefixtures("toy_models")


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
        for number in (1, 2):
            advance(Progress("reading", number, 2))
        advance(Progress("splitting", 1, 1))
        assert not cancelled()
        return Report(added=["a.txt"])

    assert with_bars(work).added == ["a.txt"]
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "reading" in shown.err
    assert "splitting" in shown.err
