"""Where the header leads besides the start: one screen a destination, made when it is first wanted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from talentdesk.i18n import N_

if TYPE_CHECKING:
    from talentdesk.desktop.desk import Desk
    from talentdesk.desktop.screen import Guide, Screen


class Destination(NamedTuple):
    """A screen that belongs to no open case."""

    id: str
    title: str
    """A message id: the word in the header."""
    modes: frozenset[str]
    """The modes of the program that have it."""
    make: Callable[[Desk, Guide], Screen]
    """Makes the screen; imports what it needs only then."""
    act: str = "case"
    """Who may go there, where the staff sign in: whoever may do this act of `service.roles`."""


def _people(desk: Desk, guide: Guide) -> Screen:
    from talentdesk.desktop.people import PeopleScreen

    return PeopleScreen(desk, guide)


def _print(desk: Desk, guide: Guide) -> Screen:
    from talentdesk.desktop.printdesk import PrintDeskScreen

    return PrintDeskScreen(desk, guide)


def _staff(desk: Desk, guide: Guide) -> Screen:
    from talentdesk.desktop.staffscreen import StaffScreen

    return StaffScreen(desk, guide)


DESTINATIONS: tuple[Destination, ...] = (
    Destination("people", N_("People"), frozenset({"counter", "personal"}), _people),
    Destination("print", N_("Print desk"), frozenset({"counter", "personal"}), _print),
    Destination("staff", N_("Staff"), frozenset({"counter"}), _staff, "desk"),
)
"""In the order of the header, after the start and the open cases."""


def destinations_of(mode: str) -> tuple[Destination, ...]:
    """Where one can go in this mode."""
    return tuple(each for each in DESTINATIONS if mode in each.modes)
