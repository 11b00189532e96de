"""What the picture of a passport's or card's page says, read by an optional recogniser for a person to compare.

Check digits are no proof: one wrong reading in ten agrees by chance, and the names have none.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from talentdesk.core import passport
from talentdesk.core.answers import nest
from talentdesk.core.draft import Source
from talentdesk.core.mrz import Reading, parse
from talentdesk.core.words import N_
from talentdesk.i18n import say
from talentdesk.intake.examining import examine_zone
from talentdesk.intake.found import IntakeTrouble, Trouble
from talentdesk.intake.recogniser import PACKAGES, STRIP_WIDTH
from talentdesk.service.reading import NoAnswers, troubled
from talentdesk.service.sentences import join, zone_sentence

__all__ = ["STRIP_WIDTH", "PictureZone", "as_json", "notes", "zone_in"]

COMPARE = N_("Read from a picture: compare every character with the document before you take it.")
_LETTERS = N_("Where only letters may stand, a digit was taken for the letter that it looks like.")
_MENDED = N_("Put right by the check digit: {fields}. Look at it twice.")
_FIELDS = {
    "birth_date": N_("Date of birth"),
    "expiry_date": N_("Valid until"),
    "number": N_("Number"),
    "optional": N_("Optional data"),
    "composite": N_("Check digit over all"),
}


@dataclass(frozen=True, slots=True)
class PictureZone:
    """A zone that was seen in a picture. Nothing of it is taken before a person has compared it."""

    text: str
    reading: Reading
    repaired: tuple[str, ...] = ()
    grey: bytes = b""
    """What the lines look like: rows of STRIP_WIDTH grey points."""


def zone_in(file: Path, today: date) -> PictureZone:
    """The machine-readable zone in a picture or PDF that carries no answers.

    Raises InputError where there is none or the recogniser is not installed, OSError for a file out of reach.
    """
    try:
        seen = examine_zone(file)
    except IntakeTrouble as slip:
        if slip.trouble is Trouble.NO_RECOGNISER:
            slip.details.update(python=sys.executable, packages=" ".join(PACKAGES))
        raise troubled(slip, file.name) from None
    reading = parse(seen.text, today=today)
    if reading.format is None:
        cause = N_("there are no answers in {file}: no attachment, no square code and no machine-readable zone")
        remedy = N_(
            "of a form scan the page with the square codes; of a passport or card take the whole data page sharp, from "
            "straight above and without glare, or swipe it, or type the lines with “<”"
        )
        raise NoAnswers(cause, remedy, file=file.name)
    return PictureZone(seen.text, reading, seen.repaired, seen.grey)


def notes(zone: PictureZone, language: str) -> tuple[str, ...]:
    """What a person must know before they take it, a sentence each."""
    told = [say(COMPARE, language)]
    fields = [say(_FIELDS[name], language) for name in zone.repaired if name in _FIELDS]
    if fields:
        told.append(say(_MENDED, language, fields=("、" if language.startswith("zh") else ", ").join(fields)))
    if "letters" in zone.repaired:
        told.append(say(_LETTERS, language))
    return tuple(told)


def as_json(zone: PictureZone, language: str = "en") -> dict[str, object]:
    """What `talentdesk read` prints: `answers` without those whose check digit fails, and how they were read."""
    reading = zone.reading
    typed = {offer.question_id: offer.text for offer in passport.offer(reading, Source.PICTURE)}
    return {
        "answers": nest(typed),
        "source": Source.PICTURE.value,
        "zone": {
            "format": reading.format,
            "lines": zone.text.splitlines(),
            "checks": dict(reading.checks),
            "failed": [name for name, passed in reading.checks.items() if passed is False],
            "repaired": list(zone.repaired),
            "problems": [
                {"code": str(problem.code), "message": zone_sentence(problem, language)} for problem in reading.problems
            ],
        },
        "note": join(notes(zone, language)),
    }
