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


def _batch(desk: Desk, guide: Guide) -> Screen:
    from talentdesk.desktop.batch import BatchScreen

    return BatchScreen(desk, guide)


def _people(desk: Desk, guide: Guide) -> Screen:
    from talentdesk.desktop.people import PeopleScreen

    return PeopleScreen(desk, guide)


def _print(desk: Desk, guide: Guide) -> Screen:
    from talentdesk.desktop.printdesk import PrintDeskScreen

    return PrintDeskScreen(desk, guide)


def _deadlines(desk: Desk, guide: Guide) -> Screen:
    from talentdesk.desktop.duescreen import DueScreen

    return DueScreen(desk, guide)


def _statistics(desk: Desk, guide: Guide) -> Screen:
    from talentdesk.desktop.statisticsscreen import StatisticsScreen

    return StatisticsScreen(desk, guide)


def _staff(desk: Desk, guide: Guide) -> Screen:
    from talentdesk.desktop.staffscreen import StaffScreen

    return StaffScreen(desk, guide)


def _machines(desk: Desk, guide: Guide) -> Screen:
    from talentdesk.desktop.fleetscreen import FleetScreen

    return FleetScreen(desk, guide)


def _settings(desk: Desk, guide: Guide) -> Screen:
    from talentdesk.desktop.settingsscreen import SettingsScreen

    return SettingsScreen(desk, guide)


DESTINATIONS: tuple[Destination, ...] = (
    Destination("people", N_("People"), frozenset({"counter", "personal"}), _people),
    Destination("batch", N_("Batch"), frozenset({"counter", "personal"}), _batch),
    Destination("print", N_("Print desk"), frozenset({"counter", "personal"}), _print),
    Destination("deadlines", N_("Deadlines"), frozenset({"counter", "personal"}), _deadlines, "find"),
    Destination("statistics", N_("Statistics"), frozenset({"counter"}), _statistics, "all cases"),
    Destination("staff", N_("Staff"), frozenset({"counter"}), _staff, "desk"),
    Destination("machines", N_("Public machines"), frozenset({"counter"}), _machines, "desk"),
    Destination("settings", N_("Settings"), frozenset({"counter", "personal"}), _settings, "settings"),
)
"""In the order of the header, after the start and the open cases."""


def destinations_of(mode: str) -> tuple[Destination, ...]:
    """Where one can go in this mode."""
    return tuple(each for each in DESTINATIONS if mode in each.modes)
