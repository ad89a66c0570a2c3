"""PropSegmEnt: propositions as sets of token indices of a sentence.

As its paper scores: predicted and reference propositions of a sentence are matched one to one for
the greatest sum of Jaccard similarities of their tokens; a pair counts when it is at least 0.8, or
exactly 1. Precision and recall are means over sentences.

Whether a comma, a bracket or the last full stop belongs to a proposition was left to chance: of the
references that hold a sentence's last word some hold its full stop, some do not. So a second table
leaves tokens without a letter or digit out on both sides; the published figures are of the first.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from bench.sets import f1, half_of
from workbench.clauses.draft import tidy, words
from workbench.clauses.extract import claims
from workbench.clauses.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from workbench.clauses.tree import Parser

Sets = list[frozenset[int]]
_PUBLISHED = "yardsticks (full test set): BERT-Base 33.7/14.5  T5-Large 55.5/32.3  human 67.1/43.9"


def measure(folder: Path, half: str, parser: Parser) -> list[str]:
    """Return the lines of the table."""
    rows = [(s, gold) for key, s, gold in sentences(folder) if half_of(key) == half]
    texts = [s["sentence_text"] for s, _ in rows]
    trees = list(parser.parse(texts))
    found, fine = (
        [
            (predicted(text, tree, s["tokens"], fine=fine), gold)
            for text, tree, (s, gold) in zip(texts, trees, rows, strict=True)
        ]
        for fine in (False, True)
    )
    whole = [([frozenset(range(len(s["tokens"])))], gold) for s, gold in rows]
    head = "             J>=.8 P R F1         exact P R F1     claims/sentence"
    lines = [f"{len(rows)} sentences", head]
    named = (("whole", whole), ("ours", found), ("ours, fine", fine))
    lines += [_line(name, pairs) for name, pairs in named]
    lines += [_PUBLISHED, "without marks (no published figures)"]
    tokens = [s["tokens"] for s, _ in rows]
    lines += [_line(name, without_marks(pairs, tokens)) for name, pairs in named]
    return lines


def _line(name: str, pairs: Sequence[tuple[Sets, Sets]]) -> str:
    return f"{name:12}{_figures(pairs)}     {sum(len(p) for p, _ in pairs) / len(pairs):.2f}"


def without_marks(
    pairs: Sequence[tuple[Sets, Sets]], tokens: Sequence[Sequence[dict[str, Any]]]
) -> list[tuple[Sets, Sets]]:
    """Return the propositions without the tokens that hold no letter and no digit."""
    found = []
    for (ours, gold), row in zip(pairs, tokens, strict=True):
        words = {n for n, token in enumerate(row) if any(map(str.isalnum, token["text"]))}
        found.append(([o & words for o in ours], [g & words for g in gold]))
    return found


def sentences(folder: Path) -> Iterator[tuple[str, dict[str, Any], Sets]]:
    """Yield (document, sentence, its reference propositions)."""
    clusters = json.loads((folder / "document_clusters.dev.json").read_text("utf-8"))
    documents = {(c["cluster_id"], d["document_id"]): d for c in clusters for d in c["documents"]}
    for row in json.loads((folder / "propositions.dev.json").read_text("utf-8")):
        at = row["sentence_id"]
        document = documents.get((at["cluster_id"], at["document_id"]))
        if document is None:
            continue
        for response in row["segmentation_responses"]:
            if response["is_reference_response"] and response["propositions"]:
                gold = [frozenset(p["token_indices"]) for p in response["propositions"]]
                yield at["cluster_id"], document["sentences"][at["sentence_index"]], gold


def predicted(text: str, parsed: Any, tokens: Sequence[dict[str, Any]], *, fine: bool) -> Sets:
    """Return the tokens of each claim of a sentence."""
    tree = Tree(text, parsed)
    places = [(t["character_offset_of_token_in_sentence"], len(t["text"])) for t in tokens]
    found = []
    for draft in claims(tree, fine=fine):
        kept = tidy(tree, list(draft.items))
        parts = [(tree.words[w].start, tree.words[w].end) for w in words(kept)]
        inside = {
            n
            for n, (at, size) in enumerate(places)
            if any(a < at + size and at < b for a, b in parts)
        }
        found.append(frozenset(inside))
    return found


def _figures(rows: Sequence[tuple[Sets, Sets]]) -> str:
    return "     ".join(_at(rows, least) for least in (0.8, 1.0))


def _at(rows: Sequence[tuple[Sets, Sets]], least: float) -> str:
    hits = [_matched(ours, gold, least) for ours, gold in rows]
    precision = float(np.mean([h / max(1, len(o)) for h, (o, _) in zip(hits, rows, strict=True)]))
    recall = float(np.mean([h / len(g) for h, (_, g) in zip(hits, rows, strict=True)]))
    return " ".join(f"{100 * x:5.1f}" for x in (precision, recall, f1(precision, recall)))


def _matched(ours: Sets, gold: Sets, least: float) -> int:
    alike = np.array([[len(a & b) / max(1, len(a | b)) for b in gold] for a in ours])
    if not alike.size:
        return 0
    rows, columns = linear_sum_assignment(-alike)
    return int((alike[rows, columns] >= least - 1e-9).sum())
