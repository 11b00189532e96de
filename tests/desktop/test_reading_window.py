"""A window over a disk that cannot be written: it reads, says that nothing is saved, and lets what is typed out."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from deskside import PLAIN_PAGES, Counter
from pytestqt.qtbot import QtBot

from talentdesk import paths
from talentdesk.core.draft import Draft
from talentdesk.store.keeper import device_key
from talentdesk.store.opened import open_store
from talentdesk.store.rescue import write_rescue
from talentdesk.store.vault import Vault


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A disk of its own with a case, locked; needs the right to mount one."""
    monkeypatch.setattr(paths, "config_folder", lambda: tmp_path / "config")
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(disk)]
    if not shutil.which("mount") or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("a disk can't be mounted here")
    try:
        with closing(open_store(disk / "data", Vault.open(disk / "data"))) as store:
            store.save(
                Draft("a", "residence-permit", "2024-12-01", date(2026, 11, 23), typed={"person.surname": "LIN"})
            )
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        yield disk
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def test_it_reads_says_so_and_saves_when_the_disk_is_unlocked(disk: Path, tmp_path: Path, qtbot: QtBot) -> None:
    counter = Counter(qtbot, disk / "data", keeper={"unlock": device_key}, screens=PLAIN_PAGES)
    try:
        qtbot.waitUntil(lambda: "open for reading alone" in counter.window.banner.sentence)
        qtbot.waitUntil(lambda: counter.names() == ["LIN"])
        counter.window.load_case("a")
        qtbot.waitUntil(lambda: len(counter.window._cases) == 1)
        counter.window._cases[0].session.answer("person.given_names", "Cook")
        qtbot.waitUntil(lambda: bool(counter.keeper.unsaved()) and counter.window.banner._save.isVisible())
        write_rescue(tmp_path / "typed.json", counter.keeper.unsaved()[0])
        assert "Cook" in (tmp_path / "typed.json").read_text()
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
        qtbot.waitUntil(lambda: not counter.keeper.unsaved(), timeout=15_000)
        qtbot.waitUntil(lambda: not counter.window.banner.isVisible())
    finally:
        counter.end()
    with closing(open_store(disk / "data", Vault.open(disk / "data"))) as store:
        assert store.load("a").typed["person.given_names"] == "Cook"
