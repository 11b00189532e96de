"""A sheet for procedures that have no form of their own on paper: laid out from the edition's sections and questions.

It is a sheet like one that was placed by hand, so overflow, continuation, preview and blank printing are the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from talentdesk.core.form import APPLICATION_SHEET, Edition, Kind, Question, Section, Text
from talentdesk.core.interview import YES_NO
from talentdesk.core.sheet import A4, Box, BoxKind, Column, Overflow, Sheet, SheetPage, SheetSection, Tick
from talentdesk.core.words import N_
from talentdesk.i18n import LANGUAGES, say, titled, word
from talentdesk.paper.anatomy import GAP, LABEL, PAD, SMALL, SQUARE, STRIP, label_width
from talentdesk.paper.columns import column_widths, evenly
from talentdesk.paper.fonts import pieces
from talentdesk.paper.lines import break_lines, height
from talentdesk.paper.sheetrows import Row, kept, stacked, stretched

ANSWER_SHEET = N_("Answer sheet")
SIGNATURE, DATE = N_("Applicant's signature"), N_("Date")
NOT_OFFICIAL = N_("Laid out from the questions of this procedure; not a form issued by the authority.")

_MARGINS = (15.0, 12.0, 15.0, 15.0)
_WIDTH = A4[0] - _MARGINS[0] - _MARGINS[2]
_NUMBER = 8.0
_INNER = _WIDTH - _NUMBER
_FIRST_TOP, _TOP, _BOTTOM = _MARGINS[1] + 24.0, _MARGINS[1] + 3.0, A4[1] - _MARGINS[3] - 3.0

_ROW, _TITLE, _LABEL = 9.6, 6.4, 35.0
_LABEL_MOST = 17.0
_PHOTO = (33.0, 48.0)
_PHOTO_WIDTH = _PHOTO[0] + 4
_SIGNATURE = 20.0
_TABLE_ROW, _TABLE_ROWS, _TABLE_COLUMNS = 9.6, 4, 7
_TABLE_SCALE = 0.82
_MOST_TICKS = 16
_SMALLEST = 7.0
_GAPS_BETWEEN_TICKS = 3.0

_SHORT = frozenset({Kind.NUMBER, Kind.MONEY, Kind.COUNTRY, Kind.PHONE, Kind.HAN_NAME, Kind.LATIN_NAME, Kind.IDENTIFIER})
_NUMBERS = frozenset({Kind.PHONE, Kind.IDENTIFIER, Kind.NUMBER, Kind.MONEY})
_SHORT_TEXT = 40

_WHOSE = ("person.surname", "person.given_names", "person.name_zh", "passport.number", "employer.name")


def compose(edition: Edition, languages: Sequence[str]) -> Sheet:
    """The edition's answer sheet for a pair of languages: the same object each time it is asked for."""
    return _composed(_ById(edition), tuple(languages[:2]))


class _ById:
    """An edition as a key: editions hold tables and are told apart by identity."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition

    def __hash__(self) -> int:
        return id(self.edition)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ById) and self.edition is other.edition


@lru_cache(maxsize=64)
def _composed(key: _ById, languages: tuple[str, ...]) -> Sheet:
    edition = key.edition
    composer = _Composer(languages)
    known = {question.id for question in edition.questions}
    return Sheet(
        paper=APPLICATION_SHEET,
        edition=edition.edition,
        title=_said(ANSWER_SHEET),
        titles=sheet_titles(edition),
        pages=_pages(edition, composer),
        margins=_MARGINS,
        identify=tuple(name for name in _WHOSE if name in known),
    )


def sheet_titles(edition: Edition) -> Mapping[str, str]:
    """What the answer sheet is called, in every language."""
    return {
        language: f"{titled(edition.about.title, language)} · {say(ANSWER_SHEET, language)}" for language in LANGUAGES
    }


def _said(message: str) -> Text:
    """The program's own words as a pair, as a sheet wants its words."""
    return Text(say(message, "zh-Hans"), say(message, "en"))


# --- down the pages -------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Part:
    """A section of the form with its rows."""

    id: str
    number: str
    title: Text | None
    rows: list[Row]


def _pages(edition: Edition, composer: _Composer) -> tuple[SheetPage, ...]:
    pages: list[list[SheetSection]] = [[]]
    y = _FIRST_TOP
    for part in _parts(edition, composer):
        waiting = list(part.rows)
        while waiting:
            taken = _taken(waiting, y, part.title is not None)
            if not taken and y > _TOP:
                pages.append([])
                y = _TOP
                continue
            taken = taken or waiting[:1]
            section = _placed(part, taken, y, len(pages))
            pages[-1].append(section)
            y = section.y + section.height
            waiting = waiting[len(taken) :]
    above = _said(NOT_OFFICIAL)
    return tuple(
        SheetPage(tuple(sections), heading=number == 0, above=above if number == 0 else None)
        for number, sections in enumerate(pages)
    )


def _taken(rows: Sequence[Row], y: float, under_title: bool) -> list[Row]:
    """The rows that still fit below `y`."""
    tall = _TITLE if under_title else 0.0
    taken: list[Row] = []
    for row in rows:
        if y + tall + row.height > _BOTTOM:
            break
        taken.append(row)
        tall += row.height
    return taken


def _placed(part: _Part, rows: Sequence[Row], y: float, page: int) -> SheetSection:
    left, at = _MARGINS[0] + _NUMBER, y
    boxes: list[Box] = []
    if part.title is not None:
        boxes.append(
            Box(
                f"{part.id}--title-{page}",
                BoxKind.NOTE,
                left,
                at,
                _INNER,
                _TITLE,
                text=part.title,
                size=9.0,
                strong=True,
            )
        )
        at += _TITLE
    for row in rows:
        boxes += [replace(box, x=left + box.x, y=at + box.y) for box in row.boxes]
        at += row.height
    return SheetSection(part.number, part.title, _MARGINS[0], y, _WIDTH, at - y, _NUMBER, tuple(boxes))


def _parts(edition: Edition, composer: _Composer) -> Iterator[_Part]:
    numbered = any(section.number for section in edition.sections)
    signed = _signed(edition)
    for count, section in enumerate(edition.sections, 1):
        number = section.number if numbered else str(count)
        rows = composer.rows(section, dated=section is signed)
        if rows:
            yield _Part(section.id, number, section.title, rows)
    if signed is None:
        yield _Part("--signing", "", None, [composer.signing()])


def _signed(edition: Edition) -> Section | None:
    """The last section with a place to sign: the date stands there."""
    with_place = (
        section
        for section in reversed(edition.sections)
        if any(question.kind is Kind.SIGNATURE for question in section.questions)
    )
    return next(with_place, None)


# --- across a row ---------------------------------------------------------------------------------------


class _Composer:
    """Makes rows of boxes out of questions, by the words of one pair of languages."""

    def __init__(self, languages: tuple[str, ...]) -> None:
        self.languages = languages

    def rows(self, section: Section, *, dated: bool) -> list[Row]:
        """The section from its first question to its last; a photo stands at the right of the first ones.

        With `dated` it ends with the date of signing, on the page of the signature.
        """
        photos = [question for question in section.questions if question.kind is Kind.PHOTO]
        others = [question for question in section.questions if question.kind is not Kind.PHOTO]
        if not photos:
            rows = list(self._across(others, _INNER, section.title))
            return kept([*rows, _date_row(_INNER)]) if dated else rows
        beside, rest = self._beside_photo(others)
        if dated and not rest:
            beside.append(_date_row(_INNER - _PHOTO_WIDTH))
        below = list(self._across(rest, _INNER, section.title))
        if dated and rest:
            below = kept([*below, _date_row(_INNER)])
        tall = max(_PHOTO[1] + 4, sum(row.height for row in beside))
        return [self._with_photo(photos[0], beside, tall), *below]

    def _beside_photo(self, questions: Sequence[Question]) -> tuple[list[Row], Sequence[Question]]:
        """As many questions as stand beside a photo, and those that come below."""
        for count in range(len(questions) + 1):
            if count < len(questions) and questions[count].kind is Kind.TABLE:
                return list(self._across(questions[:count], _INNER - _PHOTO_WIDTH)), questions[count:]
            rows = list(self._across(questions[:count], _INNER - _PHOTO_WIDTH))
            if sum(row.height for row in rows) >= _PHOTO[1] + 2:
                return rows, questions[count:]
        return list(self._across(questions, _INNER - _PHOTO_WIDTH)), ()

    def _with_photo(self, photo: Question, rows: Sequence[Row], tall: float) -> Row:
        boxes = stacked(stretched(rows, tall)).boxes
        boxes.append(
            Box(
                photo.id,
                BoxKind.PHOTO,
                _INNER - _PHOTO_WIDTH,
                0,
                _PHOTO_WIDTH,
                tall,
                question=photo.id,
                text=photo.label,
                place=_PHOTO,
                sized=False,
            )
        )
        return Row(tall, boxes)

    def _across(self, questions: Sequence[Question], width: float, title: Text | None = None) -> Iterator[Row]:
        """Short questions two in a row, long ones alone, tables below their name."""
        half = width / 2
        waiting: Question | None = None
        for question in questions:
            if waiting is not None:
                if self._is_short(question, half):
                    yield self._pair(waiting, question, half)
                    waiting = None
                    continue
                yield self._alone(waiting, width)
                waiting = None
            if question.kind is Kind.TABLE:
                yield from self._table(question, named=question.label != title)
            elif self._is_short(question, half):
                waiting = question
            else:
                yield self._alone(question, width)
        if waiting is not None:
            yield self._alone(waiting, width)

    def _alone(self, question: Question, width: float) -> Row:
        box = self._box(question, width)
        return Row(box.height, [box])

    def _pair(self, left: Question, right: Question, half: float) -> Row:
        boxes = [self._box(left, half), replace(self._box(right, half), x=half)]
        tall = max(box.height for box in boxes)
        return Row(tall, [replace(box, height=tall) for box in boxes])

    def _is_short(self, question: Question, half: float) -> bool:
        if self._label_height(question.label, _LABEL) > _LABEL_MOST or question.kind is Kind.TABLE:
            return False
        room = _room(half)
        if question.kind is Kind.SIGNATURE:
            return True
        if question.kind is Kind.DATE:
            return question.none is None and room >= 45
        ticks = _ticks(question)
        if ticks:
            return self._in_a_row(ticks, room)
        if room < 40:
            return False
        return question.kind in _SHORT or (question.kind is Kind.TEXT and 0 < question.max <= _SHORT_TEXT)

    # --- one box

    def _box(self, question: Question, width: float) -> Box:
        tall = max(_ROW, self._label_height(question.label, _LABEL) + 1.4)
        box = Box(
            question.id,
            BoxKind.TEXT,
            0,
            0,
            width,
            tall,
            label=question.label,
            label_width=_LABEL,
            question=question.id,
            floor=_SMALLEST,
            overflow=Overflow.REFER if question.kind in _NUMBERS else Overflow.CONTINUE,
        )
        if question.kind is Kind.SIGNATURE:
            return replace(box, kind=BoxKind.SIGNATURE, height=max(tall, _SIGNATURE))
        if question.kind is Kind.DATE and question.precision == "D":
            return replace(box, kind=BoxKind.DATE)
        ticks = _ticks(question)
        if ticks:
            return self._ticked(box, ticks)
        return replace(box, height=max(tall, self._value_height(question, _room(width))))

    def _ticked(self, box: Box, ticks: tuple[Tick, ...]) -> Box:
        room = _room(box.width)
        box = replace(box, kind=BoxKind.TICKS, ticks=ticks)
        if self._in_a_row(ticks, room):
            return box
        columns, tall = self._tick_columns(ticks, room)
        rows = -(-len(ticks) // columns)
        return replace(box, tick_columns=columns, height=max(box.height, rows * tall + 2.6))

    def _tick_columns(self, ticks: Sequence[Tick], room: float) -> tuple[int, float]:
        """Into how many columns ticks go, and how tall each becomes."""
        for columns in (4, 3, 2):
            words = room / columns - 1.5 - SQUARE - 1.1
            if all(label_width(tick.label, self.languages) <= words for tick in ticks):
                return columns, 6.6
        words = room - 1.5 - SQUARE - 1.1
        return 1, max(6.6, *(self._label_height(tick.label, words) for tick in ticks))

    def _in_a_row(self, ticks: Sequence[Tick], room: float) -> bool:
        wide = sum(SQUARE + 1.1 + label_width(tick.label, self.languages) for tick in ticks)
        return wide + _GAPS_BETWEEN_TICKS * (len(ticks) - 1) <= room

    def _label_height(self, label: Text, width: float, scale: float = 1.0) -> float:
        """What a label in two languages needs so that neither is set smaller than it should be."""
        first, second = (word(label, language) for language in self.languages)
        upper = self._lines(first, LABEL * scale, width, self.languages[0])
        if first == second or not second:
            return upper
        lower = self._lines(second, SMALL * scale, width, self.languages[1])
        return max(upper / 0.6, upper + lower) + 0.1

    def _lines(self, text: str, size: float, width: float, language: str) -> float:
        lines = break_lines(pieces(text, language), size, width, anywhere=True) or ()
        return height(len(lines), size)

    def _value_height(self, question: Question, room: float) -> float:
        """Room for an answer of common length; what is longer is set smaller, then continued."""
        most = question.max or {Kind.ADDRESS: 160, Kind.CHOICES: 80}.get(question.kind, 60)
        lines = min(5, -(-int(most * 0.55 * _SMALLEST * 1.2 * 0.353) // int(room)))
        return height(lines, _SMALLEST * 1.2) + 2.4

    # --- tables and signing

    def _table(self, question: Question, *, named: bool) -> Iterator[Row]:
        name = Box(f"{question.id}--name", BoxKind.NOTE, 0, 0, _INNER, 6.0, text=question.label, size=8.5)
        step = evenly(len(question.columns), _TABLE_COLUMNS)
        chunks = [question.columns[at : at + step] for at in range(0, len(question.columns), step)]
        for number, columns in enumerate(chunks):
            box = self._table_box(question, columns, number)
            if number or not named:
                yield Row(box.height, [box])
            else:
                yield Row(6.0 + box.height, [name, replace(box, y=6.0)])

    def _table_box(self, question: Question, columns: Sequence[Question], number: int) -> Box:
        widths = column_widths(columns, _INNER)
        placed = tuple(Column(column.id, column.label, wide) for column, wide in zip(columns, widths, strict=True))
        head = max(self._label_height(column.label, column.width - 1.8, _TABLE_SCALE) for column in placed)
        rows = max(question.rows_min, min(question.rows_max or _TABLE_ROWS, _TABLE_ROWS))
        head = max(6.0, head + 0.8)
        return Box(
            question.id if not number else f"{question.id}--{number}",
            BoxKind.TABLE,
            0,
            0,
            _INNER,
            head + rows * _TABLE_ROW + STRIP,
            question=question.id,
            columns=placed,
            rows=rows,
            heading=head,
            size=9.5,
        )

    def signing(self) -> Row:
        """Where the sheet is signed and dated by hand."""
        half = _INNER / 2
        date = Box("--date", BoxKind.DATE, half, 0, half, _SIGNATURE, label=_said(DATE), label_width=_LABEL)
        name = Box("--signature", BoxKind.SIGNATURE, 0, 0, half, _SIGNATURE, label=_said(SIGNATURE), label_width=_LABEL)
        return Row(_SIGNATURE, [name, date])


def _date_row(width: float) -> Row:
    """The date of signing on a row of its own."""
    return Row(_ROW, [Box("--date", BoxKind.DATE, 0, 0, width, _ROW, label=_said(DATE), label_width=_LABEL)])


def _room(width: float) -> float:
    """Width for the answer in a box with a label."""
    return width - 2 * PAD - _LABEL - GAP


def _ticks(question: Question) -> tuple[Tick, ...]:
    """A square for each answer and, where the person may decline, one that says so; () where words are written."""
    if question.kind is Kind.YES_NO:
        ticks = [Tick(code, label) for code, label in YES_NO.items()]
    elif question.kind in (Kind.CHOICE, Kind.CHOICES) and 0 < len(question.choices) <= _MOST_TICKS:
        ticks = [Tick(choice.code, choice.label) for choice in question.choices]
    else:
        return ()
    return (*ticks, Tick("", question.none)) if question.none else tuple(ticks)
