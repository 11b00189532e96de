"""What the supervisor and an applicant's window tell each other: short lines through two pipes, never an answer."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import IO, Any

from talentdesk.core.calibration import Calibration
from talentdesk.service.kiosk.key import BYTES, SessionKey
from talentdesk.settings import Settings

LONGEST_LINE = 4096
_PAPER, _NO_PAPER = b"p", b"n"
_WORD = re.compile(r"[\w-]{0,20}")
_MISHAP = re.compile(r"[\w.:> …<=-]{1,2000}")


@dataclass(frozen=True, slots=True)
class Outfit:
    """What an applicant chose for the screen; it comes back after a crash."""

    language: str = ""
    second: str = ""
    look: str = ""


@dataclass(frozen=True, slots=True)
class Serve:
    """Go to the front for this session; its key follows on the pipe."""

    session: str
    place: Path
    resumed: bool
    outfit: Outfit


class Kind(StrEnum):
    """What a window tells."""

    READY = "ready"
    """Everything is loaded: an applicant would not wait."""
    SHOWN = "shown"
    """The window of this session is on the screen."""
    BEGUN = "begun"
    """Somebody has touched the first screen."""
    ALIVE = "alive"
    """Nobody is here, and the window answers."""
    DUE = "due"
    """Alive; `seconds` until the session is to be erased if nobody touches anything."""
    OUTFIT = "outfit"
    """Language or look were changed."""
    PRINTING = "printing"
    """Papers go to the printer; `word` is the title of their job, which names nobody."""
    ENDED = "ended"
    """The session is over: `word` says why."""
    MISHAP = "mishap"
    """A note for the file of mishaps, without personal data."""


@dataclass(frozen=True, slots=True)
class Note:
    """One line from a window. `session` is the one it serves; empty before it serves any."""

    kind: Kind
    session: str = ""
    seconds: float = 0.0
    word: str = ""
    outfit: Outfit = Outfit()


def read_note(line: bytes) -> Note | None:
    """The note in a line; None for anything else: a window that was taken over can say nothing but this."""
    try:
        said = json.loads(line)
        kind = Kind(said["kind"])
        outfit = Outfit(*(str(part) for part in said.get("outfit", ())))
        note = Note(
            kind, str(said.get("session", "")), float(said.get("seconds", 0)), str(said.get("word", "")), outfit
        )
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    words = (note.session, *(getattr(outfit, field.name) for field in fields(Outfit)))
    shape = _MISHAP if kind is Kind.MISHAP else _WORD
    if not shape.fullmatch(note.word) or not all(_WORD.fullmatch(word) for word in words):
        return None
    return note if 0 <= note.seconds < 86_400 else None


def write_note(pipe: IO[bytes], note: Note) -> None:
    """Tells the supervisor. Raises OSError when it is gone."""
    said = {
        "kind": note.kind,
        "session": note.session,
        "seconds": round(note.seconds, 3),
        "word": note.word,
        "outfit": list(asdict(note.outfit).values()),
    }
    pipe.write(json.dumps(said).encode() + b"\n")
    pipe.flush()


def write_settings(pipe: IO[bytes], settings: Settings) -> None:
    """Tells a new window how this machine is set up: it has a home of its own, and finds no settings there."""
    pipe.write(json.dumps(asdict(settings)).encode() + b"\n")


def read_settings(line: bytes) -> Settings:
    """What `write_settings` wrote."""
    said: dict[str, Any] = json.loads(line)
    measured = tuple(Calibration(**each) for each in said.pop("calibration"))
    return Settings(**said, calibration=measured)


def write_serve(pipe: IO[bytes], serve: Serve, key: SessionKey) -> None:
    """Sends a window to the front, with the key."""
    said = {**asdict(serve), "place": str(serve.place)}
    pipe.write(json.dumps(said).encode() + b"\n")
    key.hand_over(pipe)


def read_serve(pipe: IO[bytes]) -> tuple[Serve, bytes] | None:
    """Waits until this window is needed; None when the supervisor is gone."""
    line = pipe.readline()
    if not line.endswith(b"\n"):
        return None
    said = json.loads(line)
    key = pipe.read(BYTES)
    if len(key) != BYTES:
        return None
    return Serve(said["session"], Path(said["place"]), said["resumed"], Outfit(**said["outfit"])), key


def write_paper(pipe: IO[bytes], there: bool) -> None:
    """Tells the window in front whether the printer has paper: one byte."""
    pipe.write(_PAPER if there else _NO_PAPER)


def read_paper(pipe: IO[bytes]) -> bool | None:
    """Waits until that changes; None when the supervisor is gone."""
    byte = pipe.read(1)
    return byte != _NO_PAPER if byte else None
