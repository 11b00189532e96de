"""Looks over the machine: what is in order, what deserves attention, what is wrong, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from talentdesk.service.doctor import program, server, storage, surroundings
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
    storage.engine,
    storage.keyring,
    storage.place,
    server.server,
    surroundings.swap,
    surroundings.core_dumps,
    surroundings.printer,
    surroundings.clock,
)


def examine(machine: Machine) -> tuple[Finding, ...]:
    """Every finding, always in the same order. Writes nothing but a store that is thrown away at once."""
    return tuple(finding for check in CHECKS for finding in check(machine))


def worst(findings: tuple[Finding, ...]) -> Status:
    """The gravest status among the findings."""
    return max((finding.status for finding in findings), key=list(Status).index, default=Status.OK)
