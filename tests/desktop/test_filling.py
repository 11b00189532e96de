"""The questions' screen as a person meets it: real window, real forms, real store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from talentdesk.core.draft import Draft
from talentdesk.desktop import theme
from talentdesk.desktop.casescreens import CASE_SCREENS, ELIGIBILITY, REVIEW
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.filling import FillingScreen
from talentdesk.desktop.screen import Screen
from talentdesk.desktop.table import TableEditor
from talentdesk.desktop.theme import Look, Size
from talentdesk.desktop.window import Window
from talentdesk.desktop.words import Words
from talentdesk.settings import Settings
from talentdesk.store.keeper import Keeper, memory_key

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=timezone(timedelta(hours=8)))
BEGUN = {
    "request.act": "extension",
    "request.rp_kind": "work",
    "person.surname": "FERREIRA DA COSTA",
    "person.given_names": "HELENA MARIA",
    "person.nationality": "PRT",
    "passport.type": "ordinary",
    "passport.number": "CB482137",
    "visa.kind": "residence_permit",
    "visa.number": "771204589",
}


class Review(Screen):
    """Stands in for the review: only that the way leads there matters here."""

    def title(self, language: str) -> str:
        return "Review"


def plain_review(desk: Desk, guide: Any, session: Any) -> Screen:
    review = Review(desk, guide)
    review.session = session
    return review


class Counter:
    """A desk with a window and a store of its own."""

    def __init__(self, place: Path) -> None:
        self.desk = Desk(replace(Settings(), language="en", second_language="zh-Hans"), lambda: NOON)
        self.desk.dress()
        self.window = Window(self.desk, {**CASE_SCREENS, REVIEW: plain_review, ELIGIBILITY: plain_review})
        put = self.desk.letters.put
        self.keeper = Keeper(
            place,
            lambda id, revision: put(lambda: self.window.saved(id, revision)),
            lambda trouble: put(lambda: self.window.troubled(trouble)),
            unlock=memory_key,
        )
        self.keeper.start()
        self.desk.take_keeper(self.keeper)
        self.window.show()

    def open(self, typed: dict[str, str] | None = None, place: str = "", **more: Any) -> FillingScreen:
        draft = Draft(
            id="a" * 32,
            procedure="residence-permit",
            edition="2024-12-01",
            as_of=NOON.date(),
            typed=BEGUN if typed is None else typed,
            place=place,
            created_at=NOON,
            **more,
        )
        self.keeper.begin(draft).result(5)
        return self.show(draft)

    def show(self, draft: Draft) -> FillingScreen:
        self.window.open_case(draft)
        screen = self.window.screen_in_front
        assert isinstance(screen, FillingScreen)
        self.window.activateWindow()
        QTest.qWaitForWindowActive(self.window)
        return screen

    def close(self) -> None:
        self.window.close()
        self.keeper.close(5)
        self.desk.elsewhere.close()
        QApplication.processEvents()
        self.window.deleteLater()
        # Windows of tests before would be dressed again with every change of look.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def counter(dressed: object, tmp_path: Path, qtbot: Any) -> Iterator[Counter]:
    counter = Counter(tmp_path)
    yield counter
    counter.close()


def key(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(widget, key, modifier)


def focus(screen: FillingScreen) -> QWidget:
    widget = screen.window().focusWidget()
    assert widget is not None
    return widget


def type_text(screen: FillingScreen, text: str) -> None:
    """Key by key to whatever has the focus, as a person does."""
    for character in text:
        QTest.keyClicks(focus(screen), character)


def field(screen: FillingScreen, id: str) -> QLineEdit:
    row = screen.page.row_of(id)
    assert row is not None
    stop = row.editor.stops()[0]
    assert isinstance(stop, QLineEdit)
    return stop


def messages(screen: FillingScreen, id: str) -> str:
    QApplication.processEvents()
    row = screen.page.row_of(id)
    assert row is not None
    return " ".join(
        words.text() for words in row.findChildren(Words) if words is not row.label and not words.isHidden()
    )


def test_a_key_reaches_the_store_and_the_progress(counter: Counter) -> None:
    screen = counter.open(place="person.birth_place")
    answered, _ = screen.interview.progress()
    QTest.keyClicks(field(screen, "person.birth_place"), "COIMBRA")
    assert screen.session.draft.typed["person.birth_place"] == "COIMBRA"
    assert screen.tasks.progress.value() == answered + 1
    screen.session.flush().result(5)
    assert counter.keeper.load("a" * 32).result(5).typed["person.birth_place"] == "COIMBRA"


def test_reopening_lands_where_the_case_was_left_with_the_exact_text(counter: Counter) -> None:
    screen = counter.open({**BEGUN, "passport.expiry_date": "2029-02-"}, place="passport.expiry_date")
    assert screen.here == "passport.expiry_date"
    row = screen.page.row_of("passport.expiry_date")
    assert row is not None
    assert [stop.text() for stop in row.editor.stops() if isinstance(stop, QLineEdit)] == ["2029", "02", ""]
    assert row.isAncestorOf(focus(screen))


def test_the_place_and_the_text_survive_closing(counter: Counter) -> None:
    screen = counter.open(place="person.birth_place")
    QTest.keyClicks(field(screen, "person.birth_place"), "Évora ")
    counter.window.close_case(screen.session)
    again = counter.show(counter.keeper.load("a" * 32).result(5))
    assert again.here == "person.birth_place"
    assert field(again, "person.birth_place").text() == "Évora "


def test_enter_leads_through_a_whole_section_and_on(counter: Counter) -> None:
    screen = counter.open(place="passport.type")
    seen = [screen.here]
    for _ in range(4):
        key(focus(screen), Qt.Key.Key_Return)
        seen.append(screen.here)
    assert seen == ["passport.type", "passport.number", "passport.expiry_date", "visa.kind", "visa.number"]


def test_enter_after_the_last_question_stands_at_the_review(counter: Counter) -> None:
    screen = counter.open(place="agent.represented")
    for _ in range(12):
        key(focus(screen), Qt.Key.Key_Return)
        if isinstance(counter.window.screen_in_front, Review):
            break
    assert isinstance(counter.window.screen_in_front, Review)


def test_rows_come_and_go_in_order_and_the_focus_stays(counter: Counter) -> None:
    screen = counter.open(place="request.act")
    column = screen.page.column
    assert column is not None
    before = list(column.rows.values())
    assert [row.id for row in column.shown_rows()] == ["request.act", "request.rp_kind"]
    holder = focus(screen)
    row = column.rows["request.act"]
    row.typed.emit("request.act", "change")
    assert [each.id for each in before if not each.isHidden()] == ["request.act", "visa.permit_kind"]
    assert list(column.rows.values()) == before
    assert focus(screen) is holder
    assert not column.kept.isHidden()
    assert "1" in column.kept.button.text()


def test_a_wrong_shape_is_said_on_leaving_and_cleared_while_it_is_put_right(counter: Counter) -> None:
    screen = counter.open(place="passport.expiry_date")
    type_text(screen, "20290231")
    assert "29" not in messages(screen, "passport.expiry_date").replace("2029", "")
    assert screen.tasks.items["passport"].text().find("fix") < 0
    key(focus(screen), Qt.Key.Key_F6)
    assert "28" in messages(screen, "passport.expiry_date")
    assert "fix" in screen.tasks.items["passport"].text()
    screen.go_to("passport.expiry_date")
    row = screen.page.row_of("passport.expiry_date")
    assert row is not None
    day = row.editor.stops()[2]
    day.setFocus()
    key(day, Qt.Key.Key_End)
    key(day, Qt.Key.Key_Backspace)
    key(day, Qt.Key.Key_Backspace)
    QTest.keyClicks(day, "28")
    assert "28;" not in messages(screen, "passport.expiry_date")
    assert "fix" not in screen.tasks.items["passport"].text()


def test_missing_is_not_said_before_the_person_has_passed_by(counter: Counter) -> None:
    screen = counter.open(place="person.birth_place")
    assert "not been answered" not in messages(screen, "person.birth_place")
    key(focus(screen), Qt.Key.Key_Return)
    assert "not been answered" in messages(screen, "person.birth_place")
    assert "not been answered" not in messages(screen, "person.birth_date")


def test_f6_goes_to_the_next_gap_across_sections(counter: Counter) -> None:
    screen = counter.open(place="passport.number")
    key(focus(screen), Qt.Key.Key_F6)
    assert screen.here == "passport.expiry_date"
    type_text(screen, "20310315")
    key(focus(screen), Qt.Key.Key_F6)
    assert screen.here == "visa.expiry_date"


def test_f7_goes_to_the_next_problem_and_its_hint_shows_only_then(counter: Counter) -> None:
    screen = counter.open({**BEGUN, "passport.expiry_date": "2029-02-31"}, place="visa.kind")
    assert "F7" in [hint.keys for hint in screen.hints()]
    key(focus(screen), Qt.Key.Key_F7)
    assert screen.here == "passport.expiry_date"
    clean = replace(screen.session.draft, id="b" * 32, typed=BEGUN)
    assert "F7" not in [hint.keys for hint in counter.show(clean).hints()]


def test_sections_by_keyboard_and_by_click(counter: Counter) -> None:
    screen = counter.open(place="passport.number")
    key(focus(screen), Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert screen.here == "visa.kind"
    key(focus(screen), Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert screen.here == "passport.type"
    item = screen.tasks.items["applicant"]
    item.setFocus()
    key(item, Qt.Key.Key_Down)
    assert focus(screen) is screen.tasks.items["passport"]
    assert screen.here == "passport.type"
    QTest.mouseClick(item, Qt.MouseButton.LeftButton)
    assert screen.here == "person.surname"
    assert item.isChecked()


def test_ctrl_d_repeats_what_the_case_before_had_but_never_a_name(counter: Counter) -> None:
    first = counter.open(place="employer.name")
    QTest.keyClicks(field(first, "employer.name"), "Qianhai Data")
    first.go_to("person.surname")
    key(focus(first), Qt.Key.Key_Return)
    second = counter.show(replace(first.session.draft, id="b" * 32, typed={"request.act": "extension"}, place=""))
    second.go_to("person.surname")
    key(field(second, "person.surname"), Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert "person.surname" not in second.session.draft.typed
    second.go_to("employer.name")
    assert "Ctrl+D" in [hint.keys for hint in second.hints()]
    key(field(second, "employer.name"), Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert field(second, "employer.name").text() == "Qianhai Data"
    assert second.session.draft.typed["employer.name"] == "Qianhai Data"


def test_declining_and_taking_it_back(counter: Counter) -> None:
    screen = counter.open(place="person.given_names")
    screen._declined("person.given_names", True)
    row = screen.page.row_of("person.given_names")
    assert row is not None
    assert "person.given_names" in screen.session.draft.declined
    assert row.field.isHidden()
    row.declined.emit("person.given_names", False)
    assert not row.field.isHidden()
    assert field(screen, "person.given_names").text() == "HELENA MARIA"


def test_a_place_for_a_signature_leaves_the_keys_of_the_screen_working(counter: Counter) -> None:
    screen = counter.open()
    screen.go_to("passport.number")
    screen.preview.jumped.emit("place.signature")
    assert screen.page.column is not None
    assert screen.page.column.onward.hasFocus()
    QTest.keyClick(counter.window, Qt.Key.Key_F9)
    assert isinstance(counter.window.screen_in_front, Review)


def test_table_rows_are_typed_walked_and_removed(counter: Counter) -> None:
    screen = counter.open(place="dependants")
    row = screen.page.row_of("dependants")
    assert row is not None
    table = row.editor
    assert isinstance(table, TableEditor)
    QTest.keyClicks(focus(screen), "SILVA")
    key(focus(screen), Qt.Key.Key_Return)
    QTest.keyClicks(focus(screen), "RUI")
    assert screen.session.draft.typed["dependants[0].surname"] == "SILVA"
    assert "RUI" in screen.session.draft.typed.values()
    assert screen.here.startswith("dependants[0].")
    table.remove_row(table.rows[0])
    assert not any(id.startswith("dependants") for id in screen.session.draft.typed)


def test_a_scan_fills_the_rows_and_says_where_from(counter: Counter) -> None:
    screen = counter.open(place="person.birth_place")
    screen.session.fill({"passport.number": ("CC000001", "mrz"), "person.sex": ("F", "mrz")})
    screen.go_to("passport.number")
    assert field(screen, "passport.number").text() == "CC000001"
    assert "from passport" in messages(screen, "passport.number")
    key(field(screen, "passport.number"), Qt.Key.Key_Backspace)
    assert "from passport" not in messages(screen, "passport.number")


def test_the_language_changes_under_the_caret(counter: Counter) -> None:
    screen = counter.open(place="person.birth_place")
    line = field(screen, "person.birth_place")
    QTest.keyClicks(line, "COIMBRA")
    line.setCursorPosition(3)
    for language, second in (("zh-Hans", "en"), ("pt", "zh-Hans"), ("zh-Hant-HK", "en"), ("en", "zh-Hans")):
        counter.window.speak(language, second)
        QApplication.processEvents()
        assert focus(screen) is line
        assert (line.text(), line.cursorPosition()) == ("COIMBRA", 3)
        row = screen.page.row_of("person.birth_place")
        assert row is not None
        assert ("出生地" in row.label.text().splitlines()[0]) is language.startswith("zh")


def test_the_size_changes_under_the_caret(counter: Counter) -> None:
    screen = counter.open(place="person.birth_place")
    QTest.keyClicks(field(screen, "person.birth_place"), "COIMBRA")
    field(screen, "person.birth_place").setCursorPosition(3)
    counter.window.wear(Look.DARK, Size.KIOSK)
    line = field(screen, "person.birth_place")
    assert focus(screen) is line
    assert (line.text(), line.cursorPosition()) == ("COIMBRA", 3)
    assert screen.tasks.isHidden()
    assert not screen.steps.isHidden()
    counter.window.wear(Look.LIGHT, Size.COUNTER)
    assert field(screen, "person.birth_place").cursorPosition() == 3


def test_the_kiosk_asks_one_question_at_a_time(counter: Counter) -> None:
    counter.window.wear(Look.LIGHT, Size.KIOSK)
    screen = counter.open(place="person.surname")
    column = screen.page.column
    assert column is not None
    assert [id for id, row in column.rows.items() if not row.isHidden()] == ["person.surname"]
    screen.moves.onward.click()
    assert screen.here == "person.given_names"
    assert [id for id, row in column.rows.items() if not row.isHidden()] == ["person.given_names"]
    screen.moves.back.click()
    assert screen.here == "person.surname"


def test_the_kiosk_says_what_is_wrong_before_the_question_leaves(counter: Counter) -> None:
    counter.window.wear(Look.LIGHT, Size.KIOSK)
    screen = counter.open(place="person.surname")
    QTest.keyClicks(field(screen, "person.surname"), "Silva7")
    screen.moves.onward.click()
    assert screen.here == "person.surname"
    assert "digit" in messages(screen, "person.surname")
    assert focus(screen) is field(screen, "person.surname")
    screen.moves.onward.click()
    assert screen.here == "person.given_names"
    screen.moves.back.click()
    screen.moves.onward.click()
    assert screen.here == "person.given_names"


def test_ten_thousand_characters_are_kept_as_pasted(counter: Counter) -> None:
    screen = counter.open(place="person.birth_place")
    pasted = "Aé漢\u202e\u0000" * 2000
    QApplication.clipboard().setText(pasted)
    key(field(screen, "person.birth_place"), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    typed = screen.session.draft.typed["person.birth_place"]
    assert typed == field(screen, "person.birth_place").text()
    assert len(typed) >= 8000
    screen.go_to("person.surname")
    assert messages(screen, "person.birth_place")


def test_help_names_the_source_and_says_when_it_is_not_verified(counter: Counter) -> None:
    screen = counter.open(place="passport.expiry_date")
    assert "not verified" in screen.help.grade.text()
    key(focus(screen), Qt.Key.Key_F1)
    assert screen.help.is_unfolded
    heard = QAccessible.queryAccessibleInterface(screen.help.full.widget())
    assert "Ask the office" in heard.text(QAccessible.Text.Name)
    key(focus(screen), Qt.Key.Key_Escape)
    assert not screen.help.is_unfolded
    assert screen.here == "passport.expiry_date"


def test_the_last_day_stands_under_the_date_it_rests_on(counter: Counter) -> None:
    screen = counter.open({**BEGUN, "visa.expiry_date": "2027-01-31"}, place="visa.expiry_date")
    assert "39 days left" in messages(screen, "visa.expiry_date")


def test_every_control_has_a_name(counter: Counter) -> None:
    screen = counter.open(place="person.surname")
    QTest.qWait(20)
    stops = [w for w in screen.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isVisible()]
    assert len(stops) > 15
    for stop in stops:
        said = stop.accessibleName() or (stop.text() if isinstance(stop, QAbstractButton) else "")
        assert said, stop


@pytest.mark.parametrize("size", list(Size))
@pytest.mark.parametrize(
    ("language", "second"), [("zh-Hans", "en"), ("zh-Hant-HK", "en"), ("en", "zh-Hans"), ("pt", "zh-Hans")]
)
def test_no_words_are_cut(counter: Counter, language: str, second: str, size: Size) -> None:
    counter.window.wear(Look.LIGHT, size)
    counter.window.speak(language, second)
    counter.window.resize(1280, 800) if size is Size.COUNTER else counter.window.resize(1080, 1920)
    screen = counter.open({**BEGUN, "passport.expiry_date": "2029-02-31", "visa.expiry_date": "2027-01-31"})
    for view in screen.interview.sections():
        if not view.questions:
            continue
        screen._go_to_section(view.section)
        QTest.qWait(15)
        for words in screen.findChildren(Words):
            if words.isVisible() and words.text():
                needed = words.heightForWidth(words.width()) if words.wordWrap() else words.sizeHint().height()
                assert words.height() >= needed - 1, (view.section.id, words.text())


def test_narrow_windows_fold_the_paper_into_a_tab(counter: Counter) -> None:
    screen = counter.open(place="person.surname")
    counter.window.resize(1000, 800)
    QTest.qWait(1)
    assert not screen.preview.isVisible()
    screen.switch.paper.click()
    assert screen.preview.isVisible()
    assert not screen.page.isVisible()
    screen.go_to("person.surname")
    assert screen.page.isVisible()
    assert theme.current().look is Look.LIGHT
