"""What changed for one case between its own day and another: rules, amounts, outcomes, documents, last days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, cast

from talentdesk.core.catalogue import CatalogueMiss
from talentdesk.core.words import N_
from talentdesk.service.casechanges import case_changes
from talentdesk.service.changes import differences
from talentdesk.service.evaluation import Json

if TYPE_CHECKING:
    from talentdesk.core.catalogue import Catalogue
    from talentdesk.core.draft import Draft
    from talentdesk.core.form import Duration, Edition, Fee

GROUPS = {
    "edition": N_("Edition of the rules"),
    "amount": N_("Amounts and periods"),
    "rule": N_("Outcomes"),
    "document": N_("Documents"),
    "deadline": N_("Last days"),
    "fee": N_("Fees"),
    "procedure": N_("Procedure"),
}


@dataclass(frozen=True, slots=True)
class Changed:
    """One difference in words."""

    group: str
    """A key of GROUPS."""
    id: str
    message: str


def what_changed(catalogue: Catalogue, draft: Draft, day: date, language: str) -> tuple[Changed, ...]:
    """Everything that is different for this case on `day`, compared with the case's own day; by group.

    The earlier day comes first whichever of the two it is, so that a sentence always tells what was and what became of
    it. Raises FormError.
    """
    first, second = sorted((draft.as_of, day))
    found = [*_texts(catalogue, draft, first, second, language), *_case(catalogue, draft, first, second, language)]
    order = list(GROUPS)
    return tuple(sorted(found, key=lambda each: order.index(each.group)))


def _texts(catalogue: Catalogue, draft: Draft, first: date, second: date, language: str) -> Iterator[Changed]:
    """Another edition of this procedure with what is new in it, and amounts that its expressions read."""
    between = differences(catalogue, first, second, language, (draft.procedure,))
    for edition in cast(list[Json], between["editions"]):
        yield Changed("edition", draft.procedure, str(edition["message"]))
        for part in cast(list[Json], edition["parts"]):
            yield Changed("edition", str(part["id"]), str(part["message"]))
    read = _amounts_read(catalogue, draft)
    for amount in cast(list[Json], between["parameters"]):
        if amount["parameter"] in read:
            yield Changed("amount", str(amount["parameter"]), str(amount["message"]))


def _case(catalogue: Catalogue, draft: Draft, first: date, second: date, language: str) -> Iterator[Changed]:
    found = case_changes(catalogue, [draft], first, second, language)
    for entry in cast(list[Json], found["changed"]):
        for change in cast(list[Json], entry["changes"]):
            yield Changed(str(change["kind"]), str(change["id"]), str(change["message"]))


def _amounts_read(catalogue: Catalogue, draft: Draft) -> frozenset[str]:
    """Parameters that the case's edition rests on."""
    try:
        edition = catalogue.edition(draft.procedure, draft.edition)
    except CatalogueMiss:
        return frozenset()
    return frozenset(_parameters(edition))


def _parameters(edition: Edition) -> Iterator[str]:
    for rule in edition.rules:
        yield from rule.must.parameters
        if rule.when is not None:
            yield from rule.when.parameters
    for fact in edition.facts:
        yield from fact.expression.parameters
    for deadline in edition.deadlines:
        yield from deadline.start.parameters
    for document in edition.documents:
        if document.need_when is not None:
            yield from document.need_when.parameters
    priced: tuple[Fee | Duration, ...] = (*edition.fees, *edition.durations)
    for fee in priced:
        yield fee.parameter
