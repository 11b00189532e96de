"""The print desk: what is ready to be printed, how it looks, and how it is printed; what failed waits here."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from talentdesk.core.catalogue import CatalogueMiss
from talentdesk.core.tomlfile import FormError
from talentdesk.desktop import chips, theme
from talentdesk.desktop.bilingual import both, both_say
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.cards import HeadedCard
from talentdesk.desktop.controls import EmptyState, Rule, Title, Toast
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.filterbuttons import FilterButtons
from talentdesk.desktop.handover import told
from talentdesk.desktop.headrow import HeadRow
from talentdesk.desktop.printcontrols import PrintControls
from talentdesk.desktop.printlist import PRINT_DESK, PrintList, PrintModel, state_of
from talentdesk.desktop.printpreview import PrintPreview
from talentdesk.desktop.printqueue import Ended, choice_of, last_choice, print_queue
from talentdesk.desktop.screen import Guide, KeyHint, Screen
from talentdesk.desktop.touch import scrolled
from talentdesk.i18n import N_, plural, say, titled
from talentdesk.service.findings import listed
from talentdesk.service.papers import title_for
from talentdesk.service.printers import Stage
from talentdesk.store.printlines import Print

_FILTERS = (
    (N_("All"), None),
    (N_("To print"), ("ready", "making", "sent", "held", "failed")),
    (N_("Need a hand"), ("failed", "held")),
    (N_("Printed"), ("printed",)),
)
_TWO_COLUMNS, _THREE_COLUMNS = 820, 1180
_CONTROLS, _PREVIEW = 340, 400


class PrintDeskScreen(Screen):
    """List at the left, pages in the middle, printer at the right; narrower, the pages give way."""

    def __init__(self, desk: Desk, guide: Guide, parent: QWidget | None = None) -> None:
        super().__init__(desk, guide, parent)
        self.queue = print_queue(desk)
        self._ended: Ended | None = None
        self._heading = Title("page_title", self)
        self.measure_button = Button(parent=self, icon="pin")
        self.out_button = Button(parent=self, icon="trash")
        self.print_button = Button(Role.MAIN, self, icon="printer")
        self.hide_button = Button(parent=self, small=True)
        self.toast = Toast(self.hide_button, self)
        self.model = PrintModel(desk, self.queue, self._papers, self)
        self.list = PrintList(desk, self.model, self)
        self.filters = FilterButtons(desk, self, _FILTERS)
        self._empty = EmptyState("printer", self)
        self.preview = PrintPreview(desk, self)
        self.controls = PrintControls(desk)
        self._card = HeadedCard(self)
        self._how = HeadedCard(self)
        self._lay_out()
        self._connect()
        self.toast.hide()
        self.restyle()
        self.retranslate()

    def _lay_out(self) -> None:
        frame = QWidget(self)
        around = QVBoxLayout(frame)
        around.setContentsMargins(16, 16, 16, 16)
        around.addWidget(self._empty)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.list)
        self._stack.addWidget(frame)
        # Below the title: four filters and a title in two languages do not stand in one line of this column.
        self._filter_row = QHBoxLayout()
        self._filter_row.addWidget(self.filters)
        self._filter_row.addStretch(1)
        self._card.body.addLayout(self._filter_row)
        self._card.body.addWidget(Rule(self))
        self._card.body.addLayout(self._stack, 1)
        self._card.body.addSpacing(10)  # the card's round corners
        self._how.body.addWidget(scrolled(self.controls, self), 1)
        self._how.body.addSpacing(10)
        self._head, self._foot, self._last = HeadRow(), QHBoxLayout(), QHBoxLayout()
        self._head.addWidget(self._heading)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.addWidget(self._card, 2)
        self._columns.addWidget(self.preview)
        self._columns.addWidget(self._how, 2)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._head)
        self._column.addWidget(self.toast)
        self._column.addLayout(self._columns, 1)
        self._column.addLayout(self._foot)
        self._column.addLayout(self._last)

    def _connect(self) -> None:
        self.queue.changed.connect(self._show)
        self.queue.printers_changed.connect(self._show_printers)
        self.queue.handed.connect(self._tell)
        self.queue.settled.connect(self._tell)
        self.list.chosen.connect(self._chosen)
        self.list.opened.connect(lambda row: self.guide.load_case(self.model.lines[row].wanted.draft))
        self.filters.chosen.connect(lambda _index: self._show())
        self.controls.changed.connect(self._choose)
        self.preview.left.connect(lambda: self.list.setFocus(Qt.FocusReason.OtherFocusReason))
        self.print_button.clicked.connect(self.print_chosen)
        self.out_button.clicked.connect(self.take_out)
        self.measure_button.clicked.connect(self.measure)
        self.hide_button.clicked.connect(self._hide_toast)
        shortcut = QShortcut(QKeySequence("Ctrl+P"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.print_chosen)

    # ---- what a screen promises

    def title(self, language: str) -> str:
        """What the screen is for."""
        return say(PRINT_DESK, language)

    def hints(self) -> tuple[KeyHint, ...]:
        """The keys that work here."""
        return (
            KeyHint("↑ ↓", N_("choose")),
            KeyHint("Shift+↑ ↓", N_("choose several")),
            KeyHint("Ctrl+P", N_("print")),
            KeyHint("Del", N_("take off the list")),
            KeyHint("Enter", N_("open the case")),
            KeyHint("PgUp PgDn", N_("turn the page")),
            KeyHint("/", N_("filter")),
            KeyHint("F5", N_("look at the printers again")),
            KeyHint("Esc", N_("back")),
        )

    def focus_place(self) -> QWidget:
        """The list; where there is nothing in it, the printers."""
        nothing = self.queue.loaded and not self.model.lines
        return self.controls.printers.stop() if nothing and self.controls.printers is not None else self.list

    def enter(self) -> None:
        """Looks again what is on the list and which printers there are."""
        self.queue.reload()
        self.queue.look_for_printers()
        super().enter()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del takes off the list, the slash goes to the filters, pages turn."""
        if event.key() == Qt.Key.Key_Delete and self.list.hasFocus():
            self.take_out()
        elif event.key() == Qt.Key.Key_F5:
            self.queue.look_for_printers()
        elif event.text() == "/":
            self.filters.take_focus()
        elif event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.preview.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    # ---- acts

    def print_chosen(self) -> None:
        """Prints what is chosen, in the order of the list, as one job where it goes to one printer."""
        self.queue.print(self.list.lines)

    def take_out(self) -> None:
        """Takes what is chosen off the list. The cases stay."""
        if self.list.lines:
            self.queue.take_out(self.list.lines)

    def measure(self) -> None:
        """Opens the measuring of the chosen printer and tray."""
        from talentdesk.desktop.measuring import Measuring

        Measuring(self.desk, self, self.queue, self.controls.choice).open()

    def _choose(self) -> None:
        choice = self.controls.choice
        self.queue.remember(choice)
        for line in self.list.lines:
            if line.id not in self.queue.sending:
                self.queue.choose(line, choice)

    # ---- what is shown

    def _show(self) -> None:
        states = _FILTERS[self.filters.current][1]
        counts = Counter(state_of(line, self.queue) for line in self.queue.prints)
        self.filters.show_counts(counts)
        self.list.show_lines(
            [line for line in self.queue.prints if states is None or state_of(line, self.queue) in states]
        )
        had_focus = self.list.hasFocus()
        self._stack.setCurrentIndex(1 if self.queue.loaded and not self.model.lines else 0)
        if had_focus and not self.list.isVisible():
            self.focus_place().setFocus(Qt.FocusReason.OtherFocusReason)
        self._say_empty()
        said = plural(
            "{count} print on the list", "{count} prints on the list", len(self.model.lines), self.desk.language
        )
        self.list.setAccessibleName(said)

    def _chosen(self) -> None:
        lines = self.list.lines
        self.controls.show_choice(choice_of(lines[0].wanted) if lines else last_choice(self.desk.settings))
        self.preview.show_print(lines[0].wanted if lines else None)
        self._name_buttons()

    def _show_printers(self) -> None:
        self.controls.show_printers(self.queue.printers, self.queue.missing)
        self._name_buttons()

    def _tell(self, ended: Ended) -> None:
        self._ended = ended
        self._say_toast()
        if not self.isVisible():
            return
        said = self._told(self.desk.language)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.toast, said))

    def _told(self, language: str) -> str:
        assert self._ended is not None
        outcome, count = self._ended.outcome, len(self._ended.ids)
        if outcome.stage is Stage.FAILED:
            return told(outcome, language)
        if outcome.stage is Stage.DONE:
            return plural("Printed: {count} line of the list.", "Printed: {count} lines of the list.", count, language)
        return plural(
            "Sent to the printer: {count} line of the list.",
            "Sent to the printer: {count} lines of the list.",
            count,
            language,
        )

    def _say_toast(self) -> None:
        if self._ended is None:
            return
        mark = chips.ERROR if self._ended.outcome.stage is Stage.FAILED else chips.GOOD
        self.toast.show_toast(mark, *both(self.desk, self._told))
        self.hide_button.show_words(say("Hide", self.desk.language), self.desk.language)
        self.toast.show()

    def _hide_toast(self) -> None:
        had_focus = self.hide_button.hasFocus()
        self._ended = None
        self.toast.hide()
        if had_focus:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _papers(self, line: Print, language: str) -> tuple[str, str]:
        try:
            edition = self.desk.catalogue.about(line.procedure)
            matter = titled(edition.title, language)
        except (CatalogueMiss, FormError):
            matter = line.procedure
        day = self.desk.today
        names = [title_for(paper, self.desk.catalogue, day, language) for paper in line.wanted.papers]
        return matter, listed(names, language)

    def _say_empty(self) -> None:
        first, second = self.desk.language, self.desk.second
        title = N_("Nothing is waiting to be printed")
        body = N_("Print a case from its review: what the printer does not take stays here.")
        if self.queue.prints:
            title, body = N_("Nothing in this state"), N_("Choose “All” to see the whole list.")
        other = (say(title, second), say(body, second)) if second else ("", "")
        self._empty.show_empty(say(title, first), say(body, first), first, other, second)

    # ---- words and sizes

    def retranslate(self) -> None:
        """Puts the words anew."""
        self._heading.show_title(*both(self.desk, self.title))
        self._card.show_title(*both_say(self.desk, N_("Ready to print")))
        self._how.show_title(*both_say(self.desk, N_("How it is printed")))
        self._name_buttons()
        self._say_toast()
        self._show()

    def _name_buttons(self) -> None:
        count, kiosk = len(self.list.lines), self.desk.is_kiosk
        for button, caption in (
            (self.measure_button, N_("Calibrate…")),
            (self.out_button, N_("Take off the list")),
        ):
            said = both_say(self.desk, caption)
            button.show_words(said.text, said.language, said.second if kiosk else "", said.second_language)
        self.print_button.show_words(*both(self.desk, self._print_caption))
        self.print_button.show_key("" if kiosk else "Ctrl+P")
        waiting = [line for line in self.list.lines if line.id not in self.queue.sending]
        self.print_button.setEnabled(bool(waiting))
        self.out_button.setEnabled(bool(count))
        self.measure_button.setEnabled(self.controls.printer is not None)

    def _print_caption(self, language: str) -> str:
        lines = self.list.lines
        if len(lines) > 1:
            return plural("Print {count} case in order", "Print {count} cases in order", len(lines), language)
        if lines and state_of(lines[0], self.queue) in ("printed", "failed", "held"):
            return say(N_("Print again"), language)
        return say(N_("Print"), language)

    def restyle(self) -> None:
        """Takes places and sizes from the theme."""
        worn = theme.current()
        margin = worn.pick(24, 56)
        self._column.setContentsMargins(margin, worn.pick(14, 40), margin, worn.pick(14, 32))
        self._column.setSpacing(worn.pick(12, 24))
        self._columns.setSpacing(worn.pick(16, 24))
        self._head.setSpacing(worn.pick(8, 24))
        self._foot.setSpacing(24)
        for button in (self.measure_button, self.out_button, self.print_button):
            for row in (self._head, self._foot, self._last):
                row.removeWidget(button)
            low = self._last if button is self.print_button else self._foot
            if worn.kiosk:
                low.addWidget(button, 1)
            else:
                self._head.addWidget(button)
        side = worn.pick(16, 32)
        self._filter_row.setContentsMargins(side, worn.pick(10, 20), side, worn.pick(10, 20))
        self.filters.restyle()
        self.list.restyle()
        self._name_buttons()
        self._fold()

    def _fold(self) -> None:
        kiosk, width = self.desk.is_kiosk, self.width()
        beside = width >= _TWO_COLUMNS and not kiosk
        self._columns.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        self.preview.setVisible(width >= _THREE_COLUMNS and not kiosk)
        self.preview.setFixedWidth(_PREVIEW)
        self._how.setMinimumWidth(_CONTROLS if beside else 0)
        self._how.setMaximumWidth(_CONTROLS if beside else 1 << 20)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Folds where it gets narrow."""
        super().resizeEvent(event)
        self._fold()
