"""Check your answers: every one as it will be printed, each with a way to change it that leads back here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from talentdesk.core.cells import split_cell
from talentdesk.core.form import PLACES, Question
from talentdesk.core.interview import AnswerState, Interview
from talentdesk.desktop import icons, shapes, theme
from talentdesk.desktop.bilingual import both, both_say, both_words
from talentdesk.desktop.cards import HeadedCard
from talentdesk.desktop.chips import ERROR, GOOD, NOTICE, Mark, ink
from talentdesk.desktop.controls import Message, Rule, clear
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.kiosk.sheet import Sheet, caption, heading
from talentdesk.desktop.remarks import MISSING
from talentdesk.desktop.ring import shows_ring
from talentdesk.desktop.tact import remarks
from talentdesk.desktop.words import Block, Paragraph, Span, Words
from talentdesk.i18n import N_, plural, say, word
from talentdesk.service.wording import shown

_TITLE, _CHANGE, _PAPER = N_("Check your answers"), N_("Change"), N_("See my papers")
_ROOM = 250
"""Pixels at the right for the word that changes an answer."""


class AnswerLine(QAbstractButton):
    """Label, answer, what is wrong with it, and “Change”. The whole line is touched."""

    walked = Signal(int)

    def __init__(
        self, desk: Desk, question: Question, answer: str, told: Sequence[tuple[Mark, str]], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.id = question.id
        self._ringed = False
        self._mark = told[0][0] if told else None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        label = both_words(desk, question.label)
        first: list[Span] = [Span(label.text, "small", label.language, "muted")]
        if label.second:
            first.append(Span(f"  {label.second}", "small", label.second_language, "muted"))
        lines: list[Paragraph] = [tuple(first)]
        lines += [(Span(line, "button", desk.language),) for line in answer.split("\n") if line]
        lines += [(Span(sentence, "small", desk.language, ink(mark.tone)),) for mark, sentence in told]
        self._block = Block(lines, theme.current())
        change = both_say(desk, _CHANGE)
        self._change = Block(((Span(change.text, "button", change.language, "accent"),),), theme.current())
        said = ", ".join((label.text, answer, *(sentence for _mark, sentence in told), change.text))
        self.setText(said.replace("&", "&&").replace("\n", " "))

    def hasHeightForWidth(self) -> bool:
        """Long answers wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Everything, and never too low for a finger."""
        room = max(160, width - 32 - self._left() - self._right())
        return max(theme.current(theme.Size.KIOSK).measure("target_min"), self._block.height(room) + 32)

    def _left(self) -> int:
        return 84

    def _right(self) -> int:
        return 32 + max(self._change.width, 96) + 32

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(400, self.heightForWidth(900))

    def minimumSizeHint(self) -> QSize:
        """Narrow lines are high."""
        return QSize(320, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter changes; the arrows are the page's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A ring where the focus came by keyboard."""
        super().focusInEvent(event)
        self._ringed = shows_ring(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No ring."""
        super().focusOutEvent(event)
        self._ringed = False
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """State, label, answer, change."""
        worn, painter = theme.current(), QPainter(self)
        if self.hasFocus():
            painter.fillRect(self.rect(), worn.colour("accent_soft"))
        if self._ringed:
            shapes.box(painter, self.rect().adjusted(4, 3, -4, -3), 12, None, worn.colour("focus"), worn.ring)
        mark = self._mark or GOOD
        place = self.rect().adjusted(32, 20, 0, 0)
        place.setSize(QSize(36, 36))
        icons.paint(painter, mark.icon, place, worn.colour(ink(mark.tone)))
        self._block.paint(painter, self._left(), 16, self.width() - 32 - self._left() - self._right())
        y = (self.height() - self._change.height(1 << 20)) // 2
        self._change.paint(painter, self.width() - 32 - self._change.width, y, 1 << 20)
        painter.end()


class Answers(Sheet):
    """Sections with their answers; what is missing or wrong stands first in words, and never blocks."""

    wanted = Signal(str)
    """A question to be changed."""
    accepted = Signal()

    holds_answers = True

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._interview: Interview | None = None
        self._left_out: frozenset[str] = frozenset()
        self.lines: dict[str, AnswerLine] = {}
        self._last = ""
        self._title, self._sum = Words(self), Message(self)
        self._list = QVBoxLayout()
        self._list.setSpacing(24)
        self.body.addWidget(self._title)
        self.body.addWidget(self._sum)
        self.body.addLayout(self._list)
        self.body.addStretch(1)
        self.main.clicked.connect(self.accepted)
        self.retranslate()

    def show_for(self, interview: Interview, left_out: frozenset[str] = frozenset()) -> None:
        """These answers; `left_out` were not asked because the person did not agree to them."""
        self._interview, self._left_out = interview, left_out
        self._show()

    def forget(self) -> None:
        """Nobody's answers."""
        self._interview, self._left_out, self._last = None, frozenset(), ""
        self._show()

    def _questions(self, questions: Iterable[Question]) -> list[Question]:
        return [each for each in questions if each.kind not in PLACES and each.id not in self._left_out]

    def _show(self) -> None:
        clear(self._list)
        self.lines = {}
        interview = self._interview
        if interview is None:
            return
        for view in interview.sections():
            questions = self._questions(view.questions)
            if not questions:
                continue
            card = HeadedCard(self)
            card.show_title(*both_words(self.desk, view.section.title))
            for place, question in enumerate(questions):
                if place:
                    card.body.addWidget(Rule(card))
                line = AnswerLine(self.desk, question, self._answer(question), self._told(question), card)
                line.clicked.connect(lambda _=False, id=question.id: self._ask(id))
                card.body.addWidget(line)
                self.lines[question.id] = line
            self._list.addWidget(card)
        self._say_sum()

    def _ask(self, id: str) -> None:
        self._last = id
        self.wanted.emit(id)

    def _answer(self, question: Question) -> str:
        interview, language = self._interview, self.desk.language
        assert interview is not None
        if question.columns:
            return "\n".join(_row(question, row, interview, language) for row in range(interview.rows(question.id)))
        state = interview.state(question.id)
        if state is AnswerState.DECLINED:
            return shown(interview, question.id, language) or say("None", language)
        if state is AnswerState.UNANSWERED:
            return "—"
        return shown(interview, question.id, language) or interview.typed.get(question.id, "")

    def _told(self, question: Question) -> list[tuple[Mark, str]]:
        interview = self._interview
        assert interview is not None
        problems = [p for p in interview.problems() if (split_cell(p.question) or (p.question,))[0] == question.id]
        told = remarks(problems, interview, self.desk.language, "")
        marks = {"error": ERROR, "notice": NOTICE, "missing": MISSING}
        return list(dict.fromkeys((marks[str(each.severity)], each.sentence) for each in told))

    def _say_sum(self) -> None:
        open_ = sum(1 for line in self.lines.values() if line._mark is not None)
        if not open_:
            said = both_say(self.desk, N_("Everything is answered. Look at each answer once more."))
            self._sum.show_message(GOOD, said.text, said.language, said.second, said.second_language)
            return
        told = both(self.desk, lambda language: _sum_told(open_, language))
        self._sum.show_message(NOTICE, told.text, told.language, told.second, told.second_language)

    def title(self, language: str) -> str:
        """What is done here."""
        return say(_TITLE, language)

    def aloud(self, language: str) -> str:
        """Every label with its answer."""
        if self._interview is None:
            return self.title(language)
        told = [self.title(language)]
        for view in self._interview.sections():
            for question in self._questions(view.questions):
                told.append(f"{word(question.label, language)}: {self._answer(question)}")
        return "\n".join(told)

    def focus_place(self) -> QWidget:
        """The answer that was changed last, else the act that goes on."""
        return self.lines.get(self._last, self.main)

    def enter(self) -> None:
        """Back at the line one came from."""
        super().enter()
        line = self.lines.get(self._last)
        if line is not None:
            self.area.ensureWidgetVisible(line, 0, 200)

    def retranslate(self) -> None:
        """Says everything anew."""
        heading(self._title, both_say(self.desk, _TITLE))
        caption(self.back, both_say(self.desk, N_("Back")))
        caption(self.main, both_say(self.desk, _PAPER))
        self._show()

    def restyle(self) -> None:
        """Sizes have changed: the lines are made anew."""
        self._show()


def _row(question: Question, row: int, interview: Interview, language: str) -> str:
    from talentdesk.core.cells import cell

    cells = (cell(question.id, row, column.id) for column in question.columns)
    return " · ".join(filter(None, (shown(interview, name, language) for name in cells if name in interview.typed)))


def _sum_told(count: int, language: str) -> str:
    return plural(
        "{count} answer is missing or unusual. You may change it, or go on and ask at the counter.",
        "{count} answers are missing or unusual. You may change them, or go on and ask at the counter.",
        count,
        language,
    )
