"""Who may do what. Every verb of the service that touches cases, keys, acts or settings names here what it is.

Where nobody has a PIN there is one person: at home and at such a counter the one who sits there may do everything; in a
kiosk an applicant. Where the staff sign in, what somebody may do follows from the role, and nothing is done before.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from talentdesk.i18n import N_

if TYPE_CHECKING:
    from talentdesk.store.opened import Store

_P = ParamSpec("_P")
_R = TypeVar("_R")


class Role(StrEnum):
    """What somebody is here."""

    APPLICANT = "applicant"
    """Their own case, in their own session."""
    COUNTER = "counter"
    """The office's cases."""
    SUPERVISOR = "supervisor"
    """Like a counter; hands over, holds, purges, reads the list of acts."""
    AUDITOR = "auditor"
    """The list of acts, and nothing else."""
    ADMIN = "admin"
    """Staff, keys, copies, settings; no word of any case."""


STAFF = (Role.COUNTER, Role.SUPERVISOR, Role.AUDITOR, Role.ADMIN)
"""Roles that somebody with a PIN can have."""

ROLE_NAMES: Mapping[Role, str] = {
    Role.APPLICANT: N_("Applicant"),
    Role.COUNTER: N_("Counter"),
    Role.SUPERVISOR: N_("Supervisor"),
    Role.AUDITOR: N_("Auditor"),
    Role.ADMIN: N_("Administrator"),
}
ROLE_DUTIES: Mapping[Role, str] = {
    Role.APPLICANT: N_("Fills in their own case."),
    Role.COUNTER: N_("Works on the cases of this office."),
    Role.SUPERVISOR: N_("Works on cases, holds and purges them, reads the list of acts."),
    Role.AUDITOR: N_("Reads the list of acts, no case."),
    Role.ADMIN: N_("Looks after staff, keys and copies; opens no case."),
}

_CASES = frozenset({Role.APPLICANT, Role.COUNTER, Role.SUPERVISOR})
_OFFICE = frozenset({Role.COUNTER, Role.SUPERVISOR})
_KEYS = frozenset({Role.ADMIN})

ACTS: Mapping[str, frozenset[Role]] = {
    "case": _CASES,
    "find": _CASES,
    "consent": _CASES,
    "erase": _CASES,
    "export": _CASES,
    "import": _CASES,
    "all cases": _OFFICE,
    "hold": frozenset({Role.SUPERVISOR}),
    "purge": frozenset({Role.SUPERVISOR, Role.ADMIN}),
    "audit": frozenset({Role.AUDITOR, Role.SUPERVISOR}),
    "backup": _KEYS,
    "restore": _KEYS,
    "move": _KEYS,
    "keys": _KEYS,
    "staff": _KEYS,
    "settings": _KEYS,
    "desk": frozenset(Role),
}
"""Roles that may do each kind of act. `desk` is what everybody may who is signed in."""

TWO = frozenset({"backup", "move", "hold"})
"""What takes two people: everything leaves at once, or a case is kept beyond its time."""

_acting: ContextVar[str] = ContextVar("acting", default="")


def may(act: str, mode: str, role: str = "") -> bool:
    """Whether somebody may: of this role where staff sign in, else (empty) who works in a program of that mode."""
    if act not in ACTS:
        return False
    if role:
        return Role(role) in ACTS[act]
    return mode != "kiosk" or Role.APPLICANT in ACTS[act]


def needs(act: str) -> Callable[[Callable[_P, _R]], Callable[_P, _R]]:
    """Marks a verb with the act it is. A verb on an open store is checked before it begins, one on settings as soon as
    the store is open. Raises NotAllowed, SecondPersonNeeded, SignInNeeded there."""
    assert act in ACTS, act

    def mark(verb: Callable[_P, _R]) -> Callable[_P, _R]:
        @functools.wraps(verb)
        def checked(*args: _P.args, **kwargs: _P.kwargs) -> _R:
            for each in (*args, *kwargs.values()):
                if _is_store(each):
                    require(each, act)  # type: ignore[arg-type]
                    return verb(*args, **kwargs)
            with doing(act):
                return verb(*args, **kwargs)

        checked.act = act  # type: ignore[attr-defined]
        return checked

    return mark


@contextmanager
def doing(act: str) -> Iterator[None]:
    """What is done inside is this act."""
    before = _acting.set(act)
    try:
        yield
    finally:
        _acting.reset(before)


def acting() -> str:
    """What is being done now; empty outside every marked verb, where nothing may be done by staff."""
    return _acting.get()


def require(store: Store, act: str) -> None:
    """Raises SignInNeeded, NotAllowed or SecondPersonNeeded unless this may be done with the store now."""
    from talentdesk.store.trouble_keys import NotAllowed, SecondPersonNeeded, SignInNeeded

    store.look_again()
    person = store.person
    if person is None:
        if store.vault.has_pins:
            raise SignInNeeded
        if not may(act, store.mode):
            raise NotAllowed
        return
    if not may(act, store.mode, person.role):
        raise NotAllowed
    if act in TWO and (store.second is None or store.second.id == person.id):
        raise SecondPersonNeeded


def _is_store(value: object) -> bool:
    return type(value).__name__ == "Store" and hasattr(value, "vault")
