"""Rescues what can be read of a damaged store, case by case, and fills the holes from the newest copy.

Encryption is the checksum: a page that decrypts is as it was written, so a case that can be read is right. Several
views of the damaged file are tried, because each damage hides other cases: the file as it is, the file with its tables
laid anew (see relaying), the file filled up to the length it had, and the file with the first page of the newest copy.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2 as driver

from talentdesk.core.slipcode import slip_code
from talentdesk.store import drafts, erasures, layout, peoplesalvage, relaying, replacing, sidesalvage, snapshots
from talentdesk.store import place as places
from talentdesk.store.cipherpages import PAGE
from talentdesk.store.engine import engine_for, has_given_up
from talentdesk.store.migrations import migrate
from talentdesk.store.tables import ChangeRow, DraftRow
from talentdesk.store.trouble import NothingToRestore, trouble_from

_GRACE = timedelta(days=30)  # what the step that brought an end to each case gave, too
_SMALLEST_CASE = 1024  # bytes: no more numbers can be in use than fit the file
_MARGIN = 500
"""Numbers tried beyond the newest copy's last one, where the damaged file does not tell its own."""
_COLUMNS = tuple(column.name for column in DraftRow.__table__.columns)
_CHANGE_COLUMNS = tuple(column.name for column in ChangeRow.__table__.columns)
_CHANGES = "changes of answers"
"""Where a case that was read carries them; no column is called so."""
_Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Salvaged:
    """How many cases came from the damaged file, how many more from the newest copy, and how many people from both."""

    read: int
    copied: int
    people: int = 0


def salvage(place: Path, key: bytes, now: datetime) -> Salvaged:
    """Make a new store of all that can still be read and put it in the damaged one's place, which is kept aside.

    Raises NothingToRestore when neither it nor a copy shows a single case or person, StoreInUse, DiskFull and other
    troubles of writing; nothing is changed then.
    """
    room = place / snapshots.FOLDER / f"salvage-{os.getpid()}.tmp"
    shutil.rmtree(room, ignore_errors=True)
    try:
        room.mkdir(mode=0o700, parents=True)
        with places.nobody_else(place):
            found = _read_all(place, room, key)
            copied = {id: row for id, row in _rows_of_copies(place, room, key) if id not in found}
            persons = _people(place, room, key)
            side = _side(place, room, key)
            if not found and not copied and not persons["persons"]:
                raise NothingToRestore
            fresh = _build(room / "new", key, [*found.values(), *copied.values()], persons, side, now)
            replacing.carry_acts(place, key, fresh)
            replacing.replace(place, fresh, now)
    except OSError as error:
        raise trouble_from(error) from error
    finally:
        shutil.rmtree(room, ignore_errors=True)
    return Salvaged(len(found), len(copied), len(persons["persons"]))


def _people(place: Path, room: Path, key: bytes) -> peoplesalvage.Rows:
    """Every person of the damaged file and of the newest copy that can be read, without those erased since."""
    found: peoplesalvage.Rows = {}
    for view in _views(place, room, key):
        found = peoplesalvage.joined(found, _people_in(view, key))
    for copy in snapshots.snapshots(place):
        target = room / "people.db"
        shutil.copyfile(copy.file, target)
        rows = _people_in(target, key)
        if rows["persons"]:
            found = peoplesalvage.joined(found, rows)
            break
    return peoplesalvage.without(peoplesalvage.joined(found, {}), set(erasures.read(place / erasures.LEDGER)))


def _side(place: Path, room: Path, key: bytes) -> sidesalvage.Side:
    """What else there is in the damaged file, and what only the newest copy shows. What was taken off a list since the
    copy may be on it again: a line too many is crossed out, one too few is missed."""
    found: sidesalvage.Side = {}
    for view in _views(place, room, key):
        found = sidesalvage.joined(found, _side_in(view, key))
    for copy in snapshots.snapshots(place):
        target = room / "side.db"
        shutil.copyfile(copy.file, target)
        rows = _side_in(target, key)
        if any(rows.values()):
            return sidesalvage.joined(found, rows)
    return found


def _side_in(file: Path, key: bytes) -> sidesalvage.Side:
    return sidesalvage.read_side(lambda: _open(file, key), file.stat().st_size)


def _people_in(file: Path, key: bytes) -> peoplesalvage.Rows:
    return peoplesalvage.read_people(lambda: _open(file, key), file.stat().st_size)


def _read_all(place: Path, room: Path, key: bytes) -> dict[str, _Row]:
    """Every case of the damaged file that any view of it shows; of two states the one saved last."""
    found: dict[str, _Row] = {}
    damaged = place / places.DATABASE
    highest = max(_highest(place, room, key), damaged.stat().st_size // _SMALLEST_CASE if damaged.exists() else 0)
    for view in _views(place, room, key):
        for row in _rows(view, key, highest):
            known = found.get(row["id"])
            if known is None or row["version"] > known["version"]:
                found[row["id"]] = row
    erased = set(erasures.read(place / erasures.LEDGER))
    return {id: row for id, row in found.items() if id not in erased}


def _views(place: Path, room: Path, key: bytes) -> Iterator[Path]:
    """Copies, so that nothing is written to the damaged file; its log goes with each, as it holds the last words."""
    damaged = place / places.DATABASE
    if not damaged.exists():
        return
    view = _view(place, room / "as-it-is.db")
    yield view
    relaid = room / "relaid.db"  # made once: every page is read for it
    if relaid.exists() or _relaid(place, relaid, key):
        yield relaid
    latest = next(iter(snapshots.snapshots(place)), None)
    if latest is None:
        return
    length = latest.file.stat().st_size
    if damaged.stat().st_size < length:
        view = _view(place, room / "filled.db")
        os.truncate(view, length)
        _spoil_empty(view)
        yield view
    view = _view(place, room / "grafted.db")
    with latest.file.open("rb") as source, view.open("r+b") as target:
        target.write(source.read(PAGE))
    yield view


def _view(place: Path, target: Path) -> Path:
    for ending in ("", "-wal"):
        source = place / f"{places.DATABASE}{ending}"
        if source.exists():
            shutil.copyfile(source, f"{target}{ending}")
    _spoil_empty(target)
    return target


def _spoil_empty(view: Path) -> None:
    """The cipher lets a page of zeroes through as one of zeroes, without a seal: it must not pass for the end of what
    was written on several pages."""
    with view.open("r+b") as stream:
        while page := stream.read(PAGE):
            if not any(page):
                stream.seek(-len(page), os.SEEK_CUR)
                stream.write(b"\xff" * len(page))


def _relaid(place: Path, target: Path, key: bytes) -> bool:
    """Whether such a view could be made. The damaged file's own list of tables is never old; where it can't be read,
    the one that was written down is taken."""
    view = _view(place, target)
    known = _own_layout(view, key) or layout.read(place, key)
    if known is not None:
        with contextlib.suppress(driver.Error):
            if relaying.relay(view, key, known, lambda: _open(view, key)):
                _spoil_empty(view)
                return True
    view.unlink()
    return False


def _own_layout(view: Path, key: bytes) -> layout.Layout | None:
    connection = _open(view, key)
    if connection is None:
        return None
    with contextlib.closing(connection), contextlib.suppress(driver.Error):
        pieces = [tuple(row) for row in connection.execute(layout.PIECES)]
        version = int(connection.execute(layout.VERSION).fetchone()[0])
        return layout.Layout(layout.salt_of(view), version, layout.pieces_of(pieces))
    return None


def _rows_of_copies(place: Path, room: Path, key: bytes) -> Iterator[tuple[str, _Row]]:
    """The cases of the newest copy that can be read, without those erased since."""
    erased = set(erasures.read(place / erasures.LEDGER))
    for copy in snapshots.snapshots(place):
        target = room / "copy.db"
        shutil.copyfile(copy.file, target)
        rows = [(row["id"], row) for row in _rows(target, key, 0) if row["id"] not in erased]
        if rows:
            yield from rows
            return


def _rows(file: Path, key: bytes, highest: int) -> Iterator[_Row]:
    """Each case by its number. After an error the file is opened anew: the engine trusts nothing of it any more."""
    connection = _open(file, key)
    if connection is None:
        return
    numbers = _numbers(connection, highest)
    for number in numbers:
        row, changes, broken = None, [], False
        try:
            row = _row(connection, number)
            changes = _changes(connection, number) if row else []
        except driver.Error:
            broken = True
        if row:
            yield {**row, _CHANGES: changes}
        if broken:
            connection.close()
            connection = _open(file, key)
            if connection is None:
                return
    connection.close()


def _open(file: Path, key: bytes) -> driver.Connection | None:
    connection = driver.connect(str(file), isolation_level=None)
    try:
        connection.execute("PRAGMA cipher_log_level = none").fetchone()
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except (driver.Error, UnicodeDecodeError):  # what is wrong with a schema is said in its own, broken words
        connection.close()
        return None
    connection.row_factory = driver.Row
    return connection


def _numbers(connection: driver.Connection, highest: int) -> range:
    """Every number given so far, which the file itself knows; where it can't be read, up to `highest`."""
    with contextlib.suppress(driver.Error):
        row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'drafts'").fetchone()
        highest = int(row[0]) if row else 0
    return range(1, highest + 1)


def _highest(place: Path, room: Path, key: bytes) -> int:
    """The last number the newest copy knows, and some more: what to try where the damaged file does not say."""
    for copy in snapshots.snapshots(place):
        target = room / "highest.db"
        shutil.copyfile(copy.file, target)
        connection = _open(target, key)
        if connection is not None:
            highest = max(_numbers(connection, 0), default=0)
            connection.close()
            return highest + _MARGIN
    return _MARGIN


def _row(connection: driver.Connection, number: int) -> _Row | None:
    found = peoplesalvage.whole(connection, "SELECT * FROM drafts WHERE number = ?", number)
    if found is None:
        return None
    row = {name: found[name] for name in found.keys() if name in _COLUMNS}  # noqa: SIM118
    try:
        answers = json.loads(row["answers"])
        whole = {"typed", "declined", "sources", "seen"} <= set(answers) and row["id"]
    except (ValueError, TypeError, KeyError):
        return None
    return row if whole else None


def _changes(connection: driver.Connection, number: int) -> list[_Row]:
    """What can be read of the case's changes. The case is not given up for them: an older form has none, and where
    their pages are lost the answers stand without."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'changes'").fetchone():
        return []
    found = connection.execute("SELECT * FROM changes WHERE number = ? ORDER BY seq", (number,)).fetchall()
    if has_given_up(connection):
        raise driver.DatabaseError
    rows: list[_Row] = [{name: row[name] for name in row.keys() if name in _CHANGE_COLUMNS} for row in found]  # noqa: SIM118
    return rows if all(_is_change(row) for row in rows) else []


def _is_change(row: _Row) -> bool:
    try:
        return all(isinstance(json.loads(row[side]), list) for side in ("was", "now"))
    except (ValueError, TypeError, KeyError):
        return False


def _build(
    folder: Path, key: bytes, rows: list[_Row], persons: peoplesalvage.Rows, side: sidesalvage.Side, now: datetime
) -> Path:
    """A new store of these rows, under their old numbers."""
    folder.mkdir(mode=0o700)
    migrate(folder, key)
    file = folder / places.DATABASE
    engine = engine_for(file, key)
    try:
        with Session(engine) as session, session.begin():
            for row in rows:
                _insert(session, row, now)
            session.flush()
            for stored in session.scalars(sa.select(DraftRow)):
                drafts.index_row(session, stored)
            peoplesalvage.put_people(session, persons)
            sidesalvage.put_side(session, side)
    finally:
        engine.dispose()
    for ending in ("-wal", "-shm"):
        Path(f"{file}{ending}").unlink(missing_ok=True)
    places.sync_file(file)
    return file


def _insert(session: Session, row: _Row, now: datetime) -> None:
    """The raw values go back as they were; a column of a later form gets what its step would give."""
    later = {"hold_reason": "", "code": slip_code(row["id"]), "remarks": 0}
    values = {"expires_at": f"{drafts.expiry(now, _GRACE):%Y-%m-%d %H:%M:%S.%f}", **later, **row}
    changes = values.pop(_CHANGES, ())
    _insert_raw(session, "drafts", values)
    for change in changes:
        _insert_raw(session, "changes", change)


def _insert_raw(session: Session, table: str, values: _Row) -> None:
    names = ", ".join(f'"{name}"' for name in values)
    places_for = ", ".join(f":{name}" for name in values)
    session.execute(sa.text(f"INSERT INTO {table} ({names}) VALUES ({places_for})"), dict(values))
