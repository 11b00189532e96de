"""Last days of all cases that somebody still has to keep: what is due, for whom, by when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from talentdesk.core.catalogue import CatalogueMiss
from talentdesk.core.deadlines import Step, list_steps
from talentdesk.core.icalendar import Entry, uid_of, write_calendar
from talentdesk.core.interview import Interview, notes_of
from talentdesk.core.states import IN_HAND, State
from talentdesk.core.tomlfile import FormError
from talentdesk.core.words import N_
from talentdesk.i18n import titled
from talentdesk.service.deadlines import described, step_title
from talentdesk.service.mishap import InputError
from talentdesk.service.roles import needs

if TYPE_CHECKING:
    from talentdesk.core.catalogue import Catalogue
    from talentdesk.core.draft import Draft
    from talentdesk.store.opened import Store

PENDING = tuple(state for state in IN_HAND if state is not State.PRINTED)
"""States of cases whose last days somebody still has to keep."""
MOST = 500
"""So many cases are looked at, the last saved first."""
LATE_DAYS = 31
"""How long a day that has passed is still told of."""


@dataclass(frozen=True, slots=True)
class Due:
    """One last day of one case. Names are as typed."""

    id: str
    number: int
    surname: str
    given_names: str
    name_zh: str
    procedure: str
    matter: Mapping[str, str]
    """The procedure's name by language."""
    step: Step

    @property
    def day(self) -> date:
        """When it is due."""
        return self.step.day


@needs("find")
def pending_cases(store: Store, until: date) -> tuple[Draft, ...]:
    """Cases in hand with a last day until the day `until`. Raises StoreTrouble."""
    return tuple(store.look(case.id)[0] for case in store.find("", MOST, PENDING, until))


def due_of(drafts: Iterable[Draft], catalogue: Catalogue, today: date, until: date) -> tuple[Due, ...]:
    """Every last day of these cases from 31 days ago until `until`, the earliest first. A case whose edition is not
    here has none."""
    found = []
    for draft in drafts:
        try:
            edition = catalogue.edition(draft.procedure, draft.edition)
            interview = Interview(edition, catalogue, as_of=draft.as_of, typed=draft.typed, declined=draft.declined)
        except (CatalogueMiss, FormError):
            continue
        interview.notes = notes_of(draft)
        names = (draft.typed.get(f"person.{part}", "") for part in ("surname", "given_names", "name_zh"))
        surname, given, chinese = names
        for step in list_steps(interview):
            if step.title is not None and today - timedelta(days=LATE_DAYS) <= step.day <= until:
                about = edition.about
                found.append(Due(draft.id, draft.number, surname, given, chinese, draft.procedure, about.title, step))
    return tuple(sorted(found, key=lambda due: (due.day, due.number, due.step.id)))


def due_calendar(dues: Iterable[Due], today: date, language: str) -> bytes:
    """These days as an iCalendar file that names nobody: what is due, by which rule, in which case by its number.

    Raises InputError where there is none.
    """
    entries = [
        Entry(
            uid_of(due.procedure, due.step.id, due.id),
            due.day,
            f"TD-{due.number:04d} · {step_title(due.step, language)}",
            "\n".join((titled(due.matter, language), described(due.step, language))),
        )
        for due in dues
    ]
    if not entries:
        raise InputError(N_("no last day is shown"), N_("show more days, then try again"))
    return write_calendar(entries, today, language)
