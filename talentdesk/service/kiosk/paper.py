"""Whether the printer of a public machine has run out of paper, as far as the print system says."""

from __future__ import annotations

from collections.abc import Callable

from talentdesk.service.printers import Cups, NotTaken, PrintSystem, Reason


def out_of_paper(system: Callable[[], PrintSystem] = Cups) -> bool:
    """Asks about the default printer, or the only one. A system that does not answer says nothing; may take seconds."""
    try:
        printers = system().printers()
    except NotTaken:
        return False
    return bool(printers) and printers[0].reason is Reason.NO_PAPER
