"""The rules one by one: how the case stands with each, why, where it is written, and what would change it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from talentdesk.core.form import Citation, Grade
from talentdesk.core.interview import Interview
from talentdesk.desktop import shapes, theme
from talentdesk.desktop.bilingual import both, both_say, both_words
from talentdesk.desktop.cards import HeadedCard
from talentdesk.desktop.chips import GRADES, Chip, Mark, Status, Tone
from talentdesk.desktop.controls import Rule, clear
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.jumplink import JumpLink
from talentdesk.desktop.ring import shows_ring
from talentdesk.desktop.words import Paragraph, Span, Words, beside, pair
from talentdesk.i18n import N_, format_date, plural, say
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

_SOURCE = Mark("link", Tone.QUIET, "")
_NOTE = N_("This is for preparing the case only; the authority decides.")
_NONE = N_("Of this procedure no rule applies to what is answered so far.")
_CHANGE, _SETTLED = N_("What would change it"), N_("An answer to this settles it")
_DOUBTFUL = (Grade.C, Grade.M)
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def mark_of(judgement: Judgement) -> Mark:
    """Icon, tone and word of an outcome."""
    if judgement.is_weak:
        return LOOK_AGAIN
    return {"pass": MET, "fail": NOT_MET}.get(judgement.status, OPEN)


class SourceLine(QWidget):
    """Where something is written and since when, with a chip that says how well it is known."""

    def __init__(self, desk: Desk, said: str, citation: Citation, day: date, parent: QWidget) -> None:
        """`day` is the one that is judged by: a text not read again for a year before it is marked."""
        super().__init__(parent)
        worn, language = theme.current(), desk.language
        words = Status(self, wrap=True)
        words.show_status(_SOURCE, said, language, "message")
        chips = QHBoxLayout()
        chips.setContentsMargins(worn.pick(0, 44), 0, 0, 0)
        chips.setSpacing(worn.pick(6, 12))
        tone, grade = GRADES[citation.grade]
        self._add(chips, tone if citation.grade in _DOUBTFUL else Tone.QUIET, "", say(grade, language), language)
        if citation.is_stale(day) and citation.read_on is not None:
            read = format_date(citation.read_on, language)
            self._add(chips, Tone.ATTENTION, "clock", say("not read again since {day}", language, day=read), language)
        down, along = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        row = QBoxLayout(down if worn.kiosk else along, self)
        row.setContentsMargins(0, worn.pick(3, 8), 0, 0)
        row.setSpacing(8)
        row.addWidget(words)
        row.addLayout(chips)
        (chips if worn.kiosk else row).addStretch(1)

    def _add(self, chips: QHBoxLayout, tone: Tone, icon: str, text: str, language: str) -> None:
        chip = Chip(self, square=True)
        chip.show_chip(tone, icon, text, language)
        chips.addWidget(chip, 0, Qt.AlignmentFlag.AlignTop)


class VerdictRow(QWidget):
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
            parts = list(cited(citation, language))
            if citation.in_force is None and citation.read_on is not None:
                parts.append(read_on(citation, language))
            said = " · ".join(parts)
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


class VerdictCard(HeadedCard):
    """All rules that apply, what is not met first, with the counts beside the title."""

    wanted = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shown: tuple[tuple[Judgement, ...], Interview] | None = None
        self.rows: list[VerdictRow] = []
        self.counts = [Chip(self) for _ in range(3)]
        for chip in self.counts:
            self.head.addWidget(chip)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.body.addLayout(self._list)
        self._none, self._note = Words(self), Words(self)
        self._tail = QVBoxLayout()
        self._tail.addWidget(self._none)
        self._tail.addWidget(self._note)
        self.body.addStretch(1)
        self.body.addWidget(Rule(self))
        self.body.addLayout(self._tail)
        self.here = ""
        """The rule that has the focus or had it last."""

    def show_judgements(self, judgements: Sequence[Judgement], interview: Interview) -> None:
        """Shows these, the focus on the rule where it was."""
        self._shown = (tuple(judgements), interview)
        had_focus = any(row.hasFocus() or row.isAncestorOf(self.focusWidget() or self) for row in self.rows)
        here = self.here
        clear(self._list)
        # The rows that went handed the focus from one to the next.
        self.here = here
        self.rows = []
        for judgement in judgements:
            if self.rows:
                self._list.addWidget(Rule(self))
            row = VerdictRow(self._desk, judgement, interview, self)
            row.wanted.connect(self.wanted)
            row.walked.connect(lambda by, row=row: self._walk(row, by))
            row.entered.connect(lambda row=row: self._stand_at(row))
            self._list.addWidget(row)
            self.rows.append(row)
        self._align()
        self._none.setVisible(not self.rows)
        self._count()
        if had_focus and (place := self.place()) is not None:
            place.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self) -> VerdictRow | None:
        """The row where the focus belongs; None where there is none."""
        here = next((row for row in self.rows if row.judgement.rule == self.here), None)
        return here or next(iter(self.rows), None)

    def retranslate(self) -> None:
        """Puts the words anew."""
        self.show_title(*both_say(self._desk, N_("Rule by rule")))
        self._none.show_words(*pair(*both_say(self._desk, _NONE), "body"))
        self._note.show_words(beside(*both_say(self._desk, _NOTE), "message"))
        if self._shown is not None:
            self.show_judgements(*self._shown)

    def restyle_rows(self) -> None:
        """Takes sizes from the theme."""
        side, air = theme.current().pick(16, 32), theme.current().pick(9, 24)
        self._tail.setContentsMargins(side, air, side, air)
        self._tail.setSpacing(air)
        if self._shown is not None:
            self.show_judgements(*self._shown)

    def _stand_at(self, row: VerdictRow) -> None:
        self.here = row.judgement.rule

    def _walk(self, row: VerdictRow, by: int) -> None:
        at = self.rows.index(row) + by
        if 0 <= at < len(self.rows):
            self.rows[at].setFocus(Qt.FocusReason.TabFocusReason)

    def _align(self) -> None:
        """The texts of all rows begin at the same place."""
        widest = max((row.chip.sizeHint().width() for row in self.rows), default=0)
        for row in self.rows:
            row.chip.setFixedWidth(row.chip.sizeHint().width())
            layout = row.layout()
            if isinstance(layout, QBoxLayout) and not theme.current().kiosk:
                layout.setSpacing(16 + widest - row.chip.sizeHint().width())

    def _count(self) -> None:
        language = self._desk.language
        found = [row.judgement.status for row in self.rows]
        met, failed, unknown = (found.count(status) for status in ("pass", "fail", "unknown"))
        self._tell(0, met, MET, plural("{count} met", "{count} met", met, language))
        self._tell(1, failed, NOT_MET, plural("{count} not met", "{count} not met", failed, language))
        self._tell(2, unknown, OPEN, plural("{count} open", "{count} open", unknown, language))

    def _tell(self, index: int, count: int, mark: Mark, text: str) -> None:
        self.counts[index].show_chip(mark.tone, mark.icon, text, self._desk.language)
        self.counts[index].setVisible(count > 0)
