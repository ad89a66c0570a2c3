"""The entailer that ships, and any other CrossEncoder in its place."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest

from models.entailer import (
    LABELS,
    WEIGHTS,
    Entailer,
    ModelUnavailable,
    WrongWeights,
    base_folder,
)

if TYPE_CHECKING:
    from pathlib import Path

DENIED = [
    ("The bridge was destroyed by the storm.", "The bridge was not destroyed by the storm."),
    ("The minister will resign on Friday.", "The minister will not resign on Friday."),
    ("Police arrested two suspects.", "Police did not arrest two suspects."),
    ("The company has paid the fine.", "The company has never paid the fine."),
    ("No one was hurt in the fire.", "Three people were hurt in the fire."),
    ("Nobody survived the crash.", "Two passengers survived the crash."),
    ("The senator denied taking money.", "The senator admitted taking money."),
    ("The talks failed.", "The talks succeeded."),
]
OTHER_VALUES = [
    ("Five officers were hurt.", "Six officers were hurt."),
    ("The quake killed 12 people.", "The quake killed 40 people."),
    ("The vote will be held on Monday.", "The vote will be held on Thursday."),
]
SAME = [
    ("The court freed the journalist on Monday.", "The journalist was released by the court."),
    ("Police arrested two men.", "Two men were arrested by police."),
]
UNLIKE = [
    ("The court freed the journalist on Monday.", "The stadium was sold to investors."),
    ("The quake had a magnitude of 6.1.", "Schools reopened after the holidays."),
]
ODD = [("", ""), ("", "A."), ("x" * 5000, "y " * 3000), ("\ud800 broken", "中文"), ("😀", "\x00")]


@pytest.fixture(scope="module")
def entailer() -> Entailer:
    return Entailer.load()


def label(row: np.ndarray) -> str:
    return LABELS[int(row.argmax())]


@pytest.mark.parametrize("pair", DENIED + OTHER_VALUES)
def test_a_denial_or_another_value_contradicts(entailer: Entailer, pair: tuple[str, str]) -> None:
    [row] = entailer.both_ways([pair]).classes
    assert label(row) == "contradiction"


def test_a_passive_follows(entailer: Entailer) -> None:
    active, passive = "Police arrested two men.", "Two men were arrested by police."
    rows = entailer.probabilities([(active, passive), (passive, active)])
    assert [label(row) for row in rows] == ["entailment"] * 2


def test_what_was_said_less_exactly_does_not_follow_the_other_way(entailer: Entailer) -> None:
    general, exact = "A man was arrested.", "A man was arrested in Oslo for fraud."
    there, back = entailer.probabilities([(exact, general), (general, exact)])
    assert label(there) == "entailment"
    assert label(back) != "entailment"


def test_one_fact_is_told_from_two(entailer: Entailer) -> None:
    same, unlike = entailer.same_fact(SAME), entailer.same_fact(UNLIKE)
    assert same.min() > 0.5 > unlike.max()
    assert entailer.same_fact(OTHER_VALUES).min() > unlike.max()


def test_scores_are_probabilities(entailer: Entailer) -> None:
    pairs = DENIED + SAME + ODD
    rows = entailer.probabilities(pairs)
    assert rows.dtype == np.float32
    assert rows.shape == (len(pairs), 3)
    np.testing.assert_allclose(rows.sum(axis=1), 1, atol=1e-5)
    same = entailer.same_fact(pairs)
    assert same.dtype == np.float32
    assert same.shape == (len(pairs),)
    assert ((same >= 0) & (same <= 1)).all()


def test_no_pairs_give_no_rows(entailer: Entailer) -> None:
    assert entailer.probabilities([]).shape == (0, 3)
    assert entailer.same_fact([]).shape == (0,)


def test_a_pair_does_not_depend_on_its_batch(entailer: Entailer) -> None:
    pairs = (DENIED + OTHER_VALUES + SAME + UNLIKE + ODD) * 2
    together = entailer.probabilities(pairs)
    for pair, row in zip(pairs, together, strict=True):
        np.testing.assert_array_equal(entailer.probabilities([pair])[0], row)
    order = list(range(len(pairs)))
    random.Random(3).shuffle(order)
    np.testing.assert_array_equal(
        entailer.probabilities([pairs[i] for i in order]), together[order]
    )


def test_both_ways_are_the_same_both_ways(entailer: Entailer) -> None:
    there = entailer.both_ways(DENIED)
    back = entailer.both_ways([(b, a) for a, b in DENIED])
    np.testing.assert_array_equal(there.classes, back.classes)
    np.testing.assert_array_equal(there.same, entailer.same_fact(DENIED))
    np.testing.assert_array_equal(there.same, back.same)


def test_the_version_is_that_of_the_weights(entailer: Entailer, tmp_path: Path) -> None:
    copy = tmp_path / "copy.safetensors"
    copy.write_bytes(WEIGHTS.read_bytes())
    assert len(entailer.version) == 16
    assert Entailer.load(copy).version == entailer.version


def test_weights_that_are_none_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.safetensors"
    path.write_bytes(b"nothing")
    with pytest.raises(WrongWeights):
        Entailer.load(path)
    with pytest.raises(FileNotFoundError):
        Entailer.load(tmp_path / "y.safetensors")


def test_weights_of_another_encoder_or_network_are_refused(tmp_path: Path) -> None:
    from models.entailing.packing import pack, unpack

    parameters, header = unpack(WEIGHTS.read_bytes())
    path = tmp_path / "x.safetensors"
    path.write_bytes(pack(parameters, header | {"base": "0" * 16}))
    with pytest.raises(WrongWeights, match="another encoder"):
        Entailer.load(path)
    path.write_bytes(pack(parameters, header | {"layers": 5}))
    with pytest.raises(WrongWeights, match="other parameters"):
        Entailer.load(path)


def cross_encoder(folder: Path, labels: tuple[str, ...]) -> None:
    """Write a small CrossEncoder with random weights."""
    import torch
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

    torch.manual_seed(0)
    tokenizer = AutoTokenizer.from_pretrained(str(base_folder()))
    config = BertConfig(
        vocab_size=len(tokenizer), hidden_size=24, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=32, num_labels=len(labels), id2label=dict(enumerate(labels)),
        label2id={name: number for number, name in enumerate(labels)}, initializer_range=0.5,
    )  # fmt: skip
    BertForSequenceClassification(config).save_pretrained(str(folder))
    tokenizer.save_pretrained(str(folder))


def test_another_cross_encoder_is_read_by_its_own_labels(tmp_path: Path) -> None:
    cross_encoder(tmp_path / "a", LABELS)
    cross_encoder(tmp_path / "b", ("Contradiction", "ENTAILMENT", "neutral"))
    a, b = Entailer.load(tmp_path / "a"), Entailer.load(str(tmp_path / "b"))
    rows = a.probabilities(DENIED + UNLIKE)
    np.testing.assert_allclose(rows.sum(axis=1), 1, atol=1e-5)
    # The same network: its first output is called entailment in a, contradiction in b.
    np.testing.assert_allclose(b.probabilities(DENIED + UNLIKE), rows[:, [1, 2, 0]], atol=1e-6)
    np.testing.assert_array_equal(a.probabilities(UNLIKE), rows[len(DENIED) :])
    assert a.version.startswith("a@")
    assert a.same_fact(UNLIKE).shape == (2,)
    assert a.probabilities([]).shape == (0, 3)


def test_a_model_of_other_labels_is_refused_in_words(tmp_path: Path) -> None:
    cross_encoder(tmp_path, ("entailment", "not_entailment"))
    with pytest.raises(WrongWeights, match="has the labels entailment, not_entailment, not"):
        Entailer.load(tmp_path)


def test_a_folder_without_a_model_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="holds no model"):
        Entailer.load(tmp_path)
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "nothing"}), "utf-8")
    with pytest.raises(ModelUnavailable, match="cannot be loaded"):
        Entailer.load(tmp_path)


def test_importing_loads_no_torch() -> None:
    code = "import sys, models.entailer; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_weights_are_small_and_have_a_card() -> None:
    assert WEIGHTS.stat().st_size <= 25_000_000
    assert "CC BY-SA" in WEIGHTS.with_suffix(".md").read_text("utf-8")
