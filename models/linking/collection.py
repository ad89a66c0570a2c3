"""What is known of a whole collection of claims: how rare things are, how names are spelled.

Features of a pair lean on it. It can be kept and used again for claims that come later, which are
then compared as if the collection had not grown.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from models.linking.stems import stem

Thing: TypeAlias = str | tuple[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """In how many claims each thing is; what is in one claim only need not be told."""

    hashes: NDArray[np.uint64]  # (k,), sorted
    counts: NDArray[np.int32]  # (k,), at least 2

    @classmethod
    def of(cls, things: Sequence[Thing], counted: NDArray[np.integer]) -> Self:
        """Keep what is `counted` of distinct things, each of which several claims have."""
        hashes = _hashes(things)
        order = np.argsort(hashes)
        return cls(hashes[order], counted[order].astype(np.int32))

    def __call__(self, things: Sequence[Thing]) -> NDArray[np.int64]:
        """In how many claims each thing is, 1 for what was never seen."""
        found, place = _among(self.hashes, things)
        counted = np.ones(len(things), dtype=np.int64)
        counted[found] = self.counts[place[found]]
        return counted


@dataclass(frozen=True, slots=True, eq=False)
class Hashed:
    """Some things, known by their hashes."""

    hashes: NDArray[np.uint64]  # (k,), sorted

    @classmethod
    def of(cls, things: Iterable[Thing]) -> Self:
        """Keep some things, each of which may come more than once."""
        return cls(np.sort(_hashes(list(things))))

    def __call__(self, things: Sequence[Thing]) -> NDArray[np.bool_]:
        """Whether each thing is one of these."""
        return _among(self.hashes, things)[0]


@dataclass(frozen=True, slots=True, eq=False)
class Collection:
    """What features need to know of all claims together."""

    claims: int
    stems: Counts
    pairs: Counts  # of neighbouring stems
    letters: NDArray[np.int64]  # in how many claims each bucket of letter sequences is
    word: NDArray[np.float32]  # the mean of all words' vectors
    spelling: Mapping[str, str]  # each name to the commonest name spelled nearly like it
    named: Hashed  # the stems of all these names

    def to_bytes(self) -> bytes:
        """Write it down, to be read by `from_bytes`."""
        names = [f"{name}\t{one}" for name, one in sorted(self.spelling.items())]
        file = io.BytesIO()
        np.savez(
            file,
            claims=np.array(self.claims),
            stem_hashes=self.stems.hashes,
            stem_counts=self.stems.counts,
            pair_hashes=self.pairs.hashes,
            pair_counts=self.pairs.counts,
            letters=self.letters,
            word=self.word,
            spelling=np.frombuffer("\n".join(names).encode(), np.uint8),
            named_hashes=self.named.hashes,
        )
        return file.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read what `to_bytes` wrote. Raises ValueError or KeyError for anything else."""
        with np.load(io.BytesIO(data), allow_pickle=False) as found:
            lines = found["spelling"].tobytes().decode()
            names = lines.replace("\n", "\t").split("\t") if lines else []
            # What was written down earlier does not tell the stems of names.
            named = (
                Hashed(found["named_hashes"])
                if "named_hashes" in found.files
                else Hashed.of({stem(name) for name in names})
            )
            return cls(
                int(found["claims"]),
                Counts(found["stem_hashes"], found["stem_counts"]),
                Counts(found["pair_hashes"], found["pair_counts"]),
                found["letters"],
                found["word"],
                dict(zip(names[::2], names[1::2], strict=True)),
                named,
            )


def _among(
    hashes: NDArray[np.uint64], things: Sequence[Thing]
) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Which things are among sorted hashes, and the place where each is or would be."""
    asked = _hashes(things)
    place = np.searchsorted(hashes, asked)
    found = np.zeros(len(asked), dtype=np.bool_)
    within = place < len(hashes)
    found[within] = hashes[place[within]] == asked[within]
    return found, place


def _hashes(things: Sequence[Thing]) -> NDArray[np.uint64]:
    texts = (thing if isinstance(thing, str) else "\0".join(thing) for thing in things)
    parts = (
        blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest() for text in texts
    )
    return np.frombuffer(b"".join(parts), ">u8").astype(np.uint64)
