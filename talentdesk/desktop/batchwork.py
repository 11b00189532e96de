"""A table of applicants in work while the program runs: read, checked, put right, kept, and made into cases and papers.

Everything slow is done elsewhere, a handful of rows at a time; what comes back for a table that was put away is let go.
"""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, NamedTuple

import shiboken6
from PySide6.QtCore import QObject, Signal

from talentdesk.core.form import Question
from talentdesk.desktop.arrival import told_of
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.printqueue import print_queue
from talentdesk.i18n import plural, say
from talentdesk.intake.table import Cell, Line
from talentdesk.service.applicants import Row, RowReader
from talentdesk.service.arrivals import IDENTITIES, Earlier
from talentdesk.service.batch import Job, Outcome, file_name, prepare, run_batch
from talentdesk.service.columns import Column, columns_of
from talentdesk.service.papers import paper_languages, usual_papers
from talentdesk.service.sheetcases import draft_of, stored_persons
from talentdesk.service.sheetchecks import Checker, RowCheck, Said, doubles
from talentdesk.service.sheets import Sheet, cell_at, mapped, read_sheet, reader_of, widened, with_text
from talentdesk.store.sheetlines import KeptLine, KeptSheet, SheetSummary
from talentdesk.store.trouble import StoreTrouble

if TYPE_CHECKING:
    from talentdesk.core.draft import Draft
    from talentdesk.core.form import Edition
    from talentdesk.store.cases import Progress

Told = Callable[[str], str]

_CHECKED, _COMPARED, _MADE = 16, 25, 8
"""Rows in one handful: short enough that an edit, a scroll or a stop never waits."""
MOST_PRINTED = 200
"""Cases in one print job; the rest stays ready for the next."""


class Phase(StrEnum):
    """What is being done with the table."""

    NONE = "none"
    READING = "reading"
    CHECKING = "checking"
    COMPARING = "comparing"
    MAKING = "making"
    PAPERS = "papers"


class RowState(StrEnum):
    """How a row stands."""

    WAITING = "waiting"
    READY = "ready"
    NOTICE = "notice"
    ERROR = "error"
    DOUBLE = "double"
    """Left out by itself: the same person is in the store, or in a row above."""
    OUT = "out"
    """Left out by a person."""
    WORKING = "working"
    MADE = "made"


class Double(NamedTuple):
    """Who is there already: a stored case, or an earlier row."""

    case: int
    row: int
    same_matter: bool


@dataclass(frozen=True, slots=True)
class _Edit:
    row: int
    before: Line


class BatchWork(QObject):
    """The one table in work. `lines`, `fates` and `checks` run side by side, by the row's place from 0."""

    opened = Signal()
    """Another table, or none."""
    row_changed = Signal(int)
    columns_changed = Signal()
    moved = Signal()
    """Another phase, or further in it."""
    failed = Signal(object)
    """`Told`: why something was not done."""
    listed = Signal(object)
    """The tables in work, as `SheetSummary`."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.sheet: Sheet | None = None
        self.lines: list[Line] = []
        self.fates: list[KeptLine] = []
        self.checks: list[RowCheck | None] = []
        self.phase = Phase.NONE
        self.done = self.total = 0
        self.kept = False
        """Whether everything is on the disk."""
        self.file: Path | None = None
        """Where it came from in this sitting, for reading another sheet of it."""
        self._turn = 0
        self._round = 0
        """How often the rows were read anew."""
        self._id = 0
        self._begun = 0.0
        self._rows: list[Row | None] = []
        self._double: dict[int, Double] = {}
        self._working: frozenset[int] = frozenset()
        self._pending: deque[int] = deque()
        self._unkept: set[int] = set()
        self._head_unkept = False
        self._keeping = False
        self._undo: list[_Edit] = []
        self._stop = Event()
        self._wants_print = False

    # ---- what is asked

    @property
    def can_make(self) -> bool:
        """Whether all is checked, and the table is in the store."""
        return self.phase is Phase.NONE and bool(self._id) and self.sheet is not None

    @property
    def busy(self) -> bool:
        """Whether something is under way that can be stopped."""
        return self.phase in (Phase.MAKING, Phase.PAPERS)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns that are answers, as they stand in the file."""
        assert self.sheet is not None
        return tuple(self._known[id] for _at, id in sorted(self.sheet.places.items()) if id in self._known)

    def cell(self, row: int, column: str) -> Cell:
        """What stands in a cell now."""
        assert self.sheet is not None
        at = self.sheet.place_of(column)
        return Cell() if at is None else cell_at(self.lines[row], at)

    def answer(self, row: int, column: str) -> str:
        """The code or text that the cell was understood as."""
        return self._row(row).answers.typed.get(column, self.cell(row, column).text)

    def name(self, row: int) -> str:
        """The person, as in the file."""
        typed = self._row(row).answers.typed
        latin = " ".join(filter(None, (typed.get("person.surname", ""), typed.get("person.given_names", ""))))
        return latin or typed.get("person.name_zh", "")

    def said(self, row: int, language: str) -> tuple[Said, ...]:
        """A sentence for each problem of a row."""
        return self._checker.explain(self._row(row), language)

    def double(self, row: int) -> Double | None:
        """Who of a row is there already."""
        return self._double.get(row)

    def is_taken(self, row: int) -> bool:
        """Whether something is to be made of a row once nothing is wrong in it."""
        wanted, double = self.fates[row].taken, self._double.get(row)
        return wanted if wanted is not None else not (double and double.same_matter)

    def is_made(self, row: int) -> bool:
        """Whether something was made of it: it is no longer changed here."""
        fate = self.fates[row]
        return bool(fate.case or fate.paper)

    def state(self, row: int) -> RowState:
        """How a row stands."""
        check = self.checks[row]
        if row in self._working:
            return RowState.WORKING
        if self.is_made(row):
            return RowState.MADE
        if not self.is_taken(row):
            return RowState.OUT if self.fates[row].taken is False else RowState.DOUBLE
        if check is None:
            return RowState.WAITING
        if check.errors:
            return RowState.ERROR
        return RowState.NOTICE if check.notices or check.missing or row in self._double else RowState.READY

    def counts(self) -> Counter[str]:
        """How many rows are in each state."""
        return Counter(str(self.state(row)) for row in range(len(self.lines)))

    def ready(self) -> list[int]:
        """Rows of which something can be made now."""
        return [row for row in range(len(self.lines)) if self.state(row) in (RowState.READY, RowState.NOTICE)]

    def printable(self) -> list[int]:
        """The same with those that are cases and were not printed yet; as many as one job takes."""
        ready = set(self.ready())
        cases = (row for row, fate in enumerate(self.fates) if row in ready or (fate.case and not fate.printed))
        return sorted(cases)[:MOST_PRINTED]

    def seconds_left(self) -> float | None:
        """How long the rest takes at the pace so far; None where nothing is known yet."""
        if not self.done or self.done >= self.total:
            return None
        return (time.monotonic() - self._begun) / self.done * (self.total - self.done)

    # ---- opening

    def open_file(self, file: Path, procedure: str, sheet: str = "") -> None:
        """Reads a table; the one before stays in the list of those in work."""
        turn = self._begin_turn(Phase.READING)
        self.file = file
        desk, today = self._desk, self._desk.today
        edition = desk.catalogue.in_force(procedure, today)

        def take(read: tuple[Sheet, tuple[Line, ...]]) -> None:
            if turn == self._turn:
                self._show(edition, read[0], list(read[1]), [KeptLine(line.number, ()) for line in read[1]])
                self._keep_new()

        desk.elsewhere.run(lambda: read_sheet(file, edition, today, sheet), take, self._missed(turn), self)

    def resume(self, id: int) -> None:
        """Goes on with a table in work."""
        turn = self._begin_turn(Phase.READING)
        self.file = None

        def take(kept: KeptSheet) -> None:
            if turn == self._turn:
                self._id, self.kept = id, True
                edition = self._desk.catalogue.in_force(kept.procedure, kept.as_of)
                self._show(edition, _sheet_of(kept), [_line_of(line) for line in kept.lines], list(kept.lines))

        self._desk.letters.expect(
            self._desk.keeper.ask(lambda store: store.sheets.load(id)), take, self._missed(turn), self
        )

    def list_kept(self) -> None:
        """Asks which tables are in work here."""
        name = print_queue(self._desk).name
        future = self._desk.keeper.ask(lambda store: store.sheets.listed(name))
        self._desk.letters.expect(future, self.listed.emit, _pass_over, self)

    def leave_table(self) -> None:
        """Back to the choice of a table; this one stays in the list."""
        self._begin_turn(Phase.NONE)

    def put_away(self, summary: SheetSummary) -> None:
        """Forgets a table in work. Its cases stay, and so does the file it came from."""
        future = self._desk.keeper.ask(lambda store: store.sheets.drop(summary.id))
        self._desk.letters.expect(future, lambda _none: self.list_kept(), self._tell_trouble, self)

    def _begin_turn(self, phase: Phase) -> int:
        self._stop.set()
        self._stop = Event()
        self._turn += 1
        self._id, self.sheet, self.kept = 0, None, False
        self.lines, self.fates, self.checks, self._rows = [], [], [], []
        self._double, self._working = {}, frozenset()
        self._pending.clear()
        self._unkept.clear()
        self._undo.clear()
        self._head_unkept = self._keeping = False
        self._enter(phase, 0)
        self.opened.emit()  # who shows rows must not ask after those that are gone
        return self._turn

    def _missed(self, turn: int) -> Callable[[BaseException], None]:
        def missed(error: BaseException) -> None:
            told = told_of(error)
            if turn == self._turn:
                self._begin_turn(Phase.NONE)
                self.failed.emit(told)

        return missed

    def _show(self, edition: Edition, sheet: Sheet, lines: list[Line], fates: list[KeptLine]) -> None:
        self.sheet, self.lines, self.fates = sheet, lines, fates
        self._known = {column.id: column for column in columns_of(edition)}
        self._checker = Checker(edition, self._desk.catalogue, sheet.as_of)
        self._anew()
        self.opened.emit()

    # ---- checking

    def _anew(self) -> None:
        """All rows are to be read again: other columns answer other questions."""
        assert self.sheet is not None
        self._round += 1
        self._reader: RowReader = reader_of(self.sheet, self._checker.edition, self._desk.catalogue)
        self._rows = [None] * len(self.lines)
        self.checks = [None] * len(self.lines)
        self._pending = deque(range(len(self.lines)))
        self._enter(Phase.CHECKING, len(self.lines))
        self._check_next()

    def _check_next(self) -> None:
        if not self._pending:
            self._compare(0)
            return
        rows = [self._pending.popleft() for _ in range(min(_CHECKED, len(self._pending)))]
        reader, checker, turn, round_ = self._reader, self._checker, self._turn, self._round
        work = [(row, self.lines[row]) for row in rows]

        def check() -> list[tuple[int, Line, Row, RowCheck]]:
            read = [(row, line, reader.read(line)) for row, line in work]
            return [(row, line, understood, checker.check(understood)) for row, line, understood in read]

        def take(found: Sequence[tuple[int, Line, Row, RowCheck]]) -> None:
            if turn == self._turn and round_ == self._round:
                self._take_checks(found)

        self._desk.elsewhere.run(check, take, None, self)

    def _take_checks(self, found: Sequence[tuple[int, Line, Row, RowCheck]]) -> None:
        for row, line, understood, check in found:
            if line is self.lines[row]:  # else it was edited meanwhile, and checked then
                self._rows[row], self.checks[row] = understood, check
                self.row_changed.emit(row)
        self._widen([check for _row, _line, _understood, check in found])
        self._step(len(found))
        self._check_next()

    def _widen(self, checks: Sequence[RowCheck]) -> None:
        """Answers that are missing and have no column get one, so that they can be given here."""
        assert self.sheet is not None
        known = set(self.sheet.places.values())
        fresh = [id for id in self._known if id not in known and any(id in check.marks for check in checks)]
        if fresh:
            width = max((len(line.cells) for line in self.lines), default=0)
            self.sheet = widened(self.sheet, fresh, width)
            self._rename()
            self.columns_changed.emit()
            self._keep_head()

    def _rename(self) -> None:
        """Columns came in behind the others: what was read stays as it is, apart from where things stand."""
        assert self.sheet is not None
        places = {id: at for at, id in self.sheet.places.items()}
        self._rows = [row and replace(row, columns=places) for row in self._rows]
        self._reader = reader_of(self.sheet, self._checker.edition, self._desk.catalogue)

    def _compare(self, start: int) -> None:
        """Looks who of the rows is in the store already."""
        self._find_doubles()
        rows = [row for row in range(len(self.lines)) if not self.is_made(row)]
        if start >= len(rows):
            self._enter(Phase.NONE, 0)
            return
        if not start:
            self._enter(Phase.COMPARING, len(rows))
        turn, handful = self._turn, [self._row(row) for row in rows[start : start + _COMPARED]]
        edition, as_of = self._checker.edition, self._checker.as_of

        def take(found: Mapping[int, Earlier]) -> None:
            if turn != self._turn or self.phase is not Phase.COMPARING:
                return
            self._take_stored(found)
            self._step(len(handful))
            self._compare(start + _COMPARED)

        def missed(error: BaseException) -> None:
            _pass_over(error)
            if turn == self._turn and self.phase is Phase.COMPARING:
                self._enter(Phase.NONE, 0)

        future = self._desk.keeper.ask(lambda store: stored_persons(handful, edition, as_of, store))
        self._desk.letters.expect(future, take, missed, self)

    def _take_stored(self, found: Mapping[int, Earlier]) -> None:
        places = {line.number: row for row, line in enumerate(self.lines)}
        for number, earlier in found.items():
            same = earlier.procedure == self._checker.edition.procedure
            self._double[places[number]] = Double(earlier.number, 0, same)
            self.row_changed.emit(places[number])

    def _find_doubles(self) -> None:
        """Rows of the same person within the table. What is stored of them is known already, or asked after."""
        places = {line.number: row for row, line in enumerate(self.lines)}
        twice = doubles([row for row in self._rows if row is not None])
        fresh = {places[number]: Double(0, first, True) for number, first in twice.items()}
        gone = [row for row, double in self._double.items() if double.row and row not in fresh]
        for row in gone:
            del self._double[row]
        for row, double in fresh.items():
            self._double.setdefault(row, double)
        for row in (*gone, *fresh):
            self.row_changed.emit(row)

    # ---- putting right

    def edit(self, row: int, column: str, text: str) -> None:
        """Writes a cell, and checks its row at once."""
        assert self.sheet is not None
        at = self.sheet.place_of(column)
        old = self.cell(row, column)
        if at is None or self.is_made(row) or (old.text == text and not old.trouble):
            return
        self._undo.append(_Edit(row, self.lines[row]))
        self._put(row, with_text(self.lines[row], at, text), {column})

    def undo(self) -> int | None:
        """Takes the last edit back; its row."""
        while self._undo:
            edit = self._undo.pop()
            if not self.is_made(edit.row):
                self._put(edit.row, edit.before, set(IDENTITIES))
                return edit.row
        return None

    def toggle(self, rows: Sequence[int]) -> None:
        """Leaves rows out, or takes them in again."""
        rows = [row for row in rows if not self.is_made(row)]
        if not rows:
            return
        wanted = not self.is_taken(rows[0])
        for row in rows:
            self.fates[row] = replace(self.fates[row], taken=wanted)
            self.row_changed.emit(row)
        self._keep(rows)
        self.moved.emit()

    def map_heading(self, at: int, column: str) -> None:
        """The column at that place of the file answers this question from now on."""
        assert self.sheet is not None
        self.sheet = mapped(self.sheet, at, column)
        self._keep_head()
        self.columns_changed.emit()
        self._anew()

    def dismiss_heading(self, at: int) -> None:
        """A column that is not wanted. Its cells stay in the corrected table."""
        assert self.sheet is not None
        self.sheet = replace(self.sheet, left_out=(*self.sheet.left_out, at))
        self._keep_head()
        self.columns_changed.emit()

    def _put(self, row: int, line: Line, columns: set[str]) -> None:
        self.lines[row] = line
        understood = self._reader.read(line)
        self._rows[row], self.checks[row] = understood, self._checker.check(understood)
        self._widen([self._checker.check(understood)])
        self.row_changed.emit(row)
        if columns & set(IDENTITIES):
            self._double.pop(row, None)
            self._find_doubles()
            self._compare_row(row)
        self._keep([row])
        self.moved.emit()

    def _compare_row(self, row: int) -> None:
        turn, understood = self._turn, self._row(row)
        edition, as_of = self._checker.edition, self._checker.as_of
        future = self._desk.keeper.ask(lambda store: stored_persons([understood], edition, as_of, store))

        def take(found: Mapping[int, Earlier]) -> None:
            if turn == self._turn and self._rows[row] is understood:
                self._take_stored(found)
                self.moved.emit()

        self._desk.letters.expect(future, take, _pass_over, self)

    def _row(self, row: int) -> Row:
        found = self._rows[row]
        if found is None:
            found = self._rows[row] = self._reader.read(self.lines[row])
        return found

    # ---- keeping

    def _keep_new(self) -> None:
        assert self.sheet is not None
        desk = print_queue(self._desk).name
        kept = KeptSheet(desk, self.sheet.procedure, self.sheet.as_of, _head_of(self.sheet), self._kept_lines())
        turn, self._keeping = self._turn, True
        self._unkept.clear()
        self._head_unkept = False

        def take(id: int) -> None:
            if turn == self._turn:
                self._id, self._keeping = id, False
                self._keep([])

        future = self._desk.keeper.ask(lambda store: store.sheets.begin(kept))
        self._desk.letters.expect(future, take, self._tell_trouble, self)

    def _kept_lines(self, rows: Sequence[int] | None = None) -> tuple[KeptLine, ...]:
        wanted = range(len(self.lines)) if rows is None else rows
        return tuple(
            replace(self.fates[row], cells=tuple((cell.text, cell.trouble) for cell in self.lines[row].cells))
            for row in wanted
        )

    def _keep_head(self) -> None:
        self._head_unkept = True
        self._keep([])

    def _keep(self, rows: Sequence[int]) -> None:
        """Writes what has changed, as soon as what was written before is on the disk."""
        self._unkept.update(rows)
        self.kept = not self._unkept and not self._head_unkept and bool(self._id)
        if self._keeping or self.kept:
            self.moved.emit()
            return
        if not self._id:  # the disk was full, say: once more with all of it
            self._keep_new()
            return
        assert self.sheet is not None
        rows, head = sorted(self._unkept), _head_of(self.sheet) if self._head_unkept else None
        lines, id, turn = self._kept_lines(rows), self._id, self._turn
        self._unkept.clear()
        self._head_unkept, self._keeping = False, True

        def take(_none: None) -> None:
            if turn == self._turn:
                self._keeping = False
                self._keep([])

        def missed(error: BaseException) -> None:
            if turn == self._turn:
                self._keeping, self.kept = False, False
                self._unkept.update(rows)
                self._head_unkept |= head is not None
            self._tell_trouble(error)

        self._desk.letters.expect(
            self._desk.keeper.ask(lambda store: store.sheets.keep(id, lines, head)), take, missed, self
        )

    def _tell_trouble(self, error: BaseException) -> None:
        self._keeping = False
        self.failed.emit(told_of(error))

    # ---- making

    def stop(self) -> None:
        """Begins no more rows. What is whole stays; the rest can be made later."""
        self._stop.set()

    def make_cases(self, *, then_print: bool = False) -> None:
        """Makes a case of each row that is ready."""
        rows = [row for row in self.printable() if not self.fates[row].case] if then_print else self.ready()
        self._wants_print = then_print
        self._stop = Event()
        self._enter(Phase.MAKING, len(rows))
        self._make_next(rows, 0)

    def _make_next(self, rows: Sequence[int], start: int) -> None:
        handful = rows[start : start + _MADE]
        if not handful or self._stop.is_set():
            self._made()
            return
        self._work_on(handful)
        checker, now, turn, id = self._checker, self._desk.now(), self._turn, self._id
        lines = [(line, self._row(row)) for line, row in zip(self._kept_lines(handful), handful, strict=True)]

        def drafts() -> list[tuple[KeptLine, Draft, Progress]]:
            return [(line, *draft_of(row, checker.interview(row), now)) for line, row in lines]

        def store_them(made: list[tuple[KeptLine, Draft, Progress]]) -> None:
            future = self._desk.keeper.ask(lambda store: store.sheets.make_cases(id, made))
            self._desk.letters.expect(future, take, missed, self)

        def take(done: Sequence[KeptLine]) -> None:
            if turn != self._turn:
                return
            for row, line in zip(handful, done, strict=True):
                self.fates[row] = replace(line, cells=())
            self._work_on(())
            self._step(len(handful))
            self._make_next(rows, start + _MADE)

        def missed(error: BaseException) -> None:
            told = told_of(error)
            if turn == self._turn:
                self._wants_print = False
                self._work_on(())
                self._made()
                self.failed.emit(told)

        self._desk.elsewhere.run(drafts, store_them, missed, self)

    def _made(self) -> None:
        self._enter(Phase.NONE, 0)
        if self._wants_print and not self._stop.is_set():
            self._print()
        self._wants_print = False

    def _print(self) -> None:
        """Puts all papers of the cases on the list of what is to be printed, and prints them in the order of the table
        as one job."""
        rows = [row for row in self.printable() if self.fates[row].case]
        if not rows:
            return
        queue, turn = print_queue(self._desk), self._turn
        papers, languages = self._papers(), self._languages()
        wanted = [queue.wanted(self.fates[row].case, papers, languages) for row in rows]

        def take(_ids: Sequence[int]) -> None:
            if turn == self._turn:
                for row in rows:
                    self.fates[row] = replace(self.fates[row], printed=True)
                    self.row_changed.emit(row)
                self._keep(rows)

        self._desk.letters.expect(queue.print_new(wanted), take, self._tell_trouble, self)

    def write_papers(self, folder: Path) -> None:
        """A PDF for each row that is ready, with all papers of its case, into a folder."""
        assert self.sheet is not None
        rows = self.ready()
        self._stop = Event()
        self._enter(Phase.PAPERS, len(rows))
        self._work_on(rows)
        places = {self.lines[row].number: row for row in rows}
        job = Job(
            self.sheet.procedure, self.sheet.as_of, self._papers(), self._languages(), folder, self._desk.language,
            office_key=self._desk.settings.office_key,
        )  # fmt: skip
        understood, stop, turn, desk = [self._row(row) for row in rows], self._stop, self._turn, self._desk

        def heed(outcome: Outcome) -> None:
            if shiboken6.isValid(self) and turn == self._turn:
                self._take_paper(places[outcome.row], outcome)

        def write() -> list[int]:
            prepare(understood, job)
            outcomes = run_batch(understood, job, 1 if len(understood) <= _FEW else 2)
            try:
                for outcome in outcomes:
                    desk.letters.put(lambda outcome=outcome: heed(outcome))  # type: ignore[misc]
                    if stop.is_set() or desk.elsewhere.closed:
                        break
            finally:
                outcomes.close()
            # What was under way at a stop is brought to its end as well.
            return [row.number for row in understood if (folder / file_name(row)).exists()]

        def end(written: Sequence[int]) -> None:
            if turn == self._turn:
                found = [places[number] for number in written if not self.fates[places[number]].paper]
                for row in found:
                    self.fates[row] = replace(self.fates[row], paper=True)
                self._keep(found)
                self._work_on(())
                self._enter(Phase.NONE, 0)

        def missed(error: BaseException) -> None:
            end(())
            self.failed.emit(told_of(error) if not isinstance(error, Exception) else _told(error))

        desk.elsewhere.run(write, end, missed, self)

    def _take_paper(self, row: int, outcome: Outcome) -> None:
        if outcome.file:
            self.fates[row] = replace(self.fates[row], paper=True)
        self._working -= {row}
        self.row_changed.emit(row)
        self._keep([row])
        self._step(1)

    def _work_on(self, rows: Sequence[int]) -> None:
        changed = self._working ^ frozenset(rows)
        self._working = frozenset(rows)
        for row in changed:
            self.row_changed.emit(row)

    def _papers(self) -> tuple[str, ...]:
        return usual_papers(self._checker.edition, self._desk.catalogue)

    def _languages(self) -> tuple[str, str]:
        return paper_languages(self._desk.language, self._desk.second)

    def _enter(self, phase: Phase, total: int) -> None:
        self.phase, self.done, self.total, self._begun = phase, 0, total, time.monotonic()
        self.moved.emit()

    def _step(self, by: int) -> None:
        self.done += by
        self.moved.emit()

    # ---- the corrected table

    def corrected(self) -> Callable[[], bytes]:
        """What writes the table as it stands now, for another thread: every cell, also of columns that answer
        nothing."""
        from talentdesk.service.template import write_filled

        assert self.sheet is not None
        sheet, lines, edition, catalogue = self.sheet, tuple(self.lines), self._checker.edition, self._desk.catalogue

        def write() -> bytes:
            rows = [{id: cell_at(line, at).text for at, id in sheet.places.items()} for line in lines]
            others = [at for at in range(len(sheet.head)) if at not in sheet.places]
            strays = [(sheet.head[at], [cell_at(line, at).text for line in lines]) for at in others]
            kept = [(heading, texts) for heading, texts in strays if heading or any(texts)]
            return write_filled(edition, catalogue, rows, kept)

        return write

    def question(self, column: str) -> Question:
        """What a column asks."""
        return self._known[column].question

    def column(self, id: str) -> Column:
        """A column by its id, whether the table has it or not."""
        return self._known[id]

    @property
    def edition(self) -> Edition:
        """The questions of the table."""
        return self._checker.edition


_FEW = 20


def time_left(seconds: float, language: str) -> str:
    """`about 50 s left`; in minutes from two of them on."""
    if seconds < 120:
        return say("about {count} s left", language, count=max(5, round(seconds / 5) * 5))
    return plural("about {count} min left", "about {count} min left", round(seconds / 60), language)


def double_told(double: Double, language: str) -> str:
    """Who is there already, and what to do."""
    if double.row:
        return say(
            "Row {row} has the same document number. This row is left out; Space takes it in.",
            language,
            row=double.row,
        )
    number = f"{double.case:04d}"
    if double.same_matter:
        return say(
            "The same person has case {number} of this procedure here. This row is left out; Space takes it in.",
            language,
            number=number,
        )
    return say("The same person has case {number} of another procedure here.", language, number=number)


def _told(error: Exception) -> Told:
    from talentdesk.service.faults import cause_and_remedy
    from talentdesk.service.mishap import Mishap

    if isinstance(error, Mishap):
        miss = error
        return lambda language: cause_and_remedy(miss.cause, miss.remedy, miss.details, language)
    if isinstance(error, OSError):
        return lambda language: say(
            "The folder cannot be written to. Choose another one; the papers that are there are whole.", language
        )
    return told_of(error)


def _head_of(sheet: Sheet) -> dict[str, object]:
    head = {name: value for name, value in asdict(sheet).items() if name not in ("procedure", "as_of")}
    return {**head, "places": {str(at): id for at, id in sheet.places.items()}}


def _sheet_of(kept: KeptSheet) -> Sheet:
    head = kept.head
    places = {int(at): str(id) for at, id in head["places"].items()}
    names = tuple(head["sheets"]), tuple(head["head"])
    return Sheet(
        head["name"], head["sheet"], names[0], kept.procedure, kept.as_of, names[1], head["head_row"], places,
        tuple(head["left_out"]),
    )  # fmt: skip


def _line_of(line: KeptLine) -> Line:
    return Line(line.number, tuple(Cell(text, trouble) for text, trouble in line.cells))


def _pass_over(error: BaseException) -> None:
    """The window tells of a store in trouble; a mistake in the program is raised."""
    if not isinstance(error, StoreTrouble):
        raise error
