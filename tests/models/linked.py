"""What the linker's tests share: vectors from words, a few claims, and their links."""

import zlib

import numpy as np

from models.linker import Linker
from models.linking.claims import prepare
from models.linking.content import content_words
from models.linking.given import InMemory

CLAIMS = [
    # text, article, sentence
    ("The Angels offered Mark Teixeira an eight-year contract.", 0, 0),
    ("The offer is worth at least $160 million.", 0, 1),
    ("Teixeira is 28 years old.", 0, 2),
    ("Angels officials offered an eight-year contract to first baseman Mark Teixeira.", 1, 3),
    ("The Angels are believed to have offered at least $160 million.", 1, 4),
    ("The Red Sox have also put in a bid.", 1, 5),
    ("An eight-year contract was offered to Teixeira by the Angels.", 2, 6),
    ("The Yankees were not heard from.", 2, 7),
    ("A storm flooded the harbour of a small town in Norway.", 3, 8),
]


def toy_vectors(texts):
    """Stand-in for an embedding: hashed word counts, so that texts of shared words are near."""
    rows = np.full((len(texts), 64), 0.05, dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        for word in text.lower().replace(".", "").split():
            row[zlib.crc32(word.encode("utf-8", "surrogatepass")) % 64] += 1
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def toy_words(texts):
    """For each content word a direction of its own, or shared by chance."""
    every = []
    for text in texts:
        words = [text[start:end].lower() for start, end in content_words(text)]
        rows = np.zeros((len(words), 64), dtype=np.float16)
        for row, word in zip(rows, words, strict=True):
            row[zlib.crc32(word.encode("utf-8", "surrogatepass")) % 64] = 1
        every.append(rows)
    return every


def embed(texts):
    return toy_vectors(texts), toy_words(texts)


def in_given_order(*given):
    """Claims, prepared without sorting them."""
    return prepare(InMemory.of(*given), np.arange(len(given[0])))


def link(claims, tool=None):
    texts, documents, sentences = zip(*claims, strict=True) if claims else ((), (), ())
    return (tool or Linker.load()).link(
        texts, toy_vectors(texts), documents, sentences, toy_words(texts)
    )


def as_dict(links):
    pairs = zip(links.left.tolist(), links.right.tolist(), strict=True)
    return dict(zip(pairs, links.probability.tolist(), strict=True))
