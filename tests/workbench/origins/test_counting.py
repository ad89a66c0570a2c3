"""The origins behind one cluster's claims: outlets counted once for what they share."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from db.origin import Evidence, Reason, Relation
from db.records import Claim
from workbench.origins.counting import count_origins, number_of_origins
from workbench.origins.grouping import Origins


def claim(document: int, speaker: str = "", number: int = 0) -> Claim:
    number = number or document
    return Claim("It sank.", ((number, number + 8),), speaker, document_id=document, id=number)


def counted(claims: list[Claim], *relations: Relation, **pairs: object) -> list[tuple[int, ...]]:
    known = Origins(relations, **pairs)
    found = [origin.documents for origin in count_origins(claims, known)]
    assert number_of_origins(claims, known) == len(found)
    return found


COPY = Relation(Reason.NEAR_COPY, (1, 2), share=0.83)


def test_four_sources_can_be_two_origins_and_say_why() -> None:
    claims = [claim(1), claim(2), claim(3, "Col. Butler"), claim(4, "Dave Butler")]
    agency, speaker = count_origins(claims, Origins([COPY]))
    assert (agency.documents, agency.claims, agency.relations) == ((1, 2), (1, 2), (COPY,))
    assert speaker.documents == (3, 4)
    (said,) = speaker.relations
    assert (said.reason, said.documents, said.name) == (Reason.SPEAKER, (3, 4), "Dave Butler")
    assert said.evidence == (Evidence(3, 3, 11), Evidence(4, 4, 12))


def test_one_speaker_in_two_articles_is_one_origin() -> None:
    assert counted([claim(1, "Butler"), claim(2, "David Butler")]) == [(1, 2)]


@pytest.mark.parametrize("speaker", ["police", "officials", "she", ""])
def test_who_is_not_named_ties_nobody(speaker: str) -> None:
    assert counted([claim(1, speaker), claim(2, speaker)]) == [(1,), (2,)]


def test_namesakes_are_two_origins() -> None:
    assert counted([claim(1, "Anna Butler"), claim(2, "David Butler")]) == [(1,), (2,)]


def test_what_is_said_in_an_own_voice_rests_on_who_is_quoted_beside_it() -> None:
    claims = [claim(1, "Butler", 1), claim(2, "Butler", 2), claim(2, "", 3)]
    assert counted(claims) == [(1, 2)]


def test_a_second_witness_is_a_second_origin() -> None:
    claims = [claim(1, "Butler", 1), claim(2, "Butler", 2), claim(2, "Milley", 3)]
    assert counted(claims) == [(1,), (2,)]


def test_an_article_that_quotes_two_others_witnesses_ties_them_not() -> None:
    claims = [
        claim(1, "Butler", 1),
        claim(2, "Butler", 2),
        claim(2, "Milley", 3),
        claim(3, "Milley", 4),
    ]
    assert len(counted(claims)) == 2


def test_the_reviewer_parts_even_what_one_speaker_says() -> None:
    claims = [claim(1, "Butler"), claim(2, "Butler")]
    assert counted(claims, parted=[(2, 1)]) == [(1,), (2,)]


def test_the_reviewer_joins() -> None:
    assert counted([claim(1), claim(2)], joined=[(1, 2)]) == [(1, 2)]


def test_articles_outside_of_the_cluster_are_not_counted() -> None:
    assert counted([claim(1)], COPY) == [(1,)]
    assert counted([]) == []


def test_the_order_of_claims_changes_nothing() -> None:
    claims = [claim(1), claim(2, "Butler"), claim(3, "Col. Butler"), claim(4, "Anna Butler")]
    known = Origins([COPY])
    assert count_origins(claims, known) == count_origins(claims[::-1], known)


def test_the_order_in_which_articles_came_changes_no_count() -> None:
    said = {"a": ("Ames", "Brown"), "b": ("Clark", "Dale"), "c": ("Ames", "Clark")}
    counts = set()
    for order in permutations(said):
        claims = [
            replace(claim(number, speaker, 10 * number + n), key=name)
            for number, name in enumerate(order, 1)
            for n, speaker in enumerate(said[name])
        ]
        counts.add(len(count_origins(claims, Origins([]))))
    assert counts == {2}
