"""One open case: answers go in, what they change comes out, and every answer is on its way to the disk at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal

from talentdesk.core import comments as remarks
from talentdesk.core import history, states
from talentdesk.core.cells import cell, split_cell
from talentdesk.core.draft import Draft, Source, State
from talentdesk.core.history import Change, Held, How
from talentdesk.core.interview import notes_of
from talentdesk.core.journey import Changes
from talentdesk.core.origin import origin_of
from talentdesk.core.sightings import noted, ticked
from talentdesk.service.progress import progress_of

if TYPE_CHECKING:
    from concurrent.futures import Future

    from talentdesk.core.interview import Interview
    from talentdesk.store.cases import Progress


_HOWS = {
    Source.MRZ: How.SCANNED,
    Source.PICTURE: How.SCANNED,
    Source.PRINTED_PAGE: How.SCANNED,
    Source.PERSON: How.EARLIER,
    Source.FILE: How.IMPORTED,
}


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

    moved = Signal()
    """The case came into another state: it may be locked now, or open."""
    commented = Signal(str)
    """A comment on this question came, changed or went."""

    def __init__(
        self,
        draft: Draft,
        interview: Interview,
        keeper: Saver,
        now: Callable[[], datetime],
        parent: QObject | None = None,
        who: str = "",
    ) -> None:
        """`who` is the counter or the role that changes are noted under."""
        super().__init__(parent)
        self.who = who
        self.is_held = False
        """Whether another counter has the case: nothing of it is changed here then."""
        self._in_burst = False
        self._draft = draft
        self.interview = interview
        self._keeper = keeper
        self._now = now
        self._revision = 0
        self._acknowledged = 0
        self._saved_at = draft.saved_at
        self._tell_notes()
        self.photo_faults: Callable[[str], str] | None = None
        """What the last photo that was checked fails in, as sentences; the photo itself is not kept."""
        self._lent: dict[str, tuple[str, str]] = {}
        """What the person's ledger had given to questions that have another answer now: text and source."""
        self._read: dict[str, tuple[str, str]] = {}
        """What a document or a file had given, likewise: the first key of a scan stands in the field for a moment."""

    def on(self, interview: Interview, draft: Draft | None = None) -> Session:
        """The same case on form files that have changed: what was typed and saved stays, and so does the count. With
        `draft` it is the case as somebody else has saved it since."""
        session = Session(draft or self._draft, interview, self._keeper, self._now, self.parent(), self.who)
        session._revision, session._acknowledged = self._revision, self._acknowledged
        session.is_held = self.is_held
        if draft is not None:
            session._revision += 1
            session._acknowledged = session._revision
            return session
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

    def answer(self, id: str, text: str, how: How = How.TYPED) -> Changes:
        """Takes what a person typed and gives back what it changes. What was typed has no other source, unless it is
        again what the person's ledger, a document or a file had given. Nothing is taken while the case is locked."""
        if self.is_locked:
            return Changes()
        was, lent = self._held((id,)), (self._draft.typed.get(id, ""), self._draft.sources.get(id, ""))
        if origin_of(lent[1]) is not None:
            self._lent.setdefault(id, lent)
        elif lent[1]:
            self._read[id] = lent
        changes = self.interview.answer(id, text)
        sources = {key: source for key, source in self._draft.sources.items() if key != id}
        if id in self._lent and text == self._lent[id][0]:
            sources[id] = self._lent.pop(id)[1]
        elif id in self._read and text == self._read[id][0]:
            sources[id] = self._read.pop(id)[1]
        self._keep(how, id, was, sources=sources, burst=self._in_burst)
        self._in_burst = how is How.TYPED
        return changes

    @property
    def undecided(self) -> Mapping[str, str]:
        """Answers from the person's ledger that were changed here: what it had been, by question. Until somebody says
        where the change belongs, it belongs to this case only."""
        return {id: text for id, (text, _) in self._lent.items()}

    def decide(self, id: str, source: str = "") -> None:
        """Somebody has said where a change belongs: to this case only, or to the person, whose ledger is now the
        `source` of it."""
        if not self.is_held and self._lent.pop(id, None) is not None and source:
            self._change(replace(self._draft, sources={**self._draft.sources, id: source}))

    def decline(self, id: str, yes: bool = True) -> Changes:
        """Notes that the person has none, or takes that back."""
        if self.is_locked:
            return Changes()
        was = self._held((id,))
        changes = self.interview.decline(id, yes)
        self._keep(How.TYPED, id, was)
        return changes

    def remove_row(self, table: str, row: int) -> Changes:
        """Takes a row out of a table."""
        return self._reorder(table, lambda: self.interview.remove_row(table, row))

    def move_row(self, table: str, row: int, to: int) -> Changes:
        """Moves a row of a table."""
        return self._reorder(table, lambda: self.interview.move_row(table, row, to))

    def _reorder(self, table: str, act: Callable[[], Changes]) -> Changes:
        if self.is_locked:
            return Changes()
        before = self._cells(table)
        held = {each.id: each for each in self._held(before)}
        changes = act()
        touched = dict.fromkeys((*before, *self._cells(table)))
        self._keep(How.ROWS, table, [held.get(id, Held(id)) for id in touched])
        return changes

    def _cells(self, table: str) -> list[str]:
        return [id for id in self.interview.typed if (split_cell(id) or ("",))[0] == table]

    def put_rows(self, table: str, rows: Sequence[Mapping[str, str]]) -> None:
        """Puts these rows (column -> text) in place of all rows of a table, as one change that is told like a scan."""
        columns = [column.id for column in self.interview.question(table).columns]

        def act() -> Changes:
            changes = self.interview.decline(table, yes=False)
            for _ in range(self.interview.rows(table)):
                changes = self.interview.remove_row(table, 0)
            for number, texts in enumerate(rows):
                for column in columns:
                    changes = self.interview.answer(cell(table, number, column), texts.get(column, ""))
            return changes

        self.answered.emit(self._reorder(table, act))

    def fill(self, answers: Mapping[str, tuple[str, str]]) -> None:
        """Takes several answers with their sources at once, as a scan gives them: id -> (text, source)."""
        if self.is_locked or not answers:
            return
        was = self._held(answers)
        for held in was:
            if origin_of(held.source) is not None and held.text != answers[held.id][0]:
                self._lent.setdefault(held.id, (held.text, held.source))
        changes = [self.interview.answer(id, text) for id, (text, _) in answers.items()]
        sources = {**self._draft.sources, **{id: source for id, (_, source) in answers.items()}}
        told = next((source for _, source in answers.values() if source), "")
        how = _HOWS[Source(told)] if told in set(Source) else How.TYPED
        self._keep(how, next(iter(answers)), was, sources={id: source for id, source in sources.items() if source})
        for change in changes:
            self.answered.emit(change)

    # ---- back and forth

    def rest(self) -> None:
        """The field was left: what is typed from now on is another change."""
        self._in_burst = False

    @property
    def undoable(self) -> Change | None:
        """What undo takes back next."""
        return None if self.is_locked else history.standing(self._draft.history)[0]

    @property
    def redoable(self) -> Change | None:
        """What redo brings back."""
        return None if self.is_locked else history.standing(self._draft.history)[1]

    def undo(self) -> Change | None:
        """Takes the last change back, in whatever field and sitting it was made; the change, None where there is
        none."""
        change = self.undoable
        if change is not None:
            self._put_back(change, How.UNDONE, change.was)
        return change

    def redo(self) -> Change | None:
        """Makes again what was undone last."""
        change = self.redoable
        if change is not None:
            self._put_back(change, How.REDONE, change.now)
        return change

    def _put_back(self, change: Change, how: How, wanted: Iterable[Held]) -> None:
        held = [each for each in wanted if self._knows(each.id)]
        was = self._held([each.id for each in held])
        changes = []
        for each in held:
            changes.append(self.interview.answer(each.id, each.text))
            if (each.id in self.interview.declined) is not each.declined:
                changes.append(self.interview.decline(each.id, each.declined))
        sources = {**self._draft.sources, **{each.id: each.source for each in held}}
        self._in_burst = False
        self._keep(how, change.question, was, sources={id: s for id, s in sources.items() if s}, of=change.number)
        for each_change in changes:
            self.answered.emit(each_change)

    def _knows(self, id: str) -> bool:
        """A newer edition may have done away with a question."""
        try:
            self.interview.question(id)
        except KeyError:
            return False
        return True

    def _held(self, ids: Iterable[str]) -> list[Held]:
        typed, sources, declined = self.interview.typed, self._draft.sources, self.interview.declined
        return [Held(id, typed.get(id, ""), sources.get(id, ""), id in declined) for id in ids]

    # ---- states and comments

    @property
    def is_locked(self) -> bool:
        """Whether no answer can be changed: nobody has begun to look at the case, it is closed, or another counter has
        it."""
        return self.is_held or self._draft.state in states.LOCKED

    def hold(self, held: bool) -> None:
        """Another counter has the case, or has it no more."""
        if held is not self.is_held:
            self.is_held = held
            self._in_burst = False
            self.moved.emit()

    def move(self, after: State) -> bool:
        """Takes the case to another state; False where the table of moves does not allow it."""
        before = self._draft.state
        if self.is_held or not states.may_move(before, after):
            return False
        last = self._draft.history[-1].number if self._draft.history else 0
        step = states.Move(self._now(), self.who, before, after, last)
        self._in_burst = False
        self._change(replace(self._draft, state=after, moves=(*self._draft.moves, step)))
        self.moved.emit()
        return True

    @property
    def earlier(self) -> Mapping[str, str]:
        """What stood in each answer when the case was last given back, or in the case it is compared with, where
        something else stands there now. Nothing once it is printed or closed."""
        draft = self._draft
        returned = states.last_return(draft.moves)
        received = next((change for change in draft.history if change.how is How.RECEIVED), None)
        done = draft.state in (State.PRINTED, State.CLOSED)
        if done or (returned is None and received is None):
            return {}
        since = returned.change if returned is not None else 0
        return history.earlier(draft.history, since, self.interview.typed)

    @property
    def comments(self) -> Mapping[str, remarks.Comment]:
        """Open comments by question."""
        return remarks.open_comments(self._draft.comments)

    def comment(self, id: str, text: str) -> None:
        """Notes on a question what is to be put right; a blank text takes the note away."""
        kept = remarks.commented(self._draft.comments, id, text, self._now(), self.who)
        self._say_comment(id, kept)

    def put_right(self, id: str) -> None:
        """What the comment on this question asked for was done."""
        self._say_comment(id, remarks.settled(self._draft.comments, id, self._now()))

    def _say_comment(self, id: str, kept: tuple[remarks.Comment, ...]) -> None:
        if kept != self._draft.comments and not self.is_held:
            self._change(replace(self._draft, comments=kept))
            self._tell_notes()
            self.commented.emit(id)

    def _tell_notes(self) -> None:
        """What goes on the case's slips beside its answers."""
        self.interview.notes = notes_of(self._draft)

    # ---- what else is kept

    def stand_at(self, id: str) -> None:
        """Notes where the person is, so that reopening lands there."""
        if id != self._draft.place and not self.is_held:
            self._change(replace(self._draft, place=id))

    def see(self, tick: str, yes: bool) -> None:
        """Ticks a document at the counter: `id:original`, `id:copy` or `id:returned`."""
        seen = self._draft.seen | {tick} if yes else self._draft.seen - {tick}
        if seen != self._draft.seen and not self.is_held:
            sightings = ticked(self._draft.sightings, tick, yes, self._now(), self.who)
            self._change(replace(self._draft, seen=seen, sightings=sightings))
            self._tell_notes()

    def note_paper(self, paper: str, **changes: str) -> None:
        """Notes of a document when it was `issued`, or in which `country`."""
        papers = noted(self._draft.papers, paper, **changes)
        if papers != self._draft.papers and not self.is_held:
            self._change(replace(self._draft, papers=papers))
            self._tell_notes()

    def settle(self, conflict: str, reason: str) -> None:
        """Notes why both values of a conflict are right; without a reason it is asked anew."""
        settled = {key: why for key, why in self._draft.settled.items() if key != conflict}
        if reason.strip():
            settled[conflict] = reason
        if settled != self._draft.settled and not self.is_held:
            self._change(replace(self._draft, settled=settled))

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

    def _keep(
        self,
        how: How,
        question: str,
        was: list[Held],
        *,
        sources: Mapping[str, str] | None = None,
        of: int = 0,
        burst: bool = False,
    ) -> None:
        draft, interview = self._draft, self.interview
        kept = draft.sources if sources is None else sources
        changed = replace(draft, typed=dict(interview.typed), declined=interview.declined, sources=kept)
        self._draft = changed  # what the answers hold now is read from it
        now = self._held([each.id for each in was])
        self._draft = draft
        past = history.added(draft.history, self._now(), self.who, how, question, was, now, of=of, burst=burst)
        self._change(replace(changed, history=past))
        if draft.state is State.READY and was != now:
            # It was looked through as it stood: what is changed has to be looked at.
            self.move(State.REVIEW)

    def put_together(self, draft: Draft) -> None:
        """Goes on with what was made of this and another desk's version of the case. The session is to be put `on` an
        interview of it then, and the keeper told to settle it."""
        self._draft = draft
        self._revision += 1

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
