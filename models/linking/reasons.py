"""What spoke for a pair: the parts of its log odds, feature by feature, in groups that have a name.

The second regression is linear in its features, and one of them is the log odds of the first, so
the log odds are exactly the sum of these parts and a constant.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from models.linking.weights import Layer, Weights

GROUPS = {
    "wording": ("letters", "stems", "shared_weight", "neighbouring", "words"),
    "meaning": ("cosine",),
    "names": ("names",),
    "numbers": ("numbers",),
    "dates": ("dates",),
    "length": ("length", "shorter", "longer"),
    "place in the article": ("opening", "sentences", "depth", "same_article"),
    "nothing nearer": ("lead", "popularity"),
    "other claims": ("agreement", "support", "best_third", "links"),
}
"""The names of the groups, each with the beginnings of its features' names."""

_FIRST = "evidence"


def add_reasons(
    parts: NDArray[np.floating], weights: Weights, columns: Mapping[str, NDArray[np.float64]]
) -> None:
    """Add to `parts`, (m, groups), what those features add that there are columns of.

    In the end they are what each of GROUPS adds to the log odds of a pair, against a usual pair.
    """
    names = list(GROUPS)
    second = weights.together
    at = second.features.index(_FIRST)
    carried = second.coefficients[at] / second.scale[at]
    for layer, factor in ((weights.alone, carried), (second, 1.0)):
        for name, part in _parts(layer, columns):
            if name != _FIRST:
                parts[:, names.index(group_of(name))] += factor * part


def group_of(feature: str) -> str:
    """The group of a feature. KeyError if it has none."""
    for group, beginnings in GROUPS.items():
        if feature.startswith(beginnings):
            return group
    raise KeyError(feature)


def _parts(
    layer: Layer, columns: Mapping[str, NDArray[np.float64]]
) -> list[tuple[str, NDArray[np.float64]]]:
    rows = zip(layer.features, layer.mean, layer.scale, layer.coefficients, strict=True)
    return [
        (name, (columns[name] - mean) / scale * c)
        for name, mean, scale, c in rows
        if name in columns
    ]
