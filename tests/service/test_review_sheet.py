"""A review sheet goes out with every text in four languages, and only what was corrected in it comes back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from talentdesk.core.catalogue import Catalogue
from talentdesk.core.inspection import inspect
from talentdesk.i18n import pofile
from talentdesk.service.checking import publish
from talentdesk.service.mishap import AnswersError, InputError
from talentdesk.service.reviewed import Reviewed, bring_back, told
from talentdesk.service.reviewsheet import write_review

ROOM = Path(__file__).resolve().parents[1] / "small_room" / "forms"
EDITION = "procedures/garden-permit/2024-01-01.toml"


class Desk:
    """A room of its own, its translations, and the sheet on its way."""

    def __init__(self, folder: Path) -> None:
        self.room, self.translations, self.file = folder / "forms", folder / "translations", folder / "sheet.xlsx"
        shutil.copytree(ROOM, self.room)
        for language in ("zh-Hant-HK", "pt"):
            self.po(language).parent.mkdir(parents=True)
            self.po(language).write_text("", encoding="utf-8")
        catalogue = Catalogue([self.room])
        edition = catalogue.edition("garden-permit", "2024-01-01")
        self.file.write_bytes(write_review(edition, catalogue))
        self.book = load_workbook(self.file)
        self.sheet = self.book["review"]
        self.rows = {str(row[0].value): row[0].row for row in self.sheet.iter_rows()}

    def po(self, language: str) -> Path:
        return self.translations / language / "procedures.po"

    def write(self, cell: str, text: object) -> None:
        self.sheet[cell] = text

    def back(self) -> Reviewed:
        self.book.save(self.file)
        return bring_back(self.file, Catalogue([self.room]), self.translations)

    def translations_in(self, language: str) -> dict[tuple[str, str], str]:
        return {(each.context, each.id): each.forms[0] for each in pofile.read(self.po(language)).messages}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_every_text_of_the_edition_is_there_as_text_with_its_place(desk: Desk) -> None:
    edition = (desk.room / EDITION).read_text(encoding="utf-8")
    chinese = {str(row[2].value) for row in desk.sheet.iter_rows(min_row=2)}
    assert len(chinese) > 15
    assert edition.count("zh-Hans") == sum("2024-01-01.toml" in str(row[1].value) for row in desk.sheet.iter_rows())
    assert {cell.data_type for row in desk.sheet.iter_rows() for cell in row if cell.value} == {"s"}


def test_an_untouched_sheet_changes_nothing(desk: Desk) -> None:
    before = {path: path.read_bytes() for path in desk.room.rglob("*.toml")}
    assert desk.back() == Reviewed()
    assert {path: path.read_bytes() for path in desk.room.rglob("*.toml")} == before
    assert desk.translations_in("pt") == {}


def row(desk: Desk, end: str) -> int:
    return next(number for name, number in desk.rows.items() if name.endswith(end))


def test_translations_go_into_the_translators_files(desk: Desk) -> None:
    at = row(desk, "rule old-enough message") if "rule old-enough message" in desk.rows else row(desk, "message")
    source = (desk.sheet[f"C{at}"].value, desk.sheet[f"E{at}"].value)
    braces = "".join(f" {{{name}}}" for name in sorted(pofile.placeholders(source[1])))
    desk.write(f"D{at}", f"繁體{braces}")
    desk.write(f"F{at}", f"Em português{braces}")
    reviewed = desk.back()
    assert (len(reviewed.translated), reviewed.faults) == (2, ())
    assert desk.translations_in("zh-Hant-HK") == {source: f"繁體{braces}"}
    assert desk.translations_in("pt") == {source: f"Em português{braces}"}
    assert desk.back().translated != ()  # the sheet still says so; the files say the same again
    assert desk.translations_in("pt") == {source: f"Em português{braces}"}


def test_legal_text_is_corrected_where_it_stands_and_keeps_its_translations(desk: Desk) -> None:
    at = row(desk, "label")
    chinese, english = desk.sheet[f"C{at}"].value, desk.sheet[f"E{at}"].value
    desk.po("pt").write_text(f'msgctxt "{chinese}"\nmsgid "{english}"\nmsgstr "Rótulo"\n', encoding="utf-8")
    desk.write(f"E{at}", 'A "better" label')
    before = (desk.room / EDITION).read_text(encoding="utf-8")
    reviewed = desk.back()
    assert (len(reviewed.patched), reviewed.kept, reviewed.faults) == (1, (), ())
    after = (desk.room / EDITION).read_text(encoding="utf-8")
    changed = [(old, new) for old, new in zip(before.splitlines(), after.splitlines(), strict=True) if old != new]
    assert len(changed) == 1
    assert r'en = "A \"better\" label"' in changed[0][1]
    assert inspect(Catalogue([desk.room])) == ()
    assert desk.translations_in("pt")[(chinese, 'A "better" label')] == "Rótulo"


def test_a_place_that_is_not_certain_is_listed_with_file_and_line(desk: Desk) -> None:
    at = row(desk, "label")
    path = desk.room / EDITION
    english = desk.sheet[f"E{at}"].value
    # The same pair twice on one line: which of them was meant cannot be told.
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace(f'en = "{english}" }}', f'en = "{english}" }} # en = "{english}"', 1), encoding="utf-8"
    )
    desk.write(f"E{at}", "Another label")
    reviewed = desk.back()
    assert reviewed.patched == ()
    assert list(told(reviewed)) == [f'{desk.sheet[f"B{at}"].value}: en = "Another label"']


def fault(reviewed: Reviewed) -> str:
    assert len(reviewed.faults) == 1, reviewed.faults
    return str(reviewed.faults[0])


def test_a_formula_is_refused_by_its_cell(desk: Desk) -> None:
    desk.write("F3", "=1+1")
    assert "F3 holds a formula" in fault(desk.back())


def test_an_id_that_is_not_there_is_named_by_its_cell(desk: Desk) -> None:
    desk.write("A3", "about titel")
    assert "sheet.xlsx:3: A3: the edition has nothing called about titel; did you mean about title?" in fault(
        desk.back()
    )


def test_names_in_braces_are_kept(desk: Desk) -> None:
    desk.write("F3", "Com {nome}")
    assert "F3 does not have the same names in braces" in fault(desk.back())
    assert desk.translations_in("pt") == {}


def test_two_translations_of_the_same_words_name_both_cells(desk: Desk) -> None:
    pairs: dict[tuple[object, object], int] = {}
    for line in desk.sheet.iter_rows(min_row=2):
        pair = (line[2].value, line[4].value)
        if pair in pairs and not pofile.placeholders(str(pair[1])):
            first, second = pairs[pair], line[0].row
            break
        pairs[pair] = line[0].row
    desk.write(f"F{first}", "Um")
    desk.write(f"F{second}", "Outro")
    assert f"F{second} says something else than F{first} for the same words" in fault(desk.back())


def test_of_a_published_edition_only_translations_are_taken(desk: Desk) -> None:
    publish([desk.room])
    at = row(desk, "label")
    desk.write(f"C{at}", "另一个")
    desk.write(f"F{at}", "Outro")
    reviewed = desk.back()
    assert f"C{at}: the edition is published, and drafts rest on its words; write a new edition" in fault(reviewed)
    assert len(reviewed.translated) == 1
    assert reviewed.patched == ()


def test_words_that_changed_meanwhile_are_not_overwritten(desk: Desk) -> None:
    at = row(desk, "label")
    path, english = desk.room / EDITION, desk.sheet[f"E{at}"].value
    path.write_text(
        path.read_text(encoding="utf-8").replace(f'en = "{english}"', 'en = "Meanwhile"', 1), encoding="utf-8"
    )
    desk.write(f"E{at}", "Later")
    assert "the words have changed since the sheet was written" in fault(desk.back())


def test_what_is_no_review_sheet_is_refused(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0]["A1"] = "anything"
    book.save(tmp_path / "other.xlsx")
    (tmp_path / "no.xlsx").write_bytes(b"PK nothing")
    with pytest.raises(InputError):
        bring_back(tmp_path / "other.xlsx", Catalogue([ROOM]), tmp_path)
    with pytest.raises(AnswersError):
        bring_back(tmp_path / "no.xlsx", Catalogue([ROOM]), tmp_path)
