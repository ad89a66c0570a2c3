"""BenchIE: sentences with all facts that they state, as clusters of (subject, relation, object).

A fact is found when one of its triples is made exactly, slot by slot; words in [brackets] may be
left out. Precision is the share of our triples that are in some cluster, recall the share of
clusters that some triple of ours is in. A claim is written as triples by rules that look at its
tree alone: its subject, its verb with what stands between, and each of its objects and phrases in
turn. Claims that a noun phrase implies ("X, a Y") are left out: the set holds what is stated with
words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bench.sets import f1, half_of
from workbench.clauses.draft import Fill, words
from workbench.clauses.extract import claims
from workbench.clauses.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from workbench.clauses.draft import Item
    from workbench.clauses.extract import Draft
    from workbench.clauses.tree import Parser

Triple = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]
_IMPLIED = ("apposition", "title")
_ARGUMENTS = ("obj", "obl", "xcomp", "iobj")
_CLAUSES = frozenset({"that", "which", "who", "whose", "where", "when", "whereas"})
_PUBLISHED = "yardsticks (whole set, F1): ClausIE .339  MinIE .337"


def measure(folder: Path, half: str, parser: Parser) -> list[str]:
    """Return the lines of the table."""
    gold = [
        (s, c) for s, c in read(folder / "benchie_gold_annotations_en.txt") if half_of(s) == half
    ]
    trees = [
        Tree(text, tree)
        for (text, _), tree in zip(gold, parser.parse([s for s, _ in gold]), strict=True)
    ]
    lines = [
        f"{len(gold)} sentences, {sum(len(c) for _, c in gold)} facts",
        "                P      R      F1",
    ]
    for name, fine in (("ours", False), ("ours, fine", True)):
        lines.append(f"{name:12}" + _figures(trees, [c for _, c in gold], fine=fine))
    return [*lines, _PUBLISHED]


def read(path: Path) -> Iterator[tuple[str, list[list[tuple[re.Pattern[str], ...]]]]]:
    """Yield (sentence, its clusters, each a list of triples as patterns)."""
    for block in re.split(r"^sent_id:\d+\t", path.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        sentence, _, rest = block.partition("\n")
        clusters = re.split(r"^\d+--> Cluster \d+:.*$", rest, flags=re.MULTILINE)[1:]
        yield (
            sentence.strip(),
            [
                [
                    tuple(_pattern(slot) for slot in line.split("-->"))
                    for line in c.splitlines()
                    if "-->" in line
                ]
                for c in clusters
            ],
        )


def _pattern(slot: str) -> re.Pattern[str]:
    parts = re.findall(r"\[[^\]]*\]|[^\s\[\]]+", slot)
    made = (
        rf"(?:{_words(part[1:-1])})?" if part.startswith("[") else _words(part) for part in parts
    )
    return re.compile("".join(made), re.IGNORECASE)


def _words(text: str) -> str:
    return "".join(re.escape(word) + " " for word in text.split())


def _figures(
    trees: Sequence[Tree], gold: Sequence[list[list[tuple[re.Pattern[str], ...]]]], *, fine: bool
) -> str:
    made = right = found = facts = 0
    for tree, clusters in zip(trees, gold, strict=True):
        triples = {t for d in claims(tree, fine=fine) for t in triples_of(tree, d)}
        slots = [tuple(_text(tree, slot) for slot in triple) for triple in triples]
        hits = [{n for n, c in enumerate(clusters) if any(_is(t, g) for g in c)} for t in slots]
        made += len(slots)
        right += sum(bool(h) for h in hits)
        found += len(set().union(*hits)) if hits else 0
        facts += len(clusters)
    precision, recall = right / max(1, made), found / max(1, facts)
    return f"  {precision:.3f}  {recall:.3f}  {f1(precision, recall):.3f}"


def _is(triple: tuple[str, ...], pattern: tuple[re.Pattern[str], ...]) -> bool:
    return len(pattern) == len(triple) and all(
        p.fullmatch(t) for p, t in zip(pattern, triple, strict=True)
    )


def _text(tree: Tree, slot: tuple[int, ...]) -> str:
    text, end = "", -1
    for i in slot:
        word = tree.words[i]
        text += ("" if word.start == end or not text else " ") + word.text
        end = word.end
    return " ".join(part for part in text.split() if part not in (",", ".", ":")) + " "


def triples_of(tree: Tree, draft: Draft) -> Iterator[Triple]:
    """Yield the triples of a claim: for each object and phrase, and for what is within them."""
    if draft.rule in _IMPLIED:
        return
    inside = [w for item in draft.items for w in _own(tree, item)]
    head = draft.head if draft.rule != "whole" else tree.root
    if head not in inside:
        return
    at = inside.index(head)
    nominal = bool(tree.under(head, "cop"))
    verbs = [c for c in tree.under(head, "aux", "cop") if c in inside]
    start = min([inside.index(v) for v in verbs] + [at])
    who = _subject(tree, inside[:start])
    if not who or (nominal and not verbs):
        return
    if nominal:
        yield from _nominal(tree, who, inside, head, verbs)
        return
    verb = tuple(inside[start : at + 1])
    yield from _verbal(tree, who, verb, inside, head)


def _own(tree: Tree, item: Item) -> list[int]:
    """Return the word of an item; for a verb that was made to agree, the one that it stood for."""
    if isinstance(item, Fill):
        origin = item.origin if item.why == "agreement" else None
        return [i for i, w in enumerate(tree.words) if origin == (w.start, w.end)]
    return words([item])


def _subject(tree: Tree, before: list[int]) -> tuple[int, ...]:
    """Return the last noun phrase before the verb; what is fronted stands before a comma."""
    commas = [n for n, w in enumerate(before) if tree.low[w] == ","]
    rest = before[commas[-1] + 1 :] if commas else before
    return tuple(w for w in rest if tree.upos(w) not in ("ADV", "CCONJ", "SCONJ", "PUNCT"))


def _phrases(tree: Tree, inside: list[int], head: int) -> list[list[int]]:
    """Return the phrases behind a verb, in order."""
    own = set(inside)
    heads = [c for c in tree.below[head] if c in own and c > head and tree.rel(c) in _ARGUMENTS]
    return [[w for w in tree.subtree(c) if w in own] for c in heads]


def _verbal(
    tree: Tree, who: tuple[int, ...], verb: tuple[int, ...], inside: list[int], head: int
) -> Iterator[Triple]:
    own = set(inside)
    for c in tree.under(head, "obl"):
        if c < head and c in own:
            phrase = [w for w in tree.subtree(c) if w in own]
            case = _case(tree, phrase)
            yield who, (*verb, *case), tuple(phrase[len(case) :])
    objects: tuple[int, ...] = ()
    for phrase in _phrases(tree, inside, head):
        case = _case(tree, phrase)
        yield from _with_tails(tree, who, (*verb, *objects, *case), phrase[len(case) :])
        top = next((w for w in phrase if tree.heads[w] == head), phrase[0])
        if tree.rel(top) in ("obj", "xcomp", "iobj"):
            objects = tuple(phrase)


def _nominal(
    tree: Tree, who: tuple[int, ...], inside: list[int], head: int, verbs: list[int]
) -> Iterator[Triple]:
    after = [w for w in inside if w > max(verbs)]
    case = _case(tree, after)
    yield from _with_tails(tree, who, (*verbs, *case), after[len(case) :])


def _case(tree: Tree, phrase: list[int]) -> tuple[int, ...]:
    found = []
    for w in phrase:
        if tree.upos(w) != "ADP" and tree.low[w] != "to":
            break
        found.append(w)
    return tuple(found)


def _with_tails(
    tree: Tree, who: tuple[int, ...], relation: tuple[int, ...], phrase: list[int]
) -> Iterator[Triple]:
    """Yield the phrase up to its first preposition, and each further piece as the object."""
    clause = [n for n, w in enumerate(phrase) if n and _opens_a_clause(tree, w)]
    phrase = phrase[: clause[0]] if clause else phrase
    for part in _members(tree, phrase):
        for one in _members(tree, list(who)):
            yield from _tails(tree, tuple(one), relation, part)


def _opens_a_clause(tree: Tree, i: int) -> bool:
    return tree.low[i] in _CLAUSES or (tree.rel(i) in ("acl", "advcl") and tree.upos(i) == "VERB")


def _members(tree: Tree, phrase: list[int]) -> list[list[int]]:
    """Return a phrase once for each member of the first list in it."""
    own = set(phrase)
    for first in phrase:
        others = [c for c in tree.under(first, "conj") if c in own and c > first]
        if not others or tree.upos(first) not in ("NOUN", "PROPN"):
            continue
        alone = {m: set(tree.subtree(m)) for m in others}
        later = set().union(*alone.values())
        lead = {w for w in tree.subtree(first) if w not in later}
        found = [[w for w in phrase if w not in later]]
        for m in others:
            gone = (later - alone[m]) | lead
            joint = {c for c in tree.under(m, "cc", "punct") if c < m}
            found.append([w for w in phrase if w not in gone and w not in joint])
        return [f for f in found if f]
    return [phrase]


def _tails(
    tree: Tree, who: tuple[int, ...], relation: tuple[int, ...], phrase: list[int]
) -> Iterator[Triple]:
    """Yield the triples of a phrase without lists."""
    cuts = [
        n for n, w in enumerate(phrase) if n and tree.upos(w) == "ADP" and tree.rel(w) == "case"
    ]
    first = cuts[0] if cuts else len(phrase)
    if phrase:
        yield who, relation, tuple(phrase[:first])
    for n, cut in enumerate(cuts):
        end = cuts[n + 1] if n + 1 < len(cuts) else len(phrase)
        yield who, (*relation, *phrase[: cut + 1]), tuple(phrase[cut + 1 : end])
