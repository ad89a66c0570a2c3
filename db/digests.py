"""Names made of content: the same for the same thing on every machine."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from db.places import format_spans

if TYPE_CHECKING:
    from db.records import Span


def digest_of(data: bytes) -> str:
    """Return the SHA-256 of `data` in hex."""
    return hashlib.sha256(data).hexdigest()


def document_digest(source: str, text: str, kept: str = "") -> str:
    """Name a version of an article by who says what: the same on every machine.

    `kept` names the splitter, if the version keeps what that has made of the text; see db.splits.
    """
    digest = digest_of(f"{source}\n{text}".encode())
    return digest_of(f"{digest} {kept}".encode()) if kept else digest


def claim_key(document_digest: str, spans: tuple[Span, ...]) -> str:
    """Name a claim by its article and its place there: the same on every machine."""
    return digest_of(f"{document_digest} {format_spans(spans)}".encode())[:16]
