"""Answers over an office's own PDF: each stands in its place as the page is seen, however the page is turned or cut."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import official_pdfs
import pikepdf
import pypdfium2
import pytest
from official_pdfs import ANSWERS, EDITION, PAPER, room_with

from talentdesk.core.catalogue import Catalogue
from talentdesk.core.interview import Interview
from talentdesk.paper import backdrop, fonts
from talentdesk.paper.official import survey
from talentdesk.paper.overlay import Shift
from talentdesk.paper.page import Backdrop, Rect, Run
from talentdesk.service.papers import lay_out_paper, print_out, sheet_of, write

DAY = date(2026, 11, 22)
PAIR = ("zh-Hans", "en")
MM = 72 / 25.4

FLAT = "\n".join(
    f"""
[[box]]
id = "name {page}"
question = "person.name_zh"
page = {page}
x = 25
y = {20 + page}
width = 50
height = 8

[[box]]
id = "fence {page}"
question = "garden.fenced"
kind = "ticks"
page = {page}
y = 60
tick = [{{ code = "yes", x = 30 }}, {{ code = "no", x = 50 }}]
"""
    for page in (1, 2, 3, 4)
)


def case(room: Path, typed: Mapping[str, str] = ANSWERS) -> Interview:
    catalogue = Catalogue([room])
    return Interview(
        catalogue.in_force("garden-permit", DAY), catalogue, as_of=DAY, typed=dict(typed), check_text=fonts.missing
    )


def printed(interview: Interview, shift: Shift | None = None, *, preprinted: bool = False) -> bytes:
    return write(lay_out_paper(interview, PAPER, PAIR, code=False), shift=shift, preprinted=preprinted)


def blank(interview: Interview) -> bytes:
    return write(lay_out_paper(interview, PAPER, PAIR, blank=True))


WIDGETS = survey(official_pdfs.acroform().done()).widgets


@contextmanager
def page_of(content: bytes, number: int = 0) -> Iterator[pypdfium2.PdfPage]:
    document = pypdfium2.PdfDocument(content)
    try:
        yield document[number]
    finally:
        document.close()


def picture(content: bytes, number: int = 0, scale: float = 2.0) -> bytes:
    with page_of(content, number) as page:
        return bytes(page.render(scale=scale, may_draw_forms=False).to_pil().convert("L").tobytes())


def ink(content: bytes, number: int, rect: Rect) -> int:
    """Dark dots of the page as it is seen, in a rectangle in millimetres."""
    scale = 4.0
    with page_of(content, number) as page:
        shown = page.render(scale=scale, may_draw_forms=False).to_pil().convert("L")
    edges = (rect.x, rect.y, rect.right, rect.bottom)
    cut = shown.crop(tuple(round(edge * MM * scale) for edge in edges))
    return sum(cut.histogram()[:128])


def words(content: bytes, number: int = 0) -> str:
    with page_of(content, number) as page:
        text = page.get_textpage()
        found = str(text.get_text_range())
        text.close()
    return found


@pytest.fixture
def flat(tmp_path: Path) -> Path:
    return room_with(tmp_path, official_pdfs.flat(), FLAT)


@pytest.fixture
def form(tmp_path: Path) -> Path:
    return room_with(tmp_path, official_pdfs.acroform().done())


def added(with_answers: bytes, without: bytes, number: int) -> tuple[float, float, float, float] | None:
    """The box around what the answers add to a page as it is seen, in millimetres."""
    from PIL import Image, ImageChops

    scale = 4.0
    shown = []
    for content in (with_answers, without):
        with page_of(content, number) as page:
            shown.append(page.render(scale=scale, may_draw_forms=False).to_pil().convert("L"))
    assert isinstance(shown[0], Image.Image)
    found = ImageChops.difference(*shown).point(lambda level: 255 if level > 90 else 0).getbbox()
    return None if found is None else tuple(edge / scale / MM for edge in found)  # type: ignore[return-value]


@pytest.mark.parametrize("number", range(4))
def test_an_answer_stands_where_it_was_measured_on_the_page_as_it_is_seen(flat: Path, number: int) -> None:
    filled = printed(case(flat, {"person.name_zh": "何\U00020bb7娜"}))
    left, top, right, bottom = added(filled, printed(case(flat, {})), number) or (0, 0, 0, 0)
    place = Rect(25, 21 + number, 50, 8)
    assert place.x - 0.3 <= left <= place.x + 2.5
    assert place.y - 0.3 <= top
    assert bottom <= place.bottom + 0.3
    assert 9 <= right - left <= 13, "three characters of 10.5 points beside each other, upright and unscaled"
    assert bottom - top < 5
    assert "何\U00020bb7娜" in words(filled, number)


@pytest.mark.parametrize("number", range(4))
def test_a_tick_stands_in_its_square(flat: Path, number: int) -> None:
    filled = printed(case(flat, {"garden.fenced": "no"}))
    left, top, right, bottom = added(filled, printed(case(flat, {})), number) or (0, 0, 0, 0)
    assert 49.8 <= left < right <= 53.2
    assert 59.8 <= top < bottom <= 63.2


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_turn_crop_and_unit_of_a_page_are_followed(tmp_path: Path, turned: int) -> None:
    room = room_with(tmp_path, official_pdfs.turned(turned), FLAT.split('[[box]]\nid = "name 2"')[0])
    filled = printed(case(room, {"person.name_zh": "何丽娜"}))
    with page_of(filled) as page:
        ratio = page.get_width() / page.get_height()
    assert (ratio > 1) == (turned in (90, 270))
    assert picture(blank(case(room)), 0) == picture(official_pdfs.turned(turned), 0)
    content = io.BytesIO(filled)
    with pikepdf.open(content) as pdf:
        assert float(pdf.pages[0].obj.UserUnit) == 2
    # PDFium shows a page in its own units: half as large.
    left, top, right, bottom = (2 * edge for edge in added(filled, printed(case(room, {})), 0) or (0, 0, 0, 0))
    assert 24.7 <= left < right <= 40
    assert 20.7 <= top < bottom <= 29.3


def test_what_the_official_page_shows_stays_as_it_was(flat: Path) -> None:
    empty = blank(case(flat))
    for number in range(4):
        assert picture(empty, number) == picture(official_pdfs.flat(), number)


def test_values_go_into_the_fields_of_their_names(form: Path) -> None:
    interview = case(form)
    filled, empty = printed(interview), blank(interview)
    places = {widget.field: widget.rect for widget in WIDGETS}
    fed = {"form.Surname", "form.NameZh", "form.HkId", "form.Notes", "form.Year", "form.Month", "form.Day"}
    for name in sorted(fed | {"row1.surname", "row1.relation", "form.Tree"}):
        assert ink(filled, 0, places[name]) > ink(empty, 0, places[name]) + 20, name
    for name in ("row2.surname", "form.Rose", "form.Untouched"):
        assert ink(filled, 0, places[name]) == ink(empty, 0, places[name]), name
    said = words(filled)
    assert all(text in said for text in ("FERREIRA", "何\U00020bb7娜", "1994", "COSTA", "儿子"))


def test_the_radio_button_with_the_state_of_the_answer_is_ticked(form: Path) -> None:
    no, yes = (printed(case(form, {"garden.fenced": answer})) for answer in ("no", "yes"))
    _, second = (widget.rect for widget in WIDGETS if widget.field == "form.Fence")
    assert ink(no, 0, second) > ink(yes, 0, second)


def test_a_comb_sets_one_character_in_each_cell(form: Path) -> None:
    filled = printed(case(form, {"residency.hkid": "A1234563"}))
    comb = next(w.rect for w in WIDGETS if w.comb)
    side = comb.width / 10
    empty = printed(case(form, {}))
    for cell in range(10):
        place = Rect(comb.x + side * cell + 0.8, comb.y + 1, side - 1.6, comb.height - 2)
        assert (ink(filled, 0, place) > ink(empty, 0, place)) == (cell < 8), cell


@pytest.mark.parametrize("typed", ["1994-06-08", "1994-6-8"])
def test_a_date_in_eight_cells_is_its_digits(tmp_path: Path, typed: str) -> None:
    form = official_pdfs.acroform().text("Born", (60, 300, 220, 320), Ff=1 << 24, MaxLen=8)
    boxes = '[[box]]\nquestion = "person.birth_date"\nfield = "Born"\n'
    laid = lay_out_paper(case(room_with(tmp_path, form.done(), boxes), {"person.birth_date": typed}), PAPER, PAIR)
    (box,) = laid.pages[0].boxes
    assert "".join(item.text for item in box.items if isinstance(item, Run)) == "19940608"
    assert not laid.continued


def test_what_the_authority_wrote_and_left_to_the_viewer_to_draw_is_printed(tmp_path: Path) -> None:
    form = official_pdfs.acroform().text("Office", (300, 300, 500, 320), V=pikepdf.String("前海E站通"))
    del form.tops[-1]["/AP"]
    assert "前海E站通" in words(blank(case(room_with(tmp_path, form.done()))))


def test_long_text_breaks_into_the_lines_of_its_field_from_the_top(form: Path) -> None:
    filled = printed(case(form, {"person.surname": "WEG " * 12}))
    notes = next(w.rect for w in WIDGETS if w.lines)
    upper, lower = Rect(notes.x + 1, notes.y + 0.5, 60, 6), Rect(notes.x + 1, notes.bottom - 6, 60, 5)
    assert ink(filled, 0, upper) > 100
    assert ink(filled, 0, lower) == ink(printed(case(form, {})), 0, lower)


def test_a_field_that_is_emptied_keeps_its_border(form: Path) -> None:
    empty = blank(case(form))
    for widget in WIDGETS:
        if widget.kind == "text" and widget.field != "form.Untouched":
            place = widget.rect
            assert ink(empty, 0, Rect(place.x, place.y - 0.1, place.width, 0.6)) > 100, widget.field
            assert place.y < 50 or ink(empty, 0, place.inset(1, 1)) == 0, widget.field


def test_no_field_is_left_and_a_suggestion_in_a_filled_one_is_gone(form: Path) -> None:
    for content in (printed(case(form)), blank(case(form))):
        with pikepdf.open(io.BytesIO(content)) as pdf:
            assert "/AcroForm" not in pdf.Root
            assert not [each for each in pdf.pages[0].obj.Annots if each.Subtype == "/Widget"]
        # Seven places of text are filled, one was never ours: what the authority wrote there stays.
        assert words(content).count("please write") == 1


def test_what_does_not_fit_goes_on_on_a_continuation_sheet_under_its_label(form: Path) -> None:
    interview = case(form, {"person.surname": "WOLFESCHLEGELSTEIN " * 12, "residency.hkid": "A" * 40})
    laid = lay_out_paper(interview, PAPER, PAIR, code=False)
    assert [overflow.box for overflow in laid.continued][:2] == ["person.surname", "residency.hkid"]
    said = words(write(laid), 1)
    assert "Surname" in said
    assert "A" * 40 in said.replace("\r\n", "")


def test_one_set_of_fonts_serves_all_pages(flat: Path) -> None:
    with pikepdf.open(io.BytesIO(printed(case(flat)))) as pdf:
        files = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/FontFile2" in each]
        names = [str(each.FontName).partition("+")[2] for each in files]
    assert len(names) == len(set(names))


def test_the_same_input_gives_the_same_bytes_in_another_second(flat: Path) -> None:
    first, begun = printed(case(flat)), int(time.time())
    while int(time.time()) == begun:
        again = printed(case(flat))
    assert printed(case(flat)) == again == first
    assert printed(case(flat)) != printed(case(flat), Shift(1))


def test_a_shift_moves_the_answers_and_not_the_form(flat: Path) -> None:
    answers = {"person.name_zh": "何丽娜"}
    straight, empty = printed(case(flat, answers)), printed(case(flat, {}))
    moved = printed(case(flat, answers), Shift(3, -2))
    for number in range(4):
        before, after = added(straight, empty, number), added(moved, empty, number)
        assert before is not None
        assert after is not None
        assert after[0] - before[0] == pytest.approx(3, abs=0.2)
        assert after[1] - before[1] == pytest.approx(-2, abs=0.2)


def test_a_scale_counts_from_the_upper_left_corner(flat: Path) -> None:
    answers = {"garden.fenced": "no"}
    empty = printed(case(flat, {}))
    wider = added(printed(case(flat, answers), Shift(scale=1.1)), empty, 0)
    plain = added(printed(case(flat, answers)), empty, 0)
    assert wider is not None
    assert plain is not None
    assert [after / before for before, after in zip(plain, wider, strict=True)] == pytest.approx([1.1] * 4, abs=0.01)


def test_for_preprinted_paper_only_the_answers_are_written_where_they_were(flat: Path) -> None:
    interview = case(flat, {"person.name_zh": "何丽娜"})
    alone, whole = printed(interview, preprinted=True), printed(interview)
    empty = printed(case(flat, {}))
    nothing = printed(case(flat, {}), preprinted=True)
    for number in range(4):
        assert "Official" not in words(alone, number)
        assert added(alone, nothing, number) == pytest.approx(added(whole, empty, number), abs=0.3)


def test_nothing_untrue_is_said_of_the_copy(tmp_path: Path) -> None:
    form = official_pdfs.acroform().signature()
    with form.pdf.open_metadata() as metadata:
        metadata["pdfaid:part"] = "2"
        metadata["dc:creator"] = ["An authority"]
    form.pdf.docinfo["/Author"] = "An authority"
    form.pdf.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
    room = room_with(tmp_path, form.done())
    content = printed(case(room))
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert "/Metadata" not in pdf.Root
        assert "/Perms" not in pdf.Root
        assert not bool(pdf.Root.MarkInfo.Marked)
        assert dict(pdf.docinfo.items()) == {"/Title": "花园表 Garden form", "/Producer": "talentdesk"}
        assert not pdf.is_encrypted
    assert "signed by" not in words(content)
    assert b"An authority" not in content


def test_a_hybrid_xfa_form_loses_its_xfa_its_rights_and_its_scripts(tmp_path: Path) -> None:
    content = printed(case(room_with(tmp_path, official_pdfs.hybrid_xfa())))
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert not {"/AcroForm", "/Perms", "/OpenAction"} & set(pdf.Root.keys())
        assert "/JavaScript" not in pdf.Root.Names
    assert "FERREIRA" in words(content)


def test_papers_are_joined_in_one_file(form: Path) -> None:
    interview = case(form)
    together = print_out(interview, [PAPER, "checklist"], PAIR)
    assert together.content == print_out(interview, [PAPER, "checklist"], PAIR).content
    with pikepdf.open(io.BytesIO(together.content)) as pdf:
        assert len(pdf.pages) == together.pages
        assert "/StructTreeRoot" not in pdf.Root
    assert "FERREIRA" in words(together.content)


def test_a_character_that_no_font_has_leaves_room_to_write_it(form: Path) -> None:
    laid = lay_out_paper(case(form, {"person.name_zh": "何\U0003134a"}), PAPER, PAIR)
    assert [each.code_point for each in laid.missing] == ["U+3134A"]


def test_the_codes_stand_behind_the_official_pages(form: Path) -> None:
    laid = lay_out_paper(case(form), PAPER, PAIR)
    assert len(laid.pages) == 2
    assert write(laid)


def test_the_placed_sheet_is_the_same_while_nothing_changes(form: Path) -> None:
    interview = case(form)
    assert sheet_of(interview, PAPER, PAIR) is sheet_of(interview, PAPER, PAIR)
    assert sheet_of(interview, PAPER, PAIR).edition == EDITION


def test_the_screen_shows_the_emptied_form_behind_the_answers(form: Path) -> None:
    laid = lay_out_paper(case(form), PAPER, PAIR)
    seen, behind = (page.backdrop for page in laid.pages)
    assert behind is None, "the page with the codes is ours"
    assert seen is not None
    shown = backdrop.picture(seen, 595)
    assert shown is not None
    assert (shown.width, shown.height) == (595, 842)
    assert len(shown.pixels) == 3 * shown.width * shown.height
    with page_of(blank(case(form))) as page:
        expected = page.render(scale=595 / page.get_width(), may_draw_forms=False).to_pil().convert("RGB")
    assert shown.pixels == expected.tobytes()


def test_a_form_that_nobody_has_looked_at_is_not_shown(tmp_path: Path) -> None:
    room = room_with(tmp_path, official_pdfs.acroform().done(), digest="0" * 64)
    assert all(page.backdrop is None for page in lay_out_paper(case(room), PAPER, PAIR).pages)


def test_a_page_that_cannot_be_drawn_is_left_white() -> None:
    assert backdrop.picture(Backdrop(b"no PDF", 0), 100) is None
    assert backdrop.picture(Backdrop(official_pdfs.flat(), 9), 100) is None
