"""Articles put together by what they share, and by what the reviewer says against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.origin import Reason, Relation
from tests.hostile.evil import EVIL
from tests.strategies import ARTICLE_TEXT, FUZZ
from tests.workbench.origins.sample import article, articles, split_all
from workbench.origins.families import read_families
from workbench.origins.grouping import Origins
from workbench.origins.relations import find, origins

if TYPE_CHECKING:
    import random

    from db.origin import Origin
    from db.records import Document


def grouped(documents: list[Document], **options: object) -> list[Origin]:
    return origins(documents, split_all(documents), **options)


def names(event: str, found: list[Origin]) -> set[frozenset[str]]:
    ids = {document.id: name for (home, name), document in articles().items() if home == event}
    return {frozenset(ids[n] for n in origin.documents) for origin in found}


def of_event(event: str) -> list[Document]:
    return [document for (home, _), document in articles().items() if home == event]


def test_one_wire_story_in_many_outlets_is_one_origin() -> None:
    found = grouped(of_event("bridge"))
    assert names("bridge", found) == {
        frozenset({"wire", "copy", "rewrite", "short", "update"}),
        frozenset({"own"}),
    }
    reasons = {relation.reason for origin in found for relation in origin.relations}
    assert reasons == {Reason.NEAR_COPY, Reason.SOURCE}


def test_same_facts_and_quotations_in_own_words_stay_apart() -> None:
    assert names("mill", grouped(of_event("mill"))) == {
        frozenset({"wire", "reordered"}),
        frozenset({"own"}),
        frozenset({"radio"}),
    }


def test_an_update_with_other_words_is_the_same_origin() -> None:
    first = article("The bridge was shut on Monday after a lorry hit its railing.", 1, "The Sun")
    later = article("Repairs to a railing will last until June, the council says.", 2, "Sun")
    (origin,) = grouped([later, first])
    assert origin.documents == (1, 2)
    assert [relation.reason for relation in origin.relations] == [Reason.SOURCE]


def test_sources_that_are_guessed_from_one_file_name_are_no_common_source() -> None:
    told = [
        article("One.", 1, "a", source_is_a_guess=True),
        article("Two.", 2, "a", source_is_a_guess=True),
    ]
    assert len(grouped(told)) == 2


def test_families_can_be_given() -> None:
    told = [article("One.", 1, "Lantern"), article("Two.", 2, "Mail"), article("Three.", 3, "Post")]
    found = grouped(told, families=read_families('Ellery = ["Lantern", "Mail"]'))
    assert [origin.documents for origin in found] == [(1, 2), (3,)]


def test_the_reviewer_joins_what_nothing_ties() -> None:
    told = [article("One.", 1), article("Two.", 2), article("Three.", 3)]
    found = grouped(told, joined=[(3, 1)])
    assert [origin.documents for origin in found] == [(1, 3), (2,)]
    assert found[0].relations == (Relation(Reason.REVIEWER, (1, 3)),)


def test_the_reviewer_parts_what_everything_ties() -> None:
    ids = {name: d.id for (home, name), d in articles().items() if home == "bridge"}
    found = grouped(of_event("bridge"), parted=[(ids["wire"], ids["rewrite"])])
    apart = [origin for origin in found if ids["rewrite"] in origin.documents]
    assert ids["wire"] not in apart[0].documents
    assert len(found) == 3
    assert all(
        not {ids["wire"], ids["rewrite"]}.issubset(relation.documents)
        for origin in found
        for relation in origin.relations
    )


def test_parting_wins_over_joining_in_a_ring() -> None:
    found = Origins([], joined=[(1, 2), (2, 3)], parted=[(1, 3)]).of([1, 2, 3])
    assert [origin.documents for origin in found] == [(1, 2), (3,)]


def test_those_parted_from_the_first_of_an_agency_stay_together() -> None:
    agency = Relation(Reason.AGENCY, (1, 2, 3), "Associated Press")
    found = Origins([agency], parted=[(1, 2), (1, 3)]).of([1, 2, 3])
    assert [origin.documents for origin in found] == [(1,), (2, 3)]
    assert found[1].relations == (Relation(Reason.AGENCY, (2, 3), "Associated Press"),)


@pytest.mark.parametrize("pairs", [{"joined": [(1, 1)]}, {"parted": [(2, 2)]}])
def test_an_article_is_no_pair_with_itself(pairs: dict) -> None:
    with pytest.raises(ValueError, match="itself"):
        Origins([], **pairs)


def test_two_documents_of_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="already"):
        grouped([article("One.", 1), article("Two.", 1)])


def test_a_copy_of_a_copy_is_a_copy_and_the_way_is_told() -> None:
    ways = [Relation(Reason.NEAR_COPY, pair, share=0.8) for pair in ((1, 2), (2, 3), (3, 4))]
    found = Origins([*ways, Relation(Reason.NEAR_COPY, (4, 5), share=0.7)]).of([1, 4])
    assert [(origin.documents, origin.relations) for origin in found] == [((1, 4), tuple(ways))]


def test_an_outlet_that_was_not_asked_about_ties_nobody() -> None:
    both = (
        Relation(Reason.SOURCE, (2, 3), "The Post"),
        Relation(Reason.NEAR_COPY, (1, 2), share=0.9),
    )
    assert len(Origins(both).of([1, 3])) == 2
    assert len(Origins(both).of([1, 2, 3])) == 1


EVENTS = list(articles().values())


@settings(max_examples=15 * FUZZ, deadline=None)
@given(st.randoms(), st.lists(st.tuples(st.integers(1, 9), st.integers(10, 20)), max_size=4))
def test_the_order_of_anything_changes_nothing(chance: random.Random, pairs: list) -> None:
    joined, parted = pairs[::2], pairs[1::2]
    expected = grouped(EVENTS, joined=joined, parted=parted)
    told = [list(EVENTS), [(b, a) for a, b in joined], list(parted)]
    for part in told:
        chance.shuffle(part)
    assert grouped(told[0], joined=told[1], parted=told[2]) == expected


@settings(max_examples=40 * FUZZ, deadline=None)
@given(st.lists(ARTICLE_TEXT, max_size=5))
def test_any_texts_are_grouped(texts: list[str]) -> None:
    documents = [article(text, n) for n, text in enumerate(texts, 1)]
    found = grouped(documents)
    assert sorted(n for origin in found for n in origin.documents) == [d.id for d in documents]
    lengths = {document.id: len(document.text) for document in documents}
    for relation in (r for origin in found for r in origin.relations):
        assert all(0 <= e.start < e.end <= lengths[e.document_id] for e in relation.evidence)


def test_hostile_texts_and_their_copies_are_grouped() -> None:
    texts = [text for text in EVIL for _ in range(2)]
    documents = [article(text, n) for n, text in enumerate(texts, 1)]
    found = grouped(documents)
    assert sorted(n for origin in found for n in origin.documents) == [d.id for d in documents]


def test_nothing_is_found_among_nothing() -> None:
    assert find([], {}) == []
    assert origins([], {}) == []
    assert [origin.documents for origin in origins([article("", 1)], {})] == [(1,)]
