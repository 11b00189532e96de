"""The keys as they lie: rows that fill their lines, with the switch of layers and the strip above."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QMargins, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from talentdesk.desktop import theme
from talentdesk.desktop.keyboard.keycap import Caption, KeyCap
from talentdesk.desktop.keyboard.layouts import Job, Key, Row
from talentdesk.desktop.keyboard.strip import Strip

WIDE_ROWS, HIGH_ROWS = 4, 6
"""Rows of keys in a window that is wider than high, and in one that is not."""

_MOUSE_KEY = 44


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to lie where."""

    tabs: Row
    rows: tuple[Row, ...]
    strip: bool
    wide: bool
    days: int = 0
    """How many keys a full line of days or months has."""
    indented: bool = True
    """Whether shorter rows keep the width of their keys, as letters do."""


class Board:
    """Lays keys on a surface. All of them are made anew for each plan."""

    def __init__(
        self,
        surface: QWidget,
        pressed: Callable[[KeyCap], None],
        caption_of: Callable[[Key], Caption],
        refilling: Callable[[], None],
    ) -> None:
        self._surface = surface
        self._pressed, self._caption_of, self._refilling = pressed, caption_of, refilling
        self._column = QVBoxLayout(surface)
        self.rows: list[tuple[QWidget, list[KeyCap]]] = []
        """Each with what it stands in, from above."""
        self.strip: Strip | None = None

    def lines(self) -> list[tuple[QWidget, list[KeyCap]]]:
        """Rows as they are seen; the strip stands behind the layers."""
        rows = list(self.rows)
        if self.strip is not None and not self.strip.isHidden():
            rows.insert(1, (self.strip, self.strip.buttons()))
        return rows

    def lay(self, plan: Plan) -> None:
        """Put new keys down."""
        self.empty()
        self._column.setContentsMargins(_margins())
        self._column.setSpacing(_gap())
        rows = list(plan.rows)
        self._lay_top(plan, rows)
        longest = max((sum(key.width for key in row) for row in rows), default=1.0) if plan.indented else 0.0
        for row in rows:
            self._column.addWidget(self._line(row, longest, plan.days), 1)
        for widget in self._surface.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            # A key that is not shown yet takes no focus.
            widget.setVisible(self._column.indexOf(widget) >= 0)

    def empty(self) -> None:
        """Take all keys away, and what was offered on them."""
        if self.strip is not None:
            self.strip.clear()
            self.strip = None
        self.rows = []
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _lay_top(self, plan: Plan, rows: list[Row]) -> None:
        """The switch of layers; on a wide window with the strip, or the first row of keys, beside it."""
        top = QWidget(self._surface)
        line = _across(top)
        switch = self._line(plan.tabs)
        line.addWidget(switch, len(plan.tabs))
        self._column.addWidget(top, 1)
        if plan.strip:
            self.strip = Strip(self._pressed, self._caption_of, self._refilling, top)
            if plan.wide:
                line.addWidget(self.strip, 1)
                switch.setMinimumWidth(len(plan.tabs) * (_tab_width() + _gap()) - _gap())
                line.setStretch(0, 0)
            else:
                self._column.addWidget(self.strip, 1)
        elif plan.wide and len(rows) >= WIDE_ROWS:
            line.addWidget(self._line(rows.pop(0)), 2 * len(plan.tabs) + 4)

    def _line(self, row: Row, longest: float = 0.0, days: int = 0) -> QWidget:
        """A row of keys: letters are indented, days of the last line stand at the left."""
        holder = QWidget(self._surface)
        line = _across(holder)
        caps = [self._cap(key) for key in row]
        at_left = row[0].job is Job.PICK
        spare = round(((days if at_left else longest) - sum(key.width for key in row)) * 100)
        if spare > 0 and not at_left:
            line.addStretch(spare // 2)
        for cap in caps:
            line.addWidget(cap, round(cap.key.width * 100))
        if spare > 0:
            line.addStretch(spare if at_left else spare // 2)
        self.rows.append((holder, caps))
        return holder

    def _cap(self, key: Key) -> KeyCap:
        cap = KeyCap(key, self._surface)
        cap.setAutoRepeat(key.job in (Job.DELETE, Job.LEFT, Job.RIGHT))
        cap.setProperty("ends_scan", key.job is Job.SCAN)
        cap.clicked.connect(lambda: self._pressed(cap))
        return cap


def height(wide: bool) -> int:
    """Pixels that a board takes."""
    worn = theme.current()
    if worn.kiosk and not wide:
        return worn.measure("keyboard_height")
    rows = WIDE_ROWS if wide else HIGH_ROWS
    key = worn.measure("key_height") if worn.kiosk else _MOUSE_KEY
    margins = _margins()
    return rows * key + (rows - 1) * _gap() + margins.top() + margins.bottom()


def _across(holder: QWidget) -> QHBoxLayout:
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(_gap())
    return line


def _margins() -> QMargins:
    worn = theme.current()
    return QMargins(worn.pick(8, 24), worn.pick(8, 16), worn.pick(8, 24), worn.pick(8, 14))


def _tab_width() -> int:
    """Where the strip stands beside them, tabs are as wide as their words need in every language."""
    return theme.current().pick(64, 104)


def _gap() -> int:
    return theme.current().pick(4, 8)
