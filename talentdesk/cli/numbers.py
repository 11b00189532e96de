"""`identify`, `mrz` and `glyphs`: what numbers, machine-readable zones and characters say."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path

from talentdesk.cli.arguments import Chosen
from talentdesk.cli.mishaps import DONE, FAULTS, UsageError
from talentdesk.cli.output import warn, write, write_json
from talentdesk.core.words import N_, nearest
from talentdesk.i18n import say

_MOST_BYTES = 100_000


def run_identify(chosen: Chosen) -> int:
    """What a number says. A wrong shape is a fault; a check digit that does not fit is only told."""
    from talentdesk.core.identifiers import SCHEMES, UnknownScheme, identify

    try:
        found = identify(chosen.scheme, chosen.value)
    except UnknownScheme:
        near, known = nearest(chosen.scheme[:80], SCHEMES), ", ".join(SCHEMES)
        remedy = N_("did you mean {near}?") if near else N_("use one of: {known}")
        raise UsageError(N_("there is no kind of number of that name"), remedy, near=near, known=known) from None
    if chosen.json:
        document = {"shape_ok": found.shape_ok, "check_ok": found.check_ok}
        write_json({**document, "meaning": dict(found.meaning), "warnings": list(found.warnings)})
    else:
        _write_identified(found.shape_ok, found.check_ok, chosen)
        for name, value in found.meaning.items():
            write(f"{name}: {', '.join(value) if isinstance(value, list) else value}")
        _write_warnings(found.warnings, chosen.language)
    return DONE if found.shape_ok else FAULTS


def _write_identified(shape_ok: bool, check_ok: bool | None, chosen: Chosen) -> None:
    from talentdesk.service.phrases import SENTENCES, SHAPES

    tongue = chosen.language
    if not shape_ok:
        write(say(SHAPES.get(chosen.scheme, SENTENCES["identifier.shape"].what), tongue))
    elif check_ok is None:
        write(say("The number has the right form. No check digit is known for it.", tongue))
    elif check_ok:
        write(say("The number has the right form, and its check digit fits.", tongue))
    else:
        write(say("The number has the right form, but its check digit does not fit.", tongue))


def _write_warnings(warnings: tuple[str, ...], language: str) -> None:
    from talentdesk.service.sentences import warning_sentence

    for warning in warnings:
        write(f"! {warning_sentence(warning, language)}")


def run_mrz(chosen: Chosen) -> int:
    """What a machine-readable zone says. Text without one is a fault; doubts about one are only told."""
    from talentdesk.core.mrz import parse
    from talentdesk.service.sentences import zone_sentence

    found = parse(_text_of(chosen.file), today=chosen.as_of or date.today())
    sentences = [zone_sentence(problem, chosen.language) for problem in found.problems]
    if chosen.json:
        problems = [
            {"code": str(problem.code), "details": dict(problem.details), "message": said}
            for problem, said in zip(found.problems, sentences, strict=True)
        ]
        document = {"format": found.format, "fields": dict(found.fields), "checks": dict(found.checks)}
        write_json({**document, "problems": problems})
    else:
        for name, value in found.fields.items():
            write(f"{name}: {value}")
        for said in sentences:
            write(f"! {said}")
    return DONE if found.format else FAULTS


def _text_of(file: str) -> str:
    """The text of a file or of the standard input, whatever its bytes; no zone is longer than what is read."""
    if file == "-":
        if sys.stdin.isatty():
            warn(say(N_("Paste the lines and end with Ctrl+D (Windows: Ctrl+Z, Enter)."), "en"))
        stream = getattr(sys.stdin, "buffer", None)
        raw = stream.read(_MOST_BYTES) if stream else sys.stdin.read(_MOST_BYTES).encode("utf-8", "replace")
    else:
        with Path(file).open("rb") as opened:
            raw = opened.read(_MOST_BYTES)
    wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    return str(raw.decode("utf-16" if wide else "utf-8-sig", "replace"))


def run_glyphs(chosen: Chosen) -> int:
    """Characters that no font of the program can draw."""
    from talentdesk.service.characters import named, undrawable

    found = [named(character) for character in undrawable(chosen.text)]
    if chosen.json:
        write_json({"missing": [asdict(each) for each in found]})
    else:
        for each in found:
            write(f"{each.character}  {each.code_point}  {each.name}")
        if not found:
            write(say("Every character can be printed.", chosen.language))
    return FAULTS if found else DONE
