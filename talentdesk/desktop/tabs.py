"""The bar of open cases: whose case each is, which one is in front, and its number and date at the right."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QTabBar, QWidget

from talentdesk.desktop import icons, theme
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.consentchip import ConsentChip
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.holdchip import HoldChip
from talentdesk.desktop.lines import paint_line, width_of
from talentdesk.i18n import N_, say

_WIDEST = 480


class CaseTabs(QTabBar):
    """One tab a case: the name as typed, muted beside it the Chinese name or the matter."""

    close_wanted = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.setDrawBase(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.retranslate()

    def retranslate(self) -> None:
        """Says what the tabs are, to a screen reader."""
        self.setAccessibleName(say("Cases", self._desk.language))

    def put(self, index: int, name: str, beside: str) -> None:
        """Names the tab; a case without a name is a new case."""
        shown = name or beside or say("New case", self._desk.language)
        data = (shown, beside if name else "")
        if self.tabData(index) != data:
            self.setTabData(index, data)
            # QTabBar turns & into a mnemonic; people have names with &.
            self.setTabText(index, " ".join(part for part in data if part).replace("&", "&&"))

    def tabSizeHint(self, index: int) -> QSize:
        """As wide as the texts, up to a limit that lets several tabs stand side by side."""
        worn = theme.current()
        name, beside = self.tabData(index) or ("", "")
        first = width_of(name, "button", self._desk.language)
        second = width_of(beside, "small", self._desk.language)
        wide = first + second + worn.pick(70, 160) + (8 if beside else 0)
        return QSize(min(wide, worn.pick(_WIDEST, 640)), worn.pick(33, 84))

    def minimumTabSizeHint(self, index: int) -> QSize:
        """A tab may shrink until its name is still told apart."""
        return QSize(120, self.tabSizeHint(index).height())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The cross of the tab in front, or the middle button on any, puts a case away."""
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        index = self.tabAt(place)
        on_cross = index == self.currentIndex() and self._cross(index).adjusted(-6, -6, 6, 6).contains(place)
        if index >= 0 and (event.button() == Qt.MouseButton.MiddleButton or on_cross):
            self.close_wanted.emit(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Painted like cards in a file: the one in front is joined to the page."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index in range(self.count()):
            self._paint_tab(painter, index)

    def _paint_tab(self, painter: QPainter, index: int) -> None:
        worn = theme.current()
        front = index == self.currentIndex()
        box = self.tabRect(index).adjusted(0, 0, -worn.pick(4, 8), 0)
        painter.save()
        painter.setClipRect(box.adjusted(0, 0, 1, 0))
        ring = self.hasFocus() and front
        painter.setPen(QPen(worn.colour("focus" if ring else "line"), worn.ring if ring else 1))
        painter.setBrush(worn.colour("surface" if front else "sunken"))
        inset = worn.ring // 2 if ring else 0
        shape = box.adjusted(inset, inset, -inset, -inset if ring else 12)
        painter.translate(0.5, 0.5)
        painter.drawRoundedRect(shape, worn.field_radius, worn.field_radius)
        painter.restore()
        self._paint_words(painter, worn, index, box, front)

    def _paint_words(self, painter: QPainter, worn: theme.Theme, index: int, box: QRect, front: bool) -> None:
        name, beside = self.tabData(index) or ("", "")
        side, gap = worn.icon_side(16, 32), worn.pick(12, 24)
        colour = worn.colour("text" if front else "muted")
        icons.paint(painter, "user", QRect(box.left() + gap, (box.height() - side) // 2, side, side), colour)
        left = box.left() + gap + side + worn.pick(8, 16)
        right = self._cross(index).left() - 6 if front else box.right() - gap
        room = QRect(left, 0, max(0, right - left), box.height())
        language, ink = self._desk.language, "text" if front else "muted"
        taken = paint_line(painter, room, name, "button" if front else "body", language, ink)
        paint_line(painter, room.adjusted(taken + 8, 0, 0, 0), beside, "small", language, "muted")
        if front:
            icons.paint(painter, "cross", self._cross(index), worn.colour("muted"))

    def _cross(self, index: int) -> QRect:
        worn = theme.current()
        side = worn.icon_side(14, 32)
        box = self.tabRect(index)
        return QRect(box.right() - worn.pick(4, 8) - side - worn.pick(8, 20), (box.height() - side) // 2, side, side)

    def changeEvent(self, event: QEvent) -> None:
        """Follows the look."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        elif event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


_LEAST_TAB, _LEAST_TOUCHED_TAB = 200, 420
"""Pixels that a tab keeps for a name, at the counter and for a finger."""
_TOLD_APART = 3
"""So many tabs keep it before the text at the right gives way no more."""


class CaseBar(QWidget):
    """Tabs at the left, number and date of the case in front at the right. Hidden while no case is open."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._number = 0
        self._as_of = ""
        self.tabs = CaseTabs(desk, self)
        row = QHBoxLayout(self)
        row.setSpacing(0)
        row.addWidget(self.tabs, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        self.consent = ConsentChip(desk, self)
        self.hold = HoldChip(desk, self)
        self.give = Button(Role.LINK, self, icon="users", small=True)
        self.give.hide()
        for chip in self._chips():
            row.addWidget(chip, 0, Qt.AlignmentFlag.AlignVCenter)
        # It must not hold the window wide: the date gives way first, then the number.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.restyle()

    def _chips(self) -> tuple[Button, ...]:
        return self.give, self.hold, self.consent

    def offer_giving(self, may: bool) -> None:
        """Whether the case in front can be handed over to another counter."""
        self.give.setVisible(may)
        self._fit()

    def restyle(self) -> None:
        """Takes its height from the theme."""
        worn = theme.current()
        self.setFixedHeight(worn.pick(36, 96))
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(worn.pick(16, 56), worn.pick(3, 12), self._room_for_text(), 0)
        self._fit()
        self.update()

    def show_case(self, number: int, as_of: str) -> None:
        """Shows the number and the written-out date of the case in front; number 0: not numbered yet."""
        self._number, self._as_of = number, as_of
        self.setAccessibleName(self.text)
        self.give.show_words(say(N_("Hand over…"), self._desk.language), self._desk.language)
        self.give.setToolTip("Ctrl+Shift+O")
        self.restyle()

    @property
    def text(self) -> str:
        """What stands at the right."""
        language = self._desk.language
        if not self._as_of:
            return ""
        if not self._number:
            return say("As of {date}", language, date=self._as_of)
        return say("Case {number} · as of {date}", language, number=f"{self._number:04d}", date=self._as_of)

    @property
    def shown(self) -> str:
        """As much of it as leaves room for a tab."""
        air = 2 * theme.current().pick(16, 32)
        worn = theme.current()
        tab = _LEAST_TOUCHED_TAB if worn.kiosk else worn.breadth(_LEAST_TAB)
        least = tab * max(1, min(_TOLD_APART, self.tabs.count()))
        room = self.width() - worn_margin() - self._room_for_chip() - least - air
        texts = (self.text, f"{self._number:04d}" if self._number else "")
        return next((text for text in texts if width_of(text, "small", self._desk.language) <= room), "")

    def _room_for_text(self) -> int:
        worn = theme.current()
        return width_of(self.shown, "small", self._desk.language) + 2 * worn.pick(16, 32)

    def _room_for_chip(self) -> int:
        return sum(chip.sizeHint().width() for chip in self._chips() if not chip.isHidden())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tabs use what the text at the right leaves."""
        self._make_room()
        super().resizeEvent(event)

    def event(self, event: QEvent) -> bool:
        """A chip that comes or goes when the store has answered changes the room of the tabs, too."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._make_room()
        return super().event(event)

    def _make_room(self) -> None:
        layout = self.layout()
        assert layout is not None
        margins, text = layout.contentsMargins(), self._room_for_text()
        if margins.right() != text:
            layout.setContentsMargins(margins.left(), margins.top(), text, 0)
            self.update()
        self._fit()

    def _fit(self) -> None:
        self.tabs.setMaximumWidth(
            max(120, self.width() - worn_margin() - self._room_for_text() - self._room_for_chip())
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """The shelf the tabs stand on, and the text."""
        worn = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), worn.colour("canvas"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, worn.colour("line"))
        place = self.rect().adjusted(0, 0, -worn.pick(16, 56), 0)
        paint_line(painter, place, self.shown, "small", self._desk.language, "muted", right=True)

    def changeEvent(self, event: QEvent) -> None:
        """Follows language and look."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.LanguageChange):
            self.show_case(self._number, self._as_of)


def worn_margin() -> int:
    """Air left of the first tab."""
    return theme.current().pick(16, 56)
