"""Whether the centre's database server can be used, and by an account that may do no more than it must."""

from __future__ import annotations

from collections.abc import Iterator

from talentdesk.i18n import N_
from talentdesk.service.doctor.finding import Finding, Machine, Status


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


def _out_of_reach(trouble: Exception) -> Finding:
    remedy = str(getattr(trouble, "remedy", ""))
    return Finding("server", Status.TROUBLE, N_("The cases on the database server can't be reached."), {}, remedy)
