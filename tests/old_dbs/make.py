"""Make the project file of today's schema that later versions must still open.

    python -m tests.old_dbs.make tests/old_dbs/v1.db

Run it once for each schema that ships, under a new name; a file that is there is never made anew.
"""

from __future__ import annotations

import sys
from pathlib import Path

from db import acts, bookmarks, documents, settings
from db.connection import open_writer
from db.records import Filter, Label
from tests.conftest import ToyEmbedder, ToyLinker
from tests.made import article
from workbench import surgery
from workbench.pipeline import Pipeline, Tools
from workbench.stages import document
from workbench.stages.claim import RuleSplitter

HURT = "The old bridge was closed on Monday after {} people were hurt."
MAYOR = "The mayor visited the bridge."
ARTICLES = (
    ("Alpha", f"Bridge closes after storm\n\n{HURT.format(14)}\n\n{MAYOR}\n"),
    ("Beta", f"Storm shuts crossing\n\n{HURT.format(17)}\n\nSchools will stay open.\n"),
    ("Gamma", f"Town counts\n\n{MAYOR}\n"),
    ("Gamma", f"Town counts\n\n{MAYOR}\n\nRepairs cost $2 million, Lena Öz said.\n"),
)


def main(path: Path) -> None:
    """Make the project at `path`: four articles, one of them a new version, and some acts."""
    if path.exists():
        raise SystemExit(f"{path} is there already, and stays as it is")
    db = open_writer(path)
    for source, text in ARTICLES:
        documents.put(db, article(text, source, f"{source.lower()}.txt", published="2031-01-02"))
        tools = Tools(ToyEmbedder(), ToyLinker(), RuleSplitter())
        Pipeline(db, tools).run(document.Found())
    settings.put(db, "model", "default")
    hurt = _cluster_of(db, HURT.format(14))
    acts.mark(db, hurt, Label.CONSISTENT, "ada")
    acts.undo(db, "ada")
    acts.mark(db, hurt, Label.CONFLICTING, "ada")
    acts.note(db, hurt, "14 or 17? ask", "bob")
    acts.flag(db, _cluster_of(db, MAYOR), True, "bob")
    school = db.execute("SELECT key FROM claim WHERE text LIKE 'Schools%'").fetchone()[0]
    surgery.drop(db, school, "cleo")
    surgery.undo(db, "cleo")
    surgery.redo(db, "cleo")
    bookmarks.put(db, "ada", hurt, Filter(decided=False))
    db.execute("VACUUM")
    db.close()


def _cluster_of(db: object, text: str) -> int:
    return db.execute("SELECT cluster_id FROM claim WHERE text = ?", [text]).fetchone()[0]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
