"""The bar at the top: where one can go, which office this is, and the languages, look and size of the screen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMenu, QSizePolicy, QWidget

from talentdesk.desktop import icons, shapes, theme
from talentdesk.desktop.buttons import Button
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.words import Block, Span, Words
from talentdesk.i18n import LANGUAGES, N_, native_name, say

_LOOKS = (
    (theme.Look.LIGHT, N_("Light")),
    (theme.Look.DARK, N_("Dark")),
    (theme.Look.HIGH_CONTRAST, N_("High contrast")),
)
_SIZES = ((theme.Size.COUNTER, N_("For keyboard and mouse")), (theme.Size.KIOSK, N_("For touch, large")))
_MARK = "talentdesk"


class NavButton(QAbstractButton):
    """A destination; the one where the person is has a bar under it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def nextCheckState(self) -> None:
        """Being there is shown by the window, not by the click."""

    def sizeHint(self) -> QSize:
        """The word and air."""
        worn = theme.current()
        return QSize(self._block().width + 2 * worn.pick(12, 24), worn.measure("header") - 1)

    def _block(self) -> Block:
        chosen = self.isChecked() or self.underMouse()
        style = "button" if self.isChecked() else "body"
        return Block(
            ((Span(self.text(), style, self._desk.language, "accent" if chosen else "text"),),), theme.current()
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Word, bar, and a ring when the focus is here."""
        worn = theme.current()
        painter = QPainter(self)
        block = self._block()
        block.paint(painter, (self.width() - block.width) // 2, (self.height() - block.height(1 << 20)) // 2, 1 << 20)
        if self.isChecked():
            painter.fillRect(0, self.height() - worn.pick(3, 6), self.width(), worn.pick(3, 6), worn.colour("accent"))
        if self.hasFocus():
            _ring(painter, self.rect().adjusted(2, 6, -2, -6), worn)


class Header(QWidget):
    """Brand, destinations, office, language button. Only destinations that exist are shown."""

    home_wanted = Signal()
    case_wanted = Signal()
    language_wanted = Signal(str, str)
    look_wanted = Signal(object)
    size_wanted = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._row = QHBoxLayout(self)
        self._home = NavButton(desk, self)
        self._home.clicked.connect(self.home_wanted)
        self._case = NavButton(desk, self)
        self._case.clicked.connect(self.case_wanted)
        self._case.hide()
        self._office = Words(self, wrap=False)
        self.menu_button = Button(parent=self, icon="globe")
        self.menu_button.clicked.connect(self.open_menu)
        self._row.addWidget(self._home)
        self._row.addWidget(self._case)
        self._row.addStretch(1)
        self._row.addWidget(self._office, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addSpacing(12)
        self._row.addWidget(self.menu_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.restyle()
        self.retranslate()

    def show_place(self, *, home: bool, any_case: bool) -> None:
        """Marks where the person is, and offers the cases only while one is open."""
        self._home.setChecked(home)
        self._case.setChecked(not home)
        self._case.setVisible(any_case)
        self._home.updateGeometry()
        self._case.updateGeometry()
        self.update()

    def retranslate(self) -> None:
        """Puts the words anew."""
        language, settings = self._desk.language, self._desk.settings
        self._home.setText(say("Today", language))
        self._case.setText(say("Cases", language))
        office = " · ".join(part for part in (settings.office, settings.counter_name) if part)
        self._office.show_words((Span(office, "small", language, "muted"),))
        names = [native_name(tag) for tag in (language, self._desk.second) if tag]
        self.menu_button.show_words(" + ".join(names), language)
        self.menu_button.setAccessibleDescription(say("Languages and look of the screen (Alt+L)", language))

    def restyle(self) -> None:
        """Takes height and margins from the theme."""
        worn = theme.current()
        self.setFixedHeight(worn.measure("header"))
        brand = worn.pick(24, 40) + self._brand().width + worn.pick(8, 14)
        self._row.setContentsMargins(worn.pick(16, 40) + brand + worn.pick(22, 30), 0, worn.pick(16, 40), 1)
        self._row.setSpacing(worn.pick(4, 8))
        self.update()

    def open_menu(self) -> None:
        """Shows the menu under its button, its first entry ready for the arrows."""
        menu = self._make_menu()
        corner = self.menu_button.mapToGlobal(self.menu_button.rect().bottomRight())
        corner.setX(corner.x() - menu.sizeHint().width() + 1)
        menu.popup(corner)
        checked = next((action for action in menu.actions() if action.isChecked()), None)
        menu.setActiveAction(checked or menu.actions()[0])

    def _make_menu(self) -> QMenu:
        language, second = self._desk.language, self._desk.second
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setFont(theme.current().font("body", language))
        offered = [(tag, native_name(tag)) for tag in LANGUAGES]
        beside = [(tag, name) for tag, name in offered if tag != language]
        _head(menu, say("Language of the screen", language))
        for tag, action in _choices(menu, offered, language):
            action.triggered.connect(lambda _=False, tag=tag: self.language_wanted.emit(tag, self._beside(tag)))
        _head(menu, say("Beside it, on every question", language))
        for tag, action in _choices(menu, [*beside, ("", say("No second language", language))], second):
            action.triggered.connect(lambda _=False, tag=tag: self.language_wanted.emit(language, tag))
        _head(menu, say("Look", language))
        for look, action in _choices(menu, [(look, say(word, language)) for look, word in _LOOKS], self._desk.look):
            action.triggered.connect(lambda _=False, look=look: self.look_wanted.emit(look))
        _head(menu, say("Size", language))
        for size, action in _choices(menu, [(size, say(word, language)) for size, word in _SIZES], self._desk.size):
            action.triggered.connect(lambda _=False, size=size: self.size_wanted.emit(size))
        return menu

    def _beside(self, chosen: str) -> str:
        """The second language once `chosen` is the first: they change places when they are the same."""
        return self._desk.language if chosen == self._desk.second else self._desk.second

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
        block.paint(painter, left + side + worn.pick(8, 14), (self.height() - block.height(1 << 20)) // 2, 1 << 20)

    def changeEvent(self, event: QEvent) -> None:
        """Follows language and look."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.StyleChange:
            self.restyle()


def _head(menu: QMenu, text: str) -> None:
    """A line that names what follows. Styled menus don't paint the texts of Qt's own sections."""
    if menu.actions():
        menu.addSeparator()
    head = menu.addAction(text.replace("&", "&&"))
    head.setEnabled(False)
    head.setFont(theme.current().font("column", "en"))


def _choices(menu: QMenu, offered: list[tuple[str, str]], chosen: str) -> list[tuple[str, QAction]]:
    group = QActionGroup(menu)
    made = []
    for value, word in offered:
        action = menu.addAction(word.replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(value == chosen)
        if value == chosen:
            action.setIcon(icons.icon("check", theme.current().colour("accent"), theme.current().pick(16, 40)))
        group.addAction(action)
        made.append((value, action))
    return made


def _ring(painter: QPainter, place: QRect, worn: theme.Theme) -> None:
    shapes.box(painter, place, worn.field_radius, None, worn.colour("focus"), worn.ring)
