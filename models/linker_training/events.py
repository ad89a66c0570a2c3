"""Labelled events: their claims, the candidate pairs among them, and which pairs state one fact."""

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from models.linker_training.twins import Told, Twin, pair_up, retold
from models.linking.candidates import candidates
from models.linking.claims import Claims, ordered
from models.linking.columns import Columns
from models.linking.features import features_alone

Span: TypeAlias = tuple[int, int]
Mention: TypeAlias = tuple[str, list[Span]]  # an article and the characters that state something
Vectors: TypeAlias = tuple[NDArray[np.float32], Sequence[NDArray[np.float16]]]
Embed: TypeAlias = Callable[[Sequence[str]], Vectors]  # see Embedder.embed_with_words
Rows: TypeAlias = list[Mapping[str, str]]


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
    claims: Claims
    rows: Rows  # in the order of `claims`
    left: NDArray[np.integer]
    right: NDArray[np.integer]
    alone: Columns
    positive: NDArray[np.bool_]  # of each candidate
    across: NDArray[np.bool_]  # of each candidate: whether it joins two articles
    same: NDArray[np.bool_]  # (n, n): whether two claims touch one fact
    gold: Gold
    told: Told  # the claims as they were read, in the order of `claims`
    twin: Twin | None = None


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
    sentences = _sentences(rows)
    texts = [row["claim"] for row in rows]
    vectors, words = embed(texts)
    homes = [articles.index(row["document"]) for row in rows]
    places = [sentences[_sentence(row)] for row in rows]
    order, claims = ordered(texts, vectors, homes, places, words)
    rows = [rows[i] for i in order]
    same = _same_fact(rows, gold)
    left, right = candidates(claims)
    return Event(
        name=folder.name,
        claims=claims,
        rows=rows,
        left=left,
        right=right,
        alone=features_alone(claims, left, right),
        positive=same[left, right],
        across=claims.document[left] != claims.document[right],
        same=same,
        gold=gold,
        told=Told(
            texts=[row["claim"] for row in rows],
            vectors=vectors[order],
            documents=[homes[i] for i in order],
            sentences=[places[i] for i in order],
            words=[words[i] for i in order],
        ),
    )


def with_twins(events: Sequence[Event], embed: Embed) -> list[Event]:
    """The events, each with a twin that has the names of the other ones."""
    names = [set(event.claims.collection.spelling.values()) for event in events]
    result = []
    for event, own in zip(events, names, strict=True):
        others = set().union(*(found for found in names if found is not own))
        texts = retold(event.told.texts, own, sorted(others), event.name)
        twin = {i: text for i, text in enumerate(texts) if text != event.told.texts[i]}
        rows, words = embed(list(twin.values()))
        result.append(replace(event, twin=pair_up(event.told, twin, rows, words)))
    return result


def _sentences(rows: Rows) -> dict[tuple[str, str], int]:
    """Each sentence with its number; of one article's the later have the greater ones."""
    at: dict[tuple[str, str], int] = {}
    for row in rows:
        start = min(start for start, _ in place(row)[1])
        at[_sentence(row)] = min(start, at.get(_sentence(row), start))
    found = sorted(at, key=lambda sentence: (sentence[0], at[sentence]))
    return {sentence: number for number, sentence in enumerate(found)}


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
