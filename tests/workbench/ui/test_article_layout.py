"""An article as lines: nothing is lost, nothing too wide, every claim where it stands."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from db.records import Claim, Sentence, SentenceKind
from workbench.ui.article_layout import SLOT, lay_out

TEXT = "Storm shuts bridge\n\nThe old bridge was closed. Ten people were hurt, police said.\n"


def claim(words: str, number: int, text: str = TEXT) -> Claim:
    start = text.index(words)
    return Claim(words, ((start, start + len(words)),), id=number)


def words_of(layout: object, number: int) -> str:
    found = []
    for line, runs in sorted(layout.runs.items()):
        found += [
            layout.lines[line][run.start : run.end]
            for run in sorted(runs, key=lambda run: run.start)
            if run.claim_id == number and not run.opens
        ]
    return " ".join(found)


def test_each_claim_has_a_sign_before_it_and_its_own_characters() -> None:
    claims = [claim("The old bridge was closed.", 1), claim("Ten people were hurt", 2)]
    layout = lay_out(TEXT, [Sentence(0, 18, TEXT[:18], SentenceKind.FURNITURE)], claims, 30)
    assert layout.lines == [
        "Storm shuts bridge",
        "",
        f"{SLOT}The old bridge was closed.",
        f"{SLOT}Ten people were hurt, police",
        "said.",
        "",
    ]
    assert words_of(layout, 1) == "The old bridge was closed."
    assert words_of(layout, 2) == "Ten people were hurt"
    assert words_of(layout, 0) == "Storm shuts bridge"
    assert layout.first_line == {1: 2, 2: 3}


def test_claims_that_begin_at_one_place_have_a_sign_each() -> None:
    both = claim("Ten people were hurt, police said.", 2)
    layout = lay_out(TEXT, [], [claim("Ten people were hurt", 1), both], 80)
    assert f"{SLOT}{SLOT}Ten people" in layout.lines[2]
    assert [run.claim_id for run in layout.runs[2] if run.opens] == [1, 2]


@given(
    st.text(st.sampled_from("ab \n日é\u0301😀Ж-\r\t"), max_size=120),
    st.integers(2, 20),
    st.lists(st.integers(0, 119), max_size=6, unique=True),
)
def test_no_line_is_too_wide_and_no_character_is_lost(
    text: str, width: int, starts: list[int]
) -> None:
    claims = [
        Claim(text[at : at + 9], ((at, min(len(text), at + 9)),), id=number)
        for number, at in enumerate(starts, 1)
        if at < len(text)
    ]
    layout = lay_out(text, [], claims, width)
    assert all(cell_len(line) <= width for line in layout.lines)
    kept = "".join(layout.lines).replace(SLOT, "").split()
    assert "".join(kept) == "".join(text.replace("\r", " ").split())
    assert layout.first_line.keys() == {claim.id for claim in claims}
