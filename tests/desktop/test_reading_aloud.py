"""Reading aloud with what the system has; where it has nothing, there is no button."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from kioskside import Machine
from pytestqt.qtbot import QtBot

from talentdesk.desktop.kiosk.speech import Speech


def finder(*there: str):  # type: ignore[no-untyped-def]
    return lambda name: f"/usr/bin/{name}" if name in there else None


@pytest.mark.parametrize(
    ("system", "there", "program"),
    [
        ("linux", ("spd-say", "espeak-ng"), "/usr/bin/spd-say"),
        ("linux", ("espeak-ng",), "/usr/bin/espeak-ng"),
        ("darwin", ("say",), "/usr/bin/say"),
        ("win32", ("powershell",), "/usr/bin/powershell"),
    ],
)
def test_each_system_reads_in_the_language_of_the_page(system: str, there: tuple[str, ...], program: str) -> None:
    speech = Speech(find=finder(*there), system=system)
    commands = {language: speech.command(language) for language in ("zh-Hans", "zh-Hant-HK", "en", "pt")}
    assert all(command is not None and command[0] == program for command in commands.values())
    assert len({tuple(command or ()) for command in commands.values()}) == 4


def test_a_machine_without_a_voice_has_no_button(
    qtbot: QtBot, dressed: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    machine = Machine(qtbot)
    machine.begin()
    assert not machine.window.bar.aloud.isVisible()
    machine.end()


@pytest.mark.skipif(os.name == "nt", reason="a shell script stands for the voice")
def test_the_page_is_read_through_a_pipe_and_stops_when_asked(
    qtbot: QtBot, dressed: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    voice = tmp_path / "spd-say"
    script = f'echo "$@" > "{tmp_path}/said"\ncat > "{tmp_path}/part"\nmv "{tmp_path}/part" "{tmp_path}/heard"\n'
    voice.write_text(f"#!/bin/sh\n{script}exec sleep 60\n")
    voice.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    machine = Machine(qtbot)
    machine.begin("pt")
    assert machine.window.bar.aloud.isVisible()
    machine.touch(machine.window.bar.aloud)
    heard = tmp_path / "heard"
    qtbot.waitUntil(heard.exists, timeout=20_000)
    assert machine.window.triage.title("pt") in heard.read_text("utf-8")
    assert "pt-PT" in (tmp_path / "said").read_text()
    assert machine.window.speech.is_speaking
    machine.touch(machine.window.triage.main)
    machine.touch(machine.window.bar.aloud)
    assert not machine.window.speech.is_speaking
    machine.end()
