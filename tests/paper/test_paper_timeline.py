"""The rows of the timeline are the form's table: what is printed of a gap that was filled and of an unknown month."""

from __future__ import annotations

from collections.abc import Callable

import pypdfium2

from talentdesk.core.catalogue import Catalogue
from talentdesk.core.cells import cell
from talentdesk.core.interview import Interview
from talentdesk.paper.document import write_pdf
from talentdesk.paper.typesetting import lay_out
from talentdesk.service.personcases import PersonCase
from talentdesk.service.timeline import rows_with, tables_for, timeline_of

Ask = Callable[..., Interview]
CV = [
    {"from": "2012-09", "to": "2016-06", "place": "Lisboa", "employer": "Universidade Nova"},
    {"from": "2016-07", "to": "2020", "place": "Porto", "employer": "Atelier Norte"},
    {"from": "2022-01", "to": "2026-11", "place": "Shenzhen", "employer": "Blue Bay Design"},
]


def begun(ask: Ask, rows: list[dict[str, str]], table: str = "cv", procedure: str = "permanent-residence") -> Interview:
    cells = {cell(table, row, column): text for row, texts in enumerate(rows) for column, text in texts.items()}
    return ask(cells, procedure, empty=True)


def lines_of(catalogue: Catalogue, interview: Interview, paper: str) -> list[str]:
    """The words of the printed paper in the order in which they stand in the PDF, read back by PDFium."""
    pdf = write_pdf(lay_out(catalogue.sheet(paper, interview.as_of), interview))
    document = pypdfium2.PdfDocument(pdf)
    try:
        text = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()
    return [line.strip() for line in text.splitlines() if line.strip()]


def row_with(lines: list[str], word: str) -> str:
    """The printed line that holds a word and its dates, which PDFium may tell as lines of their own."""
    at = next(number for number, line in enumerate(lines) if word in line)
    return " ".join(lines[max(0, at - 3) : at + 1])


def test_a_year_whose_month_nobody_knows_is_printed_as_the_year_alone(catalogue: Catalogue, ask: Ask) -> None:
    for typed in ("2020", "2020-"):
        interview = begun(ask, [CV[0], CV[1] | {"to": typed}, CV[2]])
        printed = row_with(lines_of(catalogue, interview, "permanent-residence-form"), "Atelier Norte").split()
        assert printed[printed.index("2016-07") + 1] == "2020"


def test_a_gap_that_was_filled_stands_between_the_rows_around_it_in_order_of_time(
    catalogue: Catalogue, ask: Ask
) -> None:
    interview = begun(ask, [CV[0], CV[1] | {"to": "2020-08"}, CV[2]])
    timeline = timeline_of(catalogue, [PersonCase("one", 0, interview)], interview.as_of)
    (gap,) = timeline.gaps
    (feed,) = tables_for(timeline.lanes, gap, interview)
    rows, at = rows_with(feed, gap, interview)
    rows[at] |= {"place": "Porto", "employer": "Between jobs"}
    filled = begun(ask, rows)
    assert timeline_of(catalogue, [PersonCase("one", 0, filled)], filled.as_of).gaps == ()
    assert [outcome.status for outcome in filled.outcomes() if outcome.rule.id == "pr-cv-gap"] == ["pass"]
    printed = " ".join(lines_of(catalogue, filled, "permanent-residence-form"))
    order = [printed.index(word) for word in ("Universidade", "Atelier Norte", "Between jobs", "Blue Bay")]
    assert order == sorted(order)
    between = row_with(lines_of(catalogue, filled, "permanent-residence-form"), "Between jobs").split()
    assert between[between.index("2020-09") + 1] == "2021-12"


def test_studies_are_printed_highest_first_also_what_was_put_between_them(catalogue: Catalogue, ask: Ask) -> None:
    studies = [
        {"from": "2018-09", "to": "2026-11", "school": "HKU"},
        {"from": "2013-09", "to": "2017", "school": "Lingnan"},
    ]
    interview = begun(ask, studies, "education", "work-permit")
    timeline = timeline_of(catalogue, [PersonCase("one", 0, interview)], interview.as_of)
    (gap,) = timeline.gaps
    rows, at = rows_with(tables_for(timeline.lanes, gap, interview)[0], gap, interview)
    rows[at]["school"] = "Exchange"
    printed = lines_of(catalogue, begun(ask, rows, "education", "work-permit"), "work-permit-form")
    places = [next(n for n, line in enumerate(printed) if word in line) for word in ("HKU", "Exchange", "Lingnan")]
    assert places == sorted(places)
