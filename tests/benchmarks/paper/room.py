"""The benchmark's form as a procedure: a copy of the program whose forms room has nothing else in it, and its tables.

So `talentdesk batch` runs as anyone would run it: as a command, on a spreadsheet, with everything a row has to go
through on its way to paper.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import workload
from openpyxl import Workbook
from workload import Page, Values, form

ROOT = Path(__file__).resolve().parents[3]
PROCEDURE, EDITION, DAY = "bench-form", "2024-01-01", "2026-11-22"
_ASKED = 'purpose = { zh-Hans = "测量", en = "To measure" }\nkeep = "P30D"\nneed = "optional"\n'


def build(place: Path) -> None:
    """A program with its rooms under `place`, to be run with that folder on Python's path."""
    leave = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "talentdesk", place / "talentdesk", ignore=leave)
    shutil.copytree(ROOT / "tests" / "small_room" / "forms" / "shared", place / "forms" / "shared")
    for room in ("ui", "translations"):
        (place / room).symlink_to(ROOT / room)
    procedure, paper = place / "forms" / "procedures" / PROCEDURE, place / "forms" / "papers" / PROCEDURE
    procedure.mkdir(parents=True)
    paper.mkdir(parents=True)
    (procedure / "about.toml").write_text(_ABOUT, "utf-8")
    (procedure / f"{EDITION}.toml").write_text("\n".join(_edition()), "utf-8")
    (paper / f"{EDITION}.toml").write_text("\n".join(_sheet()), "utf-8")


def table(file: Path, rows: int) -> None:
    """A spreadsheet of so many people, each with other answers; the first has the values of seed 1."""
    ids = [_name(id) for id in workload.values(0)]
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Applicants")
    sheet.append(ids)
    for seed in range(1, rows + 1):
        sheet.append(list(_answers(workload.values(seed))))
    book.save(file)


def _answers(given: Values) -> Iterator[str | None]:
    for id, text in given.items():
        yield (("yes" if text else None) if id.startswith("t") else text)


def _name(id: str) -> str:
    return f"form.{id}"


def _words(chinese: str, english: str) -> str:
    return f'{{ zh-Hans = "{chinese}", en = "{english}" }}'


_ABOUT = """title = { zh-Hans = "申请表", zh-Hant-HK = "申請表", en = "Application Form", pt = "Formulário" }
group = "foreigner"
audience = ["foreigner"]
authority = { zh-Hans = "测量", en = "Benchmark" }
order = 10
"""


def _edition() -> Iterator[str]:
    yield f'papers = ["{PROCEDURE}"]'
    for number, page in enumerate(form()):
        yield f'[[section]]\nid = "part{number}"\ntitle = {_words(page.title, page.english)}'
        for field in (*page.fields, *page.ticks):
            kind = "yes_no" if field.id.startswith("t") else "text"
            yield _question(field.id, kind, _words(field.chinese, field.english))
        yield _question(page.cells.id, "text", _words(page.cells.chinese, "Code"))


def _question(id: str, kind: str, label: str) -> str:
    return f'[[section.question]]\nid = "{_name(id)}"\nkind = "{kind}"\nlabel = {label}\n{_ASKED}'


def _sheet() -> Iterator[str]:
    yield f"title = {_words('申请表', 'Application Form')}\nmargins = [15, 10, 15, 10]\nrow_height = 7.6"
    for number, page in enumerate(form()):
        yield f"[[page]]\n{'' if number else 'top = 30'}\n[[page.section]]\ntitle = {_words(page.title, page.english)}"
        yield from _rows(number, page)


def _rows(number: int, page: Page) -> Iterator[str]:
    for at in range(0, len(page.fields), 2):
        row = page.fields[at : at + 2]
        yield "[[page.section.row]]"
        yield from (_box(each.id, _words(each.chinese, each.english), 180 // len(row)) for each in row)
    for at in range(0, len(page.ticks), 3):
        yield "[[page.section.row]]\nheight = 6"
        for each in page.ticks[at : at + 3]:
            yield f'[[page.section.row.box]]\nquestion = "{_name(each.id)}"\nkind = "ticks"\nwidth = 60'
            yield 'silent = ["no"]'
            yield f'tick = [{{ code = "yes", label = {_words(each.chinese, each.english)} }}]'
    yield "[[page.section.row]]\nheight = 7"
    yield _box(page.cells.id, _words(page.cells.chinese, "Code"), 180)
    yield f'kind = "cells"\ncells = {page.cells.count}'
    for line, (_, _, chinese, english) in enumerate(page.notes):
        yield f'[[page.section.row]]\nheight = 4\n[[page.section.row.box]]\nid = "note {number} {line}"'
        yield f'kind = "note"\nsize = 6.5\ntext = {_words(chinese, english.strip())}'


def _box(id: str, label: str, width: float) -> str:
    return f'[[page.section.row.box]]\nquestion = "{_name(id)}"\nlabel = {label}\nwidth = {width}'
