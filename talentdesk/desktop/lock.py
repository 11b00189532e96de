"""The desk is locked: what was typed is saved, nothing of any case is shown or reached, and somebody signs in again.

Ctrl+L, some minutes without a key, or the store itself asks for it. A colleague who signs in takes over what is open.
The key stays in this process's memory meanwhile, so that what was typed last can still be saved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from talentdesk.desktop.signin import SignIn

if TYPE_CHECKING:
    from talentdesk.desktop.desk import Desk
    from talentdesk.store.staff import Person

_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
    }
)


class Lockable(Protocol):
    """What the lock asks of the window."""

    desk: Desk

    def cover(self, curtain: QWidget) -> None:
        """Shows this alone."""

    def uncover(self, person: Person) -> None:
        """Shows what was there, for who is here now."""

    def ask_code(self) -> None:
        """Asks for the recovery code."""

    def speak(self, language: str, second: str | None = None) -> None:
        """Switches the language."""


class Lock(QObject):
    """Locks one window and opens it again."""

    def __init__(self, window: Lockable, owner: QWidget) -> None:
        super().__init__(owner)
        self._window, self._owner = window, owner
        self._curtain: SignIn | None = None
        self._asleep: list[QShortcut] = []
        self.is_locked = False
        self._idle = QTimer(self, singleShot=True)
        self._idle.timeout.connect(self.lock)

    @property
    def curtain(self) -> SignIn:
        """What is shown meanwhile, made when it is first wanted."""
        if self._curtain is None:
            self._curtain = SignIn(self._window.desk, self._owner)
            self._curtain.hide()
            self._curtain.signed_in.connect(self.open)
            self._curtain.code_wanted.connect(self._window.ask_code)
            self._curtain.language_wanted.connect(self._window.speak)
        return self._curtain

    def lock(self) -> None:
        """Saves, then shows nothing until somebody signs in. Where nobody has a PIN nothing happens."""
        desk = self._window.desk
        if self.is_locked or desk.person is None or not desk.is_ready:
            return
        self._cover()
        # The store refuses from now on; what was typed goes first. What could not be saved is kept and tried again, and
        # the store tells of it itself: locked is locked.
        desk.letters.expect(desk.keeper.lock(), lambda _: None, lambda _error: None, self)
        self.curtain.begin()

    def ask(self) -> None:
        """The store asks who is there."""
        if not self.is_locked:
            self._cover()
            self.curtain.begin()

    def open(self, person: Person) -> None:
        """Somebody is there: what was open is shown again."""
        self.is_locked = False
        self._window.desk.person = person
        for shortcut in self._asleep:
            shortcut.setEnabled(True)
        self._asleep = []
        self.curtain.hide()
        self._window.uncover(person)
        self._watch()

    def _cover(self) -> None:
        self.is_locked = True
        self._idle.stop()
        focus = QApplication.focusWidget()
        if focus is not None:
            focus.clearFocus()  # a half-typed answer is taken before it is saved
        for dialog in QApplication.topLevelWidgets():
            if isinstance(dialog, QDialog) and dialog.isVisible():
                dialog.reject()
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        QGuiApplication.clipboard().clear()  # whoever comes next must not paste a name
        self._asleep = [each for each in self._owner.findChildren(QShortcut) if each.isEnabled()]
        for shortcut in self._asleep:
            shortcut.setEnabled(False)
        self._window.cover(self.curtain)

    # ---- idle

    def _watch(self) -> None:
        minutes = self._window.desk.settings.idle_minutes
        if minutes and self._window.desk.person is not None:
            QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]
            self._idle.start(minutes * 60_000)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Every sign of life starts the minutes anew."""
        if event.type() in _SIGNS_OF_LIFE and not self.is_locked and self._idle.isActive():
            self._idle.start()
        return False
