"""Tells a question's row, across all windows, when the focus comes to it and goes from it."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from talentdesk.desktop.editors import Editor


class Home(QWidget):
    """What the focus can be at home in: it has an id, and so may the editors inside it."""

    id: str

    def focus_came(self, id: str) -> None:
        """The focus came to the question or cell `id`."""
        raise NotImplementedError

    def focus_went(self, id: str) -> None:
        """The focus went from the question or cell `id`."""
        raise NotImplementedError

    def show_focused(self, yes: bool) -> None:
        """Show that the focus is here."""
        raise NotImplementedError


class FocusWatch(QObject):
    """Tells rows when the focus comes and goes, across all windows."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._row: Home | None = None
        self._id = ""
        app.focusChanged.connect(self._moved)

    def _moved(self, old: QWidget | None, now: QWidget | None) -> None:
        row, id = _home(now)
        if (row, id) == (self._row, self._id):
            return
        was, was_id = self._row, self._id
        self._row, self._id = row, id
        if was is not None and shiboken6.isValid(was):
            if was is not row:
                was.show_focused(False)
            was.focus_went(was_id)
        if row is not None:
            row.show_focused(True)
            row.focus_came(id)


def _home(widget: QWidget | None) -> tuple[Home | None, str]:
    """The row a widget stands in, and the id of the question or cell."""
    id = ""
    while widget is not None and not isinstance(widget, Home):
        if isinstance(widget, Editor) and not id:
            id = widget.id
        widget = widget.parentWidget()
    return widget, id or (widget.id if widget is not None else "")


_watches: list[FocusWatch] = []


def watch() -> None:
    if not _watches or not shiboken6.isValid(_watches[0]):
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        _watches[:] = [FocusWatch(app)]
