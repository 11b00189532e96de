"""The recovery code: shown once to be written down, and asked for where this computer no longer knows the key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from talentdesk.desktop import theme
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.fields import Frame, Line
from talentdesk.desktop.words import Span, Words
from talentdesk.i18n import N_, say

_WRITE_DOWN = N_(
    "Write this code down and keep it away from this computer. It opens the cases where this computer's key is lost, "
    "and a backup on another computer. It is shown only now; an earlier code no longer works."
)
_ASK = N_("Type the recovery code that was written down, or the passphrase. Small letters and dashes don't matter.")


class Dialog(QDialog):
    """A sentence, what belongs to it, and the buttons that end it."""

    def __init__(self, desk: Desk, parent: QWidget, title: str, sentence: str) -> None:
        super().__init__(parent)
        worn, language = theme.current(), desk.language
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say(title, language))
        self.setModal(True)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, worn.colour("surface"))
        self.setPalette(palette)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(*[worn.pick(24, 48)] * 4)
        self.column.setSpacing(worn.pick(16, 32))
        heading, words = Words(self), Words(self)
        heading.show_words((Span(say(title, language), "section_title", language, "text"),))
        words.show_words((Span(say(sentence, language), "body", language, "text"),))
        # A dialog takes the height of its first hint, which knows nothing of lines that wrap.
        room = self.room = worn.pick(520, 900)
        for label in (heading, words):
            label.setFixedWidth(room)
            label.setMinimumHeight(label.heightForWidth(room))
            self.column.addWidget(label)
        self.buttons = QHBoxLayout()
        self.buttons.addStretch(1)

    def offer(self, role: Role, word: str, language: str, act: Callable[[], object]) -> Button:
        """A button at the foot, from left to right."""
        button = Button(role, parent=self)
        button.show_words(say(word, language), language)
        button.clicked.connect(act)
        self.buttons.addWidget(button)
        return button


class ShownCode(Dialog):
    """A new code, until the person says that it is written down."""

    def __init__(self, desk: Desk, parent: QWidget, code: str) -> None:
        super().__init__(desk, parent, N_("Recovery code"), _WRITE_DOWN)
        self.code = Words(self, centred=True)
        self.code.show_words((Span(code, "section_title", "en", "text"),))
        self.code.setAccessibleName(code)
        self.column.addWidget(self.code)
        self.column.addLayout(self.buttons)
        self.offer(Role.MAIN, N_("I have written it down"), desk.language, self.accept).setFocus()


class AskedCode(Dialog):
    """Asks for a code or passphrase; `then` is called with what was typed."""

    def __init__(self, desk: Desk, parent: QWidget, then: Callable[[str], None]) -> None:
        super().__init__(desk, parent, N_("Open with the recovery code"), _ASK)
        self._then = then
        frame = Frame(self)
        self.line = Line(frame)
        self.line.setAccessibleName(say(N_("Recovery code or passphrase"), desk.language))
        self.line.setMaxLength(200)
        self.line.returnPressed.connect(self._take)
        frame.row.addWidget(self.line)
        self.column.addWidget(frame)
        self.column.addLayout(self.buttons)
        self.offer(Role.PLAIN, N_("Cancel"), desk.language, self.reject)
        self.offer(Role.MAIN, N_("Open the cases"), desk.language, self._take)
        self.line.setFocus()

    def _take(self) -> None:
        typed = self.line.text()
        if typed.strip():
            self.line.setText("")
            self.accept()
            self._then(typed)
