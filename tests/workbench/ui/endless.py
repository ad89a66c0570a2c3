"""Work that ends only when it is told to."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from db.errors import Interrupted

if TYPE_CHECKING:
    from collections.abc import Callable


class Endless:
    """Stands in for long work in a worker; says when it has begun and when it was ended."""

    def __init__(self) -> None:
        self.begun, self.ended = threading.Event(), threading.Event()

    def run(self, stop: Callable[[], bool]) -> None:
        """Work until `stop` says so, then raise Interrupted."""
        self.begun.set()
        while not stop():
            self.ended.wait(0.001)
        self.ended.set()
        raise Interrupted
