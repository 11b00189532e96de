"""Reads `shared/photos.toml`: what is asked of a photo for each use, since when, by which source."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from talentdesk.core.form import Citation
from talentdesk.core.photo import Backdrop, PhotoUse, Wanted
from talentdesk.core.sharedfile import find_citation, read_citation
from talentdesk.core.tomlfile import Table, TomlFile, name_of
from talentdesk.core.words import N_, nearest

PHOTOS = "shared/photos.toml"
_FORMATS = ("JPEG", "PNG", "TIFF", "WEBP")


def read_photos(path: Path, citations: Mapping[str, Citation]) -> tuple[Mapping[str, PhotoUse], Mapping[str, Citation]]:
    """Read the uses by id, and the file's own citations. Raises FormError with all its faults."""
    file = TomlFile(path, name_of(path))
    file.stop_at_faults()
    top = file.top
    own = {key: read_citation(table) for key, table in top.children("citations")}
    uses: dict[str, PhotoUse] = {}
    for table in top.tables("photo"):
        use = _use(table, {**citations, **own})
        if use.id in uses:
            table.fault("id", N_("the id {id} is there twice"), N_("rename or delete one"), id=use.id)
        uses[use.id] = use
    top.close()
    file.stop_at_faults()
    return uses, own


def _use(table: Table, citations: Mapping[str, Citation]) -> PhotoUse:
    values = [_wanted(each, citations) for each in table.tables("values")]
    if not values:
        table.fault("", N_("the key {key} is missing"), N_("add it; see forms/README.md"), key="values")
    days = [each.since for each in values]
    for day in {day for day in days if days.count(day) > 1}:
        told = day.isoformat() if day else "—"
        table.fault("values", N_("two values begin on {day}"), N_("delete one, or correct its date"), day=told)
    values.sort(key=lambda each: each.since or date.min, reverse=True)
    use = PhotoUse(
        id=table.text("id", required=True),
        title=table.some_words("title"),
        procedures=table.texts("procedures"),
        values=tuple(values),
    )
    table.close()
    return use


def _wanted(table: Table, citations: Mapping[str, Citation]) -> Wanted:
    wanted = Wanted(
        since=table.day("from"),
        citation=find_citation(table, table.text("cite", required=True), citations),
        size_mm=_size(table, "size_mm"),
        pixels_least=_size(table, "pixels_least"),
        pixels_most=_size(table, "pixels_most"),
        kilobytes_least=table.number("kilobytes_least") or None,
        kilobytes_most=table.number("kilobytes_most") or None,
        formats=_formats(table),
        rgb=table.flag("rgb"),
        background=_background(table),
        months=table.number("months") or None,
        by_eye=table.words("by_eye"),
    )
    table.close()
    _in_order(table, wanted)
    return wanted


def _background(table: Table) -> Backdrop | None:
    if "background" not in table:
        return None
    backdrop = table.one_of("background", Backdrop, Backdrop.WHITE)
    if backdrop is Backdrop.OTHER:
        cause, remedy = N_("{key} cannot be {value}"), N_("did you mean {close}?")
        table.fault("background", cause, remedy, key="background", value=backdrop, close="white, blue")
    return backdrop


def _formats(table: Table) -> tuple[str, ...]:
    formats = table.texts("formats")
    for name in formats:
        if name not in _FORMATS:
            close = nearest(name, _FORMATS) or ", ".join(_FORMATS)
            cause, remedy = N_("{key} cannot be {value}"), N_("did you mean {close}?")
            table.fault("formats", cause, remedy, key="formats", value=name, close=close)
    return formats


def _size(table: Table, key: str) -> tuple[int, int] | None:
    given = table.take(key, list)
    if given is None:
        return None
    if len(given) != 2 or not all(type(each) is int and each > 0 for each in given):
        table.fault(key, N_("{key} should be width and height"), N_("write two whole numbers, as in [33, 48]"), key=key)
        return None
    return given[0], given[1]


def _in_order(table: Table, wanted: Wanted) -> None:
    """Nothing asks for more than the most."""
    pairs: tuple[tuple[str, tuple[int, ...] | None, tuple[int, ...] | None], ...] = (
        ("pixels_most", wanted.pixels_least, wanted.pixels_most),
        ("kilobytes_most", _one(wanted.kilobytes_least), _one(wanted.kilobytes_most)),
    )
    for key, least, most in pairs:
        if least and most and any(low > high for low, high in zip(least, most, strict=True)):
            table.fault(key, N_("{key} is less than the least"), N_("exchange the two"), key=key)
        if most and not least:
            cause, remedy = N_("{key} stands alone"), N_("give the least too, as the source states it")
            table.fault(key, cause, remedy, key=key)


def _one(number: int | None) -> tuple[int, ...] | None:
    return None if number is None else (number,)
