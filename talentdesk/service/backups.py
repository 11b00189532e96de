"""Backups in the office's own folder: when the last one was made, and the next one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from talentdesk.i18n import N_
from talentdesk.service.mishap import Mishap
from talentdesk.service.roles import needs

if TYPE_CHECKING:
    from talentdesk.store.opened import Store

_NAME = "talentdesk-{moment:%Y%m%d-%H%M%S}.backup"
_GLOB = "talentdesk-*.backup"


def last_backup(folder: Path) -> datetime | None:
    """When the newest backup in the folder was written; None where there is none, or no such folder."""
    newest = newest_backup(folder)
    return newest[1] if newest else None


def newest_backup(folder: Path) -> tuple[Path, datetime] | None:
    """The newest backup in the folder and when it was written; None where there is none, or no such folder."""
    try:
        found = [(each, each.stat().st_mtime) for each in folder.glob(_GLOB) if each.is_file()]
    except OSError:
        return None
    if not found:
        return None
    file, moment = max(found, key=lambda each: each[1])
    return file, datetime.fromtimestamp(moment, UTC)


def is_late(folder: Path, days: int, now: datetime) -> bool:
    """Whether the last backup there is older than that, or there is none."""
    last = last_backup(folder)
    return last is None or now - last > timedelta(days=days)


@needs("backup")
def back_up_into(store: Store, folder: Path, now: datetime) -> Path:
    """Writes a backup named by the moment into the folder and returns its file. Raises Mishap, StoreTrouble."""
    if not folder.is_dir():
        cause, remedy = N_("there is no folder {folder}"), N_("make it first, or choose another one")
        raise Mishap(cause, remedy, folder=str(folder))
    out = folder / _NAME.format(moment=now)
    if out.exists():
        raise Mishap(N_("{file} is there already"), N_("wait a second, then try again"), file=out.name)
    store.write_backup(out)
    return out
