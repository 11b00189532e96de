"""One side of the paper on the screen: answers grow in their boxes, a click on a box leads to its question."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from talentdesk.core.checks import Severity
from talentdesk.desktop import theme, typefaces
from talentdesk.desktop.paperink import Ink
from talentdesk.desktop.theme import Look
from talentdesk.paper.page import Backdrop, Item, LaidBox, LaidPage, Rect

_A4 = (210.0, 297.0)
_MARGIN = 3
"""Pixels around the page, for the ring of a box at its very edge."""
_ALONG = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
_ACROSS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


_STILLS: deque[tuple[tuple[Item, ...], object, QPixmap]] = deque(maxlen=4)
"""The last pictures of what is the same for all answers, and how each was drawn: the next case is mostly on the same
paper, whose drawing costs more than everything else that its preview does. No answer is in them."""


class Leaf(QLabel):
    """Paints a page: what is the same for everyone once as a picture, the answers box by box on top.

    With the keyboard it is one stop; the arrows go from box to box and Enter goes to the box's question.
    """

    chosen = Signal(str)
    """The question of a box that was clicked, or entered by keyboard."""
    returned = Signal()
    """Escape: back to the field the person came from."""
    pointed = Signal(str)
    """The question of the box that the arrows have reached."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page: LaidPage | None = None
        self._question = ""
        self._pointed = ""
        self._marks: Mapping[str, Severity] = {}
        self._known: frozenset[str] | None = None
        self._still: QPixmap | None = None
        self._ink = Ink(1.0, QColor("white"), QColor("black"), QColor("black"))
        # A label with a picture is a graphic to assistive technology; a bare widget would be nothing at all.
        self.setPixmap(QPixmap(1, 1))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setSizePolicy(policy)

    @property
    def page(self) -> LaidPage | None:
        """What is painted."""
        return self._page

    def sizeHint(self) -> QSize:
        """A side of A4."""
        return QSize(404 + 2 * _MARGIN, 571 + 2 * _MARGIN)

    def minimumSizeHint(self) -> QSize:
        """Small pages are still a map of the form."""
        return QSize(180, 255)

    def show_page(self, page: LaidPage) -> None:
        """Show `page`; only the boxes that differ from the one shown are painted anew."""
        before, self._page = self._page, page
        if before is None or not _same_form(before, page):
            self._still = None
            self.update()
            return
        for old, new in zip(before.boxes, page.boxes, strict=True):
            if old is not new and old.items != new.items:
                self._update_box(new)

    def clear(self) -> None:
        """Show an empty sheet."""
        self._page = self._still = None
        self.update()

    def show_question(self, question: str) -> None:
        """Highlight the boxes of the question (or the cell of a table) that has the focus."""
        if question != self._question:
            for each in (self._question, question):
                self._update_question(each)
            self._question = question
            self._pointed = question

    def know(self, questions: frozenset[str]) -> None:
        """Only boxes of these questions can be reached: a paper that several forms share has boxes of the others'."""
        self._known = questions

    def _is_known(self, question: str) -> bool:
        return self._known is None or question.partition("[")[0] in self._known

    def show_marks(self, marks: Mapping[str, Severity]) -> None:
        """Mark the boxes of questions with an error or a notice."""
        before, self._marks = self._marks, dict(marks)
        for question in before.keys() | self._marks.keys():
            if before.get(question) is not self._marks.get(question):
                self._update_question(question)

    def place_of(self, question: str) -> QRectF | None:
        """Where the question's answer stands, in pixels of this widget; None: not on this page."""
        rect = self._rect(question)
        return self._placed(rect) if rect is not None else None

    def question_at(self, point: QPointF) -> str:
        """The question, or the cell of a table, under a point; empty: none."""
        if self._page is None:
            return ""
        corner, scale = self._corner(), self._ink.scale
        x, y = (point.x() - corner.x()) / scale, (point.y() - corner.y()) / scale
        box = self._page.box_at(x, y)
        question = _question_in(box, x, y) if box is not None else ""
        return question if self._is_known(question) else ""

    def restyle(self) -> None:
        """Take the paper's colours anew."""
        self._still = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture of the page, the highlight, the answers and the marks that have changed."""
        painter = QPainter(self)
        self._draw_still()
        if self._page is None or self._still is None:
            self._paint_empty(painter)
            if self.hasFocus():
                self._paint_pointer(painter)
            painter.end()
            return
        painter.drawPixmap(self._corner(), self._still)
        self._paint_highlight(painter)
        for box in self._page.boxes:
            if box.items and event.region().intersects(_around(self._placed(box.rect))):
                self._paint_box(painter, box)
        self._paint_marks(painter)
        if self.hasFocus():
            self._paint_pointer(painter)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The page is as large as there is room."""
        self._still = None
        super().resizeEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a box leads to its question."""
        question = self.question_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and question:
            self.chosen.emit(question)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over what can be clicked."""
        over = self.question_at(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The arrows start at the box of the question that had the focus."""
        super().focusInEvent(event)
        self._point(self._question if self._rect(self._question) else next(iter(self._stops()), ""))
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No ring without focus."""
        super().focusOutEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows from box to box, Enter to its question, Escape back."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif event.key() in _ALONG:
            self._step(_ALONG[Qt.Key(event.key())])
        elif event.key() in _ACROSS:
            self._step_across(_ACROSS[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_F4) and self._pointed:
            self.chosen.emit(self._pointed)
        elif event.key() == Qt.Key.Key_Escape:
            self.returned.emit()
        else:
            super().keyPressEvent(event)

    def announce(self, said: str) -> None:
        """Have the box that was reached read out."""
        self.setAccessibleDescription(said)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    # ---- where things are

    def _corner(self) -> QPointF:
        size = self._size() if self._page is not None else QSize(0, 0)
        return QPointF((self.width() - size.width()) // 2, _MARGIN)

    def _size(self) -> QSize:
        width, height = self._page.size if self._page is not None else _A4
        scale = min((self.width() - 2 * _MARGIN) / width, (self.height() - 2 * _MARGIN) / height)
        return QSize(max(1, int(width * scale)), max(1, int(height * scale)))

    def _rect(self, question: str) -> Rect | None:
        if self._page is None or not question:
            return None
        plain = question.partition("[")[0]
        for box in self._page.boxes:
            if plain in box.questions:
                return dict(box.places).get(question, box.rect)
        return None

    def _placed(self, rect: Rect) -> QRectF:
        return self._ink.place(rect).translated(self._corner())

    def _update_box(self, box: LaidBox) -> None:
        self.update(_around(self._placed(box.rect)))

    def _update_question(self, question: str) -> None:
        rect = self._rect(question)
        if rect is not None:
            self.update(_around(self._placed(rect)))

    def _stops(self) -> list[str]:
        boxes = self._page.boxes if self._page is not None else ()
        return list(dict.fromkeys(box.question for box in boxes if box.question and self._is_known(box.question)))

    def _step(self, by: int) -> None:
        stops = self._stops()
        if stops:
            plain = self._pointed.partition("[")[0]
            at = stops.index(plain) if plain in stops else -1
            self._point(stops[(at + by) % len(stops)])

    def _step_across(self, by: int) -> None:
        """To the nearest box below or above, the one that lies most nearly under the other; at the edge, along."""
        here = self._rect(self._pointed)
        places = [(stop, place) for stop in self._stops() if (place := self._rect(stop)) is not None]
        ahead = [(_way(here, place, by), stop) for stop, place in places if here and _lies(here, place, by)]
        if ahead:
            self._point(min(ahead)[1])
        else:
            self._step(by)

    def _point(self, question: str) -> None:
        self._update_question(self._pointed)
        self._pointed = question
        self._update_question(question)
        if question:
            self.pointed.emit(question)

    # ---- painting

    def _draw_still(self) -> None:
        """The picture of everything that is the same for all answers, made anew after a change of size or look."""
        page = self._page
        if self._still is not None or page is None:
            return
        size, ratio, worn = self._size(), self.devicePixelRatioF(), theme.current()
        colours = (worn.colour(name) for name in ("paper", "paper_ink", "paper_line"))
        self._ink = Ink(size.width() / page.size[0], *colours)
        how = (size, ratio, worn, typefaces.loaded())
        known = (each for still, drawn, each in _STILLS if still is page.still and drawn == how)
        self._still = next(known, None) if page.backdrop is None else None
        if self._still is None:
            self._still = self._drawn(page, size, ratio)
            if page.backdrop is None:
                _STILLS.append((page.still, how, self._still))

    def _drawn(self, page: LaidPage, size: QSize, ratio: float) -> QPixmap:
        still = QPixmap(size * ratio)
        still.setDevicePixelRatio(ratio)
        still.fill(self._ink.paper)
        painter = QPainter(still)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        if page.backdrop is not None:
            self._paint_backdrop(painter, page.backdrop, QRectF(QPointF(), QSizeF(size)))
        self._ink.paint(painter, page.still)
        painter.setPen(QPen(theme.current().colour("line"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(0.5, 0.5, size.width() - 1, size.height() - 1))
        painter.end()
        return still

    def _paint_backdrop(self, painter: QPainter, backdrop: Backdrop, place: QRectF) -> None:
        from talentdesk.paper.backdrop import picture

        drawn = picture(backdrop, round(place.width() * self.devicePixelRatioF()))
        if drawn is None:
            return
        image = QImage(drawn.pixels, drawn.width, drawn.height, 3 * drawn.width, QImage.Format.Format_RGB888)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        painter.drawImage(place, image)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)

    def _paint_empty(self, painter: QPainter) -> None:
        size = self._size()
        worn = theme.current()
        left = (self.width() - size.width()) // 2
        painter.fillRect(left, _MARGIN, size.width(), size.height(), worn.colour("paper"))

    def _paint_box(self, painter: QPainter, box: LaidBox) -> None:
        painter.save()
        painter.translate(self._corner())
        self._ink.paint(painter, box.items)
        painter.restore()

    def _paint_highlight(self, painter: QPainter) -> None:
        rect = self._rect(self._question)
        if rect is None:
            return
        place = self._placed(rect).adjusted(1, 1, 0, 0)
        paper = _on_paper()
        # Multiplied, so that what is printed below stays as dark as it is.
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        painter.fillRect(place, paper.colour("accent_soft"))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(paper.colour("accent"), paper.ring - 0.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(place, 2, 2)

    def _paint_pointer(self, painter: QPainter) -> None:
        rect = self._rect(self._pointed)
        place = self._placed(rect) if rect else QRectF(self.rect()).adjusted(2, 2, -2, -2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        # A box stands on white; around the whole leaf is the ground of the look.
        colour = _on_paper().colour("accent") if rect else theme.current().colour("focus")
        painter.setPen(QPen(colour, theme.current().ring))
        painter.drawRoundedRect(place.adjusted(-1, -1, 1, 1), 3, 3)

    def _paint_marks(self, painter: QPainter) -> None:
        for question, severity in self._marks.items():
            rect = self._rect(question)
            if rect is not None:
                self._paint_mark(painter, self._placed(rect), severity)

    def _paint_mark(self, painter: QPainter, place: QRectF, severity: Severity) -> None:
        """A red square with a cross, or an amber triangle with a stroke, in the corner of the box."""
        side = max(8.0, self._ink.scale * 4.2)
        mark = QRectF(place.right() - side - 1, place.top() + 1.5, side, side)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        paper = _on_paper()
        cut = side * 0.3
        if severity is Severity.ERROR:
            painter.setBrush(paper.colour("error"))
            painter.drawRoundedRect(mark, 1.5, 1.5)
            inner = mark.adjusted(cut, cut, -cut, -cut)
            lines = [inner.topLeft(), inner.bottomRight(), inner.topRight(), inner.bottomLeft()]
        else:
            painter.setBrush(paper.colour("attention"))
            top = QPointF(mark.center().x(), mark.top())
            path = QPainterPath()
            path.addPolygon(QPolygonF([top, mark.bottomRight(), mark.bottomLeft(), top]))
            painter.drawPath(path)
            middle = mark.center().x()
            lines = [QPointF(middle, mark.top() + side * 0.38), QPointF(middle, mark.bottom() - side * 0.2)]
        painter.setPen(QPen(paper.colour("surface"), max(1.0, side / 8)))
        painter.drawLines(lines)


def _question_in(box: LaidBox, x: float, y: float) -> str:
    """The cell of a table under the point, or the question a box belongs to."""
    for name, rect in box.places:
        if "[" in name and rect.contains(x, y):
            return name
    return box.question


def _same_form(one: LaidPage, two: LaidPage) -> bool:
    """Whether only the answers differ."""
    return one.still is two.still and len(one.boxes) == len(two.boxes) and one.backdrop == two.backdrop


def _around(place: QRectF) -> QRect:
    """The pixels to paint for a box, its ring and its mark."""
    return place.toAlignedRect().adjusted(-4, -4, 4, 4)


def _on_paper() -> theme.Theme:
    """Paper is light in every look, so marks on it take the light look's colours."""
    return theme.theme(Look.LIGHT, theme.current().size)


def _lies(here: Rect, there: Rect, by: int) -> bool:
    """Whether `there` is wholly below (`by` 1) or above (-1); boxes that share a line touch."""
    return there.y >= here.bottom - 0.1 if by > 0 else there.bottom <= here.y + 0.1


def _way(here: Rect, there: Rect, by: int) -> tuple[bool, float, float]:
    """How far it is: boxes under one another first, then the next line, then the left edges."""
    apart = there.x >= here.right or there.right <= here.x
    gap = there.y - here.bottom if by > 0 else here.y - there.bottom
    return apart, round(gap, 1), abs(there.x - here.x)
