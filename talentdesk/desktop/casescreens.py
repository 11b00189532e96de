"""The screens of an open case, imported when one is first wanted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from talentdesk.desktop.desk import Desk
    from talentdesk.desktop.screen import Guide, Screen
    from talentdesk.desktop.session import Session

FILLING, REVIEW, ELIGIBILITY = "filling", "review", "eligibility"
TIMELINE, CONSENT, CLASH = "timeline", "consent", "clash"

CaseScreen = Callable[["Desk", "Guide", "Session"], "Screen"]


def _filling(desk: Desk, guide: Guide, session: Session) -> Screen:
    """The questions."""
    from talentdesk.desktop.filling import FillingScreen

    return FillingScreen(desk, guide, session, guide.stack)


def _review(desk: Desk, guide: Guide, session: Session) -> Screen:
    """Problems, answers, printing."""
    from talentdesk.desktop.review import ReviewScreen

    return ReviewScreen(desk, guide, session, guide.stack)


def _eligibility(desk: Desk, guide: Guide, session: Session) -> Screen:
    """How the case stands with the rules."""
    from talentdesk.desktop.eligibility import EligibilityScreen

    return EligibilityScreen(desk, guide, session, guide.stack)


def _timeline(desk: Desk, guide: Guide, session: Session) -> Screen:
    """How the person spent the time, and what does not fit."""
    from talentdesk.desktop.timelinescreen import TimelineScreen

    return TimelineScreen(desk, guide, session, guide.stack)


def _consent(desk: Desk, guide: Guide, session: Session) -> Screen:
    """What the person agreed to."""
    from talentdesk.desktop.consentscreen import ConsentScreen

    return ConsentScreen(desk, guide, session, guide.stack)


def _clash(desk: Desk, guide: Guide, session: Session) -> Screen:
    """Two versions of the case, theirs and mine."""
    from talentdesk.desktop.clashscreen import ClashScreen

    return ClashScreen(desk, guide, session, guide.stack)


CASE_SCREENS: Mapping[str, CaseScreen] = {
    FILLING: _filling,
    REVIEW: _review,
    ELIGIBILITY: _eligibility,
    TIMELINE: _timeline,
    CONSENT: _consent,
    CLASH: _clash,
}
"""What a case is shown on, by the name that `Guide.show_case` takes."""
