"""The review for programs: a JSON object a line in, a JSON object a line out.

{"do": "mark", "label": "consistent"} is answered by {"ok": true, "said": "...", "cluster": {...}},
the cluster that is open now, or by {"ok": false, "error": "..."}, and nothing has changed then.
"news" says what has come to the project meanwhile.
Claims are named by their numbers from 1 or their ids.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import TYPE_CHECKING, TypeGuard

from db.errors import ProjectError
from db.records import ActKind, Filter, Kind, Label
from workbench.errors import WorkbenchError
from workbench.lines import shelf
from workbench.lines.plain import REPLACED
from workbench.lines.session import Refused, Session
from workbench.reports.glance import data
from workbench.reports.library_report import articles_data, sources_data
from workbench.reports.report import act_data, report_data, row_data
from workbench.text import one_line
from workbench.ui import filters
from workbench.verbs.options import MOST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from workbench.desk import Desk

    Doing = Callable[[], str | dict[str, object]]

_LISTED = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """What goes with a command, each taken out as its kind. Raises Refused for anything else."""

    fields: dict[str, object]
    taken: set[str] = field(default_factory=set)

    def words(self, name: str, default: str | None = None) -> str:
        """Return a string."""
        value = self._take(name, default)
        if not isinstance(value, str):
            raise Refused(f"{name} must be a string")
        return value

    def number(self, name: str, default: int | None = None) -> int:
        """Return a whole number, not below 1."""
        value = self._take(name, default)
        if not _is_number(value):
            raise Refused(f"{name} must be a whole number from 1")
        return value

    def truth(self, name: str, default: bool | None = None) -> bool | None:
        """Return true or false, or the default."""
        value = self._take(name, default) if name in self.fields else default
        if value is not None and not isinstance(value, bool):
            raise Refused(f"{name} must be true or false")
        return value

    def label(self, name: str) -> Label | None:
        """Return a verdict, None when it is null or not there."""
        value = self._take(name, None) if name in self.fields else None
        try:
            return None if value is None else Label(str(value))
        except ValueError:
            raise Refused(f"{name} must be one of {', '.join(Label)}") from None

    def kind(self, name: str) -> Kind | None:
        """Return a kind of difference, None when it is null or not there."""
        value = self._take(name, None) if name in self.fields else None
        try:
            return None if value is None else Kind(str(value))
        except ValueError:
            raise Refused(f"{name} must be one of {', '.join(Kind)}") from None

    def day(self, name: str) -> str:
        """Return a date like 2031-03-12, '' when there is none."""
        value = self.words(name, "")
        try:
            return filters.day(value) if value else ""
        except ValueError as error:
            raise Refused(f"{name}: {error}") from None

    def claim(self, name: str = "claim") -> str:
        """Return the number or the id of a claim, '' when there is none."""
        return _claim(self._take(name, ""))

    def article(self) -> str:
        """Return the number, the file name or the path of an article."""
        value = self._take("article", None)
        if isinstance(value, str) or _is_number(value):
            return str(value)
        raise Refused("article must be a whole number from 1, or the name of a file")

    def numbers(self, name: str) -> list[int]:
        """Return whole numbers, not below 1; none when it is not there."""
        value = self._take(name, [])
        if not isinstance(value, list) or not all(map(_is_number, value)):
            raise Refused(f"{name} must be a list of whole numbers from 1")
        return value

    def claims(self) -> list[str]:
        """Return the numbers or ids of claims."""
        value = self._take("claims", None)
        if not isinstance(value, list):
            raise Refused("claims must be a list")
        return [_claim(one) for one in value]

    def all_taken(self) -> None:
        """Refuse what nobody asked for: it may be a slip of the pen."""
        unknown = sorted(self.fields.keys() - self.taken)
        if unknown:
            raise Refused(f"there is no {unknown[0]!r} here")

    def _take(self, name: str, default: object) -> object:
        self.taken.add(name)
        return self.fields.get(name, default)


def review(desk: Desk, read: Iterable[str], write: Callable[[str], None]) -> None:
    """Answer one line for each line of `read` that is not blank, until it ends or quits.

    Keeps the place. Raises ProjectError when the file cannot be read to begin with.
    """
    session = Session(desk)
    try:
        for line in read:
            if line.strip():
                answer, stays = _answer(session, line)
                write(json.dumps(answer))
                if not stays:
                    break
    finally:
        session.leave()


def _answer(session: Session, line: str) -> tuple[dict[str, object], bool]:
    """Do one line; return the answer, and whether the review goes on."""
    try:
        name, asked = _read(line)
        do = _DO[name](session, asked)
        asked.all_taken()
        news = session.news()
        done = do()
        more = {"said": done} if isinstance(done, str) else done
        more |= {"news": news} if news else {}
        opened = session.show()
        decided, total = session.desk.progress()
        progress = {"decided": decided, "clusters": total}
        cluster = None if opened is None else opened.data()
        return {"ok": True, **more, "progress": progress, "cluster": cluster}, name != "quit"
    except (ProjectError, WorkbenchError, ValueError) as error:
        return {"ok": False, "error": one_line(str(error))}, True
    except KeyError:
        return {"ok": False, "error": REPLACED}, True


def _read(line: str) -> tuple[str, Asked]:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        raise Refused("this line is not JSON") from None
    if not isinstance(given, dict):
        raise Refused('write an object, as {"do": "show"}')
    name = given.pop("do", None)
    if not isinstance(name, str) or name not in _DO:
        raise Refused(f"do must be one of {', '.join(_DO)}")
    return name, Asked(given)


def _is_number(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST


def _claim(value: object) -> str:
    if isinstance(value, str) or _is_number(value):
        return str(value)
    raise Refused("a claim is a number from 1, or an id")


def _chosen(session: Session, asked: Asked) -> Filter:
    return Filter(
        decided=asked.truth("decided"),
        verdict=asked.label("verdict"),
        suggestion=asked.label("suggestion"),
        kind=asked.kind("kind"),
        stands=asked.label("stands"),
        other=asked.words("with", ""),
        alone=bool(asked.truth("alone")),
        source=asked.words("source", ""),
        speaker=asked.words("speaker", ""),
        since=asked.day("since"),
        until=asked.day("until"),
        flagged=bool(asked.truth("flagged")),
        noted=bool(asked.truth("noted")),
        changed=bool(asked.truth("changed")),
        disputed=bool(asked.truth("disputed")),
        settled=bool(asked.truth("settled")),
        mine=bool(asked.truth("mine")),
        text=asked.words("text", ""),
        order=session.filter.order,
    )


def _saved(session: Session, _: Asked) -> Doing:
    return lambda: {
        "filters": {name: asdict(chosen) for name, chosen in session.desk.saved_filters().items()}
    }


def _mark(session: Session, asked: Asked) -> Doing:
    label, stay = asked.label("label"), bool(asked.truth("stay"))
    if label is None:
        raise Refused(f"label must be one of {', '.join(Label)}")
    clusters = asked.numbers("clusters")
    return lambda: session.mark(label, clusters, stay=stay)


def _detach(session: Session, asked: Asked) -> Doing:
    into = asked.number("into") if "into" in asked.fields else None
    return partial(session.detach, asked.claims(), into)


def _rename(session: Session, asked: Asked) -> Doing:
    said = asked.claim() if "claim" in asked.fields else asked.words("text")
    return partial(session.rename, said)


def _adjudicate(session: Session, asked: Asked) -> Doing:
    label, reason = asked.label("label"), asked.words("reason")
    if label is None:
        raise Refused(f"label must be one of {', '.join(Label)}")
    return lambda: session.adjudicate(label, reason)


def _list(session: Session, asked: Asked) -> Doing:
    limit = asked.number("limit", _LISTED)
    return lambda: {"queue": [row_data(row) for row in session.rows(min(limit, 10_000))]}


def _history(session: Session, _: Asked) -> Doing:
    return lambda: {"history": [act_data(act) for act in session.history()]}


def _article(session: Session, asked: Asked) -> Doing:
    document, claim = session.article(asked.claim())
    return lambda: {"article": {**asdict(document), "spans": claim.spans}}


def _library(session: Session, _: Asked) -> Doing:
    desk = session.desk
    return lambda: {
        "sources": sources_data(desk.source_holdings(), desk.owners()),
        **articles_data(desk.articles(), {}, desk.skipped()),
    }


def _add(session: Session, asked: Asked) -> Doing:
    path = asked.words("path")
    return lambda: {"report": report_data(shelf.add(session, path))}


def _library_history(session: Session, _: Asked) -> Doing:
    return lambda: {"history": [act_data(act) for act in session.desk.library_history()]}


def _named(
    do: Callable[[Session, str, str], str], what: str, value: str
) -> Callable[[Session, Asked], Doing]:
    """Do something to the source or the article that the field `what` names."""

    def read(session: Session, asked: Asked) -> Doing:
        named = asked.article() if what == "article" else asked.words(what)
        return partial(do, session, named, asked.words(value))

    return read


def _use(session: Session, asked: Asked) -> Doing:
    if "saved" in asked.fields:
        return partial(session.recall, asked.words("saved"))
    return partial(session.use, _chosen(session, asked))


_DO: dict[str, Callable[[Session, Asked], Doing]] = {
    "show": lambda _session, _asked: str,
    "mark": _mark,
    "confirm": lambda session, _: session.confirm,
    "adjudicate": _adjudicate,
    "disputes": lambda session, _: session.disputes,
    "flag": lambda session, asked: partial(
        session.flag, asked.truth("raised"), asked.numbers("clusters")
    ),
    "note": lambda session, asked: partial(session.note, asked.words("text")),
    "repeat": lambda session, _: session.repeat_note,
    "undo": lambda session, _: session.undo,
    "redo": lambda session, _: session.redo,
    "whole": lambda session, asked: partial(session.whole, asked.claim()),
    "drop": lambda session, asked: partial(session.drop, asked.claim()),
    "detach": _detach,
    "rename": _rename,
    "merge": lambda session, asked: partial(session.merge, asked.number("cluster")),
    "merge_near": lambda session, _: session.merge_near,
    "join": lambda session, asked: partial(session.relate, ActKind.JOIN, asked.claims()),
    "part": lambda session, asked: partial(session.relate, ActKind.PART, asked.claims()),
    "next": lambda session, _: partial(session.move, 1),
    "previous": lambda session, _: partial(session.move, -1),
    "undecided": lambda session, _: session.next_undecided,
    "go": lambda session, asked: partial(session.go, asked.number("cluster")),
    "search": lambda session, asked: partial(session.search, asked.words("text")),
    "filter": _use,
    "less": lambda session, _: session.less,
    "order": lambda session, _: session.order,
    "save_filter": lambda session, asked: partial(session.save_filter, asked.words("name")),
    "forget_filter": lambda session, asked: partial(session.forget_filter, asked.words("name")),
    "saved_filters": _saved,
    "list": _list,
    "history": _history,
    "article": _article,
    "library": _library,
    "library_history": _library_history,
    "add": _add,
    "rename_source": _named(shelf.rename, "source", "name"),
    "set_family": _named(shelf.set_family, "source", "family"),
    "set_date": _named(shelf.set_date, "article", "date"),
    "remove": lambda session, asked: partial(shelf.remove, session, asked.article()),
    "restore": lambda session, asked: partial(shelf.restore, session, asked.article()),
    "overview": lambda session, _: lambda: {"overview": data(session.desk.overview())},
    "quit": lambda _session, _asked: str,
}
"""What can be asked for: each takes its fields first, then does it, so that a slip does nothing."""
