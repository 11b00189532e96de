"""The status bar: whether all is saved at the left, the keys that work now at the right."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from talentdesk.desktop import icons, theme
from talentdesk.desktop.buttons import key_width, paint_key
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.lines import paint_line, width_of
from talentdesk.desktop.screen import KeyHint
from talentdesk.i18n import N_, say

SAVED = "saved"
SAVING = "saving"
READY = "ready"
TROUBLE = "trouble"

_MARKS = {
    SAVED: ("tick_disc", "ok"),
    SAVING: ("half_disc", "muted"),
    READY: ("tick_disc", "ok"),
    TROUBLE: ("triangle", "attention"),
}
_WORDS = {SAVED: N_("Saved {time}"), SAVING: N_("Saving…"), READY: N_("All saved"), TROUBLE: N_("Not saved yet")}


_BETWEEN = 24


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
            self._alert()
        self.update()

    def _alert(self) -> None:
        from PySide6.QtGui import QAccessible, QAccessibleEvent  # dear, and rarely wanted

        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

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
            # A sentence is read whole: it is there for now, the keys stand in the help too.
            told = width_of(self._standing, "small", self._desk.language) + 16 if self._standing else 0
            right = self._paint_hints(painter, worn, right, left + told + 24)
        self._paint_standing(painter, left, right)

    def _paint_state(self, painter: QPainter, worn: theme.Theme, left: int) -> int:
        icon, colour = _MARKS[self._state]
        side = worn.icon_side(16, 32)
        icons.paint(painter, icon, QRect(left, (self.height() - side) // 2 + 1, side, side), worn.colour(colour))
        left += side + worn.pick(4, 12)
        room = QRect(left, 1, self.width() - left, self.height() - 1)
        width = paint_line(painter, room, self.state_text, "button_small", self._desk.language, colour)
        return left + width + worn.pick(16, 32)

    def _paint_standing(self, painter: QPainter, left: int, right: int) -> None:
        room = QRect(left, 1, max(0, right - left - 16), self.height() - 1)
        paint_line(painter, room, self._standing, "small", self._desk.language, "muted")

    def _paint_hints(self, painter: QPainter, worn: theme.Theme, right: int, least: int) -> int:
        language = self._desk.language
        hints = [(hint.keys, say(hint.meaning, language)) for hint in self._hints]
        widths = [key_width(keys, worn) + width_of(text, "small", language) + _BETWEEN for keys, text in hints]
        # Least wanted keys give way first when the window is narrow.
        while hints and right - sum(widths) < least:
            hints.pop()
            widths.pop()
        start = left = right - sum(widths) + 16
        for (keys, text), width in zip(hints, widths, strict=True):
            paint_key(painter, keys, left, self.height() // 2 + 1, worn)
            cap = key_width(keys, worn)
            room = QRect(left + cap + 8, 1, width - cap, self.height() - 1)
            paint_line(painter, room, text, "small", language, "muted")
            left += width
        return start
