"""A case as the codes of its paper, closed for the office where it has a key; and an office's keys."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from talentdesk.core.interview import Interview
from talentdesk.core.parcel import Parcel, Printed, join, parcel_of, split
from talentdesk.core.words import N_
from talentdesk.service.mishap import InputError


def codes_of(interview: Interview, office_key: str = "", printed: Printed | None = None) -> tuple[str, ...]:
    """The texts of the symbols on the paper; empty where there are more answers than a paper can carry.

    `printed` says which paper it is.

    The same answers and key give the same texts. Raises InputError for a key that is none.
    """
    from talentdesk.paper.codes import wrap

    parcel = parcel_of(interview, printed)
    body = _sealed(parcel, office_key) if office_key else wrap(parcel)
    try:
        return split(body)
    except ValueError:
        return ()


def _sealed(parcel: Parcel, office_key: str) -> bytes:
    from talentdesk.paper.codes import wrap
    from talentdesk.store.sealing import KeyUnusable, seal

    try:
        return wrap(parcel, partial(seal, public=office_key))
    except KeyUnusable:
        cause, remedy = N_("the office's key cannot be used"), N_("copy the 44 characters that talentdesk keys printed")
        raise InputError(cause, remedy) from None


def parcel_in(texts: Iterable[str], private: bytes | None = None) -> Parcel:
    """The answers in the codes of a paper. `private` is the office's key file, needed where they are sealed.

    Raises core.parcel's ParcelError, and InputError where the key is missing or the wrong one.
    """
    from talentdesk.paper.codes import Envelope, unpack, unwrap

    envelope = unwrap(join(texts))
    if envelope.sealed:
        content = _opened(envelope.content, envelope.beside, private)
        envelope = Envelope(envelope.procedure, envelope.edition, False, content)
    return unpack(envelope)


def _opened(content: bytes, beside: bytes, private: bytes | None) -> bytes:
    from talentdesk.store.sealing import KeyUnusable, SealedToAnother, unseal

    if private is None:
        raise InputError(N_("the answers are sealed to an office's key"), N_("name the office's key file with --key"))
    try:
        return unseal(content, beside, private=private)
    except KeyUnusable:
        raise InputError(N_("the key file cannot be used"), N_("name the file that talentdesk keys wrote")) from None
    except SealedToAnother:
        cause, remedy = N_("the answers are sealed to another office's key"), N_("name the key file of that office")
        raise InputError(cause, remedy) from None


def new_keys(*, age: bool = False) -> tuple[bytes, str]:
    """A fresh private key, as the content of a file, and the public key that belongs to it. `age`: the file is one
    that the age tool reads."""
    from talentdesk.store import sealing

    made = sealing.new_keys(age=age)
    return made.private, made.public


def age_key(public: str) -> str:
    """The public key as age writes it: what a bundle is closed for."""
    from talentdesk.store import sealing

    return sealing.age_key(public)


def put_secret(file: Path, content: bytes) -> None:
    """Writes a file that only its owner may read. One that is there stays: it may be the only key to old papers.

    Raises InputError where there is a file already, OSError where none can be written.
    """
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        cause = N_("{file} is there already, and may be the only key to papers that were printed")
        raise InputError(cause, N_("choose another name"), file=str(file)) from None
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
