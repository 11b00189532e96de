"""A forms room that is being worked on: read again whenever a file in it is saved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from talentdesk.core.catalogue import Catalogue
from talentdesk.core.inspection import unreadable

if TYPE_CHECKING:
    from talentdesk.core.fault import Fault
    from talentdesk.desktop.window import Window

_QUIET_MS = 150
"""Editors write a file in several steps: it is read when they have been quiet for so long."""
_READ = frozenset({".toml", ".csv"})


class RoomWatch(QObject):
    """Tells when something in a forms room was saved. Files that an editor replaces, and new ones, are followed too."""

    changed = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._stamps = self._read_stamps()
        self._quiet = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._quiet.timeout.connect(self._look)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._stir)
        self._watcher.fileChanged.connect(self._stir)
        self._follow()

    def _stir(self, _path: str) -> None:
        self._quiet.start()

    def _look(self) -> None:
        # A file that was replaced is no longer watched, and a new folder not yet.
        self._follow()
        stamps = self._read_stamps()
        if stamps != self._stamps:
            self._stamps = stamps
            self.changed.emit()

    def _follow(self) -> None:
        watched = {*self._watcher.files(), *self._watcher.directories()}
        there = {str(self._folder), *(str(path) for path in self._folder.rglob("*") if path.is_dir() or _is_read(path))}
        new = sorted(there - watched)
        if new:
            self._watcher.addPaths(new)

    def _read_stamps(self) -> dict[str, tuple[int, int]]:
        stamps = {}
        for path in self._folder.rglob("*"):
            if _is_read(path):
                try:
                    known = path.stat()
                except OSError:
                    continue  # replaced at this moment: the next look sees it
                stamps[str(path)] = (known.st_mtime_ns, known.st_size)
        return stamps


def _is_read(path: Path) -> bool:
    return path.suffix in _READ and not path.name.startswith(".")


class LiveForms(QObject):
    """Keeps a window on the forms room as it is now, or as it last was without a fault."""

    def __init__(self, folder: Path, window: Window) -> None:
        super().__init__(window)
        self._folder, self._window = folder, window
        self._asked = 0
        self._watch = RoomWatch(folder, self)
        self._watch.changed.connect(self.read)

    def read(self) -> None:
        """Reads the room in another thread and shows what came of it."""
        self._asked += 1
        number = self._asked
        self._window.desk.elsewhere.run(
            lambda: _read(self._folder), lambda found: self._take(number, *found), receiver=self
        )

    def _take(self, number: int, catalogue: Catalogue, faults: tuple[Fault, ...]) -> None:
        if number != self._asked:
            return  # saved again meanwhile
        if faults:
            self._window.form_faults(faults)
        else:
            self._window.take_forms(catalogue)


def _read(folder: Path) -> tuple[Catalogue, tuple[Fault, ...]]:
    catalogue = Catalogue([folder])
    return catalogue, unreadable(catalogue)
