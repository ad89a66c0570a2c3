"""Absolute constructions: "..., with U.S. soldiers now preparing a Ukrainian battalion"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.clauses.grammar import bare, be, is_finite, is_plural, joint, subject
from workbench.clauses.plan import Cut, Plan
from workbench.clauses.rules.participle import WHY, is_passive

if TYPE_CHECKING:
    from workbench.clauses.draft import Items
    from workbench.clauses.plan import Scene
    from workbench.clauses.tree import Tree


def absolute_with(scene: Scene, i: int) -> Cut | None:
    """Make a claim of "with" + noun + participle, in the tense of the main clause."""
    tree = scene.tree
    if tree.heads[i] != scene.plan.head or scene.embedded:
        return None
    found = _clausal(tree, i) if tree.rel(i) == "advcl" else _nominal(tree, i)
    if found is None or scene.tense in ("", "modal"):
        return None
    noun, verb, skip = found
    if not (is_passive(tree, verb) or tree.low[verb].endswith("ing")):
        return None
    plural = is_plural(tree, noun)
    tense = "past" if scene.tense == "past" else "present"
    who: Items = bare(tree, noun, together=True)
    own = frozenset(skip | joint(tree, verb))
    if noun != verb and noun not in tree.subtree(verb):
        who = tuple(w for w in who if w not in own and w not in tree.subtree(verb))
    helper = (be(tense, plural, WHY),)
    plan = Plan(
        verb, "absolute", (*who, *helper), skip=own, subject=who, plural=plural, tense=tense,
        helpers=helper, voices=scene.plan.voices, cut_from=i,
    )  # fmt: skip
    return Cut((plan,))


def _clausal(tree: Tree, i: int) -> tuple[int, int, set[int]] | None:
    """Read a verb with its own subject and "with" before it."""
    noun = subject(tree, i)
    marks = [c for c in tree.under(i, "mark", "case") if tree.low[c] == "with"]
    if noun is None or not marks or is_finite(tree, i) or tree.upos(i) != "VERB":
        return None
    return noun, i, {noun, *marks}


def _nominal(tree: Tree, i: int) -> tuple[int, int, set[int]] | None:
    """Read a noun with "with" before it and a participle behind it; a comma comes first."""
    if tree.rel(i) != "obl" or tree.low[tree.edge(i)] != "with":
        return None
    clauses = [c for c in tree.under(i, "acl") if c > i and not tree.under(c, "mark", "case")]
    verbs = [c for c in clauses if tree.upos(c) == "VERB" and not is_finite(tree, c)]
    if not verbs or tree.before(i) not in (",", "-", "--"):
        return None
    return i, verbs[-1], set()
