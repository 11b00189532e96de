"""`hold`: keeps a case beyond its time, or lets it go again."""

from __future__ import annotations

from datetime import date

from talentdesk import settings
from talentdesk.cli.arguments import Chosen
from talentdesk.cli.mishaps import DONE, UsageError
from talentdesk.cli.output import warn
from talentdesk.core.words import N_
from talentdesk.i18n import format_date, say


def run_hold(chosen: Chosen) -> int:
    """Holds the case of that number, or releases it."""
    from talentdesk.service import holds
    from talentdesk.service.roles import doing
    from talentdesk.service.upkeep import opened

    if not chosen.number.isascii() or not chosen.number.isdigit():
        raise UsageError(N_("“{text}” is no number of a case"), N_("type the digits alone"), text=chosen.number[:20])
    if bool(chosen.release) == bool(chosen.until):
        raise UsageError(N_("neither an end nor a release was named, or both"), N_("write --until DAY, or --release"))
    until, today = chosen.until, date.today()
    with doing("hold"), opened(settings.load(data=chosen.data)) as store:
        id = store.id_of(int(chosen.number))
        if until is None:
            holds.release(store, id)
        else:
            holds.hold(store, id, until, chosen.reason or "", today)
    if until is None:
        warn(say("The case is held no longer; its own time counts again.", chosen.language))
    else:
        warn(say("The case stays through {day}.", chosen.language, day=format_date(until, chosen.language)))
    return DONE
