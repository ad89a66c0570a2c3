"""A claim while it is made: words of the sentence and, between them, words that were filled in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from db.records import Span
    from workbench.clauses.tree import Tree

BORROWED = "borrowed"
_OPEN, _CLOSE = "([{“«", ")]}”»"
_PAIRS = dict(zip(_CLOSE, _OPEN, strict=True))
_LOOSE = frozenset({",", ";", ":", "-", "--", "...", "—", "–"})
_STRAY_AT_AN_END = frozenset({".", "!", "…", "and", "but", "or", "yet", "*", "•"})
_ABBREVIATED = frozenset("m inc ltd corp co st ave rd blvd jr sr u.s u.k d.c".split())
_AROUND = frozenset({'""', "“”", "()", "''", "‘’"})
_COMMON = ("DET", "ADJ", "NOUN", "VERB", "ADV", "NUM", "ADP", "SCONJ")
_NEVER_A_NAME = frozenset({"Former", "Newly", "Longtime"})
_TIGHT_AFTER = frozenset("([{“‘«$€£#@")


@dataclass(frozen=True, slots=True)
class Fill:
    """A word that is not the sentence's at this place, why it stands here, and where it is from.

    `origin` counts characters of the document when the words stand there elsewhere.
    """

    text: str
    why: str
    origin: Span | None = None
    tight: bool = False


@dataclass(frozen=True, slots=True)
class Stem:
    """The first `length` characters of a word, whose ending is filled in."""

    index: int
    length: int


Item = int | Fill | Stem
Items = tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A claim's text and what it is made of, in order: places in the parsed text, and fills."""

    text: str
    parts: tuple[Span | Fill, ...]


def compose(tree: Tree, items: Iterable[Item], borrowed: Collection[int] = ()) -> Piece:
    """Write items as text, with the sentence's own spaces wherever it has them.

    Words that are `borrowed` from another claim of the sentence count as filled in.
    """
    return _Writer(tree, borrowed).write(tidy(tree, list(items)))


def words(items: Iterable[Item]) -> list[int]:
    """Return the words of the sentence among items."""
    return [
        item if isinstance(item, int) else item.index
        for item in items
        if not isinstance(item, Fill)
    ]


def tidy(tree: Tree, items: list[Item]) -> list[Item]:
    """Take out the commas at a cut, the marks at both ends, and quotes without a partner."""
    items = _without_unpaired(tree, items)
    changed = True
    while changed:
        kept = [item for n, item in enumerate(items) if not _stray(tree, items, n)]
        changed = len(kept) < len(items)
        items = _without_outer_quotes(tree, kept)
    return items


def _stray(tree: Tree, items: Sequence[Item], n: int) -> bool:
    item = items[n]
    if not isinstance(item, int):
        return False
    if tree.words[item].text not in _LOOSE:
        at_end = n in (0, len(items) - 1) or _only_closes(tree, items, n + 1)
        if n and items[n - 1] == item - 1 and tree.low[item - 1] in _ABBREVIATED:
            return False
        return at_end and tree.low[item] in _STRAY_AT_AN_END
    if n in (0, len(items) - 1) or _only_closes(tree, items, n + 1):
        return True
    if _parts_subject_and_verb(tree, items, n):
        return True
    after = _place(items[n + 1], item + 1)
    if tree.low[item + 1] == '"' and after == item + 2:
        return items[n - 1] != item - 1
    if tree.low[item - 1] == ")" or _joins_a_phrase(tree, items, item):
        return after != item + 1
    return items[n - 1] != item - 1 or after != item + 1


def _joins_a_phrase(tree: Tree, items: Sequence[Item], item: int) -> bool:
    """Say whether a comma stands before an apposition or a list's member that is kept."""
    phrase = tree.heads[item]
    return phrase > item and phrase in items and tree.rel(phrase) in ("appos", "conj")


def _place(item: Item, expected: int) -> int:
    """Return the word that an item stands for; a person who is filled in stands where he is."""
    if isinstance(item, Fill):
        return expected if item.why in ("pronoun", "name") else -1
    return item if isinstance(item, int) else item.index


def _parts_subject_and_verb(tree: Tree, items: Sequence[Item], n: int) -> bool:
    """Say whether a comma was left between a subject and its verb by what was cut out."""
    after = items[n + 1]
    if not isinstance(after, int) or tree.upos(after) not in ("AUX", "VERB"):
        return False
    before = [item for item in items[:n] if isinstance(item, int)]
    if any(tree.low[w] == "," for w in before):
        return False
    verb = tree.heads[after] if tree.rel(after) in ("aux", "cop") else after
    return any(tree.rel(w) == "nsubj" and tree.heads[w] == verb for w in before)


def _only_closes(tree: Tree, items: Sequence[Item], n: int) -> bool:
    """Say whether the last item, at `n`, is a closing quotation mark."""
    item = items[n]
    return n == len(items) - 1 and isinstance(item, int) and tree.low[item] == '"'


def _without_unpaired(tree: Tree, items: list[Item]) -> list[Item]:
    stack: list[tuple[str, int]] = []
    bad: set[int] = set()
    for n, item in enumerate(items):
        mark = tree.words[item].text if isinstance(item, int) else ""
        if mark in ('"', "'") and _is_mark(tree, item):
            if stack and stack[-1][0] == mark:
                stack.pop()
            elif mark == '"' or not _owns(tree, item):
                stack.append((mark, n))
        elif mark and mark in _OPEN:
            stack.append((mark, n))
        elif mark and mark in _PAIRS:
            if stack and stack[-1][0] == _PAIRS[mark]:
                stack.pop()
            else:
                bad.add(n)
    bad |= {n for _, n in stack}
    kept = [item for n, item in enumerate(items) if n not in bad]
    return _without_outer_quotes(tree, kept)


def _is_mark(tree: Tree, item: Item) -> bool:
    return isinstance(item, int) and (tree.upos(item) == "PUNCT" or tree.low[item] == '"')


def _owns(tree: Tree, item: Item) -> bool:
    """Say whether an apostrophe ends a word in "s", as in "the boys' boat"."""
    if not isinstance(item, int) or item == 0:
        return False
    before = tree.words[item - 1]
    return tree.low[item - 1].endswith("s") and before.end == tree.words[item].start


def _without_outer_quotes(tree: Tree, items: list[Item]) -> list[Item]:
    """Take off quotation marks or brackets that enclose the whole."""
    ends = [tree.words[i].text if isinstance(i, int) else "" for i in (items[:1] + items[-1:])]
    if len(items) > 2 and all(ends) and "".join(ends) in _AROUND:
        inner = [tree.words[i].text for i in items[1:-1] if isinstance(i, int)]
        if not any(mark in inner for mark in ends):
            return items[1:-1]
    return items


class _Writer:
    """Puts items one behind the other and remembers where each character came from."""

    def __init__(self, tree: Tree, borrowed: Collection[int]) -> None:
        self.tree = tree
        self.borrowed = borrowed
        self.text = ""
        self.parts: list[Span | Fill] = []

    def write(self, items: Sequence[Item]) -> Piece:
        """Write all items."""
        for n, item in enumerate(items):
            if isinstance(item, Fill):
                self._fill(item)
            else:
                self._word(item, items[n - 1] if n else None)
        return Piece(self.text, tuple(self.parts))

    def _fill(self, fill: Fill) -> None:
        if self.text and not fill.tight and self.text[-1] not in _TIGHT_AFTER:
            self._space()
        self.parts.append(fill)
        self.text += fill.text

    def _space(self) -> None:
        self.parts.append(Fill(" ", "space"))
        self.text += " "

    def _word(self, item: int | Stem, before: Item | None) -> None:
        index = item if isinstance(item, int) else item.index
        word = self.tree.words[index]
        start, end = word.start, word.end
        if isinstance(item, Stem):
            end = start + item.length
        if isinstance(before, int) and before == index - 1:
            start = self.tree.words[before].end
        elif self.text and not self._tight(index, before):
            if start and self.tree.text[start - 1] == " ":
                start -= 1
            else:
                self._space()
        if isinstance(item, int) and self._was_first(index):
            self.parts.append(Fill(word.text.lower(), "agreement", (word.start, word.end)))
            self.text += word.text.lower()
        elif index in self.borrowed and isinstance(item, int):
            self._borrow(start, end)
        else:
            self._span(start, end)

    def _was_first(self, index: int) -> bool:
        """Say whether a word has its capital only from where the sentence begins."""
        tree = self.tree
        text = tree.words[index].text
        if not any(map(str.isalnum, self.text)) or any(
            tree.upos(w) != "PUNCT" for w in range(index)
        ):
            return False
        plain = text == "A" or (text[:1].isupper() and text[1:].islower())
        after = tree.words[index + 1].text[:1] if index + 1 < len(tree) else ""
        in_a_name = tree.upos(index) in ("NOUN", "ADJ") and after.isupper()
        common = tree.upos(index) in _COMMON and (not in_a_name or text in _NEVER_A_NAME)
        return plain and common

    def _borrow(self, start: int, end: int) -> None:
        last = self.parts[-1] if self.parts else None
        if (
            isinstance(last, Fill)
            and last.why == BORROWED
            and last.origin
            and last.origin[1] == start
        ):
            start = last.origin[0]
            self.text = self.text[: len(self.text) - len(last.text)]
            self.parts.pop()
        text = self.tree.text[start:end]
        self.parts.append(Fill(text, BORROWED, (start, end)))
        self.text += text

    def _tight(self, index: int, before: Item | None) -> bool:
        text = self.tree.low[index]
        if (text[:1] == "'" and len(text) > 1) or text in ("n't", "'"):
            return True
        raw = self.tree.words[index].text
        if raw in _CLOSE or raw in (",", ".", ";", ":", "%"):
            return True
        if raw == '"' and self.text.count('"') % 2:
            return True
        return isinstance(before, int) and self.tree.words[before].text in _TIGHT_AFTER

    def _span(self, start: int, end: int) -> None:
        if start >= end:
            return
        last = self.parts[-1] if self.parts else None
        if isinstance(last, tuple) and last[1] == start:
            self.parts[-1] = (last[0], end)
        else:
            self.parts.append((start, end))
        self.text += self.tree.text[start:end]
