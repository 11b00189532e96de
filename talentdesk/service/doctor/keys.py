"""What opens the cases, as the slot file tells it without being opened: ways, PINs, and whether there is a way back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from talentdesk.i18n import N_
from talentdesk.service.doctor.finding import Finding, Machine, Status
from talentdesk.service.doctor.patience import SECONDS, within

if TYPE_CHECKING:
    from talentdesk.store.address import Place
    from talentdesk.store.keyslots import Keyslots

_BACK = ("recovery", "passphrase", "org")


def keys(machine: Machine) -> Iterator[Finding]:
    """Nothing where there are no cases yet, and on a server while nobody has a PIN."""
    from talentdesk.store.place import DATABASE
    from talentdesk.store.trouble import StoreTrouble

    place = _place(machine)
    if place is None or (isinstance(place, Path) and not (place / DATABASE).is_file()):
        return
    try:
        slots = _slots(place)
    except StoreTrouble as trouble:
        yield Finding("keys", Status.TROUBLE, N_("What opens the cases cannot be read."), {}, trouble.remedy)
        return
    if not slots.slots:
        return
    yield _ways(slots)
    yield _way_back(slots)
    yield from _ring(slots)
    yield from _old(slots)
    yield from _pins(place, slots)


def _place(machine: Machine) -> Place | None:
    from talentdesk.store.address import place_of

    try:
        return place_of(machine.place) if "://" in machine.place else machine.folder
    except ValueError:
        return None


def _slots(place: Place) -> Keyslots:
    from talentdesk.store.vault import slots_of

    return slots_of(place)


def _ways(slots: Keyslots) -> Finding:
    counted = {kind: sum(str(slot.kind) == kind for slot in slots.slots) for kind in ("device", "file", "pin", *_BACK)}
    details = {name: str(count) for name, count in counted.items()} | {"this": str(counted["device"] + counted["file"])}
    message = N_(
        "What opens the cases: this computer alone: {this}, PINs: {pin}, recovery code: {recovery}, passphrase: "
        "{passphrase}, organisation's key: {org}."
    )
    return Finding("keys", Status.OK, message, details)


def _way_back(slots: Keyslots) -> Finding:
    """A keyring is lost with the login, a disk or a person; then only what was printed or memorised opens the cases."""
    back = [slot for slot in slots.slots if str(slot.kind) in _BACK]
    if not back:
        return Finding(
            "recovery",
            Status.ATTENTION,
            N_("Only this computer opens the cases: without its key they are lost, backups too."),
            remedy=N_("Run: talentdesk recovery. Keep the code away from this computer."),
        )
    made = next((slot.made for slot in back if slot.made), "")
    if made:
        message = N_("The cases can be opened elsewhere, with the recovery code that was made on {day}.")
        return Finding("recovery", Status.OK, message, {"day": made})
    return Finding("recovery", Status.OK, N_("The cases can be opened elsewhere, with what you wrote down."))


def _ring(slots: Keyslots) -> Iterator[Finding]:
    """A keyring that held the secret when it was made and is not there now."""
    from talentdesk.store.keyrings import system_keyrings

    wanted = {slot.backend for slot in slots.slots if slot.backend}
    try:
        gone = wanted - set(within(SECONDS, system_keyrings)) if wanted else set()
    except TimeoutError:
        gone = wanted
    if gone:
        yield Finding(
            "keyring of the key",
            Status.TROUBLE,
            N_("The keyring that keeps this computer's secret is not there: {names}."),
            {"names": ", ".join(sorted(gone))},
            N_("Unlock or install it again. If it is gone, open with the recovery code: talentdesk recovery open"),
        )


def _old(slots: Keyslots) -> Iterator[Finding]:
    typed = [slot for slot in slots.slots if str(slot.kind) in ("recovery", "passphrase", "pin")]
    if any(not slot.public for slot in typed):
        yield Finding(
            "older keys",
            Status.ATTENTION,
            N_("A recovery code, passphrase or PIN is from an older version; the cases cannot be given a new key."),
            remedy=N_("Make a new recovery code or passphrase; a PIN is renewed when its owner signs in."),
        )


def _pins(place: Place, slots: Keyslots) -> Iterator[Finding]:
    """How many PINs wait or are blocked; whose is nobody's business here."""
    from talentdesk.store.keyslots import SlotKind
    from talentdesk.store.trouble import StoreTrouble
    from talentdesk.store.trouble_keys import PinsElsewhere

    owners = [slot.owner for slot in slots.of_kind(SlotKind.PIN)]
    if not owners:
        return
    try:
        waiting, blocked = within(SECONDS, lambda: _tried(place, owners))
    except PinsElsewhere as elsewhere:
        yield Finding("pins", Status.ATTENTION, N_("No PIN opens anything on this computer."), {}, elsewhere.remedy)
        return
    except (StoreTrouble, TimeoutError):
        yield Finding(
            "pins",
            Status.TROUBLE,
            N_("The count of wrong PINs cannot be read: the keyring or the disk does not answer."),
            remedy=N_("Unlock the system's keyring, check the disk, then ask again."),
        )
        return
    details = {"count": str(len(owners)), "waiting": str(waiting), "blocked": str(blocked)}
    if blocked:
        yield Finding(
            "pins",
            Status.ATTENTION,
            N_("PINs: {count}. Blocked after twenty wrong tries: {blocked}."),
            details,
            N_("An administrator sets a new one: talentdesk staff pin NAME. Ask who tried."),
        )
    elif waiting:
        yield Finding(
            "pins",
            Status.ATTENTION,
            N_("PINs: {count}. Waiting after wrong tries: {waiting}."),
            details,
            N_("Wait some minutes. If nobody mistyped it, ask who had this computer: talentdesk audit"),
        )
    else:
        yield Finding("pins", Status.OK, N_("PINs: {count}. None waits, none is blocked."), details)


def _tried(place: Place, owners: list[str]) -> tuple[int, int]:
    from talentdesk.store.trouble_keys import PinBlocked
    from talentdesk.store.vault import pause_here

    waiting = blocked = 0
    for owner in owners:
        try:
            waiting += pause_here(place, owner, lambda: datetime.now(UTC)) > 0
        except PinBlocked:
            blocked += 1
    return waiting, blocked
