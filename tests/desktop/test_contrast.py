"""Every pair of colours that is really painted beside each other has the contrast WCAG 2.2 AA asks for, in all looks.

The screens are painted once in colours that occur nowhere else, one a token and without smooth edges; which token
touches which is read from the pictures. What touches is then computed in the colours of each look.
"""

from __future__ import annotations

import itertools
import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from accesschecks import contrast, pixels
from everyscreen import counter_screens, kiosk_screens, picture_module
from kioskside import Machine
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from talentdesk.desktop import icons, theme
from talentdesk.desktop.theme import Look, Size
from talentdesk.settings import Settings

TEXT, SHAPE = 4.5, 3.0
GROUNDS = frozenset({"canvas", "surface", "sunken", "accent_soft", "attention_soft", "error_soft", "ok_soft", "paper"})
"""What words and lines stand on."""
FILLS = frozenset({"accent", "accent_hover"})
"""What `on_accent` stands on; the rest of the time they are words themselves."""
WORDS = frozenset({"text", "muted", "accent", "attention", "error", "ok", "on_accent", "paper_ink"})
SHAPES = frozenset({"field_line", "attention_line", "error_line", "ok_line", "focus", "paper_line", "disabled"})
"""Edges of controls, marks and rings; `disabled` words are exempt from 1.4.3 and kept readable all the same."""
DECORATION = frozenset({"line", "accent_line"})
"""Separators between what air separates already, and the edge of a chip whose word and icon say it all."""
SEEN = 12
"""Pixels that touch, on all screens, before a pair counts: two tokens that meet at a corner are no pair."""
SMOOTH = 2
"""Pixels between two colours that smooth lines mix."""


def names() -> list[str]:
    """All colour tokens."""
    return list(theme.theme(Look.LIGHT, Size.COUNTER)._colours)


def false_colours() -> dict[str, QColor]:
    """One for each token, far from each other."""
    steps = (40, 125, 210)
    cube = [QColor(r, g, b) for r, g, b in itertools.product(steps, steps, (30, 140, 250))]
    return dict(zip(names(), cube, strict=False))


@pytest.fixture
def painted_falsely(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[int, str]]:
    """Every theme wears the false colours; tells which pixel is which token."""
    colours, set_font, hint = false_colours(), theme._font, QPainter.setRenderHint

    def crisp(style: theme.TypeStyle, language: str) -> QFont:
        font = set_font(style, language)
        font.setStyleStrategy(QFont.StyleStrategy.NoAntialias)
        return font

    def rough(self: QPainter, which: QPainter.RenderHint, on: bool = True) -> None:
        hint(self, which, on and which is not QPainter.RenderHint.Antialiasing)

    monkeypatch.setattr(theme, "_font", crisp)
    monkeypatch.setattr(QPainter, "setRenderHint", rough)
    monkeypatch.setattr(theme.Theme, "colour", lambda _self, name: colours[name])
    theme.theme.cache_clear()
    icons._pixmap.cache_clear()
    yield {colour.rgb(): name for name, colour in colours.items()}
    theme.theme.cache_clear()
    icons._pixmap.cache_clear()


def touching(image: QImage, tokens: dict[int, str]) -> Counter[tuple[str, str]]:
    """How many pixels of one token lie beside one of another, along the rows and down the columns."""
    found: Counter[tuple[str, str]] = Counter()
    for picture in (image, image.transposed() if hasattr(image, "transposed") else _turned(image)):
        flat, width = pixels(picture), picture.width()
        before = None
        for at in range(0, len(flat), width):
            row = bytes(flat[at : at + width])
            if row == before:
                continue
            before = row
            _along(flat[at : at + width], tokens, found)
    return found


def _turned(image: QImage) -> QImage:
    from PySide6.QtGui import QTransform

    return image.transformed(QTransform().rotate(90))


def _along(row: memoryview, tokens: dict[int, str], found: Counter[tuple[str, str]]) -> None:
    last, gap = "", 0
    for pixel, run in itertools.groupby(row):
        name = tokens.get(pixel, "")
        if not name:
            gap += sum(1 for _ in run)
            continue
        if last and gap <= SMOOTH and last != name:
            found[min(last, name), max(last, name)] += 1
        last, gap = name, 0


def least(one: str, other: str) -> float:
    """The contrast two tokens that touch need; 0: none."""
    if "on_accent" in (one, other):
        partner = other if one == "on_accent" else one
        return TEXT if partner in FILLS else 0
    ground, ink = (one, other) if one in GROUNDS else (other, one)
    if ground not in GROUNDS or ink in GROUNDS or ink in DECORATION:
        return 0
    return TEXT if ink in WORDS else SHAPE


def measured(look: Look, one: str, other: str) -> float:
    """Their contrast in a look. On paper, which is light in every look, marks wear the light look's colours."""
    light, worn = (theme.theme(each, Size.COUNTER)._colours for each in (Look.LIGHT, look))
    on_paper = "paper" in (one, other)
    return contrast(
        *(light[each] if on_paper and not each.startswith("paper") else worn[each] for each in (one, other))
    )


def check(pairs: Counter[tuple[str, str]]) -> list[str]:
    """Pairs that fail, in each look."""
    theme.theme.cache_clear()
    found = []
    for (one, other), count in sorted(pairs.items()):
        for look in Look:
            ratio = measured(look, one, other)
            if count >= SEEN and ratio < least(one, other):
                found.append(f"{look}: {one} beside {other} {ratio:.2f} < {least(one, other)} ({count} px)")
    return found


def tell(name: str, pairs: Counter[tuple[str, str]]) -> None:
    """Writes what was measured where somebody wants to read it."""
    if place := os.environ.get("TALENTDESK_FIGURES"):
        lines = []
        for (one, other), count in sorted(pairs.items()):
            if count >= SEEN and least(one, other):
                ratios = " ".join(f"{measured(look, one, other):5.2f}" for look in Look)
                lines.append(f"{one:15} {other:15} {least(one, other)} {ratios}")
        (Path(place) / f"{name}.txt").write_text("\n".join(lines) + "\n")


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_whatever_touches_on_the_public_machine_can_be_told_apart(
    painted_falsely: dict[int, str], qtbot: QtBot, dressed: Callable[..., object]
) -> None:
    machine, pairs = Machine(qtbot), Counter[tuple[str, str]]()
    for _name, window in kiosk_screens(machine):
        pairs += touching(window.grab().toImage(), painted_falsely)
    machine.end()
    tell("kiosk", pairs)
    assert len(pairs) > 25
    assert check(pairs) == []


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_whatever_touches_at_the_counter_can_be_told_apart(
    painted_falsely: dict[int, str], qtbot: QtBot, dressed: Callable[..., object], tmp_path: Path
) -> None:
    settings = Settings(language="en", second_language="zh-Hans", counter_name="3")
    stage, pairs = picture_module().Stage(settings, tmp_path), Counter[tuple[str, str]]()
    stage.frame.resize(1280, 800)
    for _name, window in counter_screens(stage):
        pairs += touching(window.grab().toImage(), painted_falsely)
    stage.end()
    tell("counter", pairs)
    assert len(pairs) > 25
    assert check(pairs) == []


def test_a_pair_that_cannot_be_read_is_found(qapp: QApplication) -> None:
    """The measure itself: words in the colour of a separator, on a card."""
    colours = false_colours()
    image = QImage(60, 60, QImage.Format.Format_RGB32)
    image.fill(colours["surface"])
    painter = QPainter(image)
    painter.fillRect(10, 10, 40, 40, colours["muted"])
    painter.fillRect(20, 20, 20, 20, colours["accent"])
    painter.end()
    pairs = touching(image, {colour.rgb(): name for name, colour in colours.items()})
    assert set(pairs) == {("muted", "surface"), ("accent", "muted")}
    assert least("muted", "surface") == TEXT
    assert least("field_line", "canvas") == SHAPE
    assert least("line", "surface") == 0
    assert contrast(QColor("#777777"), QColor("#ffffff")) == pytest.approx(4.48, abs=0.01)
