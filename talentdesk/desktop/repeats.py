"""The last answer typed to a question at this desk, for people who come in groups: one employer, one address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from talentdesk.core.cells import cell, split_cell
from talentdesk.core.form import Kind

if TYPE_CHECKING:
    from talentdesk.core.interview import Interview
    from talentdesk.desktop.desk import Desk

# What belongs to one person alone is never offered for the next.
_PERSONAL = frozenset({"person", "passport", "travel_permit", "residency", "visa", "emergency", "family", "dependants"})
_OWN = frozenset({Kind.IDENTIFIER, Kind.EMAIL, Kind.PHONE, Kind.HAN_NAME, Kind.LATIN_NAME})


class Repeats(QObject):
    """Kept in memory while the program runs, at the counter only; a kiosk remembers nothing of the person before."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._last: dict[str, tuple[str, str]] = {}

    def note(self, case: str, id: str, text: str) -> None:
        """In this case, this was typed."""
        if text and not self._desk.is_kiosk and split_cell(id) is None:
            self._last[id] = (case, text)

    def offer(self, case: str, id: str, interview: Interview) -> str:
        """The cell above in a table, or what the case before had; empty: nothing sensible."""
        parts = split_cell(id)
        if parts is not None:
            table, row, column = parts
            return interview.typed.get(cell(table, row - 1, column), "") if row else ""
        if self._desk.is_kiosk or id.partition(".")[0] in _PERSONAL or interview.question(id).kind in _OWN:
            return ""
        from_case, text = self._last.get(id, ("", ""))
        return text if from_case != case else ""


def repeats_of(desk: Desk) -> Repeats:
    """The one memory of this desk."""
    return desk.findChild(Repeats) or Repeats(desk)
