"""What helps with the question at hand: what is meant, and where the rule behind it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget

from talentdesk.core.form import Citation, Grade, Question, Text
from talentdesk.desktop import icons, shapes, theme
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.chips import GRADES, Chip
from talentdesk.desktop.controls import Panel
from talentdesk.desktop.touch import FingerScroll
from talentdesk.desktop.words import Block, Paragraph, Span, Words
from talentdesk.i18n import N_, say, word
from talentdesk.service.citations import cited, read_on

if TYPE_CHECKING:
    from talentdesk.core.form import Edition
    from talentdesk.desktop.desk import Desk

FULL_TEXT = N_("Full text")
CLOSE = N_("Close")
_WHY = N_("Why it is asked")
_SOURCE = N_("Source")
_DOUBT = {
    Grade.C: N_("This rests on a weak source. Ask the office before you rely on it."),
    Grade.M: N_("Not verified: no official text was found. Ask the office before you rely on it."),
}
_GAP: Paragraph = (Span("\u00a0", "message_second", "en"),)
_LEAST = 90
_MARGINS = (24, 11, 16, 9)
_UNFOLDED = 320


class HelpPanel(Panel):
    """Help in both languages and a line of source. Unfolded, everything that is known about the question.

    Its height is that of the longest help of the section, so that moving on never moves the page.
    """

    folded = Signal()
    """The full text was put away: the focus goes back to the field."""

    def __init__(self, desk: Desk, edition: Edition, parent: QWidget | None = None) -> None:
        super().__init__("surface", parent, lines="top")
        self._desk = desk
        self._edition = edition
        self._sources = sources(edition)
        self._question: Question | None = None
        self._section: Sequence[Question] = ()
        self._heights: dict[tuple[str, int], int] = {}
        self._widths: dict[str, int] = {}
        """Pixels a grade's chip takes; both are forgotten when words or sizes change."""
        self.help = _Iconed("info", "accent", self)
        self.source = _Iconed("link", "muted", self)
        self.grade = Chip(self, square=True)
        self.more = Button(Role.LINK, self, small=True)
        self.full = _FullText(self)
        self.more.clicked.connect(self.toggle)
        self._lay_out()
        self.restyle()

    @property
    def is_unfolded(self) -> bool:
        """Whether the full text is shown."""
        return not self.full.isHidden()

    def show_section(self, questions: Sequence[Question]) -> None:
        """These questions stand on the page."""
        self._section = questions
        self._settle()

    def show_question(self, question: Question | None) -> None:
        """Help for this question."""
        if question is not self._question:
            self._question = question
            self._say()
            if theme.current().kiosk:
                self._settle()

    def toggle(self) -> None:
        """Unfold the full text, or fold it again."""
        unfolded = not self.is_unfolded
        self.full.setVisible(unfolded)
        self.help.setVisible(not unfolded)
        self._say()
        self._settle()
        if unfolded:
            self.full.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.folded.emit()

    def retranslate(self) -> None:
        """Say everything."""
        self._heights.clear()
        self._widths.clear()
        self._say()
        self._settle()

    def restyle(self) -> None:
        """A bar below the page at the counter; on the kiosk a part of the page."""
        self._heights.clear()
        self._widths.clear()
        kiosk = theme.current().kiosk
        self.dress("canvas" if kiosk else "surface", "" if kiosk else "top")
        self._column.setContentsMargins(*((0, 16, 0, 0) if kiosk else _MARGINS))
        # The button stands at the far right of the bar, but right below the help of a page.
        self._foot.removeItem(self._gap)
        self._foot.insertItem(self._foot.count() if kiosk else self._foot.count() - 1, self._gap)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape folds the full text."""
        if self.is_unfolded and event.key() == Qt.Key.Key_Escape:
            self.toggle()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ring of the full text while the keys scroll it."""
        super().paintEvent(event)
        if self.full.hasFocus():
            painter = QPainter(self)
            worn = theme.current()
            shapes.box(painter, self.full.geometry(), worn.field_radius, None, worn.colour("focus"), worn.field_ring)
            painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width wraps the help otherwise."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._settle()

    def _lay_out(self) -> None:
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        column = self._column = QVBoxLayout(self)
        column.setSpacing(4)
        column.addWidget(self.help)
        column.addWidget(self.full, 1)
        column.addStretch(0)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.source, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.grade, 0, Qt.AlignmentFlag.AlignVCenter)
        self._gap = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding)
        row.addItem(self._gap)
        row.addWidget(self.more, 0, Qt.AlignmentFlag.AlignBottom)
        self._foot = row
        column.addLayout(row)
        self.full.hide()

    def _say(self) -> None:
        language, second = self._desk.language, self._desk.second
        question = self._question
        citation = self._citation(question)
        self.help.show_words(*(_help(question, language, second) if question else ()))
        self.help.setVisible(bool(self.help.text()) and not self.is_unfolded)
        self.source.show_words(*((_source(citation, language),) if citation else ()))
        shown = citation is not None and not self.is_unfolded
        self.source.setVisible(shown)
        self.grade.setVisible(shown)
        if citation is not None:
            tone, said = GRADES[citation.grade]
            self.grade.show_chip(tone, "", say(said, language), language)
        self.more.setVisible(question is not None)
        self.more.show_key("F1" if not theme.current().kiosk else "")
        self.more.show_words(say(CLOSE if self.is_unfolded else FULL_TEXT, language), language)
        if question is not None and self.is_unfolded:
            self.full.show_text(list(self._everything(question, language, second)))

    def _settle(self) -> None:
        """As high as the longest help of the section."""
        margins = self._column.contentsMargins()
        room = max(200, self.width() - margins.left() - margins.right())
        at_hand = [self._question] if theme.current().kiosk and self._question else self._section
        needed = max((self._needed(question, room) for question in at_hand), default=0)
        self.setFixedHeight(
            max(_LEAST, needed, theme.current().pick(_UNFOLDED, 2 * _UNFOLDED) if self.is_unfolded else 0)
        )
        # Inside a resize Qt would lay the parts out for the height before.
        self._column.setGeometry(self.rect())

    def _needed(self, question: Question, room: int) -> int:
        if (question.id, room) not in self._heights:
            self._heights[question.id, room] = self._height(question, room)
        return self._heights[question.id, room]

    def _height(self, question: Question, room: int) -> int:
        language, second = self._desk.language, self._desk.second
        worn = theme.current()
        indent = self.help.indent()
        help_height = Block(_help(question, language, second), worn).height(room - indent)
        citation = self._citation(question)
        lower = self.more.sizeHint().height()
        if citation is not None:
            beside = room - indent - self._chip_width(citation.grade) - self.more.sizeHint().width() - 28
            block = Block((_source(citation, language),), worn)
            lower = max(lower, block.height(max(80, beside)))
        margins = self._column.contentsMargins()
        return help_height + lower + margins.top() + margins.bottom() + self._column.spacing()

    def _chip_width(self, grade: str) -> int:
        if grade not in self._widths:
            chip, (tone, said) = Chip(square=True), GRADES[grade]
            chip.show_chip(tone, "", say(said, self._desk.language), self._desk.language)
            self._widths[grade] = chip.sizeHint().width()
        return self._widths[grade]

    def _citation(self, question: Question | None) -> Citation | None:
        keys = self._sources.get(question.id, ()) if question is not None else ()
        return self._edition.citations[keys[0]] if keys else None

    def _everything(self, question: Question, language: str, second: str) -> Iterator[Paragraph]:
        yield from _help(question, language, second)
        if question.purpose is not None and question.help is not None:
            yield _GAP
            yield from _headed(say(_WHY, language), question.purpose, language, second)
        for key in self._sources.get(question.id, ()):
            yield _GAP
            yield from _cited(self._edition.citations[key], language, second)


class _Iconed(Words):
    """Words beside an icon."""

    def __init__(self, icon: str, colour: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._colour = icon, colour

    def indent(self) -> int:
        """Room for the icon."""
        return self.worn.pick(24, 48)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint icon and words."""
        painter = QPainter(self)
        self.paint_words(painter)
        side, line = self.worn.icon_side(16, 32), self.worn.style((self.worn.kiosk and "body") or "small").line
        icons.paint(painter, self._icon, QRect(0, (line - side) // 2, side, side), self.worn.colour(self._colour))
        painter.end()


class _FullText(QScrollArea):
    """A text that scrolls with the keyboard."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        FingerScroll(self)
        self._words = Words()
        self.setWidget(self._words)
        self.setViewportMargins(12, 8, 4, 8)
        # The bar's own background shows through.
        self.viewport().setAutoFillBackground(False)
        self._words.setAutoFillBackground(False)
        self.setWidgetResizable(True)
        # The words have the focus, as text that is read out; the keys that scroll come here from them.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._words.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(self._words)
        self._words.installEventFilter(self)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_text(self, paragraphs: Sequence[Paragraph]) -> None:
        """Show these paragraphs from the top."""
        self._words.show_words(*paragraphs)
        self.verticalScrollBar().setValue(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The bar paints the ring around it while the words have the focus."""
        if watched is self._words and event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._tell()
        return super().eventFilter(watched, event)

    def _tell(self) -> None:
        if (parent := self.parentWidget()) is not None:
            parent.update()


def sources(edition: Edition) -> Mapping[str, tuple[str, ...]]:
    """The citations each question rests on: its own, those of the rules about it, of the deadlines it starts."""
    found: dict[str, list[str]] = {question.id: [question.cite] for question in edition.questions}
    for rule in edition.rules:
        found.get(rule.about, []).append(rule.cite)
    for deadline in edition.deadlines:
        for id in deadline.start.needs & found.keys():
            found[id].append(deadline.cite)
    known = edition.citations
    return {id: tuple(dict.fromkeys(key for key in keys if key in known)) for id, keys in found.items()}


def _help(question: Question, language: str, second: str) -> tuple[Paragraph, ...]:
    text = question.help or question.purpose
    if text is None:
        return ()
    first, other = word(text, language), word(text, second) if second else ""
    kiosk = theme.current().kiosk
    said: list[Paragraph] = [(Span(first, "body" if kiosk else "button_small", language),)]
    if other and other != first:
        said.append((Span(other, "small", second, "muted"),))
    return tuple(said)


def _source(citation: Citation, language: str) -> Paragraph:
    return (Span(" · ".join(cited(citation, language)), "small", language, "muted"),)


def _headed(head: str, text: Text, language: str, second: str) -> Iterator[Paragraph]:
    yield (Span(head, "button_small", language, "accent"),)
    yield (Span(word(text, language), "small", language),)
    if second and word(text, second) != word(text, language):
        yield (Span(word(text, second), "small", second, "muted"),)


def _cited(citation: Citation, language: str, second: str) -> Iterator[Paragraph]:
    yield (Span(say(_SOURCE, language), "button_small", language, "accent"),)
    yield (Span(" · ".join(cited(citation, language)), "small", language),)
    if second:
        yield (Span(" · ".join(cited(citation, second)), "small", second, "muted"),)
    yield (Span(say(GRADES[citation.grade][1], language), "small", language, "muted"),)
    if citation.grade in _DOUBT:
        yield (Span(say(_DOUBT[citation.grade], language), "small", language, "attention"),)
    if citation.note is not None:
        yield (Span(word(citation.note, language), "small", language),)
    if citation.address:
        yield (Span(citation.address, "small", "en", "muted"),)
    if citation.read_on is not None:
        yield (Span(read_on(citation, language), "small", language, "muted"),)
