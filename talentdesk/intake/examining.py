"""Has a file from outside looked into by a process of its own, and waits for it only so long."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import talentdesk
from talentdesk.core.bundle import Packed
from talentdesk.core.photo import Photo
from talentdesk.intake.bundles import packed_from
from talentdesk.intake.found import MOST_BYTES, Found, IntakeTrouble, Trouble, found_from
from talentdesk.intake.photofacts import photo_from

if TYPE_CHECKING:
    from talentdesk.intake.envelopes import Secret

T = TypeVar("T")

_PATIENCE = 75.0
"""Seconds; a little more than the process may calculate."""


def examine(file: Path) -> Found:
    """What the file holds. Raises IntakeTrouble, or OSError for a file out of reach."""
    return _answer(_run(_read(file)), found_from)


def examine_photo(file: Path) -> Photo:
    """What the photo is. Raises IntakeTrouble, or OSError for a file out of reach."""
    return _answer(_run(_read(file), "photo"), photo_from)


def open_envelope(raw: bytes, secret: Secret) -> bytes:
    """The content of an age file whose head was looked at. Raises IntakeTrouble."""
    from talentdesk.intake.envelopes import content_in, question

    return content_in(_run(question(raw, secret), "envelope"))


def examine_bundle(raw: bytes) -> Packed:
    """The members of a bundle that was opened. Raises IntakeTrouble."""
    return _answer(_run(raw, "bundle"), packed_from)


def _read(file: Path) -> bytes:
    with file.open("rb") as stream:
        raw = stream.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise IntakeTrouble(Trouble.TOO_LARGE, most=str(MOST_BYTES // 1_000_000))
    return raw


def _run(raw: bytes, *what: str) -> bytes:
    command = [sys.executable, "-P", "-m", "talentdesk.intake.child", *what]
    places = filter(None, (str(Path(talentdesk.__file__).parents[1]), os.environ.get("PYTHONPATH")))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(places)}
    # Windows would show a console window for a moment.
    hidden = int(getattr(subprocess, "CREATE_NO_WINDOW", 0))
    try:
        run = subprocess.run(
            command,
            input=raw,
            capture_output=True,
            env=environment,
            timeout=_PATIENCE,
            creationflags=hidden,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise IntakeTrouble(Trouble.TOO_MUCH_WORK) from None
    if run.returncode:
        # Killed by its limits, or brought down by the file.
        raise IntakeTrouble(Trouble.TOO_MUCH_WORK)
    return run.stdout


def _answer(said: bytes, told: Callable[[Mapping[str, object]], T]) -> T:
    try:
        data = json.loads(said)
        if "trouble" in data:
            details = {str(name): str(value) for name, value in data["details"].items()}
            raise IntakeTrouble(Trouble(data["trouble"]), **details)
        return told(data)
    except (ValueError, TypeError, AttributeError, KeyError):
        raise IntakeTrouble(Trouble.DAMAGED) from None
