"""A case as a bundle for another desk, closed and signed; and a bundle from another desk, opened and checked.

Nothing of a bundle is believed before it was looked at: the head by a small parser, the envelope and the archive by
processes of their own, the signature before the draft.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from talentdesk.core.agefile import MOST_BYTES, AgeTrouble, Flaw, Head, binary_of, is_age, read_head
from talentdesk.core.bundle import About, BundleDamaged, Carried, about_of, pack
from talentdesk.core.interview import Interview, notes_of
from talentdesk.core.origin import plain_source
from talentdesk.core.parcel import parcel_of
from talentdesk.core.words import N_
from talentdesk.intake.found import IntakeTrouble, Trouble
from talentdesk.service.answers import parse_whole
from talentdesk.service.mishap import InputError
from talentdesk.service.roles import needs
from talentdesk.service.rooms import catalogue

if TYPE_CHECKING:
    from talentdesk.core.draft import Draft
    from talentdesk.intake.envelopes import Secret
    from talentdesk.settings import Settings
    from talentdesk.store.deskkey import DeskKey
    from talentdesk.store.opened import Store

PURPOSES = ("counter", "applicant", "authority", "archive")
"""Why a case leaves the store: another counter goes on with it, the applicant wants it, an authority asked for it, it
is kept elsewhere. The chain of acts names one of these and no free text, in which there could be a name."""


class Lock(StrEnum):
    """What a file wants before it can be looked into."""

    NONE = "none"
    KEY = "key"
    PASSPHRASE = "passphrase"


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle that is whole and signed. Whether the answers are any good is not yet known."""

    table: Mapping[str, object]
    """The draft: an answers file that names procedure, edition and day."""
    about: About
    attachments: int
    """Files that came along."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What was exported."""

    number: int
    id: str
    answers: int
    to: tuple[str, ...]
    """The age keys that open it; empty for a passphrase."""
    by: str
    """Fingerprint of this desk, by which the receiver knows it."""


# --- out ----------------------------------------------------------------------------------------------


@needs("export")
def export_case(
    settings: Settings,
    case: str,
    out: Path,
    to: Sequence[str],
    purpose: str,
    ask_passphrase: Callable[[], str] | None,
    now: datetime,
    abroad: str = "",
) -> Sent:
    """Write the case as a bundle. `case` is its number or id, `to` are public keys, as age or as `talentdesk keys`
    writes them; without one the passphrase is asked for. `abroad` names who receives it outside the Mainland: the
    person has to have agreed to exactly that.

    Raises InputError for a case or key that is none, StoreTrouble, or OSError where the file cannot be written.
    """
    from talentdesk.service import consent
    from talentdesk.service.files import put
    from talentdesk.service.upkeep import opened

    recipients = recipients_of(to)
    with opened(settings) as store:
        draft = stored(store, case)
        if abroad and not consent.may_hand_over(store, draft.id, abroad):
            cause = N_("the person has not agreed that {recipient} receives this case")
            remedy = N_("ask for the consent on the case's screen for it, naming the recipient just so")
            raise InputError(cause, remedy, recipient=abroad[:80])
        passphrase = "" if recipients or ask_passphrase is None else _strong(ask_passphrase())
        interview = interview_of(draft)
        content = make_bundle(interview, draft, store.desk_key, recipients, passphrase, purpose, now)
        note_export(store, draft.id, recipients, purpose)
        put(out, content)
        parcel = parcel_of(interview)
        return Sent(draft.number, draft.id, len(parcel.typed), recipients, name_of(store.desk_key.public))


def make_bundle(
    interview: Interview,
    draft: Draft,
    key: DeskKey,
    recipients: tuple[str, ...],
    passphrase: str,
    purpose: str,
    now: datetime,
) -> bytes:
    """The answers in use, signed, then closed for the recipients, else with the passphrase."""
    from talentdesk.store.closing import close_for, close_with

    parcel = parcel_of(interview)
    sources = {id: plain_source(source) for id, source in draft.sources.items() if id in parcel.typed}
    carried = Carried(parcel.procedure, parcel.edition, draft.as_of, parcel.typed, parcel.declined, sources)
    packed = pack(About(now, purpose, recipients, key.public), carried, key.sign)
    return close_for(packed, recipients) if recipients else close_with(packed, passphrase)


@needs("export")
def note_export(store: Store, id: str, recipients: Sequence[str], purpose: str) -> None:
    """Before anything is written: rather one act too many in the chain than one that is not there."""
    from talentdesk.store.audit import Action

    for recipient in recipients or ("passphrase",):
        store.note(Action.EXPORT, id, f"{purpose} {recipient[:20]}")


def recipients_of(keys: Sequence[str]) -> tuple[str, ...]:
    """The keys as age writes them, each once. Raises InputError."""
    from talentdesk.store.sealing import KeyUnusable, age_key

    found = []
    for key in keys:
        try:
            found.append(age_key(key))
        except KeyUnusable:
            cause = N_("“{key}” is no desk's key")
            remedy = N_("copy what talentdesk keys printed there, or the line of age-keygen that begins with age1")
            raise InputError(cause, remedy, key=_no_secret(key)) from None
    return tuple(dict.fromkeys(found))


def _no_secret(key: str) -> str:
    """Somebody may have given the private key: it is not shown again."""
    return "…" if key.upper().startswith("AGE-SECRET") else key[:20]


@needs("case")
def stored(store: Store, case: str) -> Draft:
    """The case of that number or id. Raises InputError."""
    from talentdesk.store.trouble import NoSuchCase

    try:
        short = case.isascii() and case.isdigit() and len(case) < 16
        return store.look(store.id_of(int(case)) if short else case)[0]
    except NoSuchCase:
        cause, remedy = N_("there is no case {case}"), N_("name it by the number that the list of cases shows")
        raise InputError(cause, remedy, case=case[:40]) from None


def interview_of(draft: Draft) -> Interview:
    """The case as its form sees it. Raises CatalogueMiss or FormError."""
    edition = catalogue().edition(draft.procedure, draft.edition)
    interview = Interview(edition, catalogue(), as_of=draft.as_of, typed=draft.typed, declined=draft.declined)
    interview.notes = notes_of(draft)
    return interview


def name_of(public: bytes) -> str:
    """A desk's fingerprint."""
    from talentdesk.store.deskkey import fingerprint

    return fingerprint(public)


def _strong(passphrase: str) -> str:
    from talentdesk.store.keyslots import require_strength

    require_strength(passphrase)
    return passphrase


# --- in -----------------------------------------------------------------------------------------------


def lock_of(file: Path) -> Lock:
    """What the file wants. Raises InputError for a bundle that is not opened at all, OSError."""
    with file.open("rb") as stream:
        raw = stream.read(MOST_BYTES + 1)
    if not is_age(raw):
        return Lock.NONE
    return Lock.PASSPHRASE if _head(raw, file.name)[1].wants_passphrase else Lock.KEY


def _head(raw: bytes, name: str) -> tuple[bytes, Head]:
    try:
        binary = binary_of(raw)
        return binary, read_head(binary)
    except AgeTrouble as slip:
        cause, remedy = _FLAWS[slip.flaw]
        raise InputError(cause, remedy, file=name, most=str(MOST_BYTES // 1_000_000)) from None


def open_bundle(raw: bytes, name: str, private: bytes | None, ask_passphrase: Callable[[], str]) -> Bundle:
    """A bundle that was opened with a key file, or the passphrase where it asks for one. `name` is the file's.

    Raises InputError for everything that is not whole, signed and meant for this key.
    """
    from talentdesk.intake.examining import examine_bundle, open_envelope
    from talentdesk.store.deskkey import is_signed

    binary, head = _head(raw, name)
    asks = head.wants_passphrase
    secret, own = _secret(name, None if asks else private, ask_passphrase if asks else None)
    try:
        packed = examine_bundle(open_envelope(binary, secret))
    except IntakeTrouble as slip:
        cause, remedy = _TROUBLES.get(slip.trouble, _NO_BUNDLE)
        raise InputError(cause, remedy, file=name) from None
    try:
        about = about_of(packed.manifest)
    except BundleDamaged:
        raise InputError(*_NO_BUNDLE, file=name) from None
    if not is_signed(packed.manifest.encode("ascii"), packed.signature, about.by):
        raise InputError(N_("what {file} holds is not what was signed"), _AGAIN, file=name)
    if own and about.to and own not in about.to:
        cause = N_("{file} was signed for another desk and passed on")
        raise InputError(cause, _AGAIN, file=name)
    return Bundle(parse_whole(packed.draft.encode("ascii"), "draft.json"), about, len(packed.attachments))


def _secret(name: str, private: bytes | None, ask: Callable[[], str] | None) -> tuple[Secret, str]:
    """What opens the file, and the age key it must have been closed for; empty for a passphrase."""
    from talentdesk.intake.envelopes import Secret
    from talentdesk.store.sealing import KeyUnusable, age_identity, age_key, public_of

    if ask is not None:
        passphrase = ask()
        if not passphrase:
            raise InputError(*_TROUBLES[Trouble.LOCKED], file=name)
        return Secret(passphrase=passphrase), ""
    if private is None:
        cause = N_("{file} is closed for the key of a desk")
        raise InputError(cause, N_("name that desk's key file with --key"), file=name)
    try:
        return Secret(identity=age_identity(private)), age_key(public_of(private))
    except KeyUnusable:
        cause = N_("the key file cannot be used")
        raise InputError(cause, N_("name the file that talentdesk keys wrote")) from None


_AGAIN = N_("have it sent again by the desk that it comes from")
_NO_BUNDLE = (N_("{file} holds no case of talentdesk, or one that was damaged"), _AGAIN)
_FLAWS: Mapping[Flaw, tuple[str, str]] = {
    Flaw.NEWER: (
        N_("{file} is encrypted in a newer way than this program knows"),
        N_("bring this talentdesk up to date"),
    ),
    Flaw.DAMAGED: (N_("{file} is damaged or cut off"), _AGAIN),
    Flaw.TOO_LARGE: (N_("{file} is larger than any case, which is at most {most} MB"), _AGAIN),
    Flaw.TOO_MUCH_WORK: (
        N_("the passphrase of {file} takes more memory than a desk spends on a file from outside"),
        N_("have it exported for this desk's key"),
    ),
}
_TROUBLES: Mapping[Trouble, tuple[str, str]] = {
    Trouble.LOCKED: (
        N_("{file} does not open: it is for another key or passphrase, or was changed on its way"),
        N_("try the right one, or have it sent again"),
    ),
    Trouble.NEWER: (N_("{file} was written by a newer version of talentdesk"), N_("bring this talentdesk up to date")),
    Trouble.TOO_MUCH_WORK: (N_("{file} takes more time or memory than a case can need"), _AGAIN),
}
