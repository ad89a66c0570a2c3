"""Which outlets belong to one publisher, from a table that anybody can edit."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from db.origin import Reason, Relation
from workbench.origins.outlets import outlet_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from db.records import Document


@dataclass(frozen=True)
class Families:
    """Owners by their outlets' keys; an outlet that is not there is a family of its own."""

    owners: Mapping[str, str]

    def with_said(self, said: Mapping[str, str]) -> Families:
        """Return the table with other owners of some outlets, by name; '' for none."""
        return Families({**self.owners, **{outlet_key(name): who for name, who in said.items()}})

    def owner(self, source: str) -> str | None:
        """Return who owns the outlet `source`; None when that is not known."""
        return self.owners.get(outlet_key(source)) or None


def read_families(text: str) -> Families:
    """Read a table of owner = [outlets] in TOML.

    Raises ValueError when it is no such table, or gives one outlet to two owners.
    """
    owners: dict[str, str] = {}
    for owner, outlets in tomllib.loads(text).items():
        if not isinstance(outlets, list) or not all(isinstance(name, str) for name in outlets):
            raise ValueError(f"{owner}: not a list of outlets")
        for outlet in outlets:
            if owners.setdefault(outlet_key(outlet), owner) != owner:
                raise ValueError(f"{outlet} has two owners")
    return Families(owners)


def load_families(path: Path | None = None) -> Families:
    """Read the families from `path`, or those that come with the program."""
    return _shipped() if path is None else read_families(path.read_text(encoding="utf-8"))


@cache
def _shipped() -> Families:
    table = files("workbench.origins").joinpath("families.toml")
    return read_families(table.read_text(encoding="utf-8"))


def one_family(documents: Iterable[Document], families: Families) -> list[Relation]:
    """Relate the articles of different outlets that one publisher owns."""
    members: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        if owner := families.owner(document.source):
            members[owner].append(document)
    return [
        Relation(Reason.FAMILY, tuple(sorted(d.id for d in articles)), owner)
        for owner, articles in sorted(members.items())
        if len({outlet_key(d.source) for d in articles}) > 1
    ]
