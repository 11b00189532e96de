"""Reads the numbers that stand on cards and permits: is the shape right, does the check digit agree, what does it say.

What was typed is never changed; comparisons are made on a separate canonical form. Only a wrong shape is an error.
A check digit that disagrees is a notice, because legal numbers exist that fail the textbook.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Final

from talentdesk.core import checkdigits, phones
from talentdesk.core.territories import ALPHA3_OF, NUMERIC_OF


class Doubt(StrEnum):
    """What may be said about a number beyond right and wrong. The value is the code that is given a sentence."""

    CHECK_DIGIT_FAILED = "check_digit_failed"
    """The check digit doesn't agree with the other characters: most often one of them is mistyped."""
    BIRTH_DATE_IMPOSSIBLE = "birth_date_impossible"
    """The eight or six digits for the date of birth are no day of the calendar, such as 30 February."""
    BIRTH_DATE_DIFFERS = "birth_date_differs"
    """The date of birth inside the number isn't the one given in the form."""
    SEX_DIFFERS = "sex_differs"
    """The sequence digit (odd: male, even: female) doesn't agree with the sex given in the form."""
    DIVISION_UNKNOWN = "division_unknown"
    """The first two digits of the place aren't a province-level division of GB/T 2260."""
    NATIONALITY_UNKNOWN = "nationality_unknown"
    """The nationality inside the number isn't a code of ISO 3166-1."""
    NUMBER_OF_ANOTHER_KIND = "number_of_another_kind"
    """The number has the shape of another document; `meaning["resembles"]` names the schemes."""
    PERMIT_OF_MAINLAND_RESIDENT = "permit_of_mainland_resident"
    """C and eight characters: 往来港澳通行证, carried by Mainland residents, not by residents of Hong Kong or Macao."""
    PERMIT_OF_NON_CHINESE = "permit_of_non_chinese"
    """A letter follows H or M: the travel permit for residents who aren't Chinese citizens."""
    PERMIT_OF_CHINESE = "permit_of_chinese"
    """Only digits follow H or M: the travel permit for residents who are Chinese citizens."""
    NON_CHINESE_PERMIT_LIMITS = "non_chinese_permit_limits"
    """Holders of this permit may stay 90 days at a time, and neither work nor study on it; it is valid five years."""
    NUMBER_OF_RESIDENCE_PERMIT = "number_of_residence_permit"
    """An 18-digit number beginning 81, 82 or 83 belongs to a residence permit, not to a resident identity card."""
    EARLY_CREDIT_CODE_POSSIBLE = "early_credit_code_possible"
    """Some credit codes issued early fail the check and are legal: compare with the business licence."""
    ORGANISATION_CODE_FAILED = "organisation_code_failed"
    """The nine-character organisation code inside the credit code fails its own check digit."""
    LONGER_THAN_PASSPORT_NUMBER = "longer_than_passport_number"
    """A passport number has at most nine characters in the machine-readable zone."""
    SHAPE_UNUSUAL = "shape_unusual"
    """The number doesn't look like others of its kind, but no public rule forbids it."""
    PHONE_OF_ANOTHER_AREA = "phone_of_another_area"
    """The number carries the country code of another area; `meaning["region"]` says which when it is known."""
    FIXED_LINE = "fixed_line"
    """A fixed-line number where a mobile is needed to receive text messages."""
    INVISIBLE_CHARACTERS = "invisible_characters"
    """The text carries characters that cannot be seen, as copied from a web page or a contact."""


WARNINGS: Final[tuple[str, ...]] = tuple(Doubt)
"""Every code `identify` and `cross_check` can give."""


@dataclass(frozen=True, slots=True)
class Identification:
    """What is known of a number. `meaning` holds codes only and can be written as JSON."""

    shape_ok: bool
    check_ok: bool | None
    """None where no algorithm is public, or where the shape is wrong and there is nothing to check."""
    meaning: Mapping[str, object] = field(default_factory=dict)
    """`birth_date` (ISO), `sex` (M, F), `region` and `nationality` (alpha-3), `division` and `issuing_division`
    (GB/T 2260, six digits), `holder`, `person_key`, `renewals`, `kind`, `e164` and the like, as the scheme has them."""
    warnings: tuple[str, ...] = ()
    canonical: str = ""
    """For comparing two numbers, never for showing: capitals, half width, no spaces or brackets; a phone in E.164."""


class UnknownScheme(LookupError):
    """There is no identifier scheme of that name. The text leaves the name out: it may be a person's number."""

    def __init__(self, scheme: str) -> None:
        self.scheme = scheme
        self.near: tuple[str, ...] = tuple(difflib.get_close_matches(scheme[:80].lower(), SCHEMES, n=3, cutoff=0.5))
        self.remedy = "Use one of: " + ", ".join(self.near or SCHEMES) + "."
        super().__init__(f"There is no identifier scheme of that name. {self.remedy}")


_ASCII_UPPER: Final = {ord(small): small.upper() for small in "abcdefghijklmnopqrstuvwxyz"}
_HALF_WIDTH: Final = {0xFF01 + place: chr(0x21 + place) for place in range(94)}
_BRACKETS: Final = dict.fromkeys(map(ord, "()[]{}【】〔〕"))


def canonical(value: str) -> str:
    """`value` for comparison only: half width, ASCII capitals, without spaces, brackets and invisible characters."""
    folded = value.translate(_HALF_WIDTH).translate(_ASCII_UPPER).translate(_BRACKETS)
    return "".join(char for char in folded if not char.isspace() and not _is_invisible(char))


def _is_invisible(char: str) -> bool:
    return unicodedata.category(char) == "Cf"


def identify(scheme: str, value: str) -> Identification:
    """What `value` says as a number of `scheme` (see `SCHEMES`; `mobile_mainland` is another name of
    `phone_mainland`). Never raises for any value; raises `UnknownScheme` for a name that isn't one.

    A date of birth inside the number that is no day of the calendar makes `check_ok` false, not the shape wrong: the
    characters are those of such a number, and one of them is mistyped.
    """
    reader = _READERS.get(_ALIASES.get(scheme, scheme))
    if reader is None:
        raise UnknownScheme(scheme)
    found = reader(canonical(value))
    if not found.shape_ok:
        found = _name_resembling(found, scheme)
    if any(map(_is_invisible, value)):
        found = replace(found, warnings=(*found.warnings, Doubt.INVISIBLE_CHARACTERS))
    return found


def cross_check(identification: Identification, *, birth_date: date | str | None, sex: str | None) -> tuple[str, ...]:
    """Warnings where the number disagrees with the form. `birth_date` may be partial (`1981-08`); `sex` is M, F or X.

    A sex of X is not compared: these numbers know two.
    """
    warnings: list[str] = []
    within, given = identification.meaning.get("birth_date"), str(birth_date or "")
    if isinstance(within, str) and given and not _agrees(within, given, identification):
        warnings.append(Doubt.BIRTH_DATE_DIFFERS)
    sex_within = identification.meaning.get("sex")
    if sex_within is not None and sex in ("M", "F") and sex != sex_within:
        warnings.append(Doubt.SEX_DIFFERS)
    return tuple(warnings)


def _agrees(within: str, given: str, identification: Identification) -> bool:
    if identification.meaning.get("century_assumed"):
        within, given = within[2:], given[2:]
    return within.startswith(given)


def e164(number: str, region: str) -> str | None:
    """The number as dialled from anywhere (`+85221234567`), or None when it isn't one.

    `region` (alpha-3) says whose plan a number without a country code follows: CHN, HKG or MAC. A number of any other
    region must carry its country code. Mainland fixed lines need their area code.
    """
    return phones.dialled(phones.bare(canonical(number)), phones.AREAS.get(region))


# --- pieces the schemes share ---------------------------------------------------------------------------------------

_MISSHAPEN: Final = Identification(shape_ok=False, check_ok=None)


def _misshapen(text: str, *warnings: Doubt) -> Identification:
    return replace(_MISSHAPEN, warnings=warnings, canonical=text)


def _checked(text: str, agrees: bool, meaning: Mapping[str, object], *warnings: Doubt | None) -> Identification:
    """A well-shaped number of a scheme with a check digit; a None among the warnings is left out."""
    kept = tuple(warning for warning in warnings if warning)
    failed = () if agrees else (Doubt.CHECK_DIGIT_FAILED,)
    return Identification(True, agrees and Doubt.BIRTH_DATE_IMPOSSIBLE not in kept, meaning, (*failed, *kept), text)


def _unchecked(text: str, meaning: Mapping[str, object], *warnings: Doubt) -> Identification:
    return Identification(True, None, meaning, warnings, text)


def _birth(digits: str) -> tuple[dict[str, object], Doubt | None]:
    """`YYYYMMDD` as meaning, or the doubt that it is no day."""
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return {}, Doubt.BIRTH_DATE_IMPOSSIBLE
    return {"birth_date": day.isoformat()}, None


def _sex(sequence: str) -> str:
    return "M" if int(sequence[-1]) % 2 else "F"


_PROVINCE_RANGES: Final = ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
_PROVINCES: Final = frozenset(str(code) for first, last in _PROVINCE_RANGES for code in range(first, last + 1))
_HOLDER_REGIONS: Final = {"H": "HKG", "M": "MAC"}
_RESIDENCE_REGIONS: Final = {"81": "HKG", "82": "MAC", "83": "TWN"}


def _division_doubt(division: str) -> Doubt | None:
    return None if division[:2] in _PROVINCES else Doubt.DIVISION_UNKNOWN


def _name_resembling(found: Identification, scheme: str) -> Identification:
    """Says which other documents a misshapen number could belong to: the commonest slip is the wrong card."""
    others = (other for other in _TELLING if other != scheme)
    fits = [other for other in others if _fits(_READERS[other](found.canonical))]
    if not fits:
        return found
    warnings = (*found.warnings, Doubt.NUMBER_OF_ANOTHER_KIND)
    return replace(found, meaning={**found.meaning, "resembles": fits}, warnings=warnings)


def _fits(found: Identification) -> bool:
    return found.shape_ok and found.check_ok is not False


# --- the schemes ----------------------------------------------------------------------------------------------------


def _hong_kong_identity_card(text: str) -> Identification:
    if not re.fullmatch("[A-Z]{1,2}[0-9]{6}[0-9A]", text):
        return _misshapen(text)
    return _checked(text, checkdigits.hong_kong_identity_card(text[:-1]) == text[-1], {"region": "HKG"})


def _macao_identity_card(text: str) -> Identification:
    """Eight digits, older cards write `X/NNNNNN/Y`. The last is a check digit whose sum was never published."""
    digits = text.replace("/", "")
    if not re.fullmatch("[157][0-9]{7}", digits) or not re.fullmatch("[0-9]{8}|[0-9]/[0-9]{6}/[0-9]", text):
        return _misshapen(text)
    series = {"1": "since_1992", "5": "portuguese", "7": "blue_card"}[digits[0]]
    return _unchecked(digits, {"region": "MAC", "series": series})


_MAINLANDERS_PERMIT: Final = re.compile("C[A-HJ-NP-Z0-9][0-9]{7}")


def _mainland_travel_permit(text: str) -> Identification:
    """H or M, an eight-digit number for life, and on older cards two digits counting renewals."""
    if not re.fullmatch("[HM][0-9]{8}(?:[0-9]{2})?", text):
        mainlanders = (Doubt.PERMIT_OF_MAINLAND_RESIDENT,) if _MAINLANDERS_PERMIT.fullmatch(text) else ()
        non_chinese = (Doubt.PERMIT_OF_NON_CHINESE,) if _NON_CHINESE.fullmatch(text) else ()
        return _misshapen(text, *mainlanders, *non_chinese)
    meaning: dict[str, object] = {"region": _HOLDER_REGIONS[text[0]], "holder": "chinese_citizen"}
    meaning["person_key"] = text[:9]
    if len(text) > 9:
        meaning["renewals"] = int(text[9:])
    return _unchecked(text, meaning)


_NON_CHINESE: Final = re.compile("[HM][A-Z][0-9]{7}")


def _mainland_travel_permit_non_chinese(text: str) -> Identification:
    if not _NON_CHINESE.fullmatch(text):
        chinese = re.fullmatch("[HM][0-9]{8}(?:[0-9]{2})?", text)
        return _misshapen(text, *((Doubt.PERMIT_OF_CHINESE,) if chinese else ()))
    meaning = {"region": _HOLDER_REGIONS[text[0]], "holder": "non_chinese_citizen"}
    return _unchecked(text, meaning, Doubt.NON_CHINESE_PERMIT_LIMITS)


def _hk_macao_taiwan_residence_permit(text: str) -> Identification:
    if not re.fullmatch("8[123]0000[0-9]{11}[0-9X]", text):
        return _misshapen(text)
    birth, doubt = _birth(text[6:14])
    meaning = {"region": _RESIDENCE_REGIONS[text[:2]], **birth, "sex": _sex(text[14:17])}
    return _checked(text, checkdigits.citizen_number(text[:17]) == text[17], meaning, doubt)


def _resident_identity_card(text: str) -> Identification:
    if not re.fullmatch("[1-8][0-9]{16}[0-9X]", text):
        return _misshapen(text)
    birth, doubt = _birth(text[6:14])
    meaning = {"division": text[:6], **birth, "sex": _sex(text[14:17])}
    permit = Doubt.NUMBER_OF_RESIDENCE_PERMIT if text[:2] in _RESIDENCE_REGIONS else None
    agrees = checkdigits.citizen_number(text[:17]) == text[17]
    return _checked(text, agrees, meaning, doubt, permit, _division_doubt(text))


def _permanent_resident_2017(text: str) -> Identification:
    """Nationality, four digits of the issuing city, YYMMDD, one digit, and a 7-3-1 check digit over all before it.

    The century isn't written. Cards of this kind were issued until 30 November 2023, so a later day is a century back.
    """
    if not re.fullmatch("[A-Z]{3}[0-9]{12}", text):
        return _misshapen(text)
    birth, doubt = _birth(_century(text[7:13]) + text[7:13])
    assumed = {"century_assumed": True} if birth else {}
    meaning = {"nationality": text[:3], "issuing_division": f"{text[3:7]}00", **birth, **assumed}
    unknown = None if text[:3] in NUMERIC_OF else Doubt.NATIONALITY_UNKNOWN
    agrees = checkdigits.machine_readable(text[:14]) == text[14]
    return _checked(text, agrees, meaning, doubt, unknown, _division_doubt(text[3:7]))


def _century(yymmdd: str) -> str:
    return "20" if yymmdd <= "231130" else "19"


def _permanent_resident_2023(text: str) -> Identification:
    """9, issuing province, numeric nationality, YYYYMMDD, three digits, and the check digit of a citizen number."""
    if not re.fullmatch("9[0-9]{16}[0-9X]", text):
        return _misshapen(text)
    birth, doubt = _birth(text[6:14])
    nationality = ALPHA3_OF.get(text[3:6])
    named = {"nationality": nationality} if nationality else {}
    meaning = {"issuing_division": f"{text[1:3]}0000", **named, **birth, "sex": _sex(text[14:17])}
    unknown = None if nationality else Doubt.NATIONALITY_UNKNOWN
    agrees = checkdigits.citizen_number(text[:17]) == text[17]
    return _checked(text, agrees, meaning, doubt, unknown, _division_doubt(text[1:3]))


def _unified_social_credit_code(text: str) -> Identification:
    """Department, category, six-digit division, organisation code, check character."""
    if not re.fullmatch("[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}", text):
        return _misshapen(text)
    organisation = text[8:17]
    agrees = checkdigits.credit_code(text[:17]) == text[17]
    inner = checkdigits.organisation_code(organisation[:8]) == organisation[8]
    meaning = {"department": text[0], "category": text[1], "division": text[2:8], "organisation_code": organisation}
    early = None if agrees else Doubt.EARLY_CREDIT_CODE_POSSIBLE
    return _checked(text, agrees, meaning, early, None if inner else Doubt.ORGANISATION_CODE_FAILED)


_PASSPORT_PATTERNS: Final = {
    "CHN": re.compile("E[0-9]{8}|E[A-HJ-NP-Z][0-9]{7}"),
    "HKG": re.compile("[HK][0-9]{8}|KJ[0-9]{7}"),
    "MAC": re.compile("MA[0-9]{7}"),
}


def _passport(text: str) -> Identification:
    """Five to fifteen letters and digits; a hyphen as some states print it is taken as the MRZ does, as nothing.

    `may_be_of` only says that Chinese, Hong Kong or Macao passports look like this; others do too.
    """
    plain = text.replace("-", "")
    if not re.fullmatch("[A-Z0-9]{5,15}", plain):
        return _misshapen(text)
    like = [region for region, pattern in _PASSPORT_PATTERNS.items() if pattern.fullmatch(plain)]
    long = (Doubt.LONGER_THAN_PASSPORT_NUMBER,) if len(plain) > 9 else ()
    wordy = () if re.search("[0-9]", plain) else (Doubt.SHAPE_UNUSUAL,)
    return _unchecked(plain, {"may_be_of": like} if like else {}, *long, *wordy)


def _warn_only(pattern: str) -> Callable[[str], Identification]:
    """A number whose shape nobody published: anything but nothing is accepted, an unusual one with a warning."""
    usual = re.compile(pattern)

    def read(text: str) -> Identification:
        if not text:
            return _misshapen(text)
        return _unchecked(text, {}, *(() if usual.fullmatch(text) else (Doubt.SHAPE_UNUSUAL,)))

    return read


def _phone(region: str, *, mobile_only: bool = False) -> Callable[[str], Identification]:
    area = phones.AREAS[region]

    def read(text: str) -> Identification:
        number = phones.bare(text)
        elsewhere = phones.area_of(number) if number.startswith("+") else area
        if elsewhere is not area:
            meaning = {"region": elsewhere.region} if elsewhere else {}
            return replace(_misshapen(text, Doubt.PHONE_OF_ANOTHER_AREA), meaning=meaning)
        kind = phones.kind_of(phones.national_part(number, area), area)
        if not kind or (mobile_only and kind != "mobile"):
            return _misshapen(text, *((Doubt.FIXED_LINE,) if kind else ()))
        dialled = phones.dialled(number, area) or ""
        return _unchecked(dialled, {"region": region, "kind": kind, "e164": dialled})

    return read


_READERS: Final[dict[str, Callable[[str], Identification]]] = {
    "hong_kong_identity_card": _hong_kong_identity_card,
    "macao_identity_card": _macao_identity_card,
    "mainland_travel_permit": _mainland_travel_permit,
    "mainland_travel_permit_non_chinese": _mainland_travel_permit_non_chinese,
    "hk_macao_taiwan_residence_permit": _hk_macao_taiwan_residence_permit,
    "resident_identity_card": _resident_identity_card,
    "permanent_resident_2017": _permanent_resident_2017,
    "permanent_resident_2023": _permanent_resident_2023,
    "unified_social_credit_code": _unified_social_credit_code,
    "passport": _passport,
    "phone_mainland": _phone("CHN", mobile_only=True),
    "phone_hong_kong": _phone("HKG"),
    "phone_macao": _phone("MAC"),
    "visa_sticker": _warn_only("[A-Z]?[0-9]{6,10}"),
    "work_permit": _warn_only("[A-Z0-9]{6,20}"),
}
_ALIASES: Final = {"mobile_mainland": "phone_mainland"}
# Shapes distinct enough that a match means something.
_TELLING: Final = (
    "hong_kong_identity_card",
    "mainland_travel_permit",
    "mainland_travel_permit_non_chinese",
    "hk_macao_taiwan_residence_permit",
    "resident_identity_card",
    "permanent_resident_2017",
    "permanent_resident_2023",
    "unified_social_credit_code",
)

SCHEMES: Final[tuple[str, ...]] = tuple(_READERS)
"""Names of the schemes, as form files write them. The last two only ever warn."""
