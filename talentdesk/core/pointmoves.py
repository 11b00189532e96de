"""The cheapest moves to the next category of a table of points: found in its bands, and tried before they are told.

Pure. A move changes answers to factors that a person can change in principle. Fewer changes come first, then fewer
steps from band to band; what is still unanswered counts with the fewest points it can give.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from talentdesk.core.counterfactual import copy_of, options, rests_on
from talentdesk.core.form import Kind, Question
from talentdesk.core.interview import Interview
from talentdesk.core.points import Band, Category, Factor
from talentdesk.core.tally import Standing, Tally, score, stand
from talentdesk.core.trilean import Context, Value

MOST_CHANGES = 4
"""Moves of more changes than this are not looked for."""
MOST_MOVES = 5
"""How many are told for each variant."""


@dataclass(frozen=True, slots=True)
class PointChange:
    """One answer instead of another, as typed. `steps`: how many scores of its factor are climbed."""

    factor: str
    question: str
    before: str
    after: str
    steps: int


@dataclass(frozen=True, slots=True)
class PointMove:
    """Changes that together lift a case into a category, under the variants that are named."""

    category: Category
    changes: tuple[PointChange, ...]
    variants: tuple[str, ...]
    totals: Mapping[str, tuple[int, int]]
    """By variant: the fewest points before and after."""

    @property
    def steps(self) -> int:
        """How many scores are climbed, over all changes."""
        return sum(change.steps for change in self.changes)


@dataclass(frozen=True, slots=True)
class _Option:
    """One change, with the points it brings under one variant."""

    change: PointChange
    gain: int


def cheapest_moves(interview: Interview, standing: Standing) -> tuple[PointMove, ...]:
    """The cheapest moves under each variant to the category above the one that is certain.

    Empty where every variant is in the highest category, or no move of at most four changes is enough.
    The interview is left as it is.
    """
    wanted: dict[tuple[str, tuple[PointChange, ...]], Category] = {}
    known: _Known = {}
    for tally in standing.tallies:
        target = standing.table.next_above(tally.categories[0])
        if target is not None and target.at_least is not None:
            choices = _options_by_factor(interview, tally, known)
            for changes in _cheapest(choices, target.at_least - tally.total.low):
                wanted.setdefault((target.code, changes), target)
    if not wanted:
        return ()
    trial = _Trial(interview)
    tried = (_tried(trial, standing, target, changes) for (_code, changes), target in wanted.items())
    return tuple(sorted((move for move in tried if move is not None), key=_cost))


def _cost(move: PointMove) -> tuple[int, int]:
    return len(move.changes), move.steps


def _cheapest(choices: Mapping[str, list[_Option]], needed: int) -> tuple[tuple[PointChange, ...], ...]:
    """Sets of changes of different factors that bring what is needed: the smallest number that can, fewest steps."""
    most = {name: max(option.gain for option in each) for name, each in choices.items()}
    for number in range(1, MOST_CHANGES + 1):
        found: list[tuple[int, int, tuple[PointChange, ...]]] = []
        for factors in itertools.combinations(choices, number):
            if sum(most[name] for name in factors) < needed:
                continue
            together = (each for each in itertools.product(*(choices[name] for name in factors)))
            enough = (each for each in together if sum(option.gain for option in each) >= needed)
            costs = [
                (sum(option.change.steps for option in each), sum(option.gain for option in each), place, each)
                for place, each in enumerate(enough)
            ]
            for steps, gain, _place, each in _fewest_steps(costs):
                found.append((steps, gain, tuple(option.change for option in each)))
        if found:
            found.sort(key=lambda entry: entry[:2])
            return tuple(changes for _steps, _gain, changes in found[:MOST_MOVES])
    return ()


def _fewest_steps(costs: list[Any]) -> list[Any]:
    """For each set of questions the cheapest."""
    best: dict[tuple[str, ...], Any] = {}
    for cost in sorted(costs, key=lambda entry: entry[:3]):
        best.setdefault(tuple(option.change.question for option in cost[3]), cost)
    return list(best.values())


# --- what could be answered instead ---------------------------------------------------------------


_Known = dict[tuple[str, str], list["_Option"]]
"""Options that were looked for already: by factor, and by variant where it says something else."""


def _options_by_factor(interview: Interview, tally: Tally, known: _Known) -> dict[str, list[_Option]]:
    found = {}
    for each in tally.scores:
        factor, variant = each.factor, tally.variant.id
        if factor.changeable and each.points.low < each.maximum:
            key = (factor.id, variant if variant in factor.alternatives else "")
            if key not in known:
                known[key] = list(_better(interview, factor, variant, each.points.low))
            if known[key]:
                found[factor.id] = known[key]
    return found


def _better(interview: Interview, factor: Factor, variant: str, now: int) -> Iterator[_Option]:
    """Other answers with which the factor gives more; of those with the same points the first."""
    for question in rests_on(factor.expressions(), interview):
        before = interview.typed.get(question.id)
        if before is None or not interview.asked(question.id) or question.id in interview.declined:
            continue
        reached: dict[int, str] = {}
        supposed = _Supposed(interview.context)
        for after, value in _other_answers(interview, factor, variant, question, before):
            supposed.suppose(question.id, value)
            found = score(factor, variant, supposed)
            if found.points.low > now and (found.band is None or found.band.changeable):
                reached.setdefault(found.points.low, after)
        for steps, points in enumerate(_scale(factor, variant, now, reached), 1):
            if points in reached:
                change = PointChange(factor.id, question.id, before, reached[points], steps)
                yield _Option(change, points - now)


def _scale(factor: Factor, variant: str, now: int, reached: Iterable[int]) -> list[int]:
    """The scores above `now`, in order: how far apart two answers are is counted on it."""
    says = factor.under(variant)
    scores = {min(band.points.low, says.maximum) for band in says.bands} | set(reached)
    return sorted(points for points in scores if points > now)


def _other_answers(
    interview: Interview, factor: Factor, variant: str, question: Question, before: str
) -> Iterator[tuple[str, Value]]:
    """Answers that could be given, as typed and as an expression sees them."""
    match question.kind:
        case Kind.YES_NO:
            yield from ((text, text == "yes") for text in options(question, before))
        case Kind.CHOICES:
            yield from ((text, frozenset(text.split())) for text in options(question, before))
        case Kind.CHOICE:
            yield from ((text, text) for text in options(question, before))
        case Kind.NUMBER | Kind.MONEY if factor.of is not None and factor.of.text.strip() == question.id:
            now = interview.value(question.id)
            if isinstance(now, Decimal):
                says = factor.under(variant)
                numbers = {number for band in says.bands for number in _numbers(band, now, says.maximum)}
                yield from ((f"{each:f}", each) for each in sorted(numbers, key=lambda number: abs(number - now)))


def _numbers(band: Band, now: Decimal, maximum: int) -> Iterator[Decimal]:
    """The number of the band that is nearest to the present one; in a band that counts on, one for each score."""
    if not band.is_numeric:
        return
    if band.plus:
        for more in range((maximum - band.points.low) // band.plus + 2):
            yield band.start + more * band.per
        return
    low = band.at_least if band.at_least is not None else None if band.above is None else band.above + 1
    high = band.at_most if band.at_most is not None else None if band.below is None else band.below - 1
    if low is not None and low > now:
        yield low
    elif high is not None and high < now:
        yield high


class _Supposed:
    """A context whose values may be others. Facts keep theirs: the trial that follows settles them."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._values = dict(context.values)
        self.values: Mapping[str, Value] = self._values
        self.today: date = context.today

    def suppose(self, question: str, value: Value) -> None:
        """Take another value for the question from now on."""
        self._values[question] = value

    def parameter(self, key: str) -> Value:
        return self.context.parameter(key)

    def listed(self, list_id: str, code: str) -> bool:
        return self.context.listed(list_id, code)

    def working_days(self, start: date, end: date) -> Value:
        return self.context.working_days(start, end)

    def is_asked(self, question: str) -> Value:
        return self.context.is_asked(question)

    def is_declined(self, question: str) -> bool:
        return self.context.is_declined(question)

    def reaches(self, category: str) -> Value:
        return self.context.reaches(category)


# --- trying ---------------------------------------------------------------------------------------


class _Trial:
    """A copy of the case in which some answers are others; from one set of changes to the next only what differs."""

    def __init__(self, interview: Interview) -> None:
        self.interview = copy_of(interview, interview.as_of)
        self.made: dict[str, PointChange] = {}

    def count(self, changes: Iterable[PointChange]) -> Standing | None:
        """The case's standing with these changes and no others."""
        wanted = {change.question: change for change in changes}
        for name, change in self.made.items():
            if name not in wanted:
                self.interview.answer(name, change.before)
        for name, change in wanted.items():
            if self.made.get(name) != change:
                self.interview.answer(name, change.after)
        self.made = wanted
        return stand(self.interview)


def _tried(trial: _Trial, before: Standing, target: Category, changes: tuple[PointChange, ...]) -> PointMove | None:
    """The move as the interview counts it, with the variants under which it lifts the case; None where none does."""
    after = trial.count(changes)
    cut_off = target.at_least or 0
    totals = {
        was.variant.id: (was.total.low, now.total.low)
        for was, now in zip(before.tallies, after.tallies if after else (), strict=True)
    }
    lifted = tuple(name for name, (was, now) in totals.items() if was < cut_off <= now)
    return PointMove(target, changes, lifted, totals) if lifted else None
