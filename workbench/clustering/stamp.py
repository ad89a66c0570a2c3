"""What the clusters of a project were made of, in one name: another one means to make them anew."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from db import claims, documents

if TYPE_CHECKING:
    from sqlite_utils import Database


def of(db: Database, tools: str) -> str:
    """Name the claims in use, their articles' details, and the `tools`.

    An article is split once, and its claims are never edited: so articles speak for their claims,
    but for those that reviewers have left out or put in.
    """
    parts = hashlib.sha256(tools.encode())
    for digest, published, split_by in documents.details(db):
        parts.update(f"\n{digest} {published} {split_by}".encode())
    for key, left_out in claims.by_reviewers(db):
        parts.update(f"\n{key} {left_out}".encode())
    return parts.hexdigest()
