"""What WCAG 2.2 AA asks of a screen, measured on the widgets and pictures of the real one."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import shiboken6
from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleInterface, QColor, QFontMetrics, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QLineEdit,
    QScrollArea,
    QTabBar,
    QWidget,
)

from talentdesk.desktop.leaf import Leaf
from talentdesk.desktop.ring import FocusRing
from talentdesk.desktop.words import Block, Words

Role = QAccessible.Role
SPOKEN = frozenset(
    {
        *(Role.PushButton, Role.ButtonMenu, Role.CheckBox, Role.RadioButton, Role.ComboBox, Role.EditableText),
        *(Role.List, Role.Table, Role.Tree, Role.PageTab, Role.Link, Role.Slider, Role.SpinBox, Role.ProgressBar),
        *(Role.Dialog, Role.MenuItem, Role.Button, Role.Graphic, Role.ListItem),
    }
)
"""Roles that say nothing without a name."""
SILENT = frozenset({Role.NoRole, Role.Client, Role.Pane, Role.Grouping, Role.LayeredPane, Role.Border})
"""Roles that tell nobody what can be done with what has the focus."""


# ---- contrast


def luminance(colour: QColor) -> float:
    """Relative luminance as WCAG 2.2 defines it."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())


def contrast(one: QColor, other: QColor) -> float:
    """From 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@cache
def pixel_contrast(one: int, other: int) -> float:
    """Of two pixels of a picture."""
    return contrast(QColor.fromRgb(one), QColor.fromRgb(other))


def pixels(image: QImage) -> memoryview:
    """Row by row, 32 bits each."""
    if image.isNull():
        return memoryview(b"")
    flat = image.convertToFormat(QImage.Format.Format_RGB32)
    return memoryview(bytes(flat.constBits())).cast("I")


# ---- what there is on a screen


def parts(window: QWidget) -> list[QWidget]:
    """What can be seen on it, or scrolled to."""
    return [each for each in window.findChildren(QWidget) if each.isVisibleTo(window) and each.window() is window]


def is_control(widget: QWidget) -> bool:
    """Whether a person can do something with it."""
    if not widget.isEnabled() or widget.size().isEmpty():
        return False
    return isinstance(widget, QAbstractButton | QLineEdit) or bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def told(widget: QWidget) -> str:
    """How a finding names it: its class and what it says."""
    text = widget.accessibleName() or (widget.text() if isinstance(widget, QLabel | QAbstractButton) else "")
    holder = widget.parentWidget()
    return f"{type(holder).__name__}/{type(widget).__name__} “{' '.join(text.split())[:40]}”"


# ---- names and roles


def interfaces(window: QWidget) -> Iterator[QAccessibleInterface]:
    """What assistive technology is told of a window, from the top; what is not shown is left out."""
    top = QAccessible.queryAccessibleInterface(window)
    waiting = [top]
    while waiting:
        each = waiting.pop()
        if each is None or not each.isValid() or each.state().invisible:
            continue
        yield each
        waiting += [each.child(place) for place in range(each.childCount())]


def unnamed(window: QWidget) -> list[str]:
    """Controls without a name, and what can have the focus without saying what it is."""
    found = []
    for each in interfaces(window):
        role, state = each.role(), each.state()
        thing = each.object()
        what = f"{type(thing).__name__} {role.name}"
        name = each.text(QAccessible.Text.Name)
        if each.rect().isEmpty():
            continue
        if role in SPOKEN and not name.strip() and not _is_inner(each):
            found.append(f"no name: {what} in {_place(each)}")
        stop = isinstance(thing, QWidget) and bool(thing.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if state.focusable and stop and role in SILENT:
            found.append(f"no role: {what} “{name}” in {_place(each)}")
    return found


def _is_inner(each: QAccessibleInterface) -> bool:
    """A part of something that has its name already: an item of a list, the line of a box."""
    above = each.parent()
    return (
        each.role() == Role.ListItem and above is not None and above.role() == Role.List and not each.rect().isValid()
    )


def _place(each: QAccessibleInterface) -> str:
    above = each.parent()
    return type(above.object()).__name__ if above is not None and above.object() is not None else "?"


# ---- size of targets


def small_targets(window: QWidget, least: int) -> list[str]:
    """Controls that are lower or narrower than `least` pixels."""
    found = []
    for each in parts(window):
        if is_control(each) and min(each.width(), each.height()) < least and not _in_larger(each, least):
            found.append(f"{each.width()}×{each.height()}: {told(each)}")
    return found


def _in_larger(widget: QWidget, least: int) -> bool:
    """A line of text inside a box that takes the touch for it."""
    box = widget.parentWidget()
    return isinstance(widget, QLineEdit) and box is not None and min(box.width(), box.height()) >= least


# ---- nothing cut, nothing covered


def cut_text(window: QWidget) -> list[str]:
    """Words that need more room than they have, and parts that lie outside what holds them."""
    return [*_tight(window), *_outside(window), *_overlapping(window)]


def _tight(window: QWidget) -> list[str]:
    found = []
    for each in parts(window):
        if not isinstance(each, QLabel | QAbstractButton) or not each.text() or each.size().isEmpty():
            continue
        needed = each.heightForWidth(each.width()) if each.hasHeightForWidth() else each.minimumSizeHint().height()
        wide = each.minimumSizeHint().width() if isinstance(each, QAbstractButton) else 0
        if needed > each.height() + 1 or wide > each.width() + 1:
            found.append(f"tight {each.width()}×{each.height()} for {wide}×{needed}: {told(each)}")
    return found


def _outside(window: QWidget) -> list[str]:
    """Cut by what holds it. What lies outside a viewport can be scrolled to, if only up and down."""
    found = []
    for each in parts(window):
        if isinstance(each, FocusRing) or each.size().isEmpty() or not (is_control(each) or isinstance(each, QLabel)):
            continue
        holder = each.parentWidget()
        while holder is not None and not each.isWindow():
            area = holder.parentWidget()
            place = QRect(each.mapTo(holder, QPoint()), each.size())
            room = holder.rect()
            if isinstance(area, QAbstractScrollArea) and area.viewport() is holder:
                across = isinstance(area, QScrollArea) and area.horizontalScrollBar().maximum() == 0
                if across and (place.left() < room.left() - 1 or place.right() > room.right() + 1):
                    found.append(f"beside its frame: {told(each)} {place.left()}–{place.right()} of {room.width()}")
                if not area.verticalScrollBar().maximum() and place.bottom() > room.bottom() + 1:
                    found.append(f"below its frame: {told(each)}")
                break
            if not room.adjusted(-1, -1, 1, 1).contains(place):
                found.append(
                    f"outside {type(holder).__name__} {room.width()}×{room.height()}: {told(each)} {_at(place)}"
                )
                break
            holder = None if holder is window else area
    return found


def _at(place: QRect) -> str:
    return f"({place.x()},{place.y()} {place.width()}×{place.height()})"


def _overlapping(window: QWidget) -> list[str]:
    found = []
    for holder in [window, *parts(window)]:
        here = [
            each
            for each in holder.children()
            if isinstance(each, QLabel | QAbstractButton | QLineEdit)
            and each.isVisibleTo(window)
            and not each.size().isEmpty()
            and (not isinstance(each, QLabel) or each.text())
        ]
        for place, one in enumerate(here):
            for other in here[place + 1 :]:
                common = one.geometry().intersected(other.geometry())
                if common.width() > 2 and common.height() > 2:
                    found.append(f"overlap {common.width()}×{common.height()}: {told(one)} / {told(other)}")
    return found


@contextmanager
def painted_text() -> Iterator[list[str]]:
    """While it is open, tells of painted words that run over their widget's edge, or are shortened."""
    found: list[str] = []
    paint: Callable[..., None] = Block.paint
    shorten: Callable[..., str] = QFontMetrics.elidedText

    def watched(self: Block, painter: QPainter, x: int, y: int, width: int) -> None:
        device = painter.device()
        if isinstance(device, QWidget) and self._texts and not isinstance(device, Words):
            clip = painter.clipBoundingRect().toRect() if painter.hasClipping() else QRect()
            if not clip.isValid():
                right, below = x + min(self.width, width), y + self.height(width)
                if right > device.width() + 1 or below > device.height() + 1 or x < 0 or y < -1:
                    said = self._texts[0].layout.text()[:40]
                    found.append(
                        f"painted {x},{y}–{right},{below} in {type(device).__name__} "
                        f"{device.width()}×{device.height()}: “{said}”"
                    )
        paint(self, painter, x, y, width)

    def shortened(self: QFontMetrics, text: str, *more: Any) -> str:
        said = shorten(self, text, *more)
        if said != text:
            found.append(f"shortened: “{text[:40]}”")
        return said

    Block.paint = watched  # type: ignore[method-assign]
    QFontMetrics.elidedText = shortened  # type: ignore[method-assign]
    try:
        yield found
    finally:
        Block.paint = paint  # type: ignore[method-assign]
        QFontMetrics.elidedText = shorten  # type: ignore[method-assign]


# ---- focus

REACH = 40
"""Pixels around what has the focus in which its ring is looked for: a line of text stands in a box with air."""
_CORNERS = 28
_MARK = 100


def unseen_focus(window: QWidget, held: QWidget | None = None) -> list[str]:
    """Controls whose look does not change enough when the focus comes, or that stay out of sight with it."""
    found = []
    for each in [held] if held is not None else [each for each in parts(window) if not isinstance(each, FocusRing)]:
        if (
            not shiboken6.isValid(each)
            or not is_control(each)
            or not each.focusPolicy() & Qt.FocusPolicy.TabFocus
            or not each.isVisible()
        ):
            continue
        each.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        if not each.hasFocus() and (proxy := each.focusProxy()) is not None:
            each = proxy
        # The keyboard of the screen goes a moment later, and the page is laid out anew.
        _settle(window)
        in_sight = _comes_into_sight(each)
        if not each.hasFocus() or not (in_sight or isinstance(each, QAbstractScrollArea)):
            continue  # `lost_on_tab` judges what is out of sight
        found += faint_focus(window, each)
    return found


def _settle(window: QWidget, soon: int = 100) -> None:
    """Waits for what the window is about to do within `soon` milliseconds."""
    until = time.monotonic() + 2
    timers = [each for each in window.findChildren(QTimer) if each.isSingleShot() and each.interval() <= soon]
    while any(shiboken6.isValid(each) and each.isActive() for each in timers) and time.monotonic() < until:
        QApplication.processEvents()


def _comes_into_sight(widget: QWidget) -> bool:
    until = time.monotonic() + 0.5
    while (hidden := widget.visibleRegion().isEmpty()) and time.monotonic() < until:
        QApplication.processEvents()
    return not hidden


def lost_on_tab(window: QWidget, most: int = 150) -> list[str]:
    """Goes round by the Tab key: what has the focus is in sight, and the round ends where it began."""
    found: list[str] = []
    first = QApplication.focusWidget()
    seen: list[QWidget] = []
    for _ in range(most):
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Tab)
        QApplication.processEvents()
        now = QApplication.focusWidget()
        if now is None or now.window() is not window:
            return [*found, f"Tab leads out of the window after {told(seen[-1]) if seen else 'nothing'}"]
        if now in seen:
            break
        seen.append(now)
        found += out_of_sight(window, now)
    else:
        found.append(f"{most} stops and no end")
    if first is not None and seen and now is not first and now is not seen[0]:
        found.append(f"Tab stays at {told(now)}")
    return found


def out_of_sight(window: QWidget, focused: QWidget) -> list[str]:
    """Whether what has the focus can be seen, as far as its frame is large enough."""
    seen = _shown(focused).visibleRegion().boundingRect()
    if seen.isEmpty():
        return [f"not in sight: {told(focused)}"]
    area = focused.parentWidget()
    while area is not None and not isinstance(area, QAbstractScrollArea):
        area = area.parentWidget()
    most = (
        area.viewport().height() if isinstance(area, QAbstractScrollArea) and area is not focused else window.height()
    )
    # 2.4.11 asks that it is not wholly hidden; half of it is the least here.
    if seen.height() < min(_shown(focused).height(), most) / 2:
        return [f"partly in sight, {seen.height()} of {focused.height()} px: {told(focused)}"]
    return []


def _shown(widget: QWidget) -> QWidget:
    """What paints it: of a list its viewport, which covers the list itself."""
    return widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget


def faint_focus(window: QWidget, focused: QWidget) -> list[str]:
    """Compares the place with and without the focus: pixels that changed by 3 to 1, against a line around it."""
    corner = focused.mapTo(window, QPoint())
    place = QRect(corner, focused.size()).adjusted(-REACH, -REACH, REACH, REACH).intersected(window.rect())
    with_it = window.grab(place).toImage()
    focused.clearFocus()
    QApplication.processEvents()
    moved = focused.mapTo(window, QPoint())
    place.translate(moved - corner)
    without = window.grab(place).toImage()
    focused.setFocus(Qt.FocusReason.TabFocusReason)
    changed = Counter(
        (one, other) for one, other in zip(pixels(with_it), pixels(without), strict=False) if one != other
    )
    clear = sum(count for (one, other), count in changed.items() if pixel_contrast(one, other) >= 3)
    seen = _shown(focused).visibleRegion().boundingRect()
    # A line of one pixel around it, less its round corners.
    line = 2 * (min(seen.width(), place.width()) + min(seen.height(), place.height())) - _CORNERS
    if isinstance(focused, Leaf | QAbstractItemView | QTabBar):
        line = _MARK  # a row, a tab, a box of the paper is marked
    if clear < line:
        return [f"faint, {clear} of {line} px changed ({sum(changed.values())} at all): {told(focused)}"]
    return []
