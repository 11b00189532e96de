"""Whether the cases that are kept can be opened, put back and let go: looked at, never touched."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from talentdesk import paths
from talentdesk.i18n import N_
from talentdesk.service.doctor.finding import Finding, Machine, Status
from talentdesk.service.doctor.patience import SECONDS, within

if TYPE_CHECKING:
    from talentdesk.store.checkup import Checkup
    from talentdesk.store.vault import Vault

_FRESH = timedelta(days=1)
_HALF_AGE = timedelta(minutes=10)
_DRILLED = timedelta(days=90)
"""Our own measure: a quarter. Nobody's rule names another."""


def store(machine: Machine) -> Iterator[Finding]:
    """The store, if there is one: nothing is made, brought up to date or noted."""
    from talentdesk.store.place import DATABASE
    from talentdesk.store.trouble import StoreTrouble
    from talentdesk.store.trouble_keys import PassphraseWanted, SignInNeeded

    folder = machine.folder
    if folder is None or not (folder / DATABASE).is_file():
        return
    try:
        found = _looked_over(machine, folder)
    except SignInNeeded:
        yield Finding("cases", Status.OK, N_("The cases open with a PIN of the staff; they were not looked into."))
    except PassphraseWanted:
        yield Finding("cases", Status.OK, N_("The cases open with a passphrase; they were not looked into."))
    except StoreTrouble as trouble:
        yield Finding("cases", Status.TROUBLE, N_("The cases cannot be opened or read."), {}, trouble.remedy)
    except (TimeoutError, OSError):
        yield Finding(
            "cases",
            Status.TROUBLE,
            N_("The cases cannot be looked at: the keyring or the disk does not answer."),
            remedy=N_("Unlock the system's keyring, check the disk, then ask again."),
        )
    else:
        if found is not None:
            yield from _told(machine, found)
    yield from _copies(folder)


def _looked_over(machine: Machine, folder: Path) -> Checkup | None:
    """With what this computer keeps, or by whoever can be asked to come in."""
    from talentdesk.store.trouble_keys import PassphraseWanted, SignInNeeded

    patience = None if machine.thorough else SECONDS
    try:
        return within(patience, lambda: _look_over(machine, folder))
    except (PassphraseWanted, SignInNeeded):
        if machine.entrance is None:
            raise
    vault = machine.entrance(folder)
    return within(patience, lambda: _look_over(machine, folder, vault))


def _look_over(machine: Machine, folder: Path, vault: Vault | None = None) -> Checkup | None:
    from talentdesk.service.upkeep import anchors_folder
    from talentdesk.store.checkup import look_over

    now, config = datetime.now(UTC), paths.config_folder()
    return look_over(folder, config, now, machine.keep, anchors_folder(), thorough=machine.thorough, vault=vault)


def _told(machine: Machine, found: Checkup) -> Iterator[Finding]:
    details = {"count": str(found.cases)}
    if machine.thorough:
        message = N_("Cases kept: {count}. Every page of the store and of its newest copy is as it was written.")
    else:
        message = N_("Cases kept: {count}.")
    yield Finding("cases", Status.OK, message, details)
    yield from _key(found)
    yield Finding("form", Status.OK, N_("The store has this version's form: {revision}."), {"revision": found.revision})
    yield _overdue(found)
    yield from _consents(machine, found)
    yield _acts(found)
    yield from _anchor(found)
    yield _ledger(found)
    yield from _drill(machine, found)


def _key(found: Checkup) -> Iterator[Finding]:
    """A key that was made while no keyring ran stays in its file until somebody moves it."""
    from talentdesk.store.keyrings import system_keyrings

    there: Mapping[str, object] = {}
    if found.protection == "file":
        with contextlib.suppress(TimeoutError):
            there = within(SECONDS, system_keyrings)
    if there:
        yield Finding(
            "key",
            Status.ATTENTION,
            N_("This computer's key lies in a file, though a system keyring is there."),
            remedy=N_("Make a recovery code, then run: talentdesk recovery open. It puts the key into the keyring."),
        )


def _consents(machine: Machine, found: Checkup) -> Iterator[Finding]:
    """At a counter nothing is kept of anybody who did not agree; at home one's own papers need nobody's consent."""
    if machine.mode != "counter":
        return
    if found.without_consent:
        yield Finding(
            "consents",
            Status.ATTENTION,
            N_("Cases that nobody agreed to have kept: {count}."),
            {"count": str(found.without_consent)},
            N_("Open each of them and ask (the word beside its tab), or erase it."),
        )
    else:
        yield Finding("consents", Status.OK, N_("For every case somebody agreed that it is kept."))


def _anchor(found: Checkup) -> Iterator[Finding]:
    if not found.is_anchored:
        yield Finding(
            "end of the acts",
            Status.ATTENTION,
            N_("The end of the list of acts is written down nowhere else, so nobody would see if it were cut off."),
            remedy=N_("Open the window once: it writes the end down. Note it on the day's receipt: talentdesk audit"),
        )


def _overdue(found: Checkup) -> Finding:
    details = {"count": str(found.overdue)}
    if found.is_clock_doubtful:
        return Finding(
            "overdue",
            Status.ATTENTION,
            N_("The clock has jumped, so nothing is erased by itself. Cases past their time: {count}."),
            details,
            N_("Check the date of this computer. If it is right, run: talentdesk purge"),
        )
    if found.overdue:
        return Finding(
            "overdue",
            Status.ATTENTION,
            N_("Cases past their time that are still here: {count}."),
            details,
            N_("Open the window, which erases them, or run: talentdesk purge"),
        )
    return Finding("overdue", Status.OK, N_("No case is past its time."))


def _acts(found: Checkup) -> Finding:
    if found.acts.breach is None:
        details = {"count": str(found.acts.entries)}
        return Finding("acts", Status.OK, N_("The list of acts is whole: {count} entries."), details)
    return Finding(
        "acts",
        Status.TROUBLE,
        N_("The list of acts was tampered with, or an older store was put back, at entry {seq}."),
        {"seq": str(found.acts.seq)},
        N_("Run: talentdesk audit. Ask who had this computer."),
    )


def _drill(machine: Machine, found: Checkup) -> Iterator[Finding]:
    """Where backups are made: whether anybody has ever seen one come back."""
    if not machine.backup_folder:
        return
    remedy = N_("Try the newest one: talentdesk restore FILE --dry-run. It changes nothing.")
    if found.restored is None:
        yield Finding("restoring", Status.ATTENTION, N_("No backup was ever tried."), remedy=remedy)
        return
    days = max(0, (datetime.now(UTC) - found.restored).days)
    late = days > _DRILLED.days
    yield Finding(
        "restoring",
        Status.ATTENTION if late else Status.OK,
        N_("A backup was last put back, or tried, {days} days ago."),
        {"days": str(days)},
        remedy if late else "",
    )


def _ledger(found: Checkup) -> Finding:
    if not found.is_ledger_behind:
        return Finding("erased", Status.OK, N_("What was erased is gone."))
    return Finding(
        "erased",
        Status.ATTENTION,
        N_("An older copy was put back, and erased cases with it."),
        remedy=N_("Open the window once: it erases them again."),
    )


# ---- the copies


def _copies(folder: Path) -> Iterator[Finding]:
    """What a damaged store would be put back from."""
    from talentdesk.store.place import DATABASE
    from talentdesk.store.snapshots import FOLDER, snapshots

    now, newest = datetime.now(UTC), next(iter(snapshots(folder)), None)
    if shutil.disk_usage(folder).free < 4 * (folder / DATABASE).stat().st_size:
        yield Finding(
            "copies",
            Status.TROUBLE,
            N_("The disk has too little room for a copy of the store, so none is made."),
            remedy=N_("Free some space: four times the size of the store."),
        )
    elif _halves(folder / FOLDER, now):
        yield Finding(
            "copies",
            Status.ATTENTION,
            N_("A copy of the store was begun and not finished."),
            remedy=N_("Open the window: it makes another one. If this comes again, check the disk."),
        )
    elif newest is None:
        yield Finding(
            "copies",
            Status.ATTENTION,
            N_("There is no copy of the store to put back if it is damaged."),
            remedy=N_("Leave the window open, which makes one every half hour, or run: talentdesk backup"),
        )
    elif now - newest.taken_at > _FRESH:
        yield Finding(
            "copies",
            Status.ATTENTION,
            N_("The newest copy of the store is {hours} hours old."),
            {"hours": _hours(now - newest.taken_at)},
            N_("Leave the window open, which makes one every half hour, or run: talentdesk backup"),
        )
    else:
        details = {"hours": _hours(now - newest.taken_at)}
        yield Finding("copies", Status.OK, N_("The newest copy of the store is {hours} hours old."), details)


def _hours(age: timedelta) -> str:
    return str(max(0, int(age / timedelta(hours=1))))


def _halves(folder: Path, now: datetime) -> bool:
    """A copy that is being made just now is no half."""
    for half in folder.glob("*.tmp"):
        try:
            if now - datetime.fromtimestamp(half.stat().st_mtime, UTC) > _HALF_AGE:
                return True
        except FileNotFoundError:
            continue
    return False
