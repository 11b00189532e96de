"""`staff`: who works here, their PINs, and the organisation's key; and how every command asks who is there."""

from __future__ import annotations

import getpass
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from talentdesk import settings
from talentdesk.cli.arguments import Chosen
from talentdesk.cli.mishaps import DONE, UsageError
from talentdesk.cli.output import warn, write, write_json
from talentdesk.core.words import N_
from talentdesk.i18n import say

if TYPE_CHECKING:
    from talentdesk.service.signing_in import Asked
    from talentdesk.store.opened import Store


def run_staff(chosen: Chosen) -> int:
    """Lists, adds, removes; sets a PIN or role; the organisation's key; and back to a desk without PINs."""
    from talentdesk.service.roles import doing
    from talentdesk.service.upkeep import opened

    wanted = settings.load(data=chosen.data)
    if chosen.action == "rekey":
        return _rekey(chosen, wanted)
    act = _ACTS[chosen.action]
    if chosen.name is None and chosen.action not in ("list", "end", "organisation"):
        raise UsageError(N_("a name is missing"), N_("write it after the action"))
    with doing("desk"), opened(wanted, make=chosen.action == "add") as store:
        act(chosen, store)
    return DONE


def _list(chosen: Chosen, store: Store) -> None:
    from talentdesk.service.roles import ROLE_NAMES
    from talentdesk.service.staff import colleagues

    found = colleagues(store)
    if chosen.json:
        write_json([asdict(each) for each in found])
    for each in () if chosen.json else found:
        note = "" if each.has_pin else f"  ({say('needs a new PIN', chosen.language)})"
        write(f"{each.name}  {say(ROLE_NAMES[each.role], chosen.language)}{note}")
    if not found:
        warn(say("Nobody signs in here: this computer opens the cases by itself.", chosen.language))


def _add(chosen: Chosen, store: Store) -> None:
    from talentdesk.service import staff

    code = ""
    if not store.vault.has_pins:
        warn(say("From now on this computer no longer opens the cases by itself.", chosen.language))
        code = _ask(say("Recovery code:", chosen.language))
    staff.add(store, chosen.name, chosen.role or "counter", _new_pin(chosen.language), code)
    warn(say("{name} signs in with this PIN from now on.", chosen.language, name=chosen.name))


def _remove(chosen: Chosen, store: Store) -> None:
    from talentdesk.service import staff

    staff.remove(store, staff.colleague(store, chosen.name).id)
    warn(say("The PIN opens nothing here any more.", chosen.language))
    if not store.vault.is_at_centre:
        warn(
            say(
                "Give the cases a new key, so that nothing kept from before opens them: {command}",
                chosen.language,
                command="talentdesk staff rekey",
            )
        )


def _rekey(chosen: Chosen, wanted: settings.Settings) -> int:
    from talentdesk.service.upkeep import renew_key

    renew_key(wanted)
    warn(
        say(
            "The cases have a new key. PINs, recovery code and passphrase stay; older backups open as before, but only "
            "into an empty folder.",
            chosen.language,
        )
    )
    return DONE


def _pin(chosen: Chosen, store: Store) -> None:
    from talentdesk.service import staff

    id = staff.colleague(store, chosen.name).id
    code = "" if store.vault.has_pins else _ask(say("Recovery code:", chosen.language))
    staff.set_pin(store, id, _new_pin(chosen.language), code)
    warn(say("{name} signs in with this PIN from now on.", chosen.language, name=chosen.name))


def _role(chosen: Chosen, store: Store) -> None:
    from talentdesk.service import staff

    staff.change_role(store, staff.colleague(store, chosen.name).id, chosen.role or "")
    warn(say("The role holds from now on.", chosen.language))


def _organisation(chosen: Chosen, store: Store) -> None:
    from talentdesk.service import staff

    if chosen.name == "none":
        staff.remove_organisation(store)
    elif chosen.name:
        staff.set_organisation(store, chosen.name)
    write(staff.organisation(store) or say("No organisation's key opens these cases.", chosen.language))


def _end(chosen: Chosen, store: Store) -> None:
    from talentdesk.service import staff

    staff.end(store)
    warn(say("Nobody signs in here any more: this computer opens the cases by itself.", chosen.language))


_ACTS = {
    "list": _list,
    "add": _add,
    "remove": _remove,
    "pin": _pin,
    "role": _role,
    "organisation": _organisation,
    "end": _end,
}


# ---- asking


def asking(language: str, names: tuple[tuple[str, str], ...], second: bool) -> Asked:
    """Asks at the terminal, or reads lines from standard input, who signs in. Nothing typed is shown."""
    from talentdesk.service.signing_in import Asked

    by_name = {name.casefold(): id for id, name in names}
    question = N_("Second colleague's name (empty: nobody is here):") if second else N_("Name (empty: recovery code):")
    typed = _line(say(question, language)) if names else ""
    if typed.strip():
        id = by_name.get(typed.strip().casefold())
        if id is None:
            cause, remedy = N_("nobody of that name has a PIN here"), N_("names: {names}")
            raise UsageError(cause, remedy, names=", ".join(name for _, name in names))
        return Asked(id, _ask(say("PIN:", language)))
    if second:
        return Asked("", "")
    return Asked("", _ask(say("Recovery code, passphrase, or the organisation's key file:", language)))


def _new_pin(language: str) -> str:
    """Typed twice where it cannot be seen."""
    pin = _ask(say("New PIN, at least 6 characters:", language))
    if _ask(say("The same PIN once more:", language)) != pin:
        raise UsageError(N_("the two PINs are not the same"), N_("try again; nothing was changed"))
    return pin


def _line(question: str) -> str:
    warn(question)
    return sys.stdin.readline().rstrip("\n")


def _ask(question: str) -> str:
    if sys.stdin.isatty():
        return getpass.getpass(f"{question} ")
    return _line(question)
