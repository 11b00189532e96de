"""How the program looks: colours, type and sizes of one look (light, dark, high contrast) at one size."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any

from PySide6.QtGui import QColor, QFont, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication

from talentdesk import paths
from talentdesk.desktop import typefaces


class Look(StrEnum):
    """Which colours."""

    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high_contrast"


class Size(StrEnum):
    """Mouse and keyboard at a desk, or fingers on a screen."""

    COUNTER = "counter"
    KIOSK = "kiosk"


@dataclass(frozen=True, slots=True)
class TypeStyle:
    """Size of letters and height of a line in pixels, and weight (400 or 600)."""

    pixels: int
    line: int
    weight: int


class Theme:
    """One look at one size. Everything painted asks it; nothing painted names a colour or a size itself."""

    def __init__(self, look: Look, size: Size, zoom: int = 100) -> None:
        self.look = look
        self.size = size
        self.zoom = zoom
        """Per cent by which letters, and what holds them, are larger than drawn."""
        self.kiosk = size is Size.KIOSK
        self._colours = {name: QColor(value) for name, value in _tokens()["colour"][look].items()}
        self._styles = {name: _style(*value, zoom=zoom) for name, value in _tokens()["type"][size].items()}
        self._fonts: dict[tuple[str, str], QFont] = {}
        self._metrics: dict[tuple[str, str], QFontMetrics] = {}

    def colour(self, name: str) -> QColor:
        """The colour token `name`."""
        return self._colours[name]

    def style(self, name: str) -> TypeStyle:
        """The type token `name`. A second language without a style of its own is as large as the first, never larger;
        any other name the kiosk lacks is its body."""
        first = self._styles.get(name.removesuffix("_second"), self._styles["body"])
        return self._styles.get(name) or replace(first, weight=400)

    def font(self, name: str, language: str) -> QFont:
        """The type token `name` in the faces of `language`. Don't change the font that is returned."""
        key = (name, language)
        if key not in self._fonts:
            self._fonts[key] = _font(self.style(name), language)
        return self._fonts[key]

    def metrics(self, name: str, language: str) -> QFontMetrics:
        """How wide that font runs. A list asks for every line it paints; to make it costs as much as to use it."""
        key = (name, language)
        if key not in self._metrics:
            self._metrics[key] = QFontMetrics(self.font(name, language))
        return self._metrics[key]

    def measure(self, name: str) -> int:
        """The size token `name` of this size, in pixels."""
        value: int = _tokens()["size"][self.size][name]
        # What holds letters keeps its air, which need not grow with them.
        holds = name in _HOLD_LETTERS or (name in _HOLD_AT_COUNTER and not self.kiosk)
        return value * (100 + self.zoom) // 200 if holds else value

    def pick(self, counter: int, kiosk: int) -> int:
        """`counter` at the counter, `kiosk` on the kiosk: for the few sizes that have no token.

        Large letters on a desk need what holds them to grow on the way to the kiosk's size; air stays as it is.
        """
        if self.kiosk:
            return kiosk
        if self.zoom == 100 or not _AIR <= counter < kiosk:
            return counter
        return min(kiosk, counter * (100 + 3 * (self.zoom - 100) // 4) // 100)

    def icon_side(self, counter: int, kiosk: int) -> int:
        """The side of an icon that stands beside words: it grows as their letters do."""
        return kiosk if self.kiosk else min(kiosk, counter * self.zoom // 100)

    def breadth(self, pixels: int) -> int:
        """A width at which words find room beside each other, with the letters of this desk."""
        return pixels if self.kiosk else pixels * self.zoom // 100

    @property
    def field_radius(self) -> int:
        """Corner of a field or a plain button."""
        return self.pick(_tokens()["radius"]["field"], _tokens()["radius"]["kiosk_button"])

    @property
    def card_radius(self) -> int:
        """Corner of a card."""
        return self.pick(_tokens()["radius"]["card"], _tokens()["radius"]["kiosk_card"])

    @property
    def edge(self) -> int:
        """Edge of a field at rest."""
        return self.pick(_tokens()["line"]["hairline"], _tokens()["line"]["kiosk_edge"])

    @property
    def field_ring(self) -> int:
        """Ring of a focused field, in place of its edge."""
        return self.pick(_tokens()["line"]["focus"], _tokens()["line"]["kiosk_field_focus"])

    @property
    def ring(self) -> int:
        """Ring around a focused button."""
        return self.pick(_tokens()["line"]["focus"], _tokens()["line"]["kiosk_focus"])

    @property
    def ring_gap(self) -> int:
        """Air between a focused button and its ring."""
        return self.pick(_tokens()["line"]["focus_gap"], _tokens()["line"]["kiosk_focus_gap"])

    def palette(self) -> QPalette:
        """The colours for what Qt draws by itself."""
        palette = QPalette()
        for role, name in _ROLES.items():
            palette.setColor(role, self.colour(name))
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.colour("disabled"))
        return palette

    def style_sheet(self) -> str:
        """`theme.qss` with its `@tokens` filled in. It names no font size: that would override `setFont`."""
        return re.sub(r"@(\w+)", self._token, _template())

    def _token(self, match: re.Match[str]) -> str:
        name = match[1]
        if name in self._colours:
            return self._colours[name].name()
        return f"{self.pick(*_BAR[name])}px"


_ROLES = {
    QPalette.ColorRole.Window: "canvas",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "canvas",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.PlaceholderText: "muted",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "error",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.ToolTipBase: "surface",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.Light: "surface",
    QPalette.ColorRole.Midlight: "sunken",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "field_line",
}

# Sizes the style sheet may name: (counter, kiosk).
_BAR = {
    "bar_width": (12, 28),
    "bar_radius": (4, 12),
    "bar_margin": (2, 4),
    "bar_least": (32, 72),
    "menu_pad": (5, 22),
    "menu_side": (16, 40),
    "menu_icon": (38, 96),
}

# Measures that grow with the letters in them.
_HOLD_LETTERS = frozenset({"field_height", "chip_height", "chip_small"})
_HOLD_AT_COUNTER = frozenset({"header", "tabs", "status_bar", "button_height", "button_small", "search_height"})
_AIR = 20
"""Pixels; what is smaller holds no line of letters."""

ZOOMS = (100, 150, 200)
"""Sizes of the letters a person at a public machine can choose from, in per cent."""

_worn: dict[str, Theme] = {}


def current(size: Size | None = None) -> Theme:
    """The theme the program wears; with `size`, its twin at that size."""
    worn = _worn.get("theme") or theme(Look.LIGHT, Size.COUNTER)
    return worn if size is None or size is worn.size else theme(worn.look, size, worn.zoom)


@cache
def theme(look: Look, size: Size, zoom: int = 100) -> Theme:
    """The one theme of `look`, `size` and `zoom`."""
    return Theme(look, size, zoom)


def wear(app: QApplication, look: Look, size: Size, language: str, zoom: int = 100) -> Theme:
    """Dress the whole program, now or while it runs. Every widget hears of it as a style change."""
    worn = theme(look, size, zoom)
    _worn["theme"] = worn
    app.setPalette(worn.palette())
    app.setFont(worn.font("body", language))
    sheet = worn.style_sheet()
    # A sheet that stays the same would tell no widget; a change of size or language alone must be heard too.
    app.setStyleSheet(f"{sheet}\n/* {size} {zoom} {language} */")
    return worn


def _font(style: TypeStyle, language: str) -> QFont:
    font = QFont()
    font.setFamilies(list(typefaces.families(language)))
    font.setPixelSize(style.pixels)
    font.setWeight(QFont.Weight.DemiBold if style.weight == 600 else QFont.Weight.Normal)
    return font


def _style(pixels: int, line: int, weight: int, *, zoom: int) -> TypeStyle:
    return TypeStyle(pixels * zoom // 100, line * zoom // 100, 400 if weight < 500 else 600)


@cache
def _tokens() -> dict[str, Any]:
    return tomllib.loads((paths.room("ui") / "tokens.toml").read_text("utf-8"))


@cache
def _template() -> str:
    return (paths.room("ui") / "theme.qss").read_text("utf-8")
