"""A store on a database server: many counters, a server that dies, the way there and back."""

from __future__ import annotations

import multiprocessing
import os
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from cluster import Cluster

from talentdesk.core.draft import Draft
from talentdesk.store import saving
from talentdesk.store.address import Place, Server, place_of
from talentdesk.store.audit import Action
from talentdesk.store.keeper import Custody, Keeper
from talentdesk.store.keyslots import Keyslots
from talentdesk.store.opened import Store, open_store
from talentdesk.store.server import account, is_local, open_vault, server_engine
from talentdesk.store.tables import Base
from talentdesk.store.trouble import (
    BadAddress,
    ChangedElsewhere,
    NewerStore,
    ServerGone,
    ServerRefuses,
    ServersDuty,
    StoreTrouble,
    TargetNotEmpty,
    TlsRefused,
    WrongPassword,
)
from talentdesk.store.trouble_server import trouble_from_server
from talentdesk.store.vault import Protection, Vault

MakeDraft = Callable[..., Draft]
KEY = bytes(range(32))
PROCESSES = multiprocessing.get_context("forkserver" if os.name == "posix" else "spawn")
PROCESSES.set_forkserver_preload(["pytest", "alembic.autogenerate", "talentdesk.store.server"])


def same_vault() -> Vault:
    return Vault(None, KEY, Keyslots(""), Protection.MEMORY)


def make(id: str, **changes: Any) -> Draft:
    return Draft(id, "residence-permit", "2024-01-01", date(2026, 11, 26), **changes)


# ---- the form and the key


def test_the_form_on_a_server_is_what_the_models_say(centre: Server) -> None:
    engine = server_engine(centre)
    with engine.connect() as connection:
        own = {"search", "people_search", "erased"}
        context = MigrationContext.configure(
            connection, opts={"include_name": lambda name, kind, _: kind != "table" or name not in own}
        )
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_all_counters_have_the_centres_key(database: str) -> None:
    server = place_of(database)
    assert isinstance(server, Server)
    first, second = open_vault(server), open_vault(server)
    assert first.key == second.key
    assert first.store_id == second.store_id != ""
    assert first.protection is Protection.SERVER
    with closing(open_store(server, first)) as one, closing(open_store(server, second)) as two:
        one.note(Action.PRINT)
        two.note(Action.PRINT)
        assert one.verify_acts().breach is None
        assert one.desk_key.public == two.desk_key.public


def test_a_store_of_a_later_version_is_left_alone(centre: Server, cluster: Cluster) -> None:
    name = centre.url.partition("@/")[2].partition("?")[0]
    cluster.query(name, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerStore):
        open_store(centre, same_vault())


def test_copies_are_the_servers_duty(centre: Server, tmp_path: Path) -> None:
    with closing(open_store(centre, same_vault())) as store:
        with pytest.raises(ServersDuty):
            store.write_backup(tmp_path / "x")
        with pytest.raises(ServersDuty):
            store.take_snapshot()


# ---- the way to the server


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("postgresql+psycopg://a@/b", True),
        ("postgresql+psycopg://a@/b?host=/run/postgresql", True),
        ("postgresql+psycopg://a@localhost/b", True),
        ("postgresql+psycopg://a@centre.example/b", False),
        ("postgresql+psycopg://a@/b?host=/run/postgresql,centre.example", False),
        ("postgresql+psycopg://a@localhost/b?host=centre.example", False),
    ],
)
def test_only_this_machine_needs_no_proven_name(url: str, local: bool) -> None:
    assert is_local(sa.make_url(url)) is local


def test_a_far_server_has_to_prove_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    import psycopg

    seen: list[dict[str, Any]] = []

    def connect(**ways: Any) -> None:
        seen.append(ways)
        raise psycopg.OperationalError

    monkeypatch.setattr(psycopg, "connect", lambda *_, **ways: connect(**ways))
    for address in ("a@centre.example/b", "a@centre.example/b?sslmode=require", "a@localhost/b"):
        with pytest.raises(StoreTrouble):
            server_engine(Server(f"postgresql+psycopg://{address}")).connect()
    assert [ways["sslmode"] for ways in seen] == ["verify-full", "require", "prefer"]


@pytest.mark.parametrize("text", ["postgresql+psycopg://", "postgresql+psycopg://a@b:x/c", "postgresql+psycopg://a@b"])
def test_a_mistyped_address_is_named(text: str) -> None:
    place = place_of(text)
    assert isinstance(place, Server)
    with pytest.raises(BadAddress):
        server_engine(place)


def test_another_kind_of_database_is_refused() -> None:
    with pytest.raises(ValueError, match="mysql"):
        place_of("mysql://a@b/c")
    assert isinstance(place_of("postgres://a@b/c"), Server)
    assert place_of("~/x") == Path.home() / "x"


def test_no_password_in_what_is_printed(cluster: Cluster) -> None:
    server = place_of("postgresql+psycopg://desk:geheim@/nowhere?host=/nonexistent")
    assert "geheim" not in f"{server!r} {server}"
    assert isinstance(server, Server)
    with pytest.raises(ServerGone) as caught:
        open_vault(server)
    told, error = "", caught.value.__cause__
    while error is not None:
        told += f"{error!r} {error} {getattr(error, 'params', '')}"
        error = error.__cause__ or error.__context__
    assert "geheim" not in f"{told} {caught.value!r} {server_engine(server)!r}"


def test_what_the_server_refuses_has_a_name(cluster: Cluster, centre: Server) -> None:
    with pytest.raises(ServerRefuses):
        open_vault(Server(cluster.url("nowhere")))
    with pytest.raises(ServerRefuses):
        open_vault(Server(cluster.url("postgres", "nobody")))
    cluster.query("postgres", "CREATE ROLE looker LOGIN")
    with pytest.raises(ServerRefuses):
        open_vault(Server(centre.url.replace("//desk@", "//looker@")))


class OperationalError(Exception):
    """As the driver names it; a socket without passwords and TLS can't show these."""

    sqlstate = None


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ('connection failed: FATAL:  password authentication failed for user "x"', WrongPassword),
        ("connection failed: fe_sendauth: no password supplied", WrongPassword),
        ("connection failed: server does not support SSL, but SSL was required", TlsRefused),
        ('root certificate file "/home/desk/.postgresql/root.crt" does not exist', TlsRefused),
        ("SSL error: certificate verify failed", TlsRefused),
        ('server certificate for "a" does not match host name "b"', TlsRefused),
        ('FATAL:  no pg_hba.conf entry for host "::1", user "x", database "y", SSL encryption', ServerRefuses),
        ("SSL connection has been closed unexpectedly", ServerGone),
        ("connection failed: Connection refused", ServerGone),
        ("连接被拒绝", ServerGone),
    ],
)
def test_a_refused_connection_is_named_by_its_words(said: str, named: type[StoreTrouble]) -> None:
    assert type(trouble_from_server(OperationalError(said))) is named


def test_the_doctor_learns_what_the_account_may(cluster: Cluster, centre: Server) -> None:
    version, mighty, closed = account(centre)
    assert version[0].isdigit()
    assert (mighty, closed) == (False, True)
    assert account(Server(centre.url.replace("//desk@", "//root@")))[1]


# ---- what is erased


def test_what_was_erased_is_written_down(centre: Server, draft: MakeDraft) -> None:
    with closing(open_store(centre, same_vault())) as store:
        store.save(draft())
        store.save(draft("b"))
        store.erase("a")
        store.erase("a")
        with store._looking.connect() as connection:
            assert connection.exec_driver_sql("SELECT id FROM erased").scalars().all() == ["a"]
        assert [line.id for line in store.find("")] == ["b"]


def test_purging_and_holding(either: Store, draft: MakeDraft) -> None:
    either.save(draft())
    either.save(draft("b"))
    either.hold("b", date(2030, 1, 1), "asked\0 for\ud800" + "x" * 300)
    later = either._now() + timedelta(days=40)
    either._now = lambda: later
    assert either.overdue() == 1
    assert [either.purge(), either.purge()] == [1, 0]
    assert [line.id for line in either.find("")] == ["b"]
    assert either.verify_acts().breach is None


# ---- leases


def test_a_lease_is_kept_handed_on_and_given_back(either: Store, draft: MakeDraft) -> None:
    for id in "abc":
        either.save(draft(id))
    assert either.attendance.claim("C1") == "a"
    assert either.attendance.claim("C2", "a") is None
    assert either.attendance.claim("C1", "a") == "a"
    assert either.attendance.claim("C2") == "b"
    assert not either.attendance.hand_over("a", "C2", "C3")
    assert either.attendance.hand_over("a", "C1", "C3")
    held = either.attendance.holder("a")
    assert held is not None
    assert held.owner == "C3"
    assert not either.attendance.release("a", "C1")
    assert either.attendance.release("a", "C3")
    assert either.attendance.holder("a") is None
    assert [either.attendance.claim("C4"), either.attendance.claim("C4"), either.attendance.claim("C4")] == [
        "a",
        "c",
        None,
    ]
    either.erase("a")


def test_a_lease_runs_out(either: Store, draft: MakeDraft) -> None:
    either.save(draft())
    assert either.attendance.claim("C1", lasting=timedelta(seconds=2)) == "a"
    assert either.attendance.claim("C2") is None
    either._now()
    assert either.attendance.claim("C2") == "a"


def take_all(place: Place, owner: str, start: Any, taken: Any) -> None:
    with closing(open_store(place, same_vault())) as store:
        start.wait()
        while id := store.attendance.claim(owner):
            taken.put(id)
    taken.put(None)


@contextmanager
def at_work(counters: Sequence[Any]) -> Iterator[None]:
    """Processes that work; where the test fails meanwhile they end, or the run would wait for them for ever."""
    for counter in counters:
        counter.start()
    try:
        yield
        for counter in counters:
            counter.join()
    finally:
        for counter in counters:
            counter.kill()


def claims(place: Place, counters: int, cases: int) -> list[str]:
    with closing(open_store(place, same_vault())) as store:
        for number in range(cases):
            store.save(make(str(number)))
    start, taken = PROCESSES.Barrier(counters), PROCESSES.Queue()
    takers = [PROCESSES.Process(target=take_all, args=(place, f"C{n}", start, taken)) for n in range(counters)]
    found, ended = [], 0
    with at_work(takers):
        while ended < counters:
            id = taken.get(timeout=90)
            assert id is None or id not in found, "one case was handed to two counters"
            ended, found = (ended + 1, found) if id is None else (ended, [*found, id])
    return found


def test_two_counters_never_get_the_same_case(spot: Place) -> None:
    found = claims(spot, 2, 20)
    assert sorted(found, key=int) == [str(number) for number in range(20)]


@pytest.mark.slow
def test_twenty_counters_share_two_hundred_cases(centre: Server) -> None:
    found = claims(centre, 20, 200)
    assert sorted(found, key=int) == [str(number) for number in range(200)]


def stubborn(act: Callable[[], Any], told: Any) -> Any:
    """Tries until the server answers; each time it does not is told."""
    pause = threading.Event()
    while True:
        try:
            return act()
        except ServerGone:
            told.put(("gone", "", 0))
            pause.wait(0.05)


def work_through_a_crash(place: Place, number: int, start: Any, told: Any) -> None:
    """A counter's day: a case of its own is saved again and again, one that all share is counted up, and whatever
    nobody has is taken. What is told was acknowledged."""
    owner = f"C{number}"
    store = stubborn(lambda: open_store(place, same_vault()), told)
    start.wait()
    for turn in range(1, TURNS + 1):
        stubborn(lambda: store.save(make(owner, typed={"n": str(turn), "x": "陳" * 900})), told)  # noqa: B023
        told.put(("saved", owner, turn))
        if stubborn(lambda: count_up(store), told):
            told.put(("counted", owner, 1))
        if id := stubborn(lambda: store.attendance.claim(owner), told):
            told.put(("claimed", id, owner))
    store.close()
    told.put(("ended", owner, 0))


def count_up(store: Store) -> bool:
    """Whether it was this counter's turn; where another one was faster, nothing is written."""
    shared = store.load("shared")
    try:
        store.save(replace(shared, typed={"n": str(int(shared.typed["n"]) + 1)}))
    except ChangedElsewhere:
        return False
    return True


COUNTERS, TURNS = 20, 25


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_twenty_counters_lose_nothing_when_the_server_is_killed_among_them(cluster: Cluster, centre: Server) -> None:
    with closing(open_store(centre, same_vault())) as store:
        for number in range(200):
            store.save(make(f"free{number}"))
        store.save(make("shared", typed={"n": "0"}))
        taken = {"shared": "D"} if store.attendance.claim("D", "shared") else {}
    start, told = PROCESSES.Barrier(COUNTERS), PROCESSES.Queue()
    counters = [
        PROCESSES.Process(target=work_through_a_crash, args=(centre, number, start, told)) for number in range(COUNTERS)
    ]
    saved: dict[str, int] = {}
    counted = gone = ended = heard = 0
    with at_work(counters):
        while ended < COUNTERS:
            what, subject, value = told.get(timeout=90)
            heard += 1
            if heard == 300:
                cluster.kill()
                cluster.start()
            if what == "saved":
                saved[subject] = value
            elif what == "claimed":
                assert subject not in taken, "one case was handed to two counters"
                taken[subject] = value
            counted += what == "counted"
            gone += what == "gone"
            ended += what == "ended"
    assert gone > 0, "the server was killed while they worked"
    assert saved == {f"C{number}": TURNS for number in range(COUNTERS)}
    with closing(open_store(centre, same_vault())) as store:
        assert {owner: int(store.load(owner).typed["n"]) for owner in saved} == saved
        assert counted <= int(store.load("shared").typed["n"]) <= counted + gone
        holders = {id: store.attendance.holder(id) for id in taken}
        assert {id: lease and lease.owner for id, lease in holders.items()} == taken
        assert store.verify_acts().breach is None


# ---- a server that dies


class Counter:
    """A keeper, and what it told."""

    def __init__(self, server: Server) -> None:
        self.saved: queue.Queue[tuple[str, int]] = queue.Queue()
        self.troubles: queue.Queue[StoreTrouble] = queue.Queue()
        self.keeper = Keeper(
            server, lambda id, revision: self.saved.put((id, revision)), self.troubles.put,
            unlock=lambda _: same_vault(), custody=Custody(minded=True),
        )  # fmt: skip
        self.keeper.start()

    def type(self, revision: int) -> None:
        self.keeper.save(make("a", typed={"n": str(revision), "x": "陳" * 3000}), revision)

    def acknowledged(self) -> int:
        last = -1
        while not self.saved.empty():
            last = self.saved.get()[1]
        return last


@pytest.fixture
def counter(centre: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter]:
    monkeypatch.setattr(saving, "PERIOD", 0.0)
    monkeypatch.setattr(saving, "RETRY", 0.05)
    counter = Counter(centre)
    yield counter
    assert counter.keeper.close(30)


def typed_now(server: Server) -> int:
    with closing(open_store(server, same_vault())) as store:
        return int(store.load("a").typed["n"])


def test_saving_goes_on_when_the_server_is_back(cluster: Cluster, centre: Server, counter: Counter) -> None:
    counter.type(1)
    assert counter.saved.get(timeout=30) == ("a", 1)
    cluster.kill()
    try:
        counter.type(2)
        assert type(counter.troubles.get(timeout=30)) is ServerGone
        assert [draft.typed["n"] for draft in counter.keeper.unsaved()] == ["2"]
    finally:
        cluster.start()
    assert counter.saved.get(timeout=30) == ("a", 2)
    assert typed_now(centre) == 2
    assert counter.troubles.empty()


@pytest.mark.slow
def test_a_server_killed_while_saving_loses_nothing_acknowledged(
    cluster: Cluster, centre: Server, counter: Counter
) -> None:
    revision, ended = 0, threading.Event()

    def type_on() -> None:
        nonlocal revision
        while not ended.is_set():
            revision += 1
            counter.type(revision)

    typist = threading.Thread(target=type_on)
    typist.start()
    try:
        for _ in range(5):
            for _ in range(20):
                last = counter.saved.get(timeout=30)[1]
            cluster.kill()
            last = max(last, counter.acknowledged())
            assert type(counter.troubles.get(timeout=30)) is ServerGone
            cluster.start()
            assert typed_now(centre) >= last
    finally:
        ended.set()
        typist.join()
    counter.keeper.flush().result(30)
    assert typed_now(centre) == revision
    assert all(type(trouble) is ServerGone for trouble in list(counter.troubles.queue))


def test_a_save_the_server_took_but_never_answered_is_no_other_desks(centre: Server, draft: MakeDraft) -> None:
    with closing(open_store(centre, same_vault())) as store:
        store.save(draft())
        began = []

        def break_off(connection: sa.Connection) -> None:
            """After the commit has reached the server, before its answer reached us."""
            if not began:
                began.append(connection.connection.dbapi_connection)
                connection.connection.dbapi_connection.commit()  # type: ignore[union-attr]
                raise ServerGone

        sa.event.listen(store._engine, "commit", break_off)
        with pytest.raises(ServerGone):
            store.save(draft(place="x"))
        store.save(draft(place="y"))
        assert store.load("a").place == "y"


def test_a_server_that_is_not_there_is_waited_for(
    cluster: Cluster, centre: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saving, "RETRY", 0.05)
    cluster.kill()
    try:
        late = Counter(centre)
        late.type(1)
        assert type(late.troubles.get(timeout=30)) is ServerGone
    finally:
        cluster.start()
    assert late.saved.get(timeout=30) == ("a", 1)
    assert late.keeper.close(30)


# ---- moving


def fill(store: Store) -> None:
    store.save(make("one", typed={"person.name_zh": "陳大文", "person.surname": "Ch\0an\ud800"}))
    for number in range(210):
        store.save(make(f"n{number}", typed={"person.given_names": f"Tai {number}"}))
    store.save(make("last"))
    store.hold("one", date(2030, 1, 1), "asked for")
    store.erase("last")
    store.erase("n7")


@pytest.mark.parametrize("direction", ["to the server", "to a folder"])
def test_every_case_moves_and_nothing_is_given_again(
    ready: Path, centre: Server, tmp_path: Path, direction: str
) -> None:
    places: tuple[Place, Place] = (ready, centre) if direction == "to the server" else (centre, ready)
    with closing(open_store(places[0], same_vault())) as source, closing(open_store(places[1], same_vault())) as target:
        fill(source)
        moved = source.move_to(target)
        assert (moved.cases, moved.erased) == (210, 2)
        assert target.load("one") == source.load("one")
        assert target.find("", 1000) == source.find("", 1000)
        assert [line.id for line in target.find("大文")] == ["one"]
        target.save(replace(target.load("one"), place="x"))
        target.save(make("new"))
        assert target.load("new").number == 213
        assert target.verify_acts().breach is None
        assert source.count() == 210
        with pytest.raises(TargetNotEmpty):
            source.move_to(target)
        with target._engine.connect() as connection:
            held = connection.exec_driver_sql("SELECT hold_reason FROM drafts WHERE id = 'one'").scalar()
        assert held == "asked for"


def test_a_copy_that_differs_is_taken_back(ready: Path, centre: Server, cluster: Cluster) -> None:
    name = centre.url.partition("@/")[2].partition("?")[0]
    cluster.query(
        name,
        "CREATE FUNCTION spoil() RETURNS trigger AS 'BEGIN NEW.surname := NEW.surname || ''x''; RETURN NEW; END' "
        "LANGUAGE plpgsql; CREATE TRIGGER spoil BEFORE INSERT ON drafts FOR EACH ROW EXECUTE FUNCTION spoil()",
    )
    with closing(open_store(ready, same_vault())) as source, closing(open_store(centre, same_vault())) as target:
        source.save(make("a"))
        with pytest.raises(StoreTrouble) as caught:
            source.move_to(target)
        assert caught.value.code == "store.moved_wrongly"
        assert target.count() == 0
