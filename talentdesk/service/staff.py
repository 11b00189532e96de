"""Who works here: added, removed, given a PIN, a role; and the organisation's key.

Every verb takes the open store. With the first PIN this computer no longer opens the cases by itself, with the last
one gone it does again; there is no moment between without a way in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from talentdesk.core.words import N_
from talentdesk.service.mishap import InputError
from talentdesk.service.roles import STAFF, Role, needs, require
from talentdesk.store.staff import Person
from talentdesk.store.trouble_keys import LastAdministrator, NoSuchColleague

if TYPE_CHECKING:
    from talentdesk.store.opened import Store


_FIRST = N_("the first colleague looks after keys and staff")


@dataclass(frozen=True, slots=True)
class Colleague:
    """One of the staff as the list shows it."""

    id: str
    name: str
    role: Role
    has_pin: bool
    """False: the computer the PIN went with is lost, so that a new one has to be set."""


@needs("desk")
def colleagues(store: Store) -> tuple[Colleague, ...]:
    """All who work here, by name."""
    owners = store.vault.owners()
    return tuple(Colleague(each.id, each.name, Role(each.role), each.id in owners) for each in store.colleagues())


@needs("desk")
def colleague(store: Store, name: str) -> Colleague:
    """The one of that name or id. Raises NoSuchColleague."""
    found = [each for each in colleagues(store) if name in (each.id, each.name)]
    found = found or [each for each in colleagues(store) if each.name.casefold() == name.strip().casefold()]
    if len(found) != 1:
        raise NoSuchColleague
    return found[0]


@needs("staff")
def add(store: Store, name: str, role: str, pin: str, code: str = "") -> Person:
    """Somebody new, who chose that PIN. The first one is an administrator and is signed in from then on; for that the
    recovery code is demanded, as this computer then no longer opens the cases by itself.

    Raises NameTaken, WeakPin, RecoveryCodeFirst, WrongSecret, InputError."""
    from talentdesk.store.pinslots import require_strength

    wanted, first = _role(role), not store.vault.has_pins
    if first and wanted is not Role.ADMIN:
        raise InputError(_FIRST, N_("give the first one the role administrator: admin"))
    require_strength(pin)
    person = store.add_colleague(name, wanted)
    try:
        store.vault.set_pin(person.id, person.name, pin, _clock, code)
    except BaseException:
        store.dismiss(person.id)
        raise
    if first:
        store.sign_in(person.id)
    return person


@needs("staff")
def remove(store: Store, id: str) -> None:
    """Somebody leaves: the PIN opens nothing any more on this computer. Raises LastAdministrator, NoSuchColleague."""
    _keep_an_administrator(store, id)
    if id in store.vault.owners():
        store.vault.remove_pin(id)
    store.dismiss(id)


@needs("staff")
def change_role(store: Store, id: str, role: str) -> None:
    """Another role. Raises LastAdministrator, NoSuchColleague, InputError."""
    wanted = _role(role)
    if wanted is not Role.ADMIN:
        _keep_an_administrator(store, id)
    store.change_role(id, wanted)
    if store.person is not None and store.person.id == id:
        store.sign_in(id)


@needs("desk")
def set_pin(store: Store, id: str, pin: str, code: str = "") -> None:
    """A new PIN in place of the old one, also of one that is blocked: everybody their own, an administrator all.

    `code` is the recovery code, where there is no PIN yet. Raises WeakPin, NoSuchColleague, NotAllowed."""
    from talentdesk.store.audit import Action

    if store.person is None or store.person.id != id:
        require(store, "staff")
    person = next((each for each in store.colleagues() if each.id == id), None)
    if person is None:
        raise NoSuchColleague
    if not store.vault.has_pins and person.role != Role.ADMIN:  # nobody else could look after keys and staff then
        raise InputError(_FIRST, N_("give the first PIN to an administrator"))
    store.vault.set_pin(id, person.name, pin, _clock, code)
    store.note(Action.STAFF, result=f"pin {id}")


@needs("staff")
def end(store: Store) -> None:
    """Nobody signs in here any more: this computer opens the cases by itself, as at home. All leave."""
    if not store.vault.has_pins:
        raise NoSuchColleague
    store.vault.end_pins()
    for person in store.colleagues():
        store.dismiss(person.id)
    store.lock()


@needs("keys")
def organisation(store: Store) -> str:
    """The public key of the organisation that can open these cases; empty where there is none."""
    return store.vault.organisation()


@needs("keys")
def set_organisation(store: Store, public: str) -> str:
    """Let the organisation's private key file open the cases. The public key, as age writes it. Raises InputError."""
    from talentdesk.store.audit import Action
    from talentdesk.store.sealing import KeyUnusable

    try:
        made = store.vault.set_organisation(public)
    except KeyUnusable:
        cause = N_("this is no public key")
        remedy = N_("copy what talentdesk keys printed, or the line of age-keygen that begins with age1")
        raise InputError(cause, remedy) from None
    store.note(Action.KEY, result="organisation")
    return made


@needs("keys")
def remove_organisation(store: Store) -> None:
    """The organisation's key file opens the cases no more."""
    from talentdesk.store.audit import Action

    store.vault.remove_organisation()
    store.note(Action.KEY, result="no organisation")


def _role(text: str) -> Role:
    if text not in STAFF:
        known = ", ".join(STAFF)
        raise InputError(N_("“{role}” is no role"), N_("use one of: {known}"), role=text[:32], known=known)
    return Role(text)


def _keep_an_administrator(store: Store, id: str) -> None:
    """Somebody must be left who can sign in and look after keys."""
    owners = store.vault.owners()
    left = [each for each in store.colleagues() if each.role == Role.ADMIN and each.id in owners and each.id != id]
    if not left:
        raise LastAdministrator


def _clock() -> datetime:
    from talentdesk.store.opened import utc_now

    return utc_now()
