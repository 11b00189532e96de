"""What is different between two days: procedures, editions with their rules and papers, dated parameters. Pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from talentdesk.core.catalogue import NotInForce, ParameterValue
from talentdesk.core.editions import plain
from talentdesk.core.form import Citation, Deadline, DocumentNeed, Edition, Question, Rule, Text
from talentdesk.core.points import Factor

if TYPE_CHECKING:
    from talentdesk.core.catalogue import Catalogue

Part = Question | Rule | DocumentNeed | Deadline | Factor


@dataclass(frozen=True, slots=True)
class EditionDifference:
    """A procedure whose edition is another on the second day; None: none is in force."""

    procedure: str
    before: Edition | None
    after: Edition | None
    parts: tuple[PartDifference, ...]


@dataclass(frozen=True, slots=True)
class PartDifference:
    """A question, rule, document, deadline or factor of points that was `added`, `removed` or `changed`."""

    kind: str
    """`question`, `rule`, `document`, `deadline` or `factor`."""
    id: str
    title: Text
    how: str
    cite: str


@dataclass(frozen=True, slots=True)
class ParameterDifference:
    """An amount, period or threshold that is another on the second day; None: not in force."""

    key: str
    title: Text
    unit: str
    before: ParameterValue | None
    after: ParameterValue | None
    citation: Citation | None
    """Where the second day's value, or its repeal, comes from."""


def parameters_between(catalogue: Catalogue, first: date, second: date) -> tuple[ParameterDifference, ...]:
    """Parameters whose value on `second` is another than on `first`. Raises FormError."""
    found = []
    for parameter in catalogue.parameters().all():
        before, after = parameter.on(first), parameter.on(second)
        if (before and before.value) != (after and after.value):
            entries = (cite for since, _value, cite in parameter.values if since is None or since <= second)
            found.append(
                ParameterDifference(parameter.key, parameter.title, parameter.unit, before, after, next(entries, None))
            )
    return tuple(found)


def editions_between(
    catalogue: Catalogue, first: date, second: date, procedures: Iterable[str] | None = None
) -> tuple[EditionDifference, ...]:
    """Procedures with another edition in force on `second` than on `first`; only of `procedures`, where some are named.
    Raises FormError."""
    found = []
    for procedure in catalogue.procedures() if procedures is None else procedures:
        before, after = (_in_force(catalogue, procedure, day) for day in (first, second))
        if (before and before.edition) != (after and after.edition):
            parts = tuple(_parts(before, after)) if before and after else ()
            found.append(EditionDifference(procedure, before, after, parts))
    return tuple(found)


def _in_force(catalogue: Catalogue, procedure: str, day: date) -> Edition | None:
    try:
        return catalogue.in_force(procedure, day)
    except NotInForce:
        return None


def _parts(before: Edition, after: Edition) -> Iterator[PartDifference]:
    renamed = after.renames
    for kind in ("question", "rule", "document", "deadline", "factor"):
        old = {renamed.get(part.id, part.id): part for part in _all(before, kind)}
        new = {part.id: part for part in _all(after, kind)}
        for name in dict.fromkeys((*new, *old)):
            was, now = old.get(name), new.get(name)
            if was is None or now is None:
                part, how = (now, "added") if now else (was, "removed")
            elif plain(dataclasses.replace(was, id=name)) != plain(now):
                part, how = now, "changed"
            else:
                continue
            if part is not None:
                yield PartDifference(kind, name, _title(part), how, part.cite)


def _all(edition: Edition, kind: str) -> tuple[Part, ...]:
    parts: dict[str, tuple[Part, ...]] = {
        "question": edition.questions,
        "rule": edition.rules,
        "document": edition.documents,
        "deadline": edition.deadlines,
        "factor": edition.points.factors if edition.points is not None else (),
    }
    return parts[kind]


def _title(part: Part) -> Text:
    if isinstance(part, Question):
        return part.label
    return part.title or (part.message if isinstance(part, Rule) else Text(part.id, part.id))
