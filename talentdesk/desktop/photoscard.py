"""The photos in a person's ledger: when, how large, on what background, and whether they are as the offices ask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from talentdesk.desktop import theme
from talentdesk.desktop.bilingual import both_say
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.cards import HeadedCard
from talentdesk.desktop.chips import ERROR, GOOD, INFORMATION, NOTICE, Chip, Mark, Status, Tone
from talentdesk.desktop.controls import Message, clear
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.words import Span, Words, pair
from talentdesk.i18n import N_, format_short_date, say
from talentdesk.service.personphotos import Verdict, day_of, newest_first, verdicts

if TYPE_CHECKING:
    from collections.abc import Callable

    from talentdesk.core.person import Photo
    from talentdesk.core.photo import Photo as Measured

BACKGROUNDS = {"white": N_("white background"), "blue": N_("blue background"), "other": N_("another background")}
WORKING = N_("The photo is being checked…")
_NONE = N_("No photo yet. One that is kept here is offered by every new case.")
_SURE = N_("Remove the photo? It is erased at once and for good. Press once more to do it.")


class PhotosCard(HeadedCard):
    """Newest first: the first one is what a new case offers."""

    add_wanted = Signal()
    remove_wanted = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.photos: tuple[Photo, ...] = ()
        self._measured: dict[str, Measured | None] = {}
        """By the digest of the file; None: it cannot be looked into."""
        self._refused: Callable[[str], str] | None = None
        self._sure = ""
        self.message = Message(self)
        self.add = Button(parent=self, small=True, icon="plus")
        self.add.clicked.connect(self.add_wanted)
        self.head.addWidget(self.add)
        self.removers: dict[str, Button] = {}
        self._list = QVBoxLayout()
        self.body.addWidget(self.message)
        self.body.addLayout(self._list)
        self.retranslate()

    def show_photos(self, photos: Sequence[Photo]) -> None:
        """Shows a person's photos."""
        shown = newest_first(photos)
        if shown != self.photos:
            self.photos, self._sure, self._refused = shown, "", None
        self.retranslate()

    def unmeasured(self) -> tuple[Photo, ...]:
        """Photos of which it is not known yet how they do."""
        return tuple(photo for photo in self.photos if photo.digest not in self._measured)

    def take(self, photo: Photo, measured: Measured | None) -> None:
        """What one of them was found to be; None: it cannot be looked into any more."""
        self._measured[photo.digest] = measured
        self.retranslate()

    def refuse(self, told: Callable[[str], str]) -> None:
        """Why a file was not kept."""
        self._refused = told
        self.retranslate()

    def _remove(self, id: str) -> None:
        """Asked twice, in the page."""
        if self._sure == id:
            self._sure = ""
            self.remove_wanted.emit(id)
        else:
            self._sure, self._refused = id, None
            self.retranslate()
            self.removers[id].setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Says the photos."""
        worn, language = theme.current(), self._desk.language
        self.show_title(*both_say(self._desk, N_("Photos")))
        self.add.show_words(say("Add a photo", language), language)
        self.add.setVisible(not self._desk.is_kiosk)
        focused = next((id for id, button in self.removers.items() if button.hasFocus()), "")
        clear(self._list)
        self.removers = {}
        side, air = worn.pick(16, 32), worn.pick(8, 16)
        self.message.setContentsMargins(side, air, side, 0)
        self._list.setContentsMargins(side, air, side, air)
        self._list.setSpacing(worn.pick(8, 16))
        self._say_message()
        for place, photo in enumerate(self.photos):
            self._list.addWidget(self._row(photo, newest=place == 0))
        if focused in self.removers:
            self.removers[focused].setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.photos:
            none = Words(self)
            none.show_words(*pair(*both_say(self._desk, _NONE), "small", "muted"))
            self._list.addWidget(none)

    def _say_message(self) -> None:
        language = self._desk.language
        self.message.setVisible(bool(self._sure) or self._refused is not None)
        if self._refused is not None:
            self.message.show_message(ERROR, self._refused(language), language)
        elif self._sure:
            self.message.show_message(NOTICE, say(_SURE, language), language)

    def _row(self, photo: Photo, *, newest: bool) -> QWidget:
        language, day = self._desk.language, day_of(photo)
        whole = QWidget(self)
        words, column, row = Words(whole), QVBoxLayout(), QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        told = N_("Taken on {day}") if photo.taken else N_("Kept on {day}, not dated by the camera")
        when = say(told, language, day=format_short_date(day, language) if day else "—")
        parts = [
            f"{photo.width} × {photo.height}" if photo.width else "",
            say(BACKGROUNDS[photo.background], language) if photo.background in BACKGROUNDS else photo.background,
        ]
        about = " · ".join(part for part in parts if part)
        words.show_words((Span(f"{when}  ", "button", language), Span(about, "small", language, "muted")))
        head = QHBoxLayout()
        head.addWidget(words, 1, Qt.AlignmentFlag.AlignVCenter)
        if newest:
            chip = Chip(whole)
            chip.show_chip(Tone.ACCENT, "check", say("for new cases", language), language)
            head.addWidget(chip, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(head)
        for status in self._verdicts(photo, whole, newest=newest):
            column.addWidget(status)
        remove = self.removers[photo.id] = Button(Role.DANGER, whole, icon="trash", small=True)
        remove.show_words(say("Remove", language), language)
        remove.setAccessibleName(f"{say('Remove', language)}: {when}")
        remove.clicked.connect(lambda: self._remove(photo.id))
        row.addLayout(column, 1)
        row.addWidget(remove, 0, Qt.AlignmentFlag.AlignTop)
        return whole

    def _verdicts(self, photo: Photo, parent: QWidget, *, newest: bool) -> list[Status]:
        """What it does for in one line, and what it does not for, with the reasons of the newest."""
        language, measured = self._desk.language, self._measured.get(photo.digest)
        if measured is None:
            known = photo.digest in self._measured
            words = N_("This file cannot be checked: put another photo in its place.") if known else WORKING
            return [_line(ERROR if known else INFORMATION, say(words, language), language, parent)]
        found = verdicts(self._desk.catalogue, measured, self._desk.today, language)
        good, bad = [each for each in found if each.good], [each for each in found if not each.good]
        lines = []
        if good:
            told = say("As asked for: {uses}", language, uses=listed_texts(good, language))
            lines.append(_line(GOOD, told, language, parent))
        if bad and not newest:
            told = say("Not as asked for: {uses}", language, uses=listed_texts(bad, language))
            lines.append(_line(NOTICE, told, language, parent))
        elif bad:
            lines += [_line(NOTICE, f"{each.title}: {' '.join(each.reasons)}", language, parent) for each in bad]
        return lines


def _line(mark: Mark, text: str, language: str, parent: QWidget) -> Status:
    line = Status(parent, wrap=True)
    line.show_status(mark, text, language)
    return line


def listed_texts(found: Sequence[Verdict], language: str) -> str:
    """What the uses are called, one after the other."""
    return ("、" if language.startswith("zh") else ", ").join(each.title for each in found)
