"""What every screen of the window promises: its title, the keys that work on it, and where its focus belongs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple, Protocol

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from pathlib import Path

    from talentdesk.core.draft import Draft
    from talentdesk.core.person import Person as Applicant
    from talentdesk.desktop.desk import Desk
    from talentdesk.desktop.session import Session
    from talentdesk.service.picturezones import PictureZone
    from talentdesk.store.staff import Person


class KeyHint(NamedTuple):
    """A key as it is engraved, and what it does now: a message id, said in the language of the window."""

    keys: str
    meaning: str


class Guide(Protocol):
    """Where a screen may ask to be taken. The window is the guide."""

    @property
    def stack(self) -> QWidget:
        """Where the screens lie. What is made in it is dressed once; what is brought there later, all anew."""

    def go_home(self) -> None:
        """To the start."""

    def visit(self, destination: str, item: str = "") -> None:
        """To a destination of the header, by its id in `destinations`, and there to one item of it."""

    def back(self) -> None:
        """To where the person came from."""

    def set_up(self) -> None:
        """To the steps of the first setup, where it was left."""

    def choose_procedure(
        self, filled: Mapping[str, tuple[str, str]] | None = None, person: Applicant | None = None
    ) -> None:
        """To the choice of a procedure for a new case; `filled` is what a scan gives it: id -> (text, source). A case
        of a `person` fills itself from their ledger."""

    def find_procedure(self, filled: Mapping[str, tuple[str, str]] | None = None) -> None:
        """To the questions that tell which procedure fits."""

    def begin_case(
        self,
        procedure: str,
        filled: Mapping[str, tuple[str, str]] | None = None,
        person: Applicant | None = None,
    ) -> None:
        """Begins a case of this procedure, for a person where one is given, and opens it."""

    def scan(self, text: str = "") -> None:
        """To the panel that reads a document, with `text` already in it."""

    def compare_picture(self, zone: PictureZone) -> None:
        """To the same panel, with what was seen in a picture of a document, for the case that was in front before."""

    def pick_up(self, code: str) -> None:
        """Makes a case of what a public machine left under the code of a slip."""

    def import_file(self) -> None:
        """Asks for a file, and to what it holds. Nothing happens at a public machine."""

    def open_case(self, draft: Draft) -> None:
        """To the page where the case was left."""

    def load_case(self, id: str, question: str = "") -> None:
        """Brings a case from the store and opens it, at `question` or where it was left."""

    def fill_in(self, session: Session, question: str = "") -> None:
        """To the questions of an open case, at `question` or where the person was."""

    def review(self, session: Session) -> None:
        """To the review of an open case."""

    def judge(self, session: Session) -> None:
        """To how an open case stands with the rules."""

    def show_case(self, session: Session, name: str) -> None:
        """To one of the screens of an open case, by its name in `casescreens`."""

    def close_case(self, session: Session) -> None:
        """Puts an open case away, saved."""

    def go_on_with(self, session: Session, draft: Draft, version: int) -> None:
        """Goes on with the one case that was made of two versions; `version` is the other one's in the store."""

    def remind_of(self, session: Session) -> None:
        """Two versions of this case are still to be decided between."""

    def signed_in(self, person: Person) -> None:
        """Somebody signed in by an act of theirs: the desk is theirs from now on."""

    def speak(self, language: str, second: str | None = None) -> None:
        """Switches the languages of the window; without `second` the one beside stays, or changes places."""

    def tell(self, sentence: str) -> None:
        """Shows a finished sentence in the status bar until the next one, and has it read out."""


class Screen(QWidget):
    """One page of the window.

    Words are put in by `retranslate`, everything that depends on look and size by `restyle`; both are called by
    Qt's own change events, so that a live switch keeps focus and typed text. Keys that print (`/`, `1`) are handled
    in `keyPressEvent`, never as shortcuts: a scanner's burst must not start anything.
    """

    hints_changed = Signal()
    """The keys that work here, or the standing text, have changed."""

    session: Session | None = None
    """The open case the screen belongs to."""

    person: Applicant | None = None
    """The person whose ledger the screen shows."""

    def __init__(self, desk: Desk, guide: Guide, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.guide = guide
        self._place: QWidget | None = None

    def title(self, language: str) -> str:
        """What the screen is, for a screen reader. Never a person's data."""
        raise NotImplementedError

    def hints(self) -> tuple[KeyHint, ...]:
        """The keys that work here now, most wanted first."""
        return ()

    def standing(self, language: str) -> str:
        """What stands beside the saved state, such as how many errors there are."""
        return ""

    def retranslate(self) -> None:
        """Puts every word anew, in the desk's languages."""

    def restyle(self) -> None:
        """Takes colours and sizes from the theme that is worn now."""

    def enter(self) -> None:
        """Has been brought to the front: takes the focus to where it was or belongs."""
        place = self._place if self._place is not None and self.isAncestorOf(self._place) else self.focus_place()
        place.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Is about to go to the back: remembers the focus."""
        focus = QApplication.focusWidget()
        self._place = focus if focus is not None and self.isAncestorOf(focus) else None

    def focus_place(self) -> QWidget:
        """The widget that takes the focus at first."""
        return self

    def help_wanted(self) -> bool:
        """F1 was pressed: shows help of its own and says so, or leaves it to the window's list of keys."""
        return False

    def new_case_wanted(self) -> bool:
        """Ctrl+N was pressed: begins a case of its own kind and says so, or leaves it to the window."""
        return False

    def show_item(self, item: str) -> None:
        """As a destination: goes to one item of it, by its id."""

    def take_file(self, file: Path) -> None:
        """As the destination that a file of this kind belongs to: takes one that was let fall on the window."""

    def scanned(self, text: str) -> None:
        """A scan came while this screen was in front."""
        self.guide.scan(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.guide.back()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follows the window's language, look and size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.StyleChange:
            self.restyle()
