"""Near-copies on the articles that the tests of origins are written on: a check, no benchmark."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from tests.workbench.origins.sample import articles, copies, pairs, split_all
from workbench.origins.relations import near_copies

if TYPE_CHECKING:
    from collections.abc import Iterator


def measure() -> Iterator[str]:
    """Yield how many of the labelled pairs of copies are found, and how many others."""
    written = articles()
    documents = sorted(written.values(), key=lambda document: document.id)
    found = {relation.documents for relation in near_copies(documents, split_all(documents))}
    labelled = copies()
    yield f"near-copies among {len(documents)} articles of our own, {len(pairs())} pairs"
    yield "  story     articles  copies  found  told independently  false"
    for story in sorted({story for story, _ in written}):
        ids = [document.id for (of, _), document in written.items() if of == story]
        own = set(combinations(sorted(ids), 2))
        apart = own - labelled
        yield (
            f"  {story:<10}{len(ids):>8}{len(own & labelled):>8}{len(found & labelled & own):>7}"
            f"{len(apart):>20}{len(found & apart):>7}"
        )
    yield f"  found {len(found & labelled)} of {len(labelled)}, false {len(found - labelled)}"
