"""The tokens' contrast, the style sheet, the fonts' order, and what happens when a font file is gone."""

from __future__ import annotations

import re
import shutil
import sys
import tomllib
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QFont, QFontInfo
from PySide6.QtWidgets import QApplication, QWidget

from talentdesk import paths
from talentdesk.desktop import icons, theme, typefaces
from talentdesk.desktop.theme import Look, Size

TEXT = 4.5
LINE = 3.0
WORDS = ("text", "muted", "accent", "attention", "error", "ok", "on_accent", "paper_ink", "accent_hover")
LINES = ("field_line", "attention_line", "error_line", "ok_line", "focus", "disabled", "paper_line")


def luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())


def contrast(one: QColor, other: QColor) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def pairs() -> list[tuple[str, str, str]]:
    """(look, ink, background) as the comments in the tokens list them."""
    found, look = [], ""
    for line in (paths.room("ui") / "tokens.toml").read_text("utf-8").splitlines():
        if head := re.match(r"\[colour\.(\w+)\]", line):
            look = head[1]
        elif line.startswith("["):
            look = ""
        elif look and (name := re.match(r"(\w+) = ", line)) and "#" in line.split('"')[-1]:
            comment = line.rsplit("#", 1)[1]
            found += [(look, name[1], ground) for ground in re.findall(r"on (\w+) [\d.]+", comment)]
    return [pair for pair in found if pair[1] in WORDS + LINES]


@pytest.mark.parametrize(("look", "ink", "ground"), pairs())
def test_each_listed_pair_can_be_read(look: str, ink: str, ground: str) -> None:
    worn = theme.theme(Look(look), Size.COUNTER)
    least = TEXT if ink in WORDS else LINE
    assert contrast(worn.colour(ink), worn.colour(ground)) >= least


def test_pairs_are_really_read_from_the_tokens() -> None:
    assert len(pairs()) > 100


@pytest.mark.parametrize("look", list(Look))
@pytest.mark.parametrize("size", list(Size))
def test_style_sheet_has_no_token_left_and_no_font_size(look: Look, size: Size) -> None:
    sheet = theme.theme(look, size).style_sheet()
    assert "@" not in sheet
    assert "font-size" not in sheet


def test_every_type_token_is_shipped_weight_and_not_below_the_floor() -> None:
    floors = {Size.COUNTER: 12, Size.KIOSK: 22}
    tokens = tomllib.loads((paths.room("ui") / "tokens.toml").read_text("utf-8"))
    for size in Size:
        for name in tokens["type"][size]:
            style = theme.theme(Look.LIGHT, size).style(name)
            assert style.pixels >= floors[size], name
            assert style.line > style.pixels, name
            assert style.weight in (400, 600), name


def test_both_sizes_have_every_counter_type_token() -> None:
    tokens = tomllib.loads((paths.room("ui") / "tokens.toml").read_text("utf-8"))
    assert set(tokens["type"]["counter"]) - set(tokens["type"]["kiosk"]) <= set()


@pytest.mark.parametrize("size", list(Size))
def test_a_second_language_is_never_larger_than_the_first(size: Size) -> None:
    worn = theme.theme(Look.LIGHT, size)
    for name in ("small", "body", "button_small", "message", "label", "page_title"):
        assert worn.style(f"{name}_second").pixels <= worn.style(name).pixels, name
    assert worn.style("button_small_second").weight == 400


def test_chinese_face_stands_first_for_chinese_and_latin_for_the_rest() -> None:
    assert typefaces.families("zh-Hans")[0] == "Noto Sans SC"
    assert typefaces.families("zh-Hant-HK")[0] == "Noto Sans HK"
    assert typefaces.families("pt")[0] == "Noto Sans"
    for language in ("zh-Hans", "zh-Hant-HK", "en", "pt"):
        assert typefaces.families(language)[-1] == "HanaMinB"


@pytest.mark.parametrize(("language", "family"), [("zh-Hans", "Noto Sans SC"), ("zh-Hant-HK", "Noto Sans HK")])
@pytest.mark.parametrize("style", ["label", "body"])
def test_the_wanted_face_is_what_is_drawn(fonts: None, language: str, family: str, style: str) -> None:
    font = theme.theme(Look.LIGHT, Size.COUNTER).font(style, language)
    assert QFontInfo(font).family().startswith(family)
    assert (QFontInfo(font).weight() >= QFont.Weight.DemiBold) is (style == "label")


def test_rare_character_is_drawn_once_its_face_is_loaded(fonts: None, dressed: object) -> None:
    from PySide6.QtGui import QFontMetrics

    for language in ("zh-Hans", "zh-Hant-HK", "en"):
        metrics = QFontMetrics(theme.current().font("input", language))
        assert all(metrics.inFontUcs4(ord(character)) for character in "㗎𡃁𨋢𠮷ŁĐΕعकท")


def test_missing_font_file_is_named_with_its_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    room = tmp_path / "ui"
    shutil.copytree(paths.room("ui") / "icons", room / "icons")
    (room / "fonts").mkdir()
    (room / "fonts" / "NotoSans-Regular.ttf").write_bytes(b"not a font")
    monkeypatch.setattr(paths, "room", lambda name: tmp_path / name)
    monkeypatch.setattr(typefaces, "_loaded", set())
    lost = typefaces.load_first("zh-Hans", "en")
    assert {missing.file for missing in lost} >= {"NotoSans-Regular.ttf", "NotoSansSC-Regular.ttf"}
    assert "NotoSans-Regular.ttf" in lost[0].sentence("en")
    assert "ui/fonts" in lost[0].remedy("en")


def test_every_icon_draws_something_in_its_colour(qapp: QApplication) -> None:
    for file in sorted((paths.room("ui") / "icons").glob("*.svg")):
        image = icons.pixmap(file.stem, 32, QColor("#ff0000")).toImage()
        inked = [image.pixelColor(x, y) for x in range(32) for y in range(32) if image.pixelColor(x, y).alpha() > 200]
        assert inked, file.name
        assert all(colour.red() > 240 and colour.green() < 15 for colour in inked), file.name


def test_icon_is_sharp_on_a_dense_screen(qapp: QApplication) -> None:
    picture = icons.pixmap("printer", 16, QColor("black"), 2.0)
    assert picture.width() == 32
    assert picture.deviceIndependentSize().width() == 16


def test_theme_changes_while_the_program_runs(dressed: object, qtbot: object) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)  # type: ignore[attr-defined]
    widget.show()
    before = theme.current()
    dressed(Look.DARK)  # type: ignore[operator]
    assert theme.current() is not before
    assert widget.palette().window().color() == theme.current().colour("canvas")


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal: it has no count to lose")
def test_qt_calls_keep_their_hands_off_none(qapp: QApplication) -> None:
    """PySide6 6.12.0 drops one reference to None a call, and CPython 3.11 dies of it after some thousands."""
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(200):
        thing.setObjectName("x")
    assert abs(sys.getrefcount(None) - before) < 50


def test_letters_grow_and_what_holds_them_with_them_but_not_the_screen() -> None:
    plain, large = (theme.theme(theme.Look.LIGHT, theme.Size.KIOSK, zoom) for zoom in (100, 200))
    assert large.style("body").pixels == 2 * plain.style("body").pixels
    assert large.measure("field_height") > large.style("input").line
    assert large.measure("side_margin") == plain.measure("side_margin")
    assert large.colour("text") == plain.colour("text")


def test_icons_beside_words_grow_as_their_letters_do() -> None:
    sides = [theme.theme(Look.LIGHT, Size.COUNTER, zoom).icon_side(16, 32) for zoom in theme.ZOOMS]
    assert sides == [16, 24, 32]
    assert theme.theme(Look.LIGHT, Size.KIOSK, 100).icon_side(16, 32) == 32
