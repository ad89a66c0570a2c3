"""What the verbs of the command line have in common: options, arguments, and errors in words."""

from __future__ import annotations

import getpass
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workbench.errors import WorkbenchError
from workbench.kinds import BACKENDS, CLAIMS

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.records import Row
    from workbench.desk import Desk

MOST = 2**63 - 1
"""The largest number that SQLite stores."""

_READ_ONLY = "workbench.read_only"
"""Where a verb's context keeps whether the project may be written to."""

LABELS = ("consistent", "conflicting", "single-sourced")
KINDS = (
    "number", "date", "time", "place", "name", "role", "negation", "certainty", "cause",
    "event", "attribution", "meaning",
)  # fmt: skip
ORDERS = ("urgent", "told")


class Number(click.IntRange):
    """A whole number that SQLite can store, not below `least`."""

    name = "number"

    def __init__(self, least: int) -> None:
        super().__init__(least)
        self._least = least

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number. Raises BadParameter."""
        try:
            found = int(value)
        except ValueError:
            found = self._least - 1
        if not self._least <= found <= MOST:
            self.fail(f"{value!r} is not a number from {self._least}", param, ctx)
        return found


class Verbs(click.Group):
    """A group whose errors are one plain line on stderr and an exit code, never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the verb; turn what may go wrong into words."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except KeyboardInterrupt:
            raise click.ClickException("stopped; everything finished so far is stored") from None
        except Exception as error:
            if os.environ.get("WORKBENCH_DEBUG"):
                raise
            raise click.ClickException(_in_words(error)) from error


def is_read_only() -> bool:
    """Say whether this verb was told to write nothing."""
    return bool(click.get_current_context().meta.get(_READ_ONLY))


def open_desk(project: Path, reviewer: str = "", *, blind: bool = False) -> Desk:
    """Return a desk at the project that is closed when the verb ends."""
    from workbench.desk import Desk

    context = click.get_current_context()
    desk = Desk(project, reviewer, blind=blind, read_only=is_read_only())
    context.call_on_close(desk.close)
    return desk


def open_to_review(
    project: Path, reviewer: str, *, blind: bool = False, make: bool = False
) -> Desk:
    """Return a desk whose project can be read at once, made if told to `make` one.

    A project that cannot be written to is opened for reading only, which is said on stderr.
    """
    from db.errors import ProjectReadOnly
    from workbench.text import one_line

    desk = open_desk(project, reviewer, blind=blind)
    if not desk.read_only:
        try:
            desk.prepare(make=make)
        except ProjectReadOnly as error:
            if make:
                raise
            desk.read_only = True
            desk.progress()
            click.echo(f"{one_line(str(error))}: it is opened for reading only", err=True)
    return desk


def row_of(desk: Desk, cluster: int) -> Row:
    """Return a cluster's line. Raises ClickException when there is no such cluster."""
    rows = desk.rows([cluster])
    if not rows:
        raise click.ClickException(f"there is no cluster {cluster}; see: workbench clusters")
    return rows[0]


def known_source(desk: Desk, source: str) -> None:
    """Raise ClickException where there is no such source; name those that are written like it."""
    from difflib import get_close_matches

    from workbench.text import one_line

    if source in desk.sources():
        return
    names = {h.source.casefold(): h.source for h in desk.articles()}
    if source in names.values():
        return
    near = [one_line(names[name]) for name in get_close_matches(source.casefold(), names)]
    hint = f"did you mean {' or '.join(near)}?" if near else "see: workbench sources"
    raise click.ClickException(f"there is no source {one_line(source)}; {hint}")


def print_json(data: object) -> None:
    """Print JSON in ASCII: whatever a text holds, no terminal obeys it and no encoding lacks it."""
    click.echo(json.dumps(data, indent=2))


def _in_words(error: Exception) -> str:
    from db.errors import ProjectError
    from workbench.text import one_line

    if isinstance(error, (WorkbenchError, ProjectError)):
        return one_line(str(error))
    if isinstance(error, OSError):
        return one_line(f"{error.filename or 'file'}: {error.strerror or error}")
    if isinstance(error, UnicodeEncodeError):
        return one_line(f"not UTF-8: {error.object!r}")
    kind = type(error).__name__
    return one_line(f"internal error ({kind}: {error}); WORKBENCH_DEBUG=1 shows where")


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "reviewer"


def _named(_context: click.Context, _parameter: click.Parameter, name: str) -> str:
    if not name.strip():
        raise click.BadParameter("an act needs somebody's name")
    return name.strip()


def dated(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    """Take a day as ISO writes it, or ''. Raises BadParameter."""
    from datetime import date

    try:
        return date.fromisoformat(value).isoformat() if value else ""
    except ValueError:
        raise click.BadParameter(f"{value!r} is not a date like 2031-03-12") from None


def _with(*options: Callable[..., Any]) -> Callable[..., Any]:
    def decorate(verb: Any) -> Any:
        for option in reversed(options):
            verb = option(verb)
        return verb

    return decorate


project_option = click.option(
    "--project",
    type=click.Path(path_type=Path, dir_okay=False),
    default="workbench.db",
    envvar="WORKBENCH_PROJECT",
    show_default=True,
    show_envvar=True,
    help="The project file.",
)
read_only_option = click.option(
    "--read-only",
    is_flag=True,
    expose_value=False,
    callback=lambda context, _, value: context.meta.update({_READ_ONLY: value}),
    help="Write nothing, not even beside the project.",
)
reviewer_option = click.option(
    "--reviewer",
    default=_user,
    callback=_named,
    envvar="WORKBENCH_REVIEWER",
    show_envvar=True,
    help="Your name in the log of acts.  [default: your login]",
)
keymap_option = click.option(
    "--keymap",
    type=click.Path(path_type=Path),
    default=None,
    envvar="WORKBENCH_KEYMAP",
    show_envvar=True,
    help="A TOML file of your own keys.  [default: keymap.toml in your configuration folder]",
)
pace_option = click.option(
    "--pace/--no-pace",
    default=True,
    envvar="WORKBENCH_PACE",
    show_envvar=True,
    help="Say how many verdicts you gave today, and how fast.",
)
cluster_argument = click.argument("cluster", type=Number(1))
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
model_options = _with(
    click.option(
        "--model",
        default="",
        metavar="NAME|PATH",
        help="A sentence-transformers model.  [default: the one that the project uses]",
    ),
    click.option(
        "--entailer",
        default="",
        metavar="default|NAME|PATH|none",
        help="A model that reads pairs of claims for contradictions, as a second opinion: ours"
        " (default), a CrossEncoder, or none.  [default: what the project uses, none in a new one]",
    ),
    click.option(
        "--backend",
        type=click.Choice(BACKENDS),
        default=None,
        help="What runs the model; openvino, an extra, runs the default one in half precision."
        "  [default: what the project uses]",
    ),
)
claims_option = click.option(
    "--claims",
    type=click.Choice(CLAIMS),
    default=None,
    help="Split sentences at safe joints, or by their parse into atomic claims.  [default: what"
    " the project uses, clauses in a new one]",
)
article_options = _with(
    click.option("--source", default="", help="Name of the source of these articles."),
    click.option("--title", default="", help="Title of the article."),
    click.option(
        "--published",
        default="",
        metavar="DATE",
        callback=dated,
        help="Date of the article, as 2031-03-12.",
    ),
    click.option("--url", default="", help="Address of the article."),
    model_options,
    claims_option,
)
engine_option = click.option(
    "--engine",
    default="",
    metavar="ENGINE",
    envvar="WORKBENCH_ENGINE",
    show_envvar=True,
    help="Where articles are split, claims embedded and near ones found: local, processes,"
    " processes:N or dask://HOST:PORT.  [default: local]",
)
filter_options = _with(
    click.option("--filter", "saved", default="", metavar="NAME", help="Begin with a saved one."),
    click.option("--undecided", is_flag=True, help="Only clusters without a verdict."),
    click.option("--decided", is_flag=True, help="Only clusters with a verdict."),
    click.option("--verdict", type=click.Choice(LABELS), help="Only clusters marked so."),
    click.option("--suggestion", type=click.Choice(LABELS), help="Only clusters suggested so."),
    click.option(
        "--kind", type=click.Choice(KINDS), help="Only clusters whose claims differ in this."
    ),
    click.option(
        "--stands",
        type=click.Choice(LABELS),
        help="Only clusters marked so, or suggested so while they have no verdict.",
    ),
    click.option("--source", default="", help="Only clusters with a claim of this source."),
    click.option("--with", "with", default="", help="... and with one of this source."),
    click.option("--alone", is_flag=True, help="Only clusters of one source."),
    click.option("--speaker", default="", help="Only clusters with a claim of this speaker."),
    click.option(
        "--since",
        default="",
        metavar="DATE",
        callback=dated,
        help="Only clusters with a claim of this day or later.",
    ),
    click.option(
        "--until",
        default="",
        metavar="DATE",
        callback=dated,
        help="Only clusters with a claim of this day or earlier.",
    ),
    click.option("--flagged", is_flag=True, help="Only flagged clusters."),
    click.option("--noted", is_flag=True, help="Only clusters with a note."),
    click.option("--changed", is_flag=True, help="Only verdicts whose evidence has changed."),
    click.option("--disputed", is_flag=True, help="Only clusters on which reviewers disagree."),
    click.option("--settled", is_flag=True, help="Only clusters with a final verdict."),
    click.option("--mine", is_flag=True, help="Only your share; what you decided is decided."),
    click.option("--search", default="", help="Only clusters with these words."),
    click.option("--order", type=click.Choice(ORDERS), help="Urgent first, or as found."),
)
