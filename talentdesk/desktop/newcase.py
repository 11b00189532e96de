"""Choosing what the new case is about."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from talentdesk.core.form import About
from talentdesk.desktop import icons, shapes, theme
from talentdesk.desktop.buttons import Button, key_width, paint_key
from talentdesk.desktop.cards import HeadedCard
from talentdesk.desktop.chips import ERROR, IN_PROGRESS
from talentdesk.desktop.controls import Message, clear
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.screen import Guide, KeyHint, Screen
from talentdesk.desktop.touch import scrolled
from talentdesk.desktop.words import Block, pair
from talentdesk.i18n import N_, say, titled, word
from talentdesk.service.faults import fault_line

_WIDEST = 880


class ProcedureLine(QAbstractButton):
    """One procedure: its key, its title in both languages, who decides it."""

    def __init__(self, desk: Desk, about: About, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.about = about
        self._key = str(number) if number < 10 else ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.retranslate()

    def retranslate(self) -> None:
        """Puts the words anew."""
        self.setText(titled(self.about.title, self._desk.language).replace("&", "&&"))
        self.setAccessibleDescription(word(self.about.authority, self._desk.language))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Titles wrap rather than being cut."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Two lines or more, and air."""
        return self._words().height(self._room(width)) + theme.current().pick(24, 56)

    def sizeHint(self) -> QSize:
        """At a usual width."""
        return QSize(400, self.heightForWidth(theme.current().pick(_WIDEST, 960)))

    def _words(self) -> Block:
        first, second = self._desk.language, self._desk.second
        title, below = titled(self.about.title, first), titled(self.about.title, second) if second else ""
        authority = pair(word(self.about.authority, first), first, "", "", "small", "muted")
        return Block((*pair(title, first, below, second, "label"), *authority), theme.current())

    def _room(self, width: int) -> int:
        return max(80, width - theme.current().pick(64 + 56, 112 + 96))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, key, words, and an arrow that says it leads on."""
        worn = theme.current()
        painter = QPainter(self)
        lit = self.hasFocus() or self.underMouse()
        painter.fillRect(self.rect(), worn.colour("accent_soft" if lit else "surface"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, worn.colour("line"))
        if self.hasFocus():
            painter.fillRect(0, 0, worn.pick(3, 6), self.height() - 1, worn.colour("accent"))
            ring = self.rect().adjusted(worn.pick(6, 12), 4, -4, -5)
            shapes.box(painter, ring, worn.field_radius, None, worn.colour("focus"), worn.ring)
        if self._key and not worn.kiosk:
            paint_key(painter, self._key, 32 - key_width(self._key, worn) // 2, self.height() // 2, worn)
        words, room = self._words(), self._room(self.width())
        words.paint(painter, worn.pick(64, 56), (self.height() - words.height(room)) // 2, room)
        side = worn.pick(20, 40)
        place = QRect(self.width() - side - worn.pick(20, 40), (self.height() - side) // 2, side, side)
        icons.paint(painter, "forward", place, worn.colour("accent"))


class NewCaseScreen(Screen):
    """The procedures that exist, each one key away."""

    def __init__(self, desk: Desk, guide: Guide, parent: QWidget | None = None) -> None:
        super().__init__(desk, guide, parent)
        self._filled: Mapping[str, tuple[str, str]] | None = None
        self._lines: list[ProcedureLine] = []
        self._card = HeadedCard(self)
        self._note = Message(self)
        self._back = Button(parent=self, icon="back")
        self._back.clicked.connect(self.guide.back)
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(1, 0, 1, 0)
        self._list.setSpacing(0)
        self._scroll = scrolled(inside, self)
        self._card.body.addWidget(self._scroll, 1)
        self._outer = QVBoxLayout(self)
        self._outer.addWidget(self._note)
        self._outer.addWidget(self._card, 1)
        self._outer.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        self.restyle()

    def offer(self, filled: Mapping[str, tuple[str, str]] | None) -> None:
        """Lists the procedures; `filled` is what a scan already answers."""
        self._filled = filled
        self._fill()
        self.retranslate()

    def title(self, language: str) -> str:
        """The question the screen asks."""
        return say("What is the new case about?", language)

    def hints(self) -> tuple[KeyHint, ...]:
        """The keys of a list."""
        return (
            KeyHint("↑ ↓", N_("choose")),
            KeyHint("Enter", N_("begin")),
            KeyHint("1–9", N_("begin with that number")),
            KeyHint("Esc", N_("back")),
        )

    def focus_place(self) -> QWidget:
        """The first procedure."""
        return self._lines[0] if self._lines else self._back

    def enter(self) -> None:
        """Always starts at the first procedure."""
        self.focus_place().setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, digits, Enter."""
        focus = next((index for index, line in enumerate(self._lines) if line.hasFocus()), -1)
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if step and self._lines:
            self._go_to(max(0, min(len(self._lines) - 1, focus + step)))
        elif event.text().isdecimal() and 0 < int(event.text()) <= len(self._lines):
            self._lines[int(event.text()) - 1].click()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and focus >= 0:
            self._lines[focus].click()
        else:
            super().keyPressEvent(event)

    def _go_to(self, index: int) -> None:
        self._lines[index].setFocus(Qt.FocusReason.TabFocusReason)
        self._scroll.ensureWidgetVisible(self._lines[index])

    def _fill(self) -> None:
        clear(self._list)
        self._lines = []
        for number, about in enumerate(self._abouts(), 1):
            line = ProcedureLine(self.desk, about, number, self)
            line.clicked.connect(lambda _=False, about=about: self.guide.begin_case(about.procedure, self._filled))
            self._list.addWidget(line)
            self._lines.append(line)
        self._list.addStretch(1)

    def _abouts(self) -> tuple[About, ...]:
        """What can be read: a broken file hides no other procedure."""
        return tuple(self.desk.catalogue.about(procedure) for procedure in self.desk.catalogue.procedures())

    def _say_note(self) -> None:
        """What is missing from the list and why, or that a scan has filled in answers."""
        language, broken = self.desk.language, self.desk.catalogue.broken()
        self._note.setVisible(bool(broken or self._filled))
        if broken:
            fault = fault_line(broken[0], language)
            sentence = say("A form file has a fault, so its matter is not in this list: {fault}", language, fault=fault)
            self._note.show_message(ERROR, sentence, language)
        elif self._filled:
            sentence = say(
                "The document has been read. Choose what the case is about; its answers are filled in.", language
            )
            self._note.show_message(IN_PROGRESS, sentence, language)

    def retranslate(self) -> None:
        """Puts the words anew."""
        self._say_note()
        first, second = self.desk.language, self.desk.second
        self._card.show_title(self.title(first), first, self.title(second) if second else "", second)
        self._back.show_words(
            say("Back", first), first, say("Back", second) if second and self.desk.is_kiosk else "", second
        )
        for line in self._lines:
            line.retranslate()

    def restyle(self) -> None:
        """Takes its margins from the theme."""
        worn = theme.current()
        self._outer.setSpacing(worn.pick(16, 32))
        self._set_margins()

    def resizeEvent(self, event: object) -> None:
        """Stays a column that an eye can follow, in the middle."""
        self._set_margins()

    def _set_margins(self) -> None:
        worn = theme.current()
        side = max(worn.pick(24, 56), (self.width() - worn.pick(_WIDEST, 1200)) // 2)
        self._outer.setContentsMargins(side, worn.pick(24, 40), side, worn.pick(24, 40))
