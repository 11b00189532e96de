from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

import newest_schema
import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import event
from sqlalchemy.engine import Engine

from talentdesk.store import peopletables  # noqa: F401 - its tables belong to the schema that is compared
from talentdesk.store import place as places
from talentdesk.store.engine import engine_for
from talentdesk.store.migrations import NEWEST, SCRIPTS, migrate, newest, revision_of
from talentdesk.store.tables import SEARCH_TABLES, Base
from talentdesk.store.trouble import MigrationFailed, NewerStore

KEY = bytes(range(32))
HEADER = "from alembic import op\nimport sqlalchemy as sa\nrevision = '{0:04}'\ndown_revision = '{1:04}'\n"
# A step as a later version may take it: a new column, all rows rewritten, the parent of a reference rebuilt.
REBUILD = """
def upgrade():
    op.create_table("notes", sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("draft", sa.Integer(), sa.ForeignKey("drafts.number", ondelete="CASCADE"), nullable=False))
    op.execute("INSERT INTO notes(draft) SELECT number FROM drafts")
    with op.batch_alter_table("drafts") as batch:
        batch.add_column(sa.Column("office", sa.String(20), server_default="QH", nullable=False))
        batch.alter_column("name_zh", new_column_name="han_name")
    op.execute("UPDATE drafts SET place = han_name")
def downgrade(): pass
"""
LOSES = "def upgrade(): op.execute('DELETE FROM drafts WHERE number = 1')\ndef downgrade(): pass\n"
ORPHANS = """
def upgrade():
    op.create_table("notes", sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("draft", sa.Integer(), sa.ForeignKey("drafts.number"), nullable=False))
    op.execute("INSERT INTO notes(draft) VALUES (999999)")
def downgrade(): pass
"""
FAILS = "def upgrade(): op.execute('UPDATE drafts SET place = 1'); op.execute('SELECT nothing FROM nowhere')\n"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


def scripts_with(tmp_path: Path, body: str) -> Path:
    """Our steps and one more."""
    folder = tmp_path / "scripts"
    shutil.copytree(SCRIPTS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    last = int(newest())
    (folder / "versions" / f"{last + 1:04}_test.py").write_text(HEADER.format(last + 1, last) + body)
    return folder


def opened(place: Path) -> sa.Engine:
    return engine_for(place / places.DATABASE, KEY)


def schema(place: Path) -> list[tuple[str, str]]:
    engine = opened(place)
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master ORDER BY name").all()
    engine.dispose()
    return [(row[0], row[1]) for row in rows if row[0] != "sqlite_sequence"]


def fill(place: Path, rows: int) -> None:
    engine = opened(place)
    columns = Base.metadata.tables["drafts"].columns
    row = {column.name: "x" * 300 if isinstance(column.type, sa.String) else 1 for column in columns}
    row |= {"as_of": "2026-01-01", "created_at": "2026-01-01 00:00:00", "saved_at": "2026-01-01 00:00:00"}
    row |= {"due": None, "answers": "{}", "expires_at": "2026-02-01 00:00:00", "hold_until": None}
    insert = sa.text(f"INSERT INTO drafts ({','.join(row)}) VALUES ({','.join(':' + name for name in row)})")
    with engine.begin() as connection:
        connection.execute(insert, [{**row, "number": n, "id": str(n)} for n in range(1, rows + 1)])
    engine.dispose()


def state(place: Path) -> tuple[str, int, bool]:
    """Revision, rows and whether the later version's column is there."""
    engine = opened(place)
    revision = revision_of(engine)
    with engine.connect() as connection:
        names = {column["name"] for column in sa.inspect(connection).get_columns("drafts")}
        rows = connection.exec_driver_sql("SELECT count(*) FROM drafts").scalar_one()
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    engine.dispose()
    return revision, rows, "office" in names


def test_the_newest_form_is_what_the_models_say(place: Path) -> None:
    migrate(place, KEY)

    def ours(name: str | None, kind: str, parents: object) -> bool:
        return not (kind == "table" and name in SEARCH_TABLES)

    with opened(place).connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": ours, "compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_numbered_files_are_what_alembic_sees() -> None:
    script = ScriptDirectory(str(SCRIPTS))
    assert script.get_heads() == [newest()]
    assert sorted(step.revision for step in script.walk_revisions()) == sorted(
        file.name[:4] for file in (SCRIPTS / "versions").glob("*.py")
    )


def test_up_down_up_gives_the_same_form(place: Path) -> None:
    migrate(place, KEY)
    before = schema(place)
    engine = engine_for(place / places.DATABASE, KEY, foreign_keys=False)
    with engine.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(SCRIPTS))
        command.downgrade(config, "base")
    engine.dispose()
    assert "drafts" not in dict(schema(place))
    migrate(place, KEY)
    assert schema(place) == before


def test_numbers_of_erased_cases_are_never_given_again(place: Path) -> None:
    migrate(place, KEY)
    assert "AUTOINCREMENT" in dict(schema(place))["drafts"]


def test_a_store_from_the_future_is_refused_and_left_alone(place: Path, tmp_path: Path) -> None:
    migrate(place, KEY, scripts_with(tmp_path, REBUILD))
    before = schema(place)
    with pytest.raises(NewerStore):
        migrate(place, KEY)
    assert schema(place) == before


def test_a_step_keeps_rows_and_what_hangs_on_them(place: Path, tmp_path: Path) -> None:
    migrate(place, KEY)
    fill(place, 20)
    migrate(place, KEY, scripts_with(tmp_path, REBUILD))
    assert state(place)[1:] == (20, True)
    with opened(place).connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM notes").scalar() == 20


def test_a_new_store_is_what_all_steps_make_of_an_empty_one(tmp_path: Path) -> None:
    stepwise = newest_schema.made_by_steps(tmp_path / "room")
    (tmp_path / "at-once").mkdir()
    migrate(tmp_path / "at-once", KEY)
    content = newest_schema.content_of(stepwise)
    assert newest_schema.content_of(tmp_path / "at-once") == content
    script = (SCRIPTS / NEWEST).read_text("utf-8")
    assert script == newest_schema.script_of(content), "run: python tests/store/newest_schema.py"


def test_a_script_of_another_form_is_not_taken(tmp_path: Path) -> None:
    scripts = tmp_path / "scripts"
    shutil.copytree(SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / NEWEST).write_text("-- 0001\n--\nCREATE TABLE nothing (x)\n")
    (tmp_path / "data").mkdir()
    migrate(tmp_path / "data", KEY, scripts)
    assert "nothing" not in newest_schema.content_of(tmp_path / "data")


def test_a_verified_copy_is_taken_first(place: Path, tmp_path: Path) -> None:
    migrate(place, KEY)
    assert not list(place.glob("before-*"))
    fill(place, 20)
    migrate(place, KEY, scripts_with(tmp_path, REBUILD))
    (copy,) = place.glob("before-*")
    assert copy.name == f"before-{newest()}-to-{int(newest()) + 1:04}.db"
    if os.name == "posix":
        assert copy.stat().st_mode & 0o777 == 0o600
    assert b"xxxx" not in copy.read_bytes()
    with engine_for(copy, KEY).connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM drafts").scalar() == 20


@pytest.mark.parametrize("body", [LOSES, ORPHANS, FAILS], ids=["loses rows", "orphans", "fails"])
def test_a_bad_step_changes_nothing(place: Path, tmp_path: Path, body: str) -> None:
    migrate(place, KEY)
    fill(place, 5)
    before = schema(place)
    with pytest.raises(MigrationFailed):
        migrate(place, KEY, scripts_with(tmp_path, body))
    assert schema(place) == before
    assert state(place) == (newest(), 5, False)


def test_two_starts_at_once_make_one_store(place: Path) -> None:
    starts = [threading.Thread(target=migrate, args=(place, KEY)) for _ in range(2)]
    for start in starts:
        start.start()
    for start in starts:
        start.join()
    assert state(place) == (newest(), 0, False)


def test_two_stores_of_one_process_are_made_at_once(tmp_path: Path) -> None:
    """A window is still being closed when the next one opens: Alembic would mix the two up."""
    scripts = newest_schema.steps_alone(tmp_path / "room")
    folders = [tmp_path / name for name in "abcd"]
    failed: list[BaseException] = []

    def make(folder: Path) -> None:
        try:
            migrate(folder, KEY, scripts)
        except BaseException as error:  # noqa: BLE001 - told by the test
            failed.append(error)

    starts = [threading.Thread(target=make, args=(folder,)) for folder in folders]
    for folder in folders:
        folder.mkdir()
    for start in starts:
        start.start()
    for start in starts:
        start.join()
    assert failed == []
    assert {state(folder) for folder in folders} == {(newest(), 0, False)}


# The child ends itself with SIGKILL after its n-th statement, so that every point in between is met, none by chance.
CHILD = f"""
import os, signal, sys
from pathlib import Path
from sqlalchemy import event
from sqlalchemy.engine import Engine
from talentdesk.store.migrations import migrate
left = int(sys.argv[3])
def count(*statement):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
event.listen(Engine, "after_cursor_execute", count)
migrate(Path(sys.argv[1]), bytes.fromhex("{KEY.hex()}"), Path(sys.argv[2]))
"""


def end_after(place: Path, scripts: Path, statements: int) -> int:
    child = [sys.executable, "-c", CHILD, str(place), str(scripts), str(statements)]
    return subprocess.run(child, timeout=60, check=False).returncode


def statements_of(place: Path, scripts: Path) -> int:
    seen = []
    event.listen(Engine, "after_cursor_execute", tell := lambda *_: seen.append(1))
    migrate(place, KEY, scripts)
    event.remove(Engine, "after_cursor_execute", tell)
    return len(seen)


def kill_at(tmp_path: Path, points: Callable[[int], Iterable[int]]) -> None:
    """A step is killed at each point; every time the store is old or new, and the step can be taken again."""
    scripts, pristine = scripts_with(tmp_path, REBUILD), tmp_path / "pristine"
    pristine.mkdir()
    migrate(pristine, KEY)
    fill(pristine, 200)
    trial = shutil.copytree(pristine, tmp_path / "trial")
    for point in points(statements_of(trial, scripts)):
        shutil.rmtree(trial)
        shutil.copytree(pristine, trial)
        assert end_after(trial, scripts, point) == -signal.SIGKILL
        assert state(trial) == (newest(), 200, False)
        migrate(trial, KEY, scripts)
        assert state(trial) == (newest(scripts), 200, True)


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_a_killed_step_leaves_the_old_form(tmp_path: Path) -> None:
    kill_at(tmp_path, lambda total: [total - 5])


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_a_step_killed_anywhere_leaves_the_old_form(tmp_path: Path) -> None:
    kill_at(tmp_path, lambda total: range(1, total - 2, 7))


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_a_killed_first_start_can_be_repeated(place: Path) -> None:
    assert end_after(place, SCRIPTS, 12) == -signal.SIGKILL
    migrate(place, KEY)
    assert state(place) == (newest(), 0, False)
