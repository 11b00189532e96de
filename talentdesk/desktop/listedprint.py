"""One print of an open case: on the list, then to the printer; the list hears the end where the case is gone too."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject

from talentdesk.core.catalogue import CatalogueMiss
from talentdesk.core.tomlfile import FormError
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.printqueue import PrintQueue
from talentdesk.service.mishap import InputError, Mishap
from talentdesk.service.printers import Reason, Stage
from talentdesk.service.printing import PrintOutcome
from talentdesk.store.trouble import StoreTrouble

if TYPE_CHECKING:
    from talentdesk.desktop.handover import Result
    from talentdesk.store.printlines import Wanted

_UNMADE = PrintOutcome(Stage.FAILED, Reason.UNMADE)


class ListedPrint:
    """`work` is done elsewhere; `then` or `failed` is called with what came of it while `receiver` is there."""

    def __init__(
        self,
        desk: Desk,
        queue: PrintQueue,
        wanted: Wanted,
        work: Callable[[], Result],
        then: Callable[[Result], None],
        failed: Callable[[BaseException], None],
        receiver: QObject,
    ) -> None:
        self._desk, self._queue, self._wanted, self._work = desk, queue, wanted, work
        self._then, self._failed, self._receiver = then, failed, receiver
        self._lines: tuple[int, ...] = ()

    def begin(self) -> None:
        """Puts the papers on the list; where that cannot be written, they are printed all the same."""
        self._desk.letters.expect(self._queue.put(self._wanted), self._listed, self._unlisted, self._queue)

    def _listed(self, line: int) -> None:
        self._lines = (line,)
        self._queue.sending |= {line}
        self._go()

    def _unlisted(self, error: BaseException) -> None:
        self._go()
        if not isinstance(error, StoreTrouble):
            raise error

    def _go(self) -> None:
        self._desk.elsewhere.run(self._work, self._end, self._fail, self._queue)

    def _end(self, result: Result) -> None:
        self._note(result.outcome or _UNMADE)
        if shiboken6.isValid(self._receiver):
            self._then(result)
        elif result.printed:
            self._desk.keeper.note("print", self._wanted.draft)

    def _fail(self, error: BaseException) -> None:
        self._note(_UNMADE)
        if shiboken6.isValid(self._receiver):
            self._failed(error)
        elif not isinstance(error, FormError | CatalogueMiss | InputError | Mishap):
            raise error

    def _note(self, outcome: PrintOutcome) -> None:
        if self._lines:
            self._queue.sending -= set(self._lines)
            self._queue.note(self._lines, [self._wanted.draft], outcome)
