"""The working day at the real window: undo, history, comments, states, the way back to the person, filters, paper."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from deskside import Counter, draft
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from talentdesk import settings
from talentdesk.core.casefilter import CaseFilter
from talentdesk.core.comments import commented
from talentdesk.core.draft import Draft, Source, State
from talentdesk.core.slipcode import slip_code, spaced
from talentdesk.desktop import theme
from talentdesk.desktop.casescreens import CASE_SCREENS
from talentdesk.desktop.filling import FillingScreen
from talentdesk.desktop.review import ReviewScreen
from talentdesk.desktop.scanning import LONGEST_GAP_MS
from talentdesk.desktop.theme import Look, Size

Key = Qt.Key
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
TYPED = {
    "request.act": "extension",
    "request.rp_kind": "work",
    "person.nationality": "PRT",
    "passport.type": "ordinary",
    "passport.number": "CB482137",
}


class Day:
    """A counter on which cases are opened."""

    def __init__(self, qtbot: QtBot, place: Path, **options: Any) -> None:
        self.qtbot, self.place, self.options = qtbot, place, options
        self.counter = Counter(qtbot, place, screens=CASE_SCREENS, **options)

    def begin(self, **more: Any) -> FillingScreen:
        typed = {**TYPED, **more.pop("typed", {})}
        stored = draft(more.pop("id", "one"), "FERREIRA", typed=typed, place="passport.number", **more)
        return self.show(self.counter.keeper.begin(stored).result(20))

    def show(self, stored: Draft) -> FillingScreen:
        self.counter.window.open_case(stored)
        return self.filling

    @property
    def filling(self) -> FillingScreen:
        screen = self.counter.window.screen_in_front
        assert isinstance(screen, FillingScreen)
        return screen

    @property
    def review(self) -> ReviewScreen:
        screen = self.counter.window.screen_in_front
        assert isinstance(screen, ReviewScreen)
        return screen

    def press(self, *keys: Any) -> None:
        self.counter.press(*keys)
        QTest.qWait(LONGEST_GAP_MS * 2)
        QApplication.processEvents()

    def stored(self, id: str = "one") -> Draft:
        self.counter.keeper.flush().result(20)
        return self.counter.keeper.load(id).result(20)

    def end(self) -> None:
        self.counter.end()
        self.counter.desk.elsewhere.close()
        theme.wear(_app(), Look.LIGHT, Size.COUNTER, "en")


def _app() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app


def focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def text_in(screen: FillingScreen, id: str) -> str:
    row = screen.page.row_of(id)
    assert row is not None
    return row.text()


@pytest.fixture
def day(qtbot: QtBot, fonts: None, tmp_path: Path) -> Iterator[Day]:
    day = Day(qtbot, tmp_path / "store", counter_name="3")
    yield day
    day.end()


@pytest.fixture
def tray(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A printer that keeps what it is given."""
    if sys.platform == "win32":
        pytest.skip("lp is not a Windows program")
    tray, bin = tmp_path / "tray", tmp_path / "bin"
    tray.mkdir()
    bin.mkdir()
    lp = bin / "lp"
    lp.write_text(f'#!/bin/sh\nn=$(ls "{tray}" | grep -c pdf)\ncat > "{tray}/$n.pdf"\n')
    lp.chmod(0o755)
    monkeypatch.setenv("PATH", str(bin), prepend=os.pathsep)
    return tray


def text_of(pdf: Path) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


# ---- undo


def test_undo_goes_back_field_by_field_and_takes_the_focus_along(day: Day) -> None:
    screen = day.begin(typed={"passport.number": "", "visa.number": ""})
    screen.go_to("passport.number")
    day.counter.type("CB48")
    screen.go_to("person.given_names")
    day.counter.type("ANA")
    screen.go_to("visa.number")
    day.press((Key.Key_Z, CTRL))
    assert (screen.here, text_in(screen, "person.given_names")) == ("person.given_names", "")
    assert focus() in screen.page.row_of("person.given_names").editor.stops()  # type: ignore[union-attr]
    day.press((Key.Key_Z, CTRL))
    assert (screen.here, text_in(screen, "passport.number")) == ("passport.number", "")
    day.press((Key.Key_Y, CTRL))
    assert text_in(screen, "passport.number") == "CB48"
    day.press((Key.Key_Y, CTRL))
    assert (screen.here, text_in(screen, "person.given_names")) == ("person.given_names", "ANA")
    assert day.stored().typed["person.given_names"] == "ANA"


def test_undo_works_after_a_restart(day: Day, qtbot: QtBot, tmp_path: Path) -> None:
    screen = day.begin()
    screen.go_to("passport.number")
    day.counter.press(Key.Key_Backspace, Key.Key_Backspace)
    stored = day.stored()
    assert stored.typed["passport.number"] == "CB4821"
    assert len(stored.history) == 1
    again = Day(qtbot, tmp_path / "another", counter_name="4")
    try:
        screen = again.show(again.counter.keeper.begin(stored).result(20))
        again.press((Key.Key_Z, CTRL))
        assert text_in(screen, "passport.number") == "CB482137"
        assert again.stored().typed["passport.number"] == "CB482137"
        assert screen.session.draft.history[-1].who == "4"
    finally:
        again.end()


def test_a_scan_is_undone_as_one_and_its_source_comes_back(day: Day) -> None:
    screen = day.begin()
    screen.session.fill({"person.birth_date": ("1990-06-18", Source.MRZ), "passport.number": ("X9", Source.MRZ)})
    assert screen.session.draft.sources["passport.number"] == Source.MRZ
    day.press((Key.Key_Z, CTRL))
    draft = screen.session.draft
    assert ("person.birth_date" in draft.typed, draft.typed["passport.number"], draft.sources) == (
        False,
        "CB482137",
        {},
    )
    day.press((Key.Key_Y, CTRL))
    assert screen.session.draft.sources["passport.number"] == Source.MRZ


def test_removed_rows_and_refusals_come_back(day: Day) -> None:
    cells = {"dependants[0].surname": "LAM", "dependants[1].surname": "HO"}
    screen = day.begin(typed=cells)
    screen.session.remove_row("dependants", 0)
    assert screen.session.draft.typed["dependants[0].surname"] == "HO"
    screen.session.undo()
    assert {id: screen.session.draft.typed[id] for id in cells} == cells
    screen.session.decline("person.name_zh")
    screen.session.undo()
    assert not screen.session.draft.declined


def test_nothing_to_undo_is_said(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(day.counter.window, "tell", told.append)
    day.begin()
    day.press((Key.Key_Z, CTRL))
    assert told == ["There is nothing to undo."]


# ---- history


def test_the_history_says_who_when_how_and_what(day: Day) -> None:
    screen = day.begin()
    screen.go_to("passport.number")
    day.counter.press(Key.Key_Backspace)
    screen.session.fill({"passport.number": ("CB999999", Source.MRZ)})
    day.press((Key.Key_H, CTRL))
    told = [(line.how, line.who, line.what) for line in screen.acts.past.lines]
    assert told == [
        ("scanned", "Counter 3", "CB48213 → CB999999"),
        ("typed", "Counter 3", "CB482137 → CB48213"),
    ]
    assert "23 Nov 2026" in screen.acts.past.lines[0].when
    day.press(Key.Key_Escape)
    assert not screen.acts.past.isVisible()
    assert screen.here == "passport.number"
    assert focus() in screen.page.row_of("passport.number").editor.stops()  # type: ignore[union-attr]


def test_codes_are_told_in_words_in_every_language(day: Day) -> None:
    screen = day.begin()
    screen.session.answer("passport.type", "service")
    screen.acts.show_past("passport.type")
    assert screen.acts.past.lines[0].what == "Ordinary → Service (Official)"
    day.counter.window.speak("zh-Hans", "en")
    QApplication.processEvents()
    assert screen.acts.past.lines[0].what == "普通 → 公务（官员）"
    assert screen.acts.past.isVisible()


def test_repeated_answers_are_told_apart(day: Day) -> None:
    first = day.begin(id="first", typed={"employer.name": ""})
    first.go_to("employer.name")
    day.counter.type("Blue Bay")
    first.go_to("person.given_names")
    second = day.begin(id="second", typed={"employer.name": ""})
    second.go_to("employer.name")
    day.press((Key.Key_D, CTRL))
    assert text_in(second, "employer.name") == "Blue Bay"
    assert [change.how.value for change in second.session.draft.history] == ["repeated"]


# ---- comments, states, the way back


def test_f8_comments_on_the_exact_field(day: Day) -> None:
    screen = day.begin(state=State.REVIEW)
    screen.go_to("passport.number")
    day.press(Key.Key_F8)
    day.counter.type("One digit is missing")
    day.press(Key.Key_Return)
    row = screen.page.row_of("passport.number")
    assert row is not None
    assert [message.text() for message in row._messages][-1] == "One digit is missing"
    assert "Comment: One digit is missing" in row.editor.stops()[0].accessibleDescription()
    assert focus() in row.editor.stops()
    stored = day.stored()
    assert [(c.question, c.text, c.who) for c in stored.comments] == [("passport.number", "One digit is missing", "3")]
    day.press(Key.Key_F8)
    screen.acts.comment.settle_button.click()
    assert not screen.session.comments
    assert not row._messages


def test_what_was_handed_in_is_read_only_until_the_review_begins(day: Day) -> None:
    screen = day.begin(state=State.RECEIVED)
    row = screen.page.row_of("passport.number")
    assert row is not None
    day.counter.type("999")
    assert text_in(screen, "passport.number") == "CB482137"
    screen.session.fill({"passport.number": ("X9", Source.MRZ)})
    assert screen.session.draft.typed["passport.number"] == "CB482137"
    day.press((Key.Key_Z, CTRL))
    assert screen.state_bar.isVisible()
    screen.focus_place().setFocus()
    day.press(Key.Key_Return)
    assert (screen.session.draft.state, screen.state_bar.isVisible()) == (State.REVIEW, False)
    screen.go_to("passport.number")
    day.counter.type("9")
    assert text_in(screen, "passport.number") == "CB4821379"
    assert day.stored().state is State.REVIEW


def test_nothing_of_a_locked_case_is_a_window_of_its_own(day: Day) -> None:
    """The padlock of a table had no place in its field, and came up as a window that took the focus."""
    before = set(QApplication.topLevelWidgets())
    screen = day.begin(state=State.RECEIVED)
    for section in screen.session.interview.edition.sections:
        screen._go_to_section(section)
    QApplication.processEvents()
    opened = [each for each in QApplication.topLevelWidgets() if each not in before and each.isVisible()]
    assert opened == []


def test_a_locked_page_of_cards_has_its_focus_on_the_way_out(day: Day) -> None:
    screen = day.begin(state=State.RECEIVED)
    screen.go_to("request.act")
    assert screen.isAncestorOf(focus())


def test_a_case_goes_back_with_a_slip_and_comes_again(day: Day, tray: Path) -> None:
    screen = day.begin(state=State.REVIEW)
    screen.session.comment("passport.number", "Falta um algarismo")
    day.press(Key.Key_F9)
    review = day.review
    assert review.remarks.isVisible()
    assert not review.changes.isVisible()
    review.state_bar.buttons[State.RETURNED].click()
    assert review.returning.language == "pt"
    review.returning.print_button.click()
    day.qtbot.waitUntil(lambda: review.session.draft.state is State.RETURNED, timeout=20000)
    said = text_of(tray / "0.pdf")
    assert "Nota de correções" in said
    assert "Falta um algarismo" in said
    assert spaced(slip_code("one")) in said
    assert day.stored().state is State.RETURNED
    (found,) = day.counter.keeper.find(slip_code("one")).result(20)
    assert (found.id, found.remarks) == ("one", 1)

    review.state_bar.buttons[State.REVIEW].click()
    day.press(Key.Key_Escape)
    screen = day.filling
    screen.go_to("passport.number")
    day.counter.type("9")
    row = screen.page.row_of("passport.number")
    assert row is not None
    assert row._chip is not None
    assert row._chip.text() == "was CB482137"
    day.press(Key.Key_Backspace)
    assert not row._chip.isVisible()
    day.counter.type("9")
    day.press(Key.Key_F9)
    assert [(each.was, each.now) for each in review.changes.differences] == [("CB482137", "CB4821379")]
    assert review.changes.isVisible()
    review.state_bar.buttons[State.READY].click()
    assert not review.changes.differences or review.session.draft.state is State.READY


def test_a_slip_that_is_not_printed_gives_nothing_back(
    day: Day, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    day.begin(state=State.REVIEW)
    day.press(Key.Key_F9)
    review = day.review
    review.state_bar.buttons[State.RETURNED].click()
    review.returning.print_button.click()
    day.qtbot.waitUntil(lambda: not review.handover.busy and review.toast.isVisible(), timeout=20000)
    assert review.session.draft.state is State.REVIEW


def test_a_slip_alone_does_not_make_a_case_printed(day: Day, tray: Path) -> None:
    day.begin(state=State.REVIEW)
    day.press(Key.Key_F9)
    review = day.review
    review.handover.print(("checklist",))
    day.qtbot.waitUntil(lambda: not review.handover.busy and review.toast.isVisible(), timeout=20000)
    assert review.session.draft.state is State.REVIEW
    review.handover.print(("foreigner-visa-permit",))
    day.qtbot.waitUntil(lambda: review.session.draft.state is State.PRINTED, timeout=20000)


def test_what_is_changed_when_ready_has_to_be_looked_at_again(day: Day) -> None:
    screen = day.begin(state=State.READY)
    screen.go_to("passport.number")
    day.counter.type("9")
    assert screen.session.draft.state is State.REVIEW
    assert [(move.before, move.after) for move in screen.session.draft.moves] == [(State.READY, State.REVIEW)]


def test_moves_are_acts_without_a_word_of_the_person(day: Day) -> None:
    screen = day.begin()
    screen.session.move(State.REVIEW)
    assert not screen.session.move(State.RECEIVED)
    day.stored()
    acts = day.counter.keeper.ask(lambda store: store.acts()).result(20)
    assert [act.result for act in acts if act.action == "state"] == ["review"]


def test_comments_can_be_written_in_the_review_on_any_answer(day: Day) -> None:
    day.begin(state=State.REVIEW)
    day.press(Key.Key_F9)
    review = day.review
    review.answers.rows[0].change.setFocus()
    day.press(Key.Key_F8)
    first = review.comment.question
    day.counter.type("Please explain")
    day.press(Key.Key_Down)
    assert review.comment.question != first
    day.press(Key.Key_Escape)
    assert not review.comment.isVisible()
    assert {id: c.text for id, c in review.session.comments.items()} == {first: "Please explain"}
    assert len(review.remarks.rows) == 1


def test_a_public_machine_knows_neither_states_nor_comments(qtbot: QtBot, fonts: None, tmp_path: Path) -> None:
    day = Day(qtbot, tmp_path / "store", mode="kiosk", size="kiosk")
    try:
        screen = day.begin()
        day.press(Key.Key_F8, (Key.Key_H, CTRL))
        assert not screen.acts.comment.isVisible()
        assert not screen.acts.past.isVisible()
        day.press(Key.Key_F9)
        assert not day.review.state_bar.isVisible()
    finally:
        day.end()


# ---- copying a paper


def test_a_paper_is_copied_box_by_box(day: Day) -> None:
    screen = day.begin(typed={"person.surname": "", "person.given_names": "", "person.name_zh": ""})
    day.qtbot.waitUntil(lambda: screen.preview.sheet is not None, timeout=20000)
    day.press((Key.Key_E, CTRL))
    assert not screen.help.isVisible()
    assert screen.here == "person.surname"
    row = screen.page.row_of("person.surname")
    assert row is not None
    assert row.label.text().startswith("1-1")
    seen = [screen.here]
    for _ in range(4):
        day.press(Key.Key_Return)
        seen.append(screen.here)
    sheet = screen.preview.sheet
    assert sheet is not None
    printed = [question for box in sheet.boxes() for question in box.questions if screen.interview.asked(question)]
    typed = [id for id in dict.fromkeys(printed) if not id.startswith("place.")]
    assert seen == typed[:5]
    assert "Box 1-" in screen.standing("en")
    day.press((Key.Key_E, CTRL))
    assert screen.help.isVisible()
    assert not row.label.text().startswith("1-1")


def test_a_paper_that_numbers_its_boxes_is_followed_by_its_numbers() -> None:
    from datetime import date

    from talentdesk.desktop.paperroute import boxes_of
    from talentdesk.service.rooms import catalogue

    boxes = boxes_of(catalogue().sheet("visa-form-v2013", date(2026, 11, 1)))
    assert (boxes["person.surname"], boxes["person.given_names"], boxes["person.name_zh"]) == ("1.1", "1.1", "1.2")


# ---- the list


@pytest.fixture
def listed(qtbot: QtBot, fonts: None, tmp_path: Path) -> Iterator[Day]:
    stored = (
        draft("a", "CHAN", state=State.RETURNED, comments=commented((), "passport.number", "x", _noon(), "3")),
        draft("b", "LAM", state=State.REVIEW),
        draft("c", "HO", state=State.REVIEW),
        draft("d", "WONG", state=State.CLOSED),
        draft("e", "SILVA"),
    )
    day = Day(qtbot, tmp_path / "store", drafts=stored)
    qtbot.waitUntil(lambda: len(day.counter.names()) == 4)
    yield day
    day.end()


def _noon() -> Any:
    from deskside import NOW

    return NOW


def captions(day: Day) -> list[str]:
    ledger = day.counter.window.home.ledger
    assert ledger is not None
    return [button.text() for button in ledger.filters.buttons if not button.isHidden()]


def test_filters_count_the_whole_store(listed: Day) -> None:
    assert captions(listed) == ["All in hand  4", "Drafts  1", "In review  2", "Returned  1", "Closed  1"]
    ledger = listed.counter.window.home.ledger
    assert ledger is not None
    row = [ledger.model.case(row).id for row in range(4)].index("a")
    assert ledger.model.lines(row, 2) == ("Returned", "1 to put right")


def test_alt_and_a_digit_choose_while_somebody_types(listed: Day) -> None:
    listed.press((Key.Key_3, ALT))
    listed.qtbot.waitUntil(lambda: listed.counter.names() == ["HO", "LAM"])
    listed.counter.type("lam")
    listed.qtbot.waitUntil(lambda: listed.counter.names() == ["LAM"])
    assert captions(listed)[:3] == ["All in hand  1", "Drafts  0", "In review  1"]


def test_digits_choose_where_nobody_types(listed: Day) -> None:
    ledger = listed.counter.window.home.ledger
    assert ledger is not None
    ledger.table.setFocus()
    listed.counter.type("5")
    listed.qtbot.waitUntil(lambda: listed.counter.names() == ["WONG"])


def test_a_mixture_gets_a_name_and_is_there_at_the_next_start(listed: Day) -> None:
    ledger = listed.counter.window.home.ledger
    assert ledger is not None
    listed.press((Key.Key_3, ALT))
    ledger.filters.take_focus()
    listed.press((Key.Key_Right, CTRL), (Key.Key_Space, CTRL))
    listed.qtbot.waitUntil(lambda: sorted(listed.counter.names()) == ["CHAN", "HO", "LAM"])
    listed.press((Key.Key_S, CTRL))
    listed.counter.type("My desk")
    listed.press(Key.Key_Return)
    listed.qtbot.waitUntil(lambda: "My desk  3" in captions(listed))
    assert settings.load().filters == (CaseFilter("My desk", (State.REVIEW, State.RETURNED)),)
    listed.press((Key.Key_S, CTRL))
    ledger.strip.drop_button.click()
    assert settings.load().filters == ()
    assert not any(caption.startswith("My desk") for caption in captions(listed))


def test_a_filter_by_what_is_due(listed: Day) -> None:
    from datetime import date

    from talentdesk.store.cases import Progress

    listed.counter.keeper.save(replace(listed.stored("b")), 1, Progress(1, 2, date(2026, 11, 25)))
    ledger = listed.counter.window.home.ledger
    assert ledger is not None
    ledger.filters.keep(CaseFilter("Soon", (State.REVIEW, State.RETURNED), 7))
    listed.qtbot.waitUntil(lambda: listed.counter.names() == ["LAM"])
    assert ledger._count.text() == "Showing 1 of 1"


def test_a_scanned_slip_finds_its_case(listed: Day) -> None:
    home = listed.counter.window.home
    home.scanned(slip_code("c"))
    listed.qtbot.waitUntil(lambda: listed.counter.names() == ["HO"])
    assert home.search.line.hasFocus()


def test_filters_stay_whole_in_a_narrow_window_and_four_languages(listed: Day) -> None:
    ledger = listed.counter.window.home.ledger
    assert ledger is not None
    for language in ("zh-Hans", "zh-Hant-HK", "en", "pt"):
        listed.counter.window.speak(language, "en")
        for width in (1000, 1280, 1600):
            listed.counter.frame.resize(width, 800)
            for _ in range(5):
                QApplication.processEvents()
            for button in ledger.filters.buttons:
                if button.isVisible():
                    assert button.width() >= button.sizeHint().width()
                    assert ledger.filters.rect().contains(button.geometry()), (language, width)
