"""Where the day starts: search, scan, a new case, the cases in hand and what is due this week."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from talentdesk.core import slipcode
from talentdesk.desktop import theme
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.cards import HeadedCard
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.screen import Guide, KeyHint, Screen
from talentdesk.desktop.search import SearchField
from talentdesk.desktop.tasks import Newest
from talentdesk.desktop.touch import scrolled
from talentdesk.desktop.words import Paragraph, Span
from talentdesk.i18n import N_, say

if TYPE_CHECKING:
    from talentdesk.desktop.buttons import _Dress
    from talentdesk.desktop.duelines import DueLines
    from talentdesk.desktop.ledger import Ledger
    from talentdesk.desktop.summarycard import SummaryCard
    from talentdesk.desktop.welcome import Welcome
    from talentdesk.store.cases import CaseSummary

_SIDE = 328
"""Width of the cards beside the list."""
_MOST = 16777215
_LOOK_AHEAD = 1000
_SEARCH = 320
"""The least width of the search: where the acts leave less, their keys are told by the status bar alone."""
_BESIDE = 980
"""Narrower than this, cards beside the list would leave no room for a name in it."""
_TITLE_AIR = 24
"""Between a title and what stands beside it: with less the title would break in two."""
_ONE_ROW = 1500
"""Narrower than this, the acts of a touch screen stand in two rows."""


class TallButton(Button):
    """A button as high as the search field, its second language under the first."""

    def sizeHint(self) -> QSize:
        """As high as the search field."""
        hint = super().sizeHint()
        return QSize(hint.width(), max(self.worn.pick(48, 120), hint.height()))

    def _icon_side(self) -> int:
        return self.worn.pick(24, 40)

    def _paragraphs(self, dress: _Dress) -> tuple[Paragraph, ...]:
        caption, language, second, second_language = self._caption
        lines: list[Paragraph] = [(Span(caption, "button", language, dress.ink),)]
        if second:
            colour = dress.second if self.role is Role.PLAIN else dress.ink
            lines.append((Span(second, "choice_second", second_language, colour),))
        return tuple(lines)


class HomeScreen(Screen):
    """The start, at the counter a workbench, on a touch screen a welcome with the same acts in large.

    The first picture shows the search, the acts and empty cards; `furnish` brings the list a moment later.
    """

    def __init__(
        self, desk: Desk, guide: Guide, title: Callable[[str, str], str], parent: QWidget | None = None
    ) -> None:
        """`title(procedure, language)` gives the name of a matter."""
        super().__init__(desk, guide, parent)
        self._late = False
        """A backup is due."""
        self._matter = title
        self.ledger: Ledger | None = None
        self.due: DueLines | None = None
        self.summaries: tuple[SummaryCard, ...] = ()
        self.welcome: Welcome | None = None
        self._newest_due: Newest[tuple[CaseSummary, ...]] = Newest(desk.letters, self)
        self.search = SearchField(desk, self)
        self.scan_button = TallButton(parent=self, icon="scan")
        self.which_button = TallButton(parent=self, icon="question_disc")
        self.new_button = TallButton(Role.MAIN, self, icon="plus")
        self.import_button = Button(parent=self, icon="folder")
        self._list = HeadedCard(self)
        self._list.body.addStretch(1)
        self._due_card = HeadedCard(self)
        self._lay_out()
        self.search.line.textEdited.connect(lambda _text: self._search())
        self.search.line.returnPressed.connect(self._open_current)
        self.search.line.list_key.connect(self._move_in_list)
        self.scan_button.clicked.connect(lambda: self.guide.scan())
        self.which_button.clicked.connect(lambda: self.guide.find_procedure())
        self.new_button.clicked.connect(lambda: self.guide.choose_procedure())
        self.import_button.clicked.connect(lambda: self.guide.import_file())
        self._add_shortcuts()
        self.restyle()

    def _add_shortcuts(self) -> None:
        """Alt with a digit chooses a filter also while somebody types into the search."""
        keys = [(f"Alt+{place}", lambda place=place: self._choose_filter(place)) for place in range(1, 10)]
        for key, act in (*keys, ("Ctrl+S", self._name_filter)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _choose_filter(self, place: int) -> None:
        if self.ledger is not None and not self.desk.is_kiosk:
            self.ledger.filters.choose_shown(place)

    def _name_filter(self) -> None:
        if self.ledger is not None:
            self.ledger.name_filter()

    def _place_filters(self) -> None:
        """Beside the title of the list where they have room on one line, else above the list."""
        if self.ledger is None:
            return
        filters, head = self.ledger.filters, self._list.head
        taken = self._list.heading.sizeHint().width() + filters.sizeHint().width() + head.spacing()
        margins = head.contentsMargins()
        # A touch screen has no title there.
        room = self._list.width() - margins.left() - margins.right() - _TITLE_AIR
        fits = self.desk.is_kiosk or taken <= room
        if fits is not (head.indexOf(filters) >= 0):
            head.removeWidget(filters)
            self.ledger.take_filters(head if fits else None)

    def _lay_out(self) -> None:
        self._outer = QVBoxLayout(self)
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._acts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        # With large letters the cards stand below the list, and the page scrolls.
        self._page = QWidget()
        self._area = scrolled(self._page, self)
        self._middle = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._page)
        self._middle.setContentsMargins(0, 0, 0, 0)
        self._foot = QHBoxLayout()
        self._last = QHBoxLayout()
        self._side = QVBoxLayout()
        self._side.setSpacing(16)
        self._side.addWidget(self._due_card)
        self._side.addWidget(self.import_button)
        self._side.addStretch(1)
        self._middle.addWidget(self._list, 1)
        self._middle.addLayout(self._side)
        self._outer.addLayout(self._top)
        self._outer.addWidget(self._area, 1)
        self._outer.addLayout(self._foot)
        self._outer.addLayout(self._last)
        self._top.addWidget(self.search, 1)
        self._top.addLayout(self._acts)

    def furnish(self) -> None:
        """Brings the list of cases and what is due; the rest of the screen works before."""
        from talentdesk.desktop.duelines import DueLines
        from talentdesk.desktop.ledger import Ledger

        self.ledger = Ledger(self.desk, self._matter, self)
        self.ledger.open_wanted.connect(self.guide.load_case)
        self._list.body.takeAt(1)
        self._list.body.addWidget(self.ledger, 1)
        self.ledger.take_filters(self._list.head)
        self.ledger.described.connect(self._place_filters)
        # Once more when the counts on them have found their room.
        self.ledger.described.connect(self._place_filters, Qt.ConnectionType.QueuedConnection)
        self.due = DueLines(self.desk, self._matter, self)
        self.due.open_wanted.connect(self.guide.load_case)
        self._due_card.body.addWidget(self.due)
        self._summarise()
        QWidget.setTabOrder(self.search.line, self.scan_button)
        QWidget.setTabOrder(self.scan_button, self.which_button)
        QWidget.setTabOrder(self.which_button, self.new_button)
        self.reload()

    def _summarise(self) -> None:
        """What other screens have in hand, on a card each."""
        if self.desk.settings.mode == "kiosk":
            return
        from talentdesk.desktop.handoffcard import HandoffCard
        from talentdesk.desktop.printcard import PrintCard

        prints = PrintCard(self.desk, self)
        prints.clicked.connect(lambda: self.guide.visit("print"))
        self.summaries = (prints,)
        if self.desk.settings.mode == "counter":
            kiosk = HandoffCard(self.desk, self)
            kiosk.clicked.connect(self.search.line.setFocus)
            self.summaries = (kiosk, prints)
        for place, card in enumerate(self.summaries, 1):
            self._side.insertWidget(place, card)
            card.setVisible(not self.desk.is_kiosk)
        self._stack()

    def title(self, language: str) -> str:
        """The start."""
        return say("Today", language)

    def hints(self) -> tuple[KeyHint, ...]:
        """The keys of the start."""
        return (
            KeyHint("↑ ↓", N_("choose")),
            KeyHint("Enter", N_("open")),
            KeyHint("F2", N_("scan")),
            KeyHint("Ctrl+N", N_("new case")),
            KeyHint("Ctrl+T", N_("which procedure fits")),
            KeyHint("/", N_("filter")),
            KeyHint("Ctrl+S", N_("name the filter")),
            KeyHint("F1", N_("help")),
        )

    def focus_place(self) -> QWidget:
        """The search; on a touch screen the main button, which brings up no keyboard."""
        return self.new_button if self.desk.is_kiosk else self.search.line

    def enter(self) -> None:
        """Looks again what is in hand: a case may have changed meanwhile."""
        super().enter()
        self.reload()
        self._look_for_backup()

    def standing(self, language: str) -> str:
        """That a backup is due, where one is wanted."""
        return say("A backup is due: the last one in its folder is old, or there is no backup.", language) * self._late

    def _look_for_backup(self) -> None:
        """On another thread: the folder may be a disk that sleeps or a share that is gone."""
        settings, now = self.desk.settings, self.desk.now()
        self._late = self._late and bool(settings.backup_folder)
        if not settings.backup_folder or not self.desk.is_ready or self.desk.elsewhere.closed:
            return

        def is_late() -> bool:
            from talentdesk.service import backups

            return backups.is_late(Path(settings.backup_folder), int(settings.backup_days), now)

        self.desk.elsewhere.run(is_late, self._take_late, receiver=self)

    def _take_late(self, late: bool) -> None:
        self._late = late
        self.hints_changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The slash goes to the filters, a digit chooses one."""
        digit = event.text() if event.text() in "123456789" else ""
        if event.text() == "/" and self.ledger is not None:
            self.ledger.filters.take_focus()
        elif digit and self.ledger is not None and not self.desk.is_kiosk:
            self.ledger.filters.choose_shown(int(digit))
        elif event.key() == Qt.Key.Key_Escape:
            self.search.line.setFocus()
        else:
            super().keyPressEvent(event)

    def scanned(self, text: str) -> None:
        """The code of a slip finds its case; everything else is a document."""
        if len(slip := slipcode.asked(text)) == slipcode.LENGTH:
            self.search.line.setText(slip)
            self._search()
            self.search.line.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().scanned(text)

    def reload(self) -> None:
        """Asks the store for the cases again."""
        self._search()
        if self.due is not None and self.desk.is_ready:
            from talentdesk.desktop.caselist import SOON_DAYS
            from talentdesk.desktop.duelines import PENDING

            until = self.desk.today + timedelta(days=SOON_DAYS)
            asked = self.desk.keeper.find("", _LOOK_AHEAD, PENDING, until)
            self._newest_due.ask(asked, self.due.show_cases, lambda _error: None)
        for card in self.summaries:
            card.reload()

    def forget(self) -> None:
        """No name is left, neither in the list nor in what was searched for."""
        self.search.line.setText("")
        if self.ledger is not None:
            self.ledger.show_cases(())
        if self.due is not None:
            self.due.show_cases(())

    def _search(self) -> None:
        if self.ledger is not None:
            self.ledger.search(self.search.line.text())

    def _open_current(self) -> None:
        if self.ledger is not None and not self.ledger.model.rowCount():
            from talentdesk.service.handoff import code_in

            # A slip's code, typed: no case is called so.
            if code := code_in(self.search.line.text()):
                self.guide.pick_up(code)
                return
        if self.ledger is not None:
            self.ledger.open_current()

    def _move_in_list(self, event: QKeyEvent) -> None:
        if self.ledger is not None:
            self.ledger.table.keyPressEvent(event)

    def retranslate(self) -> None:
        """Puts the words anew."""
        first, second = self.desk.language, self.desk.second

        def both(message: str) -> tuple[str, str, str, str]:
            return say(message, first), first, say(message, second) if second else "", second

        self._list.show_title(*both(N_("Cases in hand")))
        self._due_card.show_title(*both(N_("Due this week")))
        self.scan_button.show_words(*both(N_("Scan a passport or permit")))
        self.which_button.show_words(*both(N_("Which procedure?")))
        self.import_button.show_key("Ctrl+O")
        self.import_button.show_words(*both(N_("Import a file")))
        if self.import_button.sizeHint().width() > _SIDE:
            self.import_button.show_words(say(N_("Import a file"), first), first)
        self.new_button.show_words(*both(N_("Begin") if self.desk.is_kiosk else N_("New case")))
        self._place_acts()

    def restyle(self) -> None:
        """Takes places and sizes from the theme."""
        worn = theme.current()
        margin = worn.pick(24, 56)
        self._outer.setContentsMargins(margin, worn.pick(20, 40), margin, worn.pick(16, 32))
        self._outer.setSpacing(worn.pick(16, 32))
        self._top.setSpacing(worn.pick(16, 24))
        self._acts.setSpacing(worn.pick(16, 24))
        self._middle.setSpacing(16)
        self._foot.setSpacing(24)
        self._last.setSpacing(24)
        self._place_buttons(worn.kiosk)
        self._stack()
        for card in (self._due_card, *self.summaries):
            card.setVisible(not worn.kiosk)
        self.import_button.setVisible(not worn.kiosk and self.desk.settings.mode != "kiosk")
        self._list.heading.setVisible(not worn.kiosk)
        if worn.kiosk:
            self._greet()
        self._fit()

    def _stack(self) -> None:
        """Large letters, or a narrow window, leave no room for cards beside the list."""
        large = self._is_large or (self.width() < _BESIDE and not theme.current().kiosk)
        down, along = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._middle.setDirection(down if large else along)
        self._list.setMinimumHeight(6 * theme.current().pick(53, 128) if large else 0)
        for card in (self._due_card, *self.summaries, self.import_button):
            card.setMinimumWidth(0 if large else _SIDE)
            card.setMaximumWidth(_MOST if large else _SIDE)
        self._place_acts()

    def _place_acts(self) -> None:
        """Beside the search as long as it keeps room for a name, else in a row below it; much larger letters leave no
        room for a row either."""
        if theme.current().kiosk:
            return
        down, along = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        room = self.width() - 2 * theme.current().pick(24, 56)
        keyed, plain = self._taken(keys=True), self._taken(keys=False)
        stacked = plain + _SEARCH > room
        self._taken(keys=keyed <= room if stacked else keyed + _SEARCH <= room)
        self._top.setDirection(down if stacked else along)
        self._acts.setDirection(down if plain > room else along)

    def _taken(self, *, keys: bool) -> int:
        """Pixels the acts take in a row, with their keys on them or without."""
        acts = ((self.scan_button, "F2"), (self.which_button, "Ctrl+T"), (self.new_button, "Ctrl+N"))
        for button, key in acts:
            button.show_key(key if keys else "")
        return sum(button.sizeHint().width() + self._acts.spacing() for button, _ in acts)

    @property
    def _is_large(self) -> bool:
        """Whether letters on a desk are much larger than drawn."""
        return theme.current().zoom > 100 and not theme.current().kiosk

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The greeting gives way where there is no room for it: on a wide screen, or on a laptop."""
        super().resizeEvent(event)
        if theme.current().kiosk and self._was_wide is not self._is_wide:
            self._place_buttons(kiosk=True)
        self._stack()
        self._place_filters()
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Neither the greeting nor a second row of acts keeps a window high, nor acts in one row a window wide."""
        least = super().minimumSizeHint()
        shown = self.welcome is not None and not self.welcome.isHidden()
        one_row = theme.current().kiosk and not self._foot.count()
        width = least.width() - (self.scan_button.sizeHint().width() + self._last.spacing() if one_row else 0)
        return QSize(width, least.height() - (self._greeting if shown else 0) - self._second_row)

    @property
    def _second_row(self) -> int:
        """Pixels a second row of acts takes."""
        return self._foot.sizeHint().height() + self._outer.spacing() if self._foot.count() else 0

    @property
    def _greeting(self) -> int:
        """Pixels the greeting takes."""
        return self.welcome.sizeHint().height() + self._outer.spacing() if self.welcome is not None else 0

    def _fit(self) -> None:
        if self.welcome is not None:
            room = self.height() - self.minimumSizeHint().height() - self._second_row
            self.welcome.setVisible(theme.current().kiosk and room >= self._greeting)

    def _greet(self) -> None:
        if self.welcome is None:
            from talentdesk.desktop.welcome import Welcome

            self.welcome = Welcome(self.desk, self)
            self.welcome.language_wanted.connect(self.guide.speak)
            self._outer.insertWidget(0, self.welcome)

    @property
    def _is_wide(self) -> bool:
        """Whether a touch screen has room for all acts in one row."""
        return self.width() >= _ONE_ROW

    def _place_buttons(self, kiosk: bool) -> None:
        """Beside the search at the counter; on a touch screen below, the main act at the lower right."""
        self._was_wide = self._is_wide
        last = self._last if kiosk else self._acts
        first = self._foot if kiosk and not self._is_wide else last
        acts = (
            (self.scan_button, "F2", first),
            (self.which_button, "Ctrl+T", last),
            (self.new_button, "Ctrl+N", last),
        )
        for button, key, row in acts:
            for other in (self._acts, self._foot, self._last):
                other.removeWidget(button)
            row.addWidget(button, int(kiosk))
            button.show_key("" if kiosk else key)
        # The main act has another name where people serve themselves.
        self.retranslate()
