"""A written file is whole, or what was there before."""

from __future__ import annotations

import os
import pty
import stat
import sys
from typing import TYPE_CHECKING

import pytest

from workbench.files import write_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def broken() -> Iterator[str]:
    yield "half of"
    raise RuntimeError("the project went away")


def test_the_file_holds_exactly_what_was_written(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    write_text(str(target), ["é,1\r\n", "x\ny\r\n"])
    assert target.read_bytes() == b"\xc3\xa9,1\r\nx\ny\r\n"
    assert os.listdir(tmp_path) == ["out.csv"]


def test_a_failure_leaves_the_old_file_and_no_draft(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.write_text("old")
    with pytest.raises(RuntimeError, match="went away"):
        write_text(str(target), broken())
    assert target.read_text() == "old"
    assert os.listdir(tmp_path) == ["out.csv"]


def test_nobody_sees_the_new_file_before_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.write_text("old")

    def watched() -> Iterator[str]:
        for part in "abc":
            assert target.read_text() == "old"
            yield part

    write_text(str(target), watched())
    assert target.read_text() == "abc"


def test_a_missing_folder_is_named_by_the_target(tmp_path: Path) -> None:
    target = tmp_path / "nowhere" / "out.csv"
    with pytest.raises(OSError, match="No such file") as caught:
        write_text(str(target), ["x"])
    assert caught.value.filename == str(target)


def test_a_folder_is_not_written_over(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="directory"):
        write_text(str(tmp_path), ["x"])
    assert tmp_path.is_dir()
    assert os.listdir(tmp_path) == []


def test_a_new_file_has_the_rights_that_new_files_get(tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        write_text(str(tmp_path / "out.csv"), ["x"])
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "out.csv").stat().st_mode) == 0o640


def test_a_private_file_stays_private(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.touch(0o600)
    target.chmod(0o600)
    write_text(str(target), ["x"])
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_a_link_is_followed_and_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "out.csv", tmp_path / "link.csv"
    link.symlink_to(target)
    write_text(str(link), ["x"])
    assert link.is_symlink()
    assert target.read_text() == "x"


def test_a_device_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_text(str(pipe), ["x", "y"])
    assert os.read(reader, 10) == b"xy"
    os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_dash_is_standard_output_in_utf_8(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    write_text("-", ["é\x1b\r\n"])
    assert capfdbinary.readouterr().out == b"\xc3\xa9\x1b\r\n"


def test_a_terminal_gets_nothing_that_it_would_obey(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w", encoding="utf-8") as terminal:
        monkeypatch.setattr(sys, "stdout", terminal)
        write_text("-", ["a\x1b]0;evil\x07b\r\n"])
        assert os.read(ours, 100).decode() == "a␛]0;evil␇b\r\n"
        monkeypatch.undo()
    os.close(ours)
