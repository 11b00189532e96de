"""Which procedures fit, which answer would settle the others, and which do not fit and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from talentdesk.core.interview import Interview
from talentdesk.core.triage import Verdict
from talentdesk.desktop import icons, shapes, theme
from talentdesk.desktop.bilingual import both, both_say, both_words
from talentdesk.desktop.cards import HeadedCard
from talentdesk.desktop.chips import NOT_ASKED, Chip, Mark, Status, Tone, ink
from talentdesk.desktop.controls import Rule, clear
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.jumplink import JumpLink
from talentdesk.desktop.sourceline import SourceLine, source_told
from talentdesk.desktop.touch import scrolled
from talentdesk.desktop.words import Span, Words, beside, pair
from talentdesk.i18n import N_, plural, say
from talentdesk.service.findings import labels
from talentdesk.service.triage import source_of, why_told

FITS = Mark("tick_disc", Tone.OK, N_("Fits"))
OPEN = Mark("question_disc", Tone.ACCENT, N_("Open"))
NOT = Mark(NOT_ASKED.icon, Tone.QUIET, N_("Does not fit"))

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
Matter = Callable[[str, str], str]
"""`matter(procedure, language)` gives the name of a procedure."""


def _reason(desk: Desk, verdict: Verdict, matter: Matter, interview: Interview, parent: QWidget) -> list[QWidget]:
    """Title, reason and source."""
    title, why = Words(parent), Words(parent)
    title.show_words(beside(*both(desk, lambda tag: matter(verdict.procedure, tag)), "label"))
    why.show_words(*pair(*both(desk, lambda tag: why_told(verdict, tag)), "message"))
    citation = source_of(verdict)
    line = SourceLine(desk, source_told(citation, desk.language), citation, interview.as_of, parent)
    return [title, why, line]


class FitRow(QAbstractButton):
    """A procedure that fits, and why. Enter, Space or a tap begins it."""

    walked = Signal(int)

    def __init__(self, desk: Desk, verdict: Verdict, matter: Matter, interview: Interview, parent: QWidget) -> None:
        super().__init__(parent)
        self.procedure = verdict.procedure
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setText(matter(verdict.procedure, desk.language).replace("&", "&&"))
        self.setAccessibleDescription(why_told(verdict, desk.language))
        worn = theme.current()
        column = QVBoxLayout(self)
        right = worn.pick(48, 112)
        column.setContentsMargins(worn.pick(44, 100), worn.pick(9, 28), right, worn.pick(10, 28))
        column.setSpacing(0)
        for widget in _reason(desk, verdict, matter, interview, self):
            column.addWidget(widget)

    def sizeHint(self) -> QSize:
        """Wraps into whatever width there is."""
        return QSize(200, super().sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter begins, the arrows walk."""
        if event.key() in _ENTER:
            self.click()
        elif event.key() in _STEPS:
            self.walked.emit(_STEPS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Shows where the focus is."""
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, mark, ring, and an arrow that says it leads on."""
        worn = theme.current()
        painter = QPainter(self)
        lit = self.hasFocus() or (self.underMouse() and not worn.kiosk)
        painter.fillRect(self.rect(), worn.colour("accent_soft" if lit else "surface"))
        if self.hasFocus():
            painter.fillRect(0, 0, worn.pick(3, 6), self.height(), worn.colour("accent"))
            ring = self.rect().adjusted(worn.pick(6, 12), 3, -3, -3)
            shapes.box(painter, ring, worn.field_radius, None, worn.colour("focus"), worn.ring)
        side = worn.icon_side(18, 40)
        mark = QRect(worn.pick(16, 40), worn.pick(11, 30), side, side)
        icons.paint(painter, FITS.icon, mark, worn.colour(ink(FITS.tone)))
        place = QRect(self.width() - side - worn.pick(16, 40), (self.height() - side) // 2, side, side)
        icons.paint(painter, "forward", place, worn.colour("accent"))
        painter.end()


class ResultsCard(HeadedCard):
    """All procedures, in the order a person wants them: what fits, what is open, what does not fit."""

    chosen = Signal(str)
    """A procedure that fits."""
    wanted = Signal(str)
    """The question that would settle something."""
    left = Signal()
    """Up from the first."""

    def __init__(self, desk: Desk, matter: Matter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._matter = desk, matter
        self._shown: tuple[tuple[Verdict, ...], Interview] | None = None
        self._said: tuple[object, ...] = ()
        self.fits: list[FitRow] = []
        self.links: list[JumpLink] = []
        self.counts = [Chip(self) for _ in range(3)]
        for chip in self.counts:
            self.head.addWidget(chip)
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(1, 0, 1, 0)
        self._list.setSpacing(0)
        self.area = scrolled(inside, self)
        self.body.addWidget(self.area, 1)

    def show_verdicts(self, verdicts: Sequence[Verdict], interview: Interview) -> None:
        """Shows these, from the top; nothing is made anew where a key has changed no verdict."""
        said = tuple((each.procedure, each.fits, id(each.reason), each.missing) for each in verdicts)
        if said == self._said and self._shown is not None and self._shown[1] is interview:
            return
        self._said = said
        self._shown = (tuple(verdicts), interview)
        self._show()

    def _show(self) -> None:
        if self._shown is None:
            return
        verdicts, interview = self._shown
        had = next((row.procedure for row in self.fits if row.hasFocus()), "")
        clear(self._list)
        self.fits, self.links = [], []
        groups = {fits: [each for each in verdicts if each.fits is fits] for fits in (True, None, False)}
        for verdict in groups[True]:
            self._add_fit(verdict, interview)
        self._add_open(groups[None], interview)
        self._add_unfit(groups[False], interview)
        self._list.addStretch(1)
        self._count([len(groups[fits]) for fits in (True, None, False)])
        for row in self.fits:
            if row.procedure == had:
                row.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_fit(self, verdict: Verdict, interview: Interview) -> None:
        row = FitRow(self._desk, verdict, self._matter, interview, self)
        row.clicked.connect(lambda: self.chosen.emit(row.procedure))
        row.walked.connect(lambda by: self._walk(row, by))
        self._list.addWidget(row)
        self._list.addWidget(Rule(self))
        self.fits.append(row)

    def _add_open(self, verdicts: Sequence[Verdict], interview: Interview) -> None:
        """The answers that settle what is open, each once, then what depends on which."""
        if not verdicts:
            return
        wanted = {name for verdict in verdicts for name in verdict.missing}
        questions = [each.id for each in interview.edition.questions if each.id in wanted and interview.asked(each.id)]
        told = both_say(self._desk, N_("Answers to these settle the rest"))
        second = Span(f"\u2002{told.second}" if told.second else "", "message_second", told.second_language, "muted")
        words = Words(self)
        words.show_words((Span(told.text, "button_small", told.language, "accent"), second))
        self._put(OPEN, [words, *(self._link(each, interview) for each in questions)])
        for verdict in verdicts:
            self._put(OPEN, self._depends(verdict, interview))

    def _depends(self, verdict: Verdict, interview: Interview) -> list[QWidget]:
        title, on = Words(self), Words(self)
        title.show_words(beside(*both(self._desk, lambda tag: self._matter(verdict.procedure, tag)), "label"))
        depends = both(
            self._desk,
            lambda tag: say("Depends on: {questions}", tag, questions=labels(verdict.missing, interview, tag)),
        )
        on.show_words(*pair(*depends, "message", "muted"))
        return [title, on]

    def _link(self, question: str, interview: Interview) -> JumpLink:
        link = JumpLink(self)
        link.show_words(*both_words(self._desk, interview.question(question).label))
        link.setAccessibleName(say("Go to “{question}”", self._desk.language, question=link.text()))
        link.clicked.connect(lambda: self.wanted.emit(question))
        self.links.append(link)
        return link

    def _add_unfit(self, verdicts: Sequence[Verdict], interview: Interview) -> None:
        for verdict in verdicts:
            self._put(NOT, _reason(self._desk, verdict, self._matter, interview, self))

    def _put(self, mark: Mark, parts: Sequence[QWidget]) -> None:
        """Parts below each other, right of the mark."""
        worn = theme.current()
        holder = QWidget(self)
        column = QVBoxLayout(holder)
        column.setContentsMargins(worn.pick(44, 100), worn.pick(9, 28), worn.pick(16, 40), worn.pick(10, 28))
        column.setSpacing(0)
        icon = Status(holder)
        icon.show_status(mark, "", self._desk.language)
        icon.setAccessibleName(say(mark.word, self._desk.language))
        icon.move(worn.pick(16, 40), worn.pick(12, 32))
        for part in parts:
            column.addWidget(part)
        self._list.addWidget(holder)
        self._list.addWidget(Rule(self))

    def _walk(self, row: FitRow, by: int) -> None:
        at = self.fits.index(row) + by
        if at < 0:
            self.left.emit()
        elif at < len(self.fits):
            self.fits[at].setFocus(Qt.FocusReason.TabFocusReason)

    def _count(self, found: Sequence[int]) -> None:
        language = self._desk.language
        fit, unknown, unfit = found
        texts = (
            plural("{count} fits", "{count} fit", fit, language),
            plural("{count} open", "{count} open", unknown, language),
            plural("{count} does not fit", "{count} do not fit", unfit, language),
        )
        for chip, mark, count, text in zip(self.counts, (FITS, OPEN, NOT), found, texts, strict=True):
            chip.show_chip(mark.tone, mark.icon, text, language)
            chip.setVisible(count > 0)

    def retranslate(self) -> None:
        """Puts the words anew."""
        self.show_title(*both_say(self._desk, N_("What fits")))
        self._show()
