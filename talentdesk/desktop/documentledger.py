"""A person's documents, one below the other: the name as printed on each, character by character with code points."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from talentdesk.core.likeness import folded
from talentdesk.core.person import Document, DocumentKind, masked
from talentdesk.core.spelling import Character, spelled
from talentdesk.core.values import date_parts
from talentdesk.desktop import icons, shapes, theme
from talentdesk.desktop.controls import clear
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.lines import paint_line, width_of
from talentdesk.desktop.words import Block, Span
from talentdesk.i18n import N_, say
from talentdesk.service.people import kind_named

_HEADS = (N_("Kind of document"), N_("Name as printed"), N_("Latin letters"), N_("Issued · until"))
_LATIN, _LATIN_MOST, _KIND, _DATES = 184, 420, 164, 140
"""Widths of the columns at the counter; the one of names in Latin letters grows with the longest."""
_HONG_KONG = frozenset({DocumentKind.HKID, DocumentKind.BIR})


class DocumentLine(QAbstractButton):
    """One document. Enter opens it for typing; a differing character is marked by an edge, a ground and a triangle."""

    def __init__(self, desk: Desk, document: Document, characters: tuple[Character, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.document = document
        self._desk = desk
        self._characters = characters
        self._latin_differs = False
        self._bare = False
        self._named = _LATIN
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_line(self, *, bare: bool, latin_differs: bool, named: int) -> None:
        """`bare` shows the whole number; `latin_differs`: another document spells the Latin name otherwise; `named` is
        how wide the column of Latin names is."""
        self._bare, self._latin_differs, self._named = bare, latin_differs, named
        self.setFixedHeight(self.sizeHint().height())
        self.retranslate()

    def retranslate(self) -> None:
        """Says the line."""
        language, document = self._desk.language, self.document
        spelled_out = ", ".join(f"{each.text} {each.codes}" for each in self._characters)
        differs = any(each.differs for each in self._characters) or self._latin_differs
        said = [
            kind_named(document.kind, language),
            document.name_zh,
            spelled_out,
            document.latin,
            self._number(),
            self._until(language),
            say("differs from another document", language) if differs else "",
        ]
        self.setAccessibleName(", ".join(part for part in said if part))
        self.setAccessibleDescription(say("Enter: type what is printed on it", language))
        self.updateGeometry()
        self.update()

    def _number(self) -> str:
        return self.document.number if self._bare else masked(self.document.number)

    def _until(self, language: str) -> str:
        day = self.document.expires
        return say("until {day}", language, day=day) if day else ""

    def is_over(self) -> bool:
        """Whether the document is past its last day."""
        parts = date_parts(self.document.expires)
        if len(parts) != 3 or not all(part.isdigit() for part in parts):
            return False
        today = self._desk.today
        return tuple(map(int, parts)) < (today.year, today.month, today.day)

    # ---- places

    def _columns(self) -> tuple[QRect, QRect, QRect, QRect]:
        """Where kind, characters, Latin name and dates stand; on a touch screen below each other."""
        worn, pad = theme.current(), theme.current().pick(16, 32)
        width = self.width() - 2 * pad
        if worn.kiosk:
            kind = QRect(pad, 16, width, self._text_height())
            cells = QRect(pad, kind.bottom() + 12, width, self._cells_height(width))
            latin = QRect(pad, cells.bottom() + 12, width // 2, self._text_height())
            return kind, cells, latin, latin.translated(width // 2, 0)
        dated, named, first = _DATES, self._named, _KIND
        room = max(80, width - dated - named - first)
        height = max(self._cells_height(room), self._kind_block().height(first - 12))
        top = worn.pick(8, 16)
        return (
            QRect(pad, top, first - 12, height),
            QRect(pad + first, top, room, height),
            QRect(pad + first + room, top, named - 8, height),
            QRect(pad + first + room + named, top, dated, height),
        )

    def _text_height(self) -> int:
        worn = theme.current()
        return worn.style("button").line + worn.style("small").line

    @property
    def _side(self) -> int:
        return theme.current().pick(64, 132)

    def _step(self) -> int:
        return self._side + 8

    def _cells_height(self, room: int) -> int:
        if theme.current().kiosk and not self._characters:
            return 0
        per_line = max(1, (room + 8) // self._step())
        lines = max(1, -(-len(self._characters) // per_line))
        return lines * self._side - 8

    def sizeHint(self) -> QSize:
        """As high as its characters need."""
        kind, cells, latin, dates = self._columns()
        bottom = max(place.bottom() for place in (kind, cells, latin, dates))
        return QSize(320, bottom + theme.current().pick(9, 17))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Characters wrap in a narrow window."""
        super().resizeEvent(event)
        self.setFixedHeight(self.sizeHint().height())

    # ---- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """The row as in a ledger."""
        worn = theme.current()
        painter = QPainter(self)
        if self.hasFocus():
            painter.fillRect(self.rect(), worn.colour("accent_soft"))
            painter.fillRect(0, 0, worn.pick(3, 6), self.height(), worn.colour("accent"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, worn.colour("line"))
        kind, cells, latin, dates = self._columns()
        self._paint_kind(painter, kind)
        self._paint_cells(painter, cells)
        self._paint_latin(painter, latin)
        self._paint_dates(painter, dates)
        painter.end()

    def _kind_block(self) -> Block:
        """The kind of document, in both languages, whole."""
        first, second = self._desk.language, self._desk.second
        spans: list[tuple[Span, ...]] = [(Span(kind_named(self.document.kind, first), "button", first),)]
        if second:
            spans.append((Span(kind_named(self.document.kind, second), "small", second, "muted"),))
        return Block(spans, theme.current())

    def _paint_kind(self, painter: QPainter, place: QRect) -> None:
        block = self._kind_block()
        top = place.top() + max(0, (place.height() - block.height(place.width())) // 2)
        block.paint(painter, place.left(), top, place.width())

    def _paint_cells(self, painter: QPainter, place: QRect) -> None:
        worn = theme.current()
        if not self._characters:
            if not worn.kiosk:
                paint_line(painter, place, "—", "body", "en", "muted")
            return
        per_line = max(1, (place.width() + 8) // self._step())
        language = "zh-Hant-HK" if self.document.kind in _HONG_KONG else "zh-Hans"
        for at, character in enumerate(self._characters):
            left = place.left() + at % per_line * self._step()
            top = place.top() + at // per_line * self._side
            self._paint_cell(painter, QRect(left, top, self._side, self._side - 8), character, language)

    def _paint_cell(self, painter: QPainter, box: QRect, character: Character, language: str) -> None:
        worn = theme.current()
        fill, edge, ink = (
            ("attention_soft", "attention_line", "attention") if character.differs else ("surface", "line", "muted")
        )
        shapes.box(painter, box, worn.pick(4, 8), worn.colour(fill), worn.colour(edge), 2 if character.differs else 1)
        glyph = QRect(box.left(), box.top() + worn.pick(2, 6), box.width(), worn.style("page_title").line)
        width = width_of(character.text, "page_title", language)
        paint_line(
            painter, glyph.adjusted((glyph.width() - width) // 2, 0, 0, 0), character.text, "page_title", language
        )
        style = "chip" if character.differs else "key_hint"
        code = QRect(box.left() + 2, box.bottom() - worn.pick(20, 40), box.width() - 4, worn.pick(16, 34))
        width = min(code.width(), width_of(character.codes, style, "en"))
        paint_line(painter, code.adjusted((code.width() - width) // 2, 0, 0, 0), character.codes, style, "en", ink)
        if character.differs:
            side = worn.icon_side(12, 22)
            icons.paint(painter, "triangle", QRect(box.right() - side - 2, box.top() + 3, side, side), worn.colour(ink))

    def _paint_latin(self, painter: QPainter, place: QRect) -> None:
        worn = theme.current()
        top, under = worn.style("body").line, worn.style("small").line
        start = place.top() + max(0, (place.height() - top - under) // 2)
        room = QRect(place.left(), start, place.width(), top)
        colour = "text"
        if self._latin_differs and self.document.latin:
            side = worn.icon_side(14, 26)
            icons.paint(
                painter,
                "triangle",
                QRect(room.left(), room.top() + (top - side) // 2, side, side),
                worn.colour("attention"),
            )
            room, colour = room.adjusted(side + 5, 0, 0, 0), "attention"
        paint_line(painter, room, self.document.latin or "—", "body", "en", colour)
        number = QRect(place.left(), start + top, place.width(), under)
        paint_line(painter, number, self._number(), "small", "en", "muted")

    def _paint_dates(self, painter: QPainter, place: QRect) -> None:
        worn, language = theme.current(), self._desk.language
        line = worn.style("small").line
        start = place.top() + max(0, (place.height() - 2 * line) // 2)
        paint_line(painter, QRect(place.left(), start, place.width(), line), self.document.issued, "small", language)
        room = QRect(place.left(), start + line, place.width(), line)
        if self.is_over():
            side = worn.icon_side(14, 26)
            place = QRect(room.left(), room.top() + (line - side) // 2, side, side)
            icons.paint(painter, "triangle", place, worn.colour("attention"))
            past = say("until {day}", language, day=self.document.expires)
            paint_line(painter, room.adjusted(side + 4, 0, 0, 0), past, "small", language, "attention")
        else:
            paint_line(painter, room, self._until(language), "small", language, "muted")


class DocumentLedger(QWidget):
    """All documents of a person, with the heads of the columns; up and down walk."""

    open_wanted = Signal(str)
    """The id of a document that shall be typed from."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.lines: list[DocumentLine] = []
        self._bare = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, theme.current().pick(33, 0), 1, 1)
        self._column.setSpacing(0)

    def show_documents(self, documents: Sequence[Document]) -> None:
        """Shows these, the focus where it was."""
        held = next((line.document.id for line in self.lines if line.hasFocus()), "")
        clear(self._column)
        names = spelled([document.name_zh for document in documents])
        self.lines = [DocumentLine(self._desk, *each, self) for each in zip(documents, names, strict=True)]
        for line in self.lines:
            line.clicked.connect(lambda _=False, id=line.document.id: self.open_wanted.emit(id))
            self._column.addWidget(line)
            line.show()
            if line.document.id == held:
                line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.show_numbers(self._bare)

    def show_numbers(self, bare: bool) -> None:
        """Shows numbers whole, or their ends only."""
        self._bare = bare
        spellings = {_letters(line.document) for line in self.lines if line.document.latin}
        named = self._named()
        for line in self.lines:
            differs = len(spellings) > 1 and bool(line.document.latin)
            line.show_line(bare=bare, latin_differs=differs, named=named)
        self.update()

    def _named(self) -> int:
        """How wide the column of Latin names has to be for the longest: a name is read whole."""
        mark = theme.current().icon_side(14, 26) + 5
        longest = max((width_of(line.document.latin, "body", "en") for line in self.lines), default=0)
        return max(_LATIN, min(_LATIN_MOST, longest + mark + 16))

    def restyle(self) -> None:
        """Takes its sizes from the theme."""
        self._column.setContentsMargins(1, theme.current().pick(33, 0), 1, 1)
        self.show_documents([line.document for line in self.lines])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up, down, Enter."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        at = next((at for at, line in enumerate(self.lines) if line.hasFocus()), None)
        if step and at is not None:
            self.lines[max(0, min(len(self.lines) - 1, at + step))].setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and at is not None:
            self.lines[at].click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The heads of the columns, in both languages where there is room."""
        worn = theme.current()
        if worn.kiosk:
            return
        painter = QPainter(self)
        first, second = self._desk.language, self._desk.second
        width = self.width() - 2
        places = (16, 16 + _KIND, width - 16 - self._named() - _DATES, width - 16 - _DATES)
        for at, (head, left) in enumerate(zip(_HEADS, places, strict=True)):
            end = places[at + 1] if at + 1 < len(places) else width
            room = QRect(left + 1, 0, end - left - 8, 32)
            taken = paint_line(painter, room, say(head, first), "column", first, "muted")
            also = say(head, second) if second else ""
            rest = room.adjusted(taken + 5, 0, 0, 0)
            if also and width_of(also, "column", second) <= rest.width():
                paint_line(painter, rest, also, "column", second, "muted")
        painter.fillRect(1, 32, width, 1, worn.colour("line"))
        painter.end()


def _letters(document: Document) -> str:
    """Capitals and spaces are the document's own way of printing: only other letters are another spelling."""
    return folded(document.surname + document.given_names)
