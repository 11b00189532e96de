"""`read` and `keys`: answers back from a paper, and the keys that its codes are sealed with."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path

from talentdesk.cli.arguments import Chosen
from talentdesk.cli.mishaps import DONE, FAULTS, UsageError
from talentdesk.cli.output import warn, write, write_json
from talentdesk.core.words import N_
from talentdesk.i18n import say

_MOST_KEY_BYTES = 10_000


def run_read(chosen: Chosen) -> int:
    """The answers a paper carries, as an answers file."""
    from talentdesk.service.penmarks import as_json as pen_as_json
    from talentdesk.service.penmarks import edition_of, pen_marks, sentences
    from talentdesk.service.reading import NoAnswers, as_json, misfits_of, read

    file = Path(chosen.file)
    try:
        parcel = read(file, key_file(chosen.key), lambda: ask_passphrase(chosen.language))
    except NoAnswers:
        return _read_zone(file, chosen)
    pen = pen_marks(file, parcel)
    write_json({**as_json(parcel, chosen.language), **(pen_as_json(pen) if pen else {})})
    for sentence in sentences(pen, edition_of(parcel), chosen.language) if pen else ():
        warn(sentence)
    misfits = misfits_of(parcel)
    for misfit in misfits:
        warn(f"{misfit.field}: {misfit.sentence(chosen.language)}")
    return FAULTS if misfits else DONE


def _read_zone(file: Path, chosen: Chosen) -> int:
    """What a picture of a document's page says. A check digit that does not agree is a fault."""
    from datetime import date

    from talentdesk.service.picturezones import as_json, notes, zone_in
    from talentdesk.service.sentences import zone_sentence

    zone = zone_in(file, date.today())
    write_json(as_json(zone, chosen.language))
    for problem in zone.reading.problems:
        warn(zone_sentence(problem, chosen.language))
    for sentence in notes(zone, chosen.language):
        warn(sentence)
    return FAULTS if zone.reading.problems else DONE


def run_keys(chosen: Chosen) -> int:
    """A new pair of keys: the private one into a file that only its owner may read, the public one printed."""
    from talentdesk.service.parcels import age_key, new_keys, put_secret

    private, public = new_keys(age=chosen.age)
    put_secret(Path(chosen.out), private)
    if chosen.json:
        write_json({"office_key": public, "age": age_key(public)})
    else:
        write(f'office_key = "{public}"')
    warn(
        say(
            "{file}: the private key. Who has this file can read every code sealed to it.",
            chosen.language,
            file=chosen.out,
        )
    )
    warn(say("The line above belongs into the settings of each desk that prints.", chosen.language))
    warn(say("For the age tool the same key is {key}", chosen.language, key=age_key(public)))
    return DONE


def key_file(file: str | None) -> bytes | None:
    """What the key file holds; None where none was named. Raises OSError."""
    if not file:
        return None
    with Path(file).open("rb") as stream:
        return stream.read(_MOST_KEY_BYTES)


def ask_passphrase(language: str, *, twice: bool = False) -> str:
    """Never on the command line, where others can see it. A person is asked `twice` where a slip would lock a file."""
    question = say("Passphrase of the file:", language)
    if not sys.stdin.isatty():
        warn(question)
        return sys.stdin.readline().rstrip("\r\n")
    typed = getpass.getpass(f"{question} ")
    if twice and getpass.getpass(f"{say('Again:', language)} ") != typed:
        raise UsageError(N_("the two passphrases are not the same"), N_("type the same one twice"))
    return typed
