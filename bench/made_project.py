"""Make a project of any number of clusters, to measure how the review grows.

    python -m bench.made_project FILE CLUSTERS

The articles are invented, but every row is what the pipeline would have stored: sentences and
claims at their exact characters, differences that point at real numbers, days and places, the
search index, a queue in its order. A tenth of the queue is decided and the reviewer has stopped
there; some of it has notes, flags, and another reviewer's other verdict. Only vectors are left out,
because a review never reads them. The same number of clusters gives the same project, except for
the times in it.
"""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from db import acts, bookmarks, claims, clusters, documents, evidence, grounds, pages, sentences
from db.connection import open_writer, writing
from db.digests import claim_key, document_digest
from db.records import (
    Act,
    ActKind,
    Claim,
    Difference,
    Document,
    Filter,
    Kind,
    Label,
    Place,
    Sentence,
    SentenceKind,
    Suggestion,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlite_utils import Database

T = TypeVar("T")

REVIEWER = "bench"
SECOND = "second"
"""Who has marked a few clusters otherwise."""
FACTS_PER_EVENT = 100
"""So many facts give articles of about sixty claims each, as long ones have."""
DECIDED = 10
"""One cluster in so many has a verdict."""

_SPLITTER = "made-1"
_FIRST_CLUSTERING = "made-1"
_OUTLETS = ("Alder Wire", "The Brackwater Post", "Cinder Bay Lantern", "Dunlin News")
_TOLD_BY = (4, 1, 2, 4, 1, 3, 2, 4, 1, 3)
"""How many of the outlets tell a fact; the facts go through it in turn."""
CLAIMS_PER_CLUSTER = sum(_TOLD_BY) / len(_TOLD_BY)

_CONFLICT_EVERY = 3
"""One fact in so many of those that several outlets tell is told otherwise by one of them."""
_DISPUTES = (Kind.NUMBER, Kind.DATE, Kind.NUMBER, Kind.PLACE)
"""What the outlets differ in; the disputed facts go through it in turn."""
_NOTE_EVERY, _FLAG_EVERY, _DISSENT_EVERY = 20, 50, 40
"""One in so many of the decided clusters has a note, a flag, another reviewer's other verdict."""

_ATTRIBUTED_EVERY = 4
_ONSETS = ("b", "br", "d", "dr", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "st", "t", "v")
_RHYMES = ("al", "an", "ar", "el", "en", "er", "in", "ol", "on", "or", "ul", "un")
_SUBJECTS = tuple(
    "The council|Rescue crews|The harbour office|Local schools|The ferry company|Investigators"
    "|The power utility|Hospital staff|The coast guard|Volunteers".split("|")
)
_VERBS = ("counted", "reported", "moved", "closed", "inspected", "promised", "lost", "repaired")
_THINGS = tuple(
    "homes|vessels|passengers|road bridges|workers|trucks|flood barriers|patients|trees|shops"
    "|generators|families".split("|")
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SPEAKERS = ("the mayor", "a spokeswoman", "the harbour master", "police")


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement before any outlet has told it; `{}` in its wording is what may be in dispute.

    `said` stands there, and where the last of the outlets tells it, `kind` and `otherwise` say how.
    """

    wording: str
    said: str
    speaker: str
    outlets: tuple[int, ...]
    kind: Kind | None = None
    otherwise: str = ""

    def told_by(self, outlet: int) -> tuple[str, str]:
        """Return the statement as an outlet gives it, and the words in it that may differ."""
        words = self.otherwise if self.kind and outlet == self.outlets[-1] else self.said
        return self.wording.format(words), words


@dataclass(frozen=True, slots=True)
class Told:
    """A fact in an article: its claim, and where the words stand that may differ."""

    fact: int
    claim: Claim
    words: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Article:
    """A document with its sentences, and the claims that its prose makes (a sentence each)."""

    document: Document
    sentences: tuple[Sentence, ...]
    told: tuple[Told, ...]


def make(path: Path, count: int) -> None:
    """Make a project of `count` clusters at `path`, where there must be none yet."""
    db = open_writer(path)
    try:
        # Thousands of commits, and nobody would miss the file: no need to wait for the disk.
        db.execute("PRAGMA synchronous = OFF")
        groups: list[clusters.Group] = []
        facts = islice(_facts(), count)
        for event in range(-(-count // FACTS_PER_EVENT)):
            told = list(islice(facts, FACTS_PER_EVENT))
            articles = list(_articles(told, event))
            groups += _groups(told, articles, _store(db, articles))
        clusters.replace_all(db, groups, seen=clusters.state(db), stamp=_FIRST_CLUSTERING)
        _decide(db, count // DECIDED)
    finally:
        db.close()


def _facts() -> Iterator[Fact]:
    """Yield facts without end, always the same ones."""
    dice = random.Random(2031)
    told_by_several = 0
    disputes = _forever(_DISPUTES)
    for turn, width in enumerate(_forever(_TOLD_BY)):
        outlets = tuple(sorted(dice.sample(range(len(_OUTLETS)), width)))
        told_by_several += width > 1
        disputed = width > 1 and told_by_several % _CONFLICT_EVERY == 0
        speaker = dice.choice(_SPEAKERS) if turn % _ATTRIBUTED_EVERY == 0 else ""
        yield _fact(dice, outlets, speaker, next(disputes) if disputed else None)


def _fact(dice: random.Random, outlets: tuple[int, ...], speaker: str, kind: Kind | None) -> Fact:
    """Throw the dice for a fact that the outlets differ on in words of a kind, or agree on."""
    subject, verb, thing = dice.choice(_SUBJECTS), dice.choice(_VERBS), dice.choice(_THINGS)
    number, day = dice.randrange(4, 900), dice.randrange(len(_DAYS))
    place, other_place = f"{_name(dice)} {_name(dice)}", f"{_name(dice)} {_name(dice)}"
    parts = {Kind.NUMBER: str(number), Kind.PLACE: place, Kind.DATE: _DAYS[day]}
    others = {
        Kind.NUMBER: str(number + 3),
        Kind.PLACE: other_place,
        Kind.DATE: _DAYS[(day + 2) % len(_DAYS)],
    }
    slot = kind or Kind.NUMBER
    shown = {**parts, slot: "{}"}
    return Fact(
        wording=f"{subject} {verb} {shown[Kind.NUMBER]} {thing}"
        f" near {shown[Kind.PLACE]} on {shown[Kind.DATE]}",
        said=parts[slot],
        speaker=speaker,
        outlets=outlets,
        kind=kind,
        otherwise=others[slot],
    )


def _forever(values: Sequence[T]) -> Iterator[T]:
    while True:
        yield from values


def _name(dice: random.Random) -> str:
    syllables = (dice.choice(_ONSETS) + dice.choice(_RHYMES) for _ in range(dice.randint(2, 3)))
    return "".join(syllables).capitalize()


def _articles(facts: Sequence[Fact], event: int) -> Iterator[Article]:
    """Yield what the outlets write on an event, of which these are the facts."""
    for outlet in range(len(_OUTLETS)):
        told = [number for number, fact in enumerate(facts) if outlet in fact.outlets]
        if told:
            yield _article(facts, told, event, outlet)


def _article(facts: Sequence[Fact], told: Sequence[int], event: int, outlet: int) -> Article:
    """Write the article of an outlet on an event: a headline, a line of furniture, the facts."""
    title = f"What is known of event {event} so far"
    lines = [(title, SentenceKind.HEADLINE, ""), ("3 min read", SentenceKind.FURNITURE, "reading")]
    lines += [(_sentence(facts[fact], outlet), SentenceKind.PROSE, "") for fact in told]
    text = "".join(f"{line}\n\n" for line, _, _ in lines)
    name = f"{event:06}-{outlet}.txt"
    document = Document(
        source=_OUTLETS[outlet],
        name=name,
        path=f"/made/{name}",
        digest=document_digest(_OUTLETS[outlet], text),
        encoding="utf-8",
        text=text,
        title=title,
        published=f"2031-{1 + event % 12:02}-{1 + event % 28:02}",
    )
    found: list[Sentence] = []
    at = 0
    for line, kind, reason in lines:
        found.append(Sentence(at, at + len(line), line, kind, reason))
        at += len(line) + 2
    prose = found[2:]
    return Article(
        document,
        tuple(found),
        tuple(
            _told(document, facts[fact], fact, outlet, sentence)
            for fact, sentence in zip(told, prose, strict=True)
        ),
    )


def _sentence(fact: Fact, outlet: int) -> str:
    statement, _ = fact.told_by(outlet)
    return f"{statement}, {fact.speaker} said." if fact.speaker else f"{statement}."


def _told(document: Document, fact: Fact, number: int, outlet: int, sentence: Sentence) -> Told:
    """Make the claim of a sentence: without its attribution where it has one."""
    statement, words = fact.told_by(outlet)
    end = sentence.start + len(statement) if fact.speaker else sentence.end
    spans = ((sentence.start, end),)
    claim = Claim(
        text=document.text[sentence.start : end],
        spans=spans,
        speaker=fact.speaker,
        key=claim_key(document.digest, spans),
    )
    at = sentence.start + fact.wording.index("{}")
    return Told(number, claim, (at, at + len(words)))


def _store(db: Database, articles: Sequence[Article]) -> dict[str, int]:
    """Store articles with their sentences and claims; return the claims' ids by their keys."""
    last = db.execute("SELECT coalesce(max(id), 0) FROM document").fetchone()[0]
    for article in articles:
        documents.put(db, article.document)
    ids = dict(db.execute("SELECT digest, id FROM document WHERE id > ?", [last]).fetchall())
    with writing(db):
        for article in articles:
            document_id = ids[article.document.digest]
            sentence_ids = sentences.put(db, document_id, article.sentences)
            prose = sentence_ids[2:]
            claims.put(
                db,
                [
                    replace(told.claim, document_id=document_id, sentence_id=sentence_id)
                    for told, sentence_id in zip(article.told, prose, strict=True)
                ],
            )
            documents.mark_split(db, document_id, _SPLITTER)
    found = db.execute("SELECT key, id FROM claim WHERE document_id > ?", [last])
    return dict(found.fetchall())


def _groups(
    facts: Sequence[Fact], articles: Sequence[Article], ids: Mapping[str, int]
) -> Iterator[clusters.Group]:
    """Yield a cluster for each fact, of the claims that tell it."""
    tellings: dict[int, list[Told]] = {}
    for article in articles:
        for told in article.told:
            tellings.setdefault(told.fact, []).append(told)
    return (_group(facts[fact], told, ids) for fact, told in sorted(tellings.items()))


def _group(fact: Fact, told: Sequence[Told], ids: Mapping[str, int]) -> clusters.Group:
    places = [Place(ids[telling.claim.key], *telling.words) for telling in told]
    label = Label.SINGLE_SOURCED if len(told) == 1 else Label.CONSISTENT
    differences: tuple[Difference, ...] = ()
    if fact.kind:
        label = Label.CONFLICTING
        differences = tuple(Difference(fact.kind, place, places[-1]) for place in places[:-1])
    return clusters.Group(
        claim_ids=tuple(place.claim_id for place in places),
        headline=told[0].claim.text,
        documents=len(told),
        sources=len(told),
        origins=len(told),
        suggestion=Suggestion(label, differences),
    )


def _decide(db: Database, count: int) -> None:
    """Follow the suggestion on the first `count` clusters of the queue and stop at the next."""
    queue = pages.ids(db, Filter(), count + 1)
    with writing(db):
        for number, cluster_id in enumerate(queue[:count]):
            acts.take_over(db, list(_acts(db, number, cluster_id)))
    if count < len(queue):
        bookmarks.put(db, REVIEWER, queue[count], Filter())


def _acts(db: Database, number: int, cluster_id: int) -> Iterator[Act]:
    """Yield what was done to a decided cluster."""
    suggested = clusters.get(db, cluster_id).suggestion or Label.CONSISTENT
    held = grounds.now(db, [cluster_id])[cluster_id]
    said = Act(ActKind.VERDICT, cluster_id, REVIEWER, value=suggested, claims=held.claims)
    verdict = replace(said, evidence=evidence.written(held))
    if number % _DISSENT_EVERY == 0:
        other = Label.CONSISTENT if suggested is Label.CONFLICTING else Label.CONFLICTING
        yield replace(verdict, reviewer=SECOND, value=other)
    yield verdict
    if number % _NOTE_EVERY == 0:
        yield replace(said, kind=ActKind.NOTE, value=f"asked the desk about it, call {number}")
    if number % _FLAG_EVERY == 0:
        yield replace(said, kind=ActKind.FLAG, value="1")


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]))
