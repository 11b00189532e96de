"""The field to search a list with: any script, any number; arrows and Enter already work on the list below."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from talentdesk.desktop import icons, shapes, theme
from talentdesk.desktop.buttons import key_width, paint_key
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.words import Block, Span
from talentdesk.i18n import N_, say

_HINT = N_("Name in any script, document number, case number, slip code")
_LIST_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_KEY = "Ctrl+K"


class _Line(QLineEdit):
    """The text itself; keys that belong to the list are passed on to it."""

    list_key = Signal(QKeyEvent)
    focus_changed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _LIST_KEYS:
            self.list_key.emit(event)
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self.textEdited.emit("")
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focus_changed.emit()


class SearchField(QWidget):
    """Box, magnifying glass, hint in both languages, and the key that comes here."""

    def __init__(
        self,
        desk: Desk,
        parent: QWidget | None = None,
        *,
        name: str = N_("Search cases"),
        hint: str = _HINT,
        key: str = _KEY,
    ) -> None:
        """`name` is heard and stands where the hint has no room, `hint` says what may be typed; messages to say."""
        super().__init__(parent)
        self._desk = desk
        self._name, self._what, self._key = name, hint, key
        self.line = _Line(self)
        self.line.setFrame(False)
        self.line.setMaxLength(200)
        self.line.focus_changed.connect(self.update)
        self.line.textChanged.connect(self.update)
        self.setFocusProxy(self.line)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.line)
        self.restyle()
        self.retranslate()

    def retranslate(self) -> None:
        """Puts the words anew."""
        self.line.setAccessibleName(say(self._name, self._desk.language))
        self.line.setAccessibleDescription(say(self._what, self._desk.language))
        self.line.setFont(theme.current().font("input", self._desk.language))
        self.update()

    def restyle(self) -> None:
        """Takes type and sizes from the theme."""
        worn = theme.current()
        self.setFixedHeight(worn.pick(48, 112))
        self.line.setFont(worn.font("input", self._desk.language))
        key = 0 if worn.kiosk or not self._key else key_width(self._key, worn) + 20
        self._row.setContentsMargins(self._indent(), 0, key + worn.pick(4, 24), 0)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click anywhere in the box is meant for the text."""
        self.line.setFocus(Qt.FocusReason.MouseFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Box or ring, glass, hint, key."""
        worn = theme.current()
        painter = QPainter(self)
        focus = self.line.hasFocus()
        edge, width = ("focus", worn.field_ring) if focus else ("field_line", worn.edge)
        shapes.box(painter, self.rect(), worn.field_radius, worn.colour("surface"), worn.colour(edge), width)
        side = worn.pick(24, 40)
        place = QRect(worn.pick(11, 28), (self.height() - side) // 2, side, side)
        icons.paint(painter, "search", place, worn.colour("text"))
        if not self.line.text():
            self._paint_hint(painter, worn)
        if self._key and not worn.kiosk:
            paint_key(painter, self._key, self.width() - key_width(self._key, worn) - 10, self.height() // 2, worn)

    def _paint_hint(self, painter: QPainter, worn: theme.Theme) -> None:
        first, second = self._desk.language, self._desk.second
        room = self.line.width() - 8
        block = self._hint(worn, first, second)
        if block.width > room:
            block = self._hint(worn, first, "")
        if block.width > room:
            block = Block(((Span(say(self._name, first), "input", first, "muted"),),), worn)
        painter.setClipRect(self.line.geometry())
        block.paint(painter, self._indent() + 3, (self.height() - block.height(1 << 20)) // 2, 1 << 20)
        painter.setClipping(False)

    def _hint(self, worn: theme.Theme, first: str, second: str) -> Block:
        spans = [Span(say(self._what, first), "input", first, "muted")]
        if second:
            spans.append(Span(f"\u2002{say(self._what, second)}", "small", second, "muted"))
        return Block((spans,), worn)

    def _indent(self) -> int:
        return theme.current().pick(42, 88)

    def changeEvent(self, event: QEvent) -> None:
        """Follows language and look."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.StyleChange:
            self.restyle()
