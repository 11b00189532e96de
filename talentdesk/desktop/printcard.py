"""The print desk in small, for the start: how many prints need a hand, and why the first of them does."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from talentdesk.desktop import shapes, theme
from talentdesk.desktop.bilingual import both, both_say
from talentdesk.desktop.chips import Chip, Tone
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.printlist import PRINT_DESK, needs_a_hand, state_of, why
from talentdesk.desktop.printqueue import print_queue
from talentdesk.desktop.words import Words, beside, pair
from talentdesk.i18n import N_, plural, say
from talentdesk.service.printreasons import stays
from talentdesk.service.sentences import join

_NOTHING = N_("Nothing is waiting.")


class PrintCard(QAbstractButton):
    """The whole card is a button: to the print desk."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._queue = print_queue(desk)
        self._title, self._words = Words(self), Words(self)
        self.chip = Chip(self)
        self._head = QHBoxLayout()
        self._head.addWidget(self._title, 1, Qt.AlignmentFlag.AlignVCenter)
        self._head.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignVCenter)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._head)
        self._column.addWidget(self._words)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        for part in (self._title, self._words, self.chip):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._queue.changed.connect(self.retranslate)
        self.restyle()
        self.retranslate()

    def reload(self) -> None:
        """Asks the store again."""
        self._queue.reload()

    def retranslate(self) -> None:
        """Puts the words anew."""
        title = both_say(self._desk, PRINT_DESK)
        self._title.show_words(beside(*title, "section_title"))
        self._show_chip()
        said = both(self._desk, self._told)
        self._words.show_words(*pair(*said, "message"))
        self.setText(f"{title.text}: {self.chip.text()}. {said.text}" if not self.chip.isHidden() else title.text)
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

    def paintEvent(self, event: QPaintEvent) -> None:
        """A card; a ring while it has the focus."""
        worn = theme.current()
        painter = QPainter(self)
        edge = "accent" if self.underMouse() and not worn.kiosk else "line"
        shapes.box(painter, self.rect(), worn.card_radius, worn.colour("surface"), worn.colour(edge))
        if self.hasFocus():
            shapes.box(painter, self.rect(), worn.card_radius, None, worn.colour("focus"), worn.ring)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        """Follows language and look."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.StyleChange:
            self.restyle()
