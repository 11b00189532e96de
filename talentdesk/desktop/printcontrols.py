"""How papers are printed: printer, tray, sides, copies; what the printer says of itself stands below it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from talentdesk.desktop import theme
from talentdesk.desktop.bilingual import both, both_say
from talentdesk.desktop.buttons import Button
from talentdesk.desktop.chips import GOOD, NOTICE
from talentdesk.desktop.controls import Message
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.optioncards import CardGroup
from talentdesk.desktop.words import Span, Words, pair
from talentdesk.i18n import N_, plural, say
from talentdesk.service.printers import Choice, Printer, Reason, fitting
from talentdesk.service.printreasons import cause, remedy, tray_name
from talentdesk.service.sentences import join

MOST_COPIES = 9
_PRINTER, _TRAY, _SIDES, _COPIES = N_("Printer"), N_("Tray"), N_("Sides"), N_("Copies")
_USUAL = N_("Usual printer")
_IN_ORDER = N_("The printer is ready.")
_ONE_SIDED = N_("This printer prints on one side only.")
_NO_A4 = N_("This printer does not say that it takes A4. Look whether the page fits.")


class CopyCount(QWidget):
    """A number with less and more; the arrows, plus, minus and digits do the same."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.count = 1
        self.less, self.more = Button(parent=self, icon="minus"), Button(parent=self, icon="plus")
        self._number = Words(self, centred=True, wrap=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for part in (self.less, self._number, self.more):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        self.less.clicked.connect(lambda: self.step(-1))
        self.more.clicked.connect(lambda: self.step(1))
        self.retranslate()

    def show_count(self, count: int) -> None:
        """Shows this many."""
        self.count = max(1, min(MOST_COPIES, count))
        self.retranslate()

    def step(self, by: int) -> None:
        """One more or less."""
        self._choose(self.count + by)

    def _choose(self, count: int) -> None:
        before = self.count
        self.show_count(count)
        if self.count != before:
            self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that a button leaves alone."""
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Plus: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_Minus: -1}
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            self.step(step)
        elif event.text() and event.text() in "123456789":
            self._choose(int(event.text()))
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        """Puts the words anew."""
        language = self._desk.language
        said = plural("{count} copy", "{count} copies", self.count, language)
        self._number.show_words((Span(said, "body", language),))
        for button, name in ((self.less, N_("Fewer copies")), (self.more, N_("More copies"))):
            button.show_words("", language)
            button.setAccessibleName(say(name, language))
            button.setAccessibleDescription(said)
        self.less.setEnabled(self.count > 1)
        self.more.setEnabled(self.count < MOST_COPIES)


class PrintControls(QWidget):
    """The choice of how to print. It holds for the chosen lines, and for what is printed next."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._printers: tuple[Printer, ...] = ()
        self._missing = Reason.NONE
        self._choice = Choice()
        self.printers: CardGroup | None = None
        self.trays: CardGroup | None = None
        self.sides = self._group(("two", "one"))
        self.copies = CopyCount(desk, self)
        self.copies.changed.connect(self._changed)
        self.state = Message(self)
        self._labels = {name: Words(self) for name in (_PRINTER, _TRAY, _SIDES, _COPIES)}
        self._column = QVBoxLayout(self)
        self._printer_place, self._tray_place = QVBoxLayout(), QVBoxLayout()
        for label, part in (
            (_PRINTER, self._printer_place),
            (_TRAY, self._tray_place),
            (_SIDES, self.sides),
            (_COPIES, self.copies),
        ):
            self._column.addWidget(self._labels[label])
            self._column.addLayout(part) if isinstance(part, QVBoxLayout) else self._column.addWidget(part)
            if label == _PRINTER:
                self._column.addWidget(self.state)
        self._column.addStretch(1)
        self.restyle()
        self.show_printers((), Reason.NONE)

    @property
    def choice(self) -> Choice:
        """As it is chosen."""
        return self._choice

    @property
    def printer(self) -> Printer | None:
        """The printer that is chosen, where the system has it."""
        return fitting(self._choice, self._printers)

    def show_printers(self, printers: Sequence[Printer], missing: Reason) -> None:
        """What the system has; `missing` is why it has none."""
        self._printers, self._missing = tuple(printers), missing
        self._build()

    def show_choice(self, choice: Choice) -> None:
        """Shows how something is to be printed, without a signal."""
        self._choice = choice
        self._build()

    def _build(self) -> None:
        """Printers and trays are cards of their own for each set of them."""
        codes = [printer.name for printer in self._printers]
        chosen = self._choice.printer
        if chosen and chosen not in codes:
            codes.append(chosen)  # it vanished: shown, so that another can be chosen
        default = next((printer.name for printer in self._printers if printer.is_default), "")
        if not default:
            codes.insert(0, "")
        self.printers = self._replace(self.printers, codes, self._printer_place)
        found = self.printer
        trays = ["", *(found.trays if found else ())]
        if self._choice.tray not in trays:
            trays.append(self._choice.tray)
        self.trays = self._replace(self.trays, trays, self._tray_place)
        self.printers.choose((chosen or default,))
        self.trays.choose((self._choice.tray,))
        self.sides.choose(("two" if self._choice.two_sided else "one",))
        self.copies.show_count(self._choice.copies)
        self.retranslate()

    def _replace(self, before: CardGroup | None, codes: Sequence[str], place: QVBoxLayout) -> CardGroup:
        if before is not None and [card.code for card in before.cards] == list(codes):
            return before
        had_focus = before is not None and any(card.hasFocus() for card in before.cards)
        if before is not None:
            place.removeWidget(before)
            before.hide()
            before.deleteLater()
        group = self._group(codes)
        place.addWidget(group)
        if had_focus:
            group.stop().setFocus(Qt.FocusReason.OtherFocusReason)
        return group

    def _group(self, codes: Sequence[str]) -> CardGroup:
        group = CardGroup(codes, ticks=False, size=None)
        group.setParent(self)
        group.changed = self._changed
        return group

    def _changed(self) -> None:
        assert self.printers is not None
        assert self.trays is not None
        before = self.printer
        printer = next(iter(self.printers.chosen()), self._choice.printer)
        # Trays belong to their printer.
        same = printer == self._choice.printer or (before is not None and printer == before.name)
        tray = next(iter(self.trays.chosen()), "") if same else ""
        sides = next(iter(self.sides.chosen()), "two")
        self._choice = Choice(printer, tray, self.copies.count, sides == "two")
        self._build()
        self.changed.emit()

    # ---- words and sizes

    def retranslate(self) -> None:
        """Puts the words anew."""
        assert self.printers is not None
        assert self.trays is not None
        for name, label in self._labels.items():
            label.show_words(*pair(*both_say(self._desk, name), "label"))
        titles = {printer.name: printer.title for printer in self._printers}
        self._name(self.printers, _PRINTER, lambda code, language: titles.get(code, code) or say(_USUAL, language))
        self._name(self.trays, _TRAY, tray_name)
        self._name(self.sides, _SIDES, _side)
        self.copies.retranslate()
        has_trays = len(self.trays.cards) > 1
        for part in (self._labels[_TRAY], self.trays):
            part.setVisible(has_trays)
        self._say_state()

    def _name(self, group: CardGroup, title: str, named: Callable[[str, str], str]) -> None:
        language, second = self._desk.language, self._desk.second
        group.setAccessibleName(say(title, language))
        for card in group.cards:
            first, other = named(card.code, language), named(card.code, second) if second else ""
            card.show_words(first, language, other if other != first else "", second)
        group.relay()

    def _say_state(self) -> None:
        found = self.printer
        reason = self._missing if not self._printers else found.reason if found else self._absent()
        notes = [] if found is None else [_NO_A4] * (not found.has_a4)
        if found is not None and found.two_sided is False and self._choice.two_sided:
            notes.append(_ONE_SIDED)

        def told(language: str) -> str:
            name = found.title if found else self._choice.printer
            wrong = (cause(reason, language, name, self._choice.tray), remedy(reason, language))
            return join((*wrong, *(say(note, language) for note in notes)))

        said = both(self._desk, told if reason or notes else lambda language: say(_IN_ORDER, language))
        self.state.show_message(NOTICE if reason or notes else GOOD, *said)
        self.state.setVisible(bool(self._printers or self._missing))

    def _absent(self) -> Reason:
        return Reason.VANISHED if self._choice.printer else Reason.NO_PRINTER

    def restyle(self) -> None:
        """Takes sizes from the theme."""
        worn = theme.current()
        self._column.setContentsMargins(*(worn.pick(16, 32), worn.pick(14, 28)) * 2)
        self._column.setSpacing(worn.pick(8, 16))

    def changeEvent(self, event: QEvent) -> None:
        """Follows language and look."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.StyleChange:
            self.restyle()


def _side(code: str, language: str) -> str:
    return say(N_("Two-sided"), language) if code == "two" else say(N_("One-sided"), language)
