"""Every procedure from the triage to the paper in every language, as a person at the counter takes it."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from datetime import datetime, time
from functools import cache, partial
from pathlib import Path

import deskside
import pypdfium2
import pytest
from deskside import Counter
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot
from seen_words import left_in_english, left_in_simplified, seen_words

from talentdesk.core.answers import flatten
from talentdesk.core.cases import Case, read_cases
from talentdesk.core.form import Kind
from talentdesk.core.triage import hold, judge
from talentdesk.desktop.casescreens import CASE_SCREENS
from talentdesk.desktop.choices import ChoiceEditor
from talentdesk.desktop.dates import DateEditor
from talentdesk.desktop.eligibility import EligibilityScreen
from talentdesk.desktop.filling import FillingScreen
from talentdesk.desktop.review import ReviewScreen
from talentdesk.desktop.rows import QuestionRow
from talentdesk.desktop.screen import Screen
from talentdesk.desktop.triage import TriageScreen
from talentdesk.i18n import LANGUAGES, titled
from talentdesk.paths import room
from talentdesk.service.rooms import catalogue
from talentdesk.service.triage import triage_of

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
PROCEDURES = sorted(file.parent.name for file in (room("forms") / "procedures").glob("*/about.toml"))
BESIDE = {"en": "zh-Hant-HK", "zh-Hans": "pt", "zh-Hant-HK": "zh-Hans", "pt": "zh-Hant-HK"}
"""The second language, never English: whatever is English on a screen that has another first was forgotten."""
TYPED_BY_HAND = 4
PATIENCE_MS = 20_000


@cache
def sample_of(procedure: str) -> Case:
    """The person the demonstration shows."""
    return next(case for case in read_cases(room("forms") / f"procedures/{procedure}/cases.toml") if case.sample)


@cache
def person_for(procedure: str) -> Mapping[str, str]:
    """A golden person of the triage whom the procedure fits on the day of the case."""
    rooms, as_of = catalogue(), sample_of(procedure).as_of
    triage = triage_of(rooms)
    for person in tomllib.loads((room("forms") / "shared/triage-cases.toml").read_text("utf-8"))["case"]:
        typed = flatten(person["answers"]).typed
        verdicts = judge(triage, hold(triage, rooms, as_of, typed))
        if any(verdict.fits and verdict.procedure == procedure for verdict in verdicts):
            return typed
    raise AssertionError(f"nobody in triage-cases.toml may ask for {procedure}")


class Walk:
    """One person, one procedure, all screens."""

    def __init__(
        self, counter: Counter, procedure: str, language: str, forgotten: MutableMapping[str, list[str]]
    ) -> None:
        self.counter = counter
        self.procedure = procedure
        self.case = sample_of(procedure)
        self.given = {id: text for id, text in self.case.answers.typed.items() if text}
        self.own = frozenset(self.given.values())
        """What this person typed is no message, whatever it says."""
        self.forgotten = forgotten
        self.speak(language)

    def speak(self, language: str) -> None:
        self.counter.window.speak(language, BESIDE[language])

    @property
    def screen(self) -> Screen:
        return self.counter.window.screen_in_front

    def look(self, step: str) -> None:
        """Notes what was left in the language it was written in."""
        QApplication.processEvents()
        desk = self.counter.desk
        words = seen_words(self.counter.frame) - self.own
        assert len(words) > 20
        left = left_in_english(words, desk.language, desk.second) if desk.language != "en" else []
        if "zh-Hans" not in (desk.language, desk.second):
            left += left_in_simplified(words)
        if left:
            self.forgotten[f"{self.procedure} {desk.language} {step}"] = left
        folder = os.environ.get("TALENTDESK_PICTURES")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.counter.frame.grab().save(f"{folder}/{self.procedure}-{desk.language}-{step}.png")

    def choose_by_triage(self, *, by_hand: bool) -> None:
        """Answers the questions of the triage, and begins the procedure among those that fit."""
        person = person_for(self.procedure)
        self.counter.press((Key.Key_T, CTRL))
        screen = self.screen
        assert isinstance(screen, TriageScreen)
        if by_hand:
            self.look("triage")
            self._type_answers(screen, person)
        else:
            self._give_answers(screen, person)
        assert dict(screen.form.interview.typed) == person
        assert screen.results.fits[0].hasFocus()
        self.look("fits")
        fits = [row.procedure for row in screen.results.fits]
        self.counter.press(*[Key.Key_Down] * fits.index(self.procedure), Key.Key_Return)

    def _type_answers(self, screen: TriageScreen, person: Mapping[str, str]) -> None:
        """Question after question; Enter leads on, and behind the last to the results."""
        seen: list[str] = []
        while not screen.results.fits or not screen.results.fits[0].hasFocus():
            here = screen.form.here
            assert here not in seen
            seen.append(here)
            self.type_into(screen.form.rows[here], person.get(here, ""))
            self.counter.press(Key.Key_Return)

    def _give_answers(self, screen: TriageScreen, person: Mapping[str, str]) -> None:
        """All at once: the results, which take long to make, are made once."""
        *others, last = person
        for id in others:
            screen.form.interview.answer(id, person[id])
            screen.form.rows[id].show_value(person[id])
        screen.form.rows[last].show_value(person[last])
        screen.form.rows[last].typed.emit(last, person[last])
        self.counter.press(Key.Key_F4)

    def type_into(self, row: QuestionRow, text: str) -> None:
        """Types an answer with the keys that its field takes."""
        editor = row.editor
        if isinstance(editor, ChoiceEditor):
            codes = [card.code for card in editor.cards]
            for code in text.split():
                wanted = len(editor.chosen()) + 1
                self.counter.type(str(codes.index(code) + 1))
                # Outside of a line a key is held back until it is clear that no scanner types.
                self.counter.qtbot.waitUntil(partial(self._has_chosen, editor, wanted))
        elif isinstance(editor, DateEditor):
            self.counter.type(text.replace("-", ""))
        elif text:
            self.counter.type(text)
        assert editor.text() == text

    def _has_chosen(self, editor: ChoiceEditor, wanted: int) -> bool:
        return len(editor.chosen()) == wanted

    def fill(self) -> None:
        """The first answers with the keys, the others as a person's typing leaves them."""
        screen = self.screen
        assert isinstance(screen, FillingScreen)
        session = screen.session
        assert session.draft.procedure == self.procedure
        for id in self._by_hand(screen):
            screen.go_to(id)
            row = screen.page.row_of(id)
            assert row is not None
            self.type_into(row, self.given[id])
            assert session.draft.typed[id] == self.given[id]
            self.counter.press(Key.Key_Return)
        for id, text in self.given.items():
            if session.draft.typed.get(id) != text:
                session.answer(id, text)
        for id in self.case.answers.declined:
            session.decline(id)

    def _by_hand(self, screen: FillingScreen) -> list[str]:
        """Questions that are asked already, have a plain field and no answer yet."""
        interview = screen.interview
        asked = (view.questions for view in interview.sections())
        plain = (
            question.id
            for questions in asked
            for question in questions
            if question.id in self.given
            and question.id not in interview.typed
            and question.kind in {Kind.TEXT, Kind.DATE, Kind.CHOICE, Kind.YES_NO, Kind.COUNTRY}
        )
        return [id for _, id in zip(range(TYPED_BY_HAND), plain, strict=False)]

    def turn_pages(self) -> None:
        """Looks at every section, with all answers in it: from the last back to the first and on again."""
        screen = self.screen
        assert isinstance(screen, FillingScreen)
        screen.enter()
        sections = [view.section.id for view in screen.interview.sections() if view.questions]
        self.counter.press(*[(Key.Key_PageUp, CTRL)] * len(sections))
        for number, section in enumerate(sections, 1):
            assert screen.page.column is not None
            assert screen.page.column.section.id == section
            assert screen.help._question in screen.page.column.section.questions, "the help is that of the page before"
            self.look(f"page-{number:02}")
            self.counter.press((Key.Key_PageDown, CTRL))

    def review(self) -> ReviewScreen:
        self.counter.press(Key.Key_F9)
        screen = self.screen
        assert isinstance(screen, ReviewScreen)
        return screen

    def judge(self) -> None:
        """F5 and back."""
        before = self.screen
        self.counter.press(Key.Key_F5)
        assert isinstance(self.screen, EligibilityScreen)
        self.look("eligibility")
        self.counter.press(Key.Key_Escape)
        assert self.screen is before

    def save(self, screen: ReviewScreen, place: Path) -> str:
        """Saves the papers, and reads them back without spaces."""
        wait = self.counter.qtbot.waitUntil
        wait(lambda: all(tick.pages for tick in screen.strip.ticks), timeout=PATIENCE_MS)
        self.look("review")
        screen.save_button.click()
        dialog = screen.findChild(QFileDialog)
        assert dialog is not None
        dialog.fileSelected.emit(str(place))
        dialog.close()
        wait(lambda: not screen.handover.busy and screen.toast.isVisible(), timeout=PATIENCE_MS)
        return closed_up(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(place.read_bytes()))

    def names(self) -> Iterator[str]:
        """Whom the paper is about."""
        for id in ("person.surname", "person.given_names", "person.name_zh", "employer.name", "company.name"):
            if id in self.given:
                yield self.given[id]


def closed_up(texts: Iterable[str]) -> str:
    """Without spaces, breaks and hyphens, which a line end may put anywhere."""
    return re.sub(r"[\s\u00ad\ufffe\x02-]", "", "".join(texts))


@pytest.fixture
def counter(qtbot: QtBot, tmp_path: Path, dressed: object) -> Iterator[Counter]:
    counter = Counter(qtbot, tmp_path / "store", screens=CASE_SCREENS)
    counter.frame.resize(1280, 800)
    yield counter
    counter.end()
    counter.desk.elsewhere.close()


def test_a_forgotten_word_is_found() -> None:
    seen = {"Review and print", "Section 3 of the form", "您是谁", "Guardado", "ANA SOFIA"}
    assert left_in_english(seen, "pt", "zh-Hant-HK") == ["Review and print", "Section 3 of the form"]
    assert left_in_simplified(seen) == ["您是谁"]


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    "language", ["zh-Hant-HK", "pt", *(pytest.param(each, marks=pytest.mark.long) for each in ("zh-Hans", "en"))]
)
def test_from_the_triage_to_the_paper(
    qtbot: QtBot, counter: Counter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    """The same counter serves one person after the other, each on the day of the golden case."""
    forgotten: dict[str, list[str]] = {}
    at = LANGUAGES.index(language)
    for number, procedure in enumerate(PROCEDURES):
        walk = Walk(counter, procedure, language, forgotten)
        monkeypatch.setattr(deskside, "NOW", datetime.combine(walk.case.as_of, time(12), deskside.NOW.tzinfo))
        walk.choose_by_triage(by_hand=number % len(LANGUAGES) == at)
        walk.fill()
        walk.turn_pages()
        # Somebody who reads another language takes over: the open case follows.
        walk.speak(LANGUAGES[(at + 1) % len(LANGUAGES)])
        screen = walk.review()
        walk.judge()
        printed = walk.save(screen, tmp_path / "papers.pdf")
        title = titled(catalogue().about(procedure).title, "zh-Hans")
        assert [words for words in (title, *walk.names()) if closed_up([words]) not in printed] == [], procedure
        counter.window.close_case(screen.session)
        counter.window.go_home()
        counter.frame.activateWindow()
        qtbot.waitUntil(counter.frame.isActiveWindow)
    assert forgotten == {}
