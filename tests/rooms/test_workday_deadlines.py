"""Deadlines in working days: counted by a year's official calendar; without it, what was done instead is said."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from talentdesk.core.catalogue import Catalogue
from talentdesk.core.deadlines import DeadlineView
from talentdesk.core.inspection import inspect
from talentdesk.core.interview import Interview
from talentdesk.core.tomlfile import Fault
from talentdesk.core.workdays import Year, add_to
from talentdesk.paper.counting import counted, without_calendar
from talentdesk.paths import room

AS_OF = date(2026, 11, 23)
DEADLINES = {
    "wp-change-10-working-days": {"request.wp_act": "change", "change.on": "2026-11-20"},
    "wp-cancel-10-working-days": {"request.wp_act": "cancellation", "job.contract_end": "2026-11-20"},
}
YEAR = 'cite = "own-check"\nholidays = [2026-11-23]\nworked = [2026-11-28, 2026-11-29]\n'


def _view(folders: list[Path], deadline: str) -> DeadlineView:
    catalogue = Catalogue(folders)
    edition = catalogue.edition("work-permit-change", "2024-12-01")
    interview = Interview(edition, catalogue, as_of=AS_OF, typed=DEADLINES[deadline], declined=())
    return next(view for view in interview.deadlines() if view.deadline.id == deadline)


def _write(folder: Path, text: str, name: str = "2026.toml") -> Path:
    calendars = folder / "shared" / "calendars"
    calendars.mkdir(parents=True, exist_ok=True)
    (calendars / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("deadline", DEADLINES)
def test_ten_working_days_are_counted_by_the_calendar(tmp_path: Path, deadline: str) -> None:
    """Friday 2026-11-20, with an invented holiday that Monday and an invented weekend of work: ten days on, 12-03."""
    view = _view([room("forms"), _write(tmp_path, YEAR)], deadline)
    assert (view.due, view.lacking, view.certain) == (date(2026, 12, 3), (), None)
    assert without_calendar(view, "en") == ""


@pytest.mark.parametrize("deadline", DEADLINES)
def test_without_a_calendar_it_is_counted_monday_to_friday_and_said(deadline: str) -> None:
    """No official calendar of 2026 is kept in the room."""
    view = _view([room("forms")], deadline)
    assert (view.due, view.lacking, view.certain) == (date(2026, 12, 4), (2026,), date(2026, 11, 30))
    said = counted(view, "en")
    assert "10 working days" in said
    assert "no official calendar of 2026 here: counted Monday to Friday without public holidays" in said
    assert "Conservative: 30 Nov 2026 is in time whatever the calendar says." in said


def test_a_calendar_that_cannot_be_read_is_as_none_and_takes_nothing_down(tmp_path: Path) -> None:
    view = _view([room("forms"), _write(tmp_path, "holidays = [")], "wp-change-10-working-days")
    assert view.lacking == (2026,)


def test_only_the_year_without_a_calendar_is_counted_without_one() -> None:
    """Monday 2026-12-28 is a day off; the first days of 2027 are not known to be."""
    (citation, *_rest) = Catalogue([room("forms")]).citations().values()
    years = {2026: Year(frozenset({date(2026, 12, 28)}), frozenset(), citation)}
    found = add_to(years, date(2026, 12, 25), 5)
    assert (found.day, found.lacking) == (date(2027, 1, 4), (2027,))
    assert found.certain == date(2027, 1, 2)
    assert add_to(years, date(2026, 12, 24), 2).lacking == ()
    assert add_to({}, date(2027, 1, 1), -1).day == add_to({}, date(2027, 1, 2), -2).day == date(2026, 12, 31)
    assert add_to({}, date(2027, 1, 4), -1).certain is None


@pytest.mark.parametrize(
    ("text", "name", "line", "told"),
    [
        (YEAR.replace("2026-11-23]", "2026-11-23, 2026-11-23]"), "2026.toml", 2, "2026-11-23 is there twice"),
        (YEAR.replace("[2026-11-28", "[2026-11-27"), "2026.toml", 3, "2026-11-27 is no weekend day"),
        (YEAR.replace("[2026-11-23]", "[2026-11-28]"), "2026.toml", 3, "2026-11-28 is both a holiday and worked"),
        (YEAR.replace("2026-11-23", "2025-11-23"), "2026.toml", 2, "2025-11-23 is not in 2026"),
        (YEAR.replace("2026-11-23", '"2026-11-23"'), "2026.toml", 2, "holidays holds something that is no date"),
        (YEAR.replace("2026-11-23", ""), "2026.toml", 2, "the calendar has no holiday"),
        (YEAR.replace("own-check", "own-chekc"), "2026.toml", 1, "there is no citation own-chekc"),
        (YEAR + "work = []\n", "2026.toml", 4, "unknown key work"),
        (YEAR, "twenty.toml", 1, "a calendar is named by its year"),
    ],
)
def test_check_tells_of_a_calendar_that_is_wrong(tmp_path: Path, text: str, name: str, line: int, told: str) -> None:
    ours = [fault for fault in _faults(_write(tmp_path, text, name)) if name in fault.file]
    assert told in ours[0].cause.format(**ours[0].details)
    assert ours[0].line == line


def test_a_calendar_in_order_has_no_fault(tmp_path: Path) -> None:
    assert 2026 in Catalogue([_write(tmp_path, YEAR), room("forms")]).calendars()
    assert not _faults(_write(tmp_path, YEAR))


def _faults(folder: Path) -> tuple[Fault, ...]:
    """What is wrong in a room that holds citations and calendars only."""
    citations = room("forms") / "shared" / "citations.toml"
    (folder / "shared" / "citations.toml").write_bytes(citations.read_bytes())
    return inspect(Catalogue([folder]))
