"""Stored cases on two days: which come out differently, told without a name, and nothing written in the store."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from talentdesk import cli, paths
from talentdesk.core.catalogue import Catalogue
from talentdesk.core.draft import Draft
from talentdesk.service.casechanges import case_changes
from talentdesk.store.opened import open_store
from talentdesk.store.vault import Vault

DAY = date(2026, 11, 23)
ENTERED = {
    "person.surname": "FERREIRA DA COSTA",
    "person.name_zh": "費雷拉",
    "request.act": "first",
    "request.rp_kind": "work",
    "visa.kind": "visa",
    "visa.last_entry_date": "2026-11-10",
    "work_permit.kind": "letter",
    "work_permit.letter_date": "2026-06-10",
}
RENEWED = {"request.act": "extension", "visa.kind": "residence_permit", "visa.expiry_date": "2028-06-30"}


def draft(id: str, typed: dict[str, str], **more: Any) -> Draft:
    known = {"procedure": "residence-permit", "edition": "2024-12-01", "as_of": DAY, "typed": typed}
    return Draft(id, **{**known, **more})


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with three cases, whose key this computer keeps."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    folder = tmp_path / "data"
    store = open_store(folder, Vault.open(folder))
    store.save(draft("one", ENTERED))
    store.save(draft("two", RENEWED))
    store.save(draft("three", {}, procedure="gone-procedure"))
    store.close()
    return folder


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """The shipped forms, to be changed."""
    return shutil.copytree(paths.room("forms"), tmp_path / "forms")


def diff(capsys: pytest.CaptureFixture[str], place: Path, first: str, second: str, *more: str) -> Any:
    argv = ["diff", first, second, "--data", str(place), "--language", "en", *more]
    assert cli.main(argv) == 0
    printed = capsys.readouterr()
    return json.loads(printed.out)["cases"] if "--json" in more else printed


def test_a_case_whose_time_runs_out_between_the_days_is_told(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = diff(capsys, place, "2026-11-23", "2026-12-11", "--json")
    assert found["total"] == 3
    (case,) = found["changed"]
    assert (case["case"], case["procedure"], case["from"], case["to"]) == (
        "TD-0001",
        "residence-permit",
        "2024-12-01",
        "2024-12-01",
    )
    told = {(each["kind"], each["id"]): each for each in case["changes"]}
    rule = told["rule", "rp-30-days"]
    assert (rule["from"], rule["to"]) == ("pass", "fail")
    assert rule["message"].endswith("met → not met")
    deadline = told["deadline", "rp-30-days"]
    assert deadline["message"].endswith("10 Dec 2026 → 10 Dec 2026, passed")
    assert ("deadline", "letter-6-months") in told
    assert found["unread"] == [{"case": "TD-0003", "procedure": "gone-procedure", "edition": "2024-12-01"}]


def test_two_days_on_which_nothing_differs_change_no_case(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert diff(capsys, place, "2026-11-23", "2026-11-24", "--json")["changed"] == []


def test_nobody_is_named_in_any_language(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed = diff(capsys, place, "2026-11-23", "2026-12-20")
    assert "Stored cases that come out differently: 1 of 3" in printed.out
    assert "  TD-0001 · Residence permit" in printed.out
    assert "TD-0003: the form files of gone-procedure" in printed.err
    for personal in ("FERREIRA", "費雷拉"):
        assert personal not in printed.out + printed.err


def test_a_case_is_looked_at_under_the_edition_of_each_day_with_its_answers_renamed(room: Path) -> None:
    folder = room / "procedures" / "residence-permit"
    text = (folder / "2024-12-01.toml").read_text("utf-8").replace("work_permit.letter_date", "work_permit.letter_on")
    table = '[renames]\n"work_permit.letter_date" = "work_permit.letter_on"\n'
    head, mark, rest = text.partition("[citations.")
    (folder / "2027-01-01.toml").write_text(head + table + "\n" + mark + rest, "utf-8")
    catalogue = Catalogue([room])
    found = case_changes(catalogue, [draft("one", ENTERED)], date(2026, 12, 1), date(2027, 1, 2), "en")
    (case,) = found["changed"]  # type: ignore[misc]
    assert (case["from"], case["to"]) == ("2024-12-01", "2027-01-01")
    kept = [each for each in case["changes"] if each["id"] == "letter-6-months" and each["kind"] == "deadline"]
    assert [each["to"] for each in kept] == ["passed"]


def test_an_older_edition_is_never_asked_about_a_newer_case(room: Path) -> None:
    folder = room / "procedures" / "residence-permit"
    shutil.copy(folder / "2024-12-01.toml", folder / "2027-01-01.toml")
    new = draft("one", ENTERED, edition="2027-01-01")
    found = case_changes(Catalogue([room]), [new], date(2026, 11, 23), date(2026, 12, 20), "en")
    assert [(each["from"], each["to"]) for each in found["changed"]] == [("2027-01-01", "2027-01-01")]  # type: ignore[attr-defined]


def test_a_procedure_that_ends_is_told(room: Path) -> None:
    file = room / "procedures" / "residence-permit" / "2024-12-01.toml"
    file.write_text("until = 2026-12-31\n" + file.read_text("utf-8"), "utf-8")
    found = case_changes(Catalogue([room]), [draft("one", ENTERED)], DAY, date(2027, 1, 1), "en")
    (case,) = found["changed"]  # type: ignore[misc]
    assert case["to"] is None
    assert [each["message"] for each in case["changes"]] == ["the procedure is no longer in force"]


def test_where_no_store_is_none_is_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    argv = ["diff", "2026-11-23", "2026-12-20", "--language", "en", "--data"]
    assert cli.main([*argv, str(tmp_path / "nothing")]) == 3
    assert "there are no cases in" in capsys.readouterr().err
    assert not (tmp_path / "nothing").exists()
    assert cli.main([*argv, "postgresql://host/db"]) == 3


def test_a_store_of_another_computer_is_refused_with_a_remedy(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "other"))
    assert cli.main(["diff", "2026-11-23", "2026-12-20", "--language", "en", "--data", str(place)]) == 3
    assert "recovery code" in capsys.readouterr().err
