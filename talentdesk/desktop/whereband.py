"""The question where a change belongs: an answer that came from the person's ledger has been typed over in a case."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from talentdesk.desktop import shapes, theme
from talentdesk.desktop.buttons import Button
from talentdesk.desktop.chips import UNKNOWN
from talentdesk.desktop.controls import Message
from talentdesk.desktop.theme import Size
from talentdesk.i18n import N_, say

_ASKED = N_("The person's ledger has “{was}”. Where does this change belong? Until you say so, to this case only.")
_HERE, _PERSON = N_("This case only"), N_("The person, too")


class WhereBand(QWidget):
    """A band under the field, not a window in front of it: whoever goes on typing loses nothing."""

    told = Signal(bool)
    """To the person too, or to this case only."""

    def __init__(self, parent: QWidget | None = None, *, size: Size | None = None) -> None:
        super().__init__(parent)
        self._size = size
        self._was = ""
        self._message = Message(self, size=size)
        self._here = Button(parent=self, small=True, size=size)
        self._person = Button(parent=self, small=True, size=size, icon="user")
        self._here.clicked.connect(lambda: self.told.emit(False))
        self._person.clicked.connect(lambda: self.told.emit(True))
        worn = theme.current(size)
        acts = QHBoxLayout()
        acts.setSpacing(worn.pick(8, 24))
        for button in (self._here, self._person):
            acts.addWidget(button)
        acts.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(worn.pick(10, 24), worn.pick(12, 32), worn.pick(10, 24), worn.pick(8, 24))
        column.setSpacing(worn.pick(6, 20))
        column.addWidget(self._message)
        column.addLayout(acts)

    def stops(self) -> tuple[QWidget, ...]:
        """What Tab reaches."""
        return self._here, self._person

    def ask(self, was: str, question: str, language: str, second: str) -> None:
        """Ask about the question of that name, which was answered with `was`."""
        self._was = was
        self.retranslate(question, language, second)

    def retranslate(self, question: str, language: str, second: str) -> None:
        """Say everything."""
        other = say(_ASKED, second, was=self._was) if second else ""
        self._message.show_message(UNKNOWN, say(_ASKED, language, was=self._was), language, other, second)
        for button, said in ((self._here, _HERE), (self._person, _PERSON)):
            kiosk = theme.current(self._size).kiosk
            button.show_words(say(said, language), language, say(said, second) if second and kiosk else "", second)
            button.setAccessibleName(f"{say(said, language)}: {question}")
            button.setAccessibleDescription(self._message.text().replace("&&", "&"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """A soft ground, hanging from the field."""
        painter = QPainter(self)
        worn = theme.current(self._size)
        place = self.rect().adjusted(0, worn.pick(4, 10), 0, 0)
        shapes.box(painter, place, worn.field_radius, worn.colour("surface"), worn.colour("accent_line"))
        painter.end()
