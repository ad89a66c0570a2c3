"""Which news agencies there are and how credits spell them, from a table that anybody can edit."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING

from workbench.origins.outlets import outlet_key

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True)
class Agencies:
    """Agencies by how they are spelled.

    `names` has them by the key of a full name, `short` by an abbreviation; `spelled` are the full
    names as they are written.
    """

    names: Mapping[str, str]
    short: Mapping[str, str]
    spelled: tuple[str, ...]

    def agency(self, spelling: str) -> str | None:
        """Return the agency that is spelled so, None when there is none."""
        return self.short.get(spelling) or self.names.get(outlet_key(spelling))

    @cached_property
    def pattern(self) -> str:
        """A regular expression for every spelling, as the group "agency"."""
        full = "|".join(re.escape(name) for name in sorted(self.spelled, key=len, reverse=True))
        short = "|".join(re.escape(name) for name in self.short)
        parts = [f"(?i:{full})"] if full else []
        parts += [short] if short else []
        return rf"(?:(?i:the)\s+)?(?P<agency>{'|'.join(parts) or '(?!)'})(?![\w’'])"

    @cached_property
    def mention(self) -> re.Pattern[str]:
        """Any of the spellings as a word: a text without one needs no closer look."""
        return re.compile(rf"(?<!\w){self.pattern}")


def read_agencies(text: str) -> Agencies:
    """Read a table of agencies in TOML: each with "names" and, if it has any, "short" forms.

    Raises ValueError when it is no such table.
    """
    names: dict[str, str] = {}
    short: dict[str, str] = {}
    spelled: list[str] = []
    for agency, forms in tomllib.loads(text).items():
        if not isinstance(forms, dict):
            raise ValueError(f"{agency}: not a table of names")
        for name in _texts(agency, forms.get("names", [])):
            names[outlet_key(name)] = agency
            spelled.append(name)
        for name in _texts(agency, forms.get("short", [])):
            short[name] = agency
    return Agencies(names, short, tuple(spelled))


def _texts(agency: str, forms: object) -> list[str]:
    if not isinstance(forms, list) or not all(isinstance(form, str) and form for form in forms):
        raise ValueError(f"{agency}: not a list of names")
    return forms


def load_agencies(path: Path | None = None) -> Agencies:
    """Read the agencies from `path`, or those that come with the program."""
    return _shipped() if path is None else read_agencies(path.read_text(encoding="utf-8"))


@cache
def _shipped() -> Agencies:
    table = files("workbench.origins").joinpath("agencies.toml")
    return read_agencies(table.read_text(encoding="utf-8"))
