"""What happened to one answer: a list under the page, the newest change first."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from talentdesk.desktop import theme
from talentdesk.desktop.bilingual import both_words
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.controls import Panel, clear
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.session import Session
from talentdesk.desktop.touch import scrolled
from talentdesk.desktop.words import Span, Words
from talentdesk.i18n import N_, say, word
from talentdesk.service.fieldhistory import Line, lines_of

_HEAD = N_("History of {question}")
_NOTHING = N_("Nothing was changed here yet.")
_HEIGHT = 168


class PastPanel(Panel):
    """Each change with who, when, how and what. Esc closes it."""

    closed = Signal()
    """Put away: the focus goes back to the field."""

    def __init__(self, desk: Desk, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("surface", parent, lines="top")
        self._desk = desk
        self._session = session
        self.question = ""
        self.lines: tuple[Line, ...] = ()
        """What is shown."""
        self.heading = Words(self)
        self.close_button = Button(Role.LINK, self, small=True)
        self.close_button.clicked.connect(self.put_away)
        self._inside = QWidget(self)
        self._rows = QVBoxLayout(self._inside)
        self._list = scrolled(self._inside, self)
        self._list.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._column = QVBoxLayout(self)
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.close_button)
        self._column.addLayout(head)
        self._column.addWidget(self._list, 1)
        self.hide()
        self.restyle()

    def open_on(self, question: str) -> None:
        """Shows the changes of a question or a cell."""
        self.question = question
        self.retranslate()
        self.show()
        self._list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def put_away(self) -> None:
        """Closes the list."""
        self.closed.emit()  # first: what hides with the focus gives it to whatever comes next
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes; so does the key that opened it, which the page hears."""
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        """Puts the words anew."""
        if not self.question:
            return
        language = self._desk.language
        interview = self._session.interview
        label = interview.question(self.question).label
        said = say(_HEAD, language, question=word(label, language))
        second = both_words(self._desk, label)
        spans = [Span(said, "label", language)]
        if second.second:
            spans.append(Span(f"  {second.second}", "small", second.second_language, "muted"))
        self.heading.show_words(tuple(spans))
        self.close_button.show_words(say("Close", language), language)
        self.close_button.show_key("" if theme.current().kiosk else "Esc")
        self.lines = lines_of(self._session.draft.history, interview, self.question, language)
        heard = [f"{line.when}, {line.who}, {line.how}: {line.what}" for line in self.lines]
        self._list.setAccessibleName(said)
        self._list.setAccessibleDescription("; ".join(heard) or say(_NOTHING, language))
        self._list_lines(language)

    def _list_lines(self, language: str) -> None:
        clear(self._rows)
        holder = QWidget(self._inside)
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.current().pick(16, 24))
        grid.setVerticalSpacing(theme.current().pick(4, 10))
        grid.setColumnStretch(2, 1)
        for row, line in enumerate(self.lines):
            told = (line.when, f"{line.how} · {line.who}" if line.who else line.how, line.what)
            for column, (text, colour) in enumerate(zip(told, ("muted", "muted", "text"), strict=True)):
                words = Words(holder, wrap=column == len(told) - 1)
                words.show_words((Span(text, "small", language, colour),))
                grid.addWidget(words, row, column, Qt.AlignmentFlag.AlignTop)
        if not self.lines:
            words = Words(holder)
            words.show_words((Span(say(_NOTHING, language), "small", language, "muted"),))
            grid.addWidget(words, 0, 0, 1, 3)
        self._rows.addWidget(holder)
        self._rows.addStretch(1)

    def restyle(self) -> None:
        """Takes sizes from the theme."""
        worn = theme.current()
        side = worn.pick(24, 56)
        self.setFixedHeight(worn.pick(_HEIGHT, 2 * _HEIGHT))
        self._column.setContentsMargins(side, worn.pick(10, 24), side, worn.pick(10, 24))
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(worn.pick(6, 16))
