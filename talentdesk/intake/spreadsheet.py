"""Tables that strangers send, xlsx or csv, as rows of plain cells. Within limits, and nothing in them is ever run."""

from __future__ import annotations

import codecs
import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from talentdesk.core.fault import Fault
from talentdesk.core.words import N_

MOST_ROWS = 5_000
"""Rows that hold something, headings included."""
MOST_COLUMNS = 1_000
MOST_BYTES = 20_000_000
"""Of the file as it lies on the disk."""
_MOST_UNPACKED, _MOST_PARTS, _MOST_RATIO = 50_000_000, 200, 100
_LAST_ROW = 1_048_576  # ECMA-376: no sheet is longer
_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
_AS_TEXT = re.compile(r'="([^"]*)"')
SEPARATORS = ",;\t"


class TableUnreadable(Exception):
    """A table that is not read; `fault` says why and what to do, without any cell's content."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, as text. `trouble` is empty, `formula`, `error`, `merged`, or `number` for a number."""

    text: str = ""
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row that holds something, by its number in the sheet, from 1."""

    number: int
    cells: tuple[Cell, ...]


def read_table(file: Path, sheet: str = "") -> tuple[Line, ...]:
    """The rows of a table. Of an xlsx file the named sheet is read, or the first one.

    Raises TableUnreadable for what is no table, is too large or may do harm, OSError for a file out of reach.
    """
    with file.open("rb") as stream:
        raw = stream.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise _refused(file.name, N_("the file is larger than {most} bytes"), N_("split it"), most=str(MOST_BYTES))
    if raw.startswith(_OLD_OFFICE):
        cause = N_("this is an old or locked Office file")
        raise _refused(file.name, cause, N_("save it as .xlsx without a password"))
    lines = _sheet_lines(raw, file.name, sheet) if raw.startswith(b"PK") else _csv_lines(raw, file.name)
    return tuple(_limited(lines, file.name))


def _limited(lines: Iterator[Line], name: str) -> Iterator[Line]:
    count = 0
    for line in lines:
        if not any(cell.text or cell.trouble for cell in line.cells):
            continue
        count += 1
        if count > MOST_ROWS:
            cause, remedy = N_("the table has more than {most} rows"), N_("split it into several files")
            raise _refused(name, cause, remedy, line.number, most=str(MOST_ROWS))
        yield line


def _refused(name: str, cause: str, remedy: str, line: int = 1, /, **details: str) -> TableUnreadable:
    return TableUnreadable(Fault(name, line, cause, remedy, details))


# --- xlsx ---------------------------------------------------------------------------------------------


def _sheet_lines(raw: bytes, name: str, wanted: str) -> Iterator[Line]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        merged_in = _inspect(raw, name)
        with closing(load_workbook(io.BytesIO(raw), read_only=True, keep_links=False)) as book:
            sheet = book[wanted] if wanted in book.sheetnames else book.worksheets[0]
            path = str(getattr(sheet, "_worksheet_path", "")).lstrip("/")
            yield from _lines_of(sheet, merged_in.get(path, ()), name)
    except (InvalidFileException, zipfile.BadZipFile, LookupError, ValueError, TypeError, AttributeError, SyntaxError):
        # SyntaxError is what XML parsers raise; the others come out of openpyxl for parts that are not there.
        cause = N_("the file is damaged, or no spreadsheet")
        raise _refused(name, cause, N_("open it in a spreadsheet program and save it as .xlsx again")) from None


def _lines_of(sheet: Any, merged: Sequence[str], name: str) -> Iterator[Line]:
    # openpyxl's types do not know how its read-only sheet differs from a sheet.
    from openpyxl.utils.cell import range_boundaries

    covered = [tuple(edge or 0 for edge in range_boundaries(area)) for area in merged]
    sheet.reset_dimensions()  # what the file says of its own size is not believed
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), 1):
        if number > _LAST_ROW:
            raise _refused(name, N_("the table has more than {most} rows"), N_("split it"), most=str(MOST_ROWS))
        cells = [_cell(each.value, each.data_type) for each in row]
        for left, top, right, bottom in covered:
            if top <= number <= bottom:
                cells += [Cell()] * (min(right, MOST_COLUMNS) - len(cells))
                for at in range(left - 1, min(right, MOST_COLUMNS)):
                    cells[at] = Cell(cells[at].text, "merged")
        yield Line(number, tuple(cells))


def _cell(value: object, kind: str) -> Cell:
    if value is None:
        return Cell()
    if kind == "f":
        return Cell("", "formula")
    if kind == "e":
        return Cell("", "error")
    match value:
        case bool():
            return Cell("yes" if value else "no")
        case datetime():
            return Cell(value.date().isoformat())
        case date():
            return Cell(value.isoformat())
        case float() if value.is_integer() and abs(value) < 1e15:
            return Cell(str(int(value)), "number")
        case int() | float():
            return Cell(str(value), "number")
    return Cell(str(value).strip())


_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')


def _inspect(raw: bytes, name: str) -> dict[str, tuple[str, ...]]:
    """The merged areas by sheet file. Raises TableUnreadable for what unpacks too large or has entities in it."""
    merged: dict[str, tuple[str, ...]] = {}
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        entries = parts.infolist()
        unpacked = sum(entry.file_size for entry in entries)
        packed = sum(entry.compress_size for entry in entries)
        if len(entries) > _MOST_PARTS or unpacked > _MOST_UNPACKED or unpacked > max(packed, 10_000) * _MOST_RATIO:
            raise _refused(name, N_("the file is far too large once unpacked"), N_("copy the table into a new file"))
        for entry in entries:
            if not entry.filename.lower().endswith((".xml", ".rels", ".vml")):
                continue
            part = _unpack(parts, entry, name)
            # Office writes neither; both are ways to make a reader fetch or multiply what is not there.
            if b"<!DOCTYPE" in part or b"<!ENTITY" in part or b"\0" in part:
                raise _refused(name, N_("the file has parts that no spreadsheet program writes"), N_("do not use it"))
            if entry.filename.startswith("xl/worksheets/"):
                merged[entry.filename] = tuple(area.decode() for area in _MERGED.findall(part)[:MOST_ROWS])
    return merged


def _unpack(parts: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> bytes:
    try:
        with parts.open(entry) as stream:
            return stream.read(entry.file_size)
    except (RuntimeError, NotImplementedError):
        raise _refused(name, N_("the file is locked with a password"), N_("save it without a password")) from None


# --- csv ----------------------------------------------------------------------------------------------


def _csv_lines(raw: bytes, name: str) -> Iterator[Line]:
    text = _decoded(raw, name)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    try:
        for number, row in enumerate(reader, 1):
            if len(row) > MOST_COLUMNS:
                cause = N_("the row has more than {most} columns")
                raise _refused(name, cause, N_("check the quotes and separators"), number, most=str(MOST_COLUMNS))
            yield Line(number, tuple(_csv_cell(text.strip()) for text in row))
    except csv.Error:
        cause, remedy = N_("the quotes do not match"), N_("correct the line, or the one above it")
        raise _refused(name, cause, remedy, reader.line_num) from None


def _csv_cell(text: str) -> Cell:
    # ="012" is how a csv keeps its zeros in spreadsheet programs.
    as_text = _AS_TEXT.fullmatch(text)
    if as_text:
        return Cell(as_text[1])
    return Cell("", "formula") if text.startswith("=") else Cell(text)


def _decoded(raw: bytes, name: str) -> str:
    """UTF-16 by its mark, UTF-8 where it is, and what Chinese spreadsheet programs write otherwise."""
    wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise _refused(name, N_("this is no table of text"), N_("save it as .xlsx or as CSV in UTF-8"))


def _separator(text: str) -> str:
    """The sign that stands most often in the first line, quoted pieces left out."""
    first = re.sub(r'"[^"]*"', "", text.partition("\n")[0])
    return max(SEPARATORS, key=first.count)
