"""Typing, picking and pasting into the real editors: nothing is lost, nothing changes by itself."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from talentdesk.core.form import Choice, Kind, Need, Question, Text
from talentdesk.desktop.choices import ChoiceEditor
from talentdesk.desktop.dates import DateEditor, join, split
from talentdesk.desktop.fields import Line
from talentdesk.desktop.finder import FinderEditor
from talentdesk.desktop.rows import QuestionRow
from talentdesk.desktop.table import TableEditor

COUNTRIES = (
    Choice("CHN", Text("中国", "China")),
    Choice("PRT", Text("葡萄牙", "Portugal")),
    Choice("POL", Text("波兰", "Poland")),
    Choice("CIV", Text("科特迪瓦", "Côte d’Ivoire")),
    Choice("NER", Text("尼日尔", "Niger")),
    Choice("NGA", Text("尼日利亚", "Nigeria")),
)
PURPOSES = (
    Choice("work", Text("工作", "Work")),
    Choice("study", Text("学习", "Study")),
    Choice("family", Text("团聚", "Family reunion")),
)

pytestmark = pytest.mark.usefixtures("dressed")
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


def ask(kind: Kind, **more: object) -> Question:
    return Question(id="q", kind=kind, label=Text("问题", "Question"), **more)  # type: ignore[arg-type]


def items(question: Question) -> tuple[Choice, ...]:
    return question.choices or (COUNTRIES if question.kind is Kind.COUNTRY else ())


class Page(QWidget):
    """A window with one or more rows, and what they told."""

    def __init__(self, *questions: Question) -> None:
        super().__init__()
        self.told: list[tuple[str, str]] = []
        layout = QVBoxLayout(self)
        self.rows = [QuestionRow(question, items=items) for question in questions]
        for row in self.rows:
            row.retranslate("en", "zh-Hans")
            row.typed.connect(lambda id, text: self.told.append((id, text)))
            layout.addWidget(row)
        layout.addStretch(1)
        self.resize(640, 480)

    @property
    def last(self) -> str:
        return self.told[-1][1]


@pytest.fixture
def page(qtbot: QtBot):  # type: ignore[no-untyped-def]
    def open_page(*questions: Question) -> Page:
        page = Page(*questions)
        qtbot.addWidget(page)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        page.rows[0].place_caret()
        return page

    return open_page


def keys(qtbot: QtBot, text: str) -> None:
    """Type wherever the focus is, as a person does."""
    for character in text:
        qtbot.keyClicks(QApplication.focusWidget(), character)


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)


def paste(qtbot: QtBot, text: str) -> None:
    QApplication.clipboard().setText(text)
    press(qtbot, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


LINES = [
    Kind.TEXT,
    Kind.LATIN_NAME,
    Kind.HAN_NAME,
    Kind.IDENTIFIER,
    Kind.PHONE,
    Kind.EMAIL,
    Kind.NUMBER,
    Kind.MONEY,
    Kind.ADDRESS,
]


@pytest.mark.parametrize("kind", LINES)
def test_each_key_tells_the_whole_text(page, qtbot: QtBot, kind: Kind) -> None:  # type: ignore[no-untyped-def]
    opened = page(ask(kind))
    keys(qtbot, "A1 b")
    assert opened.told == [("q", "A"), ("q", "A1"), ("q", "A1 "), ("q", "A1 b")]
    assert opened.rows[0].text() == "A1 b"


@pytest.mark.parametrize("kind", LINES)
@pytest.mark.parametrize(
    "text",
    ["x" * 10_000, "A\x00B", "\u202eevil\u202c", "one\ntwo", "Zoë 👩‍👩‍👧", "\u00a0a\u00a0", "Ｆｕｌｌ", "é"],
    ids=["long", "nul", "bidi", "break", "emoji", "nbsp", "wide", "combining"],
)
def test_a_paste_is_kept_as_it_is(page, qtbot: QtBot, kind: Kind, text: str) -> None:  # type: ignore[no-untyped-def]
    opened = page(ask(kind, max=20))
    paste(qtbot, text)
    assert opened.last == text
    assert opened.rows[0].text() == text


@pytest.mark.parametrize("kind", LINES)
def test_showing_a_value_tells_nothing(page, kind: Kind) -> None:  # type: ignore[no-untyped-def]
    opened = page(ask(kind))
    opened.rows[0].show_value("Coimbra")
    assert opened.rows[0].text() == "Coimbra"
    assert opened.told == []


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.HAN_NAME])
def test_value_from_outside_leaves_the_caret(page, qtbot: QtBot, kind: Kind) -> None:  # type: ignore[no-untyped-def]
    opened = page(ask(kind))
    keys(qtbot, "Coimbra")
    line = QApplication.focusWidget()
    assert isinstance(line, Line)
    line.setCursorPosition(3)
    opened.rows[0].show_value("Coimbra")
    assert line.cursorPosition() == 3
    opened.rows[0].show_value("Coimbra, PT")
    assert line.cursorPosition() == 3


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.ADDRESS, Kind.DATE, Kind.COUNTRY, Kind.CHOICE, Kind.YES_NO])
def test_language_switch_keeps_text_caret_and_focus(page, qtbot: QtBot, kind: Kind) -> None:  # type: ignore[no-untyped-def]
    opened = page(ask(kind, choices=PURPOSES if kind is Kind.CHOICE else ()))
    keys(qtbot, {"date": "1990", "country": "Po", "choice": "2", "yes_no": "1"}.get(kind, "Coim"))
    focus, text, told = QApplication.focusWidget(), opened.rows[0].text(), list(opened.told)
    shown = focus.text() if isinstance(focus, Line) else None
    for language, second in (("zh-Hans", "en"), ("zh-Hant-HK", ""), ("pt", "zh-Hans"), ("en", "zh-Hans")):
        opened.rows[0].retranslate(language, second)
        assert QApplication.focusWidget() is focus
        assert opened.rows[0].text() == text
        assert opened.told == told
        if isinstance(focus, Line):
            assert focus.text() == shown
            assert focus.cursorPosition() == len(focus.text())


@pytest.mark.parametrize("kind", [Kind.LATIN_NAME, Kind.IDENTIFIER, Kind.EMAIL, Kind.PHONE, Kind.NUMBER, Kind.DATE])
def test_input_method_is_off_where_only_latin_is_right(page, kind: Kind) -> None:  # type: ignore[no-untyped-def]
    page(ask(kind))
    assert QApplication.focusWidget().inputMethodQuery(Qt.InputMethodQuery.ImEnabled) is False


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.HAN_NAME, Kind.ADDRESS])
def test_input_method_is_on_where_chinese_may_stand(page, kind: Kind) -> None:  # type: ignore[no-untyped-def]
    page(ask(kind))
    assert QApplication.focusWidget().inputMethodQuery(Qt.InputMethodQuery.ImEnabled) is True


@pytest.mark.parametrize("kind", [*LINES, Kind.DATE, Kind.CHOICE, Kind.CHOICES, Kind.YES_NO, Kind.COUNTRY])
def test_enter_asks_for_the_next_question(page, qtbot: QtBot, kind: Kind) -> None:  # type: ignore[no-untyped-def]
    opened = page(ask(kind, choices=PURPOSES if kind in (Kind.CHOICE, Kind.CHOICES) else ()))
    with qtbot.waitSignal(opened.rows[0].next_asked, timeout=1000):
        press(qtbot, Qt.Key.Key_Return)
    assert opened.told == []


@pytest.mark.parametrize(
    "kind", [Kind.TEXT, Kind.ADDRESS, Kind.DATE, Kind.CHOICE, Kind.CHOICES, Kind.YES_NO, Kind.COUNTRY, Kind.NUMBER]
)
@pytest.mark.parametrize("focused", [True, False])
def test_wheel_never_changes_a_value(page, qtbot: QtBot, kind: Kind, focused: bool) -> None:  # type: ignore[no-untyped-def]
    opened = page(ask(kind, choices=PURPOSES if kind in (Kind.CHOICE, Kind.CHOICES) else ()), ask(Kind.TEXT))
    typed = {"date": "1990-06-18", "country": "PRT", "choice": "study", "choices": "study", "yes_no": "no"}
    opened.rows[0].show_value(typed.get(kind, "12"))
    opened.rows[0 if focused else 1].place_caret()
    before = opened.rows[0].text()
    for widget in [*opened.rows[0].editor.stops(), opened.rows[0]]:
        for turn in (-120, 120):
            at = QPointF(widget.rect().center())
            event = QWheelEvent(
                at,
                widget.mapToGlobal(at),
                QPoint(),
                QPoint(0, turn),
                Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            )
            QApplication.sendEvent(widget, event)
    assert opened.rows[0].text() == before
    assert opened.told == []


# Dates


@pytest.mark.parametrize(
    ("typed", "boxes"),
    [
        ("2029-02-31", ("2029", "02", "31")),
        ("2029-02-", ("2029", "02", "")),
        ("2029--", ("2029", "", "")),
        ("--18", ("", "", "18")),
        ("19900618", ("1990", "06", "18")),
        ("1990-6-18", ("1990", "6", "18")),
        ("1990/6/18", ("1990", "6", "18")),
        ("1990年6月18日", ("1990", "6", "18")),
        ("soon", ("soon", "", "")),
        ("1-2-3-4", ("1-2-3-4", "", "")),
        ("", ("", "", "")),
    ],
)
def test_a_typed_date_finds_its_boxes(typed: str, boxes: tuple[str, ...]) -> None:
    assert split(typed, 3) == boxes


@pytest.mark.parametrize("typed", ["2029-02-31", "2029-02-", "2029--", "--18", ""])
def test_boxes_and_typed_form_are_inverse(typed: str) -> None:
    assert join(split(typed, 3)) == typed


@pytest.mark.parametrize("keyed", ["19900618", "1990-06-18", "1990/06/18", "1990.06.18", "1990 06 18"])
def test_a_whole_date_typed_in_one_go(page, qtbot: QtBot, keyed: str) -> None:  # type: ignore[no-untyped-def]
    opened = page(ask(Kind.DATE))
    keys(qtbot, keyed)
    assert opened.last == "1990-06-18"
    assert opened.rows[0].editor.boxes[2].hasFocus()


def test_single_digits_end_with_a_separator(page, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    opened = page(ask(Kind.DATE))
    keys(qtbot, "1990-6-8")
    assert opened.last == "1990-6-8"


def test_a_month_can_be_left_out(page, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    opened = page(ask(Kind.DATE))
    keys(qtbot, "1990--18")
    assert opened.last == "1990--18"


@pytest.mark.parametrize("pasted", ["19900618", "1990-06-18", "1990年06月18日", " 1990/06/18 "])
@pytest.mark.parametrize("box", [0, 2])
def test_a_whole_date_pasted_into_any_box(page, qtbot: QtBot, pasted: str, box: int) -> None:  # type: ignore[no-untyped-def]
    opened = page(ask(Kind.DATE))
    opened.rows[0].editor.boxes[box].setFocus()
    paste(qtbot, pasted)
    assert opened.last == "1990-06-18"


def test_rubbish_pasted_into_a_box_is_kept(page, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    opened = page(ask(Kind.DATE))
    paste(qtbot, "x" * 10_000)
    assert opened.last == "x" * 10_000 + "--"


def test_backspace_goes_back_through_the_boxes(page, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    opened = page(ask(Kind.DATE))
    keys(qtbot, "199006")
    editor = opened.rows[0].editor
    assert isinstance(editor, DateEditor)
    press(qtbot, Qt.Key.Key_Backspace)
    assert editor.boxes[1].hasFocus()
    assert opened.last == "1990-06-"
    press(qtbot, Qt.Key.Key_Backspace)
    assert opened.last == "1990-0-"


def test_half_a_date_survives(page, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    opened = page(ask(Kind.DATE))
    keys(qtbot, "202902")
    assert opened.last == "2029-02-"
    again = page(ask(Kind.DATE))
    again.rows[0].show_value("2029-02-")
    assert [box.text() for box in again.rows[0].editor.boxes] == ["2029", "02", ""]
    assert again.rows[0].text() == "2029-02-"


@pytest.mark.parametrize(
    ("precision", "boxes", "typed"), [("Y", 1, "2023"), ("M", 2, "2023-11"), ("D", 3, "2023-11-05")]
)
def test_precision_decides_the_boxes(page, qtbot: QtBot, precision: str, boxes: int, typed: str) -> None:  # type: ignore[no-untyped-def]
    opened = page(ask(Kind.DATE, precision=precision))
    assert len(opened.rows[0].editor.boxes) == boxes
    keys(qtbot, typed)
    assert opened.last == typed


def test_arrows_walk_through_the_boxes(page, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    opened = page(ask(Kind.DATE))
    keys(qtbot, "19900618")
    press(qtbot, Qt.Key.Key_Home)
    press(qtbot, Qt.Key.Key_Left)
    assert opened.rows[0].editor.boxes[1].hasFocus()
    press(qtbot, Qt.Key.Key_Right)
    assert opened.rows[0].editor.boxes[2].hasFocus()


# Choices


def test_digit_and_letter_keys_pick(page, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    opened = page(ask(Kind.CHOICE, choices=PURPOSES))
    keys(qtbot, "2")
    assert opened.last == "study"
    keys(qtbot, "f")
    assert opened.last == "family"


def test_arrows_pick_and_go_round(page, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    opened = page(ask(Kind.CHOICE, choices=PURPOSES))
    press(qtbot, Qt.Key.Key_Left)
    assert opened.last == "family"
    press(qtbot, Qt.Key.Key_Down)
    assert opened.last == "work"
    assert opened.rows[0].text() == "work"


def test_a_choice_can_be_taken_back(page, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    opened = page(ask(Kind.CHOICE, choices=PURPOSES))
    press(qtbot, Qt.Key.Key_Space)
    assert opened.last == "work"
    press(qtbot, Qt.Key.Key_Delete)
    assert opened.last == ""
    assert not any(card.isChecked() for card in opened.rows[0].editor.cards)


@pytest.mark.parametrize("kind", [Kind.CHOICE, Kind.CHOICES, Kind.YES_NO])
def test_a_group_of_cards_is_one_tab_stop(page, qtbot: QtBot, kind: Kind) -> None:  # type: ignore[no-untyped-def]
    opened = page(ask(kind, choices=PURPOSES), ask(Kind.TEXT))
    keys(qtbot, "2")
    press(qtbot, Qt.Key.Key_Tab)
    assert isinstance(QApplication.focusWidget(), Line)
    press(qtbot, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget() is opened.rows[0].editor.cards[1]


def test_unknown_code_is_kept_until_something_is_picked(page, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    opened = page(ask(Kind.CHOICE, choices=PURPOSES))
    opened.rows[0].show_value("tourism")
    assert opened.rows[0].text() == "tourism"
    qtbot.mouseClick(opened.rows[0].editor.cards[0], Qt.MouseButton.LeftButton)
    assert opened.last == "work"


def test_ticks_join_codes_in_the_order_of_the_form_and_keep_strangers(page, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    opened = page(ask(Kind.CHOICES, choices=PURPOSES))
    opened.rows[0].show_value("family other")
    keys(qtbot, "1")
    assert opened.last == "work family other"
    press(qtbot, Qt.Key.Key_Space)
    assert opened.last == "family other"


def test_yes_and_no(page, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    opened = page(ask(Kind.YES_NO))
    keys(qtbot, "n")
    assert opened.last == "no"
    keys(qtbot, "y")
    assert opened.last == "yes"


def test_many_choices_become_a_finder(page) -> None:  # type: ignore[no-untyped-def]
    many = tuple(Choice(f"c{n}", Text(f"项{n}", f"Item {n}")) for n in range(12))
    assert isinstance(page(ask(Kind.CHOICE, choices=many)).rows[0].editor, FinderEditor)
    assert isinstance(page(ask(Kind.CHOICE, choices=many[:5])).rows[0].editor, ChoiceEditor)


# Finding in a list


@pytest.mark.parametrize("keyed", ["port", "PRT", "葡萄", "tugal"])
def test_found_by_name_code_or_part(page, qtbot: QtBot, keyed: str) -> None:  # type: ignore[no-untyped-def]
    opened = page(ask(Kind.COUNTRY))
    if keyed.isascii():
        keys(qtbot, keyed)
    else:
        paste(qtbot, keyed)
    press(qtbot, Qt.Key.Key_Return)
    assert opened.last == "PRT"
    assert opened.rows[0].editor.line.text() == "Portugal"


def test_found_without_its_accents(page, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    opened = page(ask(Kind.COUNTRY))
    keys(qtbot, "cote")
    press(qtbot, Qt.Key.Key_Return)
    assert opened.last == "CIV"


def test_arrows_walk_through_what_was_found(page, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    opened = page(ask(Kind.COUNTRY))
    keys(qtbot, "po")
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Return)
    assert opened.last == "POL"


def test_a_click_picks_from_the_open_list(page, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    opened = page(ask(Kind.COUNTRY))
    editor = opened.rows[0].editor
    qtbot.mouseClick(editor.line, Qt.MouseButton.LeftButton)
    assert editor.open
    found = editor._list
    place = found.visualRect(found.found.index(1, 0)).center()
    qtbot.mouseClick(found.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened.last == "PRT"
    assert not editor.open


def test_the_second_of_two_quick_touches_is_a_touch_of_its_own(page, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    """The first met the page before, or the field below the list; Qt takes both together for a double click."""
    opened = page(ask(Kind.COUNTRY))
    editor = opened.rows[0].editor

    def second(widget: QWidget, place: QPoint) -> None:
        there = QPointF(place), QPointF(widget.mapToGlobal(place))
        for kind, down in ((QEvent.Type.MouseButtonDblClick, LEFT), (QEvent.Type.MouseButtonRelease, NONE)):
            QApplication.sendEvent(widget, QMouseEvent(kind, *there, LEFT, down, Qt.KeyboardModifier.NoModifier))

    second(editor.line, editor.line.rect().center())
    assert editor.open
    found = editor._list
    second(found.viewport(), found.visualRect(found.found.index(1, 0)).center())
    assert opened.last == "PRT"
    assert not editor.open


def test_what_is_nobodys_name_is_kept(page, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    opened = page(ask(Kind.COUNTRY), ask(Kind.TEXT))
    keys(qtbot, "Atlantis")
    press(qtbot, Qt.Key.Key_Tab)
    assert opened.rows[0].text() == "Atlantis"
    assert opened.rows[0].editor.line.text() == "Atlantis"


def test_tab_takes_the_only_one_that_can_be_meant_and_no_other(page, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    opened = page(ask(Kind.COUNTRY), ask(Kind.TEXT))
    keys(qtbot, "nigeri")
    press(qtbot, Qt.Key.Key_Tab)
    assert opened.rows[0].text() == "NGA"
    again = page(ask(Kind.COUNTRY), ask(Kind.TEXT))
    keys(qtbot, "nig")
    press(qtbot, Qt.Key.Key_Tab)
    assert again.rows[0].text() == "nig"


def test_escape_closes_the_list_and_keeps_the_text(page, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    opened = page(ask(Kind.COUNTRY))
    keys(qtbot, "po")
    press(qtbot, Qt.Key.Key_Escape)
    assert not opened.rows[0].editor.open
    assert opened.last == "po"


# Tables

FAMILY = Question(
    id="family",
    kind=Kind.TABLE,
    label=Text("家属", "Family"),
    rows_max=3,
    columns=(
        Question(id="name", kind=Kind.LATIN_NAME, label=Text("姓名", "Name")),
        Question(id="born", kind=Kind.DATE, label=Text("出生日期", "Born")),
        Question(id="nationality", kind=Kind.COUNTRY, label=Text("国籍", "Nationality"), need=Need.OPTIONAL),
    ),
)


def names(table: TableEditor) -> list[str]:
    return [row.cell("name").text() for row in table.rows]


def test_tab_goes_through_added_rows_before_the_button_below(page, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    opened = page(FAMILY, ask(Kind.TEXT))
    table = opened.rows[0].editor
    table.show_cells({"family[0].name": "A", "family[1].name": "B"}, 2)
    opened.rows[0].place_caret()
    seen = []
    for _ in range(11):
        seen.append(QApplication.focusWidget())
        press(qtbot, Qt.Key.Key_Tab)
    assert seen == table.stops()
    assert QApplication.focusWidget() is opened.rows[1].editor.line


def test_cells_tell_their_own_ids(page, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    opened = page(FAMILY)
    keys(qtbot, "A")
    press(qtbot, Qt.Key.Key_Tab)
    keys(qtbot, "1990")
    assert opened.told[0] == ("family[0].name", "A")
    assert opened.told[-1] == ("family[0].born", "1990")


def test_rows_are_added_up_to_the_most(page, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    opened = page(FAMILY)
    table = opened.rows[0].editor
    table.show_cells({"family[0].name": "A", "family[1].name": "B"}, 2)
    assert names(table) == ["A", "B"]
    qtbot.mouseClick(table.add, Qt.MouseButton.LeftButton)
    assert names(table) == ["A", "B", ""]
    assert not table.add.isEnabled()
    keys(qtbot, "C")
    assert opened.told == [("family[2].name", "C")]


def test_a_row_begun_stays_while_answers_are_shown_again(page, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    table = page(FAMILY).rows[0].editor
    table.show_cells({"family[0].name": "A"}, 1)
    table.add_row()
    table.show_cells({"family[0].name": "A"}, 1)
    assert names(table) == ["A", ""]


def test_copying_a_row_tells_each_cell(page) -> None:  # type: ignore[no-untyped-def]
    opened = page(FAMILY)
    table = opened.rows[0].editor
    table.show_cells({"family[0].name": "A", "family[0].nationality": "PRT"}, 1)
    table.copy_row(table.rows[0])
    assert opened.told == [("family[1].name", "A"), ("family[1].nationality", "PRT")]
    assert names(table) == ["A", "A"]


def test_removing_a_row_tells_which(page, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    opened = page(FAMILY)
    table = opened.rows[0].editor
    table.show_cells({"family[0].name": "A", "family[1].name": "B"}, 2)
    with qtbot.waitSignal(opened.rows[0].row_removed) as told:
        table.remove_row(table.rows[0])
    assert told.args == ["family", 0]
    assert names(table) == ["B"]
    assert opened.told == []


def test_alt_and_arrow_move_a_row_and_its_caret(page, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    opened = page(FAMILY)
    table = opened.rows[0].editor
    table.show_cells({"family[0].name": "A", "family[1].name": "B"}, 2)
    table.rows[0].place_caret("born")
    with qtbot.waitSignal(opened.rows[0].row_moved) as told:
        press(qtbot, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert told.args == ["family", 0, 1]
    assert names(table) == ["B", "A"]
    assert table.rows[1].column_in_focus() == "born"
    press(qtbot, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert names(table) == ["B", "A"]
