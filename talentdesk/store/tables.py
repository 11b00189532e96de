"""What is kept of a case: one row with the answers as typed, and the few columns the home list shows."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Date, DateTime, Dialect, ForeignKey, Index, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

# The full-text index is a virtual table with shadow tables of its own, which no model describes.
# `words` holds what store.words makes of names and numbers; rows carry the case's or the person's number.
# `search_late` stands beside it, in a folder only: words that were changed and are not in the index yet.
SEARCH, PEOPLE_SEARCH, SEARCH_LATE = "search", "people_search", "search_late"
_SHADOWS = ("data", "idx", "content", "docsize", "config")
SEARCH_TABLES = frozenset(
    {SEARCH, PEOPLE_SEARCH, SEARCH_LATE, *(f"{table}_{part}" for table in (SEARCH, PEOPLE_SEARCH) for part in _SHADOWS)}
)


class Moment(TypeDecorator[datetime]):
    """A moment with its time zone, kept as UTC."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and value.replace(tzinfo=UTC)


class Line(TypeDecorator[str]):
    """A short text that both engines take: without NUL and halves of characters, cut to its length.

    What was typed as an answer is never kept in one, but in JSON, whose text form holds every character.
    """

    impl = String
    cache_ok = True

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self._length = length

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        whole = value.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
        return whole[: self._length]


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)


class DraftRow(Base):
    """A case. `answers` holds typed, declined, sources, seen and settled; the summary columns are copies."""

    __tablename__ = "drafts"
    __table_args__ = (
        Index(None, "saved_at", "number", "state", "due"),  # the list walks it, and reads no row for a filter
        Index(None, "code"),
        Index(None, "state"),  # how many are in each: counted without a row, and written only when a case moves
        Index(None, "number", "state"),  # the same for those that a search found
        Index(None, "created_at", "procedure", "state", "state_at"),  # statistics read nothing else
        {"sqlite_autoincrement": True},  # a number printed on paper is never given to another case
    )

    number: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(String(64), unique=True)
    procedure: Mapped[str] = mapped_column(String(64))
    edition: Mapped[str] = mapped_column(String(16))
    as_of: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime] = mapped_column(Moment)
    saved_at: Mapped[datetime] = mapped_column(Moment)
    version: Mapped[int] = mapped_column()
    place: Mapped[str] = mapped_column(Line(128))
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    surname: Mapped[str] = mapped_column(String(200))
    given_names: Mapped[str] = mapped_column(String(200))
    name_zh: Mapped[str] = mapped_column(String(200))
    nationality: Mapped[str] = mapped_column(String(200))
    answered: Mapped[int]
    total: Mapped[int]
    due: Mapped[date | None] = mapped_column(Date)
    code: Mapped[str] = mapped_column(String(12), default="")
    """What stands on the slips, see core.slipcode."""
    state_at: Mapped[datetime | None] = mapped_column(Moment)
    remarks: Mapped[int] = mapped_column(default=0)
    """Open comments."""
    expires_at: Mapped[datetime] = mapped_column(Moment, index=True)
    hold_until: Mapped[date | None] = mapped_column(Date)
    hold_reason: Mapped[str] = mapped_column(Line(200), default="")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class ChangeRow(Base):
    """One change of answers; `was` and `now` are lists of question, text, source and whether it was declined."""

    __tablename__ = "changes"

    number: Mapped[int] = mapped_column(
        ForeignKey("drafts.number", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment)
    who: Mapped[str] = mapped_column(Line(32))
    how: Mapped[str] = mapped_column(String(16))
    question: Mapped[str] = mapped_column(Line(128))
    was: Mapped[list[list[Any]]] = mapped_column(JSON)
    now: Mapped[list[list[Any]]] = mapped_column(JSON)
    of: Mapped[int] = mapped_column(default=0)


class ProblemRow(Base):
    """Something that was wrong with a case when it was last saved. What is only missing is not kept."""

    __tablename__ = "problems"

    number: Mapped[int] = mapped_column(
        ForeignKey("drafts.number", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    question: Mapped[str] = mapped_column(Line(128), primary_key=True)
    code: Mapped[str] = mapped_column(String(64), primary_key=True)


class LeaseRow(Base):
    """Who has a case now, since when and until when; `giver` is what the one was called who had it before."""

    __tablename__ = "leases"

    number: Mapped[int] = mapped_column(
        ForeignKey("drafts.number", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    owner: Mapped[str] = mapped_column(Line(64))
    until: Mapped[datetime] = mapped_column(Moment)
    name: Mapped[str] = mapped_column(Line(80), server_default="")
    since: Mapped[datetime] = mapped_column(Moment, server_default="2000-01-01 00:00:00")
    giver: Mapped[str] = mapped_column(Line(80), server_default="")


class CounterRow(Base):
    """A window that is at work on this store, until when unless it says so again."""

    __tablename__ = "counters"

    owner: Mapped[str] = mapped_column(Line(64), primary_key=True)
    name: Mapped[str] = mapped_column(Line(80))
    until: Mapped[datetime] = mapped_column(Moment)


class MarkRow(Base):
    """A fact about the store's own upkeep, by name."""

    __tablename__ = "marks"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    value: Mapped[str] = mapped_column(String(64))


class KeyslotsRow(Base):
    """A centre's keyslots; in a folder they are a file."""

    __tablename__ = "keyslots"

    name: Mapped[str] = mapped_column(String(16), primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)


class TriesRow(Base):
    """Wrong PINs of one person in a row, at whichever counter of a centre."""

    __tablename__ = "pin_tries"

    owner: Mapped[str] = mapped_column(String(16), primary_key=True)
    wrong: Mapped[int]
    last: Mapped[datetime] = mapped_column(Moment)


class AuditRow(Base):
    """One act. `mac` chains it to the one before; nothing in it names a person or an answer."""

    __tablename__ = "audit"

    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    actor: Mapped[str] = mapped_column(String(32))
    action: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(String(32))
    machine: Mapped[str] = mapped_column(String(16))
    program: Mapped[str] = mapped_column(String(16))
    result: Mapped[str] = mapped_column(String(32))
    mac: Mapped[str] = mapped_column(String(64))


class PrintRow(Base):
    """Papers of a case on the ready-to-print list. They are made again when they are printed: no bytes are kept."""

    __tablename__ = "prints"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(ForeignKey("drafts.number", ondelete="CASCADE"), index=True)
    papers: Mapped[list[str]] = mapped_column(JSON)
    languages: Mapped[list[str]] = mapped_column(JSON)
    copies: Mapped[int] = mapped_column()
    two_sided: Mapped[bool] = mapped_column(Boolean(create_constraint=False))
    printer: Mapped[str] = mapped_column(Line(128))
    tray: Mapped[str] = mapped_column(Line(64))
    desk: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(16))
    jobs: Mapped[list[int]] = mapped_column(JSON)
    went_to: Mapped[str] = mapped_column(Line(128))
    at: Mapped[datetime] = mapped_column(Moment)


class SheetRow(Base):
    """A table of applicants that is being put right. `head` holds its file's name, headings and columns."""

    __tablename__ = "sheets"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    desk: Mapped[str] = mapped_column(String(16), index=True)
    procedure: Mapped[str] = mapped_column(String(64))
    as_of: Mapped[date] = mapped_column(Date)
    head: Mapped[dict[str, Any]] = mapped_column(JSON)
    saved_at: Mapped[datetime] = mapped_column(Moment, index=True)


class SheetLineRow(Base):
    """One line of it: its cells as they stand now, and what has become of it."""

    __tablename__ = "sheet_lines"

    sheet: Mapped[int] = mapped_column(
        ForeignKey("sheets.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    cells: Mapped[list[Any]] = mapped_column(JSON)
    fate: Mapped[dict[str, Any]] = mapped_column(JSON)


class ConsentRow(Base):
    """A consent that was given or withdrawn, one row each: the last of a kind decides. Goes with its case."""

    __tablename__ = "consents"

    seq: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(ForeignKey("drafts.number", ondelete="CASCADE"), index=True)
    consent: Mapped[str] = mapped_column(String(32))
    version: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(16))
    digest: Mapped[str] = mapped_column(String(64))
    recipient: Mapped[str] = mapped_column(Line(128))
    purpose: Mapped[str] = mapped_column(Line(32))
    given: Mapped[bool]
    at: Mapped[datetime] = mapped_column(Moment)
    actor: Mapped[str] = mapped_column(String(32))


class StaffRow(Base):
    """Somebody who works here. `id` is what the chain of acts names; a person who left keeps it, so that old acts can
    still be told apart."""

    __tablename__ = "staff"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    name: Mapped[str] = mapped_column(Line(80))
    role: Mapped[str] = mapped_column(String(16))
    since: Mapped[datetime] = mapped_column(Moment)
    left_at: Mapped[datetime | None] = mapped_column(Moment)


class HandoffRow(Base):
    """A case that a public machine left for the counters; `digest` is of the code on the person's slip."""

    __tablename__ = "handoffs"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    procedure: Mapped[str] = mapped_column(String(64))
    edition: Mapped[str] = mapped_column(String(16))
    as_of: Mapped[date] = mapped_column(Date)
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    left_at: Mapped[datetime] = mapped_column(Moment)
    until: Mapped[datetime] = mapped_column(Moment, index=True)
