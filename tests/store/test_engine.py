"""The gate: with every wrong engine, file or key the store refuses, and nothing readable reaches the disk."""

from __future__ import annotations

import ctypes.util
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlcipher3 import dbapi2 as driver

from talentdesk.store.engine import bare, engine_for, read_only, truncate_log, versions
from talentdesk.store.trouble import (
    Damaged,
    DiskFull,
    NotEncrypted,
    ReadOnlyPlace,
    StoreLocked,
    StoreTrouble,
    WrongKey,
    trouble_from,
)

KEY = bytes(range(32))
OPEN = f"""
import sys
from pathlib import Path
from talentdesk.store.engine import engine_for
from talentdesk.store.trouble import StoreTrouble
try:
    with engine_for(Path(sys.argv[1]), bytes.fromhex("{KEY.hex()}")).begin() as connection:
        connection.exec_driver_sql("create table t(x)")
        connection.exec_driver_sql("insert into t values ('CANARYCANARY')")
    print("opened")
except StoreTrouble as trouble:
    print(trouble.code)
"""


def open_in_child(file: Path, before: str = "", **environment: str) -> str:
    child = subprocess.run(
        [sys.executable, "-c", before + OPEN, str(file)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return child.stdout.strip()


def filled(file: Path, rows: int = 3) -> None:
    engine = engine_for(file, KEY)
    with engine.begin() as connection:
        connection.exec_driver_sql("create table t(x)")
        connection.execute(sa.text("insert into t values (:x)"), [{"x": "CANARY" * 400} for _ in range(rows)])
    truncate_log(engine)
    engine.dispose()


def system_sqlite() -> str:
    name = ctypes.util.find_library("sqlite3")
    if not sys.platform.startswith("linux") or name is None:
        pytest.skip("no system libsqlite3 to put in front")
    return name


def test_a_sound_engine_opens(tmp_path: Path) -> None:
    assert open_in_child(tmp_path / "a.db") == "opened"
    assert b"CANARY" not in (tmp_path / "a.db").read_bytes()


def test_a_preloaded_system_sqlite_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    assert open_in_child(file, LD_PRELOAD=system_sqlite()) == "store.not_encrypted"
    assert file.read_bytes() == b""


def test_a_globally_loaded_system_sqlite_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    before = f"import ctypes; ctypes.CDLL({system_sqlite()!r}, mode=ctypes.RTLD_GLOBAL)\n"
    assert open_in_child(file, before) == "store.not_encrypted"
    assert file.read_bytes() == b""


def test_an_old_engine_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(driver, "sqlite_version", "3.51.2")
    with pytest.raises(NotEncrypted):
        engine_for(tmp_path / "a.db", KEY).connect()
    with pytest.raises(NotEncrypted):
        versions()


def test_the_engine_tells_its_versions() -> None:
    cipher, sqlite = versions()
    assert cipher.startswith("4.")
    assert sqlite == driver.sqlite_version


def test_pages_without_a_seal_are_refused(tmp_path: Path) -> None:
    off = "from sqlcipher3 import dbapi2; dbapi2.connect(':memory:').execute('pragma cipher_default_use_hmac = off')\n"
    assert open_in_child(tmp_path / "a.db", off) == "store.not_encrypted"
    assert (tmp_path / "a.db").read_bytes() == b""


def test_a_plain_file_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    plain = driver.connect(str(file))
    plain.execute("create table t(x)")
    plain.commit()
    plain.close()
    before = file.read_bytes()
    with pytest.raises(NotEncrypted):
        engine_for(file, KEY).connect()
    assert file.read_bytes() == before


def test_a_wrong_key_is_refused_and_the_file_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    filled(file)
    before = file.read_bytes()
    with pytest.raises(WrongKey):
        engine_for(file, KEY[::-1]).connect()
    assert file.read_bytes() == before


def test_a_short_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongKey):
        engine_for(tmp_path / "a.db", b"short").connect()


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.95])
def test_one_flipped_bit_is_noticed(tmp_path: Path, share: float) -> None:
    file = tmp_path / "a.db"
    filled(file, 200)
    content = bytearray(file.read_bytes())
    content[int(len(content) * share) + 100] ^= 1
    file.write_bytes(content)
    with pytest.raises((Damaged, WrongKey)), engine_for(file, KEY).connect() as connection:
        connection.exec_driver_sql("select sum(length(x)) from t").all()


def test_settings_that_keep_promises_are_in_force(tmp_path: Path) -> None:
    expected = {
        "journal_mode": "wal",
        "synchronous": "2",
        "secure_delete": "1",
        "temp_store": "2",
        "foreign_keys": "1",
        "busy_timeout": "5000",
        "cipher_use_hmac": "1",
        "cipher_log_level": "NONE",
        "trusted_schema": "0",
    }
    with engine_for(tmp_path / "a.db", KEY).connect() as connection:
        found = {name: str(connection.exec_driver_sql(f"PRAGMA {name}").scalar()) for name in expected}
    assert found == expected


def test_files_are_closed_to_others(tmp_path: Path) -> None:
    engine = engine_for(tmp_path / "a.db", KEY)
    with engine.begin() as connection:
        connection.exec_driver_sql("create table t(x)")
        modes = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.iterdir()}
    assert modes == dict.fromkeys(("a.db", "a.db-wal", "a.db-shm"), 0o600)


def test_errors_do_not_repeat_what_was_typed(tmp_path: Path) -> None:
    engine = engine_for(tmp_path / "a.db", KEY)
    with engine.begin() as connection:
        connection.exec_driver_sql("create table t(x unique)")
        connection.exec_driver_sql("insert into t values ('CANARY')")
    with engine.begin() as connection, pytest.raises(StoreTrouble) as caught:
        connection.execute(sa.text("insert into t values (:x)"), {"x": "CANARY"})
    assert "CANARY" not in f"{caught.value!r} {caught.value} {caught.value.__cause__!r}"
    assert KEY.hex() not in repr(engine)


def test_a_writer_that_waits_too_long_is_told(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    filled(file)
    with engine_for(file, KEY).begin(), pytest.raises(StoreLocked):
        engine_for(file, KEY, patience_ms=20).begin().__enter__()


def test_a_reader_neither_waits_nor_hinders(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    filled(file, 3)
    engine = engine_for(file, KEY, patience_ms=20)
    with read_only(engine).connect() as reader:
        assert reader.exec_driver_sql("select count(*) from t").scalar() == 3
        with engine.begin() as writer:
            writer.exec_driver_sql("insert into t values (1)")
        assert reader.exec_driver_sql("select count(*) from t").scalar() == 3
        assert not truncate_log(engine)
    assert truncate_log(engine)


def test_a_full_file_is_named(tmp_path: Path) -> None:
    engine = engine_for(tmp_path / "a.db", KEY, max_pages=10)
    with engine.begin() as connection:
        connection.exec_driver_sql("create table t(x)")
    with engine.begin() as connection, pytest.raises(DiskFull):
        connection.execute(sa.text("insert into t values (:x)"), {"x": "x" * 100_000})


def test_a_folder_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ReadOnlyPlace):
        engine_for(tmp_path / "file" / "a.db", KEY).connect()


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(28, "x"), "store.disk_full"),
        (OSError(30, "x"), "store.read_only"),
        (PermissionError(13, "x"), "store.read_only"),
        (OSError(5, "x"), "store.disk_failing"),
        (WrongKey(), "store.wrong_key"),
        (driver.OperationalError("no code"), "store.failed"),
    ],
)
def test_errors_get_their_names(error: Exception, code: str) -> None:
    assert trouble_from(error).code == code


def all_troubles() -> list[type[StoreTrouble]]:
    return [StoreTrouble, *StoreTrouble.__subclasses__()]


def test_every_trouble_has_its_own_code_and_a_remedy() -> None:
    codes = [trouble.code for trouble in all_troubles()]
    assert len(set(codes)) == len(codes)
    assert all(trouble.remedy.endswith(".") and len(trouble.remedy) > 40 for trouble in all_troubles())
    assert len({trouble.remedy for trouble in all_troubles()}) == len(codes)


def test_no_log_level_makes_the_engine_tell_its_rows(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """SQLAlchemy's debug log shows every row that is read, and hidden parameters do not hide it."""
    caplog.set_level(logging.DEBUG)
    for name in ("sqlalchemy", "sqlalchemy.engine", "sqlalchemy.engine.Engine", "sqlalchemy.pool", "sqlalchemy.orm"):
        caplog.set_level(logging.DEBUG, name)
    engine = engine_for(tmp_path / "talking.db", KEY)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE people (name TEXT)")
        connection.exec_driver_sql("INSERT INTO people VALUES (?)", ("FERREIRA",))
    for looked_at in (engine, read_only(engine), bare(engine)):
        with looked_at.connect() as connection:
            assert connection.exec_driver_sql("SELECT 'FERREIRA', name FROM people").all()
    engine.dispose()
    assert "FERREIRA" not in caplog.text
    assert "people" not in caplog.text
