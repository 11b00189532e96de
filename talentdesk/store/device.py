"""This computer's own secrets: named random bytes in its keyring, else in files of the person's settings folder."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from talentdesk import paths
from talentdesk.store import keyrings
from talentdesk.store.keyrings import Keyring
from talentdesk.store.place import write_private
from talentdesk.store.trouble import DeviceKeyLost, KeyBesideData, KeyringLocked, trouble_from

_LARGEST = 1 << 14


@dataclass(frozen=True, slots=True)
class Device:
    """Where this computer keeps what is its own."""

    folder: Path
    rings: Mapping[str, Keyring]

    @classmethod
    def here(cls, config: Path | None = None, rings: Mapping[str, Keyring] | None = None) -> Device:
        """This computer, for whoever is logged in."""
        return cls(config or paths.config_folder(), keyrings.system_keyrings() if rings is None else rings)

    def fetch(self, backend: str, account: str) -> bytes:
        """The secret that lies in this keyring, in a file for an empty name. Raises DeviceKeyLost, KeyringLocked."""
        if not backend:
            return keyrings.fetch_file(keyrings.secret_file(self.folder, account))
        if backend not in self.rings:
            raise KeyringLocked
        return keyrings.fetch(self.rings[backend], account)

    def keep(self, place: Path | None, account: str, secret: bytes) -> str:
        """Keep the secret in the first keyring that takes it, else in a file; the keyring's name, empty for a file.

        Raises KeyBesideData where the file would lie in `place`, whose copies must not hold their own key; None for a
        store on a server."""
        name = next((name for name, ring in self.rings.items() if keyrings.put(ring, account, secret)), "")
        if not name:
            if place and keyrings.secret_file(self.folder, "").resolve().is_relative_to(place.resolve()):
                raise KeyBesideData
            keyrings.put_file(keyrings.secret_file(self.folder, account), secret)
        return name

    def look_for(self, account: str) -> bytes | None:
        """The secret, in whichever place of this computer it lies; None where there is none. Raises KeyringLocked."""
        for backend in (*self.rings, ""):
            with contextlib.suppress(DeviceKeyLost):
                return self.fetch(backend, account)
        return None

    def drop(self, backend: str, account: str) -> bool:
        """Delete the secret; whether it is gone."""
        if backend:
            return backend in self.rings and keyrings.drop(self.rings[backend], account)
        try:
            keyrings.secret_file(self.folder, account).unlink(missing_ok=True)
        except OSError:
            return False
        return True

    def note(self, backend: str, account: str, text: str) -> bool:
        """Keep a short text that is no secret where the secret lies."""
        if backend:
            return backend in self.rings and keyrings.note(self.rings[backend], account, text)
        try:
            file = keyrings.secret_file(self.folder, account)
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise trouble_from(error) from error
        write_private(file, text.encode())
        return True

    def noted(self, backend: str, account: str) -> str:
        """The text; empty where there is none."""
        if backend:
            return keyrings.noted(self.rings[backend], account) if backend in self.rings else ""
        with contextlib.suppress(OSError), keyrings.secret_file(self.folder, account).open("rb") as stream:
            return stream.read(_LARGEST).decode("ascii", "replace")
        return ""


def new_secret() -> bytes:
    """Random bytes."""
    return os.urandom(keyrings.SECRET_BYTES)
