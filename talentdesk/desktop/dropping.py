"""A file let fall anywhere on the window is taken in as through the menu; never where strangers help themselves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

_TABLES = (".xlsx", ".csv")


def is_table(file: Path) -> bool:
    """Whether it is a table of applicants, by its name."""
    return file.suffix.lower() in _TABLES


def file_in(data: QMimeData) -> Path | None:
    """The one file of this computer that is dragged; None for text, a web address, a folder, or several files."""
    urls = data.urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    file = Path(urls[0].toLocalFile())
    return None if file.is_dir() else file


class Dropping(QObject):
    """Listens to what is dragged over a window; text fields in it let it pass, so that no path lands in a name."""

    def __init__(self, window: QWidget, may: Callable[[], bool], take: Callable[[Path], None]) -> None:
        """`take` gets the file, as long as `may` says that the window takes files now."""
        super().__init__(window)
        self._may, self._take = may, take
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """One file is welcome, nothing else."""
        if event.type() not in (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop):
            return False
        assert isinstance(event, QDropEvent)
        file = file_in(event.mimeData())
        if file is None or not self._may():
            event.ignore()
            return True
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self._take(file)
        return True
