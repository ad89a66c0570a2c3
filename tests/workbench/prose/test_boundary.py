"""Where sentences end inside a line."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.prose.boundary import boundaries


def parts(line: str) -> list[str]:
    ends = [0, *boundaries(line), len(line)]
    return [line[a:b].strip() for a, b in pairwise(ends) if line[a:b].strip()]


@pytest.mark.parametrize(
    "sentences",
    [
        ["Gen. Mark A. Milley met Gen. Valery Zaluzhny.", "They talked."],
        ["Brig. Gen. Patrick Ryder spoke on Jan. 17.", "Nobody asked why."],
        ["The ship left the U.S. on Nov. 3.", "It came back."],
        ["He lives in the U.S.", "The rest do not."],
        ["It began at 6:40 p.m. Friday and ended at 9 p.m.", "Police closed the road."],
        ["It began at 6 p. m. Friday and ended at 9 p. m. ET.", "Police came at 9 p. m."],
        ["It ended at 9 p. m.", "Police closed the road."],
        ["The meeting was at 8 a.m. EST in Washington, D.C. and was short."],
        ["Pier No. 4 was hit.", "Pier No. 5 was not."],
        ["“It makes a difference.”", "He left."],
        ['"Who did this?" Smith asked.', "No one answered."],
        ['"Get out!" she shouted.', "They did."],
        ["The price fell to 1.5 million.", "In 2.5 years it will rise."],
        ["Was it him?", "Yes.", "It was!"],
        ["She said ... nothing at all."],
        ["He waited...", "Then he went."],
        ["Microsoft Corp. said it was sorry.", "Apple Inc.", "But nobody paid."],
        ["Mr. and Mrs. J. R. Hale sailed on the St. Mary.", "Dr. Wu stayed."],
        ["(The list is long.)", "The day is short."],
        ["A single line without a stop"],
    ],
)
def test_sentences_of_news_are_told_apart(sentences: list[str]) -> None:
    assert parts(" ".join(sentences)) == sentences


@given(st.text(max_size=300))
def test_boundaries_grow_and_lie_inside_the_line(line: str) -> None:
    found = list(boundaries(line))
    assert found == sorted(set(found))
    assert all(0 < end < len(line) for end in found)


def test_sentences_without_spaces_are_told_apart() -> None:
    line = "市长星期一关闭了大桥。“学校仍然开放。”他说！"
    assert [line[a:b] for a, b in pairwise([0, *boundaries(line), len(line)])] == [
        "市长星期一关闭了大桥。",
        "“学校仍然开放。”",
        "他说！",
    ]


def test_a_line_of_stops_ends() -> None:
    assert list(boundaries("." * 300_000)) == []
    assert list(boundaries("?!" * 100_000 + " End")) == [200_000]


def test_a_long_line_costs_no_more_than_its_length() -> None:
    line = "The cat sat on Gen. Smith. " * 20_000
    assert len(list(boundaries(line))) == 19_999
