"""`backup`, `restore`, `purge` and `audit` as they are typed."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from talentdesk import cli, paths
from talentdesk.core.draft import Draft
from talentdesk.store.opened import open_store
from talentdesk.store.place import DATABASE
from talentdesk.store.vault import Vault

Run = Callable[..., int]
DAYS = timedelta(days=30)


def draft(id: str) -> Draft:
    typed = {"person.surname": "Ferreira"}
    return Draft(id=id, procedure="residence-permit", edition="2024-01-01", as_of=date(2026, 11, 26), typed=typed)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A store with an overdue case and one of today."""
    folder = tmp_path / "cases"
    month_ago = datetime.now(UTC) - timedelta(days=31)
    with closing(open_store(folder, Vault.open(folder), now=lambda: month_ago, keep=DAYS)) as store:
        store.save(draft("old"))
    with closing(open_store(folder, Vault.open(folder), keep=DAYS)) as store:
        store.save(draft("new"))
        store.take_snapshot()
    return folder


@pytest.fixture
def run(place: Path) -> Run:
    def command(*words: str) -> int:
        return cli.main([*words, "--data", str(place), "--language", "en"])

    return command


def cases(place: Path) -> set[str]:
    with closing(open_store(place, Vault.open(place))) as store:
        return {case.id for case in store.find("")}


def said(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_a_purge_tells_how_many_went(run: Run, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("purge", "--json") == 0
    assert said(capsys) == {"erased": 1}
    assert cases(place) == {"new"}
    assert run("purge") == 0
    assert capsys.readouterr().out == "0 cases were past their time and are erased.\n"


def test_a_backup_is_put_back_over_the_store_and_purged_cases_stay_away(
    run: Run, place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "b.backup"
    assert run("backup", "--out", str(out)) == 0
    told = capsys.readouterr()
    assert str(out) in told.out
    assert "Only this computer" in told.err
    run("purge")
    with closing(open_store(place, Vault.open(place))) as store:
        store.save(draft("later"))
    capsys.readouterr()
    assert run("restore", str(out), "--json") == 0
    assert said(capsys) == {"cases": 1}
    assert cases(place) == {"new"}


def test_a_backup_is_tried_and_nothing_is_changed_but_that_it_was(
    run: Run, place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "b.backup"
    assert run("backup", "--out", str(out)) == 0
    with closing(open_store(place, Vault.open(place))) as store:
        store.save(draft("later"))
    capsys.readouterr()
    assert run("restore", str(out), "--dry-run", "--json") == 0
    assert said(capsys) == {"cases": 2}
    assert run("restore", str(out), "--dry-run") == 0
    assert capsys.readouterr().out == "The backup can be put back: 2 cases. Nothing was changed.\n"
    assert cases(place) == {"old", "new", "later"}
    assert not list(place.rglob("restore-*"))
    with closing(open_store(place, Vault.open(place))) as store:
        assert [(act.action, act.result) for act in store.acts() if act.action == "restore"] == [
            ("restore", "tried")
        ] * 2


def test_a_backup_that_would_not_come_back_is_told(
    run: Run, place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "b.backup"
    assert run("backup", "--out", str(out)) == 0
    content = bytearray(out.read_bytes())
    content[len(content) // 2] ^= 1
    out.write_bytes(content)
    assert run("restore", str(out), "--dry-run") == 3
    assert run("restore", "--dry-run") == 2
    other = tmp_path / "other"
    with closing(open_store(other, Vault.open(other))) as store:
        store.write_backup(tmp_path / "o.backup")
    assert run("restore", str(tmp_path / "o.backup"), "--dry-run") == 3
    assert "Traceback" not in capsys.readouterr().err
    with closing(open_store(place, Vault.open(place))) as store:
        assert not [act for act in store.acts() if act.action == "restore"], "what did not work was no drill"


def test_a_backup_is_tried_where_there_is_no_store(
    run: Run, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, there = Vault.open(place).new_recovery_code(), tmp_path / "b.backup", tmp_path / "there"
    assert run("backup", "--out", str(out)) == 0
    monkeypatch.setattr(paths, "config_folder", lambda: tmp_path / "elsewhere")
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{code}\n"))
    capsys.readouterr()
    assert cli.main(["restore", str(out), "--dry-run", "--data", str(there), "--language", "en"]) == 0
    assert "2 cases" in capsys.readouterr().out
    assert not there.exists()


def test_another_computer_asks_for_the_code(
    run: Run, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out = Vault.open(place).new_recovery_code(), tmp_path / "b.backup"
    assert run("backup", "--out", str(out)) == 0
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(paths, "config_folder", lambda: tmp_path / "elsewhere")
    there = tmp_path / "there"
    words = ["restore", str(out), "--data", str(there), "--language", "en"]
    monkeypatch.setattr(sys, "stdin", io.StringIO("ABCD\n"))
    assert cli.main(words) == 3
    told = capsys.readouterr().err
    assert "Recovery code" in told
    assert "does not fit" in told
    assert not (there / DATABASE).exists()
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{code}\n"))
    assert cli.main(words) == 0
    assert "2 cases" in capsys.readouterr().out
    assert cases(there) == {"old", "new"}, "this computer knows the key from now on"


def test_the_code_opens_the_cases_where_the_key_is_lost(
    run: Run, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("recovery", "--json") == 0
    first = said(capsys)["code"]
    assert run("recovery", "code") == 0
    code = capsys.readouterr().out.strip()
    assert code != first
    monkeypatch.setattr(sys, "stdin", io.StringIO("short\n"))
    assert run("recovery", "passphrase") == 3
    monkeypatch.setattr(sys, "stdin", io.StringIO("a better passphrase\n"))
    assert run("recovery", "passphrase") == 0
    for secret, exit_code in ((first, 3), (code.lower(), 0), ("a better passphrase", 0)):
        monkeypatch.setattr(paths, "config_folder", lambda: tmp_path / f"lost-{len(secret)}-{secret[:1]}")  # noqa: B023
        assert run("purge") == 3
        capsys.readouterr()
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{secret}\n"))
        assert run("recovery", "open") == exit_code
        assert run("purge", "--json") == (0 if exit_code == 0 else 3)
    assert "Traceback" not in capsys.readouterr().err


def test_own_copies_are_listed_and_put_back(run: Run, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("restore", "--list", "--json") == 0
    (name,) = said(capsys)
    with closing(open_store(place, Vault.open(place))) as store:
        store.save(draft("later"))
    assert run("restore", "--copy", name) == 0
    assert capsys.readouterr().out == "The store is back, with 2 cases.\n"
    assert cases(place) == {"old", "new"}


def test_a_damaged_store_is_rescued(run: Run, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = place / DATABASE
    content = bytearray(file.read_bytes())
    content[100] ^= 1
    file.write_bytes(content)
    assert run("audit") == 3
    assert capsys.readouterr().err
    assert run("restore", "--salvage", "--json") == 0
    assert sum(said(capsys).values()) == 2
    assert cases(place) == {"old", "new"}


def test_acts_are_listed_and_the_end_is_compared(
    run: Run, place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("audit", "--json") == 0
    first = said(capsys)
    assert first["whole"]
    assert {entry["action"] for entry in first["entries"]} == {"open"}
    before = (place / DATABASE).read_bytes()
    run("purge")
    capsys.readouterr()
    assert run("audit", "--anchor", first["last"]) == 0
    told = capsys.readouterr()
    assert "purge" in told.out
    assert "Ferreira" not in told.out
    (place / DATABASE).write_bytes(before)
    assert run("audit") == 1
    assert "older store put back" in capsys.readouterr().err
    assert run("audit", "--anchor", "nonsense") == 1


@pytest.mark.parametrize(
    ("words", "code", "part"),
    [
        (["backup"], 2, "--out"),
        (["backup", "--out", "/no/such/folder/b"], 3, "/no/such/folder"),
        (["restore", "x", "--list"], 2, "do not go together"),
        (["restore", "--copy", "2020-01-01T000000Z"], 3, "no such copy"),
        (["restore", "/no/such/file"], 3, ""),
        (["purge", "extra"], 2, "extra"),
    ],
)
def test_what_cannot_be_done_is_said(
    run: Run, words: list[str], code: int, part: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*words) == code
    told = capsys.readouterr()
    assert part in told.err
    assert told.err.strip()
    assert "Traceback" not in told.err


@pytest.mark.parametrize("word", ["backup", "purge", "audit"])
def test_where_there_are_no_cases_none_are_made(word: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = tmp_path / "empty"
    more = ["--out", str(tmp_path / "b")] if word == "backup" else []
    assert cli.main([word, *more, "--data", str(empty), "--language", "en"]) == 3
    assert "no cases" in capsys.readouterr().err
    assert not empty.exists()


def test_a_store_that_is_open_is_not_replaced(run: Run, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(open_store(place, Vault.open(place))):
        assert run("restore") == 3
        assert "open in another window" in capsys.readouterr().err
    assert run("restore") == 0
