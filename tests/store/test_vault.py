"""The key: found again on this computer, opened by code or passphrase, and never thrown away by a mishap."""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path
from typing import Any

import pytest
from keyring.errors import KeyringError

from talentdesk.store import keyrings, keyslots
from talentdesk.store import place as places
from talentdesk.store.device import Device
from talentdesk.store.keeper import Keeper
from talentdesk.store.keyslots import Cost, SlotKind, code_bytes
from talentdesk.store.opened import open_store
from talentdesk.store.trouble import (
    DeviceKeyLost,
    KeyBesideData,
    KeyringLocked,
    KeyslotsDamaged,
    KeyslotsLost,
    StoreTrouble,
    WeakPassphrase,
    WrongKey,
    WrongSecret,
)
from talentdesk.store.trouble_keys import PassphraseWanted, RecoveryCodeFirst
from talentdesk.store.vault import Protection, Vault

SOON = 20
REAL_COST = keyslots._TYPED_COST


class MemoryKeyring:
    """A keyring as the system's: entries by service and account."""

    def __init__(self) -> None:
        self.entries: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        self._answer()
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._answer()
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._answer()
        del self.entries[service, username]

    def _answer(self) -> None:
        if self.locked:
            raise KeyringError("locked")


@pytest.fixture(autouse=True)
def _cheap_guesses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyslots, "_TYPED_COST", Cost(1, 19_456, 1))


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "config"


@pytest.fixture
def ring() -> MemoryKeyring:
    return MemoryKeyring()


def slots_of(place: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((place / places.KEYSLOTS).read_text())
    return content


def rewrite(place: Path, content: object) -> None:
    (place / places.KEYSLOTS).write_text(json.dumps(content))


# ---- this computer


def test_the_keyring_gives_the_same_key_again(place: Path, config: Path, ring: MemoryKeyring) -> None:
    first = Vault.open(place, config, {"SecretService": ring})
    again = Vault.open(place, config, {"SecretService": ring})
    assert first.key == again.key
    assert len(first.key) == 32
    assert first.protection is again.protection is Protection.KEYRING
    assert not config.exists()


def test_without_a_keyring_a_closed_file_elsewhere_is_used(place: Path, config: Path) -> None:
    first = Vault.open(place, config, {})
    assert Vault.open(place, config, {}).key == first.key
    assert first.protection is Protection.FILE
    (secret,) = (config / "devices").iterdir()
    if os.name == "posix":
        assert secret.stat().st_mode & 0o777 == 0o600
        assert (place / places.KEYSLOTS).stat().st_mode & 0o777 == 0o600


def test_a_keyring_that_takes_nothing_is_not_relied_on(place: Path, config: Path, ring: MemoryKeyring) -> None:
    ring.locked = True
    assert Vault.open(place, config, {"SecretService": ring}).protection is Protection.FILE


def test_the_device_file_never_lies_with_the_data(place: Path) -> None:
    with pytest.raises(KeyBesideData):
        Vault.open(place, place / "config", {})
    assert not (place / places.KEYSLOTS).exists()


def test_the_key_is_in_no_file_and_no_repr(place: Path, config: Path) -> None:
    vault = Vault.open(place, config, {})
    content = b"".join(file.read_bytes() for file in (*place.rglob("*"), *config.rglob("*")) if file.is_file())
    for form in (vault.key, vault.key.hex().encode(), base64.b64encode(vault.key)):
        assert form not in content
    assert vault.key.hex() not in repr(vault)


def test_a_lost_keyring_entry_changes_nothing(place: Path, config: Path, ring: MemoryKeyring) -> None:
    vault = Vault.open(place, config, {"SecretService": ring})
    code = vault.new_recovery_code()
    ring.entries.clear()
    before = (place / places.KEYSLOTS).read_bytes()
    with pytest.raises(DeviceKeyLost):
        Vault.open(place, config, {"SecretService": ring})
    assert (place / places.KEYSLOTS).read_bytes() == before
    assert ring.entries == {}

    found = Vault.open_with_code(place, code)
    assert (found.key, found.protection) == (vault.key, Protection.SECRET)
    found.remember_here(config, {"SecretService": ring})
    assert Vault.open(place, config, {"SecretService": ring}).key == vault.key


@pytest.mark.parametrize("gone", [True, False], ids=["not running", "locked"])
def test_a_keyring_that_does_not_answer_is_named(place: Path, config: Path, ring: MemoryKeyring, gone: bool) -> None:
    Vault.open(place, config, {"SecretService": ring})
    ring.locked = True
    with pytest.raises(KeyringLocked):
        Vault.open(place, config, {} if gone else {"SecretService": ring})


def test_another_devices_entry_does_not_open(place: Path, config: Path, ring: MemoryKeyring) -> None:
    Vault.open(place, config, {"SecretService": ring})
    for name in ring.entries:
        ring.entries[name] = base64.b64encode(os.urandom(32)).decode()
    with pytest.raises(DeviceKeyLost):
        Vault.open(place, config, {"SecretService": ring})


def test_a_lost_device_file_is_named(place: Path, config: Path) -> None:
    Vault.open(place, config, {})
    for file in (config / "devices").iterdir():
        file.unlink()
    with pytest.raises(DeviceKeyLost):
        Vault.open(place, config, {})


def test_lost_slots_beside_a_store_never_make_a_new_key(place: Path, config: Path) -> None:
    open_store(place, Vault.open(place, config, {})).close()
    (place / places.KEYSLOTS).unlink()
    with pytest.raises(KeyslotsLost):
        Vault.open(place, config, {})
    assert not (place / places.KEYSLOTS).exists()


def test_another_stores_slots_do_not_open_the_store(tmp_path: Path, config: Path) -> None:
    for name in ("a", "b"):
        open_store(tmp_path / name, Vault.open(tmp_path / name, config, {})).close()
    (tmp_path / "a" / places.KEYSLOTS).replace(tmp_path / "b" / places.KEYSLOTS)
    vault = Vault.open(tmp_path / "b", config, {})
    with pytest.raises(WrongKey):
        open_store(tmp_path / "b", vault)


def test_an_ephemeral_key_is_written_nowhere(place: Path) -> None:
    vault = Vault.ephemeral()
    assert vault.protection is Protection.MEMORY
    assert vault.key != Vault.ephemeral().key
    store = open_store(place, vault)
    store.close()
    assert not (place / places.KEYSLOTS).exists()


@pytest.mark.parametrize("name", ["keyrings.alt.file", "keyring.backends.chainer", "keyring.backends.null"])
def test_only_keyrings_of_operating_systems_are_asked(name: str) -> None:
    assert name not in {module for module, _ in keyrings._ALLOWED.values()}


def test_the_librarys_own_choice_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plain-text back end that the environment names must not be taken."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    assert set(keyrings.system_keyrings()) <= {"SecretService", "kwallet", "Windows", "macOS"}


# ---- code and passphrase


@pytest.fixture
def vault_here(place: Path, config: Path) -> Vault:
    return Vault.open(place, config, {})


def test_a_recovery_code_opens_however_it_is_typed(place: Path, vault_here: Vault) -> None:
    code = vault_here.new_recovery_code()
    assert len(code.replace("-", "")) == 28
    sloppy = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert Vault.open_with_code(place, sloppy).key == vault_here.key
    assert code_bytes(code) not in (place / places.KEYSLOTS).read_bytes()


def test_a_new_code_replaces_the_old_one(place: Path, vault_here: Vault) -> None:
    old, new = vault_here.new_recovery_code(), vault_here.new_recovery_code()
    with pytest.raises(WrongSecret):
        Vault.open_with_code(place, old)
    assert Vault.open_with_code(place, new).key == vault_here.key


def test_a_passphrase_opens_in_any_unicode_form(place: Path, vault_here: Vault) -> None:
    vault_here.set_passphrase("caf\u00e9 前海 four words")
    assert Vault.open_with_passphrase(place, "cafe\u0301 前海 four words").key == vault_here.key
    with pytest.raises(WrongSecret):
        Vault.open_with_passphrase(place, "cafe 前海 four words")
    assert vault_here.ways() == {SlotKind.FILE, SlotKind.PASSPHRASE}


def test_a_guess_is_dear() -> None:
    assert REAL_COST.passes >= 3
    assert REAL_COST.memory >= 65_536


def test_a_short_passphrase_is_refused(vault_here: Vault) -> None:
    with pytest.raises(WeakPassphrase):
        vault_here.set_passphrase("1234567")


def test_a_passphrase_is_no_recovery_code(place: Path, vault_here: Vault) -> None:
    vault_here.set_passphrase("ABCDEFGHJKMN")
    with pytest.raises(WrongSecret):
        Vault.open_with_code(place, "ABCDEFGHJKMN")


# ---- a slot file that somebody changed


def opens(place: Path, config: Path) -> StoreTrouble | None:
    try:
        Vault.open(place, config, {})
    except StoreTrouble as trouble:
        return trouble
    return None


@pytest.mark.parametrize("field", ["salt", "wrapped", "id"])
def test_a_changed_slot_opens_nothing(place: Path, config: Path, vault_here: Vault, field: str) -> None:
    content = slots_of(place)
    value = content["slots"][0][field]
    content["slots"][0][field] = ("1" if value[0] == "0" else "0") + value[1:]
    rewrite(place, content)
    assert isinstance(opens(place, config), DeviceKeyLost)


@pytest.mark.parametrize(
    ("cost", "trouble"),
    [
        ([2, 65536, 4], WrongSecret),
        ([3, 19456, 4], WrongSecret),
        ([0, 0, 0], KeyslotsDamaged),
        ([1, 8, 1], KeyslotsDamaged),
        ([3, 1 << 30, 4], KeyslotsDamaged),
        ([10**9, 65536, 4], KeyslotsDamaged),
        ([3, 65536, True], KeyslotsDamaged),
        ([3, 65536], KeyslotsDamaged),
    ],
)
def test_a_cheaper_or_absurd_guess_is_refused(
    place: Path, vault_here: Vault, cost: list[int], trouble: type[StoreTrouble]
) -> None:
    vault_here.set_passphrase("four words in a row")
    content = slots_of(place)
    content["slots"][1]["cost"] = cost
    rewrite(place, content)
    with pytest.raises(trouble):
        Vault.open_with_passphrase(place, "four words in a row")


def test_a_slot_of_one_store_is_void_in_another(tmp_path: Path, config: Path) -> None:
    vaults = {name: Vault.open(tmp_path / name, config, {}) for name in ("a", "b")}
    vaults["a"].set_passphrase("four words in a row")
    foreign = slots_of(tmp_path / "a")["slots"][1]
    content = slots_of(tmp_path / "b")
    content["slots"].append(foreign)
    content |= {"format": 3, "retired": []}
    rewrite(tmp_path / "b", content)
    with pytest.raises(WrongSecret):
        Vault.open_with_passphrase(tmp_path / "b", "four words in a row")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"format": 2, "store": "0123456789abcdef", "slots": []}',
        b'{"format": 1, "store": "../../../../etc", "slots": []}',
        b'{"format": 1, "store": "0123456789abcdef", "slots": [1]}',
        b'{"format": 1, "store": "0123456789abcdef", "slots": [], "extra": 1}',
        b"[" * 60_000,
        b" " * 70_000 + b"{}",
    ],
)
def test_a_slot_file_of_another_shape_is_not_trusted(
    place: Path, config: Path, vault_here: Vault, content: bytes
) -> None:
    (place / places.KEYSLOTS).write_bytes(content)
    assert isinstance(opens(place, config), KeyslotsDamaged)
    assert (place / places.KEYSLOTS).read_bytes() == content


# ---- a passphrase at each start, where there is no keyring


@pytest.fixture
def asking(place: Path, config: Path) -> tuple[Path, str, bytes]:
    """A computer without a keyring that keeps no key any more; the recovery code and the key."""
    vault = Vault.open(place, config, {})
    code = vault.new_recovery_code()
    open_store(place, vault).close()
    vault.ask_at_start("horse staple", Device(config, {}))
    return place, code, vault.key


def test_the_disk_then_holds_no_key(asking: tuple[Path, str, bytes], config: Path) -> None:
    place, code, key = asking
    assert not [file for file in config.rglob("*") if file.is_file()]
    with pytest.raises(PassphraseWanted):
        Vault.open(place, config, {})
    for secret in ("horse staple", code):
        assert Vault.open_typed(place, secret).key == key
    with pytest.raises(WrongSecret):
        Vault.open_typed(place, "horse stable")


def test_no_key_is_given_up_before_there_is_another_way(place: Path, config: Path) -> None:
    vault = Vault.open(place, config, {})
    with pytest.raises(RecoveryCodeFirst):
        vault.ask_at_start("horse staple", Device(config, {}))
    vault.new_recovery_code()
    with pytest.raises(WeakPassphrase):
        vault.ask_at_start("horse", Device(config, {}))
    assert Vault.open(place, config, {}).key == vault.key


def test_who_typed_it_is_asked_again_at_the_next_start(
    asking: tuple[Path, str, bytes], config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("talentdesk.paths.config_folder", lambda: config)
    for secret in ("horse staple", asking[1]):
        keeper = Keeper(asking[0], lambda *_: None, lambda _: None)
        keeper.start()
        try:
            with pytest.raises(PassphraseWanted):
                keeper.find("").result(SOON)
            keeper.reopen(secret).result(SOON)
            assert keeper.find("").result(SOON) == ()
            assert keeper.protection().result(SOON) == "secret"
        finally:
            assert keeper.close(SOON)
    assert not list(config.rglob("*.key"))


def test_a_new_key_of_the_store_leaves_it_so(asking: tuple[Path, str, bytes], config: Path) -> None:
    from datetime import UTC, datetime

    from talentdesk.store import renewal

    place, code, key = asking
    renewed = renewal.renew(place, Vault.open_typed(place, "horse staple"), datetime.now(UTC), Device(config, {}))
    assert renewed.key != key
    assert renewed.asks_at_start
    for secret in ("horse staple", code):
        assert Vault.open_typed(place, secret).key == renewed.key
