"""Where the day starts: search, scan, a new case, the cases in hand and what is due this week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from talentdesk.desktop import theme
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.cards import HeadedCard
from talentdesk.desktop.caselist import CaseModel, CaseTable, state_of
from talentdesk.desktop.controls import EmptyState
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.duecard import DueCard
from talentdesk.desktop.screen import Guide, KeyHint, Screen
from talentdesk.desktop.search import SearchField
from talentdesk.desktop.tasks import Newest
from talentdesk.desktop.welcome import Welcome
from talentdesk.desktop.words import Paragraph, Span, Words
from talentdesk.i18n import N_, plural, say

if TYPE_CHECKING:
    from talentdesk.desktop.buttons import _Dress
    from talentdesk.store.cases import CaseSummary

FIRST_LOAD = 200
_LOOK_AHEAD = 1000

# The filters, and which of the states of `caselist.STATES` each lets through; None: all.
_FILTERS: tuple[tuple[str, tuple[str, ...] | None], ...] = (
    (N_("All in hand"), None),
    (N_("Drafts"), ("draft", "filling", "complete")),
    (N_("Printed"), ("printed",)),
    (N_("Received"), ("received",)),
)


class TallButton(Button):
    """A button as high as the search field, its second language under the first."""

    def sizeHint(self) -> QSize:
        """As high as the search field."""
        hint = super().sizeHint()
        return QSize(hint.width(), self.worn.pick(48, max(120, hint.height())))

    def _paragraphs(self, dress: _Dress) -> tuple[Paragraph, ...]:
        caption, language, second, second_language = self._caption
        lines: list[Paragraph] = [(Span(caption, "button", language, dress.ink),)]
        if second:
            colour = dress.second if self.role is Role.PLAIN else dress.ink
            lines.append((Span(second, "choice_second", second_language, colour),))
        return tuple(lines)


class FilterRow(QWidget):
    """Which cases are listed, and how many there are of each. Left and right choose, as in a row of radio buttons."""

    chosen = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.current = 0
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._buttons = [Button(parent=self, small=True) for _ in _FILTERS]
        for index, button in enumerate(self._buttons):
            button.clicked.connect(lambda _=False, index=index: self.choose(index))
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
        for index, (name, states) in enumerate(_FILTERS):
            count = counts.total() if states is None else sum(counts[state] for state in states)
            caption = f"{say(name, self._desk.language)}  {count}"
            self._buttons[index].show_words(caption, self._desk.language)
            self._buttons[index].setVisible(bool(count) or index < 2 or index == self.current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if not step:
            super().keyPressEvent(event)
            return
        shown = [index for index, button in enumerate(self._buttons) if not button.isHidden()]
        self.choose(shown[(shown.index(self.current) + step) % len(shown)])
        self.take_focus()


class HomeScreen(Screen):
    """The start, at the counter a workbench, on a touch screen a welcome with the same acts in large."""

    def __init__(
        self, desk: Desk, guide: Guide, title: Callable[[str, str], str], parent: QWidget | None = None
    ) -> None:
        """`title(procedure, language)` gives the name of a matter."""
        super().__init__(desk, guide, parent)
        self._found: tuple[CaseSummary, ...] = ()
        self._limit = FIRST_LOAD
        self._answered = False
        self._newest: Newest[tuple[CaseSummary, ...]] = Newest(desk.letters, self)
        self._newest_due: Newest[tuple[CaseSummary, ...]] = Newest(desk.letters, self)
        self.search = SearchField(desk, self)
        self.scan_button = TallButton(parent=self, icon="scan")
        self.new_button = TallButton(Role.MAIN, self, icon="plus")
        self.model = CaseModel(desk, title, self)
        self.table = CaseTable(desk, self.model, self)
        self.filters = FilterRow(desk, self)
        self.due = DueCard(desk, title, self)
        self.welcome = Welcome(desk, self)
        self._empty = EmptyState("folder", self)
        self._count = Words(self, wrap=False)
        self._order = Words(self, wrap=False)
        self._lay_out()
        self._connect()
        self.filters.choose(0)
        self.restyle()
        self.retranslate()

    def _lay_out(self) -> None:
        self._outer = QVBoxLayout(self)
        self._top = QHBoxLayout()
        self._middle = QHBoxLayout()
        self._foot = QHBoxLayout()
        self._list = HeadedCard(self)
        self._list.head.addWidget(self.filters)
        self._pages = QStackedLayout()
        self._pages.addWidget(self.table)
        frame = QWidget(self)
        around = QVBoxLayout(frame)
        around.setContentsMargins(16, 16, 16, 16)
        around.addWidget(self._empty)
        self._pages.addWidget(frame)
        self._list.body.addLayout(self._pages, 1)
        self._under = QHBoxLayout()
        self._under.addWidget(self._count)
        self._under.addStretch(1)
        self._under.addWidget(self._order)
        self._list.body.addLayout(self._under)
        side = QVBoxLayout()
        side.addWidget(self.due)
        side.addStretch(1)
        self._middle.addWidget(self._list, 1)
        self._middle.addLayout(side)
        self._outer.addWidget(self.welcome)
        self._outer.addLayout(self._top)
        self._outer.addLayout(self._middle, 1)
        self._outer.addLayout(self._foot)
        self._top.addWidget(self.search, 1)

    def _connect(self) -> None:
        self.search.line.textEdited.connect(lambda _text: self._search_anew())
        self.search.line.returnPressed.connect(self._open_current)
        self.search.line.list_key.connect(self.table.keyPressEvent)
        self.scan_button.clicked.connect(lambda: self.guide.scan())
        self.new_button.clicked.connect(lambda: self.guide.choose_procedure())
        self.table.open_wanted.connect(lambda row: self.guide.load_case(self.model.case(row).id))
        self.due.open_wanted.connect(self.guide.load_case)
        self.filters.chosen.connect(lambda _index: self._show())
        self.model.more_wanted.connect(self._load_more)

    def title(self, language: str) -> str:
        """The start."""
        return say("Today", language)

    def hints(self) -> tuple[KeyHint, ...]:
        """The keys of the start."""
        return (
            KeyHint("↑ ↓", N_("choose")),
            KeyHint("Enter", N_("open")),
            KeyHint("F2", N_("scan")),
            KeyHint("Ctrl+N", N_("new case")),
            KeyHint("/", N_("filter")),
            KeyHint("F1", N_("help")),
        )

    def focus_place(self) -> QWidget:
        """The search; on a touch screen the main button, which brings up no keyboard."""
        return self.new_button if self.desk.is_kiosk else self.search.line

    def enter(self) -> None:
        """Looks again what is in hand: a case may have changed meanwhile."""
        super().enter()
        self.reload()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The slash goes to the filters."""
        if event.text() == "/":
            self.filters.take_focus()
        elif event.key() == Qt.Key.Key_Escape:
            self.search.line.setFocus()
        else:
            super().keyPressEvent(event)

    def reload(self) -> None:
        """Asks the store for the cases again."""
        if self.desk.is_ready:
            self._search()
            self._newest_due.ask(self.desk.keeper.find("", limit=_LOOK_AHEAD), self.due.show_cases, lambda _error: None)

    def _search_anew(self) -> None:
        self._limit = FIRST_LOAD
        self._search()

    def _load_more(self, count: int) -> None:
        self._limit = count
        self._search()

    def _search(self) -> None:
        if self.desk.is_ready:
            # A store that cannot be read says so in the band under the header: here the list just stays.
            asked = self.desk.keeper.find(self.search.line.text(), limit=self._limit)
            self._newest.ask(asked, self._take, lambda _error: None)

    def _take(self, found: tuple[CaseSummary, ...]) -> None:
        self._found = found
        self._answered = True
        self._show()

    def _show(self) -> None:
        chosen = self.table.currentIndex().row()
        kept = self.model.case(chosen).id if 0 <= chosen < self.model.rowCount() else ""
        states = _FILTERS[self.filters.current][1]
        cases = tuple(case for case in self._found if states is None or state_of(case) in states)
        self.model.show_cases(cases, complete=states is not None or len(self._found) < self._limit)
        self.table.choose(max(0, self.model.row_of(kept)))
        self._describe()

    def _describe(self) -> None:
        language, shown, found = self.desk.language, self.model.rowCount(), len(self._found)
        self.filters.show_counts(Counter(state_of(case) for case in self._found))
        self._pages.setCurrentIndex(1 if self._answered and not shown else 0)
        self._say_empty()
        text = say("Showing {shown} of {found}", language, shown=shown, found=found) if self._answered else ""
        self._count.show_words((Span(text, "small", language, "muted"),))
        self.table.setAccessibleName(
            plural("{count} case in hand", "{count} cases in hand", shown, language) if self._answered else ""
        )

    def _say_empty(self) -> None:
        first, second = self.desk.language, self.desk.second
        title, body = N_("No cases yet"), N_("Scan a passport, or start a new case. It is saved from the first key on.")
        if self._found:
            title, body = N_("No case in this state"), N_("Choose “All in hand” to see every case.")
        elif self.search.line.text():
            title, body = N_("No case found"), N_("Search for part of a name, a document number or a case number.")
        beside = (say(title, second), say(body, second)) if second else ("", "")
        self._empty.show_empty(say(title, first), say(body, first), first, beside, second)

    def _open_current(self) -> None:
        row = self.table.currentIndex().row()
        if 0 <= row < self.model.rowCount():
            self.guide.load_case(self.model.case(row).id)

    def retranslate(self) -> None:
        """Puts the words anew."""
        first, second = self.desk.language, self.desk.second

        def both(message: str) -> tuple[str, str, str, str]:
            return say(message, first), first, say(message, second) if second else "", second

        self._list.show_title(*both(N_("Cases in hand")))
        self.scan_button.show_words(*both(N_("Scan a passport or permit")))
        self.new_button.show_words(*both(N_("Begin") if self.desk.is_kiosk else N_("New case")))
        self._order.show_words((Span(say("last opened first", first), "small", first, "muted"),))
        self._describe()
        self.table.viewport().update()

    def restyle(self) -> None:
        """Takes places and sizes from the theme."""
        worn = theme.current()
        margin = worn.pick(24, 56)
        self._outer.setContentsMargins(margin, worn.pick(20, 40), margin, worn.pick(16, 32))
        self._outer.setSpacing(worn.pick(16, 32))
        self._top.setSpacing(worn.pick(16, 24))
        self._middle.setSpacing(16)
        self._foot.setSpacing(24)
        self._under.setContentsMargins(*(worn.pick(16, 32), worn.pick(8, 16)) * 2)
        self._place_buttons(worn.kiosk)
        self.due.setFixedWidth(328)
        self.due.setVisible(not worn.kiosk)
        self.welcome.setVisible(worn.kiosk)
        self._order.setVisible(not worn.kiosk)
        self._list.heading.setVisible(not worn.kiosk)
        self.filters.restyle()
        self.table.restyle()

    def _place_buttons(self, kiosk: bool) -> None:
        """Beside the search at the counter; on a touch screen below, the main act at the lower right."""
        there = self._foot if kiosk else self._top
        for button, key in ((self.scan_button, "F2"), (self.new_button, "Ctrl+N")):
            self._top.removeWidget(button)
            self._foot.removeWidget(button)
            there.addWidget(button, int(kiosk))
            button.show_key("" if kiosk else key)
