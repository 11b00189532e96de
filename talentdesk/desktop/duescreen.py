"""Deadlines across all people: day by day what is due, for whom, how long is left; one key opens the case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QListView,
    QStackedLayout,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from talentdesk.core.draft import Draft
from talentdesk.desktop import icons, shapes, theme
from talentdesk.desktop.bilingual import both
from talentdesk.desktop.buttons import Button
from talentdesk.desktop.calendarfile import PATTERN
from talentdesk.desktop.cards import HeadedCard
from talentdesk.desktop.caselist import days_left
from talentdesk.desktop.controls import EmptyState, Title
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.filterbuttons import FilterButtons
from talentdesk.desktop.lines import paint_line
from talentdesk.desktop.printing import NotWritten, write_file
from talentdesk.desktop.savedialog import ask_place
from talentdesk.desktop.screen import Guide, KeyHint, Screen
from talentdesk.desktop.tasks import Newest
from talentdesk.desktop.touch import FingerScroll
from talentdesk.i18n import N_, format_short_date, say, titled, weekday
from talentdesk.service.deadlines import step_title
from talentdesk.service.duecases import Due, due_calendar, due_of, pending_cases
from talentdesk.service.mishap import InputError

Index = QModelIndex | QPersistentModelIndex

DEADLINES = N_("Deadlines")
WEEK, MONTH, FURTHER = 7, 31, 366
_LATE, _WEEK, _MONTH, _LATER = "late", "week", "month", "later"
_FILTERS = (
    (N_("This week"), (_LATE, _WEEK)),
    (N_("This month"), (_LATE, _WEEK, _MONTH)),
    (N_("Over"), (_LATE,)),
    (N_("A year ahead"), (_LATE, _WEEK, _MONTH, _LATER)),
)
_URGENT_DAYS = 3
_NOT_WRITTEN = N_("The file could not be written there. Choose another folder, or free some space.")
_SAVED = N_("Saved for the calendar. The entries name nobody: case number, what is due, and by which rule.")


def when_of(due: Due, today: date) -> str:
    """Which of the filters' spans a day falls into."""
    days = (due.day - today).days
    return _LATE if days < 0 else _WEEK if days <= WEEK else _MONTH if days <= MONTH else _LATER


def name_of(due: Due, language: str) -> str:
    """Whose case it is, as typed: Latin, then Chinese."""
    latin = ", ".join(part for part in (due.surname, due.given_names) if part)
    return "  ".join(part for part in (latin, due.name_zh) if part) or say("No name yet", language)


class DueModel(QAbstractListModel):
    """What is due, in order."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.dues: tuple[Due, ...] = ()

    def show_dues(self, dues: Sequence[Due]) -> None:
        """Shows these."""
        self.beginResetModel()
        self.dues = tuple(dues)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """One a last day."""
        return 0 if parent.isValid() else len(self.dues)

    def begins_day(self, row: int) -> bool:
        """Whether the row is the first of its day."""
        return row == 0 or self.dues[row].day != self.dues[row - 1].day

    def day(self, row: int) -> str:
        """The day of a row, in words."""
        language, day = self._desk.language, self.dues[row].day
        text = f"{format_short_date(day, language)} {weekday(day, language, short=True)}"
        return f"{text} · {say('today', language)}" if day == self._desk.today else text

    def left(self, row: int) -> str:
        """How long is left."""
        return days_left((self.dues[row].day - self._desk.today).days, self._desk.language)

    def is_urgent(self, row: int) -> bool:
        """Late, or within three days."""
        return (self.dues[row].day - self._desk.today).days <= _URGENT_DAYS

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The whole row in one sentence, for a screen reader; the delegate paints its parts."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        row, language = index.row(), self._desk.language
        due = self.dues[row]
        what, matter = step_title(due.step, language), titled(due.matter, language)
        return ", ".join((self.day(row), name_of(due, language), what, matter, self.left(row)))


class _DueDelegate(QStyledItemDelegate):
    """The day above its first row; then name and time left, what to do and in which matter."""

    def __init__(self, desk: Desk, model: DueModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._model = desk, model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        worn = theme.current()
        return QSize(100, worn.pick(52, 120) + (self._heading() if self._model.begins_day(index.row()) else 0))

    def _heading(self) -> int:
        return theme.current().pick(34, 72)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        worn, language, row = theme.current(), self._desk.language, index.row()
        model, due = self._model, self._model.dues[row]
        box, side = QRect(option.rect), worn.pick(16, 32)
        painter.save()
        painter.fillRect(box, worn.colour("surface"))
        if model.begins_day(row):
            top = QRect(box.left() + side, box.top(), box.width() - 2 * side, self._heading())
            painter.fillRect(box.left(), box.top(), box.width(), 1, worn.colour("line"))
            paint_line(painter, top, model.day(row), "button_small", language)
            box.setTop(box.top() + self._heading())
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, worn.colour("accent_soft"))
            painter.fillRect(box.left(), box.top(), worn.pick(3, 6), box.height(), worn.colour("accent"))
        urgent = model.is_urgent(row)
        colour, mark = ("attention", "triangle") if urgent else ("muted", "calendar")
        size, upper, lower = worn.icon_side(16, 40), worn.style("button").line, worn.style("small").line
        start = box.top() + (box.height() - upper - lower) // 2
        icons.paint(painter, mark, QRect(box.left() + side, start + 2, size, size), worn.colour(colour))
        first = QRect(box.left() + side + size + 10, start, box.width() - 2 * side - size - 10, upper)
        taken = paint_line(painter, first, model.left(row), "small", language, colour, right=True)
        paint_line(painter, first.adjusted(0, 0, -taken - 12, 0), name_of(due, language), "button", language)
        second = QRect(first.left(), start + upper, first.width(), lower)
        what = f"{step_title(due.step, language)} · {titled(due.matter, language)}"
        paint_line(painter, second, what, "small", language, "muted")
        if option.state & QStyle.StateFlag.State_HasFocus:
            shapes.box(painter, box.adjusted(2, 2, -2, -2), worn.field_radius, None, worn.colour("focus"), worn.ring)
        painter.restore()


class DueList(QListView):
    """Arrows move, Enter or a double click opens the case."""

    opened = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.dues = DueModel(desk, self)
        self.setModel(self.dues)
        self.setItemDelegate(_DueDelegate(desk, self.dues, self))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        FingerScroll(self)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.dues.dues[index.row()].id))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.opened.emit(self.dues.dues[index.row()].id)
        elif event.text() == "/":
            event.ignore()
        else:
            super().keyPressEvent(event)


class DueScreen(Screen):
    """The list, the filters, and the calendar file of what is shown."""

    def __init__(self, desk: Desk, guide: Guide, parent: QWidget | None = None) -> None:
        super().__init__(desk, guide, parent)
        self._all: tuple[Due, ...] = ()
        self.loaded = False
        self._newest: Newest[tuple[Draft, ...]] = Newest(desk.letters, self)
        self._heading = Title("page_title", self)
        self.calendar_button = Button(parent=self, icon="calendar")
        self.card = HeadedCard(self)
        self.filters = FilterButtons(desk, self, _FILTERS)
        self.list = DueList(desk, self)
        self._empty = EmptyState("calendar", self)
        self._lay_out()
        self.filters.chosen.connect(lambda _index: self._show())
        self.list.opened.connect(self.guide.load_case)
        self.calendar_button.clicked.connect(self.export)
        self.restyle()

    def _lay_out(self) -> None:
        self._stack = QStackedLayout()
        self._stack.addWidget(self.list)
        framed = QWidget(self)
        self._around = QVBoxLayout(framed)
        self._around.addWidget(self._empty)
        self._stack.addWidget(framed)
        self._filter_row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._filter_row.addWidget(self.filters)
        self._filter_row.addStretch(1)
        self.card.body.addLayout(self._filter_row)
        self.card.body.addLayout(self._stack, 1)
        self.card.body.addSpacing(10)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.addWidget(self._heading, 1)
        self._head.addWidget(self.calendar_button)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._head)
        self._column.addWidget(self.card, 1)

    # ---- what a screen promises

    def title(self, language: str) -> str:
        """What the screen is for."""
        return say(DEADLINES, language)

    def hints(self) -> tuple[KeyHint, ...]:
        """The keys that work here."""
        return (
            KeyHint("↑ ↓", N_("choose")),
            KeyHint("Enter", N_("open the case")),
            KeyHint("/", N_("filter")),
            KeyHint("Esc", N_("back")),
        )

    def focus_place(self) -> QWidget:
        """The list; where nothing is due, the filters."""
        return self.list if self.list.dues.dues else self.filters.place

    def enter(self) -> None:
        """Asks the store anew."""
        self.load()
        super().enter()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """`/` goes to the filters."""
        if event.text() == "/":
            self.filters.take_focus()
        else:
            super().keyPressEvent(event)

    # ---- what is due

    def load(self) -> None:
        """Reads the cases on the store's thread, and works their days out on another: the window goes on."""
        until = self.desk.today + timedelta(days=FURTHER)
        asked = self.desk.keeper.ask(lambda store: pending_cases(store, until), "find")
        self._newest.ask(asked, lambda drafts: self._work_out(drafts, until), lambda _error: None)

    def _work_out(self, drafts: tuple[Draft, ...], until: date) -> None:
        catalogue, today = self.desk.catalogue, self.desk.today
        self.desk.elsewhere.run(
            lambda: due_of(drafts, catalogue, today, until), self._take, lambda _error: self._take(()), self
        )

    def _take(self, dues: tuple[Due, ...]) -> None:
        first, self._all, self.loaded = not self.loaded, dues, True
        self._show()
        if first and self.filters.place.hasFocus():
            # The list was empty when the screen came: now it is the place to be.
            self.focus_place().setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        """What the filter lets through; the row where one was stays chosen."""
        chosen = self._chosen()
        spans = _FILTERS[self.filters.current][1]
        today = self.desk.today
        self.filters.show_counts(Counter(when_of(due, today) for due in self._all))
        shown = [due for due in self._all if when_of(due, today) in spans]
        self.list.dues.show_dues(shown)
        self._stack.setCurrentIndex(0 if shown else 1)
        self.calendar_button.setEnabled(bool(shown))
        row = next((row for row, due in enumerate(shown) if (due.id, due.step.id) == chosen), 0)
        if shown:
            self.list.setCurrentIndex(self.list.dues.index(row))
        self._tell_empty()

    def _chosen(self) -> tuple[str, str] | None:
        index = self.list.currentIndex()
        due = self.list.dues.dues[index.row()] if index.isValid() else None
        return (due.id, due.step.id) if due is not None else None

    def export(self) -> None:
        """Asks where the calendar file goes."""
        title = say("Export the calendar", self.desk.language)
        name = f"talentdesk-{self.desk.today.isoformat()}-last-days.ics"
        ask_place(self.window(), title, name, self.save, PATTERN)

    def save(self, place: Path) -> None:
        """Writes what is shown, and says what became of it."""
        language = self.desk.language
        try:
            write_file(due_calendar(self.list.dues.dues, self.desk.today, language), place)
            self.guide.tell(say(_SAVED, language))
        except NotWritten:
            self.guide.tell(say(_NOT_WRITTEN, language))
        except InputError as error:
            self.guide.tell(f"{say(error.cause, language)}: {say(error.remedy, language)}")

    # ---- words and sizes

    def _tell_empty(self) -> None:
        first, second = self.desk.language, self.desk.second
        title = N_("Nothing is due.") if self.loaded else N_("Looking…")
        body = N_("Last days come from the dates in the cases; choose more days to look further.")
        beside = (say(title, second), say(body, second)) if second else ("", "")
        self._empty.show_empty(say(title, first), say(body, first), first, beside, second)

    def retranslate(self) -> None:
        """Puts the words anew."""
        language = self.desk.language
        self._heading.show_title(*both(self.desk, self.title))
        self.card.show_title(*both(self.desk, lambda tag: say("All people", tag)))
        self.list.setAccessibleName(say(DEADLINES, language))
        self.calendar_button.show_words(say("Export the calendar", language), language)
        self._show()

    def restyle(self) -> None:
        """Takes places and sizes from the theme."""
        worn = theme.current()
        margin = worn.pick(24, 56)
        self._column.setContentsMargins(margin, worn.pick(14, 40), margin, worn.pick(14, 24))
        self._column.setSpacing(worn.pick(12, 24))
        self._head.setSpacing(worn.pick(8, 24))
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._head.setDirection(down if worn.kiosk else across)
        side = worn.pick(16, 32)
        self._around.setContentsMargins(side, worn.pick(4, 8), side, worn.pick(8, 16))
        self._filter_row.setContentsMargins(side, worn.pick(8, 16), side, worn.pick(8, 16))
        self.filters.restyle()
        self.retranslate()
