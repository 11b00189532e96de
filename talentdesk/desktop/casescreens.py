"""The screens of an open case, imported when the first case is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from talentdesk.desktop.desk import Desk
    from talentdesk.desktop.screen import Guide, Screen
    from talentdesk.desktop.session import Session
    from talentdesk.desktop.window import FillingPage


class ShippedScreens:
    """What the window shows a case on."""

    def filling(self, desk: Desk, guide: Guide, session: Session) -> FillingPage:
        """The questions."""
        from talentdesk.desktop.filling import FillingScreen

        return FillingScreen(desk, guide, session)

    def review(self, desk: Desk, guide: Guide, session: Session) -> Screen:
        """Problems, answers, printing."""
        from talentdesk.desktop.review import ReviewScreen

        return ReviewScreen(desk, guide, session)

    def eligibility(self, desk: Desk, guide: Guide, session: Session) -> Screen:
        """How the case stands with the rules."""
        from talentdesk.desktop.eligibility import EligibilityScreen

        return EligibilityScreen(desk, guide, session)
