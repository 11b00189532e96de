"""A photo's file is chosen and checked beside the question that asks for the photo. The file is not kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from talentdesk.core.form import Kind
from talentdesk.core.tomlfile import FormError
from talentdesk.desktop.places import PlaceEditor
from talentdesk.desktop.savedialog import ask_file
from talentdesk.desktop.words import Paragraph, Span
from talentdesk.i18n import N_, format_short_date, say
from talentdesk.service.evaluation import Json
from talentdesk.service.faults import cause_and_remedy
from talentdesk.service.mishap import InputError
from talentdesk.service.photos import fits, judge_photo, measure_photo, uses_of
from talentdesk.service.sentences import join

if TYPE_CHECKING:
    from talentdesk.core.person import Photo as Kept
    from talentdesk.core.photo import Photo
    from talentdesk.desktop.desk import Desk
    from talentdesk.desktop.session import Session

PATTERN = "JPEG, PNG, TIFF, WebP (*.jpg *.jpeg *.png *.tif *.tiff *.webp)"
WORKING = N_("The photo is being checked…")
_UNREADABLE = N_("The file cannot be read: choose another one, or copy it to this computer first.")
_MARKS = {"pass": ("✓", "muted"), "fail": ("×", "error"), "unknown": ("?", "attention")}


class PhotoPlace(Protocol):
    """Where a photo goes, on a form or among the papers to bring: a widget that can say what came of the check."""

    def show_findings(self, findings: Callable[[str], tuple[Paragraph, ...]]) -> None:
        """Says what came of it, in whatever language is asked for."""


class PhotoCheck(QObject):
    """Checks a photo for every use the case's procedure has for one."""

    def __init__(self, desk: Desk, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._session = session

    def serve(self, editor: PlaceEditor) -> None:
        """Offers the check where a photo goes and something is known of it. A public machine reads no files."""
        if editor.kind is Kind.PHOTO and self.offered:
            editor.offer_check(lambda: self.ask(editor))
            self._offer_kept(editor)

    def _offer_kept(self, editor: PlaceEditor) -> None:
        """Says of the newest photo in the person's ledger, if there is one, where it is from and how it does."""
        from talentdesk.service.personphotos import measure_again, photo_for_case

        if not self._desk.is_ready or self._desk.settings.mode == "kiosk":
            return
        case = self._session.draft.id

        def look(found: tuple[Kept, bytes] | None) -> None:
            if found is None:
                return
            photo, content = found
            self._desk.elsewhere.run(
                lambda: measure_again(content),
                lambda measured: editor.show_findings(lambda language: self._told_kept(photo, measured, language)),
                lambda _slip: None,
                editor,
            )

        asked = self._desk.keeper.ask(lambda store: photo_for_case(store, case))
        self._desk.letters.expect(asked, look, lambda _error: None, editor)

    def _told_kept(self, photo: Kept, measured: Photo, language: str) -> tuple[Paragraph, ...]:
        from talentdesk.service.personphotos import day_of

        day = day_of(photo)
        told = N_("From the person's ledger: the photo of {day}")
        source = say(told, language, day=format_short_date(day, language) if day else "—")
        return (*_line(source, language, "text"), *self._told(measured, language))

    @property
    def offered(self) -> bool:
        """Whether anything is known of photos for this procedure, and files can be chosen here."""
        return bool(self._uses()) and not self._desk.is_kiosk

    def ask(self, editor: PhotoPlace) -> None:
        """Asks for the file, measures it elsewhere and says at the place what came of it."""
        title = say("Check a photo", self._desk.language)
        assert isinstance(editor, QWidget)
        ask_file(editor.window(), title, lambda file: self._check(editor, file), PATTERN)

    def _uses(self) -> tuple[str, ...]:
        interview = self._session.interview
        try:
            return uses_of(interview.catalogue, interview.edition.procedure, interview.as_of)
        except FormError:
            return ()

    def _check(self, editor: PhotoPlace, file: Path) -> None:
        assert isinstance(editor, QWidget)
        editor.show_findings(lambda language: _line(say(WORKING, language), language, "muted"))
        self._desk.elsewhere.run(
            lambda: measure_photo(file),
            lambda photo: self._found(editor, photo),
            lambda error: self._refuse(editor, error),
            editor,
        )

    def _found(self, editor: PhotoPlace, photo: Photo) -> None:
        editor.show_findings(lambda language: self._told(photo, language))
        wrong = any(not fits(each) for each in self._judged(photo, self._desk.language))
        self._session.photo_faults = (lambda language: self._faults(photo, language)) if wrong else None

    def _judged(self, photo: Photo, language: str) -> list[Json]:
        interview = self._session.interview
        return [judge_photo(interview.catalogue, photo, use, interview.as_of, language) for use in self._uses()]

    def _faults(self, photo: Photo, language: str) -> str:
        """Only what is wrong, each sentence once."""
        findings = [each for found in self._judged(photo, language) for each in cast(list[Json], found["findings"])]
        return join(tuple(dict.fromkeys(str(each["message"]) for each in findings if each["status"] == "fail")))

    def _told(self, photo: Photo, language: str) -> tuple[Paragraph, ...]:
        """For each use its name and what is wrong or unknown; where nothing is, that all fits."""
        return tuple(paragraph for each in self._judged(photo, language) for paragraph in _use(each, language))

    def _refuse(self, editor: PhotoPlace, error: BaseException) -> None:
        def told(language: str) -> tuple[Paragraph, ...]:
            if isinstance(error, InputError):
                said = cause_and_remedy(error.cause, error.remedy, error.details, language)
                return _line(f"× {said}", language, "error")
            return _line(f"× {say(_UNREADABLE, language)}", language, "error")

        editor.show_findings(told)
        if not isinstance(error, InputError | OSError):
            raise error


def _line(text: str, language: str, colour: str) -> tuple[Paragraph, ...]:
    return ((Span(text, "message", language, colour),),)


def _use(found: Json, language: str) -> list[Paragraph]:
    citation = cast(Json, found["citation"])
    source = f" · {citation['instrument']} [{citation['grade']}]"
    title = str(found["title"])
    lines: list[Paragraph] = [
        (Span(title, "message", language), Span(source, "message_second", language, "muted")),
    ]
    if fits(found):
        lines.append((Span(f"✓ {say('What can be measured is as asked.', language)}", "message", language, "ok"),))
    for finding in cast(list[Json], found["findings"]):
        mark, colour = _MARKS[str(finding["status"])]
        if finding["status"] != "pass":
            lines.append((Span(f"{mark} {finding['message']}", "message", language, colour),))
    if found["by_eye"]:
        seen = say("To be looked at: {what}", language, what=found["by_eye"])
        lines.append((Span(seen, "message_second", language, "muted"),))
    return lines
