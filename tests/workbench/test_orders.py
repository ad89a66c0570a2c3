"""Articles come in any order: where nobody decided anything, the clusters are the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from bench.orders import build, read
from db import documents
from db.connection import open_writer
from models.embedder import Embedder
from models.linker import Linker
from tests.conftest import ToyEmbedder, ToyLinker
from tests.made import article
from tests.strategies import FUZZ
from workbench.pipeline import Pipeline, Tools
from workbench.stages import document
from workbench.stages.claim import RuleSplitter

if TYPE_CHECKING:
    import pytest

SEEDS = Path(__file__).parents[2] / "seeds"
LINES = st.sampled_from(
    [
        "The old bridge was closed on Monday after 14 people were hurt.",
        "The old bridge was closed on Monday after 17 people were hurt.",
        "The bridge was closed on Tuesday after 14 people were hurt.",
        "The mayor visited the bridge.",
        "The mayor visited the old bridge on Monday.",
        '"We were lucky," said Mayor Ann Lee.',
        "Ann Lee said the bridge was old.",
        "Repairs cost $2 million.",
        "Repairs of the bridge cost $3 million.",
    ]
)
TEXTS = st.lists(st.lists(LINES, min_size=1, max_size=4).map("\n\n".join), min_size=2, max_size=5)


@settings(max_examples=25 * FUZZ, deadline=None)
@given(texts=TEXTS, data=st.data())
def test_adding_one_by_one_in_any_order_is_adding_all_at_once(
    texts: list[str], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("orders")
    told = [article(text, f"Source {n % 3}", f"{n}.txt") for n, text in enumerate(texts)]
    tools = Tools(ToyEmbedder(), ToyLinker(), RuleSplitter())
    built = []
    for name, order in (("all", [told]), ("each", [[t] for t in data.draw(st.permutations(told))])):
        db = open_writer(folder / name)
        for step in order:
            for made in step:
                documents.put(db, replace(made))
            Pipeline(db, tools).run(document.Found())
        db.close()
        built.append(read(folder / name).clusters)
    assert built[0] == built[1]


def test_the_seeds_one_by_one_from_the_last_are_the_seeds_at_once() -> None:
    files = sorted(path for path in SEEDS.iterdir() if path.suffix in (".txt", ".md"))
    tools = Tools(Embedder(), Linker.load(), RuleSplitter())
    at_once = build([files], tools)
    assert len(at_once.clusters) > 30
    assert build([[file] for file in reversed(files)], tools).clusters == at_once.clusters
