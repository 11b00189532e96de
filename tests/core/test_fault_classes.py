"""Each class of fault that `check` promises to find: one made in a room that is in order, and found with its place.

Bands that overlap are in `test_points_faults`, translations that are missing or broken in `test_translator_tool`.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from toyroom import ABOUT, CASES, CITATIONS, EDITION, PARAMETERS, write_room

from talentdesk.core.catalogue import Catalogue
from talentdesk.core.inspection import inspect
from talentdesk.service.checking import check, publish, stale

EDITION_FILE = "procedures/toy/2024-12-01"
IN_EDITION = f"forms/{EDITION_FILE}.toml"
SHEET = """
title = { zh-Hans = "表", en = "Slip" }
margins = [10, 10, 10, 10]
[[page]]
top = 40
[[page.section]]
number = "1"
[[page.section.row]]
height = 10
[[page.section.row.box]]
question = "person.surname"
label = { zh-Hans = "姓", en = "Surname" }
"""


def told(folder: Path, edition: str = EDITION, cases: str = CASES, **more: str) -> list[str]:
    """What `talentdesk check ROOM` tells."""
    return [str(fault) for fault in check([write_room(folder, edition, cases, **more)])]


def test_a_room_in_order_has_no_fault(tmp_path: Path) -> None:
    assert told(tmp_path) == []


EXPRESSIONS = {
    "cycle": (
        "is = \"age_on(person.birth_date, today) >= parameter('toy.age')\"",
        'is = "person.adult"',
        "person.adult stands below",
    ),
    "forward reference": (
        "request.kind == 'work' and person.adult",
        "answered(work.issued)",
        "work.issued stands below this expression; move it above",
    ),
    "unknown list in a rule": (
        'must = "person.adult"',
        "must = \"listed(person.nationality, 'hague')\"",
        "there is no list hague",
    ),
    "unknown citation": ('cite = "law"', 'cite = "lwa"', "there is no citation lwa; did you mean law?"),
    "unknown key": ("capitals = true", "capitls = true", "unknown key capitls; did you mean capitals?"),
    "wrong type": ("rows_max = 3", 'rows_max = "3"', "rows_max should be a whole number"),
    "wrong type of an expression": ('must = "person.adult"', 'must = "person.birth_date"', "gives date, but yes or no"),
    "comparison of two kinds": (
        'must = "person.adult"',
        'must = "person.birth_date > 18"',
        "person.birth_date gives date, 18 gives number: they cannot be compared",
    ),
    "rename to nothing": (
        'papers = ["checklist"]\n',
        'papers = ["checklist"]\n[renames]\n"person.name" = "person.sirname"\n',
        "there is no question person.sirname; did you mean person.surname?",
    ),
    "end before the beginning": (
        'papers = ["checklist"]\n',
        'papers = ["checklist"]\nuntil = 2024-11-30\n',
        "the edition ends on 2024-11-30, before it begins",
    ),
}


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_a_fault_of_an_edition(tmp_path: Path, name: str) -> None:
    old, new, message = EXPRESSIONS[name]
    assert old in EDITION
    found = told(tmp_path, EDITION.replace(old, new, 1))
    assert any(message in line and line.startswith(f"{IN_EDITION}:") for line in found), found


def test_a_question_that_no_answer_reaches(tmp_path: Path) -> None:
    unreachable = EDITION.replace("request.kind == 'work' and person.adult", "person.adult and not person.adult")
    found = told(tmp_path, unreachable, CASES.replace('asked = ["employer.name", "work.changes"]\n', ""))
    assert any("no case ever asks employer.name: it may be unreachable" in line for line in found)


def test_a_rule_without_a_case_for_both_outcomes(tmp_path: Path) -> None:
    (fault,) = told(tmp_path, cases=CASES.split('[[case]]\nname = "Too young"')[0])
    assert "no case makes the rule old-enough give fail; add such a case to cases.toml" in fault
    line = EDITION.splitlines().index('id = "old-enough"') + 1
    assert fault.startswith(f"{IN_EDITION}:{line}:")


def test_no_cases_at_all(tmp_path: Path) -> None:
    room = write_room(tmp_path)
    (room / "procedures/toy/cases.toml").unlink()
    (fault,) = check([room])
    assert "there are no cases" in str(fault)


def with_sheet(folder: Path, sheet: str) -> list[str]:
    edition = EDITION.replace('papers = ["checklist"]', 'papers = ["slip"]')
    room = write_room(folder, edition, **{"papers__slip__2024-12-01": sheet})
    return [str(fault) for fault in inspect(Catalogue([room]))]


def test_a_box_that_nobody_feeds_and_an_answer_that_nobody_prints(tmp_path: Path) -> None:
    found = with_sheet(tmp_path, SHEET.replace("person.surname", "person.sirname"))
    assert any("nothing feeds the box of person.sirname; did you mean person.surname?" in line for line in found), found
    assert any("nothing prints or uses the answer to person.surname" in line for line in found)
    assert any("nothing prints or uses the answer to employer.name" in line for line in found)
    assert not any("person.birth_date" in line for line in found)  # a rule uses it


def test_an_office_without_a_paper(tmp_path: Path) -> None:
    (fault,) = told(tmp_path, EDITION.replace('["checklist"]', '["checklst"]'))
    assert "there is no paper checklst; did you mean checklist?" in fault


def test_a_source_that_was_not_read_again_for_a_year(tmp_path: Path) -> None:
    from datetime import date

    citations = CITATIONS.replace('article = "1"', 'article = "1"\nread_on = 2026-01-01', 1)
    room = write_room(tmp_path, shared__citations=citations)
    assert check([room]) == ()
    assert stale(date(2027, 1, 1), [room]) == ()
    assert stale(date(2027, 1, 2), [room]) == ("law",)


def test_a_published_edition_that_was_changed(tmp_path: Path) -> None:
    room = write_room(tmp_path)
    publish([room])
    (fault,) = told(tmp_path, EDITION.replace("Surname", "Last name"))
    assert "the published edition toy/2024-12-01 has changed; undo the change and write a new edition" in fault
    assert fault.startswith("forms/published.toml:2:")


def test_a_published_edition_that_is_gone(tmp_path: Path) -> None:
    room = write_room(tmp_path)
    publish([room])
    (room / f"{EDITION_FILE}.toml").rename(room / "procedures/toy/2024-12-02.toml")
    (fault,) = [str(fault) for fault in check([room])]
    assert "the published edition toy/2024-12-01 is gone; bring its file back" in fault


def test_editions_that_are_in_force_at_once(tmp_path: Path) -> None:
    first = EDITION.replace('papers = ["checklist"]\n', 'papers = ["checklist"]\nuntil = 2025-06-01\n')
    before = CASES.replace("2026-11-23", "2024-12-02")
    found = told(tmp_path, first, before + CASES, **{"procedures__toy__2025-06-01": EDITION})
    (line,) = (number for number, text in enumerate(first.splitlines(), 1) if text.startswith("until"))
    assert found == [
        f"{IN_EDITION}:{line}: the edition ends on 2025-06-01, but the next begins on 2025-06-01; "
        "end it the day before, or leave “until” out"
    ]


def test_a_file_whose_name_is_no_date(tmp_path: Path) -> None:
    (fault,) = told(tmp_path, **{"procedures__toy__2025-13-01": EDITION})
    assert fault.startswith("forms/procedures/toy/2025-13-01.toml:1: the name of the file is no date")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("from = 2026-01-01", "from = 2020-01-01", "two values begin on the same day: 2020-01-01"),
        ("from = 2026-01-01", 'from = "2026-01-01"', "from should be a date without quotes"),
        ("from = 2026-01-01", "form = 2026-01-01", "unknown key form; did you mean from?"),
        ("until_repealed = true", "until_repealed = true\nvalue = 3", "what is repealed has no value"),
        ("value = 21", 'value = "twenty"', "value is not a number"),
        ("value = 21\n", "", "the key value is missing"),
        ('cite = "memory"', 'cite = "memry"', "there is no citation memry; did you mean memory?"),
        ('title = { zh-Hans = "年龄", en = "Age" }', 'title = { en = "Age" }', "the key zh-Hans is missing"),
    ],
)
def test_a_parameter_with_wrong_dates_or_values(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in PARAMETERS
    found = told(tmp_path, shared__parameters__toy=PARAMETERS.replace(old, new, 1))
    assert any(message in line and line.startswith("forms/shared/parameters/toy.toml:") for line in found), found


def test_a_broken_folder_never_takes_the_others_down(tmp_path: Path) -> None:
    more = {
        "procedures__broken__about": ABOUT,
        "procedures__broken__2024-12-01": "[[section\n",
        "procedures__headless__about": "title = 1\n",
        "procedures__headless__2024-12-01": EDITION,
    }
    room = write_room(tmp_path, **more)
    found = [str(fault) for fault in check([room])]
    assert any(line.startswith("forms/procedures/broken/2024-12-01.toml:1: this is not TOML") for line in found)
    assert any(line.startswith("forms/procedures/headless/about.toml:") for line in found)
    assert not any(line.startswith("forms/procedures/toy/") for line in found)
    catalogue = Catalogue([room])
    assert catalogue.edition("toy", "2024-12-01").rules
    assert set(catalogue.procedures()) == {"toy", "broken"}
