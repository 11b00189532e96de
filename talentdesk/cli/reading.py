"""`read` and `keys`: answers back from a paper, and the keys that its codes are sealed with."""

from __future__ import annotations

from pathlib import Path

from talentdesk.cli.arguments import Chosen
from talentdesk.cli.mishaps import DONE, FAULTS
from talentdesk.cli.output import warn, write, write_json
from talentdesk.i18n import say

_MOST_KEY_BYTES = 10_000


def run_read(chosen: Chosen) -> int:
    """The answers a paper carries, as an answers file."""
    from talentdesk.service.reading import as_json, misfits_of, read

    parcel = read(Path(chosen.file), _key(chosen.key) if chosen.key else None)
    write_json(as_json(parcel, chosen.language))
    misfits = misfits_of(parcel)
    for misfit in misfits:
        warn(f"{misfit.field}: {misfit.sentence(chosen.language)}")
    return FAULTS if misfits else DONE


def run_keys(chosen: Chosen) -> int:
    """A new pair of keys: the private one into a file that only its owner may read, the public one printed."""
    from talentdesk.service.parcels import new_keys, put_secret

    private, public = new_keys()
    put_secret(Path(chosen.out), private)
    if chosen.json:
        write_json({"office_key": public})
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
    return DONE


def _key(file: str) -> bytes:
    with Path(file).open("rb") as stream:
        return stream.read(_MOST_KEY_BYTES)
