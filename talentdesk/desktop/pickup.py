"""What a person brings from the public machine to the counter: a slip's code, or its squares scanned one by one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from talentdesk.core.parcel import NoParcel, ParcelError, PartsMissing, join
from talentdesk.i18n import N_, say
from talentdesk.service import handoff

if TYPE_CHECKING:
    from talentdesk.core.draft import Draft
    from talentdesk.desktop.desk import Desk
    from talentdesk.desktop.screen import Guide

_READ = N_("Squares read: {count} of {total}. Scan the next one.")
_EARLY = N_("The cases are still being opened. Scan or type the code once more in a moment.")
_TAKEN = N_("Picked up as case {number}.")


class Pickup(QObject):
    """Takes scans that are codes or squares, and nothing else."""

    def __init__(
        self, desk: Desk, guide: Guide, look_into: Callable[[tuple[str, ...]], None], parent: QObject | None = None
    ) -> None:
        """`look_into` shows what the squares of a slip hold, before it becomes a case."""
        super().__init__(parent)
        self._desk, self._guide, self._look_into = desk, guide, look_into
        self._squares: dict[str, None] = {}

    def takes(self, text: str) -> bool:
        """Whether a scan was one of ours; it has been dealt with then."""
        lines = tuple(line.strip() for line in text.splitlines() if line.strip())
        if any(handoff.is_square(line) for line in lines):
            self._add(lines)
            return True
        code = handoff.code_in(text) if handoff.is_slip(text) else ""
        if code:
            self.pick_up(code)
        return bool(code)

    def pick_up(self, code: str) -> None:
        """Makes a case of what waits under the code, and opens it."""
        if not self._desk.is_ready:
            self._guide.tell(say(_EARLY, self._desk.language))
            return
        now, who = self._desk.now(), self._desk.who
        taken = self._desk.keeper.ask(lambda store: _taken(lambda: handoff.take(store, code, now, who=who)))
        self._desk.letters.expect(taken, self._open, None, self)

    def _open(self, taken: Draft | Exception) -> None:
        if isinstance(taken, Exception):
            from talentdesk.desktop.arrival import told_of

            self._guide.tell(told_of(taken)(self._desk.language))
            return
        self._guide.open_case(taken)
        self._guide.tell(say(_TAKEN, self._desk.language, number=f"{taken.number:04d}"))

    def _add(self, lines: tuple[str, ...]) -> None:
        """Squares of another slip begin anew: whose they are is not mixed."""
        together = {**self._squares, **dict.fromkeys(lines)}
        try:
            join(together)
        except PartsMissing as lacking:
            self._squares = together
            self._tell(lacking.total, len(lacking.missing))
            return
        except NoParcel:
            return
        except ParcelError:
            self._squares = dict.fromkeys(lines)
            try:
                join(lines)
            except PartsMissing as lacking:
                self._tell(lacking.total, len(lacking.missing))
                return
            except ParcelError:
                pass
            together = self._squares
        self._squares = {}
        self._look_into(tuple(together))

    def _tell(self, total: int, missing: int) -> None:
        self._guide.tell(say(_READ, self._desk.language, count=total - missing, total=total))


def _taken(take: Callable[[], Draft]) -> Draft | Exception:
    """The store's thread lets nothing through but its own troubles: a refusal comes back as a value."""
    from talentdesk.core.tomlfile import FormError
    from talentdesk.service.mishap import InputError
    from talentdesk.store.trouble import StoreTrouble

    try:
        return take()
    except (FormError, InputError, StoreTrouble) as refused:
        return refused
