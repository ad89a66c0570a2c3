"""Which texts have to be embedded, and under which keys they are kept."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.stages.vector import WORD_WIDTH, in_batches, key, matrix, words

TEXTS = st.text(max_size=20)


@given(TEXTS, TEXTS, st.sampled_from(["m@1", "m@2"]), st.sampled_from(["m@1", "m@2"]))
def test_a_key_names_a_text_and_a_model(one: str, other: str, model: str, second: str) -> None:
    assert (key(one, model) == key(other, second)) == ((one, model) == (other, second))


def test_a_key_is_the_same_on_every_machine_and_day() -> None:
    assert key("The bridge is closed.", "toy-1") == (
        "45ffcb5312ca25082c5a08003baccecab222e5d60a8abe7c007a30e36bbe112d"
    )


@given(st.lists(TEXTS, unique=True), st.randoms(use_true_random=False))
def test_texts_are_embedded_in_an_order_that_the_input_does_not_change(
    texts: list[str], random: st.DataObject
) -> None:
    batches = in_batches(texts, 3)
    assert sorted(text for batch in batches for text in batch) == sorted(texts)
    random.shuffle(texts)
    assert in_batches(texts, 3) == batches
    assert all(0 < len(batch) <= 3 for batch in batches)
    by_length = sorted(batches, key=lambda batch: (len(batch[0]), batch[0]))
    lengths = [len(text) for batch in by_length for text in batch]
    assert lengths == sorted(lengths)


def test_the_batches_that_are_done_tell_how_long_the_others_will_take() -> None:
    texts = [f"{n:04d}" + "x" * (n % 397) for n in range(8000)]
    characters = [sum(map(len, batch)) for batch in in_batches(texts, 32)]
    for part in (0.25, 0.5, 0.75):
        done = sum(characters[: int(part * len(characters))])
        assert done / sum(characters) == pytest.approx(part, abs=0.06)


@given(
    st.lists(st.lists(st.floats(-1, 1, width=32), min_size=3, max_size=3), min_size=1, max_size=5)
)
def test_vectors_come_back_bit_by_bit_in_the_order_asked(rows: list[list[float]]) -> None:
    given_ = np.array(rows, dtype="<f4")
    stored = {str(n): row.tobytes() for n, row in enumerate(given_)}
    keys = sorted(stored, reverse=True)
    stacked = matrix(keys, stored)
    assert stacked.dtype == np.float32
    assert (stacked == given_[::-1]).all()


def test_words_come_back_as_matrices() -> None:
    rows = np.eye(WORD_WIDTH, dtype="<f2")[:3]
    stored = {"three": rows.tobytes(), "none": b""}
    found = words(["none", "three", "three"], stored)
    assert [of.shape for of in found] == [(0, WORD_WIDTH), (3, WORD_WIDTH), (3, WORD_WIDTH)]
    assert (found[1] == rows).all()
    with pytest.raises(KeyError):
        words(["gone"], stored)


def test_no_keys_make_an_empty_matrix_and_a_missing_key_is_an_error() -> None:
    assert matrix([], {}).shape[0] == 0
    with pytest.raises(KeyError):
        matrix(["gone"], {})
