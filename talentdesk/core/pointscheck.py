"""What is wrong in a table of points that can be read: gaps, overlaps, bands above the maximum, unordered cut-offs."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from talentdesk.core.cases import open_cases, read_cases
from talentdesk.core.fault import Fault, name_of
from talentdesk.core.form import Edition
from talentdesk.core.interview import Interview
from talentdesk.core.points import Band, Factor, Hit, PointsTable
from talentdesk.core.tally import stand
from talentdesk.core.tomlfile import FormError, TomlFile
from talentdesk.core.tomllines import Path_
from talentdesk.core.words import N_

if TYPE_CHECKING:
    from talentdesk.core.catalogue import Catalogue

_Cut = tuple[Decimal, int]
"""A place on the number line: before a number (0) or behind it (1)."""
_Stretch = tuple[_Cut, _Cut]
_Tell = Callable[..., Fault]
_ENDLESS: _Cut = (Decimal("Infinity"), 0)


def inspect_points(catalogue: Catalogue) -> Iterator[Fault]:
    """Every fault of the tables that editions name, each table once, and every table that none names."""
    editions = list(_editions(catalogue))
    users: dict[str, list[Edition]] = {}
    for edition in editions:
        if edition is not None and edition.points is not None:
            users.setdefault(edition.points.id, []).append(edition)
    for each in users.values():
        trials = (trial for edition in each for trial in _trials(catalogue, edition))
        if (table := each[0].points) is not None:
            yield from _inspect(table, catalogue, trials, each[0])
    if None not in editions and not catalogue.broken():
        yield from _unused(catalogue, users)


def _editions(catalogue: Catalogue) -> Iterator[Edition | None]:
    """Every edition; None for one that cannot be read, of which others tell."""
    for procedure in catalogue.procedures():
        for name in catalogue.editions(procedure):
            try:
                yield catalogue.edition(procedure, name)
            except FormError:
                yield None


def _trials(catalogue: Catalogue, edition: Edition) -> Iterator[Interview]:
    path = catalogue.cases_file(edition.procedure)
    try:
        cases = read_cases(path)
    except FormError:
        return  # told of where the cases are run
    for _case, interview in open_cases(cases, edition.procedure, catalogue):
        if isinstance(interview, Interview) and interview.edition is edition:
            yield interview


def _inspect(
    table: PointsTable, catalogue: Catalogue, trials: Iterable[Interview], edition: Edition
) -> Iterator[Fault]:
    path = catalogue.points_file(table.id)
    if path is None:
        return
    file = TomlFile(path, name_of(path))

    def tell(place: Path_, cause: str, remedy: str, **details: object) -> Fault:
        return Fault(file.name, file.line(place), cause, remedy, {key: str(value) for key, value in details.items()})

    codes = {each.id: frozenset(choice.code for choice in each.choices) for each in edition.questions}
    yield from _categories(table, tell)
    for index, factor in enumerate(table.factors):
        known = codes.get(factor.of.text.strip(), frozenset()) if factor.of is not None else frozenset()
        for place, maximum, bands in _sets_of_bands(table, index, factor):
            yield from _above_the_maximum(place, maximum, bands, tell)
            yield from _cover(place, factor, bands, known, tell)
    yield from _clashes(table, trials, tell)


def _unused(catalogue: Catalogue, used: Iterable[str]) -> Iterator[Fault]:
    """Tables that no edition names: nobody has read them."""
    for name in sorted(catalogue.points_names() - set(used)):
        path = catalogue.points_file(name)
        if path is not None:
            cause, remedy = (
                N_("no edition counts by this table"),
                N_("name it in an edition, points = “{name}”, or delete it"),
            )
            yield Fault(name_of(path), 1, cause, remedy, {"name": name})


def _categories(table: PointsTable, tell: _Tell) -> Iterator[Fault]:
    cut_offs = [category.at_least for category in table.categories]
    for index, (higher, lower) in enumerate(itertools.pairwise(cut_offs)):
        if higher is None or (lower is not None and lower >= higher):
            cause = N_("the cut-offs do not descend")
            yield tell(
                ("category", index + 1), cause, N_("write the highest category first, the one without at_least last")
            )
    if cut_offs and cut_offs[-1] is not None:
        cause = N_("a total below every cut-off has no category")
        yield tell(("category", len(cut_offs) - 1), cause, N_("add a last category without at_least"))
    codes = [category.code for category in table.categories]
    for index, code in enumerate(codes):
        if code in codes[:index]:
            yield tell(("category", index), N_("{id} is there twice"), N_("delete one, or rename it"), id=code)


def _sets_of_bands(table: PointsTable, index: int, factor: Factor) -> Iterator[tuple[Path_, int, tuple[Band, ...]]]:
    yield ("factor", index), factor.maximum, factor.bands
    for number, other in enumerate(factor.alternatives.values()):
        place: Path_ = ("factor", index, "alternative", number)
        if other.bands is not factor.bands:
            yield place, other.maximum, other.bands
        else:
            yield place, other.maximum, ()


def _above_the_maximum(place: Path_, maximum: int, bands: tuple[Band, ...], tell: _Tell) -> Iterator[Fault]:
    for number, band in enumerate(bands):
        if band.points.high > maximum:
            details = {"points": band.points.high, "max": maximum}
            remedy = N_("lower the points, or raise the factor's maximum")
            cause = N_("a band gives {points} points, more than the factor's maximum {max}")
            yield tell((*place, "band", number), cause, remedy, **details)


# --- what the bands cover -------------------------------------------------------------------------


def _cover(
    place: Path_, factor: Factor, bands: tuple[Band, ...], known: frozenset[str], tell: _Tell
) -> Iterator[Fault]:
    if not bands or factor.hit is Hit.SUM:
        return
    yield from _twice(place, factor, bands, tell)
    if any(band.is_rest for band in bands):
        return
    remedy = N_("add a band; the last may go without a condition")
    if factor.of is None:
        yield tell(place, N_("answers that meet no condition have no points"), remedy)
    elif any(band.codes for band in bands):
        left = sorted(known.difference(*(band.codes for band in bands)))
        if left:
            yield tell(place, N_("no band takes {codes}"), remedy, codes=", ".join(left))
    else:
        end = _ENDLESS if factor.most is None else (factor.most, 1)
        for first, last in _gaps(bands, ((factor.least, 0), end)):
            details = {"start": first[0], "end": "∞" if last == _ENDLESS else last[0]}
            yield tell(place, N_("no band takes what lies from {start} to {end}"), remedy, **details)


def _twice(place: Path_, factor: Factor, bands: tuple[Band, ...], tell: _Tell) -> Iterator[Fault]:
    """Bands that overlap, where only one may hold; bands behind others that take everything."""
    for number, band in enumerate(bands):
        before = bands[:number]
        if factor.hit is Hit.UNIQUE:
            for earlier, other in enumerate(before, 1):
                if _overlap(band, other):
                    remedy = N_("move their ends apart, or write hit = “first”")
                    details = {"first": earlier, "second": number + 1}
                    yield tell((*place, "band", number), N_("bands {first} and {second} overlap"), remedy, **details)
        elif _is_covered(band, before):
            cause = N_("band {second} is never reached: those before it take all of it")
            yield tell((*place, "band", number), cause, N_("move it up, or delete it"), second=number + 1)


def _overlap(one: Band, other: Band) -> bool:
    if one.codes & other.codes:
        return True
    if not (one.is_numeric and other.is_numeric):
        return False
    (first, last), (start, end) = _stretch(one), _stretch(other)
    return max(first, start) < min(last, end)


def _is_covered(band: Band, before: tuple[Band, ...]) -> bool:
    if band.codes:
        return band.codes <= frozenset().union(*(other.codes for other in before))
    numeric = tuple(other for other in before if other.is_numeric)
    return band.is_numeric and bool(numeric) and not list(_gaps(numeric, _stretch(band)))


def _stretch(band: Band) -> _Stretch:
    starts = [(end, behind) for end, behind in ((band.at_least, 0), (band.above, 1)) if end is not None]
    ends = [(end, behind) for end, behind in ((band.at_most, 1), (band.below, 0)) if end is not None]
    return max(starts, default=(-Decimal("Infinity"), 0)), min(ends, default=_ENDLESS)


def _gaps(bands: tuple[Band, ...], within: _Stretch) -> Iterator[_Stretch]:
    """The parts of a stretch that no band covers."""
    reached, goal = within
    for first, last in sorted(map(_stretch, bands)):
        if first >= goal:
            break
        if first > reached:
            yield reached, first
        reached = max(reached, last)
    if reached < goal:
        yield reached, goal


def _clashes(table: PointsTable, trials: Iterable[Interview], tell: _Tell) -> Iterator[Fault]:
    """Factors of which a golden case meets several bands, though only one may hold."""
    found = {
        score.factor.id
        for trial in trials
        if (standing := stand(trial)) is not None
        for tally in standing.tallies
        for score in tally.scores
        # Of numbers and codes the overlap itself is told.
        if score.clash and score.factor.of is None
    }
    for index, factor in enumerate(table.factors):
        if factor.id in found:
            remedy = N_("make the conditions exclude each other, or write hit = “first”")
            yield tell(("factor", index), N_("a case meets several bands, though only one may hold"), remedy)
