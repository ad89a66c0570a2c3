"""The review as lines: for screen readers, terminals without a screen, and pipes.

One command a line, by its key, its name or its id in the table of actions. What cannot be done is
said in a line, and the review goes on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.errors import ProjectError
from db.records import ActKind, Label
from workbench.errors import WorkbenchError
from workbench.lines.session import Refused, Session
from workbench.reports.glance import lines
from workbench.reports.library_report import library_lines
from workbench.reports.report import (
    act_line,
    article_lines,
    membership_line,
    origin_lines,
    row_line,
    unknown_origins,
)
from workbench.reports.report_team import side_lines
from workbench.text import one_line, printable
from workbench.ui import filters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from workbench.desk import Desk
    from workbench.ui.action import Action

_NUMBER = re.compile(r"[0-9]{1,18}")
_LISTED = 20
_SEVERAL = "[CLUSTER...]"
REPLACED = "this cluster has just been replaced by another"


class _Leave(Exception):
    """The reviewer leaves."""


@dataclass(frozen=True, slots=True)
class Command:
    """What a name does: `form` is how what follows it is written."""

    do: Callable[[Session, str], str | Iterable[str]]
    form: str = ""
    help: str = ""


def review(
    desk: Desk, table: Sequence[Action], read: Iterable[str], write: Callable[[str], None]
) -> None:
    """Lead through the review until a command or the end of `read` leaves; keep the place.

    Raises ProjectError when the file cannot be read to begin with.
    """
    session = Session(desk)
    names = _names(table)
    keys = {action.id: action.shown for action in table}
    try:
        write(f"Commands are lines: {keys['help']} lists them, {keys['quit']} leaves.")
        for line in _answer(session, table, names, ""):
            write(line)
        for given in read:
            for line in _answer(session, table, names, given.strip()):
                write(line)
    except _Leave:
        pass
    finally:
        session.leave()


def _answer(
    session: Session, table: Sequence[Action], names: dict[str, str], given: str
) -> Iterator[str]:
    """Do one line; say what was done, and show the open cluster if it is another one now."""
    before = _stamp(session)
    try:
        yield from _harmless([session.news()])
        name, rest = _split(given, names)
        if not given:
            before = ()
        elif name == "help":
            yield from _help(table)
        else:
            said = COMMANDS[name].do(session, rest)
            yield from _harmless([said] if isinstance(said, str) else said)
        if _stamp(session) != before:
            yield from _shown(session)
    except (ProjectError, WorkbenchError, ValueError) as error:
        yield f"! {one_line(str(error))}"
    except KeyError:
        yield f"! {REPLACED}"


def _harmless(lines: Iterable[str]) -> Iterator[str]:
    return (printable(line) for line in lines if line)


def _stamp(session: Session) -> tuple[object, ...]:
    """Return what must differ for the open cluster to be shown again."""
    try:
        opened = session.opened()
    except (ProjectError, KeyError):
        return (session.cluster,)
    claims = () if opened is None else tuple(m.claim.key for m in opened.members)
    return session.cluster, claims, opened and (opened.differences, opened.row.cluster.origins)


def _shown(session: Session) -> Iterator[str]:
    place, length = session.place
    decided, total = session.desk.progress()
    opened = session.show()
    yield ""
    if opened is None:
        yield "nothing fits this filter" if total else "no claims yet: workbench review PATHS"
        return
    yield f"{place} of {length} in the queue, decided {decided} of {total}"
    verdict = opened.row.verdict
    state = str(verdict.label or "undecided") + (", flagged" if verdict.flagged else "")
    yield f"cluster {opened.row.cluster.id}: {state}"
    yield from opened.lines()


# Names


def _names(table: Sequence[Action]) -> dict[str, str]:
    """Return the command of each name; a key comes before a name that is written the same."""
    known = {name: name for name in _MORE}
    for action in table:
        if action.id in COMMANDS or action.id == "help":
            known |= dict.fromkeys((action.id, action.title), action.id)
    for action in table:
        if action.id in COMMANDS or action.id == "help":
            known |= dict.fromkeys([*action.key.split(","), *action.shown.split()], action.id)
    return known


def _split(given: str, names: dict[str, str]) -> tuple[str, str]:
    """Return (command, what follows) of a line. Raises Refused."""
    first, _, rest = given.partition(" ")
    if not given or given in names:
        return names.get(given, ""), ""
    if first in names:
        return names[first], rest.strip()
    if not given[0].isalnum() and given[0] in names:
        return names[given[0]], given[1:].strip()
    raise Refused(f"there is no command {first[:40]!r}; {_shown_help(names)} lists them")


def _shown_help(names: dict[str, str]) -> str:
    return next((n for n, id_ in reversed(names.items()) if id_ == "help"), "help")


def _help(table: Sequence[Action]) -> Iterator[str]:
    for action in table:
        if action.id == "help":
            yield f"{action.shown}  or  {action.title}: Show all commands"
        elif action.id in COMMANDS:
            command = COMMANDS[action.id]
            form = f" {command.form}" if command.form else ""
            yield f"{action.shown}{form}  or  {action.title}{form}: {command.help or action.help}"
    for name in _MORE:
        form = f" {COMMANDS[name].form}" if COMMANDS[name].form else ""
        yield f"{name}{form}: {COMMANDS[name].help}"
    yield "An empty line shows the open cluster again."


# What the commands do


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


def _library(session: Session) -> Iterator[str]:
    desk = session.desk
    return library_lines(desk.source_holdings(), desk.owners(), desk.articles(), desk.skipped())


def _overview(session: Session) -> Iterator[str]:
    return lines(session.desk.overview(), blind=session.desk.blind)


def _leave(_: Session) -> str:
    raise _Leave


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
    "overview": Command(_bare_lines(_overview), help="Show the project at a glance"),
    "stop": Command(_bare(Session.everything), help="End search and filter"),
    "quit": Command(_bare(_leave)),
    "go": Command(
        lambda session, rest: session.go(_number(rest, "cluster")), "CLUSTER", "Open a cluster"
    ),
    "list": Command(_list, "[COUNT]", "List the queue from the open cluster on"),
}
_MORE = ("go", "list")
"""What a screen does with arrows, and lines cannot."""
