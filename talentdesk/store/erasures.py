"""The erasure ledger: which cases and people were erased, kept beside the store, so that no older copy brings one back.

A line is written and on the disk before the rows go, within the transaction that removes them; the mark in the store
says how long the ledger was then. Where the two differ, because the power failed in between or an older copy was put
back, every line is applied again. A line holds a random id and a day, nothing of the person.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talentdesk.store import drafts, people
from talentdesk.store.tables import DraftRow, MarkRow
from talentdesk.store.trouble import trouble_from

LEDGER = "erased.txt"
_MARK = "ledger"
_INDEX = "index"
_STALE, _MERGING = "stale", "merging"
_LINE = re.compile(r"(?P<day>\d{4}-\d\d-\d\d) (?P<id>\S{1,64})")
_AT_ONCE = 500


def erase(session: Session, ledger: Path, ids: Iterable[str], now: datetime) -> None:
    """Write the ids down, then remove what they name. The session's transaction must have begun for writing."""
    session.execute(sa.select(MarkRow).where(MarkRow.name == _MARK))  # takes the write lock before the file grows
    ids = tuple(ids)
    size = _append(ledger, "".join(f"{now:%Y-%m-%d} {id}\n" for id in ids))
    _remove(session, ids)
    _note_size(session, size)


def _remove(session: Session, ids: Sequence[str]) -> None:
    persons = set(people.there(session, ids))
    people.erase_many(session, persons)
    ids = [id for id in ids if id not in persons]
    if len(ids) == 1:
        drafts.erase(session, ids[0])
    elif ids:
        drafts.erase_many(session, ids)
        session.merge(MarkRow(name=_INDEX, value=_STALE))


def condense(session: Session) -> bool:
    """Take a bounded piece of what was erased out of the index; whether there may be more."""
    mark = session.get(MarkRow, _INDEX)
    if mark is None:
        return False
    if drafts.condense(session, first=mark.value == _STALE):
        mark.value = _MERGING
        return True
    session.delete(mark)
    return False


def is_behind(session: Session, ledger: Path) -> bool:
    """The store has not applied all that the ledger says."""
    return _noted_size(session) != _size(ledger)


def apply(session: Session, ledger: Path) -> int:
    """Remove every case and person that the ledger names and that is there again; how many there were."""
    found = 0
    named = read(ledger)
    for start in range(0, len(named), _AT_ONCE):
        ids = named[start : start + _AT_ONCE]
        there = [*session.scalars(sa.select(DraftRow.id).where(DraftRow.id.in_(ids))), *people.there(session, ids)]
        _remove(session, there)
        found += len(there)
    _note_size(session, _size(ledger))
    return found


def read(ledger: Path) -> tuple[str, ...]:
    """The ids in the ledger. A line that the power cut short names nothing."""
    try:
        lines = ledger.read_text("ascii", "replace").splitlines()
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise trouble_from(error) from error
    matches = map(_LINE.fullmatch, lines)
    return tuple(dict.fromkeys(match["id"] for match in matches if match))


def lines(ledger: Path) -> tuple[tuple[date, str], ...]:
    """Day and id of every line that the power did not cut short."""
    ids = set(read(ledger))
    if not ids:
        return ()
    matches = filter(None, map(_LINE.fullmatch, ledger.read_text("ascii", "replace").splitlines()))
    return tuple({match["id"]: (date.fromisoformat(match["day"]), match["id"]) for match in matches}.values())


def merge(ledger: Path, content: bytes) -> None:
    """Add the lines of another ledger of the same cases, as after a restore on another machine."""
    known = set(read(ledger))
    lines = [line for line in content.decode("ascii", "replace").splitlines() if _LINE.fullmatch(line)]
    _append(ledger, "".join(f"{line}\n" for line in lines if line.partition(" ")[2] not in known))


def _append(ledger: Path, lines: str) -> int:
    """The ledger's size after the lines are on the disk."""
    try:
        descriptor = os.open(ledger, os.O_CREAT | os.O_APPEND | os.O_RDWR, 0o600)
        try:
            os.write(descriptor, (_mend(descriptor) + lines).encode())
            os.fsync(descriptor)
            return os.fstat(descriptor).st_size
        finally:
            os.close(descriptor)
    except OSError as error:
        raise trouble_from(error) from error


def _mend(descriptor: int) -> str:
    """A newline where the last line was cut short, so that the next one stands for itself."""
    size = os.fstat(descriptor).st_size
    if not size:
        return ""
    os.lseek(descriptor, size - 1, os.SEEK_SET)
    return "" if os.read(descriptor, 1) == b"\n" else "\n"


def _size(ledger: Path) -> int:
    return ledger.stat().st_size if ledger.exists() else 0


def _noted_size(session: Session) -> int:
    return int(session.scalar(sa.select(MarkRow.value).where(MarkRow.name == _MARK)) or 0)


def _note_size(session: Session, size: int) -> None:
    session.merge(MarkRow(name=_MARK, value=str(size)))
