"""The default model's graph on OpenVINO, an optional extra, in half precision (bfloat16).

Processors that multiply bfloat16 by themselves (AVX-512 BF16, AMX) embed about twice as fast as in
single precision. The vectors differ a little (a cosine of .9999 and more), so they have a
version of their own. As on onnxruntime, they are the same to the bit in any batch.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from models.cores import cores
from models.onnx_encoder import IDS, STATES, WEIGHTS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from models.onnx_encoder import Run

_DEVICE, _HALF = "CPU", "BF16"


def open_run(folder: Path, graph: Path) -> Run:
    """Open a graph whose weights are in `folder`.

    Raises ImportError without OpenVINO, RuntimeError where the processor lacks bfloat16, and what
    OpenVINO raises.
    """
    try:
        import openvino
    except ImportError as error:
        raise ImportError("it needs OpenVINO: pip install 'claim-workbench[openvino]'") from error

    core = openvino.Core()
    if _HALF not in core.get_property(_DEVICE, "OPTIMIZATION_CAPABILITIES"):
        raise RuntimeError("this processor has no bfloat16 arithmetic; leave --backend away")
    options = {
        "INFERENCE_PRECISION_HINT": "bf16",
        "INFERENCE_NUM_THREADS": cores(),
        "NUM_STREAMS": 1,
    }
    with tempfile.TemporaryDirectory() as scratch:
        model = core.compile_model(
            core.read_model(_beside(folder, graph, scratch)), _DEVICE, options
        )

    def run(ids: NDArray[np.int64]) -> NDArray[np.float32]:
        # A request of its own for each call: one cannot serve two threads.
        states: NDArray[np.float32] = model.create_infer_request().infer({IDS: ids})[STATES]
        return states

    return run


def _beside(folder: Path, graph: Path, scratch: str) -> Path:
    """Put the graph and its weights side by side: OpenVINO reads weights from nowhere else."""
    weights = Path(scratch, WEIGHTS)
    try:
        weights.hardlink_to((folder / WEIGHTS).resolve())
    except OSError:  # another disk, or one without links
        shutil.copyfile(folder / WEIGHTS, weights)
    return Path(shutil.copy(graph, scratch))
