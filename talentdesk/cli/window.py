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
        from talentdesk.service.upkeep import place_in

        place_in(wanted.data)  # a mistyped address is told here, before there is a window
    if chosen.watch and wanted.mode == "kiosk":
        # A public machine shows what was given out, nothing that is being written.
        cause, remedy = N_("form files are not watched on a public machine"), N_("leave out --watch, or --mode kiosk")
        raise UsageError(cause, remedy)
    if wanted.mode == "kiosk" and chosen.demo:
        # The demonstration is the counter's window, whose first page lists everybody.
        cause, remedy = N_("sample people are not shown on a public machine"), N_("leave out --demo, or --mode kiosk")
        raise UsageError(cause, remedy)
    if wanted.mode == "kiosk":
        from talentdesk.cli.kiosk import run_public

        return run_public(wanted)
    if not chosen.watch:
        return _open(wanted, chosen.demo, None)
    from talentdesk.service.rooms import working_in

    with working_in(Path(chosen.watch)) as folder:
        return _open(wanted, chosen.demo, folder)


def _open(wanted: settings.Settings, demo: bool, watch: Path | None) -> int:
    try:
        from talentdesk.desktop import app
    except ImportError as gone:
        cause, remedy = N_("the window cannot open: {part} is missing"), N_("install talentdesk again")
        raise Mishap(cause, remedy, part=gone.name or "Qt") from gone
    return app.main(wanted, demo=demo, watch=watch)
