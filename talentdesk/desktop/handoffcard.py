"""How many cases the public machines have left for this counter, for the start."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from talentdesk.desktop.chips import Tone
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.summarycard import SummaryCard
from talentdesk.desktop.tasks import Newest
from talentdesk.i18n import N_, plural, say
from talentdesk.service import handoff

_SCAN = N_("Scan the pick-up code; nothing to retype.")


class HandoffCard(SummaryCard):
    """Leads to the line where a code can be typed or scanned."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, N_("From the kiosk"), parent)
        self._waiting = 0
        self._newest: Newest[int] = Newest(desk.letters, self)
        self.retranslate()

    def reload(self) -> None:
        """Asks the store again."""
        if self.desk.is_ready:
            self._newest.ask(self.desk.keeper.ask(handoff.waiting, needs="find"), self._show, lambda _error: None)

    def _show(self, waiting: int) -> None:
        self._waiting = waiting
        self.retranslate()

    def show_chip(self) -> None:
        """How many wait."""
        said = plural("{count} waits", "{count} wait", self._waiting, self.desk.language)
        self.chip.show_chip(Tone.ACCENT, "hand", said, self.desk.language)
        self.chip.setVisible(bool(self._waiting))

    def told(self, language: str) -> str:
        """What to do."""
        return say(_SCAN, language)
