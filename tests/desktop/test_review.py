"""The review with the shipped forms, a real store, the real questions' screen, and a printer that is a real program."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from deskside import NOW, Counter
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from talentdesk import paths
from talentdesk.core.cases import read_cases
from talentdesk.core.draft import Draft, State
from talentdesk.desktop import chips, theme
from talentdesk.desktop.buttons import Button
from talentdesk.desktop.casescreens import CASE_SCREENS
from talentdesk.desktop.documentsdesk import MISSING, TOO_OLD
from talentdesk.desktop.filling import FillingScreen
from talentdesk.desktop.paperstrip import PaperTick
from talentdesk.desktop.printing import NOT_WRITTEN
from talentdesk.desktop.review import ReviewScreen
from talentdesk.desktop.scanning import LONGEST_GAP_MS
from talentdesk.desktop.theme import Look, Size
from talentdesk.desktop.words import Words
from talentdesk.service.findings import Weighs
from talentdesk.service.printers import title_of
from talentdesk.store.printlines import PrintState

Key = Qt.Key
CASES = paths.room("forms") / "procedures" / "residence-permit" / "cases.toml"
UNDRAWABLE = "何\U000323b0明"
TROUBLES = {
    "passport.expiry_date": "2029-02-31",
    "visa.last_entry_date": "2026-10-20",
    "person.name_zh": UNDRAWABLE,
    "work_permit.letter_date": "2026-05-01",
    "employer.contact": "",
    "agent.represented": "",
    "passport.lost": "yes",
}


class ReviewDesk:
    """A case brought to its review as a person does."""

    def __init__(self, counter: Counter) -> None:
        self.counter = counter
        self.qtbot = counter.qtbot
        counter.window._case_screens = CASE_SCREENS

    def open(self, changes: Mapping[str, str] | None = None, *, sample: int = 0) -> ReviewScreen:
        case = [case for case in read_cases(CASES) if case.sample][sample]
        typed = {name: text for name, text in {**case.answers.typed, **(changes or {})}.items() if text}
        edition = self.counter.desk.catalogue.in_force("residence-permit", case.as_of).edition
        draft = Draft("case-one", "residence-permit", edition, case.as_of, typed, created_at=NOW)
        begun = self.counter.keeper.begin(draft).result(20)
        self.counter.window.open_case(begun)
        session = self.counter.window.screen_in_front.session
        assert session is not None
        self.counter.window.review(session)
        screen = self.here()
        self.qtbot.waitUntil(lambda: all(tick.pages for tick in screen.strip.ticks), timeout=20000)
        return screen

    def here(self) -> ReviewScreen:
        screen = self.counter.window.screen_in_front
        assert isinstance(screen, ReviewScreen)
        return screen

    def press(self, *keys: Any) -> None:
        """Presses keys; what prints is held back for a moment, until it is clear that no scanner types."""
        self.counter.press(*keys)
        QTest.qWait(LONGEST_GAP_MS * 2)

    def outcome(self, screen: ReviewScreen) -> str:
        """Waits for the end of printing or saving; what is said about it."""
        self.qtbot.waitUntil(lambda: not screen.handover.busy and screen.toast.isVisible(), timeout=20000)
        return screen.toast.words.text()


@pytest.fixture
def review(qtbot: QtBot, fonts: None, tmp_path: Path) -> Iterator[ReviewDesk]:
    counter = Counter(qtbot, tmp_path / "store")
    yield ReviewDesk(counter)
    counter.end()
    counter.desk.elsewhere.close()
    theme.wear(_app(), Look.LIGHT, Size.COUNTER, "en")


def _app() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app


@pytest.fixture
def printer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Puts a program `lp` first on the PATH that keeps its arguments and what it is given, or refuses it."""
    if sys.platform == "win32":
        pytest.skip("lp is not a Windows program")
    tray = tmp_path / "tray"
    tray.mkdir()
    bin = tmp_path / "bin"
    bin.mkdir()

    def set_up(*, code: int = 0) -> Path:
        lp = bin / "lp"
        lp.write_text(
            "#!/bin/sh\n"
            f'n=$(ls "{tray}" | grep -c pdf)\n'
            f'for part in "$@"; do echo "$part" >> "{tray}/arguments"; done\n'
            f'cat > "{tray}/$n.pdf"\n'
            f"exit {code}\n"
        )
        lp.chmod(0o755)
        monkeypatch.setenv("PATH", str(bin), prepend=os.pathsep)
        monkeypatch.setenv("CUPS_SERVER", str(tmp_path / "no-socket"))
        return tray

    return set_up


def text_of(pdf: Path) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


# ---- problems


def test_every_kind_of_problem_is_listed_gravest_first(review: ReviewDesk) -> None:
    screen = review.open(TROUBLES)
    weighs = [finding.weighs for finding in screen.problems.findings]
    assert set(weighs) == set(Weighs) - {Weighs.FAILED}
    assert weighs == sorted(weighs, key=list(Weighs).index)
    said = {row.finding.weighs: row._words.text() for row in screen.problems.rows}
    assert "Passport valid until: In 2029, February has no day 31" in said[Weighs.ERROR]
    assert "护照有效期至" in said[Weighs.ERROR]
    assert "20 Oct 2026" in said[Weighs.NOTICE]
    assert "U+323B0" in said[Weighs.UNPRINTABLE]
    assert "too old since 1 Nov 2026" in said[Weighs.STALE]
    assert "It depends on your answer to" in said[Weighs.UNKNOWN]
    places = {row.finding.question: row._places[1].text() for row in screen.problems.rows}
    assert places["passport.expiry_date"] == "Section 2"


def test_an_unknown_rule_names_the_missing_answer(review: ReviewDesk) -> None:
    screen = review.open({"request.rp_until": ""})
    unknown = [row for row in screen.problems.rows if row.finding.weighs is Weighs.UNKNOWN]
    assert [row.finding.question for row in unknown] == ["request.rp_until"]
    assert "Shortest validity of a residence permit" in unknown[0]._words.text()
    label = screen.session.interview.question("request.rp_until").label.en
    assert f"It depends on your answer to: {label}" in unknown[0]._words.text()


def test_a_case_in_order_has_nothing_to_fix_and_offers_the_printer(review: ReviewDesk) -> None:
    screen = review.open()
    assert screen.problems.findings == ()
    assert "Nothing to fix" in screen.problems._clean.text()
    assert screen.problems._clean.isVisible()
    assert screen.print_button.hasFocus()
    assert screen.strip.warning.isHidden()


def test_a_digit_goes_to_the_question_and_escape_comes_back(review: ReviewDesk) -> None:
    screen = review.open(TROUBLES)
    wanted = [finding.question for finding in screen.problems.findings]
    review.press(Key.Key_1)
    filling = review.counter.window.screen_in_front
    assert isinstance(filling, FillingScreen)
    assert filling.session.draft.place == wanted[0] == "passport.expiry_date"
    screen.session.answer("passport.expiry_date", "2031-03-15")
    review.press(Key.Key_Escape)
    assert review.here() is screen
    assert "passport.expiry_date" not in [finding.question for finding in screen.problems.findings if finding.problem]


def test_a_digit_without_a_problem_and_a_digit_with_shift_do_nothing(review: ReviewDesk) -> None:
    screen = review.open({"agent.represented": ""})
    assert 0 < len(screen.problems.findings) < 9
    review.press(
        Key.Key_9, (Key.Key_1, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier), Key.Key_0
    )
    assert review.here() is screen


def test_escape_goes_back_to_the_questions_for_good(review: ReviewDesk) -> None:
    review.open(TROUBLES)
    review.press(Key.Key_Escape)
    assert isinstance(review.counter.window.screen_in_front, FillingScreen)
    review.counter.window.back()
    assert review.counter.window.screen_in_front is review.counter.window.home


# ---- answers


def test_answers_are_shown_as_typed_with_their_state(review: ReviewDesk) -> None:
    screen = review.open({**TROUBLES, "person.surname": "Ferreira da Costa", "passport.number": "ab 12"})
    rows = {row.view.section.id: row for row in screen.answers.rows}
    applicant = next(row for row in rows.values() if "Ferreira da Costa" in row.summary)
    assert UNDRAWABLE in applicant.summary
    passport = next(row for row in rows.values() if "ab 12" in row.summary)
    assert "2029-02-31" in passport.summary
    assert passport._state.text() == "2 to fix"
    assert "kept but not used" in screen.answers.kept.text()
    assert screen.answers.kept.isVisible()


def test_change_leads_to_the_first_question_of_the_section(review: ReviewDesk) -> None:
    screen = review.open()
    row = screen.answers.rows[2]
    row.change.click()
    filling = review.counter.window.screen_in_front
    assert isinstance(filling, FillingScreen)
    assert filling.session.interview.section_of(filling.session.draft.place) == row.view.section


# ---- documents


def test_ticks_are_kept_on_the_disk(review: ReviewDesk) -> None:
    screen = review.open()
    box = screen.documents.rows[2].boxes["original"]
    box.setFocus(Qt.FocusReason.TabFocusReason)
    review.press(Key.Key_Space, Key.Key_Right, Key.Key_Space)
    assert screen.session.draft.seen == {"passport:original", "passport:returned"}
    assert screen.documents.count.text() == "1 / 6 seen"
    screen.session.flush().result(20)
    assert review.counter.keeper.load("case-one").result(20).seen == {"passport:original", "passport:returned"}
    review.press(Key.Key_Space)
    assert screen.session.draft.seen == {"passport:original"}


def test_arrows_go_past_what_has_no_box(review: ReviewDesk) -> None:
    screen = review.open()
    rows = screen.documents.rows
    assert [sorted(row.boxes) for row in rows[:3]] == [["original"], ["original"], ["original", "returned"]]
    rows[2].boxes["returned"].setFocus()
    review.press(Key.Key_Up)
    assert rows[2].boxes["returned"].hasFocus()
    review.press(Key.Key_Down)
    assert rows[3].boxes["returned"].hasFocus()
    review.press(Key.Key_Left, Key.Key_Up, Key.Key_Up)
    assert rows[1].boxes["original"].hasFocus()


def test_what_is_not_there_is_missing_once_the_desk_has_begun(review: ReviewDesk) -> None:
    screen = review.open(TROUBLES)

    def words(row: Any) -> list[str]:
        return [chip.text() for chip in row.findChildren(chips.Chip) if not chip.isHidden()]

    letter = next(row for row in screen.documents.rows if row.view.document.id == "notification-letter")
    assert words(letter) == [TOO_OLD.word]
    screen.documents.rows[0].boxes["original"].click()
    assert words(letter) == [MISSING.word, TOO_OLD.word]
    assert words(screen.documents.rows[0]) == []


def test_fees_of_weak_source_say_so(review: ReviewDesk) -> None:
    screen = review.open()
    said = [label.text() for label in screen.costs.findChildren(QLabel) if label.isVisible()]
    assert any("400" in text for text in said)
    assert any("not verified" in text for text in said)


def test_the_ladder_stands_in_the_order_of_the_days(review: ReviewDesk) -> None:
    screen = review.open()
    days = [line.step.day for line in screen.ladder.lines]
    assert days == sorted(days)
    assert [line.mark.word for line in screen.ladder.lines] == ["today", "Ahead", "Ahead"]
    assert "17 days left" in screen.ladder.lines[1].words.text()


# ---- printing


def test_the_printer_gets_the_papers_under_a_neutral_title(review: ReviewDesk, printer: Callable[..., Path]) -> None:
    tray = printer()
    screen = review.open(TROUBLES)
    assert "1 answer is wrong." in screen.strip.warning.text()
    review.press((Key.Key_P, Qt.KeyboardModifier.ControlModifier))
    assert "Sent to the printer: 2 papers." in review.outcome(screen)
    assert screen.session.draft.state is State.PRINTED
    arguments = (tray / "arguments").read_text()
    assert title_of("case-one") in arguments
    assert "FERREIRA" not in arguments.upper()
    whole = text_of(tray / "0.pdf")
    assert "FERREIRA DA COSTA" in whole
    assert "2029" in whole
    assert "Checklist" in whole
    assert len(list(tray.glob("*.pdf"))) == 1
    screen.session.flush().result(20)
    assert review.counter.keeper.load("case-one").result(20).state is State.PRINTED


def test_only_ticked_papers_are_printed(review: ReviewDesk, printer: Callable[..., Path]) -> None:
    tray = printer()
    screen = review.open()
    screen.strip.ticks[0].click()
    assert screen.print_button.text().startswith("Print 1 paper")
    screen.print_button.click()
    review.outcome(screen)
    assert sorted(file.name for file in tray.glob("*.pdf")) == ["0.pdf"]
    screen.strip.ticks[1].click()
    assert not screen.print_button.isEnabled()
    assert not screen.save_button.isEnabled()


def test_no_printer_is_said_with_a_remedy_and_loses_nothing(
    review: ReviewDesk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    screen = review.open()
    screen.print_papers()
    said = review.outcome(screen)
    assert "The print system of this computer does not answer." in said
    assert "save the papers as a PDF" in said
    assert "The papers stay in the list." in said
    (line,) = review.counter.keeper.ask(lambda store: store.prints.listed(screen.handover._queue._name)).result(20)
    assert (line.state, line.reason) == (PrintState.FAILED, "no_system")
    assert screen.session.draft.state is State.DRAFT
    assert screen.print_button.isEnabled()
    assert screen.again_button.text() == "Save as PDF…"


def test_pages_are_counted(review: ReviewDesk) -> None:
    screen = review.open()
    assert [tick.pages for tick in screen.strip.ticks[:2]] == [3, 1]
    assert [tick.pages > 0 for tick in screen.strip.ticks] == [True] * 6
    assert screen.strip.papers == ("foreigner-visa-permit", "checklist")
    assert "3 pages" in screen.strip.ticks[0].text()


def test_what_is_typed_while_papers_are_made_does_not_get_into_them(
    review: ReviewDesk, printer: Callable[..., Path]
) -> None:
    tray = printer()
    screen = review.open()
    screen.print_papers()
    screen.session.answer("person.surname", "LATER")
    review.outcome(screen)
    assert "LATER" not in text_of(tray / "0.pdf")


def test_the_papers_can_be_looked_at_and_a_box_leads_to_its_question(review: ReviewDesk) -> None:
    screen = review.open(TROUBLES)
    screen.strip.look_button.click()
    assert screen.look.isVisible()
    assert len(screen.look.leaves) == 4
    assert screen.look.geometry() == screen.rect()
    review.press(Key.Key_1, Key.Key_Tab)
    assert review.here() is screen
    assert screen.look.leaves[0].hasFocus()
    assert [hint.keys for hint in screen.hints()] == ["↑ ↓", "Ctrl+P", "Esc"]
    review.press(Key.Key_Escape)
    assert not screen.look.isVisible()
    assert screen.strip.look_button.hasFocus()
    screen.strip.look_button.click()
    place = screen.look.leaves[0].place_of("passport.number")
    assert place is not None
    QTest.mouseClick(screen.look.leaves[0], Qt.MouseButton.LeftButton, pos=place.center().toPoint())
    filling = review.counter.window.screen_in_front
    assert isinstance(filling, FillingScreen)
    assert filling.session.draft.place == "passport.number"


# ---- saving


def choose(screen: ReviewScreen, place: Path) -> None:
    """Fills in the file dialog as a person does."""
    dialog = screen.findChild(QFileDialog)
    assert dialog is not None
    dialog.selectFile(str(place))
    dialog.fileSelected.emit(str(place))
    dialog.close()


def test_the_papers_are_saved_as_one_pdf(review: ReviewDesk, tmp_path: Path) -> None:
    screen = review.open()
    review.press((Key.Key_S, Qt.KeyboardModifier.ControlModifier))
    dialog = screen.findChild(QFileDialog)
    assert dialog is not None
    suggested = dialog.selectedFiles()[0]
    assert re.search(r"TD-0001-papers\.pdf$", suggested)
    choose(screen, tmp_path / "out.pdf")
    assert "Saved as a PDF" in review.outcome(screen)
    assert len(pypdfium2.PdfDocument((tmp_path / "out.pdf").read_bytes())) == 4
    assert screen.session.draft.state is State.DRAFT


def test_a_folder_that_cannot_be_written_to_is_said_and_keeps_everything(review: ReviewDesk, tmp_path: Path) -> None:
    screen = review.open(TROUBLES)
    before = dict(screen.session.draft.typed)
    screen.ask_place()
    (tmp_path / "file").write_text("")
    choose(screen, tmp_path / "file" / "out.pdf")
    assert NOT_WRITTEN in review.outcome(screen)
    assert dict(screen.session.draft.typed) == before
    screen.session.flush().result(20)
    assert dict(review.counter.keeper.load("case-one").result(20).typed) == before
    assert "Save as PDF…" in screen.again_button.text()


def test_the_last_days_are_saved_for_a_calendar_and_name_nobody(review: ReviewDesk, tmp_path: Path) -> None:
    screen = review.open()
    screen.ladder.calendar_button.click()
    dialog = screen.findChild(QFileDialog)
    assert dialog is not None
    assert re.search(r"TD-0001-last-days\.ics$", dialog.selectedFiles()[0])
    choose(screen, tmp_path / "out.ics")
    assert "name nobody" in review.outcome(screen)
    content = (tmp_path / "out.ics").read_bytes()
    assert content.count(b"BEGIN:VEVENT") == len(screen.ladder.lines) - 1
    assert b"FERREIRA" not in content.upper()
    before = re.findall(rb"UID:.*", content)
    screen.session.answer("visa.last_entry_date", "2026-11-01")
    screen.ladder.calendar_button.click()
    choose(screen, tmp_path / "again.ics")
    assert re.findall(rb"UID:.*", (tmp_path / "again.ics").read_bytes()) == before


def test_a_public_machine_saves_no_calendar(review: ReviewDesk) -> None:
    screen = review.open()
    assert screen.ladder.calendar_button.isVisible()
    review.counter.window.wear(Look.LIGHT, Size.KIOSK)
    assert not screen.ladder.calendar_button.isVisible()
    review.counter.window.wear(Look.LIGHT, Size.COUNTER)
    assert screen.ladder.calendar_button.isVisible()


def test_a_calendar_that_cannot_be_written_is_said_and_asked_for_again(review: ReviewDesk, tmp_path: Path) -> None:
    screen = review.open()
    screen.ladder.calendar_button.click()
    (tmp_path / "file").write_text("")
    choose(screen, tmp_path / "file" / "out.ics")
    assert "could not be written there" in review.outcome(screen)
    assert "Save to calendar…" in screen.again_button.text()


# ---- looks and languages


def test_languages_look_and_size_switch_live_and_the_focus_stays(review: ReviewDesk) -> None:
    screen = review.open(TROUBLES)
    box = screen.documents.rows[3].boxes["original"]
    box.setFocus()
    review.counter.window.speak("pt", "zh-Hans")
    assert "Passaporte" in screen.problems.rows[0]._words.text() or "护照" in screen.problems.rows[0]._words.text()
    review.counter.window.wear(Look.DARK, Size.KIOSK)
    review.counter.window.wear(Look.LIGHT, Size.COUNTER)
    assert box.hasFocus()
    QTest.qWait(1)
    assert all(row.button.isVisible() for row in screen.problems.rows)


@pytest.mark.slow
@pytest.mark.parametrize("size", list(Size))
@pytest.mark.parametrize("pair", ["zh-Hans+en", "zh-Hant-HK+en", "en+zh-Hans", "pt+zh-Hans"])
def test_no_word_is_cut(review: ReviewDesk, pair: str, size: Size) -> None:
    screen = review.open(TROUBLES)
    width, height = {Size.COUNTER: (1280, 800), Size.KIOSK: (1080, 1920)}[size]
    review.counter.frame.resize(width, height)
    review.counter.window.wear(Look.LIGHT, size)
    review.counter.window.speak(*pair.split("+"))
    screen.documents.rows[0].boxes["original"].click()
    for _ in range(20):
        QTest.qWait(20)
        cut = [_described(each) for each in screen.findChildren(QWidget) if each.isVisible() and _is_cut(each)]
        if not cut:
            break
    assert review.counter.frame.width() == width
    assert cut == []


def _is_cut(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    out = parent is not None and not parent.rect().contains(widget.geometry())
    if isinstance(widget, Words):
        short = widget._height(widget.width()) > widget.height()
        return out or short or (not widget.wordWrap() and widget.sizeHint().width() > widget.width())
    if isinstance(widget, Button):
        hint = widget.sizeHint()
        return out or hint.width() > widget.width() or hint.height() > widget.height()
    if isinstance(widget, PaperTick):
        return out or widget.heightForWidth(widget.width()) > widget.height()
    return False


def _described(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QLabel | Button | PaperTick) else ""
    wanted = widget.heightForWidth(widget.width())
    return f"{type(widget).__name__} {text!r} {widget.geometry()} wants {wanted}"


def test_a_narrow_window_puts_the_desk_below_the_answers(review: ReviewDesk) -> None:
    screen = review.open()
    review.counter.frame.resize(1000, 800)
    review.qtbot.waitUntil(lambda: screen.width() == 1000)
    review.qtbot.waitUntil(lambda: screen.documents.mapTo(screen, screen.documents.rect().topLeft()).x() < 100)
    review.counter.frame.resize(1280, 800)
    review.qtbot.waitUntil(lambda: screen.documents.mapTo(screen, screen.documents.rect().topLeft()).x() > 700)


def test_every_control_has_a_name(review: ReviewDesk) -> None:
    screen = review.open(TROUBLES)
    nameless = [
        each
        for each in screen.findChildren(QWidget)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and each.isVisible()
        and not (each.accessibleName() or (hasattr(each, "text") and each.text()))
    ]
    assert nameless == []
    assert all(box.accessibleName() for row in screen.documents.rows for box in row.boxes.values())
