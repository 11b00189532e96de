"""Checks a photo for one use, in a process of its own, and says what is wrong with it and by which source."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from talentdesk.core.catalogue import Catalogue
from talentdesk.core.photo import Finding, Photo, PhotoUse, Status, Wanted, judge
from talentdesk.core.words import N_
from talentdesk.i18n import say, word
from talentdesk.intake.examining import examine_photo
from talentdesk.intake.found import IntakeTrouble, Trouble
from talentdesk.service.evaluation import Json, citation_of
from talentdesk.service.mishap import InputError
from talentdesk.service.wording import NOTHING

_AGAIN = N_("save the photo again as JPEG, at the size the office asks for")
_TROUBLES: Mapping[Trouble, tuple[str, str]] = {
    Trouble.UNKNOWN: (N_("{file} is no photo in JPEG, PNG, TIFF or WebP"), N_("save it as JPEG")),
    Trouble.DAMAGED: (N_("{file} is damaged or cut off"), N_("copy it again from the camera, or save it again")),
    Trouble.TOO_LARGE: (N_("{file} is larger than {most} MB"), _AGAIN),
    Trouble.TOO_MANY_PIXELS: (N_("{file} has {width} × {height} points, more than {most} million"), _AGAIN),
    Trouble.TOO_MUCH_WORK: (N_("{file} takes more time or memory than a photo can need"), _AGAIN),
}

_SENTENCES: Mapping[str, str] = {
    "format": N_("The file is a {found}; wanted: {wanted}."),
    "upright": N_("The file is stored on its side, with a note how to turn it: open it, turn it and save it upright."),
    "pixels": N_("It has {found} points; wanted: from {least} to {most}."),
    "pixels_least": N_("It has {found} points; wanted: at least {least}."),
    "ratio": N_("It has {found} points, which is not the shape of {wanted} mm: crop it."),
    "kilobytes": N_("The file has {found} KB; wanted: {least} to {most} KB."),
    "kilobytes_least": N_("The file has {found} KB; wanted: more than {least} KB."),
    "colour": N_("It is stored as {found}; wanted: colour in red, green and blue (24 bits)."),
    "background_white": N_("The background is not white but {colour}."),
    "background_blue": N_("The background is not blue but {colour}."),
    "even": N_("Only {percent} % of the background has one colour: shadows, an edge or something behind the head."),
    "age": N_("It was taken on {taken}; it may be no older than {months} months."),
    "age_ahead": N_("It says that it was taken on {taken}, after the case's date: the camera's clock was wrong."),
}
_GOOD: Mapping[str, str] = {
    "format": N_("File format: {found}"),
    "upright": N_("Stored upright"),
    "pixels": N_("Points: {found}"),
    "pixels_least": N_("Points: {found}"),
    "ratio": N_("Shape of {wanted} mm"),
    "kilobytes": N_("Size of the file: {found} KB"),
    "kilobytes_least": N_("Size of the file: {found} KB"),
    "colour": N_("In colour"),
    "background_white": N_("White background"),
    "background_blue": N_("Blue background"),
    "even": N_("Even background"),
    "age": N_("Taken on {taken}"),
}
_NO_DAY = N_("The file does not say when it was taken; it may be no older than {months} months.")


def check_photo(catalogue: Catalogue, file: Path, use: str, as_of: date, language: str) -> Json:
    """What was measured, every check with its reason, and the source with its date.

    Raises CatalogueMiss for a use that is not known, InputError for a file that is no photo or where nothing is asked
    on that day, OSError for a file out of reach.
    """
    asked(catalogue, use, as_of)
    return judge_photo(catalogue, measure_photo(file), use, as_of, language)


def judge_photo(catalogue: Catalogue, photo: Photo, use: str, as_of: date, language: str) -> Json:
    """What `check_photo` says of a photo that was measured already. Raises CatalogueMiss, InputError."""
    return _told(photo, catalogue.photo(use), asked(catalogue, use, as_of), as_of, language)


def asked(catalogue: Catalogue, use: str, as_of: date) -> Wanted:
    """What is asked of a photo on that day. Raises CatalogueMiss, InputError where nothing is known."""
    wanted = catalogue.photo(use).on(as_of)
    if wanted is None:
        cause, remedy = N_("nothing is known of photos for {use} on {day}"), N_("choose a later date")
        raise InputError(cause, remedy, use=use, day=as_of.isoformat())
    return wanted


def uses_of(catalogue: Catalogue, procedure: str, as_of: date) -> tuple[str, ...]:
    """Ids of what the procedure asks a photo for on that day; none where nothing is known. Raises FormError."""
    uses = catalogue.photos().values()
    return tuple(use.id for use in uses if procedure in use.procedures and use.on(as_of) is not None)


def measure_photo(file: Path) -> Photo:
    """What the photo is. Raises InputError for a file that is none, OSError for one out of reach."""
    try:
        return examine_photo(file)
    except IntakeTrouble as slip:
        raise refused(slip, file.name) from None


def refused(slip: IntakeTrouble, name: str) -> InputError:
    """Why the file of that name is not taken."""
    cause, remedy = _TROUBLES.get(slip.trouble, _TROUBLES[Trouble.DAMAGED])
    return InputError(cause, remedy, **{**slip.details, "file": name})


def fits(found: Json) -> bool:
    """Whether no check failed."""
    findings = found["findings"]
    assert isinstance(findings, list)
    return all(each["status"] != Status.FAIL for each in findings)


def _told(photo: Photo, use: PhotoUse, wanted: Wanted, as_of: date, language: str) -> Json:
    citation = citation_of(wanted.citation, as_of, language)
    return {
        "use": use.id,
        "title": word(use.title, language),
        "as_of": as_of.isoformat(),
        "measured": _measured(photo),
        "findings": [_finding(each, language) for each in judge(photo, wanted, as_of)],
        "by_eye": word(wanted.by_eye, language) if wanted.by_eye else "",
        "since": wanted.since.isoformat() if wanted.since else None,
        "citation": citation,
        "grade": str(wanted.citation.grade),
    }


def _measured(photo: Photo) -> Json:
    return {
        "format": photo.format,
        "width": photo.width,
        "height": photo.height,
        "ratio": round(photo.width / photo.height, 4),
        "bytes": photo.bytes,
        "dpi": photo.dpi,
        "mode": photo.mode,
        "taken": photo.taken.isoformat() if photo.taken else None,
        "background": {
            "name": str(photo.background.backdrop),
            "colour": "#{:02x}{:02x}{:02x}".format(*photo.background.colour),
            "even": photo.background.even,
        },
    }


def _finding(finding: Finding, language: str) -> Json:
    details = {**finding.details, "taken": _day(finding.details.get("taken"))}
    match finding.status:
        case Status.PASS:
            message = say(_GOOD[finding.check], language, **details)
        case Status.UNKNOWN:
            message = say(_NO_DAY, language, **details)
        case _:
            message = say(_SENTENCES[finding.check], language, **details)
    return {
        "check": finding.check,
        "status": str(finding.status),
        "message": message,
        "details": dict(finding.details),
    }


def _day(text: str | None) -> object:
    return date.fromisoformat(text) if text else NOTHING
