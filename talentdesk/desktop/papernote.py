"""What stands on one paper: the day it was issued and by which country, typed below its line at the documents desk."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from talentdesk.core.documents import DocumentView
from talentdesk.core.form import Kind, Question, Text
from talentdesk.desktop import theme
from talentdesk.desktop.bilingual import both_say
from talentdesk.desktop.dates import DateEditor
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.editors import Editor
from talentdesk.desktop.kinds import make_editor
from talentdesk.desktop.session import Session
from talentdesk.desktop.words import Words, pair
from talentdesk.i18n import N_, say, word

_DAY = Question("issued", Kind.DATE, Text("", ""))
_COUNTRY = Question("country", Kind.COUNTRY, Text("", ""))
ISSUED_ON, ISSUED_IN = N_("Issued on"), N_("Issued in")


def may_note(view: DocumentView) -> bool:
    """Whether the desk can make use of a paper's day or origin: the day only where the form does not ask for it."""
    return asks_day(view) or view.document.authentication is not None


def asks_day(view: DocumentView) -> bool:
    """Whether the paper has to be recent, and no question of the form holds its day."""
    return view.document.fresh_months > 0 and not view.document.issued


class PaperNoteFields(QWidget):
    """One or two fields. `changed` comes with each change; `left` when Esc or Enter was pressed."""

    changed = Signal()
    left = Signal()

    def __init__(self, desk: Desk, view: DocumentView, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._view, self._session = desk, view, session
        self.fields: dict[str, tuple[str, Words, Editor]] = {}
        self._column = QVBoxLayout(self)
        note = session.draft.papers.get(view.document.id)
        if asks_day(view):
            self._add("issued", ISSUED_ON, DateEditor(_DAY, "issued"), note.issued if note else "")
        if view.document.authentication is not None:
            items = desk.catalogue.lists().items("countries")
            self._add(
                "country", ISSUED_IN, make_editor(_COUNTRY, "country", lambda _q: items), note.country if note else ""
            )
        self.restyle()
        self.retranslate()

    def _add(self, key: str, label: str, editor: Editor, text: str) -> None:
        words = Words(self)
        assert isinstance(editor, QWidget)
        editor.setParent(self)
        editor.show_text(text)
        editor.listen(lambda _id, typed: self._take(key, typed), self.left.emit)
        self._column.addWidget(words)
        self._column.addWidget(editor)
        self.fields[key] = (label, words, editor)

    def _take(self, key: str, text: str) -> None:
        self._session.note_paper(self._view.document.id, **{key: text})
        self.changed.emit()

    def take_focus(self) -> None:
        """Puts the caret into the first field."""
        for _label, _words, editor in self.fields.values():
            editor.place_caret()
            return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the line; what was typed stays."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        """Puts the words anew."""
        title = word(self._view.document.title, self._desk.language)
        for label, words, editor in self.fields.values():
            said = both_say(self._desk, label)
            words.show_words(*pair(*said, "label"))
            editor.retranslate(self._desk.language, self._desk.second)
            editor.describe(f"{title}: {say(label, self._desk.language)}", "")

    def restyle(self) -> None:
        """Takes sizes from the theme."""
        worn = theme.current()
        self._column.setContentsMargins(0, worn.pick(4, 12), 0, worn.pick(6, 16))
        self._column.setSpacing(worn.pick(4, 8))
