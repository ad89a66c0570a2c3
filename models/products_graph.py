"""Write the scores of many pairs of rows as an ONNX graph: what models.linking.parted runs.

    python -m models.products_graph [OUT]

onnxruntime multiplies bytes with what a processor has for that (VNNI, AMX); numpy has no such
product. Needs the package `onnx`; using the graph does not.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from models.linking.parted import GRAPH, INPUTS, OUTPUTS, ZERO

OPSET, IR_VERSION = 20, 9


def build() -> bytes:
    """Return the serialised graph.

    From rows that ask, (m, d) and (m, e), unsigned with ZERO for 0, and rows that are asked, (n, d)
    and (n, e), it makes (m, n) twice: the products of the first parts, and the sum of both parts'.
    """
    from onnx import TensorProto, helper

    meaning, spelling, their_meaning, their_spelling = INPUTS
    first, both = OUTPUTS
    nodes = []
    for mine, theirs, result in (
        (meaning, their_meaning, first),
        (spelling, their_spelling, "second"),
    ):
        turned = f"{theirs} turned"
        nodes.append(helper.make_node("Transpose", [theirs], [turned], perm=[1, 0]))
        nodes.append(helper.make_node("MatMulInteger", [mine, turned, "zero"], [result]))
    nodes.append(helper.make_node("Add", [first, "second"], [both]))
    kinds = (TensorProto.UINT8, TensorProto.UINT8, TensorProto.INT8, TensorProto.INT8)
    shapes = (("m", "d"), ("m", "e"), ("n", "d"), ("n", "e"))
    made = helper.make_graph(
        nodes,
        "products",
        [
            helper.make_tensor_value_info(name, kind, shape)
            for name, kind, shape in zip(INPUTS, kinds, shapes, strict=True)
        ],
        [helper.make_tensor_value_info(name, TensorProto.INT32, ("m", "n")) for name in OUTPUTS],
        [helper.make_tensor("zero", TensorProto.UINT8, [], [ZERO])],
    )
    opsets = [helper.make_opsetid("", OPSET)]
    model = helper.make_model(made, opset_imports=opsets, ir_version=IR_VERSION)
    serialised: bytes = model.SerializeToString(deterministic=True)
    return serialised


def main() -> None:
    """Write the graph."""
    parser = argparse.ArgumentParser(prog="python -m models.products_graph", description=__doc__)
    parser.add_argument("out", nargs="?", type=Path, default=GRAPH)
    parser.parse_args().out.write_bytes(build())


if __name__ == "__main__":
    main()
