"""What the steps of all versions make of an empty store, as one script: `talentdesk/store/migrations/newest.sql`.

Run: python tests/store/newest_schema.py          # after a new step; a test compares the script with the steps
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from talentdesk.store import place as places
from talentdesk.store.engine import engine_for
from talentdesk.store.migrations import NEWEST, SCRIPTS, SEPARATOR, migrate, newest

KEY = bytes(range(32))
_PARTS = ("data", "idx", "content", "docsize", "config")
"""Tables that a full-text index makes for itself."""
Content = dict[str, list[tuple[Any, ...]]]


def steps_alone(folder: Path) -> Path:
    """The steps without the script that takes all of them at once."""
    scripts = folder / "scripts"
    scripts.mkdir(parents=True)
    for each in ("versions", "env.py"):
        (scripts / each).symlink_to(SCRIPTS / each)
    return scripts


def made_by_steps(folder: Path) -> Path:
    """A new store's folder, made by every step in turn."""
    scripts = steps_alone(folder)
    (folder / "stepwise").mkdir()
    migrate(folder / "stepwise", KEY, scripts)
    return folder / "stepwise"


def content_of(place: Path) -> Content:
    """Everything in the store: what it is made of, and every row."""
    engine = engine_for(place / places.DATABASE, KEY)
    try:
        with engine.connect() as connection:
            made = "SELECT name, type, tbl_name, sql FROM sqlite_master ORDER BY name"
            found: Content = {"": [tuple(row) for row in connection.exec_driver_sql(made)]}
            for name, kind, *_ in found[""]:
                if kind == "table":
                    rows = connection.exec_driver_sql(f'SELECT * FROM "{name}"')
                    found[name] = sorted((tuple(row) for row in rows), key=repr)
            return found
    finally:
        engine.dispose()


def script_of(content: Content) -> str:
    """The statements that make it, tables first."""
    return SEPARATOR.join([f"-- {newest()}", *_statements(content)]) + "\n"


def _statements(content: Content) -> Iterator[str]:
    made = {name: (kind, sql) for name, kind, _table, sql in content[""] if sql}
    virtual = {name for name, (_kind, sql) in made.items() if sql.upper().startswith("CREATE VIRTUAL")}
    own = {
        name: row
        for name, row in made.items()
        if not name.startswith("sqlite_") and name not in {f"{index}_{part}" for index in virtual for part in _PARTS}
    }
    for kind in ("table", "index", "trigger", "view"):
        yield from (sql for _name, (each, sql) in sorted(own.items()) if each == kind)
    for name in sorted(virtual):
        for setting, value in content[f"{name}_config"]:
            if setting != "version":
                yield f"INSERT INTO {name} ({name}, rank) VALUES ({_literal(setting)}, {_literal(value)})"
    for name in sorted({*own, "sqlite_sequence"} - virtual):
        for row in content.get(name, ()):
            yield f"INSERT INTO {name} VALUES ({', '.join(map(_literal, row))})"


def _literal(value: object) -> str:
    if value is None:
        return "NULL"
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as room:
        (SCRIPTS / NEWEST).write_text(script_of(content_of(made_by_steps(Path(room)))), "utf-8")
