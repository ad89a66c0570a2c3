import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.linker import WEIGHTS, Linker
from models.linking.neighbourhood import LEAST_PROBABILITY
from tests.models.linked import CLAIMS, as_dict, link, toy_words
from tests.strategies import FUZZ


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
    assert (links.probability >= LEAST_PROBABILITY).all()
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
    assert not len(Linker.load().link([], np.zeros((0, 384), np.float32), [], [], []).left)
    assert not len(link(CLAIMS[:1]).left)


def test_odd_texts():
    odd = ["", " ", "...", "\ud800 \x1b[31m", "١٢٣ 5,,000 ½", "…" * 4000, "A" * 4000, "0", "'s"]
    links = link([(text, i, i) for i, text in enumerate(odd)])
    assert np.isfinite(links.probability).all()


def test_lengths_must_agree():
    with pytest.raises(ValueError, match="equally long"):
        Linker.load().link(["a"], np.zeros((2, 4), np.float32), [0], [0], toy_words(["a"]))
    with pytest.raises(ValueError, match="equally long"):
        Linker.load().link(["a"], np.zeros((1, 4), np.float32), [0], [0, 1], toy_words(["a"]))
    with pytest.raises(ValueError, match="equally long"):
        Linker.load().link(["a"], np.zeros((1, 4), np.float32), [0], [0], [])


@settings(max_examples=25 * FUZZ, deadline=None)
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
    raw = json.loads(WEIGHTS.read_text("utf-8"))
    raw["threshold"] = 0.5
    path = tmp_path / "weights.json"
    path.write_text(json.dumps(raw), "utf-8")
    assert Linker.load(path).version != Linker.load().version
    assert Linker.load(path).threshold == 0.5
