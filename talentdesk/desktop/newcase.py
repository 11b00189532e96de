"""Choosing what the new case is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from talentdesk.core.form import About
from talentdesk.core.person import Person
from talentdesk.desktop import theme
from talentdesk.desktop.bilingual import both, both_say, both_words
from talentdesk.desktop.buttons import Button
from talentdesk.desktop.cards import HeadedCard
from talentdesk.desktop.chips import ERROR, IN_PROGRESS
from talentdesk.desktop.controls import Message, clear
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.procedureline import GroupHeading, ProcedureLine
from talentdesk.desktop.screen import Guide, KeyHint, Screen
from talentdesk.desktop.search import SearchField
from talentdesk.desktop.touch import scrolled
from talentdesk.desktop.words import Words, pair
from talentdesk.i18n import N_, say
from talentdesk.service.faults import fault_line
from talentdesk.service.procedures import Group, grouped, matching

_WIDEST = 1280
_TWO_COLUMNS = 900
"""Narrower than this, one column."""
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
_NONE = N_("No matter has this in its name. Try a shorter word, or another language.")


class _Shown(NamedTuple):
    """A heading with its lines."""

    heading: GroupHeading
    lines: list[ProcedureLine]


class NewCaseScreen(Screen):
    """The procedures by whom they are for: type a part of a name, walk with the arrows, Enter begins."""

    def __init__(self, desk: Desk, guide: Guide, parent: QWidget | None = None) -> None:
        super().__init__(desk, guide, parent)
        self._filled: Mapping[str, tuple[str, str]] | None = None
        self._person: Person | None = None
        self._groups: tuple[Group, ...] = ()
        self._shown: list[_Shown] = []
        self._at = 0
        self._card = HeadedCard(self)
        self._note = Message(self)
        self.search = SearchField(
            desk, self, name=N_("Find a matter"), hint=N_("Part of a name, in any language"), key=""
        )
        self._none = Words(self)
        self._authority = Words(self)
        self._back = Button(parent=self, icon="back")
        self._which = Button(parent=self, icon="question_disc")
        self._lay_out()
        self.search.line.textEdited.connect(lambda _text: self._sift())
        self.search.line.list_key.connect(self.keyPressEvent)
        self.search.line.installEventFilter(self)
        self._back.clicked.connect(self.guide.back)
        self._which.clicked.connect(lambda: self.guide.find_procedure(self._filled))
        self.restyle()

    def _lay_out(self) -> None:
        inside = QWidget()
        self._columns = QHBoxLayout(inside)
        self._columns.setContentsMargins(1, 0, 1, 0)
        self._lists = (QVBoxLayout(), QVBoxLayout())
        for column in self._lists:
            column.setSpacing(0)
            self._columns.addLayout(column, 1)
        self._scroll = scrolled(inside, self)
        self._top, self._buttons = QVBoxLayout(), QHBoxLayout()
        self._card.body.addLayout(self._top)
        self._card.body.addWidget(self._none)
        self._card.body.addWidget(self._scroll, 1)
        self._buttons.addWidget(self._back)
        self._buttons.addWidget(self._authority, 1)
        self._buttons.addStretch(0)
        self._buttons.addWidget(self._which)
        self._outer = QVBoxLayout(self)
        self._outer.addWidget(self._note)
        self._outer.addWidget(self._card, 1)
        self._outer.addLayout(self._buttons)

    @property
    def lines(self) -> list[ProcedureLine]:
        """What is listed now, from the top."""
        return [line for group in self._shown for line in group.lines]

    def offer(self, filled: Mapping[str, tuple[str, str]] | None, person: Person | None = None) -> None:
        """Lists the procedures; `filled` is what a scan already answers, `person` whose case it will be."""
        self._filled, self._person = filled, person
        self._groups = grouped(self.desk.catalogue)
        self.search.line.clear()
        self._at = 0
        self._fill(self._groups)
        self.retranslate()

    def title(self, language: str) -> str:
        """The question the screen asks."""
        return say("What is the new case about?", language)

    def hints(self) -> tuple[KeyHint, ...]:
        """The keys of a list."""
        return (
            KeyHint("↑ ↓", N_("choose")),
            KeyHint("Enter", N_("begin")),
            KeyHint("1–9", N_("begin with that number")),
            KeyHint("Esc", N_("back")),
        )

    def focus_place(self) -> QWidget:
        """The field to type in; on a touch screen the first procedure, which brings up no keyboard."""
        lines = self.lines
        return lines[0] if lines and self.desk.is_kiosk else self.search.line

    def enter(self) -> None:
        """Always starts at the first procedure."""
        self.focus_place().setFocus(Qt.FocusReason.OtherFocusReason)
        self._go_to(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A digit means the line with that number, in the field too: no matter has one in its name."""
        return isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._choose(event.text())

    def _choose(self, digit: str) -> bool:
        known = digit.isdecimal() and 0 < int(digit) <= len(self.lines)
        if known:
            self.lines[int(digit) - 1].click()
        return known

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, digits, Enter; what else is typed goes to the field."""
        lines, text = self.lines, event.text()
        step = _STEPS.get(Qt.Key(event.key()), 0)
        if step and lines:
            self._go_to(max(0, min(len(lines) - 1, self._at + step)), said=True)
        elif self._choose(text):
            return
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._begin()
        elif text.isprintable() and text and not self.search.line.hasFocus():
            self.search.line.setFocus(Qt.FocusReason.OtherFocusReason)
            self.search.line.insert(text)
            self._sift()
        else:
            super().keyPressEvent(event)

    def _begin(self) -> None:
        lines = self.lines
        if lines:
            lines[self._at].click()

    def _go_to(self, index: int, *, said: bool = False) -> None:
        lines = self.lines
        self._at = index
        for place, line in enumerate(lines):
            line.make_current(place == index)
        if not lines:
            return
        self._scroll.ensureWidgetVisible(lines[index])
        self._say_authority()
        if not said:
            return
        if self.search.line.hasFocus():
            # The focus stays in the field; the line is only marked, so it is told.
            told = QAccessibleAnnouncementEvent(self.search.line, lines[index].text().replace("&&", "&"))
            QAccessible.updateAccessibility(told)
        else:
            lines[index].setFocus(Qt.FocusReason.TabFocusReason)

    def _sift(self) -> None:
        self._fill(matching(self._groups, self.search.line.text()))
        self._go_to(0)

    def _fill(self, groups: tuple[Group, ...]) -> None:
        for column in self._lists:
            clear(column)
        self._shown, number = [], 0
        for group in groups:
            shown = _Shown(GroupHeading(self.desk, group.title, self), [])
            for about in group.procedures:
                number += 1
                shown.lines.append(self._line(about, number))
            self._shown.append(shown)
        self._none.setVisible(not groups)
        self._deal()

    def _line(self, about: About, number: int) -> ProcedureLine:
        line = ProcedureLine(self.desk, about, number, self)
        line.clicked.connect(lambda: self.guide.begin_case(about.procedure, self._filled, self._person))
        line.entered.connect(lambda: self._go_to(number - 1))
        return line

    def _deal(self) -> None:
        """The groups into one column, or two of about the same length."""
        for column in self._lists:
            while column.takeAt(0) is not None:
                pass
        wide, total, put = self._is_wide, sum(len(group.lines) for group in self._shown), 0
        before: QWidget = self.search.line
        for group in self._shown:
            column = self._lists[int(wide and 2 * put >= total)]
            put += len(group.lines)
            for widget in (group.heading, *group.lines):
                column.addWidget(widget)
                widget.show()
            for line in group.lines:
                QWidget.setTabOrder(before, line)
                before = line
        for column in self._lists:
            column.addStretch(1)
        self._dealt_wide = wide
        self._columns.setStretch(1, int(self._lists[1].count() > 1))

    @property
    def _is_wide(self) -> bool:
        return self.width() >= theme.current().breadth(_TWO_COLUMNS) and not self.desk.is_kiosk

    def _say_note(self) -> None:
        """What is missing from the list and why, or that a scan has filled in answers."""
        language, broken = self.desk.language, self.desk.catalogue.broken()
        self._note.setVisible(bool(broken or self._filled or self._person))
        if broken:
            fault = fault_line(broken[0], language)
            sentence = say("A form file has a fault, so its matter is not in this list: {fault}", language, fault=fault)
            self._note.show_message(ERROR, sentence, language)
        elif self._person is not None:
            sentence = say(
                "A case of a person with a ledger here. What is kept there is filled in, with its source.",
                language,
            )
            self._note.show_message(IN_PROGRESS, sentence, language)
        elif self._filled:
            sentence = say(
                "The document has been read. Choose what the case is about; its answers are filled in.", language
            )
            self._note.show_message(IN_PROGRESS, sentence, language)

    def _say_authority(self) -> None:
        """Who decides the matter that Enter would begin."""
        lines = self.lines
        self._authority.setVisible(not self.desk.is_kiosk)
        if lines:
            who = both_words(self.desk, lines[self._at].about.authority)
            self._authority.show_words(*pair(*who, "message", "muted"))
        else:
            self._authority.show_words()

    def retranslate(self) -> None:
        """Puts the words anew."""
        self._say_note()
        self._card.show_title(*both(self.desk, self.title))
        self._none.show_words(*pair(*both_say(self.desk, _NONE), "body"))
        kiosk = self.desk.is_kiosk
        for button, message in ((self._back, N_("Back")), (self._which, N_("Which procedure?"))):
            said = both_say(self.desk, message)
            button.show_words(said.text, said.language, said.second if kiosk else "", said.second_language)
        self._which.show_key("" if kiosk else "Ctrl+T")
        for group in self._shown:
            group.heading.retranslate()
            for line in group.lines:
                line.retranslate()
        self._say_authority()

    def restyle(self) -> None:
        """Takes its margins from the theme."""
        worn = theme.current()
        side = worn.pick(16, 32)
        self._outer.setSpacing(worn.pick(12, 32))
        # At the counter beside the title, so that more matters are in sight.
        (self._top if worn.kiosk else self._card.head).addWidget(self.search, 1)
        self._top.setContentsMargins(*((side, 24, side, 24) if worn.kiosk else (0, 0, 0, 0)))
        self._buttons.setSpacing(worn.pick(16, 24))
        self._none.setContentsMargins(side, side, side, side)
        self._columns.setSpacing(0)
        self._set_margins()
        self.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stays a column that an eye can follow, in the middle; two where there is room."""
        super().resizeEvent(event)
        self._set_margins()
        if self._shown and self._is_wide is not self._dealt_wide:
            self._deal()

    def _set_margins(self) -> None:
        worn = theme.current()
        side = max(worn.pick(24, 56), (self.width() - worn.pick(_WIDEST, 1200)) // 2)
        self._outer.setContentsMargins(side, worn.pick(14, 40), side, worn.pick(14, 32))
