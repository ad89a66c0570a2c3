"""Whether this user has opened a review before, on this machine."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def once() -> bool:
    """Return True when this user is here for the first time, False from then on.

    Where that cannot be remembered it is False: a tour at each start would only annoy. It is so too
    where WORKBENCH_TOUR is "off".
    """
    if os.environ.get("WORKBENCH_TOUR") == "off":
        return False
    try:
        _mark().parent.mkdir(parents=True, exist_ok=True)
        _mark().touch(exist_ok=False)
    except OSError:
        return False
    return True


def _mark() -> Path:
    from platformdirs import user_state_path

    return user_state_path("claim-workbench", appauthor=False) / "tour-shown"
