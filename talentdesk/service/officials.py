"""Offices' own official PDFs: read, with the boxes in their places, checked, and written over."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from talentdesk.core.fault import Fault, name_of
from talentdesk.core.tomlfile import FormError
from talentdesk.core.words import N_
from talentdesk.paper.official import MOST_BYTES, Unusable, survey
from talentdesk.paper.page import Backdrop, LaidPaper, Underlay
from talentdesk.paper.placing import Misplaced, Placed, place
from talentdesk.service.mishap import Mishap

if TYPE_CHECKING:
    from talentdesk.core.catalogue import Catalogue
    from talentdesk.core.form import Edition, Text
    from talentdesk.core.sheet import Sheet
    from talentdesk.paper.official import Survey
    from talentdesk.paper.overlay import Shift

_placed: dict[tuple[Sheet, str, str, str], Placed] = {}
_MOST_PLACED = 64


def placed_on(sheet: Sheet, edition: Edition) -> Sheet:
    """The template with its boxes where they lie on the PDF, named as the edition asks.

    The same sheet while nothing changes. Raises FormError for a box that has no place there, Mishap for a PDF that
    cannot be written over.
    """
    content = background(sheet)
    key = (sheet, hashlib.sha256(content).hexdigest(), edition.procedure, edition.edition)
    if key not in _placed:
        if len(_placed) >= _MOST_PLACED:
            _placed.clear()
        _placed[key] = place(sheet, look_into(content), {each.id: each.label for each in edition.questions})
    found = _placed[key]
    if found.misplaced:
        raise FormError(*(_misplaced(sheet, each) for each in found.misplaced))
    return found.sheet


def underlay(sheet: Sheet) -> Underlay:
    """The PDF of a placed template. Raises Mishap."""
    fields = (spot.field for box in sheet.boxes() for spot in box.spots)
    return Underlay(background(sheet), frozenset(filter(None, fields)))


def backdrops(sheet: Sheet, under: Underlay) -> tuple[Backdrop, ...]:
    """What the screen shows behind the answers: nothing of a PDF that nobody has looked at yet. Raises Mishap."""
    from talentdesk.paper.overlay import emptied

    known = sheet.background.sha256 if sheet.background else ""
    if known != hashlib.sha256(under.content).hexdigest():
        return ()
    try:
        content = emptied(under)
    except Unusable as unusable:
        raise Mishap(unusable.cause, unusable.remedy, **unusable.details) from unusable
    return tuple(Backdrop(content, number) for number in range(len(sheet.pages)))


def background(sheet: Sheet) -> bytes:
    """The file a template is written over. Raises Mishap where it cannot be read."""
    file = sheet.background.file if sheet.background else Path()
    try:
        state = file.stat()
        if state.st_size > MOST_BYTES:
            return b"\0" * (MOST_BYTES + 1)  # `look_into` says that it is too large
        return _content(file, state.st_mtime_ns, state.st_size)
    except OSError:
        cause = N_("the official PDF {file} cannot be read")
        raise Mishap(cause, N_("put it beside the file that describes it"), file=name_of(file)) from None


@lru_cache(maxsize=8)
def _content(file: Path, changed: int, size: int) -> bytes:
    return file.read_bytes()


def look_into(content: bytes) -> Survey:
    """What an official PDF is like. Raises Mishap where nothing can be written over it."""
    try:
        return survey(content)
    except Unusable as unusable:
        raise Mishap(unusable.cause, unusable.remedy, **unusable.details) from unusable


def write_official(
    laid: LaidPaper, under: Underlay, answers: bytes | None, shift: Shift | None, *, preprinted: bool
) -> bytes:
    """The paper over its official PDF. Raises Mishap, FontMissing."""
    from talentdesk.paper.overlay import Shift, write_over

    if answers is not None:
        cause = N_("an office's own PDF cannot become an archive's copy")
        raise Mishap(cause, N_("make the archive's copy of the form of this program"))
    try:
        return write_over(laid, under, shift or Shift(), preprinted=preprinted)
    except Unusable as unusable:
        raise Mishap(unusable.cause, unusable.remedy, **unusable.details) from unusable


def template_faults(catalogue: Catalogue) -> Iterator[Fault]:
    """What is wrong with each office's own PDF and the places of its boxes."""
    for sheet in catalogue.templates():
        try:
            content = background(sheet)
            found = look_into(content)
        except Mishap as mishap:
            yield Fault(_file(sheet), 1, mishap.cause, mishap.remedy, mishap.details)
            continue
        yield from _stale(sheet, hashlib.sha256(content).hexdigest())
        labels: dict[str, Text] = {}
        yield from (_misplaced(sheet, each) for each in place(sheet, found, labels).misplaced)


def _stale(sheet: Sheet, digest: str) -> Iterator[Fault]:
    known = sheet.background.sha256 if sheet.background else ""
    if known == digest:
        return
    cause = N_("the official PDF has changed since its boxes were placed") if known else N_("sha256 is not written")
    remedy = N_('look at a print, correct the boxes, and write sha256 = "{digest}"')
    yield Fault(_file(sheet), 1, cause, remedy, {"digest": digest})


def _misplaced(sheet: Sheet, each: Misplaced) -> Fault:
    return Fault(_file(sheet), each.line, each.cause, each.remedy, each.details)


def _file(sheet: Sheet) -> str:
    return f"forms/papers/{sheet.paper}/{sheet.edition}.toml"
