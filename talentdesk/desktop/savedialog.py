"""Asks where to save a file, beginning in the folder chosen last or in the person's documents."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

_last: list[str] = []


def ask_place(parent: QWidget, title: str, name: str, then: Callable[[Path], None], pattern: str = "") -> None:
    """Opens the dialog and returns at once; `then` is called with the place unless the person thinks better of it.

    `name` is suggested; `pattern` is what the dialog lists, such as `PDF (*.pdf)`, and its suffix is added.
    """
    dialog = QFileDialog(parent, title, _folder(), pattern)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(Path(name).suffix.removeprefix("."))
    dialog.selectFile(name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda chosen: _take(Path(chosen), then))
    dialog.open()


def _take(place: Path, then: Callable[[Path], None]) -> None:
    _last[:] = [str(place.parent)]
    then(place)


def _folder() -> str:
    wanted = [*_last, QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)]
    return next((folder for folder in wanted if Path(folder).is_dir()), str(Path.home()))
