"""The cases in hand: filtered, listed, counted, with a word where there are none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from talentdesk.desktop import theme
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.caselist import CaseModel, CaseTable, state_of
from talentdesk.desktop.controls import EmptyState
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.tasks import Newest
from talentdesk.desktop.words import Span, Words
from talentdesk.i18n import N_, plural, say

if TYPE_CHECKING:
    from talentdesk.store.cases import CaseSummary

FIRST_LOAD = 200

# The filters, and which of the states of `caselist.STATES` each lets through; None: all.
Filters = tuple[tuple[str, tuple[str, ...] | None], ...]
_FILTERS: Filters = (
    (N_("All in hand"), None),
    (N_("Drafts"), ("draft", "filling", "complete")),
    (N_("Printed"), ("printed",)),
    (N_("Received"), ("received",)),
)


class FilterRow(QWidget):
    """Which cases are listed, and how many there are of each. Left and right choose, as in a row of radio buttons."""

    chosen = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None, filters: Filters | None = None) -> None:
        """`filters` are names with the states that each lets through; without them, those of cases."""
        super().__init__(parent)
        self._desk = desk
        self._filters = _FILTERS if filters is None else filters
        self.current = 0
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._buttons = [Button(parent=self, small=True) for _ in self._filters]
        for index, button in enumerate(self._buttons):
            button.clicked.connect(lambda _=False, index=index: self.choose(index))
            button.installEventFilter(self)
            row.addWidget(button)

    def choose(self, index: int) -> None:
        """Lists what filter `index` lets through."""
        self.current = index
        self.restyle()
        self.chosen.emit(index)

    def restyle(self) -> None:
        """The chosen one is filled; on a touch screen, where a main button is larger, it is ringed."""
        kiosk = self._desk.is_kiosk
        for at, button in enumerate(self._buttons):
            chosen = at == self.current
            button.role = Role.MAIN if chosen and not kiosk else Role.PLAIN
            button.setCheckable(True)
            button.setChecked(chosen and kiosk)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if chosen else Qt.FocusPolicy.ClickFocus)
            button.updateGeometry()
            button.update()

    def take_focus(self) -> None:
        """Goes to the chosen filter."""
        self._buttons[self.current].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_counts(self, counts: Counter[str]) -> None:
        """Names each filter with its count. A filter that would show nothing is hidden, except the first two."""
        for index, (name, states) in enumerate(self._filters):
            count = counts.total() if states is None else sum(counts[state] for state in states)
            name = say(name, self._desk.language)
            # Fingers need the width for the words.
            caption = name if self._desk.is_kiosk else f"{name}  {count}"
            self._buttons[index].show_words(caption, self._desk.language)
            self._buttons[index].setVisible(bool(count) or index < 2 or index == self.current)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Left and right, which buttons by themselves take as Tab."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step:
            shown = [index for index, button in enumerate(self._buttons) if not button.isHidden()]
            self.choose(shown[(shown.index(self.current) + step) % len(shown)])
            self.take_focus()
        return bool(step)


class Ledger(QWidget):
    """What the store found, newest first; more is fetched when the list is scrolled to its end."""

    open_wanted = Signal(str)
    """The id of a case."""

    def __init__(self, desk: Desk, title: Callable[[str, str], str], parent: QWidget | None = None) -> None:
        """`title(procedure, language)` gives the name of a matter."""
        super().__init__(parent)
        self._desk = desk
        self._text = ""
        self._found: tuple[CaseSummary, ...] = ()
        self._limit = FIRST_LOAD
        self._answered = False
        self._newest: Newest[tuple[CaseSummary, ...]] = Newest(desk.letters, self)
        self.model = CaseModel(desk, title, self)
        self.table = CaseTable(desk, self.model, self)
        self.filters = FilterRow(desk, self)
        self._empty = EmptyState("folder", self)
        self._count = Words(self, wrap=False)
        self._order = Words(self, wrap=False)
        self._lay_out()
        self.table.open_wanted.connect(self._open)
        self.filters.chosen.connect(lambda _index: self._show())
        self.model.more_wanted.connect(self._load_more)
        self.filters.choose(0)
        self.restyle()
        self.retranslate()

    def _lay_out(self) -> None:
        frame = QWidget(self)
        around = QVBoxLayout(frame)
        around.setContentsMargins(16, 16, 16, 16)
        around.addWidget(self._empty)
        self._pages = QStackedLayout()
        self._pages.addWidget(self.table)
        self._pages.addWidget(frame)
        self._under = QHBoxLayout()
        self._under.addWidget(self._count)
        self._under.addStretch(1)
        self._under.addWidget(self._order)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._pages, 1)
        column.addLayout(self._under)

    @property
    def cases(self) -> tuple[CaseSummary, ...]:
        """What was found, in every state."""
        return self._found

    @property
    def waiting(self) -> bool:
        """Whether the store has still to answer."""
        return self._newest.waiting

    def search(self, text: str) -> None:
        """Lists the cases whose names or numbers hold every word of `text`; blank lists all."""
        if text != self._text:
            self._text, self._limit = text, FIRST_LOAD
        if self._desk.is_ready:
            # A store that cannot be read says so in the band under the header: here the list just stays.
            self._newest.ask(self._desk.keeper.find(text, limit=self._limit), self.show_cases, lambda _error: None)

    def show_cases(self, found: tuple[CaseSummary, ...]) -> None:
        """Shows what the store found."""
        self._found, self._answered = found, True
        self._show()

    def open_current(self) -> None:
        """Opens the chosen case, if there is one."""
        self._open(self.table.currentIndex().row())

    def _open(self, row: int) -> None:
        if 0 <= row < self.model.rowCount():
            self.open_wanted.emit(self.model.case(row).id)

    def _load_more(self, count: int) -> None:
        self._limit = count
        self.search(self._text)

    def _show(self) -> None:
        chosen = self.table.currentIndex().row()
        kept = self.model.case(chosen).id if 0 <= chosen < self.model.rowCount() else ""
        states = _FILTERS[self.filters.current][1]
        cases = tuple(case for case in self._found if states is None or state_of(case) in states)
        self.model.show_cases(cases, complete=states is not None or len(self._found) < self._limit)
        self.table.choose(max(0, self.model.row_of(kept)))
        self._describe()

    def _describe(self) -> None:
        language, shown, found = self._desk.language, self.model.rowCount(), len(self._found)
        self.filters.show_counts(Counter(state_of(case) for case in self._found))
        self._pages.setCurrentIndex(1 if self._answered and not shown else 0)
        self._say_empty()
        text = say("Showing {shown} of {found}", language, shown=shown, found=found) if self._answered else ""
        self._count.show_words((Span(text, "small", language, "muted"),))
        name = plural("{count} case in hand", "{count} cases in hand", shown, language) if self._answered else ""
        self.table.setAccessibleName(name)

    def _say_empty(self) -> None:
        first, second = self._desk.language, self._desk.second
        title, body = N_("No cases yet"), N_("Scan a passport, or start a new case. It is saved from the first key on.")
        if self._found:
            title, body = N_("No case in this state"), N_("Choose “All in hand” to see every case.")
        elif self._text:
            title, body = N_("No case found"), N_("Search for part of a name, a document number or a case number.")
        beside = (say(title, second), say(body, second)) if second else ("", "")
        self._empty.show_empty(say(title, first), say(body, first), first, beside, second)

    def retranslate(self) -> None:
        """Puts the words anew."""
        language = self._desk.language
        self._order.show_words((Span(say("last opened first", language), "small", language, "muted"),))
        self._describe()
        self.table.viewport().update()

    def restyle(self) -> None:
        """Takes sizes from the theme."""
        worn = theme.current()
        self._under.setContentsMargins(*(worn.pick(16, 32), worn.pick(8, 16)) * 2)
        self._order.setVisible(not worn.kiosk)
        self.filters.restyle()
        self.table.restyle()
        self._describe()

    def changeEvent(self, event: QEvent) -> None:
        """Follows language and look."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.StyleChange:
            self.restyle()
