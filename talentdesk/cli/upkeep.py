"""`check`, `doctor` and `translations`: whether the rooms, the machine and the translations are in order."""

from __future__ import annotations

from pathlib import Path

from talentdesk.cli.arguments import Chosen
from talentdesk.cli.mishaps import DONE, FAULTS
from talentdesk.cli.output import fault_line, warn, write, write_json
from talentdesk.core.tomlfile import Fault
from talentdesk.i18n import plural, say


def run_check(chosen: Chosen) -> int:
    """Every fault of the form files and translations, one line each."""
    from talentdesk.service.checking import check

    faults = check([Path(path) for path in chosen.paths])
    if chosen.json:
        write_json([_fault(fault, chosen.language) for fault in faults])
    else:
        for fault in faults:
            write(fault_line(fault, chosen.language))
        warn(_summary(len(faults), chosen.language))
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


def run_doctor(chosen: Chosen) -> int:
    """What is wrong with this machine, and the remedy."""
    from talentdesk import settings
    from talentdesk.service.health import Finding, examine

    def told(finding: Finding) -> tuple[str, str, str]:
        parts = (finding.part, finding.state, finding.remedy)
        part, state, remedy = (say(each, chosen.language, **finding.details) if each else "" for each in parts)
        return part, state, remedy

    findings = examine(settings.load(data=chosen.data).place, kiosk=chosen.kiosk)
    if chosen.json:
        keys = ("part", "state", "remedy")
        write_json([{**dict(zip(keys, told(each), strict=True)), "verdict": str(each.verdict)} for each in findings])
    else:
        for each in findings:
            part, state, remedy = told(each)
            write(f"{each.verdict.mark} {part}: {state}" + (f"; {remedy}" if remedy else ""))
    return FAULTS if any(each.verdict.is_fault for each in findings) else DONE


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
