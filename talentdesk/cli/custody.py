"""`backup`, `restore`, `purge` and `audit`: looking after the store of cases."""

from __future__ import annotations

import getpass
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from talentdesk import settings
from talentdesk.cli.arguments import Chosen
from talentdesk.cli.mishaps import DONE, FAULTS, UsageError
from talentdesk.cli.output import warn, write, write_json
from talentdesk.core.words import N_
from talentdesk.i18n import plural, say

if TYPE_CHECKING:
    from talentdesk.store.audit import Entry, Verdict

_BREACHES = {
    "changed": N_("Entry {seq} is not what was noted, or entries before it were taken out. Ask who had this computer."),
    "cut": N_(
        "The list ends before entry {seq}, which was written down: its end was cut off, or an older store put back."
    ),
    "other": N_("Entry {seq} is not the one that was written down: an older store was put back and used."),
}


def run_backup(chosen: Chosen) -> int:
    """The whole store in one file."""
    from talentdesk.service.upkeep import back_up

    done = back_up(_settings(chosen), Path(chosen.out))
    if chosen.json:
        write_json({"file": chosen.out, "only_here": done.only_here})
    else:
        write(say("Backup written: {file}", chosen.language, file=chosen.out))
    if done.only_here:
        warn(
            say(
                "Only this computer opens this backup. Make a recovery code, so that it can be opened elsewhere.",
                chosen.language,
            )
        )
    return DONE


def run_restore(chosen: Chosen) -> int:
    """A backup, a copy, or what can be rescued, in the store's place."""
    from talentdesk.service import upkeep

    _refuse_contradictions(chosen)
    wanted, now = _settings(chosen), datetime.now(UTC)
    if chosen.list:
        return _list(chosen, [copy.name for copy in upkeep.copies(wanted)])
    if chosen.salvage:
        done = upkeep.salvage(wanted, now)
        if chosen.json:
            write_json(asdict(done))
        else:
            words = "{read} cases were read from the damaged store, {copied} more came from its copies."
            write(say(words, chosen.language, read=str(done.read), copied=str(done.copied)))
        return DONE
    if chosen.dry_run:
        return _try(chosen, wanted)
    if chosen.file:
        count = upkeep.restore_backup(wanted, Path(chosen.file), lambda: _ask_secret(chosen.language), now)
    else:
        count = upkeep.restore_copy(wanted, chosen.copy or "", now)
    if chosen.json:
        write_json({"cases": count})
    else:
        write(
            plural(
                "The store is back, with {count} case.",
                "The store is back, with {count} cases.",
                count,
                chosen.language,
            )
        )
    return DONE


def _try(chosen: Chosen, wanted: settings.Settings) -> int:
    """Whether the backup could be put back."""
    from talentdesk.service.upkeep import try_backup

    count = try_backup(wanted, Path(chosen.file or ""), lambda: _ask_secret(chosen.language))
    if chosen.json:
        write_json({"cases": count})
    else:
        write(
            plural(
                "The backup can be put back: {count} case. Nothing was changed.",
                "The backup can be put back: {count} cases. Nothing was changed.",
                count,
                chosen.language,
            )
        )
    return DONE


def run_recovery(chosen: Chosen) -> int:
    """What opens the cases where this computer's key is lost."""
    from talentdesk.service import upkeep

    wanted = _settings(chosen)
    if chosen.action == "open":
        upkeep.reopen(wanted, _ask_secret(chosen.language))
        warn(say("This computer knows the key again.", chosen.language))
    elif chosen.action == "passphrase":
        upkeep.set_passphrase(wanted, _ask(say("New passphrase, at least 8 characters:", chosen.language)))
        warn(say("The passphrase opens the cases from now on; an earlier one no longer does.", chosen.language))
    else:
        code = upkeep.new_recovery_code(wanted)
        if chosen.json:
            write_json({"code": code})
        else:
            write(code)
        warn(
            say(
                "Keep it away from this computer. It is shown only now; an earlier code no longer works.",
                chosen.language,
            )
        )
    return DONE


def run_purge(chosen: Chosen) -> int:
    """Erases what is past its time."""
    from talentdesk.service.upkeep import purge

    gone = purge(_settings(chosen))
    if chosen.json:
        write_json({"erased": gone})
    else:
        write(
            plural(
                "{count} case was past its time and is erased.",
                "{count} cases were past their time and are erased.",
                gone,
                chosen.language,
            )
        )
    return DONE


def run_move_to(chosen: Chosen) -> int:
    """Every case into another store."""
    from talentdesk.service.moving import move_to

    done = move_to(_settings(chosen), chosen.goal)
    if chosen.json:
        write_json(asdict(done))
    else:
        write(
            plural(
                "{count} case was copied and compared. What is kept here stays as it was.",
                "{count} cases were copied and compared. What is kept here stays as it was.",
                done.cases,
                chosen.language,
            )
        )
        warn(say("Sum of all cases, the same in both: {digest}", chosen.language, digest=done.digest))
    return DONE


def run_audit(chosen: Chosen) -> int:
    """The chain of acts, and whether it is whole."""
    from talentdesk.service.upkeep import acts

    chain, verdict = acts(_settings(chosen), chosen.anchor or "")
    if chosen.json:
        write_json({"entries": [_entry(each) for each in chain], **_told(verdict)})
    else:
        for each in chain:
            write(_line(each))
        _tell(verdict, chosen.language)
    return FAULTS if verdict.breach else DONE


def _settings(chosen: Chosen) -> settings.Settings:
    return settings.load(data=chosen.data)


def _refuse_contradictions(chosen: Chosen) -> None:
    said = [
        name
        for name, value in (
            ("FILE", chosen.file),
            ("--copy", chosen.copy),
            ("--list", chosen.list),
            ("--salvage", chosen.salvage),
        )
        if value
    ]
    if len(said) > 1:
        cause, remedy = N_("{names} do not go together"), N_("choose one of them")
        raise UsageError(cause, remedy, names=", ".join(said))
    if chosen.dry_run and not chosen.file:
        cause, remedy = N_("--dry-run tries a backup, and none is named"), N_("name its file")
        raise UsageError(cause, remedy)


def _list(chosen: Chosen, names: list[str]) -> int:
    if chosen.json:
        write_json(names)
    else:
        for name in names:
            write(name)
    return DONE


def _ask_secret(language: str) -> str:
    """Never on the command line, where others can see it."""
    return _ask(say("Recovery code or passphrase:", language))


def _ask(question: str) -> str:
    if sys.stdin.isatty():
        return getpass.getpass(f"{question} ")
    warn(question)
    return sys.stdin.readline().rstrip("\n")


def _entry(entry: Entry) -> dict[str, object]:
    return {**asdict(entry), "at": entry.at.isoformat(timespec="seconds")}


def _line(entry: Entry) -> str:
    words = (str(entry.seq), f"{entry.at:%Y-%m-%d %H:%M:%S}Z", entry.actor, entry.action, entry.subject, entry.result)
    return "  ".join(word or "-" for word in words)


def _told(verdict: Verdict) -> dict[str, object]:
    broken = {"breach": str(verdict.breach), "at": verdict.seq} if verdict.breach else {"breach": None}
    return {"whole": verdict.breach is None, "last": str(verdict.last), **broken}


def _tell(verdict: Verdict, language: str) -> None:
    if verdict.breach:
        warn(say(_BREACHES[verdict.breach.value], language, seq=str(verdict.seq)))
        return
    warn(say("The list is whole. Write its end down, to compare it with later:", language))
    warn(str(verdict.last))
