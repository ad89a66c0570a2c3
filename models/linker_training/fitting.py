"""Both regressions, fitted; what they learn from and are tried on never shares a topic."""

import random
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.linker_training.events import Event
from models.linker_training.twins import Twin
from models.linking.columns import Columns
from models.linking.neighbourhood import features_together
from models.linking.weights import Layer, Weights, probability

SEED = 7
FOLDS = 5
STRENGTH = 0.1  # inverse regularisation of both regressions
CROWDING = 0.35  # see models.linking.weights.Weights

ALONE = (
    "cosine", "cosine_off_topic", "cosine_of_articles", "letters", "stems", "stems_copied",
    "stems_of_both", "stems_of_shorter", "stems_counted", "shared_weight", "neighbouring_stems",
    "words_worse", "words_better", "words_of_both",
    "names_shared", "names_of_both", "names_clash", "names_in_one",
    "numbers_shared", "numbers_of_both", "numbers_clash", "numbers_in_one", "dates_shared",
    "dates_of_both", "dates_clash", "dates_in_one", "length_ratio", "shorter", "longer",
    "same_article", "opening_both", "opening_one", "sentences_before", "sentences_apart",
    "depth_apart", "lead_worse", "lead_better", "popularity", "popularity_apart",
)  # fmt: skip
TOGETHER = (
    "evidence", "agreement", "support", "best_third", "links", "links_apart",
    "lead_probable_worse", "lead_probable_better",
)  # fmt: skip
AGAINST = ("names_strange", "names_strange_alike")
"""What speaks against a pair only where there is more than one event: learned from twins too."""
TWIN = 0.3  # what a pair of an event and its twin counts for, beside a pair of the event


def folds(names: Sequence[str], count: int = FOLDS) -> list[int]:
    """The fold of each event; names that begin with one number are one topic and one fold."""
    topics = [match[0] if (match := re.match(r"\d+", name)) else name for name in names]
    shuffled = sorted(set(topics))
    random.Random(SEED).shuffle(shuffled)
    fold = {topic: i % count for i, topic in enumerate(shuffled)}
    return [fold[topic] for topic in topics]


def fit_layer(
    features: Sequence[str], pairs: Sequence[tuple[Columns, Event]], twins: Sequence[Columns]
) -> Layer:
    """A logistic regression on all candidate pairs of the events.

    What AGAINST counts for is fitted afterwards, all else as it is, with pairs of events and their
    `twins`, which are never of one fact. So those teach nothing of what alike claims look like.
    """
    from sklearn.linear_model import LogisticRegression

    every = [columns for columns, _ in pairs]
    x = _table(features, every)
    y = np.concatenate([event.positive for _, event in pairs])
    mean, scale = x.mean(axis=0), x.std(axis=0)
    scale[scale == 0] = 1
    model = LogisticRegression(C=STRENGTH, solver="newton-cholesky", max_iter=200).fit(
        (x - mean) / scale, y
    )
    base = Layer(
        features=tuple(features),
        mean=tuple(mean.tolist()),
        scale=tuple(scale.tolist()),
        coefficients=tuple(model.coef_[0].tolist()),
        intercept=float(model.intercept_[0]),
    )
    return with_more(base, AGAINST, every, y, twins, TWIN) if twins else base


def _table(features: Sequence[str], columns: Sequence[Columns]) -> NDArray[np.float64]:
    return np.concatenate([np.column_stack([c[name] for name in features]) for c in columns])


def with_more(
    layer: Layer,
    features: Sequence[str],
    columns: Sequence[Columns],
    truth: NDArray[np.bool_],
    unlike: Sequence[Columns],
    weight: float,
) -> Layer:
    """A layer with further features, fitted to what it leaves open; the rest stays as it is.

    Pairs of the `unlike` columns are never of one fact; each counts `weight`.
    """
    from scipy.optimize import minimize

    both = [*columns, *unlike]
    known = np.concatenate([layer.total(c, layer.features) + layer.intercept for c in both])
    x = _table(features, both)
    scale = x.std(axis=0)
    scale[scale == 0] = 1
    x /= scale
    y = np.zeros(len(x))
    y[: len(truth)] = truth
    counted = np.where(np.arange(len(x)) < len(truth), 1.0, weight)

    def loss(b: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        odds = np.clip(known + x @ b, -30, 30)
        misfit = counted @ (np.logaddexp(0, odds) - y * odds)
        slope = x.T @ (counted * (probability(odds) - y))
        return float(misfit + b @ b / 2), slope + b

    found = minimize(loss, np.zeros(len(features)), jac=True, method="L-BFGS-B").x
    return Layer(
        features=(*layer.features, *features),
        mean=(*layer.mean, *np.zeros(len(features)).tolist()),
        scale=(*layer.scale, *scale.tolist()),
        coefficients=(*layer.coefficients, *found.tolist()),
        intercept=layer.intercept,
    )


def fit_alone(events: Sequence[Event]) -> Layer:
    """The first regression."""
    twins = [_mixed(e.twin, e.twin.alone) for e in events if e.twin is not None]
    return fit_layer(ALONE, [(event.alone, event) for event in events], twins)


def _mixed(twin: Twin, columns: Columns) -> Columns:
    """The columns of those pairs that join an event and its twin."""
    return {name: values[twin.mixed] for name, values in columns.items()}


def columns_together(event: Event | Twin, first: Layer) -> Columns:
    """All columns that the second regression may see, given the first."""
    alone = first.probability(event.alone)
    together = features_together(event.claims, event.left, event.right, alone)
    return event.alone | together


def fit(events: Sequence[Event], threshold: float = 0.5) -> Weights:
    """Both regressions. The second learns from probabilities that the first gives unseen events."""
    fold = folds([event.name for event in events])
    columns: list[Columns] = [{}] * len(events)
    twins: list[Columns] = []
    for held_out in sorted(set(fold)):
        first = fit_alone([e for e, f in zip(events, fold, strict=True) if f != held_out])
        for i, event in enumerate(events):
            if fold[i] == held_out:
                columns[i] = columns_together(event, first)
                if event.twin is not None:
                    twins.append(_mixed(event.twin, columns_together(event.twin, first)))
    pairs = list(zip(columns, events, strict=True))
    together = fit_layer((*ALONE, *TOGETHER), pairs, twins)
    usual = float(np.mean([len(event.rows) for event in events]))
    return Weights(threshold, fit_alone(events), together, round(usual), CROWDING)


def cross_validated(events: Sequence[Event]) -> list[NDArray[np.float64]]:
    """The probability of each candidate pair by regressions that never saw a fold of its topic."""
    fold = folds([event.name for event in events])
    result: list[NDArray[np.float64]] = [np.zeros(0)] * len(events)
    for held_out in sorted(set(fold)):
        weights = fit([e for e, f in zip(events, fold, strict=True) if f != held_out])
        for i, event in enumerate(events):
            if fold[i] == held_out:
                result[i] = probabilities(event, weights)
    return result


def probabilities(event: Event, weights: Weights) -> NDArray[np.float64]:
    """The probability of each candidate pair of an event."""
    together = weights.together
    total = together.total(columns_together(event, weights.alone), together.features)
    return probability(total + together.intercept - weights.crowd(len(event.rows)))
