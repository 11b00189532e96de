"""`talentdesk open --mode kiosk`: a public machine, from switching on to switching off."""

from __future__ import annotations

import signal
import sys
from dataclasses import replace
from types import FrameType
from typing import TYPE_CHECKING

from talentdesk import paths
from talentdesk.core.words import N_
from talentdesk.service.mishap import Mishap

if TYPE_CHECKING:
    from talentdesk.settings import Settings

WINDOW = (sys.executable, "-P", "-m", "talentdesk.desktop.kiosk.child")
NOTES = "kiosk.log"


def run_public(settings: Settings) -> int:
    """Serves one applicant after the other until the system ends it. Raises Mishap where it cannot."""
    from talentdesk import hardening
    from talentdesk.service.crashnotes import CrashNotes
    from talentdesk.service.fleet import tell_counters
    from talentdesk.service.kiosk.ground import Ground, ground_of
    from talentdesk.service.kiosk.herald import Herald
    from talentdesk.service.kiosk.paper import out_of_paper, take_back_left
    from talentdesk.service.kiosk.supervisor import Supervisor

    if "://" in settings.data:
        cause = N_("a public machine keeps nothing, so it has no database server")
        raise Mishap(cause, N_("name a folder with --data, or leave it out"))
    hardening.harden()
    hardening.lock_memory()
    public = replace(settings, mode="kiosk", size="kiosk", data="")
    notes = CrashNotes(paths.state_folder() / NOTES)
    ground = Ground(ground_of(settings.data))
    herald = Herald(lambda standing, since: tell_counters(public, standing, since))
    supervisor = Supervisor(
        WINDOW,
        public,
        ground,
        noted=notes.note,
        out_of_paper=out_of_paper,
        take_back=take_back_left,
        announced=herald.say,
    )

    def end(number: int, frame: FrameType | None) -> None:
        supervisor.stop()

    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, end)
    try:
        supervisor.run()
    finally:
        herald.close()
    return 0
