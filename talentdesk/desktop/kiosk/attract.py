"""While nobody is here: four languages, and each begins a visit."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from talentdesk.desktop import icons, shapes, theme
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.chips import INFORMATION, Mark, Tone
from talentdesk.desktop.controls import Message
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.kiosk.papernotice import PaperNotice
from talentdesk.desktop.kiosk.sheet import Sheet
from talentdesk.desktop.words import Paragraph, Span, Words
from talentdesk.i18n import LANGUAGES, N_, native_name, say

_WELCOME = N_("Your application forms, filled in step by step.")
_START = N_("Start here")
_NOTHING_STAYS = N_("Nothing stays on this machine when you leave.")
_HELP = N_("Need help? Ask the staff in this hall.")
_SWITCH = N_("With one switch: press F12. What can be chosen is lit in turn, and F12 chooses it.")
_STEPS = (
    ("pencil", N_("Answer one question at a time")),
    ("document", N_("See your papers before they are printed")),
    ("printer", N_("Take them along, with a list of what to bring")),
)
_ICON, _DISC = 56, 112
_SAFE = Mark("shield", Tone.OK, N_("In order"))
_ONE = Mark("switch", Tone.ACCENT, N_("One switch"))
_ORDER = ("zh-Hans", "zh-Hant-HK", "en", "pt")


class LanguageButton(Button):
    """A language in its own words."""

    def __init__(self, language: str, parent: QWidget | None = None) -> None:
        super().__init__(Role.PLAIN, parent)
        self.language = language
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _paragraphs(self, dress: object) -> tuple[Paragraph, ...]:
        caption, language, second, second_language = self._caption
        ink, below = getattr(dress, "ink", "text"), getattr(dress, "second", "muted")
        first: Paragraph = (Span(caption, "section_title", language, ink),)
        return (first, (Span(second, "body", second_language, below),)) if second else (first,)

    def sizeHint(self) -> QSize:
        """Large: it is the first thing a person touches."""
        hint = super().sizeHint()
        high = self.window().height() > self.window().width()
        return QSize(hint.width(), max(hint.height(), 240 if high else 160))


class _Step(QWidget):
    """One of the three things that happen here: a picture, and words below it."""

    def __init__(self, icon: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon = icon
        self._words = Words(self, centred=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, _DISC + 20, 0, 0)
        column.addWidget(self._words)

    def show_words(self, first: str, language: str, second: str, second_language: str) -> None:
        """Says it."""
        lines: list[Paragraph] = [(Span(first, "button", language),), (Span(second, "body", second_language, "muted"),)]
        self._words.show_words(*lines)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture on its disc."""
        worn, painter = theme.current(), QPainter(self)
        disc = QRect((self.width() - _DISC) // 2, 0, _DISC, _DISC)
        shapes.box(painter, disc, _DISC / 2, worn.colour("accent_soft"), None)
        side = (_DISC - _ICON) // 2
        icons.paint(painter, self._icon, disc.adjusted(side, side, -side, -side), worn.colour("accent"))
        painter.end()


class Attract(Sheet):
    """Says in four languages what the machine does."""

    chosen = Signal(str)
    """A language: somebody is here."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.back.hide()
        self.main.hide()
        self._welcome = Words(self)
        self.languages = [LanguageButton(tag, self) for tag in _ORDER if tag in LANGUAGES]
        self._grid = QGridLayout()
        self._grid.setSpacing(24)
        for button in self.languages:
            button.clicked.connect(lambda _=False, tag=button.language: self.chosen.emit(tag))
        self._steps = [_Step(icon, self) for icon, _words in _STEPS]
        self._way = QHBoxLayout()
        self._way.setSpacing(40)
        for step in self._steps:
            self._way.addWidget(step, 1, Qt.AlignmentFlag.AlignTop)
        self._promises = [Message(self) for _ in range(3)]
        self.paper_notice = PaperNotice(desk, self)
        self.top.addWidget(self.paper_notice)
        self._split = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._split.setSpacing(56)
        self._split.addWidget(self._welcome, 1)
        self._split.addLayout(self._grid, 1)
        self.body.addSpacing(16)
        self.body.addLayout(self._split)
        self.body.addStretch(2)
        self.body.addLayout(self._way)
        self.body.addStretch(2)
        self._promised = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._promised.setSpacing(24)
        for promise in self._promises:
            self._promised.addWidget(promise, 1)
        self.body.addLayout(self._promised)
        self.body.addStretch(1)
        self.retranslate()

    def title(self, language: str) -> str:
        """What the machine does."""
        return say(_WELCOME, language)

    def aloud(self, language: str) -> str:
        """In the language of the button that has the focus."""
        steps = (message for _icon, message in _STEPS)
        told = [say(message, language) for message in (_WELCOME, *steps, _START, _NOTHING_STAYS)]
        return "\n".join(told if self.paper_notice.isHidden() else [self.paper_notice.words(language), *told])

    def focus_place(self) -> QWidget:
        """The language the machine was left in."""
        return next((b for b in self.languages if b.language == self.desk.language), self.languages[0])

    def retranslate(self) -> None:
        """All four at once, the machine's own first."""
        first = self.desk.language
        tags = [first, *(tag for tag in _ORDER if tag != first)]
        paragraphs: list[Paragraph] = [(Span(say(_WELCOME, first), "page_title", first),)]
        paragraphs += [(Span(say(_WELCOME, tag), "page_title_second", tag, "muted"),) for tag in tags[1:]]
        self._welcome.show_words(*paragraphs)
        for button in self.languages:
            tag = button.language
            button.show_words(native_name(tag), tag, say(_START, tag), tag)
        beside = next(tag for tag in tags[1:] if not (first.startswith("zh") and tag.startswith("zh")))
        for step, (_icon, message) in zip(self._steps, _STEPS, strict=True):
            step.show_words(say(message, first), first, say(message, beside), beside)
        self.paper_notice.retranslate(beside)
        for promise, message, mark in zip(
            self._promises, (_NOTHING_STAYS, _HELP, _SWITCH), (_SAFE, INFORMATION, _ONE), strict=True
        ):
            promise.show_message(mark, say(message, first), first, say(message, beside), beside)

    def arrange(self) -> None:
        """On its side the languages stand beside the welcome."""
        wide = self.is_wide
        for button in self.languages:
            button.updateGeometry()
        self._split.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self._promised.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        columns = 1 if theme.current().zoom > 150 else 2
        for place, button in enumerate(self.languages):
            self._grid.addWidget(button, place // columns, place % columns)

    def restyle(self) -> None:
        """Letters may have grown."""
        self.arrange()
        self.retranslate()
