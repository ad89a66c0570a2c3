"""The verb that opens the review in a browser."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from workbench.verbs.options import (
    keymap_option,
    open_to_review,
    pace_option,
    project_option,
    reviewer_option,
)

if TYPE_CHECKING:
    from pathlib import Path

_MOST = 65535


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, _MOST),
    metavar="NUMBER",
    default=0,
    help="Where to listen on this machine.  [default: any free port]",
)
@click.option("--open", "open_", is_flag=True, help="Open the address in your browser.")
@click.option(
    "--blind", is_flag=True, help="Hide what is suggested and marked until you have decided."
)
@pace_option
@keymap_option
@reviewer_option
@project_option
def serve(
    port: int,
    open_: bool,
    blind: bool,
    pace: bool,
    project: Path,
    reviewer: str,
    keymap: Path | None,
) -> None:
    """Review a project in a browser on this machine.

    The address that it prints holds a token; whoever has it reviews under your name. Nobody else
    is answered, and no other machine. Stop it with ctrl+c: all that was done is stored.

    Example:  workbench serve --project storm.db --open
    """
    from workbench.ui.keymap import in_force
    from workbench.web.server import ReviewServer

    if _is_guessed("reviewer") and sys.stdin.isatty():
        reviewer = click.prompt("Your name in the log of acts", default=reviewer)
    in_force(keymap)
    open_to_review(project, reviewer).close()
    command = [sys.executable, "-m", "workbench.cli", "review", "--project", str(project.resolve())]
    command += ["--reviewer", reviewer]
    command += ["--blind"] if blind else []
    command += [] if pace else ["--no-pace"]
    command += ["--keymap", str(keymap.resolve())] if keymap else []
    server = ReviewServer(command, port)

    def ready() -> None:
        click.echo(f"{server.address}\nOpen this address in a browser here; ctrl+c stops.")
        if open_:
            click.launch(server.address)

    server.run(ready)


def _is_guessed(option: str) -> bool:
    source = click.get_current_context().get_parameter_source(option)
    return source in (ParameterSource.DEFAULT, ParameterSource.DEFAULT_MAP)
