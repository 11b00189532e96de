"""How printers set answers on official forms: pages to measure it on, and what was measured."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from talentdesk.core.calibration import Calibration, calibrated
from talentdesk.core.words import N_
from talentdesk.paper.overlay import Shift, write_over
from talentdesk.paper.page import Underlay
from talentdesk.paper.placing import place
from talentdesk.service.characters import font_missing
from talentdesk.service.mishap import InputError
from talentdesk.service.officials import background, look_into
from talentdesk.service.rooms import catalogue
from talentdesk.settings import load, remember_calibration

if TYPE_CHECKING:
    from talentdesk.core.sheet import Sheet
    from talentdesk.paper.official import Survey


def template(paper: str, day: date) -> Sheet:
    """The edition of an office's own PDF on a day. Raises CatalogueMiss, FormError, InputError for another paper."""
    sheet = catalogue().sheet(paper, day)
    if sheet.background is None:
        cause = N_("{paper} is drawn by this program and needs no calibration")
        raise InputError(cause, N_("name a paper that is an office's own PDF"), paper=paper)
    return sheet


def shift_of(paper: str, day: date, printer: str, tray: str | None) -> Shift:
    """What was measured for a printer and tray. Raises what `template` raises, InputError where nothing was."""
    sheet = template(paper, day)
    found = calibrated(load().calibration, paper, sheet.edition, printer, tray)
    if found is None:
        cause = N_("nothing was measured for this edition of {paper} on {printer}, tray {tray}")
        remedy = N_("measure and keep it: talentdesk calibrate")
        raise InputError(cause, remedy, paper=paper, printer=printer, tray=tray or "—")
    return as_shift(found)


def as_shift(calibration: Calibration) -> Shift:
    """What was measured, to print with."""
    return Shift(calibration.x, calibration.y, calibration.scale)


def keep(printer: str, tray: str, paper: str, day: date, shift: Shift) -> Calibration:
    """Keeps what was measured in the person's settings. Raises what `template` raises, SettingsError, OSError."""
    sheet = template(paper, day)
    measured = Calibration(printer, tray, paper, sheet.edition, shift.x, shift.y, shift.scale)
    remember_calibration(measured)
    return measured


def page_to_measure(paper: str | None, day: date, shift: Shift, languages: tuple[str, str]) -> bytes:
    """A PDF to be printed: a grid; for a paper, its boxes too, each where its answer would stand.

    Raises what `template` raises, Mishap.
    """
    from talentdesk.paper.faces import FontMissing
    from talentdesk.paper.grid import plain_grid, with_places

    try:
        if not paper:
            from talentdesk.paper.document import write_pdf

            return write_pdf(plain_grid(languages))
        sheet = template(paper, day)
        content = background(sheet)
        places = place(sheet, look_into(content), {}).sheet
        return write_over(with_places(places, languages), Underlay(content), shift, preprinted=True)
    except FontMissing as gone:
        raise font_missing(gone.file) from gone


def fields_of(content: bytes) -> Survey:
    """The fields of an official PDF. Raises Mishap where nothing can be written over it."""
    return look_into(content)


def with_grid(content: bytes, languages: tuple[str, str]) -> bytes:
    """An official PDF under a grid in millimetres, with the names of its fields. Raises Mishap."""
    from talentdesk.paper.faces import FontMissing
    from talentdesk.paper.grid import with_names

    try:
        found = look_into(content)
        return write_over(with_names(found, languages), Underlay(content, frozenset(found.fields())))
    except FontMissing as gone:
        raise font_missing(gone.file) from gone
