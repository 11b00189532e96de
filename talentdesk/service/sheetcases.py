"""Cases made of the rows of a table in work, and what is stored already of the same persons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from talentdesk.core.draft import Draft, Source
from talentdesk.core.form import Edition
from talentdesk.core.interview import Interview
from talentdesk.service.applicants import Row
from talentdesk.service.arrivals import Arrival, Earlier, Origin, earlier_case
from talentdesk.service.progress import progress_of
from talentdesk.service.roles import needs
from talentdesk.store.cases import Progress

if TYPE_CHECKING:
    from talentdesk.store.opened import Store


@needs("find")
def stored_persons(rows: Sequence[Row], edition: Edition, as_of: date, store: Store) -> dict[int, Earlier]:
    """Rows whose document number a stored case has, with that case. Raises StoreTrouble."""
    found: dict[int, Earlier] = {}
    for row in rows:
        arrival = Arrival(Origin.ANSWERS, edition.procedure, edition.edition, as_of, row.answers)
        earlier = earlier_case(arrival, store)
        if earlier is not None:
            found[row.number] = earlier
    return found


def draft_of(row: Row, interview: Interview, now: datetime) -> tuple[Draft, Progress]:
    """A new case of a row, which says of each answer that it came from a file; and how far it has come."""
    edition = interview.edition
    draft = Draft(
        id=uuid4().hex,
        procedure=edition.procedure,
        edition=edition.edition,
        as_of=interview.as_of,
        typed=row.answers.typed,
        declined=row.answers.declined,
        sources=dict.fromkeys(row.answers.typed, Source.FILE.value),
        created_at=now,
    )
    return draft, progress_of(interview)
