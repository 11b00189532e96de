"""What one person's cases and papers say against each other, and which of it the person has answered already."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from talentdesk.core.consistency import (
    AnswerSet,
    Difference,
    Finding,
    NotTogether,
    Same,
    check_consistency,
)
from talentdesk.core.form import Kind, Weight
from talentdesk.i18n import say, word
from talentdesk.service.consistency import code_points
from talentdesk.service.personcases import PersonCase, case_called, open_cases
from talentdesk.service.wording import shown

if TYPE_CHECKING:
    from talentdesk.core.catalogue import Catalogue
    from talentdesk.core.draft import Draft

_LISTED = frozenset({Kind.CHOICE, Kind.CHOICES, Kind.COUNTRY, Kind.DIVISION, Kind.YES_NO, Kind.DATE})


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that does not fit. The key stays the same as long as the values do, and tells nothing of them."""

    key: str
    finding: Finding
    reason: str = ""
    """Why both are right, as the person said; empty while nobody did."""

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return not self.reason

    @property
    def is_grave(self) -> bool:
        """Whether it is more than a notice."""
        return self.finding.rule.weight is Weight.ERROR

    @property
    def can_be_copied(self) -> bool:
        """Whether one value could stand in both places."""
        return isinstance(self.finding.rule, Same)


def find_conflicts(
    catalogue: Catalogue, cases: Sequence[PersonCase], as_of: date, papers: Sequence[AnswerSet] = ()
) -> tuple[Conflict, ...]:
    """What does not fit in these cases, and between them and `papers` (a document's name, its answers as questions).

    The gravest first, those that were answered last. Raises FormError.
    """
    forms = [*papers, *(case.answers() for case in cases)]
    answered = {key: reason for case in cases for key, reason in case.settled.items()}
    found = [
        Conflict(key := key_of(finding), finding, answered.get(key, ""))
        for finding in check_consistency(catalogue.consistency(), forms, as_of)
    ]
    return tuple(sorted(found, key=lambda conflict: (not conflict.is_open, not conflict.is_grave)))


def conflicts_between(drafts: Sequence[Draft], catalogue: Catalogue, as_of: date) -> tuple[Conflict, ...]:
    """What does not fit between these cases of one person. Raises CatalogueMiss, FormError."""
    return find_conflicts(catalogue, open_cases(drafts, catalogue), as_of)


def key_of(finding: Finding) -> str:
    """The rule and a digest of what it was found in."""
    values = sorted({place.answer for place in finding.places})
    told = json.dumps([values, [[gap.first, gap.last] for gap in finding.months]])
    return f"{finding.rule.id}:{hashlib.sha256(told.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


# --- in words -------------------------------------------------------------------------------------


def title_told(conflict: Conflict, language: str) -> str:
    """What does not fit, as in `Name in Chinese: 詠 ≠ 咏`."""
    finding = conflict.finding
    title = word(finding.rule.title, language)
    pairs = [f"{each.here or '∅'} ≠ {each.there or '∅'}" for each in _by_character(finding)]
    separator = "：" if language.startswith("zh") else ": "
    return f"{title}{separator}{' · '.join(pairs)}" if pairs else title


def points_told(conflict: Conflict, language: str) -> str:
    """The code points of what differs; empty where nothing is told by character."""
    return " · ".join(
        say(
            "character {position}: {here} and {there}",
            language,
            position=each.position,
            here=code_points(each.here) or say("nothing", language),
            there=code_points(each.there) or say("nothing", language),
        )
        for each in _by_character(conflict.finding)
    )


def message_told(conflict: Conflict, language: str) -> str:
    """What to do."""
    return word(conflict.finding.rule.message, language)


def months_told(conflict: Conflict, language: str) -> tuple[str, ...]:
    """Months that are missing, one line for each run."""
    return tuple(
        gap.first if gap.first == gap.last else say("{begin} to {end}", language, begin=gap.first, end=gap.last)
        for gap in conflict.finding.months
    )


def place_told(conflict: Conflict, index: int, cases: Sequence[PersonCase], language: str) -> str:
    """Where a value stands: the question and the case, as far as they tell the places apart; of a paper its name."""
    place = conflict.finding.places[index]
    case = case_called(cases, place.form)
    if case is None:
        return place.form
    places = conflict.finding.places
    if not place.question or (len(places) > 1 and len({each.question for each in places}) == 1):
        return case.called(language)
    label = word(case.interview.question(place.question).label, language)
    return f"{label} · {case.called(language)}" if len(cases) > 1 else label


def value_told(
    conflict: Conflict, index: int, cases: Sequence[PersonCase], language: str
) -> tuple[tuple[str, bool], ...]:
    """A place's value in pieces; True: this piece differs. Nothing where the case itself is what does not fit."""
    place = conflict.finding.places[index]
    if isinstance(conflict.finding.rule, NotTogether):
        return ()
    case = case_called(cases, place.form)
    if case is not None and place.question and case.interview.question(place.question).kind in _LISTED:
        return ((shown(case.interview, place.question, language), False),)
    return pieces(place.answer, index, conflict.finding.differences) if index < 2 else ((place.answer, False),)


def pieces(answer: str, index: int, differences: Sequence[Difference]) -> tuple[tuple[str, bool], ...]:
    """An answer cut where it differs from the other; `index` 0 is the first, 1 the second."""
    found: list[tuple[str, bool]] = []
    at = moved = 0
    for each in differences:
        differs = each.there if index else each.here
        begin = each.position - 1 + (moved if index else 0)
        found += [(answer[at:begin], False), (differs, True)]
        at = begin + len(differs)
        moved += len(each.there) - len(each.here)
    return tuple(piece for piece in (*found, (answer[at:], False)) if piece[0])


def _by_character(finding: Finding) -> tuple[Difference, ...]:
    """Only short differences are told in the title; of two addresses that have little in common none is."""
    short = all(len(each.here) <= 3 and len(each.there) <= 3 for each in finding.differences)
    return finding.differences if short and len(finding.differences) <= 3 else ()
