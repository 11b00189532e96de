"""System packages are installed, or the one line that does it is said."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from talentdesk.bootstrap.apt import provide
from talentdesk.bootstrap.voice import Trouble

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="apt is Debian's")


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """A machine whose commands note how they were called; `fails` names the apt-get command that does not succeed."""

    def build(*, root: bool, apt: bool = True, fails: str = "none") -> Path:
        note, commands = tmp_path / "called", tmp_path / "commands"
        commands.mkdir()
        (commands / "env").symlink_to("/usr/bin/env")
        (commands / "sh").symlink_to("/bin/sh")
        if apt:
            program = commands / "apt-get"
            program.write_text(
                f'#!/bin/sh\necho "$@" >> {note}\ncase "$*" in *{fails}*) echo E: no mirror; exit 100;; esac\n'
            )
            program.chmod(0o755)
        monkeypatch.setenv("PATH", str(commands))
        monkeypatch.setattr(os, "geteuid", lambda: 0 if root else 1000)
        note.touch()
        return note

    return build


def test_root_gets_them_installed_from_fresh_lists(machine: Callable[..., Path]) -> None:
    note = machine(root=True)
    provide(["libegl1", "libgl1"])
    assert note.read_text().splitlines() == ["-qq update", "-qq install --no-install-recommends -y libegl1 libgl1"]


def test_without_a_mirror_the_packages_at_hand_may_still_do(machine: Callable[..., Path]) -> None:
    note = machine(root=True, fails="update")
    provide(["libgl1"])
    assert "install" in note.read_text()


def test_a_failure_says_the_line_to_run(machine: Callable[..., Path]) -> None:
    machine(root=True, fails="install")
    with pytest.raises(
        Trouble, match="E: no mirror\nCheck the network, then run:\n  apt-get install --no-install-recommends -y libgl1"
    ):
        provide(["libgl1"])


def test_nobody_s_machine_is_changed_without_consent(machine: Callable[..., Path]) -> None:
    note = machine(root=False)
    with pytest.raises(Trouble, match="sudo apt-get install --no-install-recommends -y libgl1"):
        provide(["libgl1"])
    assert note.read_text() == ""


def test_elsewhere_than_on_debian_the_libraries_are_named(machine: Callable[..., Path]) -> None:
    machine(root=True, apt=False)
    with pytest.raises(Trouble, match="libegl1 libgl1"):
        provide(["libegl1", "libgl1"])
