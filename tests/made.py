"""Projects made by hand: articles whose lines are claims, and clusters of chosen claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db import claims, clusters, documents, sentences
from db.connection import writing
from db.digests import claim_key, document_digest
from db.records import Claim, Document, Label, Sentence, Suggestion

if TYPE_CHECKING:
    from sqlite_utils import Database


def article(text: str, source: str = "Alpha", name: str = "a.txt", **details: object) -> Document:
    """Make an article as if it had been read from a file."""
    digest = document_digest(source, text)
    return Document(source, name, f"/made/{name}", digest, "utf-8", text, **details)


def tell(db: Database, source: str, *lines: str, speaker: str = "") -> list[int]:
    """Store an article of `source`, each line a sentence and a claim; return the claims' ids."""
    document = article("\n".join(lines), source, f"{source.lower()}.txt")
    documents.put(db, document)
    stored = next(d for d in documents.current(db) if d.digest == document.digest)
    found: list[Sentence] = []
    for line in lines:
        start = found[-1].end + 1 if found else 0
        found.append(Sentence(start, start + len(line), line))
    with writing(db):
        ids = sentences.put(db, stored.id, found)
        claims.put(
            db,
            [
                Claim(
                    s.text,
                    ((s.start, s.end),),
                    speaker,
                    sentence_id,
                    stored.id,
                    key=claim_key(stored.digest, ((s.start, s.end),)),
                )
                for s, sentence_id in zip(found, ids, strict=True)
            ],
        )
        documents.mark_split(db, stored.id, "by line")
    return [claim.id for claim in claims.of_document(db, stored.id)]


def group(
    db: Database,
    *claim_ids: int,
    cluster: int = 0,
    label: Label = Label.CONSISTENT,
    differences: tuple = (),
) -> clusters.Group:
    """Make a cluster of claims, to be stored under the id `cluster`, 0 for a new one."""
    told = [claim for claim in claims.current(db) if claim.id in claim_ids]
    homes = {claim.document_id for claim in told}
    sources = len({documents.get(db, home).source for home in homes})
    return clusters.Group(
        claim_ids=tuple(claim_ids),
        headline=told[0].text,
        documents=len(homes),
        sources=sources,
        origins=sources,
        suggestion=Suggestion(label, differences),
        id=cluster,
    )


def cluster(db: Database, *groups: clusters.Group, stamp: str = "made") -> list[int]:
    """Store clusters in place of all others; return the ids that hold the claims of each group."""
    clusters.replace_all(db, groups, seen=clusters.state(db), stamp=stamp)
    homes = claims.cluster_of(db)
    return [homes[group.claim_ids[0]] for group in groups]
