"""Every kind of damage has a name, and a sound project has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from db import acts, checks, documents, vectors
from db.checks import problems
from db.connection import open_reader, writing
from db.records import Difference, Kind, Label, Place
from tests.made import article, cluster, group, tell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlite_utils import Database

ONE = b"\0\0\x80\x3f" + b"\0" * 4


@pytest.fixture
def sound(db: Database) -> Database:
    """A project with something of everything in it."""
    hurt_a, mayor = tell(db, "Alpha", "Fourteen people were hurt.", "The mayor came.")
    hurt_b, school = tell(db, "Beta", "Seventeen people were hurt.", "The school stays open.")
    difference = Difference(Kind.NUMBER, Place(hurt_a, 0, 8), Place(hurt_b, 0, 9))
    hurt, *_ = cluster(
        db,
        group(db, hurt_a, hurt_b, label=Label.CONFLICTING, differences=(difference,)),
        group(db, mayor),
        group(db, school),
    )
    vectors.put(db, "toy", [("one", ONE)])
    vectors.put(db, "toy/words-1", [("word", b"\0\x3c\0\0"), ("wordless", b"")])
    acts.mark(db, hurt, Label.CONFLICTING, "ada")
    acts.note(db, hurt, "14 or 17", "ada")
    acts.undo(db, "ada")
    return db


def test_a_sound_project_has_no_problems(sound: Database) -> None:
    assert list(problems(sound)) == []


def test_an_empty_project_has_no_problems(db: Database) -> None:
    assert list(problems(db)) == []


DAMAGE = {
    "an article was rewritten": (
        "UPDATE document SET text = replace(text, 'mayor', 'baker') WHERE id = 1",
        "article alpha.txt: its text is not the one that was read",
    ),
    "an article was given to another source": (
        "UPDATE document SET source_id = 2 WHERE id = 1",
        "article alpha.txt: its digest does not fit its source and text",
    ),
    "a sentence was rewritten": (
        "UPDATE sentence SET text = 'The baker came.' WHERE id = 2",
        "sentence 2: is not at its place in alpha.txt",
    ),
    "a sentence was moved": (
        "UPDATE sentence SET start = start + 1 WHERE id = 2",
        "sentence 2: is not at its place in alpha.txt",
    ),
    "a claim was rewritten": (
        "UPDATE claim SET text = 'The baker came.' WHERE id = 2",
        "is not at its place in alpha.txt",
    ),
    "a claim was moved": (
        "UPDATE claim SET spans = '0-42' WHERE id = 2",
        "reaches outside its sentence in alpha.txt",
    ),
    "the place of a claim is no place": (
        "UPDATE claim SET spans = 'here' WHERE id = 2",
        "article 1: cannot be read",
    ),
    "a claim was given to another article": (
        "UPDATE claim SET document_id = 2 WHERE id = 2",
        "its sentence is of another article than beta.txt",
    ),
    "a claim has another key": (
        "UPDATE claim SET key = 'forged' WHERE id = 2",
        "claim forged: its key does not fit its place in alpha.txt",
    ),
    "a claim is in no cluster": (
        "UPDATE claim SET cluster_id = NULL WHERE id = 2",
        "cluster 2: says 1 claims, holds 0",
    ),
    "a claim has changed clusters": (
        "UPDATE claim SET cluster_id = 3 WHERE id = 2",
        "cluster 3: says 1 claims, holds 2",
    ),
    "a cluster counts too many articles": (
        "UPDATE cluster SET documents = 7 WHERE id = 1",
        "cluster 1: says 7 articles, holds 2",
    ),
    "a cluster counts too many sources": (
        "UPDATE cluster SET sources = 7 WHERE id = 1",
        "cluster 1: says 7 sources, holds 2",
    ),
    "a difference points outside its claim": (
        "UPDATE difference SET left_end = 900",
        "difference 1: is not in a claim of cluster 1",
    ),
    "a difference is of another cluster": (
        "UPDATE difference SET cluster_id = 2",
        "difference 1: is not in a claim of cluster 2",
    ),
    "a verdict was rewritten": (
        "UPDATE verdict SET label = 'consistent'",
        "cluster 1: its verdict is not what its acts say",
    ),
    "a verdict was slipped in": (
        "INSERT INTO verdict VALUES (2, 'consistent', '', 0, 0, 'eve', '', '[]', '', 0, '')",
        "cluster 2: its verdict is not what its acts say",
    ),
    "a verdict was dropped": (
        "DELETE FROM verdict",
        "cluster 1: its verdict is not what its acts say",
    ),
    "a cluster counts as decided and is not": (
        "UPDATE cluster SET decided = 1 WHERE id = 2",
        "cluster 2: counts as decided or not otherwise than its verdict says",
    ),
    "the verdict of a reviewer was rewritten": (
        "UPDATE reviewer_verdict SET label = 'consistent'",
        "cluster 1: the verdicts of its reviewers are not what they did",
    ),
    "the verdict of a reviewer was slipped in": (
        "INSERT INTO reviewer_verdict VALUES (2, 'eve', 'consistent', '', 0, 0, '', '[]', '')",
        "cluster 2: the verdicts of its reviewers are not what they did",
    ),
    "a cluster has lost its name": (
        "UPDATE cluster SET uid = NULL WHERE id = 2",
        "cluster 2: has no name of its own",
    ),
    "an act was dated back": (
        "DROP TRIGGER act_is_never_changed; UPDATE act SET written = 1 WHERE id = 2",
        "act 2: came into the log before the one that it follows",
    ),
    "an act was torn out of the log": (
        "DROP TRIGGER act_is_never_removed; DELETE FROM act WHERE id = 3",
        "acts: 3 were written, 2 are there",
    ),
    "the evidence of an act is no list": (
        "DROP TRIGGER act_is_never_changed; UPDATE act SET claims = 'torn' WHERE id = 1",
        "acts: cannot be read",
    ),
    "a vector was scaled": (
        "UPDATE vector SET data = x'0000004000000000' WHERE key = 'one'",
        "vector one: is not of length 1",
    ),
    "a vector is not a number": (
        "UPDATE vector SET data = x'0000c07f00000000' WHERE key = 'one'",
        "vector one: is not of length 1",
    ),
    "a word was scaled": (
        "UPDATE vector SET data = x'0040' WHERE key = 'word'",
        "vector word: is not of words of length 1",
    ),
    "a word is not a number": (
        "UPDATE vector SET data = x'007e' WHERE key = 'word'",
        "vector word: is not of words of length 1",
    ),
    "a word was cut": (
        "UPDATE vector SET data = x'00' WHERE key = 'word'",
        "vector word: cannot be read",
    ),
    "a vector was cut": (
        "UPDATE vector SET data = x'0000' WHERE key = 'one'",
        "vector one: cannot be read",
    ),
    "a claim cannot be searched": (
        "DELETE FROM claim_fts_docsize WHERE id = 2",
        "search: 1 claims cannot be found by their words",
    ),
    "a row points nowhere": (
        "PRAGMA foreign_keys = OFF; DELETE FROM source WHERE name = 'Beta'",
        "document 2: points at a missing source",
    ),
    "a table holds what it must not": (
        "PRAGMA ignore_check_constraints = ON; UPDATE sentence SET kind = 'poem' WHERE id = 1",
        "article 1: cannot be read ('poem'",
    ),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_named(sound: Database, damage: str) -> None:
    statements, line = DAMAGE[damage]
    sound.conn.executescript(statements)
    found = list(problems(sound))
    assert any(line in problem for problem in found), found


def test_work_that_was_stopped_is_said_to_be_unfinished(sound: Database) -> None:
    documents.put(sound, article("The mayor left.", "Alpha", "alpha.txt"))
    assert list(problems(sound)) == [
        "unfinished: 1 articles are not split, 2 claims not clustered; run: workbench add"
    ]


def test_what_cannot_be_read_does_not_hide_the_rest(sound: Database) -> None:
    sound.conn.executescript(
        "UPDATE claim SET spans = 'here' WHERE id = 1; DELETE FROM verdict;"
        "UPDATE sentence SET text = 'x' WHERE id = 4"
    )
    found = "\n".join(problems(sound))
    for part in ("article 1: cannot be read", "sentence 4", "cluster 1: its verdict"):
        assert part in found


def test_a_torn_page_is_named_and_the_rest_is_still_looked_at(
    sound: Database, project: Path
) -> None:
    root = sound.execute("SELECT rootpage FROM sqlite_master WHERE name = 'act'").fetchone()[0]
    sound.close()
    data = bytearray(project.read_bytes())
    data[(root - 1) * 4096 : root * 4096] = b"\xaa" * 4096
    project.write_bytes(data)
    reader = open_reader(project)
    found = "\n".join(problems(reader))
    assert "file: " in found
    assert "acts: cannot be read" in found
    assert "article" not in found
    reader.close()


def test_checking_changes_nothing_and_needs_no_right_to_write(
    sound: Database, project: Path
) -> None:
    reader = open_reader(project)
    assert list(problems(reader)) == []
    assert reader.conn.total_changes == 0
    reader.close()


def test_checking_is_of_one_moment(
    sound: Database, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(db: Database) -> Iterator[str]:
        with writing(sound):
            sound.execute("DELETE FROM verdict")
        yield from ()

    monkeypatch.setattr(checks, "_acts", meanwhile)
    reader = open_reader(project)
    assert list(problems(reader)) == []
    assert "cluster 1: its verdict is not what its acts say" in list(problems(reader))
    reader.close()
