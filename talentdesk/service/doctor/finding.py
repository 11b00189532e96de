"""What the doctor says of one thing, and the machine it says it of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from talentdesk.store.vault import Vault


class Status(StrEnum):
    """OK: nothing to do. ATTENTION: works, but worth knowing. TROUBLE: something does not work or is not safe."""

    OK = "ok"
    ATTENTION = "attention"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `message` and `remedy` are messages that `details` fills in; no remedy when OK."""

    topic: str
    status: Status
    message: str
    details: Mapping[str, str] = field(default_factory=dict)
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Machine:
    """What is looked over: where cases are kept, whether strangers sit here, and where the system's own files are."""

    place: str
    kiosk: bool = False
    root: Path = Path("/")
    keep: timedelta | None = None
    """How long cases are kept after their last save; None: for ever."""
    thorough: bool = False
    """Whether every page of the store is read, which takes as long as it takes."""

    mode: str = ""
    """counter, personal or kiosk; empty: not said."""
    backup_folder: str = ""
    """Where backups are put; empty: nowhere."""
    backup_days: int = 7
    entrance: Callable[[Path], Vault] | None = None
    """Who can be asked to sign in, or for the passphrase, where this computer does not open the cases by itself."""

    @property
    def strict(self) -> Status:
        """How much weighs what lets answers stay behind: where strangers sit it may not be."""
        return Status.TROUBLE if self.kiosk else Status.ATTENTION

    @property
    def folder(self) -> Path | None:
        """Where cases are kept, None for a database server."""
        return None if "://" in self.place else Path(self.place).expanduser().absolute()

    def read(self, name: str) -> str:
        """A file of the system; empty where this system has none."""
        try:
            return (self.root / name).read_text("utf-8", errors="replace")
        except OSError:
            return ""
