"""What a swiped passport, visa or card offers to a case, and what it must leave alone.

A machine-readable name is in capitals, without marks and possibly cut short, so it only ever fills an empty place.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from talentdesk.core.draft import Source
from talentdesk.core.identifiers import canonical
from talentdesk.core.mrz import Fault, Reading
from talentdesk.core.origin import origin_of, plain_source
from talentdesk.core.values import date_parts


@dataclass(frozen=True, slots=True)
class Offer:
    """An answer that a reading could give."""

    question_id: str
    text: str
    source: Source = Source.MRZ
    cut_short: bool = False
    """A name that may lack its end."""


class Reason(StrEnum):
    """Why the answer that is there was kept."""

    TYPED = "typed"
    """A person typed it here."""
    PRINTED_PAGE = "printed_page"
    """It was read from the printed page."""
    PERSON = "person"
    """It came from an earlier case of the same person."""
    FILE = "file"
    """It came from a file."""
    NAME = "name"
    """It is a name, and came from another machine-readable zone."""
    SCANNED = "scanned"
    """It was read by a device, and the other only from a picture."""
    NEWER = "newer"
    """It stands on a document that is valid longer."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """An answer that differs from what a reading offers. A person decides."""

    question_id: str
    mine: str
    theirs: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Merge:
    """What becomes of each offer."""

    taken: tuple[Offer, ...] = ()
    """To be put into the draft, with their source."""
    kept: tuple[Conflict, ...] = ()
    """Left as they are, to be shown."""
    same: tuple[Offer, ...] = ()
    """Agree with what is there, which stays as it is written."""


NAMES: Final = frozenset({"person.surname", "person.given_names"})
"""Questions that a machine-readable zone may fill but never change."""

# Field of the reading by question; a field whose own check digit failed is not offered.
_HOLDER: Final = {
    "person.surname": "surname",
    "person.given_names": "given_names",
    "person.nationality": "nationality",
    "person.birth_date": "birth_date",
    "person.sex": "sex",
}
_PASSPORT: Final = {"passport.number": "number", "passport.expiry_date": "expiry_date"}
_VISA: Final = {"visa.number": "number", "visa.expiry_date": "expiry_date"}
_TRAVEL_PERMIT: Final = {"travel_permit.number": "number", "travel_permit.expiry_date": "expiry_date"}


def offer(reading: Reading, source: Source = Source.MRZ) -> tuple[Offer, ...]:
    """What the reading can answer, in the order of a form: nothing for a field that is empty, fails its check digit,
    or names a state that doesn't exist. `source`: whether a device or a recogniser of pictures has read it.

    The number and expiry of a passport, a visa, or a Hong Kong or Macao resident's travel permit are offered as such;
    of any other card only the holder is.
    """
    doubtful = set(_doubtful(reading))
    return tuple(
        Offer(question, text, source, cut_short=question in NAMES and reading.names_cut_short)
        for question, name in {**_HOLDER, **_document(reading)}.items()
        if (text := reading.fields.get(name)) and name not in doubtful
    )


def _doubtful(reading: Reading) -> Iterable[str]:
    for problem in reading.problems:
        if problem.code == Fault.NAME_UNREADABLE:
            yield from ("surname", "given_names")
        yield problem.details.get("field", "")


def _document(reading: Reading) -> Mapping[str, str]:
    code = reading.fields.get("document_code", "")
    if reading.format in ("MRV-A", "MRV-B"):
        return _VISA
    if reading.format == "exit_entry_card":
        return _TRAVEL_PERMIT if code == "CR" else {}
    return _PASSPORT if code.startswith("P") else {}


def merge(typed: Mapping[str, str], sources: Mapping[str, str], offers: Iterable[Offer]) -> Merge:
    """What of `offers` goes into a draft with these answers and sources. Changes nothing itself.

    Empty answers are filled. An answer that agrees stays as it is written: a name agrees when it becomes the offered
    one by leaving out marks, hyphens and case. An answer that differs is kept and reported, unless it isn't a name
    and came from a machine-readable zone itself; what the person's ledger had from a zone gives way only where it
    stands on the document alone, as a passport's number does.
    """
    taken: list[Offer] = []
    kept: list[Conflict] = []
    same: list[Offer] = []
    for each in offers:
        mine, source = typed.get(each.question_id, ""), sources.get(each.question_id, "")
        if not mine.strip():
            taken.append(each)
        elif _agrees(mine, each):
            same.append(each)
        elif _gives_way(each, source):
            taken.append(each)
        else:
            kept.append(Conflict(each.question_id, mine, each.text, _reason(source, each)))
    return Merge(tuple(taken), tuple(kept), tuple(same))


def _gives_way(offered: Offer, source: str) -> bool:
    """What a device has read gives way to no picture; what was seen in a picture gives way to both."""
    weaker = (Source.MRZ, Source.PICTURE) if offered.source is Source.MRZ else (Source.PICTURE,)
    if source in weaker:
        return offered.question_id not in NAMES
    origin = origin_of(source)
    return origin is not None and origin.way in weaker and offered.question_id not in _HOLDER


def follow_document(typed: Mapping[str, str], merged: Merge) -> Merge:
    """What becomes of each offer in a ledger, which outlives its documents: number and last day are those of the
    document that is valid longest, however they came there. An older one that is read later changes neither."""
    for pair in (_PASSPORT, _TRAVEL_PERMIT):
        number, expiry = pair
        offered = _offered(merged)
        mine, theirs = _ordered(typed.get(expiry, "")), _ordered(offered.get(expiry, ""))
        if number in offered and typed.get(number, "").strip() and None not in (mine, theirs) and mine != theirs:
            merged = _decide(merged, typed, frozenset(pair), take=(theirs or ()) > (mine or ()))
    return merged


def _offered(merged: Merge) -> dict[str, str]:
    told = {each.question_id: each.text for each in (*merged.taken, *merged.same)}
    return {**told, **{each.question_id: each.theirs for each in merged.kept}}


def _decide(merged: Merge, typed: Mapping[str, str], ids: frozenset[str], *, take: bool) -> Merge:
    """These are taken, or are left, together."""
    if take:
        freed = tuple(Offer(each.question_id, each.theirs) for each in merged.kept if each.question_id in ids)
        kept = tuple(each for each in merged.kept if each.question_id not in ids)
        return Merge((*merged.taken, *freed), kept, merged.same)
    held = tuple(
        Conflict(each.question_id, typed[each.question_id], each.text, Reason.NEWER)
        for each in merged.taken
        if each.question_id in ids and typed.get(each.question_id, "").strip()
    )
    gone = {each.question_id for each in held}
    taken = tuple(each for each in merged.taken if each.question_id not in gone)
    return Merge(taken, (*merged.kept, *held), merged.same)


def _ordered(text: str) -> tuple[int, ...] | None:
    """A whole date as numbers that can be compared."""
    parts = date_parts(text)
    return tuple(map(int, parts)) if len(parts) == 3 and all(part.isdecimal() for part in parts) else None


_REASONS: Final = {
    Source.MRZ.value: Reason.NAME,
    Source.PICTURE.value: Reason.NAME,
    Source.PRINTED_PAGE.value: Reason.PRINTED_PAGE,
    Source.PERSON.value: Reason.PERSON,
    Source.FILE.value: Reason.FILE,
}


def _reason(source: str, offered: Offer) -> Reason:
    if source == Source.MRZ and offered.question_id not in NAMES:
        return Reason.SCANNED
    return _REASONS.get(plain_source(source), Reason.TYPED)


def _agrees(mine: str, theirs: Offer) -> bool:
    if theirs.question_id in NAMES:
        return agree_as_names(mine, theirs.text, cut_short=theirs.cut_short)
    if theirs.question_id.endswith("_date"):
        return _date(mine) == _date(theirs.text)
    return canonical(mine).replace("-", "") == canonical(theirs.text).replace("-", "")


def _date(text: str) -> list[str]:
    """Year, month and day however they are typed, without leading zeros."""
    return [part.lstrip("0") for part in date_parts(text)]


# What Doc 9303-3 section 6 and issuing states make of letters that don't decompose, or not only into letter and mark.
_TRANSLITERATIONS: Final = {
    "Ä": ("A", "AE"),
    "Å": ("A", "AA"),
    "Æ": ("AE",),
    "Ö": ("O", "OE"),
    "Ø": ("O", "OE"),
    "Œ": ("OE",),
    "Ü": ("U", "UE", "UXX"),
    "Ñ": ("N", "NXX"),
    "ß": ("SS",),
    "ẞ": ("SS",),
    "Ð": ("D",),
    "Đ": ("D",),
    "Ł": ("L",),
    "Þ": ("TH",),
    "Ħ": ("H",),
    "Ŋ": ("N",),
    "Ŧ": ("T",),
    "ı": ("I",),
    "ĸ": ("K", "Q"),
}


def agree_as_names(printed: str, machine_readable: str, *, cut_short: bool = False) -> bool:
    """Whether `printed` becomes `machine_readable` by leaving out case, marks, hyphens, apostrophes and spaces.

    With `cut_short`, the machine-readable name may lack its end. Names in other scripts never agree.
    """
    target = "".join(filter(str.isalpha, machine_readable.upper()))
    reached = {0}
    for char in unicodedata.normalize("NFC", printed):
        if not _is_silent(char):
            reached = {at + len(way) for way in _ways(char) for at in reached if target.startswith(way, at)}
            if cut_short and target and len(target) in reached:
                return True
    return bool(target) and len(target) in reached


def _is_silent(char: str) -> bool:
    """Marks, punctuation and spaces, which the zone leaves out or fills."""
    return unicodedata.category(char)[0] in "MPZC"


def _ways(char: str) -> tuple[str, ...]:
    """The letters that a zone may have for one printed character."""
    capital = char if char in _TRANSLITERATIONS else char.upper()
    plain = "".join(part for part in unicodedata.normalize("NFKD", capital) if not _is_silent(part))
    return _TRANSLITERATIONS.get(capital, (plain or capital,))
