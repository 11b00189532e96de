"""The printer of a public machine: whether it has run out of paper, and what of somebody who left it still holds."""

from __future__ import annotations

import re
from collections.abc import Callable

from talentdesk.service import ipp
from talentdesk.service.printers import Cups, NotTaken, PrintSystem, Reason


def out_of_paper(system: Callable[[], PrintSystem] = Cups) -> bool:
    """Asks about the default printer, or the only one. A system that does not answer says nothing; may take seconds."""
    try:
        printers = system().printers()
    except NotTaken:
        return False
    return bool(printers) and printers[0].reason is Reason.NO_PAPER


_OURS = re.compile(r"TD-[0-9A-F]{4}")
"""As `title_of` makes them."""


def take_back_left(titles: frozenset[str] | None) -> None:
    """Cancels the jobs with these titles that are not out yet; with None all of this program's and account's, where the
    print system is this machine's own: on a shared one they may be another machine's. May take seconds."""
    if titles is None and not ipp.is_local():
        return
    system = Cups()
    for title, ticket in system.unfinished():
        if _OURS.fullmatch(title) if titles is None else title in titles:
            system.take_back(ticket)
