"""Kinds of answer: from what was typed to a value, and what is wrong with it.

What was typed is never changed here; a value is derived from it each time.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from talentdesk.core.checks import Severity
from talentdesk.core.form import Kind, Question

if TYPE_CHECKING:
    from talentdesk.core.catalogue import Lists

LONGEST = {
    Kind.LATIN_NAME: 80,
    Kind.HAN_NAME: 40,
    Kind.ADDRESS: 200,
    Kind.PHONE: 40,
    Kind.EMAIL: 60,
    Kind.IDENTIFIER: 40,
    Kind.NUMBER: 20,
    Kind.MONEY: 20,
}
"""Most characters of a kind where the question sets no `max`; 200 for the others."""

_EARLIEST_YEAR, _LATEST_YEAR = 1850, 2150


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, or a year and a month, where no day is asked."""

    year: int
    month: int | None = None

    def __str__(self) -> str:
        return f"{self.year:04d}" if self.month is None else f"{self.year:04d}-{self.month:02d}"


Value = Any
"""str, Decimal, bool, date, PartialDate, frozenset[str], or a tuple of rows (mappings of column to value)."""


@dataclass(frozen=True, slots=True)
class Slip:
    """What is wrong with one answer, before it is known whose answer it is."""

    code: str
    severity: Severity
    details: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Read:
    """An answer as it was understood. `value` is None when its shape is wrong."""

    value: Value | None
    slips: tuple[Slip, ...] = ()


@dataclass(frozen=True, slots=True)
class Outside:
    """What reading an answer may ask of the world around it."""

    lists: Lists
    cannot_print: Callable[[str], tuple[str, ...]]
    """Characters of a text that no embedded font can draw."""


def read(question: Question, typed: str, outside: Outside) -> Read:
    """Understand what was typed for `question`. Never raises, whatever the text."""
    slips = [*_text_slips(question, typed), *_unprintable(typed, outside)]
    if any(slip.severity is Severity.ERROR and slip.code != "text.cannot_be_printed" for slip in slips):
        return Read(None, tuple(slips))
    value, more = _READERS.get(question.kind, _text)(question, typed, outside)
    return Read(value, (*slips, *more))


def error(code: str, **details: str) -> Slip:
    """A wrong shape."""
    return Slip(code, Severity.ERROR, details)


def notice(code: str, **details: str) -> Slip:
    """Something unusual that lets the person go on."""
    return Slip(code, Severity.NOTICE, details)


def longest(question: Question) -> int:
    """Return the most characters that are accepted for the question."""
    return question.max or LONGEST.get(question.kind, 200)


# --- any text -----------------------------------------------------------------------------------

# Invisible or direction-changing characters by which a printed name could differ from the stored one (Unicode TR 36).
_JOINERS = {"\u200c", "\u200d"}
_ORDINARY = re.compile("[ -~\u00c0-\u024f\u3400-\u4dbf\u4e00-\u9fff]*")
"""Letters and Chinese characters in which there is nothing to find: most answers, in one look."""


def _text_slips(question: Question, typed: str) -> list[Slip]:
    if typed.isspace():
        return [error("text.blank")]
    slips = []
    most = longest(question)
    if question.kind not in (Kind.CHOICE, Kind.CHOICES, Kind.COUNTRY, Kind.YES_NO) and len(typed) > most:
        slips.append(error("text.too_long", max=str(most), length=str(len(typed))))
    if _ORDINARY.fullmatch(typed):
        return slips
    for position, character in enumerate(typed[: most * 2], 1):
        slip = _character_slip(question, character, position)
        if slip is not None:
            slips.append(slip)
            break
    return slips


def _character_slip(question: Question, character: str, position: int) -> Slip | None:
    if character.isascii() and character.isprintable():
        return None
    where = {"code_point": f"U+{ord(character):04X}", "position": str(position)}
    if character in "\n\r\t\x0b\x0c\x85\u2028\u2029":
        return None if question.kind is Kind.ADDRESS and character == "\n" else error("text.line_break", **where)
    category = unicodedata.category(character)
    if category == "Cf" and character not in _JOINERS:
        return error("text.bidi_control" if _turns(character) else "text.invisible_character", **where)
    if category in ("Cc", "Cs", "Co", "Cn"):
        # Unassigned may be a character newer than this program's tables: it is left to the fonts to say.
        return (
            None if category == "Cn" and ord(character) & 0xFFFE != 0xFFFE else error("text.control_character", **where)
        )
    if _is_emoji(character):
        return error("text.emoji", character=character, **where)
    return None


def _turns(character: str) -> bool:
    return character in "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def _is_emoji(character: str) -> bool:
    point = ord(character)
    return 0x1F000 <= point <= 0x1FAFF or point in (0x2764, 0x2B50, 0x20E3) or 0x2600 <= point <= 0x27BF


def _unprintable(typed: str, outside: Outside) -> list[Slip]:
    if typed.isascii():
        return []
    characters = [c for c in outside.cannot_print(typed) if unicodedata.category(c) not in ("Cc", "Cf")]
    characters = [c for c in characters if not _is_emoji(c)]
    if not characters:
        return []
    places = [str(typed.index(character) + 1) for character in characters]
    return [
        error(
            "text.cannot_be_printed",
            characters=" ".join(characters),
            code_points=" ".join(f"U+{ord(character):04X}" for character in characters),
            position=", ".join(places),
        )
    ]


def _text(_question: Question, typed: str, _outside: Outside) -> tuple[Value | None, list[Slip]]:
    return typed, []


# --- names --------------------------------------------------------------------------------------


def _script(character: str) -> str:
    name = unicodedata.name(character, "")
    return name.split(" ")[0]


_HAN = re.compile(
    "[\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)


def _latin_name(question: Question, typed: str, _outside: Outside) -> tuple[Value | None, list[Slip]]:
    slips = []
    letters = [character for character in typed if character.isalpha()]
    scripts = {_script(character) for character in letters}
    if len(scripts & {"LATIN", "CYRILLIC", "GREEK"}) > 1:
        slips.append(notice("text.mixed_scripts", scripts=", ".join(sorted(scripts))))
    elif scripts - {"LATIN"}:
        slips.append(notice("name.not_latin"))
    if any(character.isdigit() for character in typed):
        slips.append(notice("name.digit"))
    if question.capitals and typed != typed.upper():
        slips.append(notice("text.not_capitals", capitals=typed.upper()))
    return typed, slips


def _han_name(_question: Question, typed: str, _outside: Outside) -> tuple[Value | None, list[Slip]]:
    strange = [
        c for c in typed if not _HAN.match(c) and c not in "·•‧・ " and not unicodedata.category(c).startswith("M")
    ]
    return typed, [notice("name.not_han", characters=" ".join(dict.fromkeys(strange)))] if strange else []


# --- dates --------------------------------------------------------------------------------------

_PARTS = {"Y": 1, "M": 2, "D": 3}


def date_parts(typed: str) -> tuple[str, str, str]:
    """Split what was typed into year, month, day as typed, for three boxes; parts that aren't there are empty.

    Reads `2029-02-31`, `2029--`, `19900618`, `1990.6.18`, `1990/6/18`, `1990年6月18日`. The year comes first:
    day-first and month-first dates cannot be told apart, so they are never guessed.
    """
    text = unicodedata.normalize("NFKC", typed).strip()
    if re.fullmatch(r"\d{8}", text):
        return text[:4], text[4:6], text[6:]
    parts = [part.strip() for part in re.split(r"[-/.年月日\s]", text.rstrip("日月年"))]
    parts += [""] * (3 - len(parts))
    return parts[0], parts[1], "-".join(parts[2:])


def _date(question: Question, typed: str, _outside: Outside) -> tuple[Value | None, list[Slip]]:
    wanted = _PARTS[question.precision]
    parts = date_parts(typed)[:wanted]
    if any(part and not (part.isascii() and part.isdigit()) for part in parts) or len(parts[0]) > 4:
        return None, [error("date.not_a_date")]
    if any(len(part) > 2 for part in parts[1:]):
        return None, [error("date.not_a_date")]
    if question.unknown_month and len(parts[0]) == 4 and not parts[1]:
        value, slips = _calendar_day([int(parts[0])])
        return value, slips or [notice("date.month_unknown")]
    if "" in parts or len(parts[0]) < 4:
        return None, [error("date.incomplete")]
    return _calendar_day([int(part) for part in parts])


def _calendar_day(numbers: list[int]) -> tuple[Value | None, list[Slip]]:
    year = numbers[0]
    if not _EARLIEST_YEAR <= year <= _LATEST_YEAR:
        return None, [error("date.year_out_of_range", year=str(year))]
    if len(numbers) == 1:
        return PartialDate(year), []
    month = numbers[1]
    if not 1 <= month <= 12:
        return None, [error("date.no_such_month", month=str(month))]
    if len(numbers) == 2:
        return PartialDate(year, month), []
    try:
        return date(year, month, numbers[2]), []
    except ValueError:
        last = (date(year + month // 12, month % 12 + 1, 1) - date.resolution).day
        return None, [error("date.no_such_day", year=str(year), month=str(month), day=str(numbers[2]), last=str(last))]


# --- numbers ------------------------------------------------------------------------------------


def _number(_question: Question, typed: str, _outside: Outside) -> tuple[Value | None, list[Slip]]:
    text = unicodedata.normalize("NFKC", typed).strip()
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", text):
        text = text.replace(",", "")
    if not re.fullmatch(r"-?\d+(\.\d+)?", text, re.ASCII):
        return None, [error("number.not_a_number")]
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None, [error("number.not_a_number")]
    return (None, [error("number.negative")]) if number < 0 else (number, [])


# --- closed lists -------------------------------------------------------------------------------


def _choice(question: Question, typed: str, outside: Outside) -> tuple[Value | None, list[Slip]]:
    return (typed, []) if _is_code(question, typed, outside) else (None, [error("choice.unknown", value=typed[:40])])


def _choices(question: Question, typed: str, outside: Outside) -> tuple[Value | None, list[Slip]]:
    codes = typed.split()
    unknown = [code for code in codes if not _is_code(question, code, outside)]
    return (None, [error("choice.unknown", value=" ".join(unknown)[:40])]) if unknown else (frozenset(codes), [])


def _is_code(question: Question, code: str, outside: Outside) -> bool:
    if question.list:
        return outside.lists.has(question.list, code)
    return any(choice.code == code for choice in question.choices)


def _yes_no(_question: Question, typed: str, _outside: Outside) -> tuple[Value | None, list[Slip]]:
    if typed not in ("yes", "no"):
        return None, [error("choice.unknown", value=typed[:40])]
    return typed == "yes", []


def _country(question: Question, typed: str, outside: Outside) -> tuple[Value | None, list[Slip]]:
    known = outside.lists.has(question.list or "countries", typed)
    return (typed, []) if known else (None, [error("country.unknown", value=typed[:40])])


# --- ways to reach somebody, and numbers on documents -------------------------------------------


def _phone(_question: Question, typed: str, _outside: Outside) -> tuple[Value | None, list[Slip]]:
    text = unicodedata.normalize("NFKC", typed)
    digits = sum(character.isdigit() for character in text)
    if not re.fullmatch(r"[+\d\s().\-/,;#*]*(ext\.?|x)?[\d\s]*", text, re.IGNORECASE) or not 5 <= digits <= 20:
        return None, [error("phone.shape")]
    return typed, []


def _email(_question: Question, typed: str, _outside: Outside) -> tuple[Value | None, list[Slip]]:
    if not re.fullmatch(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+", typed.strip()):
        return None, [error("email.shape")]
    return typed, []


def _identifier(question: Question, typed: str, _outside: Outside) -> tuple[Value | None, list[Slip]]:
    from talentdesk.core.identifiers import identify

    found = identify(question.scheme, typed)
    slips = [notice(f"identifier.{warning}", scheme=question.scheme) for warning in found.warnings]
    if not found.shape_ok:
        return None, [error("identifier.shape", scheme=question.scheme), *slips]
    return typed, slips


_Reader = Callable[[Question, str, Outside], tuple[Value | None, list[Slip]]]
_READERS: Mapping[Kind, _Reader] = {
    Kind.LATIN_NAME: _latin_name,
    Kind.HAN_NAME: _han_name,
    Kind.DATE: _date,
    Kind.NUMBER: _number,
    Kind.MONEY: _number,
    Kind.CHOICE: _choice,
    Kind.DIVISION: _choice,
    Kind.CHOICES: _choices,
    Kind.YES_NO: _yes_no,
    Kind.COUNTRY: _country,
    Kind.PHONE: _phone,
    Kind.EMAIL: _email,
    Kind.IDENTIFIER: _identifier,
}

CODES = (
    "text.too_long",
    "text.line_break",
    "text.blank",
    "text.bidi_control",
    "text.invisible_character",
    "text.control_character",
    "text.emoji",
    "text.cannot_be_printed",
    "text.mixed_scripts",
    "text.not_capitals",
    "name.not_latin",
    "name.not_han",
    "name.digit",
    "date.not_a_date",
    "date.incomplete",
    "date.month_unknown",
    "date.year_out_of_range",
    "date.no_such_month",
    "date.no_such_day",
    "number.not_a_number",
    "number.negative",
    "choice.unknown",
    "country.unknown",
    "phone.shape",
    "email.shape",
    "identifier.shape",
    "table.too_many_rows",
    "required",
    "rule",
)
"""Every code a Problem can carry, besides `identifier.<warning>` for the warnings of `identifiers`."""
