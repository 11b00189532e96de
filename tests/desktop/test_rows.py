"""A question row: what a screen reader hears, what fits, and what it shows in each state."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from talentdesk.core.checks import Severity
from talentdesk.core.draft import Source
from talentdesk.core.form import PLACES, Choice, Kind, Need, Question, Text
from talentdesk.desktop import chips, theme
from talentdesk.desktop.buttons import Button, IconButton, Role
from talentdesk.desktop.chips import Chip
from talentdesk.desktop.controls import Message
from talentdesk.desktop.optioncards import OptionCard
from talentdesk.desktop.remarks import Remark
from talentdesk.desktop.rows import QuestionRow, Standing
from talentdesk.desktop.taskitem import TaskItem
from talentdesk.desktop.theme import Look, Size
from talentdesk.desktop.words import Words

LONG = Text(
    "申请人在华居留期间的详细住址、邮政编码和联系电话，以及住宿登记的派出所名称",
    "Full address in China during the stay, with postal code, telephone, and the police station of registration",
)
HELP = Text("照护照填写。", "As in the passport.")
PURPOSES = (
    Choice("work", Text("工作", "Work")),
    Choice("study", Text("学习", "Study & research at a university or another institution of higher education")),
    Choice("family", Text("与在中国境内工作或者学习的外国人团聚", "Family reunion")),
)
LANGUAGES = [("zh-Hans", "en"), ("zh-Hant-HK", "en"), ("en", "zh-Hans"), ("pt", "zh-Hans")]
NOTICE = Remark(Severity.NOTICE, "Usually 8–9 digits, here 5. If the permit reads so, go on.", "通常 8–9 位。")
ERROR = Remark(Severity.ERROR, "February has no day 31. Check the passport.", "2 月没有 31 日。")

pytestmark = pytest.mark.usefixtures("dressed")


def ask(kind: Kind, label: Text = LONG, **more: object) -> Question:
    if kind in (Kind.CHOICE, Kind.CHOICES):
        more.setdefault("choices", PURPOSES)
    if kind is Kind.TABLE:
        more.setdefault("rows_max", 3)
        more.setdefault("columns", (ask(Kind.LATIN_NAME), ask(Kind.DATE, Text("日", "Day")), ask(Kind.COUNTRY)))
    return Question(id=f"q.{kind}", kind=kind, label=label, help=HELP, **more)  # type: ignore[arg-type]


def items(question: Question) -> tuple[Choice, ...]:
    return question.choices or (PURPOSES if question.kind is Kind.COUNTRY else ())


def row_of(question: Question, size: Size | None = None, language: str = "en", second: str = "zh-Hans") -> QuestionRow:
    row = QuestionRow(question, items=items, size=size)
    row.retranslate(language, second)
    return row


@pytest.fixture
def shown(qtbot: QtBot):  # type: ignore[no-untyped-def]
    kept: list[QWidget] = []

    def show(*rows: QWidget, width: int = 624) -> QWidget:
        page = QWidget()
        qtbot.addWidget(page)
        kept.append(page)
        layout = QVBoxLayout(page)
        for row in rows:
            layout.addWidget(row)
        layout.addStretch(1)
        page.setFixedWidth(width)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        settle(page)
        return page

    yield show
    kept.clear()


def settle(page: QWidget) -> None:
    """Let layout requests run their course: each storey of nested layouts takes its turn in the event loop."""
    for _ in range(5):
        QApplication.processEvents()
        page.resize(page.width(), page.layout().heightForWidth(page.width()))


def focusables(widget: QWidget) -> Iterator[QWidget]:
    for child in widget.findChildren(QWidget):
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisibleTo(widget):
            yield child


# What is heard


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("size", list(Size))
def test_all_that_takes_the_focus_has_a_name(shown, kind: Kind, size: Size) -> None:  # type: ignore[no-untyped-def]
    row = row_of(ask(kind, none=Text("无", "None")), size)
    shown(row)
    found = list(focusables(row))
    assert bool(found) is (kind not in PLACES)
    for widget in found:
        heard = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
        assert heard.strip(), widget


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in PLACES and kind is not Kind.TABLE])
@pytest.mark.parametrize(("need", "said"), [(Need.REQUIRED, "required"), (Need.OPTIONAL, "optional")])
def test_name_has_both_languages_and_the_need(shown, kind: Kind, need: Need, said: str) -> None:  # type: ignore[no-untyped-def]
    row = row_of(ask(kind, Text("姓", "Surname"), need=need))
    shown(row)
    heard = row.editor.stops()[0].accessibleName()
    for part in ("Surname", "姓", said):
        assert part in heard


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in PLACES and kind is not Kind.TABLE])
def test_description_has_what_is_wrong_then_the_help(shown, kind: Kind) -> None:  # type: ignore[no-untyped-def]
    row = row_of(ask(kind))
    shown(row)
    stop = row.editor.stops()[0]
    assert stop.accessibleDescription() == "As in the passport."
    row.show_problems(ERROR)
    assert stop.accessibleDescription() == f"{ERROR.sentence} As in the passport."
    row.show_problems()
    assert ERROR.sentence not in stop.accessibleDescription()


def test_cells_are_heard_with_table_row_and_column(shown) -> None:  # type: ignore[no-untyped-def]
    row = row_of(ask(Kind.TABLE, Text("家属", "Family"), columns=(ask(Kind.TEXT, Text("名", "Given name")),)))
    shown(row)
    heard = row.editor.stops()[0].accessibleName()
    for part in ("Family", "1", "Given name"):
        assert part in heard


def test_label_is_the_buddy_of_its_field(shown) -> None:  # type: ignore[no-untyped-def]
    row = row_of(ask(Kind.TEXT, Text("姓名 & 别名", "Name & alias")))
    shown(row)
    assert row.label.buddy() is row.editor.stops()[0]
    assert "Name & alias" in QAccessible.queryAccessibleInterface(row.label).text(QAccessible.Text.Name)


def test_cards_are_radio_buttons_and_tick_boxes_to_assistive_technology(shown) -> None:  # type: ignore[no-untyped-def]
    one, many = row_of(ask(Kind.CHOICE)), row_of(ask(Kind.CHOICES))
    shown(one, many)
    roles = [QAccessible.queryAccessibleInterface(row.editor.cards[0]).role() for row in (one, many)]
    assert roles == [QAccessible.Role.RadioButton, QAccessible.Role.CheckBox]


def test_tab_goes_as_the_eye_does(shown, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    kinds = [Kind.TEXT, Kind.DATE, Kind.CHOICE, Kind.COUNTRY, Kind.ADDRESS, Kind.YES_NO, Kind.TABLE]
    rows = [row_of(ask(kind, none=Text("无", "None"))) for kind in kinds]
    page = shown(*rows)
    rows[0].place_caret()
    seen = []
    for _ in range(40):
        focus = QApplication.focusWidget()
        if focus in seen:
            break
        seen.append(focus)
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    assert set(seen) == set(focusables(page))
    places = [widget.mapTo(page, widget.rect().center()) for widget in seen]
    # Within a question from left to right, and questions from top to bottom.
    owners = [next(i for i, row in enumerate(rows) if row.isAncestorOf(widget)) for widget in seen]
    assert owners == sorted(owners)
    for owner in range(len(rows)):
        mine = [place for place, who in zip(places, owners, strict=True) if who == owner]
        for one, other in pairwise(mine):
            assert other.y() > one.y() + 12 or (abs(other.y() - one.y()) <= 12 and other.x() > one.x())


# What fits


def needed(widget: QWidget) -> tuple[int, int]:
    """Width and height this widget needs at the width it has."""
    if isinstance(widget, Words) and widget.wordWrap():
        return min(widget.sizeHint().width(), widget.width()), widget.heightForWidth(widget.width())
    if isinstance(widget, OptionCard):
        return 0, widget.height_wanted(widget.width())
    hint = widget.sizeHint()
    return hint.width(), hint.height()


@pytest.mark.parametrize(("language", "second"), LANGUAGES)
@pytest.mark.parametrize("size", list(Size))
def test_nothing_is_cut(shown, dressed, language: str, second: str, size: Size) -> None:  # type: ignore[no-untyped-def]
    dressed(Look.LIGHT, size, language)
    rows = [row_of(ask(kind, need=Need.OPTIONAL), None, language, second) for kind in Kind]
    for row in rows:
        row.show_problems(Remark(Severity.NOTICE, LONG.en, LONG.zh))
        row.show_note(chips.INFORMATION, LONG.en, LONG.zh)
    noted = row_of(ask(Kind.TEXT), None, language, second)
    noted.show_note(chips.GOOD, LONG.en, LONG.zh)
    page = shown(*rows, noted, width=624 if size is Size.COUNTER else 968)
    checked = 0
    for widget in page.findChildren(QWidget):
        if isinstance(widget, QLabel | QAbstractButton) and widget.isVisible():
            width, height = needed(widget)
            assert widget.width() >= width, (widget, widget.text())
            assert widget.height() >= height, (widget, widget.text())
            checked += 1
    assert checked > 50
    for row in [*rows, noted]:
        assert row.height() >= row.heightForWidth(row.width())


@pytest.mark.parametrize(("language", "second"), LANGUAGES)
@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.DATE, Kind.COUNTRY, Kind.CHOICE, Kind.ADDRESS])
def test_where_an_answer_came_from_makes_no_row_wider(shown, kind: Kind, language: str, second: str) -> None:  # type: ignore[no-untyped-def]
    row = row_of(ask(kind), None, language, second)
    row.show_source(Source.MRZ)
    page = shown(row, width=612)
    assert page.layout().minimumSize().width() <= 612
    (chip,) = row.findChildren(Chip)
    assert row.rect().contains(chip.geometry().translated(chip.parentWidget().mapTo(row, chip.rect().topLeft())))
    assert chip.text()


@pytest.mark.parametrize(("language", "second"), LANGUAGES)
@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.DATE, Kind.COUNTRY, Kind.YES_NO])
def test_short_questions_fall_on_an_even_beat(shown, kind: Kind, language: str, second: str) -> None:  # type: ignore[no-untyped-def]
    row = row_of(ask(kind, Text("有效期至", "Valid until")), None, language, second)
    shown(row)
    assert row.height() == 52


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.DATE, Kind.COUNTRY, Kind.CHOICE])
def test_kiosk_targets_are_large(shown, dressed, kind: Kind) -> None:  # type: ignore[no-untyped-def]
    dressed(Look.LIGHT, Size.KIOSK)
    row = row_of(ask(kind, none=Text("无", "None")))
    shown(row, width=968)
    for widget in focusables(row):
        box = widget.parentWidget() if isinstance(widget, QLineEdit) else widget
        assert box.height() >= 96, widget


# What is shown


def messages(row: QuestionRow) -> list[str]:
    return [message.text() for message in row.findChildren(Message) if message.isVisibleTo(row)]


def chip_of(row: QuestionRow) -> str:
    return "".join(chip.text() for chip in row.findChildren(Chip) if chip.isVisibleTo(row))


def test_one_chip_at_most_and_a_problem_first(shown) -> None:  # type: ignore[no-untyped-def]
    row = row_of(ask(Kind.IDENTIFIER), second="")
    shown(row)
    row.show_value("CB482137")
    row.show_standing(Standing.KEPT)
    assert chip_of(row) == "Kept, not used"
    row.show_earlier("CA1")
    assert chip_of(row) == "was CA1"
    row.show_source(Source.MRZ)
    assert chip_of(row) == "from passport"
    row.show_problems(NOTICE)
    assert chip_of(row) == "Notice"
    row.show_problems()
    row.show_source(None)
    row.show_earlier("")
    row.show_standing(Standing.OPEN)
    assert chip_of(row) == ""


def test_messages_come_gravest_first_and_go_when_all_is_well(shown) -> None:  # type: ignore[no-untyped-def]
    row = row_of(ask(Kind.TEXT, Text("姓", "Surname")))
    page = shown(row)
    before = row.height()
    row.show_problems(NOTICE, ERROR)
    settle(page)
    assert row.height() > before + 60
    assert messages(row) == [f"{r.sentence}\n{r.second}" for r in (ERROR, NOTICE)]
    row.show_problems()
    assert messages(row) == []
    settle(page)
    assert row.height() == before


def test_note_gives_way_to_a_problem(shown) -> None:  # type: ignore[no-untyped-def]
    row = row_of(ask(Kind.DATE), second="")
    shown(row)
    row.show_note(chips.GOOD, "Apply by 2027-01-01.")
    assert messages(row) == ["Apply by 2027-01-01."]
    row.show_problems(ERROR)
    assert messages(row) == [ERROR.sentence]
    row.show_problems()
    assert messages(row) == ["Apply by 2027-01-01."]


def test_a_problem_does_not_move_text_or_caret(shown, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    row = row_of(ask(Kind.IDENTIFIER))
    shown(row)
    row.place_caret()
    line = row.editor.line
    qtbot.keyClicks(line, "77120")
    line.setCursorPosition(2)
    before = line.geometry().topLeft()
    row.show_problems(ERROR)
    QApplication.processEvents()
    assert line.cursorPosition() == 2
    assert line.geometry().topLeft() == before


def test_declining_is_offered_while_nothing_is_typed(shown, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    row = row_of(ask(Kind.TEXT, none=Text("无", "None")))
    shown(row)
    told = []
    row.declined.connect(lambda id, yes: told.append((id, yes)))
    offer = next(button for button in row.findChildren(Button) if button.isVisible())
    qtbot.mouseClick(offer, Qt.MouseButton.LeftButton)
    row.show_declined(True)
    assert not row.field.isVisible()
    back = next(button for button in row.findChildren(Button) if button.isVisible())
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    row.show_declined(False)
    assert told == [(row.id, True), (row.id, False)]
    qtbot.keyClicks(row.editor.line, "x")
    assert not offer.isVisible()


def test_declining_is_not_offered_unless_the_form_has_a_word_for_it(shown) -> None:  # type: ignore[no-untyped-def]
    row = row_of(ask(Kind.TEXT))
    shown(row)
    assert not row.findChildren(Button)


def test_locked_field_takes_nothing_but_can_be_read(shown, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    row = row_of(ask(Kind.TEXT))
    shown(row)
    row.show_value("Lisboa")
    row.show_standing(Standing.LOCKED)
    qtbot.keyClicks(row.editor.line, "x")
    assert row.text() == "Lisboa"
    assert "Locked" in row.editor.line.accessibleDescription()


def test_character_without_a_glyph_shows_its_code_point_and_keeps_its_text(shown) -> None:  # type: ignore[no-untyped-def]
    row, plain = row_of(ask(Kind.HAN_NAME)), row_of(ask(Kind.HAN_NAME))
    shown(row, plain)
    for each in (row, plain):
        each.show_value("何\U000323b0明")
    row.show_problems(Remark(Severity.ERROR, "No font has it.", characters="\U000323b0"))
    assert row.editor.line.grab().toImage() != plain.editor.line.grab().toImage()
    assert row.text() == "何\U000323b0明"


def test_hidden_mark_is_made_visible(shown) -> None:  # type: ignore[no-untyped-def]
    marked, clean = row_of(ask(Kind.TEXT)), row_of(ask(Kind.TEXT))
    shown(marked, clean)
    marked.show_value("A\u202eB")
    clean.show_value("AB")
    assert marked.editor.line.grab().toImage() != clean.editor.line.grab().toImage()


# Focus


def test_row_tells_when_the_focus_comes_and_goes(shown, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    date, text = row_of(ask(Kind.DATE)), row_of(ask(Kind.TEXT))
    shown(date, text)
    told: list[tuple[str, str]] = []
    for row in (date, text):
        row.entered.connect(lambda id: told.append(("in", id)))
        row.left.connect(lambda id: told.append(("out", id)))
    text.place_caret()
    told.clear()
    date.place_caret()
    qtbot.keyClicks(QApplication.focusWidget(), "1990")
    told.remove(("out", "q.text"))
    assert told == [("in", "q.date")]
    text.place_caret()
    assert told == [("in", "q.date"), ("out", "q.date"), ("in", "q.text")]


def test_table_tells_cell_by_cell(shown, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    columns = (Question("a", Kind.TEXT, Text("甲", "A")), Question("b", Kind.TEXT, Text("乙", "B")))
    row = row_of(Question("t", Kind.TABLE, Text("表", "Table"), columns=columns))
    shown(row)
    told: list[str] = []
    row.entered.connect(told.append)
    row.left.connect(lambda id: told.append(f"-{id}"))
    row.place_caret()
    told.clear()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert told == ["-t[0].a", "t[0].b"]


def test_removed_row_is_no_trouble_to_the_focus_watch(shown, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    gone, left = row_of(ask(Kind.TEXT)), row_of(ask(Kind.DATE))
    shown(gone, left)
    gone.place_caret()
    gone.setParent(None)
    gone.deleteLater()
    QApplication.processEvents()
    left.place_caret()
    assert left._focused


def test_click_on_the_label_goes_to_the_field(shown, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    row = row_of(ask(Kind.TEXT))
    shown(row)
    qtbot.mouseClick(row.label, Qt.MouseButton.LeftButton)
    assert row.editor.line.hasFocus()


def test_text_stands_still_when_the_focus_comes(shown) -> None:  # type: ignore[no-untyped-def]
    row, other = row_of(ask(Kind.TEXT)), row_of(ask(Kind.DATE))
    shown(row, other)
    row.show_value("Coimbra")
    line = row.editor.line
    before = (line.geometry(), row.geometry(), line.cursorRect().center().y())
    row.place_caret()
    QApplication.processEvents()
    assert (line.geometry(), row.geometry(), line.cursorRect().center().y()) == before


@pytest.mark.parametrize("look", list(Look))
def test_focus_can_be_seen_without_colour(shown, dressed, look: Look) -> None:  # type: ignore[no-untyped-def]
    dressed(look)
    row = row_of(ask(Kind.TEXT))
    shown(row)
    worn = theme.current()
    row.place_caret()
    QApplication.processEvents()
    picture = row.field.grab().toImage()
    middle = picture.height() // 2
    ring = [picture.pixelColor(x, middle) for x in range(worn.field_ring)]
    assert all(colour == worn.colour("focus") for colour in ring)


# The other parts


def test_button_says_itself_and_obeys_enter_and_space(shown, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    button = Button(Role.MAIN)
    button.show_words("Save & print", "en", "保存", "zh-Hans")
    shown(button)
    told: list[bool] = []
    button.clicked.connect(lambda: told.append(True))
    button.setFocus()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Enter):
        qtbot.keyClick(button, key)
    assert len(told) == 3
    heard = QAccessible.queryAccessibleInterface(button).text(QAccessible.Text.Name)
    assert heard == "Save & print 保存"


def test_icon_button_is_heard(shown) -> None:  # type: ignore[no-untyped-def]
    button = IconButton("trash")
    button.show_words("Remove row 1", "en")
    shown(button)
    assert QAccessible.queryAccessibleInterface(button).text(QAccessible.Text.Name) == "Remove row 1"


def test_ring_shows_for_the_keyboard_and_not_for_the_mouse(shown, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    button = Button()
    button.show_words("Back", "en")
    page = shown(button)
    rings = lambda: [w for w in page.findChildren(QWidget) if type(w).__name__ == "FocusRing" and w.isVisible()]  # noqa: E731
    button.clearFocus()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not rings()
    button.clearFocus()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    (ring,) = rings()
    assert ring.geometry().contains(button.geometry().adjusted(-5, -5, 5, 5))
    page.resize(page.width(), 300)
    assert ring.geometry().center() == button.mapTo(ring.parentWidget(), button.rect().center())
    button.hide()
    QApplication.processEvents()
    assert not rings()


def test_task_item_is_heard_whole_and_wraps(shown) -> None:  # type: ignore[no-untyped-def]
    item = TaskItem()
    item.show_task(chips.NOTICE, LONG.en, "1 notice", "4 / 4", "en", LONG.zh, "zh-Hans")
    shown(item, width=220)
    heard = QAccessible.queryAccessibleInterface(item).text(QAccessible.Text.Name)
    for part in (LONG.en, LONG.zh, "1 notice", "4 / 4"):
        assert part in heard
    assert item.height() >= item.heightForWidth(item.width()) > 66


def test_the_count_never_lies_over_the_state(shown) -> None:  # type: ignore[no-untyped-def]
    short, long = TaskItem(), TaskItem()
    short.show_task(chips.ERROR, "Requerente", "1 a corrigir", "10 / 11", "pt")
    long.show_task(chips.ERROR, "Requerente", "1 resposta a corrigir já", "10 / 11", "pt")
    assert long.heightForWidth(220) > short.heightForWidth(220)


def test_paragraphs_grow_to_six_lines(shown) -> None:  # type: ignore[no-untyped-def]
    row = row_of(ask(Kind.ADDRESS, Text("址", "Address")))
    page = shown(row)
    one = row.field.height()
    row.show_value("深圳市南山区前海桂湾五路 " * 4)
    settle(page)
    grown = row.field.height()
    assert grown > one
    row.show_value("x " * 5000)
    settle(page)
    area = row.findChild(QPlainTextEdit)
    assert area is not None
    assert area.height() <= 6 * area.fontMetrics().lineSpacing() + 4
