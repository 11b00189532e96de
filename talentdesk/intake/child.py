"""The process that looks into a stranger's file: the file comes in, one JSON document goes out, nothing else.

It runs with little memory and time and opens no file of its own. What a malicious file may take over is a process that
has nothing: only the one that opens envelopes is given a key, through the pipe, and it looks at nothing inside.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from contextlib import closing
from functools import partial

from talentdesk.hardening import harden
from talentdesk.intake.found import Found, IntakeTrouble, Trouble

MEMORY = 512 << 20
"""Bytes of address space: four times what a page of A4 at 600 dots an inch takes."""
MEMORY_OF_ENVELOPES = 1300 << 20
"""A passphrase may cost a gigabyte (see core.agefile), which its sender has chosen and no content can."""
MEMORY_OF_RECOGNISER = 1536 << 20
"""The recogniser of print needs less than 1300 MB of addresses for the largest picture, and 800 MB of memory."""
SECONDS = 60


def look(raw: bytes) -> Found:
    """What the file holds. Raises IntakeTrouble."""
    return _into_pdf(raw) if raw[:1024].find(b"%PDF-") >= 0 else _into_picture(raw)


def _into_pdf(raw: bytes) -> Found:
    from talentdesk.core.formmark import FORM_FIELD
    from talentdesk.intake.fields import fields_in
    from talentdesk.intake.pdf import attached, open_pdf, pages
    from talentdesk.intake.symbols import search

    with closing(open_pdf(raw)) as document:
        # What was filled in later is newer than anything that came with the form.
        fields = fields_in(raw) if document.get_formtype() else {}
        if FORM_FIELD in fields:
            return Found(fields=fields)
        attachments = attached(document)
        if attachments:
            return Found(attachments)
        found = search(partial(pages, document))
        return Found((), found.texts, found.unreadable)


def _into_picture(raw: bytes) -> Found:
    from talentdesk.intake.pictures import pictures
    from talentdesk.intake.symbols import search

    found = search(partial(pictures, raw))
    return Found((), found.texts, found.unreadable)


def look_at_photo(raw: bytes) -> dict[str, object]:
    """What the photo is, as JSON. Raises IntakeTrouble."""
    from talentdesk.intake.photofacts import as_json
    from talentdesk.intake.photos import measure

    return as_json(measure(raw))


def limit(memory: int = MEMORY) -> None:
    """Takes from this process what it does not need. Windows has no such limits; there the time limit must do."""
    if sys.platform != "win32":
        import resource

        for what, most in (
            (resource.RLIMIT_AS, memory),
            (resource.RLIMIT_CPU, SECONDS),
            (resource.RLIMIT_FSIZE, 0),
        ):
            try:
                resource.setrlimit(what, (most, most))
            except (ValueError, OSError):
                continue  # less was allowed already
    harden()


def limits() -> dict[str, int]:
    """What this process may use: bytes of memory, seconds, bytes of a file. Much where the system sets no limits."""
    if sys.platform == "win32":
        return {"memory": sys.maxsize, "seconds": sys.maxsize, "file": sys.maxsize}
    import resource

    kinds = {"memory": resource.RLIMIT_AS, "seconds": resource.RLIMIT_CPU, "file": resource.RLIMIT_FSIZE}
    found = {name: resource.getrlimit(kind)[0] for name, kind in kinds.items()}
    return {name: sys.maxsize if most == resource.RLIM_INFINITY else most for name, most in found.items()}


def tabulate(raw: bytes, sheet: str) -> dict[str, object]:
    """The rows of a table, or why it is not read."""
    from talentdesk.intake import table
    from talentdesk.intake.spreadsheet import lines_in

    try:
        return table.as_json(lines_in(raw, sheet))
    except table.TableUnreadable as refused:
        return table.refusal_as_json(refused)
    except MemoryError:
        return table.refusal_as_json(table.TableUnreadable(table.Refusal.TOO_MUCH_WORK))


def name_sheets(raw: bytes) -> dict[str, object]:
    """The names of a table's sheets, or why it is not read."""
    from talentdesk.intake import table
    from talentdesk.intake.spreadsheet import sheets_in

    try:
        return table.sheets_as_json(sheets_in(raw))
    except table.TableUnreadable as refused:
        return table.refusal_as_json(refused)
    except MemoryError:
        return table.refusal_as_json(table.TableUnreadable(table.Refusal.TOO_MUCH_WORK))


def main(arguments: Sequence[str]) -> int:
    """Reads the standard input, writes the standard output. The arguments say what is to be done with the file:
    nothing, `limits` (of this process), `photo`, `bundle`, `ink`, `zone`, `table SHEET`, `sheets`, or `envelope`,
    whose answer is not JSON but bytes."""
    what = arguments[0] if arguments else ""
    limit({"envelope": MEMORY_OF_ENVELOPES, "zone": MEMORY_OF_RECOGNISER}.get(what, MEMORY))
    raw = sys.stdin.buffer.read()
    if what == "limits":
        json.dump(limits(), sys.stdout)
        return 0
    if what == "table":
        json.dump(tabulate(raw, arguments[1]), sys.stdout)
        return 0
    if what == "sheets":
        json.dump(name_sheets(raw), sys.stdout)
        return 0
    if what == "envelope":
        from talentdesk.intake.envelopes import answered

        sys.stdout.buffer.write(answered(raw))
        return 0
    try:
        answer = _told(raw, what)
    except IntakeTrouble as trouble:
        answer = {"trouble": trouble.trouble, "details": trouble.details}
    except MemoryError:
        answer = {"trouble": Trouble.TOO_MUCH_WORK, "details": {}}
    json.dump(answer, sys.stdout)
    return 0


def _told(raw: bytes, what: str = "") -> dict[str, object]:
    if what == "photo":
        return look_at_photo(raw)
    if what == "ink":
        from talentdesk.intake.inkquestion import answered as compared

        return compared(raw)
    if what == "zone":
        from talentdesk.intake.zones import look_for_zone

        return look_for_zone(raw)
    if what == "bundle":
        from talentdesk.intake.bundles import look_into

        return look_into(raw)
    return look(raw).as_json()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
