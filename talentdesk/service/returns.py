"""A case goes back to the person: in which language the slip is written, and what has changed when it comes again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from talentdesk.core.cells import split_cell
from talentdesk.core.interview import Interview
from talentdesk.i18n import word
from talentdesk.service.wording import NOTHING, shown, shown_text

_PORTUGUESE = frozenset({"PRT", "BRA", "AGO", "MOZ", "CPV", "GNB", "STP", "TLS"})


@dataclass(frozen=True, slots=True)
class Difference:
    """An answer that is not what it was."""

    question: str
    label: str
    was: str
    now: str


def slip_language(interview: Interview) -> str:
    """The language the person most likely reads, from where they come; a clerk may choose another."""
    typed = interview.typed
    nationality = typed.get("person.nationality", "")
    status = typed.get("residency.status", "")
    if nationality in _PORTUGUESE:
        return "pt"
    if status.startswith(("hk_", "mo_")) or typed.get("residency.hkid") or typed.get("residency.bir"):
        return "zh-Hant-HK"
    if nationality in ("HKG", "MAC"):
        return "zh-Hant-HK"
    return "zh-Hans" if nationality == "CHN" else "en"


def slip_pair(language: str) -> tuple[str, str]:
    """The slip's languages as a paper takes them: the office's first, the person's second."""
    return ("en", "zh-Hans") if language == "zh-Hans" else ("zh-Hans", language)


def differences(interview: Interview, earlier: Mapping[str, str], language: str) -> tuple[Difference, ...]:
    """In the order of the form, what was in the earlier answers and is otherwise now. Only what is asked counts."""
    order = {question.id: n for n, question in enumerate(interview.edition.questions)}

    def place(id: str) -> tuple[int, int]:
        parts = split_cell(id)
        return (order.get(parts[0] if parts else id, len(order)), parts[1] if parts else 0)

    return tuple(
        Difference(
            id, _label(interview, id, language), was_told(interview, id, text, language), _now(interview, id, language)
        )
        for id, text in sorted(earlier.items(), key=lambda pair: place(pair[0]))
        if interview.asked(id) and _is_known(interview, id)
    )


def was_told(interview: Interview, id: str, text: str, language: str) -> str:
    """What stood there, as it is read; a dash for nothing."""
    return shown_text(interview, id, text, language) or NOTHING


def _now(interview: Interview, id: str, language: str) -> str:
    return shown(interview, id, language) or NOTHING


def _is_known(interview: Interview, id: str) -> bool:
    try:
        interview.question(id)
    except KeyError:
        return False
    return True


def _label(interview: Interview, id: str, language: str) -> str:
    parts = split_cell(id)
    label = word(interview.question(id).label, language)
    return f"{word(interview.question(parts[0]).label, language)} {parts[1] + 1}, {label}" if parts else label
