"""The bar at the top: where one can go, which office this is, and the languages, look and size of the screen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from talentdesk.desktop import icons, theme
from talentdesk.desktop.buttons import Button
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.destinations import Destination
from talentdesk.desktop.navbar import NavBar
from talentdesk.desktop.words import Block, Span, Words
from talentdesk.i18n import native_name, say

_MARK = "talentdesk"


class Header(QWidget):
    """Brand, destinations, office, language button. Only destinations that exist are shown."""

    home_wanted = Signal()
    case_wanted = Signal()
    place_wanted = Signal(str)
    """The id of a destination."""
    language_wanted = Signal(str, object)
    """The first language, and the second; None: as it fits."""
    look_wanted = Signal(object)
    size_wanted = Signal(object)
    recovery_wanted = Signal()
    lock_wanted = Signal()

    def __init__(self, desk: Desk, destinations: Sequence[Destination] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._row = QHBoxLayout(self)
        self.ways = NavBar(desk, destinations, self)
        self.ways.home_wanted.connect(self.home_wanted)
        self.ways.case_wanted.connect(self.case_wanted)
        self.ways.place_wanted.connect(self.place_wanted)
        self._office = Words(self, wrap=False)
        self.menu_button = Button(parent=self, icon="globe")
        self.menu_button.clicked.connect(self.open_menu)
        self._row.addWidget(self.ways, 1)
        self._row.addWidget(self._office, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addSpacing(12)
        self._person = ""
        self.person_button = Button(parent=self, icon="padlock")
        self.person_button.hide()
        self.person_button.clicked.connect(self.lock_wanted)
        self._row.addWidget(self.person_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self.menu_button, 0, Qt.AlignmentFlag.AlignVCenter)
        # The office gives way in a narrow window; it must not hold the window wide.
        self.setMinimumWidth(320)
        self.restyle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shows the office only where there is room for it."""
        self._fit()

    def _fit(self) -> None:
        parts = [part for part in (self.person_button, self.menu_button) if not part.isHidden()]
        taken = self.ways.full_width + sum(part.sizeHint().width() for part in parts)
        margins = self._row.contentsMargins()
        room = self.width() - margins.left() - margins.right() - taken - (len(parts) + 2) * self._row.spacing() - 12
        self._office.setVisible(self._office.sizeHint().width() <= room)

    def show_place(self, place: str, *, in_case: bool, any_case: bool) -> None:
        """Marks where the person is (empty: at the start), and offers the cases only while one is open."""
        self.ways.show_place(place, in_case=in_case, any_case=any_case)
        self._fit()

    def show_person(self, name: str) -> None:
        """Who is signed in; a click locks the desk. At touch size the padlock alone has room."""
        self._person = name
        self.person_button.show()
        self._describe_lock()
        self.ways.fit()
        self._fit()

    def _describe_lock(self) -> None:
        alone = self._desk.is_kiosk or self._is_large
        self.person_button.show_words("" if alone else self._person, self._desk.language)
        words = say("Lock the desk, or hand it to a colleague (Ctrl+L)", self._desk.language)
        self.person_button.setAccessibleName(self._person or words)
        self.person_button.setAccessibleDescription(words)
        if self.person_button.isHidden():
            self.person_button.setAccessibleName(words)
        self.person_button.setToolTip(words)

    def retranslate(self) -> None:
        """Puts the words anew."""
        self._describe_lock()
        language, settings = self._desk.language, self._desk.settings
        self.ways.retranslate()
        office = " · ".join(part for part in (settings.office, self._counter(language)) if part)
        self._office.show_words((Span(office, "small", language, "muted"),))
        shown = (language,) if self._desk.is_kiosk else (language, self._desk.second)
        names = [native_name(tag) for tag in shown if tag]
        self.menu_button.show_words("" if self._is_large else " + ".join(names), language)
        self.menu_button.setAccessibleName(" + ".join(names))
        self.menu_button.setAccessibleDescription(say("Languages and look of the screen (Alt+L)", language))

    def _counter(self, language: str) -> str:
        """A counter that has only a number is called one; a name stands as it was given."""
        name = self._desk.settings.counter_name.strip()
        return say("Counter {number}", language, number=name) if name.isdecimal() else name

    def restyle(self) -> None:
        """Takes height and margins from the theme."""
        worn = theme.current()
        self.setFixedHeight(worn.measure("header"))
        brand = worn.pick(24, 40) + (0 if self._is_large else self._brand().width + worn.pick(8, 14))
        self._row.setContentsMargins(worn.pick(16, 40) + brand + worn.pick(22, 30), 0, worn.pick(16, 40), 1)
        self._row.setSpacing(worn.pick(4, 8))
        self.ways.restyle()
        self.retranslate()
        self.update()

    def open_menu(self) -> None:
        """Shows the menu under its button, its chosen language ready for the arrows."""
        from talentdesk.desktop.screenmenu import ScreenMenu

        menu = ScreenMenu(self._desk, self)
        menu.language_wanted.connect(self.language_wanted)
        menu.look_wanted.connect(self.look_wanted)
        menu.size_wanted.connect(self.size_wanted)
        menu.recovery_wanted.connect(self.recovery_wanted)
        menu.show_under(self.menu_button)

    @property
    def _is_large(self) -> bool:
        """Whether letters on a desk are so large that the ways need the room of everything else."""
        worn = theme.current()
        return worn.zoom > 100 and not worn.kiosk

    def _brand(self) -> Block:
        return Block(((Span(_MARK, "section_title", "en", "accent"),),), theme.current())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, line and brand."""
        worn = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), worn.colour("surface"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, worn.colour("line"))
        side, left, block = worn.pick(24, 40), worn.pick(16, 40), self._brand()
        icons.paint(painter, "brand", QRect(left, (self.height() - side) // 2, side, side), worn.colour("accent"))
        if not self._is_large:
            block.paint(painter, left + side + worn.pick(8, 14), (self.height() - block.height(1 << 20)) // 2, 1 << 20)

    def changeEvent(self, event: QEvent) -> None:
        """Follows language and look."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.StyleChange:
            self.restyle()
