"""`talentdesk staff`, and how every command asks who is there."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from talentdesk import cli, paths
from talentdesk.core.draft import Draft
from talentdesk.store import keyslots, sealing
from talentdesk.store.keyslots import Cost
from talentdesk.store.opened import open_store
from talentdesk.store.vault import Vault

Run = Callable[..., int]


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
