"""What a verdict rests on, as frozen records: claims, origins, differences; and how it has changed.

Pure: what a cluster holds now, and which claims are the same in another version of their article,
`db.grounds` reads.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.records import Kind

if TYPE_CHECKING:
    from db.records import Act

Pair = tuple[Kind, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Told:
    """A difference as it was shown: the words on both sides, and what they were understood as."""

    kind: Kind
    left: str
    right: str
    left_value: str = ""
    right_value: str = ""
    doubted: bool = False

    @property
    def pair(self) -> Pair:
        """Return what differs, whichever side it stands on."""
        a, b = sorted((self.left.casefold(), self.right.casefold()))
        return self.kind, (a, b)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a cluster held when a verdict was given: keys of claims, ascending, and what they said.

    `origins` and `differences` are None where an act does not tell, as those that earlier versions
    wrote or that came from a table. `confirms` is the act whose verdict was given once more.
    """

    claims: tuple[str, ...]
    origins: int | None = None
    differences: tuple[Told, ...] | None = None
    confirms: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What is another than when the verdict was given; false when nothing is.

    `added` are keys of claims that the cluster holds now, `withdrawn` of those whose article does
    not say them any more, `moved` of those that are elsewhere or left out. `origins` are (then,
    now) where the numbers differ. A difference that is doubted now, or no longer, is both `new` and
    `gone`. `known` are the words and values that the differences named then.
    """

    added: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    origins: tuple[int, int] | None = None
    new: tuple[Told, ...] = ()
    gone: tuple[Told, ...] = ()
    known: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(
            self.added or self.withdrawn or self.moved or self.origins or self.new or self.gone
        )


def written(evidence: Evidence) -> str:
    """Return all but the claims as an act keeps it, '' when there is nothing to tell."""
    if evidence.origins is None or evidence.differences is None:
        return ""
    told = [
        [d.kind, d.left, d.right, d.left_value, d.right_value, d.doubted]
        for d in evidence.differences
    ]
    kept: dict[str, object] = {"origins": evidence.origins, "differences": told}
    if evidence.confirms is not None:
        kept["confirms"] = evidence.confirms
    return json.dumps(kept, ensure_ascii=False)


def read(claims: tuple[str, ...], text: str) -> Evidence:
    """Read what `written` wrote. Raises ValueError, TypeError, LookupError for anything else."""
    if not text:
        return Evidence(claims)
    kept = json.loads(text)
    told = tuple(
        Told(Kind(kind), str(left), str(right), str(a), str(b), bool(doubted))
        for kind, left, right, a, b, doubted in kept["differences"]
    )
    confirms = kept.get("confirms")
    return Evidence(claims, int(kept["origins"]), told, None if confirms is None else int(confirms))


def told_elsewhere(evidence: Evidence) -> str:
    """Return all that holds in other projects too as JSON in one line; `heard` reads it."""
    kept = json.loads(written(evidence) or "{}")
    kept.pop("confirms", None)
    return json.dumps({"claims": evidence.claims, **kept}, ensure_ascii=False)


def heard(text: str) -> Evidence:
    """Read what `told_elsewhere` wrote. Raises ValueError, TypeError, LookupError for others."""
    kept = json.loads(text)
    claims = tuple(sorted({str(key) for key in kept.pop("claims")}))
    kept.pop("confirms", None)
    return read(claims, json.dumps(kept) if kept else "")


def confirms(act: Act) -> bool:
    """Say whether an act gives a verdict once more, on what its cluster had come to hold."""
    try:
        return read((), act.evidence).confirms is not None
    except (LookupError, TypeError, ValueError):
        return False


def plainest(told: list[Told]) -> tuple[Told, ...]:
    """Return each difference once, without doubt where any two claims have it so."""
    found: dict[Pair, Told] = {}
    for one in sorted(told, key=lambda d: (d.doubted, d.pair, d.left, d.right)):
        found.setdefault(one.pair, one)
    return tuple(sorted(found.values(), key=lambda d: (d.pair, d.left, d.right)))


def compared(
    then: Evidence, now: Evidence, added: tuple[str, ...], gone: tuple[str, ...]
) -> Change:
    """Return what has changed beside the claims `added` and `gone`, which are all withdrawn."""
    origins = None
    if then.origins is not None and now.origins is not None and then.origins != now.origins:
        origins = (then.origins, now.origins)
    before, after = then.differences, now.differences
    if before is None or after is None:
        return Change(added, gone, origins=origins)
    was, is_ = ({(d.pair, d.doubted) for d in told} for told in (before, after))
    return Change(
        added,
        gone,
        origins=origins,
        new=tuple(d for d in after if (d.pair, d.doubted) not in was),
        gone=tuple(d for d in before if (d.pair, d.doubted) not in is_),
        known=frozenset(
            word.casefold()
            for d in before
            for word in (d.left, d.right, d.left_value, d.right_value)
            if word
        ),
    )
