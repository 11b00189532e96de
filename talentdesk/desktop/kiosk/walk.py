"""One question a screen: what is asked, where to find it, the field, and how many are still to come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from talentdesk.core.cells import split_cell
from talentdesk.core.checks import Severity
from talentdesk.core.form import Kind, Need, Question
from talentdesk.core.missing import last_days
from talentdesk.desktop import theme
from talentdesk.desktop.bilingual import Both, both, both_say, both_words
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.chips import INFORMATION
from talentdesk.desktop.controls import Message, Steps
from talentdesk.desktop.editors import AddressEditor, LineEditor, Option
from talentdesk.desktop.kiosk.pictures import WIDTH, Picture, sight_of
from talentdesk.desktop.kiosk.sheet import SIDE, Sheet, caption, heading
from talentdesk.desktop.lastdays import last_day_notes
from talentdesk.desktop.route import Route, plain
from talentdesk.desktop.rows import QuestionRow
from talentdesk.desktop.table import TableEditor
from talentdesk.desktop.tact import Tact, mark_for, remarks
from talentdesk.desktop.words import Span, Words, pair
from talentdesk.i18n import N_, plural, say, word

if TYPE_CHECKING:
    from talentdesk.core.form import Section
    from talentdesk.core.interview import Interview
    from talentdesk.core.journey import Changes
    from talentdesk.desktop.desk import Desk

_NEXT, _BACK, _LIST = N_("Next"), N_("Back"), N_("Back to the list")
_NONE, _LATER, _WHY = N_("I have none"), N_("I don't know yet"), N_("Why we ask")
_FLAT, _SMALLEST, _WORDS = 184, 320, 300
"""Pixels of a drawing below the field, of the smallest one beside words, and of those words."""
_NEEDS = {Need.RECOMMENDED: N_("recommended"), Need.OPTIONAL: N_("optional")}


class Subject(Protocol):
    """Whose answers these are: an open case, or the questions that find the matter."""

    @property
    def interview(self) -> Interview:
        """The questions and what was answered."""

    def answer(self, id: str, text: str) -> Changes:
        """Takes what was typed."""

    def decline(self, id: str, yes: bool = True) -> Changes:
        """Notes that the person has none."""

    def remove_row(self, table: str, row: int) -> Changes:
        """Takes a row out of a table."""

    def move_row(self, table: str, row: int, to: int) -> Changes:
        """Moves a row of a table."""


class Held:
    """Answers that belong to no case: those of the triage."""

    def __init__(self, interview: Interview) -> None:
        self.interview = interview
        self.answer = interview.answer
        self.decline = interview.decline
        self.remove_row = interview.remove_row
        self.move_row = interview.move_row


class _Row(QuestionRow):
    """A field without its own way to decline: that stands with the other acts."""

    def _offer_none(self) -> None:
        pass


class _Route(Route):
    """The way through the questions a person agreed to be asked."""

    def __init__(self, interview: Interview, left_out: frozenset[str]) -> None:
        super().__init__(interview)
        self.left_out = left_out

    def questions(self) -> list[str]:
        """Everything to fill in, in the order of the form."""
        return [id for id in super().questions() if id not in self.left_out]

    def first_of(self, section: Section) -> str | None:
        """The first question of a section that is asked here; None: there is none."""
        inside = {question.id for question in section.questions}
        return next((id for id in self.questions() if id in inside), None)


class Walk(Sheet):
    """Goes from question to question. Nobody is held at one: what is wrong is said once, then let go."""

    finished = Signal()
    """Behind the last question, or back to the list a person came from."""
    left = Signal()
    """Back from the first question."""
    answered = Signal()
    stood = Signal()
    """At another question."""

    def __init__(
        self,
        desk: Desk,
        subject: Subject,
        parent: QWidget | None = None,
        *,
        left_out: frozenset[str] = frozenset(),
    ) -> None:
        """`left_out` are not asked: the person did not agree to what they are for."""
        self.later = Button(Role.PLAIN)
        super().__init__(desk, parent)
        self.subject = subject
        self._route = _Route(subject.interview, left_out)
        self._tact = Tact()
        self._rows: dict[str, _Row] = {}
        self._told: set[str] = set()
        """Questions that were let go with something to say about them."""
        self._tried = ""
        self._errand = False
        self._turned = 0
        """How many questions the last answer brought (or, below 0, took away) behind this one."""
        self.here = self._route.start()
        self._make()
        self._connect()
        self.restyle()
        self.show_question(self.here)

    @property
    def interview(self) -> Interview:
        """Whose answers these are."""
        return self.subject.interview

    def middle_acts(self) -> tuple[Button, ...]:
        """What a person without an answer presses."""
        return (self.later,)

    # ---- building

    def _make(self) -> None:
        self.progress, self.count, self.steps = Words(self), Words(self, wrap=False), Steps(self)
        self.turned = Message(self)
        line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        line.addWidget(self.progress, 1)
        line.addWidget(self.count, 0, Qt.AlignmentFlag.AlignTop)
        self.top.addLayout(line)
        self.top.addWidget(self.steps)
        self.top.addWidget(self.turned)
        self.question_title, self.need = Words(self), Words(self)
        self.picture = Picture(self)
        self.help, self.purpose = Words(self), Words(self)
        self.why = Button(Role.LINK, self, icon="info")
        self.why.setCheckable(True)
        self.why.clicked.connect(lambda _on: self._show_why())
        self._said = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._said.setSpacing(12)
        corner = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        for part in (self.help, self.purpose, self.why):
            self._said.addWidget(part, int(part is not self.why), corner if part is self.why else Qt.AlignmentFlag(0))
        self._said.addStretch(1)
        self._aid = QWidget(self)
        self._aid_box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._aid)
        self._aid_box.setContentsMargins(0, 0, 0, 0)
        self._aid_box.setSpacing(40)
        self._aid_box.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        self._aid_box.addLayout(self._said, 1)
        self._asked = QWidget(self)
        self._asked_box = QVBoxLayout(self._asked)
        self._asked_box.setContentsMargins(0, 0, 0, 0)
        self._asked_box.setSpacing(24)
        self._asked_box.addWidget(self.question_title)
        self._asked_box.addWidget(self.need)
        self._place = QVBoxLayout()
        self._asked_box.addLayout(self._place)
        self._asked_box.addStretch(1)
        self._split = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._split.setSpacing(56)
        self._split.addWidget(self._asked, 1)
        self.body.addLayout(self._split)
        self.body.addStretch(1)
        self.purpose.hide()
        self.turned.hide()

    def _connect(self) -> None:
        self.main.clicked.connect(lambda: self.step(1))
        self.back.clicked.disconnect()
        self.back.clicked.connect(lambda: self.step(-1))
        self.later.clicked.connect(self._go_without)

    def _row(self, id: str) -> _Row:
        if id not in self._rows:
            row = _Row(self.interview.question(id), self, items=self._items)
            row.typed.connect(self._typed)
            row.declined.connect(self._declined)
            row.left.connect(self._left)
            row.next_asked.connect(lambda: self._enter_pressed(id))
            row.row_removed.connect(lambda table, at: self._moved(table, self.subject.remove_row(table, at)))
            row.row_moved.connect(lambda table, at, to: self._moved(table, self.subject.move_row(table, at, to)))
            row.retranslate(self.desk.language, self.desk.second)
            row.label.hide()
            row.hide()
            self._place.addWidget(row)
            self._rows[id] = row
        return self._rows[id]

    def _items(self, question: Question) -> Sequence[Option]:
        lists = self.interview.catalogue.lists()
        name = question.list or ("countries" if question.kind is Kind.COUNTRY else "")
        return question.choices or (lists.items(name) if name else ())

    # ---- where the person is

    @property
    def is_at_start(self) -> bool:
        """Whether this is the first question."""
        return self._route.beside(self.here, -1) is None

    def asks(self, question: str) -> bool:
        """Whether the question can be answered here."""
        return plain(question) in self._route.questions()

    def leave_out(self, questions: frozenset[str]) -> None:
        """Asks these no longer."""
        self._route.left_out = questions
        if not self.asks(self.here):
            self.show_question(self._route.start())

    def refresh(self) -> None:
        """Answers have come from elsewhere."""
        for id in self._rows:
            self._show_answer(id)
        if not self.asks(self.here):
            self.show_question(self._route.start())
        self._say()
        self._say_problems()

    def stand_at(self, question: str, *, errand: bool = False) -> None:
        """At this question; on an `errand` the next step leads back to the list."""
        self._errand = errand
        self._turned = 0
        self.show_question(plain(question))

    def show_question(self, id: str) -> None:
        """Puts one question on the screen."""
        for row in self._rows.values():
            row.hide()
        self.here, self._tried = id, ""
        row = self._row(id)
        self._show_answer(id)
        row.show_need(self.interview.need(id))
        row.show()
        self.why.setChecked(False)
        self._say()
        self._say_problems()
        self.stood.emit()
        if self.isVisible():
            self.enter()

    def _show_answer(self, id: str) -> None:
        row, typed = self._rows[id], self.interview.typed
        if isinstance(row.editor, TableEditor):
            row.show_cells(typed, self.interview.rows(id))
        else:
            row.show_value(typed.get(id, ""))
        row.show_declined(id in self.interview.declined)

    def step(self, by: int) -> None:
        """So many questions on, or to what lies beyond."""
        if by > 0 and self._speaks_up():
            return
        self._turned = 0
        if self._errand:
            self._errand = False
            self.finished.emit()
            return
        to = self._route.beside(self.here, by)
        if to is not None:
            self.show_question(to)
        elif by > 0:
            self.finished.emit()
        else:
            self.left.emit()

    def _speaks_up(self) -> bool:
        """Says what is wrong, or that nothing was answered, before the question leaves the screen; once."""
        id, tried = self.here, self._tried == self.here
        self._tried = ""
        wrong = tried and any(mark_for(self.interview.problems_of(name)) is not None for name in self._names(id))
        empty = id not in self._told and self._is_missing(id)
        if not wrong and not empty:
            return False
        self._told.add(id)
        for name in self._names(id):
            self._tact.left(name)
        self._say_problems()
        self._rows[id].place_caret()
        return True

    def _is_missing(self, id: str) -> bool:
        return any(problem.severity is Severity.MISSING for problem in self.interview.problems_of(id))

    def _names(self, id: str) -> list[str]:
        editor = self._rows[id].editor
        cells = [name for row in editor.rows for name in row.cells] if isinstance(editor, TableEditor) else []
        return [id, *cells]

    def _enter_pressed(self, id: str) -> None:
        """Enter in the last cell of a table goes on, before it to the next cell."""
        editor, focus = self._rows[id].editor, QApplication.focusWidget()
        stops = [stop for stop in editor.stops() if stop.isEnabled() and not stop.isHidden()]
        if isinstance(editor, TableEditor) and focus in stops[:-1]:
            stops[stops.index(focus) + 1].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.step(1)

    def _go_without(self) -> None:
        """There is none, or the person does not know it: told to the form where it has a word for that."""
        id = self.here
        if self.interview.question(id).none is not None:
            self._take(self.subject.decline(id, True))
            self._show_answer(id)
        self._told.add(id)
        self._tried = ""
        self.step(1)

    # ---- answers

    def _typed(self, id: str, text: str) -> None:
        self._tried = plain(id)
        self._tact.typed(id)
        self._take(self.subject.answer(id, text))

    def _declined(self, id: str, yes: bool) -> None:
        self._take(self.subject.decline(id, yes))
        self._show_answer(id)
        if not yes:
            self._rows[id].place_caret()

    def _moved(self, table: str, changes: Changes) -> None:
        self._take(changes)
        self._show_answer(table)

    def _left(self, id: str) -> None:
        if plain(id) == self.here and self.isVisible():
            self._tact.left(id)
            # What is said moves what a finger is about to press, so it waits until the press is over.
            QTimer.singleShot(0, self, self._say_problems)

    def _take(self, changes: Changes) -> None:
        order = self._route.questions()
        behind = set(order[order.index(self.here) + 1 :]) if self.here in order else set()
        came = len(behind & changes.shown)
        went = sum(1 for id in changes.hidden if self._lay_behind(id))
        self._turned = came - went if came or went else self._turned
        if came or went:
            self._say_turned()
        if self.here in changes.needs:
            self._rows[self.here].show_need(self.interview.need(self.here))
        self._say_problems()
        self._say_progress()
        self._name_acts()
        self.answered.emit()

    def _lay_behind(self, id: str) -> bool:
        ids = [question.id for question in self.interview.edition.questions]
        return id in ids and ids.index(id) > ids.index(self.here)

    def _say_problems(self) -> None:
        row = self._rows[self.here]
        for name in self._names(self.here):
            said = self._tact.choose(name, self.interview.problems_of(name))
            spoken = remarks(said, self.interview, self.desk.language, self.desk.second)
            if split_cell(name) is None:
                row.show_problems(*spoken)
            else:
                row.show_cell_problems(name, *spoken)
        if not isinstance(row.editor, TableEditor):
            notes = last_day_notes(self.interview, self.desk.language, self.desk.second, last_days(self.interview))
            note = notes.get(self.here)
            row.show_note(*note) if note else row.show_note(None)

    # ---- words

    def title(self, language: str) -> str:
        """The question."""
        return word(self.interview.question(self.here).label, language)

    def aloud(self, language: str) -> str:
        """The question, its help, and what is said about the answer."""
        question = self.interview.question(self.here)
        said = [word(question.label, language)]
        if question.help is not None:
            said.append(word(question.help, language))
        for problem in self._tact.choose(self.here, self.interview.problems_of(self.here)):
            said += [each.sentence for each in remarks((problem,), self.interview, language, "")]
        return "\n".join(said)

    def focus_place(self) -> QWidget:
        """The field."""
        row = self._rows[self.here]
        stops = row.stops()
        return stops[0] if stops else self.main

    def enter(self) -> None:
        """The field has the focus, and a screen reader says the question."""
        super().enter()
        self._place_caret()
        # What stood here before is only now out of the reckoning.
        QTimer.singleShot(0, self, self._settle)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.title(self.desk.language)))

    def _place_caret(self) -> None:
        """Behind what stands there, as a finger would put it: one more letter goes on, and replaces nothing."""
        row = self._rows[self.here]
        row.place_caret()
        field = row.stops()[0] if isinstance(row.editor, LineEditor | AddressEditor) and row.stops() else None
        if isinstance(field, QLineEdit):
            field.end(False)
        elif isinstance(field, QPlainTextEdit):
            field.moveCursor(QTextCursor.MoveOperation.End)

    def retranslate(self) -> None:
        """Every word anew; what is typed stays, and so does the caret."""
        for row in self._rows.values():
            row.retranslate(self.desk.language, self.desk.second)
            row.label.hide()
        self._say()
        self._say_problems()

    def _say(self) -> None:
        question = self.interview.question(self.here)
        heading(self.question_title, both_words(self.desk, question.label))
        need = self.interview.need(self.here)
        self.need.setVisible(need in _NEEDS)
        if need in _NEEDS:
            said = both_say(self.desk, _NEEDS[need])
            self.need.show_words(
                (
                    Span(said.text, "small", said.language, "muted"),
                    Span(f" · {said.second}" if said.second else "", "small", said.second_language, "muted"),
                )
            )
        self._say_help(question)
        self._say_turned()
        self._say_progress()
        self._name_acts()

    def _say_help(self, question: Question) -> None:
        sight = sight_of(question)
        self.picture.show_sight(sight, question.example if sight.at else "", self._picture_name(question))
        if question.help is not None:
            said = both_words(self.desk, question.help)
            style = "small" if self._is_flat else "body"
            self.help.show_words(*pair(said.text, said.language, said.second, said.second_language, style))
        else:
            self.help.show_words()
        caption(self.why, both_say(self.desk, _WHY))
        self.why.setVisible(question.purpose is not None)
        self._show_why()
        self._fit_picture()

    def _picture_name(self, question: Question) -> str:
        return say(
            "Drawing, where to find it: {label}", self.desk.language, label=word(question.label, self.desk.language)
        )

    def _show_why(self) -> None:
        purpose = self.interview.question(self.here).purpose
        shown = self.why.isChecked() and purpose is not None
        self.purpose.setVisible(shown)
        self.help.setVisible(not (shown and self._is_flat))
        if shown and purpose is not None:
            said = both_words(self.desk, purpose)
            self.purpose.show_words(*pair(said.text, said.language, said.second, said.second_language, "body"))

    def _say_progress(self) -> None:
        sections = self._route.sections()
        asked = self._route.questions()
        section = self.interview.section_of(self.here)
        typed = [each for each in sections if self._route.first_of(each) is not None]
        at = typed.index(section) if section in typed else 0
        step = both_say(self.desk, N_("Step {step} of {steps}"), step=at + 1, steps=len(typed))
        name = both_words(self.desk, section.title)
        first = (Span(f"{step.text}\u2002", "button", step.language), Span(name.text, "button", name.language))
        other = " · ".join(filter(None, (step.second, name.second)))
        second = (Span(other, "small", step.second_language or "en", "muted"),)
        large = theme.current().zoom > 100
        self.progress.show_words(*((first, second) if other and not large and not self.is_low else (first,)))
        left = len(asked) - asked.index(self.here) - 1 if self.here in asked else 0
        told = both(self.desk, lambda language: _left_told(left, language))
        self.count.show_words(*(_right(told) if not large else _right(told)[:1]))
        self.steps.setRange(0, max(1, len(typed)))
        self.steps.setValue(at)
        self.steps.setAccessibleName(f"{step.text}. {told.text}")

    def _say_turned(self) -> None:
        """Where the end has moved, the reason is said."""
        self.turned.setVisible(self._turned != 0)
        if self._turned:
            said = both(self.desk, lambda language: _turned_told(self._turned, language))
            self.turned.show_message(INFORMATION, said.text, said.language, said.second, said.second_language)

    def _name_acts(self) -> None:
        question = self.interview.question(self.here)
        # The last question of all leads to the list too.
        caption(self.main, both_say(self.desk, _LIST if self._errand else _NEXT))
        caption(self.back, both_say(self.desk, _BACK))
        answered = bool(self.interview.typed.get(self.here)) or bool(
            question.columns and self.interview.rows(self.here)
        )
        declined = self.here in self.interview.declined
        wanted = not answered and not declined and (question.none is not None or self._is_missing(self.here))
        # The place stays, so that no other act moves under a finger.
        policy = self.later.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.later.setSizePolicy(policy)
        self.later.setVisible(wanted)
        caption(self.later, both_say(self.desk, _NONE if question.none is not None else _LATER))

    # ---- sizes

    def restyle(self) -> None:
        """Pictures and places by the size of the letters."""
        self.arrange()
        if self._rows:
            self._say()

    def arrange(self) -> None:
        """On its side, help stands beside the question, or below the field while the keyboard is there; upright above
        the field."""
        wide, low = self.is_wide, self.is_low
        zoomed = theme.current().zoom > 100
        self._split.removeWidget(self._aid)
        self._asked_box.removeWidget(self._aid)
        if self._is_flat:
            self._split.setDirection(QBoxLayout.Direction.TopToBottom)
            self._asked_box.insertWidget(self._asked_box.count() - 1, self._aid)
        elif wide:
            self._split.setDirection(QBoxLayout.Direction.LeftToRight)
            self._split.addWidget(self._aid, 0, Qt.AlignmentFlag.AlignTop)
            self._aid.setFixedWidth(520)
        else:
            self._split.setDirection(QBoxLayout.Direction.TopToBottom)
            self._asked_box.insertWidget(2, self._aid)
        if self._is_flat or not wide:
            self._aid.setMinimumWidth(0)
            self._aid.setMaximumWidth(16777215)
        stacked = (wide or zoomed) and not self._is_flat
        self._aid_box.setDirection(QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight)
        self._aid_box.setSpacing(20 if stacked else 40)
        flat = self._is_flat
        self._said.setDirection(QBoxLayout.Direction.LeftToRight if flat else QBoxLayout.Direction.TopToBottom)
        self._said.setStretch(self._said.count() - 1, 0 if flat else 1)
        self._asked_box.setSpacing(10 if self._is_flat else 24)
        self._aid.setVisible(self._is_flat or not self.is_cramped)
        if self._rows:
            self._say_help(self.interview.question(self.here))
        self.steps.setVisible(not low)
        self.top.setContentsMargins(SIDE, 12 if low else 32, SIDE, 0)
        if self._rows:
            self._say_progress()
        self.body.setContentsMargins(SIDE, 8 if low else 24, SIDE, 8 if low else 24)
        self._fit_picture()

    @property
    def _is_flat(self) -> bool:
        """Whether the keyboard leaves a wide screen a strip in which help has room below the field only."""
        return self.is_low and self.is_wide and theme.current().zoom == 100

    def _fit_picture(self) -> None:
        """As large as the words beside it and the field below it leave room for."""
        room = self.area.viewport()
        most = WIDTH if not self.is_wide and theme.current().zoom == 100 else 440
        if self._is_flat:
            most = _FLAT
        elif most == WIDTH:
            most = max(_SMALLEST, min(WIDTH, room.width() - 2 * SIDE - 40 - max(_WORDS, self.why.sizeHint().width())))
        for width in (most, *(each for each in (480, 400, _SMALLEST) if each < most)):
            self.picture.set_width(width)
            for part in (self._aid, self._asked):  # what stands inside told only them yet
                part.updateGeometry()
            self.body.invalidate()
            if self.body.totalHeightForWidth(room.width()) <= room.height():
                break

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The keyboard comes and goes below: what has the focus stays in sight."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._settle)

    def _settle(self) -> None:
        """The page has its new height: from its head as far down as the field wants it."""
        self._fit_picture()
        self.area.verticalScrollBar().setValue(0)
        self._follow(None, QApplication.focusWidget())


def _left_told(left: int, language: str) -> str:
    if not left:
        return say("the last question", language)
    return plural("{count} question left", "{count} questions left", left, language)


def _turned_told(turned: int, language: str) -> str:
    if turned > 0:
        return plural(
            "Your answer brings {count} more question.", "Your answer brings {count} more questions.", turned, language
        )
    return plural(
        "Your answer saves you {count} question.", "Your answer saves you {count} questions.", -turned, language
    )


def _right(said: Both) -> tuple[tuple[Span, ...], ...]:
    first = (Span(said.text, "body", said.language, "muted"),)
    second = (Span(said.second, "small", said.second_language, "muted"),)
    return (first, second) if said.second else (first,)
