"""`review-sheet`: the words of a procedure in four languages as a spreadsheet, and the corrections back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from talentdesk.cli.arguments import Chosen
from talentdesk.cli.mishaps import DONE, FAULTS, UsageError
from talentdesk.cli.output import warn, write
from talentdesk.core.words import N_
from talentdesk.i18n import plural, say
from talentdesk.service.faults import fault_line
from talentdesk.service.rooms import catalogue


def run_review_sheet(chosen: Chosen) -> int:
    """Write the sheet of an edition, or bring one back."""
    corrected: str | None = getattr(chosen, "import")  # a word of Python, and the name of the option
    if corrected and not chosen.procedure and not chosen.out:
        return _bring_back(Path(corrected), chosen.language)
    if corrected or not chosen.procedure or not chosen.out:
        cause = N_("a sheet is either written or brought back")
        raise UsageError(cause, N_("write PROCEDURE --out F.xlsx, or --import F.xlsx alone"))
    from talentdesk.service.files import put
    from talentdesk.service.reviewsheet import write_review

    edition = catalogue().in_force(chosen.procedure, chosen.as_of or date.today())
    put(Path(chosen.out), write_review(edition, catalogue()))
    warn(say("Review sheet: {file}", chosen.language, file=chosen.out))
    return DONE


def _bring_back(file: Path, language: str) -> int:
    from talentdesk.service.reviewed import bring_back, told

    reviewed = bring_back(file, catalogue())
    for fault in reviewed.faults:
        warn(fault_line(fault, language))
    translated, patched = len(reviewed.translated), len(reviewed.patched)
    warn(plural("{count} translation corrected.", "{count} translations corrected.", translated, language))
    for each in reviewed.patched:
        write(f"{each.words.place}: {each.before} → {each.after}")
    if patched:
        warn(say("Chinese or English was corrected in form files; run: talentdesk translations update", language))
    if reviewed.kept:
        warn(say("To be written by hand, because the place is not certain:", language))
        for line in told(reviewed):
            write(line)
    return FAULTS if reviewed.faults or reviewed.kept else DONE
