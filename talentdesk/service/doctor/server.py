"""Whether the centre's database server can be used, and by an account that may do no more than it must."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from talentdesk.i18n import N_
from talentdesk.service.doctor.finding import Finding, Machine, Status

if TYPE_CHECKING:
    from talentdesk.store.address import Server

_OLDEST = 14
"""PostgreSQL 13 had its last correction in November 2025."""


def server(machine: Machine) -> Iterator[Finding]:
    """Nothing where cases are kept in a folder. Connects, and changes nothing."""
    if "://" not in machine.place:
        return
    from talentdesk.store.address import Server, place_of
    from talentdesk.store.server import account
    from talentdesk.store.trouble import BadAddress, StoreTrouble

    try:
        place = place_of(machine.place)
        if not isinstance(place, Server):
            raise BadAddress
        version, mighty, closed = account(place)
    except ValueError:
        yield _out_of_reach(BadAddress())
        return
    except StoreTrouble as trouble:
        yield _out_of_reach(trouble)
        return
    yield Finding("server", Status.OK, N_("Cases are kept on PostgreSQL {version}."), {"version": version})
    if int(version.partition(".")[0]) < _OLDEST:
        yield Finding(
            "server version",
            Status.ATTENTION,
            N_("PostgreSQL {version} gets no more corrections."),
            {"version": version, "oldest": str(_OLDEST)},
            N_("Ask who looks after the server for version {oldest} or later."),
        )
    yield from _form(place)
    yield from _staff(place)
    if mighty:
        yield Finding(
            "server",
            Status.ATTENTION,
            N_("The account used for the cases may do everything on the database server."),
            remedy=N_("Let talentdesk use an account of its own that is no superuser and owns this database only."),
        )
    if not closed:
        yield Finding(
            "server",
            Status.TROUBLE,
            N_("What is typed goes to the database server unencrypted."),
            remedy=N_("Take sslmode= out of the address, so that the server has to prove who it is."),
        )


def _form(place: Server) -> Iterator[Finding]:
    from talentdesk.store.migrations import newest
    from talentdesk.store.server import form

    there = form(place)
    if there and there > newest():
        yield Finding(
            "form",
            Status.TROUBLE,
            N_("The server's store has the form {there}, which is newer than this version's."),
            {"there": there},
            N_("Install the version of talentdesk that the other counters have."),
        )
    elif there and there < newest():
        yield Finding(
            "form",
            Status.ATTENTION,
            N_("The server's store has the form {there}; this version brings it up to date when it is opened."),
            {"there": there},
            N_("Have the server's own copy made first, then open the window once."),
        )
    elif there:
        yield Finding("form", Status.OK, N_("The store has this version's form: {revision}."), {"revision": there})


def _staff(place: Server) -> Iterator[Finding]:
    """Many work there: somebody has to look after keys and staff."""
    from talentdesk.store.server import administrators
    from talentdesk.store.trouble import StoreTrouble

    try:
        count = administrators(place)
    except StoreTrouble:
        return  # a store of an older form has no staff
    if count:
        yield Finding("staff", Status.OK, N_("Administrators with a PIN: {count}."), {"count": str(count)})
    else:
        yield Finding(
            "staff",
            Status.ATTENTION,
            N_("Nobody signs in at this centre: whoever reaches the server does everything, under no name."),
            remedy=N_("Add an administrator with a PIN: talentdesk staff add NAME --role admin"),
        )


def _out_of_reach(trouble: Exception) -> Finding:
    remedy = str(getattr(trouble, "remedy", ""))
    return Finding("server", Status.TROUBLE, N_("The cases on the database server can't be reached."), {}, remedy)
