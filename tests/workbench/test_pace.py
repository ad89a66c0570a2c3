"""How fast a reviewer goes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from db.records import Filter, Label
from tests.workbench.commands import data, done
from workbench import pace
from workbench.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOON = datetime(2031, 3, 12, 12, tzinfo=UTC)


def at(*seconds: float) -> list[str]:
    return [(NOON + timedelta(seconds=s)).isoformat(timespec="milliseconds") for s in seconds]


def test_the_median_leaves_breaks_out() -> None:
    assert pace.seconds_each(at(0, 2, 6, 3606, 3607)) == 2
    assert pace.seconds_each(reversed(at(0, 4))) == 4
    assert pace.seconds_each(at(0)) is None
    assert pace.seconds_each(at(0, 3600)) is None


def test_a_day_begins_at_midnight_where_the_reviewer_is() -> None:
    began = datetime.fromisoformat(pace.today(NOON))
    assert began.astimezone(NOON.astimezone().tzinfo).hour == 0
    assert timedelta(0) <= NOON - began < timedelta(days=1, hours=1)


def test_it_is_said_in_words() -> None:
    assert pace.Pace(3, 1.25).in_words(4000) == "today 3, left 4,000, 1.2 s each"
    assert pace.Pace(3, 12.4).in_words(0) == "today 3, left 0, 12 s each"
    assert pace.Pace(1, None).in_words(2) == "today 1, left 2"


def test_undone_and_others_verdicts_do_not_count(
    add: Callable[..., object], articles: Path, desk: Desk, project: Path
) -> None:
    add(articles)
    clusters = list(desk.ids(Filter()))
    Desk(project, "another").mark(clusters[0], Label.CONSISTENT)
    assert desk.pace() == pace.Pace(0, None)
    desk.mark(clusters[0], Label.CONSISTENT)
    desk.mark_all(clusters[1:4], Label.CONSISTENT)
    assert desk.pace().today == 4
    desk.undo()
    assert desk.pace().today == 1
    desk.redo()
    assert desk.pace().today == 4
    assert Desk(project, "tester").pace().today == 4


@pytest.mark.usefixtures("toy_models")
def test_status_says_it_unless_it_is_switched_off(
    storm: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done("mark", data("clusters")[0]["id"], "consistent")
    assert "ada: today 1, left 5" in done("status")
    assert data("status")["pace"]["today"] == 1
    assert "today" not in done("status", "--no-pace")
    monkeypatch.setenv("WORKBENCH_PACE", "off")
    assert "pace" not in data("status", "--json")
