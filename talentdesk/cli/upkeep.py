"""`check`, `doctor` and `translations`: whether the rooms, the machine and the translations are in order."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from talentdesk.cli.arguments import Chosen
from talentdesk.cli.mishaps import DONE, FAULTS
from talentdesk.cli.output import warn, write, write_json
from talentdesk.core.tomlfile import Fault
from talentdesk.i18n import plural, say
from talentdesk.service.faults import fault_line

if TYPE_CHECKING:
    from talentdesk.service.doctor import Finding, Machine
    from talentdesk.settings import Settings


def run_check(chosen: Chosen) -> int:
    """Every fault of the form files and translations, one line each."""
    from talentdesk.service.checking import check, publish, stale, unnoticed

    places = [Path(path) for path in chosen.paths]
    faults = check(places) if not chosen.mutations else unnoticed(places)
    for name in () if faults else stale(date.today(), places):
        warn(say("{citation}: read more than 365 days ago; read it again", chosen.language, citation=name))
    if chosen.json:
        write_json([_fault(fault, chosen.language) for fault in faults])
    else:
        for fault in faults:
            write(fault_line(fault, chosen.language))
        warn(_summary(len(faults), chosen.language))
    if chosen.publish and not faults:
        for name in publish(places):
            warn(say("Published: {edition}", chosen.language, edition=name))
    return FAULTS if faults else DONE


def _summary(count: int, language: str) -> str:
    if not count:
        return say("Everything is in order.", language)
    return plural("{count} fault.", "{count} faults.", count, language)


def _fault(fault: Fault, language: str) -> dict[str, object]:
    return {
        "file": fault.file,
        "line": fault.line,
        "cause": say(fault.cause, language, **fault.details),
        "remedy": say(fault.remedy, language, **fault.details),
    }


_MARKS = {"ok": "✓", "attention": "!", "trouble": "✗"}


def run_doctor(chosen: Chosen) -> int:
    """What is wrong with this machine, and the remedy."""
    from talentdesk import settings
    from talentdesk.service.doctor import Status, examine, worst

    wanted = settings.load(data=chosen.data)
    findings = examine(_machine(chosen, wanted))
    told = [_told(finding, chosen.language) for finding in findings]
    if chosen.json:
        write_json(told)
    else:
        for each in told:
            write(f"{_MARKS[each['status']]} {each['message']} {each['remedy']}".rstrip())
    return FAULTS if worst(findings) is Status.TROUBLE else DONE


def _machine(chosen: Chosen, wanted: Settings) -> Machine:
    from talentdesk.service.doctor import Machine
    from talentdesk.service.upkeep import entrance

    return Machine(
        wanted.place,
        chosen.kiosk,
        keep=wanted.keep,
        thorough=chosen.thorough,
        mode=wanted.mode,
        backup_folder=wanted.backup_folder,
        backup_days=int(wanted.backup_days),
        entrance=partial(entrance, wanted) if chosen.thorough else None,
    )


def _told(finding: Finding, language: str) -> dict[str, str]:
    message = say(finding.message, language, **finding.details)
    remedy = say(finding.remedy, language, **finding.details) if finding.remedy else ""
    return {"topic": finding.topic, "status": str(finding.status), "message": message, "remedy": remedy}


def run_translations(chosen: Chosen) -> int:
    """The translator's tool."""
    from talentdesk.service import translations

    sources = translations.shipped_sources()
    if chosen.action == "update":
        try:
            done = translations.update(sources)
        except translations.BrokenTranslations as broken:
            for fault in broken.faults:
                warn(fault_line(fault, chosen.language))
            return FAULTS
        for each in done:
            name = f"{each.file.parent.name}/{each.file.name}"
            details = {"file": name, "done": each.translated, "total": each.total}
            write(say("{file}: {done} of {total} translated", chosen.language, **details))
        return DONE
    faults = translations.inspect(sources)
    for fault in faults:
        write(fault_line(fault, chosen.language))
    warn(_summary(len(faults), chosen.language))
    return FAULTS if faults else DONE
