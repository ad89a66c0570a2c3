"""Where a sentence ends inside a line of news, by rules that can be read.

A stop ends a sentence unless it belongs to a title, an initial, an abbreviation that goes on, or
a number; a question or exclamation inside a quotation goes on when its speaker follows.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# A match begins only where a run of stops does, so that a line of stops costs its length once.
_STOP = re.compile(r"(?<![.!?…])(?:\.(?:\s?\.)++|[.!?…]++)[\"'”’»)\]]*+(?=\s)")
_UNSPACED_STOP = re.compile(r"[。！？]+[”’」』）]*")
_NEXT = re.compile(r"\s+[\"'“‘«(\[]*(\S+)")
# Some agencies write "a. m.": that is one word.
_TOKEN = re.compile(r"(?<!\w)[ap]\.\sm$|\S+$", re.IGNORECASE)

_NEVER = frozenset(
    "mr mrs ms messrs dr prof rev fr hon st mt ft gen brig maj col lt cmdr capt sgt cpl pvt adm"
    " sen rep gov pres amb supt insp det dep asst assoc vs cf eg ie e.g i.e viz al fig vol pp op"
    " ste mlle mme sr. jan. v".split()
)
_BEFORE_NUMBER = frozenset(
    "no nos art sec ch p pp fig jan feb mar apr jun jul aug sep sept oct nov dec approx ca".split()
)
_MAY_GO_ON = frozenset(
    "inc corp co ltd llc plc bros jr sr etc ave blvd rd hwy dept univ assn intl"
    " mon tue tues wed thu thur thurs fri sat sun"
    " jan feb mar apr jun jul aug sep sept oct nov dec"
    " calif conn fla mass mich minn okla penn tenn tex wash wis ill ind kan ky la md mo neb nev"
    " ariz ark colo del ga ala va vt wyo ore pa".split()
)
_STARTERS = frozenset(
    "a an the this that these those it its he she they we i you his her their our my there here"
    " in on at by for from with as after before when while if but and or so yet however meanwhile"
    " although though since because despite under over during according earlier later also no not"
    " some many most both all one two three police officials what who why how where".split()
)
_TIME_GOES_ON = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:[ECMP][SD]?T|GMT|UTC|BST|CET|Eastern|Pacific"
    r"|Central|Mountain|local)\b|(?:Jan|Feb|March|April|May|June|July|Aug|Sep|Oct|Nov|Dec)",
    re.IGNORECASE,
)
_SPEECH = re.compile(
    r"\s+(?:[\w.’'-]+\s+){0,4}?(?:said|says|asked|wrote|writes|added|told|replied|shouted|tweeted)\b"
)
_DOTTED = re.compile(r"^(?:[A-Za-z]\.)+[A-Za-z]$")


def boundaries(line: str) -> Iterator[int]:
    """Yield the offsets in `line` at which a sentence has ended, its closing quotes included."""
    if _UNSPACED_STOP.search(line):
        yield from (stop.end() for stop in _UNSPACED_STOP.finditer(line) if stop.end() < len(line))
        return
    for stop in _STOP.finditer(line):
        following = _NEXT.match(line, stop.end())
        if following is not None and _ends_here(line, stop, following):
            yield stop.end()


def _ends_here(line: str, stop: re.Match[str], following: re.Match[str]) -> bool:
    word = following[1]
    if not (word[0].isupper() or word[0].isdigit() or not word[0].isascii()):
        return _is_plain_stop(stop) and word[0] in "#@$€£"
    mark = stop[0]
    if mark[0] in "!?" and len(mark) > 1 and _SPEECH.match(line, stop.end()):
        return False
    if mark[0] != "." or mark.startswith(".."):
        return True
    before = _TOKEN.search(line, max(0, stop.start() - 40), stop.start())
    last = before[0].lstrip("\"'“‘«([—–-") if before else ""
    return _after_word(last, word, quoted=len(mark) > 1)


def _is_plain_stop(stop: re.Match[str]) -> bool:
    return stop[0][0] in ".!?" and not stop[0].startswith("..")


def _after_word(last: str, word: str, *, quoted: bool) -> bool:
    """Decide about a single full stop behind `last`, with `word` to follow."""
    bare = last.lower().rsplit("-", 1)[-1]
    starts = word.rstrip(",.;:").lower() in _STARTERS
    if bare in _NEVER:
        return False
    if bare in _BEFORE_NUMBER and word[0].isdigit():
        return False
    if re.fullmatch(r"[ap]\.?\s?m", bare):
        return quoted or not _TIME_GOES_ON.match(word)
    if _DOTTED.match(last) or bare in _MAY_GO_ON:
        return quoted or starts
    if len(last) == 1 and last.isupper():
        return quoted or (starts and last != "I" and word.lower() != "a")
    return True
