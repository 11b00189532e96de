"""A finished file is put in its place whole or not at all."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from talentdesk.service.files import put

needs_devices = pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is Linux's")


def test_it_is_written_and_nothing_else_is_left(tmp_path: Path) -> None:
    put(tmp_path / "a.pdf", b"one")
    put(tmp_path / "a.pdf", b"two")
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"a.pdf": b"two"}


def test_a_folder_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").mkdir()
    with pytest.raises(IsADirectoryError):
        put(tmp_path / "a.pdf", b"x")
    assert [file.name for file in tmp_path.iterdir()] == ["a.pdf"]


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        put(tmp_path / "no" / "a.pdf", b"x")


def test_an_interrupted_write_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.pdf").write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        put(tmp_path / "a.pdf", b"new")
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"a.pdf": b"old"}


def test_a_link_keeps_pointing_and_permissions_stay(tmp_path: Path) -> None:
    target, link = tmp_path / "real.pdf", tmp_path / "link.pdf"
    target.write_bytes(b"old")
    target.chmod(0o640)
    link.symlink_to(target)
    put(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o640


@needs_devices
def test_a_device_is_written_to_and_never_replaced() -> None:
    put(Path("/dev/null"), b"x")
    assert not Path("/dev/null").is_file()
    with pytest.raises(OSError, match="No space"):
        put(Path("/dev/full"), b"x" * 100_000)
