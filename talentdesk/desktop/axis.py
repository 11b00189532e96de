"""The time axis: years across, a lane for study, work and stays, and what is missing or told twice between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from talentdesk.core.timeline import Gap, Lane, Overlap, Place, Span, Timeline
from talentdesk.desktop import theme
from talentdesk.desktop.axispiece import Item, Piece, months_of
from talentdesk.desktop.bilingual import Both, both_say, both_words
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.words import Block, Paragraph
from talentdesk.desktop.words import Span as Run
from talentdesk.i18n import N_

_ABOVE = 620
"""Narrower than this, lanes are named above themselves."""
_YEARS = (1, 2, 5, 10, 20, 50)

Heard = Callable[[Item, str], tuple[str, str]]
"""What stands in an item's box and how it is heard, in a language."""


class _Track:
    """A lane as it is laid out: how many spans lie above each other, whether labels stand above it."""

    def __init__(self, lane: Lane) -> None:
        self.lane = lane
        self.pieces: list[Piece] = []
        self.rows = 1
        self.callouts: list[Piece] = []
        self.top = self.bottom = 0
        self.name: Both | None = None


class Axis(QWidget):
    """Shows a timeline. One Tab stop; arrow keys walk along a lane and from lane to lane."""

    chosen = Signal(object)
    """Enter or a click on a span, a gap or an overlap."""
    stood = Signal(object)
    """The item that has the focus now."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._timeline: Timeline | None = None
        self._heard: Heard = lambda _item, _language: ("", "")
        self._tracks: list[_Track] = []
        self.pieces: list[Piece] = []
        self.here: Piece | None = None
        self._edge = (-1, 0)
        """A width and where the axis begins in it, as last measured."""
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_timeline(self, timeline: Timeline, heard: Heard) -> None:
        """Shows it; the focus stays on the item where it was, if that is still there."""
        self._timeline, self._heard = timeline, heard
        had_focus = self.here is not None and self.here.hasFocus()
        before = months_of(self.here.item) if self.here is not None else None
        kind = type(self.here.item) if self.here is not None else None
        for piece in self.pieces:
            piece.blockSignals(True)
            piece.hide()
            piece.deleteLater()
        self._make(timeline)
        same = [piece for piece in self.pieces if before is not None and isinstance(piece.item, kind or object)]
        self.here = min(same, key=lambda piece: _apart(piece, before), default=None) if before else None
        self.here = self.here or next(iter(self.pieces), None)
        self._rove()
        self.retranslate()
        if had_focus and self.here is not None:
            self.here.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make(self, timeline: Timeline) -> None:
        self._tracks, self.pieces = [], []
        for lane in timeline.lanes:
            track = _Track(lane)
            items: list[Item] = [
                *(item for item in timeline.spans if item.lane == lane.id),
                *(item for item in timeline.gaps if item.lane == lane.id),
                *(item for item in timeline.overlaps if item.lane == lane.id),
            ]
            for item in sorted(items, key=lambda item: (months_of(item), isinstance(item, Overlap))):
                piece = Piece(item, lane.tells, self)
                piece.walked.connect(lambda across, down, piece=piece: self._walk(piece, across, down))
                piece.ended.connect(self._go_to_end)
                piece.entered.connect(lambda piece=piece: self._stand_at(piece))
                piece.clicked.connect(lambda _=False, item=item: self.chosen.emit(item))
                piece.show()
                track.pieces.append(piece)
            self._tracks.append(track)
            self.pieces += track.pieces

    # ---- walking

    def go_to(self, item: Item | None = None) -> bool:
        """The focus to the piece of an item, or to where it was; False where there is none."""
        piece = self.here if item is None else next((each for each in self.pieces if each.item == item), None)
        if piece is not None:
            piece.setFocus(Qt.FocusReason.TabFocusReason)
        return piece is not None

    def item_at(self, place: Place) -> Item | None:
        """The span of a row; None where it is not on the axis."""
        spans = [piece.item for piece in self.pieces if isinstance(piece.item, Span)]
        return next((span for span in spans if place in span.places), None)

    def troubles(self) -> list[Piece]:
        """Gaps and overlaps in the order of time."""
        return sorted((piece for piece in self.pieces if not isinstance(piece.item, Span)), key=_by_time)

    def _stand_at(self, piece: Piece) -> None:
        self.here = piece
        self._rove()
        self.stood.emit(piece.item)

    def _rove(self) -> None:
        """Tab comes to one piece only and leads on from it."""
        for piece in self.pieces:
            here = piece is self.here
            piece.setFocusPolicy(Qt.FocusPolicy.StrongFocus if here else Qt.FocusPolicy.ClickFocus)

    def _walk(self, piece: Piece, across: int, down: int) -> None:
        lanes = [track.pieces for track in self._tracks if track.pieces]
        at = next(index for index, pieces in enumerate(lanes) if piece in pieces)
        if across:
            place = lanes[at].index(piece) + across
            target = lanes[at][place] if 0 <= place < len(lanes[at]) else None
        else:
            there = lanes[at + down] if 0 <= at + down < len(lanes) else []
            target = min(there, key=lambda other: _apart(other, months_of(piece.item)), default=None)
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)

    def _go_to_end(self, which: int) -> None:
        ordered = sorted(self.pieces, key=_by_time)
        ordered[-1 if which > 0 else 0].setFocus(Qt.FocusReason.TabFocusReason)

    # ---- words and sizes

    def retranslate(self) -> None:
        """Puts the words anew."""
        language = self._desk.language
        for piece in self.pieces:
            label, heard = self._heard(piece.item, language)
            piece.say(label, language, heard)
        for track in self._tracks:
            track.name = both_words(self._desk, track.lane.title)
        self.restyle()

    def restyle(self) -> None:
        """Takes its sizes from the theme."""
        self._lay_out(self.width())
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """More lines where labels need room."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Years, lanes, and the word below the line of today."""
        return self._lay_out(width, place=False)

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        width = theme.current().pick(560, 900)
        return QSize(width, self.heightForWidth(max(self.width(), 1)))

    def minimumSizeHint(self) -> QSize:
        """Becomes narrow, never low."""
        return QSize(theme.current().pick(240, 400), self.heightForWidth(max(self.width(), 1)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Months take the width there is."""
        super().resizeEvent(event)
        self._lay_out(self.width())
        self.updateGeometry()

    def _lay_out(self, width: int, *, place: bool = True) -> int:
        """Puts every piece at its months; gives the height that all of it takes."""
        if self._timeline is None:
            return 0
        worn = theme.current()
        self._edge = (width, self._measure_left(width))
        line, gap = worn.style("small").line, worn.pick(13, 28)
        y = line + worn.pick(6, 12)
        for track in self._tracks:
            if self._names_above(width):
                y += line + worn.pick(2, 6)
            y = self._lay_track(track, width, y, place) + gap
        return y - gap + worn.pick(8, 16) + line + worn.pick(4, 8)

    def _lay_track(self, track: _Track, width: int, y: int, place: bool) -> int:
        worn = theme.current()
        high, between, callout = worn.pick(31, 96), worn.pick(4, 8), worn.style("button_small").line
        boxes = {piece: self._across(piece.item, width) for piece in track.pieces}
        rows = _stacked([piece for piece in track.pieces if not isinstance(piece.item, Overlap)])
        outside = [
            piece
            for piece, (left, right) in boxes.items()
            if not isinstance(piece.item, Span) and piece._block(piece.label).width + 8 > right - left
        ]
        top = y + (callout + worn.pick(6, 12) if any(isinstance(piece.item, Gap) for piece in outside) else 0)
        bottom = top + (max(rows.values(), default=0) + 1) * (high + between) - between
        overlaps = [piece for piece in track.pieces if isinstance(piece.item, Overlap)]
        low = worn.pick(22, 64)
        if overlaps:
            bottom += between + low
            if any(piece in outside for piece in overlaps):
                bottom += callout + 2
        if place:
            track.top, track.bottom = top, bottom
            track.callouts = outside
            for piece, (left, right) in boxes.items():
                if isinstance(piece.item, Overlap):
                    upper = top + (max(rows.values(), default=0) + 1) * (high + between)
                    piece.setGeometry(left, upper, right - left, low)
                else:
                    piece.setGeometry(left, top + rows[piece] * (high + between), right - left, high)
                if isinstance(piece.item, Span):
                    piece.certain = self._sure(piece.item, left, right, width)
        return bottom

    def _names_above(self, width: int) -> bool:
        return theme.current().kiosk or width < _ABOVE

    def _left(self, width: int) -> int:
        """Where the axis begins, right of the lanes' names."""
        return self._edge[1] if self._edge[0] == width else self._measure_left(width)

    def _measure_left(self, width: int) -> int:
        worn = theme.current()
        if self._names_above(width):
            return worn.pick(12, 24)
        names = (Block(_paragraphs(track.name), worn).width for track in self._tracks if track.name)
        return max([worn.pick(56, 0), *names]) + worn.pick(14, 0)

    def _x(self, month: float, width: int) -> int:
        assert self._timeline is not None
        left, first = self._left(width), self._timeline.first
        right = width - theme.current().pick(16, 32)
        months = self._timeline.last + 1 - first
        return left + round((right - left) * (month - first) / max(months, 1))

    def _across(self, item: Item, width: int) -> tuple[int, int]:
        first, last = months_of(item)
        left, right = self._x(first, width), self._x(last + 1, width)
        least = theme.current().pick(8, 24)
        if right - left < least:
            left = max(self._left(width), (left + right - least) // 2)
            right = left + least
        return left, right

    def _sure(self, span: Span, left: int, right: int, width: int) -> tuple[int, int]:
        if span.begin.is_known and span.end.is_known:
            return 0, right - left
        sure = span.certain()
        if not sure:
            return 0, 0
        return self._x(sure.start, width) - left, self._x(sure.stop, width) - left

    # ---- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Years, lines, names, labels that have no room in their box, and today."""
        if self._timeline is None:
            return
        painter = QPainter(self)
        self._paint_years(painter)
        for track in self._tracks:
            self._paint_name(painter, track)
            self._paint_callouts(painter, track)
        self._paint_today(painter)
        painter.end()

    def _paint_years(self, painter: QPainter) -> None:
        assert self._timeline is not None
        worn, width = theme.current(), self.width()
        line, bottom = worn.style("small").line, max((track.bottom for track in self._tracks), default=0)
        years = range(self._timeline.first // 12, self._timeline.last // 12 + 2)
        room = Block(((Run("0000", "small", "en"),),), worn).width + worn.pick(14, 32)
        year_wide = max(1, self._x(self._timeline.first + 12, width) - self._x(self._timeline.first, width))
        step = next((step for step in _YEARS if step * year_wide >= room), _YEARS[-1])
        end = width - worn.pick(8, 16)
        for year in years:
            x = self._x(year * 12, width)
            if x > end:
                break
            if year_wide >= worn.pick(16, 24) or (year - years[0]) % step == 0:
                painter.fillRect(x, line + 2, 1, bottom - line + worn.pick(6, 12), worn.colour("line"))
            label = Block(((Run(str(year), "small", "en", "muted"),),), worn)
            if (year - years[0]) % step == 0 and x + label.width // 2 <= width:
                label.paint(painter, max(0, x - label.width // 2), 0, 1 << 20)

    def _paint_name(self, painter: QPainter, track: _Track) -> None:
        if track.name is None:
            return
        worn = theme.current()
        if self._names_above(self.width()):
            name = track.name
            second = Run(f"\u2002{name.second}", "message_second", name.second_language, "muted")
            block = Block(((Run(name.text, "label", name.language), second),), worn)
            callout = worn.style("button_small").line + worn.pick(6, 12)
            lifted = any(isinstance(piece.item, Gap) for piece in track.callouts)
            y = track.top - (callout if lifted else 0) - worn.style("small").line - worn.pick(2, 6)
            block.paint(painter, worn.pick(12, 24), y, 1 << 20)
            return
        block = Block(_paragraphs(track.name), worn)
        block.paint(painter, 0, track.top + (worn.pick(31, 96) - block.height(1 << 20)) // 2, 1 << 20)

    def _paint_callouts(self, painter: QPainter, track: _Track) -> None:
        """A label beside its box with a line to it; one that has no room is heard and shown in the line below."""
        worn, taken = theme.current(), {True: -1, False: -1}
        for piece in track.callouts:
            gap = isinstance(piece.item, Gap)
            sure = not isinstance(piece.item, Gap) or bool(piece.item.least)
            colour = "attention" if sure else "accent"
            block = Block(((Run(piece.label, "button_small", self._desk.language, colour),),), worn)
            middle = piece.geometry().center().x()
            x = min(max(self._left(self.width()), middle - block.width // 2), self.width() - block.width)
            if x <= taken[gap]:
                continue
            taken[gap] = x + block.width + worn.pick(8, 16)
            line = worn.style("button_small").line
            y = piece.y() - line - worn.pick(6, 12) if gap else piece.geometry().bottom() + 2
            if gap:
                stem = QRect(middle, y + line, worn.pick(2, 3), piece.y() - y - line)
                painter.fillRect(stem, worn.colour(colour))
            block.paint(painter, x, y, 1 << 20)

    def _paint_today(self, painter: QPainter) -> None:
        assert self._timeline is not None
        worn = theme.current()
        said = both_say(self._desk, N_("today"))
        x = self._x(self._timeline.today + 1, self.width()) - 1
        top = worn.style("small").line + 2
        foot = self.height() - worn.style("small").line
        painter.fillRect(x, top, worn.pick(2, 4), foot - top, worn.colour("accent"))
        text = f"{said.text} {said.second}".rstrip()
        block = Block(((Run(text, "button_small", said.language, "accent"),),), worn)
        block.paint(painter, min(x - block.width // 2, self.width() - block.width), foot, 1 << 20)


def _paragraphs(name: Both | None) -> tuple[Paragraph, ...]:
    if name is None:
        return ()
    first = (Run(name.text, "label", name.language),)
    second = (Run(name.second, "message_second", name.second_language, "muted"),)
    return (first, second) if name.second else (first,)


def _by_time(piece: Piece) -> tuple[int, int]:
    return months_of(piece.item)


def _apart(piece: Piece, months: tuple[int, int] | None) -> int:
    """How far the middles are from each other."""
    return abs(sum(months_of(piece.item)) - sum(months or (0, 0)))


def _stacked(pieces: Sequence[Piece]) -> dict[Piece, int]:
    """Spans that share months lie below each other; gaps lie on the first line."""
    free: list[int] = []
    rows: dict[Piece, int] = {}
    for piece in sorted(pieces, key=_by_time):
        first, last = months_of(piece.item)
        if isinstance(piece.item, Gap):
            rows[piece] = 0
            continue
        row = next((row for row, end in enumerate(free) if end <= first), len(free))
        free[row : row + 1] = [last]
        rows[piece] = row
    return rows
