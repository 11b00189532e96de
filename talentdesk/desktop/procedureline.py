"""One procedure in a list to choose from, and the heading of those for the same people."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from talentdesk.core.form import About
from talentdesk.desktop import icons, shapes, theme
from talentdesk.desktop.bilingual import both, both_say
from talentdesk.desktop.buttons import key_width, paint_key
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.words import Block, Words, beside, pair
from talentdesk.i18n import titled, word

_KEYED = 9


class ProcedureLine(QAbstractButton):
    """One procedure: its key and its title in both languages. Who decides is heard, and shown by the list."""

    entered = Signal()
    """It has the focus now."""

    def __init__(self, desk: Desk, about: About, number: int, parent: QWidget | None = None) -> None:
        """`number` from 1; the first nine can be chosen by it."""
        super().__init__(parent)
        self._desk = desk
        self.about = about
        self._key = str(number) if number <= _KEYED else ""
        self._is_current = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.retranslate()

    @property
    def is_current(self) -> bool:
        """Whether Enter would begin with it."""
        return self._is_current

    def make_current(self, yes: bool) -> None:
        """Marks it as the one that Enter begins with."""
        if yes is not self._is_current:
            self._is_current = yes
            self.update()

    def retranslate(self) -> None:
        """Puts the words anew."""
        said = both(self._desk, lambda language: titled(self.about.title, language))
        self._block = Block(pair(*said, "label"), theme.current())
        self.setText(said.text.replace("&", "&&"))
        self.setAccessibleDescription(word(self.about.authority, said.language))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Titles wrap rather than being cut."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Both titles and air; a finger finds it."""
        return max(theme.current().pick(44, 96), self._block.height(self._room(width)) + theme.current().pick(7, 40))

    def sizeHint(self) -> QSize:
        """At a usual width."""
        return QSize(280, self.heightForWidth(theme.current().pick(560, 960)))

    def minimumSizeHint(self) -> QSize:
        """Wraps where it must."""
        return QSize(200, 0)

    def changeEvent(self, event: QEvent) -> None:
        """Sets the type anew when the theme changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.retranslate()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Where the focus is, there is the choice."""
        super().focusInEvent(event)
        self.entered.emit()

    def _room(self, width: int) -> int:
        return max(80, width - theme.current().pick(48 + 48, 56 + 112))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, key, words, and an arrow that says it leads on."""
        worn = theme.current()
        painter = QPainter(self)
        lit = self._is_current or self.underMouse()
        painter.fillRect(self.rect(), worn.colour("accent_soft" if lit else "surface"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, worn.colour("line"))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), worn.colour("line"))
        if self._is_current:
            painter.fillRect(0, 0, worn.pick(3, 6), self.height() - 1, worn.colour("accent"))
        if self.hasFocus():
            ring = self.rect().adjusted(worn.pick(6, 12), 3, -3, -4)
            shapes.box(painter, ring, worn.field_radius, None, worn.colour("focus"), worn.ring)
        if self._key and not worn.kiosk:
            paint_key(painter, self._key, 28 - key_width(self._key, worn) // 2, self.height() // 2, worn)
        room = self._room(self.width())
        self._block.paint(painter, worn.pick(48, 56), (self.height() - self._block.height(room)) // 2, room)
        side = worn.icon_side(18, 40)
        place = QRect(self.width() - side - worn.pick(16, 40), (self.height() - side) // 2, side, side)
        icons.paint(painter, "forward", place, worn.colour("accent"))
        painter.end()


class GroupHeading(Words):
    """Whom the procedures below are for."""

    def __init__(self, desk: Desk, title: str, parent: QWidget | None = None) -> None:
        """`title` is a message to say."""
        super().__init__(parent)
        self._desk = desk
        self._title = title
        self.retranslate()

    def retranslate(self) -> None:
        """Puts the words anew."""
        self.show_words(beside(*both_say(self._desk, self._title), "section_title"))

    def indent(self) -> int:
        """Ends of lines and headings stand under each other."""
        return self.worn.pick(16, 56)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A band with the words in its middle."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.worn.colour("sunken"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, self.worn.colour("line"))
        room = self.width() - self.indent() - self.worn.pick(12, 40)
        top = (self.height() - self._block.height(room)) // 2
        self._block.paint(painter, self.indent(), top, room)
        painter.end()

    def _height(self, width: int) -> int:
        return super()._height(width - self.worn.pick(12, 40)) + self.worn.pick(8, 28)
