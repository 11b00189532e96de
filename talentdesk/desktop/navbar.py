"""Where one can go from the header: the start, the open cases, the destinations; what has no room is in a menu."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLayout, QMenu, QSizePolicy, QWidget

from talentdesk.desktop import shapes, theme
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.destinations import Destination
from talentdesk.desktop.words import Block, Span
from talentdesk.i18n import N_, say

HOME = ""
"""The id of the start; the others are ids of destinations."""


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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes there, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """The word and air."""
        worn = theme.current()
        return QSize(self._block().width + 2 * self._air(worn), worn.measure("header") - 1)

    def _air(self, worn: theme.Theme) -> int:
        return 6 if worn.zoom > 100 and not worn.kiosk else worn.pick(12, 24)

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
            shapes.box(
                painter, self.rect().adjusted(2, 6, -2, -6), worn.field_radius, None, worn.colour("focus"), worn.ring
            )


class NavBar(QWidget):
    """The ways in a row. The last of them give way to a menu when the window is narrow, the one in use does not."""

    home_wanted = Signal()
    case_wanted = Signal()
    place_wanted = Signal(str)
    """The id of a destination."""

    def __init__(self, desk: Desk, destinations: Sequence[Destination], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._home = self._add("")
        self._home.clicked.connect(self.home_wanted)
        self._case = self._add("")
        self._case.clicked.connect(self.case_wanted)
        self._case.hide()
        self._places = {each.id: (each, self._lead_to(each.id)) for each in destinations}
        self._more = self._add("")
        self._more.clicked.connect(self.open_menu)
        self._more.hide()
        self._row.addStretch(1)
        self._any_case = False
        # It must not hold the window wide: what has no room goes into the menu.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.restyle()

    def _add(self, text: str) -> NavButton:
        button = NavButton(self._desk, self)
        button.setText(text)
        self._row.addWidget(button)
        return button

    def _lead_to(self, id: str) -> NavButton:
        button = self._add("")
        button.clicked.connect(lambda: self.place_wanted.emit(id))
        return button

    @property
    def offered(self) -> tuple[str, ...]:
        """The ids of the destinations that whoever is here may go to, in the row or in the menu."""
        return tuple(id for id, (each, _) in self._places.items() if self._desk.may(each.act))

    @property
    def in_menu(self) -> tuple[str, ...]:
        """Those of them that the row has no room for."""
        return tuple(id for id in self.offered if self._places[id][1].isHidden())

    @property
    def full_width(self) -> int:
        """Pixels of all ways in one row."""
        return self._width((self._home, *([self._case] if self._any_case else []), *self._buttons()))

    def _buttons(self) -> tuple[NavButton, ...]:
        return tuple(self._places[id][1] for id in self.offered)

    def _width(self, buttons: Sequence[NavButton]) -> int:
        return sum(each.sizeHint().width() for each in buttons) + self._row.spacing() * max(0, len(buttons) - 1)

    def show_place(self, place: str, *, in_case: bool, any_case: bool) -> None:
        """Marks where the person is (empty: at the start), and offers the cases only while one is open."""
        self._any_case = any_case
        self._home.setChecked(not in_case and not place)
        self._case.setChecked(in_case)
        for id, (_, button) in self._places.items():
            button.setChecked(id == place and not in_case)
        self.fit()

    def fit(self) -> None:
        """Shows as many as the width holds."""
        buttons, hidden = list(self._buttons()), False
        first = [self._home, *([self._case] if self._any_case else [])]
        while buttons and self._width([*first, *buttons, *([self._more] if hidden else [])]) > self.width():
            gives_way = [each for each in buttons if not each.isChecked()]
            if not gives_way:
                break
            buttons.remove(gives_way[-1])
            hidden = True
        self._case.setVisible(self._any_case)
        for _, button in self._places.values():
            button.setVisible(button in buttons)
        self._more.setVisible(hidden)
        for way in (self._home, self._case, self._more, *buttons):
            way.updateGeometry()
        self.update()

    def open_menu(self) -> None:
        """Shows what has no room, the first of it ready for the arrows."""
        menu = self.menu()
        menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height())))
        menu.setActiveAction(menu.actions()[0])

    def menu(self) -> QMenu:
        """The destinations that have no room in the row."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setFont(theme.current().font("body", self._desk.language))
        for id in self.in_menu:
            action = menu.addAction(say(self._places[id][0].title, self._desk.language).replace("&", "&&"))
            action.triggered.connect(lambda _=False, id=id: self.place_wanted.emit(id))
        return menu

    def retranslate(self) -> None:
        """Puts the words anew."""
        language = self._desk.language
        self._home.setText(say("Today", language))
        self._case.setText(say("Cases", language))
        for each, button in self._places.values():
            button.setText(say(each.title, language))
        self._more.setText(say(N_("More"), language) + " ▾")
        self._more.setAccessibleName(say(N_("More destinations"), language))
        for key, button in zip(place_keys(tuple(self._places)), (self._home, *self._buttons_of_all()), strict=True):
            button.setToolTip(f"{button.text()} ({key})")
        self.fit()

    def _buttons_of_all(self) -> tuple[NavButton, ...]:
        return tuple(button for _, button in self._places.values())

    def restyle(self) -> None:
        """Takes its gaps from the theme."""
        self._row.setSpacing(theme.current().pick(4, 8))
        self.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width holds another number of ways."""
        super().resizeEvent(event)
        self.fit()


def place_keys(places: Sequence[str]) -> tuple[str, ...]:
    """The keys that lead to the start and to each of these destinations, in this order."""
    return tuple(f"Ctrl+{number}" for number in range(1, len(places) + 2))
