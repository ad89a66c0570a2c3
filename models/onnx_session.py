"""Graphs on onnxruntime: quiet, and with one thread for each run."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

_FATAL = 4


def silence() -> None:
    """Keep onnxruntime from reporting its use to its makers; call it before anything imports it.

    Its official builds do so by default: they store an identifier and send events over the net.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"


def open_session(graph: Path, weights: Path | None = None) -> Any:
    """Open a graph on onnxruntime, for one thread at each run; its weights may be in a folder.

    Raises ImportError, OSError, and what onnxruntime raises.
    """
    silence()
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # runs are side by side
    options.log_severity_level = _FATAL  # what is wrong is raised; stderr belongs to the review
    if weights is not None:
        options.add_session_config_entry(
            "session.model_external_initializers_file_folder_path", str(weights)
        )
    return onnxruntime.InferenceSession(
        graph.read_bytes(), options, providers=["CPUExecutionProvider"]
    )
