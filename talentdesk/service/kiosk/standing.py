"""How a public machine stands, for the staff: one small file without anything about any person."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from talentdesk.store.trouble import StoreTrouble


class Standing(StrEnum):
    """What the staff has to know."""

    STARTING = "starting"
    ATTRACT = "attract"
    """Nobody is here; the first screen waits for a touch."""
    BUSY = "busy"
    NO_PAPER = "out of paper"
    """Also while somebody is here: their papers wait for it."""
    ERROR = "error"
    """The window failed again and again, or cannot be opened."""
    OFF = "off"


def utc_now() -> datetime:
    """This machine's clock, as UTC."""
    return datetime.now(UTC)


class StandingFile:
    """Written when something changes, whole or not at all. A disk that takes nothing stops no applicant."""

    def __init__(self, file: Path, now: Callable[[], datetime] = utc_now) -> None:
        self.file = file
        self._now = now
        self._said: tuple[Standing, int, int] | None = None

    def say(self, standing: Standing, *, crashes: int, given_up: int) -> None:
        """`crashes` and `given_up` count windows that failed and sessions that were ended for it since the start."""
        said = (standing, crashes, given_up)
        if said == self._said:
            return
        self._said = said
        since = self._now().isoformat(timespec="seconds")
        content = {"state": standing, "since": since, "crashes": crashes, "sessions_given_up": given_up}
        from talentdesk.store.place import write_private

        try:
            write_private(self.file, json.dumps(content).encode() + b"\n")
        except StoreTrouble:
            return


def read_standing(file: Path) -> Standing | None:
    """What the file says; None where there is none that can be read."""
    try:
        return Standing(json.loads(file.read_bytes())["state"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
