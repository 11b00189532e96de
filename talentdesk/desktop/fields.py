"""The box a person types into: its edge, its ring, and a line of text that loses nothing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPlainTextEdit, QSizePolicy, QSpacerItem, QWidget

from talentdesk.desktop import shapes, theme
from talentdesk.desktop.chips import Tone
from talentdesk.desktop.theme import Size, Theme
from talentdesk.desktop.unseen import code_point, is_unseen
from talentdesk.desktop.words import Block, Span

LATIN = "en"

_EDGES = {Tone.ERROR: "error_line", Tone.ATTENTION: "attention_line"}
_MOST_LINES = 6


class Frame(QWidget):
    """A field's box. Its contents never move: the ring is painted in place of the edge."""

    def __init__(self, parent: QWidget | None = None, *, size: Size | None = None, cell: bool = False) -> None:
        super().__init__(parent)
        self._size = size
        self._tone: Tone | None = None
        self._sunken = False
        self._cell = cell
        self.row = QHBoxLayout(self)
        # A strut rather than a minimum height: a minimum would overrule contents that grow.
        self._strut = QSpacerItem(0, 0, QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum)
        self.row.addItem(self._strut)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.dress()

    @property
    def worn(self) -> Theme:
        """The theme at this field's size."""
        return theme.current(self._size)

    @property
    def least(self) -> int:
        """Height of a one-line field in pixels."""
        if self._cell:
            return self.worn.pick(34, 96)
        return self.worn.measure("field_height")

    @property
    def air(self) -> int:
        """Pixels kept free above and below the contents."""
        return 0

    def dress(self) -> None:
        """Take the measures of the theme."""
        worn = self.worn
        # A line edit keeps two pixels of its own on either side.
        self.row.setContentsMargins(worn.pick(8, 26), self.air, worn.pick(6, 20), self.air)
        self.row.setSpacing(worn.pick(6, 16))
        margins = self.row.contentsMargins()
        self._strut.changeSize(
            0, self.least - margins.top() - margins.bottom(), QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum
        )
        self.row.invalidate()

    def show_tone(self, tone: Tone | None) -> None:
        """Colour the edge for an error or a notice."""
        if tone is not self._tone:
            self._tone = tone
            self.update()

    def sink(self, yes: bool) -> None:
        """Look like something that is not typed into now."""
        if yes is not self._sunken:
            self._sunken = yes
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint surface and edge or ring."""
        painter = QPainter(self)
        worn = self.worn
        fill = worn.colour("sunken" if self._sunken else "surface")
        colour, width = self._edge()
        shapes.box(painter, self.rect(), worn.field_radius, fill, worn.colour(colour), width)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        """Take the measures anew when the theme changes."""
        if event.type() == QEvent.Type.StyleChange:
            self.dress()
        super().changeEvent(event)

    def _edge(self) -> tuple[str, int]:
        worn = self.worn
        if self._focused():
            return "focus", worn.field_ring
        if self._tone in _EDGES:
            return _EDGES[self._tone], worn.pick(2, 4)
        return "field_line", worn.edge

    def _focused(self) -> bool:
        return any(child.hasFocus() for child in self.findChildren(QLineEdit) + self.findChildren(QPlainTextEdit))


class Line(QLineEdit):
    """One line of text. What is pasted is kept as it is: line breaks and hidden marks too, for the checks to report.

    While it has no focus, characters that cannot be seen or drawn stand in it as their code points.
    """

    focused = Signal(bool)
    emptied = Signal()
    """Backspace in an empty line."""

    def __init__(
        self, parent: QWidget | None = None, *, style: str = "input", size: Size | None = None, ime: bool = True
    ) -> None:
        super().__init__(parent)
        self._style, self._size, self._ime = style, size, ime
        self._language = LATIN
        self._undrawable: frozenset[str] = frozenset()
        self._suffix: tuple[Span, ...] = ()
        self.setFrame(False)
        # A drag that slips would move a name into another field, and a file's path into a name.
        self.setAcceptDrops(False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if theme.current(size).kiosk:
            self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
            self.setDragEnabled(False)
        self.dress()

    def dress(self) -> None:
        """Take the theme's type."""
        self.setFont(theme.current(self._size).font(self._style, self._language))

    def speak(self, language: str) -> None:
        """Draw in the faces of `language`; a line for Latin letters keeps its own."""
        wanted = language if self._ime else LATIN
        if wanted != self._language:
            self._language = wanted
            self.dress()

    def show_text(self, text: str) -> None:
        """Show `text` without a signal and without moving the caret of somebody who is typing."""
        if text == self.text():
            return
        caret = self.cursorPosition() if self.hasFocus() else 0
        self.setText(text)
        self.setCursorPosition(min(caret, len(text)))

    def show_undrawable(self, characters: frozenset[str]) -> None:
        """These have no glyph in any font: show their code points instead."""
        if characters != self._undrawable:
            self._undrawable = characters
            self.update()

    def show_suffix(self, *spans: Span) -> None:
        """Muted words behind the text while nobody types, such as a country's second name."""
        self._suffix = spans
        self.update()

    def inputMethodQuery(self, query: Qt.InputMethodQuery, argument: object = None) -> object:
        """No input method where only Latin letters are right: it would swallow a scanner's characters."""
        if query == Qt.InputMethodQuery.ImEnabled and not self._ime:
            return False
        return super().inputMethodQuery(query)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Let the box show its ring."""
        super().focusInEvent(event)
        self._tell(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let the box show its edge."""
        super().focusOutEvent(event)
        self._tell(False)

    def event(self, event: QEvent) -> bool:
        """Undo and redo are first offered to the page, which remembers every field; where it has none, to the line."""
        return not is_left_to_page(event) and super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Backspace in an empty line is worth telling; Ctrl+D belongs to the page."""
        if asks_to_repeat(event):
            event.ignore()
            return
        if event.key() == Qt.Key.Key_Backspace and not self.text():
            self.emptied.emit()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Take the type anew when the theme changes."""
        if event.type() == QEvent.Type.StyleChange:
            self.dress()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text, or code points where it cannot be seen."""
        if not self.hasFocus() and self._boxed():
            self._paint_codes()
            return
        super().paintEvent(event)
        if self._suffix and self.text() and not self.hasFocus():
            self._paint_suffix()

    def _tell(self, focused: bool) -> None:
        if (parent := self.parentWidget()) is not None:
            parent.update()
        self.update()
        self.focused.emit(focused)

    def _boxed(self) -> bool:
        return any(self._hidden(character) for character in self.text())

    def _hidden(self, character: str) -> bool:
        return character in self._undrawable or is_unseen(character)

    def _paint_codes(self) -> None:
        painter = QPainter(self)
        painter.setClipRect(self.rect())
        painter.setFont(self.font())
        painter.setPen(theme.current(self._size).colour("text"))
        x = 2
        for text, hidden in _runs(self.text(), self._hidden):
            x += self._paint_code(painter, text, x) if hidden else self._paint_run(painter, text, x)
            if x > self.width():
                break
        painter.end()

    def _paint_run(self, painter: QPainter, text: str, x: int) -> int:
        metrics = self.fontMetrics()
        base = (self.height() + metrics.ascent() - metrics.descent()) // 2
        painter.drawText(QPoint(x, base), text)
        return metrics.horizontalAdvance(text)

    def _paint_code(self, painter: QPainter, character: str, x: int) -> int:
        worn = theme.current(self._size)
        block = Block(((Span(code_point(character), "key_hint", LATIN),),), worn)
        height = worn.style("key_hint").line + 2
        place = QRect(x + 3, (self.height() - height) // 2, block.width + 8, height)
        shapes.box(painter, place, 3, worn.colour("surface"), worn.colour("error_line"))
        block.paint(painter, place.x() + 4, place.y() + 1, 1 << 20)
        painter.setPen(worn.colour("text"))
        return place.width() + 6

    def _paint_suffix(self) -> None:
        painter = QPainter(self)
        worn = theme.current(self._size)
        block = Block((self._suffix,), worn)
        x = 2 + self.fontMetrics().horizontalAdvance(self.text()) + worn.pick(1, 2)
        y = (self.height() - block.height(1 << 20)) // 2
        if x + block.width <= self.width():
            block.paint(painter, x, y, 1 << 20)
        painter.end()


class Paragraphs(QPlainTextEdit):
    """A text that wraps and grows with what is typed, up to six lines. Enter asks for the next question."""

    edited = Signal(str)
    next_asked = Signal()

    def __init__(self, parent: QWidget | None = None, *, size: Size | None = None) -> None:
        super().__init__(parent)
        self._size = size
        self._language = LATIN
        self._shown = ""
        self._silent = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAcceptDrops(False)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(2)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if theme.current(size).kiosk:
            self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.textChanged.connect(self._tell_text)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        self.dress()

    def dress(self) -> None:
        """Take the theme's type."""
        self.setFont(theme.current(self._size).font("input", self._language))
        self._grow()

    def speak(self, language: str) -> None:
        """Draw in the faces of `language`."""
        if language != self._language:
            self._language = language
            self.dress()

    def text(self) -> str:
        """What was typed, exactly: no-break spaces and hidden marks too."""
        return self.document().toRawText().replace("\u2029", "\n")

    def show_text(self, text: str) -> None:
        """Show `text` without a signal and without moving the caret of somebody who is typing."""
        if text == self.text():
            return
        caret = self.textCursor().position() if self.hasFocus() else 0
        self._silent = True
        self.setPlainText(text)
        self._silent = False
        cursor = self.textCursor()
        cursor.setPosition(min(caret, self.document().characterCount() - 1))
        self.setTextCursor(cursor)
        self._shown = self.text()

    def event(self, event: QEvent) -> bool:
        """Undo and redo are first offered to the page, which remembers every field."""
        return not is_left_to_page(event) and super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A new width may need another number of lines."""
        super().resizeEvent(event)
        self._grow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on: an address has no line breaks of its own."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.next_asked.emit()
            return
        if asks_to_repeat(event):
            event.ignore()
            return
        super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste text only, and all of it."""
        self.insertPlainText(source.text())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the page, unless somebody types here and there is more than six lines."""
        if self.hasFocus() and self.verticalScrollBar().maximum() > 0:
            super().wheelEvent(event)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Let the box show its ring."""
        super().focusInEvent(event)
        self._update_box()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let the box show its edge."""
        super().focusOutEvent(event)
        self._update_box()

    def changeEvent(self, event: QEvent) -> None:
        """Take the type anew when the theme changes."""
        if event.type() == QEvent.Type.StyleChange:
            self.dress()
        super().changeEvent(event)

    def _tell_text(self) -> None:
        text = self.text()
        if not self._silent and text != self._shown:
            self._shown = text
            self.edited.emit(text)

    def _grow(self) -> None:
        lines = max(1, round(self.document().size().height()))
        bar = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(bar.ScrollBarAsNeeded if lines > _MOST_LINES else bar.ScrollBarAlwaysOff)
        line = QFontMetrics(self.font()).lineSpacing()
        self.setFixedHeight(min(lines, _MOST_LINES) * line + 4)

    def _update_box(self) -> None:
        if (parent := self.parentWidget()) is not None:
            parent.update()


_PAGE_KEYS = frozenset({Qt.Key.Key_Z, Qt.Key.Key_Y, Qt.Key.Key_H})


def is_left_to_page(event: QEvent) -> bool:
    """Whether Qt asks if the field wants a key that works across fields: undo, redo, history."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    if event.key() in _PAGE_KEYS and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        event.ignore()
        return True
    return False


def asks_to_repeat(event: QKeyEvent) -> bool:
    """Ctrl+D, which Qt's text fields would take for Delete on Linux."""
    return event.key() == Qt.Key.Key_D and event.modifiers() == Qt.KeyboardModifier.ControlModifier


def _runs(text: str, hidden: Callable[[str], bool]) -> list[tuple[str, bool]]:
    runs: list[tuple[str, bool]] = []
    for character in text:
        boxed = hidden(character)
        if runs and not boxed and not runs[-1][1]:
            runs[-1] = (runs[-1][0] + character, False)
        else:
            runs.append((character, boxed))
    return runs
