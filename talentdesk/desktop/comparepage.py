"""Two ledgers side by side: what is the same, what is not, and the three things that can be said about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QVBoxLayout, QWidget

from talentdesk.core.likeness import folded
from talentdesk.core.person import Group, Person
from talentdesk.core.spelling import Character, spelled
from talentdesk.desktop import theme
from talentdesk.desktop.bilingual import both_say
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.cards import HeadedCard
from talentdesk.desktop.chips import GOOD, NOTICE, UNKNOWN, Mark, Status
from talentdesk.desktop.controls import Message
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.personcards import clear_all, number_shown
from talentdesk.desktop.touch import scrolled
from talentdesk.desktop.words import Paragraph, Span, Words, pair
from talentdesk.i18n import N_, say, territory
from talentdesk.service.people import kind_named, reasons_told
from talentdesk.store.personsummary import Candidate

_ROWS = (
    ("person.name_zh", N_("Name in Chinese characters")),
    ("person.surname", N_("Surname")),
    ("person.given_names", N_("Given names")),
    ("person.birth_date", N_("Date of birth")),
    ("person.sex", N_("Sex")),
    ("person.nationality", N_("Nationality")),
    ("contact.phone", N_("Phone")),
    ("contact.email", N_("Email")),
)
_SAYS = N_(
    "Nothing is thrown away: each ledger stays as it is, and a merge can be taken back at any time. It stands in the "
    "history of both."
)


class ComparePage(QWidget):
    """No button has the focus at first: which one is right, nobody should say by a careless Enter."""

    merge_wanted = Signal(str, str)
    """Ids: whose ledger the person is found under, and the other."""
    apart_wanted = Signal(str, str)
    given_up = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._pair: tuple[Group, Candidate] | None = None
        self._card = HeadedCard(self)
        self._why, self._says = Message(self), Words(self)
        self._grid = QGridLayout()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._grid)
        column.addStretch(1)
        self._head = QVBoxLayout()
        self._head.addWidget(self._why)
        self._head.addWidget(self._says)
        self._card.body.addLayout(self._head)
        self._card.body.addWidget(scrolled(inside, self), 1)
        self.back = Button(parent=self, icon="back")
        self.apart = Button(parent=self, icon="users")
        self.merge = Button(Role.MAIN, self, icon="user")
        self.back.clicked.connect(self.given_up)
        self.apart.clicked.connect(lambda: self._tell(self.apart_wanted))
        self.merge.clicked.connect(lambda: self._tell(self.merge_wanted))
        self._acts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._acts.addWidget(self.back)
        self._acts.addStretch(1)
        self._acts.addWidget(self.apart)
        self._acts.addWidget(self.merge)
        self._outer = QVBoxLayout(self)
        self._outer.addWidget(self._card, 1)
        self._outer.addLayout(self._acts)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.restyle()

    def compare(self, group: Group, candidate: Candidate) -> None:
        """Shows a person and somebody who may be the same."""
        self._pair = (group, candidate)
        self.retranslate()

    @property
    def shown(self) -> tuple[Person, ...]:
        """The two that are compared."""
        return (self._pair[0].whole(), self._pair[1].group.whole()) if self._pair is not None else ()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 says one person, 2 says two."""
        button = {"1": self.merge, "2": self.apart}.get(event.text())
        if button is not None and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            button.click()
        else:
            super().keyPressEvent(event)

    def _tell(self, signal: object) -> None:
        if self._pair is not None:
            mine, theirs = self._pair[0].first.id, self._pair[1].group.first.id
            signal.emit(mine, theirs)  # type: ignore[attr-defined]

    def retranslate(self) -> None:
        """Puts the words anew."""
        self._card.show_title(*both_say(self.desk, N_("Is this one person?")))
        first, language, second, second_language = both_say(self.desk, _SAYS)
        self._says.show_words(
            (Span(first, "small", language, "muted"),), (Span(second, "small", second_language or language, "muted"),)
        )
        self.back.show_words(*both_say(self.desk, N_("Back"))[:2])
        self.apart.show_words(*both_say(self.desk, N_("Two different people"))[:2])
        self.merge.show_words(*both_say(self.desk, N_("One person: merge"))[:2])
        for key, button in (("2", self.apart), ("1", self.merge), ("Esc", self.back)):
            button.show_key("" if self.desk.is_kiosk else key)
        if self._pair is not None:
            reasons = self._pair[1].likeness.reasons
            language, second = self.desk.language, self.desk.second
            also = reasons_told(reasons, second) if second else ""
            self._why.show_message(UNKNOWN, reasons_told(reasons, language), language, also, second)
            self._fill()

    def _fill(self) -> None:
        clear_all(self._grid)
        one, other = self.shown
        for column, person in enumerate((one, other), 1):
            self._put(0, column, ((Span(number_shown(person.number), "button", "en"),),))
        rows = [(label, *self._texts(id, one, other)) for id, label in _ROWS]
        row = 1
        for label, mine, theirs in rows:
            if not any(part for paragraph in (*mine, *theirs) for part in paragraph):
                continue
            self._put(row, 0, pair(*both_say(self.desk, label), "message", "muted"))
            self._put(row, 1, mine)
            self._put(row, 2, theirs)
            self._mark(row, mine, theirs)
            row += 1
        self._put(row, 0, pair(*both_say(self.desk, N_("Their documents")), "message", "muted"))
        for column, lines in enumerate(self._documents(one, other), 1):
            self._put(row, column, lines)
        if self._shared(one, other):
            self._put_status(row, GOOD, N_("a number in common"))

    def _texts(self, id: str, one: Person, other: Person) -> tuple[list[Paragraph], list[Paragraph]]:
        texts = one.text(id), other.text(id)
        if id == "person.nationality":
            texts = tuple(f"{territory(text, self.desk.language)} {text}".strip() if text else "" for text in texts)  # type: ignore[assignment]
        cut = spelled(texts)
        if id == "person.name_zh":
            return [_characters(cut[0]), _codes(cut[0])], [_characters(cut[1]), _codes(cut[1])]
        return [_characters(cut[0])], [_characters(cut[1])]

    def _shared(self, one: Person, other: Person) -> set[str]:
        numbers = [{folded(each.number) for each in person.documents if each.number} for person in (one, other)]
        return numbers[0] & numbers[1]

    def _documents(self, one: Person, other: Person) -> tuple[list[Paragraph], list[Paragraph]]:
        """Every document with its whole number: here it is compared."""
        shared = self._shared(one, other)

        def lines(person: Person) -> list[Paragraph]:
            return [
                (
                    Span(f"{kind_named(each.kind, self.desk.language)}  ", "small", self.desk.language, "muted"),
                    Span(each.number or "—", "body", "en", "ok" if folded(each.number) in shared else "text"),
                )
                for each in person.documents
            ]

        return lines(one), lines(other)

    def _put(self, row: int, column: int, paragraphs: tuple[Paragraph, ...] | list[Paragraph]) -> None:
        words = Words(self)
        words.show_words(*paragraphs)
        self._grid.addWidget(words, row, column, Qt.AlignmentFlag.AlignTop)

    def _mark(self, row: int, mine: list[Paragraph], theirs: list[Paragraph]) -> None:
        """The same or not, told by icon and word."""
        texts = ["\n".join("".join(span.text for span in paragraph) for paragraph in side) for side in (mine, theirs)]
        if not all(text.strip() for text in texts):
            return
        same = texts[0] == texts[1]
        self._put_status(row, GOOD if same else NOTICE, N_("the same") if same else N_("different"))

    def _put_status(self, row: int, mark: Mark, said: str) -> None:
        status = Status(self)
        status.show_status(mark, say(said, self.desk.language), self.desk.language)
        self._grid.addWidget(status, row, 3, Qt.AlignmentFlag.AlignTop)

    def restyle(self) -> None:
        """Takes places and sizes from the theme."""
        worn = theme.current()
        margin, side = worn.pick(24, 56), worn.pick(16, 32)
        self._outer.setContentsMargins(margin, worn.pick(14, 32), margin, worn.pick(14, 24))
        self._outer.setSpacing(worn.pick(12, 24))
        self._head.setContentsMargins(side, worn.pick(10, 20), side, worn.pick(4, 10))
        self._grid.setContentsMargins(side, worn.pick(10, 20), side, side)
        self._grid.setHorizontalSpacing(worn.pick(20, 32))
        self._grid.setVerticalSpacing(worn.pick(8, 20))
        self._grid.setColumnMinimumWidth(0, worn.pick(180, 200))
        for column in (1, 2):
            self._grid.setColumnStretch(column, 1)
        self._acts.setSpacing(worn.pick(12, 24))
        down, along = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._acts.setDirection(down if worn.kiosk else along)
        self.retranslate()


def _characters(characters: tuple[Character, ...]) -> Paragraph:
    return [
        Span(each.text, "label" if each.differs else "body", "zh-Hans", "attention" if each.differs else "text")
        for each in characters
    ]


def _codes(characters: tuple[Character, ...]) -> Paragraph:
    return [Span(f"{each.codes} ", "small", "en", "attention" if each.differs else "muted") for each in characters]
