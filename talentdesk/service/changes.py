"""What is different between two days, in words and as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from talentdesk.core.catalogue import Catalogue, ParameterValue
from talentdesk.core.differences import (
    EditionDifference,
    ParameterDifference,
    PartDifference,
    editions_between,
    parameters_between,
)
from talentdesk.core.words import N_
from talentdesk.i18n import say, titled, word
from talentdesk.service.evaluation import Json, citation_of
from talentdesk.service.wording import measured


def differences(
    catalogue: Catalogue, first: date, second: date, language: str, procedures: Iterable[str] | None = None
) -> Json:
    """`{from, to, editions: [...], parameters: [...]}`, each entry with a `message`; editions only of `procedures`,
    where some are named. Raises FormError."""
    return {
        "from": first.isoformat(),
        "to": second.isoformat(),
        "editions": [_edition(each, language) for each in editions_between(catalogue, first, second, procedures)],
        "parameters": [_parameter(each, second, language) for each in parameters_between(catalogue, first, second)],
    }


def _edition(found: EditionDifference, language: str) -> Json:
    edition = found.after or found.before
    name = titled(edition.about.title, language) if edition else found.procedure
    if found.after is None:
        message = say("{procedure}: no longer in force", language, procedure=name)
    elif found.before is None:
        message = say("{procedure}: new, edition {edition}", language, procedure=name, edition=found.after.edition)
    else:
        message = say(
            "{procedure}: edition {after} instead of {before}",
            language,
            procedure=name,
            after=found.after.edition,
            before=found.before.edition,
        )
    return {
        "procedure": found.procedure,
        "from": found.before.edition if found.before else None,
        "to": found.after.edition if found.after else None,
        "message": message,
        "parts": [_part(part, language) for part in found.parts],
    }


_PARTS = {
    ("question", "added"): N_("new question: {title}"),
    ("question", "removed"): N_("question no longer asked: {title}"),
    ("question", "changed"): N_("changed question: {title}"),
    ("rule", "added"): N_("new rule: {title}"),
    ("rule", "removed"): N_("rule no longer applied: {title}"),
    ("rule", "changed"): N_("changed rule: {title}"),
    ("document", "added"): N_("new document to bring: {title}"),
    ("document", "removed"): N_("document no longer needed: {title}"),
    ("document", "changed"): N_("changed document: {title}"),
    ("deadline", "added"): N_("new deadline: {title}"),
    ("deadline", "removed"): N_("deadline no longer set: {title}"),
    ("deadline", "changed"): N_("changed deadline: {title}"),
    ("factor", "added"): N_("new factor of points: {title}"),
    ("factor", "removed"): N_("factor of points no longer counted: {title}"),
    ("factor", "changed"): N_("changed factor of points: {title}"),
}


def _part(part: PartDifference, language: str) -> Json:
    message = say(_PARTS[part.kind, part.how], language, title=word(part.title, language))
    return {"kind": part.kind, "id": part.id, "change": part.how, "message": message}


def _parameter(found: ParameterDifference, second: date, language: str) -> Json:
    title = word(found.title, language)
    after, before = _amount(found.after, language), _amount(found.before, language)
    if found.after is None:
        message = say("{title}: {before} no longer in force", language, title=title, before=before)
    elif found.before is None:
        message = say("{title}: {after}, new", language, title=title, after=after)
    else:
        message = say("{title}: {after} instead of {before}", language, title=title, after=after, before=before)
    return {
        "parameter": found.key,
        "unit": found.unit,
        "from": f"{found.before.value:f}" if found.before else None,
        "to": f"{found.after.value:f}" if found.after else None,
        "since": found.after.since.isoformat() if found.after and found.after.since else None,
        "citation": citation_of(found.citation, second, language) if found.citation else None,
        "message": message,
    }


def _amount(value: ParameterValue | None, language: str) -> str:
    return measured(value.value, value.unit, language) if value else ""
