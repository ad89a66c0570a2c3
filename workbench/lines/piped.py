"""Standard input and output of a review in lines: a prompt where somebody types, not in a pipe."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workbench.desk import Desk
    from workbench.ui.action import Action


def run(desk: Desk, table: Sequence[Action], *, as_json: bool) -> None:
    """Lead through the review on standard input and output until it leaves or the input ends."""
    if as_json:
        from workbench.lines import plain_json

        plain_json.review(desk, _lines("utf-8"), click.echo)
    else:
        from workbench.lines import plain

        plain.review(desk, table, _lines(None), click.echo)


def _lines(encoding: str | None) -> Iterator[str]:
    """Yield the lines of standard input; a byte that is no text becomes U+FFFD."""
    stream = sys.stdin
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding=encoding or stream.encoding, errors="replace")
    asked = stream.isatty() and encoding is None
    while True:
        if asked:
            click.echo("> ", nl=False)
        line = stream.readline()
        if not line:
            return
        yield line
