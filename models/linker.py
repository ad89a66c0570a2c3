"""How probable it is that two claims state one fact.

The nearest neighbours of each claim, by meaning and by spelling, are scored twice, by logistic
regressions small enough to read. The first looks at a pair alone: cosine, words that are shared or
mean the same, names and numbers, places in the articles. The second looks at the pair among the
others: whether each claim is the other's best match in its article, and whether third claims agree.
Reporting repeats itself, so what is said elsewhere decides many a close call.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from models.cores import one_blas_thread, products_side_by_side
from models.linking.around import Around
from models.linking.blocks import blocks
from models.linking.candidates import candidates, way
from models.linking.claims import Claims, in_order, ordered, prepare
from models.linking.collection import Collection
from models.linking.features import (
    OfPart,
    chunked,
    nearness,
    neighbouring,
    of_neighbours,
    of_pairs,
)
from models.linking.given import Given, InMemory
from models.linking.known import NOTHING, Block, Known, near_known
from models.linking.letters import SKETCH, letters, sketch
from models.linking.meaning import Meaning
from models.linking.naming import Naming, names_in
from models.linking.neighbourhood import LEAST_PROBABILITY, together
from models.linking.reasons import GROUPS
from models.linking.scores import Part, Scores
from models.linking.shelf import Shelf
from models.linking.spread import Spread
from models.linking.tokens import Words
from models.linking.weights import Weights, read_weights

Stage: TypeAlias = Callable[[str, int, int], None]
"""Told (stage, done, total)."""

MOST_IN_MEMORY = 30_000
"""Claims all of which is held in memory; of more, what is known of each is kept in files."""

WEIGHTS = Path(__file__).with_name("weights") / "linker.json"


class Links(NamedTuple):
    """Scored pairs of claims, sorted by `left`, then `right`; each of shape (m,), left < right.

    `reasons`, (m, groups), is what each of the linker's `groups` adds to the log odds of a pair.
    """

    left: NDArray[np.int32]
    right: NDArray[np.int32]
    probability: NDArray[np.float32]
    reasons: NDArray[np.float32]


class Scored(NamedTuple):
    """Links, with what else is known of each, shape (m,)."""

    links: Links
    alone: NDArray[np.float32]  # the probability by the first regression
    nearness: NDArray[np.float32]


class Linker:
    """Pairs of claims to the probability that they state one fact.

    `groups` names what can speak for a pair.
    """

    groups = tuple(GROUPS)

    def __init__(self, weights: Weights, version: str) -> None:
        self.weights = weights
        self.version = version
        self.threshold = weights.threshold

    @classmethod
    def load(cls, path: Path | None = None) -> Self:
        """The linker of a weights file (the one that ships, by default).

        `version` is a digest of the file. OSError if it cannot be read, ValueError if it is not
        a linker's weights.
        """
        text = (path or WEIGHTS).read_text("utf-8")
        return cls(read_weights(text), hashlib.sha256(text.encode()).hexdigest()[:16])

    def way(self, claims: int) -> str:
        """Say what is compared among so many claims: "all pairs", or those "in an index"."""
        return way(claims)

    def link(
        self,
        texts: Sequence[str],
        vectors: NDArray[np.float32],
        documents: Sequence[int] | NDArray[np.integer],
        sentences: Sequence[int] | NDArray[np.integer],
        words: Sequence[NDArray[np.floating]],
        step: Stage = lambda stage, done, total: None,
    ) -> Links:
        """The pairs of claims worth linking, each with its probability.

        `vectors` has shape (n, d), rows of unit length; `documents` and `sentences` name the
        article and the sentence each claim comes from; of two sentences of one article the later
        one has the greater number. `words` has for each claim a matrix (k, w), unit rows, of its
        first k content words (`models.linking.content`); k may be 0. Two claims of one sentence are
        never linked. `step` is told how much of a stage is done, and may raise to stop. Reordering
        the claims renumbers the pairs and changes nothing else.
        ValueError if the lengths differ.
        """
        given = InMemory.of(texts, vectors, documents, sentences, words)
        return self._all(given, step)[0].links

    def study(
        self,
        given: Given,
        step: Stage = lambda stage, done, total: None,
        spread: Spread | None = None,
    ) -> tuple[Scored, NDArray[np.float16], bytes]:
        """Do what `link` does, and return what is needed to link further claims to these.

        That is: the pairs with how they were scored; the `signatures` of all claims, in half
        precision; and what is known of the collection, for `recall`. Near claims are looked for
        by `spread` where there is one and that gains something; the outcome is the same.
        """
        scored, order, claims = self._all(given, step, spread)
        vectors = claims.meaning.vectors
        width = vectors.shape[1]
        signatures = claims.shelf.zeros((len(order), width + SKETCH), np.float16)
        for part in blocks(len(order)):
            signatures[order[part], :width] = vectors[part]
            signatures[order[part], width:] = claims.spelling(part)
            claims.shelf.let_go()
        return scored, signatures, claims.collection.to_bytes()

    def recall(self, collection: bytes) -> Collection:
        """What `study` has left of a collection, read. ValueError or KeyError for anything else."""
        return Collection.from_bytes(collection)

    def signatures(
        self, known: Collection, texts: Sequence[str], vectors: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """Rows by which near claims are found, (n, d + SKETCH): of meaning, then of spelling."""
        spelling = sketch(letters(Words.of(texts), known.claims, known.letters)[0])
        return np.concatenate([vectors, spelling], axis=1)

    def names(self, known: Collection, texts: Sequence[str]) -> list[str]:
        """The names in the claims of an article, as a collection spells them."""
        return names_in(texts, known)

    def near(
        self, asked: NDArray[np.float32], width: int, blocks: Iterable[Block]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The nearest claims of all blocks to each of some `signatures`; see `near_known`."""
        return near_known(asked, width, blocks)

    @one_blas_thread()
    def link_new(
        self,
        collection: Collection,
        texts: Sequence[str],
        vectors: NDArray[np.float32],
        documents: Sequence[int],
        sentences: Sequence[int],
        words: Sequence[NDArray[np.floating]],
        places: tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float32]],
        pairs: tuple[NDArray[np.int64], NDArray[np.int64]],
        known: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]],
        nearest: tuple[NDArray[np.int64], NDArray[np.float64]],
        names: Mapping[int, Sequence[str]],
    ) -> Scored:
        """Score `pairs` of claims, among which are new ones and those near to them.

        What the collection tells is as it was when it was studied. `places` is where each claim
        stands in its article (in sentences, as a share) and the mean vector of that, `pairs` the
        places of two claims. `known` are links that old claims have: whose, to whom (-1 for one
        that is not here), the probability of the first regression; `nearest` is whose and how near
        at least the NEAREST of each claim's links are. `names` has the `names` of each of the
        `documents`.
        """
        order, claims = ordered(texts, vectors, documents, sentences, words, collection)
        centres = np.empty((int(claims.document.max()) + 1, vectors.shape[1]), dtype=np.float32)
        centres[claims.document] = places[2][order]
        told = [names[number] for number in sorted(set(documents))]
        claims = replace(
            claims,
            place=places[0][order],
            depth=places[1][order],
            meaning=Meaning.of(claims.meaning.vectors, claims.document, centres),
            naming=Naming.of_names(told, collection),
        )
        now = np.empty(len(order) + 1, dtype=np.int64)
        now[order], now[-1] = np.arange(len(order)), -1
        one, two = now[pairs[0]], now[pairs[1]]
        left, right = np.minimum(one, two), np.maximum(one, two)
        by = np.lexsort((right, left))
        whose, other, alone = known
        owner, nearness = nearest
        before = Known(now[whose], now[other], alone, now[owner], nearness)
        return self._score(order, claims, left[by], right[by], before)

    def _all(
        self, given: Given, step: Stage, spread: Spread | None = None
    ) -> tuple[Scored, NDArray[np.int64], Claims]:
        n = len(given.texts)
        order = in_order(given)
        step("preparing claims", 0, n)
        claims = prepare(given, order, shelf=Shelf(on_disk=n > MOST_IN_MEMORY))
        step("preparing claims", n, n)
        left, right = candidates(claims, partial(step, f"comparing {way(n)}"), spread)
        return self._score(order, claims, left, right, NOTHING, step), order, claims

    def _score(
        self,
        order: NDArray[np.int64],
        claims: Claims,
        left: NDArray[np.integer],
        right: NDArray[np.integer],
        known: Known,
        step: Stage = lambda stage, done, total: None,
    ) -> Scored:
        if not len(left):
            none = np.zeros(0, np.float32)
            links = Links(_ints(left), _ints(right), none, none.reshape(0, len(GROUPS)))
            return Scored(links, none, none)
        scores = Scores(self.weights, len(left), claims.collection.claims, claims.shelf)
        near = np.empty(len(left))

        def compare(part: Part) -> int:
            columns = of_pairs(claims, left[part], right[part])
            near[part] = nearness(columns)
            scores.add(columns, part)
            return len(near[part])

        def weigh(columns: OfPart, before: int) -> None:
            def add(part: slice) -> int:
                scores.add(columns(part), part)
                return len(left[part])

            for done in _counted(add, chunked(len(left)), claims.shelf):
                step("weighing pairs", before + done, 2 * len(left))

        for done in _counted(compare, neighbouring(left, right), claims.shelf):
            step("scoring pairs", done, len(left))
        around = Around(len(claims), left, right)
        weigh(of_neighbours(claims, around, near, known), 0)
        alone = scores.alone()
        weigh(together(claims, around, alone, known), len(left))
        probability = scores.together()
        kept = np.flatnonzero(probability >= LEAST_PROBABILITY)
        a, b = order[left[kept]], order[right[kept]]
        low, high = np.minimum(a, b), np.maximum(a, b)
        by = np.lexsort((high, low))
        kept, low, high = kept[by], low[by], high[by]
        links = Links(
            _ints(low), _ints(high), probability[kept].astype(np.float32), scores.reasons[kept]
        )
        return Scored(links, alone[kept].astype(np.float32), near[kept].astype(np.float32))


def _counted(work: Callable[[Any], int], parts: Iterable[Part], shelf: Shelf) -> Iterator[int]:
    """Work on parts side by side; yield how much is done, which `work` tells of each of them."""
    with closing(products_side_by_side(work, parts)) as outcomes:
        for done in accumulate(outcomes):
            shelf.let_go()
            yield done


def _ints(values: NDArray[np.integer]) -> NDArray[np.int32]:
    return values.astype(np.int32)
