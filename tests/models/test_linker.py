import csv
import json
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import linker, train_linker
from models.linker import Linker

CLAIMS = [
    # text, article, sentence
    ("The Angels offered Mark Teixeira an eight-year contract.", 0, 0),
    ("The offer is worth at least $160 million.", 0, 1),
    ("Teixeira is 28 years old.", 0, 2),
    ("Angels officials offered an eight-year contract to first baseman Mark Teixeira.", 1, 3),
    ("The Angels are believed to have offered at least $160 million.", 1, 4),
    ("The Red Sox have also put in a bid.", 1, 5),
    ("An eight-year contract was offered to Teixeira by the Angels.", 2, 6),
    ("The Yankees were not heard from.", 2, 7),
    ("A storm flooded the harbour of a small town in Norway.", 3, 8),
]


def toy_vectors(texts):
    """Stand-in for an embedding: hashed word counts, so that texts of shared words are near."""
    rows = np.full((len(texts), 64), 0.05, dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        for word in text.lower().replace(".", "").split():
            row[zlib.crc32(word.encode("utf-8", "surrogatepass")) % 64] += 1
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def link(claims, tool=None):
    texts, documents, sentences = zip(*claims, strict=True) if claims else ((), (), ())
    return (tool or Linker.load()).link(texts, toy_vectors(texts), documents, sentences)


def as_dict(links):
    pairs = zip(links.left.tolist(), links.right.tolist(), strict=True)
    return dict(zip(pairs, links.probability.tolist(), strict=True))


def test_the_shipped_weights_load():
    tool = Linker.load()
    assert 0 < tool.threshold < 1
    assert len(tool.version) == 16
    assert tool.version == Linker.load().version


def test_links_are_sorted_pairs_with_probabilities():
    links = link(CLAIMS)
    assert (links.left.dtype, links.right.dtype) == (np.int32, np.int32)
    assert links.probability.dtype == np.float32
    assert (links.left < links.right).all()
    pairs = list(zip(links.left.tolist(), links.right.tolist(), strict=True))
    assert pairs == sorted(set(pairs))
    assert (links.probability >= linker.LEAST_PROBABILITY).all()
    assert (links.probability <= 1).all()


def test_a_paraphrase_is_likelier_than_a_shared_topic():
    found = as_dict(link(CLAIMS))
    assert found[0, 3] > Linker.load().threshold
    assert found[0, 3] > found.get((2, 3), 0)
    assert found[1, 4] > found.get((0, 4), 0)
    assert not any(8 in pair and p > 0.1 for pair, p in found.items())


def test_two_claims_of_one_sentence_are_never_linked():
    claims = [(text, article, 7) for text, article, _ in CLAIMS]
    assert not len(link(claims).left)


def test_nothing_and_a_single_claim():
    assert not len(Linker.load().link([], np.zeros((0, 384), np.float32), [], []).left)
    assert not len(link(CLAIMS[:1]).left)


def test_odd_texts():
    odd = ["", " ", "...", "\ud800 \x1b[31m", "١٢٣ 5,,000 ½", "…" * 4000, "A" * 4000, "0", "'s"]
    links = link([(text, i, i) for i, text in enumerate(odd)])
    assert np.isfinite(links.probability).all()


def test_lengths_must_agree():
    with pytest.raises(ValueError, match="equally long"):
        Linker.load().link(["a"], np.zeros((2, 4), np.float32), [0], [0])
    with pytest.raises(ValueError, match="equally long"):
        Linker.load().link(["a"], np.zeros((1, 4), np.float32), [0], [0, 1])


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(len(CLAIMS) + 2)))
def test_the_order_of_claims_does_not_matter(order):
    claims = [*CLAIMS, (CLAIMS[0][0], 3, 9), (CLAIMS[0][0], 4, 10)]  # repeated word for word
    expected = as_dict(link(claims))
    moved = as_dict(link([claims[i] for i in order]))
    back = {tuple(sorted((order[a], order[b]))): p for (a, b), p in moved.items()}
    assert back == expected


def test_names_of_articles_and_sentences_do_not_matter():
    other = [(text, 900 - 7 * article, 31 * sentence + 5) for text, article, sentence in CLAIMS]
    assert as_dict(link(other)) == as_dict(link(CLAIMS))


def test_candidates_grow_with_claims_not_with_their_square(monkeypatch):
    monkeypatch.setattr(linker, "_BLOCK", 1 << 12)  # many blocks
    rng = np.random.default_rng(3)
    words = [f"word{i}" for i in range(40)]
    texts = [" ".join(rng.choice(words, 8)) for _ in range(400)]
    vectors = toy_vectors(texts)
    _, claims = linker.ordered(texts, vectors, range(400), range(400))
    left, right = linker.candidates(claims)
    assert len(left) <= 400 * linker.NEIGHBOURS * 1.1
    assert (left < right).all()
    assert len(np.unique(left * 400 + right)) == len(left)


def test_blocks_do_not_change_the_candidates(monkeypatch):
    texts = [text for text, _, _ in CLAIMS]
    _, claims = linker.ordered(texts, toy_vectors(texts), range(9), range(9))
    whole = np.stack(linker.candidates(claims))
    monkeypatch.setattr(linker, "_BLOCK", 10)
    assert np.array_equal(np.stack(linker.candidates(claims)), whole)


def features(one, other, more=()):
    texts = [one, other, *more]
    n = len(texts)
    claims = linker.prepare(texts, toy_vectors(texts), np.arange(n), np.arange(n))
    columns = linker.features_alone(claims, np.array([0]), np.array([1]))
    return {name: float(values[0]) for name, values in columns.items()}


@pytest.mark.parametrize(
    ("one", "other", "feature"),
    [
        ("It cost $1.7 million", "It cost 1,700,000", "numbers_shared"),
        ("The eight-year deal", "A deal of 8 years", "numbers_shared"),
        ("We saw it on Friday", "Friday was the day", "dates_shared"),
        ("He met Ann Lee", "So Lee left", "names_shared"),
    ],
)
def test_what_two_claims_share(one, other, feature):
    assert features(one, other)[feature] > 0


def test_other_numbers_clash_and_missing_ones_do_not():
    assert features("He shot 5 officers", "He shot 6 officers")["numbers_clash"] == 1
    assert features("He shot 5 officers", "He shot officers")["numbers_clash"] == 0
    assert features("He shot 5 officers", "He shot officers")["numbers_in_one"] == 1


def test_two_spellings_of_a_name_are_one_name():
    more = ["They say Zaluzhnyi was ill", "They saw Zaluzhniy there"]
    assert features("Then Zaluzhniy left", "Then Zaluzhnyi left", more)["names_shared"] > 0
    assert features("Then Zaluzhniy left", "Then Zaluzhnyi left", more)["stems_of_both"] == 1
    assert features("Then Petrov left", "Then Peters left")["names_shared"] == 0


def test_a_claim_equals_itself():
    same = features("The court freed Ann Lee", "The court freed Ann Lee", ["It rained"])
    for name in ("cosine", "letters", "stems", "stems_of_both", "names_of_both", "length_ratio"):
        assert same[name] == pytest.approx(1, abs=1e-6)


def test_the_lead_tells_the_best_match_in_an_article():
    claims = [*CLAIMS[:2], *CLAIMS[3:5]]
    texts = [text for text, _, _ in claims]
    _, prepared = linker.ordered(texts, toy_vectors(texts), [0, 0, 1, 1], range(4))
    left, right = linker.candidates(prepared)
    columns = linker.features_alone(prepared, left, right)
    best = int(np.argmax(columns["lead_worse"]))
    chosen = {prepared.words[left[best]], prepared.words[right[best]]}
    assert {text.split()[0] for text in chosen} <= {"the", "angels"}
    assert columns["lead_worse"][best] > 0
    assert (columns["lead_worse"] <= columns["lead_better"]).all()


def test_a_third_claim_that_agrees_is_support():
    texts = ["a b", "a b c", "a b d", "x"]
    claims = linker.prepare(texts, toy_vectors(texts), np.arange(4), np.arange(4))
    left, right = np.array([0, 0, 1, 0]), np.array([1, 2, 2, 3])
    columns = linker.features_together(claims, left, right, np.array([0.5, 0.8, 0.7, 0.1]))
    assert columns["best_third"].tolist() == pytest.approx([0.7, 0.5, 0.5, 0])
    assert columns["support"][0] == pytest.approx(np.log1p(0.7))
    assert columns["evidence"][0] == pytest.approx(0)
    assert columns["agreement"][0] > columns["agreement"][3]


def test_a_layer_is_a_logistic_regression():
    layer = linker.Layer(("a", "b"), (0.0, 1.0), (1.0, 2.0), (1.0, 3.0), 0.5)
    columns = {"a": np.array([2.0]), "b": np.array([4.0])}
    total = 0.5 + 2 * 1 + (4 - 1) / 2 * 3
    assert layer.probability(columns)[0] == pytest.approx(1 / (1 + np.exp(-total)))
    with pytest.raises(KeyError):
        layer.probability({"a": np.array([2.0])})


@pytest.mark.parametrize("dropped", [None, 3, 5, 9])
def test_a_copy_with_or_without_a_word_is_linked(dropped):
    text = "Prosecutors charged the mayor of Springfield with taking bribes from builders"
    words = text.split()
    copy = " ".join(w for i, w in enumerate(words) if i != dropped)
    assert as_dict(link([(text, 0, 0), (copy, 1, 1)]))[0, 1] > Linker.load().threshold
    wider = [*CLAIMS, (text, 5, 20), (copy, 6, 21)]
    assert as_dict(link(wider))[len(CLAIMS), len(CLAIMS) + 1] > Linker.load().threshold


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"threshold": 0.3}', '{"threshold": []}'])
def test_other_files_are_refused(text, tmp_path):
    path = tmp_path / "weights.json"
    path.write_text(text, "utf-8")
    with pytest.raises(ValueError, match="not a linker's weights"):
        Linker.load(path)


def test_another_version_for_other_weights(tmp_path):
    raw = json.loads(linker.WEIGHTS.read_text("utf-8"))
    raw["threshold"] = 0.5
    path = tmp_path / "weights.json"
    path.write_text(json.dumps(raw), "utf-8")
    assert Linker.load(path).version != Linker.load().version
    assert Linker.load(path).threshold == 0.5


# --- training ---


def test_touching_is_half_of_the_shorter():
    assert train_linker.touches(("a", [(0, 10)]), ("a", [(5, 100)]))
    assert not train_linker.touches(("a", [(0, 10)]), ("a", [(6, 100)]))
    assert not train_linker.touches(("a", [(0, 10)]), ("b", [(0, 10)]))
    assert train_linker.touches(("a", [(0, 4), (20, 26)]), ("a", [(20, 30)]))


def test_events_of_one_topic_share_a_fold():
    fold = train_linker.folds(["3ecb", "3ecbplus", "4ecb", "5ecb", "16ecb", "other"], 3)
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
        train_linker.read_event(
            tmp_path / "events" / name, tmp_path / "claims" / f"{name}.csv", toy_vectors
        )
        for name in names
    ]


def test_clusters_are_judged_by_the_labels(events):
    judge = train_linker.Judge(events[0])
    first = [int(row["char_start"]) == 0 for row in events[0].rows]
    right = judge(np.where(first, 0, 1 + np.arange(6)).astype(np.int32))
    assert (right.f1, right.found, right.pairs, right.joined) == (1.0, 3, 3, 3)
    assert (right.apart, right.single) == (1, 1)
    lump = judge(np.zeros(6, np.int32))
    assert (lump.found, lump.right, lump.joined) == (3, 3, 12)
    assert (lump.apart, lump.single) == (0, 0)
    assert judge(np.arange(6, dtype=np.int32)).f1 == 0


def test_training_learns_measures_and_writes(events, tmp_path):
    said = []
    out = tmp_path / "weights.json"
    train_linker.train(events, out, said.append)
    text = "".join(said)
    assert "6 events; candidates hold 18 of 18 pairs of one fact" in text
    assert "mean link F1" in text
    tool = Linker.load(out)
    assert tool.weights.alone.features == train_linker.ALONE
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
    train_linker.train(events, again, said.append)
    assert again.read_bytes() == out.read_bytes()
