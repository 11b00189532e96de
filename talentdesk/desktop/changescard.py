"""What changed between the case's day and the day it is judged by, group by group."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from talentdesk.desktop import theme
from talentdesk.desktop.bilingual import both
from talentdesk.desktop.cards import HeadedCard
from talentdesk.desktop.chips import Chip, Tone
from talentdesk.desktop.controls import clear
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.ring import Ringed
from talentdesk.desktop.words import Span, Words
from talentdesk.i18n import format_date, plural, say
from talentdesk.service.timemachine import GROUPS, Changed


class ChangesCard(HeadedCard):
    """The differences, or that there is none. It takes the focus, so that it is read aloud as a whole."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.changes: tuple[Changed, ...] = ()
        self.count = Chip(self)
        self.head.addWidget(self.count)
        self._list = QVBoxLayout()
        self.body.addLayout(self._list)
        # Its title has the focus: a card alone would be nothing to assistive technology.
        self.heading.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFocusProxy(self.heading)
        Ringed(self.heading, self)
        self.restyle_rows()

    def show_changes(self, changes: Sequence[Changed], first: date, second: date) -> None:
        """Shows these; `first` is the earlier day."""
        self.changes = tuple(changes)

        def title(language: str) -> str:
            told = {"first": format_date(first, language), "second": format_date(second, language)}
            return say("What changed: {first} → {second}", language, **told)

        language = self._desk.language
        self.show_title(*both(self._desk, title))
        said = plural("{count} difference", "{count} differences", len(self.changes), language)
        self.count.show_chip(Tone.ATTENTION if self.changes else Tone.OK, "clock", said, language)
        clear(self._list)
        none = say("Nothing is different for this case between the two days.", language)
        for group, name in GROUPS.items():
            lines = [change.message for change in self.changes if change.group == group]
            if lines:
                self._add(say(name, language), "button_small", "text")
                for line in lines:
                    self._add(line, "body", "text")
        if not self.changes:
            self._add(none, "body", "muted")
        self.heading.setAccessibleDescription("\n".join(change.message for change in self.changes) or none)

    def _add(self, text: str, style: str, colour: str) -> None:
        words = Words(self)
        words.show_words((Span(text, style, self._desk.language, colour),))
        self._list.addWidget(words)

    def restyle_rows(self) -> None:
        """Takes sizes from the theme."""
        worn = theme.current()
        side = worn.pick(16, 32)
        self._list.setContentsMargins(side, worn.pick(10, 24), side, worn.pick(12, 24))
        self._list.setSpacing(worn.pick(4, 12))
