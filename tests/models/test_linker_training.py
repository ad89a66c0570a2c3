import csv
import json
import subprocess
import sys

import numpy as np
import pytest

from models.linker import Linker
from models.linker_training.events import read_event, touches
from models.linker_training.fitting import ALONE, folds
from models.linker_training.judge import Clustering, Judge
from models.train_linker import train
from tests.models.linked import as_dict, embed, link
from workbench.stages.cluster import agglomerate, settle


def test_touching_is_half_of_the_shorter():
    assert touches(("a", [(0, 10)]), ("a", [(5, 100)]))
    assert not touches(("a", [(0, 10)]), ("a", [(6, 100)]))
    assert not touches(("a", [(0, 10)]), ("b", [(0, 10)]))
    assert touches(("a", [(0, 4), (20, 26)]), ("a", [(20, 30)]))


def test_events_of_one_topic_share_a_fold():
    fold = folds(["3ecb", "3ecbplus", "4ecb", "5ecb", "16ecb", "other"], 3)
    assert fold[0] == fold[1]
    assert set(fold) == {0, 1, 2}


def write_event(folder, claims, name):
    """An event of three articles, each stating fact 0 in line 0, with a line of its own."""
    (folder / "events" / name).mkdir(parents=True)
    claims.mkdir(exist_ok=True)
    lines = {
        "a": [f"The court freed {name} Lee on Monday.", "It rained in the hills."],
        "b": [f"On Monday {name} Lee was freed by the court.", "Her mother wept."],
        "c": [f"Court: {name} Lee freed.", "A crowd cheered outside the prison."],
    }
    rows = []
    for document, (one, other) in lines.items():
        (folder / "events" / name / f"{document}.txt").write_text(f"{one}\n{other}\n", "utf-8")
        rows.append((document, 0, len(one), one))
        rows.append((document, len(one) + 1, len(one) + 1 + len(other), other))
    labels = {
        "facts": [{"mentions": [[document, one] for document, (one, _) in lines.items()]}],
        "apart": [[["a", lines["a"][0]], ["b", lines["b"][1]]]],
        "single": [["c", lines["c"][1]]],
    }
    (folder / "events" / name / "labels.json").write_text(json.dumps(labels), "utf-8")
    with (claims / f"{name}.csv").open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle)
        writer.writerow(["document", "char_start", "char_end", "claim"])
        writer.writerows(rows)


@pytest.fixture
def events(tmp_path):
    names = [f"{i}Ann" for i in range(6)]
    for name in names:
        write_event(tmp_path, tmp_path / "claims", name)
    return [
        read_event(tmp_path / "events" / name, tmp_path / "claims" / f"{name}.csv", embed)
        for name in names
    ]


def test_clusters_are_judged_by_the_labels(events):
    judge = Judge(events[0])
    first = [int(row["char_start"]) == 0 for row in events[0].rows]
    right = judge(np.where(first, 0, 1 + np.arange(6)).astype(np.int32))
    assert (right.f1, right.found, right.pairs, right.joined) == (1.0, 3, 3, 3)
    assert (right.apart, right.single) == (1, 1)
    lump = judge(np.zeros(6, np.int32))
    assert (lump.found, lump.right, lump.joined) == (3, 3, 12)
    assert (lump.apart, lump.single) == (0, 0)
    assert judge(np.arange(6, dtype=np.int32)).f1 == 0


def test_claims_are_clustered_as_the_workbench_clusters_them(events):
    # where several claims want to move at once the order may differ, and so, rarely, the clusters
    rng = np.random.default_rng(5)
    equal = []
    for event in events * 10:
        probability = rng.random(len(event.left)).astype(np.float32)
        judged = Clustering(event, probability.astype(np.float64))
        scored = event.left, event.right, probability
        for threshold in (0.3, 0.5, 0.7):
            n, sentences = len(event.rows), event.claims.sentence
            merged = agglomerate(n, *scored, threshold, sentences=sentences)
            documents = event.claims.document
            labels = settle(merged, *scored, threshold, sentences=sentences, documents=documents)
            same = judged.at(threshold)
            equal.append(((same[:, None] == same) == (labels[:, None] == labels)).all())
    assert np.mean(equal) > 0.98


def test_training_learns_measures_and_writes(events, tmp_path):
    said = []
    out = tmp_path / "weights.json"
    train({"claims": events}, out, said.append)
    text = "".join(said)
    assert "claims: 6 events; candidates hold 18 of 18 pairs of one fact" in text
    assert "mean link F1" in text
    tool = Linker.load(out)
    assert tool.weights.alone.features == ALONE
    found = as_dict(
        link(
            [("The court freed Bo Dahl on Monday.", 0, 0), ("Bo Dahl was freed.", 1, 1),
             ("The hills are green.", 1, 2)],
            tool,
        )
    )  # fmt: skip
    assert found[0, 1] > tool.threshold
    assert found.get((0, 2), 0) < tool.threshold
    again = tmp_path / "again.json"
    train({"claims": events}, again, said.append)
    assert again.read_bytes() == out.read_bytes()


def test_it_is_a_command():
    command = [sys.executable, "-m", "models.train_linker", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "--events" in done.stdout
