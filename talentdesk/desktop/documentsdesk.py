"""The documents desk: which papers have been seen at the counter, copied and given back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from talentdesk.core.documents import DocumentView
from talentdesk.core.form import DocumentNeed, Grade, Need
from talentdesk.core.missing import route_of
from talentdesk.desktop import theme
from talentdesk.desktop.bilingual import both_say, both_words
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.cards import HeadedCard
from talentdesk.desktop.chips import GRADES, Chip, Mark, Tone
from talentdesk.desktop.controls import Rule, clear
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.flow import FlowLayout
from talentdesk.desktop.papernote import PaperNoteFields, asks_day, may_note
from talentdesk.desktop.photocheck import PhotoCheck
from talentdesk.desktop.session import Session
from talentdesk.desktop.tickbox import TickBox
from talentdesk.desktop.words import Paragraph, Span, Words
from talentdesk.i18n import N_, format_short_date, plural, say, territory, word
from talentdesk.paper.counting import doubted
from talentdesk.service.findings import labels
from talentdesk.service.sentences import join

ORIGINAL, COPY, RETURNED = "original", "copy", "returned"
_COLUMNS = ((ORIGINAL, N_("original seen")), (COPY, N_("copy")), (RETURNED, N_("returned")))
_WEAK = frozenset({Grade.C, Grade.M})

_NOTE, _ORIGIN = N_("Issued when, where…"), N_("Issued where…")

MISSING = Mark("ring", Tone.ERROR, N_("Missing"))
TOO_OLD = Mark("triangle", Tone.ATTENTION, N_("Too old"))
PERHAPS = Mark("question_disc", Tone.ACCENT, N_("Perhaps needed"))


def wants(document: DocumentNeed, tick: str) -> bool:
    """Whether the paper has an original to see, copies to take, or something to give back."""
    match tick:
        case "original":
            return document.originals > 0
        case "copy":
            return document.copies > 0
        case _:
            return document.returned and document.originals > 0


class DocumentRow(QWidget):
    """One paper to bring, with its ticks. `ticked` carries which, and whether."""

    ticked = Signal(str, bool)
    noted = Signal()
    """A day or country of issue was typed."""

    def __init__(self, desk: Desk, view: DocumentView, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.view = view
        self._session = session
        self._words = Words(self)
        self._details = Words(self)
        self._chips = FlowLayout(gap=4)
        self.boxes: dict[str, TickBox] = {}
        self._dashes: list[Words] = []
        self._row = QHBoxLayout(self)
        self._row.setSpacing(0)
        self._left = QVBoxLayout()
        self._left.addWidget(self._words)
        self._left.addLayout(self._chips)
        self._left.addWidget(self._details)
        self._route, self._findings = Words(self), Words(self)
        self._told_findings: Callable[[str], tuple[Paragraph, ...]] | None = None
        self._photos = PhotoCheck(desk, session, self)
        self.note_button = Button(Role.LINK, self, icon="calendar", small=True)
        self.photo_button = Button(Role.LINK, self, icon="search", small=True)
        self.fields = PaperNoteFields(desk, view, session, self)
        self.fields.hide()
        for part in (self._route, self.note_button, self.fields, self.photo_button, self._findings):
            self._left.addWidget(part)
        self._left.setAlignment(self.note_button, Qt.AlignmentFlag.AlignLeft)
        self._left.setAlignment(self.photo_button, Qt.AlignmentFlag.AlignLeft)
        self.note_button.setVisible(may_note(view))
        self.photo_button.setVisible(self.is_photo)
        self.note_button.clicked.connect(self.open_fields)
        self.photo_button.clicked.connect(lambda: self._photos.ask(self))
        self.fields.changed.connect(self._noted)
        self.fields.left.connect(self.close_fields)
        self._row.addLayout(self._left, 1)
        for tick, _name in _COLUMNS:
            if wants(view.document, tick):
                self._row.addWidget(self._box(tick))
            else:
                self._row.addWidget(self._dash(), 0, Qt.AlignmentFlag.AlignVCenter)
        self.restyle()
        self.retranslate()

    def _box(self, tick: str) -> TickBox:
        box = TickBox(self)
        box.setChecked(f"{self.view.document.id}:{tick}" in self._session.draft.seen)
        box.toggled.connect(lambda yes: self.ticked.emit(f"{self.view.document.id}:{tick}", yes))
        self.boxes[tick] = box
        return box

    def _dash(self) -> Words:
        dash = Words(self, wrap=True, centred=True)
        dash.show_words((Span("—", "body", "en", "muted"),))
        self._dashes.append(dash)
        return dash

    @property
    def is_photo(self) -> bool:
        """Whether a photo's file can be checked here."""
        return self.view.document.id.startswith("photo") and self._photos.offered

    @property
    def counts(self) -> bool:
        """Whether its original has to be seen."""
        return ORIGINAL in self.boxes and not self.view.unknown

    @property
    def is_asked_for(self) -> bool:
        """Whether it is known to be needed."""
        return not self.view.unknown and self.view.need is Need.REQUIRED

    @property
    def seen(self) -> bool:
        """Whether its original has been seen."""
        return ORIGINAL in self.boxes and self.boxes[ORIGINAL].isChecked()

    def show_marks(self, *, begun: bool) -> None:
        """The chips; what is not there counts as missing only once the desk has `begun` to look."""
        language = self._desk.language
        clear(self._chips)
        for mark, text, square in self._marks(language, begun=begun):
            chip = Chip(self, square=square)
            chip.show_chip(mark.tone, mark.icon, text, language)
            self._chips.addWidget(chip)
            chip.show()

    def _marks(self, language: str, *, begun: bool) -> list[tuple[Mark, str, bool]]:
        marks = []
        if self.view.unknown:
            marks.append((PERHAPS, say(PERHAPS.word, language), False))
        elif begun and self.counts and not self.seen and self.view.need is Need.REQUIRED:
            marks.append((MISSING, say(MISSING.word, language), False))
        if self.view.stale:
            marks.append((TOO_OLD, say(TOO_OLD.word, language), False))
        citation = self._session.interview.edition.citations.get(self.view.document.cite)
        if citation is not None and citation.grade in _WEAK:
            tone, name = GRADES[citation.grade]
            marks.append((Mark("", tone, name), say(name, language), True))
        return marks

    def open_fields(self) -> None:
        """Puts the caret where the day or the country of issue is typed."""
        if may_note(self.view):
            self.fields.show()
            self.fields.take_focus()

    def close_fields(self) -> None:
        """Back to the line; what was typed stays."""
        self.fields.hide()
        self.note_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _noted(self) -> None:
        """What was typed changes how long the paper serves, and which way it is authenticated."""
        views = self._session.interview.documents()
        self.view = next((view for view in views if view.document.id == self.view.document.id), self.view)
        self.retranslate()
        self.noted.emit()

    def show_findings(self, findings: Callable[[str], tuple[Paragraph, ...]]) -> None:
        """What came of the check of a photo."""
        self._told_findings = findings
        self.retranslate()

    def _routed(self, language: str) -> str:
        """How the paper is authenticated: by its origin where that is noted, else as the form file says."""
        document = self.view.document
        country, route = route_of(self._session.interview, self.view)
        if route is None:
            return say("depends on where it was issued", language) if document.authentication else ""
        place, how = territory(country, language), word(route.how, language)
        return join((say("{place}: {how}", language, place=place, how=how), doubted(route.citation, language)))

    def _told_ticks(self, language: str) -> str:
        """Who ticked what, and when."""
        told = []
        for tick, name in _COLUMNS:
            seen = self._session.draft.sightings.get(f"{self.view.document.id}:{tick}")
            if seen is not None:
                at, who = format_short_date(seen.at.date(), language), seen.who
                told.append(f"{say(name, language)} {at} {seen.at:%H:%M} {who}".rstrip())
        return " · ".join(told)

    def retranslate(self) -> None:
        """Puts the words anew."""
        title = both_words(self._desk, self.view.document.title)
        first: Paragraph = (Span(title.text, "button_small", title.language),)
        second: Paragraph = (Span(title.second, "message_second", title.second_language, "muted"),)
        self._words.show_words(first, second)
        details = self._told(title.language)
        self._details.show_words((Span(details, "message_second", title.language, "muted"),))
        self._details.setVisible(bool(details))
        route = self._routed(title.language)
        self._route.show_words(
            (
                Span(f"{say('Authentication', title.language)}  ", "message", title.language),
                Span(route, "message_second", title.language, "muted"),
            )
        )
        self._route.setVisible(bool(route))
        general = self.view.document.authentication
        self._route.setToolTip(word(general, title.language) if general else "")
        self.note_button.show_words(say(_NOTE if asks_day(self.view) else _ORIGIN, title.language), title.language)
        self.note_button.setAccessibleName(f"{title.text}: {say(_NOTE, title.language)}")
        self.photo_button.show_words(say("Check a photo", title.language), title.language)
        if self._told_findings is not None:
            self._findings.show_words(*self._told_findings(title.language))
        self._findings.setVisible(self._told_findings is not None)
        self.fields.retranslate()
        ticks = self._told_ticks(title.language)
        for tick, name in _COLUMNS:
            if tick in self.boxes:
                self.boxes[tick].setToolTip(ticks)
                self.boxes[tick].setAccessibleDescription(ticks)
                self.boxes[tick].setAccessibleName(f"{title.text}: {say(name, title.language)}")

    def _told(self, language: str) -> str:
        view = self.view
        told = []
        document = view.document
        if document.originals > 1 or document.copies > 0:
            counts = say(
                "Original {originals}, copies {copies}",
                language,
                originals=document.originals,
                copies=document.copies,
            )
            told.append(f"{counts}{'.' if language in ('en', 'pt') else '。'}")
        if document.translation:
            told.append(say("With a Chinese translation.", language))
        if view.unknown:
            questions = labels(view.unknown, self._session.interview, language)
            told.append(
                say("Whether it is needed depends on your answer to: {questions}", language, questions=questions)
            )
        elif view.need is not Need.REQUIRED:
            told.append(say("Helpful, not required", language))
        if view.stale:
            told.append(say("Too old since {day}: bring a new one.", language, day=view.fresh_until))
        elif view.fresh_until:
            told.append(say("Valid for filing until {day}.", language, day=view.fresh_until))
        elif view.document.fresh_months:
            told.append(_issued_within(view.document.fresh_months, language))
        return join(tuple(told))

    def restyle(self) -> None:
        """Takes sizes from the theme."""
        worn = theme.current()
        self._row.setContentsMargins(worn.pick(16, 32), 0, worn.pick(7, 16), 0)
        self._left.setContentsMargins(0, worn.pick(4, 20), worn.pick(8, 16), worn.pick(4, 20))
        self._left.setSpacing(worn.pick(2, 8))
        for dash in self._dashes:
            dash.setFixedWidth(worn.pick(62, 112))
        self.fields.restyle()
        for box in self.boxes.values():
            box.updateGeometry()


class DocumentsDesk(HeadedCard):
    """All papers to bring. Space ticks, the arrows go from box to box; Tab goes past."""

    def __init__(self, desk: Desk, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._session = session
        self._views: tuple[DocumentView, ...] | None = None
        self.rows: list[DocumentRow] = []
        self.count = Chip(self)
        self.head.addWidget(self.count)
        self._heads = [Words(self, wrap=True, centred=True) for _ in _COLUMNS]
        self._columns = QHBoxLayout()
        self._columns.setSpacing(0)
        self._name = Words(self)
        self._columns.addWidget(self._name, 1, Qt.AlignmentFlag.AlignBottom)
        for head in self._heads:
            self._columns.addWidget(head, 0, Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(self._columns)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.body.addLayout(self._list)
        self._empty = Words(self)
        self._list_foot = QVBoxLayout()
        self._list_foot.addWidget(self._empty)
        self.body.addLayout(self._list_foot)
        self.restyle_rows()

    def show_documents(self) -> None:
        """Shows the papers to bring as they stand now."""
        views = self._session.interview.documents()
        if views != self._views:
            self._views = views
            self._build(views)
        self._mark()

    def _build(self, views: tuple[DocumentView, ...]) -> None:
        clear(self._list)
        self.rows = []
        for view in views:
            self._list.addWidget(Rule(self))
            row = DocumentRow(self._desk, view, self._session, self)
            row.ticked.connect(self._tick)
            row.noted.connect(self._take_views)
            self._list.addWidget(row)
            self.rows.append(row)
        self._empty.setVisible(not views)
        self._let_tab_in(self._grid_boxes()[0][0] if self._grid_boxes() else None)

    def _tick(self, tick: str, yes: bool) -> None:
        self._session.see(tick, yes)
        for row in self.rows:
            if row.view.document.id == tick.rpartition(":")[0]:
                row.retranslate()
        self._mark()

    def _take_views(self) -> None:
        """The rows know already; making them anew would take the caret away."""
        self._views = self._session.interview.documents()
        self._mark()

    def _mark(self) -> None:
        counted = [row for row in self.rows if row.counts]
        seen = sum(row.seen for row in counted)
        text = say("{seen} / {all} seen", self._desk.language, seen=seen, all=len(counted))
        tone = Tone.OK if counted and seen == len(counted) else Tone.QUIET
        self.count.show_chip(tone, "document", text, self._desk.language)
        self.count.setVisible(bool(counted))
        for row in self.rows:
            row.show_marks(begun=seen > 0)

    # ---- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows go to the next box in their direction, past what has none."""
        step = {
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
        }.get(Qt.Key(event.key()))
        row = next((row for row in self.rows if any(box.hasFocus() for box in row.boxes.values())), None)
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if row is not None and enter and may_note(row.view):
            row.open_fields()
        elif row is not None and enter and row.is_photo:
            row.photo_button.click()
        elif step is None or not self._move(*step):
            super().keyPressEvent(event)

    def next_gap(self) -> bool:
        """To the next paper whose original is still to be seen or copied; False where there is none."""
        boxes = [box for row in self.rows for tick, box in row.boxes.items() if tick != RETURNED and row.is_asked_for]
        here = next((at for at, box in enumerate(boxes) if box.hasFocus()), -1)
        goal = next((box for box in (*boxes[here + 1 :], *boxes[: here + 1]) if not box.isChecked()), None)
        if goal is not None:
            self._let_tab_in(goal)
            goal.setFocus(Qt.FocusReason.TabFocusReason)
        return goal is not None

    def _move(self, down: int, right: int) -> bool:
        at = next(((row, tick) for row in self.rows for tick, box in row.boxes.items() if box.hasFocus()), None)
        if at is None:
            return False
        row, tick = at
        goal = _beside(row, tick, right) if right else self._below(row, tick, down)
        if goal is not None:
            self._let_tab_in(goal)
            goal.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _below(self, row: DocumentRow, tick: str, step: int) -> TickBox | None:
        index = self.rows.index(row) + step
        while 0 <= index < len(self.rows):
            if tick in self.rows[index].boxes:
                return self.rows[index].boxes[tick]
            index += step
        return None

    def _grid_boxes(self) -> list[list[TickBox]]:
        return [list(row.boxes.values()) for row in self.rows if row.boxes]

    def _let_tab_in(self, goal: TickBox | None) -> None:
        """Tab stops at one box only, as in a table."""
        for boxes in self._grid_boxes():
            for box in boxes:
                box.setFocusPolicy(Qt.FocusPolicy.StrongFocus if box is goal else Qt.FocusPolicy.ClickFocus)

    # ---- words and sizes

    def retranslate(self) -> None:
        """Puts the words anew."""
        self.show_title(*both_say(self._desk, N_("Documents desk")))
        name = both_say(self._desk, N_("Document"))
        self._name.show_words(
            (
                Span(name.text, "column", name.language, "muted"),
                Span(f" {name.second}", "column", name.second_language, "muted"),
            )
        )
        for head, (_tick, column) in zip(self._heads, _COLUMNS, strict=True):
            said = both_say(self._desk, column)
            first: Paragraph = (Span(said.text, "column", said.language, "muted"),)
            second: Paragraph = (Span(said.second, "column", said.second_language, "muted"),)
            head.show_words(first, second)
        none = say("No papers are asked for.", self._desk.language)
        self._empty.show_words((Span(none, "small", self._desk.language, "muted"),))
        for row in self.rows:
            row.retranslate()
        self._mark()

    def restyle_rows(self) -> None:
        """Takes sizes from the theme."""
        worn = theme.current()
        self._columns.setContentsMargins(worn.pick(16, 32), worn.pick(8, 16), worn.pick(7, 16), worn.pick(8, 16))
        for head in self._heads:
            head.setFixedWidth(worn.pick(62, 112))
        self._list_foot.setContentsMargins(worn.pick(16, 32), 0, worn.pick(16, 32), worn.pick(8, 16))
        for row in self.rows:
            row.restyle()


def _beside(row: DocumentRow, tick: str, step: int) -> TickBox | None:
    ticks = list(row.boxes)
    index = ticks.index(tick) + step
    return row.boxes[ticks[index]] if 0 <= index < len(ticks) else None


def _issued_within(months: int, language: str) -> str:
    return plural(
        "Issued no more than {count} month before filing.",
        "Issued no more than {count} months before filing.",
        months,
        language,
    )
