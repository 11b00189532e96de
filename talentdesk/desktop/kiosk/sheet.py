"""What every page of the public machine has: room that scrolls, and below it the acts, which never move."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from talentdesk.desktop import theme
from talentdesk.desktop.bilingual import Both
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.controls import Panel
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.kiosk.masks import HOLDS_ANSWERS
from talentdesk.desktop.touch import scrolled
from talentdesk.desktop.words import Words, pair

SIDE = 56
_GAP = 24
_LOW = 620
_MAIN = 340
"""Pixels the main act is wide, on every page."""
_ALONG = {Qt.Key.Key_Down: True, Qt.Key.Key_Right: True, Qt.Key.Key_Up: False, Qt.Key.Key_Left: False}


class Sheet(Panel):
    """One page. The main act stands at the lower right, whatever stands above it."""

    back_wanted = Signal()

    holds_answers = False
    """Whether it shows answers elsewhere than in fields: then all of it is veiled when nobody touches anything."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("canvas", parent)
        self.desk = desk
        self._worn = theme.current()
        self._shape: tuple[bool, bool, bool] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.top = QVBoxLayout()
        self.top.setContentsMargins(SIDE, 32, SIDE, 0)
        self.top.setSpacing(16)
        self.inside = QWidget()
        self.body = QVBoxLayout(self.inside)
        self.body.setContentsMargins(SIDE, 24, SIDE, 24)
        self.body.setSpacing(_GAP)
        self.area = scrolled(self.inside, self)
        self.area.setProperty(HOLDS_ANSWERS, self.holds_answers)
        # The area would scroll by the arrows, which walk here.
        self.area.installEventFilter(self)
        self.back = Button(Role.PLAIN, icon="back")
        self.main = Button(Role.MAIN, icon_after="forward")
        self.back.clicked.connect(self.back_wanted)
        self.acts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.acts.setContentsMargins(SIDE, 16, SIDE, 32)
        self.acts.setSpacing(_GAP)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(self.top)
        self._middle = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._middle.addWidget(self.area, 1)
        self._middle.addLayout(self.acts)
        self._column.addLayout(self._middle, 1)
        self._place_acts()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)

    def _place_acts(self) -> None:
        low = Qt.AlignmentFlag.AlignBottom
        self._lesser = QHBoxLayout()
        self._lesser.setSpacing(_GAP)
        for act in (self.back, *self.middle_acts()):
            self._lesser.addWidget(act, 0, low)
        self._lesser.addStretch(1)
        self.acts.addLayout(self._lesser, 1)
        self.acts.addWidget(self.main, 0, low | Qt.AlignmentFlag.AlignRight)
        self._stack_acts()

    def _stack_acts(self) -> None:
        """With large letters the main act stands on a line of its own, and where the keyboard leaves a wide screen
        little height the acts stand beside the page; the main one always at the lower right."""
        beside = self.is_low and self.is_wide
        stacked = theme.current().zoom > 100 and not self.is_wide
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._middle.setDirection(across if beside else down)
        self.acts.setDirection(down if stacked or beside else across)
        self.acts.setContentsMargins(0 if beside else SIDE, 8 if self.is_low else 16, SIDE, 12 if self.is_low else 32)
        self.main.setMinimumWidth(_MAIN)

    def middle_acts(self) -> tuple[Button, ...]:
        """Further acts between the way back and the main one; asked once, while the page is made."""
        return ()

    @property
    def is_low(self) -> bool:
        """Whether the keyboard leaves so little that only what is asked and its field are shown."""
        return self.height() < _LOW

    @property
    def is_cramped(self) -> bool:
        """Whether large letters and the keyboard leave no room for help beside what is asked."""
        return self.is_low or (theme.current().zoom > 100 and self.height() < 2 * _LOW)

    @property
    def is_wide(self) -> bool:
        """Whether the screen lies on its side: help then stands beside what it helps with."""
        screen = self.window()
        return screen.width() > screen.height()

    # ---- what the window asks

    def title(self, language: str) -> str:
        """What the page is, for a screen reader."""
        raise NotImplementedError

    def aloud(self, language: str) -> str:
        """What is read out when a person asks for it."""
        return self.title(language)

    def focus_place(self) -> QWidget:
        """What takes the focus when the page comes to the front."""
        return self.main

    def enter(self) -> None:
        """Has come to the front."""
        self.area.verticalScrollBar().setValue(0)
        self.focus_place().setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Lets go of everything it knows of a person."""

    def retranslate(self) -> None:
        """Puts every word anew, in the desk's languages."""

    def restyle(self) -> None:
        """Takes colours and sizes anew."""

    def arrange(self) -> None:
        """What stands beside what: asked when the page has another shape."""

    # ---- for Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes the arrows before the area does."""
        pressed = watched is self.area and event.type() == QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and event.key() in _ALONG:
            self.keyPressEvent(event)
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows walk too, where what has the focus does not need them itself."""
        if event.key() in _ALONG and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            self.focusNextPrevChild(_ALONG[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Escape and not self.back.isHidden() and self.back.isEnabled():
            self.back.click()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follows language, look and size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.StyleChange and self._worn is not theme.current():
            # Qt tells of a new style also when a page is shown for the first time.
            self._worn = theme.current()
            self._stack_acts()
            self.restyle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another shape, another order."""
        super().resizeEvent(event)
        shape = (self.is_wide, self.is_low, self.is_cramped)
        if shape != self._shape:
            self._shape = shape
            self._stack_acts()
            self.arrange()

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """What has the focus is in sight."""
        if now is not None and self.inside.isAncestorOf(now):
            self.area.ensureWidgetVisible(now, 0, 48)


def caption(button: Button, said: Both) -> None:
    """Says a button in both languages; in very large letters there is room for one."""
    second = said.second if theme.current().zoom <= 150 else ""
    button.show_words(said.text, said.language, second, said.second_language)


def heading(words: Words, said: Both, style: str = "page_title") -> None:
    """A title with its second language below."""
    words.show_words(*pair(said.text, said.language, said.second, said.second_language, style))
