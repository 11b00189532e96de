"""A case that must not go: held through a day for a reason, by two people, until somebody releases it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from talentdesk.core.words import N_
from talentdesk.service.mishap import InputError
from talentdesk.service.roles import needs

if TYPE_CHECKING:
    from talentdesk.store.opened import Store

LONGEST = timedelta(days=366 * 3)
"""A hold has an end that somebody alive will look at; it can be lengthened."""
_REASON = 200


@dataclass(frozen=True, slots=True)
class Hold:
    """Through which day a case is kept, and why."""

    until: date
    reason: str


@needs("hold")
def hold(store: Store, id: str, until: date, reason: str, today: date) -> Hold:
    """Keep the case through that day, whatever its time. Raises InputError, NoSuchCase."""
    reason = " ".join(reason.split())
    if not reason:
        cause = N_("a hold without a reason cannot be looked at later")
        raise InputError(cause, N_("write why the case has to stay: a complaint, a lawsuit, an inquiry"))
    if len(reason) > _REASON:
        raise InputError(N_("the reason is too long"), N_("write at most 200 characters"))
    if until < today:
        raise InputError(N_("this day is over"), N_("choose today or a later day"))
    if until - today > LONGEST:
        raise InputError(N_("a hold lasts three years at most"), N_("choose an earlier day; it can be lengthened then"))
    store.hold(id, until, reason)
    return Hold(until, reason)


@needs("hold")
def release(store: Store, id: str) -> None:
    """The case's own time counts again: it may go with the next purge. Raises InputError where it is not held."""
    if store.held(id) is None:
        raise InputError(N_("this case is not held"), N_("look at the list of cases for those that are"))
    store.release_hold(id)


@needs("case")
def held(store: Store, id: str, today: date) -> Hold | None:
    """How the case is held; None where it is not, or no longer. Raises NoSuchCase."""
    found = store.held(id)
    return Hold(*found) if found and found[0] >= today else None
