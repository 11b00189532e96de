"""Whether the golden cases would notice a slip: each operator of each expression is changed, one at a time.

A change that no case notices is a survivor. A case is run again only where the changed expression gives it another
value than before: what rests on the expression can be different only then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from talentdesk.core.cases import Case, Equivalent, open_cases, read_cases, read_equivalents, run_case
from talentdesk.core.form import Edition
from talentdesk.core.interview import Interview
from talentdesk.core.sites import sites
from talentdesk.core.slips import Slip, slips
from talentdesk.core.tomlfile import Fault, TomlFile, name_of
from talentdesk.core.words import N_

if TYPE_CHECKING:
    from talentdesk.core.catalogue import Catalogue


def survivors(catalogue: Catalogue) -> Iterator[Fault]:
    """Every slip that no golden case notices, procedure by procedure, and exceptions without use. Raises FormError.

    To be asked where every case holds: a case that fails anyway would seem to notice everything.
    """
    for procedure in catalogue.procedures():
        yield from _of_procedure(catalogue, procedure)


def _of_procedure(catalogue: Catalogue, procedure: str) -> Iterator[Fault]:
    path = catalogue.cases_file(procedure)
    cases = read_cases(path)
    for name in catalogue.editions(procedure):
        form = TomlFile(path.with_name(f"{name}.toml"), name_of(path.with_name(f"{name}.toml")))
        yield from _untried_days(catalogue.edition(procedure, name), cases, catalogue, form)
    yield from without_excused(_unnoticed(catalogue, procedure, cases), path)


def _unnoticed(catalogue: Catalogue, procedure: str, cases: Sequence[Case]) -> Iterator[tuple[Slip, TomlFile]]:
    folder = catalogue.cases_file(procedure).parent
    for name in catalogue.editions(procedure):
        edition = catalogue.edition(procedure, name)
        trials = tuple(_trials(cases, edition, catalogue))
        form = TomlFile(folder / f"{name}.toml", name_of(folder / f"{name}.toml"))
        for slip in slips(edition, catalogue):
            if not _noticed(slip, catalogue, trials):
                yield slip, _file_of(slip, edition, catalogue, form)


def without_excused(unnoticed: Iterable[tuple[Slip, TomlFile]], cases: Path) -> Iterator[Fault]:
    """A fault for each slip that the file of cases does not excuse, and for each excuse that nothing needs."""
    excused = {(each.owner, each.key, each.change): each for each in read_equivalents(cases)}
    used: set[tuple[str, str, str]] = set()
    for slip, file in unnoticed:
        # The change may be written in full, or shortened as the fault tells it.
        keys = {(slip.owner, slip.key, change) for change in (slip.change, _told(slip))}
        if keys & excused.keys():
            used |= keys
        else:
            yield _survivor(slip, file)
    yield from _idle(cases, [each for key, each in excused.items() if key not in used])


def _trials(cases: Sequence[Case], edition: Edition, catalogue: Catalogue) -> Iterator[tuple[Case, Interview]]:
    for case, interview in open_cases(cases, edition.procedure, catalogue):
        if isinstance(interview, Interview) and interview.edition is edition:
            yield case, interview


def _untried_days(edition: Edition, cases: Sequence[Case], catalogue: Catalogue, form: TomlFile) -> Iterator[Fault]:
    """First days in force that no case stands on, or that none stands just before or somewhere after."""
    days = {case.as_of for case in cases}
    for first in sorted(_first_days(edition, catalogue)):
        before = first - timedelta(days=1)
        for day in (before, first):
            if day not in days:
                cause = N_("no case stands on {day}: something of this edition begins on {first}")
                remedy = N_("add such a case to cases.toml; it may expect no more than “edition”")
                yield Fault(form.name, 1, cause, remedy, {"day": day.isoformat(), "first": first.isoformat()})
        if max(days, default=before) <= first:
            cause, remedy = N_("no case stands on a day after {first}"), N_("add such a case to cases.toml")
            yield Fault(form.name, 1, cause, remedy, {"first": first.isoformat()})


def _first_days(edition: Edition, catalogue: Catalogue) -> set[date]:
    """When the edition begins, when what it rests on changes while it is in force, and the day after its last."""
    begin, after = date.fromisoformat(edition.edition), timedelta(days=1)
    end = edition.until or date.max
    factors = edition.points.factors if edition.points else ()
    changes = {factor.since for factor in factors} | {factor.until + after for factor in factors if factor.until}
    for key in _parameters(edition):
        changes |= {since for since, _value, _cite in catalogue.parameters().values_of(key)}
    inside = {day for day in changes if day is not None and begin < day <= end}
    return {begin, *inside, *({edition.until + after} if edition.until else ())}


def _parameters(edition: Edition) -> set[str]:
    named = {key for site in sites(edition) for key in site.expression.parameters}
    return named | {fee.parameter for fee in edition.fees} | {duration.parameter for duration in edition.durations}


def _noticed(slip: Slip, catalogue: Catalogue, trials: Sequence[tuple[Case, Interview]]) -> bool:
    other: Edition | None = None
    for case, interview in trials:
        if slip.matters(interview):
            other = other or slip.edition()
            if run_case(case, _again(case, other, catalogue)):
                return True
    return False


def _again(case: Case, edition: Edition, catalogue: Catalogue) -> Interview:
    answers = case.answers
    return Interview(edition, catalogue, as_of=case.as_of, typed=answers.typed, declined=answers.declined)


def _file_of(slip: Slip, edition: Edition, catalogue: Catalogue, form: TomlFile) -> TomlFile:
    path = catalogue.points_file(edition.points.id) if slip.in_points and edition.points else None
    return form if path is None else TomlFile(path, name_of(path))


def _survivor(slip: Slip, file: TomlFile) -> Fault:
    return Fault(
        file.name,
        file.line(slip.place),
        N_("no case notices when {key} of {id} has “{after}” instead of “{before}”"),
        N_("add a case that comes out differently with it"),
        {"id": slip.owner, "key": slip.key, "before": _short(slip.before), "after": _short(slip.after)},
    )


def _told(slip: Slip) -> str:
    return f"{_short(slip.before)} → {_short(slip.after)}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST // 2] + " … " + text[-_LONGEST // 2 :]


_LONGEST = 80


def _idle(path: Path, excused: Sequence[Equivalent]) -> Iterator[Fault]:
    """Exceptions for a change that cannot be made any more, or that a case notices."""
    for each in excused:
        yield Fault(
            name_of(path),
            each.line,
            N_("nothing survives that this exception for {id} names: {change}"),
            N_("delete the exception"),
            {"id": each.owner, "change": each.change},
        )
