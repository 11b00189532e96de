"""The public machines of a centre on one list for the staff: which waits, is in use, has no paper, has failed, or is
not heard from. Nothing of whoever stands at one."""

from __future__ import annotations

import hashlib
import platform
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from talentdesk.service.kiosk.herald import EVERY_S
from talentdesk.service.kiosk.standing import Standing, utc_now
from talentdesk.service.roles import needs
from talentdesk.store.address import Server, place_of

if TYPE_CHECKING:
    from talentdesk.settings import Settings
    from talentdesk.store.machines import Machine
    from talentdesk.store.opened import Store

LASTING = timedelta(seconds=3 * EVERY_S)
"""A machine that has said nothing for so long is not heard from."""


class State(StrEnum):
    """What the staff see of a machine."""

    WAITING = "waiting"
    BUSY = "busy"
    NO_PAPER = "no paper"
    ERROR = "error"
    SILENT = "silent"
    STARTING = "starting"
    OFF = "off"


_STATES = {
    Standing.ATTRACT: State.WAITING,
    Standing.BUSY: State.BUSY,
    Standing.NO_PAPER: State.NO_PAPER,
    Standing.ERROR: State.ERROR,
    Standing.STARTING: State.STARTING,
    Standing.OFF: State.OFF,
}
WANTING = frozenset({State.NO_PAPER, State.ERROR, State.SILENT})
"""Somebody has to go there."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A machine as the staff see it."""

    id: str
    name: str
    state: State
    since: datetime
    """When that began; of a silent one, when it was last heard."""


@needs("desk")
def fleet(store: Store, now: datetime) -> tuple[Seen, ...]:
    """Every public machine of this centre, by name. One that was taken away is listed for a week."""
    return tuple(_seen(machine, now) for machine in store.attendance.machines())


def _seen(machine: Machine, now: datetime) -> Seen:
    try:
        state = _STATES[Standing(machine.standing)]
    except ValueError:  # of a later version
        state = State.ERROR
    if state is not State.OFF and now - machine.heard > LASTING:
        return Seen(machine.id, machine.name, State.SILENT, machine.heard)
    return Seen(machine.id, machine.name, state, machine.since)


def tell_counters(settings: Settings, standing: Standing, since: datetime) -> None:
    """Tell the centre's counters how this machine stands, where it has any. A server that is away is told later."""
    from talentdesk.store import machines
    from talentdesk.store.trouble import StoreTrouble

    try:
        place = place_of(settings.counters) if settings.counters else None
    except ValueError:
        return
    if not isinstance(place, Server):
        return
    name = settings.counter_name.strip() or platform.node()
    try:
        machines.tell(place, machines.Machine(_id(name), name, standing, since, utc_now()))
    except StoreTrouble:
        return


def _id(name: str) -> str:
    """The same after each start; another one for each machine, also where two of one image have names of their own."""
    try:
        system = Path("/etc/machine-id").read_text("ascii").strip()
    except OSError:
        system = ""
    return hashlib.sha256(f"{system} {platform.node()} {name}".encode()).hexdigest()[:16]
