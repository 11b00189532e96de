"""One setting on the screen: its name, where it is chosen or typed, what it changes, and where its value comes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from talentdesk.desktop import fields, theme
from talentdesk.desktop.bilingual import both, both_say
from talentdesk.desktop.chips import ERROR
from talentdesk.desktop.controls import Message
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.optioncards import CardGroup
from talentdesk.desktop.words import Words, pair
from talentdesk.i18n import LANGUAGES, N_, native_name, say
from talentdesk.service.sentences import join

_LONGEST = 400
Told = Callable[[str], str]


class Kind(NamedTuple):
    """A setting as it is asked for. All words are message ids."""

    key: str
    label: str
    change: str
    """What it changes, and when."""
    options: Sequence[tuple[str, str]] = ()
    """Values and their words; none: a line to type into."""


_SAME = {tag: native_name(tag) for tag in LANGUAGES}
_LANGUAGES = tuple(_SAME.items())

GROUPS: Mapping[str, Sequence[Kind]] = {
    N_("Office"): (
        Kind("office", N_("Name of the office"), N_("Stands in the bar of a public machine, from its next start.")),
        Kind("counter_name", N_("Name of this counter"), N_("Changes are noted under it, never a person's name.")),
        Kind(
            "lock_minutes",
            N_("Minutes until the desk locks"),
            N_("Where the staff sign in, from the next sign-in on: 0 to 60, 0 is never. Empty: 5."),
        ),
        Kind(
            "office_key",
            N_("Office key, the public half"),
            N_("Codes on papers are sealed to it. Only who has the private key reads them again."),
        ),
    ),
    N_("Screen"): (
        Kind("language", N_("Language of the screen"), N_("Holds at once."), _LANGUAGES),
        Kind(
            "second_language",
            N_("Second language beside each question"),
            N_("Holds at once."),
            (*_LANGUAGES, ("", N_("No second language"))),
        ),
        Kind(
            "look",
            N_("Look"),
            N_("Holds at once."),
            (("light", N_("Light")), ("dark", N_("Dark")), ("high_contrast", N_("High contrast"))),
        ),
        Kind(
            "size",
            N_("Size"),
            N_("Holds at once."),
            (("counter", N_("For keyboard and mouse")), ("kiosk", N_("For touch, large"))),
        ),
        Kind(
            "letters",
            N_("Size of the letters"),
            N_("Holds at once, on this desk only."),
            tuple((str(zoom), f"{zoom} %") for zoom in theme.ZOOMS),
        ),
        Kind(
            "motion",
            N_("Movement"),
            N_("Whether pages glide and the caret blinks. Holds from the next start on."),
            (("", N_("As the system")), ("usual", N_("Usual")), ("reduced", N_("Reduced"))),
        ),
    ),
    N_("Papers"): (
        Kind("printer", N_("Printer"), N_("Where papers go unless said otherwise. Empty: the computer's own choice.")),
        Kind("tray", N_("Tray"), N_("Empty: the printer's usual one.")),
        Kind("sides", N_("Sides"), N_("For the next paper."), (("two", N_("Both sides")), ("one", N_("One side")))),
    ),
    N_("Cases"): (
        Kind(
            "keep_days",
            N_("Days a case is kept after its last save"),
            N_(
                "1 to 3650, from the next start on, for each case from its next save. Empty: 30 at a counter, for ever "
                "at home."
            ),
        ),
    ),
    N_("Backups"): (
        Kind(
            "backup_folder",
            N_("Folder for backups"),
            N_("Best on another disk. A backup opens with the recovery code. Empty: nobody is reminded."),
        ),
        Kind("backup_days", N_("Remind after so many days"), N_("1 to 365. The reminder stands in the bar below.")),
    ),
    N_("Public machine"): (
        Kind(
            "idle_warning",
            N_("Seconds until it asks who is there"),
            N_("20 to 3600, from its next start on; 0: never on its own."),
        ),
        Kind("idle_countdown", N_("Seconds it then waits before it erases"), N_("20 to 600, from its next start on.")),
        Kind("curtain", N_("Seconds until it hides the answers"), N_("5 to 3600, from its next start on.")),
    ),
}  # fmt: skip
"""Every setting that is asked for here, under the heading it stands under."""


class SettingRow(QWidget):
    """A setting that is checked with each letter and given up when the person is done with it."""

    typed = Signal(str)
    """Not yet given up."""
    chosen = Signal(str)
    """To be kept."""

    def __init__(self, kind: Kind, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind, self._desk = kind, desk
        self._error: Told | None = None
        self._kept = ""
        self._origin: Told = lambda _: ""
        self._label, self._note, self.message = Words(self), Words(self), Message(self)
        self.line: fields.Line | None = None
        self.cards: CardGroup | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._label)
        column.addWidget(self._make_editor())
        column.addWidget(self.message)
        column.addWidget(self._note)

    def _make_editor(self) -> QWidget:
        if self.kind.options:
            self.cards = CardGroup([value for value, _ in self.kind.options], ticks=False, size=None)
            self.cards.changed = self._pick
            return self.cards
        self._box = fields.Frame(self)
        self.line = fields.Line(self._box, ime=self.kind.key in ("office", "counter_name", "backup_folder", "printer"))
        self.line.setMaxLength(_LONGEST)
        self.line.textEdited.connect(self.typed.emit)
        self.line.editingFinished.connect(self.give_up)
        self._box.row.addWidget(self.line, 1)
        return self._box

    def _pick(self) -> None:
        assert self.cards is not None
        chosen = self.cards.chosen()
        if not chosen:  # something always holds
            self.cards.choose([self._kept])
        elif chosen[0] != self._kept:
            self.chosen.emit(chosen[0])

    def give_up(self) -> None:
        """What was typed is to be kept."""
        if self.line is not None and self.line.text().strip() != self._kept:
            self.chosen.emit(self.line.text().strip())

    @property
    def is_wrong(self) -> bool:
        """Whether what stands there cannot be kept."""
        return self._error is not None

    def stop(self) -> QWidget:
        """What Tab reaches."""
        if self.cards is not None:
            return self.cards.stop()
        assert self.line is not None
        return self.line

    def show_value(self, value: str, origin: Told) -> None:
        """What is kept, and where it comes from."""
        self._kept, self._origin = value, origin
        if self.cards is not None:
            self.cards.choose([value])
        elif self.line is not None and self._error is None:
            self.line.show_text(value)
        self.retranslate()

    def _about(self, language: str) -> str:
        """What it changes, and where its value comes from."""
        return join((say(self.kind.change, language), self._origin(language)))

    def show_error(self, told: Told | None) -> None:
        """Why this cannot be kept, or None."""
        self._error = told
        self._say_error()

    def _say_error(self) -> None:
        told = self._error
        self.message.setVisible(told is not None)
        if self.line is not None:
            self._box.show_tone(ERROR.tone if told is not None else None)
        if told is not None:
            self.message.show_message(ERROR, *both(self._desk, told))
        self._describe()

    def _describe(self) -> None:
        language = self._desk.language
        parts = (self._error(language) if self._error else "", say(self.kind.change, language), self._origin(language))
        about = " ".join(part for part in parts if part)
        for widget in (self.cards, self.line):
            if widget is not None:
                widget.setAccessibleName(say(self.kind.label, language))
                widget.setAccessibleDescription(about)

    def retranslate(self) -> None:
        """Puts the words anew."""
        language = self._desk.language
        self._label.show_words(*pair(*both_say(self._desk, self.kind.label), "label"))
        self._note.show_words(*pair(*both(self._desk, self._about), "message", "muted"))
        if self.line is not None:
            self.line.speak(language)
            self._box.setMaximumWidth(theme.current().pick(560, 1000))
        if self.cards is not None:
            for card, (value, word) in zip(self.cards.cards, self.kind.options, strict=True):
                if value in _SAME or word[0].isdigit():
                    card.show_words(word, value if value in _SAME else language, "", "")
                else:
                    card.show_words(*both_say(self._desk, word))
            self.cards.relay()
        self._say_error()
