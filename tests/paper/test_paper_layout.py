"""Every answer in its box, none cut off, none over another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from talentdesk.core.form import Kind
from talentdesk.core.interview import Interview
from talentdesk.core.sheet import BoxKind, Sheet
from talentdesk.core.values import longest
from talentdesk.paper.boxes import box_text
from talentdesk.paper.galley import paginate, paragraph, rule, space, together
from talentdesk.paper.page import Frame, Item, LaidBox, LaidPage, LaidPaper, Rect, Run, Stroke
from talentdesk.paper.typesetting import lay_out, lay_out_again, still_pages

Ask = Callable[..., Interview]
EM = 25.4 / 72


def ink(run: Run) -> Rect:
    """Where the ink of a run can be: Chinese reaches 0.88 em up and 0.12 em down, Latin descenders 0.21 em."""
    em = run.size * EM
    return Rect(run.x, run.y - 0.88 * em, run.width, 1.09 * em)


def runs(items: Iterable[Item]) -> list[Run]:
    return [item for item in items if isinstance(item, Run)]


def words(items: Iterable[Item]) -> str:
    return "".join(run.text for run in runs(items))


def overlap(one: Rect, other: Rect, slack: float = 0.06) -> bool:
    across = min(one.right, other.right) - max(one.x, other.x)
    down = min(one.bottom, other.bottom) - max(one.y, other.y)
    return across > slack and down > slack


def inside(inner: Rect, outer: Rect, slack: float = 0.06) -> bool:
    return (
        inner.x >= outer.x - slack
        and inner.y >= outer.y - slack
        and inner.right <= outer.right + slack
        and inner.bottom <= outer.bottom + slack
    )


def squares(page: LaidPage) -> Iterator[Rect]:
    for item in page.still:
        if isinstance(item, Frame) and item.fill is None and item.rect.width < 5 and item.rect.height < 5:
            yield item.rect


def assert_tidy(paper: LaidPaper) -> None:
    """All ink on the page, answers in their boxes, no words over other words or over squares to tick."""
    for page in paper.pages:
        whole = Rect(0, 0, *page.size)
        printed = [(run, ink(run)) for run in runs(page.items())]
        assert all(inside(rect, whole) for _, rect in printed)
        for (one, left), (other, right) in combinations(printed, 2):
            assert not overlap(left, right), (one.text, other.text)
        for square in squares(page):
            assert not any(overlap(rect, square) for _, rect in printed)
        for box in page.boxes:
            assert all(inside(ink(run), box.rect) for run in runs(box.items)), box.id


def box_of(paper: LaidPaper, name: str) -> LaidBox:
    return next(box for box in paper.boxes() if box.id == name)


def stretched(interview: Interview, letters: str, length: int | None = None) -> dict[str, str]:
    """The longest answers that are accepted, for every question that takes words."""
    free = {Kind.TEXT, Kind.LATIN_NAME, Kind.HAN_NAME, Kind.ADDRESS, Kind.PHONE, Kind.EMAIL, Kind.IDENTIFIER}
    typed: dict[str, str] = {}
    for question in interview.edition.questions:
        if question.kind in free:
            size = length or longest(question)
            typed[question.id] = (letters * size)[:size]
        for row in range(5):
            for column in question.columns:
                size = length or longest(column)
                text = (letters * size)[:size]
                typed[f"{question.id}[{row}].{column.id}"] = text if column.kind in free else "2019-05-02"
    return typed


def test_boxes_lie_on_their_page_and_not_on_each_other(sheet: Sheet) -> None:
    for page, still in zip(sheet.pages, still_pages(sheet, ("zh-Hans", "en")), strict=True):
        rects = [Rect(box.x, box.y, box.width, box.height) for section in page.sections for box in section.boxes]
        assert all(inside(rect, Rect(0, 0, *still.size)) for rect in rects)
        assert not any(overlap(one, other) for one, other in combinations(rects, 2))


@pytest.mark.parametrize(
    "languages",
    [("zh-Hans", "en"), ("zh-Hans", "pt"), ("zh-Hans", "zh-Hant-HK"), ("x-pseudo", "zh-Hans"), ("zh-Hans", "x-pseudo")],
)
def test_the_empty_form_is_tidy_in_every_pair_of_languages(sheet: Sheet, ask: Ask, languages: tuple[str, str]) -> None:
    assert_tidy(lay_out(sheet, ask(empty=True), languages, blank=True))


def test_every_label_stays_in_its_box(sheet: Sheet) -> None:
    from talentdesk.paper.anatomy import anatomy

    for box in sheet.boxes():
        rect = Rect(box.x, box.y, box.width, box.height)
        for run in runs(anatomy(box, ("zh-Hans", "en")).still):
            assert inside(ink(run), rect), (box.id, run.text)


def test_an_ordinary_case_fits_its_two_pages(sheet: Sheet, ask: Ask) -> None:
    paper = lay_out(sheet, ask())
    assert len(paper.pages) == 2
    assert paper.continued == ()
    assert paper.missing == ()
    assert_tidy(paper)
    assert words(box_of(paper, "person.surname").items) == "FERREIRA DA COSTA"
    assert words(box_of(paper, "person.nationality").items) == "葡萄牙 Portugal"
    assert [run.text for run in runs(box_of(paper, "passport.expiry_date").items)] == ["2029", "02", "28"]


def test_a_tick_stands_in_the_square_of_the_answer(sheet: Sheet, ask: Ask) -> None:
    box = box_of(lay_out(sheet, ask()), "request.rp_kind")
    (tick,) = (item for item in box.items if isinstance(item, Stroke))
    square = dict(box.places)["request.rp_kind=work"]
    assert all(inside(Rect(x, y, 0, 0), square) for x, y in tick.points)


def test_the_table_shows_each_cell_at_its_place(sheet: Sheet, ask: Ask) -> None:
    paper = lay_out(sheet, ask())
    found = paper.place_of("dependants[0].given_names")
    assert found is not None
    inside_cell = [run.text for run in runs(box_of(paper, "dependants").items) if inside(ink(run), found[1])]
    assert inside_cell == ["JOÃO"]


def test_a_click_finds_the_box_and_so_the_question(sheet: Sheet, ask: Ask) -> None:
    paper = lay_out(sheet, ask())
    box = box_of(paper, "person.birth_place")
    assert paper.pages[0].box_at(box.rect.x + 1, box.rect.y + 1) is box
    assert box.question == "person.birth_place"
    assert [page for page, _ in paper.boxes_of("contact.phone")] == [0, 1]


def test_a_blank_form_holds_no_answer(sheet: Sheet, ask: Ask) -> None:
    paper = lay_out(sheet, ask(), blank=True)
    assert all(box.items == () for box in paper.boxes())


def test_an_answer_that_is_not_asked_is_not_printed(sheet: Sheet, ask: Ask) -> None:
    paper = lay_out(sheet, ask({"agent.name": "LEI", "agent.phone": "2828 0000"}))
    assert box_of(paper, "agent.name").items == ()


def test_a_declined_answer_prints_what_the_form_wants(sheet: Sheet, ask: Ask) -> None:
    interview = ask(declined=["person.given_names", "dependants"])
    none = interview.question("person.given_names").none
    paper = lay_out(sheet, interview)
    assert none is not None
    assert words(box_of(paper, "person.given_names").items) == f"{none.zh} {none.en}"
    assert words(box_of(paper, "dependants").items)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [("2029-02-31", ["2029", "02", "31"]), ("2029--", ["2029"]), ("20290228", ["2029", "02", "28"]), ("-6-", ["6"])],
)
def test_half_and_wrong_dates_print_as_they_were_typed(sheet: Sheet, ask: Ask, typed: str, printed: list[str]) -> None:
    box = box_of(lay_out(sheet, ask({"visa.expiry_date": typed})), "visa.expiry_date")
    assert [run.text for run in runs(box.items)] == printed


def test_a_date_in_words_goes_overleaf(sheet: Sheet, ask: Ask) -> None:
    paper = lay_out(sheet, ask({"visa.expiry_date": "some time next spring"}))
    assert [(over.box, over.text) for over in paper.continued] == [("visa.expiry_date", "some time next spring")]
    assert_tidy(paper)


def test_an_answer_without_a_square_goes_overleaf(sheet: Sheet, ask: Ask) -> None:
    paper = lay_out(sheet, ask({"person.sex": "X"}))
    assert [over.box for over in paper.continued] == ["person.sex"]
    assert_tidy(paper)


def test_a_silent_answer_does_not(sheet: Sheet, ask: Ask) -> None:
    assert lay_out(sheet, ask({"visa.kind": "none"})).continued == ()


def test_what_does_not_fit_stands_in_full_on_a_continuation_sheet(sheet: Sheet, ask: Ask) -> None:
    address = "广东省深圳市南山区前海深港现代服务业合作区桂湾片区二单元前海卓越金融中心第八栋" * 4
    paper = lay_out(sheet, ask({"contact.address_china": address, "person.sex": "X"}))
    assert len(paper.pages) == 3
    numbered = {over.box: over.number for over in paper.continued}
    assert numbered == {"person.sex": 1, "contact.address_china": 2}
    assert "2" in words(box_of(paper, "contact.address_china").items)[-2:]
    sheet_text = words(paper.pages[2].still)
    assert address in sheet_text
    assert "FERREIRA DA COSTA" in sheet_text
    assert "CB482137" in sheet_text
    assert_tidy(paper)


def test_more_dependants_than_rows_are_all_on_the_continuation_sheet(sheet: Sheet, ask: Ask) -> None:
    more = {f"dependants[{row}].surname": f"COSTA {row}" for row in range(4)}
    paper = lay_out(sheet, ask(more))
    assert all(f"COSTA {row}" in words(paper.pages[2].still) for row in range(4))


def test_ten_thousand_characters_take_pages_and_lose_nothing(sheet: Sheet, ask: Ask) -> None:
    paper = lay_out(sheet, ask({"request.notes": "前海" * 5000}))
    assert words(item for page in paper.pages[2:] for item in page.still).count("前海") >= 4900
    assert words(item for page in paper.pages[2:] for item in page.still).count("海") == 5000
    assert len(paper.pages) > 3
    whole = Rect(0, 0, *sheet.size)
    assert all(inside(ink(run), whole) for page in paper.pages for run in runs(page.items()))


@pytest.mark.parametrize("lines", range(1, 80, 6))
def test_a_rule_never_begins_a_page_or_has_one_to_itself(lines: int) -> None:
    line = together(paragraph("Line", 100, 10, "en"))
    for short in (0.0, 0.4, 1.0, 2.0):
        room = Rect(0, 0, 100, line.height * lines + short + 0.001)
        blocks = [*[line] * lines, space(1.5), rule(100), space(1.5)]
        assert len(paginate(blocks, (100, 297), room, lambda page, pages: ())) == 1
        pages = paginate([*blocks, line], (100, 297), room, lambda page, pages: ())
        assert [isinstance(next(iter(page.still)), Run) for page in pages] == [True, True]
        assert runs(pages[1].still)[0].y < line.height


@pytest.mark.parametrize("procedure", ["residence-permit", "visa-extension"])
@pytest.mark.parametrize("letters", ["WOLFE MEYER ", "WOLFESCHLEGELSTEIN", "籍國灣圳㗎，", "𨋢𡃁𠮷", "Đặng-Łukasz "])
def test_the_longest_answers_never_clip_or_collide(sheet: Sheet, ask: Ask, procedure: str, letters: str) -> None:
    interview = ask(procedure=procedure)
    for name, text in stretched(interview, letters).items():
        interview.answer(name, text)
    interview.answer("agent.represented", "yes")
    paper = lay_out(sheet, interview)
    assert_tidy(paper)
    over = {each.box: each.text for each in paper.continued}
    for box in sheet.boxes():
        if box.kind is BoxKind.TEXT and (text := box_text(box, interview, ("zh-Hans", "en"))):
            printed = words(box_of(paper, box.id).items).replace(" ", "")
            assert over.get(box.id) == text or printed == text.replace(" ", "")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=400))
def test_any_text_at_all_stays_in_its_box(sheet: Sheet, ask: Ask, text: str) -> None:
    interview = ask({"contact.address_china": text, "passport.number": text, "visa.expiry_date": text})
    paper = lay_out(sheet, interview)
    for box in paper.boxes():
        for run in runs(box.items):
            assert run.x >= box.rect.x - 0.06
            assert run.x + run.width <= box.rect.right + 0.06
            assert box.rect.y <= run.y <= box.rect.bottom


def test_a_character_without_a_font_is_listed_and_leaves_a_line_to_write_on(sheet: Sheet, ask: Ask) -> None:
    paper = lay_out(sheet, ask({"person.name_zh": "何\U0003134a娜", "dependants[0].relation": "\U0010fffd"}))
    assert [(lost.question, lost.code_point) for lost in paper.missing] == [
        ("person.name_zh", "U+3134A"),
        ("dependants[0].relation", "U+10FFFD"),
    ]
    box = box_of(paper, "person.name_zh")
    assert words(box.items) == "何娜"
    (line,) = (item for item in box.items if isinstance(item, Stroke))
    before, after = runs(box.items)
    assert before.x + before.width <= line.points[0][0] < line.points[1][0] <= after.x


def test_one_box_again_is_the_same_as_the_whole_paper_again(sheet: Sheet, ask: Ask) -> None:
    interview = ask()
    paper = lay_out(sheet, interview)
    interview.answer("person.surname", "COSTA E SILVA")
    again = lay_out_again(paper, sheet, interview, ["person.surname"])
    assert again == lay_out(sheet, interview)
    assert again.pages[0].still is paper.pages[0].still


def test_laying_out_again_follows_what_goes_overleaf(sheet: Sheet, ask: Ask) -> None:
    interview = ask({"contact.address_china": "前海" * 200})
    paper = lay_out(sheet, interview)
    for name, text in (
        ("request.notes", "备注" * 1000),
        ("contact.address_china", "前海"),
        ("person.surname", "COSTA"),
        ("request.notes", ""),
    ):
        interview.answer(name, text)
        paper = lay_out_again(paper, sheet, interview, [name])
        assert paper == lay_out(sheet, interview)
