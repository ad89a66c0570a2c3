"""Parse the sentences of a CoNLL-U file anew: how trees for tests are made.

    python -m bench.trees FILE

Add a line "# text = The sentence." to FILE first. Read what comes out: a tree that is wrong tests
nothing, so mend it by hand or choose a plainer sentence.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from models.parser import Parser

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workbench.clauses.tree import Word

_TEXT = "# text = "


def lines(text: str, words: Sequence[Word]) -> Iterator[str]:
    """Yield the lines of one sentence; what is unknown is an underscore."""
    yield _TEXT + text
    for number, word in enumerate(words, 1):
        cells = (
            number, word.text, word.lemma, word.upos, "_", word.feats or "_", word.head + 1,
            word.deprel, "_", word.entity or "_",
        )  # fmt: skip
        yield "\t".join(map(str, cells))
    yield ""


def main(path: Path) -> None:
    """Write the trees of all sentences of `path` into it."""
    rows = path.read_text("utf-8").splitlines()
    texts = [row.removeprefix(_TEXT) for row in rows if row.startswith(_TEXT)]
    trees = Parser.load().parse(texts)
    found = [line for text, tree in zip(texts, trees, strict=True) for line in lines(text, tree)]
    path.write_text("\n".join(found) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
