"""Which procedure? A few questions, and at once what fits, what does not and why, and what would settle the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from talentdesk.core.catalogue import CatalogueMiss
from talentdesk.core.interview import Interview
from talentdesk.core.tomlfile import FormError
from talentdesk.core.triage import Triage, hold, judge
from talentdesk.desktop import theme
from talentdesk.desktop.bilingual import both, both_say
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.cards import HeadedCard
from talentdesk.desktop.controls import Title
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.screen import Guide, KeyHint, Screen
from talentdesk.desktop.stepbar import StepBar
from talentdesk.desktop.touch import scrolled
from talentdesk.desktop.triageform import TriageForm
from talentdesk.desktop.triageresults import ResultsCard
from talentdesk.i18n import N_, plural, say
from talentdesk.service.triage import carried

_FORM_WIDTH = 560
Filled = Mapping[str, tuple[str, str]]


class TriageScreen(Screen):
    """At the counter questions at the left and results at the right; on a touch screen one after the other.

    Nothing is stored: the answers live as long as the screen, and go into the case that is begun.
    """

    def __init__(
        self, desk: Desk, guide: Guide, triage: Triage, matter: Callable[[str, str], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, guide, parent)
        self._triage = triage
        self._filled: Filled = {}
        self._shows_results = False
        self._heading = Title("page_title", self)
        self.steps = StepBar(desk, self)
        self._card = HeadedCard(self)
        self.results = ResultsCard(desk, matter, self)
        self.back_button = Button(parent=self, icon="back")
        self.list_button = Button(parent=self, icon="list")
        self.next_button = Button(Role.MAIN, self, icon_after="forward")
        self.form = TriageForm(desk, self._interview({}), self)
        self._scroll = scrolled(self.form, self._card)
        self._lay_out()
        self._connect()
        self.restyle()
        self.retranslate()

    def _interview(self, typed: Mapping[str, str]) -> Interview:
        return hold(self._triage, self.desk.catalogue, self.desk.today, typed)

    def _lay_out(self) -> None:
        self._card.body.addWidget(self._scroll, 1)
        self._head, self._columns, self._foot = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        self._head.addWidget(self._heading, 1)
        self._columns.addWidget(self._card)
        self._columns.addWidget(self.results, 1)
        self._outer = QVBoxLayout(self)
        self._outer.addLayout(self._head)
        self._outer.addWidget(self.steps)
        self._outer.addLayout(self._columns, 1)
        self._outer.addLayout(self._foot)

    def _connect(self) -> None:
        self._connect_form()
        self.results.chosen.connect(self._begin)
        self.results.wanted.connect(self._go_to)
        self.results.left.connect(lambda: self._go_to(self.form.here))
        self.back_button.clicked.connect(self._step_back)
        self.next_button.clicked.connect(self._step_on)
        self.list_button.clicked.connect(lambda: self.guide.choose_procedure(self._filled or None))
        shortcut = QShortcut(QKeySequence("F4"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._cross)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)

    def _connect_form(self) -> None:
        self.form.answered.connect(self._answered)
        self.form.ended.connect(self._end)

    def begin(self, filled: Filled | None = None) -> None:
        """Starts anew, for the next person; `filled` is what a scan already answers: id -> (text, source)."""
        self._filled = filled or {}
        known = {question.id for question in self._triage.questions.questions}
        typed = {id: text for id, (text, _source) in self._filled.items() if id in known}
        self.form = TriageForm(self.desk, self._interview(typed), self)
        self._connect_form()
        old = self._scroll.takeWidget()
        if old is not None:
            old.deleteLater()
        self._scroll.setWidget(self.form)
        self.form.setAutoFillBackground(False)
        self._place = None
        self._shows_results = False
        self.form.here = next(iter(self.form.asked), self.form.here)
        self._answered()
        self._arrange()

    # ---- what a screen promises

    def title(self, language: str) -> str:
        """The question the screen answers."""
        return say("Which procedure?", language)

    def hints(self) -> tuple[KeyHint, ...]:
        """The keys that work here."""
        return (
            KeyHint("Enter", N_("next question, or begin")),
            KeyHint("F4", N_("questions or results")),
            KeyHint("↑ ↓", N_("choose")),
            KeyHint("Ctrl+N", N_("all matters")),
            KeyHint("Esc", N_("back")),
        )

    def focus_place(self) -> QWidget:
        """The question at hand."""
        stops = self.form.rows[self.form.here].stops()
        return stops[0] if stops else self

    def enter(self) -> None:
        """At the question where one was, or at the first."""
        self._answered()
        super().enter()

    # ---- acting

    def _answered(self) -> None:
        self.results.show_verdicts(judge(self._triage, self.form.interview), self.form.interview)
        self._say_step()

    def _begin(self, procedure: str) -> None:
        """The case takes over what was answered here."""
        try:
            edition = self.desk.catalogue.in_force(procedure, self.desk.today)
        except (CatalogueMiss, FormError):
            # The window says what is the matter with it.
            self.guide.begin_case(procedure)
            return
        answers = {id: (text, "") for id, text in carried(self.form.interview, edition).items()}
        self.guide.begin_case(procedure, {**answers, **self._filled})

    def _go_to(self, question: str) -> None:
        self._show_results(False)
        self.form.stand_at(question)
        self._say_step()

    def _end(self) -> None:
        """Behind the last question stand the results."""
        self._show_results(True)
        fits = self.results.fits
        if fits:
            fits[0].setFocus(Qt.FocusReason.TabFocusReason)
        elif self.results.links:
            self.results.links[0].setFocus(Qt.FocusReason.TabFocusReason)
        count = len(fits)
        told = plural("{count} fits", "{count} fit", count, self.desk.language)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.results, told))

    def _cross(self) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and self.results.isAncestorOf(focus):
            self._go_to(self.form.here)
        else:
            self._end()

    def _step_on(self) -> None:
        if not self.form.step(1):
            self._end()
        self._say_step()

    def _step_back(self) -> None:
        """To the question before; from the first, to where one came from."""
        if self.desk.is_kiosk and self._shows_results:
            self._go_to(self.form.here)
        elif not self.desk.is_kiosk or not self.form.step(-1):
            self.guide.back()
        self._say_step()

    def _show_results(self, yes: bool) -> None:
        """Only a touch screen shows one or the other."""
        if yes is not self._shows_results:
            self._shows_results = yes
            self._arrange()

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """What has the focus is in sight."""
        for scroll in (self._scroll, self.results.area):
            if now is not None and scroll.isAncestorOf(now):
                scroll.ensureWidgetVisible(now, 0, theme.current().pick(40, 64))

    # ---- words and sizes

    def _say_step(self) -> None:
        asked = self.form.asked
        at = asked.index(self.form.here) if self.form.here in asked else 0
        self.steps.show_step(at, len(asked), self.form.title)
        self._name_buttons()

    def _name_buttons(self) -> None:
        kiosk = self.desk.is_kiosk
        last = self.form.asked[-1:] == [self.form.here]
        captions = (
            (self.back_button, N_("Back")),
            (self.list_button, N_("All matters")),
            (self.next_button, N_("What fits") if last else N_("Next")),
        )
        for button, message in captions:
            said = both_say(self.desk, message)
            button.show_words(said.text, said.language, said.second if kiosk else "", said.second_language)

    def retranslate(self) -> None:
        """Puts the words anew; answers and focus stay."""
        self._heading.show_title(*both(self.desk, self.title))
        kiosk = self.desk.is_kiosk
        self._card.show_title(*(both(self.desk, self.title) if kiosk else both_say(self.desk, N_("A few questions"))))
        self.form.retranslate()
        self.results.retranslate()
        self._say_step()

    def restyle(self) -> None:
        """Takes places and sizes from the theme."""
        worn = theme.current()
        margin = worn.pick(24, 56)
        for button in (self.back_button, self.list_button, self.next_button):
            self._head.removeWidget(button)
            self._foot.removeWidget(button)
            (self._foot if worn.kiosk else self._head).addWidget(button, int(worn.kiosk))
        self.back_button.show_key("" if worn.kiosk else "Esc")
        self._outer.setContentsMargins(0, worn.pick(14, 40), 0, worn.pick(14, 32))
        self._outer.setSpacing(worn.pick(12, 24))
        self._head.setContentsMargins(margin, 0, margin, 0)
        self._head.setSpacing(worn.pick(8, 24))
        self._columns.setContentsMargins(margin, 0, margin, 0)
        self._columns.setSpacing(16)
        self._foot.setContentsMargins(margin, 0, margin, 0)
        self._foot.setSpacing(24)
        if self.form.rows:
            self.form.restyle()
        self._arrange()
        self.retranslate()

    def _arrange(self) -> None:
        """What stands where, by size."""
        kiosk = self.desk.is_kiosk
        self.steps.setVisible(kiosk and not self._shows_results)
        # On a touch screen the card with the question says what the screen is for.
        self._heading.setVisible(not kiosk)
        self._card.setVisible(not kiosk or not self._shows_results)
        self.results.setVisible(not kiosk or self._shows_results)
        self.next_button.setVisible(kiosk and not self._shows_results)
        self._card.setMinimumWidth(0 if kiosk else _FORM_WIDTH)
        self._card.setMaximumWidth(1 << 20 if kiosk else _FORM_WIDTH)
        self._columns.setStretch(0, int(kiosk))
