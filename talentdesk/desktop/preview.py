"""The paper beside the questions: it grows while a person types and follows the question that has the focus."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from talentdesk.core.checks import Severity
from talentdesk.desktop import theme
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.chips import INFORMATION, NOTICE
from talentdesk.desktop.controls import Message, Panel, Title
from talentdesk.desktop.leaf import Leaf
from talentdesk.i18n import N_, plural, say, word
from talentdesk.service.papers import first_sheet

if TYPE_CHECKING:
    from talentdesk.core.interview import Interview
    from talentdesk.core.sheet import Sheet
    from talentdesk.desktop.desk import Desk
    from talentdesk.paper.page import LaidPaper

_SOON_MS = 24
"""Answers typed within this time are laid out together; a finger's rhythm never waits for it."""
_LONG_MS, _PAUSE_MS = 40, 400
"""A page that takes the first to lay out waits until nobody has typed for the second."""

PREVIEW = N_("Paper preview")
_LOST = N_("The paper cannot be shown: a file of it is missing or has a fault. Run “talentdesk doctor”.")


class PaperPreview(Panel):
    """Shows the first paper of the case. All laying out happens when nobody is waiting for a key."""

    jumped = Signal(str)
    """A box was chosen: to its question."""
    left = Signal()
    """Escape: back to the field."""
    laid = Signal()
    """The paper shows every answer given so far."""

    def __init__(self, desk: Desk, interview: Interview, parent: QWidget | None = None) -> None:
        super().__init__("sunken", parent, lines="left")
        self._desk = desk
        self._interview = interview
        self._sheet: Sheet | None = None
        self._paper: LaidPaper | None = None
        self._loaded: tuple[str, str] | None = None
        """The languages in which the form is shown, or being read."""
        self._page = 0
        self._question = ""
        self._marks: Mapping[str, Severity] = {}
        self._stale: set[str] = set()
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._lay_out_stale)
        self.title = Title("button")
        self.turn = Button(Role.PLAIN, icon_after="forward", small=True)
        self.leaf = Leaf(self)
        self.note = Message(self)
        self._lay_out()
        self._connect()
        self.retranslate()

    @property
    def paper(self) -> LaidPaper | None:
        """What is laid out; None until the form has been read."""
        return self._paper

    @property
    def languages(self) -> tuple[str, str]:
        """Paper is Simplified Chinese and the other language of the person, English where that is Chinese too."""
        told = (self._desk.language, self._desk.second)
        return "zh-Hans", next((tag for tag in told if tag and not tag.startswith("zh")), "en")

    def follow(self, question: str) -> None:
        """Highlight the box of `question` and turn to its page."""
        self._question = question
        self.leaf.show_question(question)
        place = self._paper.place_of(question) if self._paper is not None else None
        if place is not None and place[0] != self._page:
            self._turn_to(place[0])

    def holds(self, question: str) -> bool:
        """Whether the paper has a box for the question."""
        return self._paper is not None and self._paper.place_of(question) is not None

    def show_marks(self, marks: Mapping[str, Severity]) -> None:
        """Mark the boxes of these questions."""
        self._marks = marks
        self.leaf.show_marks(marks)

    def answers_changed(self, questions: Collection[str]) -> None:
        """These answers changed: their boxes are laid out anew soon."""
        self._stale.update(questions)
        # A page that takes long to lay out, as after a very long paste, waits until nobody types.
        waits = self._soon.interval() > _SOON_MS
        if self.isVisible() and (waits or not self._soon.isActive()):
            self._soon.start()

    def lay_out_now(self) -> None:
        """Lay out what has changed without waiting."""
        self._soon.stop()
        self._lay_out_stale()

    def retranslate(self) -> None:
        """Say everything, and lay the paper out in the pair of languages now wanted."""
        language, second = self._desk.language, self._desk.second
        title, other = say(PREVIEW, language), say(PREVIEW, second) if second else ""
        self.title.show_title(title, language, other if other != title else "", second)
        if self._loaded != self.languages:
            self._load()
        self._say_page()
        self._say_note()

    def restyle(self) -> None:
        """Take the paper's colours and the bar's margins anew."""
        side = theme.current().pick(16, 56)
        self._head.setContentsMargins(side, 5, side, 6)
        self.leaf.restyle()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what was typed while nobody looked."""
        super().showEvent(event)
        if self._stale:
            self._soon.start()

    def _lay_out(self) -> None:
        head = Panel("surface", self, lines="bottom left")
        head.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(head)
        row.setSpacing(12)
        self._head = row
        row.addWidget(self.title, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.turn, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        inside = QVBoxLayout()
        inside.setContentsMargins(13, 3, 13, 12)
        inside.setSpacing(8)
        inside.addWidget(self.leaf, 1)
        inside.addWidget(self.note)
        column.addLayout(inside, 1)
        self.note.hide()
        self.restyle()

    def _connect(self) -> None:
        self.turn.clicked.connect(self._turn_on)
        self.leaf.chosen.connect(self.jumped)
        self.leaf.returned.connect(self.left)
        self.leaf.pointed.connect(self._say_box)
        self.leaf.know(frozenset(question.id for question in self._interview.edition.questions))

    # ---- the paper

    @property
    def sheet(self) -> Sheet | None:
        """The form that is shown; None until it has been read, and where there is none."""
        return self._sheet

    def _load(self) -> None:
        """Read the sheet and set what is printed on it elsewhere; the answers follow here."""
        interview, languages = self._interview, self.languages
        self._loaded = languages

        def read() -> Sheet | None:
            from talentdesk.paper.typesetting import still_pages

            sheet = first_sheet(interview, languages)
            if sheet is not None:
                still_pages(sheet, languages)
            return sheet

        self._desk.elsewhere.run(read, self._begin, self._missed, self)

    def _begin(self, sheet: Sheet | None) -> None:
        self._sheet = sheet
        if sheet is not None:
            from talentdesk.paper.typesetting import lay_out

            self._stale.clear()
            self._take(lay_out(sheet, self._interview, self.languages))

    def _missed(self, error: BaseException) -> None:
        from talentdesk.core.tomlfile import FormError
        from talentdesk.paper.faces import FontMissing

        if not isinstance(error, FormError | FontMissing):
            raise error
        self._loaded = None  # perhaps it is there when it is next asked for
        language, second = self._desk.language, self._desk.second
        other = say(_LOST, second) if second else ""
        self.note.show_message(NOTICE, say(_LOST, language), language, other, second)
        self.note.show()

    def _lay_out_stale(self) -> None:
        if self._paper is None or self._sheet is None:
            return
        from talentdesk.paper.typesetting import lay_out_again

        stale, self._stale = self._stale, set()
        if stale:
            began = perf_counter()
            self._take(lay_out_again(self._paper, self._sheet, self._interview, stale))
            took = round((perf_counter() - began) * 1000)
            self._soon.setInterval(_SOON_MS if took < _LONG_MS else _PAUSE_MS)

    def _take(self, paper: LaidPaper) -> None:
        before, self._paper = self._paper, paper
        self._page = min(self._page, len(paper.pages) - 1)
        self.leaf.show_page(paper.pages[self._page])
        if before is None or len(before.pages) != len(paper.pages):
            self._say_page()
            self.leaf.show_marks(self._marks)
            self.follow(self._question)
        if before is None or (before.continued, before.missing) != (paper.continued, paper.missing):
            self._say_note()
        self.laid.emit()

    # ---- pages

    def _turn_on(self) -> None:
        if self._paper is not None:
            self._turn_to((self._page + 1) % len(self._paper.pages))

    def _turn_to(self, page: int) -> None:
        if self._paper is not None:
            self._page = page
            self.leaf.show_page(self._paper.pages[page])
            self.leaf.update()
            self._say_page()

    def _say_page(self) -> None:
        language = self._desk.language
        pages = len(self._paper.pages) if self._paper is not None else 1
        self.turn.setVisible(pages > 1)
        said = say("Side {page} of {pages}", language, page=self._page + 1, pages=pages)
        self.turn.show_words(said, language)
        self.leaf.setAccessibleName(f"{say(PREVIEW, language)}, {said}")

    def _say_box(self, question: str) -> None:
        asked = self._interview.question(question.partition("[")[0])
        language = self._desk.language
        from talentdesk.service.wording import shown

        answer = "" if asked.columns else shown(self._interview, asked.id, language)
        self.leaf.announce(", ".join(part for part in (word(asked.label, language), answer) if part))

    def _say_note(self) -> None:
        """What does not stand in its box: what goes on overleaf, and what has to be written by hand."""
        paper = self._paper
        if paper is None or not (paper.continued or paper.missing):
            self.note.hide()
            return
        language, second = self._desk.language, self._desk.second
        told, other = _told(paper, language), _told(paper, second) if second else ""
        self.note.show_message(INFORMATION, told, language, other if other != told else "", second)
        self.note.show()


def _told(paper: LaidPaper, language: str) -> str:
    from talentdesk.service.sentences import join

    continued = plural(
        "{count} answer is too long for its box and goes on on a continuation sheet.",
        "{count} answers are too long for their boxes and go on on a continuation sheet.",
        len(paper.continued),
        language,
    )
    characters = ", ".join(dict.fromkeys(lost.code_point for lost in paper.missing))
    by_hand = say("To be written by hand, since no font has them: {characters}", language, characters=characters)
    return join((continued if paper.continued else "", by_hand if paper.missing else ""))


def wanted_width(width: int) -> int:
    """Pixels the preview takes of a window so wide."""
    least = theme.theme(theme.current().look, theme.Size.COUNTER).measure("preview")
    return max(least, min(640, width * 34 // 100))
