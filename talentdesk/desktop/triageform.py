"""The questions of the triage: at the counter one under the other, on a touch screen one at a time."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from talentdesk.core.form import Kind, Question, Section, Text
from talentdesk.core.interview import Interview
from talentdesk.desktop import theme
from talentdesk.desktop.bilingual import both_words
from talentdesk.desktop.chips import INFORMATION
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.editors import Option
from talentdesk.desktop.rows import QuestionRow
from talentdesk.desktop.tact import Tact, remarks
from talentdesk.desktop.words import Words, beside, pair


class _Part(QWidget):
    """A section: its title and its rows."""

    def __init__(self, section: Section, rows: Sequence[QuestionRow], parent: QWidget) -> None:
        super().__init__(parent)
        self.section = section
        self.rows = rows
        self.title = Words(self)
        self.help = Words(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._top = QVBoxLayout()
        self._top.addWidget(self.title)
        self._top.addWidget(self.help)
        self._column.addLayout(self._top)
        for row in rows:
            self._column.addWidget(row)

    def restyle(self) -> None:
        """Titles stand above the labels."""
        worn = theme.current()
        self._top.setContentsMargins(worn.pick(12, 0), 0, worn.pick(12, 0), 0)
        self._top.setSpacing(worn.pick(0, 16))
        self._column.setSpacing(worn.pick(0, 24))


class TriageForm(QWidget):
    """Takes answers into an interview of its own; what is not asked is hidden."""

    answered = Signal()
    ended = Signal()
    """Enter in the last question."""

    def __init__(self, desk: Desk, interview: Interview, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.interview = interview
        self._tact = Tact()
        self.here = interview.edition.questions[0].id
        self.rows: dict[str, QuestionRow] = {}
        self._parts: list[_Part] = []
        self._column = QVBoxLayout(self)
        for section in interview.edition.sections:
            rows = [self._row(question) for question in section.questions]
            part = _Part(section, rows, self)
            self._parts.append(part)
            self._column.addWidget(part)
        self._column.addStretch(1)
        self.restyle()
        self.retranslate()

    def _row(self, question: Question) -> QuestionRow:
        row = QuestionRow(question, self, items=self._items)
        row.show_value(self.interview.typed.get(question.id, ""))
        row.typed.connect(self._typed)
        row.declined.connect(self._declined)
        row.left.connect(self._left)
        row.entered.connect(self._stand_at)
        row.next_asked.connect(lambda: self._next_from(question.id))
        self.rows[question.id] = row
        return row

    def _items(self, question: Question) -> Sequence[Option]:
        lists = self.interview.catalogue.lists()
        name = question.list or ("countries" if question.kind is Kind.COUNTRY else "")
        return question.choices or (lists.items(name) if name else ())

    @property
    def asked(self) -> list[str]:
        """The questions that are asked now, in order."""
        return [id for id in self.rows if self.interview.asked(id)]

    @property
    def title(self) -> Text:
        """The section of the question at hand."""
        return self.interview.section_of(self.here).title

    def stand_at(self, question: str) -> None:
        """Takes the focus to a question."""
        self._stand_at(question)
        self._show_asked()
        self.rows[question].place_caret()

    def step(self, by: int) -> bool:
        """So many questions on; False beyond either end."""
        asked = self.asked
        at = (asked.index(self.here) if self.here in asked else 0) + by
        if not 0 <= at < len(asked):
            return False
        self.stand_at(asked[at])
        return True

    def _next_from(self, question: str) -> None:
        self.here = question
        if not self.step(1):
            self.ended.emit()

    def _stand_at(self, question: str) -> None:
        self.here = question

    def _typed(self, id: str, text: str) -> None:
        self._tact.typed(id)
        self.interview.answer(id, text)
        self._follow()

    def _declined(self, id: str, yes: bool) -> None:
        self.interview.decline(id, yes)
        self.rows[id].show_declined(yes)
        self._follow()

    def _left(self, id: str) -> None:
        self._tact.left(id)
        self._say_problems()

    def _follow(self) -> None:
        self._show_asked()
        self._say_problems()
        self.answered.emit()

    def _show_asked(self) -> None:
        alone = self._desk.is_kiosk
        asked = self.asked
        for part in self._parts:
            shown = [row for row in part.rows if row.id in asked and (not alone or row.id == self.here)]
            for row in part.rows:
                row.setVisible(row in shown)
            part.setVisible(bool(shown))
        if alone:
            self._say_question()

    def _say_problems(self) -> None:
        for id, row in self.rows.items():
            said = [each for each in self.interview.problems_of(id) if each.severity != "missing"]
            chosen = self._tact.choose(id, said)
            row.show_problems(*remarks(chosen, self.interview, self._desk.language, self._desk.second))

    def _say_help(self, row: QuestionRow) -> None:
        """At the counter below the field, always: what comes and goes with the focus would move what is clicked."""
        help = row.question.help
        if help is None or self._desk.is_kiosk:
            row.show_note(None)
        else:
            said = both_words(self._desk, help)
            row.show_note(INFORMATION, said.text, said.second)

    def _say_question(self) -> None:
        """One question alone is its own title, with its help below."""
        part = next(part for part in self._parts if self.rows[self.here] in part.rows)
        question = self.rows[self.here].question
        part.title.show_words(*pair(*both_words(self._desk, question.label), "page_title"))
        self.rows[self.here].label.hide()
        part.help.setVisible(question.help is not None)
        if question.help is not None:
            part.help.show_words(*pair(*both_words(self._desk, question.help), "body"))

    def retranslate(self) -> None:
        """Puts the words anew; what is typed stays."""
        for part in self._parts:
            part.title.show_words(beside(*both_words(self._desk, part.section.title), "section_title"))
            part.help.hide()
        for row in self.rows.values():
            row.retranslate(self._desk.language, self._desk.second)
            self._say_help(row)
        self._show_asked()
        self._say_problems()

    def restyle(self) -> None:
        """Takes its margins from the theme."""
        worn = theme.current()
        self._column.setContentsMargins(worn.pick(4, 56), worn.pick(10, 24), worn.pick(4, 56), worn.pick(10, 24))
        self._column.setSpacing(worn.pick(14, 0))
        for part in self._parts:
            part.restyle()
