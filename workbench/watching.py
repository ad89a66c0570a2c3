"""Notice what others do to a project while a review of it is open; or oneself in another review."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from db.errors import ProjectError

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.desk import Desk

T = TypeVar("T")


class Watch:
    """Looks at one project again and again; `look` only ever from one thread."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._version = -1
        self._seen: tuple[int, str, int] | None = None
        self._own = 0

    def doing(self, act: Callable[..., T], *args: object) -> T:
        """Do something here, which is no news: the newest act under this name is of this review."""
        done = act(*args)
        with suppress(ProjectError):
            self._own = self._desk.newest_own()
        return done

    def look(self) -> bool:
        """Say whether acts have come since the last look that are not done here.

        The first look only remembers.
        """
        try:
            version = self._desk.version()
            if version == self._version:
                return False
            self._version, before = version, self._seen
            self._seen = self._desk.by_others()
            known, self._own = self._own, self._desk.newest_own()
        except ProjectError:
            return False  # whoever acts next is told why
        return before is not None and (self._seen, self._own) != (before, known)
