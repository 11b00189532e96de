"""People at the window: found, opened, filled from, compared, joined and taken apart, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from deskside import PLAIN_PAGES, Counter, draft, place_of
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from talentdesk.core.origin import Origin
from talentdesk.core.person import Document, DocumentKind, Person, Value
from talentdesk.desktop import theme
from talentdesk.desktop.casescreens import CASE_SCREENS
from talentdesk.desktop.filling import FillingScreen
from talentdesk.desktop.newcase import NewCaseScreen
from talentdesk.desktop.people import PeopleScreen
from talentdesk.desktop.personcards import number_shown
from talentdesk.desktop.rows import QuestionRow
from talentdesk.desktop.scanpanel import ScanScreen
from talentdesk.desktop.words import Words
from talentdesk.i18n import LANGUAGES
from talentdesk.store.opened import Store
from talentdesk.store.personsummary import Act

_T = TypeVar("_T")
Key, Modifier = Qt.Key, Qt.KeyboardModifier
CTRL_N, CTRL_H, CTRL_S = ((key, Modifier.ControlModifier) for key in (Key.Key_N, Key.Key_H, Key.Key_S))
ZONE = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
READ = Origin("mrz", "passport")
CHAN = Person(
    "chan",
    documents=(
        Document("d1", DocumentKind.HKID, "Z683365(5)", "CHAN", "WING YAN", "陳詠恩"),
        Document("d2", DocumentKind.DEGREE, "BA-2017-0042", "Chan", "Wing Yan", "陳咏恩", expires="2020-01-01"),
    ),
    values={
        "person.surname": Value("CHAN", READ),
        "person.given_names": Value("Wing Yan", READ),
        "person.name_zh": Value("陳詠恩"),
        "person.birth_date": Value("1998-03-14"),
    },
)
AGAIN = Person(
    "again",
    documents=(Document("e1", DocumentKind.PASSPORT, "K7654321"),),
    values={"person.name_zh": Value("陳咏恩"), "person.birth_date": Value("1998-03-14")},
)


class Desk(Counter):
    """A counter with the two above and one case of nobody."""

    def ask(self, act: Callable[[Store], _T]) -> _T:
        return self.keeper.ask(act).result(20)

    @property
    def screen(self) -> PeopleScreen:
        screen = self.window.screen_in_front
        assert isinstance(screen, PeopleScreen)
        return screen

    def go(self) -> PeopleScreen:
        """To the list, with everything that the store says."""
        self.window.visit("people")
        self.settle()
        return self.screen

    def open(self, id: str = "chan") -> PeopleScreen:
        self.window.visit("people", id)
        self.qtbot.waitUntil(lambda: self.screen.person is not None and self.screen.person.id == id)
        self.settle()
        return self.screen

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.screen.waiting)

    def listed(self) -> list[str]:
        model = self.screen.list.model
        return [model.person(row).id for row in range(model.rowCount())]


def _desk(qtbot: QtBot, tmp_path: Path, **more: object) -> Desk:
    stored = (draft("c1", "CHAN", typed={"person.name_zh": "陳詠恩", "person.birth_date": "1998-03-14"}),)
    desk = Desk(qtbot, tmp_path / "store", drafts=stored, **more)  # type: ignore[arg-type]
    for person in (CHAN, AGAIN):
        desk.ask(lambda store, person=person: store.people.make(person))  # type: ignore[misc]
    return desk


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, dressed: object) -> Iterator[Desk]:
    desk = _desk(qtbot, tmp_path)
    yield desk
    desk.end()


@pytest.fixture
def filling_desk(qtbot: QtBot, tmp_path: Path, dressed: object) -> Iterator[Desk]:
    """With the real questions in place of plain pages."""
    desk = _desk(qtbot, tmp_path, screens=CASE_SCREENS)
    yield desk
    desk.end()


def words_of(widget: object) -> str:
    return "\n".join(words.text() for words in widget.findChildren(Words) if words.isVisible())  # type: ignore[attr-defined]


# ---- the list


def test_somebody_is_found_while_typing_and_opened_by_enter(desk: Desk) -> None:
    desk.go()
    assert desk.listed() == ["again", "chan"]
    desk.screen.list.search.line.insert("詠恩")
    desk.screen.list.search.line.textEdited.emit("詠恩")
    desk.settle()
    assert desk.listed() == ["chan"]
    desk.press(Key.Key_Return)
    desk.qtbot.waitUntil(lambda: desk.screen.person is not None)
    assert desk.screen.person is not None
    assert desk.screen.person.id == "chan"
    desk.press(Key.Key_Escape)
    assert desk.screen.person is None
    assert desk.screen.list.search.line.hasFocus()


def test_arrows_choose_from_the_search(desk: Desk) -> None:
    desk.go()
    desk.press(Key.Key_Down, Key.Key_Return)
    desk.qtbot.waitUntil(lambda: desk.screen.person is not None)
    assert desk.screen.person is not None
    assert desk.screen.person.id == "chan"


def test_nobody_found_says_what_to_do(desk: Desk) -> None:
    screen = desk.go()
    screen.list.search.line.setText("zzz")
    screen.list.search.line.textEdited.emit("zzz")
    desk.settle()
    assert "Nobody found" in words_of(screen)


def test_the_list_shows_no_whole_number(desk: Desk) -> None:
    screen = desk.go()
    shown = " ".join(str(screen.list.model.index(row, column).data()) for row in range(2) for column in range(4))
    assert "K7••••21" in shown
    assert "K7654321" not in shown


def test_a_public_machine_has_no_people(qtbot: QtBot, tmp_path: Path, dressed: object) -> None:
    desk = _desk(qtbot, tmp_path, mode="kiosk")
    before = desk.window.screen_in_front
    desk.window.visit("people")
    assert desk.window.screen_in_front is before
    desk.end()


# ---- the ledger


def test_the_ledger_marks_what_differs_by_more_than_colour(desk: Desk) -> None:
    card, degree = desk.open().page.documents.lines
    assert "陳詠恩" in card.accessibleName()
    assert "詠 U+8A60" in card.accessibleName()
    assert "differs from another document" in card.accessibleName()
    assert "咏 U+548F" in degree.accessibleName()
    assert degree.is_over()
    assert not card.is_over()


def test_a_long_kind_of_document_is_never_cut(desk: Desk) -> None:
    desk.window.speak("pt", "zh-Hant-HK")
    for line in desk.open().page.documents.lines:
        kind = line._columns()[0]
        assert line._kind_block().height(kind.width()) <= kind.height()
        assert kind.bottom() < line.height()


def test_numbers_are_hidden_until_asked_for(desk: Desk) -> None:
    page = desk.open().page
    assert "Z6••••5(5)" in page.documents.lines[0].accessibleName()
    page._numbers.click()
    assert "Z683365(5)" in page.documents.lines[0].accessibleName()
    desk.open("again")
    desk.open("chan")
    assert "Z6••••5(5)" in page.documents.lines[0].accessibleName(), "and again with the next person"


def test_a_name_is_typed_from_the_document_and_kept_as_typed(desk: Desk) -> None:
    screen = desk.open("again")
    assert screen.page.documents.lines[0].hasFocus()
    desk.press(Key.Key_Return)
    form = screen.page.form
    assert form.isVisible()
    stop = form.rows["name_zh"].editor.stops()[0]
    assert stop.hasFocus()
    assert isinstance(stop, QLineEdit)
    form.rows["name_zh"].typed.emit("name_zh", "陳咏恩\U000e0100")
    desk.press(CTRL_S)
    desk.qtbot.waitUntil(lambda: screen.person is not None and bool(screen.person.documents[0].name_zh))
    kept = desk.ask(lambda store: store.people.load("again")).whole().documents[0]
    assert (kept.name_zh, kept.number, kept.way) == ("陳咏恩\U000e0100", "K7654321", "")
    assert not form.isVisible()


def test_a_new_document_is_added_and_esc_gives_one_up(desk: Desk) -> None:
    screen = desk.open("again")
    screen.page._add.click()
    screen.page.form.rows["number"].typed.emit("number", "A123456(3)")
    desk.press(Key.Key_Escape)
    assert not screen.page.form.isVisible()
    screen.page._add.click()
    assert screen.page.form.texts["number"] == ""
    screen.page.form.rows["number"].typed.emit("number", "A123456(3)")
    desk.press(CTRL_S)
    desk.qtbot.waitUntil(lambda: len(screen.page.documents.lines) == 2)
    assert desk.ask(lambda store: store.people.load("again")).whole().documents[1].kind is DocumentKind.HKID


def test_a_switch_of_language_and_size_keeps_what_is_typed_and_the_focus(desk: Desk) -> None:
    screen = desk.open("again")
    desk.press(Key.Key_Return)
    form = screen.page.form
    stop = form.rows["name_zh"].editor.stops()[0]
    stop.insert("陳")  # type: ignore[attr-defined]
    form.rows["name_zh"].typed.emit("name_zh", "陳")
    desk.window.speak("pt")
    assert form.rows["name_zh"].editor.stops()[0].hasFocus()
    desk.window.wear(theme.Look.DARK, theme.Size.KIOSK)
    QApplication.processEvents()
    assert form.texts["name_zh"] == "陳"
    assert form.rows["name_zh"].text() == "陳"
    assert form.rows["name_zh"].editor.stops()[0].hasFocus()
    desk.window.wear(theme.Look.LIGHT, theme.Size.COUNTER)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", list(theme.Size))
def test_every_page_is_shown_in_every_language_at_every_size(desk: Desk, language: str, size: theme.Size) -> None:
    desk.window.speak(language)
    desk.window.wear(theme.Look.HIGH_CONTRAST, size)
    screen = desk.open()
    assert "陳詠恩" in words_of(screen)
    assert screen.page.documents.width() <= screen.page._scroll.viewport().width(), "nothing is cut off at the side"
    screen.page.candidates()[0].button.click()
    assert "陳" in words_of(screen.comparing)
    screen.comparing.back.click()
    desk.press(CTRL_H)
    desk.qtbot.waitUntil(lambda: bool(screen.history.lines()))
    assert all("{" not in line for line in screen.history.lines())
    desk.window.wear(theme.Look.LIGHT, theme.Size.COUNTER)


def test_names_on_documents_and_cases_are_compared_on_the_board(desk: Desk) -> None:
    page = desk.open().page
    assert page.conflicts.open_count == 1, "the two cards spell the name differently"
    assert "U+548F" in words_of(page.conflicts)
    desk.ask(lambda store: store.people.link("chan", "c1"))
    desk.open("again")
    desk.open("chan")
    assert page.timeline.isVisible()
    assert desk.open("again").page.conflicts.open_count == 0


def test_who_opens_no_case_sees_nobody(desk: Desk) -> None:
    desk.ask(lambda store: store.recovered(""))
    screen = desk.go()
    assert desk.listed() == []
    desk.window.visit("people", "chan")
    desk.settle()
    assert screen.person is None


def test_the_window_never_says_who(desk: Desk) -> None:
    screen = desk.open()
    for language in LANGUAGES:
        assert not any(name in screen.title(language) for name in ("CHAN", "陳", "P-"))
    assert "CHAN" not in desk.window.accessibleName() + desk.frame.windowTitle()


# ---- one person or two


def test_two_are_compared_and_joined_by_a_press_that_is_meant(desk: Desk) -> None:
    screen = desk.open()
    assert screen.page._open_points.isVisible()
    desk.press(Key.Key_F7)
    assert screen.page.conflicts.isAncestorOf(QApplication.focusWidget()), "first what differs on the documents"
    desk.press(Key.Key_F7, Key.Key_Return)
    assert screen.comparing.isVisible()
    desk.press(Key.Key_Return)
    assert desk.ask(lambda store: store.people.open("chan")).candidates, "a careless Enter joins nobody"
    assert "U+548F" in words_of(screen.comparing)
    screen.comparing.merge.click()
    desk.qtbot.waitUntil(lambda: bool(screen.page.merged_cards()))
    assert {line.document.id for line in screen.page.documents.lines} == {"d1", "d2", "e1"}
    assert not screen.page.candidates()
    screen.page.merged_cards()[0].button.click()
    desk.qtbot.waitUntil(lambda: bool(screen.page.candidates()))
    assert len(screen.page.documents.lines) == 2
    assert desk.ask(lambda store: store.people.load("again")).first.documents == AGAIN.documents


def test_two_people_are_not_asked_about_again(desk: Desk) -> None:
    screen = desk.open()
    screen.page.candidates()[0].button.click()
    screen.comparing.apart.click()
    desk.qtbot.waitUntil(lambda: screen.page.isVisible() and not screen.page.candidates())
    assert not screen.page._open_points.isVisible()


def test_the_history_tells_in_words_and_esc_comes_back(desk: Desk) -> None:
    desk.ask(lambda store: store.people.merge("chan", "again"))
    screen = desk.open()
    desk.press(CTRL_H)
    desk.qtbot.waitUntil(lambda: screen.history.isVisible())
    assert any("P-0002" in line and "one person" in line for line in screen.history.lines())
    desk.press(Key.Key_Escape)
    assert screen.page.isVisible()


def test_erasing_asks_once_more_in_the_page(desk: Desk) -> None:
    screen = desk.open()
    screen.page.erase.click()
    assert desk.ask(lambda store: store.people.count()) == 2
    assert "every case of theirs" in words_of(screen.page)
    screen.page.erase.click()
    desk.qtbot.waitUntil(lambda: screen.list.isVisible())
    desk.settle()
    assert desk.listed() == ["again"]


# ---- cases of nobody


def test_a_case_of_nobody_is_given_to_whom_the_clerk_says(desk: Desk) -> None:
    screen = desk.go()
    (button,) = screen.list.strangers.buttons
    button.click()
    desk.qtbot.waitUntil(lambda: bool(screen.whose.choices))
    assert desk.ask(lambda store: store.people.of_case("c1")) == "", "looking joins nothing"
    screen.whose.choices[0].click()
    desk.qtbot.waitUntil(lambda: screen.person is not None)
    assert desk.ask(lambda store: store.people.of_case("c1")) == "chan"
    assert "0001" in "".join(button.text() for button in screen.page.cases.findChildren(type(button)))


def test_a_ledger_is_made_of_a_case(desk: Desk) -> None:
    screen = desk.go()
    screen.list.strangers.buttons[0].click()
    desk.qtbot.waitUntil(lambda: screen.whose.isVisible())
    screen.whose.new.click()
    desk.qtbot.waitUntil(lambda: screen.person is not None)
    assert screen.person is not None
    assert number_shown(screen.person.number) == "P-0003"


# ---- a new case


def test_a_new_case_fills_itself_and_says_from_where(filling_desk: Desk) -> None:
    desk = filling_desk
    desk.open()
    desk.press(CTRL_N)
    chooser = desk.window.screen_in_front
    assert isinstance(chooser, NewCaseScreen)
    chooser.lines[place_of("residence-permit") - 1].click()
    screen = desk.window.screen_in_front
    assert isinstance(screen, FillingScreen)
    assert screen.session.draft.typed["person.surname"] == "CHAN"
    assert screen.session.draft.sources["person.surname"].startswith("person/mrz/passport/")
    screen.go_to("person.surname")
    assert "from passport" in row_of(screen, "person.surname")._chip.text()  # type: ignore[union-attr]
    id = screen.session.draft.id
    desk.qtbot.waitUntil(lambda: desk.ask(lambda store: store.people.of_case(id)) == "chan")


def row_of(screen: FillingScreen, id: str) -> QuestionRow:
    row = screen.page.row_of(id)
    assert row is not None
    return row


def begin(desk: Desk) -> tuple[FillingScreen, QuestionRow]:
    person = desk.ask(lambda store: store.people.load("chan")).whole()
    desk.window.begin_case("residence-permit", None, person)
    screen = desk.window.screen_in_front
    assert isinstance(screen, FillingScreen)
    screen.go_to("person.given_names")
    return screen, row_of(screen, "person.given_names")


def test_a_change_asks_where_it_belongs_without_standing_in_the_way(filling_desk: Desk) -> None:
    screen, row = begin(filling_desk)
    filling_desk.press(Key.Key_End)
    filling_desk.type("G")
    assert row._band is not None
    assert row._band.isVisible()
    assert "Wing Yan" in words_of(row._band)
    filling_desk.type("r")
    assert screen.session.draft.typed["person.given_names"] == "Wing YanGr", "the focus stays where one types"
    filling_desk.press(Key.Key_Backspace, Key.Key_Backspace)
    assert not row._band.isVisible(), "what is again as it was needs no question"
    assert screen.session.draft.sources["person.given_names"].startswith("person/")


def test_a_change_for_this_case_only_leaves_the_person_alone(filling_desk: Desk) -> None:
    screen, row = begin(filling_desk)
    filling_desk.press(Key.Key_End)
    filling_desk.type("G")
    assert row._band is not None
    row._band._here.click()
    assert not row._band.isVisible()
    assert screen.session.undecided == {}
    whole = filling_desk.ask(lambda store: store.people.load("chan")).whole()
    assert whole.text("person.given_names") == "Wing Yan"


def test_a_change_is_taken_to_the_person_with_its_history(filling_desk: Desk) -> None:
    screen, row = begin(filling_desk)
    filling_desk.press(Key.Key_End)
    filling_desk.type("G")
    filling_desk.press(Key.Key_Tab)
    assert row._band is not None
    assert row._band._here.hasFocus(), "the question is reached by Tab"
    filling_desk.press(Key.Key_Tab, Key.Key_Space)
    filling_desk.qtbot.waitUntil(lambda: screen.session.undecided == {})
    store_says = filling_desk.ask(lambda store: (store.people.load("chan").whole(), store.people.history("chan")))
    assert store_says[0].text("person.given_names") == "Wing YanG"
    assert (store_says[1][0].act, store_says[1][0].details["before"]) == (Act.VALUE, "Wing Yan")
    assert screen.session.draft.sources["person.given_names"] == "person///2026-11-23"
    assert not row._band.isVisible()


def test_the_question_outlives_a_switch_of_size(filling_desk: Desk) -> None:
    screen, _row = begin(filling_desk)
    filling_desk.press(Key.Key_End)
    filling_desk.type("G")
    filling_desk.window.wear(theme.Look.DARK, theme.Size.KIOSK)
    QApplication.processEvents()
    band = row_of(screen, "person.given_names")._band
    assert band is not None
    assert band.isVisible()
    filling_desk.window.wear(theme.Look.LIGHT, theme.Size.COUNTER)


# ---- a passport


def scan(desk: Desk) -> ScanScreen:
    desk.window.scan(ZONE)
    screen = desk.window.screen_in_front
    assert isinstance(screen, ScanScreen)
    desk.qtbot.waitUntil(lambda: screen._people.count() > 0 or screen.person is not None)
    return screen


def offers(screen: ScanScreen) -> list[str]:
    return [screen._people.itemAt(at).widget().text() for at in range(screen._people.count())]  # type: ignore[union-attr]


def test_a_swipe_offers_a_ledger_and_finds_it_the_next_time(desk: Desk) -> None:
    screen = scan(desk)
    assert offers(screen) == ["Make a ledger of this document"]
    screen._people.itemAt(0).widget().click()  # type: ignore[union-attr]
    desk.qtbot.waitUntil(
        lambda: isinstance(desk.window.screen_in_front, PeopleScreen) and desk.screen.person is not None
    )
    assert desk.screen.person is not None
    assert desk.screen.person.documents[0].number == "L898902C3"
    desk.window.go_home()
    offered = offers(scan(desk))
    told = next(at for at, offer in enumerate(offered) if "P-0003" in offer)
    assert "same document number" in offered[told + 1]
    assert desk.ask(lambda store: store.people.count()) == 3


def test_a_scan_with_a_ledger_in_front_is_kept_there_and_warns_of_another_name(desk: Desk) -> None:
    desk.open()
    screen = scan(desk)
    assert "not the one in this ledger" in words_of(screen)
    desk.press(Key.Key_Return)
    desk.qtbot.waitUntil(lambda: desk.window.screen_in_front is not screen)
    desk.qtbot.waitUntil(lambda: len(desk.screen.page.documents.lines) == 3)
    whole = desk.ask(lambda store: store.people.load("chan")).whole()
    assert (whole.documents[-1].number, whole.text("person.surname")) == ("L898902C3", "CHAN")


def test_a_public_machine_offers_no_ledger(qtbot: QtBot, tmp_path: Path, dressed: object) -> None:
    desk = _desk(qtbot, tmp_path, mode="kiosk", screens=PLAIN_PAGES)
    desk.window.scan(ZONE)
    screen = desk.window.screen_in_front
    assert isinstance(screen, ScanScreen)
    desk.qtbot.waitUntil(lambda: not screen._newest.waiting)
    assert offers(screen) == []
    desk.end()


def test_tab_leads_from_the_zone_to_the_ledgers_that_were_found(desk: Desk) -> None:
    screen = scan(desk)
    assert screen.zone.hasFocus()
    offer = screen._people.itemAt(0).widget()  # type: ignore[union-attr]
    desk.qtbot.waitUntil(offer.isVisible)
    desk.press(Key.Key_Tab)
    assert QApplication.focusWidget() is offer


def test_a_document_comes_into_a_ledger_by_one_key(desk: Desk) -> None:
    scan(desk)
    desk.press((Key.Key_0, Modifier.AltModifier))
    desk.qtbot.waitUntil(lambda: isinstance(desk.window.screen_in_front, PeopleScreen))
    desk.qtbot.waitUntil(lambda: desk.screen.person is not None)
    made = desk.screen.person
    assert made is not None
    assert made.documents[0].number == "L898902C3"
    desk.window.go_home()
    screen = scan(desk)
    assert offers(screen)[0].startswith(f"Keep it in the ledger of {number_shown(made.number)}")
    desk.press((Key.Key_1, Modifier.AltModifier))
    desk.qtbot.waitUntil(lambda: isinstance(desk.window.screen_in_front, PeopleScreen))
    desk.settle()
    assert desk.screen.person is not None
    assert desk.screen.person.id == made.id


ANNA = Person(
    "anna",
    documents=(Document("a1", DocumentKind.PASSPORT, "L898902C3"),),
    values={
        "person.surname": Value("ERIKSSON"),
        "person.given_names": Value("Ánna Maria"),
        "person.birth_date": Value("1974-08-12"),
        "person.email": Value("anna@example.org"),
    },
)


def choosing(desk: Desk) -> NewCaseScreen:
    desk.qtbot.waitUntil(lambda: isinstance(desk.window.screen_in_front, NewCaseScreen))
    chosen = desk.window.screen_in_front
    assert isinstance(chosen, NewCaseScreen)
    return chosen


@pytest.mark.parametrize("at_once", [True, False])
def test_the_second_visit_is_a_swipe_and_enter(filling_desk: Desk, at_once: bool) -> None:
    desk = filling_desk
    desk.ask(lambda store: store.people.make(ANNA))
    if at_once:
        desk.window.scan(ZONE)
    else:
        screen = scan(desk)
        assert screen._take.text().startswith("Start a case for ERIKSSON")
    desk.press(Key.Key_Return)
    chosen = choosing(desk)
    assert chosen._person is not None
    assert chosen._person.id == "anna"
    desk.window.begin_case("residence-permit", chosen._filled, chosen._person)
    session = desk.window.session_in_front()
    assert session is not None
    typed = session.draft.typed
    assert typed["person.given_names"] == "Ánna Maria", "what the zone cannot write stays as the ledger has it"
    assert (typed["passport.number"], typed["person.nationality"]) == ("L898902C3", "UTO")
    assert desk.ask(lambda store: store.people.of_case(session.draft.id)) == "anna"


@pytest.mark.parametrize(
    "other",
    [
        replace(ANNA, id="other", values={**ANNA.values, "person.birth_date": Value("1980-01-01")}),
        replace(ANNA, id="other", values={}),
    ],
    ids=["another birth date", "a number and nothing else"],
)
def test_a_number_alone_makes_nobody_the_holder(desk: Desk, other: Person) -> None:
    desk.ask(lambda store: store.people.make(other))
    screen = scan(desk)
    assert "same document number" in " ".join(offers(screen))
    desk.press(Key.Key_Return)
    assert choosing(desk)._person is None


def test_two_ledgers_with_the_number_are_left_to_the_clerk(desk: Desk) -> None:
    for person in (ANNA, replace(ANNA, id="twin", documents=(replace(ANNA.documents[0], id="a2"),))):
        desk.ask(lambda store, person=person: store.people.make(person))  # type: ignore[misc]
    scan(desk)
    desk.press(Key.Key_Return)
    assert choosing(desk)._person is None


def test_a_new_case_wanted_before_the_person_is_shown_is_still_theirs(desk: Desk) -> None:
    desk.window.visit("people", "chan")
    assert desk.screen.person is None, "the store has not answered yet"
    desk.press(CTRL_N)
    desk.qtbot.waitUntil(lambda: isinstance(desk.window.screen_in_front, NewCaseScreen))
    chosen = desk.window.screen_in_front
    assert isinstance(chosen, NewCaseScreen)
    assert chosen._person is not None
    assert chosen._person.id == "chan"
