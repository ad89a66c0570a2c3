"""Whatever happens to a story, a verdict stays as it was given, or says what has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.histories import run
from tests.strategies import FUZZ

if TYPE_CHECKING:
    from pathlib import Path

TOGETHER = 5


@pytest.mark.parametrize("first", range(0, 10 * FUZZ, TOGETHER))
def test_every_verdict_is_kept_or_flagged_and_none_is_silently_changed(
    tmp_path: Path, first: int
) -> None:
    outcomes = [run(tmp_path / f"{seed}.db", seed) for seed in range(first, first + TOGETHER)]
    assert [line for outcome in outcomes for line in outcome.wrong] == []
    assert sum(outcome.kept for outcome in outcomes) > 0
    assert sum(outcome.flagged for outcome in outcomes) > 0
