"""The print desk in small, for the start: how many prints need a hand, and why the first of them does."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from talentdesk.desktop.chips import Tone
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.printlist import PRINT_DESK, needs_a_hand, state_of, why
from talentdesk.desktop.printqueue import print_queue
from talentdesk.desktop.summarycard import SummaryCard
from talentdesk.i18n import N_, plural, say
from talentdesk.service.printreasons import stays
from talentdesk.service.sentences import join

_NOTHING = N_("Nothing is waiting.")


class PrintCard(SummaryCard):
    """Leads to the print desk."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, PRINT_DESK, parent)
        self._queue = print_queue(desk)
        self._queue.changed.connect(self.retranslate)
        self.retranslate()

    def reload(self) -> None:
        """Asks the store again."""
        self._queue.reload()

    def show_chip(self) -> None:
        """The most pressing count."""
        lines, language = self._queue.prints, self.desk.language
        failed = sum(state_of(line, self._queue) == "failed" for line in lines)
        held = sum(state_of(line, self._queue) == "held" for line in lines)
        ready = sum(state_of(line, self._queue) in ("ready", "making", "sent") for line in lines)
        if failed:
            said = plural("{count} failed", "{count} failed", failed, language)
            self.chip.show_chip(Tone.ERROR, "octagon_cross", said, language)
        elif held:
            self.chip.show_chip(
                Tone.ATTENTION, "triangle", plural("{count} waits", "{count} wait", held, language), language
            )
        elif ready:
            said = plural("{count} to print", "{count} to print", ready, language)
            self.chip.show_chip(Tone.ACCENT, "printer", said, language)
        self.chip.setVisible(bool(failed or held or ready))

    def told(self, language: str) -> str:
        """Why the first of them needs a hand, or how many there are."""
        troubled = next((line for line in self._queue.prints if needs_a_hand(line, self._queue)), None)
        if troubled is not None:
            return join((why(troubled, language), stays(language)))
        waiting = [line for line in self._queue.prints if state_of(line, self._queue) != "printed"]
        if not waiting:
            return say(_NOTHING, language)
        return plural("{count} print on the list", "{count} prints on the list", len(waiting), language)
