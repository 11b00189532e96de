"""The menu of the header: languages, look and size of the screen, and the recovery code."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from talentdesk.desktop import icons, theme
from talentdesk.desktop.desk import Desk
from talentdesk.i18n import LANGUAGES, N_, native_name, say

_LOOKS = (
    (theme.Look.LIGHT, N_("Light")),
    (theme.Look.DARK, N_("Dark")),
    (theme.Look.HIGH_CONTRAST, N_("High contrast")),
)
_SIZES = ((theme.Size.COUNTER, N_("For keyboard and mouse")), (theme.Size.KIOSK, N_("For touch, large")))


class ScreenMenu(QMenu):
    """Made anew each time it is opened, so that it speaks the language of the moment."""

    language_wanted = Signal(str, object)
    """The first language, and the second; None: as it fits."""
    look_wanted = Signal(object)
    size_wanted = Signal(object)
    recovery_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        language, second = desk.language, desk.second
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFont(theme.current().font("body", language))
        offered = [(tag, native_name(tag)) for tag in LANGUAGES]
        beside = [(tag, name) for tag, name in offered if tag != language]
        _head(self, say("Language of the screen", language))
        for tag, action in _choices(self, offered, language):
            action.triggered.connect(lambda _=False, tag=tag: self.language_wanted.emit(tag, None))
        _head(self, say("Second language beside each question", language))
        for tag, action in _choices(self, [*beside, ("", say("No second language", language))], second):
            action.triggered.connect(lambda _=False, tag=tag: self.language_wanted.emit(language, tag))
        _head(self, say("Look", language))
        for look, action in _choices(self, [(look, say(word, language)) for look, word in _LOOKS], desk.look):
            action.triggered.connect(lambda _=False, look=look: self.look_wanted.emit(look))
        _head(self, say("Size", language))
        for size, action in _choices(self, [(size, say(word, language)) for size, word in _SIZES], desk.size):
            action.triggered.connect(lambda _=False, size=size: self.size_wanted.emit(size))

        if desk.settings.mode != "kiosk":
            _head(self, say("Cases on this computer", language))
            code = self.addAction(say("New recovery code…", language))
            code.triggered.connect(self.recovery_wanted)

    def show_under(self, button: QWidget) -> None:
        """Opens below `button`, right edges aligned, the chosen language ready for the arrows."""
        corner = button.mapToGlobal(button.rect().bottomRight())
        corner.setX(corner.x() - self.sizeHint().width() + 1)
        self.popup(corner)
        self.setActiveAction(next(action for action in self.actions() if action.isChecked()))


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
