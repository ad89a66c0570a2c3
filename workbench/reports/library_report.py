"""Sources and articles in words and as JSON data: what there is, and what was done."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from db.records import ActKind
from db.shelf import State
from workbench.text import count, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from db.records import Act
    from db.shelf import Holding, SkippedFile, SourceHolding


def library_act(act: Act) -> str:
    """Say what an act on a source or an article did."""
    value = {name: one_line(str(said)) for name, said in json.loads(act.value).items()}
    match act.kind:
        case ActKind.RENAME_SOURCE:
            return f"source {value['source']} renamed {value['name']}"
        case ActKind.SET_FAMILY:
            family = value["family"]
            owner = f"belongs to {family}" if family else "belongs to nobody else"
            return f"source {value['source']} {owner}"
        case ActKind.SET_DATE:
            return f"article {value['name']} dated {value['date'] or 'unknown'}"
        case ActKind.REMOVE:
            return f"article {value['name']} removed"
        case _:
            return f"article {value['name']} restored"


def state_words(holding: Holding, on_disk: str = "") -> str:
    """Say how an article stands: how far the work on it is, and how its file stands beside it."""
    if holding.state is State.REMOVED:
        return "removed"
    work = "" if holding.state is State.PROCESSED else str(holding.state)
    disk = {"missing": "missing on disk", "changed": "changed on disk"}.get(on_disk, on_disk)
    return ", ".join(filter(None, (work, one_line(disk)))) or str(State.PROCESSED)


def source_line(source: SourceHolding, owner: str = "") -> str:
    """Return a source as one line: its name, what there is of it, its dates, its family."""
    dates = " to ".join(dict.fromkeys(one_line(d) for d in (source.first, source.last) if d))
    family = f"  family {one_line(owner)}" if owner else ""
    return (
        f"{one_line(source.name)}: {count(source.articles, 'article')},"
        f" {count(source.claims, 'claim')}{f', {dates}' if dates else ''}{family}"
    )


def article_line(holding: Holding, on_disk: str = "") -> str:
    """Return an article as one line: number, state, source, date, file, title."""
    title = f"  {one_line(holding.title)}" if holding.title else ""
    date = one_line(holding.published) or "no date"
    return (
        f"{holding.id:>5}  {state_words(holding, on_disk)}  {one_line(holding.source)}  {date}"
        f"  {one_line(holding.name)}  {count(holding.claims, 'claim')}{title}"
    )


def skipped_line(skipped: SkippedFile) -> str:
    """Return a file that was not taken in as one line."""
    return f"    -  skipped  {one_line(skipped.path)}: {one_line(skipped.reason)}"


def articles_data(
    holdings: Sequence[Holding], on_disk: Mapping[int, str], skipped: Sequence[SkippedFile]
) -> dict[str, object]:
    """Return articles and skipped files as JSON data."""
    return {
        "articles": [
            {**asdict(holding), "on_disk": on_disk.get(holding.id, "")} for holding in holdings
        ],
        "skipped": [asdict(one) for one in skipped],
    }


def sources_data(
    sources: Sequence[SourceHolding], owners: Mapping[str, str]
) -> list[dict[str, object]]:
    """Return sources as JSON data: `family` is the publisher in force, '' where none is known."""
    return [
        {
            **asdict(source),
            "family": owners.get(source.name, ""),
            "family_by_reviewer": source.family is not None,
        }
        for source in sources
    ]


def library_lines(
    sources: Sequence[SourceHolding],
    owners: Mapping[str, str],
    articles: Sequence[Holding],
    skipped: Sequence[SkippedFile],
) -> Iterator[str]:
    """Yield what there is, sources first."""
    for source in sources:
        yield source_line(source, owners.get(source.name, ""))
    yield from map(article_line, articles)
    yield from map(skipped_line, skipped)


def history_lines(acts: Sequence[Act]) -> Iterator[str]:
    """Yield acts on sources and articles as lines of a history; what undoes one says which."""
    known = {act.id: act for act in acts}
    for act in acts:
        undone = known.get(act.undoes or 0)
        words = f"{act.kind} of: {library_act(undone)}" if undone else library_act(act)
        yield f"{act.id:>5}  {act.at[:19]}  {one_line(act.reviewer)}  {words}"
