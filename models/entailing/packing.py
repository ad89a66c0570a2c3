"""The entailer's weights file: 8-bit matrices with one scale a row, and vectors as floats."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

# The one key of the file's own metadata: JSON with the layers and the encoder they stand upon.
HEADER = "entailer"
_SCALE = ".scale"
_MOST = 127


class WrongWeights(ValueError):
    """The weights are no entailer's, do not fit the encoder, or have other labels."""


def pack(parameters: Mapping[str, NDArray[np.float32]], header: Mapping[str, Any]) -> bytes:
    """Return the bytes of a weights file."""
    from safetensors.numpy import save

    tensors: dict[str, NDArray[Any]] = {}
    for name, values in parameters.items():
        if values.ndim == 2:
            scale = np.maximum(np.abs(values).max(axis=1), 1e-12) / _MOST
            tensors[name] = np.rint(values / scale[:, None]).astype(np.int8)
            tensors[name + _SCALE] = scale.astype(np.float32)
        else:
            tensors[name] = values.astype(np.float32)
    return bytes(save(tensors, metadata={HEADER: json.dumps(header, sort_keys=True)}))


def unpack(data: bytes) -> tuple[dict[str, NDArray[np.float32]], dict[str, Any]]:
    """Return the parameters and the header of a weights file. Raises WrongWeights."""
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        tensors = load(data)
        length = int.from_bytes(data[:8], "little")
        header = json.loads(json.loads(data[8 : 8 + length])["__metadata__"][HEADER])
    except (SafetensorError, ValueError, KeyError) as error:
        raise WrongWeights(f"not an entailer's weights: {error}") from error
    parameters = {}
    for name, values in tensors.items():
        if name.endswith(_SCALE):
            continue
        scale = tensors.get(name + _SCALE)
        whole = values.astype(np.float32)
        parameters[name] = whole if scale is None else whole * scale[:, None]
    return parameters, header
