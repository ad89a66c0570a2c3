"""Articles that join a large project leave it as if all its links had been clustered at once."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import pytest

from bench.made_claims import Article, of_claims, templates, write
from db import claims, documents, studies
from db.checks import problems
from db.connection import open_reader, open_writer
from db.memberships import of_cluster as memberships_of
from db.records import Filter, Label
from models.linker import Linker
from tests.conftest import ToyEmbedder
from workbench.clustering import growing
from workbench.clustering.holding import holding
from workbench.clustering.labelling import labels_of
from workbench.clustering.membership import memberships
from workbench.clustering.near_links import links_among
from workbench.desk import Desk
from workbench.pipeline import Cancelled, Pipeline, Tools
from workbench.stages import document
from workbench.stages.claim import RuleSplitter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from workbench.pipeline import Report


@pytest.fixture(autouse=True)
def from_the_first_claim_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growing, "FROM", 1)
    monkeypatch.setattr(growing, "MOST", 100.0)


@pytest.fixture(scope="module")
def made() -> list[Article]:
    return of_claims(list(islice(templates(), 60)), 220, same_words=True)


def add(
    project: Path,
    folder: Path,
    some: Sequence[Article],
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[Report, list[str]]:
    """Add articles; return the report and the stages that were gone through."""
    write(folder, some)
    stages: list[str] = []
    db = open_writer(project)
    try:
        tools = Tools(ToyEmbedder(), Linker.load(), RuleSplitter())
        pipeline = Pipeline(
            db, tools, on_progress=lambda p: stages.append(p.stage), cancelled=cancelled
        )
        return pipeline.run(document.find([folder])), list(dict.fromkeys(stages))
    finally:
        db.close()


def clustering(project: Path) -> set[frozenset[int]]:
    db = open_reader(project)
    groups = defaultdict(set)
    for claim, home in claims.cluster_of(db).items():
        groups[home].add(claim)
    db.close()
    return set(map(frozenset, groups.values()))


def held_by_reviewers(project: Path) -> dict[int, int]:
    db = open_reader(project)
    held = holding(db, claims.current(db)).held
    db.close()
    return held


def from_scratch(project: Path, held: dict[int, int]) -> set[frozenset[int]]:
    """Cluster all claims by all links that are stored."""
    db = open_reader(project)
    current = claims.current(db)
    near = studies.near(db, [claim.id for claim in current])
    db.close()
    linker = Linker.load()
    labels = labels_of(
        current,
        held,
        lambda some: links_among(some, near, len(linker.groups)),
        linker.threshold,
    )
    groups = defaultdict(set)
    for claim, label in zip(current, labels.of, strict=True):
        groups[label].add(claim.id)
    return set(map(frozenset, groups.values()))


def names(project: Path) -> dict[int, list[str]]:
    db = open_reader(project)
    found = studies.names(db, range(1000))
    db.close()
    return found


def sound(project: Path) -> bool:
    db = open_reader(project)
    found = list(problems(db))
    db.close()
    return found == []


@pytest.mark.parametrize("seed", [1, 2])
def test_growing_article_by_article_gives_the_clusters_of_all_links_at_once(
    seed: int, project: Path, tmp_path: Path, made: list[Article]
) -> None:
    order = [made[i] for i in np.random.default_rng(seed).permutation(len(made))]
    _, stages = add(project, tmp_path / "a", order[:-4])
    assert "growing" not in stages
    assert clustering(project) == from_scratch(project, {})
    desk = Desk(project, "ada")
    one, two, three = desk.ids(Filter())[:3]
    desk.mark(one, Label.CONSISTENT)
    desk.merge(two, three)
    for number in range(-4, 0):
        held = held_by_reviewers(project)
        report, stages = add(project, tmp_path / f"b{number}", [order[number]])
        assert "growing" in stages
        assert "clustering" not in stages
        assert report.reclustered
        assert clustering(project) == from_scratch(project, held)
        kept = {claim for claim, home in held.items() if home == two}
        assert kept <= {m.claim.id for m in desk.members(two)}
        assert sound(project)
    assert not add(project, tmp_path / "b-1", order[-1:])[0].reclustered


def test_a_new_article_finds_nearly_the_links_that_a_whole_clustering_finds(
    project: Path, tmp_path: Path, made: list[Article]
) -> None:
    add(project, tmp_path / "a", made[:-1])
    add(project, tmp_path / "b", made[-1:])
    whole = tmp_path / "whole.db"
    add(whole, tmp_path / "c", made)
    grown, expected = (links_of_article(path, made[-1]) for path in (project, whole))
    assert len(expected) > 100
    strong = {pair for pair, probability in expected.items() if probability >= 0.5}
    assert len(strong & grown.keys()) >= 0.95 * len(strong)
    apart = [abs(grown[pair] - expected[pair]) for pair in strong & grown.keys()]
    assert np.mean(apart) < 0.1


def links_of_article(project: Path, article: Article) -> dict[tuple[str, str], float]:
    """Return the probability of each link between an article's claims and others, by their keys."""
    db = open_reader(project)
    current = claims.current(db)
    near = studies.near(db, [claim.id for claim in current])
    (newest,) = (d.id for d in documents.current(db) if d.text == article.text)
    db.close()
    links = links_among(current, near, len(Linker.groups))
    columns = (links.left.tolist(), links.right.tolist(), links.probability.tolist())
    found = {}
    for left, right, probability in zip(*columns, strict=True):
        one, other = current[left], current[right]
        if newest in (one.document_id, other.document_id):
            found[min(one.key, other.key), max(one.key, other.key)] = probability
    return found


def test_why_claims_are_where_they_are_is_told_as_after_a_whole_clustering(
    project: Path, tmp_path: Path, made: list[Article]
) -> None:
    add(project, tmp_path / "a", made[:-1])
    add(project, tmp_path / "b", made[-1:])
    db = open_reader(project)
    current = claims.current(db)
    near = studies.near(db, [claim.id for claim in current])
    homes = claims.cluster_of(db)
    linker = Linker.load()
    links = links_among(current, near, len(linker.groups))
    expected = memberships(current, [homes[c.id] for c in current], links, linker.groups)
    whole = {one.claim_id: one for one in expected}
    newest = [claim.id for claim in current if claim.id > max(homes) - len(made[-1].told)]
    told = {}
    for home in {homes[claim] for claim in newest}:
        told.update(memberships_of(db, home))
    for claim in newest:
        one, other = told[claim], whole[claim]
        assert (one.partner_id, one.because) == (other.partner_id, other.because)
        assert one.runner_up == homes.get(other.runner_up or 0)
        assert one.runner_up_probability == pytest.approx(other.runner_up_probability, abs=1e-5)
    db.close()


def test_the_names_of_articles_are_kept_and_found_again_where_they_are_not(
    project: Path, tmp_path: Path, made: list[Article]
) -> None:
    add(project, tmp_path / "a", made[:-2])
    kept = names(project)
    assert all(kept.values())
    assert len(kept) == len(made) - 2
    add(project, tmp_path / "b", [made[-2]])
    assert len(names(project)) == len(made) - 1
    with open_writer(project).conn as db:  # as earlier versions left it
        db.execute("DELETE FROM naming WHERE document_id % 2 = 1")
    add(project, tmp_path / "c", [made[-1]])
    found = names(project)
    assert any(document % 2 for document in found.keys() & kept.keys())
    assert all(found[document] == kept[document] for document in found.keys() & kept.keys())
    assert clustering(project) == from_scratch(project, {})


def test_articles_that_change_or_other_tools_have_the_whole_clustered(
    project: Path, tmp_path: Path, made: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    add(project, tmp_path / "a", made[:6])
    changed = tmp_path / "a" / f"{made[0].event:06}-{made[0].outlet}.txt"
    changed.write_text(changed.read_text() + "\nA new bridge was opened near the harbour.\n")
    db = open_writer(project)
    tools = Tools(ToyEmbedder(), Linker.load(), RuleSplitter())
    Pipeline(db, tools).run(document.find([changed]))
    db.close()
    assert clustering(project) == from_scratch(project, {})
    monkeypatch.setattr(growing, "MOST", 1.0)
    assert "clustering" in add(project, tmp_path / "b", made[6:7])[1]
    assert clustering(project) == from_scratch(project, {})
    monkeypatch.setattr("workbench.clustering.grouping.SUGGESTIONS", "others")
    assert "clustering" in add(project, tmp_path / "c", made[7:8])[1]


def test_a_small_project_leaves_nothing_behind(
    project: Path, tmp_path: Path, made: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(growing, "FROM", 10_000)
    add(project, tmp_path / "a", made[:3])
    db = open_reader(project)
    assert studies.get(db) is None
    assert not list(studies.blocks(db))
    db.close()


def test_growing_can_be_stopped_and_goes_on(
    project: Path, tmp_path: Path, made: list[Article]
) -> None:
    add(project, tmp_path / "a", made[:-1])
    before = clustering(project)
    asked = iter([False] * 3)
    with pytest.raises(Cancelled):
        add(project, tmp_path / "b", made[-1:], cancelled=lambda: next(asked, True))
    assert clustering(project) == before
    assert "growing" in add(project, tmp_path / "b", made[-1:])[1]
    assert clustering(project) == from_scratch(project, {})
