"""Opens an age file with the secret it was closed for, and hands on what is in it unread."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass

import pyrage

from talentdesk.intake.found import IntakeTrouble, Trouble

_LENGTH = struct.Struct(">L")
_TRIES = 8
_OPENED, _REFUSED = b"+", b"-"


@dataclass(frozen=True, slots=True)
class Secret:
    """What opens it: an age identity (`AGE-SECRET-KEY-1…`) or a passphrase."""

    identity: str = ""
    passphrase: str = ""

    def __repr__(self) -> str:
        return "Secret(…)"


def open_envelope(raw: bytes, secret: Secret) -> bytes:
    """The content, whole. Raises IntakeTrouble where the secret does not open it or anything was changed; the two
    cannot be told apart."""
    try:
        if secret.passphrase:
            return _opened_with(raw, secret.passphrase)
        return bytes(pyrage.decrypt(raw, [pyrage.x25519.Identity.from_str(secret.identity)]))
    except (pyrage.DecryptError, pyrage.IdentityError):
        raise IntakeTrouble(Trouble.LOCKED) from None


def _opened_with(raw: bytes, passphrase: str) -> bytes:
    """The library measures this machine for a millisecond, and takes one that was interrupted for a slow one, which
    may not do so much work. How much is too much has been judged by the head of the file, so it is asked again."""
    for _ in range(_TRIES):
        try:
            return bytes(pyrage.passphrase.decrypt(raw, passphrase))
        except pyrage.DecryptError as refused:
            if "work" not in str(refused):
                raise
    raise IntakeTrouble(Trouble.TOO_MUCH_WORK)


# --- the way between two processes: secrets go through a pipe, never into arguments or the environment ------------


def question(raw: bytes, secret: Secret) -> bytes:
    """The file and its secret, for the process that opens it."""
    said = json.dumps({"identity": secret.identity, "passphrase": secret.passphrase}).encode()
    return _LENGTH.pack(len(said)) + said + raw


def answered(asked: bytes) -> bytes:
    """That process's answer."""
    (length,) = _LENGTH.unpack_from(asked)
    said, raw = asked[_LENGTH.size : _LENGTH.size + length], asked[_LENGTH.size + length :]
    try:
        return _OPENED + open_envelope(raw, Secret(**json.loads(said)))
    except IntakeTrouble as trouble:
        return _REFUSED + trouble.trouble.encode()
    except MemoryError:
        return _REFUSED + Trouble.TOO_MUCH_WORK.encode()


def content_in(answer: bytes) -> bytes:
    """The content out of an answer. Raises IntakeTrouble."""
    if answer[:1] == _OPENED:
        return answer[1:]
    try:
        raise IntakeTrouble(Trouble(answer[1:].decode("ascii")))
    except ValueError:
        raise IntakeTrouble(Trouble.DAMAGED) from None
