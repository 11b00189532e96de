"""What a public machine's window promises to what stands around it: the seam between the walk and its locks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from talentdesk.core.draft import Draft
    from talentdesk.store.trouble import StoreTrouble


class PublicWindow(QWidget):
    """Serves one applicant. It is built before the store is there (`desk.is_ready`), and shown when it is."""

    begun = Signal()
    """The first touch."""
    used = Signal()
    """Somebody is here, by an act that takes its event from everything else: the one switch."""
    printing = Signal(str)
    """Papers are about to go to the printer, under this title, which names nobody."""
    ended = Signal(str)
    """The applicant is done, "done" or "erased". The process ends soon after."""

    def blank(self, on: bool) -> None:
        """Hides every answer on the screen, or shows them again. Called again and again with the same."""
        raise NotImplementedError

    def resume(self, draft: Draft) -> None:
        """Goes on with a case where another window left it, past everything that was agreed to before."""
        raise NotImplementedError

    def saved(self, id: str, revision: int) -> None:
        """The disk has this change."""

    def troubled(self, trouble: StoreTrouble) -> None:
        """The store could not do what was asked."""

    def show_paper(self, there: bool) -> None:
        """Whether the printer has paper; it has until something else is told."""
