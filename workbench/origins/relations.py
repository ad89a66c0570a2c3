"""Articles in, what they have in common out: the text, the outlet, the agency, the owner."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from db.origin import Reason, Relation
from workbench.origins.agencies import load_agencies
from workbench.origins.body import body
from workbench.origins.copies import CopyIndex
from workbench.origins.credits import one_agency
from workbench.origins.families import load_families, one_family
from workbench.origins.grouping import Origins
from workbench.origins.outlets import outlet_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from db.origin import Origin
    from db.records import Document, Sentence
    from workbench.origins.agencies import Agencies
    from workbench.origins.families import Families

    Sentences = Mapping[int, Sequence[Sentence]]
    Pair = tuple[int, int]


def origins(
    documents: Iterable[Document],
    sentences: Sentences,
    joined: Iterable[Pair] = (),
    parted: Iterable[Pair] = (),
    families: Families | None = None,
    agencies: Agencies | None = None,
) -> list[Origin]:
    """Group articles of one event by origin, with the reviewer's own pairs of document ids.

    `sentences` are those of each document by its id. Raises ValueError when two documents have one
    id, or a pair names one document twice.
    """
    known = tuple(documents)
    related = find(known, sentences, families, agencies)
    return Origins(related, joined, parted).of(document.id for document in known)


def find(
    documents: Iterable[Document],
    sentences: Sentences,
    families: Families | None = None,
    agencies: Agencies | None = None,
    step: Callable[[int], None] = lambda done: None,
) -> list[Relation]:
    """Return all relations among `documents`; the strongest kinds first.

    `step` is told how many of them have been compared, and may raise to stop. Raises ValueError
    when two documents have one id.
    """
    known = sorted(documents, key=lambda document: document.id)
    return [
        *near_copies(known, sentences, step),
        *one_source(known),
        *one_agency(known, sentences, agencies or load_agencies()),
        *one_family(known, families or load_families()),
    ]


def near_copies(
    documents: Sequence[Document],
    sentences: Sentences,
    step: Callable[[int], None] = lambda done: None,
) -> list[Relation]:
    """Return the near-copies among `documents`, which come in the order of their ids."""
    index = CopyIndex()
    found: list[Relation] = []
    for done, document in enumerate(documents, 1):
        found += index.add(body(document, sentences.get(document.id, ())))
        step(done)
    return found


def one_source(documents: Iterable[Document]) -> list[Relation]:
    """Relate the articles of one outlet: an update of its own story is no second origin.

    An article whose source is only guessed from its file's name has none in common with others.
    """
    members: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        if not document.source_is_a_guess:
            members[outlet_key(document.source) or document.source].append(document)
    return [
        Relation(Reason.SOURCE, tuple(sorted(d.id for d in articles)), articles[0].source)
        for _, articles in sorted(members.items())
        if len(articles) > 1
    ]
