"""An error in a method that Qt calls comes out as what it is: the crash handler hears it, the program stays."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget
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
    import shiboken6

    gone = QWidget()
    shiboken6.delete(gone)
    gone.isVisible()


FAULTS = {
    ZeroDivisionError: _divide,
    TypeError: _measure,
    IndexError: _take,
    RuntimeError: _ask_one_that_is_gone,
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


class Listed(QAbstractListModel):
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 1

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        _divide()
        return None


@pytest.mark.parametrize("made", [Direct, Inherited])
@pytest.mark.parametrize("error", FAULTS)
def test_the_error_comes_out(qtbot: QtBot, made: type[Direct | Inherited], error: type[Exception]) -> None:
    widget = made()
    qtbot.addWidget(widget)
    widget.error = error
    with pytest.raises(error):
        widget.setEnabled(False)
    assert not widget.isEnabled()


def test_a_model_is_seen_to_as_well() -> None:
    model = Listed()
    with pytest.raises(ZeroDivisionError):
        model.index(0).data()


def test_what_is_no_word_of_qt_is_left_alone() -> None:
    assert not hasattr(Inherited.fail, "__wrapped__")


def test_names_stay() -> None:
    assert Direct.changeEvent.__name__ == "changeEvent"
