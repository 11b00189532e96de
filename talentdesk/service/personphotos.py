"""Photos in a person's ledger: kept encrypted with what was measured of them, shown newest first, removed for good."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from talentdesk.core.person import Photo
from talentdesk.core.photo import Photo as Measured
from talentdesk.core.tomlfile import FormError
from talentdesk.intake.examining import examine_photo_bytes, photo_file
from talentdesk.intake.found import IntakeTrouble
from talentdesk.service.photos import fits, judge_photo, refused
from talentdesk.service.roles import needs

if TYPE_CHECKING:
    from talentdesk.core.catalogue import Catalogue
    from talentdesk.service.evaluation import Json
    from talentdesk.store.opened import Store

_MEDIA = {"JPEG": "image/jpeg", "PNG": "image/png", "TIFF": "image/tiff", "WEBP": "image/webp"}


@dataclass(frozen=True, slots=True)
class Offered:
    """A photo's file with what was measured of it, by a process that holds no key."""

    content: bytes
    measured: Measured


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a photo is as one use asks, and what is not."""

    title: str
    good: bool
    reasons: tuple[str, ...]


def read_photo(file: Path) -> Offered:
    """The file and what it is. Raises InputError for one that is no photo, OSError for one out of reach."""
    try:
        content = photo_file(file)
        return Offered(content, examine_photo_bytes(content))
    except IntakeTrouble as slip:
        raise refused(slip, file.name) from None


def measure_again(content: bytes) -> Measured:
    """What a kept photo is. Raises InputError."""
    try:
        return examine_photo_bytes(content)
    except IntakeTrouble as slip:
        raise refused(slip, "photo") from None


@needs("case")
def keep_photo(store: Store, person: str, offered: Offered) -> bool:
    """Keep it; False where the person has this very file. Raises NoSuchPerson."""
    measured = offered.measured
    photo = Photo(
        uuid4().hex,
        sha256(offered.content).hexdigest(),
        _MEDIA.get(measured.format, "application/octet-stream"),
        len(offered.content),
        measured.width,
        measured.height,
        measured.taken,
        str(measured.background.backdrop),
    )
    return store.people.keep_photo(person, photo, offered.content)


@needs("case")
def drop_photo(store: Store, person: str, photo: str) -> None:
    """Remove it for good. Raises NoSuchPerson."""
    store.people.drop_photo(person, photo)


@needs("case")
def photo_content(store: Store, photo: str) -> bytes:
    """The file as it was kept. Raises NoSuchPerson."""
    return store.people.photo(photo)


@needs("case")
def photo_for_case(store: Store, case: str) -> tuple[Photo, bytes] | None:
    """The newest photo of whose case this is; None where there is none, or it is nobody's."""
    person = store.people.of_case(case)
    photos = newest_first(store.people.load(person).whole().photos) if person else ()
    return (photos[0], store.people.photo(photos[0].id)) if photos else None


def newest_first(photos: Iterable[Photo]) -> tuple[Photo, ...]:
    """By the day they were taken, else kept."""
    return tuple(sorted(photos, key=_when, reverse=True))


def day_of(photo: Photo) -> date | None:
    """The day it was taken, else kept."""
    return photo.taken or (photo.added_at.astimezone().date() if photo.added_at else None)


def _when(photo: Photo) -> tuple[date, float]:
    added = photo.added_at
    return day_of(photo) or date.min, added.timestamp() if isinstance(added, datetime) else 0.0


def verdicts(catalogue: Catalogue, measured: Measured, as_of: date, language: str) -> tuple[Verdict, ...]:
    """How it does for everything that something is known of, on that day."""
    try:
        uses = [use.id for use in catalogue.photos().values() if use.on(as_of) is not None]
    except FormError:
        return ()
    return tuple(_verdict(judge_photo(catalogue, measured, use, as_of, language)) for use in uses)


def _verdict(found: Json) -> Verdict:
    findings = found["findings"]
    assert isinstance(findings, list)
    reasons = tuple(str(each["message"]) for each in findings if each["status"] == "fail")
    return Verdict(str(found["title"]), fits(found), reasons)
