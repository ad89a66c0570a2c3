"""Two logistic regressions and a threshold, and the file they are kept in."""

import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Layer:
    """A logistic regression over named columns; all tuples are equally long."""

    features: tuple[str, ...]
    mean: tuple[float, ...]
    scale: tuple[float, ...]
    coefficients: tuple[float, ...]
    intercept: float

    def probability(self, columns: Mapping[str, NDArray[np.float64]]) -> NDArray[np.float64]:
        """Columns of shape (m,) to probabilities of shape (m,). KeyError if a column is missing."""
        total = self.total(columns, self.features)
        return probability(total + self.intercept)

    def total(
        self, columns: Mapping[str, NDArray[np.float64]], names: Iterable[str]
    ) -> NDArray[np.float64]:
        """What some of its features add to the log odds, shape (m,). KeyError if one is missing."""
        wanted = frozenset(names)
        total = np.zeros(len(next(iter(columns.values()))))
        for name, mean, scale, coefficient in zip(
            self.features, self.mean, self.scale, self.coefficients, strict=True
        ):
            if name in wanted:
                total += (columns[name] - mean) / scale * coefficient
        return total


def probability(log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log odds of shape (m,) to probabilities."""
    result: NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(log_odds, -30, 30)))
    return result


@dataclass(frozen=True, slots=True)
class Weights:
    """What training found: two regressions, and the mean probability at which clusters merge.

    The regressions learned from collections of `usual` claims on the average. In larger ones a word
    that two claims share looks rarer and other claims agree more, so a pair looks likelier than it
    is; `crowding` is taken from its log odds for each e-fold of claims above that.
    """

    threshold: float
    alone: Layer
    together: Layer
    usual: float = 1.0
    crowding: float = 0.0

    def crowd(self, claims: int) -> float:
        """What is taken from the log odds of a pair in a collection of so many claims."""
        return self.crowding * max(0.0, math.log(max(1, claims) / self.usual))


def read_weights(text: str) -> Weights:
    """The weights in a JSON text. ValueError if it is not one of ours."""
    try:
        raw = json.loads(text)
        layers = _layer(raw["alone"]), _layer(raw["together"])
        crowd = float(raw["usual_claims"]), float(raw["crowding"])
        return Weights(float(raw["threshold"]), *layers, *crowd)
    except (KeyError, TypeError, json.JSONDecodeError) as error:
        raise ValueError(f"not a linker's weights: {error!r}") from error


def _layer(raw: Mapping[str, Any]) -> Layer:
    """One regression; each feature is {name, coefficient, mean, scale}."""
    rows = raw["features"]
    return Layer(
        features=tuple(str(row["name"]) for row in rows),
        mean=tuple(float(row["mean"]) for row in rows),
        scale=tuple(float(row["scale"]) for row in rows),
        coefficients=tuple(float(row["coefficient"]) for row in rows),
        intercept=float(raw["intercept"]),
    )


def written(weights: Weights) -> str:
    """The weights as JSON, a line per feature; numbers have six digits."""

    def layer(of: Layer) -> dict[str, Any]:
        rows = zip(of.features, of.coefficients, of.mean, of.scale, strict=True)
        features = [
            {"name": n, "coefficient": _short(c), "mean": _short(m), "scale": _short(s)}
            for n, c, m, s in rows
        ]
        return {"intercept": _short(of.intercept), "features": features}

    raw = {
        "threshold": weights.threshold,
        "usual_claims": weights.usual,
        "crowding": weights.crowding,
        "alone": layer(weights.alone),
        "together": layer(weights.together),
    }
    text = json.dumps(raw, indent=1)
    return re.sub(r"\{\s+(\"name\"[^}]*?)\s+\}", _one_line, text) + "\n"


def _one_line(match: re.Match[str]) -> str:
    return "{" + re.sub(r"\s*\n\s*", " ", match[1]) + "}"


def _short(value: float) -> float:
    return float(f"{value:.6g}")
