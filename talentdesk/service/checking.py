"""The whole check before something is given out: form files, papers, cases and translations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from talentdesk import paths
from talentdesk.core.catalogue import Catalogue
from talentdesk.core.editions import unpublished
from talentdesk.core.form import Citation, Edition
from talentdesk.core.inspection import inspect
from talentdesk.core.mutation import survivors
from talentdesk.core.tomlfile import Fault, FormError, name_of
from talentdesk.core.triage import read_triage
from talentdesk.core.triagemutation import triage_survivors
from talentdesk.service import translations
from talentdesk.service.files import put
from talentdesk.service.officials import template_faults
from talentdesk.service.proofs import proof
from talentdesk.service.rooms import catalogue, room_of


def check(places: Sequence[Path] = ()) -> tuple[Fault, ...]:
    """Every fault of the shipped rooms; or of the forms rooms that `places` name or lie in, there only.

    Raises Mishap for a place that is no forms room nor inside one.
    """
    if not places:
        return (*_room(catalogue()), *translations.inspect(translations.shipped_sources()))
    faults: list[Fault] = []
    for place in places:
        room = room_of(place)
        found = _room(Catalogue([room]))
        below = _below(place, room)
        faults.extend(fault for fault in found if not below or fault.file.startswith(below))
    return tuple(faults)


def unnoticed(places: Sequence[Path] = ()) -> tuple[Fault, ...]:
    """Every operator or number that could be another without a golden case noticing, in the rooms as in `check`.

    Where a file or a case has a fault, that is told instead: only cases that hold can notice anything.
    Raises Mishap for a place that is no forms room nor inside one.
    """
    faults: list[Fault] = []
    for place in places or (paths.room("forms"),):
        room = room_of(place)
        known = Catalogue([room])
        below = _below(place, room)
        found = inspect(known) or (*survivors(known), *triage_survivors(known))
        faults.extend(fault for fault in found if fault.file.startswith(below))
    return tuple(faults)


def _below(place: Path, room: Path) -> str:
    """How the names of the files begin that the place asks about; empty for all of the room."""
    full = place.resolve()
    return name_of(full) if full != room and full.is_relative_to(room) else ""


def _room(room: Catalogue) -> tuple[Fault, ...]:
    """What is wrong in the files; where nothing is, what is wrong on the papers that come of them."""
    return inspect(room) or tuple(template_faults(room)) or tuple(proof(room))


def stale(day: date, places: Sequence[Path] = ()) -> tuple[str, ...]:
    """Citations last read more than 365 days before `day`: `key`, or `procedure/edition: key`, or `triage: key`.

    What cannot be read is left out: `check` tells of it. Raises Mishap for a place in no forms room.
    """
    rooms = [Catalogue([room_of(place)]) for place in places] or [catalogue()]
    found = (name for room in rooms for name, citation in _citations(room) if citation.is_stale(day))
    return tuple(dict.fromkeys(found))


def _citations(room: Catalogue) -> Iterator[tuple[str, Citation]]:
    try:
        shared = room.citations()
    except FormError:
        return
    yield from shared.items()
    with suppress(FormError):
        yield from ((f"photos: {key}", citation) for key, citation in room.photo_citations().items())
    for procedure in room.procedures():
        for name in room.editions(procedure):
            try:
                edition = room.edition(procedure, name)
            except FormError:
                continue
            yield from _own(f"{procedure}/{name}", edition, shared)
    try:
        triage = read_triage(room)
    except FormError:
        return
    if triage is not None:
        yield from _own("triage", triage.questions, shared)


def _own(place: str, edition: Edition, shared: Mapping[str, Citation]) -> Iterator[tuple[str, Citation]]:
    own = ((key, citation) for key, citation in edition.citations.items() if shared.get(key) != citation)
    yield from ((f"{place}: {key}", citation) for key, citation in own)


def publish(places: Sequence[Path] = ()) -> tuple[str, ...]:
    """Freeze the editions that are not frozen yet: their digests are added to `published.toml`; return their names.

    To be called when `check` finds nothing. Raises Mishap, OSError.
    """
    frozen: list[str] = []
    for folder in [room_of(place) for place in places] or [paths.room("forms")]:
        found = unpublished(Catalogue([folder]), folder)
        if found:
            path = folder / "published.toml"
            before = path.read_text(encoding="utf-8") if path.is_file() else _HEAD
            put(path, (before + "".join(f'"{name}" = "{text}"\n' for name, text in found.items())).encode())
            frozen.extend(found)
    return tuple(frozen)


_HEAD = "# Digest of each published edition. An edition named here never changes: write a new one instead.\n"
