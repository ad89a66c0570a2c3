"""The store of vectors: what was embedded once is there for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from db import vectors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database


def test_only_what_is_there_is_returned(db: Database) -> None:
    vectors.put(db, "toy", [("one", b"\0\0\0\0"), ("two", b"\1\1\1\1")])
    assert vectors.get(db, ["two", "three"]) == {"two": b"\1\1\1\1"}
    assert vectors.get(db, []) == {}


def test_the_first_vector_of_a_key_stays(db: Database) -> None:
    vectors.put(db, "toy", [("one", b"first")])
    vectors.put(db, "toy", [("one", b"later"), ("two", b"new")])
    assert vectors.get(db, ["one", "two"]) == {"one": b"first", "two": b"new"}


def test_many_keys_at_once_are_no_trouble(db: Database) -> None:
    rows = [(f"key {number}", bytes([number % 256])) for number in range(2345)]
    vectors.put(db, "toy", rows)
    assert vectors.get(db, [key for key, _ in rows]) == dict(rows)


def test_a_batch_that_fails_leaves_nothing(db: Database) -> None:
    def broken() -> Iterator[tuple[str, bytes]]:
        yield "one", b"data"
        raise RuntimeError("the model failed")

    with pytest.raises(RuntimeError, match="the model failed"):
        vectors.put(db, "toy", broken())
    assert vectors.get(db, ["one"]) == {}
    vectors.put(db, "toy", [("one", b"data")])


def test_what_is_known_is_told_without_its_bytes(db: Database) -> None:
    vectors.put(db, "toy", [(f"key{n}", b"12") for n in range(1200)])
    asked = [f"key{n}" for n in range(1000, 1400)]
    assert vectors.known(db, asked) == {f"key{n}" for n in range(1000, 1200)}
    assert vectors.known(db, []) == set()
