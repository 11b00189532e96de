"""What the print system still has of what was printed: documents, and the titles of jobs."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from talentdesk.i18n import N_
from talentdesk.service.doctor.finding import Finding, Machine, Status

_SPOOL, _JOBS = "var/spool/cups", "var/cache/cups/job.cache"
_DOCUMENT = re.compile(r"d\d{5,}-\d{3}")
_NAME = re.compile(r"^\s*Name (.+)$", re.M)
_OURS = re.compile(r"TD-[0-9A-F]{4}(?:[ -].{0,20})?")


def kept(machine: Machine) -> Iterator[Finding]:
    """Whether a printed form can still be read there. Only root may look; what cannot be seen is named."""
    try:
        names = os.listdir(machine.root / _SPOOL)
    except FileNotFoundError:
        return
    except OSError:
        yield Finding(
            "spool",
            Status.ATTENTION,
            N_("Not checked here, only root may look: that the print queue holds no printed form."),
            remedy=N_("Run as root: talentdesk doctor --kiosk"),
        )
        return
    documents = [name for name in names if _DOCUMENT.fullmatch(name)]
    if documents:
        yield Finding(
            "spool",
            Status.TROUBLE,
            N_("The print queue holds {count} printed documents."),
            {"count": str(len(documents))},
            N_("As root, run: cancel -a -x"),
        )
    else:
        yield Finding("spool", Status.OK, N_("The print queue holds no printed document."))
    titles = _NAME.findall(machine.read(_JOBS))
    if any(not _OURS.fullmatch(title.strip()) for title in titles):
        yield Finding(
            "job titles",
            Status.ATTENTION,
            N_("The print system's list has jobs of other programs, whose titles may tell of persons."),
            remedy=N_("Let no other program print here, and as root run: cancel -a -x"),
        )
