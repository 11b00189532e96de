"""Who works here: a name, a role, and the id that the chain of acts names."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talentdesk.store.keyslots import new_id
from talentdesk.store.tables import StaffRow
from talentdesk.store.trouble_keys import NameTaken, NoSuchColleague

_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Person:
    """One of the staff. `role` is a value of service.roles.Role."""

    id: str
    name: str
    role: str


RECOVERED = "recovery"
"""Stands in the chain of acts for whoever opened with the recovery code or the organisation's key."""


def everybody(session: Session) -> tuple[Person, ...]:
    """All who work here now, by name."""
    rows = session.scalars(sa.select(StaffRow).where(StaffRow.left_at.is_(None)))
    return tuple(sorted(map(_person, rows), key=lambda person: person.name.casefold()))


def find(session: Session, id: str) -> Person:
    """The one of that id. Raises NoSuchColleague, also for one who left."""
    return _person(_row(session, id))


def add(session: Session, name: str, role: str, now: datetime) -> Person:
    """Somebody new. Raises NameTaken, also for an empty name."""
    name = " ".join(name.split())[:_LONGEST]
    if not name or _folded(name) in {_folded(each.name) for each in everybody(session)}:
        raise NameTaken
    row = StaffRow(id=new_id(), name=name, role=role, since=now, left_at=None)
    session.add(row)
    session.flush()
    return _person(row)


def leave(session: Session, id: str, now: datetime) -> None:
    """Somebody leaves; the id is never given to another one. Raises NoSuchColleague."""
    _row(session, id).left_at = now


def change_role(session: Session, id: str, role: str) -> None:
    """Another role. Raises NoSuchColleague."""
    _row(session, id).role = role


def _row(session: Session, id: str) -> StaffRow:
    row = session.get(StaffRow, id)
    if row is None or row.left_at is not None:
        raise NoSuchColleague
    return row


def _person(row: StaffRow) -> Person:
    return Person(row.id, row.name, row.role)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
