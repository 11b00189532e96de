"""Whether the cases of the triage would notice a slip in its questions, its facts and the conditions of its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from talentdesk.core import rules
from talentdesk.core.cases import Case, read_cases
from talentdesk.core.interview import Interview
from talentdesk.core.mutants import mutants
from talentdesk.core.mutation import without_excused
from talentdesk.core.rules import Expression
from talentdesk.core.sites import changed, names_of
from talentdesk.core.slips import Slip, differ, slips
from talentdesk.core.tomlfile import Fault, TomlFile, name_of
from talentdesk.core.tomllines import Path_
from talentdesk.core.triage import CASES, Reason, Row, Triage, hold, judge, read_triage, run_trial

if TYPE_CHECKING:
    from talentdesk.core.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class _Change:
    """One slip, and the triage with it."""

    slip: Slip
    triage: Callable[[], Triage]


def triage_survivors(catalogue: Catalogue) -> Iterator[Fault]:
    """Every slip in the triage that none of its cases notices; nothing without a triage. Raises FormError."""
    triage = read_triage(catalogue)
    if triage is None:
        return
    path = triage.path.with_name(Path(CASES).name)
    cases = read_cases(path)
    trials = [(case, hold(triage, catalogue, case.as_of, case.answers.typed)) for case in cases]
    file = TomlFile(triage.path, name_of(triage.path))
    unnoticed = (
        (change.slip, file) for change in _changes(triage, catalogue) if not _noticed(change, catalogue, trials)
    )
    yield from without_excused(unnoticed, path)


def _noticed(change: _Change, catalogue: Catalogue, trials: Sequence[tuple[Case, Interview]]) -> bool:
    other: Triage | None = None
    for case, interview in trials:
        if change.slip.matters(interview):
            other = other or change.triage()
            again = hold(other, catalogue, case.as_of, case.answers.typed)
            if any(run_trial(case, again, judge(other, again))):
                return True
    return False


def _changes(triage: Triage, catalogue: Catalogue) -> Iterator[_Change]:
    for slip in slips(triage.questions, catalogue):
        yield _Change(slip, lambda slip=slip: replace(triage, questions=slip.edition()))  # type: ignore[misc]
    for number, row in enumerate(triage.rows):
        yield from _of_row(triage, number, row, catalogue)


def _of_row(triage: Triage, number: int, row: Row, catalogue: Catalogue) -> Iterator[_Change]:
    def in_place(**changes: object) -> Triage:
        return replace(triage, rows=changed(triage.rows, number, **changes))

    where: Path_ = ("row", number)
    yield from _of_condition(
        triage, row.procedure, (*where, "fits_when"), row.fits_when, catalogue, lambda new: in_place(fits_when=new)
    )
    for key, name in (("fit", "fit"), ("not", "unfit")):
        reasons: tuple[Reason, ...] = getattr(row, name)
        for place, reason in enumerate(reasons):
            if reason.when is not None:
                yield from _of_condition(
                    triage,
                    row.procedure,
                    (*where, key, place, "when"),
                    reason.when,
                    catalogue,
                    lambda new, name=name, reasons=reasons, place=place: in_place(  # type: ignore[misc]
                        **{name: changed(reasons, place, when=new)}
                    ),
                )


def _of_condition(
    triage: Triage,
    owner: str,
    place: Path_,
    condition: Expression,
    catalogue: Catalogue,
    swap: Callable[[Expression], Triage],
) -> Iterator[_Change]:
    names = names_of(triage.questions, catalogue)
    for mutant in mutants(condition.text, is_condition=True):
        other = rules.parse(mutant.text, names)

        def matters(interview: Interview, other: Expression = other) -> bool:
            return differ(interview.evaluate(condition), interview.evaluate(other))

        key = str(place[-1]) if len(place) == 3 else f"{place[2]} {int(place[3]) + 1}"
        slip = Slip(owner, key, place, mutant.before, mutant.after, lambda: triage.questions, matters)
        yield _Change(slip, lambda other=other: swap(other))  # type: ignore[misc]
