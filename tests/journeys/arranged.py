"""What a counter has before somebody comes: cases and ledgers of earlier days, passports as a reader sends them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import uuid4

from walker import Walker

from talentdesk.core.checkdigits import machine_readable
from talentdesk.core.draft import Draft, Source
from talentdesk.core.person import Group
from talentdesk.service.people import adopt, make_from_case


def passport(state: str, names: str, number: str, birth: str, sex: str, until: str) -> str:
    """The zone of a passport on one line (ICAO Doc 9303-4), as many readers send it. Dates are six digits."""
    upper = f"P<{state}{names}".ljust(44, "<")
    held = [f"{text}{machine_readable(text)}" for text in (number.ljust(9, "<"), birth, until, "<" * 14)]
    held[3] = "<" * 15
    whole = machine_readable("".join(held))
    return f"{upper}{held[0]}{state}{held[1]}{sex}{held[2]}{held[3]}{whole}"


def case(
    walker: Walker, procedure: str, typed: Mapping[str, str], *, scanned: tuple[str, ...] = (), place: str = ""
) -> Draft:
    """A case that was begun on an earlier day and left at `place`; `scanned` were read from a passport, the rest was
    typed."""
    today = datetime.now().date()
    edition = walker.catalogue.in_force(procedure, today)
    known = {question.id for question in edition.questions}
    answers = {id: text for id, text in typed.items() if id.partition("[")[0] in known}
    sources = {id: Source.MRZ.value for id in scanned if id in answers}
    begun = datetime.now(UTC)
    draft = Draft(
        uuid4().hex, procedure, edition.edition, today, answers, sources=sources, place=place, created_at=begun
    )
    walker.store.save(draft)
    return draft


def person(walker: Walker, *drafts: Draft) -> Group:
    """The ledger that these cases belong to, made of the first of them."""
    now = datetime.now(UTC)
    editions = [walker.catalogue.edition(draft.procedure, draft.edition) for draft in drafts]
    made = make_from_case(walker.store, drafts[0], editions[0], now)
    for draft, edition in list(zip(drafts, editions, strict=True))[1:]:
        adopt(walker.store, made.first.id, draft, edition, now)
    return made
