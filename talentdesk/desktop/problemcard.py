"""Problems first: what is wrong, unusual, missing or not known yet, each one key away from its question."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from talentdesk.core.interview import Interview
from talentdesk.desktop import chips, theme
from talentdesk.desktop.bilingual import both, both_say
from talentdesk.desktop.buttons import Button
from talentdesk.desktop.cards import HeadedCard
from talentdesk.desktop.chips import Chip, Mark, Status, Tone
from talentdesk.desktop.controls import Rule, clear
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.remarks import MISSING
from talentdesk.desktop.words import Span, Words
from talentdesk.i18n import N_, plural, say
from talentdesk.service.findings import Finding, Weighs, is_weak, place_told, told

MOST_KEYS = 9
"""Digits that lead to a problem; those after it are reached with Tab."""

_MARKS = {
    Weighs.ERROR: chips.ERROR,
    Weighs.NOTICE: chips.NOTICE,
    Weighs.MISSING: MISSING,
    Weighs.FAILED: chips.ERROR,
    Weighs.UNPRINTABLE: Mark("octagon_cross", Tone.ERROR, N_("Cannot be printed")),
    Weighs.STALE: Mark("clock", Tone.ATTENTION, N_("Too old")),
    Weighs.UNKNOWN: chips.UNKNOWN,
}
_TO_MEND = frozenset({Weighs.ERROR, Weighs.MISSING})


def mark_of(finding: Finding) -> Mark:
    """Icon, tone and word of a finding."""
    weak = finding.weighs is Weighs.FAILED and is_weak(finding)
    return chips.NOTICE if weak else _MARKS[finding.weighs]


class ProblemRow(QWidget):
    """One finding: its icon, what is the matter in both languages, where it stands, and the button that goes there."""

    def __init__(self, desk: Desk, finding: Finding, interview: Interview, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.finding = finding
        self._interview = interview
        self._icon = Status(self)
        self._words = Words(self)
        self._places = (Words(self), Words(self, wrap=False))
        self.button = Button(parent=self, small=True)
        self._key = str(number) if number <= MOST_KEYS else ""
        self._row = QHBoxLayout(self)
        self._text = QVBoxLayout()
        self._text.setSpacing(0)
        self._text.addWidget(self._words)
        self._text.addWidget(self._places[0])
        top = Qt.AlignmentFlag.AlignTop
        self._row.addWidget(self._icon, 0, top)
        self._row.addLayout(self._text, 1)
        self._row.addWidget(self._places[1], 0, top)
        self._row.addWidget(self.button, 0, top)
        self.restyle()
        self.retranslate()

    def retranslate(self) -> None:
        """Puts the words anew."""
        language, mark = self._desk.language, mark_of(self.finding)
        said = both(self._desk, lambda tag: told(self.finding, self._interview, tag))
        self._icon.show_status(mark, "", language)
        self._icon.setAccessibleName(say(mark.word, language))
        first = (Span(said.text, "button", language),)
        second = (Span(said.second, "label_second", said.second_language, "muted"),)
        self._words.show_words(first, second) if said.second else self._words.show_words(first)
        place = place_told(self.finding, language)
        for words in self._places:
            words.show_words((Span(place, "small", language, "muted"),))
        act = N_("Correct") if self.finding.weighs in _TO_MEND else N_("Go to")
        self.button.show_words(say(act, language), language)
        self.button.setAccessibleName(f"{say(act, language)}: {said.text}")
        self.button.setAccessibleDescription(place)

    def restyle(self) -> None:
        """At the counter one line; on a touch screen the place stands under the sentence."""
        worn = theme.current()
        under, aside = self._places
        under.setVisible(worn.kiosk)
        aside.setVisible(not worn.kiosk)
        self._row.setContentsMargins(worn.pick(16, 32), worn.pick(9, 24), worn.pick(16, 32), worn.pick(10, 24))
        self._row.setSpacing(worn.pick(12, 24))
        self.button.show_key("" if worn.kiosk else self._key)


class ProblemCard(HeadedCard):
    """All findings in order. `wanted` carries the question to go to."""

    wanted = Signal(str)

    def __init__(self, desk: Desk, interview: Interview, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._interview = interview
        self._findings: tuple[Finding, ...] | None = None
        self.rows: list[ProblemRow] = []
        self._counts = [Chip(self) for _ in range(3)]
        for chip in self._counts:
            self.head.addWidget(chip)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.body.addLayout(self._list)
        self._clean = Status(self, wrap=True)
        self._clean_room = QVBoxLayout()
        self._clean_room.addWidget(self._clean)
        self.body.addLayout(self._clean_room)
        self.restyle_rows()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is shown."""
        return self._findings or ()

    def show_findings(self, findings: Sequence[Finding]) -> bool:
        """Shows these; tells whether anything changed."""
        if tuple(findings) == self._findings:
            return False
        self._findings = tuple(findings)
        clear(self._list)
        self.rows = []
        for number, finding in enumerate(findings, 1):
            if number > 1:
                self._list.addWidget(Rule(self))
            row = ProblemRow(self._desk, finding, self._interview, number, self)
            row.button.clicked.connect(lambda _=False, place=finding.question: self.wanted.emit(place))
            self._list.addWidget(row)
            self.rows.append(row)
        self._clean.setVisible(not findings)
        self._set_margins()
        self.retranslate()
        return True

    def go_to(self, number: int) -> bool:
        """To the finding with this number, from 1; False where there is none."""
        if not 1 <= number <= min(MOST_KEYS, len(self.rows)):
            return False
        self.wanted.emit(self.rows[number - 1].finding.question)
        return True

    def retranslate(self) -> None:
        """Puts the words anew."""
        language = self._desk.language
        self.show_title(*both_say(self._desk, N_("Problems first")))
        clean = N_("Nothing to fix. The papers can be printed.")
        self._clean.show_status(chips.COMPLETE, say(clean, language), language, "body", "text")
        self._show_counts(language)
        for row in self.rows:
            row.retranslate()
        self._align_buttons()

    def _align_buttons(self) -> None:
        """All as wide as the widest, so that the places beside them line up."""
        widest = max((row.button.sizeHint().width() for row in self.rows), default=0)
        for row in self.rows:
            row.button.setMinimumWidth(widest)

    def _show_counts(self, language: str) -> None:
        found = [mark_of(finding).tone for finding in self.findings]
        gaps = sum(len(each.questions) for each in self.findings if each.weighs is Weighs.MISSING)
        errors = found.count(Tone.ERROR)
        notices = found.count(Tone.ATTENTION) - sum(each.weighs is Weighs.MISSING for each in self.findings)
        self._count(0, errors, chips.ERROR, plural("{count} to fix", "{count} to fix", errors, language))
        self._count(1, notices, chips.NOTICE, plural("{count} notice", "{count} notices", notices, language))
        self._count(2, gaps, MISSING, plural("{count} missing", "{count} missing", gaps, language))

    def _count(self, index: int, count: int, mark: Mark, text: str) -> None:
        self._counts[index].show_chip(mark.tone, mark.icon, text, self._desk.language)
        self._counts[index].setVisible(count > 0)

    def _set_margins(self) -> None:
        air = theme.current().pick(16, 32)
        self._clean_room.setContentsMargins(*((0, 0, 0, 0) if self.rows else (air, air, air, air)))

    def restyle_rows(self) -> None:
        """Takes sizes from the theme."""
        self._set_margins()
        for row in self.rows:
            row.restyle()
        self._align_buttons()
