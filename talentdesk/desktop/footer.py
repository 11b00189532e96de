"""The status bar: whether all is saved at the left, the keys that work now at the right."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from talentdesk.desktop import icons, theme
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.screen import KeyHint
from talentdesk.i18n import N_, say

SAVED = "saved"
SAVING = "saving"
READY = "ready"
TROUBLE = "trouble"

_MARKS = {SAVED: ("tick_disc", "ok"), SAVING: ("half_disc", "muted"), READY: ("tick_disc", "ok"), TROUBLE: ("triangle", "attention")}
_WORDS = {SAVED: N_("Saved {time}"), SAVING: N_("Saving…"), READY: N_("All saved"), TROUBLE: N_("Not saved yet")}


class Footer(QWidget):
    """One line, painted. A screen reader hears it as one text, and anew when the saved state gets worse."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._state = READY
        self._time = ""
        self._standing = ""
        self._hints: tuple[KeyHint, ...] = ()
        self.restyle()

    def restyle(self) -> None:
        """Takes its height from the theme."""
        self.setFixedHeight(theme.current().pick(32, 72))
        self.update()

    def show_state(self, state: str, time: str = "") -> None:
        """Shows one of SAVED (with its time), SAVING, READY, TROUBLE."""
        if (state, time) == (self._state, self._time):
            return
        self._state, self._time = state, time
        self._describe()
        if state == TROUBLE:
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
        self.update()

    def show_hints(self, hints: tuple[KeyHint, ...], standing: str) -> None:
        """Shows the keys that work now and what stands beside the saved state."""
        self._hints, self._standing = hints, standing
        self._describe()
        self.update()

    @property
    def state_text(self) -> str:
        """The saved state in words, such as `Saved 14:03:22`."""
        return say(_WORDS[self._state], self._desk.language, time=self._time)

    def _describe(self) -> None:
        keys = (f"{hint.keys}: {say(hint.meaning, self._desk.language)}" for hint in self._hints)
        self.setAccessibleName(". ".join(text for text in (self.state_text, self._standing, *keys) if text))

    def changeEvent(self, event: QEvent) -> None:
        """Follows the language and the look."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._describe()
            self.update()
        elif event.type() == QEvent.Type.StyleChange:
            self.restyle()

    def sizeHint(self) -> QSize:
        """As wide as it gets."""
        return QSize(400, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """State, standing text, then as many keys as there is room for."""
        worn = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), worn.colour("surface"))
        painter.fillRect(0, 0, self.width(), 1, worn.colour("line"))
        margin = worn.pick(16, 56)
        left = self._paint_state(painter, worn, margin)
        right = self.width() - margin
        if not worn.kiosk:
            right = self._paint_hints(painter, worn, right, left + 24)
        self._paint_standing(painter, worn, left, right)

    def _paint_state(self, painter: QPainter, worn: theme.Theme, left: int) -> int:
        icon, colour = _MARKS[self._state]
        side = worn.pick(16, 32)
        icons.paint(painter, icon, QRect(left, (self.height() - side) // 2 + 1, side, side), worn.colour(colour))
        painter.setFont(worn.font("button_small", self._desk.language))
        painter.setPen(worn.colour(colour))
        left += side + worn.pick(4, 12)
        width = painter.fontMetrics().horizontalAdvance(self.state_text) + 1
        painter.drawText(QRect(left, 1, width, self.height()), Qt.AlignmentFlag.AlignVCenter, self.state_text)
        return left + width + worn.pick(16, 32)

    def _paint_standing(self, painter: QPainter, worn: theme.Theme, left: int, right: int) -> None:
        painter.setFont(worn.font("small", self._desk.language))
        painter.setPen(worn.colour("muted"))
        room = QRect(left, 1, max(0, right - left - 16), self.height())
        text = painter.fontMetrics().elidedText(self._standing, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_hints(self, painter: QPainter, worn: theme.Theme, right: int, least: int) -> int:
        hints = [(hint.keys, say(hint.meaning, self._desk.language)) for hint in self._hints]
        cap, small = worn.font("key_hint", self._desk.language), worn.font("small", self._desk.language)
        widths = [
            (QFontMetrics(cap).horizontalAdvance(keys) + 12, QFontMetrics(small).horizontalAdvance(text))
            for keys, text in hints
        ]
        # Least wanted keys give way first when the window is narrow.
        while hints and right - sum(a + b + 24 for a, b in widths) < least:
            hints.pop()
            widths.pop()
        left = right - sum(a + b + 24 for a, b in widths) + 16
        start = left
        for (keys, text), (cap_width, text_width) in zip(hints, widths, strict=True):
            box = QRect(left, (self.height() - 20) // 2 + 1, cap_width, 19)
            _paint_cap(painter, worn, box, keys, cap)
            painter.setFont(small)
            painter.setPen(worn.colour("muted"))
            place = QRect(box.right() + 9, 1, text_width + 1, self.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)
            left += cap_width + text_width + 24
        return start


def _paint_cap(painter: QPainter, worn: theme.Theme, box: QRect, keys: str, font: object) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(worn.colour("field_line"), 1))
    painter.setBrush(worn.colour("surface"))
    painter.translate(0.5, 0.5)
    painter.drawRoundedRect(box, 3, 3)
    painter.restore()
    painter.setFont(font)  # type: ignore[arg-type]
    painter.setPen(worn.colour("text"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, keys)
