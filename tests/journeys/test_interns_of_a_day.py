"""A group of Macao interns comes as one spreadsheet: errors by cell, put right in place, all papers in one job."""

from __future__ import annotations

import hashlib
import platform
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from clerk import Clerk, out_of_printer
from display import until
from keycount import CountingDisplay
from printsystem import PrintRoom

from talentdesk.core.states import State
from talentdesk.desktop.destinations import destinations_of

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

SAME = {
    "request.scheme": "mo_hengqin",
    "request.organiser": "澳門青年實習協會",
    "residency.status": "mo_permanent",
    "contact.phone": "+85366880417",
    "study.school": "澳門大學",
    "study.programme": "工商管理，三年級",
    "internship.host": "前海蓝湾设计（深圳）有限公司",
    "internship.in_qianhai": "yes",
    "internship.begin": "2027-06-14",
    "internship.end": "2027-08-13",
}
PEOPLE = (
    ("梁詠恩", "LEONG", "WENG IAN", "2005-02-11", "1234567(8)", "M01234567"),
    ("何家樂", "HO", "KA LOK", "2005-02-30", "1234568(6)", "M01234568"),
    ("施利華", "DA SILVA", "TERESA", "2004-11-03", "1234569(4)", "M01234569"),
    ("黃俊文", "WONG", "CHON MAN", "2005-07-21", "1234570(2)", "M0123457"),
)
ASKED = (
    "person.name_zh",
    "person.surname",
    "person.given_names",
    "person.birth_date",
    "residency.bir",
    "travel_permit.number",
)
PAPERS = ("Folha de respostas", "Lista de documentos")
MOST_TO_THE_TABLE = 12
"""Along the header, the matter, and the file's name confirmed."""
MOST_TO_PUT_RIGHT = 11
"""Next problem, edit, done for each of three; the last one's end."""


def test_all_papers_of_a_group_come_out_as_one_job(
    printer: PrintRoom, clerk: Clerk, counter: CountingDisplay, tmp_path: Path
) -> None:
    file = spreadsheet(tmp_path / "interns.xlsx")
    before = file.read_bytes()
    clerk.start(language="pt")
    with counter.counting() as opening:
        to_the_batch(clerk)
        clerk.paste("estágio")
        clerk.look("matter")
        clerk.press("Return")
        until(lambda: counter.title() == "A tabela preenchida", "the dialog opens")
        counter.type(str(file))
        clerk.look("file")
        counter.press("Return")
        until(lambda: len(tables(clerk)) == 1, "the table is kept on the disk")
        clerk.rest()
        clerk.look("table")
    assert opening.keys <= MOST_TO_THE_TABLE, opening

    with counter.counting() as mending:
        clerk.press("F7")
        clerk.look("impossible-day")
        put_right(clerk, "20050228")
        clerk.look("missing-day")
        put_right(clerk, "20270614")
        clerk.look("short-number")
        clerk.press("F2", "End")
        clerk.type("0")
        clerk.press("Return")
        clerk.look("ready")
    assert mending.keys <= MOST_TO_PUT_RIGHT, mending
    assert not clerk.cases()

    with counter.counting() as printing:
        counter.press("ctrl+p")
        (pdf,) = out_of_printer(printer, 1)
    assert printing.keys == 1
    until(lambda: [case.state for case in clerk.cases()] == [State.PRINTED] * len(PEOPLE), "all are printed")
    clerk.rest()
    clerk.look("printed")
    names = {case.number: clerk.store.load(case.id).typed["person.surname"] for case in clerk.cases()}
    assert [names[number] for number in sorted(names)] == [person[1] for person in PEOPLE]
    assert papers(pdf) == [(person[1], paper) for person in PEOPLE for paper in PAPERS]
    assert file.read_bytes() == before
    clerk.close()
    clerk.acts_name_nobody(*(person[1] for person in PEOPLE), "M01234567")


def spreadsheet(file: Path) -> Path:
    """As a company would send it: a day that does not exist, one that is missing, a number that is short."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    heads = (*ASKED, *SAME)
    page.append(heads)
    for number, person in enumerate(PEOPLE):
        answers = {**SAME, **dict(zip(ASKED, person, strict=True))}
        if number == 2:
            answers["internship.begin"] = ""
        page.append([answers[head] for head in heads])
    book.save(file)
    return file


def to_the_batch(clerk: Clerk) -> None:
    """Back over the header's places to the batch, and in."""
    places = [place.id for place in destinations_of("counter")]
    clerk.press(*["shift+Tab"] * (len(places) - places.index("batch") + 1))
    clerk.look("header")
    clerk.press("Return")


def put_right(clerk: Clerk, digits: str) -> None:
    """Edits the cell in use, and goes to the next problem."""
    clerk.press("F2")
    clerk.type(digits)
    clerk.press("Return", "F7")


def tables(clerk: Clerk) -> tuple[object, ...]:
    """The tables in work at this computer."""
    return tuple(clerk.store.sheets.listed(hashlib.sha256(platform.node().encode()).hexdigest()[:16]))


def papers(pdf: bytes) -> list[tuple[str, str]]:
    """Which paper of whom comes out, in order: the first page of each names both."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    found = []
    for page in pages:
        paper = next((title for title in PAPERS if title in "".join(page.splitlines()[:4])), "")
        person = next((person[1] for person in PEOPLE if person[0] in page and person[2] in page), "")
        if paper and person and (person, paper) not in found:
            found.append((person, paper))
    return found
