"""Measures how a printer sets answers on printed forms: print a page, measure it, enter what is off."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from talentdesk.core.calibration import MOST_MM, SCALES, calibrated
from talentdesk.core.catalogue import CatalogueMiss
from talentdesk.core.tomlfile import FormError
from talentdesk.desktop import theme
from talentdesk.desktop.bilingual import both, both_say
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.chips import ERROR, GOOD, INFORMATION, Mark
from talentdesk.desktop.controls import Message
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.fields import Frame, Line
from talentdesk.desktop.handover import told
from talentdesk.desktop.optioncards import CardGroup
from talentdesk.desktop.printqueue import PrintQueue
from talentdesk.desktop.words import Span, Words, pair
from talentdesk.i18n import N_, say, word
from talentdesk.paper.overlay import Shift
from talentdesk.service.calibrations import keep, page_to_measure
from talentdesk.service.mishap import Mishap
from talentdesk.service.papers import paper_languages
from talentdesk.service.printers import Choice, Stage, title_of
from talentdesk.service.printing import Job, PrintOutcome, hand_over
from talentdesk.service.printreasons import tray_name
from talentdesk.settings import SettingsError, load

if TYPE_CHECKING:
    from talentdesk.core.sheet import Sheet

_TITLE = N_("Calibrate printer and tray")
_HOW = N_(
    "Print the page, lay it on a printed form against the light and measure how far the crosses stand beside their "
    "boxes. Enter the millimetres, keep them, and print once more to see that they fit."
)
_NONE = N_(
    "No official PDF is installed, so nothing has to be measured: this program draws its forms itself. The grid shows "
    "whether the printer keeps the size of the page."
)
_FIELDS = (
    ("x", N_("To the right, mm"), 0.0, -MOST_MM, MOST_MM),
    ("y", N_("Down, mm"), 0.0, -MOST_MM, MOST_MM),
    ("scale", N_("Scale"), 1.0, *SCALES),
)
_NOT_A_NUMBER = N_("{field}: type a number from {least} to {most}.")
_KEPT = N_("Kept for this printer, tray and edition.")
_NOT_KEPT = N_("The settings file cannot be written.")
_SENT = N_("Sent to the printer.")


class Measuring(QDialog):
    """For one printer and tray; which form is chosen here."""

    def __init__(self, desk: Desk, parent: QWidget, queue: PrintQueue, choice: Choice) -> None:
        super().__init__(parent)
        self._desk, self._queue, self._choice = desk, queue, choice
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(say(_TITLE, desk.language))
        self._sheets = _templates(desk)
        worn = theme.current()
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, worn.colour("surface"))
        self.setPalette(palette)
        self.papers = CardGroup(tuple(self._sheets), ticks=False, size=None)
        self.lines = {name: Line(style="input", ime=False) for name, *_ in _FIELDS}
        self.message = Message(self)
        self.print_button = Button(Role.PLAIN, self, icon="printer")
        self.keep_button = Button(Role.MAIN, self, icon="check")
        self.close_button = Button(Role.PLAIN, self)
        self._lay_out(worn.pick(560, 940))
        self.papers.changed = self._show_kept
        self.print_button.clicked.connect(self.print_page)
        self.keep_button.clicked.connect(self.keep)
        self.close_button.clicked.connect(self.reject)
        if self._sheets:
            self.papers.choose((next(iter(self._sheets)),))
        self._show_kept()
        self.print_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self, room: int) -> None:
        worn, language = theme.current(), self._desk.language
        column = QVBoxLayout(self)
        column.setContentsMargins(*[worn.pick(24, 48)] * 4)
        column.setSpacing(worn.pick(14, 28))
        heading, place, how = Words(self), Words(self), Words(self)
        heading.show_words((Span(say(_TITLE, language), "section_title", language),))
        where = f"{self._printer()} · {tray_name(self._choice.tray, language)}"
        place.show_words((Span(where, "button", language, "accent"),))
        how.show_words(*pair(*both_say(self._desk, _HOW if self._sheets else _NONE), "message"))
        for words in (heading, place, how):
            # A dialog takes the height of its first hint, which knows nothing of lines that wrap.
            words.setFixedWidth(room)
            words.setMinimumHeight(words.heightForWidth(room))
            column.addWidget(words)
        self._name_papers()
        column.addWidget(self.papers)
        numbers = QWidget(self)
        fields = QHBoxLayout(numbers)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setSpacing(worn.pick(12, 24))
        for name, label, *_ in _FIELDS:
            fields.addLayout(self._field(name, label))
        column.addWidget(numbers)
        self.message.setFixedWidth(room)
        column.addWidget(self.message)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for button, caption in (
            (self.close_button, N_("Close")),
            (self.print_button, N_("Print the page") if self._sheets else N_("Print the grid")),
            (self.keep_button, N_("Keep")),
        ):
            button.show_words(say(caption, language), language)
            buttons.addWidget(button)
        column.addLayout(buttons)
        for part in (self.papers, numbers, self.keep_button):
            part.setVisible(bool(self._sheets))

    def _field(self, name: str, label: str) -> QVBoxLayout:
        column, words, frame, line = QVBoxLayout(), Words(self), Frame(self), self.lines[name]
        words.show_words(*pair(*both_say(self._desk, label), "label"))
        line.setParent(frame)
        line.setMaxLength(8)
        line.setAccessibleName(say(label, self._desk.language))
        line.returnPressed.connect(self.keep)
        frame.row.addWidget(line)
        column.addWidget(words)
        column.addWidget(frame)
        return column

    def _name_papers(self) -> None:
        language, second = self._desk.language, self._desk.second
        self.papers.setAccessibleName(say("Form", language))
        for card in self.papers.cards:
            title = self._sheets[card.code].title
            first, other = word(title, language), word(title, second) if second else ""
            card.show_words(first, language, other if other != first else "", second)

    def _printer(self) -> str:
        """Calibrations are kept under the printer's name, so the default one is called by it."""
        if self._choice.printer:
            return self._choice.printer
        return next((each.name for each in self._queue.printers if each.is_default), "")

    @property
    def paper(self) -> str:
        """The form that is measured; empty where there is none."""
        return next(iter(self.papers.chosen()), "")

    def _show_kept(self) -> None:
        """What was measured before stands in the fields."""
        kept = None
        if self.paper:
            measured = self._desk.settings.calibration
            edition = self._sheets[self.paper].edition
            kept = calibrated(measured, self.paper, edition, self._printer(), self._choice.tray)
        for name, _, usual, *_ in _FIELDS:
            self.lines[name].show_text(f"{getattr(kept, name) if kept else usual:g}")
        self.message.hide()

    def _typed(self) -> Shift | None:
        """The numbers; None, and a sentence, where one is none."""
        found = []
        for name, label, _, least, most in _FIELDS:
            text = self.lines[name].text().strip().replace("−", "-").replace(",", ".")
            try:
                number = float(text)
            except ValueError:
                number = float("nan")
            if not least <= number <= most:
                self._say(
                    ERROR,
                    lambda language, label=label, least=least, most=most: say(
                        _NOT_A_NUMBER, language, field=say(label, language), least=f"{least:g}", most=f"{most:g}"
                    ),
                )
                self.lines[name].setFocus(Qt.FocusReason.OtherFocusReason)
                self.lines[name].selectAll()
                return None
            found.append(number)
        return Shift(*found)

    def keep(self) -> None:
        """Keeps the numbers in the person's settings; they hold from the next print on."""
        shift = self._typed()
        if shift is None or not self.paper:
            return
        try:
            keep(self._printer(), self._choice.tray, self.paper, self._desk.today, shift)
            measured = load().calibration
        except (OSError, SettingsError):
            self._say(ERROR, lambda language: say(_NOT_KEPT, language))
            return
        self._desk.settings = replace(self._desk.settings, calibration=measured)
        self._say(GOOD, lambda language: say(_KEPT, language))

    def print_page(self) -> None:
        """Prints the grid, and the form's boxes on it moved as the fields say now."""
        shift = self._typed()
        if shift is None:
            return
        paper, day, choice, system = self.paper, self._desk.today, self._choice, self._queue.system
        languages = paper_languages(self._desk.language, self._desk.second)
        once = Choice(choice.printer, choice.tray, two_sided=False)
        self.print_button.setEnabled(False)

        def work() -> PrintOutcome:
            content = page_to_measure(paper or None, day, shift, languages)
            return hand_over(system, [Job(content, choice.tray)], title_of("calibration"), once)

        self._desk.elsewhere.run(work, self._printed, self._missed, self)

    def _printed(self, outcome: PrintOutcome) -> None:
        self.print_button.setEnabled(True)
        if outcome.stage is Stage.FAILED:
            self._say(ERROR, lambda language: told(outcome, language))
        else:
            self._say(INFORMATION, lambda language: say(_SENT, language))

    def _missed(self, error: BaseException) -> None:
        self.print_button.setEnabled(True)
        if isinstance(error, Mishap):
            why = error
            self._say(ERROR, lambda language: say(why.cause, language, **why.details))
        elif isinstance(error, FormError):
            self._say(ERROR, lambda language: say("The paper could not be made.", language))
        else:
            raise error

    def _say(self, mark: Mark, sentence: object) -> None:
        assert callable(sentence)
        self.message.show_message(mark, *both(self._desk, sentence))
        self.message.setMinimumHeight(self.message.heightForWidth(self.message.width()))
        self.message.show()


def _templates(desk: Desk) -> dict[str, Sheet]:
    """The offices' own PDFs, each in its edition of today."""
    found = {}
    for paper in dict.fromkeys(sheet.paper for sheet in desk.catalogue.templates()):
        with suppress(CatalogueMiss, FormError):
            found[paper] = desk.catalogue.sheet(paper, desk.today)
    return found
