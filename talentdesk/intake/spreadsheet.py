"""Tables that strangers send, xlsx or csv, as rows of plain cells. Within limits, and nothing in them is ever run.

This is done in the process that looks into files from outside: see `child`.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import chain
from typing import TYPE_CHECKING

from talentdesk.intake.table import LAST_ROW, MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Cell, Line, Refusal, TableUnreadable

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

_MOST_UNPACKED, _MOST_PARTS, _MOST_RATIO = 50_000_000, 200, 100
_MOST_LETTERS = 10_000_000
"""Of all cells together. One text of a workbook may stand in any number of them."""
_MOST_READ = 3_000_000
"""Cells, those of empty rows included."""
_LONGEST_NAME, _MOST_SHEETS = 31, 200
"""No spreadsheet program gives a sheet a longer name."""
_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
_AS_TEXT = re.compile(r'="([^"]*)"')
SEPARATORS = ",;\t"
_EMPTY = Cell()
_LIES = (
    zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, LookupError, ValueError, TypeError, AttributeError,
    OverflowError, SyntaxError, RecursionError,
)  # fmt: skip
"""SyntaxError is what XML parsers raise; others come out of zipfile for what is cut off or not there."""


def lines_in(raw: bytes, sheet: str = "") -> Iterator[Line]:
    """The rows of a table that hold something. Of an xlsx file the named sheet is read, or the first one.

    Raises TableUnreadable for what is no table, is too large or may do harm.
    """
    if raw.startswith(_OLD_OFFICE):
        raise TableUnreadable(Refusal.OLD_OFFICE)
    lines = _sheet_lines(raw, sheet) if raw.startswith(b"PK") else _csv_lines(raw)
    count = read = filled = letters = 0
    for line in lines:
        read += len(line.cells) + 1
        if any(cell.text or cell.trouble for cell in line.cells):
            count += 1
            filled += len(line.cells)
            letters += sum(len(cell.text) for cell in line.cells)
            if count > MOST_ROWS:
                raise TableUnreadable(Refusal.TOO_MANY_ROWS, line.number)
            if letters > _MOST_LETTERS:
                raise TableUnreadable(Refusal.TOO_LARGE_UNPACKED, line.number)
            yield line
        if filled > MOST_CELLS or read > _MOST_READ:
            raise TableUnreadable(Refusal.TOO_MANY_CELLS, line.number)


# --- xlsx ---------------------------------------------------------------------------------------------


def sheets_in(raw: bytes) -> tuple[str, ...]:
    """The names of the sheets of an xlsx file that are shown, in their order; none for a csv.

    Raises TableUnreadable as `lines_in` does.
    """
    from python_calamine import CalamineError, SheetTypeEnum, SheetVisibleEnum, load_workbook

    if not raw.startswith(b"PK"):
        return ()
    try:
        _inspect(raw)
        with load_workbook(io.BytesIO(raw)) as book:
            shown = (
                sheet.name
                for sheet in book.sheets_metadata
                if sheet.visible is SheetVisibleEnum.Visible and sheet.typ is SheetTypeEnum.WorkSheet
            )
            return tuple(name[:_LONGEST_NAME] for name in shown)[:_MOST_SHEETS]
    except (CalamineError, *_LIES):
        raise TableUnreadable(Refusal.DAMAGED) from None


def _sheet_lines(raw: bytes, wanted: str) -> Iterator[Line]:
    from python_calamine import CalamineError, load_workbook

    try:
        odd_in = _inspect(raw)
        with load_workbook(io.BytesIO(raw)) as book:
            name = wanted if wanted in book.sheet_names else book.sheet_names[0]
            yield from _lines_of(book.get_sheet_by_name(name), odd_in.get(_part_of(raw, name), {}))
    except (CalamineError, *_LIES):
        raise TableUnreadable(Refusal.DAMAGED) from None


def _lines_of(sheet: CalamineSheet, odd: Mapping[int, Mapping[int, str]]) -> Iterator[Line]:
    covered = [
        (*sorted((top + 1, bottom + 1)), *sorted((left, right)))
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    ]
    left_to_mark = MOST_CELLS
    # What was calculated but never saved has no value, so the reader ends before it.
    read = list(sheet.iter_rows())
    behind = sorted(number for number in odd if number > len(read))
    for number, row in chain(enumerate(read, 1), ((number, []) for number in behind)):
        cells = [_cell(value) for value in row[:MOST_COLUMNS]]
        for at, trouble in odd.get(number, {}).items():
            cells += [_EMPTY] * (at + 1 - len(cells))
            cells[at] = Cell("", trouble)
        for top, bottom, left, right in covered:
            if top <= number <= bottom:
                right = min(right, MOST_COLUMNS - 1)
                left_to_mark -= max(0, right - left + 1)
                if left_to_mark < 0:
                    raise TableUnreadable(Refusal.TOO_MANY_CELLS, number)
                cells += [_EMPTY] * (right + 1 - len(cells))
                for at in range(left, right + 1):
                    cells[at] = Cell(cells[at].text, "merged")
        yield Line(number, tuple(cells))


def _cell(value: object) -> Cell:
    match value:
        case str():
            return Cell(value.strip()) if value else _EMPTY
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
    return Cell(str(value))


_ODD = re.compile(
    rb"""<(?:\w+:)?c\s(?=[^>]*?\br=["']([A-Z]{1,3})(\d{1,7})["'])(?:[^>]*?\bt=["'](e)["']|[^>]*>\s*<(?:\w+:)?f[\s/>])"""
)
"""A cell that holds an error or is calculated: of both the reader gives only what stood there when it was saved."""


def _inspect(raw: bytes) -> dict[str, dict[int, dict[int, str]]]:
    """By sheet file, row and column from 0, the cells that hold no plain value.

    Raises TableUnreadable for what unpacks too large or has entities in it.
    """
    odd: dict[str, dict[int, dict[int, str]]] = {}
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        entries = parts.infolist()
        unpacked = sum(entry.file_size for entry in entries)
        packed = sum(entry.compress_size for entry in entries)
        if len(entries) > _MOST_PARTS or unpacked > _MOST_UNPACKED or unpacked > max(packed, 10_000) * _MOST_RATIO:
            raise TableUnreadable(Refusal.TOO_LARGE_UNPACKED)
        for entry in entries:
            if not entry.filename.lower().endswith((".xml", ".rels", ".vml")):
                continue
            part = _unpack(parts, entry)
            # Office writes neither; both are ways to make a reader fetch or multiply what is not there.
            if b"<!DOCTYPE" in part or b"<!ENTITY" in part or b"\0" in part:
                raise TableUnreadable(Refusal.FOREIGN_PARTS)
            if entry.filename.startswith("xl/worksheets/"):
                odd[entry.filename] = _odd_cells(part)
    return odd


def _odd_cells(part: bytes) -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = {}
    for column, row, error in _ODD.findall(part):
        at = _column(column)
        if at < MOST_COLUMNS and 0 < int(row) <= LAST_ROW:
            found.setdefault(int(row), {})[at] = "error" if error else "formula"
    return found


def _column(letters: bytes) -> int:
    """A is 0, Z 25, AA 26."""
    at = 0
    for letter in letters:
        at = at * 26 + letter - ord("A") + 1
    return at - 1


_SHEETS, _LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def _part_of(raw: bytes, sheet: str) -> str:
    """The file inside that holds a sheet; empty where the book does not say."""
    from xml.etree.ElementTree import fromstring

    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        links = {link.get("Id"): link.get("Target", "") for link in fromstring(_unpack(parts, parts.getinfo(_LINKS)))}
        for each in fromstring(_unpack(parts, parts.getinfo(_SHEETS))).iter():
            if each.tag.endswith("}sheet") and each.get("name") == sheet:
                target = links.get(each.get(_ID), "")
                return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return ""


def _unpack(parts: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    try:
        with parts.open(entry) as stream:
            return stream.read(entry.file_size)
    except (RuntimeError, NotImplementedError):
        raise TableUnreadable(Refusal.LOCKED) from None


# --- csv ----------------------------------------------------------------------------------------------


def _csv_lines(raw: bytes) -> Iterator[Line]:
    text = _decoded(raw)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    try:
        for number, row in enumerate(reader, 1):
            if len(row) > MOST_COLUMNS:
                raise TableUnreadable(Refusal.TOO_MANY_COLUMNS, number)
            yield Line(number, tuple(_csv_cell(text.strip()) for text in row))
    except csv.Error:
        raise TableUnreadable(Refusal.QUOTES, reader.line_num) from None


def _csv_cell(text: str) -> Cell:
    # ="012" is how a csv keeps its zeros in spreadsheet programs.
    as_text = _AS_TEXT.fullmatch(text)
    if as_text:
        return Cell(as_text[1])
    return Cell("", "formula") if text.startswith("=") else Cell(text)


def _decoded(raw: bytes) -> str:
    """UTF-16 by its mark, UTF-8 where it is, and what Chinese spreadsheet programs write otherwise."""
    wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise TableUnreadable(Refusal.NO_TEXT)


def _separator(text: str) -> str:
    """The sign that stands most often in the first line, quoted pieces left out."""
    first = re.sub(r'"[^"]*"', "", text.partition("\n")[0])
    return max(SEPARATORS, key=first.count)
