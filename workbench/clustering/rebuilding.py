"""Make a project's clusters anew with other tools, and say what is another then.

The dry run is the same work on a copy. The clusters change in one piece at the end, so work that is
cancelled leaves those that there were. Articles that are to be split into another kind of claims
are all set aside first; if that is cancelled it is said, and the next build goes on with it.
"""

from __future__ import annotations

import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from db import backups, claims, clusters, pages, settings, verdicts
from db.connection import check, open_reader, open_writer
from db.records import Filter
from workbench.build import build
from workbench.kinds import CLAUSES
from workbench.pipeline import Cancelled
from workbench.reports.changing import in_words
from workbench.text import count, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from db.records import Label, Progress

_MOST = 20


@dataclass(frozen=True, slots=True)
class Touched:
    """A verdict whose evidence is another than before; '' says that it is as when it was given."""

    cluster: int
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild changes, by numbers of clusters; `regrouped` have lost or gained claims.

    `kept`, `withdrawn` and `fresh` count claims in use before, no more, and only now.
    """

    dry_run: bool
    backup: Path | None
    kept: int
    withdrawn: int
    fresh: int
    before: int
    after: int
    same: int
    regrouped: int
    new: int
    gone: int
    suggestions: int
    embedded: int
    verdicts: int
    touched: tuple[Touched, ...]


@dataclass(frozen=True, slots=True)
class _Picture:
    """The clusters that hold claims, with their claims and suggestions; verdicts in words."""

    claims: dict[int, frozenset[str]]
    suggested: dict[int, Label | None]
    verdicts: dict[int, tuple[str, str]]


def rebuild(
    project: Path,
    tools: Mapping[str, str | None],
    *,
    dry_run: bool = False,
    on_progress: Callable[[Progress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Rebuilt:
    """Make all clusters anew with some of the `tools` of `build`; a dry run does so on a copy.

    Another kind of "claims" splits the articles anew.
    Raises InputError, ModelError, Cancelled, ProjectError.
    """
    check(project)
    open_writer(project).close()
    wanted = {name: value or "" for name, value in tools.items()}
    with tempfile.TemporaryDirectory() as scratch:
        target, backup = project, None
        if dry_run:
            target = backups.write(project, Path(scratch, project.name))
        else:
            backup = backups.automatic(project)
        before, kind = _picture(target), _kind(target)
        try:
            report = build(
                target,
                (),
                model=wanted.get("model", ""),
                claims=wanted.get("claims", ""),
                backend=wanted.get("backend", ""),
                entailer=wanted.get("entailer", ""),
                threshold=wanted.get("threshold", ""),
                anew=True,
                on_progress=on_progress,
                cancelled=cancelled,
            )
        except (Cancelled, KeyboardInterrupt) as stop:
            if dry_run or _kind(target) == kind:
                raise
            raise Cancelled(_half_split(_kind(target), kind, backup)) from stop
        after = _picture(target)
    return _compared(before, after, dry_run, backup, report.embedded)


def _kind(project: Path) -> str:
    """Return the kind of claims that a project goes on with."""
    with closing(open_reader(project)) as db:
        return settings.get(db, "claims", CLAUSES)


def _half_split(kind: str, before: str, backup: Path | None) -> str:
    """Say what became of a project that was stopped while its articles were split anew."""
    return (
        f"stopped; the clusters are those that there were, and the articles wait to be split into"
        f" {kind} claims: workbench add goes on with it, workbench rebuild --claims {before} goes"
        f" back; before: {backup}"
    )


def lines(rebuilt: Rebuilt) -> Iterator[str]:
    """Say what a rebuild changes."""
    r = rebuilt
    would = "would be " if r.dry_run else ""
    if r.withdrawn or r.fresh:
        yield (
            f"claims: {r.kept:,} {would}as they were, {r.withdrawn:,} {would}withdrawn,"
            f" {r.fresh:,} new"
        )
    yield (
        f"clusters: {r.before:,} before, {r.after:,} {'then' if r.dry_run else 'now'};"
        f" {r.same:,} {would}as they were, {r.regrouped:,} with other claims, {r.new:,} new,"
        f" {r.gone:,} gone"
    )
    yield f"suggestions: {r.suggestions:,} {would or 'are '}others in clusters that stay"
    kept = r.verdicts - len(r.touched)
    yield f"verdicts: {kept:,} of {r.verdicts:,} {would}on the same evidence as before"
    for one in r.touched[:_MOST]:
        words = one.after or "on the evidence that it was given on"
        yield f"  cluster {one.cluster} {one.label}: {one_line(words)}"
    if len(r.touched) > _MOST:
        yield f"  and {len(r.touched) - _MOST:,} more; see: workbench clusters --changed"
    if r.embedded:
        yield f"{count(r.embedded, 'text')} embedded"
    if r.backup:
        yield f"before: {one_line(str(r.backup))}"


def data(rebuilt: Rebuilt) -> dict[str, object]:
    """Return the same as JSON data."""
    r = rebuilt
    return {
        "dry_run": r.dry_run,
        "backup": str(r.backup) if r.backup else None,
        "claims": {"same": r.kept, "withdrawn": r.withdrawn, "new": r.fresh},
        "clusters": {
            "before": r.before,
            "after": r.after,
            "same": r.same,
            "regrouped": r.regrouped,
            "new": r.new,
            "gone": r.gone,
        },
        "suggestions": r.suggestions,
        "embedded": r.embedded,
        "verdicts": r.verdicts,
        "touched": [
            {"cluster": t.cluster, "verdict": t.label, "before": t.before, "after": t.after}
            for t in r.touched
        ],
    }


def _picture(project: Path) -> _Picture:
    with closing(open_reader(project)) as db:
        held: dict[int, set[str]] = {}
        for key, (cluster, _) in claims.homes(db).items():
            if cluster is not None:
                held.setdefault(cluster, set()).add(key)
        decided = pages.ids(db, Filter(decided=True))
        return _Picture(
            {cluster: frozenset(keys) for cluster, keys in held.items()},
            {cluster: clusters.get(db, cluster).suggestion for cluster in held},
            {
                cluster: (str(verdict.label), words)
                for cluster in decided
                for verdict in [verdicts.get(db, cluster)]
                for words in [in_words(verdicts.change(db, cluster)) if verdict.changed else ""]
            },
        )


def _compared(
    before: _Picture, after: _Picture, dry_run: bool, backup: Path | None, embedded: int
) -> Rebuilt:
    stay = before.claims.keys() & after.claims.keys()
    same = sum(before.claims[cluster] == after.claims[cluster] for cluster in stay)
    touched = (
        Touched(cluster, label, before.verdicts.get(cluster, ("", ""))[1], words)
        for cluster, (label, words) in after.verdicts.items()
    )
    was, is_ = (frozenset().union(*picture.claims.values()) for picture in (before, after))
    return Rebuilt(
        dry_run=dry_run,
        backup=backup,
        kept=len(was & is_),
        withdrawn=len(was - is_),
        fresh=len(is_ - was),
        before=len(before.claims),
        after=len(after.claims),
        same=same,
        regrouped=len(stay) - same,
        new=len(after.claims.keys() - stay),
        gone=len(before.claims.keys() - stay),
        suggestions=sum(before.suggested[c] != after.suggested[c] for c in stay),
        embedded=embedded,
        verdicts=len(after.verdicts),
        touched=tuple(one for one in touched if one.before != one.after),
    )
