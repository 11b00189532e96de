"""A case goes from the public machine to the counter without being typed again: by a code on the centre's server, by
the squares on the paper, or on a drive the person brought."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from talentdesk.core.parcel import parcel_of
from talentdesk.core.words import N_
from talentdesk.service.mishap import InputError
from talentdesk.service.roles import needs

if TYPE_CHECKING:
    from talentdesk.core.draft import Draft
    from talentdesk.core.interview import Interview
    from talentdesk.settings import Settings
    from talentdesk.store.handoffs import LeftCase
    from talentdesk.store.opened import Store

LASTING = timedelta(days=3)
"""How long a code is good for: over a weekend."""
LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
"""What a code is made of: nothing that looks or sounds like another one."""
_LENGTH = 8
_SCANNED = "TDSLIP:"
_SQUARE = "TALENTDESK "
_CODE = re.compile(rf"(?:{_SCANNED})?([{LETTERS}]{{4}})[-· ]{{0,3}}([{LETTERS}]{{4}})")
_TRIES = 5


@needs("case")
def leave_for_counters(
    settings: Settings,
    interview: Interview,
    now: datetime,
    *,
    sources: Iterable[tuple[str, str]] = (),
    consents: Iterable[tuple[str, str]] = (),
) -> str:
    """Put the answers in use into the centre's database that the settings name under `counters`; the code, empty where
    none is named. Raises StoreTrouble, Mishap for a database of another kind."""
    from talentdesk.service.upkeep import opened, place_in
    from talentdesk.store.address import Server
    from talentdesk.store.handoffs import put_down
    from talentdesk.store.trouble_keys import SignInNeeded

    if not settings.counters:
        return ""
    left = _left(interview, sources, consents)
    try:
        with opened(replace(settings, data=settings.counters)) as store:
            return _under_a_code(lambda code: store.leave(code, left, now + LASTING))
    except SignInNeeded:
        # The staff have PINs there, and nobody has one here: the case is put down without looking into the store.
        place = place_in(settings.counters)
        if not isinstance(place, Server):
            raise
    return _under_a_code(lambda code: put_down(place, code, left, now, now + LASTING))


@needs("case")
def leave(
    store: Store,
    interview: Interview,
    now: datetime,
    *,
    sources: Iterable[tuple[str, str]] = (),
    consents: Iterable[tuple[str, str]] = (),
) -> str:
    """Put the answers in use there under a new code, which is returned. Raises StoreTrouble."""
    left = _left(interview, sources, consents)
    return _under_a_code(lambda code: store.leave(code, left, now + LASTING))


def _left(interview: Interview, sources: Iterable[tuple[str, str]], consents: Iterable[tuple[str, str]]) -> LeftCase:
    from talentdesk.store.handoffs import LeftCase

    parcel = parcel_of(interview)
    known = {id: source for id, source in sources if id in parcel.typed}
    return LeftCase(
        parcel.procedure,
        parcel.edition,
        interview.as_of,
        dict(parcel.typed),
        parcel.declined,
        known,
        tuple(consents),
    )


def _under_a_code(put: Callable[[str], bool]) -> str:
    for _ in range(_TRIES):
        code = new_code()
        if put(code):
            return code
    raise AssertionError("five random codes of eight letters are in use at once")


@needs("import")
def take(store: Store, code: str, now: datetime, *, who: str = "") -> Draft:
    """Make a case of what was left under the code, which is then used up: locked as it was handed in until somebody
    begins to look at it, and compared with the same person's earlier case. Raises InputError where there is nothing,
    StoreTrouble."""
    from talentdesk.core.answers import Answers
    from talentdesk.service import arrivals

    read = code_in(code)
    left = store.collect(read) if read else None
    if left is None:
        cause = N_("nothing waits under the code {code}")
        remedy = N_(
            "compare it with the slip; a code is good for three days and once. Else scan the squares on the paper"
        )
        raise InputError(cause, remedy, code=shown(read) if read else code[:20])
    answers = Answers(left.typed, left.declined)
    came = arrivals.Arrival(
        arrivals.Origin.CODE, left.procedure, left.edition, left.as_of, answers, sources=left.sources
    )
    draft = arrivals.take(came, store, now, who=who)
    _agree(store, draft.id, left.consents)
    return store.load(draft.id)


@needs("find")
def waiting(store: Store) -> int:
    """How many cases wait there under codes that are good."""
    return store.left_here()


def _agree(store: Store, case: str, consents: Iterable[tuple[str, str]]) -> None:
    """What the person agreed to at the machine goes with the case."""
    from talentdesk.service.consent import give
    from talentdesk.service.rooms import catalogue

    known = catalogue().consents()
    for id, language in consents:
        if id in known:
            give(store, case, id, language)


def new_code() -> str:
    """Eight letters and digits by chance."""
    return "".join(secrets.choice(LETTERS) for _ in range(_LENGTH))


def code_in(text: str) -> str:
    """The code in what was scanned or typed; empty where it is none."""
    found = _CODE.fullmatch(text.strip().upper())
    return found[1] + found[2] if found else ""


def is_slip(text: str) -> bool:
    """Whether a scan is the square of a slip's code."""
    return text.strip().upper().startswith(_SCANNED)


def is_square(text: str) -> bool:
    """Whether a scan is one of the squares that carry answers."""
    return text.startswith(_SQUARE)


def shown(code: str) -> str:
    """The code as it is read out, in two groups."""
    return f"{code[:4]} · {code[4:]}"


def scannable(code: str) -> str:
    """What stands in the square on the slip."""
    return _SCANNED + code
