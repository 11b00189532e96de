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
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, datetime
from typing import Any

from talentdesk.intake.table import LAST_ROW, MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Cell, Line, Refusal, TableUnreadable

_MOST_UNPACKED, _MOST_PARTS, _MOST_RATIO = 50_000_000, 200, 100
_MOST_LETTERS = 10_000_000
"""Of all cells together. One text of a workbook may stand in any number of them."""
_MOST_READ = 3_000_000
"""Cells, those of empty rows included."""
_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
_AS_TEXT = re.compile(r'="([^"]*)"')
SEPARATORS = ",;\t"
_EMPTY = Cell()
_LIES = (
    zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, LookupError, ValueError, TypeError, AttributeError,
    OverflowError, SyntaxError, RecursionError,
)  # fmt: skip
"""SyntaxError is what XML parsers raise; others come out of zipfile and openpyxl for what is cut off or not there."""


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


def _sheet_lines(raw: bytes, wanted: str) -> Iterator[Line]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        merged_in = _inspect(raw)
        with closing(load_workbook(io.BytesIO(raw), read_only=True, keep_links=False)) as book:
            sheet = book[wanted] if wanted in book.sheetnames else book.worksheets[0]
            path = str(getattr(sheet, "_worksheet_path", "")).lstrip("/")
            yield from _lines_of(sheet, merged_in.get(path, ()))
    except (InvalidFileException, *_LIES):
        raise TableUnreadable(Refusal.DAMAGED) from None


def _lines_of(sheet: Any, merged: Sequence[str]) -> Iterator[Line]:
    # openpyxl's types do not know how its read-only sheet differs from a sheet.
    from openpyxl.utils.cell import range_boundaries

    covered = [tuple(edge or 0 for edge in range_boundaries(area)) for area in merged]
    sheet.reset_dimensions()  # what the file says of its own size is not believed
    left_to_mark = MOST_CELLS
    # With a last column named, every row would be filled up to it.
    for number, row in enumerate(sheet.iter_rows(), 1):
        if number > LAST_ROW:
            raise TableUnreadable(Refusal.TOO_MANY_ROWS, LAST_ROW)
        cells = [_cell(each.value, each.data_type) for each in row[:MOST_COLUMNS]]
        for left, top, right, bottom in covered:
            if top <= number <= bottom:
                left_to_mark -= max(0, min(right, MOST_COLUMNS) - left + 1)
                if left_to_mark < 0:
                    raise TableUnreadable(Refusal.TOO_MANY_CELLS, number)
                cells += [_EMPTY] * (min(right, MOST_COLUMNS) - len(cells))
                for at in range(left - 1, min(right, MOST_COLUMNS)):
                    cells[at] = Cell(cells[at].text, "merged")
        yield Line(number, tuple(cells))


def _cell(value: object, kind: str) -> Cell:
    if value is None:
        return _EMPTY
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


def _inspect(raw: bytes) -> dict[str, tuple[str, ...]]:
    """The merged areas by sheet file. Raises TableUnreadable for what unpacks too large or has entities in it."""
    merged: dict[str, tuple[str, ...]] = {}
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
                merged[entry.filename] = tuple(area.decode() for area in _MERGED.findall(part)[:MOST_ROWS])
    return merged


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
