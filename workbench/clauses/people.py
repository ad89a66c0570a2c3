"""Who is meant by "he" and by a bare surname, within one article and only where it is safe.

A name is a run of capitalised words that the article shows to be a person: a rank or a title before
it, a verb of saying beneath it, or the parser's own opinion.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workbench.clauses.first_names import HE, SHE
from workbench.clauses.grammar import subject
from workbench.clauses.person_nouns import TITLES, is_person
from workbench.clauses.rules.saying import is_speech

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workbench.clauses.reading import Reading
    from workbench.clauses.tree import Tree

_HE = frozenset("mr spokesman chairman king prince congressman actor pope".split())
_SHE = frozenset("mrs ms miss spokeswoman chairwoman queen princess congresswoman actress".split())
_NOT_A_PERSON = frozenset(
    "force forces department ministry agency bank group council party court university office"
    " united states street avenue road house city county company corp inc news times post police"
    " army navy committee association union league club airport hospital school center centre"
    " international national federal north south east west new day river island air defense defence"
    " democracy january february march april may june july august september october november"
    " december monday tuesday wednesday thursday friday saturday sunday".split()
)
_MOST_NAMES = 4
PRONOUNS = frozenset({"he", "she"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at words[first:last + 1] of a tree; `person` says that this mention shows a person."""

    first: int
    last: int
    person: bool
    gender: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the article: the fullest name, and where in the document it stands."""

    name: str
    start: int
    end: int


@dataclass(slots=True)
class People:
    """The persons of one article by surname, and who was last spoken of."""

    by_surname: dict[str, Person] = field(default_factory=dict)
    gender: dict[str, str] = field(default_factory=dict)
    last: tuple[str, ...] = ()
    last_subject: str = ""

    def known(self, tree: Tree, mention: Mention) -> str:
        """Return the surname of a mention when it is a person of the article, else ""."""
        surname = tree.words[mention.last].text
        return surname if surname in self.by_surname else ""

    def meant(
        self, tree: Tree, i: int, before: Sequence[str], *, crowded: bool = False
    ) -> Person | None:
        """Return the person that a pronoun means; None unless only one can be meant.

        `before` are the surnames named in its sentence ahead of it; `crowded` says that other
        subjects stand there too.
        """
        if crowded and before:
            return None
        fits = [s for s in dict.fromkeys(before) if self._fits(s, tree.low[i])]
        if not before and not crowded:
            fits = [s for s in dict.fromkeys(self.last) if self._fits(s, tree.low[i])]
            if len(fits) > 1 and self.last_subject in fits:
                fits = [self.last_subject]
        return self.by_surname[fits[0]] if len(fits) == 1 else None

    def _fits(self, surname: str, pronoun: str) -> bool:
        return self.gender.get(surname, pronoun) == pronoun


def mentions(tree: Tree, reading: Reading) -> Iterator[Mention]:
    """Yield the names of a sentence."""
    i = 0
    while i < len(tree):
        if not _in_name(tree, i):
            i += 1
            continue
        first = i
        while i + 1 < len(tree) and (_in_name(tree, i + 1) and _joined(tree, i)):
            i += 1
        found = _mention(tree, reading, first, i)
        if found:
            yield found
        i += 1


def _in_name(tree: Tree, i: int) -> bool:
    text = tree.words[i].text
    return (tree.upos(i) == "PROPN" and text[:1].isupper() and text.replace("-", "").isalpha()) or (
        len(text) == 2 and text[1] == "." and text[0].isupper()
    )


def _joined(tree: Tree, i: int) -> bool:
    return tree.words[i + 1].start - tree.words[i].end == 1


def _mention(tree: Tree, reading: Reading, first: int, last: int) -> Mention | None:
    gender = ""
    ranked = any(tree.words[w].start in reading.held for w in range(first, last + 1))
    while first < last and (tree.low[first] in TITLES or tree.words[first].start in reading.held):
        if tree.words[first].start in reading.held and tree.low[first] not in TITLES:
            break
        ranked, gender = True, gender or _gender(tree.low[first])
        first += 1
    size = last - first + 1
    if size > _MOST_NAMES or any(tree.low[w] in _NOT_A_PERSON for w in range(first, last + 1)):
        return None
    title = tree.low[first - 1] if first else ""
    titled = title in TITLES
    aged = _followed_by_age(tree, last)
    shown = aged or ranked or titled or any(tree.words[w].entity == "PER" for w in (first, last))
    return Mention(first, last, shown or _speaks(tree, first, last), gender or _gender(title))


def _followed_by_age(tree: Tree, last: int) -> bool:
    """Say whether a name is followed by an age or by "who"."""
    if last + 2 >= len(tree) or tree.low[last + 1] != ",":
        return False
    after = tree.low[last + 2]
    return after == "who" or (after.isdecimal() and len(after) <= 2)


def _gender(title: str) -> str:
    return "he" if title in _HE else "she" if title in _SHE else ""


def _speaks(tree: Tree, first: int, last: int) -> bool:
    for w in range(first, last + 1):
        head = tree.heads[w]
        if tree.rel(w) == "nsubj" and head >= 0 and is_speech(tree, head):
            return last > first and not (first and tree.low[first - 1] == "the")
    return False


def gather(trees: Sequence[Tree], readings: Sequence[Reading]) -> People:
    """Collect the persons of an article; a surname that two of them share is nobody's."""
    people = People()
    clash: set[str] = set()
    for tree, reading in zip(trees, readings, strict=True):
        for mention in mentions(tree, reading):
            if not mention.person:
                continue
            _learn(people, clash, tree, reading, mention)
    for surname in clash:
        people.by_surname.pop(surname, None)
    return people


def _learn(people: People, clash: set[str], tree: Tree, reading: Reading, mention: Mention) -> None:
    first, last = tree.words[mention.first], tree.words[mention.last]
    start, end = reading.places[first.start], reading.places[last.end - 1] + 1
    name, surname = tree.text[first.start : last.end], last.text
    known = people.by_surname.get(surname)
    if known is not None and _differ(known.name, name):
        clash.add(surname)
    if known is None or len(name) > len(known.name):
        people.by_surname[surname] = Person(name, start, end)
    gender = mention.gender or _by_first_name(name)
    if gender:
        people.gender.setdefault(surname, gender)


def _by_first_name(name: str) -> str:
    first = name.split()[0].lower()
    return "he" if first in HE else "she" if first in SHE else ""


def _differ(a: str, b: str) -> bool:
    """Say whether two full names with one surname have other first names."""
    first, second = a.split()[0], b.split()[0]
    long = " " in a and " " in b
    return long and first[0] != second[0]


def subject_person(tree: Tree, found: Sequence[tuple[Mention, str]]) -> str:
    """Return the surname of the person who is the subject of a sentence; "" for none.

    "Asked whether it is safe, Finch left" has been parsed as a report by nobody.
    """
    root = tree.root
    clauses = (root, *tree.under(root, "parataxis", "ccomp"))
    subjects = [top for c in clauses if (top := subject(tree, c)) is not None]
    if not subjects:
        return ""
    asked = subject(tree, root) is None and tree.edge(root) == root
    first = subjects[-1] if asked else subjects[0]
    if is_speech(tree, root) and any(_is_somebody(tree, s) for s in subjects[1:]):
        return ""
    names = (first, *tree.under(first, "appos"))
    return next((s for m, s in found for n in names if m.first <= n <= m.last), "")


def _is_somebody(tree: Tree, i: int) -> bool:
    """Say whether a noun phrase names another person: a name, or a noun for one."""
    single = not tree.has(i, "Number=Plur")
    named = tree.words[i].entity == "PER" or (tree.upos(i) == "NOUN" and is_person(tree.lemma(i)))
    return single and named


def crowd(tree: Tree, i: int, found: Sequence[tuple[Mention, str]]) -> bool:
    """Say whether a noun that is no known person is a subject ahead of word `i`."""
    named = {w for m, _ in found for w in range(m.first, m.last + 1)}
    return any(
        tree.rel(w) == "nsubj" and w not in named and tree.upos(w) in ("NOUN", "PROPN")
        for w in range(i)
    )


def speakers(tree: Tree, found: Sequence[tuple[Mention, str]]) -> frozenset[str]:
    """Return the surnames of those who are said to speak in a sentence."""
    return frozenset(
        surname
        for mention, surname in found
        for w in range(mention.first, mention.last + 1)
        if tree.rel(w) == "nsubj" and is_speech(tree, tree.heads[w])
    )
