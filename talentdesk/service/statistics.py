"""Statistics of a desk: counts that tell of nobody, on the screen, as CSV and as PDF."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from string import Formatter
from typing import TYPE_CHECKING

from talentdesk.core.catalogue import CatalogueMiss
from talentdesk.core.figures import LEAST, Figures, Folded, fold
from talentdesk.core.tomlfile import FormError
from talentdesk.core.words import N_
from talentdesk.i18n import format_date, plural, say, titled, word
from talentdesk.service.phrases import SENTENCES
from talentdesk.service.roles import needs

if TYPE_CHECKING:
    from talentdesk.core.catalogue import Catalogue
    from talentdesk.store.opened import Store

PROCEDURES, STATES, DAYS, SPANS, PROBLEMS = "procedures", "states", "days", "spans", "problems"
TITLES = {
    PROCEDURES: N_("Cases by procedure"),
    STATES: N_("Cases by outcome"),
    DAYS: N_("Cases by day"),
    SPANS: N_("Time to complete"),
    PROBLEMS: N_("Most frequent problems"),
}
STATE_NAMES = {
    "draft": N_("Draft"),
    "received": N_("Received"),
    "review": N_("In review"),
    "returned": N_("Returned"),
    "ready": N_("Ready to print"),
    "printed": N_("Printed"),
    "closed": N_("Closed"),
}
_SPANS = {
    "0": N_("within a day"),
    "1-3": N_("1 to 3 days"),
    "4-7": N_("4 to 7 days"),
    "8-14": N_("8 to 14 days"),
    "15-30": N_("15 to 30 days"),
    "31-": N_("more than 30 days"),
}
_MOST_PROBLEMS = 15


@dataclass(frozen=True, slots=True)
class Bar:
    """One category in words, and how many cases it has."""

    name: str
    count: int


@needs("all cases")
def statistics(store: Store, since: datetime | None, until: datetime | None, offset: timedelta) -> Figures:
    """The folded counts of cases begun from `since` until before `until`. Raises StoreTrouble."""
    counts = store.count_cases(since, until, offset)
    return Figures(
        fold(counts.procedures), fold(counts.states), fold(counts.days), fold(counts.spans), fold(counts.problems)
    )


def folded_of(figures: Figures, table: str) -> Folded:
    """One of the tables by its id."""
    found: Folded = getattr(figures, table)
    return found


def bars(figures: Figures, table: str, catalogue: Catalogue, language: str) -> tuple[Bar, ...]:
    """A table in words, in its order; what was put together comes last."""
    folded = folded_of(figures, table)
    names = list(folded.counts)
    if table == SPANS:
        names = [span for span in _SPANS if span in folded.counts]
    elif table == STATES:
        names = [state for state in STATE_NAMES if state in folded.counts]
    elif table == PROBLEMS:
        names = names[:_MOST_PROBLEMS]
    found = [Bar(_named(table, name, catalogue, language), folded.counts[name]) for name in names]
    if folded.other is not None:
        found.append(Bar(together(folded, language), folded.other))
    return tuple(found)


def together(folded: Folded, language: str) -> str:
    """How what was put together is called."""
    if not folded.counts:
        return plural("{count} together", "{count} together", folded.categories, language)
    return plural("{count} other, together", "{count} others, together", folded.categories, language)


def too_few(language: str) -> str:
    """Why a table is empty though there are cases."""
    return say("Fewer than {least} cases: not shown, so that nobody can be recognised.", language, least=LEAST)


def _named(table: str, name: str, catalogue: Catalogue, language: str) -> str:
    if table == PROCEDURES:
        try:
            return titled(catalogue.about(name).title, language)
        except (CatalogueMiss, FormError):
            return name
    if table == STATES:
        return say(STATE_NAMES[name], language)
    if table == SPANS:
        return say(_SPANS[name], language)
    if table == DAYS:
        return format_date(date.fromisoformat(name), language)
    question, _, code = name.partition("|")
    return f"{_label(question, catalogue, language)} · {_wrong(code, language)}"


def _wrong(code: str, language: str) -> str:
    """What is wrong, as it is said of an answer, with a dot for whatever the answer said."""
    sentence = SENTENCES.get(code)
    if sentence is None:
        return code
    blanks = {name: "…" for _text, name, _spec, _conversion in Formatter().parse(sentence.what) if name}
    return say(sentence.what, language, **blanks)


def _label(question: str, catalogue: Catalogue, language: str) -> str:
    """The question in the words of the first form that asks it; its id where none does any more."""
    for procedure in catalogue.procedures():
        try:
            editions = catalogue.editions(procedure)
            edition = catalogue.edition(procedure, max(editions))
        except (CatalogueMiss, FormError, ValueError):
            continue
        for asked in edition.questions:
            if asked.id == question:
                return word(asked.label, language)
            for column in asked.columns:
                if f"{asked.id}.{column.id}" == question:
                    return f"{word(asked.label, language)}: {word(column.label, language)}"
    return question


def as_csv(figures: Figures, catalogue: Catalogue, language: str) -> bytes:
    """All tables one below the other, for a spreadsheet: table, category, cases."""
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\r\n")
    write.writerow([say("Table", language), say("Category", language), say("Cases", language)])
    write.writerows(_rows(figures, catalogue, language))
    return out.getvalue().encode("utf-8-sig")


def _rows(figures: Figures, catalogue: Catalogue, language: str) -> Iterator[tuple[str, str, str]]:
    for table, title in TITLES.items():
        if folded_of(figures, table).hidden:
            yield say(title, language), too_few(language), ""
        for bar in bars(figures, table, catalogue, language):
            yield say(title, language), _inert(bar.name), str(bar.count)


def _inert(text: str) -> str:
    """A name that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t" else text


def as_pdf(figures: Figures, catalogue: Catalogue, period: tuple[str, str], languages: tuple[str, str]) -> bytes:
    """All tables with bars on A4; `period` is said in both languages. Raises Mishap where a font is missing."""
    from talentdesk.paper.figuresheet import FigureTable, lay_out_figures
    from talentdesk.service.papers import write

    tables = tuple(
        FigureTable(
            tuple(say(title, language) for language in languages),
            tuple((bar.name, bar.count) for bar in bars(figures, table, catalogue, languages[0])),
            tuple(too_few(language) for language in languages) if folded_of(figures, table).hidden else (),
        )
        for table, title in TITLES.items()
    )
    return write(lay_out_figures(tables, period, languages))
