"""Whether somebody makes backups, and whether the newest one is whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from talentdesk.i18n import N_
from talentdesk.service.doctor.finding import Finding, Machine, Status


def backups(machine: Machine) -> Iterator[Finding]:
    """Of cases in a folder; a server's are its own duty. `thorough` reads the newest one and compares its digests."""
    from talentdesk.service.backups import is_late, newest_backup
    from talentdesk.store.place import DATABASE

    folder = machine.folder
    if folder is None or not (folder / DATABASE).is_file():
        return
    if not machine.backup_folder:
        yield Finding(
            "backups",
            Status.ATTENTION,
            N_("No folder for backups is chosen: if this disk breaks, the cases are gone."),
            remedy=N_("Choose a folder on another disk in the settings, or run: talentdesk backup --out FILE"),
        )
        return
    place = Path(machine.backup_folder)
    newest = newest_backup(place)
    if newest is None:
        yield Finding(
            "backups",
            Status.ATTENTION,
            N_("There is no backup in the folder for backups."),
            remedy=N_("Write one in the settings (Back up now), or run: talentdesk backup --out FILE"),
        )
        return
    file, made = newest
    details = {"days": str(max(0, (datetime.now(UTC) - made).days))}
    if is_late(place, machine.backup_days, datetime.now(UTC)):
        yield Finding(
            "backups",
            Status.ATTENTION,
            N_("The newest backup is {days} days old."),
            details,
            N_("Write one in the settings (Back up now), or run: talentdesk backup --out FILE"),
        )
    else:
        yield Finding("backups", Status.OK, N_("The newest backup is {days} days old."), details)
    if machine.thorough:
        yield _drill(file)


def _drill(file: Path) -> Finding:
    """As restoring would read it, up to the key, which nobody is asked for here."""
    from talentdesk.store.backup import check_whole
    from talentdesk.store.trouble import NoBackup

    try:
        check_whole(file)
    except (NoBackup, OSError):
        return Finding(
            "newest backup",
            Status.TROUBLE,
            N_("The newest backup is damaged: it could not be put back."),
            remedy=N_("Write another one now, on another disk, and look at the first one's disk."),
        )
    return Finding("newest backup", Status.OK, N_("The newest backup is whole: every byte is as it was written."))
