"""Words of a sentence with their exact places, split as the UD English treebanks split them.

Rules only: whitespace first, then web addresses, emoticons and numbers are taken whole, brackets
and quotes come off the ends, hyphens part compounds but not prefixes, and clitics ("n't", "'s")
come off last. Every word is a slice of the text that was given, so offsets are exact.
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

SHAPES = 10
SUFFIXES = 2000

# One character for one, so that offsets hold.
_SAME = str.maketrans(
    dict.fromkeys("‘’‚‛´`′＇", "'")
    | dict.fromkeys("“”„‟«»″＂", '"')
    | dict.fromkeys("‐‑‒–—―−﹣－", "-")
    | dict.fromkeys("\u00a0\u2007\u202f\u2009\u200a\u3000", " ")
    | dict.fromkeys(map(chr, range(0xD800, 0xE000)), "\ufffd")
)


def normalise(text: str) -> str:
    """Return `text` with plain quotes, dashes and spaces; same length, offset for offset."""
    return text.translate(_SAME)


def shape(word: str) -> int:
    """Return the casing class of a word, 1 to SHAPES - 1. 0 is padding."""
    if word.isalpha():
        if word.islower():
            return 1
        if word.isupper():
            return 3 if len(word) > 1 else 4
        return 2 if word[0].isupper() and word[1:].islower() else 5
    if any(c.isdigit() for c in word):
        return 7 if any(c.isalpha() for c in word) else 6
    if any(c.isalpha() for c in word):
        return 8
    return 9


def shapes(words: Sequence[str]) -> list[int]:
    """Return the shapes of a sentence's words; in an all-capitals line capitals tell nothing."""
    if any(c.islower() for word in words for c in word):
        return [shape(word) for word in words]
    return [shape(word.lower()) for word in words]


def suffix(word: str) -> int:
    """Return a bucket, 1 to SUFFIXES - 1, for the last three characters. 0 is padding."""
    tail = re.sub(r"\d", "0", word.lower()[-3:])
    return zlib.crc32(tail.encode("utf-8", "surrogatepass")) % (SUFFIXES - 1) + 1


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TITLES = (
    "mr mrs ms dr prof rev hon fr st sr jr messrs gen col lt maj capt cmdr sgt cpl pvt adm brig"
    " sen rep reps sens gov pres supt det insp amb atty asst ass't"
)
_OTHERS = (
    "inc corp ltd co bros dept univ assn intl natl jan feb mar apr jun jul aug sep sept oct nov"
    " dec mon tue tues wed thu thur thurs fri sat sun vs etc al cf approx est ext attn arrv ft mt"
    " ave blvd rd no nos vol fig figs ed eds pp sec para spec conf esp eg ie lb lbs oz ph"
    " calif mass conn fla ariz colo ill ind kan ky la md mich minn miss mo mont neb nev okla ore"
    " pa penn tenn tex va vt wash wis wyo ala ark del ga que ont"
)
_ABBREVIATIONS = _set(_TITLES + " " + _OTHERS)
# Words that need a reason to be an abbreviation: what follows must be of this kind.
_BEFORE_DIGIT = _set("no nos fig figs vol sec para pp ext")
_BEFORE_NAME = _set("mar sat sun wed fri mon ill ind miss mass ore wash del pa ma la ark")
_PREFIXES = _set(
    "anti co e ex extra hyper infra inter intra mega meta micro mid mini mono multi neo non over"
    " para peri poly post pre pro proto pseudo psycho quasi re semi socio sub super supra trans"
    " tri ultra un under uni x"
)
_DOMAINS = "com|org|net|gov|edu|mil|int|info|biz|io|tv|co|uk|us|ca|au|de|fr|ru|ua|eu|cn|jp|in|ch|il"
_UNITS = "mm|cm|km|kg|mg|kb|mb|gb|hrs?|mins?|m|k|bn|ft|lbs?"
_FILES = "doc|docx|xls|xlsx|pdf|txt|ppt|zip|jpg|jpeg|png|gif|htm|html|exe|csv|wav|mp3"

_WORD = re.compile(
    rf"""
    (?P<web>(?:https?://|ftp://|www\.|mailto:)[^\s<>"]*[^\s<>".,;:!?)\]}}']
        | [\w.+%-]{{1,64}}@[\w-]{{1,64}}(?:\.[\w-]{{1,64}}){{1,8}}
        | (?<![\w.])[A-Za-z0-9][\w-]{{0,64}}(?:\.[\w-]{{1,64}}){{0,8}}\.(?:{_DOMAINS})
          (?:/[^\s<>"]*[\w/])?(?![\w-])
        | (?<![\w.])[\w][\w#-]{{0,99}}\.(?:{_FILES})(?![\w-])
        | (?<![\w&])[@\#][A-Za-z_]\w+
        | </?[a-z]{{1,6}}/?>
    )
    | (?P<face>(?<![\w.])(?:[:;=][o'^-]?[)(DPp\]\[|*]+ | \^[._-]?\^ | >[._]< | [(][:;=] | <3+)
        (?![\w]))
    | (?P<number>
        (?<![\w.,])(?:\+?\d{{1,3}}[ -])?(?:\(\d{{3}}\)|\d{{3}})-\d{{3}}-\d{{4}}(?![\w-])
        | (?<![\w-])\d{{3}}-\d{{4}}(?![\w-])
        | (?<![\w-])\d{{1,2}}-\d{{1,2}}-\d{{2,4}}(?![\w-])
        | \d+(?:[.,:/']\d+)*(?:st|nd|rd|th|s|'s)(?![\w])
        | \d+(?:[.,:/]\d+)*(?=(?:[AaPp]\.?[Mm]|{_UNITS})\b)
        | (?<![\w])\.\d+
        | \d+(?:[.,:/]\d+)+(?![\w])
        | \d+(?![\w])
    )
    | (?P<letters>[A-Za-z](?:\.[A-Za-z])+\.?(?![\w]))
    | (?P<word>[^\W_](?:[\w\u0300-\u036f]|'(?=[^\W\d_]))*(?:&[A-Z]\w*)*)
    | (?P<run>[.!?]{{2,}}|-{{2,}}|(?P<same>[*=_~+<>|\#^'])(?P=same)+)
    | (?P<any>\S)
    """,
    re.VERBOSE,
)
_CLITIC = re.compile(r"(?:n't|'s|'m|'re|'ve|'ll|'d)$", re.IGNORECASE)
_FUSED = {
    "cannot": 3,
    "gonna": 3,
    "wanna": 3,
    "gotta": 3,
    "dont": 2,
    "doesnt": 4,
    "didnt": 3,
    "isnt": 2,
    "wasnt": 3,
    "wont": 2,
    "cant": 2,
    "couldnt": 5,
    "wouldnt": 5,
    "shouldnt": 6,
    "havent": 4,
    "hasnt": 3,
    "arent": 3,
    "thats": 4,
    "whats": 4,
    "theres": 5,
    "im": 1,
    "ive": 1,
    "youre": 3,
    "theyre": 4,
}


def split(text: str) -> list[tuple[int, int]]:
    """Return the (start, end) of each word of one sentence, in order; no word holds a space."""
    plain = normalise(text)
    found: list[tuple[int, int]] = []
    place = 0
    while match := _WORD.search(plain, place):
        start, place = match.span()
        if match["word"] or match["letters"]:
            place = _with_prefix(plain, start, _with_full_stop(plain, start, place))
            found.extend(_without_clitics(plain, start, place))
        else:
            if match["any"] and (clitic := _CLITIC_AFTER.match(plain, start)):
                place = clitic.end()
            found.append((start, place))
    return found


# After a quote mark that no word took: the clitic of a word that ends in no letter ("$5's").
_CLITIC_AFTER = re.compile(r"'(?:(?:s|m|re|ve|ll|d|\d\ds?|em|til|cause|n)\b)?", re.IGNORECASE)


def _with_full_stop(plain: str, start: int, end: int) -> int:
    """Return `end` moved past the full stop that belongs to an abbreviation."""
    if plain[end : end + 1] != "." or plain[end : end + 3] == "...":
        return end
    word, rest = plain[start:end].lower(), _next(plain, end + 1)
    if rest == ".":
        return end + 1 if word in _ABBREVIATIONS else end
    if "." in word:
        return end + 1
    if len(word) == 1 and plain[start].isupper():
        return end + 1 if rest and word != "i" else end
    if word not in _ABBREVIATIONS:
        return end
    if word in _BEFORE_DIGIT:
        return end + 1 if rest.isdigit() else end
    if word in _BEFORE_NAME:
        return end + 1 if plain[start].isupper() and rest.isalnum() else end
    return end + 1 if rest else end


def _next(plain: str, place: int) -> str:
    """Return the first character from `place` on that is no space or closing mark, '' if none."""
    match = _SOMETHING.search(plain, place)
    return match[0] if match else ""


_SOMETHING = re.compile(r"[^\s\"')\]]")


def _with_prefix(plain: str, start: int, end: int) -> int:
    """Return `end` moved past the hyphen and the word behind it, after a prefix ("anti-tank")."""
    if plain[end : end + 1] == "-" and plain[start:end].lower() in _PREFIXES:
        behind = _LETTERS.match(plain, end + 1)
        if behind:
            return behind.end()
    return end


_LETTERS = re.compile(r"[^\W\d_]\w*(?:'[^\W\d_]+)?|\d+s?\b(?![/.:])")


def _without_clitics(plain: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the word at (start, end) as itself and its clitics ("could", "n't", "'ve")."""
    word = plain[start:end]
    cut = _FUSED.get(word.lower())
    if cut is not None:
        return [(start, start + cut), (start + cut, end)]
    parts: list[tuple[int, int]] = []
    for _ in range(3):
        clitic = _CLITIC.search(word)
        if clitic is None or clitic.start() == 0:
            break
        parts.append((start + clitic.start(), start + len(word)))
        word = word[: clitic.start()]
    return [(start, start + len(word)), *reversed(parts)]
