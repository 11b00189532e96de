"""How somebody spent the time: rows of forms as spans on lanes, the months nobody tells of, and those told twice. Pure.

Months are counted from year 0. A date of which only the year is known is every month of it that is possible.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import combinations, groupby

from talentdesk.core.cells import cell, count_rows
from talentdesk.core.consistency import AnswerSet
from talentdesk.core.form import Text
from talentdesk.core.values import date_parts

_EARLIEST_YEAR, _LATEST_YEAR = 1850, 2150


class Order(StrEnum):
    """In which order a form wants the rows of a table."""

    RISING = "rising"
    FALLING = "falling"


@dataclass(frozen=True, slots=True)
class Feed:
    """Where the spans of a lane come from: columns of a table, or three or more single questions."""

    table: str
    """Empty: `begin`, `end` and `text` are questions."""
    begin: str
    end: str
    text: tuple[str, ...]
    order: Order = Order.RISING


@dataclass(frozen=True, slots=True)
class Lane:
    """A line of the picture. Months on a lane that `tells` are no gap."""

    id: str
    title: Text
    tells: bool
    feeds: tuple[Feed, ...]


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """The months in which something may have begun or ended."""

    early: int
    late: int

    @property
    def is_known(self) -> bool:
        """Whether it is one month."""
        return self.early == self.late


@dataclass(frozen=True, slots=True)
class Place:
    """Where a span stands: the form, the feed, and the row of its table (0 for single questions)."""

    form: str
    feed: Feed
    row: int

    def names(self) -> tuple[str, str]:
        """The answers that hold its two dates."""
        return self.name(self.feed.begin), self.name(self.feed.end)

    def name(self, column: str) -> str:
        """The answer of a column."""
        return cell(self.feed.table, self.row, column) if self.feed.table else column


@dataclass(frozen=True, slots=True)
class Span:
    """A time that is told of. The same row in two forms is one span with two places."""

    lane: str
    begin: Edge
    end: Edge
    is_open: bool
    """It has no end yet; `end` is the month of today."""
    text: tuple[str, ...]
    """What stands in the columns that name it, codes as codes; empty ones too."""
    places: tuple[Place, ...]

    def certain(self) -> range:
        """Months that it covers whatever the unknown ones are."""
        return range(self.begin.late, self.end.early + 1)

    def possible(self) -> range:
        """Months that it may cover."""
        return range(self.begin.early, self.end.late + 1)


@dataclass(frozen=True, slots=True)
class Gap:
    """Months from `first` to `last` of which no lane surely tells; of `least` of them none tells in any case."""

    lane: str
    first: int
    last: int
    least: int

    @property
    def most(self) -> int:
        """How many months may be missing."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Overlap:
    """Months that two spans of one lane surely share."""

    lane: str
    first: int
    last: int
    spans: tuple[Span, Span]

    @property
    def months(self) -> int:
        """How many."""
        return self.last - self.first + 1


class Why(StrEnum):
    """Why a row is not on the axis."""

    NO_DATE = "no_date"
    BACKWARDS = "backwards"


@dataclass(frozen=True, slots=True)
class Stray:
    """A row that cannot be drawn: its beginning or end is no date, or it ends before it begins."""

    lane: str
    why: Why
    text: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everything on the axis. Lanes that no form asks for are left out."""

    lanes: tuple[Lane, ...]
    spans: tuple[Span, ...]
    gaps: tuple[Gap, ...]
    overlaps: tuple[Overlap, ...]
    strays: tuple[Stray, ...]
    today: int

    @property
    def first(self) -> int:
        """The first month that is drawn: of a whole year."""
        return min([self.today, *(span.begin.early for span in self.spans)]) // 12 * 12

    @property
    def last(self) -> int:
        """The last month that is drawn."""
        return max([self.today, *(span.end.late for span in self.spans)])


def draw_timeline(lanes: Sequence[Lane], forms: Sequence[AnswerSet], asked: Iterable[str], today: date) -> Timeline:
    """What the forms tell of the person's time. `asked` are the tables and questions that the forms have."""
    known, month = frozenset(asked), month_of(today)
    kept = tuple(lane for lane in lanes if any(source(feed) in known for feed in lane.feeds))
    read = [found for lane in kept for form in forms for found in _read(lane, form, month)]
    spans = _merged(found for found in read if isinstance(found, Span))
    telling = frozenset(lane.id for lane in kept if lane.tells)
    return Timeline(
        kept,
        spans,
        tuple(_gaps([span for span in spans if span.lane in telling], month)),
        tuple(_overlaps(spans)),
        tuple(found for found in read if isinstance(found, Stray)),
        month,
    )


def source(feed: Feed) -> str:
    """The question that must be asked for the feed to give anything."""
    return feed.table or feed.begin


def month_of(day: date) -> int:
    """The month of a day."""
    return day.year * 12 + day.month - 1


def written(month: int) -> str:
    """As in `2020-09`."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def possible_months(typed: str) -> Edge | None:
    """The months that a typed date may mean; None where it is no date."""
    year, month, _day = date_parts(typed)
    if not (year.isascii() and year.isdigit() and _EARLIEST_YEAR <= int(year) <= _LATEST_YEAR):
        return None
    if not month:
        return Edge(int(year) * 12, int(year) * 12 + 11)
    if not (month.isascii() and month.isdigit() and len(month) <= 2 and 1 <= int(month) <= 12):
        return None
    return Edge(*[int(year) * 12 + int(month) - 1] * 2)


def row_for(feed: Feed, typed: Mapping[str, str], begin: int) -> int:
    """The row before which a new one that begins in this month belongs, so that the table stays in its order."""
    count = count_rows(typed, feed.table)
    falling = feed.order is Order.FALLING
    for row in range(count):
        other = possible_months(typed.get(cell(feed.table, row, feed.begin), ""))
        if other is not None and (other.early < begin if falling else other.early > begin):
            return row
    return count


def _read(lane: Lane, form: AnswerSet, today: int) -> Iterator[Span | Stray]:
    for feed in lane.feeds:
        for row in range(count_rows(form.typed, feed.table) if feed.table else 1):
            place = Place(form.name, feed, row)
            begin, end = (form.typed.get(name, "").strip() for name in place.names())
            text = tuple(form.typed.get(place.name(column), "").strip() for column in feed.text)
            if begin or (feed.table and (end or any(text))):
                yield _span(lane.id, place, begin, end, text, today)


def _span(lane: str, place: Place, begin: str, end: str, text: tuple[str, ...], today: int) -> Span | Stray:
    first, last = possible_months(begin), possible_months(end)
    if first is None or (end and last is None):
        return Stray(lane, Why.NO_DATE, text, place)
    if last is None:
        last = Edge(*[max(today, first.late)] * 2)
    if first.early > last.late:
        return Stray(lane, Why.BACKWARDS, text, place)
    # What is known of the one narrows the other.
    first, last = replace(first, late=min(first.late, last.late)), replace(last, early=max(last.early, first.early))
    return Span(lane, first, last, not end, text, (place,))


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    found: dict[object, Span] = {}
    for span in spans:
        key = (span.lane, span.begin, span.end, span.is_open, tuple(part for part in span.text if part))
        before = found.get(key)
        found[key] = span if before is None else replace(before, places=(*before.places, *span.places))
    return tuple(sorted(found.values(), key=lambda span: (span.begin, span.end)))


def _gaps(spans: Sequence[Span], today: int) -> Iterator[Gap]:
    """From the first month that is told of to today."""
    if not spans:
        return
    surely = {month for span in spans for month in span.certain()}
    maybe = {month for span in spans for month in span.possible()}
    # The first span begins when it begins: before it nothing is missing.
    begin = min(span.begin.late for span in spans)
    open_ = [month for month in range(begin, today + 1) if month not in surely]
    # The month of today is not over: alone it is no gap.
    for run in (run for run in _runs(open_) if run != (today, today)):
        for first, last in _parted(run, maybe):
            least = sum(month not in maybe for month in range(first, last + 1))
            yield Gap(_lane_before(spans, first), first, last, least)


def _runs(months: Sequence[int]) -> Iterator[tuple[int, int]]:
    for _offset, group in groupby(enumerate(months), lambda pair: pair[1] - pair[0]):
        run = [month for _place, month in group]
        yield run[0], run[-1]


def _parted(run: tuple[int, int], maybe: set[int]) -> Iterator[tuple[int, int]]:
    """A short time of unknown months stands between two gaps; it belongs to the first of them."""
    certain = list(_runs([month for month in range(run[0], run[1] + 1) if month not in maybe]))
    starts = [run[0], *(first for first, _last in certain[1:])]
    ends = [*(first - 1 for first in starts[1:]), run[1]]
    return zip(starts, ends, strict=True)


def _lane_before(spans: Sequence[Span], month: int) -> str:
    before = [span for span in spans if span.begin.early < month]
    return max(before or spans, key=lambda span: (span.end.late < month, span.end.late)).lane


def _overlaps(spans: Sequence[Span]) -> Iterator[Overlap]:
    for one, other in combinations(spans, 2):
        if one.lane != other.lane:
            continue
        first, last = max(one.begin.late, other.begin.late), min(one.end.early, other.end.early)
        # Who leaves in March and begins elsewhere in March did not do both at once.
        handed_on = first == last and (
            one.end.late == first == other.begin.early or other.end.late == first == one.begin.early
        )
        if first <= last and not handed_on:
            yield Overlap(one.lane, first, last, (one, other))
