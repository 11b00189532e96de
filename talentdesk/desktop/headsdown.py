"""Copying a form that was filled in by hand: the questions in the order of its boxes, and nothing beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from talentdesk.desktop.paperroute import PaperRoute
from talentdesk.desktop.route import Route

if TYPE_CHECKING:
    from talentdesk.core.interview import Interview
    from talentdesk.core.sheet import Sheet


class HeadsDown:
    """Whether a paper is being copied, and which way leads through the case."""

    def __init__(self, interview: Interview) -> None:
        self._interview = interview
        self.usual = Route(interview)
        self._paper: PaperRoute | None = None

    @property
    def is_on(self) -> bool:
        """Whether the way is that of the paper."""
        return self._paper is not None

    @property
    def route(self) -> Route:
        """The way through the case now."""
        return self._paper or self.usual

    @property
    def boxes(self) -> Mapping[str, str]:
        """The codes of the paper's boxes by question; none while the form is filled in as usual."""
        return self._paper.boxes if self._paper is not None else {}

    def switch(self, sheet: Sheet | None) -> bool:
        """On or off; False where there is no form to copy from."""
        if self._paper is not None:
            self._paper = None
        elif sheet is not None:
            self._paper = PaperRoute(self._interview, sheet)
        return self._paper is not None
