"""Whatever a store holds goes along into another one, and out of a damaged one: no table is forgotten."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from talentdesk.core.draft import Draft
from talentdesk.core.history import Change, Held, How
from talentdesk.core.person import Document, DocumentKind, Person, Photo
from talentdesk.store import belongings, peoplesalvage, sidesalvage
from talentdesk.store import place as places
from talentdesk.store.address import Server
from talentdesk.store.cases import Progress
from talentdesk.store.consents import ConsentLine
from talentdesk.store.handoffs import LeftCase
from talentdesk.store.opened import Store, open_store
from talentdesk.store.printlines import Wanted
from talentdesk.store.salvage import salvage
from talentdesk.store.sheetlines import KeptLine, KeptSheet
from talentdesk.store.tables import Base
from talentdesk.store.trouble import TargetNotEmpty
from talentdesk.store.vault import Vault

MakeDraft = Callable[..., Draft]
AT = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
DAY = date(2026, 11, 26)


def test_every_table_goes_along_or_says_why_not() -> None:
    carried = {kind.__tablename__ for kind in belongings.CARRIED}
    assert carried.isdisjoint(belongings.LEFT)
    assert set(Base.metadata.tables) == carried | set(belongings.LEFT)


def test_every_table_is_salvaged_or_says_why_not() -> None:
    salvaged = {"drafts", "changes"}  # by salvage itself
    salvaged |= {kind.__tablename__ for kind in (*sidesalvage.KINDS, *peoplesalvage.TABLES)}
    assert salvaged >= {kind.__tablename__ for kind in belongings.CARRIED}


def fill(store: Store, draft: MakeDraft) -> None:
    """A row in each table that goes along."""
    problems = Progress(1, 2, problems=frozenset({("person.surname", "too_long"), ("Person[1].a_b", "x")}))
    store.save(draft("a", typed={"person.surname": "LIN"}), problems)
    was, now = ((Held("person.surname", text),) for text in ("LI", "LIN"))
    change = Change(1, AT, "counter", How.TYPED, "person.surname", was, now)
    store.save(replace(store.load("a"), history=(change,)))
    store.save(draft("gone"))
    store.agree("a", ConsentLine("fill-in", "1", "pt", "d" * 64, True))
    store.agree("a", ConsentLine("fill-in", "1", "pt", "d" * 64, False))
    store.prints.add(Wanted("a", ("form",), ("pt",), desk="d1"))
    spoiled = store.prints.add(Wanted("a", ("form",), ("zh-Hans",), desk="d1"))
    store.prints.take_out([spoiled])
    lines = [KeptLine(1, (("LIN", "LIN"),)), KeptLine(2, (("CHAN", "CHAN"),), taken=True)]
    store.sheets.begin(KeptSheet("d1", "residence-permit", DAY, {"name": "list.xlsx"}, lines))
    store.sheets.drop(store.sheets.begin(KeptSheet("d1", "residence-permit", DAY, {"name": "old.xlsx"}, lines)))
    left = LeftCase("visa-extension", "2025-11-19", DAY, {"person.surname": "SI"}, frozenset(), {})
    assert store.leave("ABCDEFGH", left, datetime(2999, 1, 1, tzinfo=UTC))
    staff = store.add_colleague("Ana", "admin")
    store.dismiss(store.add_colleague("Bao", "counter").id)
    assert staff.name == "Ana"
    for id in ("p", "q", "r"):
        papers = (Document(f"d{id}", DocumentKind.PASSPORT, f"K{id}", way="mrz", read_at=AT),)
        store.people.make(Person(id, documents=papers), "a" if id == "p" else "")
    store.people.keep_photo("p", Photo("f", "e" * 64, "image/jpeg", 10), b"photo")
    store.people.merge("p", "q")
    store.people.tell_apart("p", "r")
    store.erase("gone")


def contents(store: Store) -> dict[str, list[Any]]:
    """Every row of what goes along, as it goes along."""
    with Session(store._looking) as session:
        return {
            kind.__tablename__: sorted((row for some in belongings.rows(session, kind) for row in some), key=str)
            for kind in belongings.CARRIED
        }


@pytest.mark.parametrize("direction", ["to the server", "to a folder"])
def test_nothing_of_a_store_stays_behind(
    ready: Path, centre: Server, vault: Vault, draft: MakeDraft, direction: str
) -> None:
    here, there = (ready, centre) if direction == "to the server" else (centre, ready)
    with closing(open_store(here, vault)) as source, closing(open_store(there, vault)) as target:
        fill(source, draft)
        own = target.add_colleague("Chan", "admin")  # somebody set the new store up
        before = contents(source)
        assert not {table for table, rows in before.items() if not rows}
        source.move_to(target)
        after = contents(target)
        after["staff"] = [row for row in after["staff"] if row["id"] != own.id]
        assert after == before
        assert [each.name for each in target.colleagues()] == ["Ana", "Chan"]
        assert [line.wanted.papers for line in target.prints.listed("d1")] == [("form",)]
        assert target.prints.add(Wanted("a", ("form",), ("pt",), desk="d1")) == 3
        assert target.sheets.begin(KeptSheet("d1", "residence-permit", DAY, {"name": "new.xlsx"})) == 3
        assert target.collect("ABCDEFGH") is not None
        with pytest.raises(TargetNotEmpty):
            source.move_to(target)


@pytest.mark.parametrize("from_copy", [False, True])
def test_a_damaged_store_gives_everything_back(ready: Path, vault: Vault, draft: MakeDraft, from_copy: bool) -> None:
    with closing(open_store(ready, vault)) as store:
        fill(store, draft)
        store.take_snapshot()
        before = contents(store)
    if from_copy:
        with (ready / places.DATABASE).open("r+b") as stream:
            stream.truncate(4096)
    salvage(ready, vault.key, AT)
    with closing(open_store(ready, vault)) as store:
        assert contents(store) == before
        assert [each.name for each in store.colleagues()] == ["Ana"], "whoever has a PIN can still sign in"
        with store._engine.connect() as connection:
            assert connection.execute(sa.text("PRAGMA foreign_key_check")).first() is None
