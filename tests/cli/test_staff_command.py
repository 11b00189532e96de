"""`talentdesk staff`, and how every command asks who is there."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from cluster import Cluster

from talentdesk import cli, paths
from talentdesk.core.draft import Draft
from talentdesk.store import keyslots, sealing
from talentdesk.store.keyslots import Cost
from talentdesk.store.opened import open_store
from talentdesk.store.place import KEYSLOTS
from talentdesk.store.vault import Vault

Run = Callable[..., int]
TWO = ("Chan", "975310", "Bao", "402861")
"""A supervisor and a colleague who confirms it."""


@pytest.fixture(autouse=True)
def _own_computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyslots, "_TYPED_COST", Cost(1, 19_456, 1))
    monkeypatch.setattr(paths, "config_folder", lambda: tmp_path / "config")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "cases"
    with closing(open_store(folder, Vault.open(folder))) as store:
        store.save(Draft("a", "visa-extension", "2025-11-19", date(2026, 11, 26), typed={"person.surname": "LIN"}))
    return folder


@pytest.fixture
def run(place: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    def command(*words: str, typed: tuple[str, ...] = ()) -> int:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in typed)))
        return cli.main([*words, "--data", str(place), "--language", "en"])

    return command


@pytest.fixture
def code(run: Run, capsys: pytest.CaptureFixture[str]) -> str:
    """Ana looks after keys, Bao works at the counter; the recovery code."""
    assert run("recovery", "code") == 0
    code = capsys.readouterr().out.strip()
    assert run("staff", "add", "Ana", "--role", "admin", typed=(code, "739154", "739154")) == 0
    assert run("staff", "add", "Bao", typed=("Ana", "739154", "402861", "402861")) == 0
    capsys.readouterr()
    return code


def test_pins_are_asked_for_and_never_shown(run: Run, code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("staff", typed=("Ana", "739154")) == 0
    said = capsys.readouterr()
    assert said.out == "Ana  Administrator\nBao  Counter\n"
    assert run("staff", "pin", "Bao", typed=("ana", "739154", "864209", "864209")) == 0
    said = capsys.readouterr()
    assert "864209" not in said.out + said.err
    assert "739154" not in said.out + said.err
    assert run("staff", "list", "--json", typed=("Bao", "864209")) == 0
    assert [each["role"] for each in json.loads(capsys.readouterr().out)] == ["admin", "counter"]


def test_a_pin_is_no_argument(run: Run, code: str, capsys: pytest.CaptureFixture[str]) -> None:
    with_pin = ("staff", "pin", "Bao", "864209")
    assert run(*with_pin) == 2


@pytest.mark.parametrize(
    ("words", "typed", "exit_code", "told"),
    [
        (("staff", "add", "Eva"), ("Bao", "402861", "864209", "864209"), 3, "Your role does not include this"),
        (("staff", "add", "Eva"), ("Ana", "739154", "864209", "864200"), 2, "the two PINs are not the same"),
        (("staff", "add", "Eva"), ("Ana", "739154", "111111", "111111"), 3, "A PIN has at least 6 characters"),
        (("staff", "remove", "Ana"), ("Ana", "739154"), 3, "last administrator"),
        (("staff", "remove", "Eva"), ("Ana", "739154"), 3, "Nobody of that name"),
        (("staff", "remove"), ("Ana", "739154"), 2, "a name is missing"),
        (("staff", "role", "Bao"), ("Ana", "739154"), 1, "is no role"),
        (("purge",), ("Eva",), 2, "nobody of that name has a PIN here"),
        (("purge",), ("Bao", "402860"), 3, "The name and PIN do not fit"),
        (("purge",), (), 3, "Somebody has to sign in"),
        (("audit",), ("Bao", "402861"), 3, "Your role does not include this"),
        (("backup", "--out", "out.backup"), ("Ana", "739154", ""), 3, "Two people are needed"),
    ],
)
def test_what_may_not_be_done_is_said(
    run: Run, code: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...], typed: tuple[str, ...], exit_code: int, told: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert run(*words, typed=typed) == exit_code
    assert told in capsys.readouterr().err
    assert not (tmp_path / "out.backup").exists()


def test_who_left_is_gone_and_a_role_holds(run: Run, code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("staff", "role", "Bao", "--role", "auditor", typed=("Ana", "739154")) == 0
    assert run("audit", "--json", typed=("Bao", "402861")) == 0
    assert run("staff", "remove", "Bao", typed=("Ana", "739154")) == 0
    capsys.readouterr()
    assert run("staff", typed=("Bao", "402861")) == 2


def test_the_recovery_code_or_the_organisations_key_gives_new_pins_on_a_new_computer(
    run: Run, code: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = sealing.new_keys(age=True)
    assert run("staff", "organisation", pair.public, typed=("Ana", "739154")) == 0
    assert capsys.readouterr().out.startswith("age1")
    (tmp_path / "office.key").write_bytes(pair.private)
    monkeypatch.setattr(paths, "config_folder", lambda: tmp_path / "another computer")
    assert run("staff", "pin", "Ana", typed=("not the code", "975310", "975310")) == 3
    assert run("staff", "pin", "Ana", typed=(code, "975310", "975310")) == 0
    assert run("staff", typed=("Ana", "975310")) == 0
    assert "Bao  Counter  (needs a new PIN)" in capsys.readouterr().out
    monkeypatch.setattr(paths, "config_folder", lambda: tmp_path / "a third one")
    assert run("staff", "pin", "Bao", typed=(str(tmp_path / "office.key"), "864209", "864209")) == 0


def test_back_to_a_computer_that_opens_by_itself(run: Run, code: str, place: Path) -> None:
    assert run("staff", "end", typed=("Ana", "739154")) == 0
    assert run("purge") == 0
    with closing(open_store(place, Vault.open(place))) as store:
        assert store.count() == 1


def test_whoever_left_opens_nothing_after_a_new_key(
    run: Run, code: str, capsys: pytest.CaptureFixture[str], place: Path
) -> None:
    before = keyslots.read(place / KEYSLOTS)
    assert run("staff", "remove", "Bao", typed=("Ana", "739154")) == 0
    assert "talentdesk staff rekey" in capsys.readouterr().err
    assert run("staff", "rekey", typed=("Ana", "739154")) == 0
    assert "have a new key" in capsys.readouterr().err
    assert keyslots.read(place / KEYSLOTS).key_id != before.key_id
    assert run("staff", typed=("Ana", "739154")) == 0
    assert run("audit", typed=("Ana", "739154")) == 3  # an administrator reads no list of acts, as before
    assert run("staff", "add", "Eva", "--role", "auditor", typed=("Ana", "739154", "864209", "864209")) == 0
    capsys.readouterr()
    assert run("audit", "--json", typed=("Eva", "864209")) == 0
    assert json.loads(capsys.readouterr().out)["whole"]


def test_who_looks_after_no_keys_gives_no_new_one(run: Run, code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("staff", "rekey", typed=("Bao", "402861")) == 3
    assert "Your role does not include this" in capsys.readouterr().err


def test_the_first_pin_on_a_new_computer_is_an_administrators(
    run: Run, code: str, capsys: pytest.CaptureFixture[str], place: Path
) -> None:
    assert run("staff", "end", typed=("Ana", "739154")) == 0
    with closing(open_store(place, Vault.open(place))) as store:
        store.add_colleague("Bao", "counter")  # as another store's move brings them, without PINs
        store.add_colleague("Ana", "admin")
    assert run("staff", "pin", "Bao", typed=(code, "402861", "402861")) == 1
    assert "looks after keys and staff" in capsys.readouterr().err
    assert run("staff", "pin", "Ana", typed=(code, "739154", "739154")) == 0


@pytest.mark.parametrize(
    ("words", "typed", "exit_code", "told"),
    [
        (
            ("hold", "1", "--until", "2999-01-01", "--reason", "x"),
            ("Chan", "975310", "Bao", "402861"),
            1,
            "three years",
        ),
        (("hold", "1", "--until", "2020-01-01", "--reason", "x"), TWO, 1, "is over"),
        (
            ("hold", "1", "--until", "{soon}", "--reason", " "),
            ("Chan", "975310", "Bao", "402861"),
            1,
            "without a reason",
        ),
        (("hold", "1", "--until", "{soon}", "--reason", "x" * 201), TWO, 1, "too long"),
        (("hold", "1", "--until", "{soon}", "--reason", "x"), ("Chan", "975310", ""), 3, "Two people are needed"),
        (("hold", "1", "--until", "{soon}", "--reason", "x"), ("Bao", "402861", "Chan", "975310"), 3, "Your role"),
        (
            ("hold", "7", "--until", "{soon}", "--reason", "x"),
            ("Chan", "975310", "Bao", "402861"),
            3,
            "no longer in the store",
        ),
        (("hold", "one", "--until", "{soon}"), (), 2, "is no number of a case"),
        (("hold", "1"), (), 2, "write --until DAY, or --release"),
        (("hold", "1", "--until", "{soon}", "--release"), (), 2, "write --until DAY, or --release"),
        (("hold", "1", "--release"), TWO, 1, "is not held"),
    ],
)
def test_a_hold_that_may_not_be_is_refused(
    run: Run, code: str, capsys: pytest.CaptureFixture[str], place: Path,
    words: tuple[str, ...], typed: tuple[str, ...], exit_code: int, told: str,
) -> None:  # fmt: skip
    add_chan(run)
    soon = (date.today() + timedelta(days=30)).isoformat()
    assert run(*(word.format(soon=soon) for word in words), typed=typed) == exit_code
    assert told in capsys.readouterr().err
    with closing(open_store(place, Vault.open_with_code(place, code))) as store:
        assert store.held("a") is None


def add_chan(run: Run) -> None:
    assert run("staff", "add", "Chan", "--role", "supervisor", typed=("Ana", "739154", "975310", "975310")) == 0


def test_two_hold_a_case_which_no_purge_takes_until_two_release_it(run: Run, code: str, place: Path) -> None:
    add_chan(run)
    two = TWO
    until = (date.today() + timedelta(days=100)).isoformat()
    assert run("hold", "1", "--until", until, "--reason", "complaint 12/2026", typed=two) == 0
    late = datetime.now(UTC) + timedelta(days=60)

    def purged() -> int:
        vault = Vault.open_with_code(place, code)
        with closing(open_store(place, vault, now=lambda: late, keep=timedelta(days=30))) as store:
            while store.purge():
                pass
            return store.count()

    assert purged() == 1
    assert run("hold", "1", "--release", typed=two) == 0
    with closing(open_store(place, Vault.open_with_code(place, code))) as store:
        noted = [(each.action, each.result) for each in store.acts() if each.action == "hold"]
        chan = next(each.id for each in store.colleagues() if each.name == "Chan")
        assert noted == [("hold", "ok"), ("hold", "released")]
        assert {each.actor for each in store.acts() if each.action == "hold"} == {chan}
    assert purged() == 0


def test_a_centre_has_pins_too(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = cluster.new_database()

    def at(counter: str, *words: str, typed: tuple[str, ...] = ()) -> int:
        monkeypatch.setattr(paths, "config_folder", lambda: tmp_path / counter)
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in typed)))
        return cli.main([*words, "--data", url, "--language", "en"])

    assert at("one", "recovery", "code") == 0
    code = capsys.readouterr().out.strip()
    assert at("one", "staff", "add", "Ana", "--role", "admin", typed=(code, "739154", "739154")) == 0
    assert at("one", "staff", "add", "Bao", typed=("Ana", "739154", "402861", "402861")) == 0
    assert at("one", "purge", typed=("Bao", "402861")) == 3
    assert "Your role does not include this" in capsys.readouterr().err
    assert at("two", "staff", typed=("not the code",)) == 3
    assert at("two", "recovery", "open", typed=(code,)) == 0  # this counter is let in
    capsys.readouterr()
    assert at("two", "staff", typed=("Bao", "402861")) == 0
    assert capsys.readouterr().out == "Ana  Administrator\nBao  Counter\n"
    assert at("one", "staff", "rekey", typed=("Ana", "739154")) == 3
    assert "the key protects no answers" in capsys.readouterr().err
    assert at("two", "staff", "remove", "Bao", typed=("Ana", "739154")) == 0
    assert at("one", "staff", typed=("Bao", "402861")) == 2


def test_the_doctor_looks_in_where_somebody_signs_in(run: Run, code: str, capsys: pytest.CaptureFixture[str]) -> None:
    def cases() -> str:
        found = json.loads(capsys.readouterr().out)
        return next(each["message"] for each in found if each["topic"] == "cases")

    run("doctor", "--json")
    assert "were not looked into" in cases()
    run("doctor", "--thorough", "--json")
    assert "were not looked into" in cases(), "nobody is there"
    run("doctor", "--thorough", "--json", typed=("Ana", "739154"))
    assert cases() == "Cases kept: 1. Every page of the store and of its newest copy is as it was written."
    assert run("doctor", "--thorough", "--json", typed=("Ana", "000000")) == 1
    assert cases() == "The cases cannot be opened or read."
