"""The settings screen: typed, checked, kept in a real file, and holding at once; keys and backups are real files."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from deskside import NOW, Counter, draft
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from talentdesk import paths, settings
from talentdesk.core.draft import Draft
from talentdesk.desktop import theme
from talentdesk.desktop.settingsscreen import SettingsScreen
from talentdesk.i18n import say
from talentdesk.service.backups import is_late, last_backup
from talentdesk.store.backup import read_manifest
from talentdesk.store.keeper import device_key
from talentdesk.store.opened import Store, utc_now
from talentdesk.store.sealing import seal, unseal
from talentdesk.store.tables import DraftRow

Key = Qt.Key


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(paths, "config_folder", lambda: tmp_path / "config")
    monkeypatch.setattr(paths, "machine_folder", lambda: tmp_path / "machine")
    return tmp_path


@pytest.fixture
def counter(qtbot: QtBot, tmp_path: Path, dressed: object) -> Iterator[Counter]:
    drafts: tuple[Draft, ...] = (draft("a", "LIN"),)
    counter = Counter(qtbot, tmp_path / "store", drafts=drafts, keeper={"unlock": device_key})
    yield counter
    counter.end()
    counter.desk.elsewhere.close()


@pytest.fixture
def screen(counter: Counter) -> SettingsScreen:
    counter.window.visit("settings")
    front = counter.window.screen_in_front
    assert isinstance(front, SettingsScreen)
    return front


def written() -> dict[str, str]:
    return tomllib.loads(settings.files()[1].read_text("utf-8"))


def test_what_is_typed_is_kept_with_enter(counter: Counter, screen: SettingsScreen) -> None:
    assert screen.rows["office"].line is QApplication.focusWidget()
    counter.type("Macao")
    counter.press(Key.Key_Return)
    assert written() == {"office": "Macao"}
    assert counter.desk.settings.office == "Macao"
    counter.press(Key.Key_Tab)
    assert screen.rows["counter_name"].line is QApplication.focusWidget()
    counter.type("7")
    counter.press(Key.Key_Tab)
    assert written() == {"office": "Macao", "counter_name": "7"}
    assert counter.desk.who == "7"


@pytest.mark.parametrize(
    ("key", "wrong", "told"),
    [
        ("keep_days", "0", "days from 1 to 3650"),
        ("lock_minutes", "61", "minutes from 0 to 60"),
        ("backup_days", "366", "days from 1 to 365"),
        ("curtain", "4", "seconds from 5 to 3600"),
        ("office_key", "abc", "no public key"),
        ("backup_folder", "/not/there", "there is no folder"),
    ],
)
def test_what_cannot_be_is_said_at_once_and_not_kept(
    counter: Counter, screen: SettingsScreen, key: str, wrong: str, told: str
) -> None:
    line = screen.rows[key].line
    assert line is not None
    before = getattr(counter.desk.settings, key)
    line.setFocus()
    line.selectAll()
    counter.type(wrong)
    assert screen.rows[key].message.isVisibleTo(screen)
    assert told in line.accessibleDescription()
    counter.press(Key.Key_Return, Key.Key_Tab)
    assert not settings.files()[1].exists()
    assert getattr(counter.desk.settings, key) == before
    assert line.text() == wrong


def test_a_refusal_on_the_screen_names_the_setting_as_the_screen_does(counter: Counter, screen: SettingsScreen) -> None:
    line = screen.rows["lock_minutes"].line
    assert line is not None
    line.setFocus()
    counter.type("99")
    assert "Minutes until the desk locks cannot be" in line.accessibleDescription()
    assert "lock_minutes" not in line.accessibleDescription()


def test_the_machines_file_is_named_and_ones_own_wins(own_files: Path, counter: Counter) -> None:
    machine, own = settings.files()
    machine.parent.mkdir()
    machine.write_text('office = "Zhuhai"\n', "utf-8")
    counter.desk.settings = settings.load()
    counter.window.visit("settings")
    screen = counter.window.screen_in_front
    assert isinstance(screen, SettingsScreen)
    row = screen.rows["office"]
    assert row.line is not None
    assert row.line.text() == "Zhuhai"
    assert "machine's file" in row.line.accessibleDescription()
    assert "no file sets it" in screen.rows["tray"].stop().accessibleDescription()
    counter.press(Key.Key_End)
    counter.type("2")
    counter.press(Key.Key_Return)
    assert "Set in your own file" in row.line.accessibleDescription()
    assert settings.load().office == "Zhuhai2"
    assert machine.read_text("utf-8") == 'office = "Zhuhai"\n'
    assert settings.origins()["office"] == own


def test_notes_and_choices_stand_in_both_languages(counter: Counter, screen: SettingsScreen) -> None:
    counter.window.speak("pt", "en")
    row = screen.rows["sides"]
    assert row.cards is not None
    QApplication.processEvents()
    for language in ("pt", "en"):
        assert say(row.kind.change, language) in row._note.text()
        assert say("Both sides", language) in row.cards.cards[0].text()


def test_choices_hold_at_once_and_at_the_next_start(counter: Counter, screen: SettingsScreen) -> None:
    for key, value in (("look", "dark"), ("letters", "200"), ("language", "pt")):
        cards = screen.rows[key].cards
        assert cards is not None
        next(card for card in cards.cards if card.code == value).click()
    assert theme.current().look is theme.Look.DARK
    assert theme.current().zoom == 200
    assert counter.desk.language == "pt"
    again = settings.load()
    assert (again.look, again.letters, again.language) == ("dark", "200", "pt")
    from talentdesk.desktop.desk import Desk

    assert Desk(again, lambda: NOW).zoom == 200


def test_a_new_key_seals_and_its_private_half_is_ones_own_file(
    qtbot: QtBot, own_files: Path, counter: Counter, screen: SettingsScreen
) -> None:
    out = own_files / "office.pem"
    screen.make_key(out)
    qtbot.waitUntil(lambda: counter.desk.settings.office_key != "")
    public = written()["office_key"]
    assert out.stat().st_mode & 0o777 == 0o600
    assert unseal(seal(b"x", b"", public=public), b"", private=out.read_bytes()) == b"x"
    private = out.read_bytes()
    assert private.decode() not in settings.files()[1].read_text("utf-8")
    screen.make_key(out)
    qtbot.waitUntil(lambda: "there already" in screen.message.text())
    assert out.read_bytes() == private
    assert written()["office_key"] == public


def test_backing_up_writes_a_backup_into_the_folder(
    qtbot: QtBot, own_files: Path, counter: Counter, screen: SettingsScreen
) -> None:
    folder = own_files / "stick"
    folder.mkdir()
    assert not screen.backup_button.isEnabled()
    row = screen.rows["backup_folder"]
    assert row.line is not None
    row.line.setFocus()
    row.line.setText(str(folder))
    counter.press(Key.Key_Return)
    assert is_late(folder, 7, NOW)
    screen.backup_button.click()
    qtbot.waitUntil(lambda: last_backup(folder) is not None)
    (made,) = folder.iterdir()
    assert read_manifest(made).digests
    qtbot.waitUntil(screen.backup_button.isEnabled)


def test_how_many_cases_would_go_is_counted(qtbot: QtBot, counter: Counter, screen: SettingsScreen) -> None:
    counter.keeper.ask(_aged, "case").result(20)
    row = screen.rows["keep_days"]
    assert row.line is not None
    row.line.setFocus()
    counter.type("9")
    qtbot.waitUntil(lambda: "1 cases" in screen.going.text())
    counter.type("0")
    qtbot.waitUntil(lambda: "0 cases" in screen.going.text())


def _aged(store: Store) -> None:
    with store._writing() as session:
        session.execute(sa.update(DraftRow).values(saved_at=utc_now() - timedelta(days=20)))


def test_the_start_reminds_of_a_late_backup(qtbot: QtBot, own_files: Path, counter: Counter) -> None:
    home = counter.window.home
    assert home.standing("en") == ""
    counter.desk.settings = replace(counter.desk.settings, backup_folder=str(own_files))
    counter.window.visit("settings")
    counter.window.go_home()
    qtbot.waitUntil(lambda: "no backup" in home.standing("en"))
    (own_files / "talentdesk-1.backup").write_bytes(b"")
    os.utime(own_files / "talentdesk-1.backup", (NOW.timestamp(), NOW.timestamp()))
    counter.window.visit("settings")
    counter.window.go_home()
    qtbot.waitUntil(lambda: home.standing("en") == "")
