"""Some claims -> the cluster that they make: what a list shows of it, and what is suggested."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db import clusters

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from db.headlines import Headline
    from db.opinion import Opinion
    from db.records import Claim, Document
    from workbench.origins.grouping import Origins

SUGGESTIONS = "suggestion-12 origins-1"
"""Names the rules of suggestions and origins: another name means that both are found anew."""


def group(
    claims: Sequence[Claim],
    articles: Mapping[int, Document],
    known: Origins,
    cluster_id: int,
    opinions: Sequence[Opinion] = (),
    chosen: Headline | None = None,
) -> clusters.Group:
    """Return the cluster of some claims: its headline, its counts, what is suggested for it.

    `opinions` are those of a model on pairs of these claims, `chosen` is what reviewers call it.
    """
    from workbench.origins.counting import number_of_origins
    from workbench.stages import suggestion  # opening the review need not wait for its libraries
    from workbench.stages.opinion import with_opinions

    homes = [articles[claim.document_id] for claim in claims]
    statements = [
        suggestion.Statement(claim, home.source, home.published)
        for claim, home in zip(claims, homes, strict=True)
    ]
    origins = number_of_origins(claims, known)
    return clusters.Group(
        claim_ids=tuple(claim.id for claim in claims),
        headline=headline(claims, chosen),
        documents=len({home.id for home in homes}),
        sources=len({home.source for home in homes}),
        suggestion=with_opinions(suggestion.suggest(statements, origins), claims, opinions),
        id=cluster_id,
        origins=origins,
        opinions=tuple(opinions),
        checkable=not all(claim.unchecked for claim in claims),
    )


def headline(claims: Sequence[Claim], chosen: Headline | None) -> str:
    """Return what a cluster is called in lists: as reviewers chose, else one of its claims."""
    if chosen is not None and chosen.holds(claims):
        return chosen.text
    return _speaks_for(claims).text


def _speaks_for(claims: Sequence[Claim]) -> Claim:
    """Choose the claim that stands for its cluster in lists: the one of middle length."""
    # Not by their keys: those are others when their source gets another name.
    by_length = sorted(claims, key=lambda claim: (len(claim.text), claim.text))
    return by_length[(len(by_length) - 1) // 2]
