"""A story grows: what was decided stays, and says plainly what is another since."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from db.connection import open_reader, open_writer
from db.records import Filter, Label
from tests.conftest import ToyEmbedder, ToyLinker
from workbench.desk import Desk
from workbench.pipeline import Pipeline, Tools
from workbench.reports.changing import in_words
from workbench.stages import document
from workbench.stages.claim import RuleSplitter

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HURT = "The old bridge was closed on Monday after {} people were hurt."
MAYOR = "The mayor visited the bridge."
COST = "Repairs cost $2 million."


@pytest.fixture
def desk(project: Path, add: Callable[..., object], articles: Path) -> Desk:
    add(articles)
    return Desk(project, "ada")


def home(desk: Desk, text: str) -> int:
    """Return the cluster that holds a claim of these words."""
    return next(
        cluster
        for cluster in desk.ids(Filter())
        if text in {member.claim.text for member in desk.members(cluster)}
    )


def texts(desk: Desk, cluster: int) -> list[str]:
    return [member.claim.text for member in desk.members(cluster)]


def words(desk: Desk, cluster: int) -> str:
    since = desk.since(cluster)
    assert (since is not None) is desk.verdict(cluster).changed
    return in_words(since.change) if since else ""


def write(articles: Path, name: str, *lines: str) -> None:
    (articles / name).write_text("\n\n".join(lines) + "\n", "utf-8")


def test_new_claims_are_proposed_to_a_decided_cluster_and_said_in_words(
    desk: Desk, add: Callable[..., object], articles: Path
) -> None:
    hurt, mayor = home(desk, HURT.format(14)), home(desk, MAYOR)
    desk.mark(hurt, Label.CONFLICTING)
    desk.mark(mayor, Label.CONSISTENT)
    write(articles, "d.txt", HURT.format(19))
    add(articles)
    assert texts(desk, hurt) == [HURT.format(14), HURT.format(17), HURT.format(19)]
    assert words(desk, hurt) == "+1 claim, +1 origin, new number 19"
    assert words(desk, mayor) == ""
    assert desk.verdict(hurt).label is Label.CONFLICTING
    assert list(desk.ids(Filter(changed=True))) == [hurt]
    assert desk.problems() == []


def test_a_claim_that_says_nothing_new_is_one_claim_more(
    desk: Desk, add: Callable[..., object], articles: Path
) -> None:
    hurt = home(desk, HURT.format(14))
    desk.mark(hurt, Label.CONFLICTING)
    write(articles, "d.txt", HURT.format(17))
    add(articles)
    assert words(desk, hurt) == "+1 claim, +1 origin"


def test_one_key_confirms_a_verdict_on_what_is_there_now_and_undo_takes_it_back(
    desk: Desk, add: Callable[..., object], articles: Path
) -> None:
    hurt = home(desk, HURT.format(14))
    desk.mark(hurt, Label.CONFLICTING)
    first = desk.verdict(hurt)
    write(articles, "d.txt", HURT.format(19))
    add(articles)
    bob = Desk(desk.path, "bob")
    bob.confirm(hurt)
    assert not desk.verdict(hurt).changed
    assert (desk.verdict(hurt).label, desk.verdict(hurt).reviewer) == (Label.CONFLICTING, "bob")
    bob.undo()
    assert desk.verdict(hurt).changed
    assert desk.verdict(hurt).decided_at == first.decided_at
    bob.redo()
    assert not desk.verdict(hurt).changed
    assert desk.problems() == []


def test_there_must_be_something_to_confirm(desk: Desk) -> None:
    hurt = home(desk, HURT.format(14))
    with pytest.raises(ValueError, match="no verdict"):
        desk.confirm(hurt)
    desk.mark(hurt, Label.CONSISTENT)
    with pytest.raises(ValueError, match="not changed"):
        desk.confirm(hurt)
    with pytest.raises(KeyError):
        desk.confirm(999)
    assert len(desk.history(hurt)) == 1


def test_a_proposal_that_is_put_elsewhere_leaves_the_verdict_as_it_was(
    desk: Desk, add: Callable[..., object], articles: Path
) -> None:
    hurt = home(desk, HURT.format(14))
    desk.mark(hurt, Label.CONFLICTING)
    write(articles, "d.txt", HURT.format(19))
    add(articles)
    new = next(m.claim.key for m in desk.members(hurt) if "19" in m.claim.text)
    desk.detach([new])
    assert words(desk, hurt) == ""
    write(articles, "e.txt", "It rained.")
    add(articles)
    assert words(desk, hurt) == ""
    assert home(desk, HURT.format(19)) != hurt


def test_a_proposal_is_free_to_go_and_what_was_judged_is_not(
    project: Path, desk: Desk, add: Callable[..., object], articles: Path
) -> None:
    hurt = home(desk, HURT.format(14))
    desk.mark(hurt, Label.CONFLICTING)
    write(articles, "d.txt", HURT.format(19))
    add(articles)
    strict = ToyLinker()
    strict.threshold, strict.version = 1.0, "strict"
    db = open_writer(project)
    Pipeline(db, Tools(ToyEmbedder(), strict, RuleSplitter())).run(document.Found())
    db.close()
    assert texts(desk, hurt) == [HURT.format(14), HURT.format(17)]
    assert words(desk, hurt) == ""
    assert desk.problems() == []


def test_a_named_source_and_a_date_are_no_new_evidence_unless_they_change_it(
    desk: Desk, add: Callable[..., object], articles: Path
) -> None:
    hurt, mayor = home(desk, HURT.format(14)), home(desk, MAYOR)
    desk.mark(hurt, Label.CONFLICTING)
    desk.mark(mayor, Label.CONSISTENT)
    manifest = (articles / "manifest.csv").read_text()
    (articles / "manifest.csv").write_text(manifest.replace("Alpha", "Alpha News"))
    add(articles)
    assert "Alpha News" in desk.sources()
    assert (words(desk, hurt), words(desk, mayor)) == ("", "")
    (articles / "manifest.csv").write_text(manifest.replace("Alpha", "Beta"))
    add(articles)
    assert (words(desk, hurt), words(desk, mayor)) == (
        "-1 origin, number 14 against 17 now doubtful",
        "",
    )
    assert desk.problems() == []


def test_the_words_of_a_changed_article_take_their_verdict_with_them(
    desk: Desk, add: Callable[..., object], articles: Path
) -> None:
    cost, mayor = home(desk, COST), home(desk, MAYOR)
    desk.mark(cost, Label.SINGLE_SOURCED)
    desk.mark(mayor, Label.CONSISTENT)
    write(articles, "c.txt", "Town counts the cost", "It rained.", MAYOR, "A ship sank.", COST)
    add(articles)
    assert (words(desk, cost), words(desk, mayor)) == ("", "")
    assert desk.problems() == []


def test_what_an_article_puts_otherwise_stays_in_its_cluster_and_the_old_is_withdrawn(
    desk: Desk, add: Callable[..., object], articles: Path
) -> None:
    cost = home(desk, COST)
    desk.mark(cost, Label.SINGLE_SOURCED)
    write(articles, "c.txt", "Town counts the cost", MAYOR, "Repairs cost $9 million.")
    add(articles)
    assert texts(desk, cost) == ["Repairs cost $9 million."]
    assert words(desk, cost) == "+1 claim, 1 claim withdrawn"
    since = desk.since(cost)
    assert since is not None
    assert [member.claim.text for member in since.lost] == [COST]
    write(articles, "e.txt", "It rained.")
    add(articles)
    assert texts(desk, cost) == ["Repairs cost $9 million."]


def test_what_vanished_is_withdrawn_and_comes_back_with_its_words(
    desk: Desk, add: Callable[..., object], articles: Path
) -> None:
    mayor, cost = home(desk, MAYOR), home(desk, COST)
    desk.mark(mayor, Label.CONSISTENT)
    desk.mark(cost, Label.SINGLE_SOURCED)
    old = (articles / "c.txt").read_text()
    write(articles, "c.txt", "Town counts the cost", "A ship sank off the coast at noon.")
    add(articles)
    assert words(desk, mayor) == "1 claim withdrawn, -1 origin"
    assert words(desk, cost) == "1 claim withdrawn, -1 origin"
    assert texts(desk, cost) == []
    write(articles, "c.txt", *old.strip().split("\n\n"), "It rained.")
    add(articles)
    assert texts(desk, cost) == [COST]
    assert (words(desk, mayor), words(desk, cost)) == ("", "")
    assert desk.problems() == []


def test_verdicts_of_older_versions_know_their_claims_only(
    project: Path, desk: Desk, add: Callable[..., object], articles: Path
) -> None:
    hurt = home(desk, HURT.format(14))
    desk.mark(hurt, Label.CONFLICTING)
    db = open_writer(project)
    db.executescript(
        "DROP TRIGGER act_is_never_changed; UPDATE act SET evidence = '';"
        "UPDATE verdict SET evidence = ''"
    )
    db.close()
    write(articles, "d.txt", HURT.format(19))
    add(articles)
    assert words(desk, hurt) == "+1 claim"
    db = open_reader(project)
    assert db.execute("SELECT changed FROM verdict").fetchall() == [(1,)]
    db.close()
