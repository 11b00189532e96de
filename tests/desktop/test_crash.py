"""A mishap of the program: typed text is kept first, the note names no person, the person is told."""

from __future__ import annotations

import os
import stat
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from talentdesk.desktop.crash import CrashHandler, CrashNotes

SECRET = "FERREIRA DA COSTA, Helena CB482137"
NOW = datetime(2026, 11, 23, 6, 3, 22, tzinfo=UTC)


class Scene:
    """A handler that notes what it does."""

    def __init__(self, folder: Path) -> None:
        self.done: list[str] = []
        self.notes = CrashNotes(folder / "state" / "mishaps.log", lambda: NOW)
        self.handler = CrashHandler(self.notes, lambda: self.done.append("keep"), lambda: self.done.append("tell"))

    @property
    def text(self) -> str:
        return self.notes.place.read_text("utf-8")


@pytest.fixture
def scene(tmp_path: Path, qtbot: QtBot) -> Scene:
    return Scene(tmp_path)


def _fail(answer: str) -> None:
    raise ValueError(f"cannot take {answer}")


def _catch(scene: Scene) -> None:
    try:
        _fail(SECRET)
    except ValueError as error:
        scene.handler.caught(type(error), error, error.__traceback__)


def test_the_text_is_kept_before_anyone_is_told(scene: Scene) -> None:
    _catch(scene)
    assert scene.done == ["keep", "tell"]


def test_the_note_says_where_and_never_who(scene: Scene) -> None:
    _catch(scene)
    assert scene.text.startswith("2026-11-23T06:03:22+00:00 builtins.ValueError at ")
    assert "test_crash:" in scene.text
    for word in ("FERREIRA", "CB482137", "cannot take", "_fail("):
        assert word not in scene.text


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_only_the_owner_may_read_the_note(scene: Scene) -> None:
    _catch(scene)
    assert stat.S_IMODE(scene.notes.place.stat().st_mode) == 0o600
    assert stat.S_IMODE(scene.notes.place.parent.stat().st_mode) == 0o700


def test_a_failing_rescue_still_tells(scene: Scene, tmp_path: Path) -> None:
    told: list[bool] = []

    def fail() -> None:
        raise OSError(SECRET)

    CrashHandler(scene.notes, fail, lambda: told.append(True)).caught(KeyError, KeyError(SECRET), None)
    assert told == [True]
    assert "builtins.OSError" in scene.text
    assert SECRET not in scene.text


def test_a_place_that_takes_no_note_is_no_second_failure(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where the folder should be")
    scene = Scene(tmp_path)
    _catch(scene)
    assert scene.done == ["keep", "tell"]


def test_a_thread_that_fails_is_heard(scene: Scene) -> None:
    hook = threading.excepthook
    scene.handler.install()
    try:
        thread = threading.Thread(target=_fail, args=(SECRET,))
        thread.start()
        thread.join()
    finally:
        scene.handler.uninstall()
        threading.excepthook = hook
    assert scene.done == ["keep", "tell"]
    assert "ValueError" in scene.text


def test_the_notes_stay_small(scene: Scene) -> None:
    scene.notes.place.parent.mkdir()
    scene.notes.place.write_bytes(b"x" * (1 << 19))
    _catch(scene)
    assert scene.notes.place.stat().st_size < 4096


def test_a_thousand_places_are_cut_to_the_innermost(scene: Scene) -> None:
    def dig(depth: int) -> None:
        if not depth:
            raise ValueError
        dig(depth - 1)

    try:
        dig(200)
    except ValueError as error:
        scene.handler.caught(type(error), error, error.__traceback__)
    assert " at … > " in scene.text
    assert scene.text.count("test_crash:") == 30
