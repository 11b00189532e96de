"""The lines of the ready-to-print list: whose, which papers, how far, and what holds them up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from talentdesk.desktop import shapes, theme
from talentdesk.desktop.caselist import paint_chip
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.lines import paint_line, width_of
from talentdesk.desktop.printqueue import PrintQueue
from talentdesk.desktop.touch import FingerScroll
from talentdesk.i18n import N_, format_short_date, say
from talentdesk.service.printreasons import cause, reason_of
from talentdesk.store.printlines import Print, PrintState

Index = QModelIndex | QPersistentModelIndex

PRINT_DESK = N_("Print desk")

# What a state is called, its icon, and the colour family of its chip.
STATES = {
    "ready": (N_("Ready"), "document", ""),
    "making": (N_("Being made"), "half_disc", "accent"),
    "sent": (N_("In the queue"), "half_disc", "accent"),
    "held": (N_("Waits"), "triangle", "attention"),
    "printed": (N_("Printed"), "printer", "ok"),
    "failed": (N_("Failed"), "octagon_cross", "error"),
}
_SCREENS_KEYS = (Qt.Key.Key_Escape, Qt.Key.Key_Delete, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_WRONG = {"failed": "error", "held": "attention"}


def state_of(line: Print, queue: PrintQueue) -> str:
    """One of STATES."""
    if line.id in queue.sending:
        return "making"
    if line.state is PrintState.SENT and line.reason:
        return "held"
    return str(line.state)


def needs_a_hand(line: Print, queue: PrintQueue) -> bool:
    """Whether somebody has to do something."""
    return state_of(line, queue) in _WRONG


def names(line: Print, language: str) -> tuple[str, str]:
    """The name as typed, and the Chinese one; a case without a name says so."""
    latin = ", ".join(part for part in (line.surname, line.given_names) if part)
    if latin:
        return latin, line.name_zh
    return line.name_zh or say("No name yet", language), ""


def why(line: Print, language: str) -> str:
    """What is wrong with a line, in words."""
    return cause(reason_of(line.reason), language, line.printer, line.wanted.tray)


class PrintModel(QAbstractListModel):
    """Lines as the queue has them."""

    def __init__(
        self, desk: Desk, queue: PrintQueue, papers: Callable[[Print, str], tuple[str, str]], parent: QWidget
    ) -> None:
        """`papers(line, language)` gives the matter and names what is printed."""
        super().__init__(parent)
        self._desk, self._queue, self._papers = desk, queue, papers
        self.lines: tuple[Print, ...] = ()

    def show_lines(self, lines: Sequence[Print]) -> None:
        """Shows these."""
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many lines are shown."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A line in words, for who hears it; the delegate paints."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        line, language = self.lines[index.row()], self._desk.language
        said = (*names(line, language), *self.papers(index.row()), self.state(index.row())[0], why(line, language))
        return ", ".join(part for part in said if part)

    def papers(self, row: int) -> tuple[str, str]:
        """`0471 · Residence permit` and `Application form, Checklist · × 2`."""
        line = self.lines[row]
        matter, names = self._papers(line, self._desk.language)
        copies = f" · × {line.wanted.copies}" if line.wanted.copies > 1 else ""
        return f"{line.number:04d} · {matter}", f"{names}{copies}"

    def state(self, row: int) -> tuple[str, str, str, str]:
        """Word, icon, colour family and id of a line's state."""
        id = state_of(self.lines[row], self._queue)
        word, icon, family = STATES[id]
        return say(word, self._desk.language), icon, family, id

    def moment(self, row: int) -> str:
        """Since when: the time today, else the day."""
        at = self.lines[row].at.astimezone(self._desk.now().tzinfo)
        if self._desk.now() - at < timedelta(days=1) and at.date() == self._desk.today:
            return f"{at:%H:%M}"
        return format_short_date(at.date(), self._desk.language)


class _Delegate(QStyledItemDelegate):
    """Name and state, then the matter, then the papers, each on a line of its own; last what is wrong."""

    def __init__(self, desk: Desk, model: PrintModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._model = desk, model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Three lines, four where something is wrong."""
        worn = theme.current()
        wrong = self._model.state(index.row())[3] in _WRONG
        return QSize(100, worn.pick(56, 128) + worn.style("small").line * (2 if wrong else 1))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One line."""
        worn, language, row = theme.current(), self._desk.language, index.row()
        box: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(box, worn.colour("accent_soft" if chosen else "surface"))
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, worn.colour("line"))
        if chosen:
            painter.fillRect(box.left(), box.top(), worn.pick(3, 6), box.height() - 1, worn.colour("accent"))
        room = box.adjusted(worn.pick(16, 32), 0, -worn.pick(16, 32), -1)
        top, small = worn.style("body").line, worn.style("small").line
        word, icon, family, id = self._model.state(row)
        wrong = why(self._model.lines[row], language) if id in _WRONG else ""
        start = room.top() + (room.height() - top - small * (3 if wrong else 2)) // 2
        first = QRect(room.left(), start, room.width(), top)
        taken = self._paint_state(painter, worn, first, word, icon, family)
        self._paint_name(painter, first.adjusted(0, 0, -taken - 12, 0), row)
        second = QRect(room.left(), start + top, room.width(), small)
        taken = paint_line(painter, second, self._model.moment(row), "small", language, "muted", right=True)
        second = second.adjusted(0, 0, -taken - 12, 0)
        matter, papers = self._model.papers(row)
        paint_line(painter, second, matter, "small", language, "muted")
        third = QRect(room.left(), start + top + small, room.width(), small)
        paint_line(painter, third, papers, "small", language, "muted")
        paint_line(painter, third.translated(0, small), wrong, "small", language, _WRONG.get(id, "text"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            shapes.box(painter, box.adjusted(2, 2, -2, -3), worn.field_radius, None, worn.colour("focus"), worn.ring)
        painter.restore()

    def _paint_state(self, painter: QPainter, worn: theme.Theme, line: QRect, word: str, icon: str, family: str) -> int:
        language = self._desk.language
        # As wide as `paint_chip` makes it.
        width = width_of(word, "chip", language) + worn.icon_side(14, 28) + 2 * worn.pick(10, 20) + worn.pick(5, 10)
        paint_chip(
            painter, QRect(line.right() + 1 - width, line.top(), width, line.height()), word, icon, family, language
        )
        return width

    def _paint_name(self, painter: QPainter, room: QRect, row: int) -> None:
        language = self._desk.language
        name, other = names(self._model.lines[row], language)
        taken = paint_line(painter, room, name, "button", language)
        paint_line(painter, room.adjusted(taken + 10, 0, 0, 0), other, "small", language, "muted")


class PrintList(QListView):
    """Arrows move, Shift and arrows or Ctrl+A choose several, as everywhere; a finger taps several on and off."""

    chosen = Signal()
    """Other lines are chosen."""
    opened = Signal(int)
    """Enter, or a double click, on a row."""

    def __init__(self, desk: Desk, model: PrintModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        self.setItemDelegate(_Delegate(desk, model, self))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        FingerScroll(self)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))
        self.selectionModel().selectionChanged.connect(lambda _on, _off: self.chosen.emit())
        self.restyle()

    @property
    def lines(self) -> tuple[Print, ...]:
        """What is chosen, in the order of the list."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return tuple(self._model.lines[row] for row in rows)

    def show_lines(self, lines: Sequence[Print]) -> None:
        """Shows these; what was chosen and is still there stays chosen."""
        kept, current = {line.id for line in self.lines}, self.currentIndex().row()
        here = self._model.lines[current].id if 0 <= current < len(self._model.lines) else None
        self.selectionModel().blockSignals(True)
        self._model.show_lines(lines)
        ids = [line.id for line in lines]
        chosen = [row for row, id in enumerate(ids) if id in kept] or ([0] if ids else [])
        row = ids.index(here) if here in ids else chosen[0] if chosen else -1
        if row >= 0:
            self.selectionModel().setCurrentIndex(self._model.index(row, 0), QItemSelectionModel.SelectionFlag.NoUpdate)
        for at in chosen:
            self.selectionModel().select(self._model.index(at, 0), QItemSelectionModel.SelectionFlag.Select)
        self.selectionModel().blockSignals(False)
        self.viewport().update()
        self.chosen.emit()

    def restyle(self) -> None:
        """A finger has no Shift key."""
        several = QAbstractItemView.SelectionMode
        self.setSelectionMode(several.MultiSelection if theme.current().kiosk else several.ExtendedSelection)
        self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters belong to the screen, and so do the keys that turn the pages beside the list."""
        printing = event.text() and event.text().isprintable() and event.key() != Qt.Key.Key_Space
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentIndex().isValid():
                self.opened.emit(self.currentIndex().row())
        elif event.key() in _SCREENS_KEYS or (printing and not control):
            event.ignore()
        else:
            super().keyPressEvent(event)
