"""What happened to an answer, in words: who, when, how, from what to what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from talentdesk.core.cells import split_cell
from talentdesk.core.history import Change, Held, History, How, of_question, touched
from talentdesk.core.interview import Interview
from talentdesk.i18n import N_, format_date, say, word
from talentdesk.service.wording import NOTHING, shown_text

_HOWS: Mapping[How, str] = {
    How.TYPED: N_("typed"),
    How.SCANNED: N_("scanned"),
    How.IMPORTED: N_("imported"),
    How.EARLIER: N_("from an earlier case"),
    How.REPEATED: N_("repeated from the case before"),
    How.ROWS: N_("rows moved or removed"),
    How.RECEIVED: N_("received"),
    How.DECIDED: N_("decided between two versions"),
    How.UNDONE: N_("undone"),
    How.REDONE: N_("redone"),
}
_ROLES: Mapping[str, str] = {
    "counter": N_("at the counter"),
    "kiosk": N_("at the self-service machine"),
    "personal": N_("at home"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One change of one question, or of one cell of its table."""

    when: str
    who: str
    how: str
    what: str
    """`before → after`, and the cell where the question is a table."""


def lines_of(history: History, interview: Interview, id: str, language: str) -> tuple[Line, ...]:
    """The changes of a question, the newest first."""
    return tuple(
        Line(moment_told(change.at, language), who_told(change.who, language), how_told(change, language), what)
        for change in of_question(history, id)
        for what in _changed(change, interview, id, language)
    )


def how_told(change: Change, language: str) -> str:
    """Why the answer changed."""
    return say(_HOWS[change.how], language)


def who_told(who: str, language: str) -> str:
    """The counter by its name, the role in words."""
    if who in _ROLES:
        return say(_ROLES[who], language)
    return say("Counter {number}", language, number=who) if who.isdecimal() else who


def moment_told(at: datetime, language: str) -> str:
    """Day and time on the wall."""
    local = at.astimezone()
    return f"{format_date(local.date(), language)} {local:%H:%M}"


def value_told(held: Held, interview: Interview, language: str) -> str:
    """An answer as it was read then."""
    if held.declined:
        return say("None", language)
    return shown_text(interview, held.id, held.text, language) or NOTHING


def _changed(change: Change, interview: Interview, id: str, language: str) -> list[str]:
    told = []
    for was, now in touched(change, id):
        try:
            told.append(_one(was, now, interview, language))
        except KeyError:  # a column that an edition no longer has
            continue
    return told


def _one(was: Held, now: Held, interview: Interview, language: str) -> str:
    parts = split_cell(now.id)
    where = f"{parts[1] + 1} {word(interview.question(now.id).label, language)}: " if parts else ""
    return f"{where}{value_told(was, interview, language)} → {value_told(now, interview, language)}"
