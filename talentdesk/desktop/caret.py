"""Where the caret stands in a question's field, so that it can stand there again in a field made anew."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from talentdesk.desktop.rows import QuestionRow


class Caret(NamedTuple):
    """Which stop of a row has the focus, and behind how many characters the caret stands there."""

    stop: int
    position: int


def find_caret(row: QuestionRow | None) -> Caret | None:
    """The caret in this row; None: the focus is elsewhere."""
    stops = list(row.editor.stops()) if row is not None else []
    for number, stop in enumerate(stops):
        if stop.hasFocus():
            return Caret(number, _position(stop))
    return None


def put_caret(row: QuestionRow | None, caret: Caret) -> None:
    """Put focus and caret where they were."""
    stops = list(row.editor.stops()) if row is not None else []
    if caret.stop < len(stops):
        field = stops[caret.stop]
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        _move(field, caret.position)


def go_to_end(field: QWidget | None) -> None:
    """Behind what is there, with nothing selected: the next key shall add, never replace."""
    if isinstance(field, QLineEdit):
        field.end(False)
    elif isinstance(field, QPlainTextEdit):
        field.moveCursor(QTextCursor.MoveOperation.End)


def _position(field: QWidget) -> int:
    if isinstance(field, QLineEdit):
        return field.cursorPosition()
    return field.textCursor().position() if isinstance(field, QPlainTextEdit) else 0


def _move(field: QWidget, position: int) -> None:
    if isinstance(field, QLineEdit):
        field.deselect()
        field.setCursorPosition(position)
    elif isinstance(field, QPlainTextEdit):
        cursor = field.textCursor()
        cursor.setPosition(position)
        field.setTextCursor(cursor)
