"""The articles that were written for these tests, and which of them copy each other."""

from __future__ import annotations

import tomllib
from itertools import combinations
from pathlib import Path

from db.digests import document_digest
from db.records import Document, Sentence
from workbench.stages.sentence import split

_HERE = Path(__file__).parent
_LABELS = tomllib.loads((_HERE / "copies.toml").read_text(encoding="utf-8"))


def article(text: str, number: int, source: str = "", **details: object) -> Document:
    """Make an article with an id."""
    source = source or f"Outlet {number}"
    digest = document_digest(source, text)
    return Document(source, f"{number}.txt", "", digest, "utf-8", text, id=number, **details)


def split_all(documents: list[Document]) -> dict[int, list[Sentence]]:
    """Split each article into its sentences, by its id."""
    return {document.id: split(document) for document in documents}


def articles() -> dict[tuple[str, str], Document]:
    """Return every written article by its event and its name."""
    found = {}
    for number, path in enumerate(sorted(_HERE.glob("articles/*/*.txt")), 1):
        event, name = path.parent.name, path.stem
        source = _LABELS[event].get("sources", {}).get(name, f"{event} {name}")
        found[event, name] = article(path.read_text(encoding="utf-8"), number, source)
    return found


def copies() -> set[tuple[int, int]]:
    """Return the ids of the pairs that are labelled as copies."""
    ids = {key: document.id for key, document in articles().items()}
    return {
        tuple(sorted((ids[event, a], ids[event, b])))
        for event, labels in _LABELS.items()
        for a, b in labels["copies"]
    }


def pairs() -> set[tuple[int, int]]:
    """Return all pairs of ids."""
    return set(combinations(sorted(document.id for document in articles().values()), 2))
