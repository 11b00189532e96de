"""Several cases of one person side by side: which they are, and what each says where it is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from talentdesk.core.cells import split_cell
from talentdesk.core.consistency import AnswerSet
from talentdesk.core.identifiers import canonical
from talentdesk.core.interview import Interview
from talentdesk.i18n import say, titled
from talentdesk.service.arrivals import IDENTITIES
from talentdesk.service.roles import needs

if TYPE_CHECKING:
    from talentdesk.core.catalogue import Catalogue
    from talentdesk.core.draft import Draft
    from talentdesk.store.opened import Store

_MOST = 20


@dataclass(frozen=True, slots=True)
class PersonCase:
    """One case of the person. `id` tells it from the others; a number of 0 is not shown."""

    id: str
    number: int
    interview: Interview
    settled: Mapping[str, str] = field(default_factory=dict)
    """Conflicts answered in this case: key -> reason."""

    def answers(self) -> AnswerSet:
        """What is asked and answered; what is kept but not used says nothing."""
        interview = self.interview
        used = {name: text for name, text in interview.typed.items() if self._used(name)}
        return AnswerSet(self.id, interview.edition.procedure, used)

    def _used(self, name: str) -> bool:
        parts = split_cell(name)
        return self.interview.asked(name) and (parts[0] if parts else name) not in self.interview.declined

    def asked(self) -> tuple[str, ...]:
        """The questions asked now."""
        return tuple(each.id for each in self.interview.edition.questions if self.interview.asked(each.id))

    def called(self, language: str) -> str:
        """The case as a person tells it from others: its procedure and number. No answer is in it."""
        edition = self.interview.edition
        title = titled(self.interview.catalogue.about(edition.procedure).title, language)
        return (
            say("{procedure} · case {number}", language, procedure=title, number=self.number) if self.number else title
        )


def open_cases(drafts: Iterable[Draft], catalogue: Catalogue) -> tuple[PersonCase, ...]:
    """The cases of these drafts. Raises CatalogueMiss, FormError where an edition cannot be opened."""
    return tuple(open_case(draft, catalogue) for draft in drafts)


def open_case(draft: Draft, catalogue: Catalogue) -> PersonCase:
    """The case of a draft. Raises CatalogueMiss, FormError where its edition cannot be opened."""
    edition = catalogue.edition(draft.procedure, draft.edition)
    interview = Interview(edition, catalogue, as_of=draft.as_of, typed=draft.typed, declined=draft.declined)
    return PersonCase(draft.id, draft.number, interview, draft.settled)


@needs("case")
def cases_beside(store: Store, id: str, typed: Mapping[str, str]) -> tuple[Draft, ...]:
    """The stored cases of the person whose answers these are, without `id` itself: one document has one holder, and
    what is kept in one ledger is one person's under whatever number."""
    ledger = store.people.of_case(id)
    found = {draft.id: draft for draft in store.people.open(ledger).drafts if draft.id != id} if ledger else {}
    for name in IDENTITIES:
        number = canonical(typed.get(name, ""))
        for case in store.find(number, limit=_MOST) if number else ():
            if case.id == id or case.id in found:
                continue
            draft, _version = store.look(case.id)
            if canonical(draft.typed.get(name, "")) == number:
                found[draft.id] = draft
    return tuple(sorted(found.values(), key=lambda draft: draft.number))


def case_called(cases: Sequence[PersonCase], id: str) -> PersonCase | None:
    """The case of that id."""
    return next((case for case in cases if case.id == id), None)
