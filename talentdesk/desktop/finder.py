"""Finding one item of a long list by typing a part of its name, in any language, or its code."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from talentdesk.core.form import Kind, Question
from talentdesk.desktop import icons, theme
from talentdesk.desktop.directory import Directory, named
from talentdesk.desktop.editors import Editor, Option
from talentdesk.desktop.fields import Frame, Line
from talentdesk.desktop.theme import Size
from talentdesk.desktop.words import Block, Span

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_VISIBLE = 8
_DRAG = 12
"""Pixels a finger may slip and still mean the item it touched."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Found(QAbstractListModel):
    """What was found, as rows."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.options: list[Option] = []
        self.language, self.second = "en", ""

    def show(self, options: list[Option]) -> None:
        self.beginResetModel()
        self.options = options
        self.endResetModel()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return len(self.options)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return named(self.options[index.row()], self.language)
        return None


class _Row(QStyledItemDelegate):
    """One found item: name, second language, code."""

    def __init__(self, parent: QListView, size: Size | None) -> None:
        super().__init__(parent)
        self._list = parent
        self._size = size

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(80, theme.current(self._size).pick(32, 96))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model = index.model()
        assert isinstance(model, _Found)
        worn = theme.current(self._size)
        chosen = self._list.currentIndex() == index
        place: QRect = option.rect
        painter.save()
        if chosen:
            painter.fillRect(place, worn.colour("accent_soft"))
            painter.fillRect(QRect(place.x(), place.y(), 3, place.height()), worn.colour("accent"))
        option_here, air = model.options[index.row()], worn.pick(12, 28)
        block = Block((words(option_here, model.language, model.second, "body"),), worn)
        if block.width > place.width() - 2 * air:
            # No name is cut: the second language gives way.
            block = Block((words(option_here, model.language, "", "body"),), worn)
        top = place.y() + (place.height() - worn.style("body").line) // 2
        block.paint(painter, place.x() + air, top, 1 << 20)
        painter.restore()


def _width_of(option: Option, found: _Found, worn: theme.Theme) -> int:
    """Pixels a row takes, with its bar."""
    said = words(option, found.language, found.second, "body")
    return Block((said,), worn).width + worn.pick(12, 28) + worn.pick(24, 56)


def words(option: Option, language: str, second: str, style: str) -> tuple[Span, ...]:
    """Name, second language and code on one line."""
    first = named(option, language)
    other = named(option, second) if second else ""
    tail = f" {other}" if other not in ("", first) else ""
    return (
        Span(first, style, language),
        Span(tail, "body", second or language, "muted"),
        Span(f" {option.code}", "body", "en", "muted"),
    )


class FoundList(QListView):
    """The open list. It lies in the window above everything else and never takes the focus."""

    picked = Signal(int)

    def __init__(self, owner: QWidget, size: Size | None) -> None:
        self._host = owner.window()
        super().__init__(self._host)
        self._size = size
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._pressed = QPoint()
        self._scrolled_from = 0
        self.found = _Found(self)
        self.setModel(self.found)
        self.setItemDelegate(_Row(self, size))
        self.setMouseTracking(True)
        self.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Picked on release, so that a drag can scroll."""
        self._pressed = event.position().toPoint()
        self._scrolled_from = self.verticalScrollBar().value()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second of two quick touches, of which the first opened the list or met something else, begins anew."""
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A drag scrolls; otherwise the item under the pointer is the one that a click picks."""
        here = event.position().toPoint()
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.verticalScrollBar().setValue(self._scrolled_from + self._pressed.y() - here.y())
        elif (index := self.indexAt(here)).isValid():
            self.setCurrentIndex(index)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Pick, unless it was a drag."""
        here = event.position().toPoint()
        index = self.indexAt(here)
        if index.isValid() and (here - self._pressed).manhattanLength() < _DRAG:
            self.picked.emit(index.row())

    def stand_at(self, field: QWidget) -> None:
        """Below `field`, or above it where there is more room."""
        window = self._host
        top = field.mapTo(window, QPoint(0, 0))
        row = theme.current(self._size).pick(32, 96)
        wanted = min(len(self.found.options), _VISIBLE) * row + 2
        below = window.height() - top.y() - field.height() - 4
        above = top.y() - 4
        down = below >= min(wanted, above)
        height = min(wanted, below if down else above)
        y = top.y() + field.height() + 2 if down else top.y() - height - 2
        # The longest name is whole where the window has room for it, however narrow the field.
        most = window.width() - top.x() - 8
        worn = theme.current(self._size)
        widest = max((_width_of(option, self.found, worn) for option in self.found.options[:_VISIBLE]), default=0)
        self.setGeometry(top.x(), y, max(field.width(), min(widest, most)), height)
        self.raise_()


class FinderEditor(Frame, Editor):
    """A line that finds. Arrows walk through what was found, Enter picks; the wheel does nothing."""

    def __init__(
        self, question: Question, id: str, directory: Directory, size: Size | None = None, *, cell: bool = False
    ) -> None:
        super().__init__(size=size, cell=cell)
        self.id = id
        self.directory = directory
        self._text = ""
        self._language, self._second = "en", ""
        self._by_code = cell and question.kind is Kind.COUNTRY
        """A narrow cell has room for the code only."""
        self._locked = False
        self._typing = False
        """The line holds a part of a name, not the name of what was picked."""
        self._list: FoundList | None = None
        self.line = _FinderLine(self, "cell" if cell else "input", size)
        self.row.addWidget(self.line, 1)
        self.row.addSpacing(self.worn.pick(20, 48))
        self.line.textEdited.connect(self._edited)
        self.line.focused.connect(self._focus_moved)

    @property
    def open(self) -> bool:
        """Whether the list is open."""
        return self._list is not None and self._list.isVisible()

    def text(self) -> str:
        """The code, or what was typed and is nobody's name."""
        return self._text

    def show_text(self, text: str) -> None:
        """Show an item by its code."""
        if text != self._text:
            self._text = text
            self._show_name()

    def retranslate(self, language: str, second: str) -> None:
        """Say the item."""
        self._language, self._second = language, second
        self.line.speak(language)
        if not self._typing:
            self._show_name()
        if self.open:
            self._look(self.line.text())

    def describe(self, name: str, description: str) -> None:
        """What a screen reader says of it."""
        self.line.setAccessibleName(name)
        self.line.setAccessibleDescription(description)

    def show_undrawable(self, characters: frozenset[str]) -> None:
        """Characters no font has."""
        self.line.show_undrawable(characters)

    def lock(self, yes: bool) -> None:
        """Read only."""
        self._locked = yes
        self.line.setReadOnly(yes)
        self.sink(yes)
        self.close_list()

    def stops(self) -> Sequence[QWidget]:
        """The line."""
        return (self.line,)

    def hold(self, chip: QWidget) -> bool:
        """Chips stand before the arrow."""
        self.row.insertWidget(self.row.count() - 1, chip)
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the field and its arrow."""
        super().paintEvent(event)
        if not self._locked:
            painter = QPainter(self)
            side = self.worn.icon_side(16, 36)
            place = QRect(self.width() - side - self.worn.pick(9, 24), (self.height() - side) // 2, side, side)
            icons.paint(painter, "down", place, self.worn.colour("muted"))
            painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The arrow opens and closes the list."""
        self.line.setFocus(Qt.FocusReason.MouseFocusReason)
        if self.open:
            self.close_list()
        else:
            self.open_list()

    def open_list(self) -> None:
        """Open the whole list at the item chosen."""
        if not self._locked:
            self._look("")

    def close_list(self) -> None:
        """Close the list."""
        if self._list is not None:
            self._list.hide()

    def walk(self, by: int) -> None:
        """Go `by` items on, or open the list."""
        if not self.open:
            self.open_list()
            return
        assert self._list is not None
        model = self._list.found
        row = max(0, min(self._list.currentIndex().row() + by, len(model.options) - 1))
        self._list.setCurrentIndex(model.index(row, 0))
        self._announce(str(model.data(model.index(row, 0))))

    def pick_current(self) -> bool:
        """Pick the item the list stands at; False: the list is closed or empty."""
        if not self.open or self._list is None or not self._list.currentIndex().isValid():
            return False
        self._pick(self._list.currentIndex().row())
        return True

    def settle(self) -> None:
        """The focus goes on: what was typed becomes the item if only one can be meant."""
        found = self.directory.find(self.line.text()) if self.open else []
        if self.directory.option(self._text) is None and self._text:
            only = self.directory.exact(self.line.text()) or (found[0] if len(found) == 1 else None)
            if only is not None:
                self._take(only)
        self.close_list()

    def _focus_moved(self, focused: bool) -> None:
        if not focused:
            self.settle()
            self._typing = False
            self._show_name()

    def _edited(self, text: str) -> None:
        self._typing = True
        option = self.directory.exact(text)
        self._text = option.code if option else text
        self._look(text)
        self.tell(self._text)

    def _look(self, text: str) -> None:
        if self._list is None:
            self._list = FoundList(self, self._size)
            self._list.picked.connect(self._pick)
        found = self.directory.find(text)
        self._list.found.language, self._list.found.second = self._language, self._second
        self._list.found.show(found)
        self._list.setAccessibleName(self.line.accessibleName())
        self._list.setVisible(bool(found))
        if found:
            self._list.stand_at(self)
            at = next((row for row, option in enumerate(found) if option.code == self._text), 0)
            self._list.setCurrentIndex(self._list.found.index(at, 0))

    def _pick(self, row: int) -> None:
        assert self._list is not None
        self._take(self._list.found.options[row])
        self._typing = False
        self.close_list()
        self._show_name()
        self.line.selectAll()

    def _take(self, option: Option) -> None:
        if option.code != self._text:
            self._text = option.code
            self.tell(option.code)

    def _show_name(self) -> None:
        option = self.directory.option(self._text)
        if option is None:
            self.line.show_text(self._text)
            self.line.show_suffix()
            return
        name, *rest = words(option, self._language, self._second, "input")
        if self._by_code:
            name, rest = Span(option.code, "cell", "en"), []
            self.setToolTip(named(option, self._language))
        selected = self.line.hasSelectedText() and self.line.hasFocus()
        self.line.show_text(name.text)
        if selected:
            self.line.selectAll()
        self.line.show_suffix(*rest)

    def _announce(self, said: str) -> None:
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.line, said))


class _FinderLine(Line):
    """The line of a finder: hands arrows, Enter and Escape to it."""

    def __init__(self, finder: FinderEditor, style: str, size: Size | None) -> None:
        super().__init__(finder, style=style, size=size)
        self._finder = finder

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that walk, pick and close."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._finder.walk(1 if event.key() == Qt.Key.Key_Down else -1)
        elif plain and self._finder.open and event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self._finder.walk(_VISIBLE if event.key() == Qt.Key.Key_PageDown else -_VISIBLE)
        elif event.key() in _ENTER:
            self._finder.pick_current()
            self._finder.ask_next()
        elif event.key() == Qt.Key.Key_Escape and self._finder.open:
            self._finder.close_list()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click opens the list."""
        super().mousePressEvent(event)
        if not self._finder.open:
            self._finder.open_list()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """So does the second of two quick touches, of which the first may have met the page before."""
        super().mouseDoubleClickEvent(event)
        if not self._finder.open:
            self._finder.open_list()
