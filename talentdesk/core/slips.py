"""Slips an author can make in an edition: an operator, a number or the end of a band taken for its neighbour."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from talentdesk.core import rules
from talentdesk.core.form import Edition
from talentdesk.core.interview import Interview
from talentdesk.core.mutants import mutants
from talentdesk.core.points import Band
from talentdesk.core.rules import Expression, Type
from talentdesk.core.sites import Site, changed, names_of, sites, swap_bands
from talentdesk.core.tomllines import Path_

if TYPE_CHECKING:
    from talentdesk.core.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Slip:
    """One small change: whose, under which key and where, and the edition with it."""

    owner: str
    key: str
    place: Path_
    before: str
    after: str
    edition: Callable[[], Edition]
    matters: Callable[[Interview], bool]
    """Whether anything can come out differently in a case."""
    in_points: bool = False

    @property
    def change(self) -> str:
        """The change as an exception in `cases.toml` names it."""
        return f"{self.before} → {self.after}"


def slips(edition: Edition, catalogue: Catalogue) -> Iterator[Slip]:
    """Every slip of the edition, those in its table of points too. Each can be read and has the right types."""
    names = names_of(edition, catalogue)
    for site in sites(edition):
        for mutant in mutants(site.expression.text, is_condition=site.expression.type is Type.BOOLEAN):
            yield _in_expression(site, mutant.before, mutant.after, rules.parse(mutant.text, names))
    yield from _periods(edition)
    yield from _ends(edition)
    yield from _cut_offs(edition)


def _in_expression(site: Site, before: str, after: str, other: Expression) -> Slip:
    def matters(interview: Interview) -> bool:
        return differ(interview.evaluate(site.expression), interview.evaluate(other))

    return Slip(site.owner, site.key, site.place, before, after, lambda: site.swap(other), matters, site.in_points)


def differ(one: Any, other: Any) -> bool:
    """Whether two results of expressions are different, or of different sorts."""
    return type(one) is not type(other) or bool(one != other)


def _always(_interview: Interview) -> bool:
    return True


def _periods(edition: Edition) -> Iterator[Slip]:
    """A deadline one unit longer or shorter, or counted the other way."""
    for place, deadline in enumerate(edition.deadlines):
        for key in ("days", "months", "working_days"):
            count: int = getattr(deadline, key)
            for other in (count - 1, count + 1) if count else ():
                yield _period(edition, place, key, str(count), str(other), {key: other})
        if deadline.days or deadline.months or deadline.working_days:
            before, after = _flag(deadline.before), _flag(not deadline.before)
            yield _period(edition, place, "before", before, after, {"before": not deadline.before})


def _flag(yes: bool) -> str:
    return "true" if yes else "false"


def _period(edition: Edition, place: int, key: str, before: str, after: str, changes: Mapping[str, Any]) -> Slip:
    def swapped() -> Edition:
        return replace(edition, deadlines=changed(edition.deadlines, place, **changes))

    return Slip(edition.deadlines[place].id, key, ("deadline", place, key), before, after, swapped, _always)


_TURNED: Mapping[str, str] = {"at_least": "above", "above": "at_least", "at_most": "below", "below": "at_most"}


def _ends(edition: Edition) -> Iterator[Slip]:
    """A number on the border of two bands that counts with the other of them."""
    table = edition.points
    for place, factor in enumerate(table.factors if table else ()):
        borders = {end for band in factor.bands if not band.plus for end in _ends_of(band).values()}
        for border in sorted(borders):
            bands = tuple(_turned(band, border) for band in factor.bands)
            first = next(number for number, band in enumerate(factor.bands) if border in _ends_of(band).values())
            yield _end(edition, place, first, border, bands)


def _ends_of(band: Band) -> dict[str, Decimal]:
    return {key: end for key in _TURNED if (end := getattr(band, key)) is not None}


def _turned(band: Band, border: Decimal) -> Band:
    for key, end in _ends_of(band).items():
        if end == border and not band.plus:
            turned: dict[str, Any] = {key: None, _TURNED[key]: end}
            band = replace(band, **turned)
    return band


def _end(edition: Edition, place: int, first: int, border: Decimal, bands: tuple[Band, ...]) -> Slip:
    factor = edition.points.factors[place] if edition.points else None
    before = ", ".join(_written(factor.bands if factor else (), border))
    after = ", ".join(_written(bands, border))
    where = ("factor", place, "band", first)
    owner = factor.id if factor else ""
    return Slip(owner, "band", where, before, after, lambda: swap_bands(edition, place, bands), _always, in_points=True)


def _written(bands: Iterable[Band], border: Decimal) -> Iterator[str]:
    return (f"{key} = {end}" for band in bands for key, end in _ends_of(band).items() if end == border)


def _cut_offs(edition: Edition) -> Iterator[Slip]:
    """A point more or less for a category."""
    table = edition.points
    for place, category in enumerate(table.categories if table else ()):
        if table is not None and category.at_least is not None:
            for step in (-1, 1):
                yield _cut_off(edition, place, category.at_least, category.at_least + step)


def _cut_off(edition: Edition, place: int, before: int, after: int) -> Slip:
    table = edition.points
    assert table is not None
    categories = changed(table.categories, place, at_least=after)
    other = replace(edition, points=replace(table, categories=categories))
    where = ("category", place, "at_least")
    owner = table.categories[place].code
    return Slip(owner, "at_least", where, str(before), str(after), lambda: other, _always, in_points=True)
