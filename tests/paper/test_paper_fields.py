"""The fillable copy: read back by other programs, filled in by them, the same every time."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace

import pikepdf
import pypdf
import pypdfium2
import pytest

from talentdesk.core.formmark import FORM_FIELD, FormMark
from talentdesk.core.interview import Interview
from talentdesk.core.sheet import Box, BoxKind, Sheet
from talentdesk.intake.fields import fields_in
from talentdesk.paper.acroform import add_fields
from talentdesk.paper.document import write_pdf
from talentdesk.paper.fields import plan_fields
from talentdesk.paper.typesetting import lay_out

Ask = Callable[..., Interview]
MARK = FormMark("residence-permit", "2024-12-01", "foreigner-visa-permit", "2013-07-01")
LANGUAGES = ("zh-Hans", "en")


def fillable(sheet: Sheet, interview: Interview, *, blank: bool = False) -> bytes:
    plan = plan_fields(sheet, interview, LANGUAGES, blank=blank)
    return add_fields(write_pdf(lay_out(sheet, interview, LANGUAGES, blank=True)), plan.fields, MARK)


def values_in(pdf: bytes) -> dict[str, str]:
    """What the fields hold, the hidden one left out."""
    return {name: text for name, text in fields_in(pdf).items() if name != FORM_FIELD}


def widgets(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    for page in pdf.pages:
        yield from page.Annots


def named(pdf: pikepdf.Pdf, name: str) -> pikepdf.Object:
    node, kids = None, pdf.Root.AcroForm.Fields
    for part in name.split("."):
        node = next(each for each in kids if str(each.T) == part)
        kids = node.Kids
    assert node is not None
    return node


def dark(pdf: bytes) -> int:
    """How many dark dots the first page shows in PDFium."""
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    picture = document[0].render(scale=1).to_pil().convert("L")
    count = sum(picture.histogram()[:128])
    document.close()
    return count


def test_every_answer_comes_back_under_its_questions_name(sheet: Sheet, ask: Ask) -> None:
    values = fields_in(fillable(sheet, ask({"request.notes": "备注 𠀀 Łukasz"})))
    assert values[FORM_FIELD] == str(MARK)
    assert values["person.name_zh"] == "何丽娜"
    assert values["person.sex"] == "F"
    assert values["person.nationality"] == "PRT"
    assert values["dependants[0].relation"] == "儿子"
    assert [values[f"passport.expiry_date.{part}"] for part in ("year", "month", "day")] == ["2029", "02", "28"]
    assert values["request.notes"] == "备注 𠀀 Łukasz"


def test_a_blank_copy_has_the_same_fields_and_no_value(sheet: Sheet, ask: Ask) -> None:
    blank, filled = (pypdf.PdfReader(io.BytesIO(fillable(sheet, ask(), blank=each))) for each in (True, False))
    assert (blank.get_fields() or {}).keys() == (filled.get_fields() or {}).keys()
    assert len(blank.get_fields() or {}) > 50
    assert values_in(fillable(sheet, ask(), blank=True)) == {}


def test_labels_are_told_in_both_languages(sheet: Sheet, ask: Ask) -> None:
    with pikepdf.open(io.BytesIO(fillable(sheet, ask(), blank=True))) as pdf:
        assert all(str(each.TU) for each in widgets(pdf))
        assert str(named(pdf, "person.surname").TU) == "姓 Surname"
        year = named(pdf, "passport.expiry_date.year")
        assert "年 year" in str(year.TU)
        assert year.MaxLen == 4
        assert all(page.Tabs == "/R" for page in pdf.pages)


def test_a_single_choice_is_one_group_and_several_choices_are_squares_of_their_own(sheet: Sheet, ask: Ask) -> None:
    with pikepdf.open(io.BytesIO(fillable(sheet, ask(), blank=True))) as pdf:
        group = named(pdf, "passport.type")
        states = [{str(key) for key in dict(kid.AP.N)} - {"/Off"} for kid in group.Kids]
        assert int(group.Ff) & 1 << 15
        assert states == [{"/diplomatic"}, {"/service"}, {"/ordinary"}, {"/other"}]
        assert len(named(pdf, "change.items").Kids) == 8
        assert len(named(pdf, "person.nationality").Opt) > 200


def test_a_question_with_two_boxes_is_one_field(sheet: Sheet, ask: Ask) -> None:
    with pikepdf.open(io.BytesIO(fillable(sheet, ask()))) as pdf:
        phone = named(pdf, "contact.phone")
        assert len(phone.Kids) == 2
        assert str(phone.V) == "186 0000 4127"
        assert all(kid.Parent.objgen == phone.objgen for kid in phone.Kids)


def in_cells(sheet: Sheet) -> Sheet:
    """The sheet with the passport's number in twelve cells."""

    def changed(box: Box) -> Box:
        return replace(box, kind=BoxKind.CELLS, cells=12) if box.id == "passport.number" else box

    pages = tuple(
        replace(
            page,
            sections=tuple(
                replace(section, boxes=tuple(changed(box) for box in section.boxes)) for section in page.sections
            ),
        )
        for page in sheet.pages
    )
    return replace(sheet, pages=pages)


@pytest.mark.parametrize(("number", "comb"), [("CB482137", True), ("CB48213712345", False)])
def test_cells_take_a_character_each_unless_there_are_too_few(sheet: Sheet, ask: Ask, number: str, comb: bool) -> None:
    pdf_bytes = fillable(in_cells(sheet), ask({"passport.number": number}))
    with pikepdf.open(io.BytesIO(pdf_bytes)) as pdf:
        field = named(pdf, "passport.number")
        assert bool(int(field.Ff) & 1 << 24) is comb
        assert (field.get("/MaxLen") == 12) is comb
        assert str(field.V) == number


def test_every_field_brings_its_own_picture(sheet: Sheet, ask: Ask) -> None:
    filled, blank = fillable(sheet, ask()), fillable(sheet, ask(), blank=True)
    assert dark(filled) > dark(blank) + 400
    with pikepdf.open(io.BytesIO(filled)) as pdf:
        look = named(pdf, "person.name_zh").Kids[0].AP.N
        shown = [
            bytes(operands[0]) for operands, operator in pikepdf.parse_content_stream(look) if str(operator) == "Tj"
        ]
        assert [len(each) for each in shown] == [6]
        fonts = [font for font in look.Resources.Font.values() if b"4F55" in font.ToUnicode.read_bytes()]
        assert [str(font.Subtype) for font in fonts] == ["/Type0"]


def test_another_program_fills_it_in_and_chinese_shows(sheet: Sheet, ask: Ask) -> None:
    blank = fillable(sheet, ask(), blank=True)
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(blank))
    given = {"person.name_zh": "何丽娜", "contact.address_china": "深圳市南山区", "passport.type": "/ordinary"}
    for page in writer.pages:
        writer.update_page_form_field_values(page, given, auto_regenerate=False)
    written = io.BytesIO()
    writer.write(written)
    assert values_in(written.getvalue()) == {**given, "passport.type": "ordinary"}
    with pikepdf.open(written) as pdf:
        look = named(pdf, "person.name_zh").Kids[0].AP.N
        shown = b"".join(
            bytes(operands[0]) for operands, operator in pikepdf.parse_content_stream(look) if str(operator) == "Tj"
        )
        unicode = pdf.Root.AcroForm.DR.Font.TDForm.ToUnicode.read_bytes().decode()
        codes = [shown[at : at + 2].hex().upper() for at in range(0, len(shown), 2)]
        assert [f"<{code}> <{ord(sign):04X}>" in unicode for code, sign in zip(codes, "何丽娜", strict=True)] == [
            True
        ] * 3
    assert dark(written.getvalue()) > dark(blank) + 100


def test_values_set_without_pictures_survive(sheet: Sheet, ask: Ask) -> None:
    done = io.BytesIO()
    with pikepdf.open(io.BytesIO(fillable(sheet, ask(), blank=True))) as pdf:
        named(pdf, "person.surname").V = pikepdf.String("Łukasz 𠀀")
        named(pdf, "passport.type").Kids[2].AS = pikepdf.Name.ordinary
        pdf.save(done)
    assert values_in(done.getvalue()) == {"person.surname": "Łukasz 𠀀", "passport.type": "ordinary"}


def test_the_same_answers_give_the_same_bytes(sheet: Sheet, ask: Ask) -> None:
    assert fillable(sheet, ask()) == fillable(sheet, ask())


def test_what_no_field_holds_and_what_does_not_show_is_told(sheet: Sheet, ask: Ask) -> None:
    plan = plan_fields(sheet, ask({"contact.address_china": "深圳市南山区前海" * 20}), LANGUAGES)
    assert "agent.represented" in plan.left_out
    assert plan.cut() == ("contact.address_china",)


def test_a_pdf_without_a_form_has_no_fields(sheet: Sheet, ask: Ask) -> None:
    flat = write_pdf(lay_out(sheet, ask()))
    assert [fields_in(content) for content in (flat, flat[:200], b"")] == [{}, {}, {}]


@pytest.mark.parametrize(("name", "face"), [("عَلِيّ", "Arabic"), ("क्षत्रिय", "Devanagari"), ("น้ำที่", "Thai")])
def test_a_value_in_a_shaped_script_brings_its_picture_and_is_held_as_typed(
    sheet: Sheet, ask: Ask, name: str, face: str
) -> None:
    content = fillable(sheet, ask({"person.surname": name}))
    assert values_in(content)["person.surname"] == name
    with pikepdf.open(io.BytesIO(content)) as pdf:
        (kid,) = named(pdf, "person.surname").Kids
        drawn = [
            str(operands[0]) for operands, operator in pikepdf.parse_content_stream(kid.AP.N) if str(operator) == "Tf"
        ]
        fonts = [str(kid.AP.N.Resources.Font[each].BaseFont) for each in drawn]
    assert fonts
    assert all(each.endswith(f"NotoSans{face}-Regular") for each in fonts)
