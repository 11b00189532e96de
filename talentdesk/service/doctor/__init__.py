"""Looks over the machine: what is in order, what deserves attention, what is wrong, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from talentdesk.service.doctor import backups, cases, keys, kiosk, program, server, storage, supply, surroundings
from talentdesk.service.doctor.finding import Finding, Machine, Status

__all__ = ["Finding", "Machine", "Status", "examine", "worst"]

CHECKS: tuple[Callable[[Machine], Iterator[Finding]], ...] = (
    program.python,
    program.qt,
    program.libraries,
    program.display,
    program.fonts,
    program.forms,
    program.translations,
    program.versions,
    supply.packages,
    supply.lock,
    supply.network,
    supply.strangers,
    storage.engine,
    storage.settings,
    storage.keyring,
    storage.place,
    storage.reserve,
    keys.keys,
    cases.store,
    backups.backups,
    server.server,
    surroundings.swap,
    surroundings.hibernation,
    surroundings.core_dumps,
    surroundings.printer,
    surroundings.clock,
    kiosk.public_machine,
)


def examine(machine: Machine) -> tuple[Finding, ...]:
    """Every finding, always in the same order. Writes nothing but a store that is thrown away at once, tells
    nothing of any person, and waits five seconds at most for what does not answer."""
    return tuple(finding for check in CHECKS for finding in check(machine))


def worst(findings: tuple[Finding, ...]) -> Status:
    """The gravest status among the findings."""
    return max((finding.status for finding in findings), key=list(Status).index, default=Status.OK)
