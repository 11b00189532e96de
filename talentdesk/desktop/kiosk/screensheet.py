"""Languages, size of the letters and colours of the screen, in reach on every page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from talentdesk.desktop import theme
from talentdesk.desktop.bilingual import Both, both_say
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.kiosk.sheet import Sheet, caption, heading
from talentdesk.desktop.words import Words
from talentdesk.i18n import LANGUAGES, N_, native_name, say

_TITLE = N_("Language, letters and colours")
_FIRST, _SECOND = N_("Language of the screen"), N_("Second language beside each question")
_LETTERS, _LOOK = N_("Size of the letters"), N_("Look")
_LOOKS = (
    (theme.Look.LIGHT, N_("Light")),
    (theme.Look.DARK, N_("Dark")),
    (theme.Look.HIGH_CONTRAST, N_("High contrast")),
)


class ScreenSheet(Sheet):
    """Each touch takes effect at once; the main act goes back to where the person was."""

    done = Signal()
    spoke = Signal(str, str)
    """The two languages wanted."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.back.hide()
        self.main.clicked.connect(self.done)
        self._title = Words(self)
        self.body.addWidget(self._title)
        self._places: list[tuple[QGridLayout, list[Button], int]] = []
        self._groups: list[tuple[Words, str, QGridLayout]] = []
        self._choices: list[tuple[Button, Callable[[], bool], Callable[[], Both]]] = []
        self._add(_FIRST, [self._language(tag) for tag in LANGUAGES], 2)
        self._add(_SECOND, [*(self._second(tag) for tag in LANGUAGES), self._second("")], 2)
        self._add(_LETTERS, [self._zoom(zoom) for zoom in theme.ZOOMS], 3)
        self._add(_LOOK, [self._look(look, name) for look, name in _LOOKS], 3)
        self.body.addStretch(1)
        self.restyle()

    def _add(self, message: str, buttons: list[Button], columns: int) -> None:
        head, grid = Words(self), QGridLayout()
        grid.setSpacing(24)
        self._places.append((grid, buttons, columns))
        self.body.addWidget(head)
        self.body.addLayout(grid)
        self._groups.append((head, message, grid))

    def _choice(self, act: Callable[[], None], chosen: Callable[[], bool], said: Callable[[], Both]) -> Button:
        button = Button(Role.PLAIN, self)
        button.setCheckable(True)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda _=False: act())
        button.clicked.connect(lambda _=False: self._mark())
        self._choices.append((button, chosen, said))
        return button

    def _language(self, tag: str) -> Button:
        return self._choice(
            lambda: self.spoke.emit(tag, self.desk.second if self.desk.second != tag else self.desk.language),
            lambda: self.desk.language == tag,
            lambda: Both(native_name(tag), tag, "", ""),
        )

    def _second(self, tag: str) -> Button:
        return self._choice(
            lambda: self.spoke.emit(self.desk.language, tag if tag != self.desk.language else ""),
            lambda: self.desk.second == tag,
            lambda: Both(native_name(tag), tag, "", "") if tag else both_say(self.desk, N_("No second language")),
        )

    def _zoom(self, zoom: int) -> Button:
        return self._choice(
            lambda: self.desk.magnify(zoom),
            lambda: self.desk.zoom == zoom,
            lambda: Both(say("{number} %", self.desk.language, number=zoom), self.desk.language, "", ""),
        )

    def _look(self, look: theme.Look, name: str) -> Button:
        return self._choice(
            lambda: self.desk.wear(look, self.desk.size),
            lambda: self.desk.look is look,
            lambda: both_say(self.desk, name),
        )

    def _mark(self) -> None:
        for button, chosen, _said in self._choices:
            button.setChecked(chosen())
            button.show_icon("check" if button.isChecked() else "")

    def title(self, language: str) -> str:
        """What can be chosen here."""
        return say(_TITLE, language)

    def focus_place(self) -> QWidget:
        """The language that is spoken."""
        return next((button for button, chosen, _ in self._choices if chosen()), self.main)

    def arrange(self) -> None:
        """Beside each other as far as the letters allow."""
        for grid, buttons, columns in self._places:
            across = 1 if theme.current().zoom > 150 and not self.is_wide else columns
            for place, button in enumerate(buttons):
                grid.addWidget(button, place // across, place % across)

    def restyle(self) -> None:
        """Letters may have grown."""
        self.arrange()
        self.retranslate()

    def retranslate(self) -> None:
        """Says everything anew."""
        heading(self._title, both_say(self.desk, _TITLE))
        for head, message, _grid in self._groups:
            heading(head, both_say(self.desk, message), "label")
        for button, _chosen, said in self._choices:
            caption(button, said())
        caption(self.main, both_say(self.desk, N_("Back to my form")))
        self._mark()
