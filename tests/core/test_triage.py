"""Which procedures fit: the rows' three outcomes, their reasons, and what `check` tells a clerk who slips."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from toyroom import write_room

from talentdesk.core.catalogue import Catalogue
from talentdesk.core.inspection import inspect
from talentdesk.core.tomlfile import FormError
from talentdesk.core.triage import Triage, Verdict, hold, inspect_triage, judge, read_triage
from talentdesk.core.triagemutation import triage_survivors

TRIAGE = """
[[section]]
id = "person"
number = ""
title = { zh-Hans = "谁", en = "Who" }

[[section.question]]
id = "toy.local"
kind = "yes_no"
label = { zh-Hans = "本地", en = "Local?" }

[[section.question]]
id = "toy.works"
kind = "yes_no"
label = { zh-Hans = "工作", en = "Works?" }
ask_when = "not toy.local"

[[fact]]
id = "toy.stranger"
is = "not toy.local"

[[row]]
procedure = "toy"
from = 2024-12-01
until = 2030-12-31
fits_when = "toy.stranger and toy.works"
[[row.fit]]
why = { zh-Hans = "可", en = "May" }
cite = "law"
[[row.not]]
when = "toy.local"
why = { zh-Hans = "本地人", en = "A local" }
cite = "law"
[[row.not]]
why = { zh-Hans = "不工作", en = "Does not work" }
cite = "memory"
"""

CASES = """
[[case]]
name = "Stranger who works"
as_of = 2026-11-23
[case.answers]
"toy.local" = "no"
"toy.works" = "yes"
[case.expect]
fits = ["toy"]

[[case]]
name = "Local"
as_of = 2026-11-23
[case.answers]
"toy.local" = "yes"
[case.expect]
not = ["toy"]

[[case]]
name = "Stranger"
as_of = 2026-11-23
[case.answers]
"toy.local" = "no"
[case.expect]
unknown = { "toy" = ["toy.works"] }
"""


def room(folder: Path, triage: str = TRIAGE, cases: str = CASES) -> Catalogue:
    return Catalogue([write_room(folder, shared__triage=triage, **{"shared__triage-cases": cases})])


def read(catalogue: Catalogue) -> Triage:
    triage = read_triage(catalogue)
    assert triage is not None
    return triage


def verdict(folder: Path, day: date = date(2026, 11, 23), **answers: str) -> Verdict:
    catalogue = room(folder)
    triage = read(catalogue)
    typed = {f"toy.{name}": value for name, value in answers.items()}
    (found,) = judge(triage, hold(triage, catalogue, day, typed))
    return found


def test_a_row_fits_does_not_or_names_what_would_settle_it(tmp_path: Path) -> None:
    fits = verdict(tmp_path, local="no", works="yes")
    assert (fits.fits, fits.reason and fits.reason.why.en, fits.missing) == (True, "May", ())
    unfit = verdict(tmp_path, local="yes")
    assert (unfit.fits, unfit.reason and unfit.reason.why.en) == (False, "A local")
    idle = verdict(tmp_path, local="no", works="no")
    assert idle.reason is not None
    assert (idle.fits, idle.reason.why.en, idle.reason.citation.grade) == (False, "Does not work", "M")
    unknown = verdict(tmp_path, local="no")
    assert (unknown.fits, unknown.reason, unknown.missing) == (None, None, ("toy.works",))
    assert verdict(tmp_path).missing == ("toy.local",)


@pytest.mark.parametrize("day", [date(2024, 11, 30), date(2031, 1, 1)])
def test_outside_its_dates_a_row_never_fits(tmp_path: Path, day: date) -> None:
    found = verdict(tmp_path, day, local="no", works="yes")
    assert (found.fits, found.reason) == (False, None)


@pytest.mark.parametrize("day", [date(2024, 12, 1), date(2030, 12, 31)])
def test_first_and_last_day_count(tmp_path: Path, day: date) -> None:
    assert verdict(tmp_path, day, local="no", works="yes").fits is True


def test_an_answer_of_the_wrong_shape_is_no_answer(tmp_path: Path) -> None:
    assert verdict(tmp_path, local="perhaps").missing == ("toy.local",)


def test_a_later_row_takes_over_on_its_day(tmp_path: Path) -> None:
    later = TRIAGE[TRIAGE.index("[[row]]") :].replace("2024-12-01", "2031-01-01").replace("2030-12-31", "2040-12-31")
    catalogue = room(tmp_path, TRIAGE + later.replace('"toy.stranger and toy.works"', '"toy.local"'))
    triage = read(catalogue)
    assert [
        judge(triage, hold(triage, catalogue, day, {"toy.local": "yes"}))[0].fits
        for day in (date(2030, 12, 31), date(2031, 1, 1))
    ] == [False, True]


def test_a_room_without_a_triage_has_none(toy: Catalogue) -> None:
    assert read_triage(toy) is None
    assert list(inspect_triage(toy)) == []


def test_a_triage_in_order_has_no_fault(tmp_path: Path) -> None:
    assert list(inspect_triage(room(tmp_path))) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("fits_when", "fit_when", ["unknown key fit_when", "did you mean fits_when?"]),
        ('procedure = "toy"', 'procedures = "toy"', ["the key procedure is missing"]),
        ("toy.stranger and toy.works", "toy.stranger and toy.work", ["there is no question or fact toy.work"]),
        ("toy.stranger and toy.works", "1 + 1", ["gives number, but yes or no is needed"]),
        ('cite = "memory"', 'cite = "memry"', ["there is no citation memry", "did you mean memory?"]),
        ('when = "toy.local"\nwhy', "why", ["the last reason has no “when”"]),
        ('why = { zh-Hans = "不工作", en', 'when = "toy.local"\nwhy = { zh-Hans = "不工作", en', ["the last reason"]),
        ('[[row.fit]]\nwhy = { zh-Hans = "可", en = "May" }\ncite = "law"\n', "", ["the key fit is missing"]),
        ("from = 2024-12-01", 'from = "2024-12-01"', ["from should be a date without quotes"]),
        ('id = "toy.works"', 'id = "toy.local"', ["the question toy.local is there twice"]),
        ("[[row]]", "[[rows]]", ["unknown key rows"]),
        ("[[fact]]", "[[fact", ["this is not TOML"]),
    ],
)
def test_a_slip_is_told_with_its_line_and_remedy(tmp_path: Path, old: str, new: str, told: list[str]) -> None:
    assert old in TRIAGE
    with pytest.raises(FormError) as slip:
        read_triage(room(tmp_path, TRIAGE.replace(old, new)))
    said = "\n".join(map(str, slip.value.faults))
    for part in told:
        assert part in said
    assert all(fault.file == "forms/shared/triage.toml" and fault.line >= 1 for fault in slip.value.faults)


def faults(folder: Path, triage: str = TRIAGE, cases: str = CASES) -> str:
    return "\n".join(map(str, inspect_triage(room(folder, triage, cases))))


def test_check_tells_of_a_procedure_without_a_row_and_a_row_without_a_procedure(tmp_path: Path) -> None:
    said = faults(tmp_path, TRIAGE.replace('procedure = "toy"', 'procedure = "toi"'))
    assert "there is no procedure toi; did you mean toy?" in said
    assert "the procedure toy has no row" in said


def test_check_tells_of_two_rows_on_one_day(tmp_path: Path) -> None:
    again = (
        TRIAGE[TRIAGE.index("[[row]]") :].replace("2024-12-01", "2030-12-31").replace("2030-12-31\nf", "2032-12-31\nf")
    )
    assert "toy has two rows on the same day" in faults(tmp_path, TRIAGE + again)


def test_check_tells_of_questions_nobody_needs_or_reaches(tmp_path: Path) -> None:
    idle = TRIAGE.replace(
        "[[fact]]",
        '[[section.question]]\nid = "toy.idle"\nkind = "yes_no"\nlabel = '
        '{ zh-Hans = "闲", en = "Idle?" }\nask_when = "toy.local and not toy.local"\n\n[[fact]]',
    )
    said = faults(tmp_path, idle)
    assert "nothing uses the answer to toy.idle" in said
    assert "no case ever asks toy.idle: it may be unreachable" in said


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('fits = ["toy"]', 'not = ["toy"]', "toy comes out as “fits”; correct the case “Stranger who works”"),
        ('not = ["toy"]', 'not = ["tooy"]', "did you mean toy"),
        ('["toy.works"]', '["toy.local"]', "toy is not unknown for the want of these; now: [toy.works]"),
        ('unknown = { "toy"', 'unknown = { "toi"', "toi is not unknown"),
        ("fits = [", "fit = [", "unknown key fit"),
        ('"toy.works" = "yes"', '"toy.work" = "yes"', "there is no question toy.work (did you mean toy.works?)"),
        ('"toy.works" = "yes"', '"toy.works" = "yeah"', "toy.works has the problem"),
        ('not = ["toy"]', 'why = { "toy" = 2 }', "the reason for toy is its number 1, not 2"),
        ('not = ["toy"]', 'asked = ["toy.works"]', "toy.works is not asked"),
        ('"toy.local" = "yes"', '"toy.local" = "no"', "no case gives toy as “not”; add such a case"),
    ],
)
def test_check_runs_the_cases(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in CASES
    assert told in faults(tmp_path, cases=CASES.replace(old, new))


def test_the_triage_belongs_to_the_whole_check(tmp_path: Path) -> None:
    assert inspect(room(tmp_path)) == ()
    (fault,) = inspect(room(tmp_path / "again", cases=CASES.replace('not = ["toy"]', 'fits = ["toy"]')))
    assert fault.file == "forms/shared/triage-cases.toml"
    assert "Local" in str(fault)


def unnoticed(folder: Path, cases: str = CASES) -> list[str]:
    catalogue = room(folder, cases=cases)
    assert inspect(catalogue) == ()
    return [str(fault) for fault in triage_survivors(catalogue)]


def test_a_reason_that_no_case_looks_at_is_told(tmp_path: Path) -> None:
    line = TRIAGE.splitlines().index('when = "toy.local"') + 1
    assert unnoticed(tmp_path) == [
        f"forms/shared/triage.toml:{line}: no case notices when not 1 of toy has “not toy.local” instead of "
        "“toy.local”; add a case that comes out differently with it"
    ]
    assert unnoticed(tmp_path / "again", CASES.replace('not = ["toy"]', 'not = ["toy"]\nwhy = { "toy" = 1 }')) == []


def test_a_condition_of_a_row_that_no_case_tries_is_told(tmp_path: Path) -> None:
    only = CASES.replace('unknown = { "toy" = ["toy.works"] }\n', "").replace('not = ["toy"]', 'why = { "toy" = 1 }')
    assert any("fits_when of toy has “toy.stranger or toy.works”" in line for line in unnoticed(tmp_path, only))
