"""The timeline as a card: the axis, the whole words of what has the focus, and the band in which it is edited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from talentdesk.core.timeline import Feed, Gap, Overlap, Place, Span, Stray, Timeline
from talentdesk.desktop import chips, theme
from talentdesk.desktop.axis import Axis
from talentdesk.desktop.axispiece import Item
from talentdesk.desktop.bilingual import Both, both, both_say
from talentdesk.desktop.buttons import Button
from talentdesk.desktop.cards import HeadedCard
from talentdesk.desktop.chips import Chip
from talentdesk.desktop.controls import Rule, clear
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.gapband import GapBand, Way
from talentdesk.desktop.jumplink import JumpLink
from talentdesk.desktop.rowband import RowBand
from talentdesk.desktop.session import Session
from talentdesk.desktop.words import Words, pair
from talentdesk.i18n import N_, plural, say, word
from talentdesk.service.personcases import PersonCase
from talentdesk.service.timeline import (
    gap_marked,
    gap_told,
    has_room,
    overlap_told,
    rows_of,
    rows_with,
    short_told,
    span_told,
    stray_told,
    tables_for,
    timeline_of,
)

_PAUSE = 120
"""Milliseconds without a key after which the axis is drawn anew: nobody waits for it while typing."""
_NOTHING = N_("No case has told of study, work or stays yet: fill in its tables, and they are drawn here.")


@dataclass(slots=True)
class _Past:
    """A table as it stood before a change that was made here, and after it once the change is done."""

    case: str
    table: str
    before: list[dict[str, str]]
    after: list[dict[str, str]] | None = None


class TimelineCard(HeadedCard):
    """How one person spent the time, over the cases that `show_cases` gets.

    `TimelineCard(desk)` shows nothing until `show_cases(cases, sessions, today)`: `cases` are `PersonCase`s of one
    person (`service.personcases`), `sessions` the open ones among them by the case's id, which can be edited in place.
    A span of a case that is not open is not edited here: `wanted` (case, question) asks to go there. Whoever owns the
    sessions calls `show_cases` again when one of them changes; the band that is open stays, with its caret.
    """

    wanted = Signal(str, str)
    """Case and question to go to."""
    counted = Signal()
    """There may be other gaps and overlaps than before."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._cases: Sequence[PersonCase] = ()
        self._sessions: Mapping[str, Session] = {}
        self._today = desk.today
        self.timeline: Timeline | None = None
        self.band: RowBand | GapBand | None = None
        self._opened_from: Item | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self.draw)
        self._past: list[_Past] = []
        self.axis = Axis(desk, self)
        self.detail = Words(self)
        self.links: list[JumpLink] = []
        self.gaps, self.overlaps = Chip(self), Chip(self)
        self.edit_button = Button(parent=self, icon="pencil")
        self.undo_button = Button(parent=self, icon="undo")
        for part in (self.gaps, self.overlaps, self.undo_button, self.edit_button):
            self.head.addWidget(part)
        self._acts = QHBoxLayout()
        self._acts.addStretch(1)
        self.body.addLayout(self._acts)
        self._upper, self._lower, self._strays = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        self._upper.addWidget(self.axis)
        self._upper.addLayout(self._strays)
        self._upper.addWidget(self.detail)
        self.body.addLayout(self._upper)
        self.body.addLayout(self._lower)
        self.body.addStretch(1)
        self._connect()
        self.restyle_rows()

    def _connect(self) -> None:
        self.axis.chosen.connect(self.open)
        self.axis.stood.connect(lambda _item: self._say_detail())
        self.edit_button.clicked.connect(self._edit_here)
        self.undo_button.clicked.connect(self.undo)
        shortcut = QShortcut(QKeySequence("Ctrl+Z"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.undo)

    def show_cases(self, cases: Sequence[PersonCase], sessions: Mapping[str, Session], today: date) -> None:
        """Draws these cases; while a row is typed into, as soon as the typing pauses."""
        self._cases, self._sessions, self._today = cases, sessions, today
        if isinstance(self.band, RowBand) and self.timeline is not None:
            self._pause.start()
        else:
            self.draw()

    def draw(self) -> None:
        """Draws the cases as they stand now."""
        self._pause.stop()
        cases, today = self._cases, self._today
        self.timeline = timeline_of(self._desk.catalogue, cases, today)
        self.axis.show_timeline(self.timeline, self._heard)
        self._show_strays()
        self.retranslate()
        self.counted.emit()

    # ---- editing

    def open(self, item: Item | Stray) -> None:
        """Opens the band for a span, a gap or an overlap."""
        self._opened_from = item if not isinstance(item, Stray) else None
        if isinstance(item, Stray):
            self._open_place(item.place)
        elif isinstance(item, Span):
            open_ = next((place for place in item.places if place.form in self._sessions), None)
            if open_ is None:
                self.wanted.emit(item.places[0].form, item.places[0].feed.table or item.places[0].feed.begin)
            else:
                self._open_place(open_)
        elif isinstance(item, Gap):
            self._show_band(GapBand(self._desk, chips.NOTICE, partial(self._gap_both, item), self._ways(item), self))
        else:
            self._show_band(
                GapBand(self._desk, chips.NOTICE, partial(self._overlap_both, item), self._corrections(item), self)
            )

    def _open_place(self, place: Place) -> None:
        session = self._sessions.get(place.form)
        if session is None:
            self.wanted.emit(place.form, place.feed.table or place.feed.begin)
            return
        self._drop_band()
        if place.feed.table:
            self._remember(place.form, place.feed.table)
        band = RowBand(self._desk, session, place, self)
        band.removed.connect(lambda: self._remove(place))
        self._show_band(band)

    def _show_band(self, band: RowBand | GapBand) -> None:
        self._drop_band()
        self.band = band
        band.closed.connect(self.close_band)
        self._lower.addWidget(Rule(self))
        self._lower.addWidget(band)
        band.show()
        band.place_caret()
        self.restyle_rows()

    def _drop_band(self) -> None:
        if isinstance(self.band, RowBand):
            self.band.session.flush()
            self._seal()
        clear(self._lower)
        self.band = None
        if self._pause.isActive():
            self.draw()
        self._say_undo()

    def close_band(self) -> None:
        """Puts the band away; the focus goes back to where it came from."""
        place = self.band.place if isinstance(self.band, RowBand) else None
        self._drop_band()
        there = self.axis.item_at(place) if place is not None else self._opened_from
        if not (there is not None and self.axis.go_to(there)) and not self.axis.go_to():
            self.edit_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ways(self, gap: Gap) -> list[Way]:
        """Each table of an open case that could tell of the months."""
        assert self.timeline is not None
        return [
            Way("plus", partial(self._add_both, case, feed), partial(self._add, case.id, feed, gap))
            for case in self._cases
            if case.id in self._sessions
            for feed in tables_for(self.timeline.lanes, gap, case.interview)
            if has_room(feed, case.interview)
        ]

    def _corrections(self, overlap: Overlap) -> list[Way]:
        return [Way("pencil", partial(self._correct_both, span), partial(self.open, span)) for span in overlap.spans]

    def _add(self, case: str, feed: Feed, gap: Gap) -> None:
        session = self._sessions[case]
        self._drop_band()
        self._remember(case, feed.table)
        rows, at = rows_with(feed, gap, session.interview)
        session.put_rows(feed.table, rows)
        session.flush()
        band = RowBand(self._desk, session, Place(case, feed, at), self)
        band.removed.connect(lambda: self._remove(band.place))
        self._show_band(band)

    def _remove(self, place: Place) -> None:
        session = self._sessions[place.form]
        rows = rows_of(place.feed.table, session.interview)
        session.put_rows(place.feed.table, rows[: place.row] + rows[place.row + 1 :])
        session.flush()
        self.close_band()

    # ---- taking back

    def undo(self) -> None:
        """Takes the last change made here back: the whole table stands as before."""
        self._drop_band()
        if not self._past:
            return
        past = self._past.pop()
        if self._can_undo(past):
            session = self._sessions[past.case]
            session.put_rows(past.table, past.before)
            session.flush()
        self._say_undo()
        self.axis.go_to()

    def _remember(self, case: str, table: str) -> None:
        self._past.append(_Past(case, table, rows_of(table, self._sessions[case].interview)))

    def _seal(self) -> None:
        """The band is put away: what stands now is what this change made. One that changed nothing is forgotten."""
        if self._past and self._past[-1].after is None:
            last = self._past[-1]
            session = self._sessions.get(last.case)
            last.after = rows_of(last.table, session.interview) if session is not None else last.before
            if last.after == last.before:
                self._past.pop()

    def _can_undo(self, past: _Past) -> bool:
        """Not where the table was changed since on another screen: that would be lost."""
        session = self._sessions.get(past.case)
        if session is None:
            return False
        rows = rows_of(past.table, session.interview)
        return rows != past.before and past.after in (None, rows)

    def _say_undo(self) -> None:
        self.undo_button.setVisible(bool(self._past) and self._can_undo(self._past[-1]))

    # ---- walking

    def next_trouble(self) -> bool:
        """The focus to the next gap or overlap in time; False behind the last one."""
        troubles = self.axis.troubles()
        here = next((index for index, piece in enumerate(troubles) if piece.hasFocus()), -1)
        if here + 1 >= len(troubles):
            return False
        troubles[here + 1].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    @property
    def trouble_count(self) -> int:
        """Gaps and overlaps."""
        return len(self.axis.troubles())

    def focus_place(self) -> QWidget:
        """Where the focus belongs."""
        return self.axis.here or self.edit_button

    def _edit_here(self) -> None:
        if self.axis.here is not None:
            self.open(self.axis.here.item)

    # ---- words and sizes

    def _heard(self, item: Item, language: str) -> tuple[str, str]:
        assert self.timeline is not None
        if isinstance(item, Span):
            return short_told(item, self._cases, language), span_told(item, self.timeline, self._cases, language)
        if isinstance(item, Gap):
            return gap_marked(item, language), gap_told(item, self.timeline, language)
        twice = plural("{count} month twice", "{count} months twice", item.months, language)
        return twice, overlap_told(item, self._cases, language)

    def _gap_both(self, gap: Gap) -> Both:
        return both(self._desk, lambda tag: self._heard(gap, tag)[1])

    def _overlap_both(self, overlap: Overlap) -> Both:
        return both(self._desk, lambda tag: self._heard(overlap, tag)[1])

    def _add_both(self, case: PersonCase, feed: Feed) -> Both:
        label = case.interview.question(feed.table).label
        return both(self._desk, lambda tag: say("Add what happened here: {table}", tag, table=word(label, tag)))

    def _correct_both(self, span: Span) -> Both:
        return both(self._desk, lambda tag: say("Edit “{row}”", tag, row=short_told(span, self._cases, tag)))

    def _show_strays(self) -> None:
        assert self.timeline is not None
        clear(self._strays)
        self.links = []
        for stray in self.timeline.strays:
            link = JumpLink(self)
            link.show_words(*both(self._desk, partial(self._stray_told, stray)))
            link.clicked.connect(lambda _=False, stray=stray: self.open(stray))
            self._strays.addWidget(link)
            self.links.append(link)

    def _stray_told(self, stray: Stray, language: str) -> str:
        assert self.timeline is not None
        return stray_told(stray, self.timeline, self._cases, language)

    def retranslate(self) -> None:
        """Puts the words anew; what is typed in the band stays."""
        desk, language = self._desk, self._desk.language
        self.show_title(*both_say(desk, N_("Timeline")))
        for button, message, key in (
            (self.edit_button, N_("Edit in place"), "Enter"),
            (self.undo_button, N_("Undo"), "Ctrl+Z"),
        ):
            said = both_say(desk, message)
            button.show_words(said.text, language, said.second if desk.is_kiosk else "", said.second_language)
            button.show_key("" if desk.is_kiosk else key)
        self._say_counts(language)
        self._say_detail()
        self._say_undo()
        self._place_buttons()
        if self.band is not None:
            self.band.retranslate()

    def _say_counts(self, language: str) -> None:
        gaps = self.timeline.gaps if self.timeline else ()
        sure, overlaps = sum(bool(gap.least) for gap in gaps), self.timeline.overlaps if self.timeline else ()
        mark = chips.NOTICE if sure else chips.UNKNOWN
        said = plural("{count} gap", "{count} gaps", len(gaps), language)
        self.gaps.show_chip(mark.tone, mark.icon, said, language)
        self.gaps.setVisible(bool(gaps))
        said = plural("{count} overlap", "{count} overlaps", len(overlaps), language)
        self.overlaps.show_chip(chips.NOTICE.tone, chips.NOTICE.icon, said, language)
        self.overlaps.setVisible(bool(overlaps))
        self.edit_button.setVisible(bool(self.axis.pieces))

    def _say_detail(self) -> None:
        """The words of the piece one stands on, whole and in both languages: its box may be too small for them."""
        here = self.axis.here
        if here is None:
            said = both_say(self._desk, _NOTHING)
        else:
            said = both(self._desk, lambda tag: self._heard(here.item, tag)[1])
        self.detail.show_words(*pair(*said, "message"))

    def restyle_rows(self) -> None:
        """Takes its sizes from the theme."""
        side = theme.current().pick(16, 32)
        self._upper.setContentsMargins(side, theme.current().pick(8, 24), side, theme.current().pick(10, 24))
        self._upper.setSpacing(theme.current().pick(6, 16))
        self._lower.setContentsMargins(1, 0, 1, theme.current().card_radius if self.band else 0)
        self.axis.restyle()
        if self.band is not None:
            self.band.restyle()
        self.retranslate()

    def minimumSizeHint(self) -> QSize:
        """Becomes narrow: buttons go below the title, lanes are named above themselves."""
        return QSize(theme.current().pick(260, 480), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Buttons stand beside the title where there is room."""
        super().resizeEvent(event)
        self._place_buttons()

    def _place_buttons(self) -> None:
        parts = (self.heading, self.gaps, self.overlaps, self.undo_button, self.edit_button)
        wanted = sum(part.sizeHint().width() + theme.current().pick(12, 24) for part in parts)
        row = self._acts if wanted > self.width() else self.head
        for button in (self.undo_button, self.edit_button):
            if row.indexOf(button) < 0:
                (self.head if row is self._acts else self._acts).removeWidget(button)
                row.addWidget(button)
        side = theme.current().pick(16, 32)
        self._acts.setContentsMargins(*((side, side // 2, side, 0) if row is self._acts else (0, 0, 0, 0)))

    def changeEvent(self, event: QEvent) -> None:
        """Follows language and look."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self.timeline is not None:
            self.axis.retranslate()
            self._show_strays()
            self.retranslate()
        elif event.type() == QEvent.Type.StyleChange and hasattr(self, "_upper"):
            self.restyle_rows()
