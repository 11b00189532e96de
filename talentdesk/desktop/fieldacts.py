"""What can be done to the field at hand beside typing: comment on it, see its history, undo and redo across fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from talentdesk.desktop.commentstrip import CommentStrip
from talentdesk.desktop.pastpanel import PastPanel
from talentdesk.desktop.screen import Guide, KeyHint
from talentdesk.i18n import N_, say, word
from talentdesk.service.fieldhistory import how_told

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from talentdesk.core.history import Change
    from talentdesk.desktop.desk import Desk
    from talentdesk.desktop.session import Session

_NOTHING_TO_UNDO = N_("There is nothing to undo.")
_NOTHING_TO_REDO = N_("There is nothing to redo.")
_LOCKED = N_("This case cannot be changed now. Begin the review first.")
_UNDONE = N_("Undone ({how}): {question}")
_REDONE = N_("Redone: {question}")


class FieldActs(QObject):
    """Belongs to the questions' screen; at a public machine there are no comments and no history."""

    closed = Signal()
    """Comment or history was put away: the focus goes back to the field."""

    def __init__(
        self, desk: Desk, guide: Guide, session: Session, go_to: Callable[[str], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._desk, self._guide, self._session, self._go_to = desk, guide, session, go_to
        self.comment = CommentStrip(desk, session, parent)
        self.past = PastPanel(desk, session, parent)
        for part in (self.comment, self.past):
            part.closed.connect(self.closed)

    def write_comment(self, question: str) -> None:
        """F8: a comment on this question or cell."""
        if self._desk.settings.mode == "kiosk" or not question:
            return
        self.past.hide()
        self.comment.open_on(question)

    def show_past(self, question: str) -> None:
        """Ctrl+H: the history of this question; the same key puts it away."""
        if self._desk.settings.mode == "kiosk" or not question:
            return
        if self.past.isVisible() and self.past.question == question:
            self.past.put_away()
            return
        self.comment.hide()
        self.past.open_on(question)

    def undo(self) -> None:
        """Ctrl+Z: takes the last change back and goes where it was made."""
        if self._refuse():
            return
        change = self._session.undo()
        if change is None:
            self._guide.tell(say(_NOTHING_TO_UNDO, self._desk.language))
        else:
            self._follow(change, _UNDONE)

    def redo(self) -> None:
        """Ctrl+Y: makes it again."""
        if self._refuse():
            return
        change = self._session.redo()
        if change is None:
            self._guide.tell(say(_NOTHING_TO_REDO, self._desk.language))
        else:
            self._follow(change, _REDONE)

    def hints(self) -> tuple[KeyHint, ...]:
        """Only what does something now."""
        if self._desk.settings.mode == "kiosk":
            return ()
        undo = (KeyHint("Ctrl+Z", N_("undo")),) if self._session.undoable is not None else ()
        return (*undo, KeyHint("Ctrl+H", N_("history")), KeyHint("F8", N_("comment")))

    def retranslate(self) -> None:
        """Puts the words anew."""
        for part in (self.comment, self.past):
            if part.isVisible():
                part.retranslate()

    def restyle(self) -> None:
        """Takes sizes from the theme."""
        for part in (self.comment, self.past):
            part.restyle()

    def _refuse(self) -> bool:
        if self._session.is_locked:
            self._guide.tell(say(_LOCKED, self._desk.language))
        return self._session.is_locked

    def _follow(self, change: Change, message: str) -> None:
        interview, language = self._session.interview, self._desk.language
        try:
            label = word(interview.question(change.question).label, language)
        except KeyError:  # the edition no longer has it
            return
        if interview.asked(change.question):
            self._go_to(change.question)
        self._guide.tell(say(message, language, question=label, how=how_told(change, language)))
