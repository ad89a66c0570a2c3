"""The verbs of the command line about sources and articles."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from workbench.verbs.options import (
    dated,
    json_option,
    known_source,
    open_desk,
    print_json,
    project_option,
    read_only_option,
    reviewer_option,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from db.records import Act
    from db.shelf import Holding
    from workbench.desk import Desk

_article_argument = click.argument("article", metavar="ARTICLE")
_source_argument = click.argument("source", metavar="SOURCE")


@click.command()
@json_option
@read_only_option
@project_option
def sources(project: Path, as_json: bool) -> None:
    """List the sources: how many articles and claims of each, their dates, their publisher.

    Example:  workbench sources
    """
    from workbench.reports.library_report import source_line, sources_data

    desk = open_desk(project)
    found, owners = desk.source_holdings(), desk.owners()
    if as_json:
        print_json(sources_data(found, owners))
    else:
        for source in found:
            click.echo(source_line(source, owners.get(source.name, "")))


@click.command()
@click.option("--source", default="", help="Only articles of this source.")
@click.option("--history", "with_history", is_flag=True, help="Say who did what to them instead.")
@json_option
@read_only_option
@project_option
def articles(project: Path, as_json: bool, source: str, with_history: bool) -> None:
    """List the articles and how each stands, and the files that were skipped, with the reason.

    An article is new, processed or removed; its file may have changed or gone since it was read.

    Example:  workbench articles --source "The Post"
    """
    from workbench.library import on_disk
    from workbench.reports.library_report import (
        article_line,
        articles_data,
        history_lines,
        skipped_line,
    )

    desk = open_desk(project)
    if with_history:
        acts = desk.library_history()
        if as_json:
            print_json([asdict(act) for act in acts])
        else:
            for line in history_lines(acts):
                click.echo(line)
        return
    if source:
        known_source(desk, source)
    found = [h for h in desk.articles() if source in ("", h.source)]
    skipped = [] if source else desk.skipped()
    disk = {stands.article: stands.state for stands in on_disk(found)}
    if as_json:
        print_json(articles_data(found, disk, skipped))
        return
    for holding in found:
        click.echo(article_line(holding, disk[holding.id]))
    for file in skipped:
        click.echo(skipped_line(file))


@click.command("rename-source")
@_source_argument
@click.argument("name", metavar="NAME")
@json_option
@reviewer_option
@project_option
def rename_source(source: str, name: str, project: Path, reviewer: str, as_json: bool) -> None:
    """Give a source another name, for all its articles and those that are added later.

    The name of another source makes one of the two.

    Example:  workbench rename-source post "The Post"
    """
    desk = open_desk(project, reviewer)
    known_source(desk, source)
    _told(lambda: desk.rename_source(source, name), as_json)


@click.command("set-family")
@_source_argument
@click.argument("family", metavar="PUBLISHER")
@json_option
@reviewer_option
@project_option
def set_family(source: str, family: str, project: Path, reviewer: str, as_json: bool) -> None:
    """Say which publisher a source belongs to; "" for none but itself.

    Sources of one publisher count as one origin.

    Example:  workbench set-family "The Post" "Harbour Media"
    """
    desk = open_desk(project, reviewer)
    known_source(desk, source)
    _told(lambda: desk.set_family(source, family.strip()), as_json)


@click.command("set-date")
@_article_argument
@click.argument("date", metavar="DATE", callback=dated)
@json_option
@reviewer_option
@project_option
def set_date(article: str, date: str, project: Path, reviewer: str, as_json: bool) -> None:
    """Say when an article was published, as 2031-03-12; "" for unknown.

    ARTICLE is its number or its file name, as `workbench articles` lists them.

    Example:  workbench set-date 3 2031-03-12
    """
    desk = open_desk(project, reviewer)
    _told(lambda: desk.set_date(_find(desk, article).id, date), as_json)


@click.command()
@_article_argument
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
@reviewer_option
@project_option
def remove(article: str, yes: bool, project: Path, reviewer: str, as_json: bool) -> None:
    """Take an article out of use: its claims leave their clusters, nothing is deleted.

    Verdicts stay and say that their evidence has changed. `undo` or `restore` brings it back;
    adding its file again does not.

    Example:  workbench remove 3 --yes
    """
    from workbench.reports.library_report import article_line

    desk = open_desk(project, reviewer)
    holding = _find(desk, article)
    if not yes:
        click.confirm(f"Remove {article_line(holding).strip()}?", abort=True, err=True)
    _told(lambda: desk.remove(holding.id), as_json)


@click.command()
@_article_argument
@json_option
@reviewer_option
@project_option
def restore(article: str, project: Path, reviewer: str, as_json: bool) -> None:
    """Bring a removed article back, its claims to the clusters that they were in.

    Example:  workbench restore 3
    """
    desk = open_desk(project, reviewer)
    _told(lambda: desk.restore(_find(desk, article).id), as_json)


SHELVING = (sources, articles, rename_source, set_family, set_date, remove, restore)


def _find(desk: Desk, named: str) -> Holding:
    """Return the article of a number, a file name or a path. Raises ClickException."""
    from workbench.text import one_line

    everything = desk.articles()
    found = [h for h in everything if str(h.id) == named]
    found = found or [h for h in everything if named in (h.name, h.path)]
    if not found:
        raise click.ClickException(
            f"there is no article {one_line(named)}; see: workbench articles"
        )
    if len(found) > 1:
        numbers = ", ".join(str(h.id) for h in found)
        raise click.ClickException(
            f"several articles are named {one_line(named)}; name one by its number: {numbers}"
        )
    return found[0]


def _told(do: Callable[[], Act], as_json: bool) -> None:
    """Do something and say what was done; say in words why it cannot be done."""
    from workbench.reports.library_report import library_act
    from workbench.text import one_line

    try:
        act = do()
    except KeyError as error:
        name = one_line(str(error.args[0]))
        raise click.ClickException(f"there is no source {name}; see: workbench sources") from None
    except ValueError as error:
        raise click.ClickException(one_line(str(error))) from None
    if as_json:
        print_json(asdict(act))
    else:
        click.echo(f"done: {library_act(act)}")
