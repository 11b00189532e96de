"""A file let fall on the window is taken in as through the menu; nowhere else, and never where strangers are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from deskside import Counter
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from talentdesk.desktop.arrival import ArrivalScreen
from talentdesk.desktop.batch import BatchScreen
from talentdesk.desktop.casescreens import CASE_SCREENS
from talentdesk.desktop.fields import Line, Paragraphs
from talentdesk.service.template import write_template

_COPY, _LEFT, _NONE = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
PROCEDURE = "residence-permit"


@pytest.fixture
def counter(qtbot: QtBot, tmp_path: Path, fonts: None) -> Iterator[Counter]:
    counter = Counter(qtbot, tmp_path / "store", screens=CASE_SCREENS)
    yield counter
    counter.end()
    counter.desk.elsewhere.close()


def dragged(*files: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    data.setText(" ".join(str(file) for file in files))  # as file managers do
    return data


def let_fall(widget: QWidget, data: QMimeData) -> bool:
    """As the system does it: whoever of the widgets above takes the drag gets the file."""
    target: QWidget | None = widget
    while target is not None:
        if target.acceptDrops():
            entered = QDragEnterEvent(QPoint(9, 9), _COPY, data, _LEFT, _NONE)
            entered.ignore()
            QApplication.sendEvent(target, entered)
            if entered.isAccepted():
                QApplication.sendEvent(target, QDropEvent(QPointF(9, 9), _COPY, data, _LEFT, _NONE))
                return True
        target = target.parentWidget()
    return False


def answers(folder: Path) -> Path:
    file = folder / "answers.json"
    told = {"procedure": PROCEDURE, "answers": {"person": {"surname": "SOUSA", "given_names": "INÊS"}}}
    file.write_text(json.dumps(told), "utf-8")
    return file


def test_answers_let_fall_on_a_name_become_no_part_of_it(counter: Counter, tmp_path: Path) -> None:
    window = counter.window
    window.begin_case(PROCEDURE)
    session = window.session_in_front()
    assert session is not None
    window.fill_in(session, "person.surname")
    counter.qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), Line))
    fields = [*window.screen_in_front.findChildren(Line), *window.screen_in_front.findChildren(Paragraphs)]
    assert not any(field.acceptDrops() for field in fields)
    line = QApplication.focusWidget()
    assert isinstance(line, Line)
    assert let_fall(line, dragged(answers(tmp_path)))
    assert line.text() == ""
    assert isinstance(window.screen_in_front, ArrivalScreen)
    counter.qtbot.waitUntil(lambda: window.screen_in_front.arrival is not None)  # type: ignore[attr-defined]
    assert window.screen_in_front.arrival.answers.typed["person.surname"] == "SOUSA"  # type: ignore[attr-defined]


def test_a_table_waits_until_it_is_known_what_it_is_about(counter: Counter, tmp_path: Path) -> None:
    file = tmp_path / "interns 实习.xlsx"
    desk = counter.desk
    edition = desk.catalogue.in_force(PROCEDURE, desk.today)
    file.write_bytes(write_template(edition, desk.catalogue))
    assert let_fall(counter.window.home, dragged(file))
    screen = counter.window.screen_in_front
    assert isinstance(screen, BatchScreen)
    assert "interns 实习.xlsx is opened then" in screen.note.text()
    assert screen.start.procedure.line.hasFocus()
    opened: list[tuple[str, str]] = []
    screen.start.file_chosen.connect(lambda procedure, chosen: opened.append((procedure, chosen)))
    counter.type("residence p")
    QTest.keyClick(counter.handle, Qt.Key.Key_Return)
    if not opened:  # the first Enter took the procedure from the list
        QTest.keyClick(counter.handle, Qt.Key.Key_Return)
    assert opened == [(PROCEDURE, str(file))]


@pytest.mark.parametrize("what", ["several", "folder", "text", "address"])
def test_what_is_not_one_file_is_refused_at_the_edge(counter: Counter, tmp_path: Path, what: str) -> None:
    data = {
        "several": dragged(answers(tmp_path), tmp_path / "other.json"),
        "folder": dragged(tmp_path),
        "text": QMimeData(),
        "address": QMimeData(),
    }[what]
    if what == "text":
        data.setText("SOUSA")
    if what == "address":
        data.setUrls([QUrl("https://example.org/answers.json")])
    before = counter.window.screen_in_front
    assert not let_fall(counter.window.home, data)
    assert counter.window.screen_in_front is before


def test_a_public_machine_takes_no_file(qtbot: QtBot, tmp_path: Path, fonts: None) -> None:
    counter = Counter(qtbot, tmp_path / "store", mode="kiosk")
    before = counter.window.screen_in_front
    assert not let_fall(counter.window.home, dragged(answers(tmp_path)))
    assert counter.window.screen_in_front is before
    counter.end()


def test_a_locked_desk_takes_no_file(counter: Counter, tmp_path: Path) -> None:
    counter.window.lock.ask()
    assert not let_fall(counter.window, dragged(answers(tmp_path)))
