"""Another day to judge by: typed on the screen, plainly marked, and never written into the case."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from talentdesk.core import values
from talentdesk.core.checks import Problem
from talentdesk.core.form import Kind, Question, Text
from talentdesk.desktop import shapes, theme
from talentdesk.desktop.bilingual import both, both_say
from talentdesk.desktop.buttons import Button
from talentdesk.desktop.chips import ERROR, NOTICE
from talentdesk.desktop.controls import Message
from talentdesk.desktop.dates import DateEditor
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.words import Words, pair
from talentdesk.i18n import N_, format_date, say
from talentdesk.service.sentences import cause

_DAY = Question("as_of", Kind.DATE, Text("", ""))
_LABEL = N_("Judge as of")
_OWN_DAY = N_("The case's own day")
_MARKED = N_("This is how the rules stand on {day}. The case itself keeps its day, {own}.")


class AsOfBar(QWidget):
    """Three boxes for a day. `chosen` comes with each whole day, with None when the case's own day counts again."""

    chosen = Signal(object)
    left = Signal()
    """Enter was pressed: the eyes go to the rules."""

    def __init__(self, desk: Desk, own: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._own = own
        self.day: date | None = None
        """The day that is judged by instead of the case's own."""
        self._beside = ""
        self._label = Words(self, wrap=False)
        self.editor = DateEditor(_DAY, "as_of")
        self.editor.setParent(self)
        self.button = Button(parent=self, icon="undo", small=True)
        self.message = Message(self)
        self.editor.listen(lambda _id, text: self._take(text), self.left.emit)
        self.button.clicked.connect(self.give_up)
        self._first = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._first.addWidget(self._label)
        self._first.addWidget(self.editor, 1)
        self._first.addWidget(self.button)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._first)
        self._column.addWidget(self.message)
        self.restyle()
        self.retranslate()

    def open(self) -> None:
        """Puts the caret into the year."""
        if not self.editor.text():
            self.editor.show_text(self._own.isoformat())
        self.show()
        self.editor.place_caret()

    def give_up(self) -> None:
        """The case's own day counts again."""
        self.editor.show_text("")
        self.hide()
        self._choose(None)

    def say_beside(self, sentence: str) -> None:
        """What else is to be known about the day, in the first language."""
        self._beside = sentence
        self.retranslate()

    def _take(self, text: str) -> None:
        outside = values.Outside(self._desk.catalogue.lists(), lambda _text: ())
        read = values.read(_DAY, text, outside)
        if isinstance(read.value, date):
            self._choose(read.value)
            return
        self._choose(None)
        whole = all(box.text() for box in self.editor.boxes) and len(self.editor.boxes[0].text()) == 4
        if whole and read.slips:
            slip = read.slips[0]
            problem = Problem(_DAY.id, slip.code, slip.severity, slip.details)
            self.message.show_message(ERROR, *both(self._desk, lambda language: cause(problem, language)))
            self.message.show()

    def _choose(self, day: date | None) -> None:
        day = None if day == self._own else day
        changed, self.day = day != self.day, day
        self._beside = ""
        self.retranslate()
        self.update()
        if changed:
            self.chosen.emit(day)

    def retranslate(self) -> None:
        """Puts the words anew."""
        language, second = self._desk.language, self._desk.second
        self._label.show_words(*pair(*both_say(self._desk, _LABEL), "label"))
        self.editor.retranslate(language, second)
        self.editor.describe(say(_LABEL, language), "")
        said = both_say(self._desk, _OWN_DAY)
        kiosk = self._desk.is_kiosk
        self.button.show_words(said.text, language, said.second if kiosk else "", said.second_language)
        self.message.setVisible(self.day is not None)
        if self.day is not None:
            self.message.show_message(NOTICE, *both(self._desk, self._marked))

    def _marked(self, language: str) -> str:
        assert self.day is not None
        day, own = format_date(self.day, language), format_date(self._own, language)
        said = say(_MARKED, language, day=day, own=own)
        return f"{said} {self._beside}".rstrip() if language == self._desk.language else said

    def restyle(self) -> None:
        """All in a line at the counter; on a touch screen one below the other."""
        worn = theme.current()
        down, along = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._first.setDirection(down if worn.kiosk else along)
        self._first.setSpacing(worn.pick(16, 24))
        for part in (self._label, self.button):
            self._first.setAlignment(part, Qt.AlignmentFlag.AlignLeft if worn.kiosk else Qt.AlignmentFlag.AlignVCenter)
        self._column.setContentsMargins(*(worn.pick(16, 32), worn.pick(10, 24)) * 2)
        self._column.setSpacing(worn.pick(6, 16))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Amber as soon as another day counts."""
        worn = theme.current()
        painter = QPainter(self)
        fill, edge = ("attention_soft", "attention_line") if self.day is not None else ("surface", "field_line")
        shapes.box(painter, self.rect(), worn.card_radius, worn.colour(fill), worn.colour(edge))
        painter.end()
