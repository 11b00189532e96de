"""Check the answers: a line for each section, to be compared with the documents on the table."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from talentdesk.core.interview import Interview, SectionState, SectionView
from talentdesk.desktop import chips, theme
from talentdesk.desktop.bilingual import both, both_say, both_words
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.cards import HeadedCard
from talentdesk.desktop.chips import Chip, Mark, Status
from talentdesk.desktop.controls import Rule, clear
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.words import Span, Words
from talentdesk.i18n import N_, plural, say
from talentdesk.service.findings import labels
from talentdesk.service.summary import summarise

_TITLE_WIDTH = 160
_STATE_WIDTH = 104


def standing_of(view: SectionView, language: str) -> tuple[Mark, str]:
    """How far a section is: its mark, and the words that go with it."""
    match view.state:
        case SectionState.ERROR:
            return chips.ERROR, plural("{count} to fix", "{count} to fix", view.errors, language)
        case SectionState.NOTICE:
            return chips.NOTICE, plural("{count} notice", "{count} notices", view.notices, language)
        case SectionState.IN_PROGRESS:
            return chips.IN_PROGRESS, f"{view.answered} / {view.total}"
        case SectionState.COMPLETE:
            return chips.COMPLETE, say(chips.COMPLETE.word, language)
        case SectionState.NOT_ASKED:
            return chips.NOT_ASKED, say(chips.NOT_ASKED.word, language)
        case _:
            return chips.NOT_STARTED, say(chips.NOT_STARTED.word, language)


class SectionRow(QWidget):
    """One section: titles, answers, state, and the way to change them."""

    def __init__(self, desk: Desk, view: SectionView, interview: Interview, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.view = view
        self._interview = interview
        self._title = Words(self)
        self._answers = Words(self)
        self._state = Chip(self)
        self.change = Button(Role.LINK, self, small=True)
        self._grid = QGridLayout(self)
        self.restyle()
        self.retranslate()

    @property
    def summary(self) -> str:
        """The answers as they are read."""
        return self._answers.text().replace("&&", "&")

    def show_view(self, view: SectionView) -> None:
        """The section as it stands now."""
        self.view = view
        self.retranslate()

    def retranslate(self) -> None:
        """Puts the words anew."""
        language = self._desk.language
        title = both_words(self._desk, self.view.section.title)
        number = f"{self.view.section.number}\u2002" if self.view.section.number else ""
        first = (Span(number, "button", "en", "muted"), Span(title.text, "button", language))
        second = (Span(title.second, "message_second", title.second_language, "muted"),)
        self._title.show_words(*((first, second) if title.second else (first,)))
        self._answers.show_words(self._pieces(language))
        mark, text = standing_of(self.view, language)
        self._state.show_chip(mark.tone, mark.icon, text, language)
        self._state.setAccessibleName(f"{say(mark.word, language)}, {text}")
        self.change.show_words(say("Change", language), language)
        self.change.setAccessibleName(f"{say('Change', language)}: {title.text}")

    def _pieces(self, language: str) -> tuple[Span, ...]:
        spans: list[Span] = []
        for piece in summarise(self.view, self._interview, language):
            if spans:
                spans.append(Span("\u00a0· ", "small", language, "muted"))
            if piece.label:
                spans.append(Span(f"{piece.label} ", "small", language, "muted"))
            spans.append(Span(piece.answer, "small", language))
        return tuple(spans) or (Span("—", "small", language, "muted"),)

    def restyle(self) -> None:
        """One line at the counter; on a touch screen the answers stand under the title."""
        worn, grid = theme.current(), self._grid
        for part in (self._title, self._answers, self._state, self.change):
            grid.removeWidget(part)
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        middle = Qt.AlignmentFlag.AlignVCenter
        if worn.kiosk:
            grid.addWidget(self._title, 0, 0)
            grid.addWidget(self._answers, 1, 0)
            grid.addWidget(self._state, 0, 1, right | middle)
            grid.addWidget(self.change, 1, 1, right | Qt.AlignmentFlag.AlignBottom)
        else:
            grid.addWidget(self._title, 0, 0)
            grid.addWidget(self._answers, 0, 1, middle)
            grid.addWidget(self._state, 0, 2, left | middle)
            grid.addWidget(self.change, 0, 3, middle)
        for column, stretch in enumerate((1, 0, 0) if worn.kiosk else (0, 1, 0)):
            grid.setColumnStretch(column, stretch)
        grid.setColumnMinimumWidth(2, worn.pick(_STATE_WIDTH, 0))
        self._title.setMinimumWidth(worn.pick(_TITLE_WIDTH, 0))
        self._title.setMaximumWidth(worn.pick(_TITLE_WIDTH, 1 << 20))
        grid.setContentsMargins(worn.pick(16, 32), worn.pick(8, 24), worn.pick(16, 32), worn.pick(8, 24))
        grid.setHorizontalSpacing(worn.pick(12, 24))
        grid.setVerticalSpacing(worn.pick(0, 8))


class AnswerCheck(HeadedCard):
    """All sections that are asked. `wanted` carries the question to go to."""

    wanted = Signal(str)

    def __init__(self, desk: Desk, interview: Interview, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._interview = interview
        self.rows: list[SectionRow] = []
        self._note = Words(self, wrap=False)
        self.head.addWidget(self._note, 0, Qt.AlignmentFlag.AlignVCenter)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.body.addLayout(self._list)
        self.kept = Status(self, wrap=True)
        self._foot = QVBoxLayout()
        self._foot.addWidget(self.kept)
        self.body.addLayout(self._foot)
        self.restyle_rows()

    def show_sections(self) -> None:
        """Shows the sections as they stand now; rows of sections that are still asked stay."""
        views = [view for view in self._interview.sections() if view.total]
        if [view.section.id for view in views] == [row.view.section.id for row in self.rows]:
            for row, view in zip(self.rows, views, strict=True):
                row.show_view(view)
        else:
            self._build(views)
        self._show_kept()

    def _build(self, views: list[SectionView]) -> None:
        clear(self._list)
        self.rows = []
        for view in views:
            if self.rows:
                self._list.addWidget(Rule(self))
            row = SectionRow(self._desk, view, self._interview, self)
            row.change.clicked.connect(lambda _=False, row=row: self.wanted.emit(row.view.questions[0].id))
            self._list.addWidget(row)
            self.rows.append(row)

    def _show_kept(self) -> None:
        kept = self._interview.kept()
        said = both(self._desk, lambda language: self._kept_told(kept, language))
        self.kept.show_status(chips.KEPT, said.text, said.language)
        self.kept.setVisible(bool(kept))
        side, air = theme.current().pick(16, 32), theme.current().pick(8, 24) if kept else 0
        self._foot.setContentsMargins(side, air, side, air)

    def _kept_told(self, kept: tuple[str, ...], language: str) -> str:
        names = dict.fromkeys(name.partition("[")[0] for name in kept)
        return plural(
            "{count} answer is kept but not used, since its question is not asked: {questions}",
            "{count} answers are kept but not used, since their questions are not asked: {questions}",
            len(names),
            language,
            questions=labels(names, self._interview, language),
        )

    def retranslate(self) -> None:
        """Puts the words anew."""
        self.show_title(*both_say(self._desk, N_("Check the answers")))
        note = say("After a change you come back here", self._desk.language)
        self._note.show_words((Span(note, "small", self._desk.language, "muted"),))
        for row in self.rows:
            row.retranslate()
        self._show_kept()

    def restyle_rows(self) -> None:
        """Takes sizes from the theme."""
        worn = theme.current()
        self._show_kept()
        self._note.setVisible(not worn.kiosk)
        for row in self.rows:
            row.restyle()
