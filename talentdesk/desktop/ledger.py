"""The cases in hand: filtered, listed, counted, with a word where there are none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from talentdesk.desktop import theme
from talentdesk.desktop.caselist import CaseModel, CaseTable
from talentdesk.desktop.controls import EmptyState
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.filterrow import Counts, FilterRow, FilterStrip
from talentdesk.desktop.tasks import Newest
from talentdesk.desktop.words import Span, Words
from talentdesk.i18n import N_, plural, say

if TYPE_CHECKING:
    from talentdesk.core.casefilter import CaseFilter
    from talentdesk.store.cases import CaseSummary, Tally

FIRST_LOAD = 100


class Ledger(QWidget):
    """What the store found, newest first; more is fetched when the list is scrolled to its end."""

    open_wanted = Signal(str)
    """The id of a case."""
    described = Signal()
    """The filters may need another place: their words or counts have changed."""

    def __init__(self, desk: Desk, title: Callable[[str, str], str], parent: QWidget | None = None) -> None:
        """`title(procedure, language)` gives the name of a matter."""
        super().__init__(parent)
        self._desk = desk
        self._text = ""
        self._found: tuple[CaseSummary, ...] = ()
        self._counts: Counts = {}
        self._more = False
        self._limit = FIRST_LOAD
        self._answered = False
        self._newest: Newest[tuple[tuple[CaseSummary, ...], Tally]] = Newest(desk.letters, self)
        self.model = CaseModel(desk, title, self)
        self.table = CaseTable(desk, self.model, self)
        self.filters = FilterRow(desk, self)
        self.strip = FilterStrip(desk, self)
        self._empty = EmptyState("folder", self)
        self._count = Words(self, wrap=False)
        self._order = Words(self, wrap=False)
        self._lay_out()
        self.table.open_wanted.connect(self._open)
        self.filters.chosen.connect(self._filter_chosen)
        self.strip.kept.connect(self._keep_filter)
        self.strip.dropped.connect(self._drop_filter)
        self.strip.closed.connect(self.filters.take_focus)
        self.model.more_wanted.connect(self._load_more)
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
        self._above = QVBoxLayout()
        column.addLayout(self._above)
        column.addWidget(self.strip)
        column.addLayout(self._pages, 1)
        column.addLayout(self._under)

    @property
    def cases(self) -> tuple[CaseSummary, ...]:
        """What is listed."""
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
            chosen, limit = self.filters.filter, self._limit
            due = chosen.until(self._desk.today)
            asked = self._desk.keeper.listing(text, limit, chosen.states, due)
            # A store that cannot be read says so in the band under the header: here the list just stays.
            self._newest.ask(asked, lambda found: self.show_cases(*found), lambda _error: None)

    def show_cases(self, found: tuple[CaseSummary, ...], tally: Tally | None = None) -> None:
        """Shows what the store found. Without `tally` these are all there are."""
        self._found, self._answered = found, True
        self._counts = Counter(case.state for case in found) if tally is None else tally.of
        self._more = tally is not None and tally.more
        self._show()

    def take_filters(self, place: QBoxLayout | None) -> None:
        """The filters stand in `place`, or, where there is no room for them, above the list."""
        if place is not None:
            self._above.removeWidget(self.filters)
            place.addWidget(self.filters)
        elif self._above.indexOf(self.filters) < 0:
            self._above.addWidget(self.filters)
        self._pad_filters()

    def name_filter(self) -> None:
        """Asks for a name for what is chosen now."""
        if not self._desk.is_kiosk:
            self.strip.open_on(self.filters.filter, own=self.filters.is_own)

    def _filter_chosen(self) -> None:
        self._limit = FIRST_LOAD
        if self._desk.is_ready:
            self.search(self._text)
        else:
            self._describe()

    def _keep_filter(self, new: CaseFilter) -> None:
        self.filters.keep(new)
        self._write_filters()

    def _drop_filter(self) -> None:
        self.filters.drop()
        self._write_filters()

    def _write_filters(self) -> None:
        """Where the settings cannot be written they hold until the window is closed."""
        self._desk.remember_filters(self.filters.own)
        self.filters.take_focus()

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
        self.model.show_cases(self._found, complete=len(self._found) < self._limit)
        self.table.choose(max(0, self.model.row_of(kept)))
        self._describe()

    def _describe(self) -> None:
        language, shown, chosen = self._desk.language, self.model.rowCount(), self.filters.filter
        counted = sum(self._counts.get(state, 0) for state in chosen.states)
        found = shown if chosen.due_days and shown < self._limit else counted
        self.filters.show_counts(self._counts, self._more)
        self._pages.setCurrentIndex(1 if self._answered and not shown else 0)
        self._say_empty()
        told = N_("Showing {shown} of more than {found}") if self._more else N_("Showing {shown} of {found}")
        text = say(told, language, shown=shown, found=found) if self._answered else ""
        self._count.show_words((Span(text, "small", language, "muted"),))
        name = plural("{count} case in hand", "{count} cases in hand", shown, language) if self._answered else ""
        self.table.setAccessibleName(name)
        self.described.emit()

    def _say_empty(self) -> None:
        first, second = self._desk.language, self._desk.second
        title, body = N_("No cases yet"), N_("Scan a passport, or start a new case. It is saved from the first key on.")
        if sum(self._counts.values()):
            title, body = N_("No case in this state"), N_("Choose “All in hand” to see every case.")
        elif self._text:
            title, body = (
                N_("No case found"),
                N_("Search for part of a name, a document number, a case number or the code on a slip."),
            )
        beside = (say(title, second), say(body, second)) if second else ("", "")
        self._empty.show_empty(say(title, first), say(body, first), first, beside, second)

    def retranslate(self) -> None:
        """Puts the words anew."""
        language = self._desk.language
        self.strip.retranslate()
        self._order.show_words((Span(say("last opened first", language), "small", language, "muted"),))
        self._describe()
        self.table.viewport().update()

    def restyle(self) -> None:
        """Takes sizes from the theme."""
        worn = theme.current()
        self._under.setContentsMargins(*(worn.pick(16, 32), worn.pick(8, 16)) * 2)
        self._order.setVisible(not worn.kiosk)
        self.filters.restyle()
        self.strip.restyle()
        self._pad_filters()
        self.table.restyle()
        self._describe()

    def _pad_filters(self) -> None:
        side, air = theme.current().pick(16, 32), theme.current().pick(8, 16)
        self._above.setContentsMargins(*((side, air, side, air) if self._above.count() else (0, 0, 0, 0)))

    def changeEvent(self, event: QEvent) -> None:
        """Follows language and look."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.StyleChange:
            self.restyle()
