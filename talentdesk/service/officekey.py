"""The office's key: codes on papers are sealed to its public half, and only the private half reads them again."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from talentdesk.i18n import N_
from talentdesk.service.mishap import InputError, Mishap
from talentdesk.service.roles import needs

if TYPE_CHECKING:
    from talentdesk.store.opened import Store


def check_office_key(public: str) -> None:
    """Raises InputError unless papers can be sealed to this key; an empty one seals nothing and is right."""
    from talentdesk.store.sealing import KeyUnusable, seal

    if not public:
        return
    try:
        seal(b"", b"", public=public)
    except KeyUnusable:
        cause, remedy = N_("this is no public key of an office"), N_("copy all 44 characters of it, or make a new pair")
        raise InputError(cause, remedy) from None


@needs("keys")
def make_office_key(store: Store, out: Path) -> str:
    """Writes a new private key into a file that was not there before and returns the public key. Raises Mishap.

    A file that is there is never replaced: it may be the only key that reads papers which are out already.
    """
    from talentdesk.store.sealing import new_keys

    pair = new_keys()
    try:
        handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        cause, remedy = N_("{file} is there already"), N_("choose another name: an old key still reads old papers")
        raise Mishap(cause, remedy, file=out.name) from None
    except OSError:
        raise _unwritable() from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(pair.private)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        out.unlink(missing_ok=True)
        raise _unwritable() from None
    return pair.public


def _unwritable() -> Mishap:
    return Mishap(N_("the key could not be written there"), N_("choose a folder that can be written"))
