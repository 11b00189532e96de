"""The paper beside the questions: what is typed grows in its box, and the boxes lead back to the questions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import official_pdfs
import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from talentdesk.core.checks import Severity
from talentdesk.core.interview import Interview
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.leaf import Leaf
from talentdesk.desktop.preview import PaperPreview
from talentdesk.desktop.theme import Look, Size
from talentdesk.paper.page import Backdrop, LaidPage, Run
from talentdesk.service.rooms import catalogue
from talentdesk.settings import Settings

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=timezone(timedelta(hours=8)))
TYPED = {
    "request.act": "extension",
    "request.rp_kind": "work",
    "person.surname": "FERREIRA",
    "visa.kind": "residence_permit",
    "dependants[0].surname": "SILVA",
}


@pytest.fixture
def interview() -> Interview:
    edition = catalogue().edition("residence-permit", "2024-12-01")
    return Interview(edition, catalogue(), as_of=NOON.date(), typed=TYPED)


@pytest.fixture
def desk(dressed: object) -> Iterator[Desk]:
    desk = Desk(replace(Settings(), language="en", second_language="zh-Hans"), lambda: NOON)
    yield desk
    desk.elsewhere.close()
    QCoreApplication.processEvents()


@pytest.fixture
def preview(desk: Desk, interview: Interview, qtbot: Any) -> PaperPreview:
    preview = PaperPreview(desk, interview)
    qtbot.addWidget(preview)
    preview.resize(436, 684)
    with qtbot.waitSignal(preview.laid):
        preview.show()
    return preview


def picture(leaf: Leaf) -> QImage:
    return leaf.grab().toImage()


def cut(image: QImage, leaf: Leaf, question: str, *, by: int = 5) -> QImage:
    place = leaf.place_of(question)
    assert place is not None
    return image.copy(place.toAlignedRect().adjusted(by, by, -by, -by))


def words_in(preview: PaperPreview, question: str) -> str:
    assert preview.paper is not None
    (_, box), *_ = preview.paper.boxes_of(question)
    return "".join(item.text for item in box.items if isinstance(item, Run))


def test_what_is_typed_grows_in_its_box_and_nothing_else_moves(
    preview: PaperPreview, interview: Interview, qtbot: Any
) -> None:
    before = picture(preview.leaf)
    interview.answer("person.birth_place", "COIMBRA")
    with qtbot.waitSignal(preview.laid):
        preview.answers_changed(("person.birth_place",))
    assert words_in(preview, "person.birth_place") == "COIMBRA"
    after = picture(preview.leaf)
    place = preview.leaf.place_of("person.birth_place")
    assert place is not None
    assert cut(before, preview.leaf, "person.birth_place") != cut(after, preview.leaf, "person.birth_place")
    assert cut(before, preview.leaf, "person.surname") == cut(after, preview.leaf, "person.surname")


def test_the_form_is_read_and_laid_out_once_however_often_it_is_said(
    desk: Desk, interview: Interview, qtbot: Any
) -> None:
    laid: list[int] = []
    preview = PaperPreview(desk, interview)
    qtbot.addWidget(preview)
    preview.laid.connect(lambda: laid.append(1))
    preview.retranslate()
    preview.show()
    qtbot.waitUntil(lambda: bool(laid))
    preview.retranslate()
    desk.elsewhere.close()
    QCoreApplication.processEvents()
    assert len(laid) == 1


def test_keys_in_a_row_are_laid_out_together(preview: PaperPreview, interview: Interview, qtbot: Any) -> None:
    laid = []
    preview.laid.connect(lambda: laid.append(1))
    for text in ("C", "CO", "COI"):
        interview.answer("person.birth_place", text)
        preview.answers_changed(("person.birth_place",))
    qtbot.waitUntil(lambda: words_in(preview, "person.birth_place") == "COI")
    assert len(laid) == 1


def test_a_page_that_takes_long_waits_until_nobody_types(preview: PaperPreview, interview: Interview) -> None:
    interview.answer("request.notes", "x" * 40_000)
    preview.answers_changed(("request.notes",))
    preview.lay_out_now()
    for number in range(3):
        interview.answer("request.notes", "x" * (40_001 + number))
        preview.answers_changed(("request.notes",))
        assert preview._soon.remainingTime() > 300, "each key puts the work off"
    for question, text in (("request.notes", "short"), ("person.surname", "SILVA"), ("person.surname", "SILVAS")):
        interview.answer(question, text)
        preview.answers_changed((question,))
        waits = preview._soon.remainingTime()
        preview.lay_out_now()
    assert waits < 100, "a page that is quick again waits no longer"


def test_the_box_of_the_question_is_highlighted_and_its_page_turned_to(preview: PaperPreview) -> None:
    before = picture(preview.leaf)
    preview.follow("person.surname")
    assert cut(before, preview.leaf, "person.surname") != cut(picture(preview.leaf), preview.leaf, "person.surname")
    preview.follow("request.notes")
    assert preview.turn.text() == "Side 2 of 2"
    assert preview.leaf.place_of("request.notes") is not None
    preview.follow("person.surname")
    assert preview.turn.text() == "Side 1 of 2"


def test_a_cell_of_a_table_has_a_place_of_its_own(preview: PaperPreview) -> None:
    whole, cell = preview.leaf.place_of("dependants"), preview.leaf.place_of("dependants[0].surname")
    assert whole is not None
    assert cell is not None
    assert whole.contains(cell)
    assert cell.width() < whole.width() / 2


@pytest.mark.parametrize("question", ["person.surname", "passport.number", "dependants[0].surname"])
def test_a_click_on_a_box_leads_to_its_question(preview: PaperPreview, qtbot: Any, question: str) -> None:
    place = preview.leaf.place_of(question)
    assert place is not None
    with qtbot.waitSignal(preview.jumped) as told:
        QTest.mouseClick(preview.leaf, Qt.MouseButton.LeftButton, pos=place.center().toPoint())
    assert told.args == [question]


def test_a_click_beside_all_boxes_leads_nowhere(preview: PaperPreview) -> None:
    told: list[str] = []
    preview.jumped.connect(told.append)
    QTest.mouseClick(preview.leaf, Qt.MouseButton.LeftButton, pos=QPoint(6, 6))
    assert told == []


def test_the_keyboard_walks_the_boxes(preview: PaperPreview, qtbot: Any) -> None:
    preview.follow("person.surname")
    preview.leaf.setFocus()
    qtbot.waitUntil(preview.leaf.hasFocus)
    QTest.keyClick(preview.leaf, Qt.Key.Key_Right)
    assert "Given name" in preview.leaf.accessibleDescription()
    with qtbot.waitSignal(preview.jumped) as told:
        QTest.keyClick(preview.leaf, Qt.Key.Key_Return)
    assert told.args == ["person.given_names"]
    with qtbot.waitSignal(preview.left):
        QTest.keyClick(preview.leaf, Qt.Key.Key_Escape)


def test_boxes_of_another_form_on_the_same_paper_cannot_be_reached(preview: PaperPreview, qtbot: Any) -> None:
    """Visa and residence permit share a paper: a stop at the visa's box once ended the window of a public machine."""
    assert preview.paper is not None
    known = {question.id for question in preview._interview.edition.questions}
    drawn = {box.question for box in preview.paper.pages[0].boxes if box.question}
    assert {id for id in drawn if id not in known}, "this paper has such boxes"
    preview.leaf.setFocus()
    reached: list[str] = []
    preview.leaf.pointed.connect(reached.append)
    for _ in drawn:
        qtbot.keyClick(preview.leaf, Qt.Key.Key_Right)
        qtbot.keyClick(preview.leaf, Qt.Key.Key_Down)
    assert len(set(reached)) > 5
    assert {id.partition("[")[0] for id in reached} <= known
    for box in preview.paper.pages[0].boxes:
        place = preview.leaf._placed(box.rect).center()
        assert preview.leaf.question_at(place).partition("[")[0] in known | {""}


def test_the_arrows_go_where_they_point(preview: PaperPreview) -> None:
    preview.follow("person.surname")
    preview.leaf.setFocus()
    pointed: list[str] = []
    preview.leaf.pointed.connect(pointed.append)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Right):
        QTest.keyClick(preview.leaf, key)
    assert pointed == ["person.name_zh", "person.birth_place", "person.name_zh", "person.nationality"]


def test_problems_are_marked_in_the_corner_of_their_box(preview: PaperPreview) -> None:
    place = preview.leaf.place_of("passport.number")
    assert place is not None
    corner = QRect(place.toAlignedRect().right() - 14, place.toAlignedRect().top(), 14, 14)
    clean = picture(preview.leaf).copy(corner)
    preview.show_marks({"passport.number": Severity.ERROR})
    wrong = picture(preview.leaf).copy(corner)
    preview.show_marks({"passport.number": Severity.NOTICE})
    unusual = picture(preview.leaf).copy(corner)
    preview.show_marks({})
    assert clean != wrong != unusual != clean
    assert picture(preview.leaf).copy(corner) == clean


def test_an_answer_too_long_for_its_box_is_told(preview: PaperPreview, interview: Interview, qtbot: Any) -> None:
    assert not preview.note.isVisible()
    interview.answer("person.birth_place", "COIMBRA AND MORE " * 60)
    with qtbot.waitSignal(preview.laid):
        preview.answers_changed(("person.birth_place",))
    assert "continuation sheet" in preview.note.text()
    assert preview.turn.text() == "Side 1 of 3"
    interview.answer("person.birth_place", "COIMBRA")
    with qtbot.waitSignal(preview.laid):
        preview.answers_changed(("person.birth_place",))
    assert preview.note.isHidden()
    assert preview.turn.text() == "Side 1 of 2"


def test_what_is_typed_while_hidden_is_there_when_it_is_shown(
    preview: PaperPreview, interview: Interview, qtbot: Any
) -> None:
    preview.hide()
    interview.answer("person.birth_place", "COIMBRA")
    preview.answers_changed(("person.birth_place",))
    with qtbot.waitSignal(preview.laid):
        preview.show()
    assert words_in(preview, "person.birth_place") == "COIMBRA"


def test_paper_is_simplified_chinese_and_the_other_language(preview: PaperPreview, desk: Desk, qtbot: Any) -> None:
    assert preview.languages == ("zh-Hans", "en")
    desk.language, desk.second = "zh-Hant-HK", ""
    assert preview.languages == ("zh-Hans", "en")
    desk.language, desk.second = "pt", "zh-Hans"
    with qtbot.waitSignal(preview.laid):
        preview.retranslate()
    assert preview.paper is not None
    assert preview.paper.languages == ("zh-Hans", "pt")


@pytest.mark.parametrize(("look", "paper"), [(Look.LIGHT, "#ffffff"), (Look.DARK, "#f4f1ea")])
def test_paper_has_the_tone_of_the_look(preview: PaperPreview, dressed: Any, look: Look, paper: str) -> None:
    dressed(look, Size.COUNTER)
    preview.restyle()
    image = picture(preview.leaf)
    assert image.pixelColor(image.width() // 2, 12).name() == paper


def test_what_is_the_same_for_everyone_is_drawn_once(preview: PaperPreview, dressed: Any, qtbot: Any) -> None:
    """The next case's paper shows the same picture; in another size or look it is another one."""
    picture(preview.leaf)
    assert preview.leaf.page is not None
    other = Leaf()
    qtbot.addWidget(other)
    other.resize(preview.leaf.size())
    other.show_page(preview.leaf.page)
    picture(other)
    first = preview.leaf._still
    assert first is not None
    assert other._still is first
    dressed(Look.DARK, Size.COUNTER)
    other.restyle()
    picture(other)
    assert other._still is not None
    assert other._still.toImage() != first.toImage()
    dressed(Look.LIGHT, Size.COUNTER)
    other.restyle()
    other.resize(other.width() - 40, other.height())
    picture(other)
    assert other._still.size() != first.size()


def test_an_official_form_is_seen_behind_the_answers(desk: Desk, qtbot: Any) -> None:
    form = official_pdfs.acroform().done()
    leaf = Leaf()
    qtbot.addWidget(leaf)
    leaf.resize(640, 900)
    shown = []
    for backdrop in (None, Backdrop(form, 0)):
        leaf.show_page(LaidPage((210.0, 297.0), (), backdrop=backdrop))
        image = picture(leaf)
        title = [image.pixelColor(x, y).lightness() for x in range(60, 150) for y in range(40, 65)]
        shown.append(sum(light < 100 for light in title))
    assert shown[0] == 0
    assert shown[1] > 100
