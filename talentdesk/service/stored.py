"""Every case of a store, for acts that go through all of them without a window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from talentdesk.core.words import N_
from talentdesk.service.mishap import Mishap

if TYPE_CHECKING:
    from talentdesk.core.draft import Draft
    from talentdesk.store.opened import Store

_ALL = 1 << 40


def stored_cases(place: str) -> Iterator[Draft]:
    """The cases kept in this folder, in the order of their numbers. Nothing is made where there is no store.

    Raises Mishap where there is none or it cannot be opened or read.
    """
    from talentdesk.store.trouble import StoreTrouble

    if "://" in place:
        raise Mishap(N_("cases cannot be kept in a database server yet"), N_("name a folder on this machine"))
    try:
        store = _opened(Path(place))
        try:
            numbered = sorted(store.find("", _ALL), key=lambda case: case.number)
            for case in numbered:
                yield store.load(case.id)
        finally:
            store.close()
    except StoreTrouble as trouble:
        raise Mishap(N_("the cases cannot be read"), trouble.remedy) from trouble


def _opened(place: Path) -> Store:
    from talentdesk.store.keeper import device_key
    from talentdesk.store.opened import open_store
    from talentdesk.store.place import DATABASE
    from talentdesk.store.trouble import trouble_from

    if not (place / DATABASE).is_file():
        raise Mishap(N_("no cases are kept in {place}"), N_("name the folder that holds them"), place=str(place))
    try:
        return open_store(place, device_key(place))
    except OSError as error:
        raise trouble_from(error) from error
