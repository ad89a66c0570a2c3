"""Places in documents: spans as text, and a claim's characters where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.records import Claim, Filled, Span


def rebuild(document: str, spans: tuple[Span, ...], filled: tuple[Filled, ...] = ()) -> str:
    """Write a claim again from its document: the characters of its spans and what was filled in.

    Equal to the claim's text if and only if nothing else stands in it. Raises ValueError when
    something is filled in beyond the end.
    """
    own = "".join(document[start:end] for start, end in spans)
    text, used = "", 0
    for part in filled:
        upto = used + part.at - len(text)
        if not used <= upto <= len(own):
            raise ValueError("words are filled in outside of their claim")
        text += own[used:upto] + part.text
        used = upto
    return text + own[used:]


def place_in_document(claim: Claim, at: int) -> int | None:
    """Return where a character of a claim stands in its document; None for one filled in."""
    for part in reversed(claim.filled):
        if part.at <= at < part.at + len(part.text):
            return None
        if part.at <= at:
            at -= len(part.text)
    for start, end in claim.spans:
        if at < end - start:
            return start + at
        at -= end - start
    raise ValueError(f"offset behind the end of claim {claim.key}")


def format_spans(spans: tuple[Span, ...]) -> str:
    """Write spans as "12-40;55-61"."""
    return ";".join(f"{start}-{end}" for start, end in spans)


def parse_spans(text: str) -> tuple[Span, ...]:
    """Read what `format_spans` wrote. Raises ValueError on anything else."""
    pairs = (part.split("-") for part in text.split(";"))
    return tuple((int(start), int(end)) for start, end in pairs)
