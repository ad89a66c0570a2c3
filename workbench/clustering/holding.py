"""What reviewers have settled -> which claims a new clustering may not take out of their clusters.

A verdict, a note or a flag holds the claims that it was given on, in whatever version of their
article; claims that came later are only proposed to the cluster, and may leave it as they came. A
cluster that was merged or parted is held whole.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from db import acts, claims, clusters, documents, grounds
from db.records import ActKind
from db.surgery import BY_REVIEWER
from workbench.versions import heirs

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from sqlite_utils import Database

    from db.records import Claim

_JUDGING = (ActKind.VERDICT, ActKind.NOTE, ActKind.FLAG)


@dataclass(frozen=True, slots=True)
class Holding:
    """Where claims are before a clustering, by their ids: `homes`, and of these the `held` ones."""

    homes: dict[int, int]
    held: dict[int, int]


def holding(db: Database, current: Sequence[Claim]) -> Holding:
    """Return where the claims in use belong as far as it is known, and what must stay there."""
    there = claims.cluster_of(db)
    followed = _followed(db, there)
    judged = _judged(db)
    homes = {**judged, **followed, **there}
    rules = ((claim.id, claim.rule) for claim in current)
    return Holding(homes, _held(db, rules, homes, judged, followed))


def held_now(db: Database) -> Holding:
    """Return what must stay where it is, and where that and all that was judged belongs.

    No article may have been replaced since the clusters were made.
    """
    judged = _judged(db)
    touched = clusters.touched(db)
    rules = claims.in_use(db, touched, judged)
    homes = {**judged, **{claim: home for claim, home, _ in rules if home is not None}}
    named = ((claim, rule) for claim, _, rule in rules)
    return Holding(homes, _held(db, named, homes, judged, ()))


def _held(
    db: Database,
    rules: Iterable[tuple[int, str]],
    homes: Mapping[int, int],
    judged: Mapping[int, int],
    followed: Container[int],
) -> dict[int, int]:
    """Return claim -> cluster for those of some claims, each with its rule, that must stay."""
    touched = clusters.touched(db)
    whole = clusters.operated(db)
    return {
        claim: home
        for claim, rule in rules
        if (home := homes.get(claim)) in touched
        and (home in whole or claim in followed or judged.get(claim) == home or rule == BY_REVIEWER)
    }


def identities(members: Mapping[int, Sequence[Claim]], known: Holding) -> dict[int, int]:
    """Give each group of claims the id of the old cluster that it continues.

    A cluster of which claims are held goes where they are; of the others the one with most claims
    in common goes on, each at most once.
    """
    shared: Counter[tuple[int, int]] = Counter()
    holds: Counter[tuple[int, int]] = Counter()
    for label, group in members.items():
        shared.update((label, known.homes[c.id]) for c in group if c.id in known.homes)
        holds.update((label, known.held[c.id]) for c in group if c.id in known.held)
    ids: dict[int, int] = {}
    used: set[int] = set()
    for label, old in sorted(shared, key=lambda pair: (-holds[pair], -shared[pair], pair)):
        if label not in ids and old not in used:
            ids[label] = old
            used.add(old)
    return ids


def _followed(db: Database, there: Mapping[int, int]) -> dict[int, int]:
    """Return claim id -> cluster for those that stand where a claim of an older version stands."""
    found: dict[int, int] = {}
    for older, newer in documents.replaced_since(db):
        for old, new in _heirs(db, older, newer).items():
            if old in there:
                found[new] = there[old]
    return found


def _judged(db: Database) -> dict[int, int]:
    """Return claim id -> the cluster that was last judged with it, as far as it is said today."""
    keys: dict[str, int] = {}
    for act in acts.standing(db, *_JUDGING):
        keys.update(dict.fromkeys(act.claims, act.cluster_id))
    now = dict(zip(keys, claims.now(db, list(keys)), strict=True))
    home = {now[key]: cluster for key, cluster in keys.items()}
    same = grounds.in_force(db, home)
    found = {claim_id: home[key] for key, claim_id in same}
    lost = home.keys() - {key for key, _ in same}
    return {**_in_their_place(db, home, lost), **found}


def _in_their_place(db: Database, home: Mapping[str, int], lost: Iterable[str]) -> dict[int, int]:
    """Return claim id -> cluster for what stands today where lost claims stood, in other words."""
    by_version: dict[tuple[int, int], dict[int, int]] = defaultdict(dict)
    for key, claim_id, older, newer in claims.replaced(db, lost):
        by_version[older, newer][claim_id] = home[key]
    found: dict[int, int] = {}
    for (older, newer), homes in sorted(by_version.items()):
        for old, new in _heirs(db, older, newer).items():
            if old in homes:
                found[new] = homes[old]
    return found


def _heirs(db: Database, older: int, newer: int) -> dict[int, int]:
    return heirs(claims.of_document(db, older), claims.of_document(db, newer))
