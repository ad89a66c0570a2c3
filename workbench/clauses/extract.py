"""The claims of one tree: rules plan them, this carries the plans out, gates decide.

A plan is carried out by walking down from its head. Each word on the way is shown to the rules; a
rule that recognises it takes its words out of the claim and plans claims of them. When a claim does
not stand alone, its words go back to where they were cut from, and the sentence is done again.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from workbench.clauses import gates
from workbench.clauses.anchors import loses_condition, loses_front, loses_place, loses_time
from workbench.clauses.draft import words
from workbench.clauses.grammar import CLAUSES, bare, helpers, is_finite, is_plural, subject, tense
from workbench.clauses.plan import Plan, Scene
from workbench.clauses.reference import CUT, stranded
from workbench.clauses.repair import mended
from workbench.clauses.rules import FINE, RULES
from workbench.clauses.rules.circumstance import apart
from workbench.clauses.rules.lists import variants
from workbench.clauses.rules.saying import attributions, content, with_voices
from workbench.clauses.rules.title import titles

if TYPE_CHECKING:
    from workbench.clauses.draft import Item, Items
    from workbench.clauses.plan import Voice
    from workbench.clauses.tree import Tree

MOST_WORDS = 300
"""Words of the longest sentence that is taken apart."""
_TRIES = 8
_BORROWING = ("coordination", "participle", "relative")
_FEWEST_WORDS = 4
_LOSSES = (loses_time, loses_condition, loses_place, loses_front)


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim in words of its tree, with the rule that made it.

    `borrowed` are words that it shares with the claim that it was cut from: its subject, mostly.
    """

    items: Items
    rule: str
    voices: tuple[Voice, ...] = ()
    link: str = ""
    head: int = 0
    borrowed: frozenset[int] = frozenset()
    cut_from: int = -1


def claims(tree: Tree, *, fine: bool = False) -> list[Draft]:
    """Return the claims of a sentence, in the order of the text; at least one.

    `fine` also parts the circumstances of one event (when, where, as what), gives the bare event
    where it has one circumstance, and makes claims of short notes in brackets.
    """
    if len(tree) == 0 or len(tree) > MOST_WORDS:
        return [whole(tree)]
    if not _is_sentence(mended(tree)):
        return [whole(tree)]
    glued: set[int] = set()
    for _ in range(_TRIES):
        drafts, refused, left = _Sentence(tree, frozenset(glued), fine=fine).run()
        refused |= _lost(tree, drafts) - glued
        again = refused - glued or _cuts_above(tree, left)
        if not again - glued and not refused and not left:
            return sorted(drafts, key=lambda d: min(words(d.items)))
        if not again - glued:
            break
        glued |= again
    return [whole(tree)]


def _is_sentence(tree: Tree) -> bool:
    """Say whether the root is a finite clause that states something."""
    if any(tree.low[c] in ("if", "unless", "whether") for c in tree.under(tree.root, "mark")):
        return False
    return is_finite(tree, tree.root) and tree.low[-1] != "?"


def whole(tree: Tree) -> Draft:
    """Return the sentence as its own claim."""
    return Draft(tuple(range(len(tree))), "whole")


def _lost(tree: Tree, drafts: list[Draft]) -> set[int]:
    """Return the cuts that took from a claim what it cannot be understood without."""
    lost: set[int] = set()
    for draft in drafts:
        nouns = stranded(tree, draft)
        if draft.rule in CUT:
            if _is_beyond_its_speaker(tree, draft):
                continue
            if nouns or any(loses(tree, draft) for loses in _LOSSES):
                lost |= {draft.cut_from, *_between(tree, drafts, draft)}
        elif draft.rule == "sentence" and _says_nothing(tree, draft):
            lost |= {other.cut_from for other in drafts if other.rule == "aside"}
        elif draft.rule == "sentence" and nouns:
            lost |= {
                other.cut_from
                for other in drafts
                if other.rule in CUT and set(nouns) & (set(words(other.items)) - other.borrowed)
            }
    return lost


def _says_nothing(tree: Tree, draft: Draft) -> bool:
    """Say whether "It appears" has lost what appears."""
    used = [w for w in words(draft.items) if tree.upos(w) != "PUNCT"]
    return len(used) < _FEWEST_WORDS and tree.low[used[0]] in ("it", "there")


def _is_beyond_its_speaker(tree: Tree, draft: Draft) -> bool:
    """Say whether "Ashby said" stands between a clause and the one before: it parts them."""
    cues = [w for voice in draft.voices for w in words(voice.cue)]
    between = range(tree.heads[draft.cut_from] + 1, tree.edge(draft.cut_from))
    return draft.rule == "aside" and any(w in between for w in cues)


def _between(tree: Tree, drafts: list[Draft], aside: Draft) -> set[int]:
    """Return what was cut out between a clause and one that is set beside it, as a sentence is."""
    if aside.rule != "aside":
        return set()
    first, last = tree.heads[aside.cut_from], tree.edge(aside.cut_from)
    heads = [d.head for d in drafts if first < d.head < last and d.rule != "title"]
    return _cuts_above(tree, heads) if heads else set()


def _cuts_above(tree: Tree, left: list[int]) -> set[int]:
    """Return every word above those that were left out: what must not be cut there."""
    found: set[int] = set()
    for word in left:
        at = word
        while at >= 0 and at not in found:
            found.add(at)
            at = tree.heads[at]
    return found


class _Sentence:
    """One attempt at a sentence; words in `glued` are not cut from where they stand."""

    def __init__(self, tree: Tree, glued: frozenset[int], *, fine: bool) -> None:
        self.tree = tree
        self.fine = fine
        self.glued = glued
        self.drafts: list[Draft] = []
        self.refused: set[int] = set()
        self.covered: set[int] = set()
        self.open: deque[Plan] = deque()

    def run(self) -> tuple[list[Draft], set[int], list[int]]:
        """Return the claims, the cuts that failed, and the words that were lost."""
        root = Plan(self.tree.root, "sentence", cut_from=self.tree.root)
        self.open.append(root)
        while self.open:
            self._carry_out(self.open.popleft())
        return self.drafts, self.refused, gates.missing(self.tree, self.covered)

    def _carry_out(self, plan: Plan) -> None:
        scene = scene_of(self.tree, plan)
        if not plan.walk:
            self._keep(scene, plan.before)
            return
        attributed = [(i, v) for i, v in attributions(scene) if i not in self.glued]
        if attributed:
            scene = replace(scene, plan=with_voices(plan, [v for _, v in attributed]))
        said = content(scene)
        if any(p.head in self.glued for p in said):
            said = []
        away = {i for i, _ in attributed} | {p.head for p in said}
        kept = self._walk(scene, away)
        self.open.extend(titles(scene, kept))
        for i in away:
            if i not in {p.head for p in said}:
                inside = scene_of(self.tree, Plan(i, "attribution", voices=plan.voices))
                kept_there = self._walk(inside, set())
                self.covered |= set(kept_there)
        self.open.extend(said)
        if said:
            self.covered |= _reporting(self.tree, plan.head, kept) | set(plan.skip)
        else:
            self._finish(scene, kept)

    def _walk(self, scene: Scene, away: set[int]) -> list[int]:
        """Return the words that stay in the clause; what the rules cut off is planned."""
        tree = self.tree
        kept: list[int] = []
        open_ = [(scene.plan.head, False)]
        while open_:
            i, embedded = open_.pop()
            kept.append(i)
            for child in tree.below[i]:
                if child in scene.plan.skip or child in away:
                    continue
                inside = embedded or i != scene.plan.head
                if not self._cut(replace(scene, embedded=embedded), child):
                    deeper = inside and tree.rel(child) in CLAUSES
                    open_.append((child, embedded or deeper or tree.rel(child) in CLAUSES))
        return sorted(kept)

    def _cut(self, scene: Scene, i: int) -> bool:
        if i in self.glued or not self.tree.is_whole(i):
            return False
        for rule in FINE if self.fine else RULES:
            cut = rule(scene, i)
            if cut is not None:
                self.open.extend(cut.plans)
                for plan in cut.plans:
                    self.covered |= set(plan.skip)
                return not cut.stays
        return False

    def _finish(self, scene: Scene, kept: list[int]) -> None:
        plan = scene.plan
        body: list[Item] = []
        for i in kept:
            body += plan.swap.get(i, (i,))
            body += plan.behind.get(i, ())
        self.covered |= set(plan.swap)
        self._keep(scene, (*plan.before, *body, *plan.after))

    def _keep(self, scene: Scene, items: Items) -> None:
        plan = scene.plan
        if plan.rule != "sentence" and not gates.stands_alone(self.tree, plan, items):
            self.refused.add(plan.cut_from)
            return
        self.covered |= set(words(items))
        self.covered.add(plan.cut_from)
        many = self._variants(scene, items) if plan.walk else [items]
        own = _borrowed(plan) if len(many) == 1 else frozenset()
        for each in many:
            self.drafts.append(
                Draft(each, plan.rule, plan.voices, plan.link, plan.head, own, plan.cut_from)
            )

    def _variants(self, scene: Scene, items: Items) -> list[Items]:
        found = variants(scene, items)
        if self.fine:
            found = [f for each in found for f in apart(scene, each)]
        return list(dict.fromkeys(found))


def _borrowed(plan: Plan) -> frozenset[int]:
    """Return the words that a plan takes from outside of its own clause."""
    if not plan.walk or plan.rule not in _BORROWING:
        return frozenset()
    places = (plan.before, plan.after, *plan.swap.values(), *plan.behind.values())
    return frozenset(w for items in places for w in items if isinstance(w, int))


def _reporting(tree: Tree, verb: int, kept: list[int]) -> set[int]:
    """Return the words of a report around what is said; a further clause in it is none of them."""
    clauses = tree.under(verb, "advcl", "ccomp", "conj", "parataxis")
    clauses = [c for c in clauses if tree.lemma(c) not in ("speak", "talk", "write", "quote")]
    return set(kept) - {w for clause in clauses for w in tree.subtree(clause)}


def scene_of(tree: Tree, plan: Plan) -> Scene:
    """Work out what the rules ask about the clause of a plan."""
    own = subject(tree, plan.head) if plan.walk else None
    if own is None or own in plan.skip:
        return Scene(tree, plan, plan.subject, plan.plural, plan.tense, plan.helpers)
    who: Items = bare(tree, own, together=True)
    if own in plan.swap:
        who = plan.swap[own]
    there = tree.rel(own) == "expl" or any(tree.rel(c) == "expl" for c in tree.below[plan.head])
    return Scene(
        tree,
        plan,
        () if there else who,
        plan.plural or is_plural(tree, own),
        tense(tree, plan.head),
        _helpers(tree, plan.head),
    )


def _helpers(tree: Tree, i: int) -> tuple[int, ...]:
    """Return the auxiliaries with the negation among them."""
    shared = helpers(tree, i)
    shared += [c for c in tree.under(i, "advmod") if tree.low[c] in ("not", "n't", "never")]
    return tuple(sorted(c for c in shared if c < i))
