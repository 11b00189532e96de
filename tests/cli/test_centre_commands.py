"""Commands on a centre's database server, as they are typed."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from talentdesk import cli
from talentdesk.core.draft import Draft
from talentdesk.store.keeper import device_key
from talentdesk.store.opened import open_store
from talentdesk.store.vault import Vault


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "cases"
    with closing(open_store(folder, Vault.open(folder))) as store:
        for id in ("a", "b"):
            typed = {"person.surname": "Ferreira", "person.name_zh": "陳大文"}
            store.save(Draft(id, "residence-permit", "2024-01-01", date(2026, 11, 26), typed))
    return folder


def run(*words: str) -> int:
    return cli.main([*words, "--language", "en"])


def said(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_cases_move_to_the_server_and_back(
    place: Path, database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("move-to", database, "--data", str(place), "--json") == 0
    there = said(capsys)
    assert there["cases"] == 2
    assert run("move-to", str(tmp_path / "back"), "--data", database) == 0
    told = capsys.readouterr()
    assert "2 cases" in told.out
    assert there["digest"] in told.err
    back = tmp_path / "back"
    with closing(open_store(back, device_key(back))) as store:
        assert [line.id for line in store.find("大文")] == ["b", "a"]


def test_cases_never_move_to_where_some_are(place: Path, database: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("move-to", database, "--data", str(place)) == 0
    assert run("move-to", database, "--data", str(place)) == 3
    assert "nothing was changed" in capsys.readouterr().err
    assert run("move-to", str(place), "--data", str(place)) == 3
    assert "there already" in capsys.readouterr().err


def test_what_is_looked_after_on_the_server_says_so(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = database.replace("//desk@", "//desk:geheim@")
    for words in (("backup", "--out", str(tmp_path / "x")), ("restore",)):
        assert run(*words, "--data", secret) == 3
        told = capsys.readouterr().err
        assert "server's own tools" in told
        assert "geheim" not in told


def test_a_centre_has_a_recovery_code_of_its_own(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    """It lets a counter in where staff sign in; each one made takes the place of the one before."""
    secret = database.replace("//desk@", "//desk:geheim@")
    codes = []
    for _ in range(2):
        assert run("recovery", "code", "--data", secret) == 0
        told = capsys.readouterr()
        assert "geheim" not in told.out + told.err
        codes.append(told.out.strip())
    assert codes[0] != codes[1]
    assert all(len(code.split("-")) == 7 for code in codes)


def test_purging_and_the_list_of_acts_work_there(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("purge", "--data", database, "--json") == 0
    assert said(capsys) == {"erased": 0}
    assert run("audit", "--data", database, "--json") == 0
    assert said(capsys)["breach"] is None


def test_a_server_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gone = f"postgresql+psycopg://desk:geheim@/cases?host={tmp_path}"
    assert run("purge", "--data", gone) == 3
    told = capsys.readouterr().err
    assert "does not answer" in told
    assert "geheim" not in told


@pytest.mark.parametrize("command", ["open", "purge"])
def test_another_kind_of_database_is_refused(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(command, "--data", "mysql://desk:geheim@centre/cases") == 3
    told = capsys.readouterr().err
    assert "mysql is no database" in told
    assert "geheim" not in told


def test_the_doctor_looks_at_the_server(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    run("doctor", "--data", database, "--json")
    assert [each["status"] for each in said(capsys) if each["topic"] == "server"] == ["ok"]
    run("doctor", "--data", database.replace("//desk@", "//root@"), "--json")
    assert [each["status"] for each in said(capsys) if each["topic"] == "server"] == ["ok", "attention"]
    run("doctor", "--data", database.replace("//desk@", "//nobody@"), "--json")
    assert [each["status"] for each in said(capsys) if each["topic"] == "server"] == ["trouble"]
