"""What each version of the store left on its users' disks, as text: released/NNNN.sql, one file for each migration.

    PYTHONPATH=. python tests/store/released.py

fills a store with made-up people by this checkout's own program and writes the file of its newest migration, if that is
not there yet. Whoever adds a migration runs it once and commits the file; it is never made again, for a file made by a
later program would not be what the earlier one wrote. The first ones were made so from the checkouts of their day; the
twelfth form never stood alone, and is the eleventh's store brought to it.
"""

from __future__ import annotations

import inspect
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlcipher3 import dbapi2 as driver

if TYPE_CHECKING:
    from talentdesk.store.opened import Store

FOLDER = Path(__file__).with_name("released")
KEY = bytes(range(32))
CODE = "7F3A9K"
PHOTO = bytes(range(256)) * 8
TYPED = {
    "chan": {
        "person.surname": "CHAN",
        "person.given_names": "Tai Man",
        "person.name_zh": "陳大文",
        "person.nationality": "CHN",
        "passport.number": "KJ0123456",
        "contact.address_china": "深圳市前海深港合作区梦海大道一号\r\n\t'\";--",
        "family[0].name": "陳小文",
    },
    "ferreira": {
        "person.surname": "FERREIRA DA SILVA",
        "person.given_names": "Ana Luísa",
        "person.birth_date": "1990-02-3",
        "residency.bir": "1234567(8)",
        "person.name_zh": "\uf9d1𠮷㗎",
    },
    "odd": {"person.surname": "  Ng\u0000\u202e\u200d ", "job.title": "\ud800 half a character", "family[0].name": ""},
}
"""Answers as they were typed, by case."""


# ---- what is written down


def dump(connection: Any) -> Iterator[str]:
    """Statements that make the same tables with the same rows."""
    made = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type != 'table', rowid"
    parts = connection.execute(made).fetchall()
    indexes = [name for _type, name, sql in parts if sql.startswith("CREATE VIRTUAL")]
    shadows = {f"{name}_{part}" for name in indexes for part in ("data", "idx", "content", "docsize", "config")}
    for kind, name, sql in parts:
        if name in shadows or name == "sqlite_sequence":
            continue
        yield f"{sql};"
        if name in indexes:
            yield f"INSERT INTO {name}({name}, rank) VALUES ('secure-delete', 1);"
        if kind == "table":
            yield from rows(connection, name, ["rowid", "words"] if name in indexes else columns(connection, name))
    yield "DELETE FROM sqlite_sequence;"
    yield from rows(connection, "sqlite_sequence", ["name", "seq"])


def columns(connection: Any, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]


def rows(connection: Any, table: str, names: list[str]) -> Iterator[str]:
    quoted = " || ', ' || ".join(f'quote("{name}")' for name in names)
    listed = ", ".join(f'"{name}"' for name in names)
    for (values,) in connection.execute(f'SELECT {quoted} FROM "{table}" ORDER BY 1'):
        yield f'INSERT INTO "{table}" ({listed}) VALUES ({values});'


def connect(file: Path) -> Any:
    connection = driver.connect(str(file), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    return connection


# ---- what is read back


def revisions() -> list[str]:
    """The migrations of which there is a file."""
    return sorted(file.stem for file in FOLDER.glob("[0-9][0-9][0-9][0-9].sql"))


def put_back(place: Path, revision: str) -> None:
    """The folder as that version left it: the encrypted store, and the ledger of what was erased."""
    place.mkdir(parents=True, exist_ok=True)
    connection = connect(place / "talentdesk.db")
    connection.executescript(f"BEGIN; {(FOLDER / f'{revision}.sql').read_text('utf-8')} COMMIT;")
    connection.close()
    if revision > "0001":  # the first version had none
        (place / "erased.txt").write_text("2026-11-20 gone\n", "ascii")


Content = dict[str, list[tuple[Any, ...]]]


def content(connection: Any, like: dict[str, list[str]] | None = None) -> Content:
    """Every row of every table, but the engine's own; of the columns `like` names, where it is given."""
    named = like or shape(connection)
    listed = {table: ", ".join(f'"{name}"' for name in names) for table, names in named.items()}
    return {
        table: sorted(connection.execute(f'SELECT {names} FROM "{table}"').fetchall(), key=repr)
        for table, names in listed.items()
    }


def shape(connection: Any) -> dict[str, list[str]]:
    """The columns of each table of ours. An index holds what can be made anew from the rows, and is left out."""
    tables = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    indexes = [name for name, sql in tables if sql.startswith("CREATE VIRTUAL")]
    ours = [name for name, _sql in tables if name not in ("alembic_version", "sqlite_sequence")]
    ours = [name for name in ours if not any(name == each or name.startswith(f"{each}_") for each in indexes)]
    return {name: columns(connection, name) for name in ours}


def form(connection: Any) -> dict[str, str]:
    """How each table and index was made, whatever the order of the columns."""
    made = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {
        name: " ".join(sorted(sql.replace(",", " ").replace('"', "").split()))
        for name, sql in made
        if name != "sqlite_sequence"
    }


# ---- what was done at the desk


class Tick:
    """A wall clock that moves on a second each time it is asked."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment


def fill(place: Path) -> None:
    """Everything that this version's store keeps."""
    from talentdesk.store.keyslots import Keyslots
    from talentdesk.store.opened import open_store
    from talentdesk.store.vault import Protection, Vault

    clock = Tick()
    store = open_store(place, Vault(None, KEY, Keyslots(""), Protection.MEMORY), now=clock)
    cases(store)
    for act, revision in (
        (keep_long, 2),
        (claim, 3),
        (prints, 4),
        (agree, 5),
        (leave, 6),
        (people, 8),
        (sheet, 9),
        (attend, 13),
    ):
        if int(newest()) >= revision:
            act(store, clock())
    store.close()


def newest() -> str:
    from talentdesk.store import migrations

    return migrations.newest()


def cases(store: Store) -> None:
    from talentdesk.core.draft import Draft, Source, State
    from talentdesk.store.cases import Progress

    known = inspect.signature(Draft).parameters
    told = inspect.signature(Progress).parameters
    moment = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
    way = way_of_a_case(moment) if "history" in known else {}
    if "settled" in known:
        way["settled"] = {"name-zh:195f79701e14106c": "both documents are right"}
    for id in (*TYPED, "gone"):
        problems = {"problems": frozenset({("passport.number", "identifier.checksum")})} if "problems" in told else {}
        draft = Draft(
            id, "residence-permit", "2024-12-01", date(2026, 11, 20), typed=TYPED.get(id, {}),
            declined=frozenset({"person.former_names"}), sources={"person.surname": Source.MRZ},
            place="person.birth_date", state=State.DRAFT, seen=frozenset({"passport:original"}),
            **(way if id == "chan" else {}),
        )  # fmt: skip
        store.save(draft, Progress(12, 40, date(2026, 12, 24), **problems))
    store.erase("gone")


def way_of_a_case(moment: datetime) -> dict[str, Any]:
    from talentdesk.core.comments import commented
    from talentdesk.core.draft import State
    from talentdesk.core.history import Held, How, added
    from talentdesk.core.states import Move

    before, after = Held("person.surname", "CHEN"), Held("person.surname", "CHAN")
    return {
        "history": added((), moment, "counter 3", How.TYPED, "person.surname", (before,), (after,)),
        "comments": commented((), "person.surname", "As in the passport", moment, "counter 3"),
        "moves": (Move(moment, "counter 3", State.DRAFT, State.REVIEW, 1),),
    }


def keep_long(store: Store, now: datetime) -> None:
    store.hold("chan", date(2030, 1, 1), "asked for")


def claim(store: Store, now: datetime) -> None:
    store.attendance.claim("C3", "chan")


def prints(store: Store, now: datetime) -> None:
    from talentdesk.store.printlines import Wanted

    store.prints.add(Wanted("chan", ("application", "checklist"), ("zh-Hans", "pt"), 2, tray="tray-2", desk="d1"))


def agree(store: Store, now: datetime) -> None:
    from talentdesk.store.consents import ConsentLine

    store.agree("chan", ConsentLine("basic", "2026-01", "zh-Hant-HK", "ab" * 32, True))
    store.agree("chan", ConsentLine("handover", "2026-01", "pt", "cd" * 32, True, "Office of Macao", "residence"))
    store.dismiss(store.add_colleague("Wong Siu Ming", "counter").id)
    store.add_colleague("Lurdes Dias", "supervisor")


def leave(store: Store, now: datetime) -> None:
    from talentdesk.store.handoffs import LeftCase

    typed = TYPED["ferreira"]
    left = LeftCase("residence-permit", "2024-12-01", date(2026, 11, 20), typed, frozenset({"job.title"}), {})
    assert store.leave(CODE, left, now + timedelta(days=30))


def people(store: Store, now: datetime) -> None:
    from talentdesk.core.person import Document, DocumentKind, Person, Photo, Value

    for id, case in (("p-chan", "chan"), ("p-chan-2", "odd"), ("p-ferreira", "ferreira")):
        passport = Document(f"{id}-d", DocumentKind.PASSPORT, "KJ0123456", "CHAN", "Tai Man", "陳大文", "CHN")
        values = {"person.surname": Value("CHAN"), "person.name_zh": Value("陳大文")}
        store.people.make(Person(id, documents=(passport,), values=values), case)
    photo = Photo("photo", "ef" * 32, "image/jpeg", len(PHOTO), 413, 531, date(2026, 10, 1), "white")
    assert store.people.keep_photo("p-chan", photo, PHOTO)
    store.people.merge("p-chan", "p-chan-2")
    store.people.tell_apart("p-chan", "p-ferreira")


def sheet(store: Store, now: datetime) -> None:
    from talentdesk.store.sheetlines import KeptLine, KeptSheet

    lines = (KeptLine(1, (("CHAN", ""), ("Tai Man", "")), True), KeptLine(2, (("", "empty"), ("x", ""))))
    head = {"name": "people.xlsx", "headings": ["Surname", "Given names"]}
    store.sheets.begin(KeptSheet("d1", "residence-permit", date(2026, 11, 20), head, lines))


def attend(store: Store, now: datetime) -> None:
    store.attendance.attend("w1", "Counter 3", ("chan",), timedelta(days=30))


def main() -> int:
    file = FOLDER / f"{newest()}.sql"
    if file.exists():
        print(f"{file.name} is there already and stays as it is", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder))
        connection = connect(Path(folder, "talentdesk.db"))
        file.write_text("".join(f"{line}\n" for line in dump(connection)), "utf-8")
    print(file)
    return 0


if __name__ == "__main__":
    sys.exit(main())
