"""Two changed the same case: both versions side by side, and one key for each answer says which holds."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from talentdesk.core.cells import split_cell
from talentdesk.core.clash import STATE, Point, Side, Versions, joined, points
from talentdesk.core.history import Held
from talentdesk.desktop import theme
from talentdesk.desktop.bilingual import Both, both, both_say, both_words
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.cards import HeadedCard
from talentdesk.desktop.casestates import STATES
from talentdesk.desktop.chips import GOOD, INFORMATION, NOTICE, Status
from talentdesk.desktop.controls import Message, clear
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.optioncards import CardGroup, OptionCard
from talentdesk.desktop.screen import Guide, KeyHint, Screen
from talentdesk.desktop.session import Session
from talentdesk.desktop.touch import scrolled
from talentdesk.desktop.words import Words, pair
from talentdesk.i18n import N_, plural, say
from talentdesk.service.fieldhistory import value_told, who_told
from talentdesk.service.wording import NOTHING

if TYPE_CHECKING:
    from talentdesk.core.draft import Draft

_WIDEST = 1180
_LABELS = 190
_SAYS = N_(
    "Somebody else saved this case while you had it open. Say for each answer which one holds: what is not taken stays "
    "in its history, under who typed it."
)
_ERASED = N_("The other desk has erased this case. What you typed is kept here: save it as a file before you close it.")
_GIVEN = {
    Side.THEIRS: N_("Only they changed this."),
    Side.MINE: N_("Only you changed this."),
}


class SideCards(CardGroup):
    """Theirs and mine in two columns; 1 and 2 choose and go on."""

    def __init__(self) -> None:
        super().__init__([side.value for side in Side], ticks=False, size=None)
        self.told = self.changed

    def press(self, card: OptionCard, event: QKeyEvent) -> None:
        """A digit is the one key that a field needs."""
        super().press(card, event)
        if event.text() in ("1", "2") and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.pressed_enter()

    def _arrange(self, width: int, *, place: bool) -> int:
        gap = theme.current().pick(8, 16)
        if self._kiosk():
            return super()._arrange(width, place=place)
        wide = max(1, (width - gap) // 2)
        tall = max(card.height_wanted(wide) for card in self.cards)
        if place:
            for at, card in enumerate(self.cards):
                card.setGeometry(at * (wide + gap), 0, wide, tall)
        return tall


class PointRow(QWidget):
    """One question, with what each side says."""

    chosen = Signal()
    onward = Signal()

    def __init__(self, desk: Desk, session: Session, point: Point, names: tuple[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self.point, self._desk, self._session, self._names = point, desk, session, names
        self.side: Side | None = point.given
        self._label, self._note = Words(self), Status(self, wrap=True)
        self._label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.cards = SideCards()
        if self.side is not None:
            self.cards.choose([self.side])
        self.cards.changed = self._pick
        self.cards.pressed_enter = self.onward.emit
        right = QVBoxLayout()
        right.setSpacing(4)
        right.addWidget(self.cards)
        right.addWidget(self._note)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._label, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addLayout(right, 1)
        self.restyle()

    def take(self, side: Side) -> None:
        """This side holds."""
        self.side = side
        self.cards.choose([side])
        self._say_note()

    def _pick(self) -> None:
        found = self.cards.chosen()
        self.side = Side(found[0]) if found else None
        self._say_note()
        self.chosen.emit()

    def text(self, side: Side, language: str) -> str:
        """What this side says, as it is read."""
        held = self.point.theirs if side is Side.THEIRS else self.point.mine
        if self.point.id == STATE:
            return say(STATES[held[0].text][0], language)
        lines = [self._value(each, language) for each in held if each.text or each.declined]
        return "\n".join(lines) or NOTHING

    def _value(self, held: Held, language: str) -> str:
        try:
            value = value_told(held, self._session.interview, language)
            parts = split_cell(held.id)
            if parts is None:
                return value
            label = both_words(self._desk, self._session.interview.question(held.id).label).text
        except KeyError:  # an edition that no longer asks it
            return held.text
        return f"{parts[1] + 1} {label}: {value}"

    def title(self) -> Both:
        """What the question is called."""
        if self.point.id == STATE:
            return both_say(self._desk, N_("State"))
        try:
            return both_words(self._desk, self._session.interview.question(self.point.id).label)
        except KeyError:
            return Both(self.point.id, self._desk.language, "", "")

    def retranslate(self) -> None:
        """Puts the words anew."""
        language, title = self._desk.language, self.title()
        self._label.show_words(*pair(*title, "label"))
        self.cards.setTitle(title.text)
        for card, side, name in zip(self.cards.cards, Side, self._names, strict=True):
            text = self.text(side, language)
            card.show_words(text, language, name, language)
            card.setAccessibleName(f"{title.text}. {name}: {text}")
        self.cards.relay()
        self._say_note()

    def _say_note(self) -> None:
        language, given = self._desk.language, self.point.given
        if given is not None:
            mark, message = INFORMATION, _GIVEN[given]
        elif self.side is None:
            mark, message = NOTICE, N_("Both changed this: 1 for theirs, 2 for yours.")
        else:
            taken = N_("Theirs holds.") if self.side is Side.THEIRS else N_("Yours holds.")
            mark, message = GOOD, taken
        self._note.show_status(mark, say(message, language), language)

    def restyle(self) -> None:
        """Takes sizes from the theme."""
        worn = theme.current()
        self._row.setContentsMargins(0, worn.pick(8, 16), 0, worn.pick(8, 16))
        self._row.setSpacing(worn.pick(16, 24))
        self._label.setFixedWidth(worn.pick(_LABELS, 300))
        self.retranslate()


class ClashScreen(Screen):
    """Answers that both changed come first; those that one side changed are taken without a question and shown."""

    def __init__(self, desk: Desk, guide: Guide, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(desk, guide, parent)
        self.session: Session = session
        self._versions: Versions | None = None
        self._erased = False
        self._missing = False
        self.rows: list[PointRow] = []
        self._card = HeadedCard(self)
        self._says, self.message = Words(self), Message(self)
        self._points = QVBoxLayout()
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.addWidget(self._says)
        self._column.addWidget(self.message)
        self._column.addLayout(self._points)
        self._column.addStretch(1)
        self._area = scrolled(inside, self)
        self._card.body.addWidget(self._area, 1)
        self.theirs = Button(parent=self, icon="users")
        self.mine = Button(parent=self, icon="user")
        self.keep = Button(Role.MAIN, self, icon="check")
        self.theirs.clicked.connect(lambda: self._take_all(Side.THEIRS))
        self.mine.clicked.connect(lambda: self._take_all(Side.MINE))
        self.keep.clicked.connect(self.keep_this)
        self._acts = QHBoxLayout()
        self._acts.addStretch(1)
        for button in (self.theirs, self.mine, self.keep):
            self._acts.addWidget(button)
        self._outer = QVBoxLayout(self)
        self._outer.addWidget(self._card, 1)
        self._outer.addLayout(self._acts)
        for keys, act in (
            ("Ctrl+Return", self.keep_this),
            ("Ctrl+Enter", self.keep_this),
            ("Ctrl+Left", lambda: self._take_all(Side.THEIRS)),
            ("Ctrl+Right", lambda: self._take_all(Side.MINE)),
            ("F7", self._next),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda act=act: act())
        self.restyle()

    # ---- what a screen promises

    def title(self, language: str) -> str:
        """What the screen is for."""
        return say("Theirs and mine", language)

    def hints(self) -> tuple[KeyHint, ...]:
        """The keys that work here."""
        return (
            KeyHint("1", N_("theirs")),
            KeyHint("2", N_("mine")),
            KeyHint("F7", N_("next to decide")),
            KeyHint("Ctrl+Left", N_("all theirs")),
            KeyHint("Ctrl+Right", N_("all mine")),
            KeyHint("Ctrl+Enter", N_("keep this")),
            KeyHint("Esc", N_("later")),
        )

    def focus_place(self) -> QWidget:
        """The first answer to decide."""
        open_ones = [row for row in self.rows if row.side is None] or self.rows
        return open_ones[0].cards.stop() if open_ones else self.keep

    # ---- the two versions

    def show_versions(self, versions: Versions) -> bool:
        """Shows the two; what was decided before of the same texts stays. False where they are shown already."""
        if versions == self._versions:
            return False
        before = {row.point: row.side for row in self.rows}
        self._versions, self._erased, self._missing = versions, False, False
        clear(self._points)
        names = self._names(versions)
        self.rows = [PointRow(self.desk, self.session, point, names, self) for point in points(versions)]
        for row in self.rows:
            if (side := before.get(row.point)) is not None:
                row.take(side)
            self._points.addWidget(row)
            row.chosen.connect(self._decided)
            row.onward.connect(lambda row=row: self._go_on(row))
        stops = [card for row in self.rows for card in row.cards.cards]
        for one, other in pairwise((*stops, self.theirs, self.mine, self.keep)):
            QWidget.setTabOrder(one, other)
        self.retranslate()
        return True

    def show_erased(self) -> bool:
        """There is only mine. False where that is shown already."""
        known, self._erased = self._erased, True
        self.retranslate()
        return not known

    def _names(self, versions: Versions) -> tuple[str, str]:
        """Whose version it is, and from when."""
        theirs = self._last(versions.theirs, versions.mine)
        if theirs is None and versions.theirs.saved_at is not None:
            theirs = ("", versions.theirs.saved_at)
        return self._named(N_("Theirs"), theirs), self._named(N_("Mine"), self._last(versions.mine, versions.theirs))

    def _named(self, message: str, last: tuple[str, datetime] | None) -> str:
        language = self.desk.language
        parts = [say(message, language)]
        if last is not None:
            who, at = last
            parts += [who_told(who, language)] if who else []
            parts.append(f"{at.astimezone():%H:%M}")
        return " · ".join(parts)

    @staticmethod
    def _last(draft: Draft, other: Draft) -> tuple[str, datetime] | None:
        """Who changed it last beyond what both have."""
        known = set(other.history)
        own = [change for change in draft.history if change not in known]
        return (own[-1].who, own[-1].at) if own else None

    @property
    def undecided(self) -> list[PointRow]:
        """What is still to be said."""
        return [row for row in self.rows if row.side is None]

    def _decided(self) -> None:
        self._missing = self._missing and bool(self.undecided)
        self._say_message()

    def _go_on(self, row: PointRow) -> None:
        """To the next answer to decide; after the last one to the button."""
        at = self.rows.index(row)
        rest = [each for each in (*self.rows[at + 1 :], *self.rows[:at]) if each.side is None]
        self._focus(rest[0].cards.stop() if rest else self.keep)

    def _next(self) -> None:
        here = next((row for row in self.rows if row.cards.stop().hasFocus()), None)
        if here is not None:
            self._go_on(here)
        else:
            self._focus(self.focus_place())

    def _focus(self, widget: QWidget) -> None:
        widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._area.ensureWidgetVisible(widget)

    def _take_all(self, side: Side) -> None:
        for row in self.rows:
            row.take(side)
        self._decided()
        self._focus(self.keep)

    def keep_this(self) -> None:
        """Makes one case of the two. What has been saved by somebody again meanwhile is shown again."""
        if self._versions is None or self._erased:
            return
        if self.undecided:
            self._missing = True
            self._say_message()
            self._focus(self.undecided[0].cards.stop())
            return
        chosen = {row.point.id: row.side for row in self.rows if row.side is not None}
        draft = joined(self._versions, chosen, self.desk.now(), self.desk.who)
        version, self._versions = self._versions.version, None
        self.guide.go_on_with(self.session, draft, version)

    def leave(self) -> None:
        """What is left for later is not forgotten."""
        super().leave()
        if self._versions is not None or self._erased:
            self.guide.remind_of(self.session)

    # ---- words and sizes

    def _say_message(self) -> None:
        language, count = self.desk.language, len(self.undecided)
        self.message.setVisible(self._missing or self._erased)
        if self._erased:
            self.message.show_message(NOTICE, *both_say(self.desk, _ERASED))
        elif self._missing:
            one, many = N_("{count} answer is still to be decided."), "{count} answers are still to be decided."
            told = plural(one, many, count, language)
            self.message.show_message(NOTICE, told, language)
        self.keep.setEnabled(not self._erased)
        self.hints_changed.emit()

    def retranslate(self) -> None:
        """Puts the words anew."""
        self._card.show_title(*both(self.desk, self.title))
        self._says.show_words(*pair(*both_say(self.desk, _SAYS), "body"))
        names = self._names(self._versions) if self._versions is not None else ("", "")
        for row in self.rows:
            row._names = names
            row.retranslate()
        for button, message, key in (
            (self.theirs, N_("All theirs"), "Ctrl+Left"),
            (self.mine, N_("All mine"), "Ctrl+Right"),
            (self.keep, N_("Keep this"), "Ctrl+Enter"),
        ):
            said = both_say(self.desk, message)
            button.show_words(said.text, said.language, said.second if self.desk.is_kiosk else "", said.second_language)
            button.show_key("" if self.desk.is_kiosk else key)
        self._say_message()

    def restyle(self) -> None:
        """Takes sizes from the theme."""
        worn = theme.current()
        pad = worn.pick(16, 32)
        self._column.setContentsMargins(pad, worn.pick(14, 28), pad, pad)
        self._column.setSpacing(worn.pick(8, 20))
        self._points.setSpacing(0)
        self._acts.setSpacing(worn.pick(8, 24))
        self._outer.setSpacing(worn.pick(16, 32))
        for row in self.rows:
            row.restyle()
        self.retranslate()
        self._set_margins()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stays a column that an eye can follow, in the middle."""
        super().resizeEvent(event)
        self._set_margins()

    def _set_margins(self) -> None:
        worn = theme.current()
        side = max(worn.pick(24, 56), (self.width() - worn.pick(_WIDEST, 1400)) // 2)
        self._outer.setContentsMargins(side, worn.pick(24, 40), side, worn.pick(24, 40))
