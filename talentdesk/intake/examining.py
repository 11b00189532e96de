"""Has a file from outside looked into by a process of its own, and waits for it only so long."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Thread, Timer
from typing import IO, TYPE_CHECKING, TypeVar

import talentdesk
from talentdesk.core import agefile
from talentdesk.core.bundle import Packed
from talentdesk.core.photo import Photo
from talentdesk.intake import table
from talentdesk.intake.bundles import packed_from
from talentdesk.intake.found import MOST_BYTES, Found, IntakeTrouble, Trouble, found_from
from talentdesk.intake.photofacts import photo_from
from talentdesk.intake.table import Line, Refusal, TableUnreadable, lines_from, sheets_from

if TYPE_CHECKING:
    from talentdesk.intake.envelopes import Secret
    from talentdesk.intake.ink import Marks
    from talentdesk.intake.inkquestion import Place
    from talentdesk.intake.zones import SeenZone

T = TypeVar("T")

_PATIENCE = 75.0
"""Seconds; a little more than the process may calculate."""

_MOST_SAID = 16_000_000
MOST_SAID: Mapping[str, int] = {"envelope": agefile.MOST_BYTES + 1, "table": 40_000_000}
"""Bytes that are listened to; no honest file has so much to say."""


def examine(file: Path) -> Found:
    """What the file holds. Raises IntakeTrouble, or OSError for a file out of reach."""
    return _looked_at(file, found_from)


def examine_photo(file: Path) -> Photo:
    """What the photo is. Raises IntakeTrouble, or OSError for a file out of reach."""
    return _looked_at(file, photo_from, "photo")


def photo_file(file: Path) -> bytes:
    """The bytes of a file that may be a photo, not looked at. Raises IntakeTrouble, or OSError for one out of reach."""
    raw = _content(file, MOST_BYTES)
    if raw is None:
        raise IntakeTrouble(Trouble.TOO_LARGE, most=str(MOST_BYTES // 1_000_000))
    return raw


def examine_photo_bytes(raw: bytes) -> Photo:
    """What a photo that was read already is. Raises IntakeTrouble."""
    return _answer(_asked(raw, "photo"), photo_from)


def examine_zone(file: Path) -> SeenZone:
    """The machine-readable zone in a picture or a PDF of a document's page, with no lines where there is none.

    Raises IntakeTrouble, also where the extra that reads print is not installed; OSError for a file out of reach.
    """
    from talentdesk.intake.recogniser import is_there
    from talentdesk.intake.zones import zone_from

    if not is_there():
        raise IntakeTrouble(Trouble.NO_RECOGNISER)
    return _looked_at(file, zone_from, "zone")


def read_table(file: Path, sheet: str = "") -> tuple[Line, ...]:
    """The rows of a table, xlsx or csv, that hold something. Of an xlsx file the named sheet, or the first one.

    Raises TableUnreadable for what is no table, is too large or may do harm, OSError for a file out of reach.
    """
    return _tabulated(file, lines_from, "table", sheet)


def sheet_names(file: Path) -> tuple[str, ...]:
    """The sheets of an xlsx file that are shown; none for a csv. Raises as `read_table` does."""
    return _tabulated(file, sheets_from, "sheets")


def _tabulated(file: Path, told: Callable[[object], T], *what: str) -> T:
    raw = _content(file, table.MOST_BYTES)
    if raw is None:
        raise TableUnreadable(Refusal.TOO_LARGE)
    try:
        return told(json.loads(_run(raw, *what)))
    except _Ended:
        raise TableUnreadable(Refusal.TOO_MUCH_WORK) from None
    except (ValueError, RecursionError):
        raise TableUnreadable(Refusal.DAMAGED) from None


def limits() -> dict[str, int]:
    """What the process may use: `memory` in bytes, `seconds`, `file` in bytes; nothing where it does not start."""
    try:
        return {str(name): int(most) for name, most in json.loads(_run(b"", "limits")).items()}
    except (_Ended, ValueError):
        return {}


def compare_ink(file: Path, pdf: bytes, boxes: Sequence[Sequence[Place]]) -> tuple[Marks, ...]:
    """What is different on each page of a scan from our own PDF, of which pages with boxes are compared.

    Raises IntakeTrouble, or OSError for a file out of reach.
    """
    from talentdesk.intake.inkquestion import marks_from, question

    raw = _content(file, MOST_BYTES)
    if raw is None:
        raise IntakeTrouble(Trouble.TOO_LARGE, most=str(MOST_BYTES // 1_000_000))
    return _answer(_asked(question(raw, pdf, boxes), "ink"), marks_from)


def open_envelope(raw: bytes, secret: Secret) -> bytes:
    """The content of an age file whose head was looked at. Raises IntakeTrouble."""
    from talentdesk.intake.envelopes import content_in, question

    return content_in(_asked(question(raw, secret), "envelope"))


def examine_bundle(raw: bytes) -> Packed:
    """The members of a bundle that was opened. Raises IntakeTrouble."""
    return _answer(_asked(raw, "bundle"), packed_from)


def _looked_at(file: Path, told: Callable[[Mapping[str, object]], T], *what: str) -> T:
    raw = _content(file, MOST_BYTES)
    if raw is None:
        raise IntakeTrouble(Trouble.TOO_LARGE, most=str(MOST_BYTES // 1_000_000))
    return _answer(_asked(raw, *what), told)


def _asked(raw: bytes, *what: str) -> bytes:
    try:
        return _run(raw, *what)
    except _Ended:
        raise IntakeTrouble(Trouble.TOO_MUCH_WORK) from None


def _content(file: Path, most: int) -> bytes | None:
    """None for a larger file. Raises OSError."""
    with file.open("rb") as stream:
        raw = stream.read(most + 1)
    return raw if len(raw) <= most else None


class _Ended(Exception):
    """The process came to its limits, or the file brought it down."""


def _run(raw: bytes, *arguments: str) -> bytes:
    """What the process says of the content. Raises _Ended."""
    command = [sys.executable, "-P", "-m", "talentdesk.intake.child", *arguments]
    # Windows would show a console window for a moment.
    hidden = int(getattr(subprocess, "CREATE_NO_WINDOW", 0))
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        creationflags=hidden,
    )
    most = MOST_SAID.get(arguments[0] if arguments else "", _MOST_SAID)
    said = _heard(process, raw, most)
    if process.returncode or len(said) > most:
        raise _Ended
    return said


def _heard(process: subprocess.Popen[bytes], raw: bytes, most: int) -> bytes:
    """What the process says, but no more than one byte too much: it may be in a stranger's hands. It has ended then."""
    assert process.stdin
    assert process.stdout
    watch = Timer(_PATIENCE, process.kill)
    feeder = Thread(target=_feed, args=(process.stdin, raw), daemon=True)
    with process:
        try:
            watch.start()
            feeder.start()
            said = process.stdout.read(most + 1)
            if len(said) <= most:
                process.wait()
        finally:
            watch.cancel()
            process.kill()  # nothing happens to one that has ended
            feeder.join()
    return said


def _feed(stream: IO[bytes], raw: bytes) -> None:
    with suppress(OSError), stream:  # it may end before it has read everything
        stream.write(raw)


_HANDED_ON = frozenset(
    {
        "APPDATA", "DYLD_LIBRARY_PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "PATH", "PYTHONHOME",
        "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "USERPROFILE", "WINDIR",
    }
)  # fmt: skip
"""What a process needs to find its libraries. All else stays here: a session's environment is full of secrets."""


def _environment() -> dict[str, str]:
    places = filter(None, (str(Path(talentdesk.__file__).parents[1]), os.environ.get("PYTHONPATH")))
    kept = {name: value for name, value in os.environ.items() if name.upper() in _HANDED_ON}
    return {**kept, "PYTHONPATH": os.pathsep.join(places)}


def _answer(said: bytes, told: Callable[[Mapping[str, object]], T]) -> T:
    try:
        data = json.loads(said)
        if "trouble" in data:
            details = {str(name): str(value) for name, value in data["details"].items()}
            raise IntakeTrouble(Trouble(data["trouble"]), **details)
        return told(data)
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError):
        raise IntakeTrouble(Trouble.DAMAGED) from None
