"""Claims as the linker takes them, their vectors read from the project part by part."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from workbench.clustering.growing import rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from sqlite_utils import Database

    from db.records import Claim
    from workbench.clustering.growing import Embedder


class StoredClaims:
    """Some claims of a project; see models.linking.given.Given."""

    def __init__(self, db: Database, embedder: Embedder, claims: Sequence[Claim]) -> None:
        self._db, self._embedder, self._claims = db, embedder, claims
        self.texts = [claim.text for claim in claims]
        self.documents = np.array([claim.document_id for claim in claims], dtype=np.int64)
        self.sentences = np.array([claim.sentence_id for claim in claims], dtype=np.int64)

    def read(
        self, some: NDArray[np.int64]
    ) -> tuple[NDArray[np.float32], Sequence[NDArray[np.float16]]]:
        """Return the vectors of claims, by their places, and those of their words."""
        return rows_of(self._db, self._embedder, [self._claims[place] for place in some])
