"""By when missing papers are to be brought."""

from __future__ import annotations

from talentdesk.core.cases import open_case, read_cases
from talentdesk.core.catalogue import Catalogue
from talentdesk.core.missing import bring_by, last_days
from talentdesk.paths import room

FORMS = room("forms")


def test_a_last_day_many_years_off_is_no_day_for_bringing_papers() -> None:
    catalogue = Catalogue([FORMS])
    case = next(each for each in read_cases(FORMS / "procedures/qianhai-youth-support/cases.toml") if each.sample)
    interview = open_case(case, "qianhai-youth-support", catalogue)
    left = [view.days_left for view in interview.deadlines()]
    assert left
    assert min(left) > 366, "the sample's one last day is the one on which an age is reached"
    assert bring_by(interview) is None


def test_a_last_day_within_the_year_is_told() -> None:
    catalogue = Catalogue([FORMS])
    case = next(each for each in read_cases(FORMS / "procedures/residence-permit/cases.toml") if each.sample)
    interview = open_case(case, "residence-permit", catalogue)
    assert bring_by(interview) == min(view.due for view in interview.deadlines() if view.days_left >= 0)


def test_a_first_day_is_no_last_one_and_nobody_is_late_for_it() -> None:
    catalogue = Catalogue([FORMS])
    case = next(each for each in read_cases(FORMS / "procedures/hk-macao-residence-permit/cases.toml") if each.sample)
    interview = open_case(case, "hk-macao-residence-permit", catalogue)
    (view,) = interview.deadlines()
    assert view.deadline.opens
    assert view.days_left < 0, "half a year of living there is over"
    assert last_days(interview) == ()
    interview.answer("residence.since", "2026-10-01")
    (ahead,) = last_days(interview)
    assert ahead.days_left > 0, "who would come in vain is told"
    assert bring_by(interview) is None
