"""An error in a method that Qt calls goes to the crash handler; the program stays, and Qt goes on."""

from __future__ import annotations

import gc

import pytest
import shiboken6
from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.exceptions import CapturedExceptions
from pytestqt.qtbot import QtBot

import talentdesk.desktop  # noqa: F401  (sees to every class from here on)

_EMPTY: list[int] = []


def _divide() -> None:
    1 / len(_EMPTY)


def _measure() -> None:
    len(3)  # type: ignore[arg-type]


def _take() -> None:
    _EMPTY.pop()


def _ask_one_that_is_gone() -> None:
    gone = QWidget()
    shiboken6.delete(gone)
    gone.isVisible()


def _refuse() -> None:
    raise ValueError("said by us")


FAULTS = {
    ZeroDivisionError: _divide,
    TypeError: _measure,
    IndexError: _take,
    RuntimeError: _ask_one_that_is_gone,
    ValueError: _refuse,
}


class Mixed:
    """Says what to do in the place of Qt without being one of its classes."""

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.EnabledChange:
            self.fail()

    def fail(self) -> None:
        raise NotImplementedError


class Direct(QWidget):
    error: type[Exception]

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.EnabledChange:
            FAULTS[self.error]()


class Inherited(Mixed, QWidget):
    error: type[Exception]

    def fail(self) -> None:
        FAULTS[self.error]()


class Sized(QPushButton):
    fails = False

    def sizeHint(self) -> QSize:
        if self.fails:
            _divide()
        return super().sizeHint()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if self.fails and event.type() == QEvent.Type.StyleChange:
            _measure()
        return done


class Listed(QAbstractListModel):
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 1

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        _divide()
        return None


class Typed(QLineEdit):
    def keyPressEvent(self, event: QEvent) -> None:
        super().keyPressEvent(event)  # type: ignore[arg-type]
        _take()


def _kinds(caught: CapturedExceptions) -> set[type[BaseException]]:
    return {kind for kind, _error, _trace in caught}


@pytest.mark.parametrize("made", [Direct, Inherited])
@pytest.mark.parametrize("error", FAULTS)
def test_the_handler_hears_it(qtbot: QtBot, made: type[Direct | Inherited], error: type[Exception]) -> None:
    widget = made()
    qtbot.addWidget(widget)
    widget.error = error
    with qtbot.captureExceptions() as caught:
        widget.setEnabled(False)
    assert _kinds(caught) == {error}
    assert not widget.isEnabled()


def test_a_model_has_no_data_then(qtbot: QtBot) -> None:
    model = Listed()
    with qtbot.captureExceptions() as caught:
        assert model.index(0).data() is None
    assert _kinds(caught) == {ZeroDivisionError}


def test_where_qt_asks_for_something_its_own_answer_is_given(qtbot: QtBot) -> None:
    button = Sized("some words")
    qtbot.addWidget(button)
    button.fails = True
    with qtbot.captureExceptions() as caught:
        assert button.sizeHint() == QPushButton("some words").sizeHint()
    button.fails = False
    assert _kinds(caught) == {ZeroDivisionError}


def test_an_event_is_not_dealt_with_twice(qtbot: QtBot) -> None:
    line = Typed()
    qtbot.addWidget(line)
    with qtbot.captureExceptions() as caught:
        qtbot.keyClicks(line, "a")
    assert line.text() == "a"
    assert _kinds(caught) == {IndexError}


def test_many_at_once_do_not_end_the_program(qtbot: QtBot) -> None:
    """As all widgets of a window hear that the style is another one."""
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    for number in range(200):
        column.addWidget(Sized(str(number)))
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    before = app.styleSheet()
    buttons = window.findChildren(Sized)
    with qtbot.captureExceptions() as caught:
        for button in buttons:
            button.fails = True
        for size in range(10, 15):
            app.setStyleSheet(f"QPushButton {{ font-size: {size}px }}")
            gc.collect()
        for button in buttons:
            button.fails = False
        app.setStyleSheet(before)
    assert _kinds(caught) == {TypeError}
    assert len(caught) >= 5 * 200


def test_what_is_no_word_of_qt_is_left_alone() -> None:
    assert not hasattr(Inherited.fail, "__wrapped__")


def test_names_stay() -> None:
    assert Direct.changeEvent.__name__ == "changeEvent"
