"""What is suspected and what is not known, with what it is said of."""

from __future__ import annotations

import pytest

from workbench.facets.hedges import hedges, unknowns


@pytest.mark.parametrize(
    ("text", "governs"),
    [
        ("a fire suspected as arson", ["arson"]),
        ("bound for Skerrin, possibly by Vale", ["vale"]),
        ("a man suspected of arson", []),
        ("it is possible that it sinks", []),
    ],
)
def test_suspicions_govern_the_word_behind_them(text: str, governs: list[str]) -> None:
    assert [stem for cue in hedges(text) for stem in cue.governs] == governs


@pytest.mark.parametrize(
    ("text", "governs"),
    [
        ("The cause of the fire is unknown", ("caus", "fire")),
        ("The test results have not been released", ("test", "result")),
        ("The results won't be known for weeks", ("result",)),
        ("They patched a previously unknown flaw", None),
        ("The results are known", None),
        ("The visit was not disclosed until it ended", None),
    ],
)
def test_what_is_not_known_stands_before_the_word_for_it(
    text: str, governs: tuple[str, ...] | None
) -> None:
    assert [cue.governs for cue in unknowns(text)] == ([governs] if governs else [])
