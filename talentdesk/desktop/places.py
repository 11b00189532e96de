"""What is not typed: where a photo, a signature or a paper will go."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from talentdesk.core.form import Kind, Question
from talentdesk.desktop import icons, shapes
from talentdesk.desktop.editors import Editor
from talentdesk.desktop.theme import Size
from talentdesk.desktop.words import Words, pair
from talentdesk.i18n import N_, say

_ICONS = {Kind.PHOTO: "camera", Kind.SIGNATURE: "signature", Kind.DOCUMENT: "document"}
_WORDS = {
    Kind.PHOTO: N_("The photo is put on the printed form."),
    Kind.SIGNATURE: N_("Signed by hand on the printed form."),
    Kind.DOCUMENT: N_("A paper to bring; nothing to type here."),
}


class PlaceEditor(Words, Editor):
    """A quiet card that says what happens on paper."""

    def __init__(self, question: Question, id: str, size: Size | None = None) -> None:
        super().__init__(size=size)
        self.id = id
        self._kind = question.kind

    def text(self) -> str:
        """Nothing is typed."""
        return ""

    def show_text(self, text: str) -> None:
        """Nothing is shown."""

    def retranslate(self, language: str, second: str) -> None:
        """Say it."""
        message = _WORDS[self._kind]
        other = say(message, second) if second else ""
        self.show_words(*pair(say(message, language), language, other, second, "message", "muted"))

    def describe(self, name: str, description: str) -> None:
        """Heard with the question."""
        self.setAccessibleName(f"{name}: {self.text_shown()}")

    def text_shown(self) -> str:
        """The card's words."""
        return super().text().replace("&&", "&")

    def lock(self, yes: bool) -> None:
        """Nothing to lock."""

    def stops(self) -> Sequence[QWidget]:
        """No stop."""
        return ()

    def place_caret(self) -> None:
        """Nowhere."""

    def indent(self) -> int:
        """Room for the icon."""
        return self.worn.pick(40, 84)

    def sizeHint(self) -> QSize:
        """A card as high as a field."""
        hint = super().sizeHint()
        return QSize(hint.width() + 12, self._room(hint.height()))

    def heightForWidth(self, width: int) -> int:
        """A card as high as a field, or as its words need."""
        return self._room(super().heightForWidth(width - 12))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint card, icon and words."""
        painter = QPainter(self)
        worn = self.worn
        shapes.dashed_box(painter, self.rect(), worn.field_radius, worn.colour("field_line"))
        side = worn.pick(18, 36)
        place = QRect(worn.pick(11, 28), (self.height() - side) // 2, side, side)
        icons.paint(painter, _ICONS[self._kind], place, worn.colour("muted"))
        room = self.width() - self.indent() - 12
        self._block.paint(painter, self.indent(), (self.height() - self._block.height(room)) // 2, room)
        painter.end()

    def _room(self, words: int) -> int:
        return max(self.worn.measure("field_height"), words + self.worn.pick(8, 32))
