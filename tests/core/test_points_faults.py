"""Every slip a clerk can make in a table of points is told with its file, its line and a remedy."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_points import COUNTED, TABLE
from toyroom import CASES, write_room

from talentdesk.core.catalogue import Catalogue
from talentdesk.core.inspection import inspect
from talentdesk.core.tomlfile import Fault

W = '{ zh-Hans = "分", en = "Points" }'
FILE = "forms/shared/points/toy.toml"
UNCHANGED = "title = "


def faults(folder: Path, old: str = UNCHANGED, new: str = UNCHANGED, **more: str) -> tuple[Fault, ...]:
    """What `check` says of the toy room when a piece of its table of points reads otherwise."""
    assert old in TABLE
    files = {"edition": COUNTED, "cases": CASES, "shared__points__toy": TABLE.replace(old, new, 1), **more}
    return inspect(Catalogue([write_room(folder, **files)]))


def told(found: tuple[Fault, ...]) -> list[str]:
    return [fault.cause.format(**fault.details) for fault in found]


def line_of(text: str, table: str) -> int:
    return next(number for number, line in enumerate(table.splitlines(), 1) if text in line)


def test_the_table_of_these_tests_is_in_order(tmp_path: Path) -> None:
    assert faults(tmp_path) == ()


@pytest.mark.parametrize(
    ("old", "new", "cause"),
    [
        ("changeable = true", "changable = true", "unknown key changable"),
        ("below = 2, points = 0", "bellow = 2, points = 0", "unknown key bellow"),
        ('of = "request.months"', 'of = "request.month"', "there is no question or fact request.month"),
        ('when = "person.adult"', 'when = "person.adlt"', "there is no question or fact person.adlt"),
        ('of = "request.months"', 'of = "person.birth_date"', "bands cannot look at date"),
        ('codes = ["work"]', 'codes = ["wrk"]', "request.kind has no choice wrk"),
        ('variant = "low"', 'variant = "lwo"', "there is no variant lwo"),
        ('hit = "sum"', 'hit = "some"', "hit cannot be some"),
        ('id = "kind"', 'id = "months"', "months is there twice"),
        ("max = 6\n", "", "the key max is missing"),
        ("below = 2, points = 0", "below = 2, points = [4, 1]", "points is not a number of points"),
        ("below = 2, points = 0", 'below = "two", points = 0', "below is not a number"),
        ("below = 2, points = 0", 'codes = ["a"], points = 0', "codes does not fit this factor"),
        ("at_least = 2, points = 5", "above = 2, points = 5", "“plus” counts on from a low end"),
        ('when = "person.adult", points = 4', "points = 4", "a band without a condition leaves nothing to those below"),
        ('label = { zh-Hans = "分", en = "Points" } }', 'label = { zh-Hans = "分" } }', "the key en is missing"),
        ('cite = "memory"', 'cite = "memry"', "there is no citation memry"),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, old: str, new: str, cause: str) -> None:
    found = faults(tmp_path, old, new)
    assert cause in told(found)
    fault = next(fault for fault in found if fault.cause.format(**fault.details) == cause)
    assert fault.file == FILE
    assert fault.remedy


def test_a_misspelt_key_is_told_on_its_own_line_with_the_word_that_was_meant(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, "at_least = 2, points", "at_last = 2, points")[:1]
    assert fault.remedy.format(**fault.details) == "did you mean at_least?"
    assert fault.line == line_of("plus = 1", TABLE)


def test_a_variant_that_a_factor_answers_twice(tmp_path: Path) -> None:
    twice = '[[factor.alternative]]\nvariant = "low"\nmax = 7\ncite = "memory"\n'
    assert told(faults(tmp_path, '[[factor]]\nid = "kind"', f'{twice}[[factor]]\nid = "kind"')) == [
        "low is there twice"
    ]


def test_an_edition_that_names_a_table_nobody_wrote(tmp_path: Path) -> None:
    (first, second) = faults(tmp_path, edition=COUNTED.replace('points = "toy"', 'points = "toyy"'))[:1] * 2
    assert first.cause.format(**first.details) == "there is no table of points toyy"
    assert second.remedy.format(**second.details) == "did you mean toy?"


@pytest.mark.parametrize(
    ("old", "new", "cause"),
    [
        ("at_least = 2, points", "at_least = 1, points", "bands 1 and 2 overlap"),
        ("below = 2, points", "at_most = 2, points", "bands 1 and 2 overlap"),
        ("at_least = 2, points", "at_least = 3, points", "no band takes what lies from 2 to 3"),
        ("below = 2, points", "at_least = 1, below = 2, points", "no band takes what lies from 0 to 1"),
        ("at_least = 2, points", "at_least = 2, below = 9, points", "no band takes what lies from 9 to ∞"),
        ('codes = ["study"]', 'codes = ["work", "study"]', "bands 1 and 2 overlap"),
        (
            '    { codes = ["study"], points = 2, label = { zh-Hans = "分", en = "Points" } },\n',
            "",
            "no band takes study",
        ),
        (
            '    { points = 1, label = { zh-Hans = "分", en = "Points" } },\n',
            "",
            "answers that meet no condition have no points",
        ),
        ("points = 6", "points = 7", "a band gives 7 points, more than the factor's maximum 6"),
        ("points = 6", "points = [2, 7]", "a band gives 7 points, more than the factor's maximum 6"),
        ("at_least = 20", "at_least = 10", "the cut-offs do not descend"),
        ("at_least = 20", "at_least = 9", "the cut-offs do not descend"),
        ("at_least = 20\n", "", "the cut-offs do not descend"),
        ('code = "none"', 'code = "none"\nat_least = 1', "a total below every cut-off has no category"),
        ('code = "silver"', 'code = "gold"', "gold is there twice"),
    ],
)
def test_what_reads_well_but_counts_wrongly(tmp_path: Path, old: str, new: str, cause: str) -> None:
    found = faults(tmp_path, old, new)
    assert told(found) == [cause]
    assert found[0].file == FILE
    assert found[0].line > 1


def test_a_fault_of_a_band_stands_on_the_line_of_the_band(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, "points = 6", "points = 7")
    assert fault.line == line_of('codes = ["work"]', TABLE)


def test_overlapping_bands_are_in_order_where_the_first_counts_unless_nothing_is_left(tmp_path: Path) -> None:
    first = '[[factor]]\nid = "months"\nhit = "first"'
    table = TABLE.replace('[[factor]]\nid = "months"', first)
    overlapping = table.replace("below = 2, points = 0", "below = 4, points = 0")
    assert faults(tmp_path / "a", shared__points__toy=overlapping) == ()
    hidden = table.replace("below = 2, points = 0", "at_least = 0, points = 0")
    found = faults(tmp_path / "b", shared__points__toy=hidden)
    assert told(found) == ["band 2 is never reached: those before it take all of it"]


def test_a_factor_that_covers_only_some_ages_says_so(tmp_path: Path) -> None:
    starts_late = TABLE.replace("below = 2, points = 0", "at_least = 1, below = 2, points = 0")
    limited = starts_late.replace('of = "request.months"', 'of = "request.months"\nleast = 1')
    assert faults(tmp_path, shared__points__toy=limited) == ()


def test_a_case_that_breaks_the_hit_policy(tmp_path: Path) -> None:
    twofold = (
        TABLE.replace('hit = "first"', "")
        .replace("{ points = 1,", "{ when = \"request.kind == 'work'\", points = 1,")
        .replace('when = "person.adult"', 'when = "person.adult or not person.adult"')
    )
    found = faults(tmp_path, shared__points__toy=twofold)
    assert "a case meets several bands, though only one may hold" in told(found)


def test_a_table_that_no_edition_names(tmp_path: Path) -> None:
    found = faults(tmp_path, shared__points__other=TABLE)
    assert [(fault.file, fault.cause) for fault in found] == [
        ("forms/shared/points/other.toml", "no edition counts by this table")
    ]


def test_a_case_is_told_what_came_out_instead(tmp_path: Path) -> None:
    wanted = """
[case.expect.points]
total = 9
category = "gold"
missing = ["request.kind"]
factors = { kind = 5, adult = [1, 4], months = [0, 12] }
variants = { "high" = [10, 27] }
categories = { "low" = "gold" }
moves = ["request.kind = study"]
"""
    found = faults(tmp_path, cases=CASES.replace('[[case]]\nname = "Too young', f'{wanted}[[case]]\nname = "Too young'))
    assert told(found) == [
        "points: total is 10, 27, not 9",
        "points: category is silver, gold, not gold",
        "points: missing is request.months, work.changes, not request.kind",
        "points: kind is 6, not 5",
        "points: adult is 4, not 1, 4",
        "points: low is silver, gold, not gold",
        "points: moves is —, not request.kind = study",
    ]
    assert {fault.file for fault in found} == {"forms/procedures/toy/cases.toml"}


def test_a_case_that_expects_points_where_there_is_no_table(tmp_path: Path) -> None:
    cases = CASES + "[case.expect.points]\ntotal = 9\n"
    room = write_room(tmp_path, cases=cases)
    assert told(inspect(Catalogue([room]))) == ["the edition has no table of points"]
