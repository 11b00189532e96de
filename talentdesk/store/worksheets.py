"""Tables in work: the sheets of an open store, each act in a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from talentdesk.core.draft import Draft
from talentdesk.store import drafts, sheets
from talentdesk.store.audit import Action
from talentdesk.store.cases import Progress
from talentdesk.store.ground import Ground
from talentdesk.store.sheetlines import KeptLine, KeptSheet, SheetSummary
from talentdesk.store.transactions import Look, Noting, Writing
from talentdesk.store.trouble import DiskFull


class Worksheets:
    """Spreadsheets of many people while somebody works on them, and the cases that their lines become. See sheets."""

    def __init__(
        self,
        ground: Ground,
        look: Look,
        writing: Writing,
        note: Noting,
        now: Callable[[], datetime],
        lasting: timedelta | None,
        made: Callable[[Mapping[str, int]], None],
    ) -> None:
        """`lasting` is how long a case is kept; `made` is told the versions of the cases that were made."""
        self._ground, self._look, self._writing, self._note, self._now = ground, look, writing, note, now
        self._lasting, self._made = lasting, made

    def begin(self, sheet: KeptSheet) -> int:
        """See sheets.begin."""
        with Session(self._ground.engine) as session, session.begin():
            return sheets.begin(session, sheet, self._now())

    def listed(self, desk: str) -> tuple[SheetSummary, ...]:
        """See sheets.listed."""
        return self._look(lambda session: sheets.listed(session, desk))

    def load(self, id: int) -> KeptSheet:
        """See sheets.load."""
        return self._look(lambda session: sheets.load(session, id))

    def keep(self, id: int, lines: Sequence[KeptLine], head: dict[str, Any] | None = None) -> None:
        """See sheets.keep."""
        with Session(self._ground.engine) as session, session.begin():
            sheets.keep(session, id, head, lines, self._now())

    def drop(self, id: int) -> None:
        """See sheets.drop. Nothing of it stays in the write-ahead log either."""
        with Session(self._ground.engine) as session, session.begin():
            sheets.drop(session, id)
        self._ground.tidy()

    def make_cases(self, sheet: int, made: Sequence[tuple[KeptLine, Draft, Progress]]) -> tuple[KeptLine, ...]:
        """New cases of lines, all or none; a line that is a case already stays. The lines as they are now: a program
        that ends in between never makes a case of a line twice."""
        try:
            return self._make_cases(sheet, made)
        except DiskFull:
            if not self._ground.make_room():
                raise
            return self._make_cases(sheet, made)

    def _make_cases(self, sheet: int, made: Sequence[tuple[KeptLine, Draft, Progress]]) -> tuple[KeptLine, ...]:
        done: list[KeptLine] = []
        versions: dict[str, int] = {}
        moment = self._now()
        with self._writing() as session:
            numbers = [line.number for line, _draft, _progress in made]
            had = {line.number: line for line in sheets.lines(session, sheet, numbers) if line.case}
            for line, draft, progress in made:
                if line.number in had:
                    done.append(had[line.number])
                    continue
                versions[draft.id] = drafts.save(session, draft, progress, moment, 0, self._lasting)
                number = drafts.load(session, draft.id)[0].number
                done.append(replace(line, case=draft.id, number_of_case=number))
                self._note(session, Action.IMPORT, draft.id, "table")
            sheets.keep(session, sheet, None, done, moment)
        self._made(versions)
        return tuple(done)
