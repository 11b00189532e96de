"""How each state of a case looks: its word, its icon, its colour, and the small text beside it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from talentdesk.core.states import State
from talentdesk.desktop.chips import Tone
from talentdesk.i18n import N_, format_short_date, plural, say

if TYPE_CHECKING:
    from talentdesk.store.cases import CaseSummary

# The colour family of the chip; empty: neutral.
STATES = {
    "draft": (N_("Draft"), "pencil", ""),
    "filling": (N_("In progress"), "half_disc", "accent"),
    "complete": (N_("Complete"), "tick_disc", "ok"),
    "received": (N_("Received"), "document", ""),
    "review": (N_("In review"), "eye", "accent"),
    "returned": (N_("Returned"), "undo", "attention"),
    "ready": (N_("Ready to print"), "tick_disc", "ok"),
    "printed": (N_("Printed"), "printer", "ok"),
    "closed": (N_("Closed"), "padlock", ""),
}


def state_of(case: CaseSummary) -> str:
    """One of STATES: how far the case has come, a draft by its answers."""
    if case.state != State.DRAFT:
        return str(case.state)
    if not case.answered:
        return "draft"
    return "complete" if case.answered >= case.total else "filling"


def tone_of(state: str) -> Tone:
    """The colour of one of STATES."""
    family = STATES[state][2]
    return Tone(family) if family else Tone.QUIET


def beside(case: CaseSummary, today: date, language: str) -> str:
    """The small text beside the chip: that it is held, how much is answered, what is to be put right, since when."""
    if case.hold_until is not None and case.hold_until >= today:
        return say("held until {day}", language, day=format_short_date(case.hold_until, language))
    state = state_of(case)
    if state in ("draft", "filling"):
        return f"{case.answered} / {case.total}" if case.total else ""
    if state == "returned" and case.remarks:
        return plural("{count} to put right", "{count} to put right", case.remarks, language)
    if state == "review" and case.remarks:
        return plural("{count} comment", "{count} comments", case.remarks, language)
    if state == "received":
        return say("not looked at yet", language)
    if case.state_at is None:
        return ""
    local = case.state_at.astimezone()
    return f"{local:%H:%M}" if local.date() == today else format_short_date(local.date(), language)
