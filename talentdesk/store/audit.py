"""The chain of acts: who did what to which case and when, without a word of what the case says.

Each entry's MAC covers the one before, so that none can be changed, taken out, put in or moved. A tail that is cut off
or a whole store that is put back to an earlier day shows only against an anchor kept elsewhere: the last number and
MAC, in a file outside the data folder and on the day's receipt.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256

import sqlalchemy as sa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy.orm import Session

from talentdesk.store.tables import AuditRow, MarkRow

_INFO = b"talentdesk/audit/v1"
_START = "0" * 64
FIRST_KEY = "first_key"
"""Mark of the key that acts are chained and bundles signed with: a desk stays the same desk under a new key."""


TRIED = "tried"
"""The result of an act that was only tried, so that it would work: a restore."""


class Action(StrEnum):
    """What can be in the chain."""

    OPEN = "open"
    """The store was opened."""
    BEGIN = "begin"
    ERASE = "erase"
    PURGE = "purge"
    PRINT = "print"
    EXPORT = "export"
    IMPORT = "import"
    BACKUP = "backup"
    RESTORE = "restore"
    MOVE = "move"
    """The cases of another store came into this one; the result is how many."""
    STATE = "state"
    """A case went from one state to another; the result is the new one."""
    HOLD = "hold"
    KEY = "key"
    """A way to open the store was added or taken away."""
    PERSON = "person"
    """A person's ledger was made; the subject is the person's pseudonym, as with the acts below."""
    PERSON_CHANGE = "person_change"
    """A document, a photo or a value of a person was kept or changed."""
    PERSON_CASE = "person_case"
    """A case was said to be a person's; the subject is the case."""
    MERGE = "merge"
    UNMERGE = "unmerge"
    APART = "apart"
    """Two ledgers were said to be two people's."""
    CONSENT = "consent"
    """A consent was given; the result is which one, in which version."""
    WITHDRAW = "withdraw"
    """A consent was withdrawn, and what rested on it erased."""
    UNLOCK = "unlock"
    """Somebody signed in, or tried to; the result says."""
    LOCK = "lock"
    HANDOVER = "handover"
    """The desk was handed to a colleague, who is the actor."""
    STAFF = "staff"
    """Somebody was added or removed, or got another role or PIN."""
    TRIES = "tries"
    """The count of wrong PINs was found put back."""
    CLOCK = "clock"
    """The machine's clock stood more than five minutes before the last entry."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, on what. None of it may name a person: a role or staff number, a keyed name of the machine."""

    name: str = ""
    machine: str = ""
    program: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One act as it was noted. `subject` is a keyed pseudonym of the case, empty where no case is meant."""

    seq: int
    at: datetime
    actor: str
    action: str
    subject: str
    machine: str
    program: str
    result: str
    mac: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place of the chain, written down outside the store."""

    seq: int
    mac: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.mac}"


class Breach(StrEnum):
    """What is wrong with a chain."""

    CHANGED = "changed"
    """An entry is not what was noted, or one was taken out, put in or moved before it."""
    CUT = "cut"
    """The chain ends before the anchor: the tail was cut off, or an older store put back."""
    OTHER = "other"
    """The entry at the anchor's place is another one: the store was put back and went on."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of a verification. `breach` is None for a whole chain; `seq` is where it breaks."""

    entries: int
    last: Anchor
    breach: Breach | None = None
    seq: int = 0


def audit_key(key: bytes) -> bytes:
    """The chain's own key, derived from the store's."""
    return HKDF(SHA256(), 32, salt=None, info=_INFO).derive(key)


def signing_key(session: Session, key: bytes) -> bytes:
    """What acts are chained with, whatever key the store has now: its first one."""
    first = session.scalar(sa.select(MarkRow.value).where(MarkRow.name == FIRST_KEY))
    return bytes.fromhex(first) if first else key


def signing_marks(session: Session) -> list[MarkRow]:
    """The mark of the first key, for a store that takes the place of this one."""
    first = session.scalar(sa.select(MarkRow.value).where(MarkRow.name == FIRST_KEY))
    return [MarkRow(name=FIRST_KEY, value=first)] if first else []


def pseudonym(key: bytes, name: str) -> str:
    """A name that only this store's key can tie to the case or machine; 16 hex digits."""
    return hmac.new(key, name.encode(), sha256).hexdigest()[:16] if name else ""


def note(
    session: Session, key: bytes, now: datetime, actor: Actor, action: Action, subject: str = "", result: str = "ok"
) -> Anchor:
    """Add an entry to the chain and return its place. `subject` is a pseudonym."""
    last = _last(session)
    now = now.astimezone(UTC)
    row = AuditRow(
        seq=(last.seq if last else 0) + 1,
        at=now,
        actor=actor.name,
        action=action.value,
        subject=subject,
        machine=actor.machine,
        program=actor.program,
        result=result,
        mac="",
    )
    row.mac = _mac(key, last.mac if last else _START, _entry(row))
    session.add(row)
    session.flush()
    return Anchor(row.seq, row.mac)


def is_noted(session: Session, action: Action, result: str) -> bool:
    """Whether an entry of that kind has that result."""
    wanted = sa.select(AuditRow.seq).where(AuditRow.action == action.value, AuditRow.result == result)
    return session.scalar(wanted.limit(1)) is not None


def mac_at(session: Session, seq: int) -> str:
    """The MAC of the entry of that number; empty where there is none."""
    return session.scalar(sa.select(AuditRow.mac).where(AuditRow.seq == seq)) or ""


def last_moment(session: Session) -> datetime | None:
    """When the last entry was made."""
    last = _last(session)
    return last.at if last else None


def entries(session: Session) -> Iterable[Entry]:
    """The chain from its start."""
    return map(_entry, session.scalars(sa.select(AuditRow).order_by(AuditRow.seq)))


def last_restore(session: Session) -> datetime | None:
    """When a backup or a copy was last put back, or tried; None: never."""
    moments = sa.select(sa.func.max(AuditRow.at)).where(AuditRow.action == Action.RESTORE)
    return session.scalar(moments)


def verify(chain: Iterable[Entry], key: bytes, anchors: Iterable[Anchor] = ()) -> Verdict:
    """Follow the chain from its start, past every anchor."""
    wanted = {anchor.seq: anchor.mac for anchor in anchors}
    before, count = _START, 0
    for entry in chain:
        count += 1
        expected = _mac(key, before, entry)
        if entry.seq != count or not hmac.compare_digest(entry.mac, expected):
            return Verdict(count, Anchor(count, before), Breach.CHANGED, entry.seq)
        if not hmac.compare_digest(wanted.pop(entry.seq, entry.mac), entry.mac):
            return Verdict(count, Anchor(count, entry.mac), Breach.OTHER, entry.seq)
        before = entry.mac
    last = Anchor(count, before)
    return Verdict(count, last, Breach.CUT, min(wanted)) if wanted else Verdict(count, last)


def parse_anchor(text: str) -> Anchor | None:
    """An anchor as written down; None when it is none."""
    number, _, mac = text.strip().partition(":")
    if not number.isascii() or not number.isdigit() or len(mac) != len(_START) or set(mac) - set("0123456789abcdef"):
        return None
    return Anchor(int(number), mac)


def _last(session: Session) -> AuditRow | None:
    return session.scalar(sa.select(AuditRow).order_by(AuditRow.seq.desc()).limit(1))


def _mac(key: bytes, before: str, entry: Entry) -> str:
    content = [
        entry.seq, entry.at.isoformat(timespec="microseconds"), entry.actor, entry.action, entry.subject,
        entry.machine, entry.program, entry.result,
    ]  # fmt: skip
    return hmac.new(key, before.encode() + json.dumps(content, ensure_ascii=True).encode(), sha256).hexdigest()


def _entry(row: AuditRow) -> Entry:
    return Entry(row.seq, row.at, row.actor, row.action, row.subject, row.machine, row.program, row.result, row.mac)
