"""The filters of the list of cases, each with its count, and the strip in which a clerk makes one's own."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QWidget

from talentdesk.core.casefilter import LONGEST_NAME, SHIPPED, CaseFilter, kept
from talentdesk.core.states import State
from talentdesk.desktop import fields, theme
from talentdesk.desktop.bilingual import both_say
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.caselist import SOON_DAYS
from talentdesk.desktop.controls import Panel
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.flow import FlowLayout
from talentdesk.desktop.words import Span, Words
from talentdesk.i18n import N_, say

Counts = Mapping[State, int]

_ALWAYS = 2
"""Filters that are shown though they let nothing through."""
_MOST_KEYS = 9
_TOUCHED = frozenset({State.PRINTED, State.RECEIVED})
"""What is chosen with a finger: the other states belong to a counter."""


class FilterRow(QWidget):
    """Which cases are listed. Left and right choose, as in a row of radio buttons; digits choose by place.

    With Ctrl pressed, Space or a click adds another filter's states to the chosen ones, or takes them away.
    """

    chosen = Signal()
    save_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._own: tuple[CaseFilter, ...] = desk.settings.filters
        self._counts: Counts = {}
        self._more = False
        self.filter = SHIPPED[0]
        """What is let through now; a mixture of several has no name."""
        self._row = FlowLayout(self, gap=8)
        self.buttons: list[Button] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._build()

    @property
    def filters(self) -> tuple[CaseFilter, ...]:
        """Those of every desk, then the clerk's own."""
        return (*SHIPPED, *self._own)

    @property
    def is_own(self) -> bool:
        """Whether the chosen one is the clerk's own."""
        return self.filter in self._own

    def keep(self, new: CaseFilter) -> None:
        """Takes a filter into the row and chooses it."""
        self._own = kept(self._own, new)
        self.filter = new
        self._rebuild()

    def drop(self) -> None:
        """Takes the chosen own filter away."""
        self._own = tuple(each for each in self._own if each != self.filter)
        self.filter = SHIPPED[0]
        self._rebuild()

    @property
    def own(self) -> tuple[CaseFilter, ...]:
        """The clerk's own."""
        return self._own

    def choose(self, index: int) -> None:
        """Lists what filter `index` lets through."""
        self.filter = self.filters[index]
        self.restyle()
        self.chosen.emit()

    def choose_shown(self, place: int) -> bool:
        """The filter at this place among those shown, from 1; False where there is none."""
        shown = self._shown()
        if not 1 <= place <= len(shown):
            return False
        self.choose(shown[place - 1])
        return True

    def mix(self, index: int) -> None:
        """Adds the states of a filter to the chosen ones, or takes them away; at least one stays."""
        other = set(self.filters[index].states)
        now = set(self.filter.states) if self.filter != SHIPPED[0] else set()
        states = now - other if other <= now else now | other
        if states:
            self.filter = CaseFilter("", tuple(state for state in State if state in states), self.filter.due_days)
            named = next(
                (each for each in self.filters if each.states == self.filter.states and not each.due_days), None
            )
            self.filter = named if named is not None and not self.filter.due_days else self.filter
            self.restyle()
            self.chosen.emit()

    def take_focus(self) -> None:
        """Goes to the chosen filter."""
        self._chosen_button().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_counts(self, counts: Counts, more: bool = False) -> None:
        """Names each filter with its count. One that would show nothing is hidden, except the first two and one's
        own. With `more` only some were counted: each filter may show more than that, and none is hidden."""
        self._counts, self._more = counts, more
        self.retranslate()

    def retranslate(self) -> None:
        """Puts the words anew."""
        language = self._desk.language
        for index, (each, button) in enumerate(zip(self.filters, self.buttons, strict=True)):
            count = sum(self._counts.get(state, 0) for state in each.states)
            name = say(each.name, language) if index < len(SHIPPED) else each.name
            # Fingers need the width for the words; what is due has not been counted.
            caption = name if self._desk.is_kiosk or each.due_days else f"{name}  {self._shown_count(count)}".rstrip()
            button.show_words(caption, language)
            shown = bool(count) or self._more or index < _ALWAYS or index >= len(SHIPPED)
            if self._desk.is_kiosk:  # fingers have room for one line
                shown = (
                    (bool(count) or self._more) and index < len(SHIPPED) and each.states[0] in _TOUCHED
                ) or index < _ALWAYS
            shown = shown or self._is_chosen(each)
            button.setVisible(shown)
        for place, index in enumerate(self._shown(), 1):
            key = f"Alt+{place}" if place <= _MOST_KEYS else ""
            self.buttons[index].setAccessibleDescription(key)
            self.buttons[index].setToolTip("" if self._desk.is_kiosk else key)

    def _shown_count(self, count: int) -> str:
        """Where only some were counted: at least so many, and nothing said where none was among them."""
        if not self._more:
            return str(count)
        return f"{count}+" if count else ""

    def restyle(self) -> None:
        """The chosen one is filled; on a touch screen, where a main button is larger, it is ringed."""
        kiosk = self._desk.is_kiosk
        for each, button in zip(self.filters, self.buttons, strict=True):
            chosen = self._is_chosen(each)
            button.role = Role.MAIN if chosen and not kiosk else Role.PLAIN
            button.setCheckable(True)
            button.setChecked(chosen and kiosk)
            button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            button.updateGeometry()
            button.update()
        self._chosen_button().setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.retranslate()

    def _is_chosen(self, each: CaseFilter) -> bool:
        """The one that is let through, or one of several."""
        if each == self.filter:
            return True
        return not self.filter.name and not each.due_days and set(each.states) <= set(self.filter.states)

    def _chosen_button(self) -> Button:
        chosen = (n for n, each in enumerate(self.filters) if self._is_chosen(each))
        return self.buttons[next(chosen, 0)]

    def _shown(self) -> list[int]:
        return [index for index, button in enumerate(self.buttons) if not button.isHidden()]

    def _build(self) -> None:
        for index, _each in enumerate(self.filters):
            button = Button(parent=self, small=True)
            button.clicked.connect(lambda _=False, index=index: self._clicked(index))
            button.installEventFilter(self)
            self._row.addWidget(button)
            self.buttons.append(button)

    def _rebuild(self) -> None:
        for button in self.buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = []
        self._build()
        self.restyle()
        self.chosen.emit()

    def _clicked(self, index: int) -> None:
        if QApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier:
            self.mix(index)
        else:
            self.choose(index)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Left and right, which buttons by themselves take as Tab; digits; with Ctrl only the focus moves, and Space
        mixes."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        here = next((n for n, button in enumerate(self.buttons) if button is watched), 0)
        if step:
            shown = self._shown()
            there = shown[(shown.index(here) + step) % len(shown)] if here in shown else shown[0]
            if not control:
                self.choose(there)
            self.buttons[there].setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
        if control and event.key() == Qt.Key.Key_Space:
            self.mix(here)
            return True
        if event.text() in "123456789" and event.text() and not control:
            self.choose_shown(int(event.text()))
            self.take_focus()
            return True
        return False


class FilterStrip(Panel):
    """Names the states that are chosen, to find them again: kept in the settings, without anything of a person."""

    kept = Signal(CaseFilter)
    dropped = Signal()
    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("surface", parent, lines="bottom")
        self._desk = desk
        self._filter = SHIPPED[0]
        self._label = Words(self, wrap=False)
        self._box = fields.Frame(self)
        self.line = fields.Line(self._box)
        self.line.setMaxLength(LONGEST_NAME)
        self._box.row.addWidget(self.line, 1)
        self.due_button = Button(parent=self, icon="calendar", small=True)
        self.due_button.setCheckable(True)
        self.keep_button = Button(Role.MAIN, self, small=True)
        self.drop_button = Button(Role.DANGER, self, icon="trash", small=True)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._label)
        self._row.addWidget(self._box, 1)
        for button in (self.due_button, self.keep_button, self.drop_button):
            self._row.addWidget(button)
        self.line.returnPressed.connect(self._keep)
        self.keep_button.clicked.connect(self._keep)
        self.drop_button.clicked.connect(self._drop)
        self.hide()
        self.restyle()

    def open_on(self, chosen: CaseFilter, *, own: bool) -> None:
        """Asks for the name of what is chosen now."""
        self._filter = chosen
        self.line.setText(chosen.name if own else "")
        self.due_button.setChecked(bool(chosen.due_days))
        self.drop_button.setVisible(own)
        self.retranslate()
        self.show()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def put_away(self) -> None:
        """Closes the strip."""
        self.hide()
        self.closed.emit()

    def _keep(self) -> None:
        name = self.line.text().strip()
        if name:
            self.hide()
            self.kept.emit(CaseFilter(name, self._filter.states, SOON_DAYS if self.due_button.isChecked() else 0))

    def _drop(self) -> None:
        self.hide()
        self.dropped.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves all as it was."""
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        """Puts the words anew."""
        language = self._desk.language
        self._label.show_words((Span(say("Name of the filter", language), "small", language),))
        self.line.setAccessibleName(say("Name of the filter", language))
        for button, caption in (
            (self.due_button, N_("Due within a week")),
            (self.keep_button, N_("Keep")),
            (self.drop_button, N_("Remove the filter")),
        ):
            button.show_words(both_say(self._desk, caption).text, language)

    def restyle(self) -> None:
        """Takes sizes from the theme."""
        worn = theme.current()
        side, air = worn.pick(16, 32), worn.pick(8, 16)
        self._row.setContentsMargins(side, air, side, air)
        self._row.setSpacing(worn.pick(8, 16))
