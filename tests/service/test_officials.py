"""An office's own PDF: what check says of it, what is said when it is printed, and which files are refused and why."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import official_pdfs
import pikepdf
import pytest
from official_pdfs import ANSWERS, BY_NAME, PAPER, room_with

from talentdesk.core.catalogue import Catalogue
from talentdesk.core.interview import Interview
from talentdesk.core.sheet import BoxKind
from talentdesk.core.tomlfile import FormError
from talentdesk.paper import official
from talentdesk.service.checking import check
from talentdesk.service.fillable import make_fillable
from talentdesk.service.mishap import Mishap
from talentdesk.service.notices import left_out
from talentdesk.service.officials import look_into
from talentdesk.service.papers import first_sheet, papers_of, sheet_of
from talentdesk.service.rendering import Rendered, render

DAY = date(2026, 11, 22)
PAIR = ("zh-Hans", "en")
FORM = official_pdfs.acroform().done()


def case(room: Path, day: date = DAY, **typed: str) -> Interview:
    catalogue = Catalogue([room])
    answers = {**ANSWERS, **typed}
    return Interview(catalogue.in_force("garden-permit", day), catalogue, as_of=day, typed=answers)


def faults(room: Path) -> list[str]:
    return [str(fault) for fault in check([room])]


def told(rendered: Rendered) -> list[str]:
    return [notice.cause.format(**notice.details) for notice in rendered.notices]


def test_a_room_with_an_official_pdf_is_in_order(tmp_path: Path) -> None:
    assert faults(room_with(tmp_path, FORM)) == []


def test_the_paper_stands_behind_the_programs_own_sheet(tmp_path: Path) -> None:
    interview = case(room_with(tmp_path, FORM))
    assert papers_of(interview)[:3] == ("application-sheet", PAPER, "checklist")


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("form.Surname", "form.Surnam", 9, "has no field form.Surnam; did you mean form.Surname?"),
        ('"form.Surname"', '"form.Fence"', 9, "of another kind"),
        ('field = "form.Surname"', "page = 2\nx = 1\ny = 1\nwidth = 9\nheight = 9", 9, "no page 2; it has 1"),
        ('field = "form.Surname"', "x = 180\ny = 1\nwidth = 60\nheight = 9", 9, "reaches over the edge"),
        ('state = "Ja"', 'state = "Oui"', 0, "no state Oui; write state as one of: Ja, Nein"),
        ('"person.surname"\nfield', '"person.surnam"\nfield', 9, "nothing feeds the box of person.surnam"),
        ('field = "form.Surname"', "", 9, "where the answer goes is not said"),
        ('field = "form.Surname"', "page = 0", 0, "pages are counted from 1"),
        ('id = "notes"', 'id = "person.surname"', 0, "two boxes are called person.surname"),
        ('kind = "date"', 'kind = "photo"', 0, "a box over a PDF cannot be of kind photo"),
        ('kind = "table"\nrows = 2', 'kind = "table"\nrows = 0', 0, "needs column"),
        ('value = "{person.surname} {person.name_zh}"\n', "", 0, "which answer it holds"),
        ('field = "form.Surname"', 'feld = "form.Surname"', 0, "unknown key feld; did you mean field?"),
    ],
)
def test_a_box_that_is_wrong_is_told_with_its_line_and_remedy(
    tmp_path: Path, old: str, new: str, line: int, words: str
) -> None:
    assert old in BY_NAME
    found = faults(room_with(tmp_path, FORM, BY_NAME.replace(old, new, 1)))
    assert any(words in fault for fault in found), found
    assert all(fault.startswith("forms/papers/garden-official/2024-06-01.toml:") for fault in found)
    if line:
        assert any(f".toml:{line}: " in fault for fault in found), found


def test_boxes_may_take_turns_in_one_field_and_not_share_it(tmp_path: Path) -> None:
    shared = BY_NAME.replace('field = "form.NameZh"', 'field = "form.Surname"')
    found = faults(room_with(tmp_path / "a", FORM, shared))
    assert any("toml:13: two boxes write into form.Surname; take one out" in fault for fault in found), found
    when = '\nwhen = {{ question = "garden.fenced", is = ["{0}"] }}'
    shared = shared.replace('"form.Surname"', '"form.Surname"' + when.format("yes"), 1)
    in_turn = shared.replace('"form.Surname"\n\n', '"form.Surname"' + when.format("no") + "\n\n", 1)
    room = room_with(tmp_path / "b", FORM, in_turn)
    assert faults(room) == []
    assert "garden.fenced" not in left_out(sheet_of(case(room), PAPER, PAIR), case(room))
    overlapping = in_turn.replace('is = ["no"]', 'is = ["no", "yes"]')
    assert any("two boxes write" in fault for fault in faults(room_with(tmp_path / "c", FORM, overlapping)))


def test_a_paper_for_a_procedure_that_is_not_there_is_told(tmp_path: Path) -> None:
    room = room_with(tmp_path, FORM)
    file = room / "papers" / PAPER / f"{official_pdfs.EDITION}.toml"
    file.write_text(file.read_text("utf-8").replace("garden-permit", "garden-permt"), "utf-8")
    assert any("there is no procedure garden-permt; did you mean garden-permit?" in fault for fault in faults(room))
    file.write_text(file.read_text("utf-8").replace('procedures = ["garden-permt"]', ""), "utf-8")
    assert any("no procedure prints this paper" in fault for fault in faults(room))


def test_a_box_without_place_stops_the_print_rather_than_losing_an_answer(tmp_path: Path) -> None:
    room = room_with(tmp_path, FORM, BY_NAME.replace("form.Surname", "form.Family"))
    with pytest.raises(FormError, match=r"garden-official/2024-06-01\.toml:9.*no field form\.Family"):
        render(case(room), PAPER, PAIR)


def test_another_file_than_the_one_the_boxes_were_placed_on_is_told(tmp_path: Path) -> None:
    room = room_with(tmp_path, FORM)
    assert told(render(case(room), PAPER, PAIR)) == []
    other = official_pdfs.acroform().check("form.New", 300, 300).done()
    (room / "papers" / PAPER / "official.pdf").write_bytes(other)
    assert told(render(case(room), PAPER, PAIR)) == ["the official PDF has changed since its boxes were placed"]
    (fault,) = faults(room)
    assert "has changed" in fault
    assert "write sha256 = " in fault


def test_check_says_the_digest_that_is_to_be_written(tmp_path: Path) -> None:
    room = room_with(tmp_path, FORM, digest="")
    (fault,) = faults(room)
    digest = fault.partition('sha256 = "')[2].partition('"')[0]
    file = room / "papers" / PAPER / f"{official_pdfs.EDITION}.toml"
    file.write_text(file.read_text("utf-8").replace('sha256 = ""', f'sha256 = "{digest}"'), "utf-8")
    assert faults(room) == []


@pytest.mark.parametrize(
    ("until", "words"),
    [
        ("2026-11-21", ["this edition of the form was accepted until 2026-11-21"]),
        ("2026-11-22", ["this edition of the form is accepted until 2026-11-22"]),
        ("2026-12-22", ["this edition of the form is accepted until 2026-12-22"]),
        ("2026-12-23", []),
    ],
)
def test_the_last_day_of_an_edition_is_told_from_thirty_days_before(
    tmp_path: Path, until: str, words: list[str]
) -> None:
    room = room_with(tmp_path, FORM, more=f"until = {until}")
    assert told(render(case(room), PAPER, PAIR)) == words


def test_answers_that_the_form_has_no_box_for_are_named(tmp_path: Path) -> None:
    boxes = BY_NAME.replace(', { id = "relation", field = "row{row}.relation" }', "")
    boxes = boxes.replace('question = "person.birth_date"\nkind = "date"', 'question = "garden.start"\nkind = "date"')
    interview = case(room_with(tmp_path, FORM, boxes))
    assert set(left_out(sheet_of(interview, PAPER, PAIR), interview)) == {"person.birth_date", "family.relation"}


def test_a_signature_and_a_protection_are_told(tmp_path: Path) -> None:
    signed = room_with(tmp_path / "a", official_pdfs.acroform().signature().done())
    (notice,) = told(render(case(signed), PAPER, PAIR))
    assert "digital signature" in notice
    (notice,) = told(render(case(room_with(tmp_path / "b", official_pdfs.locked())), PAPER, PAIR))
    assert "does not want it to be filled in" in notice
    assert told(render(case(room_with(tmp_path / "c", official_pdfs.locked(filling=True))), PAPER, PAIR)) == []


@pytest.mark.parametrize(
    ("pdf", "cause", "remedy"),
    [
        (official_pdfs.dynamic_xfa(), "dynamic XFA", "print it to a PDF"),
        (official_pdfs.dynamic_xfa(says_so=False), "dynamic XFA", "re-typing sheet"),
        (official_pdfs.locked("secret"), "locked with a password", "copy without one"),
        (b"", "broken", "print it to a new PDF"),
        (b"%PDF-1.7\nnothing", "broken", "print it to a new PDF"),
        (FORM[:900], "broken", "print it to a new PDF"),
        (b"\x89PNG\r\n", "broken", "print it to a new PDF"),
    ],
)
def test_a_pdf_that_cannot_be_written_over_is_refused_with_the_way_out(
    tmp_path: Path, pdf: bytes, cause: str, remedy: str
) -> None:
    room = room_with(tmp_path, pdf)
    with pytest.raises(Mishap) as caught:
        render(case(room), PAPER, PAIR)
    assert cause in caught.value.cause
    assert remedy in caught.value.remedy
    assert any(cause in fault for fault in faults(room))
    assert first_sheet(case(room), PAIR) is not None, "the preview shows the program's own sheet"


def broken(change: str) -> bytes:
    form = official_pdfs.acroform()
    page = form.pdf.pages[0].obj
    match change:
        case "turn":
            page.Rotate = 45
        case "unit":
            page.UserUnit = pikepdf.Name.Big
        case "none":
            page.MediaBox = pikepdf.Array([5, 5, 5, 5])
        case "fields":
            page.Annots[0].Rect = pikepdf.String("here")
        case "circle":
            page.Annots[0].Parent = page.Annots[0]
            return form.done()
    return form.done()


@pytest.mark.parametrize("change", ["turn", "unit", "none", "fields"])
def test_entries_that_are_not_what_they_should_be_are_a_mishap(change: str) -> None:
    with pytest.raises(Mishap, match="broken"):
        look_into(broken(change))


def test_fields_that_lead_round_in_a_circle_end() -> None:
    assert look_into(broken("circle")).widgets


def test_a_file_larger_than_a_form_can_be_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = room_with(tmp_path, FORM + b"\0" * official.MOST_BYTES)
    with pytest.raises(Mishap) as caught:
        render(case(room), PAPER, PAIR)
    assert caught.value.details == {"pages": "100", "megabytes": "20"}
    many = official_pdfs.Form(pages=official.MOST_PAGES + 1).done()
    with pytest.raises(Mishap, match="pages"):
        look_into(many)


def test_a_page_that_swells_when_it_is_unpacked_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(official, "MOST_CONTENT", 100_000)
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.pages[0].obj.Contents = pdf.make_stream(b"q Q " * 50_000)
    made = io.BytesIO()
    pdf.save(made, compress_streams=True)
    assert len(made.getvalue()) < 5_000
    with pytest.raises(Mishap, match="more than"):
        look_into(made.getvalue())


def test_a_pdf_that_is_not_there_is_told(tmp_path: Path) -> None:
    room = room_with(tmp_path, FORM)
    (room / "papers" / PAPER / "official.pdf").unlink()
    with pytest.raises(Mishap) as caught:
        render(case(room), PAPER, PAIR)
    assert caught.value.details["file"] == "forms/papers/garden-official/official.pdf"
    assert any("cannot be read" in fault for fault in faults(room))


def test_what_an_official_pdf_cannot_be_is_said(tmp_path: Path) -> None:
    interview = case(room_with(tmp_path, FORM))
    with pytest.raises(Mishap, match="archive"):
        render(interview, PAPER, PAIR, archive=True)
    with pytest.raises(Mishap, match="no fields of ours"):
        make_fillable(interview, PAPER, PAIR)
    with pytest.raises(Mishap, match="own PDF"):
        render(interview, "application-sheet", PAIR, preprinted=True)


def test_a_field_shown_twice_is_filled_twice_and_a_comb_becomes_cells(tmp_path: Path) -> None:
    form = official_pdfs.acroform()
    twin = form.pdf.make_indirect(
        pikepdf.Dictionary(T=pikepdf.String("Twice"), FT=pikepdf.Name.Tx, Kids=pikepdf.Array())
    )
    for y in (300, 340):
        twin.Kids.append(form.add(0, (60, y, 200, y + 16), {"Parent": twin}))
    form.tops.append(twin)
    room = room_with(tmp_path, form.done(), BY_NAME.replace("form.Surname", "Twice"))
    boxes = {box.id: box for box in sheet_of(case(room), PAPER, PAIR).boxes()}
    assert {"person.surname", "person.surname--1"} <= boxes.keys()
    assert boxes["residency.hkid"].kind is BoxKind.CELLS
    assert boxes["residency.hkid"].cells == 10
    assert boxes["person.name_zh"].size == 12


def test_a_box_too_small_for_any_answer_is_told_by_the_proof(tmp_path: Path) -> None:
    form = official_pdfs.acroform().text("tiny", (300, 300, 302, 303))
    room = room_with(tmp_path, form.done(), BY_NAME.replace("form.Surname", "tiny"))
    assert any("cut off" in fault or "leave their place" in fault for fault in faults(room))


def test_a_condition_on_a_question_that_nobody_asks_is_told_and_prints_nothing(tmp_path: Path) -> None:
    when = 'field = "form.Surname"\nwhen = { question = "garden.fence", is = ["yes"] }'
    room = room_with(tmp_path, FORM, BY_NAME.replace('field = "form.Surname"', when))
    assert any("toml:9: nothing feeds the box of garden.fence; did you mean garden.fenced?" in f for f in faults(room))
    assert render(case(room), PAPER, PAIR).own_pages == 1
