"""Sources and articles from the command line: listed, renamed, removed, undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from tests.workbench.commands import data, done, refused, run
from workbench.cli import cli

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("toy_models")

MAYOR, HURT, COST = "The mayor visited", "hurt", "Repairs"


def cluster_of(words: str) -> dict:
    found = [c for c in data("clusters") if words in c["headline"]]
    assert len(found) == 1, found
    return found[0]


def titles() -> dict[str, dict]:
    return {article["name"]: article for article in data("articles")["articles"]}


def exported() -> str:
    return done("export", "--level", "claim")


def test_sources_and_articles_are_listed_with_their_state(storm: Path) -> None:
    assert done("sources").splitlines()[0].startswith("Alpha: 1 article, ")
    assert data("sources")[2] == {
        "name": "Gamma",
        "articles": 1,
        "claims": 3,
        "first": "2031-01-03",
        "last": "2031-01-03",
        "family": "",
        "family_by_reviewer": False,
    }
    assert [line.split("  ")[1] for line in map(str.strip, done("articles").splitlines())] == [
        "processed"
    ] * 3
    assert data("articles", "--source", "Beta")["articles"][0]["name"] == "b.txt"


def test_a_source_that_is_not_there_is_said_with_those_like_it(storm: Path) -> None:
    assert "there is no source alpa; did you mean Alpha?" in refused("articles", "--source", "alpa")
    words = "there is no source Nobody; see: workbench sources"
    for verb in (["articles", "--source", "Nobody"], ["set-family", "Nobody", "Media"]):
        assert words in refused(*verb)
    assert words in refused("rename-source", "Nobody", "Somebody")


def test_what_became_of_the_files_since_is_said(storm: Path, articles: Path) -> None:
    (articles / "a.txt").write_text("Other words.\n")
    (articles / "b.txt").unlink()
    (articles / "c.txt").write_bytes(b"\0\0\0")
    assert [titles()[name]["on_disk"] for name in ("a.txt", "b.txt")] == ["changed", "missing"]
    assert "changed on disk" in done("articles")
    assert "unreadable" in titles()["c.txt"]["on_disk"]


def test_skipped_files_are_kept_with_the_reason_until_they_are_taken_in(
    storm: Path, articles: Path
) -> None:
    (articles / "empty.txt").write_text("")
    run("add", articles)
    (skipped,) = data("articles")["skipped"]
    assert (skipped["path"], skipped["reason"]) == (str(articles / "empty.txt"), "empty")
    assert "skipped" in done("articles")
    (articles / "empty.txt").write_text("The harbour froze.\n")
    done("add", articles)
    assert data("articles")["skipped"] == []


def test_a_source_that_is_renamed_keeps_verdicts_and_takes_later_articles(
    storm: Path, articles: Path
) -> None:
    hurt = cluster_of(HURT)["id"]
    done("mark", hurt, "conflicting")
    before = exported()
    assert done("rename-source", "Alpha", "The Alpha Post") == (
        "done: source Alpha renamed The Alpha Post\n"
    )
    assert cluster_of(HURT)["verdict"]["label"] == "conflicting"
    assert not cluster_of(HURT)["verdict"]["changed"]
    assert [s["name"] for s in data("sources")] == ["Beta", "Gamma", "The Alpha Post"]
    (articles / "a.txt").write_text(
        "The old bridge was closed on Monday after 14 people were hurt."
    )
    (articles / "d.txt").write_text("Snow fell on the harbour.\n")
    with (articles / "manifest.csv").open("a") as manifest:
        manifest.write("d.txt,Alpha,,2031-01-04,\n")
    done("add", articles)
    assert {titles()[name]["source"] for name in ("a.txt", "d.txt")} == {"The Alpha Post"}
    assert titles()["a.txt"]["told_source"] == "Alpha"
    assert done("verify") == "all well\n"
    done("undo")
    assert {titles()[name]["source"] for name in ("a.txt", "d.txt")} == {"Alpha"}
    done("redo")
    assert titles()["d.txt"]["source"] == "The Alpha Post"
    done("undo")
    assert done("verify") == "all well\n"
    assert "Alpha" in before


def test_renaming_there_and_back_leaves_no_trace(storm: Path) -> None:
    hurt = cluster_of(HURT)["id"]
    done("mark", hurt, "conflicting")
    before = exported()
    done("rename-source", "Alpha", "Zeta")
    assert exported() != before
    done("undo")
    assert exported() == before
    assert data("status")["changed"] == 0


def test_a_source_that_gets_the_name_of_another_is_one_with_it(storm: Path) -> None:
    hurt = cluster_of(HURT)
    assert hurt["sources"] == 2
    done("mark", hurt["id"], "conflicting")
    done("rename-source", "Beta", "Alpha")
    now = cluster_of(HURT)
    assert (now["sources"], now["origins"], now["verdict"]["changed"]) == (1, 1, True)
    assert done("verify") == "all well\n"
    done("undo")
    now = cluster_of(HURT)
    assert (now["sources"], now["origins"], now["verdict"]["changed"]) == (2, 2, False)
    assert done("verify") == "all well\n"


def test_two_articles_of_one_text_cannot_be_of_one_source(tmp_path: Path) -> None:
    for source in ("Alpha", "Beta"):
        (tmp_path / f"{source}.txt").write_text("The bridge was closed on Monday.\n")
        done("add", tmp_path / f"{source}.txt", "--source", source)
    assert "very words" in refused("rename-source", "Beta", "Alpha")
    assert [s["name"] for s in data("sources")] == ["Alpha", "Beta"]
    assert done("verify") == "all well\n"


def test_a_date_that_is_set_stands_above_what_files_say(storm: Path, articles: Path) -> None:
    done("set-date", "a.txt", "2031-02-01")
    assert titles()["a.txt"]["published"] == "2031-02-01"
    done("add", articles)
    assert titles()["a.txt"]["published"] == "2031-02-01"
    (articles / "a.txt").write_text("Snow fell on the harbour.\n")
    done("add", articles)
    assert titles()["a.txt"]["published"] == "2031-02-01"
    assert titles()["a.txt"]["told_published"] == "2031-01-02"
    done("undo")
    assert titles()["a.txt"]["published"] == "2031-01-02"
    assert "not a date" in refused("set-date", "a.txt", "soon", code=2)
    done("set-date", "a.txt", "")
    assert titles()["a.txt"]["published"] == ""


def test_a_family_counts_its_sources_once_and_holds_when_clustered_anew(
    storm: Path, articles: Path
) -> None:
    assert cluster_of(HURT)["origins"] == 2
    for source in ("Alpha", "Beta"):
        done("set-family", source, "Harbour Media")
    assert cluster_of(HURT)["origins"] == 1
    assert "family Harbour Media" in done("sources")
    assert "belong to Harbour Media" in done("show", cluster_of(HURT)["id"])
    (articles / "d.txt").write_text("Snow fell on the harbour.\n")
    done("add", articles)
    assert cluster_of(HURT)["origins"] == 1
    done("rename-source", "Beta", "The Beta")
    assert cluster_of(HURT)["origins"] == 1
    done("undo")
    done("undo")
    assert cluster_of(HURT)["origins"] == 2
    assert done("verify") == "all well\n"


def test_an_article_is_removed_and_comes_back_to_where_it_was(storm: Path, articles: Path) -> None:
    hurt, mayor = cluster_of(HURT)["id"], cluster_of(MAYOR)["id"]
    done("mark", hurt, "conflicting")
    before, status = exported(), data("status")
    assert done("remove", "b.txt", "--yes") == "done: article b.txt removed\n"
    now = cluster_of(HURT)
    assert (now["sources"], now["verdict"]["label"]) == (1, "conflicting")
    assert now["verdict"]["changed"]
    assert titles()["b.txt"]["state"] == "removed"
    assert data("status")["documents"] == 2
    assert done("verify") == "all well\n"
    done("undo")
    assert (exported(), data("status")) == (before, status)
    done("redo")
    assert cluster_of(HURT)["sources"] == 1
    assert "removed by a reviewer" in run("add", articles).stderr
    assert titles()["b.txt"]["state"] == "removed"
    (articles / "d.txt").write_text("Snow fell on the harbour.\n")
    run("add", articles)
    assert done("verify") == "all well\n"
    assert cluster_of(MAYOR)["id"] == mayor
    done("restore", "b.txt")
    assert cluster_of(HURT)["sources"] == 2
    assert not cluster_of(HURT)["verdict"]["changed"]
    done("add", articles)
    assert done("verify") == "all well\n"
    assert "already" in refused("restore", "b.txt")


def test_a_claim_that_is_moved_while_its_article_is_removed_comes_back_moved(storm: Path) -> None:
    hurt, cost = cluster_of(HURT)["id"], cluster_of(COST)["id"]
    done("merge", cost, hurt, "--reviewer", "bob")
    done("remove", "b.txt", "--yes")
    done("undo", "--reviewer", "bob")
    assert done("verify") == "all well\n"
    done("undo")
    assert cluster_of(HURT)["sources"] == 2
    assert done("verify") == "all well\n"


def test_removing_asks_first(storm: Path) -> None:
    result = CliRunner().invoke(cli, ["remove", "b.txt"], input="n\n")
    assert result.exit_code == 1
    assert "Remove" in result.stderr
    assert titles()["b.txt"]["state"] == "processed"
    result = CliRunner().invoke(cli, ["remove", "b.txt"], input="y\n")
    assert result.exit_code == 0
    assert titles()["b.txt"]["state"] == "removed"


def test_who_did_what_is_told(storm: Path) -> None:
    done("rename-source", "Alpha", "Zeta", "--reviewer", "bob")
    done("undo", "--reviewer", "bob")
    lines = done("articles", "--history").splitlines()
    assert [line.split("bob  ")[1] for line in lines] == [
        "source Alpha renamed Zeta",
        "undo of: source Alpha renamed Zeta",
    ]
    assert [act["kind"] for act in data("articles", "--history")] == ["rename-source", "undo"]


def test_what_is_not_there_is_refused_in_one_line(storm: Path, articles: Path) -> None:
    assert "no source Zeta" in refused("rename-source", "Zeta", "Alpha")
    assert "no source" in refused("set-family", "\x1b[2J", "x")
    assert "no article 99" in refused("remove", "99", "--yes")
    assert "its name already" in refused("rename-source", "Alpha", "Alpha")
    assert "needs a name" in refused("rename-source", "Alpha", " ")
    (articles / "sub").mkdir()
    (articles / "sub" / "a.txt").write_text("Snow fell on the harbour.\n")
    done("add", articles)
    assert "by its number" in refused("remove", "a.txt", "--yes")


def test_hostile_names_are_stored_as_they_are_and_shown_harmlessly(storm: Path) -> None:
    for evil in ("\x1b]0;pwned\x07[/foo]", "\u202eylime", "東京新聞 — 号外", "x" * 300):
        name = data("sources")[0]["name"]
        said = done("rename-source", name, evil)
        assert not set("\x1b\x07\u202e") & set(said + done("sources") + done("articles"))
        assert evil in {source["name"] for source in data("sources")}
        done("undo")
    assert done("verify") == "all well\n"


def test_a_recovered_project_remembers_all_of_it(storm: Path) -> None:
    done("rename-source", "Alpha", "Zeta")
    done("set-date", "c.txt", "2031-02-01")
    done("set-family", "Beta", "Harbour Media")
    done("remove", "b.txt", "--yes")
    done("undo", "--reviewer", "nobody")
    done("undo")
    done("remove", "b.txt", "--yes")
    assert data("recover", "-o", "new.db")["problems"] == []
    assert data("articles", "--project", "new.db") == data("articles")
    assert data("sources", "--project", "new.db") == data("sources")
    done("restore", "b.txt", "--project", "new.db")
    done("add", "--project", "new.db")
    assert done("verify", "--project", "new.db") == "all well\n"
