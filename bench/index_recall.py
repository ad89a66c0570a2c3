"""What the index finds of the nearest claims of a large project, and what it takes.

    python -m bench.index_recall PROJECT [SAMPLE]

All claims of the project, by the signatures that it keeps (half precision), are put through the
index of `models.linking.index`. SAMPLE of them, drawn evenly, are also compared with every other
claim, in floats: of what is nearest to them the share is told that the index has found.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bench import table
from bench.process import UNITS_PER_MB
from bench.table import Row
from db import claims, studies
from db.connection import open_reader
from models.linking.candidates import (
    LEAST_COSINE,
    LEAST_SPELLING,
    LEAST_SUM,
    NEIGHBOURS,
    in_whole_numbers,
)
from models.linking.index import near_in_index
from models.linking.letters import SKETCH
from models.linking.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from sqlite_utils import Database

_SAMPLE, _NEAR = 1_000, 5
_BLOCK = 64


class Signatures(NamedTuple):
    """What is known of n claims: meaning (n, d), spelling (n, SKETCH), whose sentence (n,)."""

    meaning: NDArray[np.float32]
    spelling: NDArray[np.float32]
    sentence: NDArray[np.int64]


def read(db: Database) -> Signatures:
    """Return the signatures of a project's claims."""
    sentence = {claim.id: claim.sentence_id for claim in claims.current(db)}
    ids, rows = [], []
    for block in studies.blocks(db):
        ids.append(np.frombuffer(block.claims, "<i8"))
        rows.append(np.frombuffer(block.rows, "<f2").reshape(len(ids[-1]), -1).astype(np.float32))
    whole = np.concatenate(rows)
    group = np.array([sentence[one] for one in np.concatenate(ids).tolist()], dtype=np.int64)
    return Signatures(whole[:, :-SKETCH], whole[:, -SKETCH:], group)


def found_by_index(of: Signatures, sample: NDArray[np.int64]) -> dict[int, NDArray[np.int64]]:
    """Return what the index finds near to each of the rows of a sample."""
    rows, wanted = in_whole_numbers(*of)
    found: dict[int, NDArray[np.int64]] = {}
    for row, other in near_in_index(rows, wanted, Shelf(on_disk=True)):
        order = np.argsort(row, kind="stable")
        row, other = row[order], other[order]
        here = sample[np.isin(sample, row)]
        first, last = np.searchsorted(row, here), np.searchsorted(row, here, side="right")
        for one, start, stop in zip(here.tolist(), first.tolist(), last.tolist(), strict=True):
            found[one] = other[start:stop].astype(np.int64)
    return found


def exact(of: Signatures, sample: NDArray[np.int64]) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """Yield the nearest rows of each row of a sample, nearest first, by floats."""
    for at in range(0, len(sample), _BLOCK):
        asked = sample[at : at + _BLOCK]
        cosine = of.meaning[asked] @ of.meaning.T
        letters = of.spelling[asked] @ of.spelling.T
        able = (cosine >= LEAST_COSINE) | (letters >= LEAST_SPELLING)
        both = cosine + letters
        able &= (both >= LEAST_SUM) & (of.sentence[asked, None] != of.sentence)
        both[~able] = -9
        for number, one in enumerate(asked.tolist()):
            near = np.argsort(-both[number], kind="stable")[:NEIGHBOURS]
            yield one, near[able[number, near]]


def rows_of(db: Database, size: int) -> Iterator[Row]:
    """Measure the index on the claims of a project."""
    of = read(db)
    claims_in_all = len(of.sentence)
    sample = np.unique(np.linspace(0, claims_in_all - 1, size).astype(np.int64))
    began, clock = time.process_time(), time.perf_counter()
    found = found_by_index(of, sample)
    name = f"index, {claims_in_all} claims"
    yield Row(f"{name}: all near pairs", time.process_time() - began, "CPU s")
    yield Row("the same by the clock", time.perf_counter() - clock, "s")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / UNITS_PER_MB
    yield Row("peak memory, signatures included", peak, "MB")
    shares: dict[str, list[NDArray[np.bool_]]] = {}
    for one, near in exact(of, sample):
        for count in (_NEAR, NEIGHBOURS):
            there = np.isin(near[:count], found.get(one, near[:0]))
            shares.setdefault(f"{count} nearest", []).append(there)
    for what, there_too in shares.items():
        yield Row(f"of the {what}, found by the index", float(np.concatenate(there_too).mean()))


def main(args: list[str]) -> None:
    """Measure the project that the arguments name."""
    db = open_reader(Path(args[0]))
    count = int(args[1]) if len(args) > 1 else _SAMPLE
    for line in table.lines(list(rows_of(db, count))):
        print(line)
    db.close()


if __name__ == "__main__":
    main(sys.argv[1:])
