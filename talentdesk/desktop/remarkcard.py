"""What a clerk noted on single answers, and what changed since the case was given back; each one key from its field."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from talentdesk.core.interview import Interview
from talentdesk.desktop import chips, theme
from talentdesk.desktop.bilingual import both_say
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.cards import HeadedCard
from talentdesk.desktop.chips import Chip, Tone
from talentdesk.desktop.controls import Rule, clear
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.session import Session
from talentdesk.desktop.words import Span, Words
from talentdesk.i18n import N_, plural, say, word
from talentdesk.service.fieldhistory import moment_told, who_told
from talentdesk.service.returns import Difference, differences

_ARROW = "\u2002→\u2002"


class _Row(QWidget):
    """Words at the left, buttons at the right."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = Words(self)
        self.row = QHBoxLayout(self)
        self.row.addWidget(self.words, 1)
        worn = theme.current()
        self.row.setContentsMargins(worn.pick(16, 32), worn.pick(8, 24), worn.pick(16, 32), worn.pick(8, 24))
        self.row.setSpacing(worn.pick(12, 24))

    def add(self, caption: str, language: str, about: str, role: Role = Role.PLAIN) -> Button:
        """One more button; `about` is what it is heard with."""
        button = Button(role, self, small=True)
        button.show_words(say(caption, language), language)
        button.setAccessibleName(f"{say(caption, language)}: {about}")
        self.row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return button


class _ListCard(HeadedCard):
    """A card of rows that is there only when there are any. `wanted` carries the question to go to."""

    wanted = Signal(str)

    def __init__(self, desk: Desk, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._session = session
        self.rows: list[_Row] = []
        self._chip = Chip(self)
        self.head.addWidget(self._chip)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.body.addLayout(self._list)

    @property
    def interview(self) -> Interview:
        """Whose answers these are."""
        return self._session.interview

    def _begin(self) -> None:
        clear(self._list)
        self.rows = []

    def _add(self) -> _Row:
        if self.rows:
            self._list.addWidget(Rule(self))
        row = _Row(self)
        self._list.addWidget(row)
        self.rows.append(row)
        return row

    def restyle_rows(self) -> None:
        """Takes sizes from the theme: the rows are made anew."""
        self.retranslate()

    def retranslate(self) -> None:
        """Puts the words anew."""
        raise NotImplementedError


class RemarkCard(_ListCard):
    """The open comments, in the order in which they were written."""

    def retranslate(self) -> None:
        """Shows the comments as they are now."""
        language = self._desk.language
        comments = self._session.comments
        self.setVisible(bool(comments))
        self.show_title(*both_say(self._desk, N_("Comments")))
        told = plural("{count} to put right", "{count} to put right", len(comments), language)
        self._chip.show_chip(Tone.ATTENTION, chips.COMMENT.icon, told, language)
        self._begin()
        for question, comment in comments.items():
            try:
                label = word(self.interview.question(question).label, language)
            except KeyError:  # the edition no longer asks it
                continue
            row = self._add()
            when = " · ".join(filter(None, (who_told(comment.who, language), moment_told(comment.at, language))))
            row.words.show_words(
                (Span(f"{label}  ", "button", language), Span(when, "small", language, "muted")),
                (Span(comment.text, "body", language),),
            )
            settle = row.add(N_("Put right"), language, label)
            settle.clicked.connect(lambda _=False, id=question: self._session.put_right(id))
            go = row.add(N_("Go to"), language, label)
            go.clicked.connect(lambda _=False, id=question: self.wanted.emit(id))


class ChangeCard(_ListCard):
    """Old and new of every answer that was changed since the case was given back, or differs from the earlier case."""

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What is shown."""
        return differences(self.interview, self._session.earlier, self._desk.language)

    def retranslate(self) -> None:
        """Shows the changes as they are now."""
        language = self._desk.language
        found = self.differences
        self.setVisible(bool(found))
        self.show_title(*both_say(self._desk, N_("Changed answers")))
        told = plural("{count} changed", "{count} changed", len(found), language)
        self._chip.show_chip(Tone.ACCENT, "swap", told, language)
        self._begin()
        for each in found:
            row = self._add()
            row.words.show_words(
                (Span(each.label, "button", language),),
                (
                    Span(each.was, "body", language, "muted"),
                    Span(_ARROW, "body", "en", "accent"),
                    Span(each.now, "body", language),
                ),
            )
            row.words.setAccessibleName(
                say("{question}: was {was}, is now {now}", language, question=each.label, was=each.was, now=each.now)
            )
            go = row.add(N_("Go to"), language, each.label)
            go.clicked.connect(lambda _=False, id=each.question: self.wanted.emit(id))
