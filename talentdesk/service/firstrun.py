"""The first setup of a desk: its steps, how far it has come, and the sheet with the recovery code."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from talentdesk.service.roles import needs

if TYPE_CHECKING:
    from talentdesk.paper.page import LaidPaper
    from talentdesk.store.opened import Store

DONE = "done"


class Step(StrEnum):
    """What is asked, in this order."""

    LANGUAGE = "language"
    MACHINE = "machine"
    OFFICE = "office"
    PRINTER = "printer"
    KEEPING = "keeping"
    BACKUP = "backup"
    STAFF = "staff"
    RECOVERY = "recovery"


def steps_of(mode: str, place: str, protection: str = "") -> tuple[Step, ...]:
    """What is asked of a machine of that mode whose cases lie in `place`. A public machine is set up by hand; at home
    there is no office and no staff, and who opens the cases is asked only where `protection`, a value of
    vault.Protection, is a file for want of a keyring; the keys of a server are its own."""
    if mode == "kiosk":
        return (Step.LANGUAGE, Step.MACHINE)
    left_out = {Step.OFFICE, Step.STAFF} if mode == "personal" else set()
    if protection == "file":
        left_out.discard(Step.STAFF)
    if "://" in place:
        left_out |= {Step.STAFF, Step.RECOVERY, Step.BACKUP}
    return tuple(step for step in Step if step not in left_out)


def ways_of(mode: str, protection: str) -> tuple[str, ...]:
    """What the cases may open with: `none` for this computer by itself, `pin` for a colleague's, and `passphrase` where
    there is no keyring."""
    asked = ("passphrase",) if protection == "file" else ()
    return ("none", *(("pin",) if mode != "personal" else ()), *asked)


def where_left(setup: str, steps: Sequence[Step]) -> Step:
    """The step that was not finished; the first one where nothing was begun, or all is done."""
    return next((step for step in steps if step == setup), steps[0])


@needs("desk")
def is_new(store: Store) -> bool:
    """Whether nothing was kept here yet: no case, nobody's PIN, no way to recover."""
    from talentdesk.store.keyslots import SlotKind

    return not store.count() and not store.vault.has_pins and SlotKind.RECOVERY not in store.vault.ways()


@needs("keys")
def ask_at_start(store: Store, passphrase: str) -> None:
    """From now on this computer keeps no key and the passphrase is asked for at each start. See Vault.ask_at_start."""
    from talentdesk.store.audit import Action

    store.vault.ask_at_start(passphrase)
    store.note(Action.KEY)


def is_part(code: str, typed: str) -> bool:
    """Whether the last group of the code, or all of it, was typed back."""
    from talentdesk.store.keyslots import code_bytes

    said = code_bytes(typed)
    return bool(said) and said in (code_bytes(code), code_bytes(code.rpartition("-")[2]))


def code_sheet(code: str, day: date, languages: tuple[str, str]) -> tuple[LaidPaper, bytes]:
    """The sheet, laid out and as PDF."""
    from talentdesk.paper.document import write_pdf
    from talentdesk.paper.recoverysheet import lay_out_recovery

    laid = lay_out_recovery(code, day, languages)
    return laid, write_pdf(laid)
