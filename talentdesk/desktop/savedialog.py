"""Asks where to save a file or which one to open, beginning in the folder chosen last or in the person's documents."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QFileInfo, QStandardPaths, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QFileDialog, QFileIconProvider, QWidget

_last: list[str] = []
_kept: list[QFileIconProvider] = []


class _ByName(QFileIconProvider):
    """Icons and kinds of files by their names alone.

    Qt's own reads into every file of a folder to tell its kind: with a slow network drive, or a pipe among the files,
    the window would stand still.
    """

    def icon(self, of: QFileInfo | QFileIconProvider.IconType) -> QIcon:
        """A folder or a file."""
        if isinstance(of, QFileInfo):
            of = QFileIconProvider.IconType.Folder if of.isDir() else QFileIconProvider.IconType.File
        return super().icon(of)

    def type(self, info: QFileInfo) -> str:
        """Its suffix."""
        return "" if info.isDir() else info.suffix().upper()


def ask_place(parent: QWidget, title: str, name: str, then: Callable[[Path], None], pattern: str = "") -> None:
    """Opens the dialog and returns at once; `then` is called with the place unless the person thinks better of it.

    `name` is suggested; `pattern` is what the dialog lists, such as `PDF (*.pdf)`, and its suffix is added.
    """
    dialog = QFileDialog(parent, title, _folder(), pattern)
    dialog.setIconProvider(_by_name())
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(Path(name).suffix.removeprefix("."))
    dialog.selectFile(name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda chosen: _take(Path(chosen), then))
    _keep_scans_out(dialog)
    dialog.open()


def ask_file(parent: QWidget, title: str, then: Callable[[Path], None], pattern: str = "") -> None:
    """Opens the dialog and returns at once; `then` is called with an existing file the person chooses."""
    dialog = QFileDialog(parent, title, _folder(), pattern)
    dialog.setIconProvider(_by_name())
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptOpen)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda chosen: _take(Path(chosen), then))
    _keep_scans_out(dialog)
    dialog.open()


def _keep_scans_out(dialog: QFileDialog) -> None:
    """A passport that is swiped now must not become the name of a file, which Enter behind it would save under."""
    from talentdesk.desktop.scanning import Wedge

    Wedge(dialog, dialog).scanned.connect(lambda _scan: QApplication.beep())


def _by_name() -> QFileIconProvider:
    if not _kept:
        _kept.append(_ByName())
    return _kept[0]


def _take(place: Path, then: Callable[[Path], None]) -> None:
    _last[:] = [str(place.parent)]
    then(place)


def _folder() -> str:
    wanted = [*_last, QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)]
    return next((folder for folder in wanted if Path(folder).is_dir()), str(Path.home()))
