"""A line under the page to note what is to be put right in one answer; it is kept and goes on the slip."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from talentdesk.core.comments import LONGEST
from talentdesk.core.form import Kind
from talentdesk.desktop import fields, theme
from talentdesk.desktop.bilingual import both_say, both_words
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.controls import Panel
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.session import Session
from talentdesk.desktop.words import Span, Words
from talentdesk.i18n import N_, say, word
from talentdesk.service.returns import slip_language
from talentdesk.service.wording import shown

_HEAD = N_("Comment on {question}")
_SAVE, _SETTLE, _CLOSE = N_("Keep"), N_("Put right"), N_("Close")


class CommentStrip(Panel):
    """One question's comment. Enter keeps it, an empty one is taken away, Esc leaves all as it was."""

    closed = Signal()
    """Put away: the focus goes back to the field."""

    def __init__(self, desk: Desk, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("surface", parent, lines="top")
        self._desk = desk
        self._session = session
        self.question = ""
        self.among: tuple[str, ...] = ()
        self.heading = Words(self)
        self._box = fields.Frame(self)
        self.line = fields.Line(self._box)
        self.line.setMaxLength(LONGEST)
        self._box.row.addWidget(self.line, 1)
        self.keep_button = Button(Role.MAIN, self, small=True)
        self.settle_button = Button(parent=self, icon="check", small=True)
        self.close_button = Button(Role.LINK, self, small=True)
        acts = QHBoxLayout()
        acts.addWidget(self._box, 1)
        for button in (self.keep_button, self.settle_button, self.close_button):
            acts.addWidget(button)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.heading)
        self._column.addLayout(acts)
        self.line.returnPressed.connect(self.keep)
        self.keep_button.clicked.connect(self.keep)
        self.settle_button.clicked.connect(self.settle)
        self.close_button.clicked.connect(self.put_away)
        self.hide()
        self.restyle()

    def open_on(self, question: str, among: Sequence[str] = ()) -> None:
        """Shows the comment of a question, ready to be written; Up and Down go to the others of `among`."""
        self.question, self.among = question, tuple(among)
        self.line.setText(self._kept() or self._suggested())
        self.retranslate()
        self.show()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.end(False)
        if not self._kept():
            self.line.selectAll()  # typing puts something else in its place

    def keep(self) -> None:
        """Takes what is written."""
        self._session.comment(self.question, self.line.text())
        self.put_away()

    def settle(self) -> None:
        """What was asked for is done."""
        self._session.put_right(self.question)
        self.put_away()

    def step(self, by: int) -> None:
        """To another question; what was written on this one is kept."""
        if self.question in self.among:
            at = (self.among.index(self.question) + by) % len(self.among)
            if self.line.text().strip() != self._kept():
                self._session.comment(self.question, self.line.text())
            self.open_on(self.among[at], self.among)

    def _kept(self) -> str:
        comment = self._session.comments.get(self.question)
        return comment.text if comment is not None else ""

    def _suggested(self) -> str:
        """What a check of the photo found wrong, in the language of the person who reads the slip."""
        faults, interview = self._session.photo_faults, self._session.interview
        if faults is None or interview.question(self.question).kind is not Kind.PHOTO:
            return ""
        return faults(slip_language(interview))[:LONGEST]

    def put_away(self) -> None:
        """Closes the strip."""
        self.closed.emit()  # first: what hides with the focus gives it to whatever comes next
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves all as it was; Up and Down go to another question."""
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self.among:
            self.step(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        """Puts the words anew; what is being written stays."""
        language = self._desk.language
        if not self.question:
            return
        label = word(self._session.interview.question(self.question).label, language)
        other = both_words(self._desk, self._session.interview.question(self.question).label)
        said = say(_HEAD, language, question=label)
        spans = [Span(said, "label", language)]
        if other.second:
            spans.append(Span(f"  {other.second}", "small", other.second_language, "muted"))
        if answer := shown(self._session.interview, self.question, language):
            spans.append(Span(f"  {answer}", "small", language))
        if self.among:
            spans.append(Span(f"  ↑ ↓ {say('another question', language)}", "small", language, "muted"))
        self.heading.show_words(tuple(spans))
        self.line.setAccessibleName(said)
        self.line.setAccessibleDescription(say("It stands on the correction slip as you write it.", language))
        self.line.setPlaceholderText(say("What is to be put right, in words the person reads", language))
        self.settle_button.setVisible(self.question in self._session.comments)
        for button, caption, key in (
            (self.keep_button, _SAVE, "Enter"),
            (self.settle_button, _SETTLE, ""),
            (self.close_button, _CLOSE, "Esc"),
        ):
            both = both_say(self._desk, caption)
            button.show_words(both.text, both.language)
            button.show_key("" if theme.current().kiosk else key)

    def restyle(self) -> None:
        """Takes sizes from the theme."""
        worn = theme.current()
        side = worn.pick(24, 56)
        self._column.setContentsMargins(side, worn.pick(10, 24), side, worn.pick(12, 24))
        self._column.setSpacing(worn.pick(6, 16))
