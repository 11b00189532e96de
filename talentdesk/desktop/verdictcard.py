"""The rules that apply to a case on one card, what is not met first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from talentdesk.core.interview import Interview
from talentdesk.desktop import theme
from talentdesk.desktop.bilingual import both_say
from talentdesk.desktop.cards import HeadedCard
from talentdesk.desktop.chips import Chip, Mark
from talentdesk.desktop.controls import Rule, clear
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.verdicts import LOOK_AGAIN, MET, NOT_MET, OPEN, VerdictRow
from talentdesk.desktop.words import Words, beside, pair
from talentdesk.i18n import N_, plural
from talentdesk.service.eligibility import Judgement

_NOTE = N_("This is for preparing the case only; the authority decides.")
_NONE = N_("Of this procedure no rule applies to what is answered so far.")


class VerdictCard(HeadedCard):
    """All rules that apply, what is not met first, with the counts beside the title."""

    wanted = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shown: tuple[tuple[Judgement, ...], Interview] | None = None
        self.rows: list[VerdictRow] = []
        self.counts = [Chip(self) for _ in range(3)]
        for chip in self.counts:
            self.head.addWidget(chip)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.body.addLayout(self._list)
        self._none, self._note = Words(self), Words(self)
        self._tail = QVBoxLayout()
        self._tail.addWidget(self._none)
        self._tail.addWidget(self._note)
        self.body.addStretch(1)
        self.body.addWidget(Rule(self))
        self.body.addLayout(self._tail)
        self.here = ""
        """The rule that has the focus or had it last."""

    def show_judgements(self, judgements: Sequence[Judgement], interview: Interview) -> None:
        """Shows these, the focus on the rule where it was."""
        self._shown = (tuple(judgements), interview)
        had_focus = any(row.hasFocus() or row.isAncestorOf(self.focusWidget() or self) for row in self.rows)
        here = self.here
        clear(self._list)
        # The rows that went handed the focus from one to the next.
        self.here = here
        self.rows = []
        for judgement in judgements:
            if self.rows:
                self._list.addWidget(Rule(self))
            row = VerdictRow(self._desk, judgement, interview, self)
            row.wanted.connect(self.wanted)
            row.walked.connect(lambda by, row=row: self._walk(row, by))
            row.entered.connect(lambda row=row: self._stand_at(row))
            self._list.addWidget(row)
            self.rows.append(row)
        self._align()
        self._none.setVisible(not self.rows)
        self._count()
        if had_focus and (place := self.place()) is not None:
            place.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self) -> VerdictRow | None:
        """The row where the focus belongs; None where there is none."""
        here = next((row for row in self.rows if row.judgement.rule == self.here), None)
        return here or next(iter(self.rows), None)

    def retranslate(self) -> None:
        """Puts the words anew."""
        self.show_title(*both_say(self._desk, N_("Rule by rule")))
        self._none.show_words(*pair(*both_say(self._desk, _NONE), "body"))
        self._note.show_words(beside(*both_say(self._desk, _NOTE), "message"))
        if self._shown is not None:
            self.show_judgements(*self._shown)

    def restyle_rows(self) -> None:
        """Takes sizes from the theme."""
        side, air = theme.current().pick(16, 32), theme.current().pick(9, 24)
        self._tail.setContentsMargins(side, air, side, air)
        self._tail.setSpacing(air)
        if self._shown is not None:
            self.show_judgements(*self._shown)

    def _stand_at(self, row: VerdictRow) -> None:
        self.here = row.judgement.rule

    def _walk(self, row: VerdictRow, by: int) -> None:
        at = self.rows.index(row) + by
        if 0 <= at < len(self.rows):
            self.rows[at].setFocus(Qt.FocusReason.TabFocusReason)

    def _align(self) -> None:
        """The texts of all rows begin at the same place."""
        widest = max((row.chip.sizeHint().width() for row in self.rows), default=0)
        for row in self.rows:
            row.chip.setFixedWidth(row.chip.sizeHint().width())
            layout = row.layout()
            if isinstance(layout, QBoxLayout) and not theme.current().kiosk:
                layout.setSpacing(16 + widest - row.chip.sizeHint().width())

    def _count(self) -> None:
        language = self._desk.language
        found = [row.judgement.status for row in self.rows]
        met, failed, unknown = (found.count(status) for status in ("pass", "fail", "unknown"))
        self._tell(0, met, MET, plural("{count} met", "{count} met", met, language))
        hard = any(row.mark is NOT_MET for row in self.rows)
        self._tell(
            1, failed, NOT_MET if hard else LOOK_AGAIN, plural("{count} not met", "{count} not met", failed, language)
        )
        self._tell(2, unknown, OPEN, plural("{count} open", "{count} open", unknown, language))

    def _tell(self, index: int, count: int, mark: Mark, text: str) -> None:
        self.counts[index].show_chip(mark.tone, mark.icon, text, self._desk.language)
        self.counts[index].setVisible(count > 0)
