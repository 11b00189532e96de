"""Several counters on one store: who is there, who has which case, taking one over and handing one on."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from talentdesk.service.owners import is_dead
from talentdesk.service.roles import needs
from talentdesk.store.trouble import NoSuchCase

if TYPE_CHECKING:
    from talentdesk.store.leases import Counter, Lease
    from talentdesk.store.opened import Store

LASTING = timedelta(seconds=90)
"""How long a counter that says nothing still counts as there, and keeps its cases: one that was switched off."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a counter sees of the others."""

    held: Mapping[str, Lease]
    """Every case that somebody has now."""
    counters: tuple[Counter, ...]
    """Who is there, this one among them."""
    behind: frozenset[str]
    """Of the cases that are open here: those that somebody else has saved or erased since."""


@needs("case")
def look_around(store: Store, owner: str, name: str, ids: Collection[str], *, say_so: bool) -> Seen:
    """Who is there and who has what. Of the cases `ids`, which are open here, those that nobody has are taken; with
    `say_so` this counter counts as there anew, and goes on having what it has."""
    if say_so:
        store.attendance.attend(owner, name, ids, LASTING)
        _forget_dead(store)
    held = store.attendance.holders()
    free = [id for id in ids if id not in held]
    for id in free:
        take_case(store, id, owner, name)
    behind = frozenset(id for id in ids if store.is_behind(id))
    return Seen(store.attendance.holders() if free else held, store.attendance.counters(), behind)


@needs("case")
def take_case(store: Store, id: str, owner: str, name: str) -> bool:
    """Take the case, if nobody has it; whether it is this counter's now. One that was erased is nobody's."""
    try:
        if store.attendance.claim(owner, id, LASTING, name) is not None:
            return True
        return _forget_dead(store) and store.attendance.claim(owner, id, LASTING, name) is not None
    except NoSuchCase:
        return False


def _forget_dead(store: Store) -> bool:
    """A window of this machine that was killed or lost its power has nothing any more: whoever starts the program again
    goes on at once. Whether there was one."""
    owners = {lease.owner for lease in store.attendance.holders().values()} | {
        each.owner for each in store.attendance.counters()
    }
    dead = tuple(filter(is_dead, owners))
    for owner in dead:
        store.attendance.go(owner)
    return bool(dead)


@needs("case")
def take_over(store: Store, id: str, owner: str, name: str) -> Lease | None:
    """Take the case from whoever has it; what ended with that. Raises NoSuchCase."""
    return store.attendance.take_over(id, owner, LASTING, name)


@needs("case")
def hand_over(store: Store, id: str, owner: str, to: Counter) -> bool:
    """Give the case to another counter; False where it is no longer this one's to give. Raises NoSuchCase."""
    return store.attendance.hand_over(id, owner, to.owner, LASTING, to.name)


@needs("case")
def give_back(store: Store, id: str, owner: str) -> None:
    """The case was put away."""
    try:
        store.attendance.release(id, owner)
    except NoSuchCase:
        return


@needs("desk")
def go(store: Store, owner: str) -> None:
    """The window closes: nothing is kept from the others."""
    store.attendance.go(owner)
