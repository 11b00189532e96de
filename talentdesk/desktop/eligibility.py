"""Eligibility with reasons: each rule met, not met or open, as of the case's day or of any other."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from talentdesk.core.interview import Interview
from talentdesk.desktop import theme
from talentdesk.desktop.asof import AsOfBar
from talentdesk.desktop.bilingual import both, both_say
from talentdesk.desktop.buttons import Button
from talentdesk.desktop.changescard import ChangesCard
from talentdesk.desktop.controls import Title
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.pointscard import PointsCard
from talentdesk.desktop.screen import Guide, KeyHint, Screen
from talentdesk.desktop.session import Session
from talentdesk.desktop.touch import scrolled
from talentdesk.desktop.verdictcard import VerdictCard
from talentdesk.i18n import N_, say
from talentdesk.service.eligibility import edition_told, judge, on_day
from talentdesk.service.timemachine import what_changed

_WIDEST = 1480
"""Lines longer than this are hard to read."""
_TWO_COLUMNS = 1180
_POINTS_WIDTH = 520


class EligibilityScreen(Screen):
    """How the case stands with the rules. Looked at anew whenever an answer changes."""

    session: Session

    def __init__(self, desk: Desk, guide: Guide, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(desk, guide, parent)
        self.session = session
        self._rule = ""
        self._heading = Title("page_title", self)
        self.back_button = Button(parent=self, icon="back")
        self.day_button = Button(parent=self, icon="clock")
        self.bar = AsOfBar(desk, session.draft.as_of, self)
        self.rules = VerdictCard(desk)
        self.points = PointsCard(desk)
        self.changes = ChangesCard(desk)
        self.changes.hide()
        self.bar.hide()
        self._lay_out()
        self._connect()
        self.restyle()
        self.retranslate()

    def _lay_out(self) -> None:
        inside = QWidget()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, inside)
        self._left = QVBoxLayout()
        self._left.addWidget(self.changes)
        self._left.addWidget(self.rules, 1)
        self._columns.addLayout(self._left, 1)
        self._columns.addWidget(self.points)
        self._scroll = scrolled(inside, self)
        self._scroll.verticalScrollBar().rangeChanged.connect(lambda _least, _most: self._fit())
        self._head, self._foot, self._top = QHBoxLayout(), QHBoxLayout(), QVBoxLayout()
        self._head.addWidget(self._heading, 1)
        self._top.addLayout(self._head)
        self._top.addWidget(self.bar)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(0)
        self._outer.addLayout(self._top)
        self._outer.addWidget(self._scroll, 1)
        self._outer.addLayout(self._foot)

    def _connect(self) -> None:
        self.back_button.clicked.connect(self.guide.back)
        self.day_button.clicked.connect(self.choose_day)
        self.bar.chosen.connect(self._judge_on)
        self.bar.left.connect(self._go_to_rules)
        for card in (self.rules, self.points):
            card.wanted.connect(lambda question: self.guide.fill_in(self.session, question))
        self.session.answered.connect(lambda _changes: self.refresh() if self.isVisible() else None)
        for keys, act in (("F3", self.choose_day), ("F9", lambda: self.guide.review(self.session))):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)

    # ---- what a screen promises

    def title(self, language: str) -> str:
        """What the screen is for."""
        return say("Eligibility", language)

    def hints(self) -> tuple[KeyHint, ...]:
        """The keys that work here."""
        return (
            KeyHint("↑ ↓", N_("rule by rule")),
            KeyHint("Enter", N_("go to the question")),
            KeyHint("F3", N_("judge as of another day")),
            KeyHint("F1", N_("the whole source")),
            KeyHint("F9", N_("review")),
            KeyHint("Esc", N_("back")),
        )

    def focus_place(self) -> QWidget:
        """The rule where one was, or the first."""
        return self.rules.place() or self.back_button

    def enter(self) -> None:
        """Looks at the case anew: answers may have changed meanwhile."""
        if self._place is not None and self.rules.isAncestorOf(self._place):
            # The rows are made anew.
            self._place = None
        self.rules.here = self._rule
        self.refresh()
        super().enter()

    def leave(self) -> None:
        """Remembers the rule: when its row is hidden, Qt hands the focus to another."""
        super().leave()
        self._rule = self.rules.here

    def help_wanted(self) -> bool:
        """F1 on a rule: everything about its source."""
        here = next((row for row in self.rules.rows if row.hasFocus()), None)
        if here is not None:
            here.toggle_source()
        return here is not None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc: first to the case's own day, then back."""
        if event.key() == Qt.Key.Key_Escape and not self.bar.isHidden():
            self.bar.give_up()
            self._go_to_rules()
        else:
            super().keyPressEvent(event)

    def refresh(self) -> None:
        """Judges the case as it stands now."""
        interview = self.judged()
        self.rules.show_judgements(judge(interview), interview)
        self.points.show_points(interview)
        self._compare()
        self._fit()

    def _compare(self) -> None:
        """What is different on the day that was chosen; nothing is told while the case's own day counts."""
        day, own = self.bar.day, self.session.draft.as_of
        self.changes.setVisible(day is not None)
        if day is not None:
            found = what_changed(self.desk.catalogue, self.session.draft, day, self.desk.language)
            self.changes.show_changes(found, min(day, own), max(day, own))

    def judged(self) -> Interview:
        """The case's interview, or the same answers on the day that was chosen here."""
        day = self.bar.day
        return self.session.interview if day is None else on_day(self.session.interview, day)

    def choose_day(self) -> None:
        """Opens the boxes for another day."""
        self.bar.open()

    def _judge_on(self, day: date | None) -> None:
        self.refresh()
        if day is not None:
            self.bar.say_beside(edition_told(self.judged(), self.desk.language))
            said = QAccessibleAnnouncementEvent(self.bar, self.bar.message.text())
            QAccessible.updateAccessibility(said)

    def _go_to_rules(self) -> None:
        self.focus_place().setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """What has the focus is in sight."""
        if now is not None and self._scroll.isAncestorOf(now):
            self._scroll.ensureWidgetVisible(now, 0, theme.current().pick(16, 48))

    # ---- words and sizes

    def retranslate(self) -> None:
        """Puts the words anew."""
        self._heading.show_title(*both(self.desk, self.title))
        self.bar.retranslate()
        if self.bar.day is not None:
            self.bar.say_beside(edition_told(self.judged(), self.desk.language))
        self.rules.retranslate()
        self.points.retranslate()
        self._compare()
        for button, message in ((self.back_button, N_("Back")), (self.day_button, N_("As of another day"))):
            said = both_say(self.desk, message)
            button.show_words(said.text, said.language, said.second if self.desk.is_kiosk else "", said.second_language)

    def restyle(self) -> None:
        """Takes places and sizes from the theme."""
        worn = theme.current()
        margin = worn.pick(24, 56)
        for button in (self.back_button, self.day_button):
            self._head.removeWidget(button)
            self._foot.removeWidget(button)
            (self._foot if worn.kiosk else self._head).addWidget(button, int(worn.kiosk))
        self.day_button.show_key("" if worn.kiosk else "F3")
        self.back_button.show_key("" if worn.kiosk else "Esc")
        self._top.setContentsMargins(margin, worn.pick(14, 40), margin, worn.pick(12, 24))
        self._top.setSpacing(worn.pick(12, 24))
        self._head.setSpacing(worn.pick(8, 24))
        self._foot.setSpacing(24)
        self._foot.setContentsMargins(*((margin, 24, margin, 32) if worn.kiosk else (0, 0, 0, 0)))
        self._columns.setSpacing(worn.pick(16, 24))
        self.bar.restyle()
        self._left.setSpacing(worn.pick(16, 24))
        self.changes.restyle_rows()
        self.rules.restyle_rows()
        self.points.restyle_rows()
        self._fit()
        self.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines stay readable on a wide screen."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Rules and points side by side where there is room; on a wide screen lines stay readable."""
        worn = theme.current()
        margin = worn.pick(24, 56)
        wide = self.width() >= theme.current().breadth(_TWO_COLUMNS) and not worn.kiosk
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(across if wide else down)
        self.points.setFixedWidth(_POINTS_WIDTH) if wide else self.points.setMaximumWidth(1 << 20)
        if not wide:
            self.points.setMinimumWidth(0)
        bar = self._scroll.verticalScrollBar()
        taken = bar.sizeHint().width() if bar.maximum() > bar.minimum() else 0
        spare = max(0, self.width() - 2 * margin - worn.pick(_WIDEST, 1200))
        self._columns.setContentsMargins(margin, 0, max(0, margin + spare - taken), worn.pick(14, 24))
