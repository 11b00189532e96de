"""Where a photo goes, its file can be checked: by key, in the real window, with what is wrong said in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from deskside import NOW, Counter
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from talentdesk.core.draft import Draft
from talentdesk.desktop import photocheck
from talentdesk.desktop.casescreens import CASE_SCREENS
from talentdesk.desktop.filling import FillingScreen
from talentdesk.desktop.places import PlaceEditor
from talentdesk.desktop.theme import Look, Size
from talentdesk.i18n import say

DAY = date(2026, 11, 23)


@pytest.fixture
def counter(qtbot: QtBot, fonts: None, tmp_path: Path) -> Iterator[Counter]:
    counter = Counter(qtbot, tmp_path / "store", screens=CASE_SCREENS)
    yield counter
    counter.end()
    counter.desk.elsewhere.close()


def open_case(counter: Counter, procedure: str, edition: str) -> FillingScreen:
    draft = counter.keeper.begin(Draft("one", procedure, edition, DAY, {}, created_at=NOW)).result(20)
    counter.window.open_case(draft)
    screen = counter.window.screen_in_front
    assert isinstance(screen, FillingScreen)
    return screen


def photo_of(screen: FillingScreen, question: str = "place.photo") -> PlaceEditor:
    screen.go_to(question)
    row = screen.page.row_of(question)
    assert row is not None
    assert isinstance(row.editor, PlaceEditor)
    return row.editor


def check(counter: Counter, screen: FillingScreen, editor: PlaceEditor, file: Path) -> str:
    """Presses the button, chooses the file, waits for the answer."""
    assert editor.check_button is not None
    editor.check_button.setFocus()
    QTest.keyClick(editor.check_button, Qt.Key.Key_Space)
    dialog = screen.window().findChild(QFileDialog)
    assert dialog is not None
    dialog.selectFile(str(file))
    dialog.fileSelected.emit(str(file))
    dialog.close()
    counter.qtbot.waitUntil(lambda: say(photocheck.WORKING, "en") not in editor.text_shown(), timeout=20000)
    return editor.text_shown()


def save(file: Path, colour: tuple[int, int, int], size: tuple[int, int] = (330, 480)) -> Path:
    Image.new("RGB", size, colour).save(file)
    return file


def assert_whole(counter: Counter, editor: PlaceEditor) -> None:
    """The card is as high as its words and its button, and they do not cover each other."""
    counter.qtbot.waitUntil(lambda: editor.height() >= editor.heightForWidth(editor.width()))
    assert editor.check_button is not None
    assert editor.check_button.geometry().bottom() < editor.height()
    room = editor.width() - editor.indent() - 12
    assert editor.check_button.y() >= editor._block.height(room)


def test_a_white_photo_for_a_residence_permit_is_told_to_be_blue(counter: Counter, tmp_path: Path) -> None:
    screen = open_case(counter, "residence-permit", "2024-12-01")
    editor = photo_of(screen)
    before = editor.heightForWidth(500)
    said = check(counter, screen, editor, save(tmp_path / "w.png", (255, 255, 255)))
    assert "× The background is not blue but #ffffff." in said
    assert "Tsinghua" in said
    assert "Taken at a registered shop" in said
    assert editor.heightForWidth(500) > before
    assert_whole(counter, editor)
    said = check(counter, screen, editor, save(tmp_path / "b.png", (67, 142, 219)))
    assert "What can be measured is as asked." in said
    assert "not blue" not in said


def test_every_use_of_the_procedure_is_told_apart(counter: Counter, tmp_path: Path) -> None:
    screen = open_case(counter, "visa-application", "2013-09-01")
    said = check(counter, screen, photo_of(screen), save(tmp_path / "p.png", (255, 255, 255)))
    assert "Photo on the visa form" in said
    assert "? The file does not say when it was taken" in said
    assert "Photo uploaded with the online visa application" in said
    assert "× The file is a PNG; wanted: JPEG." in said


def test_what_is_no_photo_and_what_is_gone_is_said_and_can_be_chosen_anew(counter: Counter, tmp_path: Path) -> None:
    screen = open_case(counter, "residence-permit", "2024-12-01")
    editor = photo_of(screen)
    (tmp_path / "words.jpg").write_text("hello")
    assert "words.jpg is no photo in JPEG" in check(counter, screen, editor, tmp_path / "words.jpg")
    assert "cannot be read" in check(counter, screen, editor, tmp_path / "gone.jpg")
    assert "as asked" in check(counter, screen, editor, save(tmp_path / "b.png", (67, 142, 219)))


def test_nothing_of_the_file_gets_into_the_case(counter: Counter, tmp_path: Path) -> None:
    screen = open_case(counter, "residence-permit", "2024-12-01")
    check(counter, screen, photo_of(screen), save(tmp_path / "b.png", (67, 142, 219)))
    assert (dict(screen.session.draft.typed), dict(screen.session.draft.sources)) == ({}, {})
    assert screen.session.draft.seen == frozenset()


def test_a_signature_and_a_procedure_of_which_nothing_is_known_have_no_button(counter: Counter) -> None:
    screen = open_case(counter, "residence-permit", "2024-12-01")
    assert photo_of(screen, "place.signature").check_button is None
    assert photo_of(screen).check_button is not None


def test_a_public_machine_reads_no_files(counter: Counter) -> None:
    counter.window.wear(Look.LIGHT, Size.KIOSK)
    screen = open_case(counter, "residence-permit", "2024-12-01")
    assert photo_of(screen).check_button is None


def test_the_findings_are_said_in_the_language_of_the_window(counter: Counter, tmp_path: Path) -> None:
    screen = open_case(counter, "residence-permit", "2024-12-01")
    editor = photo_of(screen)
    check(counter, screen, editor, save(tmp_path / "w.png", (255, 255, 255)))
    counter.window.speak("pt", "zh-Hans")
    counter.qtbot.waitUntil(lambda: "O fundo não é azul, mas #ffffff." in editor.text_shown())
    assert "not blue" not in editor.text_shown()
    assert_whole(counter, editor)
    assert editor.check_button is not None
    assert editor.check_button.text() == say("Check a photo…", "pt")
