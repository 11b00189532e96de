"""Where lines break, and how small type gets."""

from __future__ import annotations

from talentdesk.paper.fonts import measure, pieces, width
from talentdesk.paper.lines import Line, break_lines, fit, height
from talentdesk.paper.page import Rect


def text_of(lines: tuple[Line, ...] | None) -> list[str]:
    return ["".join(piece.text for piece in line) for line in lines or ()]


def broken(text: str, room: float, size: float = 10) -> list[str]:
    return text_of(break_lines(pieces(text), size, room, anywhere=True))


def test_words_stay_whole_and_lose_the_space_they_break_at() -> None:
    assert broken("FERREIRA DA COSTA", measure("FERREIRA DA", 10)) == ["FERREIRA DA", "COSTA"]


def test_chinese_breaks_anywhere_but_not_before_closing_punctuation() -> None:
    assert broken("深圳，前海", measure("深圳", 10)) == ["深", "圳，", "前海"]


def test_opening_punctuation_goes_down_with_what_it_opens() -> None:
    assert broken("设计（深圳）", measure("设计（", 10)) == ["设计", "（深", "圳）"]


def test_a_hyphen_may_end_a_line() -> None:
    assert broken("CASTRO-FERNANDES", measure("CASTRO-", 10)) == ["CASTRO-", "FERNAN", "DES"]


def test_a_line_end_typed_is_kept() -> None:
    assert broken("甲\n乙", 100) == ["甲", "乙"]


def test_a_word_is_set_smaller_before_it_is_broken() -> None:
    word = "WOLFESCHLEGELSTEINHAUSEN"
    fitted = fit(word, Rect(0, 0, measure(word, 8), 10), 10.5, 7)
    assert fitted.whole
    assert text_of(fitted.lines) == [word]
    assert fitted.size <= 8


def test_a_text_too_long_for_the_floor_says_so_and_stays_inside() -> None:
    room = Rect(0, 0, 40, 10)
    fitted = fit("深圳市前海" * 2000, room, 10.5, 7)
    assert not fitted.whole
    assert fitted.size == 7
    assert height(len(fitted.lines), 7) <= room.height
    assert all(width(line, 7) <= room.width + 1e-6 for line in fitted.lines)
