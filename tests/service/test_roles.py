"""Who may do what: every verb is listed, and nothing is done before somebody has signed in whose role includes it."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import talentdesk.service
from talentdesk import paths
from talentdesk.core.draft import Draft
from talentdesk.service import consent, staff
from talentdesk.service.bundles import stored
from talentdesk.service.mishap import InputError
from talentdesk.service.moving import move_to
from talentdesk.service.roles import ACTS, ROLE_DUTIES, ROLE_NAMES, TWO, Role, may, needs, require
from talentdesk.service.signing_in import ASKING, Asked
from talentdesk.service.stored import stored_cases
from talentdesk.service.upkeep import acts, back_up, custody, new_recovery_code, opened, purge
from talentdesk.settings import Settings
from talentdesk.store import keyslots
from talentdesk.store.audit import Action
from talentdesk.store.keeper import Keeper
from talentdesk.store.keyslots import Cost, Keyslots
from talentdesk.store.opened import Store, open_store
from talentdesk.store.trouble import StoreTrouble, WrongSecret
from talentdesk.store.trouble_keys import (
    LastAdministrator,
    NameTaken,
    NoSuchColleague,
    NotAllowed,
    RecoveryCodeFirst,
    SecondPersonNeeded,
    SignInNeeded,
    WeakPin,
    WrongPin,
)
from talentdesk.store.vault import Protection, Vault

PINS = {"Ana": "739154", "Bao": "402861", "Chan": "275839", "Dora": "918273"}
ROLES = {"Ana": Role.ADMIN, "Bao": Role.COUNTER, "Chan": Role.SUPERVISOR, "Dora": Role.AUDITOR}
TYPED = {"person.surname": "MOREIRA"}

# Public functions over a store or settings that do nothing to cases, keys, acts or settings by themselves.
UNGUARDED = {
    "roles.require": "is the check",
    "upkeep.custody": "works out how a store is looked after",
    "upkeep.opened": "refuses whatever is not marked, see below",
    "upkeep.opened_at": "asks who is there; what is done with it is checked by the verb",
    "upkeep.folder_of": "a path",
    "kiosk.channel.write_settings": "tells a new window of the kiosk how its machine is set up",
    "upkeep.copies": "names and days of files",
    "fleet.tell_counters": "a public machine tells how it stands itself; no word of anybody is in it",
}


@pytest.fixture(autouse=True)
def _own_computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyslots, "_TYPED_COST", Cost(1, 19_456, 1))
    monkeypatch.setattr(paths, "config_folder", lambda: tmp_path / "config")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def settings(place: Path) -> Settings:
    return Settings(data=str(place))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A counter with four colleagues and a case, made once; its recovery code."""
    folder = tmp_path_factory.mktemp("counter")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keyslots, "_TYPED_COST", Cost(1, 19_456, 1))
        patch.setattr(paths, "config_folder", lambda: folder / "config")
        vault = Vault.open(folder / "data")
        code = vault.new_recovery_code()
        with closing(open_store(folder / "data", vault)) as store:
            store.save(Draft("ana", "visa-extension", "2025-11-19", date(2026, 11, 26), typed=TYPED))
            for name, role in ROLES.items():
                staff.add(store, name, role, PINS[name], code)
    return folder, code


@pytest.fixture
def code(template: tuple[Path, str], tmp_path: Path) -> str:
    """The counter at its place, on this computer; its recovery code."""
    folder, code = template
    for part in ("data", "config"):
        shutil.copytree(folder / part, tmp_path / part)
    return code


def ids(place: Path) -> dict[str, str]:
    from talentdesk.store.vault import names_here

    return {name: id for id, name in names_here(place)}


def somebody(place: Path, *names: str) -> None:
    """Who is at the desk when a command asks."""
    answers = iter(names)

    def ask(found: tuple[tuple[str, str], ...], _second: bool) -> Asked:
        name = next(answers)
        return Asked({name: id for id, name in found}[name], PINS[name]) if name in PINS else Asked("", name)

    ASKING.set(ask)


@pytest.fixture(autouse=True)
def _nobody_there() -> Iterator[None]:
    token = ASKING.set(None)
    yield
    ASKING.reset(token)


# ---- every verb


def verbs() -> dict[str, object]:
    """Public functions of the service that are given a store, a place of one or settings."""
    found: dict[str, object] = {}
    for module in pkgutil.walk_packages(talentdesk.service.__path__, "talentdesk.service."):
        for name, verb in vars(importlib.import_module(module.name)).items():
            if inspect.isfunction(verb) and verb.__module__ == module.name and not name.startswith("_"):
                words = " ".join(str(each.annotation) for each in inspect.signature(verb).parameters.values())
                if any(word in words.split() or word in words for word in ("Settings", "Store", "Keeper", "Vault")):
                    found[f"{module.name.removeprefix('talentdesk.service.')}.{name}"] = verb
    return found


def test_every_verb_names_what_it_is() -> None:
    found = verbs()
    assert len(found) > 30
    unmarked = {name for name, verb in found.items() if not hasattr(verb, "act")}
    assert unmarked == set(UNGUARDED)
    assert {verb.act for verb in found.values() if hasattr(verb, "act")} <= set(ACTS)  # type: ignore[attr-defined]


def test_an_act_that_is_not_listed_cannot_be_marked() -> None:
    with pytest.raises(AssertionError):
        needs("whatever")


def test_every_role_has_words() -> None:
    assert set(ROLE_NAMES) == set(ROLE_DUTIES) == set(Role)


@pytest.mark.parametrize("act", sorted(ACTS))
def test_at_home_everything_may_be_done_and_in_a_kiosk_what_an_applicant_may(act: str) -> None:
    assert may(act, "personal")
    assert may(act, "counter")
    assert may(act, "kiosk") is (Role.APPLICANT in ACTS[act])


def test_an_administrator_sees_no_case_and_an_auditor_the_list_alone() -> None:
    content = {"case", "find", "export", "import", "all cases", "consent", "erase", "hold"}
    assert not any(Role.ADMIN in ACTS[act] for act in content)
    assert {act for act, roles in ACTS.items() if Role.AUDITOR in roles} == {"audit", "desk"}
    assert {"backup", "move", "hold"} <= TWO


# ---- without staff: as it was


def test_without_staff_one_person_does_everything(settings: Settings, place: Path, tmp_path: Path) -> None:
    with closing(open_store(place, Vault.open(place))) as store:
        store.save(Draft("ana", "visa-extension", "2025-11-19", date(2026, 11, 26), typed=TYPED))
    assert new_recovery_code(settings)
    assert purge(settings) == 0
    assert not back_up(settings, tmp_path / "out.backup").only_here
    assert [case.id for case in stored_cases(settings)] == ["ana"]
    assert acts(settings)[1].breach is None


def test_in_a_kiosk_nobody_looks_after_keys(place: Path) -> None:
    kiosk = Settings(data=str(place), mode="kiosk")
    open_store(place, Vault.open(place)).close()
    for act in (lambda: new_recovery_code(kiosk), lambda: acts(kiosk), lambda: purge(kiosk)):
        with pytest.raises(NotAllowed):
            act()


# ---- with staff


def test_nothing_is_done_before_somebody_signs_in(settings: Settings, code: str, tmp_path: Path) -> None:
    for act in (
        lambda: purge(settings),
        lambda: acts(settings),
        lambda: list(stored_cases(settings)),
        lambda: back_up(settings, tmp_path / "out.backup"),
        lambda: new_recovery_code(settings),
    ):
        with pytest.raises(SignInNeeded):
            act()


def test_what_is_not_marked_is_refused(settings: Settings, code: str, place: Path) -> None:
    somebody(place, "Chan")
    with pytest.raises(NotAllowed), opened(settings):
        pass


@pytest.mark.parametrize(
    ("name", "allowed"),
    [("Ana", {"keys", "purge"}), ("Bao", {"cases"}), ("Chan", {"cases", "purge", "acts"}), ("Dora", {"acts"})],
)
def test_each_does_what_the_role_includes(
    settings: Settings, code: str, place: Path, name: str, allowed: set[str]
) -> None:
    tried = {
        "keys": lambda: new_recovery_code(settings),
        "cases": lambda: list(stored_cases(settings)),
        "purge": lambda: purge(settings),
        "acts": lambda: acts(settings),
    }
    done = set()
    for what, act in tried.items():
        somebody(place, name)
        try:
            act()
        except NotAllowed:
            continue
        done.add(what)
    assert done == allowed


def test_the_chain_names_who_did_it_by_id(settings: Settings, code: str, place: Path) -> None:
    somebody(place, "Chan")
    purge(settings)
    somebody(place, "Dora")
    chain, verdict = acts(settings)
    assert verdict.breach is None
    known = ids(place)
    assert {entry.actor for entry in chain} >= {known["Chan"], known["Dora"], known["Ana"]}
    words = " ".join(f"{entry.actor} {entry.result}" for entry in chain)
    assert not any(name in words for name in PINS)


def test_a_backup_takes_two(settings: Settings, code: str, place: Path, tmp_path: Path) -> None:
    for second in ("", "Ana"):
        somebody(place, "Ana", second)
        with pytest.raises(SecondPersonNeeded):
            back_up(settings, tmp_path / "out.backup")
    somebody(place, "Ana", "Bao")
    back_up(settings, tmp_path / "out.backup")
    assert (tmp_path / "out.backup").exists()
    somebody(place, "Bao", "Ana")
    with pytest.raises(NotAllowed):
        move_to(settings, str(tmp_path / "elsewhere"))


def test_recovery_is_confirmed_by_a_colleague_where_there_is_one(settings: Settings, code: str, place: Path) -> None:
    somebody(place, code, "Bao")
    with pytest.raises(NotAllowed):
        list(stored_cases(settings))  # recovered: keys and staff, no case
    somebody(place, code, "")
    assert new_recovery_code(settings) != code
    somebody(place, "Dora")
    results = [entry.result for entry in acts(settings)[0] if entry.actor == "recovery"]
    assert f"with {ids(place)['Bao']}" in results
    assert "alone" in results


# ---- the staff themselves


@pytest.fixture
def store(place: Path, code: str) -> Iterator[Store]:
    """Open, and Ana signed in."""
    vault = Vault.open_with_pin(place, ids(place)["Ana"], PINS["Ana"], lambda: datetime.now(UTC))
    with closing(open_store(place, vault)) as opened:
        opened.sign_in(ids(place)["Ana"])
        yield opened


def test_the_first_colleague_is_an_administrator_who_has_the_recovery_code(place: Path) -> None:
    vault = Vault.open(place)
    code = vault.new_recovery_code()
    with closing(open_store(place, vault)) as store:
        with pytest.raises(InputError):
            staff.add(store, "Ana", "counter", PINS["Ana"], code)
        for given, trouble in (("", RecoveryCodeFirst), ("wrong", WrongSecret)):
            with pytest.raises(trouble):
                staff.add(store, "Ana", "admin", PINS["Ana"], given)
        with pytest.raises(WeakPin):
            staff.add(store, "Ana", "admin", "123456", code)
        assert staff.colleagues(store) == ()
        staff.add(store, "Ana", "admin", PINS["Ana"], code)
        assert store.person is not None
        with pytest.raises(NotAllowed):
            stored(store, "1")
    with pytest.raises(SignInNeeded):
        Vault.open(place)


def test_two_of_one_name_cannot_be_told_apart(store: Store) -> None:
    for name in ("Bao", " bao ", "", "ＢＡＯ"):
        with pytest.raises(NameTaken):
            staff.add(store, name, "counter", "864209")


def test_who_left_opens_nothing_and_the_id_stays_theirs(store: Store, place: Path) -> None:
    bao = ids(place)["Bao"]
    staff.remove(store, bao)
    assert [each.name for each in staff.colleagues(store)] == ["Ana", "Chan", "Dora"]
    with pytest.raises(NoSuchColleague):
        Vault.open_with_pin(place, bao, PINS["Bao"], lambda: datetime.now(UTC))
    assert staff.add(store, "Bao", "counter", "864209").id != bao


def test_somebody_who_looks_after_keys_is_always_left(store: Store, place: Path) -> None:
    ana = ids(place)["Ana"]
    for act in (lambda: staff.remove(store, ana), lambda: staff.change_role(store, ana, "counter")):
        with pytest.raises(LastAdministrator):
            act()
    staff.change_role(store, ids(place)["Chan"], "admin")
    staff.remove(store, ana)


def test_everybody_changes_their_own_pin_and_an_administrator_all(store: Store, place: Path) -> None:
    known = ids(place)
    staff.set_pin(store, known["Bao"], "864209")
    store.sign_in(known["Bao"])
    staff.set_pin(store, known["Bao"], "975310")
    with pytest.raises(NotAllowed):
        staff.set_pin(store, known["Ana"], "975310")
    with pytest.raises(WrongPin):
        Vault.open_with_pin(place, known["Bao"], "864209", lambda: datetime.now(UTC))


def test_back_to_a_desk_without_pins(store: Store, place: Path) -> None:
    staff.end(store)
    assert staff.colleagues(store) == ()
    assert stored(store, "1").typed == TYPED
    assert Vault.open(place).key == store.vault.key


def test_only_an_administrator_changes_the_staff(store: Store, place: Path) -> None:
    known = ids(place)
    for name in ("Bao", "Chan", "Dora"):
        store.sign_in(known[name])
        for act in (
            lambda: staff.add(store, "Eva", "admin", "864209"),
            lambda: staff.remove(store, known["Dora"]),
            lambda: staff.change_role(store, known["Bao"], "admin"),
            lambda: staff.end(store),
            lambda: staff.set_organisation(store, "age1"),
        ):
            with pytest.raises(NotAllowed):
                act()
    store.lock()
    with pytest.raises(SignInNeeded):
        require(store, "desk")


def test_consent_is_for_those_who_work_on_cases(store: Store, place: Path) -> None:
    with pytest.raises(NotAllowed):
        consent.standing(store, "ana")
    store.sign_in(ids(place)["Bao"])
    consent.give(store, "ana", "fill-in", "en")
    assert store.agreed("ana")[0].actor == ids(place)["Bao"]


# ---- the window's store


@pytest.fixture
def keeper(place: Path, code: str, settings: Settings) -> Iterator[Keeper]:
    keeper = Keeper(place, lambda *_: None, lambda _: None, custody=custody(settings))
    keeper.start()
    yield keeper
    keeper.close(5)


def trouble_of(act: object) -> type[BaseException] | None:
    error = act.exception(5)  # type: ignore[attr-defined]
    return None if error is None else type(error)


def test_the_window_gives_nothing_out_before_and_after(keeper: Keeper, place: Path) -> None:
    known = {name: id for id, name in keeper.names().result(5)}
    assert set(known) == set(PINS)
    asked = (lambda: keeper.find(""), lambda: keeper.load("ana"), lambda: keeper.ask(lambda store: store.count()))
    assert [trouble_of(each()) for each in asked] == [SignInNeeded] * 3
    assert trouble_of(keeper.sign_in(known["Bao"], "000001")) is WrongPin
    assert keeper.sign_in(known["Bao"], PINS["Bao"]).result(5).role == "counter"
    assert keeper.load("ana").result(5).typed == TYPED
    keeper.save(Draft("ana", "visa-extension", "2025-11-19", date(2026, 11, 26), typed={"person.surname": "LIN"}), 2)
    keeper.lock().result(5)
    assert [trouble_of(each()) for each in asked] == [SignInNeeded] * 3
    assert trouble_of(keeper.new_recovery_code()) is SignInNeeded
    assert keeper.sign_in(known["Chan"], PINS["Chan"]).result(5).name == "Chan"
    assert keeper.load("ana").result(5).typed == {"person.surname": "LIN"}


def test_what_was_typed_is_saved_while_the_desk_is_locked(keeper: Keeper, place: Path) -> None:
    known = ids(place)
    keeper.sign_in(known["Bao"], PINS["Bao"]).result(5)
    keeper.load("ana").result(5)
    keeper.lock().result(5)
    keeper.save(Draft("ana", "visa-extension", "2025-11-19", date(2026, 11, 26), typed={"person.surname": "LIN"}), 2)
    keeper.flush().result(5)
    keeper.sign_in(known["Bao"], PINS["Bao"]).result(5)
    assert keeper.load("ana").result(5).typed == {"person.surname": "LIN"}


def test_an_administrator_at_the_window_sees_no_case(keeper: Keeper, place: Path) -> None:
    known = ids(place)
    keeper.sign_in(known["Ana"], PINS["Ana"]).result(5)
    for act in (keeper.find(""), keeper.load("ana"), keeper.erase("ana"), keeper.note("print", "ana")):
        assert trouble_of(act) is NotAllowed
    assert trouble_of(keeper.ask(lambda store: store.find(""))) is NotAllowed
    assert len(keeper.ask(staff.colleagues, "desk").result(5)) == 4
    assert keeper.new_recovery_code().result(5)


def test_handing_over_is_noted(keeper: Keeper, place: Path) -> None:
    known = ids(place)
    for name in ("Bao", "Chan"):
        keeper.sign_in(known[name], PINS[name]).result(5)
    chain = keeper.ask(lambda store: store.acts()).result(5)
    assert [(entry.action, entry.actor) for entry in chain][-1] == (Action.HANDOVER, known["Chan"])


def test_the_recovery_code_opens_at_the_window_and_shows_no_case(keeper: Keeper, code: str) -> None:
    keeper.reopen(code).result(5)
    assert trouble_of(keeper.find("")) is NotAllowed
    person = keeper.person().result(5)
    assert person is not None
    assert person.id == "recovery"


def test_a_store_in_memory_has_no_staff(place: Path) -> None:
    vault = Vault(None, bytes(32), Keyslots(""), Protection.MEMORY)
    with closing(open_store(place, vault)) as store, pytest.raises(StoreTrouble):
        staff.add(store, "Ana", "admin", PINS["Ana"], "code")
