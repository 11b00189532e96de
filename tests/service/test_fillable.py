"""A fillable copy goes out, is filled in by another program, and comes back as answers."""

from __future__ import annotations

import io
import os
import random
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pikepdf
import pypdf
import pytest

from talentdesk import paths
from talentdesk.core.answers import flatten
from talentdesk.core.cases import open_case, read_cases
from talentdesk.core.catalogue import Catalogue
from talentdesk.core.form import Kind
from talentdesk.core.interview import Interview
from talentdesk.intake.fields import fields_in
from talentdesk.service.fillable import Filled, make_fillable, read_fillable
from talentdesk.service.mishap import InputError, Mishap
from talentdesk.service.papers import papers_of
from talentdesk.service.reading import as_json, read
from talentdesk.service.sample import sample

DAY = date(2026, 11, 23)
PAIR = ("zh-Hans", "en")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue([paths.room("forms")])


@pytest.fixture(scope="module")
def blank(catalogue: Catalogue) -> bytes:
    interview = Interview(catalogue.in_force("residence-permit", DAY), catalogue, as_of=DAY)
    return make_fillable(interview, "foreigner-visa-permit", PAIR, blank=True).content


def filled_in(pdf: bytes, given: Mapping[str, str]) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf))
    for page in writer.pages:
        writer.update_page_form_field_values(page, dict(given), auto_regenerate=False)
    done = io.BytesIO()
    writer.write(done)
    return done.getvalue()


def back(pdf: bytes, catalogue: Catalogue) -> Filled:
    filled = read_fillable(fields_in(pdf), catalogue)
    assert filled is not None
    return filled


def test_a_prefilled_copy_comes_back_complete(catalogue: Catalogue) -> None:
    given = flatten(sample().answers)
    edition = catalogue.in_force("residence-permit", sample().as_of)
    interview = Interview(edition, catalogue, as_of=sample().as_of, typed=given.typed, declined=given.declined)
    copy = make_fillable(interview, "foreigner-visa-permit", PAIR)
    filled = back(copy.content, catalogue)
    assert (filled.procedure, filled.edition) == ("residence-permit", edition.edition)
    assert filled.misfits == ()
    asked = {name: text for name, text in given.typed.items() if interview.asked(name)}
    assert dict(filled.answers.typed) == {name: text for name, text in asked.items() if name not in copy.left_out}
    assert len(filled.answers.typed) > 15


def unordered(typed: Mapping[str, str], interview: Interview) -> dict[str, object]:
    """Squares have no order: several choices come back in the order of the form."""
    several = {question.id for question in interview.edition.questions if question.kind is Kind.CHOICES}
    return {name: set(text.split()) if name in several else text for name, text in typed.items()}


@pytest.mark.slow
def test_every_form_of_every_case_comes_back(catalogue: Catalogue) -> None:
    compared = 0
    for procedure in catalogue.procedures():
        cases = read_cases(paths.room("forms") / "procedures" / procedure / "cases.toml")
        for case in cases if os.environ.get("TALENTDESK_LONG") else random.sample(cases, min(2, len(cases))):
            if case.edition == "":
                continue
            interview = open_case(case, procedure, catalogue)
            copy = make_fillable(interview, papers_of(interview)[0], PAIR)
            filled = back(copy.content, catalogue)
            kept = {
                name: text
                for name, text in interview.typed.items()
                if interview.asked(name) and name not in copy.left_out and name not in interview.declined
            }
            told = {misfit.field for misfit in filled.misfits}
            expected = {name: text for name, text in kept.items() if name not in told}
            assert unordered(expected, interview) == unordered(filled.answers.typed, interview)
            compared += len(kept)
    assert compared > 100


def test_what_another_program_fills_in_comes_back_as_answers(blank: bytes, catalogue: Catalogue) -> None:
    given = {
        "person.surname": "ŁUKASZ",
        "person.name_zh": "欧阳䶮𠮷",
        "person.nationality": "葡萄牙 Portugal",
        "person.sex": "/F",
        "person.birth_date.year": "1994",
        "person.birth_date.month": "6",
        "person.birth_date.day": "18",
        "contact.address_china": "深圳市南山区\r前海",
        "employer.name": "  前海蓝湾 ",
        "change.items.name": "/name",
        "change.items.address": "/address",
        "dependants[1].relation": "儿子",
        "dependants[1].sex": "m.",
    }
    filled = back(filled_in(blank, given), catalogue)
    assert dict(filled.answers.typed) == {
        "person.surname": "ŁUKASZ",
        "person.name_zh": "欧阳䶮𠮷",
        "person.nationality": "PRT",
        "person.sex": "F",
        "person.birth_date": "1994-6-18",
        "contact.address_china": "深圳市南山区\n前海",
        "employer.name": "前海蓝湾",
        "change.items": "name address",
        "dependants[1].relation": "儿子",
    }
    assert [(each.field, each.text) for each in filled.misfits] == [("dependants[1].sex", "m.")]


def test_what_does_not_fit_is_told_by_field_and_the_rest_is_kept(blank: bytes, catalogue: Catalogue) -> None:
    given = {
        "person.surname": "FERREIRA",
        "person.nationality": "Atlantis",
        "person.birth_date.year": "1994",
        "person.birth_date.month": "2",
        "person.birth_date.day": "30",
        "passport.expiry_date.year": "2029",
        "contact.phone": "1" * 60,
    }
    filled = back(filled_in(blank, given), catalogue)
    assert dict(filled.answers.typed) == {"person.surname": "FERREIRA"}
    told = {each.field: each.sentence("en") for each in filled.misfits}
    assert told.keys() == {"person.nationality", "person.birth_date", "passport.expiry_date", "contact.phone"}
    assert "Atlantis" in told["person.nationality"]
    assert "30" in told["person.birth_date"]
    assert told["passport.expiry_date"].startswith("Part of the date is missing.")
    assert told["contact.phone"].startswith("The answer has 60 characters; the form takes 20.")


def test_reading_the_file_gives_answers_and_misfits(blank: bytes, tmp_path: Path) -> None:
    file = tmp_path / "filled.pdf"
    file.write_bytes(filled_in(blank, {"person.surname": "FERREIRA", "person.nationality": "Atlantis"}))
    document = as_json(read(file), "en")
    assert document["procedure"] == "residence-permit"
    assert document["answers"] == {"person.surname": "FERREIRA"}
    assert document["misfits"] == [
        {
            "field": "person.nationality",
            "text": "Atlantis",
            "message": "“Atlantis” is not a country or region of the list. "
            "Type the beginning of its name and choose it.",
        }
    ]


def test_a_declined_question_comes_back_declined(catalogue: Catalogue) -> None:
    edition = catalogue.in_force("residence-permit", DAY)
    name = next(
        question.id
        for question in edition.questions
        if question.none is not None and not question.columns and question.ask_when is None
    )
    interview = Interview(edition, catalogue, as_of=DAY, declined=[name])
    copy = make_fillable(interview, "foreigner-visa-permit", PAIR)
    assert back(copy.content, catalogue).answers.declined == {name}


@pytest.mark.slow
def test_what_was_declined_comes_back_from_every_sheet_or_is_told(catalogue: Catalogue) -> None:
    by_square = 0
    for procedure in catalogue.procedures():
        edition = catalogue.in_force(procedure, DAY)
        declined = [each.id for each in edition.questions if each.none is not None and not each.columns]
        interview = Interview(edition, catalogue, as_of=DAY, declined=declined)
        copy = make_fillable(interview, papers_of(interview)[0], PAIR)
        fields = fields_in(copy.content)
        by_square += sum(text == "declined" for text in fields.values())
        filled = read_fillable(fields, catalogue)
        assert filled is not None
        assert filled.misfits == ()
        asked = {name for name in declined if interview.asked(name)}
        assert asked - filled.answers.declined == set(copy.left_out)
    assert by_square > 0


def test_a_field_of_another_edition_is_told(blank: bytes, catalogue: Catalogue) -> None:
    changed = io.BytesIO()
    with pikepdf.open(io.BytesIO(blank)) as pdf:
        person = next(each for each in pdf.Root.AcroForm.Fields if str(each.T) == "person")
        surname = next(each for each in person.Kids if str(each.T) == "surname")
        surname.T, surname.V = pikepdf.String("clan"), pikepdf.String("FERREIRA")
        pdf.save(changed)
    (misfit,) = back(changed.getvalue(), catalogue).misfits
    assert (misfit.field, misfit.text) == ("person.clan", "FERREIRA")
    assert "person.clan" in misfit.sentence("en")


def test_an_edition_that_is_not_here_is_refused(blank: bytes, catalogue: Catalogue) -> None:
    changed = io.BytesIO()
    with pikepdf.open(io.BytesIO(blank)) as pdf:
        mark = next(each for each in pdf.Root.AcroForm.Fields if str(each.T) == "talentdesk")
        mark.V = pikepdf.String("residence-permit 1999-01-01 foreigner-visa-permit 2013-07-01")
        pdf.save(changed)
    with pytest.raises(InputError) as refusal:
        back(changed.getvalue(), catalogue)
    assert refusal.value.details == {"procedure": "residence-permit", "edition": "1999-01-01"}


def test_fields_of_another_form_are_none_of_ours(catalogue: Catalogue) -> None:
    assert read_fillable({"surname": "FERREIRA", "talentdesk": "hello"}, catalogue) is None


def test_the_checklist_has_nothing_to_fill_in(catalogue: Catalogue) -> None:
    interview = Interview(catalogue.in_force("residence-permit", DAY), catalogue, as_of=DAY)
    with pytest.raises(Mishap, match="checklist"):
        make_fillable(interview, "checklist", PAIR)
