"""Typing a date: a box each for year, month and day, that may be left half filled."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QWidget

from talentdesk.core.form import Kind, Question
from talentdesk.desktop import theme
from talentdesk.desktop.chips import Tone
from talentdesk.desktop.editors import HINTS, Editor
from talentdesk.desktop.fields import Frame, Line
from talentdesk.desktop.theme import Size
from talentdesk.desktop.words import Span, Words
from talentdesk.i18n import N_, say

_SEPARATORS = re.compile(r"[-/.\s年月日]+")
_SEPARATING = "-/. 年月日"
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_PARTS = {"Y": 1, "M": 2, "D": 3}
_LENGTHS = (4, 2, 2)
_LETTERS = "YMD"
_UNITS = (N_("Y"), N_("M"), N_("D"))
_NAMES = (N_("year"), N_("month"), N_("day"))


def split(text: str, parts: int) -> tuple[str, ...]:
    """The `parts` boxes of a typed date; what has another shape stands whole in the first box."""
    if compact := _COMPACT.fullmatch(text):
        pieces = [piece for piece in compact.groups() if piece is not None]
    else:
        pieces = text.split("-") if text.count("-") == parts - 1 else _separated(text)
    if len(pieces) > parts:
        pieces = [text]
    return tuple(pieces + [""] * (parts - len(pieces)))


def join(boxes: Sequence[str]) -> str:
    """The typed form of what stands in the boxes; nothing typed is the empty text."""
    return "-".join(boxes) if any(boxes) else ""


def _separated(text: str) -> list[str]:
    return _SEPARATORS.split(text.strip("年月日 \t"))


_BIRTH = "birth_date"
"""The last part of the id of each question for somebody's birth, which lies further back than other days."""


class DateEditor(QWidget, Editor):
    """Year, month and day as the question's precision asks. A full box leads on to the next."""

    def __init__(self, question: Question, id: str, size: Size | None = None) -> None:
        super().__init__()
        self.id = id
        self._size = size
        self._count = _PARTS[question.precision]
        self._carried = False
        """The focus has just been led here: a separator typed out of habit adds nothing."""
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self.boxes = [_Part(self, place, size) for place in range(self._count)]
        self.boxes[0].setProperty("birth", question.id.rpartition(".")[2] == _BIRTH)
        self._units = [Words(size=size, wrap=False) for _ in self.boxes]
        for box, unit in zip(self.boxes, self._units, strict=True):
            self._layout.addWidget(box.frame)
            self._layout.addWidget(unit, 0, Qt.AlignmentFlag.AlignVCenter)
        self._layout.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._layout.setSpacing(theme.current(size).pick(7, 16))

    def text(self) -> str:
        """The boxes joined by `-`; half a date keeps its empty boxes."""
        return join([box.text() for box in self.boxes])

    def show_text(self, text: str) -> None:
        """Show a date in its typed form."""
        if text != self.text():
            self._fill(split(text, self._count))

    def retranslate(self, language: str, second: str) -> None:
        """Name the boxes in both languages."""
        for unit, word in zip(self._units, _UNITS, strict=False):
            first, other = say(word, language), say(word, second) if second else ""
            tail = f" {other}" if other not in ("", first) else ""
            unit.show_words((Span(first, "small", language, "muted"), Span(tail, "small", second or language, "muted")))
        self._language = language

    def describe(self, name: str, description: str) -> None:
        """Each box is heard as the question and its part."""
        for box, part in zip(self.boxes, _NAMES, strict=False):
            box.setAccessibleName(f"{name}, {say(part, self._language)}")
            box.setAccessibleDescription(description)

    def show_tone(self, tone: Tone | None) -> None:
        """Mark all boxes."""
        for box in self.boxes:
            box.frame.show_tone(tone)

    def lock(self, yes: bool) -> None:
        """Read only."""
        for box in self.boxes:
            box.setReadOnly(yes)
            box.frame.sink(yes)

    def stops(self) -> Sequence[QWidget]:
        """The boxes."""
        return self.boxes

    def hold(self, chip: QWidget) -> bool:
        """Chips stand behind the boxes."""
        self._layout.addWidget(chip, 0, Qt.AlignmentFlag.AlignVCenter)
        return True

    def take(self, place: int, text: str) -> None:
        """A person typed or pasted `text` into box `place`."""
        pieces = split(text, self._count)
        if place == 0 and len(text) > _LENGTHS[0] and pieces[0] != text:
            self._fill(pieces)
            self._go(max(i for i, piece in enumerate(pieces) if piece))
        elif len(text) == _LENGTHS[place] and text.isdecimal() and self.boxes[place].at_end():
            self._go(place + 1)
        self.tell(self.text())

    def separate(self, place: int) -> None:
        """A separator was typed in box `place`: it ends the box."""
        if not (self._carried and not self.boxes[place].text()):
            self._go(place + 1)
        self._carried = False

    def step_back(self, place: int) -> None:
        """Go to the end of the box before `place`."""
        if place:
            self.boxes[place - 1].setFocus(Qt.FocusReason.BacktabFocusReason)
            self.boxes[place - 1].deselect()
            self.boxes[place - 1].end(False)

    def step_on(self, place: int) -> None:
        """Go to the start of the box after `place`."""
        if place + 1 < self._count:
            self.boxes[place + 1].setFocus(Qt.FocusReason.TabFocusReason)
            self.boxes[place + 1].deselect()
            self.boxes[place + 1].home(False)

    def settle(self) -> None:
        """Something other than a separator was typed."""
        self._carried = False

    def _fill(self, pieces: Sequence[str]) -> None:
        for box, piece in zip(self.boxes, pieces, strict=True):
            box.show_text(piece)

    def _go(self, place: int) -> None:
        if place < self._count:
            self.boxes[place].setFocus(Qt.FocusReason.TabFocusReason)
            self.boxes[place].selectAll()
            self._carried = True


class _Box(Frame):
    """The field around one part of a date, as wide as its digits need."""

    def __init__(self, place: int, size: Size | None) -> None:
        self._place = place
        super().__init__(size=size)

    def dress(self) -> None:
        """Wider for the year."""
        super().dress()
        margin = self.worn.pick(4, 8)
        self.row.setContentsMargins(margin, 0, margin, 0)
        self.setFixedWidth(self.worn.pick(48, 136) if self._place else self.worn.pick(72, 200))


class _Part(Line):
    """One box of a date."""

    def __init__(self, editor: DateEditor, place: int, size: Size | None) -> None:
        self.frame = _Box(place, size)
        super().__init__(self.frame, size=size, ime=False)
        self._editor = editor
        self._place = place
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setInputMethodHints(HINTS[Kind.DATE])
        self.setProperty("kind", Kind.DATE.value)
        self.setProperty("part", _LETTERS[place])
        self.frame.row.addWidget(self)
        self.textEdited.connect(lambda text: editor.take(place, text))
        self.returnPressed.connect(editor.ask_next)
        self.emptied.connect(lambda: editor.step_back(place))

    def at_end(self) -> bool:
        """Whether the caret stands behind all text."""
        return self.cursorPosition() == len(self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Separators and the arrows at either end lead from box to box."""
        if event.matches(QKeySequence.StandardKey.Paste) and self._paste():
            return
        text = event.text()
        if text and text in _SEPARATING and not self.isReadOnly():
            self._editor.separate(self._place)
            return
        if event.modifiers() == Qt.KeyboardModifier.NoModifier and self._steps(event.key()):
            return
        self._editor.settle()
        super().keyPressEvent(event)

    def _steps(self, key: int) -> bool:
        if self.hasSelectedText():
            return False
        if key == Qt.Key.Key_Left and self.cursorPosition() == 0 and self._place:
            self._editor.step_back(self._place)
            return True
        if key == Qt.Key.Key_Right and self.at_end():
            self._editor.step_on(self._place)
            return True
        return False

    def _paste(self) -> bool:
        """A whole date pasted into any box fills all boxes."""
        text = QApplication.clipboard().text().strip()
        pieces = split(text, len(self._editor.boxes))
        if self.isReadOnly() or not all(pieces) or len(pieces) < 2:
            return False
        self._editor.take(0, text)
        return True
