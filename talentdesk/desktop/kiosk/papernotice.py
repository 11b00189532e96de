"""That there is no paper in the printer of a public machine: told before a person begins, not once they are done."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from talentdesk.desktop.bilingual import Both
from talentdesk.desktop.chips import NOTICE
from talentdesk.desktop.controls import Message
from talentdesk.desktop.desk import Desk
from talentdesk.i18n import N_, say

_ASK = N_("There is no paper in the printer: papers cannot be printed here now. Ask the staff in this hall first.")
_CODE = N_(
    "There is no paper in the printer: papers cannot be printed here now. Tell the staff in this hall, or fill in your "
    "form all the same: at the end you get a code, and the counter prints for you."
)


class PaperNotice(Message):
    """Hidden while there is paper."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.hide()

    def words(self, language: str) -> str:
        """What it says, with the way out: the counters of a centre have the case under a code."""
        return say(_CODE if self._desk.settings.counters else _ASK, language)

    def retranslate(self, beside: str | None = None) -> None:
        """Says it anew, in the desk's languages; `beside` stands for the second of them."""
        first, second = self._desk.language, self._desk.second if beside is None else beside
        said = Both(self.words(first), first, self.words(second) if second else "", second)
        self.show_message(NOTICE, *said)
