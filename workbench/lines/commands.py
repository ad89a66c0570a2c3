"""The commands of a review in lines, by their ids in the table of actions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.records import ActKind, Label
from workbench.lines import shelf
from workbench.lines.session import Refused, Session
from workbench.reports.glance import lines
from workbench.reports.library_report import history_lines, library_lines
from workbench.reports.report import (
    act_line,
    article_lines,
    membership_line,
    origin_lines,
    report_lines,
    row_line,
    unknown_origins,
)
from workbench.reports.report_team import side_lines
from workbench.text import one_line
from workbench.ui import filters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_NUMBER = re.compile(r"[0-9]{1,18}")
_LISTED = 20
_SEVERAL = "[CLUSTER...]"


class Leave(Exception):
    """The reviewer leaves."""


@dataclass(frozen=True, slots=True)
class Command:
    """What a name does: `form` is how what follows it is written."""

    do: Callable[[Session, str], str | Iterable[str]]
    form: str = ""
    help: str = ""


def _number(text: str, of: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise Refused(f"name the {of} by its number")
    return int(text)


def _bare(do: Callable[[Session], str]) -> Callable[[Session, str], str]:
    """Let a command take nothing; what follows it would be lost unsaid."""

    def run(session: Session, rest: str) -> str:
        if rest:
            raise Refused(f"nothing may follow here, but there is {rest!r}")
        return do(session)

    return run


def _bare_lines(
    do: Callable[[Session], Iterable[str]],
) -> Callable[[Session, str], Iterable[str]]:
    """Let a command that tells something take nothing."""

    def run(session: Session, rest: str) -> Iterable[str]:
        if rest:
            raise Refused(f"nothing may follow here, but there is {rest!r}")
        return do(session)

    return run


def _numbers(rest: str) -> list[int]:
    return [_number(text, "cluster") for text in rest.split()]


def _mark(label: Label, *, stay: bool = False) -> Command:
    return Command(lambda session, rest: session.mark(label, _numbers(rest), stay=stay), _SEVERAL)


def _detach(session: Session, rest: str) -> str:
    claims, to, into = rest.partition(">")
    return session.detach(claims.split(), _number(into.strip(), "cluster") if to else None)


def _adjudicate(session: Session, rest: str) -> str | Iterator[str]:
    if not rest:
        opened = session.opened()
        return side_lines(opened.row.verdict, opened.sides) if opened else ""
    label, _, reason = rest.partition(" ")
    if label not in set(Label):
        raise Refused(f"write one of {', '.join(Label)}, then the reason")
    return session.adjudicate(Label(label), reason)


def _note(session: Session, rest: str) -> str:
    if not rest:
        opened = session.opened()
        note = opened.row.verdict.note if opened else ""
        return f"note: {one_line(note)}" if note else "no note; write it after the command"
    return session.note("" if rest == "-" else rest)


def _origins(session: Session, rest: str) -> Iterator[str]:
    if rest:
        kind, *claims = rest.split()
        if kind not in ("join", "part"):
            raise Refused("write join or part, then the numbers of the claims")
        yield session.relate(ActKind(kind), claims)
        return
    opened = session.opened()
    known = list(origin_lines(opened.origins, opened.members)) if opened else []
    yield from known
    yield unknown_origins(known)


def _why(session: Session, rest: str) -> Iterator[str]:
    opened = session.opened()
    if rest or opened is None:
        raise Refused("nothing may follow here" if rest else "no cluster is open")
    found = session.desk.memberships(opened.row.cluster.id)
    for number, member in enumerate(opened.members, 1):
        yield f"{number}. {membership_line(found.get(member.claim.id), opened.members)}"


def _history(session: Session, rest: str) -> Iterator[str]:
    if rest:
        raise Refused("nothing may follow here")
    acts = session.history()
    yield from map(act_line, acts)
    if not acts:
        yield "Nothing has been done to it yet."


def _filter(session: Session, rest: str) -> Iterator[str]:
    verb, _, name = rest.partition(" ")
    if not rest:
        for at, (words, _, on) in enumerate(session.choices(), 1):
            yield f"{at}. {words}{'  (in force)' if on else ''}"
        for saved, filter_ in session.desk.saved_filters().items():
            yield f"saved {one_line(saved)}: {filters.in_words(filter_) or 'all clusters'}"
    elif verb in _SAVED:
        yield _SAVED[verb](session, name.strip())
    elif rest[0].isdigit():
        said = ""
        for text in rest.split():
            choices = session.choices()
            at = _number(text, "choice")
            if not 1 <= at <= len(choices):
                raise Refused(f"there is no choice {at}")
            said = session.use(choices[at - 1][1])
        yield said
    else:
        yield session.use(filters.from_line(session.filter, rest))


_SAVED: dict[str, Callable[[Session, str], str]] = {
    "saved": Session.recall,
    "save": Session.save_filter,
    "forget": Session.forget_filter,
}


def _list(session: Session, rest: str) -> Iterator[str]:
    limit = _number(rest, "most to list") if rest else _LISTED
    return (row_line(row) for row in session.rows(min(limit, 10_000)))


def _add(session: Session, rest: str) -> Iterator[str]:
    report = shelf.add(session, rest)
    for skipped in report.skipped:
        yield f"skipped {one_line(skipped.path)}: {one_line(skipped.reason)}"
    yield from report_lines(report)


def _pair(do: Callable[[Session, str, str], str], form: str, help_: str = "") -> Command:
    """Let a command take two things with > between them; the second may be nothing."""

    def run(session: Session, rest: str) -> str:
        left, to, right = rest.rpartition(">")
        if not to:
            raise Refused(f"write {form}")
        return do(session, left, right)

    return Command(run, form, help_)


def _library(session: Session) -> Iterator[str]:
    desk = session.desk
    return library_lines(desk.source_holdings(), desk.owners(), desk.articles(), desk.skipped())


def _overview(session: Session) -> Iterator[str]:
    return lines(session.desk.overview(), blind=session.desk.blind)


def _leave(_: Session) -> str:
    raise Leave


COMMANDS: dict[str, Command] = {
    "mark.consistent": _mark(Label.CONSISTENT),
    "mark.conflicting": _mark(Label.CONFLICTING),
    "mark.single": _mark(Label.SINGLE_SOURCED),
    "stay.consistent": _mark(Label.CONSISTENT, stay=True),
    "stay.conflicting": _mark(Label.CONFLICTING, stay=True),
    "stay.single": _mark(Label.SINGLE_SOURCED, stay=True),
    "confirm": Command(_bare(Session.confirm)),
    "adjudicate": Command(
        _adjudicate,
        "[LABEL REASON]",
        "Settle which it is; without LABEL: who holds what",
    ),
    "disputes": Command(_bare(Session.disputes)),
    "undo": Command(_bare(Session.undo)),
    "redo": Command(_bare(Session.redo)),
    "claim.whole": Command(Session.whole, "N"),
    "claim.drop": Command(Session.drop, "N"),
    "claim.detach": Command(
        _detach,
        "N... [> CLUSTER]",
        "Make a cluster of its own of the claims with these numbers, or put them into another",
    ),
    "cluster.rename": Command(
        Session.rename,
        "[N|TEXT]",
        "Call the cluster in lists as this claim or this text; without either as before",
    ),
    "cluster.merge": Command(
        lambda session, rest: session.merge(_number(rest, "cluster")),
        "CLUSTER",
        "Put all claims of another cluster into the open one",
    ),
    "cluster.merge_near": Command(_bare(Session.merge_near)),
    "origins": Command(
        _origins,
        "[join|part N N...]",
        "Show which sources have it from one another; join or part them",
    ),
    "why": Command(_why),
    "history": Command(_history),
    "queue.next": Command(_bare(lambda session: session.move(1))),
    "queue.previous": Command(_bare(lambda session: session.move(-1))),
    "queue.undecided": Command(_bare(Session.next_undecided)),
    "filter": Command(
        _filter,
        "[N...|WORDS|saved NAME]",
        "List what the queue can show; choose by number or in words"
        f" ({', '.join(filters.BY_NAME)}); save NAME keeps what is chosen, forget NAME does not",
    ),
    "filter.less": Command(_bare(Session.less)),
    "search": Command(
        Session.search,
        "[TEXT]",
        "Search claims, their sentences, notes and sources; without TEXT end it",
    ),
    "order": Command(_bare(Session.order)),
    "note": Command(
        _note, "[TEXT]", "Write a note on the cluster; - takes it away, nothing reads it"
    ),
    "note.repeat": Command(_bare(Session.repeat_note)),
    "flag": Command(lambda session, rest: session.flag(None, _numbers(rest)), _SEVERAL),
    "article": Command(
        lambda session, rest: article_lines(*session.article(rest)),
        "N",
        "Read the claim in its full article; > is before its lines",
    ),
    "library": Command(_bare_lines(_library), help="Show sources and articles"),
    "library.add": Command(_add, "PATH"),
    "library.rename": _pair(shelf.rename, "SOURCE > NAME", "Give a source another name"),
    "library.publisher": _pair(shelf.set_family, "SOURCE > PUBLISHER"),
    "library.date": _pair(shelf.set_date, "ARTICLE > DATE"),
    "library.remove": Command(shelf.remove_or_restore, "ARTICLE"),
    "library.history": Command(
        _bare_lines(lambda session: history_lines(session.desk.library_history()))
    ),
    "overview": Command(_bare_lines(_overview), help="Show the project at a glance"),
    "stop": Command(_bare(Session.everything), help="End search and filter"),
    "quit": Command(_bare(_leave)),
    "go": Command(
        lambda session, rest: session.go(_number(rest, "cluster")), "CLUSTER", "Open a cluster"
    ),
    "list": Command(_list, "[COUNT]", "List the queue from the open cluster on"),
}
MORE = ("go", "list")
"""What a screen does with arrows, and lines cannot."""
VERBS = {
    "library.add": "add",
    "library.rename": "rename-source",
    "library.publisher": "set-family",
    "library.date": "set-date",
    "library.remove": "remove",
}
"""What is done on another page, by the verb of the command line; its keys are the review's here."""
