"""The print desk in small, for the start: how many prints need a hand, and why the first of them does."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from talentdesk.desktop import shapes, theme
from talentdesk.desktop.bilingual import both, both_say
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.chips import Chip, Tone
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.printdesk import PRINT_DESK
from talentdesk.desktop.printlist import needs_a_hand, state_of, why
from talentdesk.desktop.printqueue import print_queue
from talentdesk.desktop.words import Words, beside, pair
from talentdesk.i18n import N_, plural, say
from talentdesk.service.printreasons import stays
from talentdesk.service.sentences import join

_NOTHING = N_("Nothing is waiting.")


class PrintCard(QWidget):
    """`wanted` comes when it is clicked or its button pressed: to the print desk."""

    wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._queue = print_queue(desk)
        self._title, self._words = Words(self), Words(self)
        self.chip = Chip(self)
        self.button = Button(Role.LINK, self, small=True)
        self._head = QHBoxLayout()
        self._head.addWidget(self._title, 1, Qt.AlignmentFlag.AlignVCenter)
        self._head.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignVCenter)
        self._head.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._head)
        self._column.addWidget(self._words)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._queue.changed.connect(self.retranslate)
        self.button.clicked.connect(self.wanted)
        self.restyle()
        self.retranslate()

    def reload(self) -> None:
        """Asks the store again."""
        self._queue.reload()

    def retranslate(self) -> None:
        """Puts the words anew."""
        title = both_say(self._desk, PRINT_DESK)
        self._title.show_words(beside(*title, "section_title"))
        opened = both_say(self._desk, N_("Open"))
        self.button.show_words(opened.text, opened.language)
        self.button.setAccessibleName(f"{opened.text}: {title.text}")
        self._show_chip()
        said = both(self._desk, self._told)
        self._words.show_words(*pair(*said, "message"))
        self.setAccessibleName(title.text)
        self.setAccessibleDescription(said.text)

    def _show_chip(self) -> None:
        lines, language = self._queue.prints, self._desk.language
        failed = sum(state_of(line, self._queue) == "failed" for line in lines)
        held = sum(state_of(line, self._queue) == "held" for line in lines)
        ready = sum(state_of(line, self._queue) in ("ready", "making", "sent") for line in lines)
        if failed:
            said = plural("{count} failed", "{count} failed", failed, language)
            self.chip.show_chip(Tone.ERROR, "octagon_cross", said, language)
        elif held:
            self.chip.show_chip(
                Tone.ATTENTION, "triangle", plural("{count} waits", "{count} wait", held, language), language
            )
        elif ready:
            said = plural("{count} to print", "{count} to print", ready, language)
            self.chip.show_chip(Tone.ACCENT, "printer", said, language)
        self.chip.setVisible(bool(failed or held or ready))

    def _told(self, language: str) -> str:
        troubled = next((line for line in self._queue.prints if needs_a_hand(line, self._queue)), None)
        if troubled is not None:
            return join((why(troubled, language), stays(language)))
        waiting = [line for line in self._queue.prints if state_of(line, self._queue) != "printed"]
        if not waiting:
            return say(_NOTHING, language)
        return plural("{count} print on the list", "{count} prints on the list", len(waiting), language)

    def restyle(self) -> None:
        """Takes sizes from the theme."""
        worn = theme.current()
        self._column.setContentsMargins(*(worn.pick(16, 32), worn.pick(12, 24)) * 2)
        self._column.setSpacing(worn.pick(6, 12))
        self._head.setSpacing(worn.pick(8, 16))
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The whole card leads there."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.wanted.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The button is what has the focus."""
        self.button.setFocus(event.reason())

    def paintEvent(self, event: QPaintEvent) -> None:
        """A card."""
        worn = theme.current()
        painter = QPainter(self)
        shapes.box(painter, self.rect(), worn.card_radius, worn.colour("surface"), worn.colour("line"))
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        """Follows language and look."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.StyleChange:
            self.restyle()
