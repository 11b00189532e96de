"""Which stored cases come out differently on another day, in plain language and without naming anybody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from talentdesk.core.casechanges import CaseChange, Standing, changes_between
from talentdesk.core.catalogue import Catalogue, CatalogueMiss, NotInForce
from talentdesk.core.draft import Draft
from talentdesk.core.form import Edition
from talentdesk.core.interview import Interview, notes_of
from talentdesk.core.tomlfile import FormError
from talentdesk.core.words import N_
from talentdesk.i18n import format_date, say, titled, word
from talentdesk.service.evaluation import Json
from talentdesk.service.wording import measured


def case_changes(catalogue: Catalogue, drafts: Iterable[Draft], first: date, second: date, language: str) -> Json:
    """`{total, changed: [{case, procedure, title, from, to, changes}], unread: [...]}`.

    A case is looked at under the edition in force on each day, but never under one older than its own: its answers
    were not asked for there. `unread` are cases whose form files are not here or cannot be read.
    """
    total, changed, unread = 0, [], []
    for draft in drafts:
        total += 1
        try:
            before, after = (_on(catalogue, draft, day) for day in (first, second))
        except (CatalogueMiss, FormError):
            unread.append({"case": reference(draft), "procedure": draft.procedure, "edition": draft.edition})
            continue
        entry = _entry(draft, before, after, language)
        if entry["changes"]:
            changed.append(entry)
    return {"total": total, "changed": changed, "unread": unread}


def reference(draft: Draft) -> str:
    """What the case is called where nobody may be named, as on its files."""
    return f"TD-{draft.number:04d}"


def _on(catalogue: Catalogue, draft: Draft, day: date) -> Interview | None:
    """The case on that day; None where its procedure has ended."""
    own = catalogue.edition(draft.procedure, draft.edition)
    try:
        found = catalogue.in_force(draft.procedure, day)
    except NotInForce:
        if own.until is not None and own.until < day:
            return None
        found = own
    edition = found if found.edition > own.edition else own
    names = _renamed(catalogue, own, edition)
    there = Interview(
        edition,
        catalogue,
        as_of=day,
        typed={_name(name, names): text for name, text in draft.typed.items()},
        declined={_name(name, names) for name in draft.declined},
    )
    there.notes = notes_of(draft)
    return there


def _renamed(catalogue: Catalogue, own: Edition, other: Edition) -> Mapping[str, str]:
    """Ids of `own` with what `other` calls them, edition by edition."""
    names: dict[str, str] = {}
    for name in catalogue.editions(own.procedure):
        if own.edition < name <= other.edition:
            renames = catalogue.edition(own.procedure, name).renames
            names = {old: renames.get(new, new) for old, new in names.items()} | {
                old: new for old, new in renames.items() if old not in names.values()
            }
    return names


def _name(id: str, names: Mapping[str, str]) -> str:
    """A question's id, or a cell's with its table's."""
    table, row, rest = id.partition("[")
    return names.get(id) or f"{names.get(table, table)}{row}{rest}"


def _entry(draft: Draft, before: Interview | None, after: Interview | None, language: str) -> Json:
    either = after or before
    found = changes_between(before, after) if before and after else ()
    changes = [_change(each, language) for each in found]
    if (before is None) != (after is None):
        ended = N_("the procedure is no longer in force") if before else N_("the procedure is in force again")
        changes = [{"kind": "procedure", "id": draft.procedure, "message": say(ended, language)}]
    return {
        "case": reference(draft),
        "procedure": draft.procedure,
        "title": titled(either.edition.about.title, language) if either else draft.procedure,
        "from": before.edition.edition if before else None,
        "to": after.edition.edition if after else None,
        "changes": changes,
    }


def _change(change: CaseChange, language: str) -> Json:
    title = word(change.title, language)
    was, now = (_said(change.kind, standing, language) for standing in (change.before, change.after))
    return {
        "kind": change.kind,
        "id": change.id,
        "from": change.before.status if change.before else None,
        "to": change.after.status if change.after else None,
        "message": say("{what}: {before} → {after}", language, what=title, before=was, after=now),
    }


_STATUSES = {
    ("rule", "pass"): N_("met"),
    ("rule", "fail"): N_("not met"),
    ("rule", "unknown"): N_("not known yet"),
    ("document", "needed"): N_("to bring"),
    ("document", "unknown"): N_("perhaps needed"),
    ("document", "stale"): N_("too old"),
}


def _said(kind: str, standing: Standing | None, language: str) -> str:
    if standing is None:
        return say("does not apply", language)
    if standing.amount is not None:
        return measured(standing.amount, standing.unit, language)
    if standing.day is not None:
        day = format_date(standing.day, language)
        return say("{day}, passed", language, day=day) if standing.status == "passed" else day
    return say(_STATUSES[kind, standing.status], language)
