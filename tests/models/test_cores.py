"""Threads: as many as there are cores; shared-out work comes back in order, no more than asked."""

import os
import threading
import time
from pathlib import Path

import pytest
from threadpoolctl import threadpool_info

from models import cores
from models.cores import one_blas_thread, products_side_by_side, side_by_side


def test_outcomes_come_in_the_order_of_the_items() -> None:
    def late(number: int) -> int:
        time.sleep(0.001 * (number % 3))
        return number * number

    assert list(side_by_side(late, range(30))) == [number * number for number in range(30)]


def test_only_a_few_items_are_begun_before_their_outcomes_are_taken() -> None:
    begun: list[int] = []
    outcomes = side_by_side(begun.append, range(1000))
    next(outcomes)
    outcomes.close()
    assert 0 < len(begun) < 20


def test_so_many_are_worked_on_at_once_as_are_asked_for() -> None:
    together = threading.Barrier(3)
    assert sorted(side_by_side(lambda _: together.wait(10), range(3), at_once=3)) == [0, 1, 2]


def test_closing_leaves_the_rest_undone_and_waits_for_what_was_begun() -> None:
    running = threading.Semaphore(0)
    ended: list[int] = []

    def work(number: int) -> None:
        running.release()
        time.sleep(0.01)
        ended.append(number)

    outcomes = side_by_side(work, range(1000))
    next(outcomes)
    outcomes.close()
    done = len(ended)
    time.sleep(0.05)
    assert len(ended) == done < 20


def test_an_error_of_one_item_is_raised_in_its_place() -> None:
    outcomes = side_by_side(lambda number: 6 // number, [3, 0, 1])
    assert next(outcomes) == 2
    with pytest.raises(ZeroDivisionError):
        next(outcomes)


def blas_threads() -> list[int]:
    return [one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas"]


def test_products_have_one_thread_in_the_block_and_as_many_as_before_after_it() -> None:
    before = blas_threads()
    with one_blas_thread():
        assert set(blas_threads()) == {1}
    assert blas_threads() == before


def test_products_side_by_side_have_one_thread_each() -> None:
    def of_numpy(_: int = 0) -> list[int]:
        # Libraries that others bring may count their threads for each thread apart.
        return [one["num_threads"] for one in threadpool_info() if "numpy" in one["filepath"]]

    before = of_numpy()
    assert list(products_side_by_side(of_numpy, range(3))) == [[1] * len(before)] * 3
    assert of_numpy() == before


def test_threads_are_the_cores_that_may_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for cpu, siblings in enumerate(["0,2", "1,3", "0,2", "1,3"]):
        topology = tmp_path / f"cpu{cpu}" / "topology"
        topology.mkdir(parents=True)
        (topology / "thread_siblings_list").write_text(f"{siblings}\n")
    monkeypatch.setattr(cores, "_CPUS", tmp_path)
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    for usable, expected in (({0, 1, 2, 3}, 2), ({0, 2}, 1), ({3}, 1), ({0, 1}, 2), ({7, 8}, 2)):
        monkeypatch.setattr(
            cores.os, "sched_getaffinity", lambda _, usable=usable: usable, raising=False
        )
        assert cores.cores() == expected
    monkeypatch.setenv("OMP_NUM_THREADS", "5")
    assert cores.cores() == 5
    monkeypatch.setenv("OMP_NUM_THREADS", "many")
    assert cores.cores() == 2
    monkeypatch.delattr(cores.os, "sched_getaffinity")
    assert cores.cores() == os.cpu_count()
