"""The review as lines: for screen readers, terminals without a screen, and pipes.

One command a line, by its key, its name or its id in the table of actions. What cannot be done is
said in a line, and the review goes on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.errors import ProjectError
from workbench.errors import WorkbenchError
from workbench.lines.commands import COMMANDS, MORE, VERBS, Leave
from workbench.lines.session import Refused, Session
from workbench.text import one_line, printable
from workbench.ui.action import REVIEW
from workbench.ui.actions import in_place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from workbench.desk import Desk
    from workbench.ui.action import Action

REPLACED = "this cluster has just been replaced by another"


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
    except Leave:
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
    known = {name: name for name in MORE}
    known |= {action.id: action.id for action in table if action.id in COMMANDS}
    known |= {verb: id_ for id_, verb in VERBS.items()}
    own = in_place(table)
    for action in own:
        if action.id in COMMANDS or action.id == "help":
            known |= dict.fromkeys((action.id, action.title), action.id)
    for action in own:
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
            names = (action.shown, action.title)
            if action.place != REVIEW:
                names = (VERBS.get(action.id, action.id), action.id)
            told = "  or  ".join(f"{name}{form}" for name in dict.fromkeys(names))
            yield f"{told}: {command.help or action.help}"
    for name in MORE:
        form = f" {COMMANDS[name].form}" if COMMANDS[name].form else ""
        yield f"{name}{form}: {COMMANDS[name].help}"
    yield "An empty line shows the open cluster again."
