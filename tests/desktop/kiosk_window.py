"""A public machine's window without pages: one field, and what it was told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout

from talentdesk.core.draft import Draft
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.kiosk.publicwindow import PublicWindow
from talentdesk.service.kiosk.channel import Kind, Note

ID = "person.surname"


class Supervisor:
    """Hears what it is told."""

    def __init__(self) -> None:
        self.notes: list[Note] = []

    def say(self, note: Note) -> None:
        self.notes.append(note)

    def heard(self, kind: Kind) -> list[Note]:
        return [note for note in self.notes if note.kind is kind]


class PlainWindow(PublicWindow):
    """Types into a real store."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.field, self.area, self.said = QLineEdit(self), QPlainTextEdit(self), QLabel(self)
        column = QVBoxLayout(self)
        for part in (self.field, self.area, self.said):
            column.addWidget(part)
        self.is_blank = False
        self._draft = Draft("1", "residence-permit", "2024-12-01", date(2026, 11, 23))

    def type(self, text: str) -> None:
        self._draft = replace(self._draft, typed={ID: text})
        self.desk.keeper.save(self._draft, 1)

    def resume(self, draft: Draft) -> None:
        self.field.setText(draft.typed[ID])

    def blank(self, on: bool) -> None:
        self.is_blank = on
