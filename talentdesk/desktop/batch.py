"""The batch: many applicants of one table, put right in place, made into cases, papers and one print job."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from talentdesk.desktop import chips, theme
from talentdesk.desktop.arrival import told_of
from talentdesk.desktop.batchheads import BatchHeads, BatchSheets
from talentdesk.desktop.batchmodel import FILTERS, BatchModel
from talentdesk.desktop.batchstart import BatchStart, both_titles
from talentdesk.desktop.batchstrip import BatchStrip
from talentdesk.desktop.batchtable import BatchTable
from talentdesk.desktop.batchwork import BatchWork, Phase, RowState, time_left
from talentdesk.desktop.bilingual import both
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.cards import HeadedCard
from talentdesk.desktop.chips import Chip, Tone
from talentdesk.desktop.controls import Card, Message, Progress, Title
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.filterbuttons import FilterButtons
from talentdesk.desktop.headrow import HeadRow
from talentdesk.desktop.savedialog import ask_place
from talentdesk.desktop.screen import Guide, KeyHint, Screen
from talentdesk.desktop.words import Span, Words, beside
from talentdesk.i18n import N_, plural, say
from talentdesk.service.files import put
from talentdesk.service.template import write_template

BATCH = N_("Batch")
_PHASES = {
    Phase.READING: N_("Reading the file…"),
    Phase.CHECKING: N_("Checked: {done} of {total} rows"),
    Phase.COMPARING: N_("Compared with the stored cases: {done} of {total} rows"),
    Phase.MAKING: N_("{done} of {total} rows done"),
    Phase.PAPERS: N_("{done} of {total} rows done"),
}
_REFRESH_MS = 100
"""Counts and chips follow this often while thousands of rows are checked."""


class BatchScreen(Screen):
    """Choosing a table, then the table: progress, rows, and the strip that explains the cell in use."""

    def __init__(self, desk: Desk, guide: Guide, parent: QWidget | None = None) -> None:
        super().__init__(desk, guide, parent)
        self.work = BatchWork(desk, self)
        self._refused: Callable[[str], str] | None = None
        self._heading = Title("page_title", self)
        self.start = BatchStart(desk, self)
        self.change_button = Button(parent=self, icon="folder", small=True)
        self.save_button = Button(parent=self, icon="save", small=True)
        self.stop_button = Button(parent=self, icon="cross")
        self.papers_button = Button(parent=self, icon="document")
        self.cases_button = Button(parent=self, icon="users")
        self.print_button = Button(Role.MAIN, self, icon="printer")
        self.note = Message(self)
        self._progress_card = Card(self)
        self._done, self._left, self.bar = Words(self, wrap=False), Words(self, wrap=False), Progress(self)
        self.tallies = [Chip(self) for _ in range(4)]
        self.heads = BatchHeads(desk, self.work, self)
        self.sheets = BatchSheets(desk, self.work, self)
        self._card = HeadedCard(self)
        self.filters = FilterButtons(desk, self, FILTERS)
        self.model = BatchModel(desk, self.work, self)
        self.table = BatchTable(desk, self.model, self.work, self)
        self.strip = BatchStrip(desk, self.work, self)
        self._soon = QTimer(self, singleShot=True, interval=_REFRESH_MS)
        self._lay_out()
        self._connect()
        self.note.hide()
        self._swap()
        self.restyle()
        self.retranslate()

    def _lay_out(self) -> None:
        self._head, self._acts = HeadRow(), QHBoxLayout()
        self._head.addWidget(self._heading)
        line = QHBoxLayout()
        line.addWidget(self._done)
        line.addStretch(1)
        line.addWidget(self._left)
        self._track = QVBoxLayout()
        self._track.addLayout(line)
        self._track.addWidget(self.bar)
        self._tally = QHBoxLayout()
        self._tally.addLayout(self._track, 1)
        for chip in self.tallies:
            self._tally.addWidget(chip)
        self._progress_card.inside.addLayout(self._tally)
        tools = QHBoxLayout()
        for part in (self.filters, self.change_button, self.save_button):
            tools.addWidget(part)
        tools.setSpacing(8)
        self._card.head.addLayout(tools)
        self._card.body.addWidget(self.table, 1)
        self._card.body.addWidget(self.strip)
        self._page = QWidget(self)
        page = QVBoxLayout(self._page)
        page.setContentsMargins(0, 0, 0, 0)
        for above in (self._progress_card, self.sheets, self.heads):
            page.addWidget(above)
        page.addWidget(self._card, 1)
        self._pages = QStackedLayout()
        self._pages.addWidget(self.start)
        self._pages.addWidget(self._page)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._head)
        self._column.addWidget(self.note)
        self._column.addLayout(self._pages, 1)

    def _buttons(self) -> tuple[Button, ...]:
        return (
            self.stop_button,
            self.papers_button,
            self.cases_button,
            self.print_button,
        )

    def _connect(self) -> None:
        work = self.work
        work.opened.connect(self._swap)
        work.row_changed.connect(self._row_changed)
        work.columns_changed.connect(self._columns_changed)
        work.moved.connect(self._later)
        work.failed.connect(self._refuse)
        work.listed.connect(self.start.show_kept)
        self._soon.timeout.connect(self._refresh)
        self.start.file_chosen.connect(lambda procedure, file: self.open_file(Path(file), procedure))
        self.start.blank_wanted.connect(lambda procedure, place: self._write_blank(procedure, Path(place)))
        self.start.resumed.connect(self._resume)
        self.start.put_away.connect(work.put_away)
        self.heads.mapped.connect(self._map)
        self.heads.left_out.connect(work.dismiss_heading)
        self.sheets.wanted.connect(self._other_sheet)
        self.filters.chosen.connect(lambda _index: self._sift())
        self.table.moved.connect(lambda: self.strip.show_cell(self.table.row, self.table.column))
        self.table.case_wanted.connect(self.guide.load_case)
        self.strip.next_button.clicked.connect(self.next_problem)
        self.change_button.clicked.connect(self._change_file)
        self.save_button.clicked.connect(self._ask_place)
        self.stop_button.clicked.connect(work.stop)
        self.papers_button.clicked.connect(self._ask_folder)
        self.cases_button.clicked.connect(lambda: work.make_cases())
        self.print_button.clicked.connect(self.print_ready)
        shortcut = QShortcut(QKeySequence("Ctrl+P"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.print_ready)

    # ---- what a screen promises

    def title(self, language: str) -> str:
        """What the screen is for."""
        return say(BATCH, language)

    def hints(self) -> tuple[KeyHint, ...]:
        """The keys that work now."""
        if self.work.sheet is None:
            return (KeyHint("Enter", N_("choose the table")), KeyHint("Esc", N_("back")))
        return (
            KeyHint("F2", N_("edit")),
            KeyHint("F7", N_("next problem")),
            KeyHint("Ctrl+D", N_("copy from above")),
            KeyHint("Space", N_("leave the row out")),
            KeyHint("Ctrl+Z", N_("take back")),
            KeyHint("Tab", N_("next cell")),
            KeyHint("F6", N_("leave the table")),
            KeyHint("/", N_("filter")),
            KeyHint("Ctrl+P", N_("print")),
            KeyHint("Esc", N_("back")),
        )

    def standing(self, language: str) -> str:
        """Where what was put right is."""
        if self.work.sheet is None:
            return ""
        if self.work.kept:
            return say("The table is kept encrypted here; rows with errors are not made", language)
        return say("Keeping the table…", language)

    def focus_place(self) -> QWidget:
        """The table; without one, what chooses it."""
        return self.start.focus_place() if self.work.sheet is None else self.table

    def enter(self) -> None:
        """Lists the tables in work anew."""
        if self.desk.is_ready:
            self.work.list_kept()
        super().enter()

    def leave(self) -> None:
        """What stands in an editor is taken."""
        self.table.end_editing()
        super().leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F7 from anywhere, the slash to the filters."""
        if event.key() == Qt.Key.Key_F7:
            self.next_problem()
        elif event.text() == "/" and self.work.sheet is not None:
            self.filters.take_focus()
        else:
            super().keyPressEvent(event)

    def take_file(self, file: Path) -> None:
        """A table that was let fall on the window. Where it is not known what it is about that is asked for, and the
        file waits."""
        if self.work.busy:
            words = N_("A table is in work: wait until it is done, or stop it, and let the file fall once more.")
            self._refuse(lambda language: say(words, language))
        elif self.work.sheet is not None:
            self.open_file(file, self.work.sheet.procedure)
        elif not self.start.take_file(file):
            words = N_("Choose which procedure the table is about and press Enter: {file} is opened then.")
            self._refuse(lambda language: say(words, language, file=file.name))
            self.start.procedure.line.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- acts

    def open_file(self, file: Path, procedure: str) -> None:
        """Opens a table of applicants for that procedure."""
        self._clear_note()
        self.work.open_file(file, procedure)

    def next_problem(self) -> None:
        """To the next cell with something to put right."""
        if self.table.next_problem():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.work.sheet is not None:
            self.guide.tell(say("Nothing is left to be put right in these rows.", self.desk.language))

    def print_ready(self) -> None:
        """Makes cases of the rows that are ready, and prints them in the order of the table as one job."""
        if self.print_button.isEnabled() and self.print_button.isVisible():
            self._clear_note()
            self.work.make_cases(then_print=True)

    def write_papers(self, folder: Path) -> None:
        """A PDF for each row that is ready."""
        self._clear_note()
        self.work.write_papers(folder)

    def save_as(self, place: Path) -> None:
        """Writes the corrected table where the person wants it."""
        write = self.work.corrected()

        def done(_none: None) -> None:
            self.guide.tell(say("The corrected table is written.", self.desk.language))

        self.desk.elsewhere.run(lambda: put(place, write()), done, lambda slip: self._refuse(told_of(slip)), self)

    def _resume(self, id: int) -> None:
        self._clear_note()
        self.work.resume(id)

    def _other_sheet(self, name: str) -> None:
        if self.work.sheet is not None and self.work.file is not None:
            self.work.open_file(self.work.file, self.work.sheet.procedure, name)

    def _map(self, at: int, column: str) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.work.map_heading(at, column)

    def _change_file(self) -> None:
        self.work.leave_table()
        self.work.list_kept()

    def _write_blank(self, procedure: str, place: Path) -> None:
        catalogue = self.desk.catalogue
        edition = catalogue.in_force(procedure, self.desk.today)

        def done(_none: None) -> None:
            self.guide.tell(say("The blank table is written. Fill in a row for each person.", self.desk.language))

        self.desk.elsewhere.run(
            lambda: put(place, write_template(edition, catalogue)), done, lambda slip: self._refuse(told_of(slip)), self
        )

    def _ask_place(self) -> None:
        sheet = self.work.sheet
        if sheet is not None:
            title = say("Save the corrected table as…", self.desk.language)
            ask_place(self, title, f"{sheet.procedure}-corrected.xlsx", self.save_as, "Excel (*.xlsx)")

    def _ask_folder(self) -> None:
        dialog = QFileDialog(self, say("A folder for the papers", self.desk.language))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: self.write_papers(Path(chosen)))
        dialog.open()

    # ---- what comes back

    def _swap(self) -> None:
        """The choice of a table, or the table."""
        there = self.work.sheet is not None or self.work.phase is Phase.READING
        self._pages.setCurrentIndex(int(there))
        self._sift()
        self.heads.refresh()
        self.sheets.refresh()
        self._say_heading()
        self._refresh()
        self.hints_changed.emit()
        if self.isVisible():
            self.focus_place().setFocus(Qt.FocusReason.OtherFocusReason)

    def _sift(self) -> None:
        row, column = self.table.row, self.table.column
        states = FILTERS[self.filters.current][1]
        rows = range(len(self.work.lines))
        self.table.end_editing()
        self.model.show_rows([row for row in rows if states is None or str(self.work.state(row)) in states])
        if self.model.place_of(row) >= 0:
            self.table.go_to(row, column)
        elif self.model.rows and self.model.columns:
            self.table.go_to(self.model.rows[0], self.model.columns[0])
        self.strip.show_cell(self.table.row, self.table.column)

    def _row_changed(self, row: int) -> None:
        self.model.row_changed(row)
        if row == self.table.row:
            self.strip.refresh()

    def _columns_changed(self) -> None:
        self.model.follow_columns()
        self.heads.refresh()
        if not self.table.currentIndex().isValid() and self.model.rows and self.model.columns:
            self.table.go_to(self.model.rows[0], self.model.columns[0])

    def _later(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _refuse(self, told: Callable[[str], str]) -> None:
        self._refused = told
        self.note.show_message(chips.ERROR, *both(self.desk, told))
        self.note.show()
        self._refresh()
        if self.isVisible():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.note, told(self.desk.language)))

    def _clear_note(self) -> None:
        self._refused = None
        self.note.hide()

    # ---- what is shown

    def _refresh(self) -> None:
        work, there = self.work, self.work.sheet is not None
        counts = work.counts()
        self.filters.show_counts(counts)
        self._say_progress()
        made, fix = counts[RowState.MADE], counts[RowState.ERROR]
        notices = counts[RowState.NOTICE] + counts[RowState.DOUBLE]
        waiting = counts[RowState.READY] + counts[RowState.WAITING] + counts[RowState.WORKING]
        language = self.desk.language
        for chip, tone, icon, count, said in zip(
            self.tallies,
            (Tone.OK, Tone.ERROR, Tone.ATTENTION, Tone.QUIET),
            ("tick_disc", "octagon_cross", "triangle", "ring"),
            (made, fix, notices, waiting),
            (
                plural("{count} made", "{count} made", made, language),
                plural("{count} to fix", "{count} to fix", fix, language),
                plural("{count} notice", "{count} notices", notices, language),
                plural("{count} waiting", "{count} waiting", waiting, language),
            ),
            strict=True,
        ):
            chip.show_chip(tone, icon, said, language)
            chip.setVisible(bool(count) or chip is self.tallies[-1])
        ready, printable = len(work.ready()) if there else 0, len(work.printable()) if there else 0
        for button, shown in (
            (self.change_button, there),
            (self.save_button, there),
            (self.stop_button, work.busy),
            (self.papers_button, there and not work.busy),
            (self.cases_button, there and not work.busy),
            (self.print_button, there and not work.busy),
        ):
            button.setVisible(shown)
        self.change_button.setEnabled(not work.busy)
        self.papers_button.setEnabled(work.can_make and bool(ready))
        self.cases_button.setEnabled(work.can_make and bool(ready))
        self.print_button.setEnabled(work.can_make and bool(printable))
        self._name_buttons(ready, printable)
        self.hints_changed.emit()

    def _say_progress(self) -> None:
        work, first, second = self.work, self.desk.language, self.desk.second
        done, total, kiosk = work.done, work.total, self.desk.is_kiosk
        phase = _PHASES.get(work.phase)
        if phase is None:
            counts = work.counts()
            done, total, phase = counts[RowState.MADE], len(work.lines), N_("{done} of {total} rows done")
        self.bar.show_progress(done, max(total, 1))
        self._progress_card.setVisible(work.sheet is not None or work.phase is Phase.READING)
        said = say(phase, first, done=done, total=total)
        other = say(phase, second, done=done, total=total) if second and not kiosk else ""
        self._done.show_words(beside(said, first, other if other != said else "", second, "button_small"))
        self.bar.setAccessibleName(said)
        seconds = work.seconds_left()
        self._left.setVisible(seconds is not None)
        if seconds is not None:
            left = time_left(seconds, first)
            other = time_left(seconds, second) if second and not kiosk else ""
            self._left.show_words(beside(left, first, other if other != left else "", second, "button_small"))

    def _name_buttons(self, ready: int, printable: int) -> None:
        kiosk = self.desk.is_kiosk
        captions: tuple[tuple[Button, Callable[[str], str]], ...] = (
            (self.change_button, lambda language: say("Other table", language)),
            (self.save_button, lambda language: say("Save corrected…", language)),
            (self.stop_button, lambda language: say("Stop", language)),
            (self.papers_button, lambda language: say("Papers into a folder…", language)),
            (self.cases_button, lambda language: plural("Make {count} case", "Make {count} cases", ready, language)),
            (
                self.print_button,
                lambda language: plural("Print {count} ready case", "Print {count} ready cases", printable, language),
            ),
        )
        for button, told in captions:
            button.show_words(told(self.desk.language), self.desk.language)
        self.print_button.show_key("" if kiosk else "Ctrl+P")

    def _say_heading(self) -> None:
        sheet = self.work.sheet
        if sheet is None:
            self._heading.show_title(*both(self.desk, self.title))
            return
        text, language, second, second_language = both_titles(self.desk, sheet.procedure)
        self._heading.show_title(text, language, second, second_language)
        matched = sum(at < len(sheet.head) and bool(sheet.head[at]) for at in sheet.places)
        all_heads = sum(bool(heading) for heading in sheet.head)
        parts = [
            say("sheet “{sheet}”", language, sheet=sheet.sheet) if sheet.sheet else "",
            plural("{count} row", "{count} rows", len(self.work.lines), language),
            say("headings matched {count} of {all}", language, count=matched, all=all_heads),
        ]
        self._card.heading.show_words(
            (
                Span(sheet.name, "button_small", language),
                Span("\u2002" + " · ".join(filter(None, parts)), "small", language, "muted"),
            )
        )
        self._card.setAccessibleName(sheet.name)

    # ---- words and sizes

    def retranslate(self) -> None:
        """Puts the words anew; the row the person is at and what is typed stay."""
        self._say_heading()
        self.start.retranslate()
        self.heads.refresh()
        self.sheets.refresh()
        self.strip.retranslate()
        self.table.setAccessibleName(say("Rows of the table", self.desk.language))
        self.table.viewport().update()
        self.table.restyle()
        if self._refused is not None:
            self.note.show_message(chips.ERROR, *both(self.desk, self._refused))
        self._refresh()

    def restyle(self) -> None:
        """Takes places and sizes from the theme."""
        worn = theme.current()
        margin = worn.pick(24, 56)
        self._column.setContentsMargins(margin, worn.pick(14, 40), margin, worn.pick(14, 32))
        self._column.setSpacing(worn.pick(12, 24))
        for row in (self._head, self._acts):
            row.setSpacing(worn.pick(8, 24))
        self._tally.setSpacing(worn.pick(8, 20))
        self._track.setSpacing(worn.pick(6, 12))
        page = self._page.layout()
        assert page is not None
        page.setSpacing(worn.pick(12, 24))
        inside = self._progress_card.inside
        inside.setContentsMargins(worn.pick(16, 32), worn.pick(10, 20), worn.pick(16, 32), worn.pick(10, 20))
        # A finger's buttons stand in a row of their own below.
        self._column.removeItem(self._acts)
        for button in self._buttons():
            for row in (self._head, self._acts):
                row.removeWidget(button)
            (self._acts if worn.kiosk else self._head).addWidget(button)
        if worn.kiosk:
            self._column.addLayout(self._acts)
        direction = QHBoxLayout.Direction
        self._card.head.setDirection(direction.TopToBottom if worn.kiosk else direction.LeftToRight)
        self.filters.restyle()
        self.heads.restyle()
        self.start.restyle()
        self.strip.restyle()
        self.table.restyle()
        self._refresh()
