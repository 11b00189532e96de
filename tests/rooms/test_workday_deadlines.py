"""Deadlines in working days: counted by a year's official calendar, and left out while that calendar is not there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from talentdesk.core.catalogue import Catalogue
from talentdesk.core.interview import Interview
from talentdesk.paths import room

AS_OF = date(2026, 11, 23)
DEADLINES = {
    "wp-change-10-working-days": {"request.wp_act": "change", "change.on": "2026-11-20"},
    "wp-cancel-10-working-days": {"request.wp_act": "cancellation", "job.contract_end": "2026-11-20"},
}


def _due(folders: list[Path], deadline: str) -> date | None:
    catalogue = Catalogue(folders)
    edition = catalogue.edition("work-permit-change", "2024-12-01")
    interview = Interview(edition, catalogue, as_of=AS_OF, typed=DEADLINES[deadline], declined=())
    return next((view.due for view in interview.deadlines() if view.deadline.id == deadline), None)


@pytest.mark.parametrize("deadline", DEADLINES)
def test_ten_working_days_are_counted_by_the_calendar(tmp_path: Path, deadline: str) -> None:
    """Friday 2026-11-20, with an invented holiday that Monday and an invented weekend of work: ten days on, 12-03."""
    calendars = tmp_path / "shared" / "calendars"
    calendars.mkdir(parents=True)
    year = 'cite = "own-check"\nholidays = [2026-11-23]\nworked = [2026-11-28, 2026-11-29]\n'
    (calendars / "2026.toml").write_text(year, encoding="utf-8")
    assert _due([room("forms"), tmp_path], deadline) == date(2026, 12, 3)


@pytest.mark.parametrize("deadline", DEADLINES)
def test_without_a_calendar_no_day_is_told(deadline: str) -> None:
    """No official calendar of 2026 is kept in the room, so no day is claimed."""
    assert _due([room("forms")], deadline) is None
