"""What a person takes along: the papers in their order, where to sign, what to bring, by when, and the pick-up slip."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from talentdesk.core.documents import DocumentView
from talentdesk.core.form import Need
from talentdesk.core.interview import Interview
from talentdesk.core.missing import last_days
from talentdesk.desktop import icons, shapes, theme
from talentdesk.desktop.bilingual import Both, both, both_say, both_words
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.cards import HeadedCard
from talentdesk.desktop.chips import GOOD, NOTICE, Chip, Tone
from talentdesk.desktop.controls import Card, Message, Rule, clear
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.kiosk.outgoing import SLIP, Outcome, OutPaper
from talentdesk.desktop.kiosk.sheet import SIDE, Sheet, caption, heading
from talentdesk.desktop.words import Paragraph, Span, Words, pair
from talentdesk.i18n import N_, format_date, format_moment, plural, say, weekday, word
from talentdesk.paper.codes import symbol
from talentdesk.paper.counting import days_left
from talentdesk.service import handoff
from talentdesk.service.drives import Drive
from talentdesk.service.papers import paper_title

_DONE = N_("Done. Your papers are being printed.")
_NOT_DONE = N_("Your form is ready, but not printed yet.")
_SIGN = N_("Sign on page {page}: {place}")
_NO_SIGN = N_("No signature needed")
_PHOTO = N_("Your photo goes on page {page}")
_SLIP, _SHOW = N_("Pick-up slip"), N_("Show this at the counter: nothing has to be typed again.")
_BRING, _WHEN = N_("What to bring"), N_("By when")
_AGAIN, _END = N_("Print again"), N_("End and erase everything")
_SAVED = N_("The papers are on {drive}. They hold personal data: keep the drive safe.")
_DAYS = 3
"""How many last days are told."""
_HELD = 660
"""Pixels of what stands still beside the papers on a wide screen."""
_PICTURES = {"passport": "passport", "permit": "passport", "card": "passport", "photo": "camera", "contract": "stamp"}


class Number(QWidget):
    """The place of a paper in the pile."""

    def __init__(self, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._number = number
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A disc."""
        side = max(56, theme.current().style("button").line + 18)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The number on the disc."""
        worn, painter = theme.current(), QPainter(self)
        shapes.box(painter, self.rect(), self.height() / 2, worn.colour("accent"), None)
        painter.setPen(worn.colour("on_accent"))
        painter.setFont(worn.font("button", "en"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(self._number))
        painter.end()


class Square(QWidget):
    """A QR code on white, as large as its modules are whole pixels."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._modules: tuple[bytes, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str, name: str) -> None:
        """The code of this text."""
        self._modules = symbol(text)
        self.setAccessibleName(name)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """With its quiet zone."""
        count = len(self._modules) + 8
        module = max(2, 240 // max(1, count))
        return QSize(count * module, count * module)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dark on white in every look: a scanner reads it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        count = len(self._modules)
        if count:
            module = self.width() // (count + 8)
            for y, row in enumerate(self._modules):
                for x, dark in enumerate(row):
                    if dark:
                        painter.fillRect((x + 4) * module, (y + 4) * module, module, module, Qt.GlobalColor.black)
        painter.end()


class _Slip(Card):
    """A dashed card, as it is torn off."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """The dashed edge."""
        painter, worn = QPainter(self), theme.current()
        shapes.box(painter, self.rect(), worn.card_radius, worn.colour("surface"), None)
        shapes.dashed_box(painter, self.rect(), worn.card_radius, worn.colour("field_line"))
        painter.end()


class _Line(QWidget):
    """An icon and words."""

    def __init__(self, icon: str, paragraphs: tuple[Paragraph, ...], parent: QWidget, colour: str = "accent") -> None:
        super().__init__(parent)
        self._icon, self._colour = icon, colour
        words = Words(self)
        words.show_words(*paragraphs)
        row = QHBoxLayout(self)
        row.setContentsMargins(52, 0, 0, 0)
        row.addWidget(words, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The icon at the first line."""
        painter, worn = QPainter(self), theme.current()
        icons.paint(painter, self._icon, QRect(0, 4, 32, 32), worn.colour(self._colour))
        painter.end()


class Finish(Sheet):
    """The last page: its main act ends the visit."""

    ended = Signal()
    again_wanted = Signal()
    drive_wanted = Signal(object)
    """The `Drive` the papers are to be put on."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self.again = Button(Role.PLAIN, icon="printer")
        super().__init__(desk, parent)
        self.back.hide()
        self._interview: Interview | None = None
        self._outcome = Outcome()
        self._drives: tuple[Drive, ...] = ()
        self._saved = ""
        self.drive_buttons: list[Button] = []
        self.main.show_icon("trash")
        self.main.clicked.connect(self.ended)
        self.again.clicked.connect(self.again_wanted)
        self._title = Words(self)
        self._note = Message(self)
        self._column = QVBoxLayout()
        self._column.setSpacing(24)
        self._hold_fast()
        self.body.addWidget(self._title)
        self.body.addWidget(self._note)
        self.body.addLayout(self._column)
        self.body.addStretch(1)
        self.retranslate()

    def _hold_fast(self) -> None:
        """What does not scroll: the code is what a person has to see, whatever is told above it."""
        self._held = QWidget(self)
        self._held_column = QVBoxLayout(self._held)
        self._held_column.setSpacing(24)
        self._split = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._split.setSpacing(0)
        self._middle.removeWidget(self.area)
        self._split.addWidget(self.area, 1)
        self._split.addWidget(self._held)
        self._middle.insertLayout(0, self._split, 1)
        self._held.hide()

    def middle_acts(self) -> tuple[Button, ...]:
        """Printing once more."""
        return (self.again,)

    def show_for(self, interview: Interview, outcome: Outcome, drives: tuple[Drive, ...] = ()) -> None:
        """What was printed for these answers."""
        self._interview, self._outcome, self._drives, self._saved = interview, outcome, drives, ""
        self.again.setEnabled(True)
        self.retranslate()

    def forget(self) -> None:
        """Nobody's papers."""
        self._interview, self._outcome, self._drives, self._saved = None, Outcome(), (), ""
        self.retranslate()

    def show_refused(self, told: Callable[[str], str]) -> None:
        """What failed, and what to do."""
        self._outcome = replace(self._outcome, refused=told)
        self.retranslate()

    def show_saved(self, drive: str) -> None:
        """The papers are on that drive."""
        self._saved, self._outcome = drive, replace(self._outcome, refused=None)
        self.retranslate()

    def title(self, language: str) -> str:
        """Whether it is done."""
        return say(_DONE if self._outcome.printed else _NOT_DONE, language)

    def aloud(self, language: str) -> str:
        """Everything to remember."""
        told = [self.title(language)]
        if self._outcome.refused is not None:
            told.append(self._outcome.refused(language))
        for number, paper in enumerate(self._outcome.papers, 1):
            told.append(f"{number}. {self._paper(paper, language)}. {'; '.join(self._by_hand(paper, language))}")
        if self._interview is not None:
            told.append(say(_BRING, language))
            told += [_brought(view, language) for view in self._interview.documents()]
            ahead = last_days(self._interview)[:_DAYS]
            told += [say(_WHEN, language)] if ahead else []
            told += [f"{word(v.deadline.title, language)}: {format_date(v.due, language)}" for v in ahead]
        if self._outcome.code:
            told.append(f"{say(_SLIP, language)}: {' '.join(self._outcome.code)}")
        return "\n".join(told)

    def retranslate(self) -> None:
        """Says everything anew."""
        heading(self._title, both(self.desk, self.title))
        caption(self.main, both_say(self.desk, _END))
        caption(self.again, both_say(self.desk, _AGAIN))
        self._say_note()
        clear_all(self._column)
        clear_all(self._held_column)
        self.drive_buttons = []
        told = self._interview is not None and bool(self._outcome.papers)
        self._held.setVisible(told and not self._scrolls_whole)
        if not told:
            return
        slip = self._pickup() if self._outcome.slip is not None else None
        when = self._by_when()
        if slip is not None and self._scrolls_whole:
            self._column.addWidget(slip)
            slip = None
        held = [part for part in (slip, when if self.is_wide else None) if part is not None]
        if when in held and not self._have_room(held):
            held.remove(when)
        self._column.addWidget(self._papers())
        self._column.addLayout(self._beside(self._to_bring(), when if when not in held else None))
        self._hold(held)
        for drive in self._drives:
            self._column.addWidget(self._drive_button(drive), 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def _scrolls_whole(self) -> bool:
        """Whether the letters are so large that nothing can stand still beside them: then the code comes first."""
        return self.is_wide and theme.current().zoom > 150

    def _hold(self, parts: Sequence[QWidget]) -> None:
        wide = self.is_wide
        self._split.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self._held_column.setContentsMargins(0 if wide else SIDE, 24 if wide else 8, SIDE, 0)
        for part in parts:
            self._held_column.addWidget(part)
        if wide:
            self._held_column.addStretch(1)
        self._held.setFixedWidth(self._held_width)
        self._held.setVisible(bool(parts))

    @property
    def _held_width(self) -> int:
        return max(_HELD, self.width() * 2 // 5) if self.is_wide else self.width()

    def _have_room(self, parts: Sequence[QWidget]) -> bool:
        """Whether all of them can be read without scrolling."""
        width, layouts = self._held_width - SIDE, [part.layout() for part in parts]
        high = sum(layout.totalHeightForWidth(width) + 24 for layout in layouts if layout is not None)
        return high + self.acts.sizeHint().height() + 48 <= self.height()

    def restyle(self) -> None:
        """Sizes have changed: the cards are made anew."""
        self.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cards stand beside each other where there is room."""
        super().resizeEvent(event)
        self.retranslate()

    def _say_note(self) -> None:
        refused = self._outcome.refused
        self._note.setVisible(refused is not None or bool(self._saved))
        if refused is not None:
            said = both(self.desk, refused)
            self._note.show_message(NOTICE, said.text, said.language, said.second, said.second_language)
        elif self._saved:
            said = both_say(self.desk, _SAVED, drive=self._saved)
            self._note.show_message(GOOD, said.text, said.language, said.second, said.second_language)

    # ---- the papers

    def _papers(self) -> QWidget:
        card = HeadedCard(self)
        papers = self._outcome.papers
        count = len(papers) + (self._outcome.slip is not None)
        pages = sum(paper.pages for paper in papers) + (len(self._outcome.slip.pages) if self._outcome.slip else 0)
        card.show_title(*both(self.desk, lambda tag: _in_order(count, tag)))
        card.head.addWidget(self._chip(Tone.OK, "printer", pages))
        for number, paper in enumerate(papers, 1):
            if number > 1:
                card.body.addWidget(Rule(card))
            card.body.addWidget(self._paper_line(number, paper, card))
        if self._outcome.slip is not None:
            card.body.addWidget(Rule(card))
            slip = OutPaper(SLIP, len(self._outcome.slip.pages))
            card.body.addWidget(self._paper_line(len(papers) + 1, slip, card))
        return card

    def _chip(self, tone: Tone, icon: str, pages: int) -> Chip:
        chip = Chip(self)
        said = both(self.desk, lambda tag: plural("{count} page", "{count} pages", pages, tag))
        chip.show_chip(tone, icon, said.text, said.language, said.second, said.second_language)
        return chip

    def _paper_line(self, number: int, paper: OutPaper, parent: QWidget) -> QWidget:
        holder = QWidget(parent)
        row = QHBoxLayout(holder)
        row.setContentsMargins(32, 20, 32, 20)
        row.setSpacing(24)
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(Number(number, holder), 0, top)
        words = QVBoxLayout()
        words.setSpacing(4)
        name = Words(holder)
        said = both(self.desk, lambda tag: self._paper(paper, tag))
        name.show_words(*pair(said.text, said.language, said.second, said.second_language, "button"))
        words.addWidget(name)
        marks = [*[("pencil", "attention")] * len(paper.signed), *[("camera", "attention")] * len(paper.photos)]
        language = self.desk.language
        for first, second, (icon, colour) in zip(
            self._by_hand(paper, language),
            self._by_hand(paper, self.desk.second or language),
            marks or [("check", "muted")],
            strict=True,
        ):
            other = second if second != first else ""
            line: Paragraph = (
                Span(first, "button_small", self.desk.language),
                Span(f"  {other}" if other else "", "small", self.desk.second or "en", "muted"),
            )
            words.addWidget(_Line(icon, (line,), holder, colour))
        row.addLayout(words, 1)
        row.addWidget(self._chip(Tone.QUIET, "document", paper.pages), 0, top)
        return holder

    def _paper(self, paper: OutPaper, language: str) -> str:
        if paper.paper == SLIP:
            return say(_SLIP, language)
        assert self._interview is not None
        return paper_title(paper.paper, self._interview, language)

    def _by_hand(self, paper: OutPaper, language: str) -> list[str]:
        """What a person still does on the paper: signs, has a photo put on."""
        if self._interview is None or not (paper.signed or paper.photos):
            return [say(_NO_SIGN, language)]
        signed = [
            say(_SIGN, language, page=each.page, place=word(self._interview.question(each.question).label, language))
            for each in paper.signed
        ]
        return [*signed, *(say(_PHOTO, language, page=page) for page in paper.photos)]

    # ---- what to bring, by when

    def _beside(self, left: QWidget, right: QWidget | None) -> QBoxLayout:
        stacked = theme.current().zoom > 100 and not self.is_wide
        box = QBoxLayout(QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight)
        box.setSpacing(24)
        box.addWidget(left, 3)
        if right is not None:
            box.addWidget(right, 2, Qt.AlignmentFlag.AlignTop)
        return box

    def _to_bring(self) -> QWidget:
        assert self._interview is not None
        card = Card(self)
        card.inside.addWidget(_headed(both_say(self.desk, _BRING), card))
        for view in self._interview.documents():
            said = both(self.desk, lambda tag, view=view: _brought(view, tag))  # type: ignore[misc]
            words = pair(said.text, said.language, said.second, said.second_language, "body")
            second = tuple(tuple(_smaller(span) for span in line) for line in words[1:])
            card.inside.addWidget(_Line(_icon_of(view), (words[0], *second), card))
        card.inside.addStretch(1)
        return card

    def _by_when(self) -> QWidget | None:
        assert self._interview is not None
        ahead = last_days(self._interview)
        if not ahead:
            return None
        card = Card(self, fill="attention_soft", edge="attention_line")
        card.inside.addWidget(_headed(both_say(self.desk, _WHEN), card, "attention"))
        for view in ahead[:_DAYS]:
            what = both_words(self.desk, view.deadline.title)
            day = both(self.desk, lambda tag, due=view.due: f"{format_date(due, tag)}")  # type: ignore[misc]
            left = both(self.desk, lambda tag, days=view.days_left: days_left(days, tag))  # type: ignore[misc]
            words = Words(card)
            words.show_words(
                (Span(what.text, "body", what.language),),
                *(((Span(what.second, "small", what.second_language, "muted"),),) if what.second else ()),
                (Span(day.text, "section_title", day.language),),
                (Span(f"{weekday(view.due, day.language)} · {left.text}", "body", left.language, "attention"),),
                (Span(f"{day.second} · {left.second}" if day.second else "", "small", day.second_language, "muted"),),
            )
            card.inside.addWidget(words)
        card.inside.addStretch(1)
        return card

    # ---- the slip

    def _pickup(self) -> QWidget:
        card, outcome = _Slip(self), self._outcome
        row = QHBoxLayout()
        row.setSpacing(40)
        if outcome.code:
            square = Square(card)
            square.show_text(
                handoff.scannable(outcome.code), say("Code to be scanned at the counter", self.desk.language)
            )
            row.addWidget(square, 0, Qt.AlignmentFlag.AlignVCenter)
        words = Words(card)
        said, told = both_say(self.desk, _SLIP), both_say(self.desk, _SHOW)
        lines: list[Paragraph] = [*pair(said.text, said.language, said.second, said.second_language, "section_title")]
        if outcome.code:
            lines.append((Span(handoff.shown(outcome.code), "page_title", "en"),))
        for each in (told, *((both(self.desk, self._until),) if outcome.until is not None else ())):
            first, *second = pair(each.text, each.language, each.second, each.second_language, "body")
            lines += [first, *(tuple(map(_smaller, line)) for line in second)]
        words.show_words(*lines)
        row.addWidget(words, 1, Qt.AlignmentFlag.AlignVCenter)
        card.inside.addLayout(row)
        return card

    def _until(self, language: str) -> str:
        assert self._outcome.until is not None
        return say("Good until {moment}, once.", language, moment=format_moment(self._outcome.until, language))

    def _drive_button(self, drive: Drive) -> Button:
        button = Button(Role.PLAIN, self, icon="save")
        caption(button, both_say(self.desk, N_("Put the papers on {drive}"), drive=drive.name))
        button.clicked.connect(lambda: self.drive_wanted.emit(drive))
        self.drive_buttons.append(button)
        return button


def clear_all(layout: QVBoxLayout) -> None:
    """Takes widgets and the layouts inside out of it."""
    for place in range(layout.count()):
        item = layout.itemAt(place)
        inner = item.layout() if item is not None else None
        if inner is not None:
            clear(inner)
    clear(layout)


def _headed(said: Both, parent: QWidget, colour: str = "text") -> Words:
    words = Words(parent)
    words.show_words(*pair(said.text, said.language, said.second, said.second_language, "section_title", colour))
    return words


def _smaller(span: Span) -> Span:
    return Span(span.text, "small", span.language, span.colour)


def _in_order(count: int, language: str) -> str:
    return plural("{count} paper", "{count} papers, in this order", count, language)


def _brought(view: DocumentView, language: str) -> str:
    """The paper, how many of it, and whether it is certain that it is needed."""
    document = view.document
    parts = [word(document.title, language), *_counted(document.originals, document.copies, language)]
    if view.unknown:
        parts.append(say("Perhaps needed", language))
    elif view.need is not Need.REQUIRED:
        parts.append(say("Helpful, not required", language))
    return " · ".join(parts)


def _counted(originals: int, copies: int, language: str) -> Iterator[str]:
    if originals and copies:
        yield say("Original {originals}, copies {copies}", language, originals=originals, copies=copies)
    elif copies:
        yield say("Copies {copies}", language, copies=copies)
    else:
        yield say("Original {originals}", language, originals=originals)


def _icon_of(view: DocumentView) -> str:
    return next((icon for part, icon in _PICTURES.items() if part in view.document.id), "document")
