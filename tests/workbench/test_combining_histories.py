"""Random histories of all that reviewers can do, joined in any order and more than once."""

from __future__ import annotations

import random
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import claims, clusters, documents, former_homes, sentences
from db.connection import open_writer, writing
from db.digests import claim_key
from db.records import Claim, Filter, Label, Sentence
from tests.joins import joined, state
from tests.made import article, cluster, group
from workbench import surgery
from workbench.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils import Database

NAMES = ("ada", "bob", "cleo")
ACTS = 16


@settings(max_examples=1, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_random_histories_joined_in_any_order_come_to_the_same(
    made_copies: Path, seed: int
) -> None:
    dice = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(shutil.copy(made_copies, f"{folder}/{name}.db")) for name in NAMES]
        for path, name in zip(paths, NAMES, strict=True):
            act_at_random(Desk(path, name), dice, ACTS)
        tell_of_one_more(paths[1], new_facts=True)
        act_at_random(Desk(paths[1], "bob"), dice, 2)
        a, b, c = paths
        ab, bc = joined(a, b, as_="ab"), joined(b, c, as_="bc")
        expected = state(joined(a, b, c, as_="abc"))
        assert state(joined(c, a, b, as_="cab")) == expected
        assert state(joined(ab, c, as_="ab-c")) == expected
        assert state(joined(a, bc, as_="a-bc")) == expected
        assert state(joined(ab, bc, as_="ab-bc")) == expected
        assert state(joined(Path(folder) / "abc.db", b, as_="again")) == expected
        assert {one[0] for path in paths for one in state(path)["log"]} == {
            one[0] for one in expected["log"]
        }
        undo_and_redo_all(Path(folder) / "abc.db")


@settings(max_examples=1, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_what_joined_a_cluster_in_one_copy_goes_where_the_other_put_it(
    made_copies: Path, seed: int
) -> None:
    dice = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        a, b = [Path(shutil.copy(made_copies, f"{folder}/{name}.db")) for name in NAMES[:2]]
        act_at_random(Desk(a, "ada"), dice, ACTS)
        tell_of_one_more(b, new_facts=False)
        act_at_random(Desk(b, "bob"), dice, ACTS)
        expected = state(joined(a, b, as_="ab"))
        assert state(joined(b, a, as_="ba")) == expected
        assert state(joined(Path(folder) / "ab.db", b, as_="ab-b")) == expected
        assert state(joined(a, Path(folder) / "ba.db", as_="a-ba")) == expected


@settings(max_examples=1, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_claims_go_with_clusters_that_are_merged_here_and_there_in_whatever_order(
    made_copies: Path, seed: int
) -> None:
    dice = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        a, b, c = (Path(shutil.copy(made_copies, f"{folder}/{name}.db")) for name in NAMES)
        for path in (a, c):
            tell_of_one_more(path, new_facts=False)
        for path, name in zip((a, b, c), NAMES, strict=True):
            cluster_otherwise(path, dice)
            act_at_random(Desk(path, name), dice, 5, mergers)
        ab, bc, ac = joined(a, b, as_="ab"), joined(b, c, as_="bc"), joined(a, c, as_="ac")
        expected = state(joined(c, a, b, as_="abc"))
        assert state(joined(ab, c, as_="ab-c")) == expected
        assert state(joined(ac, b, as_="ac-b")) == expected
        assert state(joined(a, bc, as_="a-bc")) == expected
        assert state(joined(bc, ab, as_="ab-bc")) == expected
        assert state(joined(Path(folder) / "abc.db", ac, as_="again")) == expected


def test_a_claim_of_one_copy_goes_where_the_last_merge_of_its_cluster_puts_it(
    made_copies: Path,
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        a, b, c = (Path(shutil.copy(made_copies, f"{folder}/{name}.db")) for name in NAMES)
        tell_of_one_more(c, new_facts=False)
        one, two, three = sorted(Desk(a, "ada").ids(Filter()))[:3]
        Desk(a, "ada").merge(two, one)
        Desk(b, "bob").merge(three, one)
        expected = state(joined(a, b, c, as_="abc"))
        ac = joined(a, c, as_="ac")
        told = {member.claim.text for member in Desk(ac, "ada").members(two)}
        assert "E says one came" in told
        assert state(joined(ac, b, as_="ac-b")) == expected
        both = Desk(Path(folder) / "ac-b.db", "ada")
        assert "E says one came" in {member.claim.text for member in both.members(three)}


def test_a_clustering_that_moves_a_claim_forgets_from_where_it_came(made_copies: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        a, b = (Path(shutil.copy(made_copies, f"{folder}/{name}.db")) for name in NAMES[:2])
        tell_of_one_more(b, new_facts=False)
        one, two, three = sorted(Desk(a, "ada").ids(Filter()))[:3]
        Desk(a, "ada").merge(two, one)
        db = open_writer(joined(a, b, as_="ab"))
        came = former_homes.get(db)
        assert set(came.values()) == {frozenset({one})}
        key, *others = sorted(came)
        moved = claims.by_key(db, key).id
        homes = {**claims.cluster_of(db), moved: three}
        groups = [
            group(db, *(claim for claim in homes if homes[claim] == home), cluster=home)
            for home in {*homes.values()}
        ]
        clusters.replace_all(db, groups, seen=clusters.state(db), stamp="another")
        assert claims.cluster_of(db)[moved] == three
        assert sorted(former_homes.get(db)) == others != []
        db.close()


def undo_and_redo_all(path: Path) -> None:
    for name in NAMES:
        desk = Desk(path, name)
        while desk.redo():
            pass
        back = 0
        while desk.undo():
            back += 1
        again = 0
        while desk.redo():
            again += 1
        assert again == back
        assert desk.problems() == []
        desk.close()


@pytest.fixture(scope="module")
def made_copies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of six clusters of four articles."""
    path = tmp_path_factory.mktemp("made") / "made.db"
    db = open_writer(path)
    told = [tell_halves(db, s) for s in "ABCD"]
    cluster(
        db,
        *(group(db, *(ids[n] for ids in told[:2])) for n in range(4)),
        *(group(db, *(ids[n] for ids in told[2:])) for n in range(4)),
    )
    db.execute("PRAGMA journal_mode = DELETE")
    db.close()
    return path


def tell_halves(db: Database, source: str) -> list[int]:
    """Store an article of two sentences, each of two claims."""
    lines = [f"{source} says {n} came, {n} left." for n in ("one", "two")]
    document = article("\n".join(lines), source, f"{source.lower()}.txt")
    documents.put(db, document)
    stored = next(d for d in documents.current(db) if d.path == document.path)
    second = len(lines[0]) + 1
    told = [Sentence(0, second - 1, lines[0]), Sentence(second, second + len(lines[1]), lines[1])]
    with writing(db):
        for sentence, number in zip(told, sentences.put(db, stored.id, told), strict=True):
            comma = sentence.start + sentence.text.index(",")
            for span in ((sentence.start, comma), (comma + 2, sentence.end)):
                text, key = document.text[slice(*span)], claim_key(stored.digest, (span,))
                claims.put(db, [Claim(text, (span,), "", number, stored.id, key=key)])
        documents.mark_split(db, stored.id, "by comma")
    return [claim.id for claim in claims.of_document(db, stored.id)]


def tell_of_one_more(path: Path, *, new_facts: bool) -> None:
    """Add an article, as a pipeline does: its claims tell new facts, or join those there are."""
    db = open_writer(path)
    ids = tell_halves(db, "E")
    with writing(db):
        homes = [clusters.make(db) for _ in ids] if new_facts else sorted(clusters_held(db))[:4]
        for claim, home in zip(ids, (homes * 4)[:4], strict=True):
            db.execute("UPDATE claim SET cluster_id = ? WHERE id = ?", [home, claim])
        surgery.regroup(db, set(homes))
    db.close()


def clusters_held(db: Database) -> set[int]:
    return set(claims.cluster_of(db).values())


def cluster_otherwise(path: Path, dice: random.Random) -> None:
    """Move two claims to other clusters, as a clustering with another threshold would."""
    db = open_writer(path)
    homes = claims.cluster_of(db)
    with writing(db):
        for claim in dice.sample(sorted(homes), 2):
            home = dice.choice(sorted(clusters_held(db)))
            db.execute("UPDATE claim SET cluster_id = ? WHERE id = ?", [home, claim])
            surgery.regroup(db, {home, homes[claim]})
    db.close()


def act_at_random(
    desk: Desk,
    dice: random.Random,
    times: int,
    kinds: Callable[[Desk, random.Random], list[Callable[[], object]]] | None = None,
) -> None:
    for _ in range(times):
        acts = [*clusters_acts(desk, dice), *library_acts(desk, dice)]
        act = dice.choice(kinds(desk, dice) if kinds else acts)
        try:
            act()
        except (KeyError, ValueError):
            continue  # an act that cannot be done here is none
    desk.close()


def clusters_acts(desk: Desk, dice: random.Random) -> list[Callable[[], object]]:
    queue = [c for c in desk.ids(Filter()) if desk.members(c)]
    if not queue:
        return []
    cluster, other = dice.choice(queue), dice.choice(queue)
    keys = [member.claim.key for member in desk.members(cluster)]
    others = [member.claim.key for member in desk.members(other)]
    label = dice.choice(list(Label))
    return [
        lambda: desk.mark(cluster, label),
        lambda: desk.mark_all([cluster, other] if cluster != other else [cluster], label),
        lambda: desk.note(cluster, f"note {dice.random()}"),
        lambda: desk.adjudicate(cluster, label, "so"),
        lambda: desk.keep_draft(cluster, f"draft {dice.random()}"),
        lambda: desk.rename(
            cluster, dice.choice(["", "so called", desk.members(cluster)[0].claim.text])
        ),
        desk.undo,
        desk.undo,
        desk.redo,
        desk.redo,
        lambda: desk.drop(keys[0]),
        lambda: desk.detach(keys[:1]),
        lambda: desk.merge(cluster, other),
        lambda: desk.take_whole(keys[-1]),
        lambda: desk.join([keys[0], others[-1]]),
        lambda: desk.part([keys[0], others[-1]]),
    ]


def mergers(desk: Desk, dice: random.Random) -> list[Callable[[], object]]:
    queue = [c for c in desk.ids(Filter()) if desk.members(c)]
    cluster, other = dice.choice(queue), dice.choice(queue)
    keys = [member.claim.key for member in desk.members(cluster)]
    return [
        *[lambda: desk.merge(cluster, other)] * 4,
        *[desk.undo] * 2,
        desk.redo,
        lambda: desk.detach(keys[:1]),
        lambda: desk.detach(keys[:2], other),
        lambda: desk.drop(keys[-1]),
        lambda: desk.mark(other, Label.CONSISTENT),
    ]


def library_acts(desk: Desk, dice: random.Random) -> list[Callable[[], object]]:
    holding = dice.choice(desk.articles())
    return [
        lambda: desk.rename_source(holding.source, dice.choice("ABXYZ")),
        lambda: desk.set_family(holding.source, dice.choice(["Harbour", "Post", ""])),
        lambda: desk.set_date(holding.id, f"2031-01-0{dice.randint(1, 9)}"),
        lambda: desk.remove(holding.id),
        lambda: desk.restore(holding.id),
        lambda: desk.restore(holding.id),
    ]
