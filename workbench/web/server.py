"""textual-serve on loopback: each page that is opened runs a review of its own."""

from __future__ import annotations

import logging
import secrets
import shlex
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp_jinja2
import jinja2
from aiohttp import web
from textual_serve.server import Server

from workbench.errors import WorkbenchError
from workbench.web.guard import QUERY, guard

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LOOPBACK = "127.0.0.1"

_SECONDS_TO_CLOSE = 3


class PortTaken(WorkbenchError):
    """Something else listens there."""


class ReviewServer:
    """Serves a command that runs a Textual app, to those who know the address with its secret."""

    def __init__(self, command: Sequence[str], port: int = 0) -> None:
        """Listen at `port`, or at any free one for 0. Raises PortTaken."""
        self._listener = _listen(port)
        self._port = self._listener.getsockname()[1]
        self._pages = Server(
            shlex.join(command), host=LOOPBACK, port=self._port, title="claim-workbench"
        )
        self._secret = secrets.token_urlsafe(32)

    @property
    def address(self) -> str:
        """Return what opens the review in a browser."""
        return f"{self._pages.public_url}/?{QUERY}={self._secret}"

    def run(self, ready: Callable[[], object]) -> None:
        """Serve until interrupted; `ready` is called once, when pages can be opened."""
        # What these log is a traceback, when a page sends nonsense or goes away.
        for name in ("aiohttp", "textual-serve"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        web.run_app(
            self._app(ready),
            sock=self._listener,
            print=None,
            access_log=None,
            shutdown_timeout=_SECONDS_TO_CLOSE,
        )

    def _app(self, ready: Callable[[], object]) -> web.Application:
        """Return textual-serve's own pages behind the guard, with a page that loads only ours."""
        app = web.Application(middlewares=[guard(f"{LOOPBACK}:{self._port}", self._secret)])
        aiohttp_jinja2.setup(app, loader=jinja2.FileSystemLoader(Path(__file__).parent))
        app.add_routes(
            [
                web.get("/", self._pages.handle_index, name="index"),
                web.get("/ws", self._pages.handle_websocket, name="websocket"),
                web.static("/static", self._pages.statics_path, name="static"),
            ]
        )

        async def started(_: web.Application) -> None:
            ready()

        app.on_startup.append(started)
        return app


def _listen(port: int) -> socket.socket:
    try:
        return socket.create_server((LOOPBACK, port))
    except OSError as error:
        words = f"port {port}: {error.strerror}; without --port a free one is taken"
        raise PortTaken(words) from error
