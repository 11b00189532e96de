"""What comes out differently for one case when it is looked at on another day. Pure; no answer is repeated."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from talentdesk.core.form import Text
from talentdesk.core.interview import Interview


@dataclass(frozen=True, slots=True)
class Standing:
    """How one rule, document, deadline or fee stands on a day."""

    title: Text
    status: str
    """Rule: `pass`, `fail` or `unknown`; document: `needed`, `unknown` or `stale`; deadline: `ahead` or `passed`;
    fee: `due`."""
    day: date | None = None
    """Of a deadline."""
    amount: Decimal | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class CaseChange:
    """Something that stands differently; None: it does not apply on that day."""

    kind: str
    """`rule`, `document`, `deadline` or `fee`."""
    id: str
    before: Standing | None
    after: Standing | None

    @property
    def title(self) -> Text:
        """What it is called on the second day, or was called on the first."""
        standing = self.after or self.before
        assert standing is not None
        return standing.title


def changes_between(before: Interview, after: Interview) -> tuple[CaseChange, ...]:
    """Compare the same answers on two days: rules first, then documents, deadlines, fees, each in the form's order."""
    return tuple(change for kind, stand in _KINDS.items() for change in _changes(kind, stand(before), stand(after)))


def _changes(kind: str, before: Mapping[str, Standing], after: Mapping[str, Standing]) -> Iterator[CaseChange]:
    for name in dict.fromkeys((*after, *before)):
        was, now = before.get(name), after.get(name)
        if _compared(was) != _compared(now):
            yield CaseChange(kind, name, was, now)


def _compared(standing: Standing | None) -> object:
    """A corrected title alone is no other outcome."""
    return standing and (standing.status, standing.day, standing.amount, standing.unit)


def _rules(interview: Interview) -> Mapping[str, Standing]:
    return {
        outcome.rule.id: Standing(outcome.rule.title or _named(outcome.rule.id), outcome.status)
        for outcome in interview.outcomes()
    }


def _documents(interview: Interview) -> Mapping[str, Standing]:
    return {
        view.document.id: Standing(
            view.document.title, "stale" if view.stale else "unknown" if view.unknown else "needed"
        )
        for view in interview.documents()
    }


def _deadlines(interview: Interview) -> Mapping[str, Standing]:
    return {
        view.deadline.id: Standing(view.deadline.title, "passed" if view.days_left < 0 else "ahead", view.due)
        for view in interview.deadlines()
    }


def _fees(interview: Interview) -> Mapping[str, Standing]:
    return {
        view.fee.id: Standing(view.fee.title, "due", amount=view.value.value, unit=view.value.unit)
        for view in interview.fees()
    }


def _named(id: str) -> Text:
    """A rule without a title: its message may repeat answers, its id does not."""
    return Text(id, id)


_KINDS: Mapping[str, Callable[[Interview], Mapping[str, Standing]]] = {
    "rule": _rules,
    "document": _documents,
    "deadline": _deadlines,
    "fee": _fees,
}
