"""What one person's answer looks like in its box."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from talentdesk.core.form import Kind, Text
from talentdesk.core.interview import AnswerState, cell
from talentdesk.core.sheet import Align, Box, BoxKind, Says
from talentdesk.core.sheet import Overflow as Policy
from talentdesk.core.values import date_parts
from talentdesk.i18n import listed, say
from talentdesk.paper.anatomy import Anatomy, anatomy, cell_key, date_key, tick_key
from talentdesk.paper.fonts import missing, signs
from talentdesk.paper.lines import Fitted, fit, height, set_lines
from talentdesk.paper.page import Item, LaidBox, MissingCharacter, Overflow, Rect, Stroke

if TYPE_CHECKING:
    from talentdesk.core.interview import Interview

_NAMES = re.compile(r"\{([^{}]*)\}")
_REFERENCE, _REFERENCE_FLOOR = 6.5, 5.0


@dataclass(frozen=True, slots=True)
class _Drawn:
    items: tuple[Item, ...] = ()
    over: str = ""
    """Text that goes on the continuation sheet."""


def lay_values(box: Box, interview: Interview | None, languages: tuple[str, ...], item: int = 0) -> LaidBox:
    """The box with its answer; without an interview empty. `item`: its number on the continuation sheet."""
    _, parts, blank = _prepared(box, languages)
    if interview is None or not blank.questions:
        return blank
    drawn = _DRAW[box.kind](box, parts, interview, languages, item)
    overflow = Overflow(box.id, item, drawn.over) if drawn.over else None
    lost = tuple([each for question in blank.questions for each in _lost(question, interview, languages)])
    if not (drawn.items or overflow or lost):
        return blank
    return LaidBox(blank.id, blank.questions, blank.rect, drawn.items, overflow, lost, blank.places)


_ready: dict[tuple[int, tuple[str, ...]], tuple[Box, Anatomy, LaidBox]] = {}
"""By identity, which costs nothing however much a box holds; kept with the box, or another could take its identity."""
_MOST_READY = 2048


def _prepared(box: Box, languages: tuple[str, ...]) -> tuple[Box, Anatomy, LaidBox]:
    """The box taken apart, and as it is without an answer."""
    key = (id(box), languages)
    found = _ready.get(key)
    if found is None:
        if len(_ready) >= _MOST_READY:
            _ready.clear()
        parts = anatomy(box, languages)
        rect = Rect(box.x, box.y, box.width, box.height)
        found = _ready[key] = (box, parts, LaidBox(box.id, box.questions, rect, places=_places(box, parts)))
    return found


def _places(box: Box, parts: Anatomy) -> tuple[tuple[str, Rect], ...]:
    rows = (
        (cell(box.question, row, column.id), place)
        for row, places in enumerate(parts.table)
        for column, place in zip(box.columns, places, strict=True)
    )
    return (*((f"{box.question}={code}", square) for code, square in parts.ticks), *rows)


def _lost(question: str, interview: Interview, languages: Sequence[str]) -> Iterator[MissingCharacter]:
    for name in (question, *_cells_of(question, interview)):
        for character in missing(answer(interview, name, languages)):
            yield MissingCharacter(name, character, f"U+{ord(character):04X}")


def _cells_of(question: str, interview: Interview) -> Iterator[str]:
    if interview.state(question) is not AnswerState.ANSWERED:
        return
    columns = interview.question(question).columns
    for row in range(interview.rows(question) if columns else 0):
        yield from (cell(question, row, column.id) for column in columns)


def answer(interview: Interview, question: str, languages: Sequence[str], says: Says = Says.BOTH) -> str:
    """The answer as it is printed: choices in words, dates as year-month-day, everything else exactly as typed."""
    if interview.state(question) is AnswerState.NOT_ASKED:
        return ""
    shown = interview.display(question)
    if shown.zh == shown.en:
        return shown.zh.strip()
    labels = _several(interview, question) or (shown,)
    return in_words(listed(labels, languages[0]), listed(labels, languages[1]), languages, says)


def _several(interview: Interview, question: str) -> tuple[Text, ...]:
    """The words of more than one answer from a list: they are translated one by one."""
    if interview.question(question).kind is not Kind.CHOICES or interview.state(question) is AnswerState.DECLINED:
        return ()
    return interview.chosen(question)


def in_words(first: str, second: str, languages: Sequence[str], says: Says = Says.BOTH) -> str:
    """An answer from a list in one language or both."""
    if says is Says.FIRST or first == second:
        return first
    return second if says is Says.SECOND else f"{first} {second}"


def box_text(box: Box, interview: Interview, languages: Sequence[str]) -> str:
    """Everything a text box prints."""
    if box.question:
        return answer(interview, box.question, languages, box.says)
    filled = _NAMES.sub(lambda name: answer(interview, name[1], languages, box.says), box.value)
    return " ".join(filled.split())


def reference(languages: Sequence[str], item: int) -> str:
    """The words that send the reader to the continuation sheet."""
    said = (say("See continuation sheet, item {item}", language, item=item) for language in languages[:2])
    return "→ " + "  ".join(dict.fromkeys(said))


def _fit_reference(room: Rect, languages: Sequence[str], item: int) -> Fitted:
    """In both languages where it can be read, in the first alone, or an arrow with the number."""
    said = (reference(languages, item), reference(languages[:1], item), f"→ {item}")
    for words in said:
        fitted = fit(words, room, _REFERENCE, _REFERENCE_FLOOR, languages[0])
        if fitted.whole:
            return fitted
    return fit(said[-1], room, _REFERENCE_FLOOR, 3.0, languages[0])


def _refer(
    room: Rect, languages: Sequence[str], item: int, *, align: Align = Align.LEFT, part: str = ""
) -> tuple[tuple[Item, ...], float]:
    fitted = _fit_reference(room, languages, item)
    tall = height(len(fitted.lines), fitted.size)
    return set_lines(fitted, Rect(room.x, room.bottom - tall, room.width, tall), align=align, part=part), tall


def _draw_text(box: Box, parts: Anatomy, interview: Interview, languages: tuple[str, ...], item: int) -> _Drawn:
    text = box_text(box, interview, languages)
    return _text_in(parts.value, text, box, languages, item)


def _text_in(room: Rect, text: str, box: Box, languages: tuple[str, ...], item: int) -> _Drawn:
    if not text:
        return _Drawn()
    fitted = fit(text, room, box.size, box.floor, languages[0])
    if fitted.whole:
        return _Drawn(set_lines(fitted, room, align=box.align, middle=not box.top))
    refer, tall = _refer(room, languages, item)
    above = Rect(room.x, room.y, room.width, room.height - tall)
    if box.overflow is Policy.REFER or above.height < height(1, box.floor):
        refer, _ = _refer(Rect(room.x, room.y, room.width, (room.height + tall) / 2), languages, item)
        return _Drawn(refer, over=text)
    begun = replace(fit(text, above, box.floor, box.floor, languages[0]), whole=True)  # the rest stands overleaf
    return _Drawn((*set_lines(begun, above, middle=False), *refer), text)


def _draw_cells(box: Box, parts: Anatomy, interview: Interview, languages: tuple[str, ...], item: int) -> _Drawn:
    text = box_text(box, interview, languages)
    if len(text) > len(parts.cells) and box.question and interview.question(box.question).kind is Kind.DATE:
        text = _digits_alone(text)
    placed = signs(text)
    if len(placed) > len(parts.cells):
        return _Drawn(_refer(parts.note, languages, item)[0], text)
    cells = [parts.cells[place] for place, _ in placed]
    said = [sign for _, sign in placed]
    return _Drawn(tuple(_in_cells(cells, said, box.size, languages, [box.id] * len(said))))


def _digits_alone(text: str) -> str:
    """A date as eight digits, for eight cells; what is no such date as it stands."""
    year, month, day = date_parts(text)
    digits = f"{year:0>4}{month:0>2}{day:0>2}"
    return digits if day and len(digits) == 8 and digits.isascii() and digits.isdigit() else text


def _in_cells(
    cells: Sequence[Rect], texts: Sequence[str], size: float, languages: tuple[str, ...], keys: Sequence[str]
) -> Iterator[Item]:
    for place, text, key in zip(cells, texts, keys, strict=False):
        fitted = fit(text, place.inset(0.3, 0), size, 4.0, languages[0])
        yield from set_lines(fitted, place, align=Align.CENTRE, part=key)


def _draw_date(box: Box, parts: Anatomy, interview: Interview, languages: tuple[str, ...], item: int) -> _Drawn:
    text = answer(interview, box.question, languages, box.says)
    if not text:
        return _Drawn()
    if interview.state(box.question) is AnswerState.DECLINED:
        return _text_in(parts.note, text, box, languages, item)
    digits = date_parts(text)
    if any(_spills(part, most, place) for part, most, place in zip(digits, (4, 2, 2), parts.cells, strict=True)):
        return _Drawn(_refer(parts.note, languages, item)[0], text)
    return _Drawn(
        tuple(_in_cells(parts.cells, digits, box.size, languages, [date_key(box, part) for part in range(3)]))
    )


def _spills(part: str, most: int, place: Rect) -> bool:
    """Whether a part of a date has no room: it is no number of so many digits, or the form asks not for it."""
    return len(part) > most or (bool(part) and place.width <= 0)


def _codes(interview: Interview, question: str) -> frozenset[str]:
    if interview.state(question) is AnswerState.DECLINED:
        return frozenset({""})
    if interview.state(question) is not AnswerState.ANSWERED:
        return frozenset()
    return frozenset(interview.typed.get(question, "").split())


def _draw_ticks(box: Box, parts: Anatomy, interview: Interview, languages: tuple[str, ...], item: int) -> _Drawn:
    codes = _codes(interview, box.question)
    marks = tuple(replace(tick_mark(square), part=tick_key(box, code)) for code, square in parts.ticks if code in codes)
    if codes - {code for code, _ in parts.ticks} - box.silent - {""}:
        text = answer(interview, box.question, languages)
        return _Drawn((*marks, *_refer(parts.note, languages, item, align=Align.RIGHT)[0]), text)
    return _Drawn(marks)


def tick_mark(square: Rect) -> Stroke:
    """A tick drawn as a path: no font needs to have it."""
    at = ((0.16, 0.52), (0.42, 0.8), (0.9, 0.12))
    return Stroke(tuple((square.x + square.width * x, square.y + square.height * y) for x, y in at), 0.5, round=True)


def _draw_table(box: Box, parts: Anatomy, interview: Interview, languages: tuple[str, ...], item: int) -> _Drawn:
    if interview.state(box.question) is AnswerState.DECLINED:
        return _text_in(
            parts.table[0][0].inset(1.2, 0.3), answer(interview, box.question, languages), box, languages, item
        )
    if interview.state(box.question) is AnswerState.NOT_ASKED:
        return _Drawn()
    rows = [
        [answer(interview, cell(box.question, row, column.id), languages, column.says) for column in box.columns]
        for row in range(interview.rows(box.question))
    ]
    items: list[Item] = []
    over = len(rows) > len(parts.table)
    for row, (places, texts) in enumerate(zip(parts.table, rows, strict=False)):
        for column, place, text in zip(box.columns, places, texts, strict=True):
            room = place.inset(1.2, 0.3, 0.6)
            fitted = fit(text, room, box.size, min(box.floor, 6.5), languages[0])
            over = over or not fitted.whole
            key = cell_key(box, row, column.id)
            items += set_lines(fitted, room, part=key) if fitted.whole else _refer(room, languages, item, part=key)[0]
    if not over:
        return _Drawn(tuple(items))
    whole = "\n".join(
        f"{number}. " + " · ".join(text for text in texts if text) for number, texts in enumerate(rows, 1)
    )
    return _Drawn((*items, *_refer(parts.note, languages, item, align=Align.RIGHT)[0]), over=whole)


def _draw_nothing(box: Box, parts: Anatomy, interview: Interview, languages: tuple[str, ...], item: int) -> _Drawn:
    return _Drawn()


_DRAW = {
    BoxKind.TEXT: _draw_text,
    BoxKind.CELLS: _draw_cells,
    BoxKind.DATE: _draw_date,
    BoxKind.TICKS: _draw_ticks,
    BoxKind.TABLE: _draw_table,
    BoxKind.SIGNATURE: _draw_text,
    BoxKind.PHOTO: _draw_nothing,
    BoxKind.SEAL: _draw_nothing,
    BoxKind.NOTE: _draw_nothing,
}
