"""The band that says what keeps the program from saving, what to do, and lets the person save to a file meanwhile."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from talentdesk.desktop import icons, theme
from talentdesk.desktop.buttons import Button
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.words import Span, Words
from talentdesk.i18n import N_, say

CRASHED = N_(
    "Something in talentdesk went wrong. What you typed has been kept. Go on; if it happens again, "
    "close the window and start talentdesk anew."
)

_DAMAGED = frozenset({"store.damaged", "store.wrong_key"})
"""Troubles of a file that is not as it was written; a damaged first page looks like a wrong key."""

ELSEWHERE = "store.changed_elsewhere"
"""Two versions of a case are to be decided between."""

_LOCKED = frozenset({"key.device_lost", "key.passphrase_wanted", "key.keyring_locked", "key.wrong_secret"})


class Banner(QWidget):
    """Stands under the header until the trouble is over; several troubles: the newest is shown."""

    save_wanted = Signal()
    rescue_wanted = Signal()
    code_wanted = Signal()
    compare_wanted = Signal()
    dismissed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._code = ""
        self._sentence: Callable[[str], str] = str
        self._words = Words(self)
        self._save = Button(parent=self, icon="save", small=True)
        self._save.clicked.connect(self.save_wanted)
        self._rescue = Button(parent=self, icon="shield", small=True)
        self._rescue.clicked.connect(self.rescue_wanted)
        self._code_button = Button(parent=self, icon="padlock", small=True)
        self._code_button.clicked.connect(self.code_wanted)
        self._compare = Button(parent=self, icon="users", small=True)
        self._compare.clicked.connect(self.compare_wanted)
        self._close = Button(parent=self, small=True)
        self._close.clicked.connect(self._dismiss)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.addWidget(self._words, 1, Qt.AlignmentFlag.AlignVCenter)
        acts = QHBoxLayout()
        acts.addWidget(self._rescue)
        acts.addWidget(self._code_button)
        acts.addWidget(self._compare)
        acts.addWidget(self._save)
        acts.addWidget(self._close)
        acts.addStretch(1)
        self._row.addLayout(acts)
        self.restyle()
        self.hide()

    @property
    def code(self) -> str:
        """Which trouble is shown; empty: none."""
        return self._code

    @property
    def sentence(self) -> str:
        """What is shown, in words."""
        return self._words.text()

    def show_trouble(self, code: str, sentence: Callable[[str], str], *, can_save: bool) -> None:
        """Says `sentence(language)` and offers what helps: to save as a file where something unsaved is open, to
        rescue what can be read where the store is damaged, to open with the code where the key is lost."""
        self._code, self._sentence = code, sentence
        self._rescue.setVisible(code in _DAMAGED)
        self._code_button.setVisible(code in _LOCKED)
        self._compare.setVisible(code == ELSEWHERE)
        self._save.setVisible(can_save)
        self.retranslate()
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def clear(self, code: str = "") -> None:
        """The trouble is over; with `code` only if it begins like that of the one shown."""
        if self._code.startswith(code):
            self._code = ""
            self.hide()

    def _dismiss(self) -> None:
        self.clear()
        self.dismissed.emit()

    def retranslate(self) -> None:
        """Puts the words anew."""
        language = self._desk.language
        if self._code:
            text = self._sentence(language)
            self._words.show_words((Span(text, "body", language, "text"),))
            self.setAccessibleName(text)
        self._save.show_words(say("Save what I typed to a file…", language), language)
        self._rescue.show_words(say("Rescue what can be read", language), language)
        self._code_button.show_words(say("Open with the recovery code", language), language)
        self._compare.show_words(say("Compare both versions", language), language)
        self._close.show_words(say("Hide", language), language)

    def restyle(self) -> None:
        """Takes its margins from the theme."""
        worn = theme.current()
        self._row.setContentsMargins(worn.pick(52, 120), worn.pick(8, 24), worn.pick(24, 56), worn.pick(8, 24))
        self._row.setSpacing(worn.pick(12, 24))
        # Large buttons leave the sentence no room beside them.
        down, along = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._row.setDirection(down if worn.kiosk else along)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Amber ground, edge and mark."""
        worn = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), worn.colour("attention_soft"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, worn.colour("attention_line"))
        painter.fillRect(0, 0, worn.pick(4, 8), self.height(), worn.colour("attention_line"))
        side = worn.pick(20, 40)
        place = QRect(worn.pick(20, 56), (self.height() - side) // 2, side, side)
        icons.paint(painter, "triangle", place, worn.colour("attention"))

    def changeEvent(self, event: QEvent) -> None:
        """Follows language and look."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.StyleChange:
            self.restyle()
