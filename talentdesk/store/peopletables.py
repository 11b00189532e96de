"""What is kept of people: a row for each ledger, its documents, photos and cases, and what was decided about it.

A merge moves nothing: it sets `root` of the ledgers concerned, so that unmerging finds each as it was.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from talentdesk.store.tables import Base, Line, Moment

_NEVER_AGAIN = {"sqlite_autoincrement": True}  # a number that was shown is never given to another person


class PersonRow(Base):
    """A ledger. `content` holds its values; the summary columns are copies for the list."""

    __tablename__ = "persons"
    __table_args__ = (Index(None, "saved_at", "number"), _NEVER_AGAIN)

    number: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(String(64), unique=True)
    root: Mapped[int] = mapped_column(index=True)
    """The number of the ledger this one is found under; its own unless it was merged into another."""
    created_at: Mapped[datetime] = mapped_column(Moment)
    saved_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment, index=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    surname: Mapped[str] = mapped_column(Line(200))
    given_names: Mapped[str] = mapped_column(Line(200))
    name_zh: Mapped[str] = mapped_column(Line(200))
    nationality: Mapped[str] = mapped_column(Line(200))
    birth_date: Mapped[str] = mapped_column(Line(32))


class DocumentRow(Base):
    """A document of a ledger, as it was read."""

    __tablename__ = "person_documents"
    __table_args__ = (_NEVER_AGAIN,)

    number: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(String(64), unique=True)
    person: Mapped[int] = mapped_column(ForeignKey("persons.number", ondelete="CASCADE"), index=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)


class PhotoRow(Base):
    """A photo of a ledger, with its bytes."""

    __tablename__ = "person_photos"
    __table_args__ = (_NEVER_AGAIN,)

    number: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(String(64), unique=True)
    person: Mapped[int] = mapped_column(ForeignKey("persons.number", ondelete="CASCADE"), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    media: Mapped[str] = mapped_column(Line(64))
    width: Mapped[int]
    height: Mapped[int]
    taken: Mapped[date | None] = mapped_column(Date)
    background: Mapped[str] = mapped_column(Line(32))
    added_at: Mapped[datetime] = mapped_column(Moment)
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class PersonCaseRow(Base):
    """Whose case a case is."""

    __tablename__ = "person_cases"

    case: Mapped[int] = mapped_column(
        ForeignKey("drafts.number", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    person: Mapped[int] = mapped_column(ForeignKey("persons.number", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(Moment)


class KeyRow(Base):
    """A folded trait that candidates for one person are looked up by; see core.likeness."""

    __tablename__ = "person_keys"
    __table_args__ = (Index(None, "key", "person"), _NEVER_AGAIN)

    number: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[int] = mapped_column(ForeignKey("persons.number", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(Line(128))


class MergeRow(Base):
    """That `gone` was merged into `kept`, by whom and when; a merge that was taken back says so too."""

    __tablename__ = "person_merges"
    __table_args__ = (_NEVER_AGAIN,)

    number: Mapped[int] = mapped_column(primary_key=True)
    kept: Mapped[int] = mapped_column(ForeignKey("persons.number", ondelete="CASCADE"), index=True)
    gone: Mapped[int] = mapped_column(ForeignKey("persons.number", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(Moment)
    who: Mapped[str] = mapped_column(Line(64))
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
    undone_by: Mapped[str] = mapped_column(Line(64))


class ApartRow(Base):
    """That two ledgers are two people's, said by somebody: they are not suggested again."""

    __tablename__ = "person_apart"
    __table_args__ = (_NEVER_AGAIN,)

    number: Mapped[int] = mapped_column(primary_key=True)
    low: Mapped[int] = mapped_column(ForeignKey("persons.number", ondelete="CASCADE"), index=True)
    high: Mapped[int] = mapped_column(ForeignKey("persons.number", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(Moment)
    who: Mapped[str] = mapped_column(Line(64))


class HistoryRow(Base):
    """What was done to a ledger. Here, and never in the chain of acts, stands what it was about."""

    __tablename__ = "person_history"
    __table_args__ = (_NEVER_AGAIN,)

    number: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[int] = mapped_column(ForeignKey("persons.number", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(Moment)
    who: Mapped[str] = mapped_column(Line(64))
    act: Mapped[str] = mapped_column(String(32))
    details: Mapped[dict[str, Any]] = mapped_column(JSON)


TABLES = (PersonRow, DocumentRow, PhotoRow, PersonCaseRow, MergeRow, ApartRow, HistoryRow)
"""What travels with a store, parents first; the keys are made anew from it."""
