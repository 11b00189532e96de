"""Which font draws what, and what none of them has."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from talentdesk.paper import fonts
from talentdesk.paper.faces import Face, FontMissing

RARE = "㗎 𡃁 𨋢 𠮷 Łukasz Đặng Ελένη"


def faces_of(text: str, language: str = "zh-Hans") -> list[str]:
    return [piece.face for piece in fonts.pieces(text, language)]


def test_rare_names_have_a_font() -> None:
    assert fonts.missing(RARE) == ()


@pytest.mark.parametrize("text", ["\U0003134a", "\U0010fffd", "\ue000", "😀", "\0", "নম", "ש", "ພ"])
def test_a_character_without_a_font_is_told(text: str) -> None:
    assert fonts.missing(f"甲{text}乙") == tuple(text)


def test_names_in_shaped_scripts_have_a_font() -> None:
    assert fonts.missing("محمد ١٢ پرویز क्षत्रिय น้ำ Q\u0303") == ()
    assert fonts.missing("ن\u0591 कa") == ("\u0591",)


def test_missing_characters_are_told_once_in_their_order() -> None:
    assert fonts.missing("\U0010fffd😀\U0010fffd") == ("\U0010fffd", "😀")


def test_invisible_controls_and_line_ends_are_not_missing() -> None:
    assert fonts.missing("A\u200b\u202eB\r\n\tC\ufe0f") == ()


def test_the_language_of_the_form_chooses_between_regional_shapes() -> None:
    assert faces_of("骨", "zh-Hans") == ["NotoSansSC-Regular"]
    assert faces_of("骨", "zh-Hant-HK") == ["NotoSansHK-Regular"]


def test_each_chinese_font_stands_in_for_the_other_and_the_rare_one_for_both() -> None:
    assert faces_of("说", "zh-Hant-HK") == ["NotoSansSC-Regular"]
    assert faces_of("𨋢", "zh-Hans") == ["NotoSansHK-Regular"]
    assert faces_of("𠮷", "zh-Hans") == ["HanaMinB-rare"]


def test_shared_punctuation_takes_the_script_it_stands_in() -> None:
    assert faces_of("买买提·“中”")[3:] == ["NotoSansSC-Regular"] * 4
    assert set(faces_of("O’Neill")) == {"NotoSans-Regular"}


def test_a_decomposed_letter_is_one_piece_as_wide_as_the_composed_one() -> None:
    (piece,) = fonts.pieces("e\u0301")
    assert piece.text == "e\u0301"
    assert piece.advance == fonts.pieces("é")[0].advance


def test_a_mark_without_a_composed_letter_is_drawn_over_its_base() -> None:
    (piece,) = fonts.pieces("q\u0303")
    assert piece.face == "NotoSans-Regular"
    assert piece.advance == fonts.pieces("q")[0].advance


def test_what_runs_from_the_right_fills_its_cells_from_the_right() -> None:
    assert fonts.signs("Aعلي1") == ((0, "A"), (4, "ع"), (3, "ل"), (2, "ي"), (1, "1"))
    assert fonts.signs("क्षत्रिय") == ((0, "क्ष"), (1, "त्रि"), (2, "य"))
    assert fonts.signs("何丽") == ((0, "何"), (1, "丽"))


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("क्षत्रिय", ["क्ष", "त्रि", "य"]),
        ("क्\u200cष", ["क्\u200c", "ष"]),
        ("र्क्\u200dष", ["र्क्\u200dष"]),
        ("น้ำที่ เก่ง", ["น้ำ", "ที่", " ", "เ", "ก่", "ง"]),
        ("عَلِيّ", ["عَ", "لِ", "يّ"]),
        ("Q\u0303e\u0301x", ["Q\u0303", "e\u0301", "x"]),
    ],
)
def test_a_letter_keeps_its_marks_and_vowels_and_a_conjunct_stays_whole(text: str, units: list[str]) -> None:
    assert list(fonts.clusters(text)) == units


def test_a_variation_selector_stays_with_its_character() -> None:
    (piece,) = fonts.pieces("葛\U000e0100")
    assert piece.face
    assert not piece.missing


@pytest.mark.parametrize("name", ["NotoSans-Regular", "NotoSansHK-SemiBold", "NotoSansSC-Regular", "HanaMinB-rare"])
def test_glyphs_and_widths_are_those_of_the_file(name: str) -> None:
    face = fonts.face(name)
    with TTFont(face.path, lazy=True) as reference:
        order, metrics = reference.getReverseGlyphMap(), reference["hmtx"]
        characters = reference.getBestCmap()
        for code in list(characters)[:: max(1, len(characters) // 600)]:
            if (glyph := face.glyph(code)) or code >= 0x3000:
                assert glyph == order[characters[code]]
                assert face.advance(glyph) == metrics[characters[code]][0] / face.units


@pytest.mark.parametrize("name", ["NotoSans-Regular", "NotoSansSC-Regular"])
def test_the_older_character_map_agrees_with_the_newer(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    face, older = fonts.face(name), Face(fonts.face(name).path)
    monkeypatch.setattr(older, "_subtables", {(3, 1): older._subtables[3, 1]})
    assert [older.glyph(code) for code in range(0x20, 0x10000, 7)] == [
        face.glyph(code) for code in range(0x20, 0x10000, 7)
    ]


def test_a_font_file_that_is_gone_is_a_named_mishap_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(FontMissing) as mishap:
        Face(tmp_path / "NotoSans-Regular.ttf").glyph(65)
    assert mishap.value.file == "NotoSans-Regular.ttf"
    assert mishap.value.remedy


@pytest.mark.parametrize("content", [b"", b"not a font at all", b"\0\1\0\0" + b"\0" * 60])
def test_a_damaged_font_file_is_the_same_mishap(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "NotoSans-Regular.ttf"
    file.write_bytes(content)
    with pytest.raises(FontMissing):
        Face(file).glyph(65)
