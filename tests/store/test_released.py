"""Stores that earlier versions wrote open in this one with everything in them, and no killed update halves one."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import released
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from cluster import Cluster

from talentdesk.store import peopletables  # noqa: F401 - its tables are filled, too
from talentdesk.store import place as places
from talentdesk.store.address import Server, place_of
from talentdesk.store.engine import engine_for
from talentdesk.store.migrations import SCRIPTS, migrate, migrate_server, newest
from talentdesk.store.opened import Store, open_store
from talentdesk.store.server import server_engine
from talentdesk.store.vault import Vault

HERE = Path(__file__).parent
EACH = pytest.mark.parametrize("revision", released.revisions())
OFTEN = ("0001", "0007")
MOSTLY_SLOW = pytest.mark.parametrize(
    "revision",
    [pytest.param(each, marks=() if each in OFTEN else pytest.mark.slow) for each in released.revisions()],
)
"""The first one, and the one whose tables were rebuilt last, are looked at in every run."""
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
LONG = bool(os.environ.get("TALENTDESK_LONG"))
KILLS, PATIENCE_S = (200, 1700) if LONG else (40, 280)


def config(connection: sa.Connection) -> Config:
    made = Config(attributes={"connection": connection})
    made.set_main_option("script_location", str(SCRIPTS))
    return made


def looked_into(place: Path, like: dict[str, list[str]] | None = None) -> released.Content:
    with closing(released.connect(place / places.DATABASE)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        return released.content(connection, like)


def test_every_migration_has_a_store_of_its_day() -> None:
    """A new migration needs one: PYTHONPATH=. python tests/store/released.py"""
    assert released.revisions() == sorted(file.name[:4] for file in (SCRIPTS / "versions").glob("[0-9]*_*.py"))


def test_a_store_of_its_day_holds_something_of_everything(place: Path) -> None:
    released.put_back(place, released.revisions()[-1])
    empty = {table for table, rows in looked_into(place).items() if not rows}
    assert empty == {"keyslots", "pin_tries"}, "which only a centre's server fills"


@EACH
def test_a_released_store_is_brought_up_to_date_without_loss(place: Path, revision: str) -> None:
    released.put_back(place, revision)
    before = looked_into(place)
    with closing(released.connect(place / places.DATABASE)) as connection:
        like = released.shape(connection)
    migrate(place, released.KEY)
    after = looked_into(place, like)
    assert {table: len(rows) for table, rows in after.items()} == {table: len(rows) for table, rows in before.items()}
    assert after == before
    assert [copy.name for copy in place.glob("before-*")] == (
        [] if revision == newest() else [f"before-{revision}-to-{newest()}.db"]
    )


@MOSTLY_SLOW
def test_down_and_up_again_is_the_same(place: Path, tmp_path: Path, revision: str) -> None:
    released.put_back(place, revision)
    before = looked_into(place)
    with closing(released.connect(place / places.DATABASE)) as connection:
        form = released.form(connection)
    migrate(place, released.KEY)
    engine = engine_for(place / places.DATABASE, released.KEY, foreign_keys=False)
    with engine.begin() as connection:
        command.downgrade(config(connection), revision)
    engine.dispose()
    assert looked_into(place) == before
    with closing(released.connect(place / places.DATABASE)) as connection:
        assert released.form(connection) == form
    migrate(place, released.KEY)
    (tmp_path / "fresh").mkdir()
    migrate(tmp_path / "fresh", released.KEY)
    with closing(released.connect(place / places.DATABASE)) as again:
        form = released.form(again)
    with closing(released.connect(tmp_path / "fresh" / places.DATABASE)) as fresh:
        assert released.form(fresh) == form


@MOSTLY_SLOW
def test_a_released_store_is_worked_with(place: Path, vault: Vault, revision: str) -> None:
    released.put_back(place, revision)
    clock = released.Tick()
    clock.moment = NOON
    with closing(open_store(place, vault, now=clock)) as store:
        worked_with(store, int(revision))


def worked_with(store: Store, revision: int) -> None:
    assert {line.id for line in store.find("")} == set(released.TYPED)
    for id, typed in released.TYPED.items():
        draft = store.load(id)
        assert draft.typed == typed
        assert draft.declined == {"person.former_names"}
        assert draft.seen == {"passport:original"}
        store.save(draft)
        assert store.load(id).typed == typed
    assert [line.id for line in store.find("大文")] == ["chan"]
    assert [line.id for line in store.find("ferreira")] == ["ferreira"]
    assert store.verify_acts().breach is None
    assert store.overdue() == 0
    if revision >= 3:
        assert store.attendance.claim("C9", "chan") == "chan"
    if revision >= 4:
        (paper,) = store.prints.listed("d1")
        assert (paper.wanted.papers, paper.wanted.copies) == (("application", "checklist"), 2)
    if revision >= 5:
        assert [(line.consent, line.recipient) for line in store.agreed("chan")] == [
            ("basic", ""),
            ("handover", "Office of Macao"),
        ]
        assert {person.name for person in store.colleagues()} >= {"Lurdes Dias"}
    if revision >= 6:
        left = store.collect(released.CODE)
        assert left is not None
        assert left.typed == released.TYPED["ferreira"]
    if revision >= 7:
        draft = store.load("chan")
        assert (len(draft.history), len(draft.comments), len(draft.moves)) == (1, 1, 1)
    if revision >= 8:
        assert store.people.photo("photo") == released.PHOTO
        assert [member.id for member in store.people.load("p-chan").members] == ["p-chan", "p-chan-2"]
        assert store.people.of_case("ferreira") == "p-ferreira"
        assert len(store.people.find("chan")) == 2
    if revision >= 9:
        (sheet,) = store.sheets.listed("d1")
        assert [line.cells[0] for line in store.sheets.load(sheet.id).lines] == [("CHAN", ""), ("", "empty")]


@pytest.mark.slow
@EACH
def test_the_ordinary_program_opens_it(tmp_path: Path, revision: str) -> None:
    """Its own command, its own key: what a person of that day starts after the update."""
    place, settings = tmp_path / "cases", tmp_path / "config"
    key = Vault.open(place, settings / "talentdesk", {}).key
    released.put_back(place, revision)
    with closing(released.connect(place / places.DATABASE)) as connection:
        connection.execute(f"PRAGMA rekey = \"x'{key.hex()}'\"")
    out = tmp_path / "cases.backup"
    told = run(settings, "backup", "--out", str(out), "--data", str(place))
    assert told.returncode == 0, told.stdout + told.stderr
    assert out.stat().st_size > 10_000
    with closing(open_store(place, Vault.open(place, settings / "talentdesk", {}))) as store:
        assert store.count() == len(released.TYPED)


def run(settings: Path, *command: str) -> subprocess.CompletedProcess[str]:
    door = "import sys; from talentdesk.cli import main; sys.exit(main(sys.argv[1:]))"
    return subprocess.run(
        [sys.executable, "-c", door, *command], env={**os.environ, "XDG_CONFIG_HOME": str(settings)},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


# ---- a centre's server


@MOSTLY_SLOW
def test_a_released_store_of_a_centre_is_brought_up_to_date(
    cluster: Cluster, place: Path, vault: Vault, revision: str
) -> None:
    server = place_of(cluster.new_database())
    assert isinstance(server, Server)
    released.put_back(place, revision)
    rows = put_on(server, place, revision)
    engine = server_engine(server)
    migrate_server(engine)
    assert rows_of(engine, {table: list(each[0]) for table, each in rows.items() if each}) == {
        table: each for table, each in rows.items() if each
    }
    engine.dispose()
    clock = released.Tick()
    clock.moment = NOON
    with closing(open_store(server, vault, now=clock)) as store:
        for id, typed in released.TYPED.items():
            assert store.load(id).typed == typed
        assert store.verify_acts().breach is None
        if revision >= "0008":
            assert store.people.photo("photo") == released.PHOTO


def put_on(server: Server, place: Path, revision: str) -> dict[str, list[dict[str, Any]]]:
    """The same rows on a server in the form of that day. The index there is made otherwise and is left out."""
    here, there = engine_for(place / places.DATABASE, released.KEY), server_engine(server)
    with there.begin() as target:
        command.upgrade(config(target), revision)
    with here.connect() as source, there.begin() as target:
        metadata = sa.MetaData()
        metadata.reflect(target)
        left_out = {"search", "people_search", "erased", "alembic_version"}
        tables = [table for table in metadata.sorted_tables if table.name not in left_out]
        for table in tables:
            like = sa.Table(table.name, sa.MetaData(), autoload_with=source)
            found = [dict(row) for row in source.execute(sa.select(like)).mappings()]
            if found:
                target.execute(sa.insert(table), found)
    here.dispose()
    rows = rows_of(there, {table.name: [column.name for column in table.columns] for table in tables})
    there.dispose()
    return rows


def rows_of(engine: sa.Engine, like: dict[str, list[str]]) -> dict[str, list[dict[str, Any]]]:
    found = {}
    with engine.connect() as connection:
        for name, columns in like.items():
            table = sa.Table(name, sa.MetaData(), autoload_with=connection)
            rows = connection.execute(sa.select(*(table.c[column] for column in columns))).mappings()
            found[name] = sorted((dict(row) for row in rows), key=repr)
    return found


# ---- killed on the way


def killed(tmp_path: Path, kills: int, manner: str = "heedful") -> Counter[str]:
    """See steps_killed.py."""
    room = Path("/dev/shm" if os.access("/dev/shm", os.W_OK) else tmp_path, f"steps-{os.getpid()}-{manner}")
    shutil.rmtree(room, ignore_errors=True)
    try:
        done = subprocess.run(
            [sys.executable, str(HERE / "steps_killed.py"), str(room), str(kills), manner],
            capture_output=True, text=True, timeout=PATIENCE_S, check=False,
        )  # fmt: skip
    finally:
        shutil.rmtree(room, ignore_errors=True)
    assert done.returncode == 0, done.stderr[-2000:]
    return Counter(json.loads(done.stdout))


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
@pytest.mark.timeout(PATIENCE_S + 20)
@pytest.mark.slow
def test_an_update_killed_anywhere_leaves_the_old_store_or_the_new_one(tmp_path: Path) -> None:
    verdicts = killed(tmp_path, KILLS)
    assert set(verdicts) <= {"old", "new"}, verdicts
    assert verdicts.total() == KILLS
    assert verdicts["old"] > KILLS / 2


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
@pytest.mark.timeout(PATIENCE_S + 20)
@pytest.mark.slow
def test_the_proof_finds_steps_without_a_transaction(tmp_path: Path) -> None:
    verdicts = killed(tmp_path, 12, "careless")
    assert verdicts["half"] > 2, verdicts
