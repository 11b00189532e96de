"""Timeline and conflicts of one person: walked by keys, edited in place, over a real window and a real store."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from deskside import NOW, Counter
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from seen_words import left_in_english, seen_words

from talentdesk.core.draft import Draft
from talentdesk.core.timeline import Gap, Overlap, Span
from talentdesk.desktop import theme
from talentdesk.desktop.casescreens import CASE_SCREENS
from talentdesk.desktop.filling import FillingScreen
from talentdesk.desktop.gapband import GapBand
from talentdesk.desktop.rowband import RowBand
from talentdesk.desktop.timeline import TimelineCard
from talentdesk.desktop.timelinescreen import TimelineScreen
from talentdesk.i18n import LANGUAGES

Key = Qt.Key
CTRL_G = (Key.Key_G, Qt.KeyboardModifier.ControlModifier)
CTRL_Z = (Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
PERSON = {"person.name_zh": "陳詠恩", "person.surname": "CHAN", "passport.number": "K1234567"}
TOLD = {
    **PERSON,
    "education[0].from": "2018-09",
    "education[0].to": "2020-08",
    "education[0].school": "HKU",
    "education[1].from": "2013-09",
    "education[1].to": "2017-06",
    "education[1].school": "CUHK",
    "work[0].from": "2020-09",
    "work[0].to": "2023-03",
    "work[0].employer": "Foster",
    "work[0].country": "HKG",
    "work[1].from": "2023-12",
    "work[1].employer": "Qianhai",
    "work[2].from": "2022-10",
    "work[2].to": "2023-03",
    "work[2].employer": "Studio",
}
Open = Callable[..., TimelineScreen]


@pytest.fixture
def counter(qtbot: QtBot, tmp_path: Path, dressed: object) -> Iterator[Counter]:
    counter = Counter(qtbot, tmp_path / "store", screens=CASE_SCREENS)
    counter.frame.resize(1280, 900)
    yield counter
    counter.end()
    counter.desk.elsewhere.close()


@pytest.fixture
def drawn(counter: Counter) -> Open:
    """Opens a work permit with these answers, other cases of the store beside it, and presses Ctrl+G."""

    def open_case(
        typed: Mapping[str, str] = TOLD, beside: Mapping[str, Mapping[str, str]] | None = None, wait: bool = True
    ) -> TimelineScreen:
        for procedure, answers in (beside or {}).items():
            counter.keeper.begin(draft(counter, procedure, procedure, answers)).result(20)
        case = counter.keeper.begin(draft(counter, "one", "work-permit", typed)).result(20)
        counter.window.open_case(case)
        counter.press(CTRL_G)
        screen = here(counter)
        if wait:
            counter.qtbot.waitUntil(lambda: not screen._newest.waiting)
            QApplication.processEvents()  # what came last is shown
        return screen

    return open_case


def draft(counter: Counter, id: str, procedure: str, typed: Mapping[str, str]) -> Draft:
    edition = counter.desk.catalogue.in_force(procedure, NOW.date()).edition
    return Draft(id, procedure, edition, NOW.date(), dict(typed), created_at=NOW)


def here(counter: Counter) -> TimelineScreen:
    screen = counter.window.screen_in_front
    assert isinstance(screen, TimelineScreen)
    return screen


def heard() -> str:
    QApplication.processEvents()  # what was added to a layout a moment ago takes the focus once it is shown
    focus = QApplication.focusWidget()
    assert focus is not None
    return focus.accessibleName()


def typed_of(screen: TimelineScreen) -> Mapping[str, str]:
    return screen.session.interview.typed


def stored(counter: Counter) -> Draft:
    counter.keeper.flush().result(20)
    return counter.keeper.load("one").result(20)


# ---- walking


def test_every_span_and_gap_is_reached_by_arrows_and_heard_in_whole_words(counter: Counter, drawn: Open) -> None:
    drawn()
    said = [heard()]
    counter.press(Key.Key_Right)
    said.append(heard())
    counter.press(Key.Key_Right)
    said.append(heard())
    assert said == [
        "Study, CUHK, 2013-09 to 2017-06",
        "gap of 14 months, 2017-07 to 2018-08",
        "Study, HKU, 2018-09 to 2020-08",
    ]
    counter.press(Key.Key_Right)
    assert heard() == said[-1]
    counter.press(Key.Key_Down)
    assert heard() == "Work, Foster, Hong Kong, China, 2020-09 to 2023-03"
    work = [heard()]
    for _ in range(4):
        counter.press(Key.Key_Right)
        work.append(heard())
    assert work[1:] == [
        "Work, Studio, 2022-10 to 2023-03",
        "Foster · Hong Kong, China and Studio share 6 months, 2022-10 to 2023-03",
        "gap of 8 months, 2023-04 to 2023-11",
        "Work, Qianhai, since 2023-12",
    ]
    counter.press(Key.Key_Home)
    assert heard() == said[0]
    counter.press(Key.Key_End)
    assert heard() == "Work, Qianhai, since 2023-12"


def test_the_axis_is_one_tab_stop_and_its_pieces_are_buttons(counter: Counter, drawn: Open) -> None:
    screen = drawn()
    counter.press(Key.Key_Right, Key.Key_Tab)
    assert not screen.card.axis.isAncestorOf(QApplication.focusWidget())
    counter.press(Key.Key_Backtab)
    assert heard() == "gap of 14 months, 2017-07 to 2018-08"
    roles = {QAccessible.queryAccessibleInterface(piece).role() for piece in screen.card.axis.pieces}
    assert roles == {QAccessible.Role.Button}


def test_f6_goes_from_gap_to_gap_and_f7_on_to_the_conflicts(counter: Counter, drawn: Open) -> None:
    screen = drawn(beside={"permanent-residence": {**PERSON, "person.name_zh": "陳咏恩"}})
    counter.press(Key.Key_F6)
    first = heard()
    said = [first]
    for _ in range(2):
        counter.press(Key.Key_F6)
        said.append(heard())
    assert [each.split(",")[0] for each in said] == [
        "gap of 14 months",
        "Foster · Hong Kong",
        "gap of 8 months",
    ]
    counter.press(Key.Key_F6)
    assert heard() == first
    counter.press(Key.Key_F7, Key.Key_F7, Key.Key_F7)
    assert heard() == "Notice: Name in Chinese: 詠 ≠ 咏"
    assert "U+8A60 and U+548F" in screen.board.cards[0].accessibleDescription()
    counter.press(Key.Key_F7)
    assert heard() == first


def test_the_counts_stand_in_the_head(drawn: Open) -> None:
    card = drawn().card
    assert (card.gaps.text(), card.overlaps.text()) == ("2 gaps", "1 overlap")
    assert not card.gaps.isHidden()


def test_a_case_that_tells_nothing_says_what_to_do(drawn: Open) -> None:
    screen = drawn(PERSON)
    assert "fill in its tables" in screen.card.detail.text()
    assert screen.card.gaps.isHidden()
    assert screen.board._clean.isVisible()


# ---- editing in place


def band(screen: TimelineScreen) -> RowBand:
    assert isinstance(screen.card.band, RowBand)
    return screen.card.band


def test_enter_edits_the_row_and_every_key_is_in_the_case(counter: Counter, drawn: Open) -> None:
    screen = drawn()
    counter.press(Key.Key_Return)
    assert heard() == "Education, row 2, From, year"
    counter.type("2014")
    assert typed_of(screen)["education[1].from"] == "2014-09"
    assert band(screen).isVisible()
    counter.qtbot.waitUntil(lambda: not screen.card._pause.isActive())
    spans = [piece.item for piece in screen.card.axis.pieces if isinstance(piece.item, Span)]
    assert spans[0].begin.early == 2014 * 12 + 8
    counter.press(Key.Key_Escape)
    assert screen.card.band is None
    assert heard() == "Study, CUHK, 2014-09 to 2017-06"
    assert stored(counter).typed["education[1].from"] == "2014-09"


def test_what_was_edited_here_stands_on_the_questions_page_too(counter: Counter, drawn: Open) -> None:
    screen = drawn()
    counter.press(Key.Key_Return, Key.Key_Tab, Key.Key_Delete)
    assert typed_of(screen)["education[1].from"] == "2013-"
    assert [problem.code for problem in screen.session.interview.problems_of("education[1].from")] == [
        "date.month_unknown"
    ]
    counter.press(Key.Key_Escape)
    assert heard() == "Study, CUHK, 2013 (month unknown) to 2017-06"
    screen.guide.fill_in(screen.session, "education")
    page = counter.window.screen_in_front
    assert isinstance(page, FillingScreen)
    row = page.page.row_of("education")
    assert row is not None
    assert row.editor.rows[1].texts()["from"] == "2013-"


def test_ctrl_z_brings_the_whole_table_back(counter: Counter, drawn: Open) -> None:
    screen = drawn()
    before = dict(typed_of(screen))
    assert screen.card.undo_button.isHidden()
    counter.press(Key.Key_Return)
    assert screen.card.undo_button.isHidden()
    counter.type("2014")
    counter.press(Key.Key_Escape)
    assert screen.card.undo_button.isVisible()
    counter.press(CTRL_Z)
    assert dict(typed_of(screen)) == before
    assert screen.card.undo_button.isHidden()
    assert stored(counter).typed == before


def test_what_was_changed_elsewhere_since_is_never_undone(counter: Counter, drawn: Open) -> None:
    screen = drawn()
    counter.press(Key.Key_Return)
    counter.type("2014")
    counter.press(Key.Key_Escape)
    screen.session.fill({"education[0].school": ("HKUST", "")})
    assert screen.card.undo_button.isHidden()
    counter.press(CTRL_Z)
    assert typed_of(screen)["education[0].school"] == "HKUST"
    assert typed_of(screen)["education[1].from"] == "2014-09"


def test_two_changes_are_taken_back_one_by_one(counter: Counter, drawn: Open) -> None:
    screen = drawn()
    counter.press(Key.Key_Return)
    counter.type("2014")
    counter.press(Key.Key_Escape, Key.Key_Return, Key.Key_Tab)
    counter.type("10")
    counter.press(Key.Key_Escape)
    assert typed_of(screen)["education[1].from"] == "2014-10"
    counter.press(CTRL_Z)
    assert typed_of(screen)["education[1].from"] == "2014-09"
    counter.press(CTRL_Z)
    assert typed_of(screen) == TOLD


def test_a_removed_row_comes_back(counter: Counter, drawn: Open) -> None:
    screen = drawn()
    before = dict(typed_of(screen))
    counter.press(Key.Key_Return)
    band(screen).remove.click()
    assert "education[1].from" not in typed_of(screen)
    assert [gap for gap in screen.card.timeline.gaps if gap.lane == "study"] == []
    screen.card.undo_button.click()
    assert dict(typed_of(screen)) == before


def test_a_gap_is_filled_in_the_order_of_the_form(counter: Counter, drawn: Open) -> None:
    """Education stands highest first, so what lay between the two stands between them."""
    screen = drawn()
    counter.press(Key.Key_F6, Key.Key_Return)
    choice = screen.card.band
    assert isinstance(choice, GapBand)
    assert [button.text() for button in choice.buttons] == [
        "Add what happened here: Education",
        "Add what happened here: Work experience",
    ]
    counter.press(Key.Key_Return)
    assert heard() == "Education, row 2, Country or territory"
    typed = typed_of(screen)
    assert [typed[f"education[{row}].from"] for row in range(3)] == ["2018-09", "2017-07", "2013-09"]
    assert typed["education[1].to"] == "2018-08"
    assert typed["education[2].school"] == "CUHK"
    band(screen).editors["education[1].school"].place_caret()
    counter.type("Exchange")
    counter.press(Key.Key_Escape)
    assert [gap.lane for gap in screen.card.timeline.gaps] == ["work"]
    assert heard() == "Study, Exchange, 2017-07 to 2018-08"
    assert stored(counter).typed["education[1].school"] == "Exchange"
    counter.press(CTRL_Z)
    assert typed_of(screen) == TOLD


def test_work_is_put_in_by_time_wherever_its_rows_stand(counter: Counter, drawn: Open) -> None:
    screen = drawn({name: text for name, text in TOLD.items() if not name.startswith("work[2]")})
    counter.press(Key.Key_F6, Key.Key_F6, Key.Key_Return, Key.Key_Return)
    typed = typed_of(screen)
    assert [typed[f"work[{row}].from"] for row in range(3)] == ["2020-09", "2023-04", "2023-12"]


def test_a_full_table_offers_no_row(counter: Counter, drawn: Open) -> None:
    more = {f"education[{row}].school": "S" for row in range(2, 6)}
    screen = drawn(TOLD | more)
    screen.card.open(next(piece.item for piece in screen.card.axis.pieces if isinstance(piece.item, Gap)))
    assert isinstance(screen.card.band, GapBand)
    assert [button.text() for button in screen.card.band.buttons] == ["Add what happened here: Work experience"]
    counter.press(Key.Key_Escape)
    assert screen.card.band is None


def test_an_overlap_leads_to_either_row(counter: Counter, drawn: Open) -> None:
    screen = drawn()
    screen.card.open(next(piece.item for piece in screen.card.axis.pieces if isinstance(piece.item, Overlap)))
    assert isinstance(screen.card.band, GapBand)
    assert [button.text() for button in screen.card.band.buttons] == [
        "Edit “Foster · Hong Kong, China”",
        "Edit “Studio”",
    ]
    screen.card.band.buttons[1].click()
    assert band(screen).place.row == 2


def test_a_row_without_a_date_is_told_below_the_axis_and_edited_from_there(counter: Counter, drawn: Open) -> None:
    screen = drawn(TOLD | {"work[2].from": "", "work[2].to": "2023"})
    assert [link.text() for link in screen.card.links] == [
        "Work, Studio: not on the axis, because a date is missing or is none"
    ]
    screen.card.links[0].setFocus()
    counter.press(Key.Key_Return)
    assert band(screen).place.row == 2
    counter.type("2022")
    counter.press(Key.Key_Escape)
    assert screen.card.links == []
    assert heard() == "Work, Studio, 2022 (month unknown) to 2023 (month unknown)"


def test_a_row_of_another_case_is_shown_and_leads_there(counter: Counter, drawn: Open) -> None:
    cv = {**PERSON, "cv[0].from": "2010-09", "cv[0].to": "2013-08", "cv[0].employer": "School"}
    screen = drawn(beside={"permanent-residence": cv})
    assert [track.lane.id for track in screen.card.axis._tracks] == ["study", "work", "cv"]
    asked: list[tuple[str, str]] = []
    screen.card.wanted.disconnect()
    screen.card.wanted.connect(lambda *place: asked.append(place))
    screen.card.open(next(p.item for p in screen.card.axis.pieces if isinstance(p.item, Span) and p.item.lane == "cv"))
    assert asked == [("permanent-residence", "cv")]
    assert screen.card.band is None


# ---- conflicts

BESIDE = {"permanent-residence": {**PERSON, "person.name_zh": "陳咏恩"}}


def test_a_conflict_is_kept_with_a_reason_and_not_asked_again(counter: Counter, drawn: Open) -> None:
    screen = drawn(beside=BESIDE)
    card = screen.board.cards[0]
    assert screen.board.count.text() == "1 to settle"
    card.keep_button.click()
    assert heard() == "Why both are right"
    assert not card.confirm_button.isEnabled()
    counter.type("Two documents")
    counter.press(Key.Key_Return)
    assert [each.conflict.is_open for each in screen.board.cards] == [False]
    assert screen.board.count.text() == "0 to settle"
    assert "Kept as it is: Two documents" in screen.board.cards[0]._words.text()
    assert list(stored(counter).settled.values()) == ["Two documents"]
    assert heard() == "Kept as it is: Name in Chinese: 詠 ≠ 咏"
    screen.board.cards[0].keep_button.click()
    assert [each.conflict.is_open for each in screen.board.cards] == [True]
    assert stored(counter).settled == {}


def test_a_settled_conflict_is_asked_anew_when_a_value_changes(counter: Counter, drawn: Open) -> None:
    screen = drawn(beside=BESIDE)
    screen.session.settle(screen.board.cards[0].conflict.key, "two documents")
    screen.refresh()
    assert screen.board.open_count == 0
    screen.session.fill({"person.name_zh": ("陳泳恩", "")})
    assert screen.board.open_count == 1


def test_the_other_value_is_taken_over_by_one_button(counter: Counter, drawn: Open) -> None:
    screen = drawn(beside=BESIDE)
    (copy,) = screen.board.cards[0].copy_buttons
    assert copy.accessibleName().startswith("Use this value: ")
    copy.click()
    assert typed_of(screen)["person.name_zh"] == "陳咏恩"
    assert screen.board.cards == []
    assert stored(counter).typed["person.name_zh"] == "陳咏恩"


def test_what_differs_is_bold_and_coloured_and_nothing_else(drawn: Open) -> None:
    card = drawn(beside=BESIDE).board.cards[0]
    spans = [[(span.text, span.style) for span in words._paragraphs[0]] for words in card.values]
    assert spans[0] == [("陳", "body"), ("詠", "button"), ("恩", "body")]
    assert spans[1] == [("陳", "body"), ("咏", "button"), ("恩", "body")]


def test_go_there_leads_to_the_answer_and_esc_comes_back(counter: Counter, drawn: Open) -> None:
    screen = drawn(beside=BESIDE)
    screen.board.cards[0].go_buttons[0].click()
    filling = counter.window.screen_in_front
    assert isinstance(filling, FillingScreen)
    assert filling.here == "person.name_zh"
    counter.press(Key.Key_Escape)
    assert here(counter) is screen


def test_a_reason_that_is_being_typed_survives_a_change_elsewhere(counter: Counter, drawn: Open) -> None:
    screen = drawn(beside=BESIDE)
    screen.board.cards[0].keep_button.click()
    counter.type("half a rea")
    screen.session.fill({"contact.email": ("a@b.cn", "")})
    assert screen.board.cards[0].reason.text() == "half a rea"
    counter.press(Key.Key_Escape)
    assert not screen.board.cards[0].is_answering
    assert here(counter) is screen


# ---- languages, looks, sizes


def test_languages_change_while_a_row_is_edited(counter: Counter, drawn: Open) -> None:
    screen = drawn()
    counter.press(Key.Key_Return)
    counter.type("2014")
    focus = QApplication.focusWidget()
    names = set()
    for language in LANGUAGES:
        counter.window.speak(language)
        QApplication.processEvents()
        assert QApplication.focusWidget() is focus
        assert typed_of(screen)["education[1].from"] == "2014-09"
        names.add(screen.card.axis.pieces[0].accessibleName())
    assert len(names) >= 2


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant-HK", "pt"])
def test_no_word_is_left_in_english(counter: Counter, drawn: Open, language: str) -> None:
    screen = drawn(TOLD | {"work[2].from": "", "education[0].to": "2020"}, beside=BESIDE)
    counter.window.speak(language, "")
    QApplication.processEvents()
    words = set(seen_words(screen))
    screen.card.open(next(piece.item for piece in screen.card.axis.pieces if isinstance(piece.item, Gap)))
    words |= seen_words(screen)
    screen.card.open(next(piece.item for piece in screen.card.axis.pieces if isinstance(piece.item, Span)))
    screen.board.cards[0].keep_button.click()
    words |= seen_words(screen)
    assert left_in_english(words, language, "") == []
    # A word that the catalogue has not at all is caught here.
    assert not {word for word in words if any(each in word for each in ("gap", "month", "conflict", "Timeline"))}


def test_it_stays_whole_in_every_look_and_size(counter: Counter, drawn: Open) -> None:
    screen = drawn(beside=BESIDE)
    for look in theme.Look:
        for size in theme.Size:
            counter.window.wear(look, size)
            axis = screen.card.axis
            assert all(
                piece.height() >= (96 if size is theme.Size.KIOSK else 31) or isinstance(piece.item, Overlap)
                for piece in axis.pieces
            )
            assert all(axis.rect().contains(piece.geometry()) for piece in axis.pieces)
    counter.window.wear(theme.Look.LIGHT, theme.Size.COUNTER)


@pytest.mark.parametrize("width", [420, 900, 1400])
def test_nothing_lies_outside_or_on_top_of_each_other_at_any_width(counter: Counter, drawn: Open, width: int) -> None:
    """The card alone, as another screen may show it."""
    cases = drawn().cases()
    room = QWidget()
    counter.qtbot.addWidget(room)
    card = TimelineCard(counter.desk, room)
    card.show_cases(cases, {}, NOW.date())
    room.resize(width, 700)
    card.resize(width, 700)
    room.show()
    QApplication.processEvents()
    axis = card.axis
    assert card.width() == width
    # Narrow cards name the lanes above them and put the buttons below the title.
    assert (card.edit_button.y() > card.heading.geometry().bottom()) is (width == 420)
    spans = [piece for piece in axis.pieces if isinstance(piece.item, Span)]
    assert all(axis.rect().contains(piece.geometry()) for piece in axis.pieces)
    for one in spans:
        for other in spans:
            if one is not other:
                shared = one.geometry().intersected(other.geometry())
                assert shared.width() <= 10 or shared.height() <= 0


def test_a_span_is_as_long_as_its_months(drawn: Open) -> None:
    axis = drawn().card.axis
    by_name = {
        piece.accessibleName().split(",")[1].strip(): piece for piece in axis.pieces if isinstance(piece.item, Span)
    }
    months = {"CUHK": 46, "HKU": 24, "Foster": 31}
    scale = by_name["CUHK"].width() / months["CUHK"]
    for name, count in months.items():
        assert abs(by_name[name].width() - count * scale) <= 2


def test_a_span_of_an_unknown_month_is_filled_only_where_it_is_sure(drawn: Open) -> None:
    axis = drawn(TOLD | {"work[0].from": "2020"}).card.axis
    piece = next(each for each in axis.pieces if isinstance(each.item, Span) and not each.item.begin.is_known)
    left, right = piece.certain
    assert 0 < left < right == piece.width()
    image = piece.grab().toImage()
    middle = image.height() - 4
    inside, outside = image.pixelColor((left + right) // 2, middle), image.pixelColor(left // 2, middle)
    assert inside == theme.current().colour("accent_soft")
    assert outside != inside


def test_other_cases_that_arrive_after_the_screen_was_left_change_nothing(counter: Counter, drawn: Open) -> None:
    screen = drawn(beside=BESIDE, wait=False)
    counter.window.close_case(screen.session)
    counter.keeper.flush().result(20)
    QApplication.processEvents()
    assert not any(isinstance(widget, TimelineScreen) and widget.isVisible() for widget in _all(counter.frame))


def _all(parent: QWidget) -> list[QWidget]:
    return parent.findChildren(QWidget)
