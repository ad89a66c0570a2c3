"""Participles: "..., traveling to Poland", "Asked about the talks, Ryder demurred"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workbench.clauses.draft import Fill, Stem
from workbench.clauses.grammar import (
    bare,
    be,
    is_finite,
    is_loose,
    is_measured,
    is_plural,
    joint,
    nearest_name,
    says_what_it_is,
    subject,
)
from workbench.clauses.inflect import past, present
from workbench.clauses.plan import Cut, Plan

if TYPE_CHECKING:
    from workbench.clauses.draft import Items
    from workbench.clauses.plan import Scene
    from workbench.clauses.tree import Tree

_LIKE_PREPOSITIONS = frozenset(
    "include follow accord regard concern consider give compare depend speak judge assume provide"
    " mean bar owe start begin range suppose involve exclude base date pend".split()
)
_CHARGES = frozenset("charge accuse convict suspect arrest indict acquit blame include".split())
"""Verbs whose list of deeds may go on behind a comma: "charged with murder, driving drunk ..."."""
_LASTING = frozenset("base locate know call name situate use make own run hold intend".split())
"""Verbs whose participle tells how things are, not what was done to them."""
_THOUGHT = frozenset("believe think say report expect suspect allege suppose estimate".split())
_RESULTS = frozenset({"make", "leave", "render"})
_LINKS = frozenset({"after", "while"})
WHY = "tense"


def participle(scene: Scene, i: int) -> Cut | None:
    """Give a participle the subject it is understood with, and the tense of its clause."""
    tree = scene.tree
    if tree.rel(i) not in ("advcl", "acl", "parataxis", "dep") or scene.embedded:
        return None
    lasting = tree.lemma(i) in _LASTING and _equal(scene, i)
    if not _is_participle(tree, i) or (tree.lemma(i) in _LIKE_PREPOSITIONS and not lasting):
        return None
    if tree.lemma(tree.heads[i]) in _CHARGES or scene.plan.rule == "absolute":
        return None
    if _is_hedged(scene) or _is_part_of_a_name(tree, i) or _is_result(tree, i):
        return None
    marks = tree.under(i, "mark", "case")
    if any(tree.low[m] not in _LINKS for m in marks) or (marks and is_measured(tree, i)):
        return None
    who, plural = _subject(scene, i)
    verb = _verb(scene, i, plural)
    loose = is_loose(tree, i) or _in_front(scene, i) or marks or _equal(scene, i)
    if not who or verb is None or not loose:
        return None
    swap = {i: verb[1]} if verb[1] else {}
    skip = frozenset({*marks, *joint(tree, i), *_having(tree, i)})
    plan = Plan(i, "participle", skip=skip, swap=swap, voices=scene.plan.voices, cut_from=i)
    link = " ".join(tree.words[m].text for m in marks)
    plan = replace(plan, before=(*who, *verb[0]), subject=who, plural=plural, link=link)
    return Cut((replace(plan, tense=scene.tense, helpers=verb[0]),))


def coordinated_participle(scene: Scene, i: int) -> Cut | None:
    """Give "..., catching 26 pirates and seizing arms" two claims in one tense."""
    tree, plan = scene.tree, scene.plan
    if tree.rel(i) != "conj" or tree.heads[i] != plan.head or plan.rule != "participle":
        return None
    if not _is_participle(tree, i) or is_passive(tree, i) != is_passive(tree, plan.head):
        return None
    if any(tree.low[c] in ("or", "nor") for c in tree.under(i, "cc")):
        return None
    verb = _verb(scene, i, scene.plural)
    if verb is None or not scene.subject:
        return None
    made = replace(
        plan, head=i, skip=frozenset(joint(tree, i)), swap={i: verb[1]} if verb[1] else {}
    )
    return Cut((replace(made, before=(*scene.subject, *verb[0]), cut_from=i),))


def _is_hedged(scene: Scene) -> bool:
    """Say whether the clause is only thought to be so: "they are believed to have left, ..."."""
    tree, head = scene.tree, scene.plan.head
    passive = any(tree.labels[c] in ("aux:pass", "nsubj:pass") for c in tree.below[head])
    return passive and tree.lemma(head) in _THOUGHT and bool(tree.under(head, "xcomp", "ccomp"))


def _is_result(tree: Tree, i: int) -> bool:
    """Say whether the whole event does it: "..., making her the first", "..., meaning he left"."""
    things = tree.under(i, "obj", "iobj", "xcomp")
    return tree.lemma(i) in _RESULTS and len(things) != 1


def _is_part_of_a_name(tree: Tree, i: int) -> bool:
    """Say whether a participle has a capital in the middle of a sentence: "Chasing Rain"."""
    text = tree.words[i].text
    return i > 0 and text[:1].isupper() and not text.isupper() and tree.low[i - 1] not in ('"', ":")


def _is_participle(tree: Tree, i: int) -> bool:
    if subject(tree, i) is not None or tree.under(i, "cop") or is_finite(tree, i):
        return False
    if tree.upos(i) != "VERB" or any(tree.low[c] == "to" for c in tree.under(i, "mark")):
        return False
    return tree.low[i].endswith("ing") or is_passive(tree, i)


def is_passive(tree: Tree, i: int) -> bool:
    """Say whether a word is a past participle: "asked", "taken"."""
    return tree.has(i, "VerbForm=Part") and not tree.low[i].endswith("ing")


def _equal(scene: Scene, i: int) -> bool:
    """Say whether a participle belongs to what the subject is: "It is a jet built by Boeing"."""
    head = scene.tree.heads[i]
    same = head == scene.plan.head and says_what_it_is(scene.tree, head)
    return same and is_passive(scene.tree, i) and scene.tree.rel(i) == "acl"


def _subject(scene: Scene, i: int) -> tuple[Items, bool]:
    """Return who does it: the noun that it hangs on, or the subject of its clause."""
    tree, head = scene.tree, scene.tree.heads[i]
    if head == scene.plan.head and (tree.rel(i) != "acl" or _equal(scene, i)):
        name = nearest_name(tree, i) if i < head and is_loose(tree, i) else -1
        return (scene.subject, scene.plural) if name < 0 else (bare(tree, name), False)
    if _under_with(tree, head, scene.plan.head) or _behind_with(tree, scene.plan.head, i):
        return (), False
    if scene.subject and tree.low[i].endswith("ing") and head not in scene.subject:
        return scene.subject, scene.plural
    name = nearest_name(tree, i) if tree.rel(i) == "acl" else -1
    if name >= 0 and is_loose(tree, i):
        return bare(tree, name), False
    if tree.under(head, "cop"):
        return (scene.subject, scene.plural) if head == scene.plan.head else ((), False)
    if tree.rel(i) == "acl" and tree.upos(head) in ("NOUN", "PROPN", "PRON"):
        return bare(tree, head), is_plural(tree, head)
    return (), False


def _under_with(tree: Tree, i: int, top: int) -> bool:
    """Say whether a noun belongs to a phrase with "with": an absolute construction."""
    while i >= 0 and i != top:
        if tree.rel(i) == "obl" and tree.low[tree.edge(i)] == "with":
            return True
        i = tree.heads[i]
    return False


def _behind_with(tree: Tree, verb: int, i: int) -> bool:
    """Say whether ", with" stands between a verb and a participle, so that it may belong there."""
    return any(tree.low[w] == "with" and tree.low[w - 1] == "," for w in range(verb + 1, i))


def _in_front(scene: Scene, i: int) -> bool:
    tree = scene.tree
    words = tree.subtree(i)
    after = words[-1] + 1
    if tree.rel(i) == "acl" or any(w < words[0] for w in scene.subject if isinstance(w, int)):
        return False
    return words[0] < scene.plan.head and (
        tree.low[words[-1]] == "," or (after < len(tree) and tree.low[after] == ",")
    )


def _having(tree: Tree, i: int) -> list[int]:
    return [c for c in tree.under(i, "aux") if tree.low[c] in ("having", "being")]


def _verb(scene: Scene, i: int, plural: bool) -> tuple[Items, Items] | None:
    """Return what stands before the participle and what stands in its place; None if unknown."""
    tree = scene.tree
    if scene.tense in ("", "modal"):
        return None
    if [c for c in tree.under(i, "aux") if tree.low[c] == "having"]:
        return (Fill("had", WHY),), ()
    if is_passive(tree, i):
        lasting = tree.lemma(i) in _LASTING or not _equal(scene, i)
        past_ = scene.tense == "perfect" or not lasting
        return (be("past" if past_ else scene.tense, plural, WHY),), ()
    negated = any(tree.low[c] in ("not", "never") for c in tree.under(i, "advmod"))
    going_on = any(isinstance(w, int) and tree.lemma(w) == "be" for w in scene.helpers)
    if negated or (scene.tense == "present" and going_on):
        return (be(scene.tense, plural, WHY),), ()
    if scene.tense == "present":
        return (), _formed(tree, i, *present(tree.low[i], tree.lemma(i), plural=plural))
    return (), _formed(tree, i, *past(tree.low[i]))


def _formed(tree: Tree, i: int, stays: int, ending: str) -> Items:
    """Return the letters of a word that stay and the ending that is filled in."""
    if stays == 0:
        return (Fill(ending, WHY, (tree.words[i].start, tree.words[i].end)),)
    return (Stem(i, stays), Fill(ending, WHY, tight=True)) if ending else (Stem(i, stays),)
