"""Files and folders become articles, or are passed over with a reason; nothing else happens."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.digests import document_digest
from db.records import Document
from tests.workbench.articles import PROSE, article, one, write
from workbench.stages import document
from workbench.stages.document import MAX_BYTES, Skipped, decode, find, read

GERMAN = "Die Brücke über die Saale wurde für Fußgänger gesperrt. Schöne Grüße!\n"
FRENCH = "Le pont a été fermé à la circulation après l’incendie – « une décision difficile ».\n"
PORTUGUESE = "A ponte foi fechada na terça-feira, disse o prefeito de São João. Não há vítimas.\n"
SWEDISH = "Bron över ån stängdes på måndagen efter stormen, säger borgmästaren i Malmö.\n"
CZECH = "Most byl v pondělí po bouři uzavřen, řekl starosta. Příliš žluťoučký kůň úpěl.\n"
RUSSIAN = "Мост был закрыт в понедельник после шторма, сообщил мэр города.\n"


# Encodings


TEXTS = {
    "UTF-8": (GERMAN.encode(), GERMAN, "utf-8"),
    "UTF-8 with a mark": (b"\xef\xbb\xbf" + GERMAN.encode(), GERMAN, "utf-8-sig"),
    "UTF-8 of one emoji": ("🌉 closed".encode(), "🌉 closed", "utf-8"),
    "UTF-8, Japanese": ("橋は閉鎖された。\n".encode(), "橋は閉鎖された。\n", "utf-8"),
    "UTF-16 LE": (b"\xff\xfe" + GERMAN.encode("utf-16-le"), GERMAN, "utf-16"),
    "UTF-16 BE": (b"\xfe\xff" + GERMAN.encode("utf-16-be"), GERMAN, "utf-16"),
    "UTF-16, Japanese": ("橋は閉鎖された。\n".encode("utf-16"), "橋は閉鎖された。\n", "utf-16"),
    "UTF-16 LE without a mark": (GERMAN.encode("utf-16-le"), GERMAN, "utf-16-le"),
    "UTF-16 BE without a mark": (GERMAN.encode("utf-16-be"), GERMAN, "utf-16-be"),
    "UTF-32": (b"\xff\xfe\0\0" + GERMAN.encode("utf-32-le"), GERMAN, "utf-32"),
    "Latin-1, German": (GERMAN.encode("latin-1"), GERMAN, "cp1252"),
    "Latin-1, one letter at the end": (b"Le caf\xe9", "Le café", "cp1252"),
    "Windows, French": (FRENCH.encode("cp1252"), FRENCH, "cp1252"),
    "Windows, Portuguese": (PORTUGUESE.encode("cp1252"), PORTUGUESE, "cp1252"),
    "Windows, Swedish": (SWEDISH.encode("cp1252"), SWEDISH, "cp1252"),
    "Windows, Czech": (CZECH.encode("cp1250"), CZECH, "cp1250"),
    "Windows, Russian": (RUSSIAN.encode("cp1251"), RUSSIAN, "cp1251"),
    "KOI8, Russian": (RUSSIAN.encode("koi8_r"), RUSSIAN, "koi8_r"),
    "ASCII with any line ends": (b"plain\r\nlines\r", "plain\r\nlines\r", "utf-8"),
}


@pytest.mark.parametrize("name", TEXTS)
def test_encodings_are_told_apart(name: str) -> None:
    data, text, encoding = TEXTS[name]
    assert decode(data) == (text, encoding)


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc",)), min_size=1))
def test_utf_8_and_marked_utf_16_come_back_exactly(text: str) -> None:
    text = "Closed: " + text
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert decode(text.encode(encoding))[0] == text


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        (b"\0\0\0\0", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\xff\xfe", "empty"),
        (b"The bridge\0 is closed.", "binary"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary"),
        (bytes(range(256)) * 4, "binary"),
        (b"\x01\x02\x03\x04\x05 text", "binary"),
        (GERMAN.encode("utf-16")[:-1], "broken UTF-16"),
        (b"\xff\xfe\x00\xd8a\x00", "broken UTF-16"),
        ("Die Brücke über die Saale, für".encode()[:-3] + b"\xc3", "half-written"),
        (GERMAN.encode() + "é".encode()[:1], "half-written"),
        (b"K\xc3", "half-written"),
        (PROSE.encode() + "’".encode()[:2], "half-written"),
        (GERMAN.encode() + GERMAN.encode("latin-1"), "mixed encodings"),
    ],
)
def test_what_is_not_text_is_refused_with_the_reason(data: bytes, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        decode(data)


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_a_reason(data: bytes) -> None:
    try:
        text, why = decode(data)[0], ""
    except ValueError as error:
        text, why = "", str(error)
    assert bool(text) != bool(why)
    text.encode()


@pytest.mark.parametrize("megabytes", [50, 200])
def test_a_file_that_is_too_large_is_not_even_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, megabytes: int
) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(megabytes * 1_000_000)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("opened"))
    assert one(path) == Skipped(str(path), f"{megabytes} MB; articles up to 10 MB are read")
    assert MAX_BYTES == 10_000_000


def test_a_manifest_that_is_too_large_is_not_read_and_the_article_is(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", PROSE)
    with (tmp_path / "manifest.csv").open("wb") as file:
        file.truncate(200_000_000)
    refused, made = read([path])
    assert "too large" in getattr(refused, "reason", "")
    assert isinstance(made, Document)


# What an article is


def test_an_article_keeps_every_character_and_knows_its_file(tmp_path: Path) -> None:
    text = "\ufeffBridge\r\n\n  The bridge is closed.\r\u2028"
    made = article(tmp_path, "\ufeff" + text, "bridge.TXT")
    assert made == Document(
        source="bridge",
        name="bridge.TXT",
        path=os.path.realpath(tmp_path / "bridge.TXT"),
        digest=document_digest("bridge", text),
        encoding="utf-8-sig",
        text=text,
        source_is_a_guess=True,
    )


def test_the_same_text_in_another_encoding_is_the_same_article(tmp_path: Path) -> None:
    digests = {
        article(tmp_path, GERMAN.encode(encoding)).digest
        for encoding in ("utf-8", "utf-8-sig", "utf-16", "latin-1")
    }
    assert len(digests) == 1


def test_a_name_that_is_not_utf_8_is_written_with_its_bytes_as_escapes(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    try:
        made = article(tmp_path, PROSE, name)
    except OSError:
        pytest.skip("this disk knows no such name")
    assert made.name == "caf\\udce9.txt"
    made.path.encode()
    made.source.encode()


# Finding


def test_articles_are_found_in_folders_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in (
        "b.txt",
        "sub/a.md",
        "c.TXT",
        "d.pdf",
        ".hidden.txt",
        ".git/e.txt",
        "manifest.csv",
    ):
        write(tmp_path, name, PROSE)
    found = find([tmp_path])
    assert [file.name for file in found.files] == ["a.md", "b.txt", "c.TXT"]
    assert found.skipped == []


def test_each_file_is_found_once_however_often_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, "sub/a.txt", PROSE)
    (tmp_path / "link.txt").symlink_to(path)
    monkeypatch.chdir(tmp_path)
    named = [tmp_path, path, Path("sub/a.txt"), Path("sub/../sub"), Path("link.txt")]
    assert len(find(named).files) == 1
    assert find(named).files == find(named[::-1]).files


def test_what_is_no_article_is_passed_over_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "gone")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    paths = ["empty", "gone.txt", "a.pdf", "pipe.txt", "dangling.txt", "loop.txt", "x" * 300]
    write(tmp_path, "a.pdf", PROSE)
    found = find([tmp_path / name for name in paths])
    assert found.files == []
    assert [skipped.reason for skipped in found.skipped] == [
        "no .txt or .md file in this folder",
        "does not exist",
        "not a .txt or .md file",
        "not a regular file",
        "does not exist",
        "does not exist",
        "file name too long",
    ]


def test_a_manifest_named_among_the_paths_is_no_mistake(tmp_path: Path) -> None:
    found = find([write(tmp_path, "manifest.csv", "file\n"), write(tmp_path, "a.txt", PROSE)])
    assert [file.name for file in found.files] == ["a.txt"]
    assert found.skipped == []


def test_a_folder_that_cannot_be_listed_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "a.txt", PROSE)
    (tmp_path / "shut").mkdir()
    scandir = os.scandir

    def refusing(path: str) -> object:
        if os.fspath(path).endswith("shut"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    found = find([tmp_path])
    assert [file.name for file in found.files] == ["a.txt"]
    assert found.skipped == [Skipped(str(tmp_path / "shut"), "permission denied")]


def test_a_file_that_cannot_be_read_is_passed_over_and_the_rest_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [write(tmp_path, name, PROSE) for name in ("a.txt", "b.txt", "c.txt")]
    files[2].unlink()
    read_bytes = Path.read_bytes

    def refusing(path: Path) -> bytes:
        if path.name == "a.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refusing)
    first, second, third = read(files)
    assert first == Skipped(str(files[0]), "permission denied")
    assert isinstance(second, Document)
    assert third == Skipped(str(files[2]), "no such file or directory")


def test_the_module_knows_no_other_suffix() -> None:
    assert document.SUFFIXES == (".txt", ".md")
