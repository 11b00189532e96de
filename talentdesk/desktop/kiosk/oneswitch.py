"""One switch for the whole page: after the keys of the keyboard its answers, its acts and the bar are lit in turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import shiboken6
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QWidget

from talentdesk.desktop.keyboard.switchaccess import SwitchAccess
from talentdesk.desktop.keyboard.wishes import scroll_area, takes_text
from talentdesk.desktop.kiosk.bar import Bar
from talentdesk.desktop.kiosk.sheet import Sheet
from talentdesk.desktop.optioncards import OptionCard

_AIR = 48
"""Pixels around what is lit that are scrolled into sight with it."""


class PageSwitch(QObject):
    """Tells the switch what the page in front offers, and keeps what is lit in sight."""

    def __init__(self, scan: SwitchAccess, front: Callable[[], tuple[Bar, Sheet]]) -> None:
        super().__init__(scan)
        self._scan, self._front = scan, front
        scan.also(self.rows)
        scan.moved.connect(self._show_lit)

    def rows(self) -> Sequence[tuple[QWidget, Sequence[QWidget]]]:
        """The page's answers one by one, its acts with the main one first, and the bar as one."""
        bar, sheet = self._front()
        acts = [sheet.main, *(each for each in controls(sheet) if not sheet.area.isAncestorOf(each))]
        inside = [each for each in controls(sheet.inside) if not each.hasFocus() or isinstance(each, QAbstractButton)]
        single = [(each, [each]) for each in dict.fromkeys([*inside, *acts])]
        return [*single, (bar, list(controls(bar)))]

    def start_over(self) -> None:
        """Another page came to the front."""
        if self._scan.is_on:
            self._scan.back_to_rows()

    def _show_lit(self) -> None:
        lit = self._scan.lit if self._scan.is_on else None
        if lit is not None and shiboken6.isValid(lit):
            area = scroll_area(lit)
            if isinstance(area, QScrollArea):
                area.ensureWidgetVisible(lit, _AIR, _AIR)


def controls(place: QWidget) -> Iterator[QWidget]:
    """What can be pressed or written into, in the order of the Tab key; of a group of cards every one."""
    each = place.nextInFocusChain()
    found: list[QWidget] = []
    while each is not None and each is not place:
        usable = isinstance(each, QAbstractButton) or takes_text(each)
        # A group of cards is one stop of the Tab key, and the arrows walk inside it: the switch has no arrows.
        stop = isinstance(each, OptionCard) or each.focusPolicy() & Qt.FocusPolicy.TabFocus
        if usable and stop and place.isAncestorOf(each):
            found.append(each)
        each = each.nextInFocusChain()
    yield from found
