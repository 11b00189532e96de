"""A screen's title with its acts at the right; where both have no room in one line, the acts stand below it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem

_TITLE = 320
"""Pixels that a longer title is content with beside its acts: it may take a second line there."""


class HeadRow(QLayout):
    """The first thing that is added is the title and takes what is left; the others are as wide as they want to be."""

    def __init__(self) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self.setSpacing(8)

    def addItem(self, item: QLayoutItem) -> None:
        """For Qt."""
        self._items.append(item)
        self.invalidate()

    def count(self) -> int:
        """How many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """For Qt."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """For Qt."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It takes the whole line, and no more height than it needs."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        """Narrow: more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Pixels of title and acts."""
        return self._lay(QRect(0, 0, width, 0), place=False)

    def setGeometry(self, rect: QRect) -> None:
        """Puts everything in its place."""
        super().setGeometry(rect)
        self._lay(rect, place=True)

    def sizeHint(self) -> QSize:
        """All in one line."""
        sizes = [item.sizeHint() for item in self._shown()]
        width = sum(size.width() for size in sizes) + self.spacing() * max(0, len(sizes) - 1)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        """As wide as the widest of the acts."""
        sizes = [item.minimumSize() for item in self._shown()]
        return QSize(max((s.width() for s in sizes), default=0), max((s.height() for s in sizes), default=0))

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lay(self, rect: QRect, *, place: bool) -> int:
        """The height that was taken."""
        shown = self._shown()
        if not shown or rect.width() <= 0:
            return 0
        title, acts = shown[0], shown[1:]
        taken = sum(act.sizeHint().width() + self.spacing() for act in acts)
        if rect.width() - taken >= min(title.sizeHint().width(), _TITLE):
            return self._in_one_line(rect, title, acts, rect.width() - taken, place=place)
        height = _height(title, rect.width())
        if place:
            title.setGeometry(QRect(rect.topLeft(), QSize(rect.width(), height)))
        top = rect.y() + height
        for line in self._lines(acts, rect.width()):
            top += self.spacing()
            top += self._put_right(QRect(rect.x(), top, rect.width(), 0), line, place=place)
        return top - rect.y()

    def _in_one_line(self, rect: QRect, title: QLayoutItem, acts: list[QLayoutItem], width: int, *, place: bool) -> int:
        heights = [_height(title, width), *(act.sizeHint().height() for act in acts)]
        height = max(heights)
        if place:
            middle = rect.y() + (height - heights[0]) // 2
            title.setGeometry(QRect(QPoint(rect.x(), middle), QSize(width, heights[0])))
            self._put_right(QRect(rect.x(), rect.y(), rect.width(), height), acts, place=True)
        return height

    def _lines(self, acts: list[QLayoutItem], width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        left = -1
        for act in acts:
            wanted = act.sizeHint().width()
            if lines and wanted <= left:
                lines[-1].append(act)
            else:
                lines.append([act])
                left = width
            left -= wanted + self.spacing()
        return lines

    def _put_right(self, rect: QRect, acts: list[QLayoutItem], *, place: bool) -> int:
        sizes = [act.sizeHint() for act in acts]
        height = max((size.height() for size in sizes), default=0)
        x = rect.x() + rect.width() - sum(s.width() for s in sizes) - self.spacing() * max(0, len(sizes) - 1)
        for act, size in zip(acts, sizes, strict=True):
            if place:
                middle = rect.y() + (max(rect.height(), height) - size.height()) // 2
                act.setGeometry(
                    QRect(QPoint(max(x, rect.x()), middle), QSize(min(size.width(), rect.width()), size.height()))
                )
            x += size.width() + self.spacing()
        return height


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
