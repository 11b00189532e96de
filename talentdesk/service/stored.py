"""Every case of a store, for acts that go through all of them without a window."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from talentdesk.service.roles import acting, doing, needs
from talentdesk.service.upkeep import opened

if TYPE_CHECKING:
    from talentdesk.core.draft import Draft
    from talentdesk.settings import Settings

_ALL = 1 << 40


@needs("all cases")
def stored_cases(settings: Settings) -> Iterator[Draft]:
    """The cases kept in the settings' folder, in the order of their numbers. Nothing is made where there is no store.

    Raises Mishap where there is none, StoreTrouble where it cannot be opened or read.
    """
    return _all(settings, acting())


def _all(settings: Settings, act: str) -> Iterator[Draft]:
    with doing(act), opened(settings) as store:
        for case in sorted(store.find("", _ALL), key=lambda case: case.number):
            yield store.look(case.id)[0]
