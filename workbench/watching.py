"""Notice what others do to a project while a review of it is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.errors import ProjectError

if TYPE_CHECKING:
    from workbench.desk import Desk


class Watch:
    """Looks at one project again and again; only ever from one thread."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._version = -1
        self._seen: tuple[int, str, int] | None = None

    def look(self) -> bool:
        """Say whether others have acted since the last look; the first one only remembers."""
        try:
            version = self._desk.version()
            if version == self._version:
                return False
            self._version, before = version, self._seen
            self._seen = self._desk.by_others()
        except ProjectError:
            return False  # whoever acts next is told why
        return before is not None and self._seen != before
