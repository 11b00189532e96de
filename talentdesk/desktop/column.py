"""The questions of one section, one under the other, each shown while it is asked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from talentdesk.core.cells import split_cell
from talentdesk.core.draft import Source
from talentdesk.core.form import Kind, Need, Question, Section
from talentdesk.core.origin import origin_of
from talentdesk.desktop import theme
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.controls import Title
from talentdesk.desktop.editors import Option
from talentdesk.desktop.keptnote import KeptNote
from talentdesk.desktop.route import is_typed
from talentdesk.desktop.rows import QuestionRow, Standing
from talentdesk.desktop.table import TableEditor
from talentdesk.desktop.words import Span, Words, pair
from talentdesk.i18n import N_, say, word
from talentdesk.service.returns import was_told

if TYPE_CHECKING:
    from talentdesk.core.checks import Problem
    from talentdesk.core.interview import Interview
    from talentdesk.desktop.remarks import Remark
    from talentdesk.desktop.session import Session

Voice = Callable[[str, "Sequence[Problem]"], "tuple[Remark, ...]"]
"""Chooses the problems of an answer that may be said now, and says them."""

_NEEDS = {Need.RECOMMENDED: N_("recommended"), Need.OPTIONAL: N_("optional")}


class SectionColumn(QWidget):
    """All questions of a section in the order of the form. Those not asked now are there, but hidden.

    Empty until `build` has gone to its end.
    """

    def __init__(
        self, section: Section, session: Session, voice: Voice, languages: tuple[str, str], *, alone: bool
    ) -> None:
        super().__init__()
        self.section = section
        self.session = session
        self._voice = voice
        self._alone = alone
        """Only one question at a time is shown, as the kiosk does."""
        self._standing = ""
        self._languages = languages
        self._earlier: Mapping[str, str] = {}
        """What stood in each answer before it was given back."""
        self.title = Title("page_title", self)
        self.place = Words(self)
        self.kept = KeptNote(session.interview, self)
        self.onward = Button(Role.PLAIN, self, icon_after="arrow")
        self.rows: dict[str, QuestionRow] = {}

    def build(self) -> Iterator[None]:
        """Makes the rows, one a step, so that a page can be prepared while a person types on another."""
        for question in self.section.questions:
            row = QuestionRow(question, self, items=self._items)
            row.retranslate(*self._languages)
            self.rows[question.id] = row
            yield
        self._lay_out()
        yield
        self._say_heads()
        self.refresh()

    @property
    def interview(self) -> Interview:
        """Whose answers these are."""
        return self.session.interview

    def shown_rows(self) -> list[QuestionRow]:
        """Rows of the questions asked now, from the top."""
        return [row for id, row in self.rows.items() if self.interview.asked(id)]

    def show_only(self, id: str) -> None:
        """On the kiosk: show this question and no other."""
        self._standing = id
        if self._alone:
            self._show_asked(self.rows)
            self._say_question()

    def take_help(self, panel: QWidget) -> None:
        """On the kiosk help stands below the one question."""
        self._column.insertWidget(self._column.indexOf(self.kept_place), panel)

    def asked_changed(self, ids: Collection[str]) -> None:
        """These questions are asked now, or no longer."""
        self._show_asked(id for id in ids if id in self.rows)
        self._show_kept()

    def say_problems(self, id: str) -> None:
        """Say what may be said about an answer, or a cell, of this section."""
        parts = split_cell(id)
        row = self.rows[parts[0] if parts else id]
        remarks = self._voice(id, self.interview.problems_of(id))
        if parts is None:
            row.show_problems(*remarks)
        else:
            row.show_cell_problems(id, *remarks)

    def say_all_problems(self) -> None:
        """Say everything about this section anew, in the language now spoken."""
        for id, row in self.rows.items():
            self.say_problems(id)
            if isinstance(row.editor, TableEditor):
                for each in row.editor.rows:
                    for name in each.cells:
                        self.say_problems(name)

    def show_answer(self, id: str) -> None:
        """Show an answer that did not come from its row."""
        row = self.rows[id]
        typed = self.interview.typed
        if isinstance(row.editor, TableEditor):
            row.show_cells(typed, self.interview.rows(id))
        else:
            row.show_value(typed.get(id, ""))
        row.show_declined(id in self.interview.declined)
        self.show_source(id)

    def show_comments(self) -> None:
        """What was noted on the questions of this section; on a table's cells below the table."""
        said: dict[str, list[str]] = {}
        for id, comment in self.session.comments.items():
            said.setdefault((split_cell(id) or (id,))[0], []).append(comment.text)
        for id, row in self.rows.items():
            row.show_comment(" · ".join(said.get(id, ())))

    def answer_changed(self, id: str) -> None:
        """An answer was typed: what it was before may have to be told, or no longer."""
        earlier = self.session.earlier
        if id in self.rows and earlier.get(id) != self._earlier.get(id):
            self._earlier = earlier
            self.show_source(id)

    def show_boxes(self, boxes: Mapping[str, str]) -> None:
        """The boxes of the paper that is copied from; none: the form is filled in as usual."""
        for id, row in self.rows.items():
            row.show_box(boxes.get(id, ""))

    def show_source(self, id: str) -> None:
        """Show where an answer came from."""
        source = self.session.draft.sources.get(id, "")
        was = self._earlier.get(id)
        known = origin_of(source) or (Source(source) if source in set(Source) else None)
        sourced = was is None and self.interview.typed.get(id)
        self.rows[id].show_source(known if sourced else None)
        # What is otherwise now than it was is more worth knowing than where it came from.
        told = "" if was is None else was_told(self.interview, id, was, self._languages[0])
        self.rows[id].show_earlier(told)

    def refresh(self) -> None:
        """Show everything as the session has it."""
        self._earlier = self.session.earlier
        locked = Standing.LOCKED if self.session.is_locked else Standing.OPEN
        for id, row in self.rows.items():
            self.show_answer(id)
            row.show_need(self.interview.need(id))
            row.show_standing(locked)
        self.show_comments()
        self._show_asked(self.rows)
        self.say_all_problems()
        self._show_kept()

    def retranslate(self, language: str, second: str) -> None:
        """Say everything. Texts, caret and focus stay."""
        self._languages = (language, second)
        self._say_heads()
        for id, row in self.rows.items():
            row.retranslate(language, second)
            if id in self._earlier:
                self.show_source(id)
        self.say_all_problems()

    def _say_heads(self) -> None:
        self._say_place(*self._languages)
        self._say_title(*self._languages)
        self.kept.retranslate(*self._languages)

    def order_tabs(self) -> None:
        """Tab goes from the top to the bottom, also through what has been put in later."""
        before: QWidget | None = None
        for row in self.rows.values():
            for stop in _stops(row):
                if before is not None:
                    QWidget.setTabOrder(before, stop)
                before = stop
        for stop in (self.kept.button, self.onward):
            if before is not None:
                QWidget.setTabOrder(before, stop)
            before = stop

    def _items(self, question: Question) -> Sequence[Option]:
        lists = self.interview.catalogue.lists()
        name = question.list or ("countries" if question.kind is Kind.COUNTRY else "")
        return question.choices or (lists.items(name) if name else ())

    def _lay_out(self) -> None:
        worn = theme.current()
        self._column = QVBoxLayout(self)
        side = worn.pick(12, 56)
        self._column.setContentsMargins(side, worn.pick(12, 32), side, worn.pick(16, 32))
        self._column.setSpacing(0)
        for words in (self.title, self.place):
            words.setContentsMargins(0, 0, 0, 0)
            self._column.addLayout(_indented(words, worn.pick(12, 0)))
        self._column.addSpacing(worn.pick(6, 24))
        for row in self.rows.values():
            self._column.addWidget(row)
        self.kept_place = QWidget(self)
        self.kept_place.setFixedHeight(worn.pick(10, 24))
        self._column.addWidget(self.kept_place)
        self._column.addLayout(_indented(self.kept, worn.pick(6, 0)))
        self._column.addSpacing(worn.pick(8, 16))
        self._column.addLayout(_indented(self.onward, worn.pick(12, 0), stretch=True))
        self.onward.setVisible(not self._alone)
        self._column.addStretch(1)

    def _show_asked(self, ids: Iterable[str]) -> None:
        for id in ids:
            shown = self.interview.asked(id) and (not self._alone or id == self._standing)
            row = self.rows[id]
            if row.isHidden() is shown:
                row.setVisible(shown)

    def _show_kept(self) -> None:
        names = self.interview.kept()
        mine = [name for name in names if ((parts := split_cell(name)) and parts[0] in self.rows) or name in self.rows]
        self.kept.show_kept(mine)

    def _say_title(self, language: str, second: str) -> None:
        other = word(self.section.title, second) if second else ""
        title = word(self.section.title, language)
        self.title.show_title(title, language, other if other != title else "", second)
        if self._alone:
            self._say_question()

    def _say_question(self) -> None:
        """One question alone is its own title."""
        row = self.rows.get(self._standing)
        if row is None:
            return
        language, second = self._languages
        label, other = word(row.question.label, language), word(row.question.label, second) if second else ""
        self.title.show_words(*pair(label, language, other if other != label else "", second, "page_title"))
        row.label.hide()
        need = self.interview.need(row.id)
        if need is not Need.REQUIRED and is_typed(row.question):
            said = say(_NEEDS[need], language)
            self.place.show_words((Span(said, "small", language, "muted"),))
            self.place.show()
        else:
            self._say_place(language, second)

    def _say_place(self, language: str, second: str) -> None:
        number = self.section.number
        self.place.setVisible(bool(number))
        said = say("Section {number} of the form", language, number=number)
        other = say("Section {number} of the form", second, number=number) if second else ""
        spans = [Span(said, "small", language, "muted")]
        if other and other != said:
            spans.append(Span(f" · {other}", "small", second, "muted"))
        self.place.show_words(tuple(spans))


def _stops(row: QuestionRow) -> list[QWidget]:
    """What takes the focus in a row: the editor's stops, then its buttons."""
    stops = list(row.editor.stops())
    more = [w for w in row.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w not in stops]
    return [*stops, *(widget for widget in more if not any(stop.isAncestorOf(widget) for stop in stops))]


def _indented(widget: QWidget, by: int, *, stretch: bool = False) -> QVBoxLayout:
    box = QVBoxLayout()
    box.setContentsMargins(by, 0, by, 0)
    box.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft if stretch else Qt.AlignmentFlag(0))
    return box
