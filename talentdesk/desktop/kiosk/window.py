"""The public machine's window: from the first touch to the erased end, one page in front at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from talentdesk.core.catalogue import CatalogueMiss
from talentdesk.core.tomlfile import FormError
from talentdesk.core.triage import hold
from talentdesk.desktop import theme
from talentdesk.desktop.bilingual import both_say
from talentdesk.desktop.controls import Panel
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.keyboard.panel import OnScreenKeyboard
from talentdesk.desktop.kiosk import outgoing
from talentdesk.desktop.kiosk.answers import Answers
from talentdesk.desktop.kiosk.attract import Attract
from talentdesk.desktop.kiosk.bar import Bar
from talentdesk.desktop.kiosk.consentsheet import ConsentSheet
from talentdesk.desktop.kiosk.endsheet import EndSheet
from talentdesk.desktop.kiosk.finish import Finish
from talentdesk.desktop.kiosk.matters import Matters
from talentdesk.desktop.kiosk.oneswitch import PageSwitch
from talentdesk.desktop.kiosk.outgoing import Outcome, Outgoing
from talentdesk.desktop.kiosk.papersheet import PaperSheet
from talentdesk.desktop.kiosk.publicwindow import PublicWindow
from talentdesk.desktop.kiosk.purposes import PASS_ON, READ, left_out, purposes
from talentdesk.desktop.kiosk.scansheet import ScanSheet
from talentdesk.desktop.kiosk.screensheet import ScreenSheet
from talentdesk.desktop.kiosk.sheet import Sheet
from talentdesk.desktop.kiosk.speech import Speech
from talentdesk.desktop.kiosk.visit import Visit, agreed_in, begin, go_on
from talentdesk.desktop.kiosk.walk import Held, Walk
from talentdesk.desktop.printing import NotWritten
from talentdesk.desktop.scanning import Wedge
from talentdesk.desktop.words import Words, pair
from talentdesk.i18n import N_, say
from talentdesk.service.drives import Drive, drives
from talentdesk.service.printers import title_of
from talentdesk.service.triage import carried, triage_of

if TYPE_CHECKING:
    from talentdesk.core.draft import Draft
    from talentdesk.core.passport import Offer
    from talentdesk.desktop.session import Session
    from talentdesk.store.trouble import StoreTrouble

_READABLE = ("person.surname", "passport.number", "travel_permit.number")
"""A form that asks for one of these is begun with the reader."""
_HIDDEN = N_("Your answers are hidden. Touch anywhere to go on.")


class KioskWindow(PublicWindow):
    """Holds one visit. It starts over by being made anew: nothing is taken from one person to the next."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.visit = Visit()
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.speech = Speech(self)
        self.bar = Bar(desk, self)
        self.stack = _Pages(self)
        self.keyboard = OnScreenKeyboard(desk, self)
        self.attract = Attract(desk, self)
        self.consent = ConsentSheet(desk, purposes(desk.catalogue), self)
        self._triage = triage_of(desk.catalogue)
        self.matters = Matters(desk, self._triage, self)
        self.scan = ScanSheet(desk, self)
        self.walk: Walk | None = None
        self.answers = Answers(desk, self)
        self.paper = PaperSheet(desk, self)
        self.finish = Finish(desk, self)
        self.screen_sheet = ScreenSheet(desk, self)
        self.end = EndSheet(desk, self)
        self._outgoing: Outgoing | None = None
        self._outcome = Outcome()
        self._aside: Sheet | None = None
        """Where the person was before the languages, the question of ending, or the reader came to the front."""
        self._held: QWidget | None = None
        """What had the focus before everything was covered."""
        self._wedge: Wedge | None = None
        self.one_switch = PageSwitch(self.keyboard.scan, lambda: (self.bar, self.sheet))
        self._lay_out()
        self._begin_triage()
        self._connect()
        self.show_sheet(self.attract)

    # ---- building

    def _begin_triage(self) -> None:
        """The questions that find the form, unanswered."""
        self._found = hold(self._triage, self.desk.catalogue, self.desk.today, {})
        self.triage = Walk(self.desk, Held(self._found), self)
        self.triage.left.connect(lambda: self.show_sheet(self.consent))
        self.triage.finished.connect(self._show_matters)
        self.stack.addWidget(self.triage)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        # The screen's size rules: a window that grew beyond it would be cut.
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        # All that a cover covers, taken away as one: what is hidden takes no key and is not read out.
        self._covered = QWidget(self)
        parts = QVBoxLayout(self._covered)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(0)
        parts.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        parts.addWidget(self.bar)
        parts.addWidget(self.stack, 1)
        parts.addWidget(self.keyboard)
        column.addWidget(self._covered)
        for sheet in self._sheets():
            self.stack.addWidget(sheet)
        self._cover = _Cover(self.desk, self)
        self._cover.hide()
        self._cover.touched.connect(self._uncover)

    def _sheets(self) -> tuple[Sheet, ...]:
        return (
            self.attract,
            self.consent,
            self.matters,
            self.scan,
            self.answers,
            self.paper,
            self.finish,
            self.screen_sheet,
            self.end,
        )

    def _connect(self) -> None:
        self.bar.screen_wanted.connect(lambda: self._step_aside(self.screen_sheet))
        self.bar.end_wanted.connect(lambda: self._step_aside(self.end))
        self.bar.hide_wanted.connect(lambda: self._show_cover(told=True))
        self.bar.aloud_wanted.connect(self._read_aloud)
        self.bar.show_speech(self.speech.is_there)
        self.speech.changed.connect(self.bar.show_reading)
        self.keyboard.scan.pressed.connect(self.used)
        self.attract.chosen.connect(self._begin)
        self.consent.back_wanted.connect(self._erase)
        self.consent.agreed.connect(self._agreed)
        self.matters.back_wanted.connect(lambda: self.show_sheet(self.triage))
        self.matters.chosen.connect(self.begin_case)
        self.scan.back_wanted.connect(self._leave_scan)
        self.scan.passed.connect(self._pass_scan)
        self.scan.taken.connect(self._take_scan)
        self.answers.back_wanted.connect(self._back_to_last)
        self.answers.wanted.connect(self._change)
        self.answers.accepted.connect(self._show_paper)
        self.paper.back_wanted.connect(lambda: self.show_sheet(self.answers))
        self.paper.wanted.connect(self._change)
        self.paper.print_wanted.connect(self._print)
        self.finish.again_wanted.connect(self._print_again)
        self.finish.drive_wanted.connect(self._put_on)
        self.finish.ended.connect(lambda: self._end("done"))
        self.screen_sheet.done.connect(self._return)
        self.screen_sheet.spoke.connect(self.speak)
        self.end.stayed.connect(self._return)
        self.end.erased.connect(self._erase)

    def showEvent(self, event: QShowEvent) -> None:
        """The reader is listened to as soon as there is a window."""
        super().showEvent(event)
        if self._wedge is None:
            self._wedge = Wedge(self, self)
            self._wedge.scanned.connect(self.scanned)
        self.sheet.enter()

    # ---- pages

    @property
    def sheet(self) -> Sheet:
        """What is in front."""
        sheet = self.stack.currentWidget()
        assert isinstance(sheet, Sheet)
        return sheet

    @property
    def session(self) -> Session:
        """The form that was begun."""
        assert self.visit.session is not None, "a form is begun before its pages are shown"
        return self.visit.session

    def show_sheet(self, sheet: Sheet) -> None:
        """Brings a page to the front."""
        self.speech.stop()
        self.stack.setCurrentWidget(sheet)
        sheet.enter()
        self.one_switch.start_over()

    def _step_aside(self, sheet: Sheet) -> None:
        if self.sheet not in (self.screen_sheet, self.end):
            self._aside = self.sheet
        self.show_sheet(sheet)

    def _return(self) -> None:
        self.show_sheet(self._aside or self.attract)

    def speak(self, language: str, second: str) -> None:
        """Switches the languages; where the person is, and what was typed, stays."""
        self.desk.speak(language, second)

    def blank(self, on: bool) -> None:
        """Takes every answer out of sight, or brings the page back; what shows above it is the caller's."""
        if on:
            self._show_cover(told=False)
        else:
            self._uncover()

    @property
    def is_blank(self) -> bool:
        """Whether nothing of the visit can be seen."""
        return not self._cover.isHidden()

    def _show_cover(self, *, told: bool) -> None:
        self.speech.stop()
        self.keyboard.scan.rest()  # no press reaches what cannot be seen
        if not self.is_blank:
            held = QApplication.focusWidget()
            self._held = held if held is not None and self._covered.isAncestorOf(held) else None
        self._cover.show_told(told)
        self._cover.setGeometry(self.rect())
        self._cover.show()
        self._cover.raise_()
        self._cover.setFocus(Qt.FocusReason.OtherFocusReason)
        self._covered.hide()

    def _uncover(self) -> None:
        """Where the person was: what had the focus has it again."""
        if self.is_blank:
            self._covered.show()
            self._cover.hide()
            held, self._held = self._held, None
            back = held if held is not None and shiboken6.isValid(held) and held.isVisible() else None
            (back or self.sheet.focus_place()).setFocus(Qt.FocusReason.OtherFocusReason)
            self.keyboard.scan.wake()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F12 is the switch: the first press of it begins to light what can be chosen."""
        if event.key() == Qt.Key.Key_F12 and not self.is_blank:
            self.keyboard.scan.start()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: object) -> None:
        """What covers covers everything."""
        self._cover.setGeometry(self.rect())

    # ---- the way

    def _begin(self, language: str) -> None:
        """A touch on a language: the visit begins."""
        beside = self.desk.second if self.desk.second not in ("", language) else ""
        other = beside or ("en" if language.startswith("zh") else "zh-Hans")
        if other.startswith("zh") and language.startswith("zh"):
            other = "en"
        self.desk.speak(language, other)
        self.bar.show_visit(True)
        self.begun.emit()
        self.show_sheet(self.consent)

    def _agreed(self, given: frozenset[str]) -> None:
        self.visit.agreed = given
        if self.visit.session is not None:
            self._restrict()
            self.show_sheet(self.answers)
            return
        self.triage.show_question(self.triage.here)
        self.show_sheet(self.triage)

    def _show_matters(self) -> None:
        self.matters.show_for(self._found)
        self.show_sheet(self.matters)

    def begin_case(self, procedure: str) -> None:
        """Begins the form with everything that was answered or read so far."""
        try:
            edition = self.desk.catalogue.in_force(procedure, self.desk.today)
            known = {id: (text, "") for id, text in carried(self._found, edition).items()}
            session = begin(self.desk, procedure, {**known, **self.visit.read}, self.visit.agreed)
        except (CatalogueMiss, FormError) as slip:
            self._tell_refused(slip)
            return
        self._take_session(session)
        assert self.walk is not None
        asks = {question.id for question in edition.questions}
        if READ in self.visit.agreed and asks.intersection(_READABLE) and not self.visit.read:
            self.scan.wait()
            self._aside = self.walk
            self.show_sheet(self.scan)
        else:
            self.show_sheet(self.walk)

    def resume(self, draft: Draft) -> None:
        """Goes on with a case where another window left it, past everything that was agreed to before."""
        self.visit = Visit(agreed_in(draft))
        for point in self.consent.points:
            point.setChecked(point.purpose.id in self.visit.agreed)
        self._take_session(go_on(self.desk, draft))
        self.bar.show_visit(True)
        assert self.walk is not None
        if self.walk.asks(draft.place):
            self.walk.stand_at(draft.place)
        self.show_sheet(self.walk)

    def saved(self, id: str, revision: int) -> None:
        """The disk has this change."""
        if self.visit.session is not None and self.visit.session.draft.id == id:
            self.visit.session.acknowledge(revision)

    def troubled(self, trouble: StoreTrouble) -> None:
        """The visit goes on in memory: what could not be written would only be missed after a crash."""

    def _take_session(self, session: Session) -> None:
        self.visit.session = session
        self._drop_walk()
        self.walk = Walk(self.desk, session, self, left_out=self._left_out())
        self.walk.finished.connect(self._show_answers)
        self.walk.left.connect(self._before_walk)
        self.walk.stood.connect(self._note_place)
        self.stack.addWidget(self.walk)
        self._outgoing = Outgoing(self.desk, session, pass_on=PASS_ON in self.visit.agreed, parent=self)
        self._outgoing.consents = tuple((id, self.desk.language) for id in sorted(self.visit.agreed))
        self._outgoing.printing.connect(self.printing)
        self._outgoing.ended.connect(self._printed)

    def show_paper(self, there: bool) -> None:
        """What cannot be printed now is told where a person begins, and where they would print."""
        for sheet in (self.attract, self.consent, self.paper):
            sheet.paper_notice.setVisible(not there)

    def _tell_refused(self, slip: Exception) -> None:
        told = outgoing.refusal(slip)
        if told is None:
            raise slip
        self.matters.show_refused(told)

    def _left_out(self) -> frozenset[str]:
        return left_out(self.desk.catalogue, self.session.interview.edition, self.visit.agreed)

    def _restrict(self) -> None:
        if self.walk is not None:
            self.walk.leave_out(self._left_out())

    def _drop_walk(self) -> None:
        if self.walk is not None:
            self.stack.removeWidget(self.walk)
            self.walk.deleteLater()
            self.walk = None

    def _before_walk(self) -> None:
        self._show_matters()

    def _note_place(self) -> None:
        if self.walk is not None:
            self.session.stand_at(self.walk.here)
            self.session.flush()

    def _show_answers(self) -> None:
        self.answers.show_for(self.session.interview, self._left_out())
        self.show_sheet(self.answers)

    def _back_to_last(self) -> None:
        if self.walk is not None:
            self.show_sheet(self.walk)

    def _change(self, question: str) -> None:
        if self.walk is not None and self.walk.asks(question):
            self.walk.stand_at(question, errand=True)
            self.show_sheet(self.walk)

    def _show_paper(self) -> None:
        self.paper.show_for(self.session.interview)
        self.show_sheet(self.paper)

    # ---- the reader

    def scanned(self, text: str) -> None:
        """The reader read something. It is shown and asked about, on whatever page one is."""
        if self.sheet in (self.attract, self.consent, self.finish, self.end) or READ not in self.visit.agreed:
            return
        if self.sheet is not self.scan:
            self._aside = self.sheet
        self.scan.show_scan(text)
        self.show_sheet(self.scan)

    def _leave_scan(self) -> None:
        if self._aside is self.walk and self.walk is not None and self.walk.is_at_start:
            self._show_matters()
        else:
            self._return()

    def _pass_scan(self) -> None:
        self._return()

    def _take_scan(self, offers: tuple[Offer, ...]) -> None:
        filled = {offer.question_id: (offer.text, str(offer.source)) for offer in offers}
        if self.visit.session is not None:
            known = {question.id for question in self.session.interview.edition.questions}
            self.session.fill({id: each for id, each in filled.items() if id in known})
        else:
            self.visit.read.update(filled)
            known = {question.id for question in self._found.edition.questions}
            for id, (text, _source) in filled.items():
                if id in known:
                    self._found.answer(id, text)
        if isinstance(self._aside, Walk):
            self._aside.refresh()
        self._return()

    # ---- the papers

    def _print(self) -> None:
        if self._outgoing is not None:
            self.paper.show_busy(True)
            self._outgoing.begin()

    def _print_again(self) -> None:
        if self._outgoing is not None and self._outcome.finished:
            self.finish.again.setEnabled(False)
            self._outgoing.again(self._outcome)

    def _printed(self, outcome: Outcome) -> None:
        if self.visit.session is None:  # the visit was ended meanwhile
            return
        self.paper.show_busy(False)
        if not outcome.papers:
            assert outcome.refused is not None
            second = outcome.refused(self.desk.second) if self.desk.second else ""
            self.paper.show_refused(outcome.refused(self.desk.language), second)
            self.paper.enter()
            return
        self._outcome = outcome
        self.finish.show_for(self.session.interview, outcome, drives())
        self.show_sheet(self.finish)

    def _put_on(self, drive: Drive) -> None:
        outcome, name = self._outcome, title_of(self.session.draft.id)
        self.desk.elsewhere.run(
            lambda: outgoing.save_on(drive.folder, outcome, name),
            lambda _none: self.finish.show_saved(drive.name),
            self._not_put,
            self,
        )

    def _not_put(self, slip: BaseException) -> None:
        if not isinstance(slip, NotWritten):
            raise slip
        self.finish.show_refused(lambda language: say(slip.remedy, language))

    # ---- reading aloud, ending

    def _read_aloud(self) -> None:
        if self.speech.is_speaking:
            self.speech.stop()
        else:
            self.speech.speak(self.sheet.aloud(self.desk.language), self.desk.language)

    def _erase(self) -> None:
        self._end("erased")

    def _end(self, reason: str) -> None:
        """Lets go of everything this object knows, shows nothing of it any more, and says so; the process ends then."""
        self.speech.stop()
        clipboard = QApplication.clipboard()
        if clipboard is not None:
            clipboard.clear()
        self.show_sheet(self.attract)
        self._forget()
        self.bar.show_visit(False)
        self.ended.emit(reason)

    def _forget(self) -> None:
        for walk in (self.walk, self.triage):
            if walk is not None:
                self.stack.removeWidget(walk)
                walk.deleteLater()
        self.walk, self.visit, self._outcome, self._outgoing, self._aside = None, Visit(), Outcome(), None, None
        self._begin_triage()
        self.keyboard.clear()
        if self.desk.zoom != theme.ZOOMS[0]:
            self.desk.magnify(theme.ZOOMS[0])
        for sheet in self._sheets():
            sheet.forget()


class _Pages(QStackedWidget):
    """What a page would like to have does not push the keyboard off the screen: pages scroll."""

    def minimumSizeHint(self) -> QSize:
        """Whatever is left."""
        return QSize(1, 1)

    def hasHeightForWidth(self) -> bool:
        """Pages wrap inside."""
        return False


class _Cover(Panel):
    """A plain well over everything. Nothing of the page can be read, by eye or by a screen reader."""

    touched = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__("sunken", parent)
        self._desk = desk
        self._answers = False
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self.words = Words(self, centred=True)
        # The words have the focus, for a screen reader says what has it; their keys come here.
        self.words.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(self.words)
        column = QVBoxLayout(self)
        column.setContentsMargins(56, 56, 56, 56)
        column.addStretch(1)
        column.addWidget(self.words)
        column.addStretch(1)

    def show_told(self, yes: bool) -> None:
        """Whether it says how to come back; else it waits for its owner."""
        self._answers = yes
        said = both_say(self._desk, _HIDDEN)
        lines = pair(said.text, said.language, said.second, said.second_language, "page_title")
        self.words.show_words(*(lines if yes else ()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A touch brings the page back, once the finger is gone: it presses nothing below."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The finger is gone."""
        if self._answers:
            self.touched.emit()

    def keyPressEvent(self, event: object) -> None:
        """Any key too."""
        if self._answers:
            self.touched.emit()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab is a key like any other: it leads to nothing below."""
        if self._answers:
            self.touched.emit()
        return True
