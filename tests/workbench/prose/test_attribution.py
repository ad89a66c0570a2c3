"""Who says it, and which part of the sentence is what was said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.prose.attribution import attribution, goes_on, is_quotation, unquoted


@pytest.mark.parametrize(
    ("sentence", "speaker", "said"),
    [
        (
            "The ferry had passed its inspection, said Graham Lisle, a spokesman.",
            "Graham Lisle, a spokesman",
            ["The ferry had passed its inspection"],
        ),
        ("Fire Chief Rusk said 17 people were hurt.", "Fire Chief Rusk", ["17 people were hurt"]),
        (
            "Zelenskiy said on January 16 that he expects a decision.",
            "Zelenskiy",
            ["he expects a decision"],
        ),
        (
            "Brig. Gen. Patrick Ryder said Tuesday that it would be up to Germany.",
            "Brig. Gen. Patrick Ryder",
            ["it would be up to Germany"],
        ),
        (
            "Butler told reporters traveling with him that they were glad.",
            "Butler",
            ["they were glad"],
        ),
        (
            "The ferry hit the pier at 7:15 p.m., according to a log seen by us.",
            "a log seen by us",
            ["The ferry hit the pier at 7:15 p.m."],
        ),
        ("According to police, two men fled.", "police", ["two men fled"]),
        (
            "“We were told there was no money for it,” he said.",
            "he",
            ["We were told there was no money for it"],
        ),
        (
            "It is conducting offensives, the General Staff said, adding that it goes on.",
            "the General Staff",
            ["It is conducting offensives", "it goes on"],
        ),
        (
            "Meanwhile, the Defense Ministry said in a statement that he had gone.",
            "the Defense Ministry",
            ["he had gone"],
        ),
        (
            "The two “exchanged views on the war,” Col. Dave Butler, a spokesman, said in a text.",
            "Col. Dave Butler, a spokesman",
            ["The two “exchanged views on the war,”"],
        ),
        (
            "Prime Minister Mark Rutte, meeting the president, said his country would join.",
            "Prime Minister Mark Rutte",
            ["his country would join"],
        ),
    ],
)
def test_the_speaker_and_what_was_said_are_found(
    sentence: str, speaker: str, said: list[str]
) -> None:
    found = attribution(sentence)
    assert found is not None
    assert found.speaker == speaker
    assert [sentence[a:b] for a, b in found.contents] == said


@pytest.mark.parametrize(
    "sentence",
    [
        "Russia has denied responsibility for the attack.",
        "Russia denied that it had fired.",
        "Moscow also announced an effort to grow its military.",
        "Dutch Prime Minister Mark Rutte, who is in Washington, announced a joint initiative.",
        "He said nothing.",
        "He said goodbye to his crew.",
        "The sign said no.",
        "She declined to say who had called.",
    ],
)
def test_what_is_not_surely_an_attribution_stays_whole(sentence: str) -> None:
    assert attribution(sentence) is None


def test_a_quotation_is_followed_over_sentences() -> None:
    first = "“They talked in detail."
    assert is_quotation(first, inside=False)
    assert goes_on(first, inside=False)
    second = "And it matters.”"
    assert is_quotation(second, inside=True)
    assert not goes_on(second, inside=True)
    assert second[slice(*unquoted(second))] == "And it matters."


@given(st.text(alphabet='ab ,.“”"said thatHe\n', max_size=120))
def test_what_was_said_lies_inside_the_sentence(sentence: str) -> None:
    found = attribution(sentence)
    if found is not None:
        assert found.speaker
        assert all(0 <= a < b <= len(sentence) for a, b in found.contents)
