"""What a case scores by its table of points, in words: for the eligibility screen, the evaluation and the summary."""

from __future__ import annotations

from dataclasses import dataclass

from talentdesk.core.form import Citation
from talentdesk.core.interview import Interview
from talentdesk.core.pointmoves import PointChange, PointMove, cheapest_moves
from talentdesk.core.points import Category, PointsTable, Span
from talentdesk.core.tally import Score, Standing, Tally, stand
from talentdesk.i18n import plural, say, word
from talentdesk.service.remedies import as_read


@dataclass(frozen=True, slots=True)
class FactorView:
    """One factor under one variant. `low` and `high` are equal where its points are settled."""

    id: str
    title: str
    low: int
    high: int
    maximum: int
    band: str
    """The band that holds, in words; empty where it is not known."""
    missing: tuple[str, ...]
    """Ids of the questions that would settle it."""
    cite: str
    """Key of the citation in the edition, of several variants the weakest; `source` is its instrument in words."""
    grade: str
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class VariantView:
    """The whole table under one variant. `title` is empty where the table is not disputed."""

    id: str
    title: str
    low: int
    high: int
    categories: tuple[str, ...]
    """Codes of those the total may lie in, the lowest first; one where it is settled."""
    cite: str
    grade: str
    source: str
    factors: tuple[FactorView, ...]


@dataclass(frozen=True, slots=True)
class BandView:
    """A category and its cut-off; None for the lowest."""

    category: str
    title: str
    at_least: int | None


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One answer instead of another, as typed."""

    question: str
    before: str
    after: str
    message: str


@dataclass(frozen=True, slots=True)
class MoveView:
    """Changes that together lift the case into `category`; `variants` are those under which they do."""

    category: str
    changes: tuple[ChangeView, ...]
    variants: tuple[str, ...]
    total: int
    """The fewest points afterwards, over the variants that are named."""
    gain: int
    """The fewest points more, likewise."""
    message: str


@dataclass(frozen=True, slots=True)
class PointsView:
    """Everything about the points of a case, with every sentence in one language."""

    title: str
    total: int | None
    """None where answers are missing or the variants differ: then it lies between `low` and `high`."""
    low: int
    high: int
    category: str | None
    """None where more than one is possible."""
    categories: tuple[str, ...]
    bands: tuple[BandView, ...]
    """Categories with their cut-offs, the highest first."""
    factors: tuple[FactorView, ...]
    """Over all variants: each factor's least and most points."""
    variants: tuple[VariantView, ...]
    missing: tuple[str, ...]
    """Ids of the questions that would narrow the total, in the order of the form."""
    moves: tuple[MoveView, ...]
    """The cheapest first."""
    summary: str
    """Total and category as one sentence."""


def points(interview: Interview, language: str, *, moves: bool = True) -> PointsView | None:
    """Count the case's points and look for the cheapest moves; None where its edition has no table of points."""
    standing = stand(interview)
    if standing is None:
        return None
    total, possible = standing.total, tuple(category.code for category in standing.categories)
    found = cheapest_moves(interview, standing) if moves else ()
    view = _Words(interview, standing, language)
    return PointsView(
        title=word(standing.table.title, language),
        total=total.low if total.settled else None,
        low=total.low,
        high=total.high,
        category=possible[0] if len(possible) == 1 else None,
        categories=possible,
        bands=tuple(view.band(category) for category in standing.table.categories),
        factors=view.factors(),
        variants=tuple(view.variant(tally) for tally in standing.tallies),
        missing=view.in_order(standing.missing),
        moves=tuple(view.move(move) for move in found),
        summary=total_and_category(total, possible, language),
    )


def total_and_category(total: Span, categories: tuple[str, ...], language: str) -> str:
    """As in `73 points: category B`, `66 to 87 points: category B to A`."""
    count = counted(total, language)
    if len(categories) == 1:
        return say("{points}: category {category}", language, points=count, category=categories[0])
    lowest, highest = categories[0], categories[-1]
    return say("{points}: category {lowest} to {highest}", language, points=count, lowest=lowest, highest=highest)


def semicolon(language: str) -> str:
    """What stands between parts of an enumeration that have commas of their own."""
    return "；" if language.startswith("zh") else "; "


def counted(span: Span, language: str) -> str:
    """As in `5 points`, `5 to 10 points`."""
    if span.settled:
        return plural("{amount} point", "{amount} points", span.low, language, amount=str(span.low))
    return say("{low} to {high} points", language, low=str(span.low), high=str(span.high))


class _Words:
    """The parts of a standing in one language."""

    def __init__(self, interview: Interview, standing: Standing, language: str) -> None:
        self.interview, self.standing, self.language = interview, standing, language

    @property
    def table(self) -> PointsTable:
        return self.standing.table

    def in_order(self, questions: frozenset[str]) -> tuple[str, ...]:
        return tuple(each.id for each in self.interview.edition.questions if each.id in questions)

    def _citation(self, key: str) -> Citation:
        return self.interview.edition.citations[key]

    def _source(self, key: str) -> str:
        return word(self._citation(key).instrument, self.language)

    def band(self, category: Category) -> BandView:
        return BandView(category.code, word(category.title, self.language), category.at_least)

    def variant(self, tally: Tally) -> VariantView:
        variant = tally.variant
        return VariantView(
            id=variant.id,
            title=word(variant.title, self.language) if len(self.table.variants) > 1 else "",
            low=tally.total.low,
            high=tally.total.high,
            categories=tuple(category.code for category in tally.categories),
            cite=variant.cite,
            grade=str(self._citation(variant.cite).grade),
            source=self._source(variant.cite),
            factors=tuple(self._factor((score,)) for score in tally.scores),
        )

    def factors(self) -> tuple[FactorView, ...]:
        return tuple(
            self._factor(scores) for scores in zip(*(each.scores for each in self.standing.tallies), strict=True)
        )

    def _factor(self, scores: tuple[Score, ...]) -> FactorView:
        first, weakest = scores[0], max(scores, key=lambda score: str(self._citation(score.cite).grade))
        missing = frozenset().union(*(score.missing for score in scores))
        return FactorView(
            id=first.factor.id,
            title=word(first.factor.title, self.language),
            low=min(score.points.low for score in scores),
            high=max(score.points.high for score in scores),
            maximum=max(score.maximum for score in scores),
            band=word(first.band.label, self.language) if first.band else "",
            missing=self.in_order(missing),
            cite=weakest.cite,
            grade=str(self._citation(weakest.cite).grade),
            source=self._source(weakest.cite),
            note=word(first.factor.note, self.language) if first.factor.note else "",
        )

    def move(self, move: PointMove) -> MoveView:
        afterwards = [move.totals[name] for name in move.variants]
        total, gain = min(after for _before, after in afterwards), min(after - before for before, after in afterwards)
        changes = tuple(self._change(change) for change in move.changes)
        return MoveView(
            category=move.category.code,
            changes=changes,
            variants=move.variants,
            total=total,
            gain=gain,
            message=self._told(move, changes, total, gain),
        )

    def _told(self, move: PointMove, changes: tuple[ChangeView, ...], total: int, gain: int) -> str:
        together = semicolon(self.language).join(change.message for change in changes)
        details = {
            "changes": together,
            "gain": f"+{gain}",
            "total": counted(Span(total, total), self.language),
            "category": move.category.code,
        }
        if len(move.variants) == len(self.table.variants):
            return say("{changes}: {gain}, {total}, category {category}", self.language, **details)
        titles = {variant.id: word(variant.title, self.language) for variant in self.table.variants}
        variants = semicolon(self.language).join(titles[name] for name in move.variants)
        return say(
            "{changes}: {gain}, {total}, category {category}; only with: {variants}",
            self.language,
            **details,
            variants=variants,
        )

    def _change(self, change: PointChange) -> ChangeView:
        question = self.interview.question(change.question)
        after, before = (
            as_read(self.interview, question, text, self.language) for text in (change.after, change.before)
        )
        message = say(
            "“{question}”: {to} instead of {now}",
            self.language,
            question=word(question.label, self.language),
            to=after,
            now=before,
        )
        return ChangeView(change.question, change.before, change.after, message)
