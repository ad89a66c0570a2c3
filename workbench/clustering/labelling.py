"""Claims and their links -> the cluster of each claim, and why it is there."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from workbench.clustering.membership import memberships
from workbench.stages import cluster

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from db.records import Claim, Membership
    from workbench.clustering.membership import Links

MOST_COPIES = 30
"""Claims of the very same words that are linked one by one."""


def labels_of(
    current: Sequence[Claim],
    held: Mapping[int, int],
    links_of: Callable[[Sequence[Claim]], Links],
    threshold: float,
    groups: Sequence[str],
) -> tuple[list[int], list[Membership]]:
    """Return the cluster of each claim, as numbers from 0, and why claims are where they are.

    `held` tells which claims a reviewer has put into which cluster; `links_of` scores the pairs of
    claims, and `groups` names what speaks for a pair.
    """
    if not current:
        return [], []
    original = spare_copies(current, held)
    linked = [n for n in range(len(current)) if n not in original]
    chosen = [current[n] for n in linked]
    in_sentences = [claim.sentence_id for claim in chosen]
    links = links_of(chosen)
    scored = (links.left, links.right, links.probability, threshold)
    homes = [held.get(claim.id, -1) for claim in chosen]
    merged = cluster.agglomerate(len(chosen), *scored, homes, in_sentences)
    articles = [claim.document_id for claim in chosen]
    settled = cluster.settle(merged, *scored, homes, in_sentences, articles)
    found = [int(label) for label in settled]
    why = list(memberships(chosen, found, links, groups))
    labels = dict(zip(linked, found, strict=True))
    return [labels[original.get(n, n)] for n in range(len(current))], why


def spare_copies(current: Sequence[Claim], held: Mapping[int, int]) -> dict[int, int]:
    """Return copy -> first copy for claims of one wording beyond the first MOST_COPIES.

    Copies all link with each other, so a line that a page repeats a thousand times would make a
    million pairs; the spare ones simply go where the first one goes.
    """
    first: dict[str, int] = {}
    seen: Counter[str] = Counter()
    spare: dict[int, int] = {}
    for n, claim in enumerate(current):
        if claim.id in held:
            continue
        first.setdefault(claim.text, n)
        seen[claim.text] += 1
        if seen[claim.text] > MOST_COPIES:
            spare[n] = first[claim.text]
    return spare
