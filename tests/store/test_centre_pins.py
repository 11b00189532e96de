"""PINs at a centre: the counters share slots and counts on the server, and each keeps a secret of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from cluster import Cluster

from talentdesk import paths
from talentdesk.core.cases import open_case, read_cases
from talentdesk.core.draft import Draft
from talentdesk.service import handoff, roles, staff, upkeep
from talentdesk.service.rooms import catalogue
from talentdesk.settings import Settings
from talentdesk.store import keyslots, sealing
from talentdesk.store.address import Server, place_of
from talentdesk.store.audit import Actor
from talentdesk.store.device import Device
from talentdesk.store.keeper import Custody, Keeper
from talentdesk.store.keyslots import Cost, SlotKind
from talentdesk.store.opened import Store, open_store, utc_now
from talentdesk.store.server import open_vault, server_engine
from talentdesk.store.trouble import StoreLocked, StoreTrouble, WrongSecret
from talentdesk.store.trouble_keys import (
    CounterUnknown,
    NoSuchColleague,
    NotAllowed,
    PinBlocked,
    PinWaits,
    RecoveryCodeFirst,
    SignInNeeded,
    WrongPin,
)
from talentdesk.store.vault import Protection, Vault, names_here, pause_here

ADMIN, COUNTER = "739154", "402861"


def unused() -> datetime:
    """A counter's clock has no say."""
    return datetime(1999, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _cheap_guesses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyslots, "_TYPED_COST", Cost(1, 19_456, 1))


@dataclass
class Centre:
    """A database with two colleagues, set up at counter one."""

    server: Server
    rooms: Path
    key: bytes
    code: str = ""
    ids: dict[str, str] = field(default_factory=dict)

    def device(self, counter: str) -> Device:
        return Device(self.rooms / counter, {})

    def sign_in(self, name: str, pin: str, counter: str = "one") -> Vault:
        return Vault.open_with_pin(self.server, self.ids[name], pin, unused, self.device(counter))

    def let_in(self, counter: str) -> None:
        assert not Vault.open_with_code(self.server, self.code).remember_here(self.rooms / counter, {})

    def ask(self, statement: str, **values: object) -> list[tuple[object, ...]]:
        engine = server_engine(self.server)
        try:
            with engine.begin() as connection:
                done = connection.execute(sa.text(statement), values)
                return [tuple(row) for row in done] if done.returns_rows else []
        finally:
            engine.dispose()

    def older_tries(self, seconds: int) -> None:
        """The server's time goes on."""
        self.ask(f"UPDATE pin_tries SET last = last - interval '{seconds} seconds'")


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    """Goes to a counter: what its account keeps lies in another folder."""

    def go(counter: str) -> None:
        monkeypatch.setattr(paths, "config_folder", lambda: tmp_path / "counters" / counter)
        monkeypatch.setattr("talentdesk.store.keyrings.system_keyrings", dict)

    go("one")
    return go


@pytest.fixture
def centre(cluster: Cluster, tmp_path: Path, at: Callable[[str], None]) -> Centre:
    server = place_of(cluster.new_database())
    assert isinstance(server, Server)
    vault = open_vault(server)
    made = Centre(server, tmp_path / "counters", vault.key)
    with closing(open_store(server, vault)) as store:
        store.save(Draft("a", "visa-extension", "2025-11-19", datetime(2026, 11, 26).date()))
        made.code = vault.new_recovery_code()
        made.ids["Ana"] = staff.add(store, "Ana", "admin", ADMIN, made.code).id
        made.ids["Bao"] = staff.add(store, "Bao", "counter", COUNTER).id
    return made


# ---- what opens


def test_the_first_pin_takes_the_key_out_of_the_database(centre: Centre) -> None:
    assert centre.ask("SELECT 1 FROM marks WHERE name = 'centre_key'") == []
    everything = str(centre.ask("SELECT content FROM keyslots")) + str(centre.ask("SELECT * FROM marks"))
    assert centre.key.hex() not in everything
    assert "Ana" not in everything
    with pytest.raises(SignInNeeded):
        open_vault(centre.server)
    vault = centre.sign_in("Bao", COUNTER)
    assert vault.key == centre.key
    assert vault.protection is Protection.PIN


def test_a_key_put_back_into_the_database_opens_nothing(centre: Centre) -> None:
    centre.ask("INSERT INTO marks (name, value) VALUES ('centre_key', :key)", key="ab" * 32)
    with pytest.raises(SignInNeeded):
        open_vault(centre.server)


def test_the_recovery_code_is_demanded_first(cluster: Cluster, tmp_path: Path) -> None:
    server = place_of(cluster.new_database())
    assert isinstance(server, Server)
    vault, device = open_vault(server), Device(tmp_path / "one", {})
    with pytest.raises(RecoveryCodeFirst):
        vault.set_pin("a" * 16, "Ana", ADMIN, unused, device=device)
    code = vault.new_recovery_code()
    with pytest.raises(WrongSecret):
        vault.set_pin("a" * 16, "Ana", ADMIN, unused, "1234-5678", device)
    assert open_vault(server).key == vault.key
    vault.set_pin("a" * 16, "Ana", ADMIN, unused, code, device)
    with pytest.raises(SignInNeeded):
        open_vault(server)


def test_a_pin_alone_opens_nothing(centre: Centre) -> None:
    with pytest.raises(CounterUnknown):
        centre.sign_in("Bao", COUNTER, "somebody's notebook")
    with pytest.raises(CounterUnknown):
        names_here(centre.server, centre.device("somebody's notebook"))
    with pytest.raises(CounterUnknown):
        pause_here(centre.server, centre.ids["Bao"], unused, centre.device("somebody's notebook"))


def test_a_counter_that_was_let_in_takes_every_pin(centre: Centre) -> None:
    centre.let_in("two")
    assert centre.sign_in("Bao", COUNTER, "two").key == centre.key
    assert [name for _id, name in names_here(centre.server, centre.device("two"))] == ["Ana", "Bao"]
    centre.sign_in("Ana", ADMIN, "two").set_pin(centre.ids["Bao"], "Bao", "975310", unused, device=centre.device("two"))
    assert centre.sign_in("Bao", "975310", "one").key == centre.key  # and a PIN set there is good here


def test_a_counter_that_lets_itself_in_learns_nothing(centre: Centre) -> None:
    """Somebody who can write the database puts a counter's public key into a slot."""
    own = centre.device("thief")
    secret = bytes(range(32))
    own.keep(None, f"{centre.sign_in('Ana', ADMIN).store_id}-desk", secret)
    (content,) = centre.ask("SELECT content FROM keyslots")[0]
    desk = next(slot for slot in content["slots"] if slot["kind"] == "desk")  # type: ignore[index,call-overload]
    desk["public"] = sealing.pair_of(secret).public
    centre.ask("UPDATE keyslots SET content = CAST(:content AS json)", content=json.dumps(content))
    with pytest.raises(CounterUnknown):
        centre.sign_in("Bao", COUNTER, "thief")
    vault = Vault.open_with_code(centre.server, centre.code)
    vault.remove_pin(centre.ids["Bao"], own)  # shares a new secret with the counters there are
    with pytest.raises(CounterUnknown):
        centre.sign_in("Ana", ADMIN, "thief")


# ---- throttling


def wrong(centre: Centre, counter: str) -> None:
    with pytest.raises(WrongPin):
        centre.sign_in("Bao", "000001", counter)


def test_tries_at_all_counters_are_counted_together(centre: Centre) -> None:
    centre.let_in("two")
    for counter in ("one", "two", "one", "two", "one"):
        wrong(centre, counter)
    for counter in ("two", "one"):
        with pytest.raises(PinWaits) as waits:
            centre.sign_in("Bao", COUNTER, counter)  # the right one waits too
        assert 25 <= waits.value.seconds <= 30
        assert 25 <= pause_here(centre.server, centre.ids["Bao"], unused, centre.device(counter)) <= 30
    assert centre.sign_in("Ana", ADMIN, "two").key == centre.key
    centre.older_tries(31)
    vault = centre.sign_in("Bao", COUNTER, "two")
    assert vault.wrong_before == 5


def test_a_counters_own_files_and_clock_do_not_end_a_pause(centre: Centre) -> None:
    kept = {file: file.read_bytes() for file in (centre.rooms / "one").rglob("*") if file.is_file()}
    for _ in range(5):
        wrong(centre, "one")
    for file, before in kept.items():
        file.write_bytes(before)
    late = lambda: datetime(2040, 1, 1, tzinfo=UTC)  # noqa: E731
    with pytest.raises(PinWaits):
        Vault.open_with_pin(centre.server, centre.ids["Bao"], COUNTER, late, centre.device("one"))


def test_twenty_wrong_ones_block_everywhere_until_an_administrator_sets_another(centre: Centre) -> None:
    centre.let_in("two")
    for number in range(20):
        wrong(centre, ("one", "two")[number % 2])
        centre.older_tries(1000)
    for counter in ("one", "two"):
        with pytest.raises(PinBlocked):
            centre.sign_in("Bao", COUNTER, counter)
    centre.sign_in("Ana", ADMIN).set_pin(centre.ids["Bao"], "Bao", "975310", unused, device=centre.device("one"))
    assert centre.sign_in("Bao", "975310", "two").key == centre.key


def test_a_try_is_counted_before_it_is_made(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("talentdesk.store.pinslots.open_pin", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        for _ in range(5):
            with pytest.raises(KeyboardInterrupt):
                centre.sign_in("Bao", COUNTER)
    with pytest.raises(PinWaits):
        centre.sign_in("Bao", COUNTER)


# ---- changing the ways


def test_who_left_opens_nothing_at_any_counter_and_the_others_do(centre: Centre) -> None:
    centre.let_in("two")
    before = centre.ask("SELECT content FROM keyslots")[0][0]
    seal = {slot["seal"] for slot in before["slots"] if slot["kind"] == "pin"}  # type: ignore[index,call-overload]
    centre.sign_in("Ana", ADMIN).remove_pin(centre.ids["Bao"], centre.device("one"))
    for counter in ("one", "two"):
        with pytest.raises(NoSuchColleague):
            centre.sign_in("Bao", COUNTER, counter)
        assert centre.sign_in("Ana", ADMIN, counter).key == centre.key
    after = centre.ask("SELECT content FROM keyslots")[0][0]
    assert seal.isdisjoint(slot["seal"] for slot in after["slots"] if slot["kind"] == "pin")  # type: ignore[index,call-overload]


def test_two_counters_that_change_the_ways_at_once_lose_none(centre: Centre) -> None:
    one, two = centre.sign_in("Ana", ADMIN), centre.sign_in("Ana", ADMIN)
    one._reread()
    two.set_passphrase("four words in a row")
    with pytest.raises(StoreLocked):
        one._write(one._slots.without())
    assert Vault.open_with_passphrase(centre.server, "four words in a row").key == centre.key


def test_the_way_back_puts_the_key_where_it_was(centre: Centre) -> None:
    centre.sign_in("Ana", ADMIN).end_pins(centre.device("one"))
    vault = open_vault(centre.server)
    assert vault.key == centre.key
    assert vault.ways() == {SlotKind.RECOVERY}
    assert names_here(centre.server, centre.device("one")) == ()


def test_no_loss_of_one_thing_loses_the_centre(centre: Centre) -> None:
    pair = sealing.new_keys(age=True)
    centre.sign_in("Ana", ADMIN).set_organisation(pair.public)
    for opened in (
        centre.sign_in("Bao", COUNTER),  # an administrator lost
        Vault.open_with_code(centre.server, centre.code),  # every counter lost
        Vault.open_with_key_file(centre.server, pair.private),  # and the code, too
    ):
        assert opened.key == centre.key


# ---- at the counter


def counter_store(centre: Centre, name: str, pin: str) -> Store:
    store = open_store(centre.server, centre.sign_in(name, pin))
    store.sign_in(centre.ids[name])
    return store


def test_roles_are_checked(centre: Centre) -> None:
    with closing(counter_store(centre, "Bao", COUNTER)) as store:
        roles.require(store, "case")
        with pytest.raises(NotAllowed):
            roles.require(store, "staff")
    with closing(counter_store(centre, "Ana", ADMIN)) as store:
        roles.require(store, "staff")
        with pytest.raises(NotAllowed):
            roles.require(store, "case")


def test_who_is_removed_at_one_counter_works_at_no_other(centre: Centre) -> None:
    with closing(counter_store(centre, "Bao", COUNTER)) as store:
        roles.require(store, "case")
        with closing(counter_store(centre, "Ana", ADMIN)) as other:
            staff.change_role(other, centre.ids["Bao"], "auditor")
            with pytest.raises(NotAllowed):
                roles.require(store, "case")
            staff.remove(other, centre.ids["Bao"])
        with pytest.raises(SignInNeeded):
            roles.require(store, "case")


def test_a_counter_that_was_open_before_the_first_pin_asks_from_then_on(
    cluster: Cluster, at: Callable[[str], None]
) -> None:
    server = place_of(cluster.new_database())
    assert isinstance(server, Server)
    vault = open_vault(server)
    with closing(open_store(server, open_vault(server))) as other, closing(open_store(server, vault)) as store:
        roles.require(other, "case")
        staff.add(store, "Ana", "admin", ADMIN, vault.new_recovery_code())
        with pytest.raises(SignInNeeded):
            roles.require(other, "case")


@pytest.fixture
def keeper(centre: Centre, at: Callable[[str], None]) -> Iterator[Keeper]:
    at("two")
    made = Keeper(centre.server, lambda *_: None, lambda _trouble: None, custody=Custody(who="counter", may=roles.may))
    made.start()
    yield made
    assert made.close(10)


def test_a_new_counter_is_let_in_at_the_window(centre: Centre, keeper: Keeper) -> None:
    with pytest.raises(SignInNeeded):
        keeper.find("").result(10)
    with pytest.raises(CounterUnknown):
        keeper.names().result(10)
    with pytest.raises(StoreTrouble):
        keeper.reopen("not the code").result(10)
    keeper.reopen(centre.code).result(10)
    with pytest.raises(NotAllowed):
        keeper.find("").result(10)  # whoever recovers sees no case
    assert [name for _id, name in keeper.names().result(10)] == ["Ana", "Bao"]
    keeper.lock().result(10)
    assert keeper.sign_in(centre.ids["Bao"], COUNTER).result(10).name == "Bao"
    assert len(keeper.find("").result(10)) == 1
    with pytest.raises(NotAllowed):
        keeper.new_recovery_code().result(10)


def test_a_machine_in_the_hall_leaves_a_case_that_only_who_signs_in_takes(
    centre: Centre, at: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody signs in at a public machine: it may put a case down, and look at none."""
    case = next(
        each for each in read_cases(paths.room("forms") / "procedures/residence-permit/cases.toml") if each.sample
    )
    interview = open_case(case, "residence-permit", catalogue())
    at("hall")
    monkeypatch.setattr(upkeep, "ASKING", ContextVar("nobody", default=None))
    code = handoff.leave_for_counters(Settings(mode="kiosk", counters=centre.server.url), interview, utc_now())
    assert handoff.code_in(code) == code != ""
    assert not (centre.rooms / "hall").exists() or not list((centre.rooms / "hall").rglob("*.key"))
    at("one")
    with closing(open_store(centre.server, centre.sign_in("Bao", COUNTER), actor=Actor("w1"))) as store:
        store.sign_in(centre.ids["Bao"])
        assert handoff.waiting(store) == 1
        draft = handoff.take(store, code, utc_now())
        assert draft.typed["passport.number"] == case.answers.typed["passport.number"]
        assert store.verify_acts().breach is None
