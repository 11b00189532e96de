"""The on-screen keyboard: follows the field in use, offers the layers that fit it, and types into it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QSizePolicy, QWidget

from talentdesk import paths
from talentdesk.core.inputmethods import Method, Refusal, Tables
from talentdesk.core.words import N_
from talentdesk.desktop import theme
from talentdesk.desktop.keyboard import board, layouts
from talentdesk.desktop.keyboard.board import Board, Plan
from talentdesk.desktop.keyboard.captions import State, caption, typed_text
from talentdesk.desktop.keyboard.composer import Composer, Offer
from talentdesk.desktop.keyboard.dategrid import date_rows, decade_of, longest_of_days
from talentdesk.desktop.keyboard.following import Follower
from talentdesk.desktop.keyboard.hand import Hand
from talentdesk.desktop.keyboard.keycap import Caption, KeyCap
from talentdesk.desktop.keyboard.layouts import Job, Key, Row
from talentdesk.desktop.keyboard.roving import Roving
from talentdesk.desktop.keyboard.switchaccess import SPEEDS, SwitchAccess
from talentdesk.desktop.keyboard.wishes import (
    TextField,
    asks_birth,
    date_part,
    field_kind,
    prefers_capitals,
)
from talentdesk.i18n import say

if TYPE_CHECKING:
    from talentdesk.desktop.desk import Desk

_METHODS = {method.value: method for method in Method}
_REFUSALS = {
    Refusal.NO_CHARACTER: N_("There is no such character"),
    Refusal.NO_GLYPH: N_("No font of this program has this character"),
}
_HINTS = {
    "strokes": N_("How many strokes has the radical?"),
    "code_point": N_("Four to six digits, such as 282E2"),
}


class OnScreenKeyboard(QWidget):
    """Put it below the page; it is as high as `height_wanted` says, and hidden where no field wants it.

    It learns nothing, writes nothing, and after `clear` nothing that was typed is left in it.
    """

    height_changed = Signal(int)
    """The height it takes now, 0 when hidden: the page scrolls its field above it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._hand: Hand | None = None
        self._layer = ""
        self._chosen_method = ""
        self._script = ""
        self._upper = False
        self._base = ""
        """The letter typed last, whose accents are offered."""
        self._decade = 0
        self._wide = False
        self._speed = ""
        self._told_height = 0
        self._composer = Composer(Tables(paths.room("ui") / "keyboard"))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.scan = SwitchAccess(self, self._scanned_rows)
        self._roving = Roving(self, self._lines)
        self._board = Board(self, self._pressed, self._caption_of, self._roving.hold)
        self._follower = Follower(self)
        self._follower.came.connect(self._take_field)
        self._follower.went.connect(self._drop_field)
        self._follower.touched.connect(self._touched)
        self.hide()

    # ---- what others ask

    @property
    def height_wanted(self) -> int:
        """Pixels it takes at the lower edge now; 0 while it is hidden."""
        return 0 if self.isHidden() else board.height(self._wide)

    @property
    def layer(self) -> str:
        """Which keys are shown: the name of a layer in `ui/keyboard/layouts.toml`."""
        return self._layer

    @property
    def script(self) -> str:
        """In which script Chinese is typed: the applicant's, else the window's, else that of the language beside it."""
        if self._script:
            return self._script
        spoken = (self._desk.language, self._desk.second)
        return next((language for language in spoken if language in ("zh-Hans", "zh-Hant-HK")), "zh-Hans")

    def write_in(self, script: str) -> None:
        """Type Chinese in `script` (`zh-Hans`, `zh-Hant-HK`), as this applicant does; empty: as the window's."""
        if script != self._script:
            self._script = script
            self._open_field()

    def show_layer(self, name: str) -> None:
        """Show other keys."""
        if self._hand is not None:
            self._composer.clear()
            self._set_layer(name)

    def clear(self) -> None:
        """Forget the field, everything typed, every choice. For the end of a session."""
        self.scan.stop()
        self._speed = ""
        self._release()
        self._chosen_method = self._script = self._base = ""
        self._composer.begin(None, "zh-Hans")
        self._layer = ""
        self._clear_board()
        self._vanish()

    def caps(self) -> list[KeyCap]:
        """All keys that can be seen, row by row."""
        return [cap for _, caps in self._lines() for cap in caps]

    # ---- following the field

    def _take_field(self, field: TextField) -> None:
        if self._hand is not None and self._hand.field is field and not self.isHidden():
            return
        self._release()
        self._hand = Hand(field)
        self._follower.follow(field)
        self._open_field()

    def _drop_field(self) -> None:
        self._release()
        self._vanish()

    def _release(self) -> None:
        self._follower.release()
        self._hand = None
        self._base = ""
        self._composer.clear()

    def _open_field(self) -> None:
        if self._hand is None or not self._hand.is_free:
            return
        field = self._hand.field
        self._base = ""
        self._composer.clear()
        self._upper = prefers_capitals(field)
        self._decade = decade_of(self._hand.whole(), self._desk.today, birth=asks_birth(field))
        self._set_layer(self._first_layer(field))
        self._appear()

    def _first_layer(self, field: TextField) -> str:
        offered = layouts.tabs(field_kind(field), self.script)
        # One Chinese name does not make all else Chinese for somebody who reads Portuguese.
        if field_kind(field) == "text" and not self._desk.language.startswith("zh"):
            return "latin"
        if self._chosen_method in offered and layouts.is_chinese(offered[0]):
            return self._chosen_method
        return offered[0]

    def _touched(self) -> None:
        """A touch on the field brings a keyboard back that was hidden by hand."""
        if self.isHidden():
            self._appear()

    def _appear(self) -> None:
        self._look_at_shape()
        self.show()
        self._tell_height()
        self._follower.reveal_soon()

    def _vanish(self) -> None:
        self.scan.go_dark()
        self.hide()
        self._tell_height()

    def _tell_height(self) -> None:
        height = self.height_wanted
        if height != self._told_height:
            self._told_height = height
            self.height_changed.emit(height)

    # ---- building

    def _set_layer(self, name: str) -> None:
        if name != self._layer:
            self._composer.begin(_METHODS.get(name), self.script)
        else:
            self._composer.script = self.script
        self._layer = name
        self._build()

    def _build(self) -> None:
        """Make all keys anew: another layer, language, shape of the window or part of a date.

        Where the field went with its page, the keyboard is about to go too.
        """
        if self._hand is None or not self._hand.is_free or not self._layer:
            return
        place, inside = self._roving.place(), self._roving.is_inside
        self._clear_board()
        self.setFixedHeight(board.height(self._wide))
        self._board.lay(self._plan())
        self._show_state()
        if inside:
            self._roving.focus_at(place)
        if self.scan.is_on:
            self.scan.back_to_rows()

    def _plan(self) -> Plan:
        layer = layouts.layer(self._layer)
        rows = layer.wide if self._wide else layer.rows
        if self._layer != "date":
            return Plan(self._tabs(), rows, layer.strip, self._wide)
        part = self._date_part()
        rows = (*date_rows(part, self._decade, self._desk.today, self._wide), *rows)
        return Plan(self._tabs(), rows, layer.strip, self._wide, longest_of_days(part, self._wide), indented=False)

    def _tabs(self) -> Row:
        assert self._hand is not None
        offered = layouts.tabs(field_kind(self._hand.field), self.script)
        return (*(Key(Job.TAB, name) for name in offered), Key(Job.SCAN))

    def _clear_board(self) -> None:
        self.scan.go_dark()
        self._roving.forget()
        self._board.empty()

    # ---- what is shown

    def _state(self) -> State:
        hand = self._hand
        free = hand is not None and hand.is_free
        return State(
            language=self._desk.language,
            second=self._desk.second,
            script=self.script,
            layer=self._layer,
            upper=self._upper,
            composing=self._composer.is_busy,
            part=self._date_part(),
            decade=self._decade,
            picked=hand.whole() if hand is not None and free and self._layer == "date" else "",
            speed=self._speed,
        )

    def _date_part(self) -> str:
        hand = self._hand
        return date_part(hand.field) if hand is not None and hand.is_free else ""

    def _caption_of(self, key: Key) -> Caption:
        return caption(key, self._state())

    def _show_state(self) -> None:
        """Put words on all keys, and offers in the strip."""
        state = self._state()
        for _, caps in self._board.rows:
            for cap in caps:
                cap.show_caption(caption(cap.key, state))
                usable = self._is_usable(cap.key, state)
                if cap.hasFocus() and not usable:
                    self._roving.hold()
                cap.setEnabled(usable)
        self._show_strip()
        self._roving.settle()
        self.setAccessibleName(say(N_("On-screen keyboard"), state.language))

    def _is_usable(self, key: Key, state: State) -> bool:
        if key.job is Job.TYPE and self._layer == "strokes":
            return self._composer.fits(key.text)
        # Who goes on with a sign half typed would lose it, or get one that was not meant.
        return key.job is not Job.DONE or not state.composing

    def _show_strip(self) -> None:
        if self._board.strip is None:
            return
        composer = self._composer
        if composer.is_busy:
            self._board.strip.show_typed(composer.shown(), composer.keys(), self.script)
            if composer.refusal in _REFUSALS:
                sentence = say(_REFUSALS[composer.refusal], self._desk.language)
                self._board.strip.show_typed(f"{composer.shown()}  {sentence}", "", self._desk.language, sentence=True)
            self._board.strip.show_offers(composer.offers, self.script)
            return
        hint = say(_HINTS[self._layer], self._desk.language) if self._layer in _HINTS else ""
        self._board.strip.show_typed(hint, "", self._desk.language, sentence=True)
        accents = layouts.accents(self._base) if self._base else ()
        idle = accents or layouts.layer(self._layer).idle
        language = self.script if layouts.is_chinese(self._layer) else "en"
        self._board.strip.show_offers([Offer(each) for each in idle] if not hint else (), language)

    # ---- what a key does

    def _pressed(self, cap: KeyCap) -> None:
        if self._hand is None or not self._hand.is_free:
            self._release()
            self._vanish()
            return
        place, inside = self._roving.place(), self._roving.is_inside
        self._do(cap)
        # Typing may lead the focus on to the next box; who works the keyboard by its keys stays on them.
        if inside and not self.isHidden() and self._focus_is_loose():
            self._roving.focus_at(place)

    def _do(self, cap: KeyCap) -> None:
        job = cap.key.job
        if job is Job.CHOOSE:
            self._choose(cap)
        elif job is Job.TAB:
            if layouts.is_chinese(cap.key.text):
                self._chosen_method = cap.key.text
            self.show_layer(cap.key.text)
        elif job is Job.SCAN:
            self._next_speed()
        elif job is Job.HIDE:
            self._vanish()
        elif job in (Job.MORE, Job.FEWER):
            self._turn(1 if job is Job.MORE else -1)
        elif job is Job.DECADE:
            self._decade = int(cap.key.text)
            self._build()
        else:
            self._type(cap.key)
            if not self.isHidden():
                self._show_state()

    def _type(self, key: Key) -> None:
        hand = self._hand
        assert hand is not None
        job = key.job
        base, self._base = self._base, ""
        if job is Job.TYPE:
            self._letter(key, hand)
        elif job is Job.PICK:
            hand.overwrite(key.text)
        elif job is Job.SHIFT:
            self._upper, self._base = not self._upper, base
        elif job is Job.CLEAR:
            self._composer.clear()
        elif job is Job.SPACE:
            self._space(hand)
        elif job is Job.DELETE:
            if self._composer.is_busy:
                self._composer.delete(self._surname(hand))
            else:
                hand.press(Qt.Key.Key_Backspace)
        elif job in (Job.LEFT, Job.RIGHT):
            hand.press(Qt.Key.Key_Left if job is Job.LEFT else Qt.Key.Key_Right)
        elif job is Job.DONE:
            hand.press(Qt.Key.Key_Return, "\r")

    def _letter(self, key: Key, hand: Hand) -> None:
        if layouts.is_chinese(self._layer):
            self._composer.type(key.text, self._surname(hand))
            return
        text = typed_text(key, self._state())
        hand.write(text)
        self._base = text

    def _space(self, hand: Hand) -> None:
        if not self._composer.is_busy:
            hand.write(" ")
        elif self._board.strip is not None and (offer := self._board.strip.first()) is not None:
            self._take(offer, hand)

    def _choose(self, cap: KeyCap) -> None:
        hand = self._hand
        assert hand is not None
        assert self._board.strip is not None
        self._take(self._board.strip.offer_of(cap), hand)
        self._show_state()

    def _take(self, offer: Offer, hand: Hand) -> None:
        if self._composer.is_busy:
            if text := self._composer.choose(offer):
                hand.write(text)
            return
        if self._base and hand.before().endswith(self._base):
            hand.replace(offer.text)
        else:
            hand.write(offer.text)
        self._base = offer.text

    def _surname(self, hand: Hand) -> bool:
        """Whether the first character of a name is being typed."""
        return field_kind(hand.field) == "han_name" and not hand.before()

    def _turn(self, by: int) -> None:
        assert self._board.strip is not None
        self._board.strip.turn(by)
        self._roving.settle()

    def _next_speed(self) -> None:
        speeds = ("", *SPEEDS)
        self._speed = speeds[(speeds.index(self._speed) + 1) % len(speeds)]
        if self._speed:
            self.scan.set_dwell(SPEEDS[self._speed])
            self.scan.start()
        else:
            self.scan.stop()
        self._show_state()

    # ---- keys, arrows and one switch

    def _lines(self) -> list[tuple[QWidget, list[KeyCap]]]:
        return self._board.lines()

    def _scanned_rows(self) -> list[tuple[QWidget, Sequence[QAbstractButton]]]:
        if self.isHidden():
            return []
        lines: list[tuple[QWidget, Sequence[QAbstractButton]]] = list(self._lines())
        # Letters first, as they are wanted most; while there is something to choose, that; the layers last.
        head, rest = lines[:1], lines[1:]
        if self._board.strip is not None and not (self._composer.is_busy or self._base):
            rest = [*rest[1:], *rest[:1]]
        return [*rest, *head]

    def _focus_is_loose(self) -> bool:
        """Whether the focus is on no key, but at most in the field that is typed into."""
        focus = QApplication.focusWidget()
        return focus is None or focus is self or (self._hand is not None and focus is self._hand.field)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move among the keys, Esc goes back to the field."""
        if self._roving.arrow(Qt.Key(event.key())):
            return
        if event.key() == Qt.Key.Key_Escape and self._hand is not None and self._hand.is_free:
            self._hand.field.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    # ---- looks

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground, with a line above it."""
        painter = QPainter(self)
        worn = theme.current()
        painter.fillRect(self.rect(), worn.colour("sunken"))
        painter.fillRect(0, 0, self.width(), worn.edge, worn.colour("field_line"))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A window that is wider than high has the strip beside the layers."""
        super().resizeEvent(event)
        self._look_at_shape()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language and the look of the window."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.StyleChange) and self._layer:
            self._build()
            self._tell_height()

    def _look_at_shape(self) -> None:
        window = self.window()
        wide = window.width() > window.height()
        if wide is not self._wide:
            self._wide = wide
            self._build()
            self._tell_height()
            self._follower.reveal_soon()
