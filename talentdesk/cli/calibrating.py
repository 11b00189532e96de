"""`fields` and `calibrate`: what an official PDF offers, and how a printer sets answers on it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast

from talentdesk.cli.arguments import Chosen
from talentdesk.cli.mishaps import DONE, UsageError
from talentdesk.cli.output import warn, write, write_json
from talentdesk.core.words import N_
from talentdesk.i18n import say
from talentdesk.service.files import put
from talentdesk.service.mishap import InputError
from talentdesk.service.papers import paper_languages

if TYPE_CHECKING:
    from talentdesk.core.calibration import Calibration
    from talentdesk.paper.official import Survey, Widget


def run_fields(chosen: Chosen) -> int:
    """Pages and fields of an official PDF."""
    from talentdesk.paper.official import MOST_BYTES
    from talentdesk.service.calibrations import fields_of, with_grid

    file = Path(chosen.file)
    if file.is_file() and file.stat().st_size > MOST_BYTES:
        cause, remedy = N_("{file} is larger than {megabytes} MB"), N_("keep only the pages of the form")
        raise InputError(cause, remedy, file=str(file), megabytes=str(MOST_BYTES // 1_000_000))
    content = file.read_bytes()
    found = fields_of(content)
    if chosen.out:
        put(Path(chosen.out), with_grid(content, paper_languages(chosen.language, "")))
    if chosen.json:
        write_json(_as_json(found))
    else:
        _write_fields(found, chosen.language)
    return DONE


def _as_json(found: Survey) -> dict[str, object]:
    pages = [{"width": round(side.size[0], 1), "height": round(side.size[1], 1)} for side in found.sides]
    fields = [
        {
            "field": widget.field,
            "kind": widget.kind,
            "page": widget.page + 1,
            **{name: round(getattr(widget.rect, name), 1) for name in ("x", "y", "width", "height")},
            "states": list(widget.states),
            "cells": widget.comb,
        }
        for widget in found.widgets
    ]
    return {"pages": pages, "fields": fields, "signed": found.signed, "locked": found.locked}


def _write_fields(found: Survey, language: str) -> None:
    for number, side in enumerate(found.sides):
        wide, tall = (f"{each:.0f}" for each in side.size)
        write(say("Page {page}: {width} × {height} mm", language, page=number + 1, width=wide, height=tall))
        for widget in found.widgets:
            if widget.page == number:
                write(f"  {_line(widget)}")
    if not found.widgets:
        warn(say("It has no fields: place the answers by millimetres.", language))


def _line(widget: Widget) -> str:
    from talentdesk.paper.official import printable

    rect = widget.rect
    place = f"x = {rect.x:.1f}, y = {rect.y:.1f}, width = {rect.width:.1f}, height = {rect.height:.1f}"
    more = " | ".join(widget.states) or (f"{widget.comb} □" if widget.comb else "")
    return "  ".join(filter(None, (printable(widget.field), widget.kind, printable(more), place)))


def run_calibrate(chosen: Chosen) -> int:
    """A page to measure, what was measured, or what is kept."""
    if chosen.offset is not None or chosen.scale is not None:
        return _keep(chosen)
    if chosen.out:
        return _write_page(chosen)
    return _list(chosen)


def _keep(chosen: Chosen) -> int:
    from talentdesk.paper.overlay import Shift
    from talentdesk.service.calibrations import keep

    for name in ("printer", "paper"):
        if not getattr(chosen, name):
            raise UsageError(
                N_("still needed: {what}"), N_("say for which printer, tray and paper it holds"), what=f"--{name}"
            )
    x, y = chosen.offset or (0.0, 0.0)
    shift = Shift(x, y, chosen.scale or 1.0)
    kept = keep(chosen.printer, chosen.tray or "", chosen.paper, _day(chosen), shift)
    _show([kept], chosen)
    return DONE


def _write_page(chosen: Chosen) -> int:
    from talentdesk.paper.overlay import Shift
    from talentdesk.service.calibrations import page_to_measure, shift_of

    shift = Shift()
    if chosen.paper and chosen.printer:
        shift = shift_of(chosen.paper, _day(chosen), chosen.printer, chosen.tray)
    languages = paper_languages(chosen.language, "")
    put(Path(chosen.out), page_to_measure(chosen.paper, _day(chosen), shift, languages))
    return DONE


def _list(chosen: Chosen) -> int:
    from talentdesk.settings import load

    kept = list(load().calibration)
    _show(kept, chosen)
    if not kept and not chosen.json:
        warn(say("Nothing was measured yet. Begin with: talentdesk calibrate --out grid.pdf", chosen.language))
    return DONE


def _show(kept: list[Calibration], chosen: Chosen) -> None:
    if chosen.json:
        write_json([asdict(each) for each in kept])
        return
    for each in kept:
        place = " · ".join(filter(None, (each.printer, each.tray, each.paper, each.edition)))
        write(f"{place}: {each.x:+g} mm, {each.y:+g} mm, × {each.scale:g}")


def _day(chosen: Chosen) -> date:
    return cast(date, chosen.as_of) if chosen.as_of else date.today()
