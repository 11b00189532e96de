"""`triage` on the shipped room: the first question is who somebody is; bad input is told in a sentence."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from talentdesk import cli
from talentdesk.i18n import LANGUAGES
from talentdesk.service.checking import stale
from talentdesk.service.rooms import catalogue

DAY = ["--as-of", "2026-11-23"]


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")


def sort(folder: Path, capsys: pytest.CaptureFixture[str], answers: str, name: str = "a.toml", *more: str) -> Any:
    file = folder / name
    file.write_text(answers, encoding="utf-8")
    assert cli.main(["triage", "--answers", str(file), "--json", *(more or DAY)]) == 0
    return json.loads(capsys.readouterr().out)


def ids(entries: list[dict[str, Any]]) -> set[str]:
    return {entry["procedure"] for entry in entries}


def entry(entries: list[dict[str, Any]], procedure: str) -> dict[str, Any]:
    return next(each for each in entries if each["procedure"] == procedure)


def test_a_chinese_national_of_hong_kong_needs_neither_visa_nor_work_permit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = sort(tmp_path, capsys, '[residency]\nstatus = "hk_permanent"\n[person]\nchinese_national = true\n')
    assert {"hk-macao-residence-permit", "mainland-travel-permit"} <= ids(found["fits"])
    assert {"visa-application", "work-permit", "residence-permit"} <= ids(found["not"])
    permit = entry(found["not"], "work-permit")
    assert permit["citation"]["instrument"].startswith("State Council [2018] No. 28")
    assert (permit["grade"], permit["citation"]["in_force"]) == ("M", "2018-07-28")
    assert entry(found["unknown"], "income-tax-subsidy")["missing"] == ["triage.employer"]


def test_the_card_of_a_permanent_resident_who_is_no_chinese_national_allows_no_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = {
        "residency.status": "hk_permanent",
        "person.chinese_national": "no",
        "triage.pr_card": "no",
        "triage.purpose": ["work"],
        "triage.in_mainland": False,
        "triage.employer": "qianhai",
        "triage.work_permit": "no",
    }
    found = sort(tmp_path, capsys, json.dumps(answers), "a.json")
    assert {"mainland-travel-permit-non-chinese", "visa-application", "work-permit", "residence-permit"} <= ids(
        found["fits"]
    )
    card = entry(found["fits"], "mainland-travel-permit-non-chinese")
    assert "may not work" in card["why"]
    assert (card["grade"], card["citation"]["in_force"]) == ("B", "2024-07-10")


def test_a_day_before_it_began_nothing_fits_and_says_since_when(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = '"residency.status" = "mo_permanent"\n"person.chinese_national" = "no"\n'
    before = sort(tmp_path, capsys, answers, "a.toml", "--as-of", "2024-07-09")
    told = entry(before["not"], "mainland-travel-permit-non-chinese")
    assert told["why"].startswith("In force from 10 Jul 2024")
    after = sort(tmp_path, capsys, answers, "a.toml", "--as-of", "2024-07-10")
    assert "mainland-travel-permit-non-chinese" in ids(after["fits"])


@pytest.mark.parametrize("answers", ["", '"residency.status" = "none"\n', '"person.nationality" = "CHN"\n'])
def test_every_procedure_stands_in_exactly_one_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], answers: str
) -> None:
    found = sort(tmp_path, capsys, answers)
    everywhere = [each["procedure"] for key in ("fits", "not", "unknown") for each in found[key]]
    assert sorted(everywhere) == sorted(catalogue().procedures())
    assert all(each["why"] and each["citation"]["grade"] == each["grade"] for each in found["fits"] + found["not"])
    assert all(each["missing"] for each in found["unknown"])


def test_answers_of_other_forms_are_passed_over_and_slips_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.toml"
    file.write_text('[residency]\nstatus = "hk_permanent"\nstatuss = "x"\n[person]\nsurname = "X"\n', encoding="utf-8")
    assert cli.main(["triage", "--answers", str(file), "--json", *DAY]) == 0
    said = capsys.readouterr()
    assert said.err.strip() == "there is no question residency.statuss; did you mean residency.status?"
    assert json.loads(said.out)["unknown"]


def test_a_code_that_is_not_in_the_list_is_told_and_counts_as_no_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.toml"
    file.write_text('"residency.status" = "martian"\n', encoding="utf-8")
    assert cli.main(["triage", "--answers", str(file), "--json", *DAY]) == 1
    said = capsys.readouterr()
    assert "residency.status: " in said.err
    found = json.loads(said.out)
    assert "residency.status" in entry(found["unknown"], "hk-macao-residence-permit")["missing"]
    assert [problem["question"] for problem in found["problems"]] == ["residency.status"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_as_text_each_part_has_a_title_reason_and_grade(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    file = tmp_path / "a.toml"
    file.write_text('"residency.status" = "hk_permanent"\n"person.chinese_national" = "yes"\n', encoding="utf-8")
    assert cli.main(["triage", "--answers", str(file), "--language", language, *DAY]) == 0
    out = capsys.readouterr().out
    assert "· hk-macao-residence-permit" in out
    assert "[M]" in out
    assert "(triage.employer)" in out
    assert "{" not in out


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (None, 3, "is not there"),
        (b'"residency.status" = \n', 1, "a.toml:1: this is not TOML"),
        (b"{", 1, "this is not JSON"),
        ('"residency.status" = "none"'.encode("utf-16"), 1, "save it as UTF-8"),
        (b"[" * 3000, 1, "a.toml:1:"),
    ],
)
def test_a_file_that_is_no_answers_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, code: int, said: str
) -> None:
    file = tmp_path / "a.toml"
    if content is not None:
        file.write_bytes(content)
    assert cli.main(["triage", "--answers", str(file), "--json"]) == code
    printed = capsys.readouterr()
    assert said in printed.err
    assert printed.out == ""


def test_answers_are_needed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["triage"]) == 2
    assert "still needed: --answers" in capsys.readouterr().err


def test_a_source_of_the_triage_read_long_ago_is_told() -> None:
    assert "triage: regulations-2013" in stale(date(2028, 1, 1))
    assert not stale(date(2026, 11, 23))
