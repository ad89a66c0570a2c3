"""What has changed since a verdict, in words: "+1 claim, +1 origin, new number 17"."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from workbench.text import count, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from db.evidence import Change, Told
    from db.records import Member
    from db.standing import News

_MOST = 6


@dataclass(frozen=True, slots=True)
class Since:
    """What has changed since a verdict, and the claims that the cluster has lost, as known."""

    change: Change
    lost: Sequence[Member] = ()


def in_words(change: Change) -> str:
    """Say what a cluster has gained and lost since its verdict, '' when nothing."""
    return ", ".join(_parts(change))


def lines(since: Since) -> Iterator[str]:
    """Yield what has changed, and the claims that the cluster has lost, as lines of its own."""
    yield f"  evidence changed: {in_words(since.change)}"
    for member in since.lost:
        claim, document = member.claim, member.document
        told = one_line(f"{document.source} {document.published}")
        why = why_lost(since.change, claim.key)
        yield f"  {why}: {one_line(claim.text)} ({told}) [{claim.key}]"


def news_in_words(news: News) -> str:
    """Say what has come to a project: "3 new articles: 41 claims, 6 verdicts have new evidence"."""
    come = [
        f"{count(number, thing)}{what}"
        for number, thing, what in (
            (news.articles, "new article", ""),
            (news.changed, "article", " changed"),
            (news.removed, "article", " removed"),
        )
        if number
    ]
    words = " and ".join(come) or "0 new articles"
    if news.articles or news.changed:
        words += f": {count(news.claims, 'claim')}"
    if news.evidence:
        have = "has" if news.evidence == 1 else "have"
        words += f", {count(news.evidence, 'verdict')} {have} new evidence"
    return words


def why_lost(change: Change, key: str) -> str:
    """Say why a claim that a verdict was given on is not in the cluster."""
    return "withdrawn" if key in change.withdrawn else "moved or left out"


def data(since: Since) -> dict[str, object]:
    """Return what has changed as JSON data."""
    change = since.change
    return {
        "words": in_words(change),
        "added": list(change.added),
        "withdrawn": list(change.withdrawn),
        "moved": list(change.moved),
        "lost": [
            {
                "claim_id": m.claim.key,
                "claim": m.claim.text,
                "source": m.document.source,
                "document": m.document.name,
                "why": why_lost(change, m.claim.key),
            }
            for m in since.lost
        ],
        "origins": None if change.origins is None else list(change.origins),
        "new_differences": [asdict(told) for told in change.new],
        "gone_differences": [asdict(told) for told in change.gone],
    }


def _parts(change: Change) -> Iterator[str]:
    if change.added:
        yield f"+{count(len(change.added), 'claim')}"
    if change.withdrawn:
        yield f"{count(len(change.withdrawn), 'claim')} withdrawn"
    if change.moved:
        yield f"{count(len(change.moved), 'claim')} moved or left out"
    if change.origins is not None:
        then, now = change.origins
        yield f"{'+' if now > then else '-'}{count(abs(now - then), 'origin')}"
    pairs = {told.pair for told in change.new} & {told.pair for told in change.gone}
    said = [_new(told, change) for told in change.new if told.pair not in pairs]
    said += [f"no more {_both(told)}" for told in change.gone if told.pair not in pairs]
    said += [
        f"{_both(told)} {'now doubtful' if told.doubted else 'doubtful no longer'}"
        for told in change.new
        if told.pair in pairs
    ]
    said = list(dict.fromkeys(said))
    yield from said[:_MOST]
    if len(said) > _MOST:
        yield f"and {len(said) - _MOST} more differences"


def _new(told: Told, change: Change) -> str:
    """Name the side that nobody had told, both where neither or both are new."""
    fresh = [
        words
        for words, value in ((told.left, told.left_value), (told.right, told.right_value))
        if words.casefold() not in change.known and (value or words).casefold() not in change.known
    ]
    doubt = " (doubtful)" if told.doubted else ""
    if len(fresh) == 1:
        return f"new {told.kind} {one_line(fresh[0])}{doubt}"
    return f"new: {_both(told)}{doubt}"


def told_apart(left: str, right: str, left_value: str, right_value: str) -> tuple[str, str]:
    """Return words with what each is understood as where they are the same: Friday and Friday."""
    if left.casefold() != right.casefold() or left_value == right_value:
        return left, right
    return f"{left}, {left_value or '?'}", f"{right}, {right_value or '?'}"


def _both(told: Told) -> str:
    left, right = told_apart(told.left, told.right, told.left_value, told.right_value)
    return f"{told.kind} {one_line(left)} against {one_line(right)}"
