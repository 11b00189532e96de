"""Reads the machine-readable zone of a passport, card or visa, as swiped, scanned or pasted (ICAO Doc 9303).

Every field is checked by its own digit; what cannot be read is named by a code, and no text whatever raises an error.
The names in this zone are in capitals without marks and may be cut short: they are a help, not the printed name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from talentdesk.core import checkdigits, zone
from talentdesk.core.territories import MRZ_CODES
from talentdesk.core.zone import FAULTS, Fault, MrzProblem

__all__ = ["FAULTS", "Fault", "MrzProblem", "Reading", "parse"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a zone says.

    `format` is `TD1`, `TD2`, `TD3`, `MRV-A`, `MRV-B`, `exit_entry_card`, or None when the text is no zone (there are
    then no fields). `fields` has, as text and empty where unreadable: document_code, issuing_state, surname,
    given_names, number, nationality, birth_date and expiry_date (ISO, the birth date `YYYY` or `YYYY-MM` where the
    rest is unknown), sex (M, F, X), optional, and for TD1 optional_2. A Chinese exit-entry card has document_code,
    number, birth_date, expiry_date, and the hints name_zh_hint and name_latin_hint.
    `checks` says for number, birth_date, expiry_date, optional and composite whether the digit agrees, None where the
    format has none.
    """

    format: str | None
    fields: Mapping[str, str] = field(default_factory=dict)
    checks: Mapping[str, bool | None] = field(default_factory=dict)
    problems: tuple[MrzProblem, ...] = ()

    @property
    def names_cut_short(self) -> bool:
        """Whether the names may lack their end."""
        return any(problem.code == Fault.NAMES_MAY_BE_CUT_SHORT for problem in self.problems)


def parse(text: str, *, today: date) -> Reading:
    """Reads `text` as `zone.find` finds it: pasted lines or one unbroken wedge read.

    `today` settles centuries: nobody is born later, and an expiry lies nearest to the span from
    ten years before to twenty years after. Never raises.
    """
    found = zone.find(text)
    return _read(found.lines, today, list(found.problems)) if found.lines else Reading(None, problems=found.problems)


# --- from lines to fields -------------------------------------------------------------------------------------------


class _Parts(NamedTuple):
    """The raw characters of a zone, before anything is made of them."""

    format: str
    codes: str
    code: str
    issuer: str
    names: str
    number: str
    number_check: str
    nationality: str
    birth: str
    sex: str
    expiry: str
    optional: str
    optional_2: str | None = None
    optional_check: str | None = None
    composite: tuple[str, str] | None = None
    """What the composite digit is summed over, and the digit."""


def _cut_td3(upper: str, lower: str) -> _Parts:
    over = lower[0:10] + lower[13:20] + lower[21:43]
    parts = _cut_two_lines("TD3", "P", upper, lower, lower[28:42])
    return parts._replace(optional_check=lower[42], composite=(over, lower[43]))


def _cut_td2(upper: str, lower: str) -> _Parts:
    over = lower[0:10] + lower[13:20] + lower[21:35]
    return _cut_two_lines("TD2", "ACIP", upper, lower, lower[28:35])._replace(composite=(over, lower[35]))


def _cut_two_lines(name: str, codes: str, upper: str, lower: str, optional: str) -> _Parts:
    """What TD2, TD3 and both visas have in the same places."""
    return _Parts(
        name,
        codes,
        code=upper[0:2],
        issuer=upper[2:5],
        names=upper[5:],
        number=lower[0:9],
        number_check=lower[9],
        nationality=lower[10:13],
        birth=lower[13:20],
        sex=lower[20],
        expiry=lower[21:28],
        optional=optional,
    )


def _cut_td1(first: str, second: str, third: str) -> _Parts:
    over = first[5:30] + second[0:7] + second[8:15] + second[18:29]
    return _Parts(
        "TD1",
        "ACIP",
        code=first[0:2],
        issuer=first[2:5],
        names=third,
        number=first[5:14],
        number_check=first[14],
        nationality=second[15:18],
        birth=second[0:7],
        sex=second[7],
        expiry=second[8:15],
        optional=first[15:30],
        optional_2=second[18:29],
        composite=(over, second[29]),
    )


def _cut(lines: tuple[str, ...]) -> _Parts:
    if len(lines) == 3:
        return _cut_td1(*lines)
    upper, lower = lines
    if upper[0] == "V":
        return _cut_two_lines("MRV-A" if len(upper) == 44 else "MRV-B", "V", upper, lower, lower[28:])
    return _cut_td3(upper, lower) if len(upper) == 44 else _cut_td2(upper, lower)


def _read(lines: tuple[str, ...], today: date, problems: list[MrzProblem]) -> Reading:
    if _is_exit_entry_card(lines):
        return _read_exit_entry_card(lines, today, problems)
    parts = _join_long_number(_cut(lines))
    checks = _checks(parts)
    fields = {
        "document_code": _text(parts.code),
        "issuing_state": _state("issuing_state", parts.issuer, problems),
        **_names(parts.names, problems),
        "number": _text(parts.number),
        "nationality": _state("nationality", parts.nationality, problems),
        "birth_date": _birth_date(parts.birth[:6], today, problems),
        "sex": _sex(parts.sex, problems),
        "expiry_date": _expiry_date(parts.expiry[:6], today, problems),
        "optional": _text(parts.optional),
    }
    if parts.optional_2 is not None:
        fields["optional_2"] = _text(parts.optional_2)
    problems += _doubts(parts, fields, checks)
    return Reading(parts.format, fields, checks, tuple(problems))


def _doubts(parts: _Parts, fields: Mapping[str, str], checks: Mapping[str, bool | None]) -> Iterable[MrzProblem]:
    if parts.code[0] not in parts.codes:
        yield MrzProblem(Fault.DOCUMENT_CODE_UNKNOWN, {"document_code": fields["document_code"]})
    if not fields["number"]:
        yield MrzProblem(Fault.NUMBER_MISSING)
    yield from _failed(checks)


def _failed(checks: Mapping[str, bool | None]) -> Iterable[MrzProblem]:
    return (MrzProblem(Fault.CHECK_FAILED, {"field": name}) for name, passed in checks.items() if passed is False)


def _join_long_number(parts: _Parts) -> _Parts:
    """Doc 9303-5 and -6: a number over nine characters goes on in the optional data, its check digit closing it."""
    if parts.format not in ("TD1", "TD2") or parts.number_check != "<" or "<" in parts.number:
        return parts
    rest, _, optional = parts.optional.partition("<")
    if len(rest) < 2:
        return parts
    return parts._replace(number=parts.number + rest[:-1], number_check=rest[-1], optional=optional)


def _checks(parts: _Parts) -> dict[str, bool | None]:
    return {
        "number": _agrees(parts.number, parts.number_check),
        "birth_date": _agrees(parts.birth[:6], parts.birth[6]),
        "expiry_date": _agrees(parts.expiry[:6], parts.expiry[6]),
        "optional": None if parts.optional_check is None else _agrees(parts.optional, parts.optional_check),
        "composite": None if parts.composite is None else _agrees(*parts.composite),
    }


def _agrees(characters: str, digit: str) -> bool:
    """Whether the digit is right. An empty field may have a filler for it, at the choice of the issuing state."""
    empty = not characters.strip("<")
    return digit == checkdigits.machine_readable(characters) or (empty and digit == "<")


def _text(raw: str) -> str:
    """Fillers at the ends are nothing; between characters they stand for a space or a hyphen."""
    return re.sub("<+", " ", raw.strip("<"))


def _state(place: str, raw: str, problems: list[MrzProblem]) -> str:
    """Alpha-3. Germany alone writes one letter."""
    state = "DEU" if raw == "D<<" else _text(raw)
    if state not in MRZ_CODES:
        problems.append(MrzProblem(Fault.STATE_UNKNOWN, {"field": place, "state": state}))
    return state


def _sex(raw: str, problems: list[MrzProblem]) -> str:
    """Doc 9303: the filler stands for unspecified, which a page prints as X."""
    if raw in "MFX<":
        return raw.replace("<", "X")
    problems.append(MrzProblem(Fault.SEX_UNREADABLE))
    return ""


def _names(raw: str, problems: list[MrzProblem]) -> dict[str, str]:
    surname, _, given = raw.rstrip("<").partition("<<")
    if not surname or re.search("[0-9]", raw):
        problems.append(MrzProblem(Fault.NAME_UNREADABLE))
    if not raw.endswith("<"):
        problems.append(MrzProblem(Fault.NAMES_MAY_BE_CUT_SHORT))
    return {"surname": _text(surname), "given_names": _text(given)}


# --- dates ----------------------------------------------------------------------------------------------------------


def _birth_date(raw: str, today: date, problems: list[MrzProblem]) -> str:
    """ISO, shortened to the month or year when the rest is fillers; empty when not even the year is known."""
    year, month, day = raw[:2], raw[2:4], raw[4:]
    if year == "<<":
        return ""
    known = year + ("" if month == "<<" else month) + ("" if day == "<<" or month == "<<" else day)
    found = next((iso for century in ("20", "19") if (iso := _past(century + known, today))), "")
    if not found:
        problems.append(MrzProblem(Fault.DATE_IMPOSSIBLE, {"field": "birth_date"}))
    return found


def _past(digits: str, today: date) -> str:
    """`YYYY[MM[DD]]` as ISO when it is a date that has begun, else nothing."""
    start = _day(digits + "0101"[len(digits) - 4 :])
    if start is None or start > today:
        return ""
    return start.isoformat()[: {4: 4, 6: 7, 8: 10}[len(digits)]]


def _expiry_date(raw: str, today: date, problems: list[MrzProblem]) -> str:
    """ISO in the century that brings it nearest to the span of ten years back and twenty ahead; empty when unknown."""
    if raw == "<<<<<<":
        return ""
    days = [day for century in ("19", "20", "21") if (day := _day(century + raw))]
    if not days:
        problems.append(MrzProblem(Fault.DATE_IMPOSSIBLE, {"field": "expiry_date"}))
        return ""
    return min(days, key=lambda day: _years_outside(day, today)).isoformat()


def _years_outside(day: date, today: date) -> float:
    years = (day - today).days / 365.25
    return max(-10 - years, 0, years - 20)


def _day(digits: str) -> date | None:
    if not re.fullmatch("[0-9]{8}", digits):
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


# --- Chinese exit-entry cards, which have three lines of thirty and are no TD1 ----------------------------------------

_EXIT_ENTRY_CODES: Final = frozenset({"CS", "CD", "CR", "CT"})
_ZH_WIDTH: Final = 12


def _is_exit_entry_card(lines: tuple[str, ...]) -> bool:
    """By its code, and because a number stands where a TD1 has letters for the issuing state."""
    return len(lines) == 3 and lines[0][:2] in _EXIT_ENTRY_CODES and bool(re.search("[0-9]", lines[0][2:5]))


def _read_exit_entry_card(lines: tuple[str, ...], today: date, problems: list[MrzProblem]) -> Reading:
    """The layout isn't published: a field is taken only when its own check digit passes, and names are hints."""
    first, second, _ = lines
    number, expiry, birth = first[2:11], first[13:19], first[21:27]
    checks: dict[str, bool | None] = {
        "number": _agrees(number, first[11]),
        "birth_date": _agrees(birth, first[27]),
        "expiry_date": _agrees(expiry, first[19]),
        "optional": None,
        "composite": None,
    }
    fields = {
        "document_code": first[:2],
        "number": _text(number) if checks["number"] else "",
        "birth_date": _birth_date(birth, today, problems) if checks["birth_date"] else "",
        "expiry_date": _expiry_date(expiry, today, problems) if checks["expiry_date"] else "",
        "name_zh_hint": _decode_han(second[:_ZH_WIDTH]),
        "name_latin_hint": _text(second[_ZH_WIDTH:]),
    }
    if not (second[_ZH_WIDTH - 1] == "<" and second.endswith("<")):
        problems.append(MrzProblem(Fault.NAMES_MAY_BE_CUT_SHORT))
    problems += _failed(checks)
    return Reading("exit_entry_card", fields, checks, tuple(problems))


_NIBBLES: Final = str.maketrans("ABCDEFGHIJKLMNOP", "0123456789ABCDEF")


def _decode_han(letters: str) -> str:
    """A-P are the sixteen nibbles of GBK bytes (证: D6A4, NGKE); nothing when they don't make Chinese characters."""
    written = letters.rstrip("<")
    if not re.fullmatch("(?:[A-P]{4})+", written):
        return ""
    name = bytes.fromhex(written.translate(_NIBBLES)).decode("gbk", errors="ignore")
    return name if len(name) == len(written) // 4 and name.isalpha() else ""
