"""The keys of the screen one came from, and those that work everywhere, on one page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from talentdesk.desktop import theme
from talentdesk.desktop.buttons import Button
from talentdesk.desktop.buttons import KeyHint as KeyCap
from talentdesk.desktop.cards import HeadedCard
from talentdesk.desktop.controls import clear
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.screen import Guide, KeyHint, Screen
from talentdesk.desktop.words import Span, Words, pair
from talentdesk.i18n import N_, say

EVERYWHERE = (
    KeyHint("Ctrl+K", N_("search cases")),
    KeyHint("Ctrl+N", N_("new case")),
    KeyHint("Ctrl+T", N_("which procedure fits")),
    KeyHint("Ctrl+O", N_("import a file")),
    KeyHint("F2", N_("scan a passport or permit")),
    KeyHint("F10", N_("character by code, for the field in use")),
    KeyHint("Ctrl+1", N_("to the start; 2, 3, 4 … to what follows it in the header")),
    KeyHint("Ctrl+Tab", N_("next open case")),
    KeyHint("Ctrl+W", N_("put this case away; it stays saved")),
    KeyHint("Alt+L", N_("languages, look and size")),
    KeyHint("Esc", N_("back")),
    KeyHint("F1", N_("help")),
)
COUNTERS = (
    KeyHint("Ctrl+Shift+O", N_("hand this case over to another counter")),
    KeyHint("Ctrl+Shift+T", N_("take this case over from another counter")),
    KeyHint("Ctrl+L", N_("lock the desk")),
)
"""Where several people work."""


class HelpScreen(Screen):
    """What one can do here without a mouse."""

    def __init__(self, desk: Desk, guide: Guide, parent: QWidget | None = None) -> None:
        super().__init__(desk, guide, parent)
        self._here: tuple[KeyHint, ...] = ()
        self._card = HeadedCard(self)
        inside = QWidget(self)
        self._grid = QGridLayout(inside)
        self._card.body.addWidget(inside)
        self._card.body.addStretch(1)
        self._note = Words(self)
        self._back = Button(parent=self, icon="back")
        self._back.clicked.connect(self.guide.back)
        self._outer = QVBoxLayout(self)
        self._outer.addWidget(self._card, 1)
        self._outer.addWidget(self._note)
        self._outer.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        self.restyle()

    def show_keys(self, here: tuple[KeyHint, ...]) -> None:
        """Lists these first, then what works everywhere."""
        self._here = here
        self.retranslate()

    def title(self, language: str) -> str:
        """What the page is."""
        return say("Keys", language)

    def hints(self) -> tuple[KeyHint, ...]:
        """Only the way back."""
        return (KeyHint("Esc", N_("back")),)

    def focus_place(self) -> QWidget:
        """The way back."""
        return self._back

    def retranslate(self) -> None:
        """Puts the words anew."""
        first, second = self.desk.language, self.desk.second
        self._card.show_title(self.title(first), first, self.title(second) if second else "", second)
        note = N_("Every answer is saved from the first key on. The window may be closed at any time.")
        self._note.show_words(*pair(say(note, first), first, say(note, second) if second else "", second, "message"))
        self._back.show_words(say("Back", first), first)
        clear(self._grid)
        known = {hint.keys for hint in self._here}
        everywhere = (*EVERYWHERE, *(COUNTERS if self.desk.settings.mode == "counter" else ()))
        listed = (*self._here, *(hint for hint in everywhere if hint.keys not in known))
        # Two columns keep the page within a small laptop's height.
        half = len(listed) if theme.current().kiosk or theme.current().zoom > 100 else (len(listed) + 1) // 2
        for place, hint in enumerate(listed):
            row, column = place % half, 2 * (place // half)
            self._grid.addWidget(
                KeyCap(hint.keys, self), row, column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
            )
            words = Words(self)
            words.show_words(
                (
                    Span(say(hint.meaning, first), "body", first),
                    Span(f"\u2002{say(hint.meaning, second)}" if second else "", "small", second or first, "muted"),
                )
            )
            self._grid.addWidget(words, row, column + 1)
        for column in (1, 3):
            self._grid.setColumnStretch(column, 1)

    def restyle(self) -> None:
        """Takes its margins from the theme."""
        worn = theme.current()
        self._grid.setContentsMargins(*(worn.pick(24, 40), worn.pick(16, 32)) * 2)
        self._grid.setHorizontalSpacing(worn.pick(16, 32))
        self._grid.setVerticalSpacing(worn.pick(8, 20))
        self._outer.setContentsMargins(*(worn.pick(24, 56),) * 4)
        self._outer.setSpacing(worn.pick(16, 32))
