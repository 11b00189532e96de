"""The bar at the top of the public machine: language and letters, reading aloud, hiding, ending; on every page."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from talentdesk.desktop import icons, theme
from talentdesk.desktop.bilingual import Both, both_say
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.controls import Panel
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.kiosk.sheet import caption
from talentdesk.desktop.words import Block, Span, Words
from talentdesk.i18n import N_, native_name, say

_SIDE, _LOGO, _BETWEEN = 40, 40, 16
_ALOUD, _QUIET, _HIDE = N_("Read aloud"), N_("Stop reading"), N_("Cover")
_END, _END_SHORT = N_("End and erase"), N_("End")


class Bar(Panel):
    """Its acts have the same place on every page."""

    screen_wanted = Signal()
    """Languages, letters and colours."""
    aloud_wanted = Signal()
    hide_wanted = Signal()
    end_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("surface", parent, lines="bottom")
        self._desk = desk
        self._reading = False
        self._visit = False
        self.office = Words(self, wrap=False)
        self.language = _BarButton(self, icon="globe")
        self.aloud = _BarButton(self, icon="speaker", lone=True)
        self.hide_button = _BarButton(self, icon="hide", lone=True)
        self.end = _BarButton(self, icon="trash")
        self.language.clicked.connect(self.screen_wanted)
        self.aloud.clicked.connect(self.aloud_wanted)
        self.hide_button.clicked.connect(self.hide_wanted)
        self.end.clicked.connect(self.end_wanted)
        self.aloud.hide()
        self._row = QHBoxLayout(self)
        self._row.setSpacing(_BETWEEN)
        self._row.addWidget(self.language)
        self._row.addStretch(1)
        self._row.addWidget(self.office, 0, Qt.AlignmentFlag.AlignVCenter)
        for button in (self.aloud, self.hide_button, self.end):
            self._row.addWidget(button)
        self.restyle()
        self.show_visit(False)

    def show_visit(self, yes: bool) -> None:
        """Whether somebody is here: before that there is nothing to hide or erase, and the office is named."""
        self._visit = yes
        # What goes goes first: Qt would widen the window for all of them at once.
        for part, shown in sorted(self._parts(yes), key=lambda each: each[1]):
            part.setVisible(shown)
        self.restyle()

    def _parts(self, visit: bool) -> list[tuple[QWidget, bool]]:
        return [(self.office, not visit), *((each, visit) for each in (self.hide_button, self.end, self.language))]

    def show_speech(self, yes: bool) -> None:
        """Whether the machine can read aloud."""
        self.aloud.setVisible(yes)

    def show_reading(self, yes: bool) -> None:
        """Whether it is reading now."""
        self._reading = yes
        self.retranslate()

    def retranslate(self) -> None:
        """Says all acts."""
        desk = self._desk
        first = native_name(desk.language)
        second = f"+ {native_name(desk.second)}" if desk.second else ""
        caption(self.language, Both(first, desk.language, second, desk.second))
        self.language.setAccessibleName(say("Language, letters and colours: {name}", desk.language, name=first))
        caption(self.aloud, both_say(desk, _QUIET if self._reading else _ALOUD))
        # Large letters leave room for the icon alone, as the eye needs no word to find its own cover.
        caption(self.hide_button, both_say(desk, _HIDE))
        self._say_end(_END)
        if self._row.sizeHint().width() > self.width():
            self._say_end(_END_SHORT)
        name = desk.settings.office or "talentdesk"
        self.office.show_words((Span(name, "body", "zh-Hans", "muted"),))

    def _say_end(self, message: str) -> None:
        caption(self.end, both_say(self._desk, message))
        self.end.setAccessibleName(say(_END, self._desk.language))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Short words where there is little room."""
        super().resizeEvent(event)
        self.retranslate()

    def restyle(self) -> None:
        """Room for the brand at the left; its name stands there while nobody is here."""
        worn = theme.current()
        self.setFixedHeight(max(worn.measure("header"), self.end.sizeHint().height() + 16))
        left = _SIDE + _LOGO + (16 + self._brand().width if not self._visit else 0) + _BETWEEN
        self._row.setContentsMargins(left, 0, _SIDE, 1)
        self.retranslate()

    def _brand(self) -> Block:
        return Block(((Span("talentdesk", "section_title", "en", "accent"),),), theme.current())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, line, brand."""
        super().paintEvent(event)
        painter, worn = QPainter(self), theme.current()
        place = QRect(_SIDE, (self.height() - _LOGO) // 2, _LOGO, _LOGO)
        icons.paint(painter, "brand", place, worn.colour("accent"))
        if not self._visit:
            block = self._brand()
            block.paint(painter, _SIDE + _LOGO + 16, (self.height() - block.height(1 << 20)) // 2, 1 << 20)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        """Follows language and look."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.StyleChange:
            self.restyle()


class _BarButton(Button):
    """Stands closer than the acts of a page, and with large letters says one language only."""

    def __init__(self, parent: QWidget, *, icon: str, lone: bool = False) -> None:
        """`lone`: with very large letters the icon stands for the word."""
        super().__init__(Role.PLAIN, parent, icon=icon)
        self._lone = lone

    def show_words(self, caption: str, language: str, second: str = "", second_language: str = "") -> None:
        """Says it."""
        zoom = theme.current().zoom
        alone = zoom > 150 and self._lone
        super().show_words("" if alone else caption, language, "" if zoom > 100 else second, second_language)
        self.setAccessibleName(f"{caption} {second}".strip())

    def _pad(self) -> int:
        return 20 if theme.current().zoom == 100 else 12

    def _gap(self) -> int:
        return 14

    def _icon_side(self) -> int:
        return 32
