"""A rare character is found by its code point, its Cangjie code or its sound, and by nothing that only begins so."""

from __future__ import annotations

import pytest

from talentdesk import paths
from talentdesk.core.inputmethods import Method, Refusal, Tables
from talentdesk.core.inputmethods.anycode import by_any_code

TABLES = Tables(paths.room("ui") / "keyboard")


@pytest.mark.parametrize(
    ("typed", "method"),
    [
        ("210C1", Method.CODE_POINT),
        ("U+210c1", Method.CODE_POINT),
        (" 210c1 ", Method.CODE_POINT),
        ("rqbu", Method.CANGJIE),
        ("leng", Method.JYUTPING),
        ("leng1", Method.JYUTPING),
    ],
)
def test_whatever_is_known_of_it_finds_it(typed: str, method: Method) -> None:
    found, refusal = by_any_code(TABLES, typed, "zh-Hant-HK", lambda _: True)
    assert refusal is None
    assert [each.method for each in found if each.text == "𡃁"] == [method]
    assert all(len(each.text) == 1 for each in found)


def test_a_code_point_comes_before_a_sound_and_none_is_offered_twice() -> None:
    found, _ = by_any_code(TABLES, "FACE", "zh-Hant-HK", lambda _: True)
    assert found[0].method is Method.CODE_POINT
    sounded, _ = by_any_code(TABLES, "leng", "zh-Hans", lambda _: True)
    texts = [each.text for each in sounded]
    assert len(texts) == len(set(texts))
    assert sounded[0].method is Method.PINYIN, "on the Mainland the Mandarin sound comes first"


@pytest.mark.parametrize(
    ("typed", "drawn", "refusal"),
    [
        ("", True, None),
        ("210", True, None),
        ("zzzzz", True, None),
        ("110000", True, Refusal.NO_CHARACTER),
        ("202E", True, Refusal.NO_CHARACTER),
        ("210C1", False, Refusal.NO_GLYPH),
        ("'; --", True, None),
        ("9" * 500, True, None),
    ],
)
def test_what_is_none_gives_none(typed: str, drawn: bool, refusal: Refusal | None) -> None:
    assert by_any_code(TABLES, typed, "zh-Hant-HK", lambda _: drawn) == ((), refusal)
