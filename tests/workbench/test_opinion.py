"""A second opinion is shown as a doubt; it neither makes nor takes away a conflict."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from db.connection import open_writer
from db.records import Claim, Difference, Filter, Kind, Label, Place, Suggestion
from tests.conftest import ToyEmbedder, ToyLinker
from workbench.desk import Desk
from workbench.errors import ModelError
from workbench.pipeline import Pipeline, Tools
from workbench.stages import document
from workbench.stages.claim import RuleSplitter
from workbench.stages.opinion import LEAST, MOST_PAIRS, pairs_to_ask, with_opinions, worth_telling

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

CLAIMS = [Claim(f"claim {n}", ((n, n + 7),), document_id=n, id=n) for n in (1, 2, 3)]
PLAIN = Suggestion(Label.CONSISTENT)


class Contrary:
    """Reads a contradiction wherever the mayor is."""

    version = "contrary-1"

    def contradiction(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        return np.array([0.9 if "mayor" in a else 0.1 for a, _ in pairs], dtype=np.float32)


def test_only_pairs_of_two_articles_are_asked_about_and_not_too_many() -> None:
    assert [(a.id, b.id) for a, b in pairs_to_ask(CLAIMS)] == [(1, 2), (1, 3), (2, 3)]
    assert list(pairs_to_ask([CLAIMS[0], CLAIMS[0]])) == []
    many = [Claim("x", ((0, 1),), document_id=n, id=n) for n in range(30)]
    assert len(list(pairs_to_ask(many))) == MOST_PAIRS


def with_opinion(suggestion: Suggestion, *contradiction: float) -> Suggestion:
    """Add what is read of the pairs of CLAIMS."""
    heard = worth_telling(list(pairs_to_ask(CLAIMS)), contradiction)
    return with_opinions(suggestion, CLAIMS, heard)


def test_the_surest_contradiction_is_added_as_a_doubt() -> None:
    suggestion = with_opinion(PLAIN, 0.8, 0.9, 0.1)
    (found,) = suggestion.differences
    assert (found.kind, found.left.claim_id, found.right.claim_id) == (Kind.MEANING, 1, 3)
    assert found.doubt == "only a model reads a contradiction here (90%)"
    assert suggestion.label is Label.CONSISTENT


def test_what_is_unsure_or_found_by_a_rule_already_is_not_added() -> None:
    assert with_opinion(PLAIN, *[LEAST - 0.01] * 3) == PLAIN
    typed = Difference(Kind.NUMBER, Place(2, 2, 3), Place(1, 1, 2))
    conflict = Suggestion(Label.CONFLICTING, (typed,))
    assert with_opinion(conflict, 0.9, 0.1, 0.1) == conflict


@pytest.fixture
def desk(project: Path, articles: Path) -> Desk:
    """A review of articles about which the entailer was asked."""
    db = open_writer(project)
    tools = Tools(ToyEmbedder(), ToyLinker(), RuleSplitter(), Contrary())
    Pipeline(db, tools).run(document.find([articles]))
    db.close()
    return Desk(project, "ada")


def test_the_opinion_reaches_the_review_and_verify_is_content(desk: Desk) -> None:
    (mayor,) = desk.ids(Filter(text="mayor visited"))
    assert [d.kind for d in desk.differences(mayor)] == [Kind.MEANING]
    assert desk.cluster(mayor).suggestion is Label.CONSISTENT
    assert list(desk.ids(Filter()))[1] == mayor  # among the doubtful, behind the conflict
    assert desk.problems() == []


def test_the_opinion_lasts_wherever_its_two_claims_are_together(desk: Desk) -> None:
    (mayor,) = desk.ids(Filter(text="mayor visited"))
    (school,) = desk.ids(Filter(text="schools"))
    heard = desk.differences(mayor)
    desk.merge(school, mayor)
    assert desk.differences(school) == heard
    desk.detach([desk.members(school)[0].claim.key])
    assert desk.undo() is not None
    assert desk.differences(school) == heard
    mayors = [m.claim.key for m in desk.members(school) if "mayor" in m.claim.text]
    desk.detach(mayors[:1])
    assert desk.differences(school) == []
    assert desk.undo() is not None
    assert desk.differences(school) == heard
    assert desk.problems() == []


def test_a_new_clustering_without_an_entailer_forgets_the_opinion(
    desk: Desk, project: Path
) -> None:
    db = open_writer(project)
    Pipeline(db, Tools(ToyEmbedder(), ToyLinker(), RuleSplitter())).run(document.Found())
    db.close()
    (mayor,) = desk.ids(Filter(text="mayor visited"))
    assert desk.differences(mayor) == []


def test_an_entailer_that_cannot_be_loaded_is_one_line(project: Path, articles: Path) -> None:
    from workbench.build import build

    with pytest.raises(ModelError, match="entailer nowhere cannot be loaded"):
        build(project, [articles], entailer="nowhere")
