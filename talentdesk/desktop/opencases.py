"""The cases that are open in tabs, each with the screens it has been seen on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from talentdesk.desktop.screen import Screen

if TYPE_CHECKING:
    from talentdesk.desktop.session import Session


class FillingPage(Screen):
    """What the window asks of the questions' screen beyond being a screen."""

    def go_to(self, question: str) -> None:
        """Takes the focus to a question."""
        raise NotImplementedError


class OpenCase:
    """A case that is open in a tab, with the screens it has been seen on."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.seen: dict[str, Screen] = {}
        """By the names of `casescreens`."""
        self.front: Screen | None = None
        """The one that was last in front."""

    @property
    def screens(self) -> tuple[Screen, ...]:
        """All of them."""
        return tuple(self.seen.values())

    @property
    def front_name(self) -> str:
        """The name of the one that was last in front; empty: none."""
        return next((name for name, screen in self.seen.items() if screen is self.front), "")

    def forget(self) -> tuple[Screen, ...]:
        """Gives the screens up: the next ones are made anew."""
        screens = self.screens
        self.seen, self.front = {}, None
        return screens
