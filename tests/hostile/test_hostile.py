"""Evil articles: all are taken in, each at its exact characters, and none does any harm."""

from __future__ import annotations

import csv
import io
import json
import re
import time
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from db.records import Filter, Label
from tests.hostile.evil import EVIL
from workbench.cli import cli
from workbench.desk import Desk
from workbench.stages.sentence import LONGEST

if TYPE_CHECKING:
    from pathlib import Path

    from db.records import Document

OBEYED = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)


def file_name(name: str) -> str:
    suffix = "md" if "Markdown" in name else "txt"
    return f"{name}.{suffix}"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "evil"
    folder.mkdir()
    rows = ["file,source,title,published"]
    for name, text in EVIL.items():
        (folder / file_name(name)).write_text(text, "utf-8", newline="")
        rows.append(f'{file_name(name)},"=Source\x1b]0;{name}\x07[/foo]","@{name}\u202e","\x1b[1m"')
    (folder / "manifest.csv").write_text("\n".join(rows) + "\n", "utf-8")
    return folder


@pytest.fixture
def desk(corpus: Path, add, project: Path) -> Desk:
    report = add(corpus)
    assert report.skipped == []
    assert sorted(report.added) == sorted(map(file_name, EVIL))
    return Desk(project, "ada")


def documents(desk: Desk) -> dict[str, Document]:
    found = {}
    for cluster in desk.ids(Filter()):
        for member in desk.members(cluster):
            found[member.document.name] = member.document
    return found


def shown(project: Path, *args: object) -> str:
    result = CliRunner().invoke(cli, [*map(str, args), "--project", str(project)])
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    return result.stdout


def test_every_sentence_and_claim_stands_at_its_exact_characters(desk: Desk) -> None:
    texts = {file_name(name): text for name, text in EVIL.items()}
    for name, found in documents(desk).items():
        assert found.text == texts[name]
        _, sentences, claims = desk.article(found.id)
        for s in sentences:
            assert found.text[s.start : s.end] == s.text
        for claim in claims:
            assert "".join(found.text[a:b] for a, b in claim.spans) == claim.text
    assert desk.problems() == []


def test_what_can_be_claimed_is_claimed(desk: Desk) -> None:
    without = {"has only stops", "has only spaces and one letter", "speaks Chinese", "is HTML"}
    without |= {name for name, text in EVIL.items() if len(text) > LONGEST}
    without -= {"is one long line"}
    assert set(map(file_name, set(EVIL) - without)) <= set(documents(desk))


def test_no_verb_prints_anything_that_a_terminal_would_obey(desk: Desk, project: Path) -> None:
    lists = [("status",), ("clusters",), ("verify",), ("review",)]
    for cluster in desk.ids(Filter()):
        desk.note(cluster, "\x1b]0;note\x07\u202e[/foo]")
        lists += [("show", cluster), ("show", cluster, "--json")]
    for args in [*lists, *((verb, "--json") for verb in ("clusters", "status", "verify"))]:
        output = shown(project, *args)
        assert not OBEYED.search(output), (args, OBEYED.search(output))
    marked = desk.ids(Filter())[0]
    assert not OBEYED.search(shown(project, "mark", marked, "consistent", "--note", "\x1b[1m"))
    assert not OBEYED.search(shown(project, "undo"))


def test_no_line_of_a_list_is_broken_by_what_it_shows(desk: Desk, project: Path) -> None:
    lines = shown(project, "clusters").split("\n")
    assert len(lines) == len(desk.ids(Filter())) + 1
    assert all(len(line) <= 100 for line in lines)


def test_the_export_is_sound_and_holds_no_formula(desk: Desk, project: Path) -> None:
    texts = {file_name(name): text for name, text in EVIL.items()}
    claims = 0
    for row in csv.DictReader(
        io.StringIO(shown(project, "export", "--level", "claim"), newline="")
    ):
        claims += 1
        spans = [tuple(map(int, part.split("-"))) for part in row["spans"].split(";")]
        text = "".join(texts[row["document"]][a:b] for a, b in spans)
        assert row["claim"] in (text, "'" + text)
        assert not [cell for cell in row.values() if re.match(r"\s*[=+\-@＝＋－＠]|[\t\r]", cell)]
    assert claims == desk.tally().claims
    for line in shown(project, "export", "--format", "json").splitlines():
        json.loads(line)


def test_every_word_of_every_claim_can_be_searched_for(desk: Desk) -> None:
    for cluster in desk.ids(Filter()):
        for member in desk.members(cluster):
            words = member.claim.text.split()
            for word in words[:5]:
                desk.ids(Filter(text=word))
            found = desk.ids(Filter(text=" ".join(words[:3])))
            if any(map(str.isalnum, " ".join(words[:3]))):
                assert cluster in found, words[:3]


def test_evil_articles_can_be_reviewed_like_any_other(desk: Desk, add, corpus: Path) -> None:
    for cluster in desk.ids(Filter()):
        desk.mark(cluster, Label.CONSISTENT)
    report = add(corpus)
    assert len(report.unchanged) == len(EVIL)
    assert not report.reclustered
    assert desk.progress()[0] == desk.progress()[1]


def test_an_evil_file_name_is_taken_in_and_shown_harmlessly(
    tmp_path: Path, add, project: Path
) -> None:
    names = [
        "\x1b]0;pwned\x07.txt",
        "[@click=app.quit]x[.txt",
        "=cmd.txt",
        "\u202ecod.txt",
        "-.txt",
    ]
    folder = tmp_path / "names"
    folder.mkdir()
    for number, name in enumerate(names):
        (folder / name).write_text(f"Bridge {number} was closed on Monday.\n")
    (folder / "\x1b[2J.pdf").touch()
    assert sorted(add(folder).added) == sorted(names)
    for cluster in Desk(project, "ada").ids(Filter()):
        assert not OBEYED.search(shown(project, "show", cluster))
    result = CliRunner().invoke(
        cli, ["add", str(folder / "\x1b[2J.pdf"), "--project", str(project)]
    )
    assert result.exit_code == 1
    assert not OBEYED.search(result.output)


@pytest.mark.parametrize("name", EVIL)
def test_no_article_takes_long(name: str, tmp_path: Path, add) -> None:
    path = tmp_path / file_name("evil")
    path.write_text(EVIL[name], "utf-8", newline="")
    began = time.process_time()
    add(path)
    assert time.process_time() - began < 5
