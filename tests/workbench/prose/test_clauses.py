"""Where a sentence may be cut in two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.prose.clauses import clauses


def parts(text: str) -> list[str]:
    return [text[a:b] for a, b in clauses(text, (0, len(text)))]


@pytest.mark.parametrize(
    "whole",
    [
        ["No fuel was spilled", "the vessel was never at risk of sinking"],
        ["The two have spoken often", "this was the first meeting of the generals"],
        ["The book has been opened at the hall", "the flags will fly at half-mast"],
    ],
)
def test_two_clauses_with_their_own_subjects_are_told_apart(whole: list[str]) -> None:
    assert parts(", but ".join(whole)) == whole


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        (
            "One person was killed and 14 people were hurt",
            ["One person was killed", "14 people were hurt"],
        ),
        (
            "One person lost his life and 14 people were hurt",
            ["One person lost his life", "14 people were hurt"],
        ),
        ("The road was closed and the pier was shut", ["The road was closed", "the pier was shut"]),
        (
            "He knew the mayor and the council were angry",
            ["He knew the mayor and the council were angry"],
        ),
        ("Between three and 14 people were hurt", ["Between three and 14 people were hurt"]),
    ],
)
def test_clauses_joined_without_a_comma_need_a_surer_sign(text: str, whole: list[str]) -> None:
    assert parts(text) == whole


def test_a_second_that_clause_stands_alone() -> None:
    text = "the visit did not pose risks for him, and that he did not go anywhere"
    assert parts(text) == ["the visit did not pose risks for him", "he did not go anywhere"]


@pytest.mark.parametrize(
    "text",
    [
        "Poland, Finland and the Netherlands have pledged tanks",
        "He closed the door, and left the building at noon",
        "If the wind is too strong, the ferry will not sail",
        "“It is late, and it is dark, and",
        "Milley, and the staff of Gen. Zaluzhny",
        "The talks between the town, and the country were held",
    ],
)
def test_what_does_not_stand_alone_stays_whole(text: str) -> None:
    assert parts(text) == [text]


@given(st.text(alphabet="ab,; TheHeandwas()“”", max_size=120), st.integers(0, 10))
def test_parts_are_in_order_and_inside(text: str, start: int) -> None:
    start = min(start, len(text))
    found = clauses(text, (start, len(text)))
    flat = [at for span in found for at in span]
    assert flat == sorted(flat)
    assert flat[0] >= start
    assert flat[-1] == len(text)
