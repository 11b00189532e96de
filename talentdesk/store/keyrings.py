"""Where this computer keeps its own secret: the operating system's keyring, or a closed file where there is none."""

from __future__ import annotations

import base64
import binascii
import contextlib
import importlib
import os
import sys
from pathlib import Path
from typing import Protocol

from keyring.errors import KeyringError

from talentdesk.store.place import write_private
from talentdesk.store.trouble import DeviceKeyLost, KeyringLocked, trouble_from

SERVICE = "talentdesk"
SECRET_BYTES = 32


class Keyring(Protocol):
    """The calls of a keyring back end that are used."""

    def get_password(self, service: str, username: str) -> str | None: ...

    def set_password(self, service: str, username: str, password: str) -> None: ...

    def delete_password(self, service: str, username: str) -> None: ...


# The library's own choice would take any back end that is installed, one that writes plain text too.
_ALLOWED = {
    "SecretService": ("keyring.backends.SecretService", "Keyring"),
    "kwallet": ("keyring.backends.kwallet", "DBusKeyring"),
    "Windows": ("keyring.backends.Windows", "WinVaultKeyring"),
    "macOS": ("keyring.backends.macOS", "Keyring"),
}
_ON_PLATFORM = {"win32": ("Windows",), "darwin": ("macOS",)}


def system_keyrings() -> dict[str, Keyring]:
    """Keyrings of this operating system that run now, by name, the best first."""
    names = _ON_PLATFORM.get(sys.platform, ("SecretService", "kwallet"))
    found = ((name, _backend(*_ALLOWED[name])) for name in names)
    return {name: backend for name, backend in found if backend is not None}


def _backend(module: str, name: str) -> Keyring | None:
    with contextlib.suppress(ImportError, KeyringError, OSError, RuntimeError):
        backend = getattr(importlib.import_module(module), name)
        if backend.viable:
            keyring: Keyring = backend()
            return keyring
    return None


def fetch(keyring: Keyring, account: str) -> bytes:
    """The device's secret. DeviceKeyLost when the keyring has none, KeyringLocked when it does not answer."""
    try:
        kept = keyring.get_password(SERVICE, account)
    except _failures() as error:
        raise KeyringLocked from error
    return _decoded(kept or "")


def put(keyring: Keyring, account: str, secret: bytes) -> bool:
    """Keep the secret and read it back; False when the keyring did not take it."""
    try:
        keyring.set_password(SERVICE, account, _encoded(secret))
        return keyring.get_password(SERVICE, account) == _encoded(secret)
    except _failures():
        return False


def drop(keyring: Keyring, account: str) -> bool:
    """Delete the secret and look whether it is gone; False when the keyring still has it or does not answer."""
    try:
        if keyring.get_password(SERVICE, account) is not None:
            keyring.delete_password(SERVICE, account)
        return keyring.get_password(SERVICE, account) is None
    except _failures():
        return False


def note(keyring: Keyring, account: str, text: str) -> bool:
    """Keep a short text that is no secret; False when the keyring did not take it."""
    try:
        keyring.set_password(SERVICE, account, text)
    except _failures():
        return False
    return True


def noted(keyring: Keyring, account: str) -> str:
    """The text; empty where there is none or the keyring does not answer."""
    try:
        return keyring.get_password(SERVICE, account) or ""
    except _failures():
        return ""


def _failures() -> tuple[type[Exception], ...]:
    """What back ends raise; the one of Windows passes the system's own error on."""
    if sys.platform == "win32":
        from win32ctypes.pywin32.pywintypes import error

        return KeyringError, OSError, error
    return KeyringError, OSError


def _encoded(secret: bytes) -> str:
    return base64.b64encode(secret).decode()


def _decoded(kept: str) -> bytes:
    with contextlib.suppress(binascii.Error, ValueError):
        secret = base64.b64decode(kept, validate=True)
        if len(secret) == SECRET_BYTES:
            return secret
    raise DeviceKeyLost


# ---- the file, where the machine has no keyring


def secret_file(folder: Path, account: str) -> Path:
    """Where the secret of this account lies in the person's settings folder."""
    return folder / "devices" / f"{account}.key"


def fetch_file(file: Path) -> bytes:
    """The secret in the file; DeviceKeyLost when it is gone or changed."""
    try:
        return _decoded(file.read_text("ascii").strip())
    except FileNotFoundError:
        raise DeviceKeyLost from None
    except UnicodeDecodeError:
        raise DeviceKeyLost from None
    except OSError as error:
        raise trouble_from(error) from error


def put_file(file: Path, secret: bytes) -> None:
    """Write the secret, readable by its owner only."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.name == "posix":
            file.parent.chmod(0o700)
    except OSError as error:
        raise trouble_from(error) from error
    write_private(file, _encoded(secret).encode())
