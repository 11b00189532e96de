"""`talentdesk open`: the desktop."""

from __future__ import annotations

from pathlib import Path

from talentdesk import settings
from talentdesk.cli.arguments import Chosen
from talentdesk.cli.mishaps import UsageError
from talentdesk.core.words import N_
from talentdesk.service.mishap import Mishap


def run_open(chosen: Chosen) -> int:
    """Opens the window and returns when it is closed."""
    said = {"mode": chosen.mode, "language": chosen.language if chosen.language_said else None, "data": chosen.data}
    wanted = settings.load(**said)
    if "://" in wanted.data:
        cause, remedy = N_("cases cannot be kept in a database server yet"), N_("name a folder on this machine")
        raise Mishap(cause, remedy)
    watch = _room_to_watch(chosen.watch, wanted) if chosen.watch else None
    try:
        from talentdesk.desktop import app
    except ImportError as gone:
        cause, remedy = N_("the window cannot open: {part} is missing"), N_("install talentdesk again")
        raise Mishap(cause, remedy, part=gone.name or "Qt") from gone
    return app.main(wanted, demo=chosen.demo, watch=watch)


def _room_to_watch(folder: str, wanted: settings.Settings) -> Path:
    """The forms room to work with. A public machine shows what was given out, nothing that is being written."""
    from talentdesk.service.rooms import choose_room

    if wanted.mode == "kiosk":
        cause, remedy = N_("form files are not watched on a public machine"), N_("leave out --watch, or --mode kiosk")
        raise UsageError(cause, remedy)
    return choose_room(Path(folder))
