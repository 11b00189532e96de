"""Where something is written, since when, and how well it is known."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from talentdesk.core.form import Citation, Grade
from talentdesk.desktop import theme
from talentdesk.desktop.chips import GRADES, Chip, Mark, Status, Tone
from talentdesk.desktop.desk import Desk
from talentdesk.i18n import format_date, say
from talentdesk.service.citations import cited, read_on

_SOURCE = Mark("link", Tone.QUIET, "")
_DOUBTFUL = (Grade.C, Grade.M)
_BESIDE = 420
"""Pixels that words and chip need beside each other."""


def source_told(citation: Citation, language: str) -> str:
    """The instrument, its article and since when it is in force; where that is not known, when it was read."""
    parts = list(cited(citation, language))
    if citation.in_force is None and citation.read_on is not None:
        parts.append(read_on(citation, language))
    return " · ".join(parts)


def is_doubtful(grade: Grade) -> bool:
    """Whether it rests on a weak source, or on none."""
    return grade in _DOUBTFUL


def grade_chip(desk: Desk, grade: Grade, parent: QWidget) -> Chip:
    """How well something is known, in a small box; amber where it is weak or not verified."""
    tone, said = GRADES[grade]
    chip = Chip(parent, square=True)
    chip.show_chip(tone if is_doubtful(grade) else Tone.QUIET, "", say(said, desk.language), desk.language)
    return chip


class SourceLine(QWidget):
    """A line of source with a chip for its grade; on a touch screen and in a narrow column the chip stands below."""

    def __init__(self, desk: Desk, said: str, citation: Citation, day: date, parent: QWidget) -> None:
        """`day` is the one that is judged by: a text not read again for a year before it is marked."""
        super().__init__(parent)
        worn, language = theme.current(), desk.language
        words = Status(self, wrap=True)
        words.show_status(_SOURCE, said, language, "message")
        self._chips = chips = QHBoxLayout()
        chips.setSpacing(worn.pick(6, 12))
        chips.addWidget(grade_chip(desk, citation.grade, self), 0, Qt.AlignmentFlag.AlignTop)
        if citation.is_stale(day) and citation.read_on is not None:
            read = format_date(citation.read_on, language)
            old = Chip(self, square=True)
            old.show_chip(Tone.ATTENTION, "clock", say("not read again since {day}", language, day=read), language)
            chips.addWidget(old, 0, Qt.AlignmentFlag.AlignTop)
        chips.addStretch(1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, worn.pick(3, 8), 0, 0)
        self._row.addWidget(words)
        self._row.addLayout(chips, 1)
        self._turn(below=worn.kiosk)

    def _turn(self, *, below: bool) -> None:
        down, along = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._row.setDirection(down if below else along)
        self._row.setSpacing(theme.current().pick(3 if below else 8, 8))
        self._chips.setContentsMargins(theme.current().pick(24, 44) if below else 0, 0, 0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The words are not squeezed by the chip."""
        super().resizeEvent(event)
        worn = theme.current()
        self._turn(below=worn.kiosk or self.width() < worn.breadth(_BESIDE))
