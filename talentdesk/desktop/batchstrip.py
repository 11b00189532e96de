"""The strip at the foot of the table in work: what is wrong with the cell in use, and what to do."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from talentdesk.core.checks import Severity
from talentdesk.desktop import chips, icons, theme
from talentdesk.desktop.batchwork import BatchWork, double_told
from talentdesk.desktop.bilingual import both, both_say
from talentdesk.desktop.buttons import Button
from talentdesk.desktop.chips import Mark, Tone, ink
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.words import Words, pair
from talentdesk.i18n import N_, say, word
from talentdesk.service.sentences import join

_FILLS = {Tone.ERROR: "error_soft", Tone.ATTENTION: "attention_soft"}
_TONES = {Severity.ERROR: chips.ERROR, Severity.NOTICE: chips.NOTICE, Severity.MISSING: chips.NOTICE}


class BatchStrip(QWidget):
    """Two lines and a button, in the colour of what is wrong."""

    def __init__(self, desk: Desk, work: BatchWork, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._work = desk, work
        self._mark: Mark = chips.INFORMATION
        self._cell = (-1, "")
        self.words = Words(self)
        self.next_button = Button(parent=self, small=True)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.words, 1)
        self._row.addWidget(self.next_button)
        self.restyle()

    def show_cell(self, row: int, column: str) -> None:
        """Tells of this cell from now on."""
        self._cell = (row, column)
        self.refresh()

    def refresh(self) -> None:
        """Tells anew: the row was checked."""
        row, column = self._cell
        if self._work.sheet is None or not 0 <= row < len(self._work.lines) or not column:
            self._mark = chips.INFORMATION
            self._show(*both_say(self._desk, N_("Choose a cell to see what is to be put right in it.")))
            return
        wrong = [said for said in self._work.said(row, self._desk.language) if said.column == column]
        if self._work.is_made(row):
            wrong = []
        self._mark = _TONES[wrong[0].severity] if wrong else chips.INFORMATION
        if not wrong and self._work.double(row) is not None and not self._work.is_made(row):
            self._mark = chips.NOTICE
        self._show(*both(self._desk, lambda language: self._told(row, column, language)))

    def _told(self, row: int, column: str, language: str) -> str:
        asked = word(self._work.question(column).label, language)
        place = say("Row {row}, {question}:", language, row=self._work.lines[row].number, question=asked)
        fate = self._work.fates[row]
        if fate.case:
            done = say(
                "Case {number} was made of this row. Enter opens it.", language, number=f"{fate.number_of_case:04d}"
            )
            return f"{place} {done}"
        if fate.paper:
            return f"{place} " + say("The paper of this row is written.", language)
        wrong = tuple(said.message for said in self._work.said(row, language) if said.column == column)
        double = self._work.double(row)
        if wrong:
            unchanged = say("Type it here; your file is not changed.", language)
            return f"{place} {join((*wrong, unchanged))}"
        if double is not None:
            return f"{place} {double_told(double, language)}"
        help = self._work.question(column).help
        return f"{place} {word(help, language) if help else say('Nothing to put right here.', language)}"

    def _show(self, text: str, language: str, second: str, second_language: str) -> None:
        changed = self.accessibleName() != text
        self.words.show_words(*pair(text, language, second, second_language, "message", ink(self._mark.tone)))
        self.setAccessibleName(text)
        if changed and self.isVisible() and self._mark is not chips.INFORMATION:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))
        self.update()

    def retranslate(self) -> None:
        """Puts the words anew."""
        said = both_say(self._desk, N_("Next problem"))
        kiosk = self._desk.is_kiosk
        self.next_button.show_words(said.text, said.language, said.second if kiosk else "", said.second_language)
        self.next_button.show_key("" if kiosk else "F7")
        self.refresh()

    def restyle(self) -> None:
        """Takes sizes from the theme."""
        worn = theme.current()
        self._row.setContentsMargins(worn.pick(42, 88), worn.pick(10, 20), worn.pick(16, 32), worn.pick(12, 24))
        self._row.setSpacing(worn.pick(16, 32))
        # As high as two lines in each language: the table above stays where it is while one walks through it.
        self.setMinimumHeight(worn.pick(68, 190))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The colour up to the card's round corners, and the icon."""
        painter, worn = QPainter(self), theme.current()
        corners = QPainterPath()
        radius = worn.card_radius - 1  # the strip is the foot of a card
        corners.addRoundedRect(QRectF(self.rect()).adjusted(0, -2 * radius, 0, 0), radius, radius)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(corners, worn.colour(_FILLS.get(self._mark.tone, "surface")))
        painter.fillRect(0, 0, self.width(), 1, worn.colour("line"))
        side = worn.icon_side(16, 32)
        top = self.words.y() + (worn.style("message").line - side) // 2
        icons.paint(
            painter, self._mark.icon, QRect(worn.pick(16, 36), top, side, side), worn.colour(ink(self._mark.tone))
        )
        painter.end()
