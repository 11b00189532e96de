"""What stands in the place of a field when the person has declined the question."""

from __future__ import annotations

from PySide6.QtCore import Qt

from talentdesk.core.form import Text
from talentdesk.desktop import chips
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.chips import Chip
from talentdesk.desktop.fields import Frame
from talentdesk.desktop.theme import Size
from talentdesk.desktop.words import Span, Words
from talentdesk.i18n import say


class Refusal(Frame):
    """What stands in the place of a declined question's field."""

    def __init__(self, size: Size | None) -> None:
        super().__init__(size=size)
        self._words = Words(size=size)
        self._chip = Chip(size=size)
        self.button = Button(Role.LINK, small=True, size=size)
        self.row.addSpacing(2)
        self.row.addWidget(self._words, 1, Qt.AlignmentFlag.AlignVCenter)
        self.row.addWidget(self._chip)
        self.row.addWidget(self.button)
        self.sink(True)

    def retranslate(self, printed: Text, label: str, language: str, second: str) -> None:
        """Say what the form prints."""
        said = say("None, printed as {text}", language, text=printed.zh)
        self._words.show_words((Span(said, "input", language, "muted"),))
        other = say("None", second) if second and say("None", second) != say("None", language) else ""
        mark = chips.DECLINED
        self._chip.show_chip(mark.tone, mark.icon, say("None", language), language, other, second)
        self.button.show_words(say("Change", language), language)
        self.button.setAccessibleName(f"{label}: {say('Change', language)}")
