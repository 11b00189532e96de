"""Buttons: the main action, plain, danger, link and small ones, with an icon, a second language and a key."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from talentdesk.desktop import icons, shapes, theme, typefaces
from talentdesk.desktop.ring import FocusRing, shows_ring
from talentdesk.desktop.theme import Look, Size, Theme
from talentdesk.desktop.words import Block, Paragraph, Span, Words, plain


class Role(StrEnum):
    """How much a button stands out."""

    MAIN = "main"
    PLAIN = "plain"
    DANGER = "danger"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class _Dress:
    """Colour tokens of a button in one condition. An empty name: not painted."""

    fill: str
    edge: str
    ink: str
    second: str


_REST = {
    Role.MAIN: _Dress("accent", "", "on_accent", "on_accent"),
    Role.PLAIN: _Dress("surface", "field_line", "text", "muted"),
    Role.DANGER: _Dress("surface", "error_line", "error", "muted"),
    Role.LINK: _Dress("", "", "accent", "muted"),
}
_HOVER = {
    Role.MAIN: _Dress("accent_hover", "", "on_accent", "on_accent"),
    Role.PLAIN: _Dress("accent_soft", "accent", "text", "muted"),
    Role.DANGER: _Dress("error_soft", "error_line", "error", "text"),
    Role.LINK: _Dress("accent_soft", "", "accent", "muted"),
}
_CHOSEN = _Dress("accent_soft", "accent", "text", "muted")
_OFF = _Dress("sunken", "line", "disabled", "disabled")
_OFF_LINK = _Dress("", "", "disabled", "disabled")


class Button(QAbstractButton):
    """A push button. Space and Enter press it; the ring shows when the focus came by keyboard."""

    def __init__(
        self,
        role: Role = Role.PLAIN,
        parent: QWidget | None = None,
        *,
        icon: str = "",
        icon_after: str = "",
        small: bool = False,
        size: Size | None = None,
    ) -> None:
        super().__init__(parent)
        self.role = role
        self._icon = icon
        self._icon_after = icon_after
        self._small = small
        self._size = size
        self._caption: tuple[str, str, str, str] = ("", "en", "", "en")
        self._key = ""
        self._ring: FocusRing | None = None
        self._blocks: dict[_Dress, Block] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    @property
    def worn(self) -> Theme:
        """The theme at this button's size."""
        return theme.current(self._size)

    def show_words(self, caption: str, language: str, second: str = "", second_language: str = "") -> None:
        """Say `caption`, with `second` below it on the kiosk and after it at the counter."""
        self._caption = (caption, language, second, second_language or language)
        self.setText(plain(self._paragraphs(_REST[self.role])).replace("\n", " ").replace("&", "&&"))
        self._reset()

    def show_key(self, key: str) -> None:
        """Show the key that does the same, in a small box."""
        self._key = key
        self._reset()

    def show_icon(self, name: str) -> None:
        """Show another icon in front."""
        self._icon = name
        self._reset()

    def sizeHint(self) -> QSize:
        """Room for the words on one line each."""
        worn = self.worn
        pad = self._pad()
        width = sum(self._parts()) + self._gap() * (len(self._parts()) - 1) + 2 * pad
        return QSize(
            max(width, self._height()),
            max(self._height(), self._block(_REST[self.role]).height(1 << 20) + worn.pick(6, 24)),
        )

    def minimumSizeHint(self) -> QSize:
        """A button's words are never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint box, icon, words and key."""
        painter = QPainter(self)
        dress = self._dress()
        worn = self.worn
        if dress.fill or dress.edge:
            edge = worn.colour(dress.edge) if dress.edge else None
            fill = worn.colour(dress.fill) if dress.fill else None
            width = worn.pick(2, 4) if dress is _CHOSEN else worn.edge
            shapes.box(painter, self.rect(), self._radius(), fill, edge, width)
            if dress is _OFF and worn.look is Look.HIGH_CONTRAST:
                # Black on black would leave the edge alone to tell; a gap in it does so without colour.
                shapes.dashed_box(painter, self.rect(), self._radius(), worn.colour("canvas"))
        self._paint_inside(painter, dress)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses, as Space does."""
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            self.click()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Put the ring round the button."""
        super().focusInEvent(event)
        if shows_ring(event) and self._ring is None:
            self._ring = FocusRing(self, self.worn, self._radius())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self._drop_ring()

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew when the theme changes."""
        if event.type() == QEvent.Type.StyleChange:
            self._reset()
            if self._ring is not None:
                self._drop_ring()
                self._ring = FocusRing(self, self.worn, self._radius())
        super().changeEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """No ring without a button."""
        self._drop_ring()

    def _drop_ring(self) -> None:
        if self._ring is not None:
            self._ring.remove()
            self._ring = None

    def _reset(self) -> None:
        self._blocks.clear()
        self.updateGeometry()
        self.update()

    def _dress(self) -> _Dress:
        if not self.isEnabled():
            return _OFF_LINK if self.role is Role.LINK else _OFF
        if self.isChecked():
            return _CHOSEN
        # A finger that is gone leaves no pointer behind, whatever the system believes.
        pointed = self.underMouse() and not self.worn.kiosk
        return _HOVER[self.role] if pointed or self.isDown() else _REST[self.role]

    def _paragraphs(self, dress: _Dress) -> tuple[Paragraph, ...]:
        caption, language, second, second_language = self._caption
        style = "button_small" if self._small else "button"
        first = Span(caption, style, language, dress.ink)
        if not second:
            return ((first,),)
        if self.worn.kiosk:
            return ((first,), (Span(second, "button_second", second_language, dress.second),))
        return ((first, Span(f" {second}", style, second_language, dress.ink)),)

    def _block(self, dress: _Dress) -> Block:
        if dress not in self._blocks:
            self._blocks[dress] = Block(self._paragraphs(dress), self.worn)
        return self._blocks[dress]

    def _parts(self) -> list[int]:
        """Widths of icon, words, key and icon after, as far as they are there."""
        words = self._block(_REST[self.role]).width if self._caption[0] else 0
        key = key_width(self._key, self.worn) if self._key else 0
        icon = self._icon_side() if self._has_icons else 0
        return [part for part in (icon if self._icon else 0, words, key, icon if self._icon_after else 0) if part]

    @property
    def _has_icons(self) -> bool:
        """Very large letters need the room of an icon that only repeats them; a tick says more than they do."""
        return not self._caption[0] or self.isCheckable() or not self.worn.kiosk or self.worn.zoom <= 150

    def _paint_inside(self, painter: QPainter, dress: _Dress) -> None:
        parts = self._parts()
        x = (self.width() - sum(parts) - self._gap() * (len(parts) - 1)) // 2
        middle = self.height() // 2
        side = self._icon_side()
        ink = self.worn.colour(dress.ink)
        if self._icon and self._has_icons:
            icons.paint(painter, self._icon, QRect(x, middle - side // 2, side, side), ink)
            x += side + self._gap()
        if self._caption[0]:
            block = self._block(dress)
            block.paint(painter, x, (self.height() - block.height(1 << 20)) // 2, 1 << 20)
            x += block.width + self._gap()
        if self._key:
            paint_key(painter, self._key, x, middle, self.worn)
            x += key_width(self._key, self.worn) + self._gap()
        if self._icon_after and self._has_icons:
            icons.paint(painter, self._icon_after, QRect(x, middle - side // 2, side, side), ink)

    def _height(self) -> int:
        if self.worn.kiosk:
            return self.worn.measure("button_main" if self.role is Role.MAIN else "target_min")
        return self.worn.measure("button_small" if self._small else "button_height")

    def _pad(self) -> int:
        if self.role is Role.LINK:
            return self.worn.pick(6, 16)
        return self.worn.pick(10 if self._small else 15, 32)

    def _gap(self) -> int:
        return self.worn.pick(6 if self._small else 9, 20)

    def _icon_side(self) -> int:
        return self.worn.icon_side(16, 40)

    def _radius(self) -> int:
        return self.worn.field_radius


class IconButton(Button):
    """A square button that shows only an icon; its words are heard and shown as a tip."""

    def __init__(self, icon: str, parent: QWidget | None = None, *, size: Size | None = None) -> None:
        super().__init__(Role.LINK, parent, icon=icon, small=True, size=size)

    def show_words(self, caption: str, language: str, second: str = "", second_language: str = "") -> None:
        """Say what the button does."""
        said = f"{caption} {second}".rstrip()
        self.setAccessibleName(said)
        self.setToolTip(said)

    def sizeHint(self) -> QSize:
        """Square."""
        side = self.worn.pick(26, 96)
        return QSize(side, side)

    def _dress(self) -> _Dress:
        dress = super()._dress()
        return _Dress(dress.fill, dress.edge, "muted", "muted") if dress is _REST[Role.LINK] else dress


class KeyHint(Words):
    """The name of a key in a small box, as in the status bar."""

    def __init__(self, key: str, parent: QWidget | None = None, *, size: Size | None = None) -> None:
        super().__init__(parent, size=size, wrap=False)
        self.key = key
        self.setText(key)

    def sizeHint(self) -> QSize:
        """The box."""
        return QSize(key_width(self.key, self.worn), self.worn.pick(20, 36))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box."""
        painter = QPainter(self)
        paint_key(painter, self.key, 0, self.height() // 2, self.worn)
        painter.end()


def key_width(key: str, worn: Theme) -> int:
    """Pixels a key's box takes."""
    return _key_block(key, worn, typefaces.loaded()).width + worn.pick(13, 24)


def paint_key(painter: QPainter, key: str, x: int, middle: int, worn: Theme) -> None:
    """Paint a key's box, centred on `middle`."""
    block = _key_block(key, worn, typefaces.loaded())
    height = worn.pick(20, 36)
    place = QRect(x, middle - height // 2, block.width + worn.pick(13, 24), height)
    shapes.box(painter, place, 4, worn.colour("surface"), worn.colour("field_line"))
    block.paint(painter, x + worn.pick(7, 12), middle - worn.style("key_hint").line // 2, 1 << 20)


@lru_cache(maxsize=128)
def _key_block(key: str, worn: Theme, _faces: int) -> Block:
    """The status bar paints its keys each time a case is saved, between two keys a person types."""
    return Block(((Span(key, "key_hint", "en"),),), worn)
