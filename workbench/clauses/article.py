"""The claims of one article: its trees, who speaks on from sentence to sentence, who "he" is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from db.digests import claim_key
from db.records import Claim, Filled, Said, SentenceKind
from workbench.clauses.anchors import in_front
from workbench.clauses.before import Before
from workbench.clauses.certainty import certainty
from workbench.clauses.days import days
from workbench.clauses.draft import BORROWED, Fill, compose, words
from workbench.clauses.extract import Draft, claims, whole
from workbench.clauses.grammar import in_quotes
from workbench.clauses.nominals import KINDS, is_pronoun
from workbench.clauses.people import PRONOUNS, crowd, gather, mentions, speakers, subject_person
from workbench.clauses.reading import read
from workbench.clauses.reference import answers, put_back
from workbench.clauses.rules.saying import is_speech
from workbench.clauses.tree import Tree
from workbench.clauses.worth import reason
from workbench.prose.attribution import goes_on, is_quotation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from db.records import Document, Sentence, Span
    from workbench.clauses.draft import Item, Items, Piece
    from workbench.clauses.people import Mention, People, Person
    from workbench.clauses.plan import Voice
    from workbench.clauses.reading import Reading
    from workbench.clauses.tree import Parser

_REACH = 2
"""Sentences that a speaker's name reaches on, for a quotation that goes on."""


_SPEAKING = frozenset({*PRONOUNS, "they", "it"})
_UNNAMED = (Said("", "quoted"),)
"""Whoever says what stands between quotation marks where the article does not tell who does."""


def split(document: Document, sentences: Sequence[Sentence], parser: Parser) -> list[Claim]:
    """Return at least one claim for every sentence that is not furniture, in their order."""
    markdown = document.name.lower().endswith(".md")
    readings = [
        read(document, s, markdown=markdown)
        for s in sentences
        if s.kind is not SentenceKind.FURNITURE
    ]
    parsed = parser.parse([reading.text for reading in readings])
    trees = [Tree(r.text, tree) for r, tree in zip(readings, parsed, strict=True)]
    article = _Article(document, gather(trees, readings))
    found = [article.claims(*pair) for pair in zip(trees, readings, strict=True)]
    spoken = [c for group in _spoken(found) for c in group]
    return list({claim.key: claim for claim in spoken}.values())


def _spoken(groups: Sequence[_Group]) -> Iterator[list[Claim]]:
    """Give each sentence that is all quotation its speaker.

    A quotation that goes on into a sentence that names its speaker has that one; else it has the
    one who spoke in the sentence before.
    """
    last: tuple[Said, ...] = ()
    since = _REACH + 1
    unnamed = False
    for n, group in enumerate(groups):
        since += 1
        said: tuple[Said, ...] = ()
        if group.quoted:
            said = _ahead(groups, n) or (last if since == 1 else ())
            said = said or (_UNNAMED if group.begins or unnamed else ())
        unnamed = said == _UNNAMED
        claims_ = [c if c.said else _by(c, said) for c in group.claims]
        voices = [c.said for c in claims_ if c.speaker]
        if voices:
            last, since = voices[-1], 0
        yield claims_


def _by(claim: Claim, said: tuple[Said, ...]) -> Claim:
    return replace(claim, said=said, speaker=said[-1].speaker if said else "")


def _ahead(groups: Sequence[_Group], n: int) -> tuple[Said, ...]:
    """Return who is named in the sentence in which an open quotation ends."""
    while groups[n].open and n + 1 < len(groups):
        n += 1
        said = next((c.said for c in groups[n].claims if c.said), ())
        if said or not groups[n].inside:
            return said if groups[n].inside else ()
    return ()


@dataclass(frozen=True, slots=True)
class _Group:
    """The claims of a sentence, and how it stands to quotations.

    It begins `inside` one or `begins` one, ends in an `open` one, or is `quoted` as a whole.
    """

    claims: list[Claim]
    quoted: bool
    inside: bool
    open: bool
    begins: bool


@dataclass(frozen=True, slots=True)
class _Page:
    """A sentence of the article with the names in it, each with its surname."""

    tree: Tree
    reading: Reading
    names: tuple[tuple[Mention, str], ...]


class _Article:
    """What an article has said so far."""

    def __init__(self, document: Document, people: People) -> None:
        self.document = document
        self.people = people
        self.speaker: tuple[Said, ...] = ()
        self.since = _REACH + 1
        self.inside = False
        self.from_start = False
        self.last_end = 0
        self.he = False
        self.before: Before | None = None
        self.meant: dict[str, Fill] = {}

    def claims(self, tree: Tree, reading: Reading) -> _Group:
        """Return the claims of the next sentence."""
        known = ((m, self.people.known(tree, m)) for m in mentions(tree, reading))
        page = _Page(tree, reading, tuple((m, s) for m, s in known if s))
        drafts = claims(tree) if reading.sentence.kind is SentenceKind.PROSE else [whole(tree)]
        self.since += 1
        made = [self._claim(page, draft) for draft in drafts]
        for claim in made:
            if claim.said:
                self.speaker, self.since = claim.said, 0
        group = self._group(reading.sentence, made)
        if group.quoted and group.open and not any(claim.said for claim in made):
            self.since -= 1
        else:
            self._remember(page)
        self.before = Before(tree, reading, group.quoted, self.meant)
        self.meant = {}
        return group

    def _group(self, sentence: Sentence, made: list[Claim]) -> _Group:
        gap = self.document.text[self.last_end : sentence.start]
        begins = sentence.text[:1] in ("“", '"')
        runs_on = self.inside and self.from_start and "\n" in gap and begins
        closes = _only_closes(sentence.text) or (
            self.from_start and sentence.text.count('"') % 2 == 1 and not begins
        )
        inside = self.inside and ("\n" not in gap or runs_on or closes)
        quoted = is_quotation(sentence.text, inside=inside)
        rest = sentence.text[1:] if runs_on else sentence.text
        self.inside, self.last_end = goes_on(rest, inside=inside), sentence.end
        if not inside or runs_on:
            self.from_start = begins
        return _Group(made, quoted, inside, self.inside, begins)

    def _remember(self, page: _Page) -> None:
        named = tuple(dict.fromkeys(s for _, s in page.names))
        top = subject_person(page.tree, page.names)
        if top:
            self.people.last, self.people.last_subject = named, top
        elif not self.he:
            self.people.last, self.people.last_subject = (), ""
        self.he = False

    def _claim(self, page: _Page, draft: Draft) -> Claim:
        tree = page.tree
        ahead = in_front(tree, draft)
        shared = frozenset((*draft.borrowed, *ahead))
        full = replace(draft, items=(*ahead, *draft.items), borrowed=shared)
        found = answers(tree, draft)
        persons = {i: f for i, f in found.items() if _is_subject_person(tree, i)}
        others = {i: f for i, f in found.items() if i not in persons}
        full = put_back(full, others)
        items = self._self_standing(page, full.items, draft.head, persons)
        new = {w for f in persons.values() for w in words(f)}
        piece = compose(tree, items, full.borrowed | new)
        text, spans, filled = self._written(page.reading, piece)
        if not spans:
            return self._unparsed(page)
        sentence = page.reading.sentence
        said = tuple(s for s in (self._said(page, v) for v in draft.voices) if s.cue or s.speaker)
        return Claim(
            text=text,
            spans=spans,
            speaker=said[-1].speaker if said else "",
            sentence_id=sentence.id,
            document_id=self.document.id,
            key=claim_key(self.document.digest, spans),
            filled=filled,
            said=said,
            certainty=certainty(tree, draft),
            link=draft.link,
            dates=days(text, self.document.published, sentence.text),
            unchecked=reason(tree, draft),
            rule=draft.rule,
        )

    def _unparsed(self, page: _Page) -> Claim:
        sentence = page.reading.sentence
        spans = ((sentence.start, sentence.end),)
        return Claim(
            text=sentence.text,
            spans=spans,
            sentence_id=sentence.id,
            document_id=self.document.id,
            key=claim_key(self.document.digest, spans),
            unchecked="fragment",
            rule="whole",
        )

    def _said(self, page: _Page, voice: Voice) -> Said:
        speaker, cue = (
            self._written(page.reading, compose(page.tree, self._speaking(page, items, voice)))[0]
            for items in (voice.speaker, voice.cue)
        )
        if speaker.lower() in _SPEAKING and self._goes_on_speaking(page.tree, speaker, voice):
            speaker = self.speaker[-1].speaker
        return Said(speaker, cue)

    def _goes_on_speaking(self, tree: Tree, pronoun: str, voice: Voice) -> bool:
        """Say whether "he said" means the one who spoke last: no report within a report does."""
        if not self.speaker or self.since > 1 or voice.subject is None:
            return False
        verb = tree.heads[voice.subject]
        top = verb == tree.root or tree.heads[verb] == tree.root
        surname = self.speaker[-1].speaker.rpartition(" ")[2]
        low = pronoun.lower()
        if low in PRONOUNS:
            fits = self.people.gender.get(surname, low) == low
        else:
            person = surname in self.people.by_surname
            fits = not person and (low == "they") == surname.endswith("s")
        return top and tree.rel(verb) in ("root", "parataxis", "conj") and fits

    def _speaking(self, page: _Page, items: Items, voice: Voice) -> Items:
        verb = page.tree.heads[voice.subject] if voice.subject is not None else -1
        return self._self_standing(page, items, verb)

    def _written(
        self, reading: Reading, piece: Piece
    ) -> tuple[str, tuple[Span, ...], tuple[Filled, ...]]:
        """Turn a piece of the parsed text into characters of the document."""
        text = ""
        spans: list[Span] = []
        filled: list[Filled] = []
        for part in piece.parts:
            if isinstance(part, Fill) and part.why == BORROWED and part.origin:
                for start, end in reading.spans(*part.origin):
                    words_ = self.document.text[start:end]
                    filled.append(Filled(len(text), words_, BORROWED, (start, end)))
                    text += words_
                continue
            if isinstance(part, Fill):
                filled.append(Filled(len(text), part.text, part.why, _origin(reading, part)))
                text += part.text
                continue
            for start, end in reading.spans(*part):
                if spans and spans[-1][1] == start and not _ends(filled, len(text)):
                    spans[-1] = (spans[-1][0], end)
                else:
                    spans.append((start, end))
                text += self.document.text[start:end]
        return text, tuple(spans), tuple(filled)

    def _self_standing(
        self, page: _Page, items: Items, verb: int, persons: dict[int, list[Item]] | None = None
    ) -> Items:
        """Put the person in the place of "he", and the first name before a bare surname.

        `persons` are nouns of the sentence for a "he" that no known name stands for.
        """
        found: list[Item] = []
        used = set(words(items))
        done: set[str] = set()
        for item in items:
            if isinstance(item, int):
                he = page.tree.low[item] in PRONOUNS
                mine = not he or page.tree.heads[item] == verb or item == items[0]
                named = self._named(page, item, used, done) if mine else [item]
                if named == [item] and persons and item in persons:
                    named = [n for w in persons[item] for n in self._again(page, w, used, done)]
                found += named
            else:
                found.append(item)
        return tuple(found)

    def _again(self, page: _Page, item: Item, used: set[int], done: set[str]) -> list[Item]:
        return self._named(page, item, used, done) if isinstance(item, int) else [item]

    def _named(self, page: _Page, i: int, used: set[int], done: set[str]) -> list[Item]:
        tree = page.tree
        if is_pronoun(tree, i) and tree.rel(i) == "nsubj":
            person = self._meant(page, i) if tree.low[i] in PRONOUNS else None
            if person is None:
                return [self._earlier(page, i) or i]
            if person.name.split()[-1] in done:
                return [i]
            self.he = self.he or tree.heads[i] == tree.root
            done.add(person.name.split()[-1])
            return [Fill(person.name, "pronoun", (-person.start - 1, person.end))]
        for mention, surname in page.names:
            if mention.last == i and surname not in done:
                done.add(surname)
                return self._in_full(page, mention, surname, used)
        return self._fuller(tree, i)

    def _earlier(self, page: _Page, i: int) -> Fill | None:
        """Return what "they" or "it" means in the sentence before."""
        if self.before is None:
            return None
        quoted = is_quotation(page.reading.sentence.text, inside=self.inside)
        quoted = quoted or (self.inside and in_quotes(page.tree, i))
        fill = self.before.meaning(page.tree, i, quoted=quoted)
        if fill is not None:
            self.meant[KINDS[page.tree.low[i]]] = fill
        return fill

    def _fuller(self, tree: Tree, i: int) -> list[Item]:
        """Put around "the team" what was said when the sentence before introduced it."""
        if self.before is None or self.inside:
            return [i]
        front, behind = self.before.fuller(tree, i)
        return [item for item in (front, i, behind) if item is not None]

    def _meant(self, page: _Page, i: int) -> Person | None:
        """Return who "he" is. Who speaks is not named in what he says, so that is left aside.

        In a quotation that began earlier "he" may be anybody.
        """
        tree = page.tree
        verb = tree.heads[i]
        if self.inside and not is_speech(tree, tree.root):
            return None
        inserted = tree.rel(verb) == "parataxis" or any(c < i for c in tree.under(verb, "ccomp"))
        if is_speech(tree, verb) and inserted:
            return _unnamed(self.people.meant(tree, i, ()), page.names)
        # Nobody calls himself "he" in words that are quoted.
        voices = speakers(tree, page.names) if in_quotes(tree, i) else frozenset()
        before = [s for m, s in page.names if m.last < i and s not in voices]
        found = self.people.meant(tree, i, before, crowded=crowd(tree, i, page.names))
        others = [(m, s) for m, s in page.names if m.first > i or s in voices]
        return _unnamed(found, others)

    def _in_full(self, page: _Page, mention: Mention, surname: str, used: set[int]) -> list[Item]:
        i = mention.last
        person = self.people.by_surname[surname]
        first = person.name[: -len(surname)].rstrip()
        alone = mention.first == i and page.tree.words[i].start not in page.reading.held
        titled = i > 0 and i - 1 in used and page.tree.upos(i - 1) in ("PROPN", "NOUN", "ADJ")
        nicknamed = i > 0 and i - 1 in used and page.tree.low[i - 1] == '"'
        if not first or not alone or titled or nicknamed:
            return [i]
        return [Fill(first, "name", (-person.start - 1, person.start + len(first))), i]


def _unnamed(person: Person | None, names: Sequence[tuple[Mention, str]]) -> Person | None:
    """Return a person if none of the names is his: nobody is "he" first and then named."""
    if person is None or person.name.split()[-1] in {surname for _, surname in names}:
        return None
    return person


def _origin(reading: Reading, fill: Fill) -> Span | None:
    """Return a fill's origin in the document; one below zero is that already."""
    if fill.origin is None:
        return None
    start, end = fill.origin
    if start < 0:
        return -start - 1, end
    return reading.places[start], reading.places[end - 1] + 1


def _only_closes(text: str) -> bool:
    """Say whether a quotation ends in a sentence in which none begins."""
    return "”" in text and "“" not in text


def _is_subject_person(tree: Tree, i: int) -> bool:
    """Say whether a word is "he" or "she" before a verb: whom a known name may stand for."""
    return tree.low[i] in PRONOUNS and tree.rel(i) == "nsubj"


def _ends(filled: list[Filled], at: int) -> bool:
    return bool(filled) and filled[-1].at + len(filled[-1].text) == at
