"""What is not typed: where a photo, a signature or a paper will go."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from talentdesk.core.form import Kind, Question
from talentdesk.desktop import icons, shapes
from talentdesk.desktop.buttons import Button
from talentdesk.desktop.editors import Editor
from talentdesk.desktop.theme import Size
from talentdesk.desktop.words import Paragraph, Words, pair
from talentdesk.i18n import N_, say

_AIR = 8
"""Pixels below the button."""
_ICONS = {Kind.PHOTO: "camera", Kind.SIGNATURE: "signature", Kind.DOCUMENT: "document"}
_WORDS = {
    Kind.PHOTO: N_("The photo is put on the printed form."),
    Kind.SIGNATURE: N_("Signed or stamped by hand on the printed form."),
    Kind.DOCUMENT: N_("A paper to bring; nothing to type here."),
}


def _nothing(_language: str) -> tuple[Paragraph, ...]:
    return ()


class PlaceEditor(Words, Editor):
    """A quiet card that says what happens on paper, and of a photo's file whether it is what the office asks for."""

    def __init__(self, question: Question, id: str, size: Size | None = None) -> None:
        super().__init__(size=size)
        self.id = id
        self.kind = question.kind
        self.check_button: Button | None = None
        self._findings: Callable[[str], tuple[Paragraph, ...]] = _nothing
        self._languages = ("en", "")

    def offer_check(self, check: Callable[[], None]) -> None:
        """Offer to check a file; `check` is called when the person wants it."""
        self.check_button = Button(parent=self, icon="camera", small=True, size=self._size)
        self.check_button.clicked.connect(check)
        self._say_button()
        self._place_button()

    def show_findings(self, findings: Callable[[str], tuple[Paragraph, ...]]) -> None:
        """Say what came of a check below the card's own words, in whatever language is asked for."""
        self._findings = findings
        self.retranslate(*self._languages)

    def text(self) -> str:
        """Nothing is typed."""
        return ""

    def show_text(self, text: str) -> None:
        """Nothing is shown."""

    def retranslate(self, language: str, second: str) -> None:
        """Say it."""
        self._languages = language, second
        message = _WORDS[self.kind]
        other = say(message, second) if second else ""
        own = pair(say(message, language), language, other, second, "message", "muted")
        self.show_words(*own, *self._findings(language))
        self._say_button()
        self.updateGeometry()

    def describe(self, name: str, description: str) -> None:
        """Heard with the question."""
        self.setAccessibleName(f"{name}: {self.text_shown()}")

    def text_shown(self) -> str:
        """The card's words."""
        return super().text().replace("&&", "&")

    def lock(self, yes: bool) -> None:
        """Nothing to lock."""

    def stops(self) -> Sequence[QWidget]:
        """The button, where a file can be checked."""
        return () if self.check_button is None else (self.check_button,)

    def place_caret(self) -> None:
        """To the button, where there is one."""
        if self.check_button is not None:
            self.check_button.setFocus(Qt.FocusReason.TabFocusReason)

    def indent(self) -> int:
        """Room for the icon."""
        return self.worn.icon_side(18, 36) + self.worn.pick(11, 28) + self.worn.pick(11, 20)

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
        side = worn.icon_side(18, 36)
        room = self.width() - self.indent() - 12
        tall = self._block.height(room)
        top = (self.height() - self._below() - tall) // 2
        place = QRect(worn.pick(11, 28), top + (min(tall, self.worn.measure("field_height")) - side) // 2, side, side)
        icons.paint(painter, _ICONS[self.kind], place, worn.colour("muted"))
        self._block.paint(painter, self.indent(), top, room)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The button stands below the words."""
        super().resizeEvent(event)
        self._place_button()

    def changeEvent(self, event: QEvent) -> None:
        """The button follows the look."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._place_button()

    def _say_button(self) -> None:
        if self.check_button is not None:
            self.check_button.show_words(say("Check a photo…", self._languages[0]), self._languages[0])
            self._place_button()

    def _place_button(self) -> None:
        if self.check_button is not None:
            size = self.check_button.sizeHint()
            self.check_button.setGeometry(
                self.indent(), self.height() - size.height() - _AIR, size.width(), size.height()
            )

    def _below(self) -> int:
        """Room for the button."""
        return 0 if self.check_button is None else self.check_button.sizeHint().height() + _AIR

    def _room(self, words: int) -> int:
        return max(self.worn.measure("field_height"), words + self.worn.pick(8, 32)) + self._below()
