"""Counting by a table of points: bands, hit policies, what is unanswered or disputed, and the cheapest moves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from toyroom import EDITION, write_room

from talentdesk.core.catalogue import Catalogue
from talentdesk.core.counterfactual import would_pass
from talentdesk.core.editions import digest
from talentdesk.core.form import Text
from talentdesk.core.interview import Interview
from talentdesk.core.pointmoves import cheapest_moves
from talentdesk.core.points import Band, Span
from talentdesk.core.tally import Score, Standing, stand
from talentdesk.core.tomlfile import FormError

W = '{ zh-Hans = "分", en = "Points" }'

COUNTED = EDITION.replace('papers = ["checklist"]', 'papers = ["checklist"]\npoints = "toy"')

TABLE = f"""
title = {W}
cite = "law"
[[variant]]
id = "high"
title = {W}
cite = "law"
[[variant]]
id = "low"
title = {W}
cite = "memory"
[[category]]
code = "gold"
title = {W}
at_least = 20
cite = "law"
[[category]]
code = "silver"
title = {W}
at_least = 10
cite = "law"
[[category]]
code = "none"
title = {W}
cite = "law"
[[factor]]
id = "months"
title = {W}
of = "request.months"
max = 12
changeable = true
cite = "law"
band = [
    {{ below = 2, points = 0, label = {W} }},
    {{ at_least = 2, points = 5, plus = 1, label = {W} }},
]
[[factor.alternative]]
variant = "low"
max = 8
cite = "memory"
[[factor]]
id = "kind"
title = {W}
of = "request.kind"
max = 6
changeable = true
cite = "law"
band = [
    {{ codes = ["work"], points = 6, label = {W} }},
    {{ codes = ["study"], points = 2, label = {W} }},
]
[[factor]]
id = "changes"
title = {W}
hit = "sum"
max = 5
cite = "law"
band = [
    {{ when = "'name' in work.changes", points = 3, label = {W} }},
    {{ when = "'place' in work.changes", points = 4, label = {W} }},
]
[[factor]]
id = "adult"
title = {W}
hit = "first"
max = 4
cite = "law"
band = [
    {{ when = "person.adult", points = 4, label = {W} }},
    {{ points = 1, label = {W} }},
]
"""

GROWN = {"person.birth_date": "1990-02-08"}


@pytest.fixture
def count(tmp_path: Path) -> Callable[..., Standing]:
    """Count the toy case's points; `table` replaces the table."""

    def act(table: str = TABLE, declined: tuple[str, ...] = (), **typed: str) -> Standing:
        standing = stand(interview(tmp_path, table, declined, **typed))
        assert standing is not None
        return standing

    return act


def interview(folder: Path, table: str = TABLE, declined: tuple[str, ...] = (), **typed: str) -> Interview:
    catalogue = Catalogue([write_room(folder, COUNTED, shared__points__toy=table)])
    answers = {name.replace("__", "."): text for name, text in typed.items()}
    edition = catalogue.edition("toy", "2024-12-01")
    return Interview(edition, catalogue, as_of=date(2026, 11, 23), typed=answers, declined=declined)


def of(standing: Standing, factor: str, variant: str = "high") -> Score:
    tally = next(tally for tally in standing.tallies if tally.variant.id == variant)
    return next(score for score in tally.scores if score.factor.id == factor)


# --- bands ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ends", "inside", "outside"),
    [
        ({"at_least": 2}, "2 3", "1.99"),
        ({"above": 2}, "2.01 3", "2"),
        ({"at_most": 5}, "5 0", "5.01"),
        ({"below": 5}, "4.99", "5"),
        ({"at_least": 2, "below": 5}, "2 4.99", "1.99 5"),
        ({"above": 2, "at_most": 5}, "2.01 5", "2 5.01"),
    ],
)
def test_an_end_is_open_or_closed(ends: dict[str, int], inside: str, outside: str) -> None:
    band = Band(Span(1, 1), Text("", ""), **{end: Decimal(value) for end, value in ends.items()})  # type: ignore[arg-type]
    assert all(band.contains(Decimal(number)) for number in inside.split())
    assert not any(band.contains(Decimal(number)) for number in outside.split())


@pytest.mark.parametrize(
    ("typed", "high", "low"),
    [("0", 0, 0), ("1", 0, 0), ("2", 5, 5), ("2.9", 5, 5), ("3", 6, 6), ("5", 8, 8), ("6", 9, 8), ("40", 12, 8)],
)
def test_a_band_that_counts_on_stops_at_the_maximum_of_each_variant(
    count: Callable[..., Standing], typed: str, high: int, low: int
) -> None:
    standing = count(request__kind="study", request__months=typed)
    assert of(standing, "months", "high").points == Span(high, high)
    assert of(standing, "months", "low").points == Span(low, low)


def test_codes_give_their_points_and_the_band_that_holds_is_known(count: Callable[..., Standing]) -> None:
    score = of(count(request__kind="work"), "kind")
    assert (score.points, score.missing) == (Span(6, 6), frozenset())
    assert score.band is not None
    assert score.band.codes == {"work"}


def test_a_sum_adds_what_holds_up_to_the_maximum(count: Callable[..., Standing]) -> None:
    grown = {"person__birth_date": "1990-02-08", "request__kind": "work"}
    assert of(count(**grown, work__changes="name"), "changes").points == Span(3, 3)
    assert of(count(**grown, work__changes="name place"), "changes").points == Span(5, 5)
    assert of(count(**grown), "changes").points == Span(0, 5)


def test_the_first_band_that_holds_counts(count: Callable[..., Standing]) -> None:
    assert of(count(person__birth_date="1990-02-08"), "adult").points == Span(4, 4)
    assert of(count(person__birth_date="2015-02-08"), "adult").points == Span(1, 1)


def test_a_unique_factor_that_meets_two_bands_says_so(count: Callable[..., Standing]) -> None:
    table = TABLE.replace('hit = "first"', "").replace('when = "person.adult"', 'when = "request.months < 9"')
    table = table.replace("{ points = 1,", '{ when = "request.months < 5", points = 1,')
    assert not of(count(table, request__months="7"), "adult").clash
    assert of(count(table, request__months="3"), "adult").clash


# --- three values ---------------------------------------------------------------------------------


def test_what_is_unanswered_lies_between_and_names_its_questions(count: Callable[..., Standing]) -> None:
    standing = count()
    months, adult = of(standing, "months"), of(standing, "adult")
    assert (months.points, months.missing, months.band) == (Span(0, 12), {"request.months"}, None)
    assert (adult.points, adult.missing) == (Span(1, 4), {"person.birth_date"})
    assert of(standing, "months", "low").points == Span(0, 8)
    assert standing.total == Span(1, 27)
    assert [category.code for category in standing.categories] == ["none", "silver", "gold"]
    assert standing.missing == {"request.months", "request.kind", "person.birth_date"}


def test_an_unknown_band_behind_the_one_that_holds_is_not_asked_for(count: Callable[..., Standing]) -> None:
    table = TABLE.replace("{ points = 1,", '{ when = "request.months > 3", points = 1,')
    assert of(count(table, person__birth_date="1990-02-08"), "adult").missing == frozenset()
    assert of(count(table, person__birth_date="2015-02-08"), "adult").missing == {"request.months"}


def test_what_is_not_asked_or_declined_gives_nothing(count: Callable[..., Standing]) -> None:
    study = count(request__kind="study", person__birth_date="1990-02-08")
    assert of(study, "changes").points == Span(0, 0)
    assert of(count(declined=("request.months",)), "months").points == Span(0, 0)


def test_points_whose_text_was_not_seen_are_a_range_even_when_all_is_answered(count: Callable[..., Standing]) -> None:
    table = TABLE.replace('codes = ["work"], points = 6', 'codes = ["work"], points = [3, 6]')
    score = of(count(table, request__kind="work"), "kind")
    assert (score.points, score.missing) == (Span(3, 6), frozenset())


def test_variants_that_differ_part_the_total_and_the_category(count: Callable[..., Standing]) -> None:
    standing = count(request__kind="study", person__birth_date="1990-02-08", request__months="20")
    assert [(tally.variant.id, tally.total.low) for tally in standing.tallies] == [("high", 18), ("low", 14)]
    assert (standing.total, [each.code for each in standing.categories]) == (Span(14, 18), ["silver"])


def test_a_factor_counts_from_its_first_to_its_last_day(count: Callable[..., Standing]) -> None:
    for dates, counts in (
        ("from = 2026-11-23\nuntil = 2026-11-23", True),
        ("from = 2026-11-24", False),
        ("until = 2026-11-22", False),
    ):
        table = TABLE.replace('id = "kind"\n', f'id = "kind"\n{dates}\n')
        scores = count(table, request__kind="work").tallies[0].scores
        assert ("kind" in {score.factor.id for score in scores}) is counts, dates


def test_an_edition_without_a_table_counts_nothing(toy: Catalogue) -> None:
    edition = toy.edition("toy", "2024-12-01")
    assert edition.points is None
    assert stand(Interview(edition, toy, as_of=date(2026, 11, 23))) is None


def test_a_changed_band_changes_the_digest(tmp_path: Path) -> None:
    one = interview(tmp_path / "one").edition
    other = interview(tmp_path / "other", TABLE.replace("at_least = 2", "at_least = 3")).edition
    assert digest(one) != digest(other)


# --- rules that rest on points ------------------------------------------------------------------------

RULE = f"""
[[rule]]
id = "gold"
must = "reaches('gold')"
about = "request.kind"
message = {W}
cite = "law"
"""


def room(folder: Path, edition: str) -> Catalogue:
    return Catalogue([write_room(folder, edition, shared__points__toy=TABLE)])


def status(case: Interview, rule: str = "gold") -> tuple[str, tuple[str, ...]]:
    return next((outcome.status, outcome.missing) for outcome in case.outcomes() if outcome.rule.id == rule)


def test_a_rule_follows_every_answer_that_counts(tmp_path: Path) -> None:
    catalogue = room(tmp_path, COUNTED + RULE)
    case = Interview(catalogue.edition("toy", "2024-12-01"), catalogue, as_of=date(2026, 11, 23))
    assert status(case) == ("unknown", ("person.birth_date", "request.kind", "request.months"))
    case.answer("person.birth_date", "1990-02-08")
    case.answer("request.kind", "study")
    assert status(case) == ("fail", ())
    assert [problem.code for problem in case.problems_of("request.kind")] == ["rule"]
    case.answer("request.kind", "work")
    case.answer("work.changes", "name place")
    assert status(case) == ("unknown", ("request.months",))
    case.answer("request.months", "2")
    assert status(case) == ("pass", ())
    case.answer("request.months", "1")
    assert status(case) == ("fail", ())


def test_a_dispute_leaves_a_rule_unknown_with_nothing_to_answer(tmp_path: Path) -> None:
    catalogue = room(tmp_path, COUNTED + RULE)
    typed = {"person.birth_date": "1990-02-08", "request.kind": "work", "request.months": "7"}
    case = Interview(
        catalogue.edition("toy", "2024-12-01"),
        catalogue,
        as_of=date(2026, 11, 23),
        typed=typed,
        declined=["work.changes"],
    )
    assert status(case) == ("unknown", ())


def test_what_would_meet_such_a_rule_is_left_to_the_moves(tmp_path: Path) -> None:
    catalogue = room(tmp_path, COUNTED + RULE.replace("reaches('gold')", "reaches('silver')"))
    typed = {"person.birth_date": "1990-02-08", "request.kind": "study", "request.months": "1"}
    edition = catalogue.edition("toy", "2024-12-01")
    case = Interview(edition, catalogue, as_of=date(2026, 11, 23), typed=typed, declined=["work.changes"])
    assert status(case) == ("fail", ())
    assert would_pass(case, next(rule for rule in edition.rules if rule.id == "gold")) == ()
    case.answer("request.kind", "work")
    assert status(case) == ("pass", ())


@pytest.mark.parametrize(
    ("edition", "cause"),
    [
        (COUNTED + RULE.replace("gold')", "golden')"), "there is no category golden of points above this expression"),
        (EDITION + RULE, "there is no category gold of points above this expression"),
        (
            COUNTED + '[[fact]]\nid = "person.gold"\nis = "reaches(\'gold\')"\n',
            "there is no category gold of points above this expression",
        ),
    ],
)
def test_a_category_that_nothing_counts_to(tmp_path: Path, edition: str, cause: str) -> None:
    with pytest.raises(FormError) as slip:
        room(tmp_path, edition).edition("toy", "2024-12-01")
    assert slip.value.fault.cause.format(**slip.value.fault.details) == cause


# --- moves ----------------------------------------------------------------------------------------


def moves_of(folder: Path, table: str = TABLE, **typed: str) -> list[tuple[str, dict[str, str], tuple[str, ...]]]:
    case = interview(folder, table, person__birth_date="1990-02-08", **typed)
    standing = stand(case)
    assert standing is not None
    before = dict(case.typed)
    moves = cheapest_moves(case, standing)
    assert dict(case.typed) == before
    return [(m.category.code, {c.question: c.after for c in m.changes}, m.variants) for m in moves]


def test_one_change_that_is_enough_is_told_with_the_fewest_steps_first(tmp_path: Path) -> None:
    found = moves_of(tmp_path, request__kind="study", request__months="1")
    assert found == [
        ("silver", {"request.kind": "work"}, ("high", "low")),
        ("silver", {"request.months": "2"}, ("high", "low")),
    ]


def test_a_move_under_one_variant_only_names_it(tmp_path: Path) -> None:
    # 4 + 2 + 6 (+ 4 by more months): gold needs 20.
    found = moves_of(tmp_path, request__kind="work", request__months="5")
    assert found == [("gold", {"request.months": "7"}, ("high",))]


def test_two_changes_where_one_is_not_enough(tmp_path: Path) -> None:
    table = TABLE.replace("at_least = 10\n", "at_least = 15\n")
    found = moves_of(tmp_path, table, request__kind="study", request__months="1")
    assert found == [
        ("silver", {"request.months": "6"}, ("high",)),
        ("silver", {"request.months": "2", "request.kind": "work"}, ("high", "low")),
    ]


def test_what_nobody_can_change_is_never_offered(tmp_path: Path) -> None:
    fixed = TABLE.replace("changeable = true", "changeable = false")
    assert moves_of(tmp_path / "all", fixed, request__kind="study", request__months="1") == []
    band = TABLE.replace('codes = ["work"], points', 'codes = ["work"], changeable = false, points')
    found = moves_of(tmp_path / "band", band, request__kind="study", request__months="1")
    assert [changes for _category, changes, _variants in found] == [{"request.months": "2"}]


def test_nothing_is_offered_above_the_highest_category_nor_out_of_reach(tmp_path: Path) -> None:
    low = TABLE.replace("at_least = 20", "at_least = 14").replace("at_least = 10\n", "at_least = 9\n")
    assert moves_of(tmp_path / "gold", low, request__kind="work", request__months="20") == []
    far = TABLE.replace("at_least = 20", "at_least = 90").replace("at_least = 10\n", "at_least = 80\n")
    assert moves_of(tmp_path / "far", far, request__kind="study", request__months="1") == []


def test_a_move_that_turns_out_worth_less_than_its_band_is_not_told(tmp_path: Path) -> None:
    """Work is asked for changes as well, and by this table each takes away what the kind brings."""
    table = (
        TABLE.replace('of = "request.kind"', 'hit = "first"')
        .replace(
            '{ codes = ["work"], points = 6,',
            "{ when = \"request.kind == 'work' and not asked(work.changes)\", points = 6,",
        )
        .replace('{ codes = ["study"], points = 2,', "{ points = 2,")
    )
    found = moves_of(tmp_path, table, request__kind="study", request__months="1")
    assert [changes for _category, changes, _variants in found] == [{"request.months": "2"}]
