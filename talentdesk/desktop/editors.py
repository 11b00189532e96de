"""One editor for each kind of answer: what a question row holds to be typed, picked or ticked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from talentdesk.core.form import Kind, Question, Text
from talentdesk.desktop.chips import Tone
from talentdesk.desktop.fields import Frame, Line, Paragraphs
from talentdesk.desktop.theme import Size

_HINT = Qt.InputMethodHint
_PLAIN_LATIN = _HINT.ImhLatinOnly | _HINT.ImhNoPredictiveText | _HINT.ImhNoAutoUppercase
HINTS = {
    Kind.LATIN_NAME: _HINT.ImhLatinOnly | _HINT.ImhNoPredictiveText | _HINT.ImhPreferUppercase,
    Kind.IDENTIFIER: _HINT.ImhLatinOnly | _HINT.ImhNoPredictiveText | _HINT.ImhPreferUppercase,
    Kind.EMAIL: _HINT.ImhEmailCharactersOnly | _PLAIN_LATIN,
    Kind.PHONE: _HINT.ImhDialableCharactersOnly | _PLAIN_LATIN,
    Kind.NUMBER: _HINT.ImhFormattedNumbersOnly | _PLAIN_LATIN,
    Kind.MONEY: _HINT.ImhFormattedNumbersOnly | _PLAIN_LATIN,
    Kind.DATE: _HINT.ImhPreferNumbers | _PLAIN_LATIN,
}
"""What an on-screen keyboard should offer. These kinds also switch a Chinese input method off."""
_NUMBERED = _HINT.ImhPreferLatin | _HINT.ImhNoPredictiveText | _HINT.ImhPreferUppercase
"""For a number of no known scheme: Chinese may stand in it all the same, so it can still be typed."""


class Option(Protocol):
    """One answer of a list: a question's choice or an item of a code list."""

    @property
    def code(self) -> str:
        """What is stored."""

    @property
    def label(self) -> Text:
        """What is shown."""


class Editor:
    """What a row asks of its editor, whatever widget it is. Values set from outside are never told back."""

    id: str
    _typed: Callable[[str, str], None] | None = None
    _next_asked: Callable[[], None] | None = None

    def listen(self, typed: Callable[[str, str], None], next_asked: Callable[[], None]) -> None:
        """Call `typed` with the id and the whole new text at each change by a person, `next_asked` on Enter."""
        self._typed, self._next_asked = typed, next_asked

    def tell(self, text: str) -> None:
        """A person changed the answer to `text`."""
        if self._typed is not None:
            self._typed(self.id, text)

    def ask_next(self) -> None:
        """A person pressed Enter."""
        if self._next_asked is not None:
            self._next_asked()

    def text(self) -> str:
        """The typed form of the answer."""
        raise NotImplementedError

    def show_text(self, text: str) -> None:
        """Show an answer in its typed form."""
        raise NotImplementedError

    def retranslate(self, language: str, second: str) -> None:
        """Say all words in `language`, with `second` beside them (empty: none)."""

    def describe(self, name: str, description: str) -> None:
        """What a screen reader says of it."""
        raise NotImplementedError

    def show_tone(self, tone: Tone | None) -> None:
        """Mark as having an error or a notice."""

    def show_undrawable(self, characters: frozenset[str]) -> None:
        """Characters no font has."""

    def lock(self, yes: bool) -> None:
        """Take no input, look sunken."""
        raise NotImplementedError

    def stops(self) -> Sequence[QWidget]:
        """What takes the focus, in order."""
        raise NotImplementedError

    def hold(self, chip: QWidget) -> bool:
        """Take a chip into the field at its right end; False: there is no room inside."""
        return False

    def place_caret(self) -> None:
        """Put the focus where an answer starts, as Tab would: what stands there is selected."""
        self.stops()[0].setFocus(Qt.FocusReason.TabFocusReason)


class LineEditor(Frame, Editor):
    """A line of text in its box."""

    def __init__(self, question: Question, id: str, size: Size | None = None, *, cell: bool = False) -> None:
        super().__init__(size=size, cell=cell)
        self.id = id
        latin = question.kind in HINTS
        self.line = Line(self, style="cell" if cell else "input", size=size, ime=not latin)
        self.line.setInputMethodHints(HINTS.get(question.kind, _NUMBERED if question.numbered else _HINT.ImhNone))
        self.line.setProperty("kind", question.kind.value)  # Chinese names and texts have the same hints
        self.row.addWidget(self.line, 1)
        self.line.textEdited.connect(self.tell)
        self.line.returnPressed.connect(self.ask_next)

    def text(self) -> str:
        """What was typed."""
        return self.line.text()

    def show_text(self, text: str) -> None:
        """Show a text."""
        self.line.show_text(text)

    def retranslate(self, language: str, second: str) -> None:
        """Draw in the faces of the language."""
        self.line.speak(language)

    def describe(self, name: str, description: str) -> None:
        """What a screen reader says of it."""
        self.line.setAccessibleName(name)
        self.line.setAccessibleDescription(description)

    def show_undrawable(self, characters: frozenset[str]) -> None:
        """Characters no font has."""
        self.line.show_undrawable(characters)

    def lock(self, yes: bool) -> None:
        """Read only: the text can still be reached and copied."""
        self.line.setReadOnly(yes)
        self.sink(yes)

    def stops(self) -> Sequence[QWidget]:
        """The line."""
        return (self.line,)

    def hold(self, chip: QWidget) -> bool:
        """Chips stand behind the text."""
        self.row.addWidget(chip)
        return True


class AddressEditor(Frame, Editor):
    """A text of several lines that grows."""

    def __init__(self, question: Question, id: str, size: Size | None = None) -> None:
        super().__init__(size=size)
        self.id = id
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.area = Paragraphs(self, size=size)
        self.area.setProperty("kind", question.kind.value)
        self.row.addWidget(self.area, 1, Qt.AlignmentFlag.AlignVCenter)
        self.area.edited.connect(self.tell)
        self.area.next_asked.connect(self.ask_next)

    @property
    def air(self) -> int:
        """A little air above and below, since it may hold many lines."""
        return self.worn.pick(6, 16)

    def text(self) -> str:
        """What was typed."""
        return self.area.text()

    def show_text(self, text: str) -> None:
        """Show a text."""
        self.area.show_text(text)

    def retranslate(self, language: str, second: str) -> None:
        """Draw in the faces of the language."""
        self.area.speak(language)

    def describe(self, name: str, description: str) -> None:
        """What a screen reader says of it."""
        self.area.setAccessibleName(name)
        self.area.setAccessibleDescription(description)

    def lock(self, yes: bool) -> None:
        """Read only."""
        self.area.setReadOnly(yes)
        self.sink(yes)

    def stops(self) -> Sequence[QWidget]:
        """The text."""
        return (self.area,)

    def hold(self, chip: QWidget) -> bool:
        """Chips stand behind the text."""
        self.row.addWidget(chip, 0, Qt.AlignmentFlag.AlignTop)
        return True
