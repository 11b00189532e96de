"""The first setup: Enter, Enter … gets through, it can be left, and ends with a code that was typed back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from deskside import Counter, draft
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from talentdesk import settings as kept
from talentdesk.desktop.firstrun import FirstRunScreen
from talentdesk.service.firstrun import Step, is_part, steps_of, ways_of, where_left
from talentdesk.store.keeper import device_key
from talentdesk.store.trouble_keys import PassphraseWanted
from talentdesk.store.vault import Vault

ENTER, ESC, BACK = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_PageUp
SOON = 20_000


@pytest.fixture
def counter(qtbot: QtBot, dressed: object, tmp_path: Path) -> Iterator[Counter]:
    kept.files()[1].unlink(missing_ok=True)
    made = Counter(qtbot, tmp_path / "data", keeper={"unlock": device_key})
    yield made
    made.end()
    kept.files()[1].unlink(missing_ok=True)


def set_up(counter: Counter) -> FirstRunScreen:
    counter.window.set_up_if_new()
    counter.qtbot.waitUntil(lambda: isinstance(counter.window.screen_in_front, FirstRunScreen), timeout=SOON)
    screen = counter.window.screen_in_front
    assert isinstance(screen, FirstRunScreen)
    return screen


def through(counter: Counter, screen: FirstRunScreen, step: Step) -> None:
    for _ in screen.steps:
        if screen.step is step:
            return
        counter.press(ENTER)
    raise AssertionError(screen.step)


def test_enter_gets_through_and_the_code_opens_the_cases(counter: Counter, tmp_path: Path) -> None:
    screen = set_up(counter)
    before = (counter.desk.language, counter.desk.settings.mode, counter.desk.settings.office)
    through(counter, screen, Step.RECOVERY)
    counter.press(ENTER)
    counter.qtbot.waitUntil(lambda: bool(screen.code), timeout=SOON)
    code = screen.code
    counter.press(ENTER)
    assert counter.window.screen_in_front is screen, "a code that was not typed back is not confirmed"
    counter.type("XXXX" if not code.endswith("XXXX") else "YYYY")
    counter.press(ENTER)
    assert screen.message.isVisible()
    counter.type(code[-4:].lower())
    counter.press(ENTER)
    assert counter.window.screen_in_front is counter.window.home
    assert screen.code == ""
    assert kept.load().setup == "done"
    assert (counter.desk.language, counter.desk.settings.mode, counter.desk.settings.office) == before
    counter.keeper.flush().result(20)
    assert Vault.open_with_code(tmp_path / "data", code).key


def test_one_key_leaves_it_and_it_goes_on_where_it_was(counter: Counter) -> None:
    screen = set_up(counter)
    counter.press(ENTER, ENTER)
    assert screen.step is Step.OFFICE
    QApplication.focusWidget().insert("Qianhai Hall")  # type: ignore[attr-defined]
    counter.press(ENTER)
    assert screen.step is Step.PRINTER
    counter.press(ENTER)
    QApplication.focusWidget().insert("many")  # type: ignore[attr-defined]
    counter.press(ENTER)
    assert screen.step is Step.KEEPING, "what cannot be kept is said, and the step stays"
    assert screen._settings.rows["keep_days"].message.isVisible()
    counter.press(BACK, ESC)
    assert counter.window.screen_in_front is counter.window.home
    assert counter.window.home.search.line.hasFocus()
    assert kept.load().office == "Qianhai Hall"
    counter.window.visit("settings")
    place: Any = counter.window.screen_in_front
    place.setup_button.click()
    assert counter.window.screen_in_front is screen
    assert screen.step is Step.PRINTER
    counter.press(BACK)
    assert screen.step is Step.OFFICE
    assert QApplication.focusWidget().text() == "Qianhai Hall"  # type: ignore[attr-defined]


def test_an_administrator_is_made_with_the_code_and_signed_in(counter: Counter) -> None:
    screen = set_up(counter)
    through(counter, screen, Step.STAFF)
    counter.qtbot.waitUntil(lambda: bool(screen._protection), timeout=SOON)
    counter.press(Qt.Key.Key_2)
    counter.qtbot.waitUntil(lambda: screen.fields["name"].isVisible(), timeout=SOON)
    for name, text in (("name", "Ho"), ("pin", "123456"), ("again", "654321")):
        screen.fields[name].line.setText(text)
    counter.press(ENTER)
    assert screen.step is Step.STAFF
    assert screen.message.isVisible()
    for name in ("pin", "again"):
        screen.fields[name].line.setText("481516")
    counter.press(ENTER)
    assert screen.step is Step.RECOVERY
    counter.press(ENTER)
    counter.qtbot.waitUntil(lambda: bool(screen.code), timeout=SOON)
    counter.type(screen.code[-4:])
    counter.press(ENTER)
    counter.qtbot.waitUntil(lambda: counter.desk.person is not None, timeout=SOON)
    assert counter.desk.person is not None
    assert (counter.desk.person.name, counter.desk.person.role) == ("Ho", "admin")
    assert screen.fields["pin"].line.text() == ""


@pytest.mark.parametrize("mode", ["counter", "personal"])
def test_where_there_is_no_keyring_a_passphrase_is_offered_and_asked_at_the_next_start(
    counter: Counter, tmp_path: Path, mode: str
) -> None:
    screen = set_up(counter)
    through(counter, screen, Step.MACHINE)
    counter.qtbot.waitUntil(lambda: screen._protection == "file", timeout=SOON)
    if mode == "personal":
        counter.press(Qt.Key.Key_2)
    through(counter, screen, Step.STAFF)
    counter.press(Qt.Key.Key_3 if mode == "counter" else Qt.Key.Key_2)
    counter.qtbot.waitUntil(lambda: screen.fields["phrase"].isVisible(), timeout=SOON)
    assert [name for name, field in screen.fields.items() if field.isVisible()] == ["phrase", "repeated"]
    assert "at each start" in screen._says.text()
    for typed in (("four words apart", "four words"), ("short", "short")):
        for name, text in zip(("phrase", "repeated"), typed, strict=True):
            screen.fields[name].line.setText(text)
        counter.press(ENTER)
        assert screen.step is Step.STAFF
        assert screen.message.isVisible()
    for name in ("phrase", "repeated"):
        screen.fields[name].line.setText("four words apart")
    counter.press(ENTER)
    assert screen.step is Step.RECOVERY
    counter.press(ENTER)
    counter.qtbot.waitUntil(lambda: bool(screen.code), timeout=SOON)
    code = screen.code
    counter.type(code[-4:])
    counter.press(ENTER)
    counter.qtbot.waitUntil(lambda: counter.window.screen_in_front is counter.window.home, timeout=SOON)
    assert screen.fields["phrase"].line.text() == ""
    counter.keeper.flush().result(20)
    with pytest.raises(PassphraseWanted):
        device_key(tmp_path / "data")
    keys = {Vault.open_typed(tmp_path / "data", secret).key for secret in ("four words apart", code)}
    assert len(keys) == 1


def test_where_there_is_a_keyring_no_passphrase_is_offered() -> None:
    assert ways_of("counter", "keyring") == ("none", "pin")
    assert ways_of("personal", "file") == ("none", "passphrase")
    assert Step.STAFF not in steps_of("personal", "/data", "keyring")
    assert Step.STAFF in steps_of("personal", "/data", "file")


def test_no_secret_stays_when_it_is_left(counter: Counter) -> None:
    screen = set_up(counter)
    through(counter, screen, Step.RECOVERY)
    counter.press(ENTER)
    counter.qtbot.waitUntil(lambda: bool(screen.code), timeout=SOON)
    counter.press(ESC)
    assert screen.code == ""
    assert screen._shown_code.text() == ""
    assert kept.load().setup == "recovery"


def test_the_sheet_is_saved_and_names_nobody(counter: Counter, tmp_path: Path) -> None:
    import pypdfium2

    screen = set_up(counter)
    through(counter, screen, Step.RECOVERY)
    counter.press(ENTER)
    counter.qtbot.waitUntil(lambda: bool(screen.code), timeout=SOON)
    screen.save_code(tmp_path / "code.pdf")
    with pypdfium2.PdfDocument(tmp_path / "code.pdf") as pdf:
        text = pdf[0].get_textpage().get_text_bounded()
        assert len(pdf) == 1
    assert screen.code in text
    assert str(tmp_path) not in text


def test_a_public_machine_is_pointed_to_its_own_way(counter: Counter) -> None:
    screen = set_up(counter)
    counter.press(ENTER)
    assert screen.step is Step.MACHINE
    counter.press(Qt.Key.Key_3)
    counter.qtbot.waitUntil(lambda: "kiosk.md" in screen._says.text(), timeout=SOON)
    counter.press(ENTER)
    assert counter.window.screen_in_front is counter.window.home
    assert kept.load().mode == "counter"


def test_a_store_with_cases_is_never_asked(qtbot: QtBot, dressed: object, tmp_path: Path) -> None:
    made = Counter(qtbot, tmp_path / "data", drafts=(draft("one", "CHAN"),))
    made.window.set_up_if_new()
    made.keeper.flush().result(20)
    made.keeper.ask(lambda store: store.count()).result(20)
    qtbot.waitUntil(lambda: made.names() == ["CHAN"], timeout=SOON)
    assert made.window.screen_in_front is made.window.home
    made.end()


@pytest.mark.parametrize(
    ("mode", "place", "left_out"),
    [
        ("counter", "/data", set()),
        ("personal", "/data", {Step.OFFICE, Step.STAFF}),
        ("counter", "postgresql://a@/b", {Step.STAFF, Step.RECOVERY, Step.BACKUP}),
    ],
)
def test_nothing_is_asked_that_has_no_answer(mode: str, place: str, left_out: set[Step]) -> None:
    assert set(steps_of(mode, place)) == set(Step) - left_out


def test_a_step_that_is_no_longer_asked_begins_anew() -> None:
    assert where_left("staff", steps_of("personal", "/data")) is Step.LANGUAGE
    assert where_left("done", tuple(Step)) is Step.LANGUAGE
    assert where_left("backup", tuple(Step)) is Step.BACKUP


@pytest.mark.parametrize(
    ("typed", "right"),
    [("WXYZ", True), ("wx yz", True), ("ABCD-EFGH-WXYZ", True), ("WXY", False), ("", False), ("ABCD", False)],
)
def test_the_last_group_or_the_whole_code_confirms(typed: str, right: bool) -> None:
    assert is_part("ABCD-EFGH-WXYZ", typed) is right


def test_the_panel_says_what_protects_the_cases(counter: Counter) -> None:
    screen = set_up(counter)
    through(counter, screen, Step.STAFF)
    counter.qtbot.waitUntil(lambda: bool(screen._protection), timeout=SOON)
    assert "encrypted" in screen._says.text()
