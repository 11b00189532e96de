"""The head of the start on a touch screen: what this is, and the languages to begin in."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from talentdesk.desktop.buttons import Button
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.words import Span, Words
from talentdesk.i18n import LANGUAGES, N_, native_name, say

_PROMISE = N_("Your application forms, filled in step by step.")


class Welcome(QWidget):
    """A sentence in the chosen language, smaller in the others, and four large languages."""

    language_wanted = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._title = Words(self)
        self._buttons = {tag: Button(parent=self) for tag in LANGUAGES}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(32)
        column.addWidget(self._title)
        grid = QGridLayout()
        grid.setSpacing(24)
        for index, (tag, button) in enumerate(self._buttons.items()):
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, tag=tag: self._choose(tag))
            grid.addWidget(button, index // 2, index % 2)
        column.addLayout(grid)
        self.retranslate()

    def _choose(self, tag: str) -> None:
        self._mark()
        self.language_wanted.emit(tag)

    def _mark(self) -> None:
        for tag, button in self._buttons.items():
            chosen = tag == self._desk.language
            button.setChecked(chosen)
            button.show_icon("check" if chosen else "")
            button.show_words(native_name(tag), tag, say("Start here", tag), tag)

    def retranslate(self) -> None:
        """The chosen language speaks first and largest."""
        others = [tag for tag in LANGUAGES if tag != self._desk.language]
        below = tuple((Span(say(_PROMISE, tag), "small", tag, "muted"),) for tag in others)
        self._title.show_words((Span(say(_PROMISE, self._desk.language), "page_title", self._desk.language),), *below)
        self._mark()

    def changeEvent(self, event: QEvent) -> None:
        """Follows the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
