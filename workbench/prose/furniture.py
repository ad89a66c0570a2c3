"""Which lines of a news page are furniture: kept with their place, but no news and no claims.

Each rule names what it recognises; the first one that fits is the reason that the reviewer sees.
"""

from __future__ import annotations

import re

_DATE_WORD = re.compile(
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
    r"|(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?"
    r"|\d+(?:st|nd|rd|th)?|[ap]m?|m|[a-z]{2,3}t|utc|hrs|on|at|posted|published|updated|last|first",
    re.IGNORECASE,
)
_LONGEST = 600
"""Characters of the longest line that is asked whether it is furniture."""

_LONGEST_DATE_LINE = 100

RULES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (reason, re.compile(pattern, re.IGNORECASE))
    for reason, pattern in (
        ("no words", r"^[\W\d_]*$"),
        ("reading time", r"^\d+\s*-?\s*min(?:ute)?s?\.?(?:\s+read)?$"),
        ("date line", r"^(?:(?:last )?updated|(?:first )?(?:posted|published))\b.{0,60}$"),
        ("copyright", r"^(?:©|\(c\)|copyright\b)|\ball rights reserved\b"),
        (
            "photo credit",
            r"\((?:photo|image|picture|graphic|video|credit|file photo|courtesy)\b[^()]*\)\.?$"
            r"|\([^()]{2,60}/[^()]{2,40}\)\.?$"
            r"|\((?:ap|afp|epa|reuters|getty images)(?: photo)?\)$"
            r"|^(?:photo|image|picture|credit|graphic)(?:s| by| credit)?\s*:",
        ),
        ("byline", r"^by:?\s+\S+(?:\s+\S+){0,11}(?<![.!?])$"),
        ("byline", r"^(?:compiled )?from (?:wire|staff|agency|agencies|news)\b[^.]{0,40}$"),
        (
            "credit line",
            r"\bcontributed to this (?:report|story|article)\b"
            r"|^(?:with |additional )?reporting by\b|[.;] additional reporting by\b"
            r"|^\S+(?: \S+){0,5} reported from [^.]{2,60}\.?$"
            r"|^\(?(?:editing|writing|translated) by\b",
        ),
        (
            "call to the reader",
            r"\bclick here\b|^sign up\b|^subscribe\b|^share (?:this|on)\b|^follow us\b"
            r"|^advertisement\b|^your browser\b|^download (?:our|the)\b|^get (?:our|the latest)\b"
            r"|^continue reading\b"
            r"|^skip to\b|^sponsored\b|^(?:comments?|print|e-?mail|tweet|loading)\W*$|^newsletter\b"
            r"|^join (?:us|our)\b|^support (?:us|our)\b|^have (?:a tip|you been affected)\b",
        ),
    )
)

_POINTER = re.compile(
    r"^(?:see also|read (?:more|also|next)|also read|watch(?: live)?|listen|related(?: \w+)?"
    r"|more(?: on this)?|must see|live briefing|live updates|in pictures|explainer)\s*:\s*",
    re.IGNORECASE,
)
_BROKEN_DATE = re.compile(r"^date\s+\d{4}-\d{2}-\d{2}\s+", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s[|•·]\s|[|•·]$")
_SUBJECT = re.compile(r"(?:The|A|An|This|That|These|He|She|It|They|We|But|And|There)\s")
_ENDS = re.compile(r"[.!?:;…。！？：；][\s\"'”’»)\]」』）]*$")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2}")

MOST_WORDS_OF_A_LINK = 14
_MOST_WORDS_WITH_A_SUBJECT = 7
FEWEST_WORDS_OF_A_HEADLINE = 4
_FEWEST_WORDS_BEHIND_A_POINTER = 8


def reason(line: str) -> str:
    """Return why a line is furniture by its own words, '' when it may be news."""
    if len(line) > _LONGEST:
        return ""
    for name, pattern in RULES:
        if pattern.search(line):
            return name
    if _is_date_line(line):
        return "date line"
    if _SEPARATOR.search(line) and words(line) <= MOST_WORDS_OF_A_LINK and not ends(line):
        return "kicker"
    return ""


def _is_date_line(line: str) -> bool:
    """Say whether a line is nothing but a date and a time: every word belongs to one."""
    if len(line) > _LONGEST_DATE_LINE:
        return False
    parts = re.findall(r"[^\W_]+", line)
    return bool(parts) and all(map(_DATE_WORD.fullmatch, parts))


def prefix(line: str) -> tuple[int, str]:
    """Return (length, reason) of what stands before the news on a line; (0, '') for nothing.

    "WATCH: " before whole sentences is cut off; before a bare title the whole line is a pointer.
    """
    if broken := _BROKEN_DATE.match(line):
        return broken.end(), "date line"
    pointer = _POINTER.match(line)
    if pointer is None:
        return 0, ""
    rest = line[pointer.end() :]
    is_news = ends(rest) and words(rest) >= _FEWEST_WORDS_BEHIND_A_POINTER
    return (pointer.end() if is_news else len(line)), "pointer to other pages"


def is_link(line: str) -> bool:
    """Say whether a line below the head is a subheading or a link: short and without a stop.

    One that begins like a sentence ("The warship ...") is rather one that lost its stop.
    """
    longest = _MOST_WORDS_WITH_A_SUBJECT if _SUBJECT.match(line) else MOST_WORDS_OF_A_LINK
    return words(line) <= longest and not ends(line)


def words(line: str) -> int:
    """Count the words of a line; scripts without spaces have about two letters to a word."""
    return len(line.split()) + len(_UNSPACED.findall(line))


def ends(line: str) -> bool:
    """Say whether a line ends as a sentence ends."""
    return bool(_ENDS.search(line))
