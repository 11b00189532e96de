"""Spreadsheets that are bombs, lie, fetch or calculate, and tables of text that are no text."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from collections.abc import Mapping

from hostile import DONE, sample
from openpyxl import Workbook

TOO_MUCH = "more time or memory than an honest one"
TOO_LARGE, DAMAGED, FOREIGN = "far too large once unpacked", "damaged, or no spreadsheet", "no spreadsheet program"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACK = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0"?>'
_SHEET = "xl/worksheets/sheet1.xml"
PARTS: Mapping[str, str] = {
    "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACK}/content-types"><Default Extension="rels" ContentType='
    '"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType='
    f'"{_TYPE}.sheet.main+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPE}.sharedStrings+xml"/>'
    f'<Override PartName="/{_SHEET}" ContentType="{_TYPE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACK}/relationships"><Relationship Id="r1" '
    f'Type="{_REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets><sheet name="Applicants" '
    'sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/sharedStrings.xml": f'{_HEAD}<sst xmlns="{_MAIN}" count="0" uniqueCount="0"/>',
    "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACK}/relationships"><Relationship Id="r1" '
    f'Type="{_REL}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" '
    f'Type="{_REL}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
}
FIRST = '<row r="1"><c t="inlineStr"><is><t>person.surname</t></is></c></row>'


def text(value: str) -> str:
    return f'<c t="inlineStr"><is><t>{value}</t></is></c>'


def sheet(rows: str, before: str = "", after: str = "") -> str:
    return f'{_HEAD}{before}<worksheet xmlns="{_MAIN}"><sheetData>{FIRST}{rows}</sheetData>{after}</worksheet>'


def book(rows: str = "", *, whole: str = "", more: Mapping[str, str | bytes] | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as parts:
        for name, content in {**PARTS, _SHEET: whole or sheet(rows), **(more or {})}.items():
            parts.writestr(name, content)
    return out.getvalue()


@sample("xlsx that unpacks to 300 MB", ".xlsx", "batch", says=TOO_LARGE, slow=True)
def bomb() -> bytes:
    return book(f"<row>{text('A' * 1_000)}</row>" * 280_000)


@sample("xlsx whose parts claim to be small", ".xlsx", "batch", says=DAMAGED)
def liar() -> bytes:
    whole = book(f"<row>{text('A' * 1_000)}</row>" * 30_000)
    with zipfile.ZipFile(io.BytesIO(whole)) as parts:
        size = parts.getinfo(_SHEET).file_size
    return whole.replace(struct.pack("<I", size), struct.pack("<I", 1_000))


@sample("xlsx whose one text stands in 45,000 cells", ".xlsx", "batch", says=TOO_MUCH, slow=True)
def shared() -> bytes:
    """A file of some kilobytes and 1.4 GB of text: whoever writes the cells down one by one has no end."""
    row = "<row>" + '<c t="s"><v>0</v></c>' * 900 + "</row>"
    strings = f'{_HEAD}<sst xmlns="{_MAIN}" count="1" uniqueCount="1"><si><t>{"A" * 32_000}</t></si></sst>'
    return padded(book(row * 50, more={"xl/sharedStrings.xml": strings}))


@sample("xlsx with half a million filled cells", ".xlsx", "batch", slow=True)
def crowded() -> bytes:
    return padded(book(("<row>" + "<c><v>7</v></c>" * 900 + "</row>") * 560))


def padded(raw: bytes) -> bytes:
    """With half a megabyte that cannot be squeezed, so that nothing looks like a bomb."""
    import random

    out = io.BytesIO(raw)
    with zipfile.ZipFile(out, "a") as parts:
        parts.writestr("xl/media/picture.bin", random.Random(1).randbytes(500_000))
    return out.getvalue()


@sample("zip in a zip in a zip", ".xlsx", "batch", says=DAMAGED)
def nested() -> bytes:
    raw = book()
    for level in range(3):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
            parts.writestr(f"{level}.zip", raw)
        raw = out.getvalue()
    return raw


@sample("xlsx with ten thousand parts", ".xlsx", "batch", says=TOO_LARGE)
def many_parts() -> bytes:
    return book(more={f"xl/media/{at}.bin": b"" for at in range(10_000)})


@sample("xlsx with names that lead out of its folder", ".xlsx", "batch", code=DONE)
def traversal() -> bytes:
    names = ("../../evil.txt", "/evil.txt", "a\\..\\..\\evil.txt", "C:\\evil.txt", "CON", "NUL.txt", "x" * 5_000)
    return book(f"<row>{text('HO')}</row>", more=dict.fromkeys(names, b"evil"))


@sample("xlsx with two parts of the same name", ".xlsx", "batch", code=DONE)
def twins() -> bytes:
    out = io.BytesIO(book(f"<row>{text('HO')}</row>"))
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(out, "a") as parts:
        parts.writestr(_SHEET, sheet(f"<row>{text('WONG')}</row>"))
    return out.getvalue()


_LAUGH = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(9)
)


@sample("xlsx with a billion laughs", ".xlsx", "batch", says=FOREIGN)
def laughs() -> bytes:
    return book(whole=sheet(f"<row>{text('&j;')}</row>", f"{_LAUGH}]>"))


@sample("xlsx that wants a file of this machine", ".xlsx", "batch", says=FOREIGN)
def outside() -> bytes:
    return book(whole=sheet(f"<row>{text('&x;')}</row>", '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'))


@sample("xlsx that hides its entities in UTF-16", ".xlsx", "batch", says=FOREIGN)
def hidden() -> bytes:
    whole = sheet(f"<row>{text('&j;')}</row>", f"{_LAUGH}]>").replace('"1.0"', '"1.0" encoding="UTF-16"', 1)
    return book(more={_SHEET: whole.encode("utf-16")})


@sample("xlsx that hides its entities in UTF-7", ".xlsx", "batch")
def hidden_again() -> bytes:
    whole = sheet(f"<row>{text('&j;')}</row>", f"{_LAUGH}]>").replace('"1.0"', '"1.0" encoding="UTF-7"', 1)
    return book(more={_SHEET: whole.replace("<!", "+ADwAIQ-").encode()})


@sample("xlsx with a hundred thousand elements in each other", ".xlsx", "batch", code=DONE)
def deep() -> bytes:
    return padded(book(whole=sheet("<x>" * 100_000 + "</x>" * 100_000)))


@sample("xlsx of a million rows", ".xlsx", "batch", says="more than 5000 rows", slow=True)
def million() -> bytes:
    return padded(book("<row><c><v>1</v></c></row>" * 1_000_000))


@sample("xlsx whose one row is the last that there can be", ".xlsx", "batch", code=DONE, slow=True)
def last_row() -> bytes:
    return book(f'<row r="1048576">{text("HO")}</row>')


@sample("xlsx whose one row is far behind the last", ".xlsx", "batch", says=TOO_MUCH, slow=True)
def beyond() -> bytes:
    return book(f'<row r="999999999999">{text("HO")}</row>')


@sample("xlsx with cells where no cell can be", ".xlsx", "batch")
def nowhere() -> bytes:
    return book('<row r="2"><c r="ZZZZZZZ9"><v>1</v></c><c r="A0"><v>1</v></c><c r="!"><v>1</v></c></row>')


@sample("xlsx with formulas that fetch and run", ".xlsx", "batch")
def formulas() -> bytes:
    made, out = Workbook(), io.BytesIO()
    page = made.worksheets[0]
    page.title = "Applicants"
    page.append(["person.surname", "person.given_names", "passport.number"])
    page.append(['=HYPERLINK("http://127.0.0.1:9","x")', "=cmd|'/c calc'!A1", '=WEBSERVICE("http://127.0.0.1:9")'])
    made.save(out)
    return out.getvalue()


@sample("xlsx merged over every cell there can be", ".xlsx", "batch", slow=True)
def merged() -> bytes:
    areas = "".join('<mergeCell ref="A1:XFD1048576"/>' for _ in range(4_000))
    return padded(book(whole=sheet(f"<row>{text('HO')}</row>" * 2_000, "", f"<mergeCells>{areas}</mergeCells>")))


@sample("xlsx merged backwards", ".xlsx", "batch")
def merged_backwards() -> bytes:
    return book(whole=sheet(f"<row>{text('HO')}</row>", "", '<mergeCells><mergeCell ref="C9:A1"/></mergeCells>'))


@sample("xlsx with links to another file", ".xlsx", "batch", code=DONE)
def links() -> bytes:
    link = f'{_HEAD}<externalLink xmlns="{_MAIN}"><externalBook r:id="r1" xmlns:r="{_REL}"/></externalLink>'
    target = (
        f'{_HEAD}<Relationships xmlns="{_PACK}/relationships"><Relationship Id="r1" Type="{_REL}/externalLinkPath" '
        'Target="http://127.0.0.1:9/x.xlsx" TargetMode="External"/></Relationships>'
    )
    name = "xl/externalLinks/{}externalLink1.xml{}"
    more = {name.format("", ""): link, name.format("_rels/", ".rels"): target}
    return book(f"<row>{text('HO')}</row>", more=more)


@sample("xlsx whose sheet is somewhere else", ".xlsx", "batch", says=DAMAGED)
def sheet_elsewhere() -> bytes:
    rels = PARTS["xl/_rels/workbook.xml.rels"].replace("worksheets/sheet1.xml", "../../../../etc/passwd")
    return book(more={"xl/_rels/workbook.xml.rels": rels})


@sample("xlsx with a part that was damaged on its way", ".xlsx", "batch", says=DAMAGED)
def damaged() -> bytes:
    raw = bytearray(book())
    at = raw.index(b".xml") + 4
    raw[at + 1 : at + 9] = b"\xff" * 8
    return bytes(raw)


@sample("half an xlsx", ".xlsx", "batch", says=DAMAGED)
def half() -> bytes:
    return book()[:900]


@sample("xlsx with dates and numbers beyond all", ".xlsx", "batch")
def numbers() -> bytes:
    cells = "".join(f"<c><v>{value}</v></c>" for value in ("1e309", "-1e309", "NaN", "9" * 400, "0x10", ""))
    return book(f'<row r="2">{cells}</row><row r="3"><c t="d"><v>99999-99-99</v></c><c t="s"><v>77</v></c></row>')


# ---- csv


@sample("csv in UTF-16", ".csv", "batch", code=DONE)
def utf16() -> bytes:
    return "person.surname,person.name_zh\nHO,何丽娜\n".encode("utf-16")


@sample("csv in GBK", ".csv", "batch", code=DONE)
def gbk() -> bytes:
    return "person.surname,person.name_zh\nHO,何丽娜\n".encode("gbk")


@sample("csv in half of UTF-16", ".csv", "batch")
def half_utf16() -> bytes:
    return utf16()[:31]


@sample("csv with NUL", ".csv", "batch", says="no table of text")
def nul() -> bytes:
    return b"person.surname\nH\0O\n"


@sample("csv of 20,000 columns", ".csv", "batch", says="more than 1000 columns")
def wide() -> bytes:
    return b"person.surname," * 20_000 + b"\nHO\n"


@sample("csv of one line of 50 MB", ".csv", "batch", says="larger than 20000000 bytes")
def one_line() -> bytes:
    return b"person.surname\n" + b"A" * 50_000_000


@sample("csv of one cell of 19 MB", ".csv", "batch")
def one_cell() -> bytes:
    return b"person.surname\n" + b"A" * 19_000_000


@sample("csv of a million rows", ".csv", "batch", says="more than 5000 rows")
def many_rows() -> bytes:
    return b"person.surname\n" + b"HO\n" * 1_000_000


@sample("csv of nine million cells", ".csv", "batch", slow=True)
def many_cells() -> bytes:
    return b"person.surname\n" + (b"ab," * 999 + b"ab\n") * 4_990


@sample("csv of nothing but commas", ".csv", "batch", slow=True)
def commas() -> bytes:
    return b"person.surname\n" + (b"," * 999 + b"\n") * 15_000


@sample("csv of nothing but quotes", ".csv", "batch")
def quotes() -> bytes:
    return b'"' * 2_000_001


@sample("csv of formulas", ".csv", "batch")
def csv_formulas() -> bytes:
    return b'person.surname,person.given_names\n=cmd|\'/c calc\'!A1,"=HYPERLINK(""http://127.0.0.1:9"")"\n'


@sample("old Office file", ".xls", "batch", says="old or locked Office file")
def old() -> bytes:
    return bytes.fromhex("d0cf11e0a1b11ae1") + bytes(3_000)


@sample("csv with names that turn the line round", ".csv", "batch")
def odd_names() -> bytes:
    return "person.surname\nH\u202eO\nX\u200bY\nA\U000e0041B\n".encode() + b"Z" * 20_000 + b"\n"
