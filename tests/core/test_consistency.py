"""Several forms of one person: what differs is told by character, by day, by month; what fits is not."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from talentdesk import cli, paths
from talentdesk.core.catalogue import Catalogue
from talentdesk.core.consistency import AnswerSet, Difference, Finding, check_consistency, differences
from talentdesk.core.consistencyfile import inspect_consistency, read_consistency
from talentdesk.core.tomlfile import FormError

AS_OF = date(2026, 11, 23)
CATALOGUE = Catalogue([paths.room("forms")])
RULES = CATALOGUE.consistency()


def check(*forms: dict[str, str], procedures: Sequence[str] = ("", "", "")) -> dict[str, Finding]:
    sets = [
        AnswerSet(f"{name}.toml", procedure, typed)
        for name, procedure, typed in zip("abc", procedures, forms, strict=False)
    ]
    return {finding.rule.id: finding for finding in check_consistency(RULES, sets, AS_OF)}


def test_what_is_the_same_or_only_said_once_is_no_finding() -> None:
    typed = {"person.surname": "FERREIRA", "passport.number": "CB 482137", "person.birth_date": "1994-06-18"}
    other = {"person.surname": "FERREIRA", "passport.number": "cb482137", "person.birth_date": "1994.6.18"}
    assert check(typed, other, {"person.name_zh": "何丽娜"}) == {}


def test_a_name_is_compared_character_by_character_and_never_converted() -> None:
    found = check({"person.name_zh": "何鑑詠"}, {"person.name_zh": "何鑒咏"})["name-zh"]
    assert found.differences == (Difference(2, "鑑詠", "鑒咏"),)
    assert [place.form for place in found.places] == ["a.toml", "b.toml"]
    assert set(check({"person.surname": "Ferreira"}, {"person.surname": "FERREIRA"})) == {"surname"}


def test_characters_that_only_look_the_same_differ() -> None:
    """A compatibility ideograph beside its unified one, and a Cyrillic letter among Latin ones."""
    assert set(check({"person.name_zh": "\uf9d1"}, {"person.name_zh": "\u516d"})) == {"name-zh"}
    found = check({"person.surname": "MACAO"}, {"person.surname": "M\u0410CAO"})["surname"]
    assert found.differences == (Difference(2, "A", "\u0410"),)


@given(some.text(max_size=20), some.text(max_size=20))
def test_the_differences_turn_the_first_into_the_second(here: str, there: str) -> None:
    made, at = "", 0
    for each in differences(here, there):
        made += here[at : each.position - 1] + each.there
        at = each.position - 1 + len(each.here)
    assert made + here[at:] == there


def test_each_other_spelling_is_told_once_against_the_first_with_all_its_places() -> None:
    sets = [AnswerSet(str(number), "", {"passport.number": text}) for number, text in enumerate(("A1", "B2", "B2"))]
    found = check_consistency(RULES, sets, AS_OF)
    assert [[place.form for place in each.places] for each in found] == [["0", "1", "2"]]


def test_a_permit_ends_with_contract_and_passport_at_the_latest_and_on_the_day_itself_in_time() -> None:
    permit = {"request.rp_until": "2028-01-31"}
    assert check(permit, {"job.contract_end": "2028-01-31", "passport.expiry_date": "2028-01-31"}) == {}
    found = check(permit, {"job.contract_end": "2028-01-30"}, {"passport.expiry_date": "2028-01-30"})
    assert set(found) == {"permit-until-contract", "permit-until-passport"}
    assert [place.question for place in found["permit-until-contract"].places] == [
        "request.rp_until",
        "job.contract_end",
    ]
    assert check(permit, {"job.contract_end": "2028-02-31"}) == {}


def cv(*rows: tuple[str, str], table: str = "cv") -> dict[str, str]:
    typed = {}
    for number, (begin, end) in enumerate(rows):
        typed[f"{table}[{number}].from"], typed[f"{table}[{number}].to"] = begin, end
    return typed


def test_months_since_the_eighteenth_birthday_without_a_row_are_told() -> None:
    born = {"person.birth_date": "1990-03-15"}
    whole = cv(("2008-01", "2012-06"), ("2012-07", ""))
    assert check({**born, **whole}, born) == {}
    gaps = cv(("2008-04", "2012-06"), ("2012-09", "2026-10"))
    found = check({**born, **gaps}, {**born, **cv(("2012-07", "2012-08"), table="work")})["cv-since-18"]
    assert [(each.first, each.last, each.elsewhere) for each in found.months] == [
        ("2008-03", "2008-03", ()),
        ("2012-07", "2012-08", ("b.toml",)),
        ("2026-11", "2026-11", ()),
    ]


def test_without_a_birthday_a_row_or_eighteen_years_nothing_is_missing() -> None:
    rows = cv(("2020-01", "2020-02"))
    assert check(rows, {}) == {}
    assert check({"person.birth_date": "1990-03-15"}, cv(("2020-01", "2020-02"), table="work")) == {}
    assert check({"person.birth_date": "2010-03-15", **rows}, {}) == {}


def test_benefits_that_exclude_each_other_are_told_where_both_are_asked_for() -> None:
    found = check({}, {}, procedures=("income-tax-subsidy", "qianhai-youth-support"))
    assert set(found) == {"tax-subsidy-and-youth-support"}
    assert str(found["tax-subsidy-and-youth-support"].rule.citation.grade) == "B"
    assert check({}, {}, procedures=("income-tax-subsidy", "income-tax-subsidy")) == {}


@given(
    some.dictionaries(
        some.sampled_from(["person.birth_date", "cv[0].from", "cv[0].to", "job.contract_end"]), some.text(max_size=12)
    )
)
def test_whatever_was_typed_is_compared_or_left_alone(typed: dict[str, str]) -> None:
    check(typed, {"request.rp_until": "2028-01-31", "person.birth_date": "1990-03-15"})


# ---- the command


def write(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder / name)


def test_the_command_says_where_it_differs_by_code_point(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = write(tmp_path, "a.toml", '[person]\nname_zh = "何鑑詠"\n')
    second = write(tmp_path, "b.json", '{"procedure": "residence-permit", "answers": {"person.name_zh": "何鉴詠"}}')
    assert cli.main(["consistency", first, f"work-permit={second}", "--language", "en", "--json"]) == 1
    found: Any = json.loads(capsys.readouterr().out)
    assert [form["procedure"] for form in found["forms"]] == ["", "work-permit"]
    (finding,) = found["findings"]
    assert finding["differences"][0]["here_code_points"] == "U+9451"
    assert finding["differences"][0]["there_code_points"] == "U+9274"
    assert cli.main(["consistency", first, second, "--language", "en"]) == 1
    said = capsys.readouterr().out
    assert "character 2: “鑑” (U+9451) in the first, “鉴” (U+9274) in the second" in said
    assert "b.json: person.name_zh = 何鉴詠" in said


def test_forms_that_fit_say_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [write(tmp_path, name, '"person.surname" = "FERREIRA"\n') for name in ("a.toml", "b.toml")]
    assert cli.main(["consistency", *files, "--language", "en"]) == 0
    assert capsys.readouterr().out == "The forms fit together.\n"


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        ([], 1, "nothing to be compared with"),
        (["a.toml"], 1, "two answers files or more"),
        (["a.toml", "none.toml"], 3, "is not there"),
        (["a.toml", "broken.toml"], 1, "this is not TOML"),
        (["a.toml", "work-permits=a.toml"], 2, "did you mean work-permit?"),
    ],
)
def test_bad_input_is_told_in_a_sentence(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
    told: str,
) -> None:
    write(tmp_path, "a.toml", '"person.surname" = "FERREIRA"\n')
    write(tmp_path, "broken.toml", "person = [")
    monkeypatch.chdir(tmp_path)
    assert cli.main(["consistency", *arguments, "--language", "en"]) == code
    assert told in capsys.readouterr().err


# ---- the file


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('questions = ["person.surname"]', "questions = []", "questions names too few"),
        ('compared = "date"', 'compared = "data"', "compared cannot be data"),
        ('id = "given-names"', 'id = "surname"', "the id surname is there twice"),
        ('cite = "iit-amount"', 'cite = "iit-amout"', "there is no citation iit-amout"),
        ('["income-tax-subsidy", "qianhai-youth-support"]', '["income-tax-subsidy"]', "procedures names too few"),
        ('birth = "person.birth_date"', 'born = "person.birth_date"', "the key birth is missing"),
    ],
)
def test_a_fault_in_the_file_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    file = tmp_path / "consistency.toml"
    text = (paths.room("forms") / "shared" / "consistency.toml").read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(FormError) as slip:
        read_consistency(file, CATALOGUE.citations())
    assert told in [fault.cause.format(**fault.details) for fault in slip.value.faults]


def test_check_tells_of_a_question_and_a_procedure_that_are_not_there(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    text = (paths.room("forms") / "shared" / "consistency.toml").read_text("utf-8")
    text = text.replace('"employer.uscc"', '"employer.ussc"').replace('"income-tax-subsidy",', '"income-tax",')
    (tmp_path / "shared" / "consistency.toml").write_text(text, "utf-8")
    faults = inspect_consistency(Catalogue([tmp_path, paths.room("forms")]))
    told = [fault.cause.format(**fault.details) for fault in faults]
    assert told == ["there is no question employer.ussc", "there is no procedure income-tax"]


def test_the_shipped_file_is_in_order() -> None:
    assert tuple(inspect_consistency(CATALOGUE)) == ()
