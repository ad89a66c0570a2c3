import numpy as np
import pytest

from models.linker_training.twins import Told, pair_up, retold
from tests.models.linked import CLAIMS, toy_vectors, toy_words

TEXTS = ["Ann Lee wounded 14 people in Cork.", "Lee's lawyer wept.", "Four men fled.", "It rained."]
NAMES = {"ann", "lee", "cork"}
OTHERS = ["bo", "kim", "oslo", "rome"]


def test_names_are_exchanged_everywhere_for_the_same_others():
    first, second, third, fourth = retold(TEXTS, NAMES, OTHERS, "an event")
    assert not {"Ann", "Lee", "Cork"} & set(first.replace(".", "").split())
    assert second.split("'s")[0] == first.split()[1]
    assert second.endswith("'s lawyer wept.")
    assert (third, fourth) == (TEXTS[2], TEXTS[3])  # they might be of any event


def test_a_twin_is_always_the_same():
    assert retold(TEXTS, NAMES, OTHERS, "x") == retold(TEXTS, NAMES, OTHERS, "x")
    every = {tuple(retold(TEXTS, NAMES, OTHERS, str(n))) for n in range(9)}
    assert len(every) > 1
    assert any("14" not in texts[0] for texts in every)


def test_there_must_be_enough_other_names():
    with pytest.raises(ValueError, match="larger"):
        retold(TEXTS, NAMES, ["bo"], "an event")


def test_pairs_that_join_an_event_and_its_twin_are_told():
    texts, documents, sentences = zip(*CLAIMS, strict=True)
    event = Told(texts, toy_vectors(texts), documents, sentences, toy_words(texts))
    twin = {0: "The Kings offered Bo Kim an eight-year contract."}
    rows, words = toy_vectors(list(twin.values())), toy_words(list(twin.values()))
    found = pair_up(event, twin, rows, words)
    of_twin = np.flatnonzero(found.claims.document == found.claims.document.max())
    joined = np.isin(found.left, of_twin) | np.isin(found.right, of_twin)
    assert found.mixed.tolist() == joined.tolist()
    assert found.mixed.any()
    assert len(found.alone["names_strange"]) == len(found.left)
