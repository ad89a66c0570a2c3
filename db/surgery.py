"""What reviewers change about claims and clusters themselves: merge, detach, whole, drop.

Each act says which claims it moves, from where and to where, so that it can be taken back and done
again. All functions are called inside `writing` and leave the counts of the clusters to the caller;
those that move claims return the ids of the clusters that have lost or gained some.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from db import acts, clusters, library, renamed, sentences
from db import claims as claim_table
from db.digests import claim_key
from db.records import Act, ActKind, Claim, LeftOut
from db.verdicts import JUDGING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database

    from db.records import Document, Span

BY_REVIEWER = "reviewer"
"""The rule of a whole sentence that a reviewer took."""


def merge(db: Database, into: int, other: int, reviewer: str) -> Act:
    """Log that the claims of `other` belong to `into`.

    Raises KeyError, ValueError if they are the same or `other` holds no claim any more.
    """
    if into == other:
        raise ValueError("a cluster cannot be merged with itself")
    clusters.get(db, into)
    clusters.get(db, other)
    keys = tuple(claim.key for claim in claim_table.in_cluster(db, other))
    if not keys:
        raise ValueError(f"cluster {other} holds no claim any more")
    return acts.append(db, Act(ActKind.MERGE, into, reviewer, value=str(other), claims=keys))


def detach(db: Database, keys: Sequence[str], reviewer: str, into: int | None = None) -> Act:
    """Log that some claims of one cluster make a cluster of their own, or go `into` another.

    All claims of a cluster that go into another are a merge. Raises KeyError, ValueError when they
    are of several clusters, are in `into`, or are all that theirs has and are to be one of their
    own.
    """
    told = [claim_table.by_key(db, key) for key in keys]
    homes = {claim_table.home(db, claim.id) for claim in told}
    if len(homes) != 1 or None in homes or library.of_removed(db, [claim.id for claim in told]):
        raise ValueError("claims of one cluster can be detached, no others")
    home = int(str(homes.pop()))
    all_ = len(set(keys)) == len(claim_table.in_cluster(db, home))
    if into is None:
        if all_:
            raise ValueError("these are all claims of the cluster: there is nothing to detach from")
        into = clusters.make(db)
    elif into == home:
        raise ValueError("they are in this cluster already")
    elif all_:
        return merge(db, into, home, reviewer)
    clusters.get(db, into)
    return acts.append(db, Act(ActKind.DETACH, home, reviewer, value=str(into), claims=tuple(keys)))


def drop(db: Database, key: str, reviewer: str) -> Act:
    """Log that a claim is nothing to check. Raises KeyError."""
    claim = claim_table.by_key(db, key)
    return acts.append(db, Act(ActKind.DROP, _cluster(db, claim), reviewer, claims=(claim.key,)))


def take_whole(
    db: Database, key: str, reviewer: str, document: Document, spans: tuple[Span, ...]
) -> Act:
    """Log that the sentence of a claim, its `spans`, stands for all claims of the sentence.

    Raises KeyError, ValueError when the claim is the whole sentence already.
    """
    claim = claim_table.by_key(db, key)
    cluster = _cluster(db, claim)
    whole = _whole(db, claim, document, spans)
    all_ = _of_sentence(db, claim.sentence_id)
    others = [c for c in all_ if c.left_out is None and c.id != whole.id]
    if not others:
        raise ValueError("this claim is its whole sentence already")
    moved = [whole, *others]
    homes = [claim_table.home(db, c.id) or 0 for c in moved]
    return acts.append(
        db,
        Act(
            ActKind.WHOLE,
            cluster,
            reviewer,
            value=json.dumps(homes),
            claims=tuple(c.key for c in moved),
        ),
    )


def relate(db: Database, kind: ActKind, keys: Sequence[str], reviewer: str) -> Act:
    """Log that the articles of some claims share an origin (JOIN), or that they do not (PART).

    Raises KeyError, ValueError when the claims are of one article.
    """
    told = [claim_table.by_key(db, key) for key in keys]
    if len({claim.document_id for claim in told}) < 2:
        raise ValueError("choose claims of two articles or more")
    claims = tuple(claim.key for claim in told)
    return acts.append(db, Act(kind, _cluster(db, told[0]), reviewer, claims=claims))


def apply(db: Database, act: Act) -> set[int]:
    """Do to the claims what an act says."""
    if act.kind in JUDGING:
        return set()  # one that was taken over may name claims that are not here
    ids = [_heir(db, key) for key in act.claims]
    match act.kind:
        case ActKind.MERGE:
            return _move(db, _in_use(db, ids), act.cluster_id)
        case ActKind.DETACH:
            return _move(db, _in_use(db, ids), int(act.value))
        case ActKind.DROP:
            return _leave_out(db, ids, LeftOut.DROPPED)
        case ActKind.JOIN | ActKind.PART:
            return _with_articles(db, ids)
        case ActKind.WHOLE:
            home = json.loads(act.value)[0] or act.cluster_id
            parts = [*ids[1:], *_other_parts(db, ids, None)]
            return _leave_out(db, parts, LeftOut.REPLACED) | _move(db, ids[:1], home)
        case _:
            return set()


def revert(db: Database, act: Act) -> set[int]:
    """Take back from the claims what an act did to them."""
    if act.kind in JUDGING:
        return set()
    ids = [_heir(db, key) for key in act.claims]
    match act.kind:
        case ActKind.MERGE:
            there = [i for i in ids if claim_table.home(db, i) == act.cluster_id]
            return _move(db, there, int(act.value))
        case ActKind.DETACH:
            there = [i for i in ids if claim_table.home(db, i) == int(act.value)]
            return _move(db, there, act.cluster_id)
        case ActKind.DROP:
            return _move(db, ids, act.cluster_id)
        case ActKind.JOIN | ActKind.PART:
            return _with_articles(db, ids)
        case ActKind.WHOLE:
            homes = json.loads(act.value)
            made = [] if homes[0] else _made_by_reviewers(db, ids[:1])
            changed = _leave_out(db, made, LeftOut.UNUSED)
            for claim_id, home in zip(ids[1:], homes[1:], strict=True):
                changed |= _move(db, [claim_id], home)
            return changed | _move(db, _other_parts(db, ids, LeftOut.REPLACED), homes[1])
        case _:
            return set()


def inherit(db: Database, document: Document) -> None:
    """Leave out of a new version what a reviewer has left out of the one that it replaced.

    A claim or a sentence is known again by its words.
    """
    older = db.execute("SELECT id FROM document WHERE superseded_by = ?", [document.id])
    for (older_id,) in older.fetchall():
        before = claim_table.of_document(db, older_id)
        _drop_again(db, document, before)
        _take_whole_again(db, document, older_id, before)


def _drop_again(db: Database, document: Document, before: Sequence[Claim]) -> None:
    dropped = {claim.text for claim in before if claim.left_out is LeftOut.DROPPED}
    here = claim_table.of_document(db, document.id)
    _leave_out(db, [c.id for c in here if c.text in dropped], LeftOut.DROPPED)


def _take_whole_again(
    db: Database, document: Document, older_id: int, before: Sequence[Claim]
) -> None:
    old = {sentence.id: sentence for sentence in sentences.of_document(db, older_id)}
    new = {sentence.text: sentence for sentence in sentences.of_document(db, document.id)}
    for taken in before:
        sentence = new.get(old[taken.sentence_id].text)
        if taken.rule != BY_REVIEWER or taken.left_out is not None or sentence is None:
            continue
        by = sentence.start - old[taken.sentence_id].start
        spans = tuple((start + by, end + by) for start, end in taken.spans)
        parts = _of_sentence(db, sentence.id)
        whole = _whole(db, replace(taken, sentence_id=sentence.id), document, spans)
        _leave_out(db, [c.id for c in parts if c.id != whole.id], LeftOut.REPLACED)
        db.execute("UPDATE claim SET left_out = NULL WHERE id = ?", [whole.id])


def _whole(db: Database, part: Claim, document: Document, spans: tuple[Span, ...]) -> Claim:
    """Return the claim that is the whole sentence of `part`, made if there is none."""
    key = claim_key(document.digest, spans)
    found = [c for c in _of_sentence(db, part.sentence_id) if c.key == key]
    if found:
        return found[0]
    whole = Claim(
        "".join(document.text[start:end] for start, end in spans),
        spans,
        part.speaker,
        part.sentence_id,
        document.id,
        key=key,
        said=part.said,
        rule=BY_REVIEWER,
    )
    claim_table.put(db, [whole])
    renamed.reclaim(db, document.id)
    made = claim_table.by_key(db, key)
    _leave_out(db, [made.id], LeftOut.UNUSED)
    return made


def _of_sentence(db: Database, sentence_id: int) -> list[Claim]:
    rows = db.execute(
        f"SELECT {claim_table.COLUMNS} FROM claim WHERE sentence_id = ? ORDER BY id", [sentence_id]
    )
    return [claim_table.read(row) for row in rows]


def _other_parts(db: Database, ids: Sequence[int], left_out: LeftOut | None) -> list[int]:
    """Return the parts of the sentence of the first claim that an act did not know.

    They are of another splitter than those that it names, and left out so.
    """
    row = db.execute("SELECT sentence_id FROM claim WHERE id = ?", [ids[0]]).fetchone()
    found = _of_sentence(db, row[0])
    return [c.id for c in found if c.id not in ids and c.left_out is left_out]


def _made_by_reviewers(db: Database, ids: Sequence[int]) -> list[int]:
    """Return those of some claims that no splitter has made."""
    rows = db.execute(
        "SELECT id FROM claim WHERE rule = ? AND id IN (SELECT value FROM json_each(?))",
        [BY_REVIEWER, json.dumps(list(ids))],
    )
    return [row[0] for row in rows]


def _cluster(db: Database, claim: Claim) -> int:
    """Return the cluster of a claim. Raises KeyError for one left out, or of a removed article."""
    home = claim_table.home(db, claim.id)
    if home is None or library.of_removed(db, [claim.id]):
        raise KeyError(claim.key)
    return home


def _heir(db: Database, key: str) -> int:
    """Return the id of a claim, or of the same words in the version that replaced its article."""
    claim = claim_table.by_key(db, key)
    row = db.execute(
        "SELECT heir.id FROM document JOIN claim AS heir ON heir.document_id = superseded_by"
        " WHERE document.id = ? AND heir.text = ? ORDER BY heir.id LIMIT 1",
        [claim.document_id, claim.text],
    ).fetchone()
    return claim.id if row is None else int(row[0])


def _with_articles(db: Database, ids: Sequence[int]) -> set[int]:
    """Return the clusters with claims of the same articles."""
    rows = db.execute(
        "SELECT DISTINCT cluster_id FROM claim WHERE cluster_id IS NOT NULL AND document_id IN"
        " (SELECT document_id FROM claim WHERE id IN (SELECT value FROM json_each(?)))",
        [json.dumps(list(ids))],
    )
    return {row[0] for row in rows}


def _in_use(db: Database, ids: Sequence[int]) -> list[int]:
    return [claim_id for claim_id in ids if claim_table.home(db, claim_id) is not None]


def _move(db: Database, ids: Sequence[int], cluster_id: int) -> set[int]:
    """Put claims to use in a cluster; in a new one if that has gone with all its claims.

    What no article in force says any more is in use again, and in no cluster.
    """
    gone = _withdrawn(db, ids)
    db.conn.executemany(
        "UPDATE claim SET left_out = NULL WHERE id = ?", [(claim_id,) for claim_id in gone]
    )
    ids = [claim_id for claim_id in ids if claim_id not in gone]
    if not ids:
        return set()
    try:
        clusters.get(db, cluster_id)
    except KeyError:
        cluster_id = clusters.make(db)
    changed = {home for i in ids if (home := claim_table.home(db, i)) is not None} | {cluster_id}
    removed = library.of_removed(db, ids)
    db.conn.executemany(
        "INSERT OR REPLACE INTO withdrawn VALUES (?, ?)", [(i, cluster_id) for i in removed]
    )
    db.conn.executemany(
        "UPDATE claim SET cluster_id = ?, left_out = NULL WHERE id = ?",
        [(None if claim_id in removed else cluster_id, claim_id) for claim_id in ids],
    )
    return changed


def _withdrawn(db: Database, ids: Sequence[int]) -> set[int]:
    """Return those claims that are in no cluster because their article was replaced."""
    rows = db.execute(
        "SELECT claim.id FROM claim JOIN document ON document.id = document_id"
        " WHERE superseded_by != document.id AND cluster_id IS NULL"
        " AND claim.id IN (SELECT value FROM json_each(?))",
        [json.dumps(list(ids))],
    )
    return {row[0] for row in rows}


def _leave_out(db: Database, ids: Sequence[int], why: LeftOut) -> set[int]:
    changed = {home for i in ids if (home := claim_table.home(db, i)) is not None}
    db.conn.executemany(
        "UPDATE claim SET cluster_id = NULL, left_out = ? WHERE id = ?", [(why, i) for i in ids]
    )
    return changed
