"""Finds where the boxes of a template lie on its PDF: by the names of fields, or as its author measured them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from talentdesk.core.form import Text
from talentdesk.core.sheet import Align, Box, BoxKind, Overflow, Sheet, SheetPage, SheetSection, Spot
from talentdesk.core.words import N_, nearest
from talentdesk.paper.official import Survey, Widget, printable
from talentdesk.paper.page import Rect

_SIZE = 10.5
_LOOSE = 0.5
"""Millimetres by which a place may reach over the edge of its page."""

_NOTE = 2.5
"""Room below ticks and tables for the reference to the continuation sheet."""


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A place that is not on the PDF. `cause` and `remedy` are messages that `details` fills in."""

    line: int
    cause: str
    remedy: str
    details: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Placed:
    """A template with its boxes in their places, one page for each of the PDF."""

    sheet: Sheet
    misplaced: tuple[Misplaced, ...]


def place(sheet: Sheet, survey: Survey, labels: Mapping[str, Text]) -> Placed:
    """Puts each box on its page. `labels` say what a box without words of its own is called, by its question."""
    placer = _Placer(survey, labels)
    pages: list[list[Box]] = [[] for _ in survey.sides]
    for box in sheet.boxes():
        for page, placed in placer.placed(box):
            pages[page].append(placed)
    made = tuple(
        SheetPage((SheetSection("", None, 0, 0, *side.size, 0, tuple(boxes)),), heading=False, size=side.size)
        for side, boxes in zip(survey.sides, pages, strict=True)
    )
    return Placed(replace(sheet, pages=made), tuple(placer.misplaced))


class _Placer:
    def __init__(self, survey: Survey, labels: Mapping[str, Text]) -> None:
        self.survey, self.labels = survey, labels
        self.misplaced: list[Misplaced] = []
        self.widgets: dict[str, list[Widget]] = {}
        for widget in survey.widgets:
            self.widgets.setdefault(widget.field, []).append(widget)

    def placed(self, box: Box) -> list[tuple[int, Box]]:
        """The box on its page; once for each place of a field that the PDF shows several times; never in part."""
        box = replace(box, label=box.label or next((self.labels.get(name) for name in box.questions), None))
        if box.kind in (BoxKind.TEXT, BoxKind.CELLS):
            return self._texts(box)
        found = [self._one(spot, button=box.kind is BoxKind.TICKS) for spot in box.spots]
        whole = [each for each in found if each is not None]
        if len(whole) < len(found) or not whole:
            return []
        page = whole[0][0].page
        if any(spot.page != page for spot, _ in whole):
            cause = N_("the places of one box are on different pages")
            self._miss(box.spots[0], cause, N_("write a box for each page, and give one an id of its own"))
            return []
        spots = tuple(spot for spot, _ in whole)
        size = box.size or next((widget.size for _, widget in whole if widget and widget.size), _SIZE)
        rect = around([_rect(spot) for spot in spots])
        below = _NOTE if box.kind in (BoxKind.TICKS, BoxKind.TABLE) else 0
        rect = rect.inset(0, 0, 0, -below)
        return [(page - 1, _in_rect(replace(box, spots=spots, size=size, floor=min(size, box.floor)), rect))]

    def _texts(self, box: Box) -> list[tuple[int, Box]]:
        (spot,) = box.spots
        if not spot.field:
            return [(spot.page - 1, self._text(box, spot, None))] if self._on_page(spot) else []
        found = self._widgets(spot, ("text", "choice"))
        return [
            (
                widget.page,
                self._text(replace(box, id=f"{box.id}--{copy}" if copy else box.id), _at(spot, widget), widget),
            )
            for copy, widget in enumerate(found)
        ]

    def _text(self, box: Box, spot: Spot, widget: Widget | None) -> Box:
        size = box.size or (widget.size if widget else 0) or _SIZE
        box = replace(box, spots=(spot,), size=size, floor=min(size, box.floor))
        if widget is not None:
            align = widget.align if box.align is Align.LEFT else box.align
            box = replace(box, align=align, top=box.top or widget.lines)
            if widget.comb and box.kind is BoxKind.TEXT:
                box = replace(box, kind=BoxKind.CELLS, cells=widget.comb, overflow=Overflow.REFER)
        return _in_rect(box, _rect(spot))

    def _one(self, spot: Spot, *, button: bool) -> tuple[Spot, Widget | None] | None:
        """The spot with its place, and the field it is in."""
        if not spot.field:
            return (spot, None) if self._on_page(spot) else None
        found = self._widgets(spot, ("button",) if button else ("text", "choice"))
        if button and found:
            found = self._with_state(spot, found)
        return (_at(spot, found[0]), found[0]) if found else None

    def _widgets(self, spot: Spot, kinds: Sequence[str]) -> list[Widget]:
        found = self.widgets.get(spot.field, [])
        if not found:
            close = nearest(spot.field, self.widgets)
            remedy = N_("did you mean {close}?") if close else N_("talentdesk fields lists what it has")
            self._miss(spot, N_("the PDF has no field {name}"), remedy, name=spot.field, close=close)
            return []
        fitting = [widget for widget in found if widget.kind in kinds]
        if not fitting:
            cause = N_("the field {name} is of another kind")
            self._miss(spot, cause, N_("write ticks in check boxes and texts in fields of text"), name=spot.field)
        return fitting

    def _with_state(self, spot: Spot, found: list[Widget]) -> list[Widget]:
        """The button with the wanted state: by its name, the answer's code, or as the only one."""
        wanted = spot.state or spot.key
        fitting = [widget for widget in found if wanted in widget.states]
        if not fitting and not spot.state and len(found) == 1 and len(found[0].states) < 2:
            fitting = found
        if not fitting:
            known = sorted({state for widget in found for state in widget.states})
            cause, remedy = N_("the field {name} has no state {state}"), N_("write state as one of: {known}")
            self._miss(spot, cause, remedy, name=spot.field, state=wanted, known=", ".join(known))
        return fitting

    def _on_page(self, spot: Spot) -> bool:
        sides = self.survey.sides
        if not 1 <= spot.page <= len(sides):
            cause, remedy = N_("the PDF has no page {page}"), N_("it has {pages}: correct the number")
            self._miss(spot, cause, remedy, page=str(spot.page), pages=str(len(sides)))
            return False
        wide, tall = sides[spot.page - 1].size
        if spot.x + spot.width > wide + _LOOSE or spot.y + spot.height > tall + _LOOSE:
            cause = N_("the place reaches over the edge of page {page}")
            remedy = N_("the page is {width} mm wide and {height} mm high: measure again from its top left corner")
            self._miss(spot, cause, remedy, page=str(spot.page), width=f"{wide:.0f}", height=f"{tall:.0f}")
            return False
        return True

    def _miss(self, spot: Spot, cause: str, remedy: str, /, **details: str) -> None:
        shown = {name: printable(text) for name, text in details.items()}
        self.misplaced.append(Misplaced(spot.line, cause, remedy, shown))


def around(rects: Sequence[Rect]) -> Rect:
    """The smallest rectangle around others."""
    left, top = min(rect.x for rect in rects), min(rect.y for rect in rects)
    return Rect(left, top, max(rect.right for rect in rects) - left, max(rect.bottom for rect in rects) - top)


def _rect(spot: Spot) -> Rect:
    return Rect(spot.x, spot.y, spot.width, spot.height)


def _at(spot: Spot, widget: Widget) -> Spot:
    rect = widget.rect
    return replace(spot, page=widget.page + 1, x=rect.x, y=rect.y, width=rect.width, height=rect.height)


def _in_rect(box: Box, rect: Rect) -> Box:
    return replace(box, x=rect.x, y=rect.y, width=rect.width, height=rect.height)
