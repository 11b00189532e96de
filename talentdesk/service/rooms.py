"""The forms room this program works with, opened once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from talentdesk import paths
from talentdesk.core.catalogue import Catalogue
from talentdesk.core.words import N_
from talentdesk.service.mishap import Mishap

_chosen: list[Path] = []


@cache
def catalogue() -> Catalogue:
    """Every procedure, paper, list and parameter of the room that was chosen, or of the one that is shipped."""
    return Catalogue(_chosen or [paths.room("forms")])


@contextmanager
def working_in(place: Path) -> Iterator[Path]:
    """Work with the forms room that `place` is or lies in, and give its folder. Raises Mishap where it is none."""
    folder = room_of(place)
    _chosen[:] = [folder]
    catalogue.cache_clear()
    try:
        yield folder
    finally:
        _chosen.clear()
        catalogue.cache_clear()


def room_of(place: Path) -> Path:
    """The forms room that `place` is, has as its folder `forms`, or lies in. Raises Mishap where it is none."""
    full = place.resolve()
    if not full.exists():
        raise Mishap(N_("{file} is not there"), N_("check the name and the folder"), file=str(place))
    for folder in (full, full / "forms", *full.parents):
        if (folder / "procedures").is_dir():
            return folder
    cause, remedy = N_("{file} is no forms room and lies in none"), N_("a forms room has a folder named procedures")
    raise Mishap(cause, remedy, file=str(place))
