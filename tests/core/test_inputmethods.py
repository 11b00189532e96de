"""From letters, strokes and code points to characters: names, places, rare ones, and the order they come in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import pytest

from talentdesk.core.inputmethods import (
    Candidate,
    Method,
    Refusal,
    Tables,
    at_code_point,
    candidates,
    radicals,
    with_radical,
)
from talentdesk.core.inputmethods.lookup import LONGEST
from talentdesk.core.inputmethods.spelling import spellings
from talentdesk.paths import room

HANS, HANT = "zh-Hans", "zh-Hant-HK"
Look = Callable[..., tuple[Candidate, ...]]


@pytest.fixture(scope="module")
def tables() -> Tables:
    return Tables(room("ui") / "keyboard")


@pytest.fixture
def look(tables: Tables) -> Look:
    def find(method: Method, typed: str, script: str = HANT, *, surname: bool = False) -> tuple[Candidate, ...]:
        return candidates(tables, method, typed, script=script, surname=surname)

    return find


def texts(found: tuple[Candidate, ...]) -> list[str]:
    return [each.text for each in found]


@pytest.mark.parametrize(
    ("character", "code"),
    [("𨋢", "jjyt"), ("𡃁", "rqbu"), ("詠", "yrine"), ("咏", "rine"), ("喆", "grgr"), ("堃", "ysg"), ("龑", "ypmk")],
)
def test_a_name_is_typed_by_its_cangjie_code(look: Look, character: str, code: str) -> None:
    assert look(Method.CANGJIE, code)[0] == Candidate(character, len(code))


@pytest.mark.parametrize(
    ("character", "reading"),
    [("𨋢", "lip"), ("𡃁", "leng"), ("詠", "wing6"), ("咏", "wing"), ("喆", "zit"), ("堃", "kwan"), ("龑", "jim5")],
)
def test_a_name_is_typed_by_its_sound_in_cantonese(look: Look, character: str, reading: str) -> None:
    assert character in texts(look(Method.JYUTPING, reading))


@pytest.mark.parametrize(
    ("character", "reading"),
    [
        ("詠", "yong"),
        ("咏", "yong"),
        ("喆", "zhe"),
        ("堃", "kun"),
        ("龑", "yan"),
        ("吕", "lyu"),
        ("吕", "lv"),
        ("略", "lue"),
    ],
)
def test_a_name_is_typed_by_its_sound_in_mandarin(look: Look, character: str, reading: str) -> None:
    assert character in texts(look(Method.PINYIN, reading, HANS))


@pytest.mark.parametrize(
    ("character", "radical", "beside"),
    [("𨋢", 159, 5), ("𡃁", 30, 15), ("詠", 149, 5), ("咏", 30, 5), ("喆", 30, 9), ("堃", 32, 8), ("龑", 212, 4)],
)
def test_a_name_is_found_by_radical_and_strokes(tables: Tables, character: str, radical: int, beside: int) -> None:
    assert character in with_radical(tables, radical, beside, HANT)


def test_a_radical_is_found_as_it_is_written() -> None:
    tables = Tables(room("ui") / "keyboard")
    assert (85, "氵") in radicals(tables, 3)
    assert (85, "水") in radicals(tables, 4)
    assert (149, "讠") in radicals(tables, 2)
    assert {each.number for strokes in range(1, 18) for each in radicals(tables, strokes)} == set(range(1, 215))
    assert radicals(tables, 40) == ()


def test_without_strokes_a_radical_shows_what_is_used(tables: Tables) -> None:
    found = with_radical(tables, 149, None, HANT)
    assert found[0] == "話"
    assert "詠" in found
    assert with_radical(tables, 149, 99, HANT) == ()


def test_both_counts_of_quick_lead_to_the_same_characters_as_cangjie(look: Look) -> None:
    assert "詠" in texts(look(Method.QUICK, "ye"))
    assert "𨋢" in texts(look(Method.QUICK, "jt"))
    assert look(Method.QUICK, "y")[0] == Candidate("卜", 1)


def test_a_code_begun_shows_what_is_still_to_be_typed(look: Look) -> None:
    assert Candidate("詠", 3, "ne") in look(Method.CANGJIE, "yri")
    whole = [each for each in look(Method.CANGJIE, "yri") if not each.rest]
    assert look(Method.CANGJIE, "yri")[: len(whole)] == tuple(whole), "a whole code comes first"


def test_one_letter_offers_only_what_is_used(look: Look, tables: Tables) -> None:
    found = look(Method.CANGJIE, "j")
    assert found[0].text == "十"
    assert all(each.text in tables.rank(HANT) for each in found[1:])


def test_surnames_come_first_where_one_is_expected(look: Look) -> None:
    assert texts(look(Method.PINYIN, "zha", HANS, surname=True))[0] == "查"
    assert texts(look(Method.PINYIN, "zha", HANS))[0] != "查"
    assert texts(look(Method.JYUTPING, "can", surname=True))[0] == "陳"
    assert texts(look(Method.PINYIN, "qiu", HANS, surname=True)).index("仇") < 6
    assert texts(look(Method.PINYIN, "ouyang", HANS, surname=True))[0] == "欧阳"
    assert texts(look(Method.JYUTPING, "aujoeng", HANT, surname=True))[0] == "歐陽"


def test_words_are_cut_into_syllables(look: Look) -> None:
    assert look(Method.PINYIN, "shenzhen", HANS)[0] == Candidate("深圳", 8)
    assert look(Method.PINYIN, "celue", HANS)[0].text == look(Method.PINYIN, "celve", HANS)[0].text == "策略"
    assert look(Method.PINYIN, "qianhai", HANS)[0] == Candidate("前海", 7)
    assert look(Method.JYUTPING, "hoenggong")[0] == Candidate("香港", 9)
    assert Candidate("香港特別行政區", 9) in look(Method.JYUTPING, "hoenggong"), "longer ones follow"
    assert look(Method.JYUTPING, "hoeng1gong2")[0] == Candidate("香港", 11)


def test_a_name_that_is_no_word_is_chosen_sign_by_sign(look: Look) -> None:
    first = look(Method.PINYIN, "chendawen", HANS, surname=True)[0]
    assert first == Candidate("陈", 4)
    rest = "chendawen"[first.used :]
    assert Candidate("大", 2) in look(Method.PINYIN, rest, HANS)


def test_syllables_that_can_be_cut_in_two_ways_are(look: Look) -> None:
    assert {"方案", "反感"} <= set(texts(look(Method.PINYIN, "fangan", HANS))[:3])
    found = texts(look(Method.PINYIN, "xian", HANS))
    assert found.index("先") < found.index("西安"), "one syllable is a character first"
    assert texts(look(Method.PINYIN, "xi'an", HANS))[0] == "西安"


def test_a_tone_narrows(look: Look) -> None:
    assert "永" in texts(look(Method.JYUTPING, "wing"))
    assert "永" not in texts(look(Method.JYUTPING, "wing6"))


def test_the_script_decides_the_order_and_the_words(look: Look) -> None:
    assert texts(look(Method.PINYIN, "chen", HANS))[0] == "陈"
    assert texts(look(Method.PINYIN, "chen", HANT)).index("陳") < texts(look(Method.PINYIN, "chen", HANT)).index("陈")
    assert look(Method.JYUTPING, "sau ging", HANS)[0].text == look(Method.JYUTPING, "sauging", HANS)[0].text
    assert texts(look(Method.PINYIN, "luohuqu", HANT))[0] == "羅湖區"
    assert texts(look(Method.JYUTPING, "lowukeoi", HANS))[0] == "罗湖区"


def test_letters_that_make_no_sense_are_left_over(tables: Tables) -> None:
    paths = spellings("chenx!", tables.pinyin(HANS))
    assert {path[-1].end for path in paths} == {4}
    assert [syllable.letters for syllable in paths[0]] == ["chen"]
    assert spellings("", tables.pinyin(HANS)) == ()
    assert spellings("!", tables.pinyin(HANS)) == ()


def test_any_letters_are_answered(look: Look) -> None:
    for method in (Method.PINYIN, Method.JYUTPING, Method.CANGJIE, Method.QUICK):
        assert look(method, "") == ()
        for typed in ("zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz", "xianxianxianxianxianxianxian", "'", "1", "ñ", "jj\t"):
            for each in look(method, typed):
                assert 0 < each.used <= min(len(typed), LONGEST)


def test_a_code_point_gives_its_character_or_says_why_not() -> None:
    everything = lambda character: True  # noqa: E731
    assert at_code_point("282E2", everything) == "𨋢"
    assert at_code_point("8A60", everything) == "詠"
    assert at_code_point("8A6", everything) is Refusal.UNFINISHED
    for digits in ("0000", "200B", "202E", "D800", "E000", "FFFFFF", "00A0", "GGGG"):
        assert at_code_point(digits, everything) is Refusal.NO_CHARACTER, digits
    assert at_code_point("4E00", lambda character: False) is Refusal.NO_GLYPH


def test_nothing_is_read_before_it_is_asked_for(tmp_path: Path) -> None:
    tables = Tables(tmp_path)
    with pytest.raises(FileNotFoundError):
        candidates(tables, Method.CANGJIE, "a", script=HANT)


def test_nothing_is_remembered(look: Look, tables: Tables) -> None:
    before = look(Method.PINYIN, "li", HANS)
    for _ in range(20):
        look(Method.PINYIN, "lichunhua", HANS, surname=True)
    assert look(Method.PINYIN, "li", HANS) == before


@pytest.mark.slow
def test_a_key_costs_a_fraction_of_reading_the_tables() -> None:
    """Reading them may take a tenth of a second on a slow machine, a key a twentieth of that."""

    def timed(act: Callable[[], object]) -> float:
        start = perf_counter()
        act()
        return perf_counter() - start

    def read() -> Tables:
        fresh = Tables(room("ui") / "keyboard")
        for method in (Method.PINYIN, Method.JYUTPING, Method.CANGJIE, Method.QUICK):
            for letter in "abcdefghijklmnopqrstuvwxyz":
                candidates(fresh, method, letter, script=HANT)
        return fresh

    whole = min(timed(read) for _ in range(2))
    tables = read()
    for method, typed in (
        (Method.PINYIN, "yi"),
        (Method.PINYIN, "xianxianxianxianxianxian"),
        (Method.JYUTPING, "g"),
        (Method.CANGJIE, "o"),
        (Method.QUICK, "y"),
    ):
        key = min(
            timed(lambda method=method, typed=typed: candidates(tables, method, typed, script=HANT)) for _ in range(5)
        )
        assert key < whole / 10, (method, typed, key, whole)
