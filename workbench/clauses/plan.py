"""What a rule makes: the plan of one claim, to be carried out by `extract`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.clauses.draft import Item, Items
    from workbench.clauses.tree import Tree


@dataclass(frozen=True, slots=True)
class Voice:
    """Who is reported to state a claim, and with which word; both are items of the sentence."""

    speaker: Items
    cue: Items
    subject: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """One claim to be made: `before`, then the words below `head`, then `after`.

    `skip` names words whose whole subtree stays out; `swap` puts items in a word's place.
    `subject` are the items that a clause without a subject of its own takes over, `lead` those
    that stand before its verb besides (an auxiliary), `plural` and `tense` what they agree with.
    A plan without `walk` has its words in `before` already.
    """

    head: int
    rule: str
    before: Items = ()
    after: Items = ()
    skip: frozenset[int] = frozenset()
    swap: dict[int, Items] = field(default_factory=dict)
    behind: dict[int, Items] = field(default_factory=dict)
    subject: Items = ()
    plural: bool = False
    tense: str = ""
    helpers: Items = ()
    voices: tuple[Voice, ...] = ()
    link: str = ""
    walk: bool = True
    cut_from: int = -1


@dataclass(frozen=True, slots=True)
class Scene:
    """A plan being carried out: what a rule may look at when it meets a word.

    `subject` are the words of the subject of `plan.head`; `embedded` says that the word stands in
    a clause that is not itself stated ("he hopes that ...").
    """

    tree: Tree
    plan: Plan
    subject: Items
    plural: bool
    tense: str
    helpers: tuple[Item, ...]
    embedded: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """What a rule answers: the claims to be made, and whether the words stay where they are too."""

    plans: tuple[Plan, ...]
    stays: bool = False
