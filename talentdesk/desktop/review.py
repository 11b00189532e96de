"""Review and print: problems first, then the answers, the papers on the table, the last days, and out it goes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from talentdesk.core.checks import Severity
from talentdesk.core.form import CORRECTION_SLIP, DEADLINE_CARD, MISSING_ITEMS, Kind
from talentdesk.core.states import MOVES, State
from talentdesk.desktop import chips, theme
from talentdesk.desktop.answercheck import AnswerCheck
from talentdesk.desktop.bilingual import both, both_say
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.calendarfile import PATTERN, calendar_name, save_calendar
from talentdesk.desktop.casescreens import TIMELINE
from talentdesk.desktop.commentstrip import CommentStrip
from talentdesk.desktop.controls import Title, Toast
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.documentsdesk import DocumentsDesk
from talentdesk.desktop.handover import WORKING, Handover, Result
from talentdesk.desktop.headrow import HeadRow
from talentdesk.desktop.ladder import CostCard, DeadlineLadder
from talentdesk.desktop.paperlook import PaperLook
from talentdesk.desktop.paperstrip import PaperStrip
from talentdesk.desktop.printing import file_name
from talentdesk.desktop.problemcard import ProblemCard
from talentdesk.desktop.remarkcard import ChangeCard, RemarkCard
from talentdesk.desktop.returnstrip import ReturnStrip
from talentdesk.desktop.savedialog import ask_place
from talentdesk.desktop.screen import Guide, KeyHint, Screen
from talentdesk.desktop.session import Session
from talentdesk.desktop.statebar import StateBar
from talentdesk.desktop.touch import scrolled
from talentdesk.i18n import N_, plural, say
from talentdesk.service.findings import Weighs, find_out
from talentdesk.service.papers import PaperView, papers_of
from talentdesk.service.returns import slip_language, slip_pair

_SIDE_WIDTH = 432
_TWO_COLUMNS = 1180
_FOR_THE_PERSON = frozenset({MISSING_ITEMS, DEADLINE_CARD, CORRECTION_SLIP})
"""Papers that nobody but the person reads."""
"""Narrower than this, what stands at the right goes below."""


class ReviewScreen(Screen):
    """The last look at a case before it is printed. Nothing here blocks: what is wrong is said, then printed."""

    session: Session

    def __init__(self, desk: Desk, guide: Guide, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(desk, guide, parent)
        self.session = session
        self._result: Result | None = None
        self._again: Callable[[], None] = self.ask_place
        self._views: Mapping[str, PaperView] = {}
        interview = session.interview
        self._heading = Title("page_title", self)
        self.back_button = Button(parent=self, icon="back")
        self.rules_button = Button(parent=self, icon="shield")
        self.save_button = Button(parent=self, icon="save")
        self.print_button = Button(Role.MAIN, self, icon="printer")
        self.again_button = Button(parent=self, small=True)
        self.toast = Toast(self.again_button, self)
        self.strip = PaperStrip(desk, interview, papers_of(interview), self)
        self.problems = ProblemCard(desk, interview)
        self.answers = AnswerCheck(desk, interview)
        self.remarks = RemarkCard(desk, session)
        self.changes = ChangeCard(desk, session)
        self.state_bar = StateBar(desk, session, self)
        self.returning = ReturnStrip(desk, session, self)
        self.comment = CommentStrip(desk, session, self)
        self._gives_back = False
        self._printed_from: QWidget | None = None
        self.documents = DocumentsDesk(desk, session)
        self.ladder = DeadlineLadder(desk, interview)
        self.costs = CostCard(desk, interview)
        self.handover = Handover(desk, session, self)
        self.look = PaperLook(desk, self)
        self._lay_out()
        self._connect()
        self.toast.hide()
        self.restyle()
        self.retranslate()

    # ---- building

    def _lay_out(self) -> None:
        inside = QWidget()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, inside)
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        self._side = QWidget(inside)
        self._side.setLayout(self._right)
        self._left.addWidget(self.problems)
        self._left.addWidget(self.remarks)
        self._left.addWidget(self.changes)
        self._left.addWidget(self.answers)
        self._right.addWidget(self.documents)
        self._right.addWidget(self.ladder)
        self._right.addWidget(self.costs)
        self._left.addStretch(1)
        self._right.addStretch(1)
        self._right.setContentsMargins(0, 0, 0, 0)
        self._columns.addLayout(self._left, 1)
        self._columns.addWidget(self._side)
        self._scroll = scrolled(inside, self)
        self._scroll.verticalScrollBar().rangeChanged.connect(lambda _least, _most: self._set_margins())
        self._head, self._foot, self._last = HeadRow(), QHBoxLayout(), QHBoxLayout()
        self._head.addWidget(self._heading)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(0)
        self._top = QVBoxLayout()
        self._top.addLayout(self._head)
        self._top.addWidget(self.state_bar)
        self._top.addWidget(self.returning)
        self._top.addWidget(self.toast)
        self._top.addWidget(self.strip)
        self._outer.addLayout(self._top)
        self._outer.addWidget(self._scroll, 1)
        self._outer.addWidget(self.comment)
        self._outer.addLayout(self._foot)
        self._outer.addLayout(self._last)

    def _connect(self) -> None:
        self.back_button.clicked.connect(lambda: self.guide.fill_in(self.session))
        self.rules_button.clicked.connect(lambda: self.guide.judge(self.session))
        self.save_button.clicked.connect(self.ask_place)
        self.print_button.clicked.connect(self.print_papers)
        self.again_button.clicked.connect(self._answer_toast)
        self.ladder.calendar_button.clicked.connect(self.ask_calendar_place)
        self.problems.wanted.connect(self._go_to)
        for card in (self.answers, self.remarks, self.changes):
            card.wanted.connect(self._go_to)
        self.state_bar.wanted.connect(self._move_wanted)
        self.returning.print_wanted.connect(self._print_slip)
        self.returning.save_wanted.connect(self._ask_slip_place)
        give_back = self.state_bar.buttons[State.RETURNED]
        self.returning.closed.connect(lambda: give_back.setFocus(Qt.FocusReason.OtherFocusReason))
        self.comment.closed.connect(self._comment_closed)
        self.session.commented.connect(lambda _id: self._show_remarks())
        self.session.moved.connect(self._state_changed)
        self.strip.chosen.connect(self._name_buttons)
        self.strip.look_button.clicked.connect(self.look_at_papers)
        self.look.wanted.connect(self._go_to)
        self.look.turned.connect(self.hints_changed)
        self.look.closed.connect(lambda: self.strip.look_button.setFocus(Qt.FocusReason.OtherFocusReason))
        self.handover.began.connect(self._began)
        self.handover.ended.connect(self._ended)
        self.session.answered.connect(lambda _changes: self.refresh() if self.isVisible() else None)
        for keys, act in (
            ("Ctrl+P", self.print_papers),
            ("Ctrl+S", self.ask_place),
            ("F5", lambda: self.guide.judge(self.session)),
            ("F6", self.go_to_paper),
            ("F7", self.go_to_problem),
            ("F8", self.write_comment),
            ("Ctrl+R", self.give_back),
            ("Ctrl+G", lambda: self.guide.show_case(self.session, TIMELINE)),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)

    # ---- what a screen promises

    def title(self, language: str) -> str:
        """What the screen is for."""
        return say("Review and print", language)

    def hints(self) -> tuple[KeyHint, ...]:
        """The keys that work here."""
        if self.look.isVisible():
            return (KeyHint("↑ ↓", N_("scroll")), KeyHint("Ctrl+P", N_("print")), KeyHint("Esc", N_("back")))
        problems = (KeyHint("1–9", N_("go to the problem")),) if self.problems.findings else ()
        commented = (KeyHint("F7", N_("next problem")),) if self.session.comments else ()
        return (
            *problems,
            *commented,
            *((KeyHint("F8", N_("comment")), *self._return_hint()) if self._may_comment else ()),
            *((KeyHint("F6", N_("next paper to tick")),) if self.documents.rows else ()),
            KeyHint("Space", N_("tick a paper")),
            KeyHint("Ctrl+P", N_("print")),
            KeyHint("Ctrl+S", N_("save as PDF")),
            KeyHint("F5", N_("eligibility")),
            KeyHint("Ctrl+G", N_("timeline and conflicts")),
            KeyHint("Esc", N_("back to the questions")),
            KeyHint("F1", N_("help")),
        )

    def standing(self, language: str) -> str:
        """That errors keep nobody from saving or printing."""
        wrong = any(finding.weighs is Weighs.ERROR for finding in self.problems.findings)
        return say("With errors too, everything is saved and can be printed", language) if wrong else ""

    def focus_place(self) -> QWidget:
        """The first problem; where there is none, the print button."""
        return self.problems.rows[0].button if self.problems.rows else self.print_button

    def enter(self) -> None:
        """Looks at the case anew: something may have been changed meanwhile."""
        self.look.hide()
        self.refresh()
        super().enter()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits go to a problem, Esc to the questions."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() == Qt.Key.Key_Escape:
            self.guide.fill_in(self.session)
        elif not (plain and event.text() in "123456789" and event.text() and self.problems.go_to(int(event.text()))):
            super().keyPressEvent(event)

    def refresh(self) -> None:
        """Shows the case as it stands now."""
        findings = find_out(self.session.interview)
        place = self._place
        if self.problems.show_findings(findings) and place is not None and self.problems.isAncestorOf(place):
            self._place = None
        self._show_remarks()
        self.answers.show_sections()
        self.documents.show_documents()
        self.ladder.show_steps()
        self.costs.show_amounts()
        self.strip.show_findings(findings)
        self._count_pages()
        self.hints_changed.emit()

    def _count_pages(self) -> None:
        self.handover.count([tick.paper for tick in self.strip.ticks], self._counted)

    def _counted(self, views: Mapping[str, PaperView]) -> None:
        self._views = views
        self.strip.show_views(views)

    def look_at_papers(self) -> None:
        """Shows the ticked papers, or all of them where none is ticked, page by page."""
        wanted = self.strip.papers or tuple(self._views)
        pages = [page for paper in wanted if paper in self._views for page in self._views[paper].laid.pages]
        problems = reversed(self.session.interview.problems())
        marks = {each.question: each.severity for each in problems if each.severity is not Severity.MISSING}
        self.look.setGeometry(self.rect())
        self.look.show_pages(pages, marks)

    def go_to_problem(self) -> None:
        """F7: the first answer with something wrong; where nothing is, the first that somebody commented on."""
        if not self.problems.go_to(1) and self.session.comments:
            self._go_to(next(iter(self.session.comments)).partition("[")[0])

    def go_to_paper(self) -> None:
        """F6: the next paper that is still to be seen or copied; where there is none, the print button."""
        if not self.documents.next_gap():
            self.guide.tell(say("Every paper that is asked for has been ticked.", self.desk.language))
            self.print_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_to(self, question: str) -> None:
        self.guide.fill_in(self.session, question)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """What has the focus is in sight."""
        if now is not None and self._scroll.isAncestorOf(now):
            self._scroll.ensureWidgetVisible(now, 0, theme.current().pick(24, 64))

    # ---- states and comments

    @property
    def _may_comment(self) -> bool:
        return self.desk.settings.mode != "kiosk"

    def _show_remarks(self) -> None:
        self.remarks.retranslate()
        self.changes.retranslate()

    def _state_changed(self) -> None:
        self.state_bar.show_state()
        self.returning.hide()
        self._show_remarks()
        self.hints_changed.emit()

    def _move_wanted(self, state: State) -> None:
        if state is State.RETURNED:
            self.returning.open()
        elif not self.isAncestorOf(QApplication.focusWidget() or self.window()):
            self.focus_place().setFocus(Qt.FocusReason.OtherFocusReason)

    def _return_hint(self) -> tuple[KeyHint, ...]:
        if self.session.draft.state in (State.RETURNED, State.CLOSED):
            return (KeyHint("Ctrl+R", N_("back to the review")),)
        return (KeyHint("Ctrl+R", N_("return with a slip")),)

    def give_back(self) -> None:
        """Ctrl+R: asks for the slip with which the case goes back; one that is back already is reviewed anew."""
        state = self.session.draft.state
        if not self._may_comment:
            return
        if State.RETURNED not in MOVES[state] and State.REVIEW in MOVES[state]:
            self.session.move(State.REVIEW)
        if state not in (State.RETURNED, State.CLOSED) and State.RETURNED in MOVES[self.session.draft.state]:
            self.returning.open()

    def _print_slip(self, language: str) -> None:
        """The case is given back once the slip is out."""
        if not self.handover.busy:
            self._gives_back = True
            self.handover.print((CORRECTION_SLIP,), slip_pair(language))

    def _ask_slip_place(self, language: str) -> None:
        name = file_name(self.session.draft.number, CORRECTION_SLIP)

        def save(place: Path) -> None:
            self._gives_back = True
            self.handover.save((CORRECTION_SLIP,), place, slip_pair(language))

        ask_place(self, say("Save as PDF", self.desk.language), name, save, "PDF (*.pdf)")

    def write_comment(self) -> None:
        """F8: on the answer of the row that has the focus, else the first open one; Up and Down lead to every other."""
        if not self._may_comment:
            return
        asked = [q.id for view in self.session.interview.sections() for q in view.questions]
        focus = QApplication.focusWidget()
        here = (
            next((row.finding.question for row in self.problems.rows if row.isAncestorOf(focus)), "") if focus else ""
        )
        if not here and focus is not None:
            sections = (row.view.questions for row in self.answers.rows if row.isAncestorOf(focus))
            here = next((questions[0].id for questions in sections if questions), "")
        if not here and focus is not None:
            photos = [q.id for q in self.session.interview.edition.questions if q.kind is Kind.PHOTO and q.id in asked]
            on_photo = any(row.is_photo and row.isAncestorOf(focus) for row in self.documents.rows)
            here = photos[0] if on_photo and photos else ""
        here = (here or next(iter(self.session.comments), "")).partition("[")[0]
        if asked:
            self._place = focus
            self.comment.open_on(here if here in asked else asked[0], asked)

    def _comment_closed(self) -> None:
        place = self._place if self._place is not None and self._place.isVisible() else self.focus_place()
        place.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- printing and saving

    def print_papers(self) -> None:
        """Gives the ticked papers to the printer, whatever is still wrong in them."""
        papers = self.strip.papers
        if papers:
            self.handover.print(papers, self._slip_languages(papers))

    def _slip_languages(self, papers: Sequence[str]) -> tuple[str, str] | None:
        """What is for the person alone is in the person's language; with a form among it, in the desk's."""
        return slip_pair(slip_language(self.session.interview)) if set(papers) <= _FOR_THE_PERSON else None

    def ask_place(self) -> None:
        """Asks where to save the ticked papers, under a name without personal data."""
        papers = self.strip.papers
        if not papers or self.handover.busy:
            return
        name = file_name(self.session.draft.number, papers[0] if len(papers) == 1 else "papers")
        title = say("Save as PDF", self.desk.language)
        languages = self._slip_languages(papers)
        ask_place(self, title, name, lambda place: self.handover.save(papers, place, languages), "PDF (*.pdf)")

    def ask_calendar_place(self) -> None:
        """Asks where to save the last days for a calendar program."""
        name, title = calendar_name(self.session.draft.number), say("Save to calendar", self.desk.language)
        ask_place(self, title, name, self._save_calendar, PATTERN)

    def _save_calendar(self, place: Path) -> None:
        result = save_calendar(self.session.interview, self.desk.language, self.session.draft.id, place)
        self._ended(result, self.ask_calendar_place)

    def _began(self) -> None:
        # A button that is busy loses the focus, and the next one would take it, wherever that is.
        self._printed_from = QApplication.focusWidget()
        if self._printed_from is not None and self.isAncestorOf(self._printed_from):
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_result(Result(True, lambda language: say(WORKING, language)), working=True)
        self._name_buttons()

    def _ended(self, result: Result, again: Callable[[], None] | None = None) -> None:
        self._again = again or self.ask_place
        gave_back, self._gives_back = self._gives_back, False
        if gave_back and (result.printed or result.good):
            self.session.move(State.RETURNED)
        self._show_result(result)
        self._name_buttons()
        if gave_back:
            self.focus_place().setFocus(Qt.FocusReason.OtherFocusReason)  # the strip that had it is gone
        elif self._printed_from is not None and self.hasFocus():
            self._printed_from.setFocus(Qt.FocusReason.OtherFocusReason)
        self._printed_from = None
        said = result.told(self.desk.language)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.toast, said))

    def _show_result(self, result: Result, *, working: bool = False) -> None:
        self._result = None if working else result
        mark = chips.IN_PROGRESS if working else chips.GOOD if result.good else chips.ERROR
        self.toast.show_toast(mark, *both(self.desk, result.told))
        retry = N_("Save as PDF…") if self._again == self.ask_place else N_("Save to calendar…")
        caption = N_("Hide") if result.good else retry
        self.again_button.show_words(say(caption, self.desk.language), self.desk.language)
        self.again_button.setVisible(not working)
        self.toast.show()

    def _answer_toast(self) -> None:
        failed = self._result is not None and not self._result.good
        self._hide_toast()
        if failed:
            self._again()

    def _hide_toast(self) -> None:
        had_focus = self.again_button.hasFocus()
        self._result = None
        self.toast.hide()
        if had_focus:
            self.print_button.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- words and sizes

    def retranslate(self) -> None:
        """Puts the words anew."""
        self._heading.show_title(*both(self.desk, self.title))
        for part in (self.problems, self.answers, self.documents, self.ladder, self.costs, self.strip):
            part.retranslate()
        self._show_remarks()
        self.state_bar.retranslate()
        if self.returning.isVisible():
            self.returning.retranslate()
        if self.comment.isVisible():
            self.comment.retranslate()
        self._name_buttons()
        if self._result is not None:
            self._show_result(self._result)
        if self.isVisible():
            self._count_pages()

    def _name_buttons(self) -> None:
        kiosk, papers = self.desk.is_kiosk, self.strip.papers
        for button, caption in (
            (self.back_button, N_("Back to filling")),
            (self.rules_button, N_("Eligibility")),
            (self.save_button, N_("Save as PDF…")),
        ):
            said = both_say(self.desk, caption)
            button.show_words(said.text, said.language, said.second if kiosk else "", said.second_language)
        count = len(papers)
        self.print_button.show_words(
            *both(self.desk, lambda language: plural("Print {count} paper", "Print {count} papers", count, language))
        )
        can = bool(papers) and not self.handover.busy
        self.print_button.setEnabled(can)
        self.save_button.setEnabled(can)

    def restyle(self) -> None:
        """Takes places and sizes from the theme."""
        worn = theme.current()
        margin = worn.pick(24, 56)
        self._place_buttons(worn.kiosk)
        self._top.setContentsMargins(margin, worn.pick(14, 40), margin, worn.pick(12, 24))
        self._top.setSpacing(worn.pick(12, 24))
        self._head.setSpacing(worn.pick(8, 24))
        self._foot.setSpacing(24)
        self._last.setSpacing(24)
        self._foot.setContentsMargins(*((margin, 24, margin, 12) if worn.kiosk else (0, 0, 0, 0)))
        self._last.setContentsMargins(*((margin, 12, margin, 32) if worn.kiosk else (0, 0, 0, 0)))
        self._left.setSpacing(worn.pick(12, 24))
        self._right.setSpacing(worn.pick(12, 24))
        self._columns.setSpacing(worn.pick(16, 24))
        self._set_margins()
        for card in (self.problems, self.answers, self.documents, self.ladder, self.costs):
            card.restyle_rows()
        self.strip.restyle()
        self.remarks.restyle_rows()
        self.changes.restyle_rows()
        self.state_bar.restyle()
        self.comment.restyle()
        self._name_buttons()
        self._fold()

    def _place_buttons(self, kiosk: bool) -> None:
        """Beside the title at the counter; on a touch screen at the foot, the main act at the lower right."""
        for button in (self.back_button, self.rules_button, self.save_button, self.print_button):
            for row in (self._head, self._foot, self._last):
                row.removeWidget(button)
        self._foot.addWidget(self.back_button, 1) if kiosk else self._head.addWidget(self.back_button)
        self._last.addWidget(self.rules_button, 1) if kiosk else self._head.addWidget(self.rules_button)
        self._foot.addWidget(self.save_button, 1) if kiosk else self._head.addWidget(self.save_button)
        self._last.addWidget(self.print_button, 1) if kiosk else self._head.addWidget(self.print_button)
        self.print_button.show_key("" if kiosk else "Ctrl+P")
        # Four buttons and a title in two languages stand in one line at the counter: the icon is what can be missed.
        self.rules_button.show_icon("shield" if kiosk else "")

    def _set_margins(self) -> None:
        """The cards end where the strip above them ends, whether there is a scroll bar or not."""
        worn, bar = theme.current(), self._scroll.verticalScrollBar()
        margin = worn.pick(24, 56)
        taken = bar.sizeHint().width() if bar.maximum() > bar.minimum() else 0
        self._columns.setContentsMargins(margin, 0, max(0, margin - taken), worn.pick(14, 24))

    def _fold(self) -> None:
        """Two columns where there is room for them."""
        wide = self.width() >= theme.current().breadth(_TWO_COLUMNS) and not self.desk.is_kiosk
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(direction)
        self._side.setMinimumWidth(_SIDE_WIDTH if wide else 0)
        self._side.setMaximumWidth(_SIDE_WIDTH if wide else 1 << 20)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Folds where it gets narrow."""
        super().resizeEvent(event)
        self.look.setGeometry(self.rect())
        self._fold()
