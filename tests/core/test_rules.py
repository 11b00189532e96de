"""The rule language: what it gives, what it does not know, what it refuses."""

from __future__ import annotations

import ast
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentdesk.core import rules
from talentdesk.core.periods import add_months, months_between, years_between
from talentdesk.core.rules import ABSENT, Names, RuleError, Type, Unknown, parse

TYPES = {
    "a.number": Type.NUMBER,
    "b.number": Type.NUMBER,
    "yes": Type.BOOLEAN,
    "no.matter": Type.BOOLEAN,
    "born": Type.DATE,
    "kind": Type.TEXT,
    "items": Type.SET,
    "rows": Type.TABLE,
}
NAMES = Names(
    TYPES,
    later=frozenset({"below.this"}),
    parameters=frozenset({"p.age"}),
    lists=frozenset({"hague"}),
    columns={"rows": {"start": Type.DATE, "end": Type.DATE}},
    choices={"kind": frozenset({"work", "study"}), "items": frozenset({"name", "place"})},
)


class World:
    today = date(2026, 11, 23)

    def __init__(self, **values: Any) -> None:
        self.values: dict[str, Any] = {name: Unknown(frozenset({name})) for name in TYPES}
        self.values.update({name.replace("__", "."): value for name, value in values.items()})

    def parameter(self, key: str) -> Any:
        return Decimal(18) if key == "p.age" else ABSENT

    def listed(self, list_id: str, code: str) -> bool:
        return (list_id, code) == ("hague", "PRT")

    def working_days(self, start: date, end: date) -> Any:
        return Unknown(frozenset())

    def is_asked(self, question: str) -> Any:
        return self.values[question] is not ABSENT

    def is_declined(self, question: str) -> bool:
        return False

    def reaches(self, category: str) -> Any:
        return ABSENT


def result(text: str, **values: Any) -> Any:
    return parse(text, NAMES).evaluate(World(**values))


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("1 + 2 * 3 == 7", {}, True),
        ("7 % 4 == 3 and 7 / 2 == 3.5", {}, True),
        ("-2 < 0", {}, True),
        ("a.number > 5", {"a__number": Decimal(6)}, True),
        ("3 < a.number <= 6", {"a__number": Decimal(6)}, True),
        ("3 < a.number < 6", {"a__number": Decimal(6)}, False),
        ("kind == 'work'", {"kind": "study"}, False),
        ("kind in ['work', 'study']", {"kind": "study"}, True),
        ("kind not in ['work']", {"kind": "study"}, True),
        ("'name' in items", {"items": frozenset({"name"})}, True),
        ("'place' not in items", {"items": frozenset({"name"})}, True),
        ("age_on(born, today) >= parameter('p.age')", {"born": date(2008, 11, 23)}, True),
        ("age_on(born, today) >= parameter('p.age')", {"born": date(2008, 11, 24)}, False),
        ("add_months(born, 1) == date(2024, 2, 29)", {"born": date(2024, 1, 31)}, True),
        ("days_between(born, today) == 1", {"born": date(2026, 11, 22)}, True),
        ("listed(kind, 'hague')", {"kind": "PRT"}, True),
        ("(1 if yes else 2) == 2", {"yes": False}, True),
        ("count(rows) == 2", {"rows": ({}, {})}, True),
        ("length(kind) == 5", {"kind": "study"}, True),
        ("answered(kind)", {"kind": "x"}, True),
        ("not answered(kind)", {}, True),
        ("asked(kind)", {"kind": ABSENT}, False),
    ],
)
def test_value(text: str, values: dict[str, Any], expected: Any) -> None:
    assert result(text, **values) == expected


@pytest.mark.parametrize(
    ("text", "values", "missing"),
    [
        ("a.number > 5", {}, {"a.number"}),
        ("a.number > b.number", {"a__number": Decimal(1)}, {"b.number"}),
        ("yes and no.matter", {"yes": True}, {"no.matter"}),
        ("yes or no.matter", {}, {"yes", "no.matter"}),
        ("yes or no.matter", {"no__matter": False}, {"yes"}),
        ("not yes", {}, {"yes"}),
        ("1 == 1 if yes else 1 == 2", {}, {"yes"}),
        ("kind in ['work']", {}, {"kind"}),
    ],
)
def test_unknown_names_what_would_settle_it(text: str, values: dict[str, Any], missing: set[str]) -> None:
    assert result(text, **values) == Unknown(frozenset(missing))


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("yes and no.matter", {"yes": False}, False),
        ("yes or no.matter", {"yes": True}, True),
        ("kind == 'work'", {"kind": ABSENT}, False),
        ("kind != 'work'", {"kind": ABSENT}, True),
        ("kind == kind", {"kind": ABSENT}, False),
        ("a.number != b.number", {"a__number": ABSENT, "b__number": ABSENT}, True),
        ("a.number == b.number", {"a__number": ABSENT}, False),
        ("kind in ['work']", {"kind": ABSENT}, False),
        ("kind not in ['work']", {"kind": ABSENT}, True),
        ("a.number > 5", {"a__number": ABSENT}, ABSENT),
        ("not yes", {"yes": ABSENT}, ABSENT),
        ("a.number > 5 or b.number > 5", {"a__number": ABSENT, "b__number": Decimal(1)}, False),
        ("a.number > 5 or b.number > 5", {"a__number": ABSENT, "b__number": ABSENT}, ABSENT),
        ("a.number > 5 and b.number > 5", {"a__number": ABSENT, "b__number": Decimal(6)}, ABSENT),
        ("a.number > 5 and b.number > 5", {"a__number": ABSENT, "b__number": Decimal(1)}, False),
        ("a.number / b.number > 1", {"a__number": Decimal(1), "b__number": Decimal(0)}, ABSENT),
        ("add_years(born, 9999) > today", {"born": date(2000, 1, 1)}, ABSENT),
    ],
)
def test_decided_and_absent(text: str, values: dict[str, Any], expected: Any) -> None:
    assert result(text, **values) is expected


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')",
        "kind.upper()",
        "open('x')",
        "lambda: 1",
        "[x for x in items]",
        "kind[0]",
        "f'{kind}'",
        "1 if yes",
        "a.number > 'five'",
        "yes > 1",
        "kind and yes",
        "1 + kind",
        "below.this == 'x'",
        "kindd == 'work'",
        "kind == 'wrok'",
        "'naem' in items",
        "kind in ['wrok']",
        "parameter('p.agee') > 1",
        "listed(kind, 'haguee')",
        "age_on(born) > 1",
        "age_onn(born, today) > 1",
        "date(2024, 2, 30) == today",
        "date(True, 1, 1) == today and date(0, 1, 1) == today",
        "any_gap(rows, 'start', 'edn', 3)",
        "rows == rows",
        "2 ** 9999 > 1",
        "yes := True",
        "(" * 300 + "1" + ")" * 300,
        "not " * 40 + "yes",
        "1" + " + 1" * 300 + " == 2",
        "yes" + " or yes" * 120,
        "",
        "\x00",
    ],
)
def test_refused_at_load(text: str) -> None:
    with pytest.raises(RuleError) as slip:
        parse(text, NAMES, Type.BOOLEAN)
    assert slip.value.cause
    assert slip.value.remedy


def test_a_slip_says_what_was_meant() -> None:
    with pytest.raises(RuleError) as slip:
        parse("kind == 'wrok'", NAMES)
    assert slip.value.details["close"] == "work"
    with pytest.raises(RuleError) as later:
        parse("below.this == 'x'", NAMES)
    assert "above" in later.value.remedy


def test_needs_and_parameters_are_known() -> None:
    expression = parse("age_on(born, today) >= parameter('p.age') or yes", NAMES)
    assert expression.needs == {"born", "yes"}
    assert expression.parameters == {"p.age"}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([(2020, 1, 2020, 6), (2020, 7, 2020, 9)], False),
        ([(2020, 7, 2020, 9), (2020, 1, 2020, 2)], True),
        ([(2020, 1, None, None)], False),
    ],
)
def test_gaps(rows: list[tuple[Any, ...]], expected: bool) -> None:
    table = tuple({"start": date(a, b, 1)} | ({"end": date(c, d, 1)} if c else {}) for a, b, c, d in rows)
    assert result("any_gap(rows, 'start', 'end', 3)", rows=table) is expected


@given(st.text(max_size=120))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        expression = parse(text, NAMES)
    except RuleError:
        return
    expression.evaluate(World())


_ATOMS = st.sampled_from(["yes", "no.matter", "a.number > 3", "kind == 'work'", "true", "false"])
_TREES = st.recursive(
    _ATOMS,
    lambda inner: st.one_of(
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("(not {})".format, inner),
    ),
    max_leaves=8,
)
_FULL = {
    "yes": [True, False],
    "no__matter": [True, False],
    "a__number": [Decimal(1), Decimal(9)],
    "kind": ["work", "study"],
}


@given(_TREES, st.data())
def test_unknown_is_honest(text: str, data: st.DataObject) -> None:
    """With some answers missing, a verdict given early is the verdict that all answers give; and an Unknown is
    settled by the questions that it names."""
    full = {name: data.draw(st.sampled_from(options)) for name, options in _FULL.items()}
    some = {name: value for name, value in full.items() if data.draw(st.booleans())}
    early, late = result(text, **some), result(text, **full)
    if isinstance(early, Unknown):
        assert early.questions
        named = {name.replace(".", "__") for name in early.questions}
        assert named.isdisjoint(some)
        assert result(text, **some, **{name: full[name] for name in named}) == late
    else:
        assert early == late


@given(_TREES, st.data())
def test_agrees_with_python_when_everything_is_known(text: str, data: st.DataObject) -> None:
    full = {name: data.draw(st.sampled_from(options)) for name, options in _FULL.items()}
    plain = (
        text.replace("no.matter", "no_matter")
        .replace("a.number", "a_number")
        .replace("true", "True")
        .replace("false", "False")
    )
    scope = {"yes": full["yes"], "no_matter": full["no__matter"], "a_number": full["a__number"], "kind": full["kind"]}
    assert result(text, **full) == eval(compile(ast.parse(plain, mode="eval"), "x", "eval"), {}, scope)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 900))
def test_months_there_and_back(day: date, months: int) -> None:
    later = add_months(day, months)
    assert months_between(day, later) in (months, months - 1)
    assert months_between(day, later) == -months_between(later, day)
    assert years_between(day, later) == months_between(day, later) // 12


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(2000, 2, 29), date(2018, 2, 28), 18),
        (date(2000, 2, 29), date(2018, 2, 27), 17),
        (date(1980, 6, 15), date(2026, 6, 14), 45),
        (date(1980, 6, 15), date(2026, 6, 15), 46),
    ],
)
def test_age(birth: date, day: date, age: int) -> None:
    assert years_between(birth, day) == age


def test_names_that_can_be_written() -> None:
    assert rules.is_nameable("request.rp_kind")
    assert not rules.is_nameable("stay.from")
    assert not rules.is_nameable("人.name")
    assert not rules.is_nameable("a b")
