"""The batch over real tables, a real store and real papers: put right in place, nothing lost, nothing made twice."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pypdfium2
import pytest
from deskside import Counter
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from talentdesk.core.form import Kind
from talentdesk.desktop import printqueue
from talentdesk.desktop.batch import BatchScreen
from talentdesk.desktop.batchwork import Phase, RowState
from talentdesk.desktop.destinations import destinations_of
from talentdesk.desktop.finder import FinderEditor
from talentdesk.service.printers import Choice, Printer, Stage, Standing, Ticket
from talentdesk.service.printing import Job
from talentdesk.service.sheets import suggestions

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier
PROCEDURE = "youth-internship"
HEADS = (
    "申请的计划 / Scheme", "Organiser", "中文姓名", "Surname in Latin letters", "英文名", "Date of birth",
    "港澳居民身份类别", "Macao Resident Identity Card number", "来往内地通行证号码", "联系电话", "School",
    "专业和年级", "Host", "实习单位是否在前海", "实习开始日期", "Internship until",
)  # fmt: skip
SURNAME, BIRTH, CARD = 3, 5, 7


def person(at: int, **changed: str) -> list[str]:
    """A row without a fault; `changed` by the column's name below."""
    row = [
        "澳门：内地实习计划", "Associação", "馬天恩", f"MATEUS{chr(65 + at % 26)}", "INES", "2005-05-11",
        "澳门永久性居民", f"{1000000 + at}({at % 10})", f"M{10000000 + at}", "+853 6612 3400", "UM",
        "Direito 3", "前海青创中心", "是", "2027-01-04", "2027-02-26",
    ]  # fmt: skip
    for name, text in changed.items():
        row[{"surname": SURNAME, "birth": BIRTH, "card": CARD}[name]] = text
    return row


def xlsx(file: Path, rows: Sequence[Sequence[object]], heads: Sequence[str] = HEADS, sheet: str = "Team") -> Path:
    book = Workbook()
    page = book.worksheets[0]
    page.title = sheet
    for row in (heads, *rows):
        page.append(list(row))
    book.save(file)
    return file


class Office:
    """A printer that keeps what it was given."""

    def __init__(self) -> None:
        self.jobs: list[Job] = []

    def printers(self) -> tuple[Printer, ...]:
        return (Printer("Front", "Front", ("tray-1",), ("iso_a4_210x297mm",), True, is_default=True),)

    def hand_over(self, job: Job, title: str, choice: Choice) -> Ticket:
        self.jobs.append(job)
        return Ticket("Front", len(self.jobs))

    def standing(self, ticket: Ticket) -> Standing:
        return Standing(Stage.PRINTING)

    def take_back(self, ticket: Ticket) -> None:
        raise AssertionError("nothing is printed twice")


class Batch:
    """A counter at its batch."""

    def __init__(self, counter: Counter, office: Office) -> None:
        self.counter, self.office, self.qtbot = counter, office, counter.qtbot
        counter.window.visit("batch")
        found = counter.window.screen_in_front
        assert isinstance(found, BatchScreen)
        self.screen, self.work, self.table = found, found.work, found.table

    def open(self, file: Path) -> None:
        self.screen.open_file(file, PROCEDURE)
        self.settle()

    def settle(self) -> None:
        self.until(lambda: self.work.sheet is not None and self.work.phase is Phase.NONE and self.work.kept)

    def until(self, ready: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(ready, timeout=60_000)

    def press(self, key: Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        target = QApplication.focusWidget()
        assert target is not None
        QTest.keyClick(target, key, modifier)

    def states(self) -> list[RowState]:
        return [self.work.state(row) for row in range(len(self.work.lines))]

    def text(self, row: int, column: str) -> str:
        return self.work.cell(row, column).text

    def end(self) -> None:
        self.work.stop()
        self.counter.end()
        self.counter.desk.elsewhere.close()


@pytest.fixture
def make(qtbot: QtBot, fonts: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Batch]]:
    office = Office()
    monkeypatch.setattr(printqueue, "system_here", lambda _desk: office)
    made: list[Batch] = []

    def begin(**settings: object) -> Batch:
        # A file of a key, so that a second program opens the same store.
        made.append(Batch(Counter(qtbot, tmp_path / "store", keeper={"unlock": _key(tmp_path)}, **settings), office))
        return made[-1]

    yield begin
    for batch in made:
        batch.end()


def _key(folder: Path) -> Callable[[object], object]:
    from talentdesk.store.vault import Vault

    kept = _VAULTS.setdefault(folder, None) or Vault.ephemeral()
    _VAULTS[folder] = kept
    return lambda _place: kept


_VAULTS: dict[Path, object] = {}


def test_it_is_a_destination_of_clerks_and_persons_and_of_no_public_machine() -> None:
    assert all("batch" in {each.id for each in destinations_of(mode)} for mode in ("counter", "personal"))
    assert "batch" not in {each.id for each in destinations_of("kiosk")}


def test_a_cell_is_put_right_by_keys_alone_and_the_file_stays_as_it_is(
    make: Callable[..., Batch], tmp_path: Path
) -> None:
    batch = make()
    file = xlsx(tmp_path / "t.xlsx", [person(0), person(1, birth="2005-02-30"), person(2, birth="")])
    before = file.read_bytes()
    batch.open(file)
    assert batch.states() == [RowState.READY, RowState.ERROR, RowState.NOTICE]
    assert batch.table.hasFocus()
    batch.press(Key.Key_F7)
    assert (batch.table.row, batch.table.column) == (1, "person.birth_date")
    said = batch.screen.strip.words.text()
    assert "Row 3, Date of birth:" in said
    assert "出生日期" in said
    assert "your file is not changed" in said
    batch.press(Key.Key_F2)
    assert batch.table.editor is not None
    batch.counter.frame.resize(batch.counter.frame.width() + 40, batch.counter.frame.height())
    for _ in range(5):
        QApplication.processEvents()
    assert batch.table.editor is not None, "a resized window closes no editor"
    boxes = batch.table.editor.stops
    assert len(boxes) == 3
    boxes[2].setFocus()
    boxes[2].selectAll()  # type: ignore[attr-defined]
    QTest.keyClicks(boxes[2], "28")
    batch.press(Key.Key_Return)
    assert batch.text(1, "person.birth_date") == "2005-02-28"
    assert batch.states()[1] is RowState.READY
    assert batch.table.hasFocus()
    assert batch.table.editor is None
    batch.press(Key.Key_F7)
    assert (batch.table.row, batch.table.column) == (2, "person.birth_date")
    batch.press(Key.Key_D, Ctrl)
    assert batch.text(2, "person.birth_date") == "2005-02-28"
    assert batch.states() == [RowState.READY] * 3
    batch.press(Key.Key_Z, Ctrl)
    assert batch.text(2, "person.birth_date") == ""
    batch.press(Key.Key_F2)
    batch.press(Key.Key_Escape)
    assert batch.table.editor is None
    assert batch.counter.window.screen_in_front is batch.screen
    batch.settle()
    assert file.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir() if each.suffix in (".xlsx", ".csv")] == ["t.xlsx"]


def test_a_choice_is_picked_from_its_list_and_written_as_the_blank_table_offers_it(
    make: Callable[..., Batch], tmp_path: Path
) -> None:
    batch = make()
    row = person(0)
    row[6] = "resident, I think"
    batch.open(xlsx(tmp_path / "t.xlsx", [row]))
    assert batch.states() == [RowState.ERROR]
    batch.table.next_problem()
    assert batch.work.question(batch.table.column).kind is Kind.CHOICE
    batch.press(Key.Key_Return)
    assert batch.table.editor is not None
    editor = batch.table.editor._editor
    assert isinstance(editor, FinderEditor)
    editor.line.selectAll()
    QTest.keyClicks(editor.line, "macao permanent")
    batch.press(Key.Key_Return)
    assert batch.states() == [RowState.READY]
    assert " / " in batch.text(0, "residency.status")


def test_what_is_put_right_outlasts_the_program(make: Callable[..., Batch], tmp_path: Path) -> None:
    batch = make()
    batch.open(xlsx(tmp_path / "t.xlsx", [person(0, surname="PLAINTEXTNAME"), person(1, birth="2005-02-30")]))
    batch.work.edit(1, "person.birth_date", "2005-02-27")
    batch.work.toggle([0])
    batch.settle()
    batch.counter.end()
    for file in (tmp_path / "store").rglob("*"):
        assert not file.is_file() or b"PLAINTEXTNAME" not in file.read_bytes()
    (tmp_path / "t.xlsx").unlink()
    again = make()
    again.until(lambda: bool(again.screen.start._kept))
    (summary,) = again.screen.start._kept
    assert (summary.name, summary.rows, summary.made) == ("t.xlsx", 2, 0)
    again.screen._resume(summary.id)
    again.settle()
    assert again.text(1, "person.birth_date") == "2005-02-27"
    assert again.states() == [RowState.OUT, RowState.READY]
    assert again.work.sheet is not None
    assert again.work.sheet.strays == ()
    again.work.leave_table()
    again.work.put_away(summary)
    again.until(lambda: not again.screen.start._kept)


def test_cases_are_made_once_and_a_person_who_is_there_is_told(make: Callable[..., Batch], tmp_path: Path) -> None:
    batch = make()
    batch.open(xlsx(tmp_path / "t.xlsx", [person(0), person(1, birth="2005-02-30"), person(2), person(2)]))
    assert batch.states() == [RowState.READY, RowState.ERROR, RowState.READY, RowState.DOUBLE]
    batch.until(batch.screen.cases_button.isEnabled)
    batch.screen.cases_button.click()
    batch.until(lambda: batch.states().count(RowState.MADE) == 2 and not batch.work.busy)
    batch.settle()
    assert batch.states() == [RowState.MADE, RowState.ERROR, RowState.MADE, RowState.DOUBLE]
    cases = batch.counter.keeper.find("").result(20)
    assert sorted(case.surname for case in cases) == ["MATEUSA", "MATEUSC"]
    draft = batch.counter.keeper.load(batch.work.fates[0].case).result(20)
    assert draft.typed["residency.status"] != "澳门永久性居民", "words of a list are codes in a case"
    assert set(draft.sources.values()) == {"file"}
    batch.work.edit(0, "person.surname", "OTHER")
    assert batch.text(0, "person.surname") == "MATEUSA", "a row that is a case is changed in the case"
    batch.until(lambda: not batch.screen.cases_button.isEnabled())
    # The same file once more: everybody is here already.
    batch.open(tmp_path / "t.xlsx")
    assert batch.states() == [RowState.DOUBLE, RowState.ERROR, RowState.DOUBLE, RowState.DOUBLE]
    batch.table.go_to(0, "person.surname")
    assert f"case {draft.number:04d}" in batch.screen.strip.words.text()
    batch.press(Key.Key_Space)
    assert batch.states()[0] is RowState.NOTICE


def test_ready_rows_are_one_print_job_in_the_order_of_the_table(make: Callable[..., Batch], tmp_path: Path) -> None:
    batch = make()
    rows = [person(at, surname=name) for at, name in enumerate(("GAMMA", "ALPHA", "BETA"))]
    batch.open(xlsx(tmp_path / "t.xlsx", [*rows, person(5, birth="2005-02-30", surname="DELTA")]))
    batch.until(batch.screen.print_button.isEnabled)
    assert batch.screen.print_button.text().startswith("Print 3 ready cases")
    batch.press(Key.Key_P, Ctrl)
    batch.until(lambda: bool(batch.office.jobs))
    (job,) = batch.office.jobs
    document = pypdfium2.PdfDocument(job.content)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    where = [next(at for at, page in enumerate(pages) if name in page) for name in ("GAMMA", "ALPHA", "BETA")]
    assert where == sorted(where)
    assert not any("DELTA" in page for page in pages)
    batch.until(lambda: all(fate.printed for fate in batch.work.fates[:3]) and batch.work.kept)
    batch.until(lambda: not batch.screen.print_button.isEnabled())


def test_papers_go_into_a_folder_and_what_is_whole_stays_after_a_stop(
    make: Callable[..., Batch], tmp_path: Path
) -> None:
    batch = make()
    batch.open(xlsx(tmp_path / "t.xlsx", [person(at) for at in range(12)]))
    folder = tmp_path / "papers"
    batch.work.row_changed.connect(
        lambda _row: batch.work.stop() if sum(fate.paper for fate in batch.work.fates) >= 2 else None
    )
    batch.screen.write_papers(folder)
    assert batch.screen.stop_button.isVisibleTo(batch.screen) or batch.work.busy
    batch.until(lambda: not batch.work.busy)
    made = {f"row-{batch.work.lines[row].number:04d}.pdf" for row in range(12) if batch.work.fates[row].paper}
    found = {each.name for each in folder.iterdir()}
    assert 2 <= len(made) < 12
    assert made == found
    for name in found:
        document = pypdfium2.PdfDocument(folder / name)
        assert "MATEUS" in document[0].get_textpage().get_text_bounded()
        assert "材料清单" in document[len(document) - 1].get_textpage().get_text_bounded(), "all papers of the case"
        document.close()
    batch.work.row_changed.disconnect()
    batch.work.row_changed.connect(batch.screen._row_changed)
    batch.settle()
    batch.screen.write_papers(folder)
    batch.until(lambda: not batch.work.busy and all(fate.paper for fate in batch.work.fates))
    assert len(list(folder.iterdir())) == 12
    assert not list(folder.glob(".*"))


def test_a_wrong_heading_is_asked_after_and_loses_nothing(make: Callable[..., Batch], tmp_path: Path) -> None:
    batch = make()
    heads = ["Surname (Latin)" if at == SURNAME else head for at, head in enumerate(HEADS)] + ["T-shirt size"]
    batch.open(xlsx(tmp_path / "t.xlsx", [[*person(0), "M"]], heads))
    sheet = batch.work.sheet
    assert sheet is not None
    assert [sheet.head[at] for at in sheet.strays] == ["Surname (Latin)", "T-shirt size"]
    assert "“Surname (Latin)” in D1" in batch.screen.heads._told.text()
    assert suggestions("Surname (Latin)", sheet, batch.work.edition)[0] == "person.surname"
    batch.screen.heads.guesses[0].click()
    batch.settle()
    assert batch.work.name(0).startswith("MATEUSA")
    batch.screen.heads.leave_button.click()
    assert not batch.screen.heads.isVisibleTo(batch.screen)
    batch.work.edit(0, "person.surname", "=1+1")
    place = tmp_path / "corrected.xlsx"
    batch.screen.save_as(place)
    batch.until(place.exists)
    batch.settle()
    page = load_workbook(place)["Applicants"]
    ids = [cell.value for cell in page[1]]
    values = dict(zip([cell.value for cell in page[2]], [cell.value for cell in page[3]], strict=False))
    assert page.cell(3, ids.index("person.surname") + 1).value == "=1+1"
    assert page.cell(3, ids.index("person.surname") + 1).data_type == "s"
    assert values["T-shirt size"] == "M"
    batch.open(place)
    assert batch.text(0, "residency.bir") == "1000000(0)"


def test_formulas_merged_cells_and_a_second_sheet_have_a_sentence(make: Callable[..., Batch], tmp_path: Path) -> None:
    batch = make()
    book = Workbook()
    page = book.worksheets[0]
    page.title = "Summary"
    page.append(["Total"])
    page.append(["20"])
    team = book.create_sheet("Team")
    for row in (HEADS, person(0, surname="=A1"), person(1), person(2)):
        team.append(row)
    team.merge_cells("D3:D4")
    book.create_sheet("Secret").sheet_state = "hidden"
    book.save(tmp_path / "t.xlsx")
    batch.open(tmp_path / "t.xlsx")
    assert "The file has 2 sheets; “Summary” was read." in batch.screen.sheets._told.text()
    (button,) = batch.screen.sheets.buttons
    button.click()
    batch.until(lambda: batch.work.sheet is not None and batch.work.sheet.sheet == "Team")
    batch.settle()
    assert batch.states()[:3] == [RowState.ERROR] * 3
    batch.table.go_to(0, "person.surname")
    assert "there is a formula in the cell" in batch.screen.strip.words.text()
    batch.table.go_to(1, "person.surname")
    assert "merged" in batch.screen.strip.words.text()
    assert batch.text(1, "person.surname") == "MATEUSB"
    batch.work.edit(1, "person.surname", "MATEUSB")
    assert batch.states()[1] is RowState.READY


@pytest.mark.parametrize("content", [b"not a table\0\0", b"PK\x03\x04 cut off", b""])
def test_what_is_no_table_is_refused_with_a_sentence(
    make: Callable[..., Batch], tmp_path: Path, content: bytes
) -> None:
    batch = make()
    file = tmp_path / "t.xlsx"
    file.write_bytes(content)
    batch.screen.open_file(file, PROCEDURE)
    batch.until(lambda: batch.screen.note.isVisibleTo(batch.screen))
    assert batch.work.sheet is None
    assert batch.screen.start.isVisibleTo(batch.screen)
    assert len(batch.screen.note.text().splitlines()) == 2


def test_a_file_is_let_fall_onto_the_screen(make: Callable[..., Batch], tmp_path: Path) -> None:
    batch = make()
    file = tmp_path / "t.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([HEADS, person(0)])
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    _let_fall(batch.counter.window, data)
    assert "Choose which procedure the table is about" in batch.screen.note.text()
    assert batch.screen.start.procedure.line.hasFocus()
    batch.screen.start.procedure.show_text(PROCEDURE)
    _let_fall(batch.counter.window, data)
    batch.settle()
    assert batch.states() == [RowState.READY]


Key0 = Qt.KeyboardModifier.NoModifier


def _let_fall(window: QWidget, data: QMimeData) -> None:
    entered = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Key0)
    QApplication.sendEvent(window, entered)
    assert entered.isAccepted()
    QApplication.sendEvent(
        window, QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Key0)
    )


def test_a_thousand_rows_open_while_the_window_goes_on(make: Callable[..., Batch], tmp_path: Path) -> None:
    batch = make()
    file = xlsx(tmp_path / "t.xlsx", [person(at) for at in range(1000)])
    longest, last = 0.0, time.monotonic()

    def beat() -> None:
        nonlocal longest, last
        now = time.monotonic()
        longest, last = max(longest, now - last), now

    timer = QTimer(interval=5)
    timer.timeout.connect(beat)
    last = time.monotonic()
    timer.start()
    batch.open(file)
    timer.stop()
    assert batch.screen.model.rowCount() == 1000
    assert batch.states().count(RowState.READY) == 1000
    assert longest < 1.0, "work of seconds is done elsewhere"


def test_languages_change_under_an_open_table(make: Callable[..., Batch], tmp_path: Path) -> None:
    batch = make()
    batch.open(xlsx(tmp_path / "t.xlsx", [person(0), person(1, birth="2005-02-30")]))
    batch.table.next_problem()
    place = (batch.table.row, batch.table.column)
    batch.counter.window.speak("pt", "zh-Hant-HK")
    assert (batch.table.row, batch.table.column) == place
    assert batch.table.hasFocus()
    batch.until(lambda: "Data de nascimento" in batch.screen.strip.words.text())
    assert batch.screen.model.heading(SURNAME, "pt") != batch.screen.model.heading(SURNAME, "zh-Hans")


def test_the_table_is_no_trap_for_the_keyboard(make: Callable[..., Batch], tmp_path: Path) -> None:
    batch = make()
    batch.open(xlsx(tmp_path / "t.xlsx", [person(0), person(1)]))
    across = len(batch.screen.model.columns)
    assert (batch.table.row, batch.table.column) == (0, batch.screen.model.columns[0])
    for _ in range(across):
        batch.press(Key.Key_Tab)
    assert (batch.table.row, batch.table.column) == (1, batch.screen.model.columns[0])
    for _ in range(across - 1):
        batch.press(Key.Key_Tab)
    assert batch.table.hasFocus()
    batch.press(Key.Key_Tab)
    assert batch.screen.strip.next_button.hasFocus()
    batch.table.setFocus()
    batch.press(Key.Key_F6)
    assert batch.screen.strip.next_button.hasFocus()
    batch.table.setFocus()
    batch.press(Key.Key_Slash)
    assert not batch.table.hasFocus()
    batch.screen.filters.choose(1)
    assert batch.screen.model.rows == []
    batch.screen.filters.choose(0)
    assert batch.screen.model.rows == [0, 1]


def test_no_column_stands_half_under_what_stays(make: Callable[..., Batch], tmp_path: Path) -> None:
    batch = make()
    batch.open(xlsx(tmp_path / "t.xlsx", [person(0), person(1)]))
    table, head = batch.table, batch.table.horizontalHeader()
    for width in (700, 900, 1040):
        batch.counter.window.resize(width, 700)
        QApplication.processEvents()
        for column in batch.screen.model.columns:
            table.go_to(0, column)
            QApplication.processEvents()
            starts = {head.sectionPosition(at) for at in range(head.count())}
            assert head.offset() in starts, (width, column)


def test_what_is_missing_gets_a_column_of_its_own(make: Callable[..., Batch], tmp_path: Path) -> None:
    batch = make()
    row, heads = person(0), list(HEADS)
    del row[BIRTH], heads[BIRTH]
    batch.open(xlsx(tmp_path / "t.xlsx", [row], heads))
    assert batch.states() == [RowState.NOTICE]
    assert batch.screen.model.columns[-1] == "person.birth_date"
    batch.press(Key.Key_F7)
    assert batch.table.column == "person.birth_date"
    batch.work.edit(0, "person.birth_date", "2005-05-11")
    assert batch.states() == [RowState.READY]
    batch.press(Key.Key_Delete)
    assert batch.states() == [RowState.NOTICE]


def test_a_thing_that_is_not_there_is_a_sentence_and_the_full_folder_too(
    make: Callable[..., Batch], tmp_path: Path
) -> None:
    batch = make()
    batch.screen.open_file(tmp_path / "gone.xlsx", PROCEDURE)
    batch.until(lambda: "The file cannot be read." in batch.screen.note.text())
    batch.open(xlsx(tmp_path / "t.xlsx", [person(0)]))
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "row-0002.pdf").write_bytes(b"mine")
    batch.screen.write_papers(folder)
    batch.until(lambda: "row-0002.pdf is there already" in batch.screen.note.text())
    assert (folder / "row-0002.pdf").read_bytes() == b"mine"
    assert batch.states() == [RowState.READY]
