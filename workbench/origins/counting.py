"""How many origins stand behind the claims of one cluster, as far as is known.

Claims of articles that share an origin count once. So does what one named speaker says, however
many outlets were in the room: an article adds nothing when everybody whom it quotes on this has
been counted already. What an article says in its own voice besides rests on those it quotes.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from db.origin import ClaimOrigin, Evidence, Origin, Reason, Relation
from workbench.origins.speakers import speakers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from db.records import Claim
    from workbench.origins.grouping import Origins

    Unit = tuple[int, ...]
    """The articles of a group of one origin, ascending."""


def count_origins(claims: Iterable[Claim], known: Origins) -> list[ClaimOrigin]:
    """Group the claims of one cluster by origin; the length of the result is the count.

    Groups come in the order of their first documents. Nothing found between two groups means that
    no common origin is known, not that there is none.
    """
    told = sorted(claims, key=lambda claim: (claim.document_id, claim.id, claim.key))
    names = speakers(claim.speaker for claim in told if claim.speaker)
    units = {unit.documents: unit for unit in known.of(claim.document_id for claim in told)}
    groups = _by_speaker(list(units), told, names, known)
    return [_claim_origin([units[n] for n in group], told, names) for group in groups]


def number_of_origins(claims: Sequence[Claim], known: Origins) -> int:
    """Count the origins of the claims of one cluster; much faster than to tell them."""
    names = speakers(claim.speaker for claim in claims if claim.speaker)
    units = known.groups(claim.document_id for claim in claims)
    return len(_by_speaker(units, claims, names, known))


def _voices(
    units: Sequence[Unit], told: Sequence[Claim], names: dict[str, str]
) -> dict[Unit, frozenset[str]]:
    """Return the named speakers whom the articles of each group cite on this."""
    cited: dict[int, set[str]] = defaultdict(set)
    for claim in told:
        if claim.speaker in names:
            cited[claim.document_id].add(names[claim.speaker])
    return {unit: frozenset().union(*(cited[n] for n in unit)) for unit in units}


def _first_keys(units: Sequence[Unit], told: Sequence[Claim]) -> dict[Unit, str]:
    """Name each group by a claim of it: the same in whatever order the articles came."""
    by_document: dict[int, str] = {}
    for claim in sorted(told, key=lambda claim: claim.key, reverse=True):
        by_document[claim.document_id] = claim.key
    return {unit: min(by_document[n] for n in unit) for unit in units}


def _by_speaker(
    units: Sequence[Unit], told: Sequence[Claim], names: dict[str, str], known: Origins
) -> list[list[Unit]]:
    """Put a group to another one that cites its speakers; fewer speakers go first."""
    voices, keys = _voices(units, told, names), _first_keys(units, told)
    groups: list[list[Unit]] = []
    counted: set[str] = set()
    for unit in sorted(units, key=lambda u: (len(voices[u]), keys[u])):
        home = None
        if voices[unit] and voices[unit] <= counted:
            home = next((g for g in groups if _fits(unit, g, voices, known)), None)
        if home is None:
            groups.append([unit])
        else:
            home.append(unit)
        counted |= voices[unit]
    return sorted(groups, key=min)


def _fits(
    unit: Unit, group: Sequence[Unit], voices: dict[Unit, frozenset[str]], known: Origins
) -> bool:
    shared = any(voices[unit] & voices[other] for other in group)
    return shared and not any(known.parted(unit, other) for other in group)


def _claim_origin(
    group: Sequence[Origin], told: Sequence[Claim], names: dict[str, str]
) -> ClaimOrigin:
    documents = tuple(sorted(n for unit in group for n in unit.documents))
    claims = [claim for claim in told if claim.document_id in documents]
    relations = [relation for unit in group for relation in unit.relations]
    if len(group) > 1:
        relations += _one_speaker(claims, names)
    return ClaimOrigin(tuple(claim.id for claim in claims), documents, tuple(relations))


def _one_speaker(claims: Sequence[Claim], names: dict[str, str]) -> list[Relation]:
    cited: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.speaker in names:
            cited[names[claim.speaker]].append(claim)
    return [
        Relation(
            Reason.SPEAKER,
            tuple(sorted({claim.document_id for claim in said})),
            speaker,
            evidence=tuple(
                Evidence(
                    claim.document_id,
                    min(a for a, _ in claim.spans),
                    max(b for _, b in claim.spans),
                )
                for claim in said
            ),
        )
        for speaker, said in sorted(cited.items())
        if len({claim.document_id for claim in said}) > 1
    ]
