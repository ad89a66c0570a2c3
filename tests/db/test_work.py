"""What a review asks at every key takes the same work in a large project as in a small one.

Work is counted in steps of SQLite's own machine, not in seconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from db import documents, extent, news, pace, pages, relations
from db.connection import writing
from db.records import Filter, Order

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils import Database

SMALL, LARGE = 200, 2_000
_NUMBERS = "WITH RECURSIVE n (i) AS (SELECT {} UNION ALL SELECT i + 1 FROM n WHERE i < {})"
_DAY = "2031-03-12T00:00:00.000+00:00"
_MIDNIGHT = 1_930_953_600_000_000


def steps(db: Database, ask: Callable[[Database], object]) -> int:
    """Return how many steps a question takes that has been asked before."""
    ask(db)
    taken = 0

    def count() -> None:
        nonlocal taken
        taken += 1

    db.conn.set_progress_handler(count, 1)
    ask(db)
    db.conn.set_progress_handler(None, 0)
    return taken


def last(db: Database) -> int:
    """Return the last cluster but one."""
    return int(db.execute("SELECT max(id) - 1 FROM cluster").fetchone()[0])


def grow(db: Database, begin: int, end: int) -> None:
    """Add clusters of one claim and one rank, all of one source, and acts of one reviewer."""
    numbers = _NUMBERS.format(begin, end)
    with writing(db):
        db.execute("INSERT OR IGNORE INTO source (id, name) VALUES (1, 'Alpha')")
        db.execute(
            f"{numbers} INSERT INTO document (id, source_id, name, path, digest, content, encoding,"
            " text, title, published, url, added_at, split_by, superseded_by)"
            " SELECT i, 1, i || '.txt', i || '.txt', i, i, 'utf-8', 'It rained.', '', '', '', '',"
            " 'made', NULL FROM n"
        )
        db.execute(
            f'{numbers} INSERT INTO sentence (id, document_id, start, "end", text, kind, reason)'
            " SELECT i, i, 0, 10, 'It rained.', 'prose', '' FROM n"
        )
        db.execute(
            f"{numbers} INSERT INTO cluster"
            " (id, headline, claims, documents, sources, suggestion, rank, origins)"
            " SELECT i, 'It rained.', 1, 1, 1, 'single-sourced', 3000000, 1 FROM n"
        )
        db.execute(
            f"{numbers} INSERT INTO claim (id, sentence_id, document_id, text, spans, speaker, key,"
            " cluster_id) SELECT i, i, i, 'It rained.', '0-10', '', i, i FROM n"
        )
        db.execute(
            f"{numbers} INSERT INTO act"
            " (kind, cluster_id, reviewer, at, value, claims, undoes, uid, written)"
            " SELECT iif(i % 2, 'verdict', 'undo'), i, 'ada', '2031-03-11', 'consistent', '[]',"
            f" iif(i % 2, NULL, i - 1), printf('%032d', i), {_MIDNIGHT} - 1000000 + i FROM n"
        )


@pytest.mark.parametrize(
    "ask",
    [
        lambda db: pages.ids(db, Filter(), 20),
        lambda db: pages.ids(db, Filter(changed=True), 20),
        lambda db: pages.page(db, Filter(), 20, last(db)),
        lambda db: pages.page(db, Filter(order=Order.TOLD), 20, last(db)),
        lambda db: pages.page(db, Filter(decided=False), 20, last(db)),
        lambda db: pages.next_undecided(db, Filter(), last(db)),
        lambda db: pages.next_undecided(db, Filter(order=Order.TOLD), last(db)),
        lambda db: pages.next_undecided(db, Filter(decided=True), 1),
        lambda db: pages.first_undecided(db, Filter(text="it"), range(1, last(db))),
        lambda db: pages.next_changed(db, Filter(), 1),
        lambda db: pages.rows(db, [1, 2, 3]),
        lambda db: pages.members(db, 1),
        pages.changed,
        pages.unfinished,
        documents.sources,
        relations.state,
        lambda db: news.by_others(db, "ada"),
        lambda db: news.by_others(db, "bob"),
        lambda db: pace.moments(db, "ada", _DAY, 0),
        lambda db: extent.now(db, extent.Extent(1, last(db), "")),
    ],
)
def test_the_work_is_that_of_a_small_project(
    db: Database, ask: Callable[[Database], object]
) -> None:
    grow(db, 1, SMALL)
    small = steps(db, ask)
    grow(db, SMALL + 1, LARGE)
    assert steps(db, ask) <= small * 1.1 + 20


def widen(db: Database, begin: int, end: int) -> None:
    """Let clusters be told by two sources, decide them, and put them first."""
    grow(db, begin, end)
    some = f"BETWEEN {begin} AND {end}"
    with writing(db):
        db.execute(f"UPDATE cluster SET sources = 2, rank = 2, decided = 1 WHERE id {some}")
        db.execute(
            "INSERT INTO verdict SELECT id, 'consistent', '', 0, 0, 'ada', '', '[]', '', 0, ''"
            f" FROM cluster WHERE id {some}"
        )


@pytest.mark.parametrize(
    "ask",
    [
        lambda db: pages.ids(db, Filter(alone=True), 20),
        lambda db: pages.ids(db, Filter(decided=False), 20),
        lambda db: pages.ids(db, Filter(decided=False, order=Order.TOLD), 20),
        lambda db: pages.next_undecided(db, Filter(), SMALL // 2 + 1),
        lambda db: pages.next_undecided(db, Filter(), last(db)),
        lambda db: pages.next_undecided(db, Filter(order=Order.TOLD), last(db)),
        lambda db: pages.next_undecided(db, Filter(alone=True), last(db)),
        pages.undecided,
    ],
)
def test_a_few_that_are_left_are_found_without_the_others(
    db: Database, ask: Callable[[Database], object]
) -> None:
    grow(db, 1, SMALL // 2)
    widen(db, SMALL // 2 + 1, SMALL)
    small = steps(db, ask)
    widen(db, SMALL + 1, LARGE)
    assert steps(db, ask) <= small * 1.1 + 20


def test_the_log_is_halved_to_find_where_a_day_begins(db: Database) -> None:
    grow(db, 1, SMALL)
    small = steps(db, lambda db: pace.decided(db, "ada", _DAY))
    assert pace.decided(db, "ada", _DAY) == (SMALL, 0)
    grow(db, SMALL + 1, LARGE)
    assert steps(db, lambda db: pace.decided(db, "ada", _DAY)) < small * 2
    assert pace.decided(db, "ada", _DAY) == (LARGE, 0)
