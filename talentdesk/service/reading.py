"""Reads the answers back from a paper of ours: a PDF, a scan or a photo; or from a bundle.

Each reader looks at one way in which a paper carries answers; the first that has them is believed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from talentdesk.core.answers import nest
from talentdesk.core.parcel import (
    NewerVersion,
    NoParcel,
    Parcel,
    ParcelError,
    PartDamaged,
    PartsMissing,
    SeveralParcels,
)
from talentdesk.core.words import N_
from talentdesk.intake.examining import examine
from talentdesk.intake.found import Found, IntakeTrouble, Trouble
from talentdesk.service.fillable import Misfit, read_fillable
from talentdesk.service.mishap import AnswersError, InputError
from talentdesk.service.parcels import parcel_in
from talentdesk.service.rooms import catalogue


@dataclass(frozen=True, slots=True)
class Given:
    """A file, what was found in it, and the office's key file if there is one."""

    name: str
    found: Found
    private: bytes | None = None


Reader = Callable[[Given], Parcel | None]
"""The answers; None where the file does not carry them this way. Raises InputError where it does, but unreadably."""


def read(file: Path, private: bytes | None = None, ask_passphrase: Callable[[], str] = str) -> Parcel:
    """The answers a paper or a bundle carries. `private`: the office's key file.

    Raises InputError for a file without readable answers, OSError for one out of reach.
    """
    if _is_bundle(file):
        return _from_bundle(file, private, ask_passphrase)
    try:
        given = Given(file.name, examine(file), private)
    except IntakeTrouble as slip:
        raise troubled(slip, file.name) from None
    for reader in READERS:
        parcel = reader(given)
        if parcel is not None:
            return parcel
    raise _nothing(given)


def _is_bundle(file: Path) -> bool:
    from talentdesk.core.agefile import is_age

    with file.open("rb") as stream:
        return is_age(stream.read(1024))


def _from_bundle(file: Path, private: bytes | None, ask_passphrase: Callable[[], str]) -> Parcel:
    from talentdesk.service.arrivals import arrive

    arrival = arrive(file, date.today(), private=private, ask_passphrase=ask_passphrase)
    return Parcel(arrival.procedure, arrival.edition, arrival.answers.typed, arrival.answers.declined)


def as_json(parcel: Parcel, language: str = "en") -> dict[str, object]:
    """What `talentdesk read` prints. Its `answers` are an answers file; `misfits` are there when there are some."""
    answers = nest(parcel.typed, parcel.declined)
    document: dict[str, object] = {"procedure": parcel.procedure, "edition": parcel.edition, "answers": answers}
    misfits = misfits_of(parcel)
    if misfits:
        document["misfits"] = [
            {"field": each.field, "text": each.text, "message": each.sentence(language)} for each in misfits
        ]
    return document


@dataclass(frozen=True, slots=True)
class FilledParcel(Parcel):
    """Answers from the fields of a form, and what in them fits no question."""

    misfits: tuple[Misfit, ...] = ()


def misfits_of(parcel: Parcel) -> tuple[Misfit, ...]:
    """What was written on the paper and could not be taken as an answer."""
    return parcel.misfits if isinstance(parcel, FilledParcel) else ()


# --- the readers --------------------------------------------------------------------------------------


def from_fields(given: Given) -> Parcel | None:
    """What was filled into the fields of a fillable copy."""
    filled = read_fillable(given.found.fields, catalogue()) if given.found.fields else None
    if filled is None:
        return None
    answers = filled.answers
    return FilledParcel(filled.procedure, filled.edition, answers.typed, answers.declined, misfits=filled.misfits)


def from_attachment(given: Given) -> Parcel | None:
    """The answers attached to a PDF as JSON."""
    for text in given.found.attachments:
        parcel = _attached(text)
        if parcel is not None:
            return parcel
    return None


def from_codes(given: Given) -> Parcel | None:
    """The answers in the square codes."""
    try:
        return parcel_in(given.found.codes, given.private)
    except NoParcel:
        return None
    except ParcelError as slip:
        raise _refused(slip, given.name) from None


def read_squares(texts: Sequence[str], private: bytes | None = None) -> Parcel:
    """The answers in squares that were scanned one by one. Raises InputError."""
    try:
        return parcel_in(texts, private)
    except ParcelError as slip:
        raise _refused(slip, "QR") from None


READERS: tuple[Reader, ...] = (from_fields, from_attachment, from_codes)


def _attached(text: str) -> Parcel | None:
    import json

    from talentdesk.core.answers import AnswersMalformed, flatten
    from talentdesk.service.answers import parse

    about = json.loads(text)
    try:
        answers = flatten(parse(text.encode(), "attached.json"))
    except (AnswersError, AnswersMalformed):
        return None
    return Parcel(about["procedure"], about["edition"], answers.typed, answers.declined)


# --- what is wrong, in sentences ----------------------------------------------------------------------

_AGAIN = N_("lay the page flat and scan all of it in grey at 300 dots an inch")
_TROUBLES: Mapping[Trouble, tuple[str, str]] = {
    Trouble.UNKNOWN: (
        N_("{file} is no PDF and no picture in PNG, JPEG, TIFF or WebP"),
        N_("save or scan it as one of these"),
    ),
    Trouble.DAMAGED: (N_("{file} is damaged or cut off"), N_("save or scan it again")),
    Trouble.NEWER: (
        N_("{file} was written by a newer version of talentdesk"),
        N_("bring this talentdesk up to date"),
    ),
    Trouble.LOCKED: (N_("{file} asks for a password"), N_("save a copy without one")),
    Trouble.TOO_LARGE: (N_("{file} is larger than {most} MB"), _AGAIN),
    Trouble.TOO_MANY_PIXELS: (
        N_("{file} has {width} × {height} points, more than {most} million"),
        _AGAIN,
    ),
    Trouble.TOO_MANY_PAGES: (N_("{file} has more than {most} pages"), N_("keep only the pages of one form")),
    Trouble.NO_RECOGNISER: (
        N_("there are no answers in {file}: no attachment and no square code"),
        N_(
            "scan the page with the square codes; of a passport or card swipe or type the lines with “<”, or install "
            "the reader of pictures once: {python} -m pip install {packages}"
        ),
    ),
    Trouble.TOO_MUCH_WORK: (N_("{file} takes more time or memory than a page of paper can need"), _AGAIN),
}


def _refused(slip: ParcelError, file: str) -> InputError:
    match slip:
        case PartsMissing():
            cause = N_("of the {total} square codes on the paper, these were not found: {missing}")
            missing = ", ".join(map(str, slip.missing))
            return InputError(cause, _AGAIN, total=str(slip.total), missing=missing)
        case NewerVersion():
            cause = N_("the codes in {file} were written by a newer version of talentdesk")
            return InputError(cause, N_("bring this talentdesk up to date"), file=file)
        case SeveralParcels():
            cause = N_("{file} holds the codes of several forms")
            return InputError(cause, N_("read one form at a time"), file=file)
        case PartDamaged():
            return InputError(N_("the codes in {file} are damaged"), _AGAIN, file=file)
    raise slip


class NoAnswers(InputError):
    """Nothing in the file looks like answers of ours: it may be something else."""


def _nothing(given: Given) -> InputError:
    if given.found.unreadable and not given.found.codes:
        return InputError(N_("there are square codes in {file}, but they cannot be read"), _AGAIN, file=given.name)
    remedy = N_("scan the page with the square codes that talentdesk printed, sharp and whole")
    if given.found.codes:
        return InputError(N_("the codes in {file} are not from talentdesk"), remedy, file=given.name)
    return NoAnswers(N_("there are no answers in {file}: no attachment and no square code"), remedy, file=given.name)


def troubled(slip: IntakeTrouble, file: str) -> InputError:
    """Why a file cannot be looked into, and what to do."""
    cause, remedy = _TROUBLES[slip.trouble]
    return InputError(cause, remedy, **{**slip.details, "file": file})
