"""Files and folders -> documents: find the articles, decode them, learn where they come from.

Details of an article come, strongest first, from options, from YAML front matter, from the
folder's manifest.csv (file, source, title, published, url), and last from the file's name.
"""

from __future__ import annotations

import codecs
import csv
import io
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from db.digests import document_digest
from db.records import Document
from workbench.prose.front_matter import DETAILS, front_matter
from workbench.text import storable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

SUFFIXES = (".txt", ".md")
MANIFEST = "manifest.csv"
MAX_BYTES = 10_000_000
"""No article is larger; a file that is, is a mistake that would fill memory and screen."""

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LEGACY = ("cp1252", "latin_1", "cp1250", "cp1251", "koi8_r", "shift_jis", "gb18030", "euc_kr")
"""Encodings before Unicode; of those that fit equally well the first is taken."""
_CONTROLS = "".join(map(chr, (*range(9), *range(14, 27), *range(28, 32), 127)))
_LEADS = (b"\xc2", b"\xc3", b"\xe2")
"""First bytes of the commonest UTF-8 in Western text; as Latin-1 nobody ends a text with them."""
_MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")


@dataclass(frozen=True, slots=True)
class Skipped:
    """A path that gave no document, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Options:
    """Details given by the user; they go before everything that the files say."""

    source: str = ""
    title: str = ""
    published: str = ""
    url: str = ""


@dataclass(slots=True)
class Found:
    """Where to look: article files in a fixed order, and what is not one."""

    files: list[Path] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


def find(paths: Iterable[Path]) -> Found:
    """List the article files among `paths` and inside folders, each once, sorted by name."""
    found = Found()
    files: set[Path] = set()
    for path in paths:
        try:
            files.update(_articles(path, found.skipped))
        except (OSError, ValueError) as error:
            found.skipped.append(Skipped(str(path), _why(error)))
    by_place: dict[str, Path] = {}
    for file in sorted(files, key=lambda file: (file.name, str(file))):
        by_place.setdefault(os.path.realpath(file), file)
    found.files = list(by_place.values())
    return found


def read(files: Iterable[Path], options: Options | None = None) -> Iterator[Document | Skipped]:
    """Read article files one by one; a file that cannot be used is Skipped with its reason."""
    manifests: dict[Path, Mapping[str, Mapping[str, str]]] = {}
    for file in files:
        folder = file.parent
        if folder not in manifests:
            manifests[folder], refused = _manifest_of(folder)
            yield from refused
        try:
            yield _document(file, manifests[folder].get(file.name, {}), options or Options())
        except (OSError, ValueError) as error:
            yield Skipped(str(file), _why(error))


def place(path: Path | str) -> str:
    """Return the path by which a file is known again, however it was named."""
    return storable(os.path.realpath(path))


def decode(data: bytes) -> tuple[str, str]:
    """Decode an article: (text without byte order mark, name of the encoding).

    Raises ValueError with the reason when the bytes are not text.
    """
    if not data.strip(b"\0\t\n\r "):
        raise ValueError("empty")
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            if len(data) == len(bom):
                raise ValueError("empty")
            return _words(_strictly(data, encoding)), encoding
    if encoding := _utf16_without_mark(data):
        return _words(_strictly(data, encoding)), encoding
    if b"\0" in data:
        raise ValueError("binary, not text")
    try:
        return _words(data.decode("utf-8")), "utf-8"
    except UnicodeDecodeError as error:
        text, encoding = _legacy(data, error)
        return _words(text), encoding


def _articles(path: Path, skipped: list[Skipped]) -> Iterable[Path]:
    """Return the article files at `path`. Raises ValueError with the reason when there is none."""
    if path.is_dir():
        inside = list(_inside(path, skipped))
        if not inside:
            raise ValueError("no .txt or .md file in this folder")
        return inside
    if path.name == MANIFEST:
        return []
    if not path.exists():
        raise ValueError("does not exist")
    if path.suffix.lower() not in SUFFIXES:
        raise ValueError("not a .txt or .md file")
    if not path.is_file():
        raise ValueError("not a regular file")
    return [path]


def _inside(folder: Path, skipped: list[Skipped]) -> Iterator[Path]:
    def shut(error: OSError) -> None:
        skipped.append(Skipped(str(error.filename), _why(error)))

    for root, folders, names in os.walk(folder, onerror=shut):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(root, name)
            if path.suffix.lower() in SUFFIXES and not name.startswith(".") and path.is_file():
                yield path


def _manifest_of(folder: Path) -> tuple[dict[str, dict[str, str]], list[Skipped]]:
    """Read the manifest of a folder; what cannot be used of it is Skipped."""
    path = folder / MANIFEST
    try:
        details = _manifest(path)
        absent = sorted(details.keys() - set(os.listdir(folder))) if details else []
    except (OSError, ValueError, csv.Error) as error:
        return {}, [Skipped(str(path), f"unreadable manifest: {_why(error)}")]
    return details, [Skipped(str(path), f"names {name!r}, not in this folder") for name in absent]


def _manifest(path: Path) -> dict[str, dict[str, str]]:
    """Return file name -> details; {} when there is no manifest."""
    if not path.is_file():
        return {}
    if path.stat().st_size > MAX_BYTES:
        raise ValueError("too large")
    text, _ = decode(path.read_bytes())
    table = csv.DictReader(io.StringIO(text, newline=""))
    if "file" not in (table.fieldnames or ()):
        raise ValueError('no column "file"')
    return {
        name: {detail: (row.get(detail) or "").strip() for detail in DETAILS if row.get(detail)}
        for row in table
        if (name := (row["file"] or "").strip())
    }


def _document(file: Path, manifest: Mapping[str, str], options: Options) -> Document:
    size = file.stat().st_size
    if size > MAX_BYTES:
        raise ValueError(f"{size / 1e6:.0f} MB; articles up to {MAX_BYTES / 1e6:.0f} MB are read")
    data = file.read_bytes()
    text, encoding = decode(data)
    start, front = front_matter(text)
    if not text[start:].strip():
        raise ValueError("empty below its front matter")
    given = {name: value for name in DETAILS if (value := getattr(options, name).strip())}
    details = {name: storable(value) for name, value in {**manifest, **front, **given}.items()}
    source = details.get("source") or storable(file.stem)
    return Document(
        source=source,
        name=storable(file.name),
        path=place(file),
        digest=document_digest(source, text),
        encoding=encoding,
        text=text,
        title=details.get("title", ""),
        published=details.get("published", ""),
        url=details.get("url", ""),
        source_is_a_guess=not details.get("source"),
    )


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeError as error:
        raise ValueError(
            f"broken {encoding.removesuffix('-sig').upper()}: {_why(error)}"
        ) from error


def _utf16_without_mark(data: bytes) -> str:
    """Recognise mostly Western UTF-16 by its zero bytes: every second byte, on one side only."""
    sample = data[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) / 2
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return ""


def _legacy(data: bytes, error: UnicodeDecodeError) -> tuple[str, str]:
    tail = data[error.start :]
    cut = error.end == len(data) and error.reason == "unexpected end of data"
    if _MULTIBYTE.search(data[: error.start]) or (cut and (len(tail) > 1 or tail in _LEADS)):
        where = "ends in the middle of" if cut else "is no longer"
        raise ValueError(f"{where} UTF-8 at byte {error.start}: half-written or mixed encodings")
    from charset_normalizer import from_bytes

    matches = from_bytes(data, cp_isolation=list(_LEGACY))
    if not matches:
        raise ValueError("not text in any encoding known here")
    # Western European and Central European text look equally orderly in either's encoding.
    best = min(matches, key=lambda match: (match.chaos, _rank(match.could_be_from_charset)))
    return str(best), _LEGACY[_rank(best.could_be_from_charset)]


def _rank(encodings: Iterable[str]) -> int:
    return min(_LEGACY.index(encoding) for encoding in encodings)


def _words(text: str) -> str:
    """Let text pass, and nothing that only decodes by accident."""
    controls = sum(map(text.count, _CONTROLS))
    if controls * 20 > len(text):
        raise ValueError("binary, not text")
    return text


def _why(error: Exception) -> str:
    if isinstance(error, OSError):
        return (error.strerror or "cannot be read").lower()
    return " ".join(str(error).split())
