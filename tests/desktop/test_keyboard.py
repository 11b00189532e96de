"""The on-screen keyboard below real fields, worked by touches, by arrows and by one switch."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from talentdesk.core.form import Choice, Kind, Question, Text
from talentdesk.desktop.dates import DateEditor
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.editors import AddressEditor, LineEditor
from talentdesk.desktop.finder import FinderEditor
from talentdesk.desktop.keyboard import OnScreenKeyboard, layouts
from talentdesk.desktop.keyboard.composer import Offer
from talentdesk.desktop.keyboard.keycap import KeyCap
from talentdesk.desktop.keyboard.layouts import Job
from talentdesk.desktop.keyboard.switchaccess import SPEEDS
from talentdesk.desktop.kinds import make_editor
from talentdesk.desktop.theme import Look, Size
from talentdesk.settings import Settings

PORTRAIT, LANDSCAPE = (1080, 1920), (1920, 1080)
LANGUAGES = ("zh-Hans", "zh-Hant-HK", "en", "pt")


class Stand(QWidget):
    """A window with fields above and the keyboard at its lower edge, as a kiosk has it."""

    def __init__(self, desk: Desk, *editors: QWidget, shape: tuple[int, int] = PORTRAIT) -> None:
        super().__init__()
        self.desk = desk
        self.button = QPushButton("next")
        self.keyboard = OnScreenKeyboard(desk, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (*editors, self.button):
            column.addWidget(widget)
        column.addStretch(1)
        column.addWidget(self.keyboard)
        self.resize(*shape)

    def touch(self, *wanted: str | Job) -> None:
        """Touch keys, by what they type or do, or candidates, by what they say."""
        for each in wanted:
            QTest.mouseClick(self.find(each), Qt.MouseButton.LeftButton)
            QApplication.processEvents()

    def find(self, wanted: str | Job) -> KeyCap:
        QApplication.processEvents()
        for cap in self.keyboard.caps():
            if cap.key.job is wanted or (cap.isVisible() and cap.isEnabled() and _is(cap, wanted)):
                return cap
        raise AssertionError(f"no key {wanted!r} among {[cap.accessibleName() for cap in self.keyboard.caps()]}")

    def choose(self, text: str) -> None:
        """Turn pages until `text` is offered, and touch it."""
        for _ in range(200):
            for cap in self.keyboard.caps():
                if cap.key.job is Job.CHOOSE and cap.caption.main == text:
                    QTest.mouseClick(cap, Qt.MouseButton.LeftButton)
                    QApplication.processEvents()
                    return
            self.touch(Job.MORE)
        raise AssertionError(f"{text} is not offered")

    def offered(self) -> list[str]:
        return [cap.caption.main for cap in self.keyboard.caps() if cap.key.job is Job.CHOOSE]


def _is(cap: KeyCap, wanted: str | Job) -> bool:
    if cap.key.job in (Job.TYPE, Job.TAB, Job.PICK, Job.DECADE):
        return cap.key.text.lower() == str(wanted).lower()
    return False


def question(kind: Kind, **more: object) -> Question:
    return Question(id="q", kind=kind, label=Text("问题", "Question"), **more)  # type: ignore[arg-type]


@pytest.fixture
def desk(dressed: Callable[..., object], request: pytest.FixtureRequest) -> Desk:
    language = getattr(request, "param", "zh-Hant-HK")
    dressed(Look.LIGHT, Size.KIOSK, language)
    second = "zh-Hans" if language != "zh-Hans" else "en"
    settings = Settings(language=language, second_language=second, size=Size.KIOSK)
    return Desk(settings, lambda: datetime(2026, 11, 26, 9, 0))


@pytest.fixture
def stand(desk: Desk, qtbot: QtBot) -> Iterator[Callable[..., Stand]]:
    made: list[Stand] = []

    def build(*editors: QWidget, shape: tuple[int, int] = PORTRAIT) -> Stand:
        window = Stand(desk, *editors, shape=shape)
        made.append(window)
        window.button.setFocus()
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    yield build
    for window in made:
        window.keyboard.clear()
        window.close()
        window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def line_of(kind: Kind) -> LineEditor:
    editor = LineEditor(question(kind), "q")
    editor.retranslate("zh-Hant-HK", "en")
    return editor


# ---- Chinese


def test_a_name_from_hong_kong_is_typed_by_cangjie_with_touches_alone(stand: Callable[..., Stand]) -> None:
    editor = line_of(Kind.HAN_NAME)
    told: list[str] = []
    editor.listen(lambda id, text: told.append(text), lambda: None)
    window = stand(editor)
    QTest.mouseClick(editor.line, Qt.MouseButton.LeftButton)
    assert window.keyboard.layer == "cangjie"
    window.touch("j", "j", "y", "t")
    assert editor.text() == "", "what is being composed stands in the keyboard only"
    assert window.offered()[0] == "𨋢"
    window.touch(Job.CHOOSE)
    assert editor.text() == "𨋢"
    assert told == ["𨋢"], "the field told its change as it does for a typist"
    assert editor.line.hasFocus(), "touching keys takes no focus"


def test_fingers_type_too(stand: Callable[..., Stand]) -> None:
    editor = line_of(Kind.HAN_NAME)
    window = stand(editor)
    screen = QTest.createTouchDevice()

    def tap(widget: QWidget) -> None:
        handle, place = window.windowHandle(), widget.mapTo(window, widget.rect().center())
        QTest.touchEvent(handle, screen).press(0, place, handle).commit()
        QTest.touchEvent(handle, screen).release(0, place, handle).commit()
        QApplication.processEvents()

    tap(editor.line)
    for letter in "jjyt":
        tap(window.find(letter))
    tap(window.find(Job.CHOOSE))
    assert editor.text() == "𨋢"


@pytest.mark.parametrize(
    ("layer", "keys", "character"),
    [
        ("cangjie", "rqbu", "𡃁"),
        ("cangjie", "yrine", "詠"),
        ("cangjie", "rine", "咏"),
        ("cangjie", "grgr", "喆"),
        ("cangjie", "ysg", "堃"),
        ("cangjie", "ypmk", "龑"),
        ("quick", "ye", "詠"),
        ("jyutping", "lip", "𨋢"),
        ("jyutping", "leng", "𡃁"),
        ("pinyin", "zhe", "喆"),
        ("pinyin", "yan", "龑"),
        ("code_point", "282E2", "𨋢"),
        ("code_point", "210C1", "𡃁"),
    ],
)
def test_names_are_typed_in_each_method(stand: Callable[..., Stand], layer: str, keys: str, character: str) -> None:
    editor = line_of(Kind.HAN_NAME)
    window = stand(editor)
    editor.line.setFocus()
    window.touch(layer, *keys)
    window.choose(character)
    assert editor.text() == character


def test_a_rare_character_is_found_by_radical_and_strokes(stand: Callable[..., Stand]) -> None:
    editor = line_of(Kind.HAN_NAME)
    window = stand(editor)
    editor.line.setFocus()
    window.touch("strokes", "7")
    window.choose("車")
    assert editor.text() == "", "a radical is a step, not a character"
    window.touch("5")
    window.choose("𨋢")
    assert editor.text() == "𨋢"


def test_a_name_typed_in_one_go_is_chosen_sign_by_sign(stand: Callable[..., Stand]) -> None:
    editor = line_of(Kind.HAN_NAME)
    window = stand(editor)
    editor.line.setFocus()
    window.touch("jyutping", *"candaaiman")
    window.choose("陳")
    window.choose("大")
    window.choose("文")
    assert editor.text() == "陳大文"


def test_space_chooses_the_first_and_otherwise_is_a_space(stand: Callable[..., Stand]) -> None:
    editor = line_of(Kind.TEXT)
    window = stand(editor)
    editor.line.setFocus()
    window.touch(*"onf", Job.SPACE, Job.SPACE)
    assert editor.text() == "你 "


def test_delete_takes_back_what_is_composed_before_what_is_written(stand: Callable[..., Stand]) -> None:
    editor = line_of(Kind.HAN_NAME)
    window = stand(editor)
    editor.line.setFocus()
    editor.line.setText("陳")
    window.touch("y", "r", Job.DELETE)
    assert editor.text() == "陳"
    window.touch(Job.CLEAR, Job.DELETE)
    assert editor.text() == ""


def test_a_code_point_without_a_glyph_is_refused_in_words(stand: Callable[..., Stand]) -> None:
    editor = line_of(Kind.HAN_NAME)
    window = stand(editor)
    editor.line.setFocus()
    window.touch("code_point", *"200B")
    assert window.offered() == []
    assert "U+200B" in " ".join(label.accessibleName() for label in window.keyboard.findChildren(QWidget))


@pytest.mark.parametrize("desk", ["zh-Hans"], indirect=True)
def test_on_the_mainland_pinyin_comes_first_and_surnames_do(stand: Callable[..., Stand]) -> None:
    editor = line_of(Kind.HAN_NAME)
    window = stand(editor)
    editor.line.setFocus()
    assert window.keyboard.layer == "pinyin"
    window.touch(*"zha")
    assert window.offered()[0] == "查"
    window.choose("查")
    window.touch(*"zha")
    assert window.offered()[0] != "查", "only the first sign is a surname"


def test_the_script_of_the_applicant_goes_before_that_of_the_window(stand: Callable[..., Stand]) -> None:
    editor = line_of(Kind.HAN_NAME)
    window = stand(editor)
    editor.line.setFocus()
    window.keyboard.write_in("zh-Hans")
    assert window.keyboard.layer == "pinyin"


# ---- Latin


def test_accents_are_offered_for_the_letter_just_typed(stand: Callable[..., Stand]) -> None:
    editor = line_of(Kind.LATIN_NAME)
    window = stand(editor)
    editor.line.setFocus()
    assert window.keyboard.layer == "latin"
    window.touch("m", "u")
    window.choose("Ü")
    window.touch("l", "l", "e", "r")
    assert editor.text() == "MÜLLER"


@pytest.mark.parametrize(
    ("steps", "result"),
    [
        ("EÊỄ", "Ễ"),
        ("AĂẶ", "Ặ"),
        ("OƠỢ", "Ợ"),
        ("LŁ", "Ł"),
        ("RŘ", "Ř"),
        ("CÇ", "Ç"),
        ("AÃ", "Ã"),
        ("Iİ", "İ"),
        ("DÐ", "Ð"),
        ("TÞ", "Þ"),
        ("Sẞẞẞ", "ẞẞẞ"),
    ],
)
def test_letters_with_one_and_two_marks(stand: Callable[..., Stand], steps: str, result: str) -> None:
    editor = line_of(Kind.LATIN_NAME)
    window = stand(editor)
    editor.line.setFocus()
    window.touch(steps[0])
    for accent in steps[1:2] if result == "ẞẞẞ" else steps[1:]:
        window.choose(accent)
    if result == "ẞẞẞ":
        window.touch("s")
        window.choose("ẞ")
        window.touch("s")
        window.choose("ẞ")
    assert editor.text() == result


def test_small_letters_have_their_own_accents(stand: Callable[..., Stand]) -> None:
    editor = line_of(Kind.LATIN_NAME)
    window = stand(editor)
    editor.line.setFocus()
    window.touch(Job.SHIFT, "i")
    window.choose("ı")
    assert editor.text() == "ı"


def test_changing_a_letter_is_one_step_of_undo(stand: Callable[..., Stand]) -> None:
    editor = line_of(Kind.LATIN_NAME)
    window = stand(editor)
    editor.line.setFocus()
    told: list[str] = []
    editor.listen(lambda id, text: told.append(text), lambda: None)
    window.touch("m", "e")
    window.choose("É")
    assert told == ["M", "ME", "MÉ"], "nobody was told of a name without its letter"
    editor.line.undo()
    assert editor.text() == "ME"


def test_a_physical_keyboard_beside_is_not_written_over(stand: Callable[..., Stand]) -> None:
    editor = line_of(Kind.LATIN_NAME)
    window = stand(editor)
    editor.line.setFocus()
    window.touch("e")
    QTest.keyClicks(editor.line, "X")
    window.choose("É")
    assert editor.text() == "EXÉ", "the letter before the caret is not the one that was offered"


# ---- other fields


def test_a_date_is_three_touches_and_its_decade(stand: Callable[..., Stand]) -> None:
    editor = DateEditor(question(Kind.DATE, precision="D"), "q")
    editor.retranslate("zh-Hant-HK", "en")
    told: list[str] = []
    editor.listen(lambda id, text: told.append(text), lambda: None)
    window = stand(editor)
    editor.boxes[0].setFocus()
    window.touch("2000", "2004")
    assert editor.boxes[1].hasFocus()
    window.touch("05")
    assert editor.boxes[2].hasFocus()
    window.touch("31")
    assert editor.text() == told[-1] == "2004-05-31"
    editor.boxes[0].setFocus()
    assert window.find("2000").isVisible()
    window.touch("1950", "1958")
    assert editor.text() == "1958-05-31", "a year that stands there is written over"


@pytest.mark.parametrize(
    ("id", "seen"),
    [
        ("person.birth_date", ("1990", "1999")),
        ("birth_date", ("1990", "1999")),
        ("travel_permit.expiry_date", ("2020", "2029")),
        ("job.contract_start", ("2020", "2029")),
    ],
)
def test_a_date_begins_in_the_years_where_it_most_likely_lies(
    stand: Callable[..., Stand], id: str, seen: tuple[str, str]
) -> None:
    editor = DateEditor(replace(question(Kind.DATE, precision="D"), id=id), id)
    editor.retranslate("en", "")
    window = stand(editor)
    editor.boxes[0].setFocus()
    QApplication.processEvents()
    years = [cap.key.text for cap in window.keyboard.caps() if cap.key.job is Job.PICK]
    assert (years[0], years[-1]) == seen


def test_digits_may_be_typed_into_a_date_all_the_same(stand: Callable[..., Stand]) -> None:
    editor = DateEditor(question(Kind.DATE, precision="D"), "q")
    editor.retranslate("en", "")
    window = stand(editor)
    editor.boxes[0].setFocus()
    window.touch("digits", *"1994")
    assert editor.boxes[1].hasFocus()


@pytest.mark.parametrize(
    ("kind", "layer"),
    [
        (Kind.LATIN_NAME, "latin"),
        (Kind.HAN_NAME, "cangjie"),
        (Kind.IDENTIFIER, "identifier"),
        (Kind.EMAIL, "email"),
        (Kind.PHONE, "digits"),
        (Kind.NUMBER, "digits"),
        (Kind.MONEY, "digits"),
        (Kind.DATE, "date"),
        (Kind.TEXT, "cangjie"),
        (Kind.ADDRESS, "cangjie"),
    ],
)
def test_each_kind_of_question_gets_its_keys(stand: Callable[..., Stand], kind: Kind, layer: str) -> None:
    editor = make_editor(question(kind), "q")
    editor.retranslate("zh-Hant-HK", "en")
    assert isinstance(editor, QWidget)
    window = stand(editor)
    editor.stops()[0].setFocus()
    assert window.keyboard.layer == layer
    assert window.keyboard.isVisible()


def test_a_number_off_a_receipt_begins_with_digits_and_chinese_is_one_touch_away(stand: Callable[..., Stand]) -> None:
    editor = LineEditor(question(Kind.TEXT, numbered=True), "q")
    editor.retranslate("zh-Hant-HK", "en")
    window = stand(editor)
    editor.line.setFocus()
    window.touch(*"A1-9")
    assert (window.keyboard.layer, editor.text()) == ("identifier", "A1-9")
    window.touch("cangjie")
    assert window.keyboard.layer == "cangjie"


def test_an_e_mail_address(stand: Callable[..., Stand]) -> None:
    editor = line_of(Kind.EMAIL)
    window = stand(editor)
    editor.line.setFocus()
    window.touch(*"chan_2@x", ".com")
    assert editor.text() == "chan_2@x.com"


def test_a_text_of_several_lines(stand: Callable[..., Stand]) -> None:
    editor = AddressEditor(question(Kind.ADDRESS), "q")
    editor.retranslate("zh-Hant-HK", "en")
    window = stand(editor)
    editor.area.setFocus()
    window.touch("jyutping", *"hoenggong")
    window.choose("香港")
    window.touch("digits", "1", Job.DELETE, "2")
    assert editor.text() == "香港2"
    editor.area.undo()
    assert editor.text() != "香港2"


def test_typing_into_a_list_narrows_it(stand: Callable[..., Stand]) -> None:
    from talentdesk.desktop.directory import directory

    countries = (Choice("CHN", Text("中国", "China")), Choice("PRT", Text("葡萄牙", "Portugal")))
    editor = FinderEditor(question(Kind.COUNTRY), "q", directory(countries))
    editor.retranslate("en", "zh-Hans")
    window = stand(editor)
    editor.line.setFocus()
    window.touch("latin", *"port", Job.DONE)
    assert editor.text() == "PRT"


def test_done_asks_for_the_next_question(stand: Callable[..., Stand]) -> None:
    editor = line_of(Kind.LATIN_NAME)
    asked: list[bool] = []
    editor.listen(lambda id, text: None, lambda: asked.append(True))
    window = stand(editor)
    editor.line.setFocus()
    window.touch("a", Job.DONE)
    assert asked == [True]


def test_nobody_goes_on_with_a_sign_half_typed(stand: Callable[..., Stand]) -> None:
    editor = line_of(Kind.HAN_NAME)
    window = stand(editor)
    editor.line.setFocus()
    window.touch("j")
    assert not window.find(Job.DONE).isEnabled()
    window.touch(Job.DELETE)
    assert window.find(Job.DONE).isEnabled()


def test_arrows_move_the_caret(stand: Callable[..., Stand]) -> None:
    editor = line_of(Kind.LATIN_NAME)
    window = stand(editor)
    editor.line.setFocus()
    window.touch("a", "c", Job.LEFT, "b")
    assert editor.text() == "ABC"


def test_a_longest_text_is_kept_to(stand: Callable[..., Stand]) -> None:
    line = QLineEdit(maxLength=2)
    window = stand(line)
    line.setFocus()
    window.touch("latin", "a", "b", "c")
    assert line.text() == "ab"


# ---- where it is, and when


def test_it_follows_the_field_and_leaves_where_nothing_is_typed(stand: Callable[..., Stand], qtbot: QtBot) -> None:
    name, number = line_of(Kind.HAN_NAME), line_of(Kind.PHONE)
    window = stand(name, number)
    heights: list[int] = []
    window.keyboard.height_changed.connect(heights.append)
    assert window.keyboard.height_wanted == 0
    name.line.setFocus()
    number.line.setFocus()
    assert window.keyboard.layer == "digits"
    window.button.setFocus()
    qtbot.waitUntil(lambda: not window.keyboard.isVisible())
    assert heights == [694, 0]


def test_it_stays_while_a_finger_is_down_on_a_button(stand: Callable[..., Stand], qtbot: QtBot) -> None:
    editor = line_of(Kind.HAN_NAME)
    window = stand(editor)
    editor.line.setFocus()
    clicked: list[bool] = []
    window.button.clicked.connect(lambda: clicked.append(window.keyboard.isVisible()))
    QTest.mouseClick(window.button, Qt.MouseButton.LeftButton)
    assert clicked == [True], "nothing has moved between touch and release"
    qtbot.waitUntil(lambda: not window.keyboard.isVisible())
    editor.line.setFocus()
    handle, place = window.windowHandle(), window.button.geometry().center()
    window.button.setFocus()
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    for _ in range(3):
        with qtbot.waitSignal(window.keyboard._follower.let_go.timeout):
            pass
        assert window.keyboard.isVisible(), "a slow finger finds the button where it was"
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    qtbot.waitUntil(lambda: not window.keyboard.isVisible())


@pytest.mark.parametrize("wanting", ["locked", "disabled", "property"])
def test_a_field_that_wants_none_gets_none(stand: Callable[..., Stand], wanting: str) -> None:
    line = QLineEdit()
    window = stand(line)
    if wanting == "locked":
        line.setReadOnly(True)
    elif wanting == "property":
        line.setProperty("keyboard", "none")
    else:
        line.setEnabled(False)
    line.setFocus()
    assert not window.keyboard.isVisible()


def test_a_field_that_is_locked_while_in_use_lets_it_go(stand: Callable[..., Stand], qtbot: QtBot) -> None:
    editor = line_of(Kind.HAN_NAME)
    window = stand(editor)
    editor.line.setFocus()
    window.touch("j")
    editor.lock(True)
    qtbot.waitUntil(lambda: not window.keyboard.isVisible())


def test_a_field_that_goes_away_is_let_go(stand: Callable[..., Stand], qtbot: QtBot) -> None:
    line = QLineEdit()
    window = stand(line)
    line.setFocus()
    cap = window.find("a")
    line.setParent(None)
    line.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    cap.click()
    qtbot.waitUntil(lambda: not window.keyboard.isVisible())


@pytest.mark.parametrize("change", ["letters", "language", "shape"])
def test_keys_made_anew_do_not_ask_a_field_that_is_gone(
    stand: Callable[..., Stand], desk: Desk, qtbot: QtBot, change: str
) -> None:
    """Found by a storm over the public machine: the letters were made larger as the page before was taken away."""
    line = QLineEdit()
    window = stand(line)
    line.setFocus()
    line.setParent(None)
    line.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if change == "letters":
        desk.magnify(150)
    elif change == "language":
        desk.speak("pt", "zh-Hans")
    else:
        window.resize(window.height(), window.width())
    QApplication.processEvents()
    qtbot.waitUntil(lambda: not window.keyboard.isVisible())


def test_hidden_by_hand_it_comes_back_with_a_touch_on_the_field(stand: Callable[..., Stand]) -> None:
    editor = line_of(Kind.HAN_NAME)
    window = stand(editor)
    editor.line.setFocus()
    window.touch(Job.HIDE)
    assert not window.keyboard.isVisible()
    assert editor.line.hasFocus()
    QTest.mouseClick(editor.line, Qt.MouseButton.LeftButton)
    assert window.keyboard.isVisible()


@pytest.mark.parametrize("shape", [PORTRAIT, LANDSCAPE])
def test_it_never_covers_the_field_in_use(stand: Callable[..., Stand], shape: tuple[int, int]) -> None:
    editor = line_of(Kind.HAN_NAME)
    window = stand(editor, shape=shape)
    editor.line.setFocus()
    QApplication.processEvents()
    keyboard = window.keyboard
    assert keyboard.mapTo(window, QPoint(0, 0)).y() >= editor.mapTo(window, QPoint(0, editor.height())).y()
    assert keyboard.height() == keyboard.height_wanted
    assert keyboard.width() == shape[0]
    assert window.rect().bottom() == keyboard.geometry().bottom()
    assert keyboard.height_wanted == (694 if shape == PORTRAIT else 454)


@pytest.mark.parametrize("shape", [PORTRAIT, LANDSCAPE])
def test_a_page_that_scrolls_shows_the_whole_field_above_it(
    stand: Callable[..., Stand], qtbot: QtBot, shape: tuple[int, int]
) -> None:
    page, area, editor = QWidget(), QScrollArea(), line_of(Kind.HAN_NAME)
    column = QVBoxLayout(page)
    column.addSpacing(1500)
    column.addWidget(editor)
    column.addSpacing(900)
    area.setWidget(page)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
    window = stand(area, shape=shape)
    editor.line.setFocus()

    def seen() -> bool:
        top = editor.mapTo(area.viewport(), QPoint(0, 0)).y()
        return top >= 0 and top + editor.height() <= area.viewport().height()

    qtbot.waitUntil(seen)
    assert window.keyboard.isVisible()
    note = QWidget()
    note.setFixedHeight(700)
    column.insertWidget(0, note)
    qtbot.waitUntil(lambda: page.height() > 3000)
    assert not seen(), "a note has opened above and pushed the field down"
    qtbot.waitUntil(seen)


def test_turning_the_window_keeps_what_is_composed(stand: Callable[..., Stand]) -> None:
    editor = line_of(Kind.HAN_NAME)
    window = stand(editor)
    editor.line.setFocus()
    window.touch(*"jjy")
    window.resize(*LANDSCAPE)
    QApplication.processEvents()
    window.touch("t")
    window.choose("𨋢")
    assert editor.text() == "𨋢"


# ---- seen and heard


@pytest.mark.parametrize("desk", LANGUAGES, indirect=True)
@pytest.mark.parametrize("shape", [PORTRAIT, LANDSCAPE])
def test_keys_are_large_named_and_their_words_fit(
    stand: Callable[..., Stand], shape: tuple[int, int], desk: Desk
) -> None:
    name, number, mail = line_of(Kind.HAN_NAME), line_of(Kind.IDENTIFIER), line_of(Kind.EMAIL)
    born = DateEditor(question(Kind.DATE, precision="D"), "q")
    born.retranslate("en", "")
    window = stand(name, number, mail, born, shape=shape)
    seen = set()
    for field in (name.line, number.line, mail.line, *born.boxes):
        field.setFocus()
        tabs = [cap.key.text for cap in window.keyboard.caps() if cap.key.job is Job.TAB]
        for layer in tabs:
            window.keyboard.show_layer(layer)
            QApplication.processEvents()
            seen.add(layer)
            for cap in window.keyboard.caps():
                assert_good(cap, layer)
    assert seen == set(layouts.layers())


def assert_good(cap: KeyCap, layer: str) -> None:
    assert cap.accessibleName(), (layer, cap.key)
    assert cap.height() >= 96, (layer, cap.key, cap.height())
    assert cap.width() >= 84, (layer, cap.key, cap.width())
    assert cap.words_width <= cap.width() - 4, (layer, cap.accessibleName(), cap.words_width, cap.width())


def test_a_live_switch_of_language_and_look_keeps_what_is_composed(
    stand: Callable[..., Stand], desk: Desk, dressed: Callable[..., object]
) -> None:
    editor = line_of(Kind.HAN_NAME)
    window = stand(editor)
    editor.line.setFocus()
    window.touch(*"jjyt")
    desk.wear(Look.HIGH_CONTRAST, Size.KIOSK)
    desk.speak("en", "zh-Hant-HK")
    QApplication.processEvents()
    assert window.find(Job.DELETE).accessibleName() == "Delete"
    assert window.offered()[0] == "𨋢"
    window.touch(Job.CHOOSE)
    assert editor.text() == "𨋢"


# ---- by keys and by one switch


def test_it_is_one_tab_stop_and_arrows_lead_about(stand: Callable[..., Stand]) -> None:
    editor = line_of(Kind.LATIN_NAME)
    window = stand(editor)
    editor.line.setFocus()
    stops = [cap for cap in window.keyboard.caps() if cap.focusPolicy() != Qt.FocusPolicy.NoFocus]
    assert len(stops) == 1
    stops[0].setFocus(Qt.FocusReason.TabFocusReason)
    assert window.keyboard.layer == "latin", "the field is still typed into"

    def arrow(key: Qt.Key) -> None:
        QTest.keyClick(QApplication.focusWidget(), key)

    def here() -> str:
        focus = QApplication.focusWidget()
        assert isinstance(focus, KeyCap)
        return focus.key.text

    assert here() == "Q"
    arrow(Qt.Key.Key_Right)
    assert here() == "W"
    arrow(Qt.Key.Key_Down)
    assert here() in "AS"
    arrow(Qt.Key.Key_Return)
    arrow(Qt.Key.Key_Space)
    assert editor.text() == "SS" or editor.text() == "AA"
    assert isinstance(QApplication.focusWidget(), KeyCap)
    arrow(Qt.Key.Key_Up)
    arrow(Qt.Key.Key_Up)
    focus = QApplication.focusWidget()
    assert isinstance(focus, KeyCap)
    assert focus.key.job is Job.CHOOSE
    arrow(Qt.Key.Key_Return)
    assert editor.text()[-1] not in "SA", "an accent was chosen from the strip"
    assert isinstance(QApplication.focusWidget(), KeyCap), "and the focus stayed among the keys"
    arrow(Qt.Key.Key_Escape)
    assert editor.line.hasFocus()


def test_a_key_that_leads_nowhere_any_more_hands_its_focus_to_another_key(stand: Callable[..., Stand]) -> None:
    editor, below = line_of(Kind.HAN_NAME), line_of(Kind.LATIN_NAME)
    window = stand(editor, below)
    editor.line.setFocus()
    window.touch("strokes")
    key = window.find("17")
    key.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(key, Qt.Key.Key_Space)
    window.choose("龠")
    assert not key.isEnabled(), "no character has seventeen strokes beside that radical"
    assert isinstance(QApplication.focusWidget(), KeyCap)
    assert window.keyboard.layer == "strokes", "the field is still the one that was typed into"


def test_who_picks_a_date_by_keys_stays_among_the_keys(stand: Callable[..., Stand]) -> None:
    editor = DateEditor(question(Kind.DATE, precision="D"), "q")
    editor.retranslate("en", "")
    window = stand(editor)
    editor.boxes[0].setFocus()
    year = window.find("2024")
    year.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(year, Qt.Key.Key_Return)
    assert editor.text() == "2024--"
    focus = QApplication.focusWidget()
    assert isinstance(focus, KeyCap), "the month's keys have the focus, not the month's box"
    window.find("05").setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert editor.text() == "2024-05-"


def test_everything_is_reached_with_one_switch(stand: Callable[..., Stand]) -> None:
    editor = line_of(Kind.HAN_NAME)
    window = stand(editor)
    editor.line.setFocus()
    window.touch(Job.SCAN)
    scan = window.keyboard.scan
    assert scan.is_on
    assert scan.dwell == SPEEDS["slow"]

    def wait_for(wanted: Callable[[QWidget], bool]) -> None:
        for _ in range(60):
            if scan.lit is not None and wanted(scan.lit):
                return
            scan.step()
        raise AssertionError("never lit")

    def switch_to(wanted: str | Job) -> None:
        cap = window.find(wanted)
        wait_for(lambda lit: lit is not cap and lit.isAncestorOf(cap))
        QTest.keyClick(window, Qt.Key.Key_Space)
        cap = window.find(wanted)
        wait_for(lambda lit: lit is cap)
        QTest.keyClick(editor.line, Qt.Key.Key_Space)

    for letter in "jjyt":
        switch_to(letter)
    switch_to(Job.CHOOSE)
    assert editor.text() == "𨋢"
    switch_to(Job.SPACE)
    assert editor.text() == "𨋢 ", "the space that is typed is no press of the switch"
    for _ in range(len(SPEEDS)):
        switch_to(Job.SCAN)
    assert not scan.is_on
    QTest.keyClick(editor.line, Qt.Key.Key_Space)
    assert editor.text() == "𨋢  ", "the space bar is one again"


def test_a_touch_anywhere_on_the_keyboard_is_the_switch(stand: Callable[..., Stand]) -> None:
    editor = line_of(Kind.LATIN_NAME)
    window = stand(editor)
    editor.line.setFocus()
    window.touch(Job.SCAN)
    scan = window.keyboard.scan
    first = scan.lit
    QTest.mouseClick(window.find("p"), Qt.MouseButton.LeftButton)
    assert editor.text() == "", "the key under the finger is not meant"
    assert scan.lit is not first
    window.touch(Job.SCAN, Job.SCAN, Job.SCAN)
    assert not scan.is_on, "the key that ends it is touched as ever"


def test_rows_are_lit_in_turn_by_time_and_the_page_beside_takes_part(stand: Callable[..., Stand], qtbot: QtBot) -> None:
    editor = line_of(Kind.LATIN_NAME)
    window = stand(editor)
    editor.line.setFocus()
    scan = window.keyboard.scan
    scan.also(lambda: [(window.button, [window.button])])
    pressed: list[bool] = []
    window.button.clicked.connect(lambda: pressed.append(True))
    window.touch(Job.SCAN)
    scan.set_dwell(1)
    assert scan.dwell == 350, "faster than anybody can press"
    with qtbot.waitSignal(scan.moved, timeout=2000):
        pass
    while scan.lit is not window.button:
        scan.step()
    with qtbot.waitSignal(scan.pressed):
        scan.press()
    assert pressed == [True]


# ---- nothing stays


def test_nothing_that_was_typed_is_left_after_clear(stand: Callable[..., Stand]) -> None:
    others = [each for each in gc.get_objects() if isinstance(each, Offer)]  # of windows other tests have left
    editor = line_of(Kind.HAN_NAME)
    window = stand(editor)
    editor.line.setFocus()
    window.touch(*"jjyt")
    window.choose("𨋢")
    hidden = [cap for cap in window.keyboard.findChildren(KeyCap) if cap.isHidden()]
    assert hidden, "a page of offers has gone"
    assert {(cap.caption.main, cap.accessibleName()) for cap in hidden if cap.key.job is Job.CHOOSE} == {("", "")}
    window.touch("jyutping", *"candaai")
    keyboard = window.keyboard
    composed = keyboard._composer
    keyboard.clear()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not keyboard.isVisible()
    assert keyboard.layer == ""
    assert (composed.typed, composed.offers, composed.radical) == ("", (), None)
    assert keyboard.findChildren(KeyCap) == []
    gc.collect()
    known = {id(each) for each in others}
    assert [each for each in gc.get_objects() if isinstance(each, Offer) and id(each) not in known] == []
    held = [value for value in vars(keyboard).values() if isinstance(value, str)]
    assert set(held) == {""}


def test_no_file_is_written(stand: Callable[..., Stand], opened_to_write: list[str]) -> None:
    editor = line_of(Kind.HAN_NAME)
    window = stand(editor)
    editor.line.setFocus()
    for layer, keys in (("cangjie", "jjyt"), ("pinyin", "lichunhua"), ("jyutping", "wing"), ("code_point", "4E00")):
        window.touch(layer, *keys, Job.SPACE)
    window.keyboard.clear()
    assert opened_to_write == []


_written: list[str] = []
_watching: list[bool] = []


def _audit(event: str, args: tuple[object, ...]) -> None:
    if not _watching:
        return
    if event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+"):
        _written.append(str(args[0]))
    if event in ("os.rename", "os.mkdir", "sqlite3.connect"):
        _written.append(str(args[0]))


@pytest.fixture
def opened_to_write(tmp_path: Path) -> Iterator[list[str]]:
    """What Python opens for writing during the test."""
    if not hasattr(sys, "_keyboard_audit"):
        sys.addaudithook(_audit)
        sys._keyboard_audit = True  # type: ignore[attr-defined]
    _written.clear()
    _watching.append(True)
    (tmp_path / "probe").write_text("", "utf-8")
    assert _written, "the watch works"
    _written.clear()
    yield _written
    _watching.clear()


def test_what_was_never_shown_has_read_nothing(stand: Callable[..., Stand]) -> None:
    window = stand(QLineEdit())
    tables = window.keyboard._composer._tables
    assert [name for name in vars(tables) if not name.startswith("_")] == []
    assert window.keyboard.findChildren(KeyCap) == []


def test_a_text_edit_of_qt_is_typed_into_as_well(stand: Callable[..., Stand]) -> None:
    edit = QPlainTextEdit()
    window = stand(edit)
    edit.setFocus()
    window.touch("latin", "e")
    window.choose("é")
    assert edit.toPlainText() == "é"
