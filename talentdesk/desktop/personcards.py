"""The small cards of a person's page: cases, kept answers, who may be the same, which ledgers are one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from talentdesk.core.person import Group, Person
from talentdesk.desktop import theme
from talentdesk.desktop.bilingual import both, both_say
from talentdesk.desktop.buttons import Button
from talentdesk.desktop.cards import HeadedCard
from talentdesk.desktop.casestates import STATES, state_of
from talentdesk.desktop.chips import UNKNOWN, Chip, Tone
from talentdesk.desktop.controls import Card, Message, clear
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.words import Span, Words, pair
from talentdesk.i18n import N_, format_short_date, plural, say
from talentdesk.service.people import origin_told, reasons_told
from talentdesk.store.cases import CaseSummary
from talentdesk.store.personsummary import Candidate

_TONES = {"": Tone.QUIET, "accent": Tone.ACCENT, "ok": Tone.OK}


def number_shown(number: int) -> str:
    """`P-2093`."""
    return f"P-{number:04d}"


def called(person: Person) -> tuple[str, str]:
    """The person's names as kept, Chinese and Latin, either maybe empty; where the ledger has none, a document's."""
    han = person.text("person.name_zh") or next((each.name_zh for each in person.documents if each.name_zh), "")
    latin = ", ".join(part for part in (person.text("person.surname"), person.text("person.given_names")) if part)
    return han, latin or next((each.latin for each in person.documents if each.latin), "")


def name_told(person: Person, language: str) -> str:
    """The names on one line."""
    return "  ".join(part for part in called(person) if part) or say("No name yet", language)


class CasesCard(HeadedCard):
    """The person's cases, each a button with its state."""

    open_wanted = Signal(str)

    def __init__(self, desk: Desk, title: Callable[[str, str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._title = desk, title
        self._cases: Sequence[CaseSummary] = ()
        self._list = QVBoxLayout()
        self.body.addLayout(self._list)

    def show_cases(self, cases: Sequence[CaseSummary]) -> None:
        """Shows these, the last saved first."""
        self._cases = cases
        self.retranslate()

    def retranslate(self) -> None:
        """Says the cases."""
        self.show_title(*both_say(self._desk, N_("Cases")))
        clear_all(self._list)
        worn, language = theme.current(), self._desk.language
        self._list.setContentsMargins(*(worn.pick(16, 32), worn.pick(8, 16)) * 2)
        self._list.setSpacing(worn.pick(6, 16))
        for case in self._cases:
            word, icon, family = STATES[state_of(case)]
            chip = Chip(self)
            chip.show_chip(_TONES[family], icon, say(word, language), language)
            button = Button(parent=self, small=True)
            button.show_words(f"{case.number:04d}  {self._title(case.procedure, language)}", language)
            button.clicked.connect(lambda _=False, id=case.id: self.open_wanted.emit(id))
            line = QHBoxLayout()
            line.setSpacing(8)
            line.addWidget(chip)
            line.addWidget(button)
            line.addStretch(1)
            self._list.addLayout(line)
        if not self._cases:
            none = Words(self)
            none.show_words(
                *pair(
                    *both_say(self._desk, N_("No case yet. Ctrl+N begins one that fills itself from here.")),
                    "small",
                    "muted",
                )
            )
            self._list.addWidget(none)


class ValuesCard(HeadedCard):
    """What every new case is filled with, each answer with its source, and what another ledger has instead."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._group: Group | None = None
        self._labels: Callable[[str, str], str] = lambda id, _language: id
        self._grid = QGridLayout()
        self.body.addLayout(self._grid)

    def show_values(self, group: Group, labels: Callable[[str, str], str]) -> None:
        """Shows the person's answers; `labels(id, language)` names a question, empty where no form asks it."""
        self._group, self._labels = group, labels
        self.retranslate()

    def retranslate(self) -> None:
        """Says them."""
        self.show_title(*both_say(self._desk, N_("Kept for every case")))
        clear_all(self._grid)
        if self._group is None:
            return
        worn, language = theme.current(), self._desk.language
        self._grid.setContentsMargins(*(worn.pick(16, 32), worn.pick(10, 20)) * 2)
        self._grid.setHorizontalSpacing(worn.pick(12, 24))
        self._grid.setVerticalSpacing(worn.pick(6, 14))
        self._grid.setColumnStretch(1, 1)
        whole = self._group.whole()
        for row, (id, value) in enumerate(sorted(whole.values.items())):
            label, text, chip = Words(self), Words(self), Chip(self, square=True, gives_way=True)
            named = self._labels(id, language) or id
            label.show_words((Span(named, "small", language, "muted"),))
            others = (
                (Span(f"{number_shown(number)}: {other}", "small", "en", "attention"),)
                for number, other in self._group.other_texts(id)
            )
            text.show_words((Span(value.text, "body", "zh-Hans"),), *others)
            chip.show_chip(
                Tone.ACCENT,
                "passport" if value.origin.document else "user",
                origin_told(value.origin, language),
                language,
            )
            wide = not worn.kiosk
            self._grid.addWidget(label, row if wide else 2 * row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(text, row if wide else 2 * row, 1, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(chip, *((row, 2) if wide else (2 * row + 1, 1)), Qt.AlignmentFlag.AlignTop)
            if wide:
                label.setFixedWidth(200)


class CandidateCard(Card):
    """Somebody who may be the same person: who, why, and the way to compare. Nothing is decided here."""

    compare_wanted = Signal()

    def __init__(self, desk: Desk, candidate: Candidate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self.candidate = desk, candidate
        self._head, self._who = Message(self), Words(self)
        self.button = Button(parent=self, small=True, icon="users")
        self.button.clicked.connect(self.compare_wanted)
        for part in (self._head, self._who):
            self.inside.addWidget(part)
        self.inside.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.retranslate()

    def retranslate(self) -> None:
        """Says who and why."""
        language = self._desk.language
        self._head.show_message(UNKNOWN, *both_say(self._desk, N_("Possibly the same person")))
        other = self.candidate.group.whole()
        self._who.show_words(
            (Span(f"{number_shown(other.number)}  {name_told(other, language)}", "button", "zh-Hans"),),
            (Span(reasons_told(self.candidate.likeness.reasons, language), "small", language, "muted"),),
        )
        self.button.show_words(*both_say(self._desk, N_("Compare side by side")))


class MergedCard(Card):
    """A ledger that was said to be this person's, and the way to take that back."""

    unmerge_wanted = Signal(int)

    def __init__(self, desk: Desk, merged: tuple[int, datetime, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._merged = desk, merged
        self._words = Words(self)
        self.button = Button(parent=self, small=True, icon="undo")
        self.button.clicked.connect(lambda: self.unmerge_wanted.emit(merged[0]))
        self.inside.addWidget(self._words)
        self.inside.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.retranslate()

    def retranslate(self) -> None:
        """Says which, since when and by whom."""
        number, at, who = self._merged
        shown = number_shown(number)

        def told(language: str) -> str:
            day = format_short_date(at.astimezone().date(), language)
            if not who:
                return say("{number} is this person too, merged {day}", language, number=shown, day=day)
            return say("{number} is this person too, merged {day} by {who}", language, number=shown, day=day, who=who)

        self._words.show_words(*pair(*both(self._desk, told), "message"))
        self.button.show_words(*both_say(self._desk, N_("Take apart again")))


def counted(cases: int, language: str) -> str:
    """`2 cases`."""
    return plural("{count} case", "{count} cases", cases, language)


def clear_all(layout: QVBoxLayout | QGridLayout) -> None:
    """Take everything out, also rows that are layouts themselves."""
    for at in reversed(range(layout.count())):
        item = layout.itemAt(at)
        inner = item.layout() if item is not None else None
        if inner is not None:
            clear(inner)
            layout.removeItem(inner)
    clear(layout)
