"""The way from files to clusters: in any order, stopped anywhere, done once, nothing lost."""

from __future__ import annotations

import shutil
from dataclasses import replace
from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import claims, documents, pages, sentences
from db.checks import problems
from db.connection import open_reader, open_writer, writing
from db.records import Filter
from tests.conftest import ToyEmbedder
from tests.made import article
from tests.strategies import ARTICLE_TEXT, FUZZ
from tests.workbench.builds import (
    MAYOR,
    build,
    clustering,
    everything,
    exported,
    found_wrong,
    more,
    stop_after,
    toys,
)
from workbench import splitting
from workbench.desk import Desk
from workbench.pipeline import Cancelled, Pipeline
from workbench.stages import document

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from db.records import Document, Progress

# Once is enough


def test_a_second_run_embeds_nothing_and_changes_nothing(project: Path, articles: Path) -> None:
    first = build(project, [articles])
    assert len(first.added) == 3
    assert first.embedded > 0
    assert first.reclustered
    before = everything(project)
    tools = toys()
    second = build(project, [articles], tools)
    assert (len(second.unchanged), second.embedded, second.reclustered) == (3, 0, False)
    assert tools.embedder.texts == []
    assert everything(project) == before


def test_a_project_of_old_gets_the_words_that_it_lacks(project: Path, articles: Path) -> None:
    build(project, [articles])
    before = everything(project)
    db = open_writer(project)
    with writing(db):
        db.execute("DELETE FROM vector WHERE model LIKE '%/words%'")
        db.execute("DELETE FROM setting WHERE name = 'clustered'")  # its stamp named no words
    db.close()
    tools = toys()
    assert build(project, [], tools).embedded == len(set(tools.embedder.texts)) > 0
    assert everything(project) == before
    assert found_wrong(project) == []


def test_a_run_without_files_finds_nothing_to_do(project: Path, articles: Path) -> None:
    build(project, [articles])
    before = everything(project)
    assert not build(project, []).reclustered
    assert everything(project) == before


def test_one_text_in_many_claims_is_embedded_once(project: Path, articles: Path) -> None:
    tools = toys()
    build(project, [articles], tools)
    assert len(tools.embedder.texts) == len(set(tools.embedder.texts))
    assert MAYOR in tools.embedder.texts


def test_only_what_a_new_article_adds_is_embedded(project: Path, articles: Path) -> None:
    build(project, [articles])
    (articles / "d.txt").write_text(f"{MAYOR}\n\nThe harbour froze overnight.\n")
    tools = toys()
    build(project, [articles], tools)
    assert tools.embedder.texts == ["The harbour froze overnight."]


def test_another_model_embeds_and_clusters_everything_anew(project: Path, articles: Path) -> None:
    build(project, [articles])
    other = ToyEmbedder()
    other.version = "toy-2"
    report = build(project, [articles], replace(toys(), embedder=other))
    assert report.embedded == len(other.texts) > 0
    assert report.reclustered
    assert found_wrong(project) == []


# The same in whatever order


def test_the_order_in_which_files_are_named_changes_no_byte(tmp_path: Path, articles: Path) -> None:
    files = more(articles)
    orders = list(permutations(files))[:: len(files) * 2 + 1]
    exports = set()
    for number, order in enumerate(orders):
        build(tmp_path / f"{number}.db", order)
        exports.add(exported(tmp_path / f"{number}.db"))
    assert len(orders) > 8
    assert len(exports) == 1


def test_the_order_in_which_files_arrive_changes_no_cluster(tmp_path: Path, articles: Path) -> None:
    files = more(articles)
    build(tmp_path / "all.db", files)
    expected = clustering(tmp_path / "all.db")
    for number, order in enumerate(list(permutations(files))[::29]):
        for file in order:
            build(tmp_path / f"{number}.db", [file])
        assert clustering(tmp_path / f"{number}.db") == expected


# Stopped and resumed


def test_stopped_at_any_point_it_goes_on_to_the_same_end(
    tmp_path: Path, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.pipeline.BATCH", 2)
    monkeypatch.setattr("workbench.splitting.AT_ONCE", 1)
    build(tmp_path / "whole.db", [articles])
    expected = exported(tmp_path / "whole.db")
    stops = 0
    while True:
        project = tmp_path / f"{stops}.db"
        try:
            build(project, [articles], cancelled=stop_after(stops))
            break
        except Cancelled:
            stops += 1
        build(project, [articles])
        assert exported(project) == expected
        assert found_wrong(project) == []
    assert stops > 10


def test_stopped_again_and_again_it_still_arrives(
    tmp_path: Path, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.pipeline.BATCH", 2)
    monkeypatch.setattr("workbench.splitting.AT_ONCE", 1)
    build(tmp_path / "whole.db", [articles])
    project = tmp_path / "slow.db"
    for steps in range(1, 30):
        try:
            build(project, [articles], cancelled=stop_after(steps))
            break
        except Cancelled:
            continue
    assert exported(project) == exported(tmp_path / "whole.db")


def test_a_run_without_files_finishes_what_was_stopped(project: Path, articles: Path) -> None:
    with pytest.raises(Cancelled):
        build(project, [articles], cancelled=stop_after(4))
    assert "unfinished" in found_wrong(project)[0]
    shutil.rmtree(articles)
    build(project, [])
    assert found_wrong(project) == []


def test_a_model_that_fails_costs_nothing_that_is_stored(project: Path, articles: Path) -> None:
    class Failing(ToyEmbedder):
        def embed(self, texts: Sequence[str]) -> object:
            raise RuntimeError("no memory left")

    with pytest.raises(RuntimeError, match="no memory"):
        build(project, [articles], replace(toys(), embedder=Failing()))
    assert len(documents.current(open_reader(project))) == 3
    report = build(project, [articles])
    assert len(report.unchanged) == 3
    assert report.reclustered
    assert found_wrong(project) == []


def test_every_stage_says_how_far_it_is(project: Path, articles: Path) -> None:
    seen: list[Progress] = []
    build(project, [articles], on_progress=seen.append)
    assert list(dict.fromkeys(p.stage for p in seen)) == [
        "reading",
        "splitting",
        "embedding",
        "clustering",
        "grouping claims",
        "finding copies",
        "suggesting",
    ]
    for stage in {p.stage for p in seen}:
        steps = [p for p in seen if p.stage == stage]
        assert [p.done for p in steps] == sorted(p.done for p in steps)
        assert len({p.total for p in steps}) == 1
        assert steps[-1].done == steps[-1].total > 0


def test_articles_are_stored_in_groups_of_bounded_size(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(50):
        (folder / f"{number:02}.txt").write_text(f"Bridge {number} was closed. " * (1 + number % 9))
    monkeypatch.setattr("workbench.splitting.CHARACTERS", 700)
    held: list[int] = []
    split = splitting.split

    def watched(splitter: object, articles: list[Document]) -> object:
        held.append(sum(len(one.text) for one in articles))
        assert len(articles) <= splitting.AT_ONCE
        return split(splitter, articles)

    monkeypatch.setattr("workbench.splitting.split", watched)
    assert len(build(project, [folder]).added) == 50
    assert len(held) > 50 / splitting.AT_ONCE
    assert max(held) <= 700
    assert found_wrong(project) == []


# Every claim in exactly one cluster, at its exact characters


@settings(max_examples=25 * FUZZ, deadline=None)
@given(texts=st.lists(ARTICLE_TEXT, min_size=1, max_size=3))
def test_whatever_the_articles_say_every_sentence_and_claim_is_at_its_characters(
    texts: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("any")
    db = open_writer(folder / "project.db")
    for number, text in enumerate(texts):
        documents.put(db, article(text, f"Source {number}", f"{number}.{'txt', 'md'}"))
    Pipeline(db, toys()).run(document.Found())
    homes = claims.cluster_of(db)
    held = set()
    for made in documents.current(db):
        for s in sentences.of_document(db, made.id):
            assert made.text[s.start : s.end] == s.text
        for claim in claims.of_document(db, made.id):
            assert "".join(made.text[a:b] for a, b in claim.spans) == claim.text
            assert claim.id in homes
            held.add(claim.id)
    assert held == set(homes)
    shown = [m.claim.id for c in pages.ids(db, Filter()) for m in pages.members(db, c)]
    assert sorted(shown) == sorted(held)
    assert list(problems(db)) == []
    db.close()


def test_articles_without_a_claim_are_no_trouble(project: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("7 min\n***\n12.3.\n")
    report = build(project, [tmp_path / "a.txt"])
    assert report.added == ["a.txt"]
    assert Desk(project, "tester").tally().clusters == 0
    assert found_wrong(project) == []


def test_an_article_without_a_title_gets_its_headline(project: Path, articles: Path) -> None:
    build(project, [articles])
    titles = {d.name: d.title for d in documents.current(open_reader(project))}
    assert titles["a.txt"] == "Bridge closes after storm"
    build(project, [articles / "a.txt"], title="Given")
    titles = {d.name: d.title for d in documents.current(open_reader(project))}
    assert titles["a.txt"] == "Given"
