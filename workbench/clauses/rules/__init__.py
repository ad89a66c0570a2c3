"""One construction a file: each rule looks at a word under a clause and plans claims, or declines.

A rule is a function of (scene, word). It returns None when the word is not its construction, and
the word then stays in the clause that holds it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.clauses.rules.absolute import absolute_with
from workbench.clauses.rules.adverbial import adverbial_clause
from workbench.clauses.rules.apposition import apposition
from workbench.clauses.rules.aside import clause_beside
from workbench.clauses.rules.bracket import note_in_brackets
from workbench.clauses.rules.coordination import coordinated_clause, coordinated_infinitive
from workbench.clauses.rules.participle import coordinated_participle, participle
from workbench.clauses.rules.relative import relative_clause

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.clauses.plan import Cut, Scene

RULES: tuple[Callable[[Scene, int], Cut | None], ...] = (
    adverbial_clause,
    coordinated_clause,
    coordinated_infinitive,
    coordinated_participle,
    absolute_with,
    participle,
    relative_clause,
    apposition,
    clause_beside,
)
"""In the order in which they are asked; the first that recognises a word has it."""

FINE: tuple[Callable[[Scene, int], Cut | None], ...] = (note_in_brackets, *RULES)
"""The rules for the finest claims: notes in brackets become claims too."""
