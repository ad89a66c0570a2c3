"""Plain lines and JSON: complete, on one line each, and nothing a terminal would obey."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.records import (
    Claim,
    Cluster,
    Difference,
    Kind,
    Label,
    Member,
    Place,
    Row,
    Sentence,
    Verdict,
)
from db.standing import News
from db.tally import Tally
from tests.made import article
from workbench.pipeline import Report
from workbench.reports.changing import told_apart
from workbench.reports.report import (
    article_lines,
    cluster_data,
    cluster_lines,
    report_data,
    report_lines,
    row_data,
    row_line,
    tally_lines,
)
from workbench.stages.document import Skipped
from workbench.text import printable

ROW = Row(
    Cluster("Fourteen were hurt.", 2, 2, 2, Label.CONFLICTING, 12, origins=2),
    Verdict(),
    (Kind.NUMBER,),
)


def member(text: str, source: str, claim_id: int, **details: str) -> Member:
    document = replace(article(text, source, f"{source}.txt", **details), id=claim_id)
    place = Sentence(0, len(text), text, document_id=claim_id, id=claim_id)
    claim = Claim(text, ((0, len(text)),), "Öz", claim_id, claim_id, claim_id, f"key{claim_id}")
    return Member(claim, place, document)


MEMBERS = [
    member("Fourteen were hurt.", "Alpha", 1, published="2031-01-02"),
    member("Seventeen were hurt.", "Beta", 2),
]
DIFFERENCE = Difference(Kind.NUMBER, Place(1, 0, 8), Place(2, 0, 9))


def test_a_row_shows_the_verdict_the_id_the_sources_and_the_claim() -> None:
    assert row_line(ROW) == ("[ ]      12  2 src  conflicting (number): Fourteen were hurt.")
    marked = replace(ROW, verdict=Verdict(Label.CONSISTENT, flagged=True, changed=True))
    assert row_line(marked).startswith("[=]!~    12")
    signs = {row_line(replace(ROW, verdict=Verdict(label)))[:3] for label in [None, *Label]}
    assert len(signs) == 4


def test_a_row_whose_suggestion_is_hidden_says_so() -> None:
    hidden = replace(ROW, cluster=replace(ROW.cluster, suggestion=None), kinds=())
    assert row_line(hidden) == "[ ]      12  2 src  shown once decided: Fourteen were hurt."


def test_claims_can_be_numbered() -> None:
    plain, numbered = (list(cluster_lines(ROW, MEMBERS, [], numbered=n)) for n in (False, True))
    assert [line for line in numbered if line not in plain] == [
        "  1. Alpha 2031-01-02 (Alpha.txt:0-19) [Öz]",
        "  2. Beta (Beta.txt:0-20) [Öz]",
    ]


def test_an_article_is_told_with_the_lines_of_the_claim_marked() -> None:
    text = "Before.\n\nThe bridge\nis closed.\x1b\nAfter."
    document = article(text, "Alpha", "a.txt")
    start, end = text.index("The"), text.index("\nAfter")
    assert list(article_lines(document, Claim("x", ((start, start + 5), (end - 3, end))))) == [
        "Alpha (a.txt)",
        "  Before.",
        "> The bridge",
        "> is closed.␛",
        "  After.",
    ]


@given(st.text(), st.integers(20, 200))
def test_a_row_is_one_line_of_at_most_its_width(headline: str, width: int) -> None:
    row = replace(ROW, cluster=replace(ROW.cluster, headline=headline))
    line = row_line(row, width)
    assert len(line) <= width
    assert line == printable(line)
    assert len(line.splitlines()) == 1


def test_a_cluster_shows_each_claim_with_its_source_and_place_and_what_differs() -> None:
    row = replace(ROW, verdict=Verdict(note="ask again"))
    assert list(cluster_lines(row, MEMBERS, [DIFFERENCE])) == [
        "[ ]      12  2 src  conflicting (number): Fourteen were hurt.",
        "  note: ask again",
        "  Alpha 2031-01-02 (Alpha.txt:0-19) [Öz]",
        "    Fourteen were hurt.  [key1]",
        "  Beta (Beta.txt:0-20) [Öz]",
        "    Seventeen were hurt.  [key2]",
        "  number: 'Fourteen' (Alpha) | 'Seventeen' (Beta)",
    ]


EVIL = "\x1b]0;title\x07\x1b[2J\x9b\u202e\r\n[@click=app.quit]x[/]"


def test_no_field_of_a_cluster_reaches_the_terminal_raw() -> None:
    evil = member(EVIL, EVIL, 1, published=EVIL)
    evil = replace(evil, document=replace(evil.document, name=EVIL))
    evil = replace(evil, claim=replace(evil.claim, speaker=EVIL))
    row = replace(
        ROW, cluster=replace(ROW.cluster, headline=EVIL), verdict=Verdict(note=EVIL, reviewer=EVIL)
    )
    difference = replace(DIFFERENCE, left=Place(1, 0, 20), right=Place(1, 0, 20))
    for line in cluster_lines(row, [evil], [difference]):
        assert line == printable(line)
        assert len(line.splitlines()) == 1
        line.encode()


def test_json_holds_everything_and_nothing_is_changed_in_it() -> None:
    data = json.loads(json.dumps(cluster_data(ROW, MEMBERS, [DIFFERENCE])))
    assert data["id"] == 12
    assert data["kinds"] == ["number"]
    assert data["verdict"]["label"] is None
    assert [m["claim"] for m in data["members"]] == ["Fourteen were hurt.", "Seventeen were hurt."]
    assert data["members"][0] == {
        "claim_id": "key1",
        "claim": "Fourteen were hurt.",
        "spans": [[0, 19]],
        "filled": [],
        "speaker": "Öz",
        "certainty": "asserted",
        "sentence": "Fourteen were hurt.",
        "source": "Alpha",
        "document": "Alpha.txt",
        "published": "2031-01-02",
        "membership": None,
    }
    assert data["differences"] == [
        {
            "kind": "number",
            "left": {"claim_id": 1, "start": 0, "end": 8},
            "right": {"claim_id": 2, "start": 0, "end": 9},
            "left_value": "",
            "right_value": "",
            "doubt": "",
        }
    ]
    assert row_data(ROW).items() <= cluster_data(ROW, MEMBERS, []).items()


def test_a_tally_says_how_far_the_review_is() -> None:
    tally = Tally(2, 3, 40, 50, 4, 1, 2, 1, {"consistent": 1}, {"conflicting": 4})
    assert list(tally_lines(tally)) == [
        "3 articles of 2 sources, 40 sentences, 50 claims, 4 clusters",
        "decided 1 of 4 (25%)",
        "  marked consistent: 1",
        "  suggested conflicting: 4",
        "flagged 2, evidence changed since the verdict 1",
    ]
    assert "decided 0 of 0" in list(tally_lines(Tally()))


def test_what_was_not_compared_is_said() -> None:
    whole, part = (list(tally_lines(Tally(compared=way))) for way in ("all pairs", "in an index"))
    assert [line for line in part if line not in whole] == [
        "claims were compared in an index: nearly all near pairs were found, not all"
    ]


def test_a_report_names_the_first_files_and_counts_the_others() -> None:
    report = Report(added=[f"{n}.txt" for n in range(7)], unchanged=["old\x1b.txt"])
    assert list(report_lines(report)) == [
        "added: 0.txt, 1.txt, 2.txt, 3.txt, 4.txt and 2 more",
        "already there: old␛.txt",
    ]
    assert list(report_lines(Report())) == []
    come = Report(added=["a"], news=News(3, 0, 41, 6))
    assert list(report_lines(come))[1] == "3 new articles: 41 claims, 6 verdicts have new evidence"
    changed = Report(added=["a"], news=News(1, 2, 7, 1))
    words = "1 new article and 2 articles changed: 7 claims, 1 verdict has new evidence"
    assert list(report_lines(changed))[1] == words
    fewer = Report(added=["a"], news=News(removed=1))
    assert list(report_lines(fewer))[1] == "1 article removed"
    assert list(report_lines(Report(updated=["a"], news=News(evidence=2))))[1] == (
        "0 new articles, 2 verdicts have new evidence"
    )


def test_a_report_is_complete_as_json() -> None:
    report = Report(
        ["a"], ["b"], ["c"], ["d"], [Skipped("e", "empty")], embedded=3, reclustered=True
    )
    assert json.loads(json.dumps(report_data(report))) == {
        "added": ["a"],
        "new_versions": ["b"],
        "updated": ["c"],
        "unchanged": ["d"],
        "skipped": [{"path": "e", "reason": "empty"}],
        "embedded": 3,
        "reclustered": True,
        "news": {"articles": 0, "changed": 0, "claims": 0, "evidence": 0, "removed": 0},
    }


@pytest.mark.parametrize(
    ("words", "values", "told"),
    [
        (("Friday", "friday"), ("2031-03-07", "2031-03-14"),
         ("Friday, 2031-03-07", "friday, 2031-03-14")),
        (("Friday", "Friday"), ("2031-03-07", ""), ("Friday, 2031-03-07", "Friday, ?")),
        (("Friday", "Friday"), ("", ""), ("Friday", "Friday")),
        (("Friday", "Monday"), ("2031-03-07", "2031-03-10"), ("Friday", "Monday")),
    ],
)  # fmt: skip
def test_words_that_are_the_same_are_told_apart_by_what_they_mean(
    words: tuple[str, str], values: tuple[str, str], told: tuple[str, str]
) -> None:
    assert told_apart(*words, *values) == told
