"""The way from files to clusters: in any order, stopped anywhere, done once, nothing lost."""

from __future__ import annotations

import shutil
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from db import claims, clusters, documents, pages, sentences, verdicts
from db.checks import problems
from db.connection import open_reader, open_writer, writing
from db.records import Filter, Label
from tests.conftest import ToyEmbedder, ToyLinker
from tests.made import article
from tests.strategies import ARTICLE_TEXT, FUZZ
from workbench import splitting
from workbench.cli import cli
from workbench.desk import Desk
from workbench.pipeline import Cancelled, Pipeline, Tools
from workbench.stages import document, sentence
from workbench.stages.claim import RuleSplitter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from sqlite_utils import Database

    from db.records import Document, Progress, Sentence
    from workbench.pipeline import Report

CLOSED = "The old bridge was closed on Monday after 14 people were hurt."
MAYOR = "The mayor visited the bridge."


def toys() -> Tools:
    return Tools(ToyEmbedder(), ToyLinker(), RuleSplitter())


def build(
    project: Path,
    paths: Sequence[Path],
    tools: Tools | None = None,
    on_progress: Callable[[Progress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
    **options: str,
) -> Report:
    db = open_writer(project)
    try:
        pipeline = Pipeline(db, tools or toys(), on_progress=on_progress, cancelled=cancelled)
        return pipeline.run(document.find(paths), document.Options(**options))
    finally:
        db.close()


def exported(project: Path) -> bytes:
    result = CliRunner().invoke(cli, ["export", "--level", "claim", "--project", str(project)])
    assert result.exit_code == 0, result.output
    return result.stdout_bytes


def clustering(project: Path) -> set[frozenset[str]]:
    """Return the clusters as sets of keys of claims."""
    db = open_reader(project)
    groups = defaultdict(set)
    homes = claims.cluster_of(db)
    for claim in claims.current(db):
        groups[homes[claim.id]].add(claim.key)
    db.close()
    return set(map(frozenset, groups.values()))


def everything(project: Path) -> dict[str, list[object]]:
    db = open_reader(project)
    names = [name for name in db.table_names() if not name.startswith("claim_fts")]
    rows = {name: db.execute(f"SELECT * FROM {name}").fetchall() for name in names}
    db.close()
    return rows


def found_wrong(project: Path) -> list[str]:
    return Desk(project, "tester").problems()


def cluster_with(desk: Desk, text: str) -> int:
    return next(
        cluster
        for cluster in desk.ids(Filter())
        if text in {member.claim.text for member in desk.members(cluster)}
    )


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


def more(articles: Path) -> list[Path]:
    (articles / "d.txt").write_text(f"Crossing shut\n\n{CLOSED}\n\nIt rained.\n")
    (articles / "e.txt").write_text("Bridge shut\n\nThe mayor visited the old bridge on Monday.\n")
    return sorted(articles.glob("*.txt"))


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


def stop_after(steps: int) -> Callable[[], bool]:
    left = iter(range(steps))
    return lambda: next(left, None) is None


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


# What reviewers did stays


def test_cluster_ids_survive_new_articles(project: Path, articles: Path) -> None:
    build(project, [articles])
    desk = Desk(project, "ada")
    before = {row.cluster.headline: row.cluster.id for row in desk.rows(desk.ids(Filter()))}
    (articles / "d.txt").write_text(f"{MAYOR}\n\nThe harbour froze overnight.\n")
    build(project, [articles])
    after = {row.cluster.headline: row.cluster.id for row in desk.rows(desk.ids(Filter()))}
    assert before.items() <= after.items()
    assert len(after) == len(before) + 1


def test_a_verdict_survives_new_articles_and_says_that_its_evidence_changed(
    project: Path, articles: Path
) -> None:
    build(project, [articles])
    desk = Desk(project, "ada")
    mayor, cost = cluster_with(desk, MAYOR), cluster_with(desk, "Repairs cost $2 million.")
    for cluster in (mayor, cost):
        desk.mark(cluster, Label.CONSISTENT)
    (articles / "d.txt").write_text(f"{MAYOR}\n\nThe harbour froze overnight.\n")
    build(project, [articles])
    assert cluster_with(desk, MAYOR) == mayor
    assert desk.verdict(mayor).label is Label.CONSISTENT
    assert desk.verdict(mayor).changed
    assert not desk.verdict(cost).changed
    assert found_wrong(project) == []


def test_a_cluster_that_a_reviewer_touched_is_never_taken_apart_or_swallowed(
    project: Path, articles: Path
) -> None:
    build(project, [articles])
    desk = Desk(project, "ada")
    touched = {
        cluster: {m.claim.id for m in desk.members(cluster)} for cluster in desk.ids(Filter())
    }
    for cluster in touched:
        desk.flag(cluster, True)
    none = replace(toys(), linker=ToyLinker())
    none.linker.threshold, none.linker.version = 1.0, "strict"
    build(project, [articles], none)
    all_ = replace(toys(), linker=ToyLinker())
    all_.linker.threshold, all_.linker.version = 0.001, "loose"
    build(project, [articles], all_)
    now = {c: {m.claim.id for m in desk.members(c)} for c in desk.ids(Filter())}
    assert now == touched


def test_a_cluster_that_a_reviewer_touched_takes_larger_ones_in_and_keeps_its_id(
    project: Path, articles: Path
) -> None:
    build(project, [articles])
    desk = Desk(project, "ada")
    cost = cluster_with(desk, "Repairs cost $2 million.")
    desk.mark(cost, Label.SINGLE_SOURCED)
    assert len(desk.members(cluster_with(desk, MAYOR))) == 2
    (articles / "d.txt").write_text("Repairs cost $2 million, the mayor visited the bridge.\n")
    loose = replace(toys(), linker=ToyLinker())
    loose.linker.threshold = 0.05
    build(project, [articles], loose)
    assert cluster_with(desk, MAYOR) == cost
    assert desk.verdict(cost).changed
    assert found_wrong(project) == []


def test_an_article_that_is_gone_from_its_folder_stays_in_the_project(
    project: Path, articles: Path
) -> None:
    build(project, [articles])
    before = exported(project)
    (articles / "b.txt").unlink()
    (articles / "manifest.csv").unlink()
    build(project, [articles])
    assert exported(project) == before


def test_the_words_that_a_changed_article_keeps_keep_their_cluster_and_its_verdict(
    project: Path, articles: Path
) -> None:
    build(project, [articles])
    desk = Desk(project, "ada")
    cost = cluster_with(desk, "Repairs cost $2 million.")
    desk.mark(cost, Label.SINGLE_SOURCED)
    file = articles / "c.txt"
    file.write_text("Town counts\n\nMore rain fell.\n\nRepairs cost $2 million.\n")
    assert build(project, [articles]).new_versions == ["c.txt"]
    assert cluster_with(desk, "Repairs cost $2 million.") == cost
    assert desk.verdict(cost).label is Label.SINGLE_SOURCED
    assert not desk.verdict(cost).changed
    shown = {m.document.text for c in desk.ids(Filter()) for m in desk.members(c)}
    assert file.read_text() in shown
    assert not any("Town counts the cost" in text for text in shown)
    assert found_wrong(project) == []


def test_a_change_that_was_not_clustered_yet_keeps_its_cluster_too(
    project: Path, articles: Path
) -> None:
    build(project, [articles])
    desk = Desk(project, "ada")
    cost = cluster_with(desk, "Repairs cost $2 million.")
    desk.mark(cost, Label.SINGLE_SOURCED)
    file = articles / "c.txt"
    file.write_text("Town counts\n\nMore rain fell.\n\nRepairs cost $2 million.\n")
    with pytest.raises(Cancelled):
        build(project, [articles], cancelled=stop_after(4))
    file.write_text("Town counts\n\nStill more rain fell.\n\nRepairs cost $2 million.\n")
    build(project, [articles])
    assert cluster_with(desk, "Repairs cost $2 million.") == cost
    assert desk.verdict(cost).label is Label.SINGLE_SOURCED


def test_an_article_that_goes_back_goes_back_to_its_clusters(project: Path, articles: Path) -> None:
    build(project, [articles])
    before = exported(project)
    desk = Desk(project, "ada")
    cost = cluster_with(desk, "Repairs cost $2 million.")
    desk.mark(cost, Label.SINGLE_SOURCED)
    file, old = articles / "c.txt", (articles / "c.txt").read_text()
    file.write_text(old.replace("Repairs cost $2 million.", "More rain fell."))
    build(project, [articles])
    assert desk.verdict(cost).changed
    file.write_text(old)
    build(project, [articles])
    assert not desk.verdict(cost).changed
    desk.undo()
    assert exported(project) == before
    assert found_wrong(project) == []


def test_a_source_that_is_named_later_counts_from_then_on(project: Path, articles: Path) -> None:
    (articles / "manifest.csv").unlink()
    build(project, [articles])
    desk = Desk(project, "ada")
    mayor = cluster_with(desk, MAYOR)
    assert desk.cluster(mayor).suggestion is Label.CONSISTENT
    desk.mark(mayor, Label.CONSISTENT)
    report = build(project, [articles], source="One and the same")
    assert sorted(report.updated) == ["a.txt", "b.txt", "c.txt"]
    assert desk.sources() == ["One and the same"]
    assert desk.cluster(mayor).suggestion is Label.SINGLE_SOURCED
    assert desk.verdict(mayor).label is Label.CONSISTENT
    assert desk.verdict(mayor).changed
    assert found_wrong(project) == []


def test_a_date_that_is_given_later_counts_from_then_on(project: Path, articles: Path) -> None:
    (articles / "manifest.csv").unlink()
    build(project, [articles])
    report = build(project, [articles], published="2031-01-02")
    assert sorted(report.updated) == ["a.txt", "b.txt", "c.txt"]
    assert report.reclustered


def test_a_wire_copy_stands_beside_its_original_under_each_source(
    project: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "wire"
    folder.mkdir()
    (folder / "manifest.csv").write_text("file,source\na.txt,Alpha\nb.txt,Beta\n")
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(f"{CLOSED}\n\n{MAYOR}\n")
    assert build(project, [folder]).added == ["a.txt", "b.txt"]
    desk = Desk(project, "ada")
    assert [row.cluster.sources for row in desk.rows(desk.ids(Filter()))] == [2, 2]
    assert build(project, [folder]).unchanged == ["a.txt", "b.txt"]
    assert found_wrong(project) == []


# Others at the same time


class Watched(ToyLinker):
    """A linker in whose time something else happens."""

    def __init__(self, happens: Callable[[], object], times: int) -> None:
        self.happens, self.left = happens, times

    def link(self, *args: object) -> object:
        if self.left:
            self.left -= 1
            self.happens()
        return super().link(*args)


def test_a_reviewer_may_act_while_clusters_are_made(project: Path, articles: Path) -> None:
    build(project, [articles])
    desk = Desk(project, "ada")
    mayor = cluster_with(desk, MAYOR)
    (articles / "d.txt").write_text(f"{MAYOR}\n\nThe harbour froze overnight.\n")
    linker = Watched(lambda: desk.mark(mayor, Label.CONSISTENT), times=1)
    assert build(project, [articles], replace(toys(), linker=linker)).reclustered
    assert linker.left == 0
    assert desk.verdict(mayor).label is Label.CONSISTENT
    assert desk.verdict(mayor).changed
    assert len(desk.members(mayor)) == 3
    assert found_wrong(project) == []


def test_when_reviewers_never_pause_the_old_clusters_stay_and_the_next_run_goes_on(
    project: Path, articles: Path
) -> None:
    build(project, [articles])
    desk = Desk(project, "ada")
    mayor = cluster_with(desk, MAYOR)
    (articles / "d.txt").write_text(f"{MAYOR}\n\nThe harbour froze overnight.\n")
    linker = Watched(lambda: desk.mark(mayor, Label.CONSISTENT), times=99)
    with pytest.raises(Cancelled, match="next start"):
        build(project, [articles], replace(toys(), linker=linker))
    assert len(desk.members(mayor)) == 2
    build(project, [])
    assert len(desk.members(mayor)) == 3
    assert found_wrong(project) == []


def test_an_article_that_arrives_while_clusters_are_made_is_not_lost(
    project: Path, articles: Path, tmp_path: Path
) -> None:
    late = tmp_path / "late.txt"
    late.write_text(f"{MAYOR}\n\nThe harbour froze overnight.\n")
    linker = Watched(lambda: build(project, [late]), times=1)
    build(project, [articles], replace(toys(), linker=linker))
    build(tmp_path / "calm.db", [articles, late])
    assert clustering(project) == clustering(tmp_path / "calm.db")
    assert found_wrong(project) == []


def test_an_article_that_another_build_has_just_split_is_split_once(
    project: Path, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    split, others = sentence.split, iter([lambda: build(project, [articles])])

    def late(made: Document) -> list[Sentence]:
        next(others, lambda: None)()
        return split(made)

    monkeypatch.setattr("workbench.splitting.sentence.split", late)
    build(project, [articles])
    monkeypatch.undo()
    assert Desk(project, "ada").tally().documents == 3
    assert found_wrong(project) == []


def test_an_article_that_another_build_has_split_but_not_embedded_is_embedded_here(
    project: Path, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = tmp_path / "late.txt"
    late.write_text(f"{MAYOR}\n\nThe harbour froze overnight.\n")

    def stopped_after_splitting() -> None:
        with pytest.raises(Cancelled):
            build(project, [late], cancelled=stop_after(2))

    state, others = clusters.state, iter([stopped_after_splitting])

    def after_others(db: Database) -> clusters.State:
        next(others, lambda: None)()
        return state(db)

    monkeypatch.setattr("workbench.pipeline.clusters.state", after_others)
    build(project, [articles])
    build(tmp_path / "calm.db", [articles, late])
    assert clustering(project) == clustering(tmp_path / "calm.db")


def test_builds_of_one_project_at_once_end_as_one_would(
    project: Path, articles: Path, tmp_path: Path
) -> None:
    files = more(articles)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: build(project, files[n % 5 :]), range(4)))
    build(project, files)
    build(tmp_path / "calm.db", files)
    assert clustering(project) == clustering(tmp_path / "calm.db")
    assert found_wrong(project) == []


def test_the_verdicts_of_a_project_are_the_fold_of_its_acts_after_all_that(
    project: Path, articles: Path
) -> None:
    build(project, [articles])
    desk = Desk(project, "ada")
    for number, cluster in enumerate(desk.ids(Filter())):
        desk.mark(cluster, list(Label)[number % 3])
    more(articles)
    build(project, [articles])
    db = open_reader(project)
    for cluster in desk.ids(Filter(decided=True)):
        assert verdicts.stored(db, cluster) == verdicts.derived(db, cluster)
    db.close()


def test_a_line_repeated_a_thousand_times_is_one_cluster_in_little_time(
    add: Callable[..., Report], desk: Desk, tmp_path: Path
) -> None:
    repeated = "The old bridge was closed.\n" * 1000
    (tmp_path / "a.txt").write_text(repeated, "utf-8")
    (tmp_path / "b.txt").write_text(repeated + "Schools will stay open.\n", "utf-8")
    add(tmp_path / "a.txt", tmp_path / "b.txt")
    assert sorted(row.cluster.claims for row in desk.rows(desk.ids(Filter()))) == [1, 2000]
    assert desk.problems() == []
