"""What the entailer is trained from, and that it learns."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest

from models.entailer import Entailer, NetworkReader, base_folder
from models.entailer_training import judging
from models.entailer_training.altered import altered
from models.entailer_training.examples import (
    CONTRADICTION,
    ENTAILMENT,
    NEUTRAL,
    Example,
    held_out,
    measuring,
    training,
)
from models.entailer_training.fitting import Data, Plan, fit
from models.entailer_training.news import (
    AGREES,
    APART,
    BOTH,
    CONTRADICTS,
    UNSURE,
    examples,
    read_news,
    sides_of,
)
from models.entailing.packing import pack, unpack
from models.entailing.pieces import ROWS, Encoded, Pieces, blocks
from models.linker_training.events import read_event
from models.train_entailer import new_network, save, score
from tests.models.linked import embed
from tests.models.test_linker_training import write_event

if TYPE_CHECKING:
    from pathlib import Path


def write_sets(nli: Path) -> None:
    rows = [
        {"premise": f"A man sees {i} dogs.", "hypothesis": "A man.", "label": "entailment"}
        for i in range(40)
    ]
    real = [
        {"evidence": f"It has {i} pages.", "claim": "It has 3 pages.", "label": "REFUTES"}
        for i in range(4, 8)
    ]
    for name, made, file in (
        ("snli", rows, "dev"),
        ("mnli", rows[:20], "dev"),
        ("vitaminc-real", real, "train"),
        ("vitaminc-real", real[:2], "dev"),
    ):
        (nli / name).mkdir(parents=True, exist_ok=True)
        text = "".join(json.dumps(row) + "\n" for row in made)
        (nli / name / f"{file}.jsonl").write_text(text, "utf-8")
    (nli / "cad").mkdir()
    seen = next(row["premise"] for row in rows if held_out(row["premise"]))
    lines = [
        "sentence1\tsentence2\tgold_label",
        'Two "dogs" run.\tDogs run.\tneutral',
        f"{seen}\tNo.\tneutral",
    ]
    for file in ("train", "dev", "test"):
        (nli / "cad" / f"{file}.tsv").write_text("\n".join(lines) + "\n", "utf-8")


def test_nothing_is_measured_that_was_trained_on(tmp_path: Path) -> None:
    write_sets(tmp_path)
    trained, measured = training(tmp_path), measuring(tmp_path)
    assert set(measured) == {"snli", "mnli", "vitaminc", "cad"}
    texts = {example.first for name in ("snli", "mnli") for example in measured[name]}
    assert not texts & {example.first for example in trained}
    assert len(measured["snli"]) + sum("dogs." in e.first for e in trained) >= 40
    assert sum('"dogs"' in example.first for example in trained) == 2
    assert {example.label for example in trained} == {ENTAILMENT, NEUTRAL, CONTRADICTION}


def test_a_missing_set_is_named(tmp_path: Path) -> None:
    assert measuring(tmp_path) == {}
    with pytest.raises(FileNotFoundError):
        training(tmp_path)


def test_sides_are_read_from_what_differs() -> None:
    quotes = [
        "5 officers were hurt",
        "six wounded",
        "5, not 6, were hurt",
        "some were hurt",
        "6 hurt",
    ]
    fact = {
        "status": "conflicting",
        "difference": "5 vs 6 or six officers",
        "mentions": [["a", quote] for quote in quotes],
    }
    first, second, both, neither, third = sides_of(fact)
    assert first != second == third
    assert both == neither == UNSURE
    assert sides_of(fact | {"status": "consistent"}) == [BOTH] * 5


def test_pairs_of_events_have_the_classes_that_may_be_true(tmp_path: Path) -> None:
    write_event(tmp_path, tmp_path / "claims", "1Ann")
    folder = tmp_path / "events" / "1Ann"
    table = tmp_path / "claims" / "1Ann.csv"
    for file in (folder / "c.txt", folder / "labels.json", table):
        text = file.read_text("utf-8")
        file.write_text(text.replace("Court: 1Ann Lee freed.", "Court: 1Ann freed Tue."), "utf-8")
    labels = json.loads((folder / "labels.json").read_text("utf-8"))
    labels["facts"][0] |= {"status": "conflicting", "difference": "on Monday vs Tue"}
    (folder / "labels.json").write_text(json.dumps(labels), "utf-8")
    event = read_event(folder, table, embed)
    news = read_news(folder, event)
    found = {
        frozenset((news.texts[a][:5], news.texts[b][:5])): news.classes(i)
        for i, (a, b) in enumerate(zip(news.left, news.right, strict=True))
    }
    assert found[frozenset(("The c", "Court"))] == CONTRADICTS
    assert found[frozenset(("The c", "On Mo"))] == AGREES
    apart = [news.classes(i) for i in np.flatnonzero(~news.same)]
    assert apart == [APART] * len(apart)
    assert apart
    made = examples([news], random.Random(0))
    assert sum(example.same == 1 for example in made) == 3
    assert all((example.same == 0) == (example.classes == APART) for example in made)


def test_only_what_both_claims_say_is_altered() -> None:
    def change(first: str, second: str) -> str | None:
        made = altered([Example(first, second, AGREES, 1.0)], random.Random(0))
        if not made:
            return None
        assert made[0].classes == CONTRADICTS
        assert first in (made[0].first, made[0].second)
        return made[0].second if made[0].first == first else made[0].first

    assert change("It killed 12 people.", "Some 12 died.") not in (None, "Some 12 died.")
    assert change("It killed 12 people.", "Some 14 died.") is None
    day = change("They met on Monday.", "A meeting took place Monday.")
    assert day is not None
    assert "Monday" not in day
    assert change("The bridge was closed.", "The bridge was closed today.") == (
        "The bridge was not closed today."
    )
    assert change("The bridge was closed.", "The road was open.") is None
    assert change("The bridge was not shut.", "The bridge was closed.") is None
    apart = Example("It killed 12 people.", "Some 12 died.", APART, 0.0)
    assert altered([apart], random.Random(0)) == []


def test_blocks_hold_every_pair_once_at_its_own_width() -> None:
    rng = random.Random(1)
    encoded = [Encoded([7] * n, [0] * n) for n in (rng.randint(3, 60) for _ in range(50))]
    seen = []
    for block in blocks(encoded):
        assert block.ids.shape[0] == ROWS
        for row, place in enumerate(block.places):
            n = len(encoded[place].ids)
            assert n <= block.ids.shape[1] < n + 8
            assert block.present[row].sum() == n
        seen += block.places
    assert sorted(seen) == list(range(50))


def test_packing_keeps_a_row_to_its_two_hundredth_part() -> None:
    rng = np.random.default_rng(0)
    values = rng.normal(size=(6, 50)).astype(np.float32) * np.logspace(-3, 2, 6)[:, None]
    values = values.astype(np.float32)
    given = {
        "a.weight": values,
        "a.bias": values[0],
        "z": np.zeros((2, 3), "f4"),
    }
    parameters, header = unpack(pack(given, {"layers": 3}))
    assert header == {"layers": 3}
    assert set(parameters) == set(given)
    np.testing.assert_array_equal(parameters["a.bias"], given["a.bias"])
    np.testing.assert_array_equal(parameters["z"], 0)
    error = np.abs(parameters["a.weight"] - values).max(axis=1)
    assert (error <= np.abs(values).max(axis=1) / 254 * 1.001).all()


def toy_examples() -> list[Example]:
    """Pairs whose class is told by one word, and their oneness by another."""
    rng = random.Random(0)
    words = "harbour bridge school market museum station church tower".split()
    ends = {"open": ENTAILMENT, "blue": NEUTRAL, "shut": CONTRADICTION}
    found = []
    for _ in range(120):
        one, other = rng.sample(words, 2)
        end = rng.choice(list(ends))
        same = rng.random() < 0.5
        pair = f"The {one} is open.", f"The {one if same else other} is {end}."
        found.append(Example(*pair, frozenset({ends[end]}), float(same)))
    return found


def test_training_learns_and_is_the_same_each_time(tmp_path: Path) -> None:
    made = toy_examples()
    said: list[str] = []
    networks = []
    for _ in range(2):
        network = new_network(layers=1)
        plan = Plan(epochs=4, rate=1e-3, batch=16, head_rate=2e-3)
        fit(network, Data(made, base_folder()), plan, said.append)
        networks.append(network)
    files = [tmp_path / "a.safetensors", tmp_path / "b.safetensors"]
    for network, file in zip(networks, files, strict=True):
        save(network, file)
    assert files[0].read_bytes() == files[1].read_bytes()
    pairs = [(example.first, example.second) for example in made]
    loaded = Entailer.load(files[0])
    rows = loaded.probabilities(pairs)
    assert (rows.argmax(axis=1) == [example.label for example in made]).mean() > 0.9
    whole = Entailer(NetworkReader(networks[0], Pieces(base_folder())), "").probabilities(pairs)
    assert np.abs(whole - rows).max() < 0.1
    assert np.abs(score(networks[0], pairs).classes - loaded.both_ways(pairs).classes).max() < 0.2
    [_, line] = judging.accuracies(lambda p: loaded.both_ways(p), {"toy": made[:30]})
    assert line.startswith("toy")


def test_several_classes_may_be_true() -> None:
    made = [Example("The harbour is open.", f"It holds {i} ships.", AGREES, 1.0) for i in range(32)]
    network = new_network(layers=1)
    fit(network, Data(made, base_folder()), Plan(3, 1e-3, batch=8, head_rate=2e-3), print)
    found = score(network, [(e.first, e.second) for e in made])
    assert found.classes[:, CONTRADICTION].max() < 0.1
    assert found.same.min() > 0.8


def test_it_is_a_command() -> None:
    command = [sys.executable, "-m", "models.train_entailer", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "--claims" in done.stdout
