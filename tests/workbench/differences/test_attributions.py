"""Asserted here, somebody's words there: worth knowing, and no conflict."""

from __future__ import annotations

from db.records import Claim, Kind, Label, Said
from tests.workbench.differences.reading import found
from workbench.differences.attribution import BOTH_MAY_SAY, MAY_KNOW, attributions_differ
from workbench.differences.reading import Reading, Statement
from workbench.stages.suggestion import suggest

SET = "The fire in the chapel was set on purpose"


def claim(text: str, speaker: str = "", cue: str = "said", document: int = 1) -> Claim:
    said = (Said(speaker, cue),) if speaker else ()
    return Claim(text, ((0, len(text)),), speaker, document_id=document, id=document, said=said)


def test_what_one_asserts_and_the_other_reports_is_told_of_whole_claims() -> None:
    told = f"{SET}, Col. Moss said"
    assert found(attributions_differ, SET, told) == [
        (SET, told, "asserted", "Col. Moss: said", MAY_KNOW)
    ]
    assert found(attributions_differ, SET, "The dog was fed, Col. Moss said") == []
    assert found(attributions_differ, SET, SET) == []


def test_other_speakers_of_the_same_words_are_told() -> None:
    moss = Reading(Statement(claim(SET, "Col. Lena Moss"), "a"))
    hale = Reading(Statement(claim(SET, "Peter Hale", "wrote"), "b"))
    (difference,) = attributions_differ(moss, hale)
    assert difference[3:] == ("Col. Lena Moss: said", "Peter Hale: wrote", BOTH_MAY_SAY)
    same = Reading(Statement(claim(SET, "Moss"), "c"))
    assert list(attributions_differ(moss, same)) == []
    unnamed = Reading(Statement(claim(SET, "the police"), "d"))
    assert list(attributions_differ(moss, unnamed)) == []


def test_it_is_told_once_a_cluster_behind_all_else_and_alarms_nobody() -> None:
    claims = [claim(SET, "Moss" if n % 2 else "", document=n) for n in range(1, 7)]
    suggestion = suggest([Statement(one, f"s{one.id}") for one in claims])
    assert suggestion.label is Label.CONSISTENT
    assert [d.kind for d in suggestion.differences] == [Kind.ATTRIBUTION]
    doubt = claim(f"{SET} because of a debt", document=8)
    other = claim(f"{SET} because of a quarrel", document=9)
    suggestion = suggest([Statement(c, f"s{c.id}") for c in (*claims, doubt, other)])
    assert [d.kind for d in suggestion.differences] == [Kind.CAUSE, Kind.ATTRIBUTION]
