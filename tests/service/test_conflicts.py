"""Conflicts between cases of one person: told by character and place, answered once, asked anew when they change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as some

from talentdesk import paths
from talentdesk.core.catalogue import Catalogue
from talentdesk.core.consistency import AnswerSet, differences
from talentdesk.core.draft import Draft
from talentdesk.service.conflicts import (
    conflicts_between,
    find_conflicts,
    key_of,
    message_told,
    pieces,
    place_told,
    points_told,
    title_told,
    value_told,
)
from talentdesk.service.personcases import cases_beside, open_cases
from talentdesk.service.timeline import gap_told, rows_with, span_told, tables_for, timeline_of
from talentdesk.store.keeper import Keeper, memory_key

DAY = date(2026, 11, 23)
CATALOGUE = Catalogue([paths.room("forms")])
CHAN = {"person.name_zh": "陳詠恩", "passport.number": "K1234567"}


def draft(id: str, procedure: str, number: int = 0, **typed: str) -> Draft:
    answers = {name.replace("__", "."): text for name, text in typed.items()}
    edition = CATALOGUE.in_force(procedure, DAY).edition
    return Draft(id, procedure, edition, DAY, answers, number=number, created_at=datetime(2026, 11, 23, tzinfo=UTC))


ONE = draft("one", "work-permit", 7, person__name_zh="陳詠恩", passport__number="K1234567")
OTHER = draft("other", "permanent-residence", 9, person__name_zh="陳咏恩", passport__number="K1234567")


def test_a_name_is_told_by_character_code_point_and_place() -> None:
    (found,) = conflicts_between([ONE, OTHER], CATALOGUE, DAY)
    cases = open_cases([ONE, OTHER], CATALOGUE)
    assert title_told(found, "en") == "Name in Chinese: 詠 ≠ 咏"
    assert points_told(found, "en") == "character 2: U+8A60 and U+548F"
    assert "never converted" in message_told(found, "en")
    assert place_told(found, 0, cases, "en") == "Foreigner's work permit · case 7"
    assert value_told(found, 1, cases, "en") == (("陳", False), ("咏", True), ("恩", False))
    assert (found.is_open, found.is_grave, found.can_be_copied) == (True, False, True)


def test_a_document_on_the_table_is_compared_too() -> None:
    cases = open_cases([ONE], CATALOGUE)
    degree = AnswerSet("Degree certificate", "", {"person.name_zh": "陳咏恩"})
    (found,) = find_conflicts(CATALOGUE, cases, DAY, [degree])
    assert [place_told(found, index, cases, "en") for index in range(2)] == [
        "Degree certificate",
        "Foreigner's work permit · case 7",
    ]


def test_what_the_person_has_answered_is_not_asked_again_until_a_value_changes() -> None:
    (found,) = conflicts_between([ONE, OTHER], CATALOGUE, DAY)
    answered = replace(ONE, settled={found.key: "the degree has another character"})
    (again,) = conflicts_between([answered, OTHER], CATALOGUE, DAY)
    assert (again.is_open, again.reason) == (False, "the degree has another character")
    changed = replace(OTHER, typed={**OTHER.typed, "person.name_zh": "陳泳恩"})
    (anew,) = conflicts_between([answered, changed], CATALOGUE, DAY)
    assert anew.is_open
    assert "陳" not in found.key


def test_the_key_does_not_depend_on_the_order_of_the_cases() -> None:
    keys = {
        key_of(found.finding)
        for pair in ([ONE, OTHER], [OTHER, ONE])
        for found in conflicts_between(pair, CATALOGUE, DAY)
    }
    assert len(keys) == 1


def test_what_is_kept_but_not_used_says_nothing() -> None:
    """Years of residence are asked of some categories only; a declined table keeps its rows."""
    unasked = draft("a", "permanent-residence", 1, stay__years="5", person__name_zh="陳")
    assert set(open_cases([unasked], CATALOGUE)[0].answers().typed) == {"person.name_zh"}
    declined = replace(ONE, typed={**ONE.typed, "work[0].from": "2020-01"}, declined=frozenset({"work"}))
    assert "work[0].from" not in open_cases([declined], CATALOGUE)[0].answers().typed


def test_two_benefits_are_grave_and_come_first() -> None:
    tax, youth = draft("t", "income-tax-subsidy", 1), draft("y", "qianhai-youth-support", 2)
    found = conflicts_between([ONE, OTHER, tax, youth], CATALOGUE, DAY)
    assert [each.finding.rule.id for each in found] == ["tax-subsidy-and-youth-support", "name-zh"]
    assert [each.is_grave for each in found] == [True, False]
    settled = replace(tax, settled={found[0].key: "asked at the counter"})
    later = conflicts_between([ONE, OTHER, settled, youth], CATALOGUE, DAY)
    assert [each.finding.rule.id for each in later] == ["name-zh", "tax-subsidy-and-youth-support"]


@given(some.text(max_size=15), some.text(max_size=15))
def test_the_pieces_of_a_value_are_the_value(here: str, there: str) -> None:
    found = differences(here, there)
    assert "".join(text for text, _ in pieces(here, 0, found)) == here
    assert "".join(text for text, _ in pieces(there, 1, found)) == there
    same = [
        "".join(text for text, differs in pieces(each, n, found) if not differs) for n, each in enumerate((here, there))
    ]
    assert same[0] == same[1]


def test_the_stored_cases_of_the_same_person_are_found_by_a_document(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path / "store", lambda *_: None, lambda *_: None, unlock=memory_key)
    keeper.start()
    try:
        stranger = draft("stranger", "work-permit", passport__number="X9999999")
        spaced = replace(OTHER, typed={**OTHER.typed, "passport.number": "k1234567"}, number=0)
        settled = replace(ONE, settled={"name-zh:0": "both are right"}, number=0)
        for each in (settled, spaced, stranger):
            keeper.begin(each).result(20)
        beside = keeper.ask(lambda store: cases_beside(store, "one", ONE.typed)).result(20)
        assert [each.id for each in beside] == ["other"]
        back = keeper.ask(lambda store: cases_beside(store, "other", OTHER.typed)).result(20)
        assert [dict(each.settled) for each in back] == [{"name-zh:0": "both are right"}]
        assert keeper.ask(lambda store: cases_beside(store, "one", {})).result(20) == ()
    finally:
        keeper.close(10)


def test_spans_and_gaps_of_several_cases_are_heard_in_whole_words() -> None:
    work = {"work[0].from": "2020-09", "work[0].to": "2023-03", "work[0].employer": "Foster", "work[0].country": "HKG"}
    study = {"cv[0].from": "2013", "cv[0].to": "2020-08", "cv[0].employer": "HKU"}
    one = replace(ONE, typed={**ONE.typed, **work})
    other = replace(OTHER, typed={**OTHER.typed, **study})
    cases = open_cases([one, other], CATALOGUE)
    timeline = timeline_of(CATALOGUE, cases, DAY)
    assert [span_told(span, timeline, cases, "en") for span in timeline.spans] == [
        "CV, HKU, 2013 (month unknown) to 2020-08",
        "Work, Foster, Hong Kong, China, 2020-09 to 2023-03",
    ]
    (gap,) = timeline.gaps
    assert gap_told(gap, timeline, "en") == "gap of 44 months, 2023-04 to 2026-11"
    assert [feed.table for feed in tables_for(timeline.lanes, gap, cases[0].interview)] == ["work", "education"]
    rows, at = rows_with(tables_for(timeline.lanes, gap, cases[0].interview)[0], gap, cases[0].interview)
    assert at == 1
    assert rows[1] == {"from": "2023-04", "to": "2026-11"}
    assert rows[0]["employer"] == "Foster"
