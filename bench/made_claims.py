"""Make articles of any number of claims, with planted facts, to measure how the work grows.

    python -m bench.made_claims FOLDER CLAIMS [DATA]

Every fact is a sentence with names and a number of its own, told by 1 to 8 of the articles of one
event, each time in other words: without its tail, with words swapped, behind another attribution.
The sentences are those of the .txt and .md files below DATA, or made of templates without it. The
same arguments give the same articles. What is planted is known: `Telling.fact`.
"""

from __future__ import annotations

import random
import re
import sys
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from db.digests import document_digest
from db.records import Document, SentenceKind
from workbench.stages import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TOLD_BY = (1, 1, 1, 2, 1, 3, 2, 1, 5, 8)
"""How many articles tell a fact; the facts go through it in turn: 2.5 on the mean."""
OUTLETS = 8
FACTS_PER_EVENT = 40
_OTHER_WORDS = 0.6

_WORDS = re.compile(r"[^\W\d_]+|\d[\d,.]*\d|\d|[^\w\s]|\s+")
_ONSETS = ("b", "br", "d", "dr", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "st", "t", "v")
_RHYMES = ("al", "an", "ar", "el", "en", "er", "in", "ol", "on", "or", "ul", "un")
_BEFORE = ("", "", "", "Officials said ", "According to the report, ", "Late on Monday, ")
_SWAPS = {
    "said": "stated", "people": "persons", "killed": "slain", "big": "large", "began": "started",
    "after": "following", "near": "close to", "about": "around", "also": "too", "many": "numerous",
    "show": "reveal", "help": "aid", "said that": "stated that", "city": "town", "house": "home",
    "car": "vehicle", "police": "officers", "children": "kids", "use": "employ", "first": "initial",
    "get": "obtain", "reported": "counted", "lost": "mislaid", "moved": "shifted",
}  # fmt: skip
_SUBJECTS = tuple(
    "the council|rescue crews|the harbour office|local schools|the ferry company|investigators"
    "|the power utility|hospital staff|the coast guard|volunteers|two brothers|the museum".split(
        "|"
    )
)
_VERBS = tuple("counted reported moved closed inspected promised lost repaired sold hid".split())
_THINGS = tuple(
    "homes|vessels|passengers|road bridges|workers|trucks|flood barriers|patients|trees|shops"
    "|generators|families|paintings|wells|radio masts|barrels of oil".split("|")
)
_TAILS = ("after a long night", "before the vote", "in spite of the rain", "as the river rose")


@dataclass(frozen=True, slots=True)
class Telling:
    """A fact as one article tells it."""

    fact: int
    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """What one outlet writes of one event."""

    event: int
    outlet: int
    told: tuple[Telling, ...]

    @property
    def text(self) -> str:
        """Return the article as a file would have it, a paragraph a claim."""
        return "\n\n".join(telling.text for telling in self.told) + "\n"


def articles(
    patterns: Sequence[str], seed: int = 2031, *, same_words: bool = False
) -> Iterator[Article]:
    """Yield articles without end, event by event, always the same ones.

    With `same_words` facts of one pattern differ in names and numbers only.
    """
    dice = random.Random(seed)
    event = fact = 0
    used: set[int] = set()
    while True:
        told: list[list[Telling]] = [[] for _ in range(OUTLETS)]
        for _ in range(FACTS_PER_EVENT):
            shape = dice.randrange(len(patterns))
            text = renamed(patterns[shape], dice, other_words=shape in used and not same_words)
            used.add(shape)
            for outlet in sorted(dice.sample(range(OUTLETS), TOLD_BY[fact % len(TOLD_BY)])):
                told[outlet].append(Telling(fact, retold(text, dice)))
            fact += 1
        for outlet, tellings in enumerate(told):
            if tellings:
                dice.shuffle(tellings)
                yield Article(event, outlet, tuple(tellings))
        event += 1


def of_claims(
    patterns: Sequence[str], count: int, seed: int = 2031, *, same_words: bool = False
) -> list[Article]:
    """Return the first articles that hold at least `count` tellings together."""
    found: list[Article] = []
    for article in articles(patterns, seed, same_words=same_words):
        if count <= 0:
            break
        found.append(article)
        count -= len(article.told)
    return found


def patterns(data: Path | None, most: int = 20_000) -> list[str]:
    """Return sentences to begin with: real ones of `data`, or templates. ValueError without any."""
    if data is None:
        dice = random.Random(11)
        return [renamed(one, dice, other_words=True) for one in islice(templates(), most)]
    files = sorted(path for path in data.rglob("*") if path.suffix in (".txt", ".md"))
    found = (text for path in files for text in _sentences(path))
    kept = list(islice((text for text in dict.fromkeys(found)), most))
    if not kept:
        raise ValueError(f"no sentence in the .txt and .md files below {data}")
    return kept


def renamed(pattern: str, dice: random.Random, *, other_words: bool = False) -> str:
    """Return a sentence with names and numbers of its own: another fact of the same shape.

    With `other_words` most of its long words are others too, for a shape that was used before:
    facts of one shape that only differ in names are more alike than those of real news.
    """
    first = True
    names: dict[str, str] = {}
    parts = []
    for part in _WORDS.findall(pattern):
        if part[0].isdigit():
            parts.append(str(dice.randrange(3, 900)))
        elif part[0].isupper() and not first and len(part) > 2:
            parts.append(names.setdefault(part, _name(dice)))
        elif other_words and part.islower() and len(part) > 4 and dice.random() < _OTHER_WORDS:
            parts.append(_name(dice).lower())
        else:
            parts.append(part)
        first = first and not part[0].isalnum()
    if not names:
        parts[-1:] = [f" in {_name(dice)} {_name(dice)}", parts[-1]]
    return "".join(parts)


def retold(text: str, dice: random.Random) -> str:
    """Return a sentence in other words: some swapped, some left out, its tail cut, a frame."""
    body = text.rstrip(".!?")
    head, comma, _ = body.rpartition(", ")
    if comma and len(head) > 40 and dice.random() < 0.3:
        body = head
    words = []
    for number, word in enumerate(body.split(" ")):
        plain = word.islower() and number > 0
        if plain and dice.random() < 0.06:
            continue
        words.append(_SWAPS.get(word, word) if dice.random() < 0.6 else word)
    frame = dice.choice(_BEFORE)
    body = " ".join(words)
    return f"{frame}{body[:1].lower() + body[1:] if frame else body}."


def templates() -> Iterator[str]:
    """Yield sentences without end that all have the same few words."""
    dice = random.Random(7)
    while True:
        subject = dice.choice(_SUBJECTS)
        yield (
            f"{subject[:1].upper()}{subject[1:]} {dice.choice(_VERBS)} 12"
            f" {dice.choice(_THINGS)} near Alder Brook {dice.choice(_TAILS)}, while"
            f" {dice.choice(_SUBJECTS)} {dice.choice(_VERBS)} the {dice.choice(_THINGS)}."
        )


def _sentences(path: Path) -> Iterator[str]:
    text = path.read_text("utf-8", "replace")
    document = Document("made", path.name, str(path), document_digest("made", text), "utf-8", text)
    for found in sentence.split(document):
        line = " ".join(found.text.split())
        if found.kind is SentenceKind.PROSE and 40 <= len(line) <= 240:
            yield line


def _name(dice: random.Random) -> str:
    syllables = (dice.choice(_ONSETS) + dice.choice(_RHYMES) for _ in range(dice.randint(2, 3)))
    return "".join(syllables).capitalize()


def write(folder: Path, made: Sequence[Article]) -> None:
    """Write each article to a file of its own, with a manifest that names its outlet."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = ["file,source,title,published,url"]
    for article in made:
        name = f"{article.event:06}-{article.outlet}.txt"
        (folder / name).write_text(article.text, "utf-8")
        day = f"2031-{1 + article.event % 12:02}-{1 + article.event % 28:02}"
        lines.append(f"{name},Outlet {article.outlet},Event {article.event},{day},")
    (folder / "manifest.csv").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    given = Path(sys.argv[3]) if len(sys.argv) > 3 else None
    write(Path(sys.argv[1]), of_claims(patterns(given), int(sys.argv[2])))
