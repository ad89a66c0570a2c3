"""What a review without a screen does with sources and articles, in words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from db.shelf import State
from workbench.lines.session import Refused, Session
from workbench.text import storable
from workbench.ui.filters import day

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.records import Act
    from db.shelf import Holding
    from workbench.pipeline import Report


def add(session: Session, path: str) -> Report:
    """Add a file or a folder of articles, as the project is made; nothing is said meanwhile."""
    from workbench.verbs.adding import builder

    session.desk.must_write()
    if not path.strip():
        raise Refused("name a file or a folder")
    work = builder(session.desk.path, (Path(path.strip()).expanduser(),), {})
    report = work(lambda _: None, lambda: False)
    session.renew()
    return report


def rename(session: Session, source: str, name: str) -> str:
    """Give a source another name. Raises Refused, ValueError."""
    return _of_source(
        session, source, lambda s: session.desk.rename_source(s, storable(name.strip()))
    )


def set_family(session: Session, source: str, family: str) -> str:
    """Say which publisher a source belongs to, '' for none. Raises Refused."""
    owner = storable(family.strip())
    return _of_source(session, source, lambda s: session.desk.set_family(s, owner))


def set_date(session: Session, article: str, date: str) -> str:
    """Say when an article was published, '' for unknown. Raises Refused, ValueError."""
    when = day(date.strip()) if date.strip() else ""
    return session.operated(session.desk.set_date(_find(session, article).id, when))


def remove(session: Session, article: str) -> str:
    """Take an article out of use. Raises Refused, ValueError."""
    return session.operated(session.desk.remove(_find(session, article).id))


def restore(session: Session, article: str) -> str:
    """Bring a removed article back. Raises Refused, ValueError."""
    return session.operated(session.desk.restore(_find(session, article).id))


def remove_or_restore(session: Session, article: str) -> str:
    """Do whichever of the two can be done."""
    removed = _find(session, article).state is State.REMOVED
    return (restore if removed else remove)(session, article)


def _of_source(session: Session, source: str, do: Callable[[str], Act]) -> str:
    name = source.strip()
    if name not in session.desk.sources():
        raise Refused(f"there is no source {name!r}")
    return session.operated(do(name))


def _find(session: Session, named: str) -> Holding:
    """Return the article of a number, a file name or a path."""
    everything, name = session.desk.articles(), named.strip()
    found = [h for h in everything if str(h.id) == name]
    found = found or [h for h in everything if name in (h.name, h.path)]
    if not found:
        raise Refused(f"there is no article {name!r}" if name else "name the article")
    if len(found) > 1:
        numbers = ", ".join(str(h.id) for h in found)
        raise Refused(f"several articles are named {name!r}; name one by its number: {numbers}")
    return found[0]
