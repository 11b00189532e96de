"""The rules one by one: how the case stands with each, why, where it is written, and what would change it."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from talentdesk.core.interview import Interview
from talentdesk.desktop import shapes, theme
from talentdesk.desktop.bilingual import both, both_say, both_words
from talentdesk.desktop.chips import Chip, Mark, Status, Tone
from talentdesk.desktop.controls import Told
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.jumplink import JumpLink
from talentdesk.desktop.ring import shows_ring
from talentdesk.desktop.sourceline import SourceLine, source_told
from talentdesk.desktop.words import Paragraph, Span, Words, beside, pair
from talentdesk.i18n import N_, say
from talentdesk.service.citations import cited, read_on
from talentdesk.service.eligibility import (
    Judgement,
    changes_told,
    grounds_told,
    heading_told,
    message_told,
    threshold_told,
)

MET = Mark("tick_disc", Tone.OK, N_("Met"))
NOT_MET = Mark("octagon_cross", Tone.ERROR, N_("Not met"))
LOOK_AGAIN = Mark("triangle", Tone.ATTENTION, N_("Not met"))
"""A failed rule that asks for a second look only."""
OPEN = Mark("question_disc", Tone.ACCENT, N_("Open"))

_CHANGE, _SETTLED = N_("What would change it"), N_("An answer to this settles it")
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def mark_of(judgement: Judgement) -> Mark:
    """Icon, tone and word of an outcome."""
    if judgement.is_weak:
        return LOOK_AGAIN
    return {"pass": MET, "fail": NOT_MET}.get(judgement.status, OPEN)


class VerdictRow(Told):
    """One rule. The arrows walk from row to row, Enter goes to the question, F1 shows the whole source."""

    wanted = Signal(str)
    """The question to go to."""
    walked = Signal(int)
    """The arrows: so many rows on."""
    entered = Signal()

    def __init__(self, desk: Desk, judgement: Judgement, interview: Interview, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self.judgement, self._interview = desk, judgement, interview
        self._ringed = False
        self.mark = mark_of(judgement)
        self.links: list[JumpLink] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        worn, language = theme.current(), desk.language
        self.chip = Chip(self)
        self.chip.show_chip(self.mark.tone, self.mark.icon, say(self.mark.word, language), language)
        self._text = QVBoxLayout()
        self._text.setSpacing(0)
        self._full = Words(self)
        self._say()
        down, along = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        row = QBoxLayout(down if worn.kiosk else along, self)
        row.setContentsMargins(worn.pick(16, 32), worn.pick(10, 24), worn.pick(16, 32), worn.pick(12, 28))
        row.setSpacing(worn.pick(16, 12))
        row.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        row.addLayout(self._text, 1)

    def _say(self) -> None:
        desk, judgement, interview = self._desk, self.judgement, self._interview
        title = both(desk, lambda tag: heading_told(judgement, interview, tag))
        heading = Words(self)
        heading.show_words(beside(*title, "label"))
        self._text.addWidget(heading)
        message = both(desk, lambda tag: message_told(judgement, interview, tag))
        said = Words(self)
        said.show_words(*self._paragraphs())
        self._text.addWidget(said)
        self._add_sources()
        self._add_changes()
        self._add_links()
        self._full.show_words(*self._whole_source())
        self._full.hide()
        self._text.addWidget(self._full)
        self.setAccessibleName(f"{say(self.mark.word, desk.language)}: {title.text}")
        grounds = grounds_told(judgement, interview, desk.language)
        changes = changes_told(judgement, interview, desk.language)
        self.setAccessibleDescription(" ".join(part for part in (message.text, grounds, *changes) if part))

    def _paragraphs(self) -> Iterator[Paragraph]:
        """What is wrong, in both languages; then the answers it rests on."""
        desk, judgement, interview = self._desk, self.judgement, self._interview
        message = both(desk, lambda tag: message_told(judgement, interview, tag))
        grounds = both(desk, lambda tag: grounds_told(judgement, interview, tag))
        if message.text:
            yield from pair(*message, "message")
            yield (Span(grounds.text, "message_second", grounds.language, "muted"),)
        else:
            yield from pair(*grounds, "message")

    def _add_sources(self) -> None:
        language, day = self._desk.language, self._interview.as_of
        citation = self.judgement.citation
        if citation is not None:
            said = source_told(citation, language)
            self._text.addWidget(SourceLine(self._desk, said, citation, day, self))
        for value in self.judgement.thresholds:
            said = threshold_told(value, language)
            self._text.addWidget(SourceLine(self._desk, said, value.citation, day, self))

    def _add_changes(self) -> None:
        desk = self._desk
        first = changes_told(self.judgement, self._interview, desk.language)
        second = changes_told(self.judgement, self._interview, desk.second) if desk.second else ()
        if not first:
            return
        label = both_say(desk, _CHANGE)
        words = Words(self)
        paragraphs: list[Paragraph] = [
            (
                Span(label.text, "button_small", label.language, "accent"),
                Span(f"\u2002{label.second}" if label.second else "", "message_second", label.second_language, "muted"),
            )
        ]
        for place, sentence in enumerate(first):
            paragraphs.append((Span(sentence, "message", desk.language),))
            if place < len(second) and second[place] != sentence:
                paragraphs.append((Span(second[place], "message_second", desk.second, "muted"),))
        words.show_words(*paragraphs)
        self._text.addLayout(_iconed("swap", words, self))

    def _add_links(self) -> None:
        """The open questions, each a way to it; of a failed rule those that would change it."""
        judgement, desk = self.judgement, self._desk
        if judgement.status == "pass" or not judgement.questions:
            return
        if judgement.status == "unknown":
            label = both_say(desk, _SETTLED)
            words = Words(self)
            words.show_words(
                (
                    Span(label.text, "button_small", label.language, "accent"),
                    Span(f"\u2002{label.second}", "message_second", label.second_language, "muted"),
                )
            )
            self._text.addLayout(_iconed("swap", words, self))
        for question in judgement.questions:
            link = JumpLink(self)
            link.show_words(*both_words(desk, self._interview.question(question).label))
            link.setAccessibleName(say("Go to “{question}”", desk.language, question=link.text()))
            link.clicked.connect(lambda _=False, question=question: self.wanted.emit(question))
            self.links.append(link)
            self._text.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft if not theme.current().kiosk else _FULL_WIDTH)

    def _whole_source(self) -> Iterator[Paragraph]:
        citation, language, second = self.judgement.citation, self._desk.language, self._desk.second
        if citation is None:
            return
        if second:
            yield (Span(" · ".join(cited(citation, second)), "message_second", second, "muted"),)
        if citation.note is not None:
            yield from pair(*both_words(self._desk, citation.note), "message")
        if citation.address:
            yield (Span(citation.address, "message_second", "en", "muted"),)
        if citation.read_on is not None:
            yield (Span(read_on(citation, language), "message_second", language, "muted"),)
        if citation.reviewed_by:
            said = say("checked by {who}", language, who=citation.reviewed_by)
            yield (Span(said, "message_second", language, "muted"),)

    def toggle_source(self) -> None:
        """Shows everything that is known about the source, or hides it again."""
        self._full.setVisible(self._full.isHidden())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk, Enter goes to the first question."""
        if event.key() in _STEPS:
            self.walked.emit(_STEPS[Qt.Key(event.key())])
        elif event.key() in _ENTER and self.judgement.questions:
            self.wanted.emit(self.judgement.questions[0])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click takes the focus."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Shows the ring."""
        self._ringed = shows_ring(event)
        self.update()
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hides the ring."""
        self._ringed = False
        self.update()
        super().focusOutEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A band and a ring where the focus is."""
        if not self.hasFocus():
            return
        worn = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), worn.colour("accent_soft"))
        painter.fillRect(0, 0, worn.pick(3, 6), self.height(), worn.colour("accent"))
        if self._ringed:
            ring = self.rect().adjusted(worn.pick(5, 10), 3, -3, -3)
            shapes.box(painter, ring, worn.field_radius, None, worn.colour("focus"), worn.ring)
        painter.end()


_FULL_WIDTH = Qt.AlignmentFlag(0)


def _iconed(icon: str, words: Words, parent: QWidget) -> QHBoxLayout:
    worn = theme.current()
    status = Status(parent)
    status.show_status(Mark(icon, Tone.ACCENT, ""), "", "en")
    row = QHBoxLayout()
    row.setContentsMargins(0, worn.pick(5, 12), 0, 0)
    row.setSpacing(worn.pick(8, 12))
    row.addWidget(status, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(words, 1)
    return row
