"""Reads `shared/timeline.toml`: which answers tell how a person spent the time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from talentdesk.core.form import Kind, Question
from talentdesk.core.timeline import Feed, Lane, Order, source
from talentdesk.core.tomlfile import Fault, FormError, Table, TomlFile, name_of
from talentdesk.core.words import N_, nearest

if TYPE_CHECKING:
    from talentdesk.core.catalogue import Catalogue

TIMELINE = "shared/timeline.toml"


def read_timeline(path: Path) -> tuple[Lane, ...]:
    """Read the lanes in their order. Raises FormError with all the file's faults."""
    file = TomlFile(path, name_of(path))
    file.stop_at_faults()
    top = file.top
    lanes: list[Lane] = []
    for table in top.tables("lane"):
        feeds = tuple(_feed(feed) for feed in table.tables("feed"))
        lane = Lane(table.text("id", required=True), table.some_words("title"), table.flag("tells"), feeds)
        table.close()
        if not feeds:
            table.fault("", N_("the key {key} is missing"), N_("add it; see forms/README.md"), key="feed")
        if any(lane.id == other.id for other in lanes):
            table.fault("id", N_("the id {id} is there twice"), N_("rename or delete one"), id=lane.id)
        lanes.append(lane)
    top.close()
    file.stop_at_faults()
    return tuple(lanes)


def inspect_timeline(catalogue: Catalogue) -> Iterator[Fault]:
    """Every fault of the file, tables, columns and questions that are not there too."""
    try:
        lanes = catalogue.timeline()
    except FormError as slips:
        yield from slips.faults
        return
    questions = _questions(catalogue)
    for feed in (feed for lane in lanes for feed in lane.feeds):
        yield from _inspect(feed, questions)


def _feed(table: Table) -> Feed:
    feed = Feed(
        table.text("table"),
        table.text("begin", required=True),
        table.text("end"),
        table.texts("text"),
        table.one_of("order", Order, Order.RISING),
    )
    table.close()
    return feed


def _questions(catalogue: Catalogue) -> Mapping[str, tuple[Question, ...]]:
    """Each id with the question of that id in every edition that has one."""
    found: dict[str, tuple[Question, ...]] = {}
    for name in catalogue.procedures():
        for edition in catalogue.editions(name):
            for question in catalogue.edition(name, edition).questions:
                found[question.id] = (*found.get(question.id, ()), question)
    return found


def _inspect(feed: Feed, questions: Mapping[str, tuple[Question, ...]]) -> Iterator[Fault]:
    if source(feed) not in questions:
        yield _missing(N_("there is no question {name}"), source(feed), questions)
        return
    if feed.table:
        columns: dict[str, tuple[Question, ...]] = {}
        for table in questions[feed.table]:
            for column in table.columns:
                columns[column.id] = (*columns.get(column.id, ()), column)
        known: Mapping[str, tuple[Question, ...]] = columns
    else:
        known = questions
    for name in filter(None, (feed.begin, feed.end, *feed.text)):
        if name not in known:
            yield _missing(N_("there is no question {name}"), name, known)
    for name in filter(None, (feed.begin, feed.end)):
        if any(question.kind is not Kind.DATE for question in known.get(name, ())):
            yield Fault(f"forms/{TIMELINE}", 1, N_("{name} is no date"), N_("name a date"), {"name": name})


def _missing(cause: str, name: str, known: Mapping[str, object]) -> Fault:
    details = {"name": name, "close": nearest(name, known) or "…"}
    return Fault(f"forms/{TIMELINE}", 1, cause, N_("did you mean {close}?"), details)
