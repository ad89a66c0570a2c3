"""Coverage-guided fuzzing of every door that a stranger's bytes come through: `make fuzz`.

    python -m tests.fuzz.readers -max_total_time=120

The first byte chooses the door. Whatever the rest is, it is read or refused in words; anything else
that is raised is a find, and becomes a test.
"""

from __future__ import annotations

import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import atheris

with atheris.instrument_imports(include=["workbench", "db"]):
    from db.connection import open_writer
    from tests.conftest import ToyEmbedder, ToyLinker
    from workbench.desk import Desk
    from workbench.errors import WorkbenchError
    from workbench.lines import plain, plain_json
    from workbench.pipeline import Pipeline, Tools
    from workbench.stages import document, sentence
    from workbench.stages.claim import RuleSplitter
    from workbench.transfer import tables
    from workbench.ui import keymap
    from workbench.ui.actions import ACTIONS

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(tempfile.mkdtemp(prefix="workbench-fuzz-"))


def article(data: bytes) -> None:
    """Read an article with its front matter; every sentence and claim stands at its characters."""
    file = HERE / "article.md"
    file.write_bytes(data)
    for made in document.read([file]):
        if isinstance(made, document.Skipped):
            continue
        found = sentence.split(made)
        for part in found:
            assert made.text[part.start : part.end] == part.text
        RuleSplitter().split(made, found)


def manifest(data: bytes) -> None:
    """Read a manifest beside an article."""
    (HERE / "news").mkdir(exist_ok=True)
    (HERE / "news" / "a.txt").write_text("The bridge was closed on Monday.\n")
    (HERE / "news" / "manifest.csv").write_bytes(data)
    list(document.read(document.find([HERE / "news"]).files))


def table(data: bytes) -> None:
    """Read a table of verdicts."""
    file = HERE / "verdicts.csv"
    file.write_bytes(data)
    tables.read(file)


def keys(data: bytes) -> None:
    """Read somebody's keys."""
    keymap.parse(data, "keymap.toml")


def lines(data: bytes) -> None:
    """Review in lines."""
    plain.review(DESK, ACTIONS, data.decode("utf-8", "replace").splitlines(), str)


def json_lines(data: bytes) -> None:
    """Review in lines of JSON."""
    plain_json.review(DESK, data.decode("utf-8", "replace").splitlines(), str)


DOORS: tuple[Callable[[bytes], None], ...] = (article, manifest, table, keys, lines, json_lines)


def one_input(data: bytes) -> None:
    """Bring bytes to one door."""
    if data:
        with suppress(WorkbenchError):
            DOORS[data[0] % len(DOORS)](data[1:])


def made_desk() -> Desk:
    """Return a desk at a small project."""
    for name in "ab":
        text = f"The bridge of {name} was closed on Monday after 14 people were hurt.\n"
        (HERE / f"{name}.txt").write_text(text)
    db = open_writer(HERE / "project.db")
    tools = Tools(ToyEmbedder(), ToyLinker(), RuleSplitter())
    Pipeline(db, tools).run(document.find(sorted(HERE.glob("?.txt"))))
    db.close()
    return Desk(HERE / "project.db", "ada")


def examples() -> Path:
    """Return a folder with something sensible for each door, to begin from."""
    folder = HERE / "examples"
    folder.mkdir()
    for number, text in enumerate(
        (
            "---\nsource: Alpha\npublished: 2031-01-02\n---\n# Storm\n\nThe “old” bridge.\n",
            "file,source,title,published,url\na.txt,Alpha,Storm,2031-01-02,\n",
            "cluster_id,claim_id,claim,document,char_start,char_end,verdict\n1,b6ae207,A,a,0,1,x\n",
            '"mark.consistent" = "1"\nundo = ["z", "ctrl+z"]\n',
            "list\nc\nnote 14 against 17\nu\nfilter undecided\nsearch bridge\nd 1\nm 2\n",
            '{"do": "mark", "label": "conflicting"}\n{"do": "list", "filter": {"text": "a"}}\n',
        )
    ):
        (folder / str(number)).write_bytes(bytes([number]) + text.encode())
    return folder


if __name__ == "__main__":
    DESK = made_desk()
    atheris.Setup([*sys.argv, str(examples())], one_input)
    atheris.Fuzz()
