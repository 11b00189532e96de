"""A chart that is a table: each row a name, a count, and a bar as long as the count. Read aloud and walked by keyboard
like any table, and understood without colour."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from talentdesk.desktop import shapes, theme
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.lines import paint_line, width_of
from talentdesk.i18n import N_, say
from talentdesk.service.statistics import Bar

Index = QModelIndex | QPersistentModelIndex
_HEADS = (N_("Category"), N_("Cases"))


class ChartModel(QAbstractTableModel):
    """The bars of one chart."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.bars: tuple[Bar, ...] = ()

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Shows these, in this order."""
        self.beginResetModel()
        self.bars = tuple(bars)
        self.endResetModel()

    @property
    def most(self) -> int:
        """The longest bar's count."""
        return max((bar.count for bar in self.bars), default=1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """As many as there are bars."""
        return 0 if parent.isValid() else len(self.bars)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Name and count."""
        return 0 if parent.isValid() else len(_HEADS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The name or the count, as text."""
        bar = self.bars[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return bar.name if index.column() == 0 else str(bar.count)
        return bar.name if role == Qt.ItemDataRole.ToolTipRole else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What the columns hold, for a screen reader: the header itself is not shown."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return say(_HEADS[section], self._desk.language)
        return None


class _BarDelegate(QStyledItemDelegate):
    def __init__(self, desk: Desk, model: ChartModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._model = desk, model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(80, theme.current().pick(30, 88))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        worn, language = theme.current(), self._desk.language
        box: QRect = option.rect
        bar = self._model.bars[index.row()]
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(box, worn.colour("accent_soft" if chosen else "surface"))
        side = worn.pick(16, 32)
        if index.column() == 0:
            paint_line(painter, box.adjusted(side, 0, -8, 0), bar.name, "body", language)
        else:
            self._paint_bar(painter, box.adjusted(0, 0, -side, 0), bar)
        if option.state & QStyle.StateFlag.State_HasFocus:
            shapes.box(painter, box.adjusted(2, 1, -2, -1), worn.field_radius, None, worn.colour("focus"), worn.ring)
        painter.restore()

    def _paint_bar(self, painter: QPainter, room: QRect, bar: Bar) -> None:
        """The bar, and its count just behind its end."""
        worn, language = theme.current(), self._desk.language
        number = width_of(str(self._model.most), "button_small", language) + 10
        thick = worn.pick(12, 32)
        length = max(2, (room.width() - number) * bar.count // self._model.most)
        place = QRect(room.left(), room.top() + (room.height() - thick) // 2, length, thick)
        shapes.box(painter, place, 2, worn.colour("accent"), worn.colour("accent"))
        paint_line(painter, room.adjusted(length + 8, 0, 0, 0), str(bar.count), "button_small", language)


class ChartTable(QTableView):
    """The chart. It is as high as its rows: the page scrolls, not the chart."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chart = ChartModel(desk, self)
        self.setModel(self.chart)
        self.setItemDelegate(_BarDelegate(desk, self.chart, self))
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Shows these and takes the height they need."""
        self.chart.show_bars(bars)
        self.restyle()

    def restyle(self) -> None:
        """Takes sizes from the theme."""
        height = theme.current().pick(30, 88)
        self.verticalHeader().setDefaultSectionSize(height)
        self.setFixedHeight(height * self.chart.rowCount())
        self.viewport().update()
