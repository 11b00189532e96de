"""A table in work outlasts the program line by line, on both engines, and never makes a case of a line twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from talentdesk.core.draft import Draft
from talentdesk.store.address import Place
from talentdesk.store.cases import Progress
from talentdesk.store.opened import Store, open_store
from talentdesk.store.sheetlines import KeptLine, KeptSheet
from talentdesk.store.trouble import ChangedElsewhere, NoSuchCase
from talentdesk.store.vault import Vault

MakeDraft = Callable[..., Draft]
LINES = (KeptLine(3, (("MATEUS", ""), ("陈大文", "merged"), ("\ud800", ""))), KeptLine(5, (("WONG", ""),), taken=False))
SHEET = KeptSheet("counter-3", "youth-internship", date(2026, 11, 23), {"name": "interns.xlsx", "head": ["A"]}, LINES)


@pytest.fixture
def either(spot: Place, vault: Vault) -> Iterator[Store]:
    opened = open_store(spot, vault)
    yield opened
    opened.close()


def test_a_table_comes_back_as_it_was_left(either: Store) -> None:
    id = either.sheets.begin(SHEET)
    assert either.sheets.load(id) == SHEET
    changed = replace(LINES[1], cells=(("WONG", ""), ("", ""), ("2030-01-01", "")), taken=True, paper=True)
    either.sheets.keep(id, [changed], {"name": "interns.xlsx", "head": ["A", "B"]})
    again = either.sheets.load(id)
    assert (again.lines, again.head["head"]) == ((LINES[0], changed), ["A", "B"])
    (listed,) = either.sheets.listed("counter-3")
    assert (listed.id, listed.name, listed.rows, listed.made) == (id, "interns.xlsx", 2, 1)
    assert either.sheets.listed("counter-4") == ()


def test_a_line_becomes_a_case_once(either: Store, draft: MakeDraft) -> None:
    id = either.sheets.begin(SHEET)
    first = either.sheets.make_cases(id, [(LINES[0], draft("a"), Progress(1, 9)), (LINES[1], draft("b"), Progress())])
    assert [(line.case, line.number_of_case) for line in first] == [("a", 1), ("b", 2)]
    assert either.sheets.load(id).lines == first
    # As a program does that was ended before it heard of it.
    assert either.sheets.make_cases(id, [(LINES[0], draft("c"), Progress())]) == first[:1]
    assert {case.id for case in either.find("")} == {"a", "b"}
    assert either.load("a").typed == draft("a").typed
    either.save(draft("a", typed={"person.surname": "LATER"}))
    assert either.verify_acts().breach is None


def test_none_of_a_handful_stays_where_one_fails(either: Store, draft: MakeDraft) -> None:
    id = either.sheets.begin(SHEET)
    either.save(draft("b"))
    with pytest.raises(ChangedElsewhere):
        either.sheets.make_cases(id, [(LINES[0], draft("a"), Progress()), (LINES[1], draft("b"), Progress())])
    assert [case.id for case in either.find("")] == ["b"]
    assert either.sheets.load(id).lines == LINES


def test_a_table_goes_with_its_time_or_when_it_is_put_away(either: Store, draft: MakeDraft) -> None:
    id, other = either.sheets.begin(SHEET), either.sheets.begin(SHEET)
    either.sheets.make_cases(id, [(LINES[0], draft("a"), Progress())])
    either.sheets.drop(id)
    with pytest.raises(NoSuchCase):
        either.sheets.load(id)
    assert either.load("a").id == "a"
    either.sheets.keep(id, [LINES[0]])
    assert [each.id for each in either.sheets.listed("counter-3")] == [other]
    moment = either._now()
    either._now = lambda: moment + timedelta(days=29)
    either.purge()
    assert either.sheets.listed("counter-3")
    either._now = lambda: moment + timedelta(days=31)
    either.purge()
    assert either.sheets.listed("counter-3") == ()
