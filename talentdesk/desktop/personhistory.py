"""What was done to a person's ledger: when, by whom, what; the latest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from talentdesk.core.person import DocumentKind, masked
from talentdesk.desktop import theme
from talentdesk.desktop.bilingual import both_say
from talentdesk.desktop.buttons import Button
from talentdesk.desktop.cards import HeadedCard
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.personcards import clear_all, number_shown
from talentdesk.desktop.touch import scrolled
from talentdesk.desktop.words import Span, Words
from talentdesk.i18n import N_, format_moment, say
from talentdesk.service.people import kind_named
from talentdesk.store.personsummary import Act, Happening

_TOLD = {
    Act.MADE: N_("The ledger was made."),
    Act.PHOTO: N_("A photo was kept."),
    Act.PHOTO_GONE: N_("A photo was removed."),
    Act.CASE: N_("Case {case} is this person's."),
    Act.MERGE: N_("{other} and this ledger were said to be one person, found under {kept}."),
    Act.UNMERGE: N_("The merge of {other} and this ledger was taken back."),
    Act.APART: N_("{other} was said to be somebody else."),
}
_DOCUMENT = N_("{kind} {number}: read by machine.")
_TYPED = N_("{kind} {number}: typed from the document.")
_VALUE = N_("{value}: “{before}” became “{after}”.")
_NEW_VALUE = N_("{value}: “{after}” was kept.")


def told(happening: Happening, language: str, label: Callable[[str, str], str]) -> str:
    """One line of a history in words; `label(id, language)` names a question."""
    details = dict(happening.details)
    if happening.act is Act.DOCUMENT:
        kind = kind_named(DocumentKind(details["kind"]), language)
        return say(_DOCUMENT if details["way"] else _TYPED, language, kind=kind, number=masked(details["number"]))
    if happening.act is Act.VALUE:
        details["value"] = label(details["value"], language) or details["value"]
        return say(_VALUE if details["before"] else _NEW_VALUE, language, **details)
    return say(_TOLD[happening.act], language, **details)


class HistoryPage(QWidget):
    """A table of three columns that is only read; Esc goes back."""

    given_up = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._shown: Sequence[Happening] = ()
        self._label: Callable[[str, str], str] = lambda id, _language: id
        self._card = HeadedCard(self)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        self._grid = QGridLayout()
        column.addLayout(self._grid)
        column.addStretch(1)
        self._card.body.addWidget(scrolled(inside, self), 1)
        self.back = Button(parent=self, icon="back")
        self.back.clicked.connect(self.given_up)
        acts = QHBoxLayout()
        acts.addWidget(self.back)
        acts.addStretch(1)
        self._outer = QVBoxLayout(self)
        self._outer.addWidget(self._card, 1)
        self._outer.addLayout(acts)
        self.restyle()

    def show_history(self, history: Sequence[Happening], label: Callable[[str, str], str]) -> None:
        """Shows these, the latest first."""
        self._shown, self._label = history, label
        self.retranslate()

    def lines(self) -> list[str]:
        """What is told, from the top."""
        return [told(each, self.desk.language, self._label) for each in self._shown]

    def retranslate(self) -> None:
        """Puts the words anew."""
        language = self.desk.language
        self._card.show_title(*both_say(self.desk, N_("History of this person")))
        self.back.show_words(*both_say(self.desk, N_("Back"))[:2])
        clear_all(self._grid)
        for row, (each, line) in enumerate(zip(self._shown, self.lines(), strict=True)):
            at = each.at.astimezone()
            when = format_moment(at, language)
            cells = (
                Span(when, "small", language, "muted"),
                Span(f"{each.who or '—'} · {number_shown(each.person)}", "small", language, "muted"),
                Span(line, "body", language),
            )
            for column, span in enumerate(cells):
                words = Words(self)
                words.show_words((span,))
                self._grid.addWidget(words, row, column, Qt.AlignmentFlag.AlignTop)

    def restyle(self) -> None:
        """Takes places and sizes from the theme."""
        worn = theme.current()
        margin, side = worn.pick(24, 56), worn.pick(16, 32)
        self._outer.setContentsMargins(margin, worn.pick(14, 32), margin, worn.pick(14, 24))
        self._outer.setSpacing(worn.pick(12, 24))
        self._grid.setContentsMargins(side, side, side, side)
        self._grid.setHorizontalSpacing(worn.pick(20, 32))
        self._grid.setVerticalSpacing(worn.pick(8, 20))
        self._grid.setColumnStretch(2, 1)
        self.retranslate()
