"""One open case: answers go in, what they change comes out, and every answer is on its way to the disk at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal

from talentdesk.core.cells import cell
from talentdesk.core.draft import Draft, State
from talentdesk.core.origin import origin_of
from talentdesk.service.progress import progress_of

if TYPE_CHECKING:
    from concurrent.futures import Future

    from talentdesk.core.interview import Changes, Interview
    from talentdesk.store.cases import Progress


class Saver(Protocol):
    """What a session needs of the keeper."""

    def save(self, draft: Draft, revision: int, progress: Progress | None = None) -> None:
        """Takes the draft to be written soon."""

    def flush(self) -> Future[None]:
        """Writes what waits, now."""


class Session(QObject):
    """The draft on the screen. Only this object changes it; each change has a revision of its own.

    `is_saved` is true only when the revision the disk has acknowledged is the one on the screen.
    """

    answered = Signal(object)
    """The `Changes` of an answer that did not come from the row that shows it (scan)."""
    standing_changed = Signal()
    """Saved or not saved, or printed: what the status bar and the tab show."""

    draft_changed = Signal()
    """Something in the draft changed: a name may stand in a tab."""

    def __init__(
        self,
        draft: Draft,
        interview: Interview,
        keeper: Saver,
        now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._draft = draft
        self.interview = interview
        self._keeper = keeper
        self._now = now
        self._revision = 0
        self._acknowledged = 0
        self._saved_at = draft.saved_at
        self._lent: dict[str, tuple[str, str]] = {}
        """What the person's ledger had given to questions that have another answer now: text and source."""

    def on(self, interview: Interview) -> Session:
        """The same case on form files that have changed: what was typed and saved stays, and so does the count."""
        session = Session(self._draft, interview, self._keeper, self._now, self.parent())
        session._revision, session._acknowledged = self._revision, self._acknowledged
        session._saved_at = self._saved_at
        session._lent = dict(self._lent)
        return session

    @property
    def draft(self) -> Draft:
        """The case as it stands on the screen."""
        return self._draft

    @property
    def revision(self) -> int:
        """Counts the changes since the case was opened."""
        return self._revision

    @property
    def is_saved(self) -> bool:
        """Whether the disk holds what the screen shows."""
        return self._acknowledged == self._revision

    @property
    def saved_at(self) -> datetime | None:
        """When the disk last took a change."""
        return self._saved_at

    def answer(self, id: str, text: str) -> Changes:
        """Takes what a person typed and gives back what it changes. What was typed has no other source, unless it is
        again what the person's ledger had given."""
        was = self._draft.typed.get(id, ""), self._draft.sources.get(id, "")
        if origin_of(was[1]) is not None:
            self._lent.setdefault(id, was)
        changes = self.interview.answer(id, text)
        sources = {key: source for key, source in self._draft.sources.items() if key != id}
        if id in self._lent and text == self._lent[id][0]:
            sources[id] = self._lent.pop(id)[1]
        self._keep(sources=sources)
        return changes

    @property
    def undecided(self) -> Mapping[str, str]:
        """Answers from the person's ledger that were changed here: what it had been, by question. Until somebody says
        where the change belongs, it belongs to this case only."""
        return {id: text for id, (text, _) in self._lent.items()}

    def decide(self, id: str, source: str = "") -> None:
        """Somebody has said where a change belongs: to this case only, or to the person, whose ledger is now the
        `source` of it."""
        if self._lent.pop(id, None) is not None and source:
            self._keep(sources={**self._draft.sources, id: source})

    def decline(self, id: str, yes: bool = True) -> Changes:
        """Notes that the person has none, or takes that back."""
        changes = self.interview.decline(id, yes)
        self._keep()
        return changes

    def remove_row(self, table: str, row: int) -> Changes:
        """Takes a row out of a table."""
        changes = self.interview.remove_row(table, row)
        self._keep()
        return changes

    def move_row(self, table: str, row: int, to: int) -> Changes:
        """Moves a row of a table."""
        changes = self.interview.move_row(table, row, to)
        self._keep()
        return changes

    def put_rows(self, table: str, rows: Sequence[Mapping[str, str]]) -> None:
        """Puts these rows (column -> text) in place of all rows of a table, as one change that is told like a scan."""
        columns = [column.id for column in self.interview.question(table).columns]
        changes = self.interview.decline(table, yes=False)
        for _ in range(self.interview.rows(table)):
            changes = self.interview.remove_row(table, 0)
        for number, texts in enumerate(rows):
            for column in columns:
                changes = self.interview.answer(cell(table, number, column), texts.get(column, ""))
        self._keep()
        self.answered.emit(changes)

    def fill(self, answers: Mapping[str, tuple[str, str]]) -> None:
        """Takes several answers with their sources at once, as a scan gives them: id -> (text, source)."""
        changes = [self.interview.answer(id, text) for id, (text, _) in answers.items()]
        sources = {**self._draft.sources, **{id: source for id, (_, source) in answers.items()}}
        self._keep(sources={id: source for id, source in sources.items() if source})
        for change in changes:
            self.answered.emit(change)

    def stand_at(self, id: str) -> None:
        """Notes where the person is, so that reopening lands there."""
        if id != self._draft.place:
            self._change(replace(self._draft, place=id))

    def see(self, tick: str, yes: bool) -> None:
        """Ticks a document at the counter: `id:original`, `id:copy` or `id:returned`."""
        seen = self._draft.seen | {tick} if yes else self._draft.seen - {tick}
        if seen != self._draft.seen:
            self._change(replace(self._draft, seen=seen))

    def settle(self, conflict: str, reason: str) -> None:
        """Notes why both values of a conflict are right; without a reason it is asked anew."""
        settled = {key: why for key, why in self._draft.settled.items() if key != conflict}
        if reason.strip():
            settled[conflict] = reason
        if settled != self._draft.settled:
            self._change(replace(self._draft, settled=settled))

    def mark(self, state: State) -> None:
        """Notes how far the case has come."""
        if state != self._draft.state:
            self._change(replace(self._draft, state=state))

    def number(self, number: int) -> None:
        """The store has numbered the case."""
        self._draft = replace(self._draft, number=number)

    def flush(self) -> Future[None]:
        """Has everything written now: on leaving a field, a page, the window, before printing and closing."""
        return self._keeper.flush()

    def acknowledge(self, revision: int) -> None:
        """The disk has taken this revision."""
        if revision > self._acknowledged:
            self._acknowledged = revision
            self._saved_at = self._now()
            self.standing_changed.emit()

    def _keep(self, sources: Mapping[str, str] | None = None) -> None:
        kept = self._draft.sources if sources is None else sources
        interview = self.interview
        self._change(replace(self._draft, typed=dict(interview.typed), declined=interview.declined, sources=kept))

    def _change(self, draft: Draft) -> None:
        was_saved = self.is_saved
        self._draft = draft
        self._revision += 1
        self._keeper.save(draft, self._revision, progress_of(self.interview))
        self.draft_changed.emit()
        if was_saved:
            self.standing_changed.emit()


def name_of(typed: Mapping[str, str]) -> tuple[str, str]:
    """The person's names for a tab or a list: `SURNAME, Given` and the Chinese name, each as typed, maybe empty."""
    latin = ", ".join(part for part in _parts(typed, ("person.surname", "person.given_names")) if part)
    return latin, typed.get("person.name_zh", "").strip()


def _parts(typed: Mapping[str, str], ids: Iterable[str]) -> Iterable[str]:
    return (typed.get(id, "").strip() for id in ids)
