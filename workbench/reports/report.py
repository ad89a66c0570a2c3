"""Plain lines and JSON about a project, for the command line and for terminals without a screen."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from db.evidence import confirms
from db.origin import Reason
from db.records import WHOLE, ActKind, Label
from db.shelf import LIBRARY_ACTS
from workbench.agreement import agreed, kappa
from workbench.reports import changing
from workbench.reports.library_report import library_act
from workbench.text import count, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from db.origin import ClaimOrigin, Relation
    from db.records import Act, Claim, Difference, Document, Member, Membership, Row
    from db.tally import Tally
    from workbench.pipeline import Report
    from workbench.reports.changing import Since
    from workbench.transfer.importing import Brought

MARKS = {"consistent": "=", "conflicting": "x", "single-sourced": "1", None: " "}


def row_line(row: Row, width: int = 100) -> str:
    """Return a cluster as one line: verdict, id, sources, suggestion, claim."""
    cluster, verdict = row.cluster, row.verdict
    flags = ("!" if verdict.flagged else " ") + ("~" if verdict.changed else " ")
    kinds = f" ({', '.join(row.kinds)})" if row.kinds else ""
    fewer = f", {cluster.origins} orig" if cluster.origins < cluster.sources else ""
    line = (
        f"[{MARKS[verdict.label]}]{flags}{cluster.id:>6}  {cluster.sources} src{fewer}"
        f"  {cluster.suggestion or 'shown once decided'}{kinds}: {one_line(cluster.headline)}"
    )
    return line if len(line) <= width else line[: width - 1] + "…"


def row_data(row: Row) -> dict[str, object]:
    """Return a cluster as JSON data."""
    return {
        **asdict(row.cluster),
        "kinds": list(row.kinds),
        "verdict": asdict(row.verdict),
    }


def clusters_in_words(clusters: Sequence[int]) -> str:
    """Name one cluster; of several say how many they are."""
    return f"cluster {clusters[0]}" if len(clusters) == 1 else count(len(clusters), "cluster")


def wordings(difference: Difference, left: Document, right: Document) -> tuple[str, str]:
    """Return the words that differ on both sides; of whole claims what is understood, or "..."."""
    if difference.kind in WHOLE:
        return difference.left_value or "...", difference.right_value or "..."
    a, b = difference.left, difference.right
    words = left.text[a.start : a.end], right.text[b.start : b.end]
    return changing.told_apart(*words, difference.left_value, difference.right_value)


def origin_lines(origins: Sequence[ClaimOrigin], members: Sequence[Member]) -> Iterator[str]:
    """Say why sources count as one origin; nothing for those of which nothing is known."""
    names = {m.document.id: one_line(m.document.source) for m in members}
    for origin in origins:
        for relation in origin.relations:
            if relation.reason is Reason.SOURCE:
                continue  # several articles of one source are one source already
            told = [names[number] for number in relation.documents if number in names]
            yield f"{' and '.join(dict.fromkeys(told))}: {_reason(relation)}"


def unknown_origins(known: Sequence[str]) -> str:
    """Say what `origin_lines`, which gave `known`, does not say of the other sources."""
    which = "Of the others no" if known else "No"
    return f"{which} common origin is known; that does not make them independent."


def membership_line(found: Membership | None, members: Sequence[Member]) -> str:
    """Say why a claim is in its cluster, and which other one it was nearest to."""
    sources = {member.claim.id: one_line(member.document.source) for member in members}
    if found is None or (found.partner_id is None and found.runner_up is None):
        return "alone: no other claim is near"
    words = "alone"
    if found.partner_id is not None:
        named = f" for {', '.join(found.because)}" if found.because else ""
        partner = sources.get(found.partner_id, "a claim that is no longer here")
        words = f"nearest to {partner}{named} ({found.probability:.0%})"
    if found.runner_up is not None:
        words += f"; else cluster {found.runner_up} ({found.runner_up_probability:.0%})"
    return words


def _reason(relation: Relation) -> str:
    match relation.reason:
        case Reason.NEAR_COPY:
            return f"near-copies, {relation.share:.0%} of the shorter text is the same"
        case Reason.AGENCY:
            return f"credit {one_line(relation.name)}"
        case Reason.FAMILY:
            return f"belong to {one_line(relation.name)}"
        case Reason.SPEAKER:
            return f"quote {one_line(relation.name)}"
        case _:
            return "one origin, says a reviewer"


def cluster_lines(
    row: Row,
    members: Sequence[Member],
    differences: Sequence[Difference],
    origins: Sequence[ClaimOrigin] = (),
    why: Mapping[int, Membership] | None = None,
    since: Since | None = None,
    *,
    numbered: bool = False,
) -> Iterator[str]:
    """Yield a cluster in full: its claims and why they are there, what differs, what is shared.

    `since` is what has changed since its verdict. With `numbered` each claim has its number, from
    1, before it.
    """
    added = set(since.change.added) if since else set()
    yield row_line(row, width=10_000)
    if since:
        yield from changing.lines(since)
    if row.verdict.note:
        yield f"  note: {one_line(row.verdict.note)}"
    if not members:
        yield "  its claims are gone: their articles were changed"
    texts = {}
    for number, member in enumerate(members, 1):
        claim, document = member.claim, member.document
        texts[claim.id] = document
        said = f" [{one_line(claim.speaker)}]" if claim.speaker else ""
        start, end = min(claim.spans)[0], max(claim.spans)[1]
        place = f"{one_line(document.name)}:{start}-{end}"
        origin = one_line(f"{document.source} {document.published}")
        yield f"  {f'{number}. ' if numbered else ''}{origin} ({place}){said}"
        new = "  + new since the verdict" if claim.key in added else ""
        yield f"    {one_line(claim.text)}  [{claim.key}]{new}"
        if why is not None:
            yield f"      {membership_line(why.get(claim.id), members)}"
    for d in differences:
        left, right = texts[d.left.claim_id], texts[d.right.claim_id]
        a, b = (one_line(text) for text in wordings(d, left, right))
        yield (
            f"  {d.kind}: {a!r} ({one_line(left.source)}) | {b!r} ({one_line(right.source)})"
            f"{f'; {d.doubt}' if d.doubt else ''}"
        )
    for line in origin_lines(origins, members):
        yield f"  one origin: {line}"


def article_lines(document: Document, claim: Claim) -> Iterator[str]:
    """Yield an article line by line, empty ones left out; ">" before those of the claim."""
    start, end = min(claim.spans)[0], max(claim.spans)[1]
    yield one_line(f"{document.source} {document.published} ({document.name})")
    at = 0
    for line in document.text.split("\n"):
        if line.strip():
            here = at < end and start < at + len(line)
            yield f"{'>' if here else ' '} {one_line(line)}"
        at += len(line) + 1


def cluster_data(
    row: Row,
    members: Sequence[Member],
    differences: Sequence[Difference],
    origins: Sequence[ClaimOrigin] = (),
    why: Mapping[int, Membership] | None = None,
    since: Since | None = None,
) -> dict[str, object]:
    """Return a cluster in full as JSON data."""
    found = why or {}
    return {
        **row_data(row),
        "members": [
            {
                "claim_id": m.claim.key,
                "claim": m.claim.text,
                "spans": m.claim.spans,
                "filled": [asdict(filled) for filled in m.claim.filled],
                "speaker": m.claim.speaker,
                "certainty": m.claim.certainty,
                "sentence": m.sentence.text,
                "source": m.document.source,
                "document": m.document.name,
                "published": m.document.published,
                "membership": asdict(found[m.claim.id]) if m.claim.id in found else None,
            }
            for m in members
        ],
        "change": changing.data(since) if since else None,
        "differences": [asdict(d) for d in differences],
        "shared": [asdict(relation) for origin in origins for relation in origin.relations],
    }


SAYINGS = frozenset(
    {ActKind.VERDICT, ActKind.NOTE, ActKind.FLAG, ActKind.ADJUDICATE, ActKind.RENAME}
)
"""Acts that say something of a cluster and leave its claims where they are."""


def act_in_words(act: Act, together: int = 1) -> str:
    """Say what an act did, as "verdict conflicting on cluster 12".

    `together` is the number of clusters that it was done to at once.
    """
    return library_act(act) if act.kind in LIBRARY_ACTS else _cluster_act(act, together)


def _cluster_act(act: Act, together: int) -> str:
    at = f"cluster {act.cluster_id}" if together == 1 else count(together, "cluster")
    match act.kind:
        case ActKind.VERDICT | ActKind.ADJUDICATE:
            label, _, reason = act.value.partition(" ")
            final = f"final verdict {label} on {at}: {one_line(reason)}"
            return final if reason else f"verdict {label}{' confirmed' * confirms(act)} on {at}"
        case ActKind.FLAG:
            return f"flag {'raised' if act.value else 'lowered'} on {at}"
        case ActKind.MERGE:
            return f"merge of cluster {act.value} into {at}"
        case ActKind.DETACH:
            return f"{count(len(act.claims), 'claim')} of {at} put into cluster {act.value}"
        case ActKind.WHOLE:
            return f"whole sentence for {count(len(act.claims) - 1, 'claim')} on {at}"
        case ActKind.DROP:
            return f"claim of {at} left out as nothing to check"
        case ActKind.JOIN | ActKind.PART:
            share = "an" if act.kind is ActKind.JOIN else "no"
            return f"articles held to share {share} origin, from {at}"
        case ActKind.RENAME:
            return f"headline of {at} {'chosen' if act.value else 'no longer chosen'}"
        case ActKind.UNDO | ActKind.REDO:
            return f"{act.kind} of act {act.undoes}"
        case _:
            return f"{act.kind} on {at}"


def act_data(act: Act) -> dict[str, object]:
    """Return an act as JSON data."""
    found = asdict(act)
    found.pop("evidence")
    return {**found, "confirms": confirms(act)}


def act_line(act: Act) -> str:
    """Return an act as a line of a history: number, time, reviewer, what, and a note's words."""
    written = act.value and act.kind in (ActKind.NOTE, ActKind.RENAME)
    words = f": {one_line(act.value)}" if written else ""
    return f"{act.id:>5}  {act.at[:19]}  {one_line(act.reviewer)}  {act_in_words(act)}{words}"


def tally_lines(tally: Tally) -> Iterator[str]:
    """Yield the state of a project in words."""
    yield (
        f"{count(tally.documents, 'article')} of {count(tally.sources, 'source')},"
        f" {count(tally.sentences, 'sentence')}, {count(tally.claims, 'claim')},"
        f" {count(tally.clusters, 'cluster')}"
    )
    share = f" ({tally.decided / tally.clusters:.0%})" if tally.clusters else ""
    yield f"decided {tally.decided} of {tally.clusters}{share}"
    for label, number in tally.verdicts.items():
        yield f"  marked {label}: {number}"
    for label, number in tally.suggestions.items():
        yield f"  suggested {label}: {number}"
    yield f"flagged {tally.flagged}, evidence changed since the verdict {tally.changed}"
    if tally.compared not in ("", "all pairs"):
        yield f"claims were compared {tally.compared}: nearly all near pairs were found, not all"
    if tally.disputed or tally.settled:
        yield f"reviewers disagree on {tally.disputed}, settled {tally.settled}"
    if tally.judged_claims:
        bad = tally.taken_whole + tally.dropped
        yield (
            f"badly split {bad} of {count(tally.judged_claims, 'claim')} judged"
            f" ({bad / tally.judged_claims:.1%}): {tally.taken_whole} taken whole,"
            f" {tally.dropped} left out as nothing to check"
        )


def agreement_lines(found: Mapping[str, Mapping[tuple[str, str], int]]) -> Iterator[str]:
    """Say how often verdict and suggestion were the same, overall and by kind of difference."""
    for kind, counts in found.items():
        same, cases = agreed(counts)
        suggested = sum(n for (s, _), n in counts.items() if s == Label.CONFLICTING)
        if not cases or (kind and not suggested):
            continue
        value = kappa(counts)
        measure = "kappa undefined" if value is None else f"kappa {value:.2f}"
        if not kind:
            yield f"verdicts agree with suggestions in {same} of {cases} ({measure})"
        else:
            right = counts.get((Label.CONFLICTING, Label.CONFLICTING), 0)
            yield f"  {kind}: {right} of {suggested} marked conflicting ({measure})"


def agreement_data(found: Mapping[str, Mapping[tuple[str, str], int]]) -> dict[str, object]:
    """Return the same as JSON data."""
    return {
        kind or "all": {
            "agreed": agreed(counts)[0],
            "cases": agreed(counts)[1],
            "kappa": kappa(counts),
            "counts": [{"suggestion": s, "verdict": v, "cases": n} for (s, v), n in counts.items()],
        }
        for kind, counts in found.items()
        if counts
    }


def report_lines(report: Report) -> Iterator[str]:
    """Yield what became of the files that were added; skipped ones are said elsewhere."""
    for words, names in (
        ("added", report.added),
        ("new version of", report.new_versions),
        ("details updated of", report.updated),
        ("already there", report.unchanged),
    ):
        if names:
            shown = ", ".join(one_line(name) for name in names[:5])
            more = f" and {len(names) - 5} more" if len(names) > 5 else ""
            yield f"{words}: {shown}{more}"
    if report.news.claims or report.news.evidence or report.news.removed:
        yield changing.news_in_words(report.news)


def report_data(report: Report) -> dict[str, object]:
    """Return the same as JSON data."""
    return {
        "added": report.added,
        "new_versions": report.new_versions,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "skipped": [asdict(skipped) for skipped in report.skipped],
        "embedded": report.embedded,
        "reclustered": report.reclustered,
        "news": asdict(report.news),
    }


def brought_lines(brought: Brought, *, dry_run: bool) -> Iterator[str]:
    """Say what was taken over from a table."""
    given = ", ".join(count(brought.acts(kind), kind) for kind in (ActKind.VERDICT, ActKind.NOTE))
    yield f"{'would take over' if dry_run else 'taken over'}: {given}"
    for number, words in (
        (brought.replaced, "in place of another verdict"),
        (brought.standing, "stood here already"),
        (brought.undecided, "undecided in the table"),
    ):
        if number:
            yield f"  {count(number, 'cluster')} {words}"
    if brought.unmatched:
        yield f"not matched: {count(len(brought.unmatched), 'line')}"


def brought_data(brought: Brought) -> dict[str, object]:
    """Return the same as JSON data, with where each cluster of the table went."""
    return {
        "verdicts": brought.acts(ActKind.VERDICT),
        "notes": brought.acts(ActKind.NOTE),
        "replaced": brought.replaced,
        "standing": brought.standing,
        "undecided": brought.undecided,
        "placed": [
            {
                "table_cluster": p.judged.cluster,
                "cluster": p.cluster,
                "claims": len(p.judged.lines),
                "matched": p.matched,
                "acts": [act_data(act) for act in p.acts],
            }
            for p in brought.placed
        ],
        "unmatched": [asdict(line) for line in brought.unmatched],
    }
