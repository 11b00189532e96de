"""Timeline and conflicts of the person of an open case, with the stored cases of the same person beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from talentdesk.core.states import State
from talentdesk.desktop import theme
from talentdesk.desktop.bilingual import both, both_say
from talentdesk.desktop.buttons import Button
from talentdesk.desktop.conflicts import ConflictBoard
from talentdesk.desktop.controls import Title
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.screen import Guide, KeyHint, Screen
from talentdesk.desktop.session import Session
from talentdesk.desktop.tasks import Newest
from talentdesk.desktop.timeline import TimelineCard
from talentdesk.desktop.touch import scrolled
from talentdesk.i18n import N_, say
from talentdesk.service.conflicts import find_conflicts
from talentdesk.service.people import holder_of, printed_numbers
from talentdesk.service.personcases import PersonCase, cases_beside, open_case

if TYPE_CHECKING:
    from talentdesk.core.draft import Draft
    from talentdesk.core.person import Person

_TWO_COLUMNS = 1080
_BOARD_WIDTH = 384
_WIDEST = 1480


class TimelineScreen(Screen):
    """The timeline on the left, conflicts on the right. Looked at anew whenever an answer changes."""

    session: Session

    def __init__(self, desk: Desk, guide: Guide, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(desk, guide, parent)
        self.session = session
        self._others: tuple[PersonCase, ...] = ()
        self._newest: Newest[tuple[tuple[Draft, ...], Person | None]] = Newest(desk.letters, self)
        self._holder: Person | None = None
        self._closed: frozenset[str] = frozenset()
        self._heading = Title("page_title", self)
        self.back_button = Button(parent=self, icon="back")
        self.card = TimelineCard(desk)
        self.board = ConflictBoard(desk)
        self._lay_out()
        self._connect()
        self.restyle()

    def _lay_out(self) -> None:
        inside = QWidget()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, inside)
        self._columns.addWidget(self.card, 1, Qt.AlignmentFlag.AlignTop)
        self._columns.addWidget(self.board)
        self._scroll = scrolled(inside, self)
        self._head, self._foot, self._top = QHBoxLayout(), QHBoxLayout(), QVBoxLayout()
        self._head.addWidget(self._heading, 1)
        self._top.addLayout(self._head)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(0)
        self._outer.addLayout(self._top)
        self._outer.addWidget(self._scroll, 1)
        self._outer.addLayout(self._foot)

    def _connect(self) -> None:
        self.back_button.clicked.connect(self.guide.back)
        self.card.wanted.connect(self._go_to)
        self.board.wanted.connect(self._go_to)
        self.board.copied.connect(self._copy)
        self.board.settled.connect(self._settle)
        self.session.answered.connect(lambda _changes: self.refresh() if self.isVisible() else None)
        for keys, act in (
            ("F6", self.next_gap),
            ("F7", self.next_trouble),
            ("F9", lambda: self.guide.review(self.session)),
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
        return say("Timeline and conflicts", language)

    def hints(self) -> tuple[KeyHint, ...]:
        """The keys that work here."""
        hints = [KeyHint("← → ↑ ↓", N_("along the axis")), KeyHint("Enter", N_("edit in place"))]
        if self.card.trouble_count:
            hints.append(KeyHint("F6", N_("next gap or overlap")))
        if self.card.trouble_count or self.board.open_count:
            hints.append(KeyHint("F7", N_("next gap or conflict")))
        return (*hints, KeyHint("F9", N_("review")), KeyHint("Esc", N_("back")))

    def focus_place(self) -> QWidget:
        """The piece of the axis where one was; where there is none, the first conflict."""
        if self.card.axis.here is not None:
            return self.card.axis.here
        return self.board.cards[0] if self.board.cards else self.back_button

    def enter(self) -> None:
        """Looks at the case anew, and for the person's other cases."""
        self._place = None if self._place is not None and self.board.isAncestorOf(self._place) else self._place
        self.refresh()
        session, typed = self.session, dict(self.session.interview.typed)
        self._newest.ask(
            self.desk.keeper.ask(
                lambda store: (cases_beside(store, session.draft.id, typed), holder_of(store, session.draft.id))
            ),
            self._show_others,
            lambda _error: None,
        )
        super().enter()

    def _show_others(self, found_beside: tuple[Sequence[Draft], Person | None]) -> None:
        """Cases of the same person in the store; one whose edition is gone has nothing to be compared."""
        from talentdesk.core.catalogue import CatalogueMiss
        from talentdesk.core.tomlfile import FormError

        drafts, self._holder = found_beside
        self._closed = frozenset(draft.id for draft in drafts if draft.state is State.CLOSED)
        found = []
        for draft in drafts:
            try:
                found.append(open_case(draft, self.desk.catalogue))
            except (CatalogueMiss, FormError):
                continue
        self._others = tuple(found)
        self.refresh()

    def cases(self) -> tuple[PersonCase, ...]:
        """The open case first."""
        draft = self.session.draft
        return (PersonCase(draft.id, draft.number, self.session.interview, draft.settled), *self._others)

    def refresh(self) -> None:
        """Draws and compares everything anew."""
        cases, today = self.cases(), self.desk.today
        papers = printed_numbers(self._holder, self.desk.language) if self._holder is not None else ()
        own = {self.session.draft.id: self.session}
        self.card.show_cases(cases, own, today)
        compared = tuple(case for case in cases if case.id not in self._closed)  # a closed one was right in its time
        self.board.show_conflicts(find_conflicts(self.desk.catalogue, compared, today, papers), cases, frozenset(own))
        self.hints_changed.emit()

    # ---- acts

    def _go_to(self, case: str, question: str) -> None:
        if case == self.session.draft.id:
            self.guide.fill_in(self.session, question)
        else:
            self.guide.load_case(case, question)

    def _copy(self, case: str, question: str, text: str) -> None:
        if case == self.session.draft.id:
            self.session.fill({question: (text, "")})
            self.session.flush()
            self.guide.tell(say("The value was taken over.", self.desk.language))

    def _settle(self, conflict: str, reason: str) -> None:
        self.session.settle(conflict, reason)
        self.session.flush()
        self.refresh()

    def next_gap(self) -> None:
        """To the next gap or overlap, going round at the end."""
        if not self.card.next_trouble():
            troubles = self.card.axis.troubles()
            if troubles:
                troubles[0].setFocus(Qt.FocusReason.TabFocusReason)
            else:
                self.guide.tell(say("There is no gap.", self.desk.language))

    def next_trouble(self) -> None:
        """Through gaps and overlaps, then through the conflicts, and round."""
        focus = QApplication.focusWidget()
        on_board = focus is not None and self.board.isAncestorOf(focus)
        if not on_board and self.card.next_trouble():
            return
        if self.board.next_conflict():
            return
        if not self.card.next_trouble() and not self.card.trouble_count:
            first = next((card for card in self.board.cards if card.conflict.is_open), None)
            if first is not None:
                first.setFocus(Qt.FocusReason.TabFocusReason)
            else:
                self.guide.tell(say("There is no gap and no conflict.", self.desk.language))
        elif not on_board:
            self.card.axis.troubles()[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """What has the focus is in sight."""
        if now is not None and self._scroll.isAncestorOf(now):
            self._scroll.ensureWidgetVisible(now, 0, theme.current().pick(16, 48))

    # ---- words and sizes

    def retranslate(self) -> None:
        """Puts the words anew; the cards follow by themselves."""
        self._heading.show_title(*both(self.desk, self.title))
        said = both_say(self.desk, N_("Back"))
        second = said.second if self.desk.is_kiosk else ""
        self.back_button.show_words(said.text, said.language, second, said.second_language)
        if self._holder is not None:
            self.refresh()  # papers are called by their kind, in words

    def restyle(self) -> None:
        """Takes places and sizes from the theme."""
        worn = theme.current()
        margin = worn.pick(24, 56)
        self._head.removeWidget(self.back_button)
        self._foot.removeWidget(self.back_button)
        (self._foot if worn.kiosk else self._head).addWidget(self.back_button, int(worn.kiosk))
        self.back_button.show_key("" if worn.kiosk else "Esc")
        self._top.setContentsMargins(margin, worn.pick(14, 40), margin, worn.pick(12, 24))
        self._foot.setContentsMargins(*((margin, 24, margin, 32) if worn.kiosk else (0, 0, 0, 0)))
        self._columns.setSpacing(worn.pick(16, 32))
        self._fit()
        self.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side only where there is room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        worn = theme.current()
        margin = worn.pick(24, 56)
        wide = self.width() >= theme.current().breadth(_TWO_COLUMNS) and not worn.kiosk
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(across if wide else down)
        self._columns.setAlignment(self.card, Qt.AlignmentFlag.AlignTop if wide else Qt.AlignmentFlag(0))
        if wide:
            self.board.setFixedWidth(_BOARD_WIDTH)
        else:
            self.board.setMinimumWidth(0)
            self.board.setMaximumWidth(1 << 20)
        spare = max(0, self.width() - 2 * margin - worn.pick(_WIDEST, 1200))
        self._columns.setContentsMargins(margin, 0, margin + spare, worn.pick(14, 24))
