"""Where the expressions of an edition stand, and the edition with another expression in one of these places."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from talentdesk.core.form import PLACES, Edition
from talentdesk.core.formfile import TYPES
from talentdesk.core.points import Alternative, Band, Factor
from talentdesk.core.rules import Expression, Names, Type
from talentdesk.core.tomllines import Path_

if TYPE_CHECKING:
    from talentdesk.core.catalogue import Catalogue

Swap = Callable[[Expression], Edition]


@dataclass(frozen=True, slots=True)
class Site:
    """One expression of an edition: whose, under which key and where, and the edition with another in its place."""

    owner: str
    key: str
    place: Path_
    expression: Expression
    swap: Swap
    in_points: bool = False


def names_of(edition: Edition, catalogue: Catalogue) -> Names:
    """What an expression that stands below all questions and facts of the edition may name."""
    asked = [question for question in edition.questions if question.kind not in PLACES]
    types = {question.id: TYPES.get(question.kind, Type.TEXT) for question in asked}
    factors = edition.points.factors if edition.points else ()
    return Names(
        types=types | {fact.id: fact.expression.type for fact in edition.facts},
        parameters=catalogue.parameters().keys(),
        lists=catalogue.lists().names(),
        columns={
            question.id: {column.id: TYPES.get(column.kind, Type.TEXT) for column in question.columns}
            for question in asked
            if question.columns
        },
        categories=frozenset(category.code for category in edition.points.categories)
        if edition.points
        else frozenset(),
        counted=frozenset().union(*(each.needs for factor in factors for each in factor.expressions())),
    )


def sites(edition: Edition) -> Iterator[Site]:
    """Every expression of an edition, those of its table of points too."""
    yield from _asking(edition)
    for attribute, keys in _PLAIN.items():
        things: tuple[Any, ...] = getattr(edition, f"{attribute}s")
        for place, thing in enumerate(things):
            for key, name in keys.items():
                yield from _site(
                    thing.id,
                    key,
                    (attribute, place, key),
                    getattr(thing, name),
                    _swap_in(edition, f"{attribute}s", place, name),
                )
    yield from _points(edition)


_PLAIN: Mapping[str, Mapping[str, str]] = {
    "fact": {"is": "expression"},
    "rule": {"when": "when", "must": "must"},
    "document": {"need_when": "need_when"},
    "deadline": {"from": "start", "when": "when"},
    "fee": {"when": "when"},
    "duration": {"when": "when"},
}
"""The keys that hold an expression, with the attribute each is read into."""


def _site(owner: str, key: str, place: Path_, expression: Expression | None, swap: Swap) -> Iterator[Site]:
    if expression is not None:
        yield Site(owner, key, place, expression, swap)


def _swap_in(edition: Edition, attribute: str, place: int, name: str) -> Swap:
    def swap(expression: Expression) -> Edition:
        things = changed(getattr(edition, attribute), place, **{name: expression})
        return replace(edition, **{attribute: things})  # type: ignore[arg-type]  # the name says which field it is

    return swap


def changed(things: tuple[Any, ...], place: int, **changes: Any) -> tuple[Any, ...]:
    """The same things, one of them with other attributes."""
    return (*things[:place], replace(things[place], **changes), *things[place + 1 :])


def _asking(edition: Edition) -> Iterator[Site]:
    for number, section in enumerate(edition.sections):
        whole = _swap_in(edition, "sections", number, "ask_when")
        yield from _site(section.id, "ask_when", ("section", number, "ask_when"), section.ask_when, whole)
        for place, question in enumerate(section.questions):
            for key in ("ask_when", "need_when"):
                where = ("section", number, "question", place, key)
                swap = _swap_question(edition, number, place, key)
                yield from _site(question.id, key, where, getattr(question, key), swap)


def _swap_question(edition: Edition, number: int, place: int, key: str) -> Swap:
    def swap(expression: Expression) -> Edition:
        questions = changed(edition.sections[number].questions, place, **{key: expression})
        return replace(edition, sections=changed(edition.sections, number, questions=questions))

    return swap


def _points(edition: Edition) -> Iterator[Site]:
    for place, factor in enumerate(edition.points.factors if edition.points else ()):
        if factor.of is not None:
            where_of: Path_ = ("factor", place, "of")
            yield Site(factor.id, "of", where_of, factor.of, _swap_factor(edition, place), in_points=True)
        for number, band in enumerate(factor.bands):
            if band.when is not None:
                where = ("factor", place, "band", number)
                swap = _swap_condition(edition, place, number, band)
                yield Site(factor.id, "when", where, band.when, swap, in_points=True)


def _swap_factor(edition: Edition, place: int) -> Swap:
    def swap(expression: Expression) -> Edition:
        table = edition.points
        return edition if table is None else _with_factors(edition, changed(table.factors, place, of=expression))

    return swap


def _swap_condition(edition: Edition, place: int, number: int, band: Band) -> Swap:
    def swap(expression: Expression) -> Edition:
        table = edition.points
        bands = table.factors[place].bands if table else ()
        return swap_bands(edition, place, (*bands[:number], replace(band, when=expression), *bands[number + 1 :]))

    return swap


def swap_bands(edition: Edition, place: int, bands: tuple[Band, ...]) -> Edition:
    """The edition with other bands in one factor of its table of points."""
    table = edition.points
    if table is None:
        return edition
    alternatives = _followed(table.factors[place], bands)
    return _with_factors(edition, changed(table.factors, place, bands=bands, alternatives=alternatives))


def _with_factors(edition: Edition, factors: tuple[Factor, ...]) -> Edition:
    table = edition.points
    return edition if table is None else replace(edition, points=replace(table, factors=factors))


def _followed(factor: Factor, bands: tuple[Band, ...]) -> Mapping[str, Alternative]:
    """A variant without bands of its own has those of the factor."""
    return {
        name: replace(other, bands=bands if other.bands == factor.bands else other.bands)
        for name, other in factor.alternatives.items()
    }
