"""How a person spent the time, over all their cases, in words; and where a time that was missing is put."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from talentdesk.core.cells import cell, count_rows
from talentdesk.core.timeline import (
    Edge,
    Feed,
    Gap,
    Lane,
    Overlap,
    Place,
    Span,
    Stray,
    Timeline,
    Why,
    draw_timeline,
    row_for,
    source,
    written,
)
from talentdesk.core.words import N_
from talentdesk.i18n import plural, say, word
from talentdesk.service.personcases import PersonCase, case_called

if TYPE_CHECKING:
    from talentdesk.core.catalogue import Catalogue
    from talentdesk.core.interview import Interview

_SHOWN = 2
"""Texts of a row that name it on the axis; a screen reader says all of them."""


def timeline_of(catalogue: Catalogue, cases: Sequence[PersonCase], today: date) -> Timeline:
    """All cases on one axis. Raises FormError."""
    asked = {name for case in cases for name in case.asked()}
    return draw_timeline(catalogue.timeline(), [case.answers() for case in cases], asked, today)


def tables_for(lanes: Sequence[Lane], gap: Gap, interview: Interview) -> tuple[Feed, ...]:
    """The tables of a case that could tell what happened in a gap, that of the gap's own lane first."""
    questions = {question.id for question in interview.edition.questions}
    found = [
        (lane.id != gap.lane, feed)
        for lane in lanes
        if lane.tells
        for feed in lane.feeds
        if feed.table and source(feed) in questions and interview.asked(feed.table)
    ]
    return tuple(feed for _other, feed in sorted(found, key=lambda pair: pair[0]))


def has_room(feed: Feed, interview: Interview) -> bool:
    """Whether the table takes another row."""
    most = interview.question(feed.table).rows_max
    return not most or interview.rows(feed.table) < most


def rows_of(table: str, interview: Interview) -> list[dict[str, str]]:
    """The rows of a table as typed, column -> text."""
    columns = [column.id for column in interview.question(table).columns]
    typed = interview.typed
    return [
        {column: typed[name] for column in columns if (name := cell(table, row, column)) in typed}
        for row in range(count_rows(typed, table))
    ]


def rows_with(feed: Feed, gap: Gap, interview: Interview) -> tuple[list[dict[str, str]], int]:
    """The table's rows with one more that has the gap's months, in the form's order, and the place of the new one."""
    rows = rows_of(feed.table, interview)
    at = row_for(feed, interview.typed, gap.first)
    rows.insert(at, {feed.begin: written(gap.first), feed.end: written(gap.last)})
    return rows, at


# --- in words -------------------------------------------------------------------------------------


def lane_told(timeline: Timeline, id: str, language: str) -> str:
    """The lane's title."""
    return next(word(lane.title, language) for lane in timeline.lanes if lane.id == id)


def texts_told(text: Sequence[str], place: Place, cases: Sequence[PersonCase], language: str) -> tuple[str, ...]:
    """What stands in a row, codes by their label."""
    case = case_called(cases, place.form)
    assert case is not None, "a span comes from a case"
    told = []
    for column, typed in zip(place.feed.text, text, strict=True):
        question = case.interview.question(place.name(column))
        if not typed:
            continue
        labelled = question.choices or question.list or question.kind in ("country", "division")
        told.append(word(case.interview.label(question, typed), language) if labelled else typed)
    return tuple(told)


def short_told(span: Span, cases: Sequence[PersonCase], language: str) -> str:
    """What a span is, in as few words as a box takes."""
    return " · ".join(texts_told(span.text, span.places[0], cases, language)[:_SHOWN])


def edge_told(edge: Edge, language: str) -> str:
    """A beginning or an end: `2020-09`, or the year with a word that its month is unknown."""
    if edge.is_known:
        return written(edge.early)
    return say("{year} (month unknown)", language, year=f"{edge.early // 12:04d}")


def span_told(span: Span, timeline: Timeline, cases: Sequence[PersonCase], language: str) -> str:
    """A span as it is heard: lane, what it was, from when to when."""
    what = _joined(texts_told(span.text, span.places[0], cases, language), language)
    lane, begin = lane_told(timeline, span.lane, language), edge_told(span.begin, language)
    if span.is_open:
        return say("{lane}, {what}, since {begin}", language, lane=lane, what=what, begin=begin)
    end = edge_told(span.end, language)
    return say("{lane}, {what}, {begin} to {end}", language, lane=lane, what=what, begin=begin, end=end)


def months_told(first: int, last: int, language: str) -> str:
    """From when to when; a month alone by itself."""
    if first == last:
        return written(first)
    return say("{begin} to {end}", language, begin=written(first), end=written(last))


def gap_told(gap: Gap, timeline: Timeline, language: str) -> str:
    """A gap as it is heard."""
    when = months_told(gap.first, gap.last, language)
    if gap.least == gap.most:
        return plural("gap of {count} month, {when}", "gap of {count} months, {when}", gap.most, language, when=when)
    if gap.least:
        return say(
            "gap of {least} to {most} months, {when}: a month is unknown",
            language,
            least=gap.least,
            most=gap.most,
            when=when,
        )
    return plural(
        "perhaps a gap of {count} month, {when}: a month is unknown",
        "perhaps a gap of up to {count} months, {when}: a month is unknown",
        gap.most,
        language,
        when=when,
    )


def gap_marked(gap: Gap, language: str) -> str:
    """What stands in the gap's box."""
    if gap.least == gap.most:
        return plural("{count} month", "{count} months", gap.most, language)
    if not gap.least:
        return plural("up to {count} month", "up to {count} months", gap.most, language)
    return say("{least}–{most} months", language, least=gap.least, most=gap.most)


def overlap_told(overlap: Overlap, cases: Sequence[PersonCase], language: str) -> str:
    """An overlap as it is heard."""
    one, other = (short_told(span, cases, language) or say("no name yet", language) for span in overlap.spans)
    return plural(
        "{one} and {other} share {count} month, {when}",
        "{one} and {other} share {count} months, {when}",
        overlap.months,
        language,
        one=one,
        other=other,
        when=months_told(overlap.first, overlap.last, language),
    )


_WHY: Mapping[Why, str] = {
    Why.NO_DATE: N_("{lane}, {what}: not on the axis, because a date is missing or is none"),
    Why.BACKWARDS: N_("{lane}, {what}: not on the axis, because it ends before it begins"),
}


def stray_told(stray: Stray, timeline: Timeline, cases: Sequence[PersonCase], language: str) -> str:
    """A row that is not on the axis, and why."""
    what = _joined(texts_told(stray.text, stray.place, cases, language), language)
    return say(_WHY[stray.why], language, lane=lane_told(timeline, stray.lane, language), what=what)


def _joined(texts: Sequence[str], language: str) -> str:
    return ("，" if language.startswith("zh") else ", ").join(texts) or say("no name yet", language)
