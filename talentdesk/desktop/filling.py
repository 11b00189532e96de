"""The questions of a case: sections at the left, one section's questions in the middle, the paper at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from talentdesk.core.cells import split_cell
from talentdesk.core.form import Kind
from talentdesk.core.history import How
from talentdesk.core.interview import Interview
from talentdesk.core.journey import Changes
from talentdesk.desktop import theme
from talentdesk.desktop.caret import find_caret, put_caret
from talentdesk.desktop.casescreens import TIMELINE
from talentdesk.desktop.column import SectionColumn
from talentdesk.desktop.echo import Echo
from talentdesk.desktop.fieldacts import FieldActs
from talentdesk.desktop.headsdown import HeadsDown
from talentdesk.desktop.helppanel import HelpPanel
from talentdesk.desktop.lastdays import last_day_notes
from talentdesk.desktop.opencases import FillingPage
from talentdesk.desktop.page import Page
from talentdesk.desktop.photocheck import PhotoCheck
from talentdesk.desktop.preview import PaperPreview, wanted_width
from talentdesk.desktop.repeats import repeats_of
from talentdesk.desktop.route import Route, plain
from talentdesk.desktop.screen import Guide, KeyHint
from talentdesk.desktop.statebar import StateBar
from talentdesk.desktop.stepbar import Actions, StepBar
from talentdesk.desktop.switch import PaneSwitch
from talentdesk.desktop.table import TableEditor
from talentdesk.desktop.tact import mark_for
from talentdesk.desktop.tasklist import TaskList
from talentdesk.i18n import N_, plural, say, titled, word

if TYPE_CHECKING:
    from talentdesk.core.form import Section
    from talentdesk.desktop.desk import Desk
    from talentdesk.desktop.session import Session

_FOLD = 1180
"""Narrower than this the paper is a tab beside the questions."""
_IDLE_MS = 60
_NO_GAP = N_("Nothing that is needed is missing. F9 goes to the review.")
_NO_PROBLEM = N_("Nothing is wrong.")
_NOT_ON_PAPER = N_("This answer is not printed on the form.")
_NO_PAPER = N_("This case has no form with boxes to copy from.")
_COPYING = N_("Copying a paper form: Enter goes from box to box.")
_AS_USUAL = N_("Back to the order of the questions.")
_ONWARD = N_("Next: {section}")
_REVIEW = N_("Check and print")


class FillingScreen(FillingPage):
    """Takes every key to the session and redraws what the answer says has changed, and nothing else."""

    def __init__(self, desk: Desk, guide: Guide, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(desk, guide, parent)
        self.session: Session = session
        self._here = ""
        self._heads_down = HeadsDown(session.interview)
        self._section: Section = session.interview.edition.sections[0]
        self._tried = ""
        """The question that was typed into since it came on the screen."""
        self._paper_in_front = False
        self._told: tuple[tuple[KeyHint, ...], str] = ((), "")
        self._is_kiosk = theme.current().kiosk
        self._is_fresh = True
        """Made, and not yet been in front."""
        interview = session.interview
        self.tasks = TaskList(desk, interview, self)
        self.steps = StepBar(desk, self)
        self.help = HelpPanel(desk, interview.edition, self)
        self.preview = PaperPreview(desk, interview, self)
        self._echo = Echo(desk, session, self.tasks, self.preview)
        self.page = Page(session, self._echo.voice, self)
        self._echo.show_on(self.page)
        self._photos = PhotoCheck(desk, session, self)
        self.acts = FieldActs(desk, guide, session, self.go_to, self)
        self.state_bar = StateBar(desk, session, self, only_locked=True)
        self.switch = PaneSwitch(desk, self)
        self.moves = Actions(desk, self)
        self._idle = QTimer(self, singleShot=True, interval=_IDLE_MS)
        self._idle.timeout.connect(self._settle)
        self._lay_out()
        self._asked_where: frozenset[str] = frozenset(session.undecided)
        self._connect()
        self._add_shortcuts()
        self._arrange()
        self._begin()

    # ---- what the window asks

    def title(self, language: str) -> str:
        """The matter."""
        return titled(self.interview.edition.about.title, language)

    def hints(self) -> tuple[KeyHint, ...]:
        """Only the keys that do something now."""
        hints = [KeyHint("Enter", N_("next question"))]
        if self.interview.next_gap(self._here) is not None:
            hints.append(KeyHint("F6", N_("next gap")))
        if self._next_problem() is not None:
            hints.append(KeyHint("F7", N_("next problem")))
        if self._offer():
            hints.append(KeyHint("Ctrl+D", N_("repeat value")))
        if self.preview.holds(self._here):
            hints.append(KeyHint("F4", N_("jump to box")))
        if self._takes_han():
            hints.append(KeyHint("F10", N_("character by code")))
        hints.append(KeyHint("F9", N_("review")))
        hints += self.acts.hints()
        if self._heads_down.is_on or self.preview.sheet is not None:
            hints.append(KeyHint("Ctrl+E", N_("as usual") if self._heads_down.is_on else N_("copy a paper form")))
        hints.append(KeyHint("F5", N_("eligibility")))
        hints.append(KeyHint("Ctrl+G", N_("timeline and conflicts")))
        return tuple(hints)

    def standing(self, language: str) -> str:
        """How many answers are wrong or unusual."""
        errors, notices = self.tasks.totals
        said = [say("Box {code}", language, code=box)] if (box := self._box_here()) else []
        if errors:
            said.append(plural("{count} answer to fix", "{count} answers to fix", errors, language))
        if notices:
            said.append(plural("{count} notice", "{count} notices", notices, language))
        return " · ".join(said)

    def focus_place(self) -> QWidget:
        """The field where the case was left."""
        if (way_out := self.state_bar.way_out()) is not None:
            return way_out
        row = self.page.row_of(self._here) if self._here else None
        stops = row.editor.stops() if row is not None else ()
        return stops[0] if stops else self

    def enter(self) -> None:
        """Comes back: answers may have changed elsewhere. What was made just now shows them as they are."""
        if not self._is_fresh:
            self._refresh()
        self._is_fresh = False
        super().enter()

    def go_to(self, question: str) -> None:
        """Takes the focus to a question or a cell, in whatever section it stands."""
        if not self._knows(question):
            return
        self._bring_questions()
        self._show_section(self.interview.section_of(question))
        self._show_only(question)
        self.page.place_caret(question)
        if self._here != question:
            self._stand_at(question)
        focus = QApplication.focusWidget()
        if focus is None or not self.isAncestorOf(focus):  # cards that are locked take no focus
            self.focus_place().setFocus(Qt.FocusReason.OtherFocusReason)

    def help_wanted(self) -> bool:
        """F1: the full text of what stands behind the question."""
        self.help.toggle()
        return True

    def retranslate(self) -> None:
        """Everything in the desk's languages; texts, caret and focus stay."""
        self.tasks.retranslate()
        self.page.retranslate(self.desk.language, self.desk.second)
        self.preview.retranslate()
        self._say_around()

    def _say_around(self) -> None:
        """The words of everything but the parts that say theirs when they are made."""
        self.help.retranslate()
        self.acts.retranslate()
        self.state_bar.retranslate()
        self.switch.retranslate()
        self.moves.retranslate()
        self._say_onward()
        self._say_step()
        self._show_notes()
        self._tell_hints()

    def restyle(self) -> None:
        """Another look is painted by itself; another size needs other rows."""
        self.preview.restyle()
        self.acts.restyle()
        self.state_bar.restyle()
        if theme.current().kiosk is not self._is_kiosk:
            self._is_kiosk = theme.current().kiosk
            self._rebuild()
        self._arrange()

    @property
    def interview(self) -> Interview:
        """Whose answers these are."""
        return self.session.interview

    @property
    def _route(self) -> Route:
        """The way through the case: that of the form, or of the paper that is copied."""
        return self._heads_down.route

    @property
    def here(self) -> str:
        """The question, or the cell, that has the focus or had it last."""
        return self._here

    # ---- building

    def _lay_out(self) -> None:
        self._middle = QWidget(self)
        middle = self._middle_column = QVBoxLayout(self._middle)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.state_bar)
        middle.addWidget(self.page, 1)
        middle.addWidget(self.acts.comment)
        middle.addWidget(self.acts.past)
        middle.addWidget(self.help)
        panes = QHBoxLayout()
        panes.setSpacing(0)
        panes.addWidget(self._middle, 1)
        panes.addWidget(self.preview)
        right = QVBoxLayout()
        right.setSpacing(0)
        for part in (self.switch, self.steps):
            right.addWidget(part)
        right.addLayout(panes, 1)
        right.addWidget(self.moves)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.tasks)
        whole.addLayout(right, 1)

    def _connect(self) -> None:
        self.page.typed.connect(self._typed)
        self.page.entered.connect(self._entered)
        self.page.left.connect(self._left)
        self.page.declined.connect(self._declined)
        self.page.next_asked.connect(self._next_from)
        self.page.belonging_told.connect(self._belongs)
        self.page.row_removed.connect(lambda id, row: self._moved(id, self.session.remove_row(id, row)))
        self.page.row_moved.connect(lambda id, row, to: self._moved(id, self.session.move_row(id, row, to)))
        self.page.onward_asked.connect(self._go_onward)
        self.page.place_made.connect(self._photos.serve)
        self.tasks.rules_wanted.connect(lambda: self.guide.judge(self.session))
        self.tasks.wanted.connect(lambda id: self._go_to_section(self._section_called(id)))
        self.preview.jumped.connect(self.go_to)
        self.preview.left.connect(self._return)
        self.preview.laid.connect(self._idle.start)
        self.help.folded.connect(self._return)
        self.switch.chosen.connect(self._choose_pane)
        self.moves.paper_wanted.connect(lambda: self._choose_pane(not self._paper_in_front))
        self.moves.back_wanted.connect(lambda: self._step(-1))
        self.moves.next_wanted.connect(lambda: self._step(1))
        self.session.answered.connect(self._filled)
        self.session.moved.connect(self._state_changed)
        self.session.commented.connect(lambda _id: self._show_comments())
        self.acts.closed.connect(self._return)

    def _add_shortcuts(self) -> None:
        for keys, act in (
            ("F4", self._jump_to_box),
            ("F6", lambda: self._go_or_tell(self.interview.next_gap(self._here), _NO_GAP)),
            ("F7", lambda: self._go_or_tell(self._next_problem(), _NO_PROBLEM)),
            ("F9", lambda: self.guide.review(self.session)),
            ("F5", lambda: self.guide.judge(self.session)),
            ("Ctrl+G", lambda: self.guide.show_case(self.session, TIMELINE)),
            ("F8", lambda: self.acts.write_comment(self._here)),
            ("Ctrl+H", lambda: self.acts.show_past(self._here)),
            ("Ctrl+Z", self.acts.undo),
            ("Ctrl+Y", self.acts.redo),
            ("Ctrl+Shift+Z", self.acts.redo),
            ("Ctrl+E", self.copy_paper),
            ("Ctrl+PgDown", lambda: self._go_to_section(self._heads_down.usual.section_beside(self._section, 1))),
            ("Ctrl+PgUp", lambda: self._go_to_section(self._heads_down.usual.section_beside(self._section, -1))),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda act=act: act())

    def _begin(self) -> None:
        """Stand where the case was left, or at the first question."""
        place = self.session.draft.place
        self._here = place if self._knows(place) and self.interview.asked(place) else self._route.start()
        self.page.retranslate(self.desk.language, self.desk.second)
        self._show_section(self.interview.section_of(self._here))
        self._show_only(self._here)
        self._show_place()
        self._say_around()

    def _arrange(self) -> None:
        """What stands where, by size and width."""
        folded = self._is_kiosk or self.width() < theme.current().breadth(_FOLD)
        front = folded and self._paper_in_front
        self.tasks.setVisible(not self._is_kiosk)
        self.tasks.setFixedWidth(_task_width())
        self.steps.setVisible(self._is_kiosk)
        self.moves.setVisible(self._is_kiosk)
        self.switch.setVisible(folded and not self._is_kiosk)
        self.switch.show_chosen(paper=front)
        self.moves.show_paper(front)
        self._middle.setVisible(not front)
        self.preview.setVisible(front or not folded)
        if folded:
            self.preview.setMinimumWidth(0)
            self.preview.setMaximumWidth(16777215)
        else:
            self.preview.setFixedWidth(wanted_width(self.width()))

    def _rebuild(self) -> None:
        """Other sizes: the rows are made anew, with the focus and the caret where they were."""
        caret = find_caret(self.page.row_of(self._here))
        self._middle_column.addWidget(self.help)
        self.help.restyle()
        self.page.rebuild()
        self._show_section(self._section)
        self._show_only(self._here)
        self.page.show_notes(last_day_notes(self.interview, self.desk.language, self.desk.second))
        self.help.retranslate()
        if caret is not None:
            put_caret(self.page.row_of(self._here), caret)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The paper folds into a tab when there is no room beside the page."""
        super().resizeEvent(event)
        self._arrange()

    # ---- answers

    def _typed(self, id: str, text: str) -> None:
        """One key: one call down, one value back, and only what it names is redrawn."""
        sourced = id in self.session.draft.sources
        self._tried = plain(id)
        self._echo.tact.typed(id)
        self._take(self.session.answer(id, text), id)
        if sourced or id in self._asked_where:
            self._echo.show_source(id)
        column = self.page.column_of(id)
        if column is not None:
            column.answer_changed(plain(id))
            self._ask_where(id)

    def _ask_where(self, id: str) -> None:
        """Whose change it is, while the answer is another than the person's ledger gave."""
        row, was = self.page.row_of(id), self.session.undecided.get(id)
        self._asked_where = self._asked_where | {id} if was is not None else self._asked_where - {id}
        if row is not None:
            row.ask_where(was)

    def _belongs(self, id: str, person: bool) -> None:
        """A clerk has said where a change belongs."""
        if not person:
            self._settle_where(id, "")
            return
        from talentdesk.service.people import take_back

        case, text, now = self.session.draft.id, self.session.draft.typed.get(id, ""), self.desk.now()
        taken = self.desk.keeper.ask(lambda store: take_back(store, case, id, text, now))
        self.desk.letters.expect(taken, lambda source: self._settle_where(id, source, text), self._not_taken, self)

    def _settle_where(self, id: str, source: str, text: str = "") -> None:
        unchanged = self.session.draft.typed.get(id, "") == text
        self.session.decide(id, source if unchanged else "")
        self._ask_where(id)
        self._echo.show_source(id)
        self.page.place_caret(id)
        if source:
            self.guide.tell(say("Taken into the person's ledger, with the change in its history.", self.desk.language))

    def _not_taken(self, error: BaseException) -> None:
        from talentdesk.store.trouble import StoreTrouble

        if not isinstance(error, StoreTrouble):
            raise error
        self.guide.tell(say(error.remedy, self.desk.language))

    def _declined(self, id: str, yes: bool) -> None:
        changes = self.session.decline(id, yes)
        self._echo.show_answer(id)
        self._take(changes, id)
        self.session.flush()

    def _moved(self, table: str, changes: Changes) -> None:
        """A table's rows stand in another order."""
        self._echo.show_answer(table)
        self._take(changes, table)
        self.session.flush()

    def _take(self, changes: Changes, *answered: str) -> None:
        self._echo.take(changes, self._here, answered)
        if changes.shown or changes.hidden:
            self._say_onward()
        if changes.sections:
            self._say_step()
        self._idle.start()

    def _filled(self, changes: Changes) -> None:
        """Answers came from a scan, or were taken back."""
        self._take(changes)
        self._refresh()

    def _refresh(self) -> None:
        self._echo.refresh()
        self._say_step()
        self._idle.start()

    def _settle(self) -> None:
        """What nobody waits for: last days, keys, counts."""
        self._show_notes()
        self._tell_hints()

    def _show_notes(self) -> None:
        self.page.show_notes(last_day_notes(self.interview, self.desk.language, self.desk.second))

    def _tell_hints(self) -> None:
        told = (self.hints(), self.standing(self.desk.language))
        if told != self._told:
            self._told = told
            self.hints_changed.emit()

    # ---- where the person is

    def _entered(self, id: str) -> None:
        if split_cell(id) is not None and self.page.column is not None:
            # A row of a table may have been added since.
            self.page.column.order_tabs()
        self._stand_at(id)
        self.page.follow(id)

    def _stand_at(self, id: str) -> None:
        self._here = id
        self.session.stand_at(id)
        self._show_place()
        self._idle.start()

    def _left(self, id: str) -> None:
        """Says what waited, remembers the value, and has everything written."""
        if self._knows(id):
            self._echo.leave(id)
            self.session.rest()
            repeats_of(self.desk).note(self.session.draft.id, id, self.interview.typed.get(id, ""))
        self.session.flush()
        self._idle.start()

    def _show_place(self) -> None:
        asked = plain(self._here)
        self.help.show_question(self.interview.question(asked))
        self.preview.follow(self._here)
        self._say_step()

    def _knows(self, id: str) -> bool:
        try:
            self.interview.question(id)
        except KeyError:
            return False
        return True

    def _show_only(self, question: str) -> None:
        column = self.page.column
        if column is not None:
            column.show_only(plain(question))

    def _show_section(self, section: Section) -> SectionColumn:
        self._section = section
        column = self.page.show_section(section)
        column.show_boxes(self._heads_down.boxes)
        self.tasks.show_current(section.id)
        if self._is_kiosk:
            column.take_help(self.help)
        self.help.show_section([row.question for row in column.shown_rows()])
        self._say_onward()
        return column

    # ---- going somewhere

    def _next_from(self, id: str) -> None:
        """Enter: the next cell, the next question, or the end of the case."""
        row = self.page.row_of(id)
        if row is None or not self.page.after(row):
            self._go_by(id, 1)

    def _go_by(self, id: str, by: int) -> None:
        if by > 0 and self._is_kiosk and self._must_say(id):
            self._left(id)
            self.page.place_caret(id)
            return
        question = self._route.beside(id, by)
        if question is not None:
            self.go_to(question)
        elif by > 0:
            self._end()

    def _must_say(self, id: str) -> bool:
        """The kiosk's question leaves the screen with its answer: what is wrong with what was typed is said before.

        Once for each try: nobody is held at a question.
        """
        tried, self._tried = self._tried, ""
        return tried == id and mark_for(self.interview.problems_of(id)) is not None

    def _end(self) -> None:
        """Behind the last question stands the review."""
        column = self.page.column
        if self._is_kiosk or column is None:
            self.guide.review(self.session)
        else:
            column.onward.setFocus(Qt.FocusReason.TabFocusReason)

    def _step(self, by: int) -> None:
        """The kiosk's buttons."""
        self._go_by(plain(self._here), by)

    def _go_to_section(self, section: Section | None) -> None:
        if section is None:
            return
        first = self._route.first_of(section)
        if first is not None:
            self.go_to(first)
        else:
            self._bring_questions()
            column = self._show_section(section)
            column.onward.setFocus(Qt.FocusReason.TabFocusReason)
            for place in self.interview.section(section).questions[:1]:
                self.help.show_question(place)
                self.preview.follow(place.id)

    def _section_called(self, id: str) -> Section:
        return next(section for section in self.interview.edition.sections if section.id == id)

    def _go_onward(self) -> None:
        following = self._heads_down.usual.section_beside(self._section, 1)
        if following is None:
            self.guide.review(self.session)
        else:
            self._go_to_section(following)

    def _next_problem(self) -> str | None:
        """The next answer with something wrong; where nothing is, the next that somebody commented on."""
        found = self.interview.next_problem(self._here)
        if found is not None or not self.session.comments:
            return found
        order = [question.id for view in self.interview.sections() for question in view.questions]
        start = order.index(self._here) + 1 if self._here in order else 0
        asked = {id.partition("[")[0] for id in self.session.comments}
        return next((id for id in (*order[start:], *order[:start]) if id in asked), None)

    def _go_or_tell(self, id: str | None, otherwise: str) -> None:
        if id is None:
            self.guide.tell(say(otherwise, self.desk.language))
        else:
            self.go_to(id)

    def _jump_to_box(self) -> None:
        """F4: from the field to its box on the paper."""
        if self.preview.leaf.hasFocus():
            self._return()
        elif self.preview.holds(self._here):
            self.preview.follow(self._here)
            self._put_paper_in_front(True)
            self.preview.leaf.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.guide.tell(say(_NOT_ON_PAPER, self.desk.language))

    def _return(self) -> None:
        """Back to the field."""
        self._bring_questions()
        self.page.place_caret(self._here)

    def _bring_questions(self) -> None:
        self._put_paper_in_front(False)

    def _choose_pane(self, paper: bool) -> None:
        if paper:
            self._put_paper_in_front(True)
        else:
            self._return()

    def _put_paper_in_front(self, paper: bool) -> None:
        """Only where the paper does not stand beside the questions."""
        if paper is not self._paper_in_front:
            self._paper_in_front = paper
            self._arrange()
            if paper and self.preview.isVisible():
                self.preview.leaf.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- copying a paper

    def copy_paper(self) -> None:
        """Ctrl+E: through the questions in the order of the paper's boxes, and back to the usual way."""
        if self._is_kiosk:
            return
        if not self._heads_down.is_on and self.preview.sheet is None:
            self.guide.tell(say(_NO_PAPER, self.desk.language))
            return
        on = self._heads_down.switch(self.preview.sheet)
        self.help.setVisible(not on)
        for column in self.page.columns():
            column.show_boxes(self._heads_down.boxes)
        if on:
            gap = next((id for id in self._route.questions() if not self.interview.typed.get(id)), None)
            self.go_to(gap or self._route.start())
        else:
            self._return()
        self.guide.tell(say(_COPYING if on else _AS_USUAL, self.desk.language))
        self._tell_hints()

    def _box_here(self) -> str:
        return self._heads_down.boxes.get(plain(self._here), "") if self._here else ""

    # ---- states and comments

    def _state_changed(self) -> None:
        """Locked or open: every field of every page."""
        for column in self.page.columns():
            column.refresh()
        had_focus = self.isAncestorOf(QApplication.focusWidget() or self.window())
        self.state_bar.show_state()
        if had_focus:
            self._return()
        self._tell_hints()

    def _show_comments(self) -> None:
        for column in self.page.columns():
            column.show_comments()
        self._tell_hints()

    def _takes_han(self) -> bool:
        """Whether a name in Chinese characters is asked for here, which may hold one that no input method has."""
        known = bool(self._here) and self._knows(self._here)
        return known and self.interview.question(self._here).kind is Kind.HAN_NAME and not self._is_kiosk

    # ---- repeating

    def _offer(self) -> str:
        """What Ctrl+D would type here."""
        if not self._here or self.interview.typed.get(self._here):
            return ""
        return repeats_of(self.desk).offer(self.session.draft.id, self._here, self.interview)

    def _repeat(self) -> None:
        text, id, row = self._offer(), self._here, self.page.row_of(self._here)
        if not text or row is None:
            return
        parts = split_cell(id)
        if parts is not None and isinstance(row.editor, TableEditor):
            row.editor.rows[parts[1]].write(parts[2], text)
        else:
            row.show_value(text)
            self._take(self.session.answer(id, text, How.REPEATED), id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+D repeats; a text line leaves it to the page."""
        if event.key() == Qt.Key.Key_D and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self._repeat()
        else:
            super().keyPressEvent(event)

    # ---- words

    def _say_onward(self) -> None:
        column = self.page.column
        if column is None:
            return
        language, second = self.desk.language, self.desk.second
        following = self._heads_down.usual.section_beside(self._section, 1)

        def said(tongue: str) -> str:
            if following is None:
                return say(_REVIEW, tongue)
            return say(_ONWARD, tongue, section=word(following.title, tongue))

        # At the counter both languages side by side can be wider than the page; the task list says the second.
        beside = said(second) if second and self._is_kiosk else ""
        column.onward.show_words(said(language), language, beside, second)
        column.onward.show_key("" if following is not None else "F9")

    def _say_step(self) -> None:
        if not self._is_kiosk:
            return
        asked, here = self._heads_down.usual.sections(), plain(self._here)
        at = asked.index(self._section) if self._section in asked else 0
        self.steps.show_step(at, len(asked), self._section.title)
        ends = [self._route.beside(here, by) is None for by in (-1, 1)]
        self.moves.show_place(first=ends[0], last=ends[1])


def _task_width() -> int:
    worn = theme.current()
    # With large letters the paper has folded, and a part of its room is for the tasks.
    return theme.theme(worn.look, theme.Size.COUNTER).measure("task_list") * (100 + worn.zoom) // 200
