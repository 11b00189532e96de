"""A case is given back: in which language the slip is printed, and on what."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from talentdesk.desktop import theme
from talentdesk.desktop.bilingual import both_say
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.controls import Card
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.flow import FlowLayout
from talentdesk.desktop.session import Session
from talentdesk.desktop.words import Words, pair
from talentdesk.i18n import N_, plural
from talentdesk.i18n.languages import LANGUAGES, native_name
from talentdesk.service.corrections import corrections
from talentdesk.service.returns import slip_language, slip_pair


class ReturnStrip(Card):
    """The slip's language, chosen from where the person comes; a clerk may choose another. Esc puts it away."""

    print_wanted = Signal(str)
    """The slip is to be printed in this language, and the case given back."""
    save_wanted = Signal(str)
    """The same, as a PDF."""
    closed = Signal()

    def __init__(self, desk: Desk, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent, fill="attention_soft", edge="attention_line")
        self._desk = desk
        self._session = session
        self.language = ""
        self._told = Words(self)
        self._choices = QWidget(self)
        flow = FlowLayout(self._choices, gap=8)
        self.languages = {tag: Button(parent=self._choices, small=True) for tag in LANGUAGES}
        for tag, button in self.languages.items():
            button.setCheckable(True)
            button.show_words(native_name(tag), tag)
            button.clicked.connect(lambda _=False, tag=tag: self.choose(tag))
            flow.addWidget(button)
        acts = QWidget(self)
        acts_flow = FlowLayout(acts, gap=8)
        self.print_button = Button(Role.MAIN, acts, icon="printer", small=True)
        self.save_button = Button(parent=acts, icon="save", small=True)
        self.close_button = Button(Role.LINK, acts, small=True)
        for act in (self.print_button, self.save_button, self.close_button):
            acts_flow.addWidget(act)
        column = self.inside
        assert isinstance(column, QVBoxLayout)
        for part in (self._told, self._choices, acts):
            column.addWidget(part)
        self.print_button.clicked.connect(lambda: self.print_wanted.emit(self.language))
        self.save_button.clicked.connect(lambda: self.save_wanted.emit(self.language))
        self.close_button.clicked.connect(self.put_away)
        self.hide()

    def open(self) -> None:
        """Asks for the language."""
        self.choose(self.language or slip_language(self._session.interview))
        self.retranslate()
        self.show()
        self.print_button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def choose(self, language: str) -> None:
        """The slip is for a reader of this language."""
        self.language = language
        for tag, button in self.languages.items():
            button.setChecked(tag == language)

    def put_away(self) -> None:
        """Closes it; the case stays where it is."""
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts it away."""
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
        else:
            super().keyPressEvent(event)

    def count(self) -> int:
        """How many things the slip asks for."""
        interview = self._session.interview
        chosen = slip_pair(self.language or "en")
        return len(corrections(interview, (chosen[1], chosen[0]), interview.notes.comments))

    def retranslate(self) -> None:
        """Puts the words anew."""
        desk, count = self._desk, self.count()

        def told(language: str) -> str:
            return plural(
                "The slip names {count} thing to put right. It is written in the person's language:",
                "The slip names {count} things to put right. It is written in the person's language:",
                count,
                language,
            )

        second = told(desk.second) if desk.second else ""
        self._told.show_words(*pair(told(desk.language), desk.language, second, desk.second, "body"))
        for button, caption in (
            (self.print_button, N_("Print the slip and return")),
            (self.save_button, N_("Save the slip and return")),
            (self.close_button, N_("Do not return")),
        ):
            said = both_say(desk, caption)
            button.show_words(said.text, said.language)
        self.close_button.show_key("" if theme.current().kiosk else "Esc")
