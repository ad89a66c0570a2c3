"""What scores are worth: accuracy on labelled sets, average precision on labelled events."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from models.entailer_training.examples import CONTRADICTION, ENTAILMENT, NEUTRAL

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from models.entailer import Scores
    from models.entailer_training.examples import Example
    from models.entailer_training.news import News

Score: TypeAlias = "Callable[[Sequence[tuple[str, str]]], Scores]"


def accuracies(score: Score, sets: Mapping[str, Sequence[Example]]) -> list[str]:
    """Return one line a set: accuracy and the recall of each class.

    Where a set knows no neutral pairs, the likelier of the other two classes is taken.
    """
    lines = [f"{'set':<16}{'pairs':>7}{'accuracy':>10}{'entail.':>9}{'neutral':>9}{'contra.':>9}"]
    for name, examples in sets.items():
        truth = np.array([example.label for example in examples])
        rows = score([(e.first, e.second) for e in examples]).classes.copy()
        if NEUTRAL not in truth:
            rows[:, NEUTRAL] = -1
        right = rows.argmax(axis=1) == truth
        recalls = [
            f"{right[truth == label].mean():>9.3f}" if (truth == label).any() else f"{'':>9}"
            for label in (ENTAILMENT, NEUTRAL, CONTRADICTION)
        ]
        lines.append(f"{name:<16}{len(examples):>7}{right.mean():>10.3f}{''.join(recalls)}")
    return lines


def average_precision(truth: NDArray[np.bool_], score: NDArray[np.floating]) -> float:
    """The area under the curve of precision and recall; 0 where nothing is true."""
    from sklearn.metrics import average_precision_score

    return float(average_precision_score(truth, score)) if truth.any() else 0.0


def on_news(news: Sequence[News], scores: Sequence[Scores]) -> list[str]:
    """Return two lines: same fact, over candidate pairs of two articles; and conflict.

    Conflict is judged among pairs of one fact whose sides are known.
    """
    across = [event.across for event in news]
    same = np.concatenate([e.same[a] for e, a in zip(news, across, strict=True)])
    found = np.concatenate([s.same[a] for s, a in zip(scores, across, strict=True)])
    known = [e.across & (e.conflict | e.agree) for e in news]
    conflict = np.concatenate([e.conflict[k] for e, k in zip(news, known, strict=True)])
    against = np.concatenate(
        [s.classes[k, CONTRADICTION] for s, k in zip(scores, known, strict=True)]
    )
    return [
        f"same fact      AP {average_precision(same, found):.3f}"
        f"  {same.sum()} of {len(same)} pairs",
        f"contradiction  AP {average_precision(conflict, against):.3f}"
        f"  {conflict.sum()} of {len(conflict)} pairs of one fact",
    ]


def pairs_of(event: News) -> list[tuple[str, str]]:
    """Return the texts of an event's pairs."""
    return [
        (event.texts[a], event.texts[b])
        for a, b in zip(event.left.tolist(), event.right.tolist(), strict=True)
    ]
