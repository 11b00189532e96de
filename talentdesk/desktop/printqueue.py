"""The ready-to-print list while the program runs: put on, printed, followed to the end, printed again, taken out."""

from __future__ import annotations

import hashlib
import platform
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from talentdesk.core.catalogue import CatalogueMiss
from talentdesk.core.tomlfile import FormError
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.tasks import Newest
from talentdesk.service.mishap import InputError, Mishap
from talentdesk.service.printers import Choice, Cups, NotTaken, Printer, PrintSystem, Reason, Stage, Ticket, title_of
from talentdesk.service.printing import Job, PrintOutcome, errand_of, hand_over, in_order, jobs_of, look_after
from talentdesk.store.printlines import Print, PrintState, Wanted
from talentdesk.store.trouble import StoreTrouble

if TYPE_CHECKING:
    from talentdesk.core.catalogue import Catalogue
    from talentdesk.core.draft import Draft
    from talentdesk.settings import Settings

_SOON_MS, _LATER_MS = 700, 5000
_PATIENCE_S = 30.0
_STATES = {Stage.FAILED: PrintState.FAILED, Stage.DONE: PrintState.PRINTED}


@dataclass(frozen=True, slots=True)
class Ended:
    """Lines of the list with what became of them."""

    ids: tuple[int, ...]
    drafts: tuple[str, ...]
    outcome: PrintOutcome
    papers: tuple[str, ...] = ()
    """What was on those lines."""


class PrintQueue(QObject):
    """What the print desk, the review and the card at the start look at. Every act returns at once."""

    changed = Signal()
    """Other lines, or other states."""
    printers_changed = Signal()
    handed = Signal(object)
    """`Ended`: given to a printer, or refused."""
    settled = Signal(object)
    """`Ended`: printed or failed, after it was given to a printer."""

    def __init__(self, desk: Desk, system: PrintSystem, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.system = system
        self.prints: tuple[Print, ...] = ()
        self.loaded = False
        """Whether the store has answered."""
        self.printers: tuple[Printer, ...] = ()
        self.missing = Reason.NONE
        """Why no printer can be listed."""
        self.sending: frozenset[int] = frozenset()
        """Lines whose papers are being made."""
        self._name = hashlib.sha256(platform.node().encode()).hexdigest()[:16]
        self._newest: Newest[tuple[Print, ...]] = Newest(desk.letters, self)
        self._printers: Newest[tuple[Printer, ...]] = Newest(desk.letters, self)
        self._looking = False
        self._watch = QTimer(self, singleShot=True)
        self._watch.timeout.connect(self._look)

    # ---- the list

    def reload(self) -> None:
        """Asks the store for the list."""
        if self._desk.is_ready:
            name = self._name
            # A store that cannot be read says so in the band under the header: the list just stays.
            self._newest.ask(self._desk.keeper.ask(lambda store: store.prints.listed(name)), self._take, _pass_over)

    def look_for_printers(self) -> None:
        """Asks the system which printers there are and how they are."""
        future = self._desk.elsewhere.run(self.system.printers, _ignore, _pass_over)
        self._printers.ask(future, self._take_printers, self._missed_printers)

    def wanted(self, draft: str, papers: Sequence[str], languages: Sequence[str]) -> Wanted:
        """Papers as they were printed last."""
        choice = last_choice(self._desk.settings)
        return Wanted(
            draft=draft,
            papers=tuple(papers),
            languages=tuple(languages),
            copies=choice.copies,
            two_sided=choice.two_sided,
            printer=choice.printer,
            tray=choice.tray,
            desk=self._name,
        )

    def put(self, wanted: Wanted) -> Future[int]:
        """Puts papers on the list; the id of their line."""
        future = self._desk.keeper.ask(lambda store: store.prints.add(wanted))
        self._desk.letters.expect(future, lambda _id: self.reload(), _pass_over, self)
        return future

    @property
    def name(self) -> str:
        """What this computer is called in the store: counters that share one have lists of their own."""
        return self._name

    def print_new(self, wanted: Sequence[Wanted]) -> Future[tuple[int, ...]]:
        """Puts papers on the list and prints them in this order; those that go to one printer alike are one job. The
        ids of their lines."""
        wanted = tuple(wanted)
        future = self._desk.keeper.ask(lambda store: tuple([store.prints.add(each) for each in wanted]))
        self._desk.letters.expect(future, self._print_listed, _pass_over, self)
        return future

    def _print_listed(self, ids: Sequence[int]) -> None:
        name = self._name

        def begin(prints: tuple[Print, ...]) -> None:
            found = {line.id: line for line in prints}
            self.print([found[id] for id in ids if id in found])
            self.reload()

        future = self._desk.keeper.ask(lambda store: store.prints.listed(name))
        self._desk.letters.expect(future, begin, _pass_over, self)

    def choose(self, line: Print, choice: Choice) -> None:
        """Another printer, tray, number of copies, for this line and for what comes next."""
        wanted = replace(
            line.wanted,
            printer=choice.printer,
            tray=choice.tray,
            copies=choice.copies,
            two_sided=choice.two_sided,
        )
        self._then_reload(lambda store: store.prints.choose(line.id, wanted))
        self.remember(choice)

    def remember(self, choice: Choice) -> None:
        """The choice holds for what is printed next, also after a new start."""
        printer, tray, copies = choice.printer, choice.tray, str(choice.copies)
        sides = "two" if choice.two_sided else "one"
        self._desk.settings = replace(self._desk.settings, printer=printer, tray=tray, copies=copies, sides=sides)
        self._desk.remember(printer=printer, tray=tray, copies=copies, sides=sides)

    def take_out(self, lines: Sequence[Print]) -> None:
        """Takes lines off the list, and what still waits in a printer's queue out of that."""
        ids, tickets = [line.id for line in lines], [ticket for line in lines for ticket in _tickets(line)]
        if tickets:
            system = self.system
            self._desk.elsewhere.run(lambda: _take_back(system, tickets), _ignore)
        self._then_reload(lambda store: store.prints.take_out(ids))

    def print(self, lines: Sequence[Print]) -> None:
        """Prints lines in this order; those that go to one printer alike are one job."""
        lines = [line for line in lines if line.id not in self.sending]
        if not lines or not self._desk.is_ready:
            return
        self.sending |= {line.id for line in lines}
        self.changed.emit()
        drafts = {line.wanted.draft: self._desk.keeper.look(line.wanted.draft) for line in lines}
        system, catalogue, settings = self.system, self._desk.catalogue, self._desk.settings
        self._desk.elsewhere.run(
            lambda: _printed(lines, drafts, system, catalogue, settings),
            lambda ended: self._sent(lines, ended),
            lambda error: self._broke(lines, error),
            self,
        )

    def note(self, ids: Sequence[int], drafts: Sequence[str], outcome: PrintOutcome) -> None:
        """Writes down what became of lines that were printed elsewhere, and follows them."""
        self._mark(Ended(tuple(ids), tuple(drafts), outcome))

    # ---- what comes back

    def _take(self, prints: tuple[Print, ...]) -> None:
        self.prints, self.loaded = prints, True
        self.changed.emit()
        if any(line.state is PrintState.SENT for line in prints) and not self._watch.isActive():
            self._watch.start(_SOON_MS)

    def _take_printers(self, printers: tuple[Printer, ...]) -> None:
        self.printers, self.missing = printers, Reason.NONE if printers else Reason.NO_PRINTER
        self.printers_changed.emit()

    def _missed_printers(self, error: BaseException) -> None:
        if not isinstance(error, NotTaken):
            raise error
        self.printers, self.missing = (), error.reason
        self.printers_changed.emit()

    def _sent(self, lines: Sequence[Print], ended: Sequence[Ended]) -> None:
        self.sending -= {line.id for line in lines}
        for each in ended:
            self._mark(each)
            if each.outcome.stage is not Stage.FAILED:
                for draft in each.drafts:
                    self._desk.keeper.note("print", draft)
            self.handed.emit(each)
        self.changed.emit()

    def _broke(self, lines: Sequence[Print], error: BaseException) -> None:
        """A mistake in the program: the lines stay, and the crash handler hears of it."""
        self.sending -= {line.id for line in lines}
        self.changed.emit()
        raise error

    def _mark(self, ended: Ended) -> None:
        outcome, ids = ended.outcome, list(ended.ids)
        state = _STATES.get(outcome.stage, PrintState.SENT)
        numbers = [ticket.number for ticket in outcome.tickets]
        printer, reason = outcome.printer, str(outcome.reason)
        self._then_reload(lambda store: store.prints.mark(ids, state, reason, numbers, printer))

    def _then_reload(self, act: Callable[..., None]) -> None:
        self._desk.letters.expect(self._desk.keeper.ask(act), lambda _none: self.reload(), _pass_over, self)

    # ---- what is under way

    def _look(self) -> None:
        """Asks how far the jobs are that are under way."""
        lines = [line for line in self.prints if line.state is PrintState.SENT and line.id not in self.sending]
        if not lines or self._looking or self._desk.elsewhere.closed:
            return
        self._looking = True
        system = self.system
        self._desk.elsewhere.run(lambda: _looked_after(lines, system), self._looked, self._blind, self)

    def _looked(self, found: Sequence[tuple[Print, PrintOutcome]]) -> None:
        self._looking = False
        moved = False
        for line, outcome in found:
            over = outcome.stage in (Stage.DONE, Stage.FAILED)
            if over or str(outcome.reason) != line.reason:
                moved = True
                ended = Ended((line.id,), (line.wanted.draft,), outcome, tuple(line.wanted.papers))
                self._mark(ended)
                if over:
                    self.settled.emit(ended)
        if not moved and found:
            self._watch.start(min(_LATER_MS, max(_SOON_MS, self._watch.interval() * 3 // 2)))

    def _blind(self, error: BaseException) -> None:
        self._looking = False
        raise error


def print_queue(desk: Desk) -> PrintQueue:
    """The queue of this program, made when it is first asked for."""
    found = desk.findChild(PrintQueue)
    return found if isinstance(found, PrintQueue) else PrintQueue(desk, system_here(desk), desk)


def system_here(desk: Desk) -> PrintSystem:
    """CUPS, and where there is none what Qt paints on."""
    if sys.platform == "win32":
        from talentdesk.desktop.systemprint import SystemPrint

        return SystemPrint(desk.letters)
    return Cups()


def last_choice(settings: Settings) -> Choice:
    """How papers are printed unless said otherwise."""
    return Choice(settings.printer, settings.tray, int(settings.copies), settings.sides == "two")


def choice_of(wanted: Wanted) -> Choice:
    """How a line is to be printed."""
    return Choice(wanted.printer, wanted.tray, wanted.copies, wanted.two_sided)


def _tickets(line: Print) -> tuple[Ticket, ...]:
    if line.state is not PrintState.SENT:
        return ()
    return tuple(Ticket(line.printer, number) for number in line.jobs)


def _take_back(system: PrintSystem, tickets: Sequence[Ticket]) -> None:
    for ticket in tickets:
        system.take_back(ticket)


def _printed(
    lines: Sequence[Print],
    drafts: Mapping[str, Future[Draft]],
    system: PrintSystem,
    catalogue: Catalogue,
    settings: Settings,
) -> Sequence[Ended]:
    ended: list[Ended] = []
    for choice, run in groupby(lines, lambda line: choice_of(line.wanted)):
        made: list[tuple[Print, tuple[Job, ...]]] = []
        for line in run:
            _take_back(system, _tickets(line))  # it would come out twice
            try:
                draft = drafts[line.wanted.draft].result(_PATIENCE_S)
                errand = errand_of(draft, catalogue, line.wanted.papers, line.wanted.languages)
                key, measured = settings.office_key, settings.calibration
                made.append((line, jobs_of(errand, choice, office_key=key, measured=measured)))
            except (StoreTrouble, FormError, CatalogueMiss, InputError, Mishap):
                outcome = PrintOutcome(Stage.FAILED, Reason.UNMADE, choice.printer, choice.tray)
                ended.append(Ended((line.id,), (line.wanted.draft,), outcome, tuple(line.wanted.papers)))
        if made:
            cases = tuple(dict.fromkeys(line.wanted.draft for line, _ in made))
            whole = in_order([job for _, jobs in made for job in jobs], choice)
            outcome = hand_over(system, whole, title_of(*cases), choice)
            papers = tuple(dict.fromkeys(paper for line, _ in made for paper in line.wanted.papers))
            ended.append(Ended(tuple(line.id for line, _ in made), cases, outcome, papers))
    return ended


def _looked_after(lines: Sequence[Print], system: PrintSystem) -> Sequence[tuple[Print, PrintOutcome]]:
    return [
        (line, look_after(system, PrintOutcome(Stage.QUEUED, Reason.NONE, line.printer, line.wanted.tray, tickets)))
        for line in lines
        for tickets in [_tickets(line)]
    ]


def _ignore(_result: object) -> None:
    """Nobody waits for it."""


def _pass_over(error: BaseException) -> None:
    """The window tells of a store in trouble; a mistake in the program is raised by who asked."""
    if not isinstance(error, StoreTrouble | NotTaken):
        raise error
