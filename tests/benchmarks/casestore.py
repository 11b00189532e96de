"""A store of very many cases, made quickly: the same people every time, in cases as large as real ones.

The rows, words and traces are those that the store itself would write; only the transactions are larger. The same
cases can be had without a cipher, made by the same engine and settings, for the price of encryption.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench_search import drafts

if TYPE_CHECKING:
    from talentdesk.core.draft import Draft
    from talentdesk.store.opened import Store

NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
KEEP = timedelta(days=30)
KEY = bytes(range(32))
OVERDUE = 20
"""Every so many cases one is past its time."""
_AT_ONCE = 2000
_SPREAD = 7919
"""Cases were not saved in the order in which they were begun."""
_STATES = ("draft",) * 5 + ("review",) * 4 + ("ready",) * 2 + ("printed",) * 4 + ("closed",) * 4 + ("returned",)


@contextmanager
def without_cipher() -> Iterator[None]:
    """The same factory without its key and its gate: for the other side of the ratio, nowhere else."""
    from talentdesk.store import engine

    unlock, refuse, given_up = engine._unlock, engine._refuse_plaintext, engine.has_given_up
    engine._unlock, engine._refuse_plaintext = lambda *_: None, lambda *_: None
    engine.has_given_up = lambda connection: given_up(connection) and False  # what it costs is the same
    try:
        yield
    finally:
        engine._unlock, engine._refuse_plaintext, engine.has_given_up = unlock, refuse, given_up


@contextmanager
def unflushed() -> Iterator[None]:
    """No waiting for the disk."""
    from talentdesk.store import engine

    settings = engine._settings
    engine._settings = lambda *said: tuple(
        each.replace("synchronous = full", "synchronous = off") for each in settings(*said)
    )
    try:
        yield
    finally:
        engine._settings = settings


def opened(place: Path) -> Store:
    from talentdesk.store.keyslots import Keyslots
    from talentdesk.store.opened import open_store
    from talentdesk.store.vault import Protection, Vault

    vault = Vault(None, KEY, Keyslots(""), Protection.MEMORY)
    return open_store(place, vault, now=lambda: NOON, keep=KEEP)


def large(draft: Draft, number: int) -> Draft:
    """The same person with a whole interview answered: some four kilobytes, as real cases have."""
    from talentdesk.core.draft import Source
    from talentdesk.core.states import Move, State

    state = State(_STATES[number % len(_STATES)])
    dice = random.Random(number)
    more = {f"job.duty_{n}": "负责研究与开发、客户沟通和项目管理" + "甲乙丙丁"[dice.randrange(4)] for n in range(12)}
    more |= {f"education[{n}].school": f"University of {dice.choice('ABCDEFGH')}, Faculty {n}" for n in range(4)}
    more |= {f"experience[{n}].employer": f"Example {dice.randrange(999)} Limited, Shenzhen" for n in range(6)}
    more |= {"contact.phone": f"+852 {dice.randrange(10**8):08}", "contact.email": f"p{number}@example.com"}
    more |= {"contact.address_china": "深圳市南山区前海" * 4, "contact.address_home": "12 Example Road, Kowloon" * 2}
    typed = {**draft.typed, **more}
    moves = () if state is State.DRAFT else (Move(NOON - timedelta(days=1), "counter 1", State.DRAFT, state),)
    sources = dict.fromkeys(draft.typed, Source.MRZ) | dict.fromkeys(list(more)[:10], Source.PERSON)
    return replace(draft, typed=typed, sources=sources, state=state, moves=moves, seen=frozenset({"passport:original"}))


def fill(place: Path, cases: int) -> None:
    """Many cases at once. How they came there is not what is timed."""
    import sqlalchemy as sa
    from sqlalchemy.orm import Session

    from talentdesk.store.tables import SEARCH, DraftRow

    store, made = opened(place), drafts(cases)
    words = sa.text(f"INSERT INTO {SEARCH}(rowid, words) VALUES (:number, :words)")
    for start in range(1, cases + 1, _AT_ONCE):
        told = [_row(next(made), number, cases) for number in range(start, min(start + _AT_ONCE, cases + 1))]
        with Session(store._engine) as session, session.begin():
            session.execute(sa.insert(DraftRow), [row for row, _words in told])
            session.execute(words, [found for _row, found in told])
    store.close()


def copy_without_cipher(place: Path, plain: Path) -> None:
    """The very same rows, without the cipher."""
    from sqlcipher3 import dbapi2 as driver

    from talentdesk.store import place as places

    plain.mkdir(mode=0o700)
    connection = driver.connect(str(place / places.DATABASE), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    connection.execute("ATTACH DATABASE ? AS plain KEY ''", (str(plain / places.DATABASE),))
    connection.execute("SELECT sqlcipher_export('plain')").fetchall()
    connection.execute("DETACH DATABASE plain")
    connection.close()


def _row(draft: Draft, number: int, cases: int) -> tuple[dict[str, Any], dict[str, Any]]:
    from talentdesk.store import drafts as rows
    from talentdesk.store.cases import Progress
    from talentdesk.store.words import endings_of, words_of

    draft = large(draft, number)
    days = 40 if number % OVERDUE == 0 else 1
    saved = NOON - timedelta(days=days, seconds=number * _SPREAD % cases)
    due = NOON.date() + timedelta(days=number % 60) if number % 3 else None
    kept = rows._columns(draft, Progress(12, 31, due), saved) | {"hold_until": None}
    kept |= {"number": number, "id": draft.id, "created_at": saved, "version": 1, "expires_at": saved + KEEP}
    return kept | {"hold_reason": ""}, {"number": number, "words": endings_of(words_of(draft.typed, number))}
