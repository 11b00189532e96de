"""The page of one section: its title and its questions, scrolled to the one that has the focus."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from talentdesk.core.cells import cell, split_cell
from talentdesk.core.form import Section
from talentdesk.desktop import theme
from talentdesk.desktop.caret import go_to_end
from talentdesk.desktop.column import SectionColumn, Voice
from talentdesk.desktop.places import PlaceEditor
from talentdesk.desktop.rows import QuestionRow
from talentdesk.desktop.table import TableEditor
from talentdesk.desktop.touch import FingerScroll

if TYPE_CHECKING:
    from talentdesk.desktop.chips import Mark
    from talentdesk.desktop.session import Session

Note = tuple["Mark", str, str]

_BREATH = 56
"""Pixels kept visible above and below the row that has the focus."""
_AHEAD_MS, _PAUSE_MS = 40, 500
"""Between two rows of a page that is prepared ahead, which take some milliseconds each, and after a key."""
_FIRST_SCREEN = 120
"""A row so near to the top brings the title with it."""


class Page(QScrollArea):
    """Holds the column of the section at hand; columns seen before are kept, so that going back is at once."""

    typed = Signal(str, str)
    entered = Signal(str)
    left = Signal(str)
    declined = Signal(str, bool)
    next_asked = Signal(str)
    """Enter in this question."""
    belonging_told = Signal(str, bool)
    row_removed = Signal(str, int)
    row_moved = Signal(str, int, int)
    place_made = Signal(QWidget)
    """The editor of a photo, a signature or a paper is there."""
    onward_asked = Signal()
    """The button at the end of a section."""

    def __init__(self, session: Session, voice: Voice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        FingerScroll(self)
        self._session = session
        self._voice = voice
        self._languages = ("en", "")
        self._columns: dict[str, SectionColumn] = {}
        self._begun: dict[str, tuple[SectionColumn, Iterator[None]]] = {}
        """Columns that are being prepared, and what is left to do."""
        self._stale: set[str] = set()
        """Sections whose column speaks another language than the window."""
        self._notes: dict[str, Note] = {}
        self._row: QuestionRow | None = None
        self._shown: SectionColumn | None = None
        # Columns stay in their places and are only hidden: to move a column would dress all its fields anew.
        self._holder = QWidget()
        self._places = QVBoxLayout(self._holder)
        self._places.setContentsMargins(0, 0, 0, 0)
        self.setWidget(self._holder)
        self._reveal = QTimer(self, singleShot=True, interval=0)
        self._reveal.timeout.connect(self._show_row)
        self._ahead = QTimer(self, singleShot=True)
        self._ahead.timeout.connect(self._prepare)
        self.typed.connect(self._let_type)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @property
    def column(self) -> SectionColumn | None:
        """What is shown."""
        return self._shown

    def show_section(self, section: Section) -> SectionColumn:
        """Show a section's column, made when it is first wanted."""
        column = self._columns.get(section.id) or self._make(section)
        if section.id in self._stale:
            self._stale.discard(section.id)
            column.retranslate(*self._languages)
        if column is not self.column:
            if self._shown is not None:
                self._shown.hide()
            self._shown = column
            column.show()
            self.verticalScrollBar().setValue(0)
            self._ahead.start(_PAUSE_MS)
        return column

    def column_of(self, id: str) -> SectionColumn | None:
        """The column that holds a question or cell, where it has been made."""
        return self._columns.get(self._session.interview.section_of(id).id)

    def columns(self) -> Iterable[SectionColumn]:
        """Every column made so far."""
        return self._columns.values()

    def row_of(self, id: str) -> QuestionRow | None:
        """The row of a question or of a cell's table."""
        column, parts = self.column_of(id), split_cell(id)
        return column.rows[parts[0] if parts else id] if column is not None else None

    def place_caret(self, id: str) -> None:
        """Put the focus into a question, or into a cell of a table."""
        row, parts = self.row_of(id), split_cell(id)
        if row is None:
            return
        if parts is not None and isinstance(row.editor, TableEditor) and parts[1] < len(row.editor.rows):
            row.editor.rows[parts[1]].place_caret(parts[2])
        elif row.stops() or self.column is None:
            row.place_caret()
        else:
            # A place for a signature takes no focus. Nor may the header get it, where no key of this screen works.
            self.column.onward.setFocus(Qt.FocusReason.TabFocusReason)
        go_to_end(self.window().focusWidget())

    def follow(self, id: str) -> None:
        """Keep the row of this question in sight, also when a message makes it taller."""
        self._row = self.row_of(id)
        self._reveal.start()

    def show_notes(self, notes: dict[str, Note]) -> None:
        """What is useful to know below these fields, such as a last day."""
        for id in notes.keys() | self._notes.keys():
            note, row = notes.get(id), self.row_of(id)
            if row is not None and note != self._notes.get(id):
                self._show_note(row, note)
        self._notes = notes

    def retranslate(self, language: str, second: str) -> None:
        """Say what is in sight now, and the rest when it is next seen."""
        self._languages = (language, second)
        shown = self.column
        self._stale = {id for id, column in self._columns.items() if column is not shown} | self._begun.keys()
        if shown is not None:
            shown.retranslate(language, second)

    def rebuild(self) -> None:
        """Make all columns anew: sizes have changed."""
        self._shown = None
        for column in (*self._columns.values(), *(begun for begun, _ in self._begun.values())):
            column.hide()
            column.deleteLater()
        self._columns.clear()
        self._begun.clear()
        self._stale.clear()
        self._row = None

    def after(self, row: QuestionRow) -> bool:
        """Go to the next cell of a table that has one. False: the table, or the question, is done."""
        editor = row.editor
        if not isinstance(editor, TableEditor):
            return False
        cells = [each for line in editor.rows for each in line.cells.values()]
        here = next((n for n, each in enumerate(cells) if any(stop.hasFocus() for stop in each.stops())), None)
        if here is None or here + 1 >= len(cells) or _is_empty_row(editor, cells[here].id):
            return False
        cells[here + 1].place_caret()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows may be taller in a narrower page."""
        super().resizeEvent(event)
        self._reveal.start()

    def event(self, event: QEvent) -> bool:
        """A row has grown by a message: keep it in sight."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._reveal.start()
        return super().event(event)

    def _make(self, section: Section) -> SectionColumn:
        column, steps = self._begin(section)
        for _ in steps:
            pass
        self._finish(section, column)
        return column

    def _begin(self, section: Section) -> tuple[SectionColumn, Iterator[None]]:
        if section.id not in self._begun:
            alone = theme.current().kiosk
            column = SectionColumn(section, self._session, self._voice, self._languages, alone=alone)
            column.hide()
            self._places.addWidget(column)
            self._begun[section.id] = column, column.build()
        return self._begun[section.id]

    def _finish(self, section: Section, column: SectionColumn) -> None:
        del self._begun[section.id]
        self._columns[section.id] = column
        for id, row in column.rows.items():
            self._connect(id, row)
            if id in self._notes:
                self._show_note(row, self._notes[id])
            if id in self._session.undecided:
                row.ask_where(self._session.undecided[id])
        column.onward.clicked.connect(self.onward_asked)
        column.order_tabs()

    def _prepare(self) -> None:
        """Goes one step on with the column that will be wanted next."""
        section = self._next_unmade() if self.isVisible() else None
        if section is None:
            return
        column, steps = self._begin(section)
        if next(steps, _DONE) is _DONE:
            self._finish(section, column)
        self._ahead.start(_AHEAD_MS)

    def _let_type(self) -> None:
        if self._ahead.isActive():
            self._ahead.start(_PAUSE_MS)

    def _next_unmade(self) -> Section | None:
        """The next section of the form with something to ask and no column yet, round from the one shown."""
        interview = self._session.interview
        sections = interview.edition.sections
        here = next((n for n, each in enumerate(sections) if self._columns.get(each.id) is self._shown), 0)
        return next(
            (
                section
                for section in sections[here:] + sections[:here]
                if section.id not in self._columns and any(interview.asked(q.id) for q in section.questions)
            ),
            None,
        )

    def _connect(self, id: str, row: QuestionRow) -> None:
        row.typed.connect(self.typed)
        row.entered.connect(self.entered)
        row.left.connect(self.left)
        row.declined.connect(self.declined)
        row.next_asked.connect(lambda: self.next_asked.emit(id))
        row.belonging_told.connect(self.belonging_told)
        row.row_removed.connect(self.row_removed)
        row.row_moved.connect(self.row_moved)
        if isinstance(row.editor, PlaceEditor):
            self.place_made.emit(row.editor)

    def _show_note(self, row: QuestionRow, note: Note | None) -> None:
        if note is None:
            row.show_note(None)
        else:
            row.show_note(*note)

    def _show_row(self) -> None:
        row, column = self._row, self.column
        if row is None or column is None or not column.isAncestorOf(row):
            return
        top, height = row.y(), row.height()
        bar, sight = self.verticalScrollBar(), self.viewport().height()
        if top - _BREATH < bar.value():
            bar.setValue(top - _BREATH if top > _FIRST_SCREEN else 0)
        elif top + height + _BREATH > bar.value() + sight:
            bar.setValue(min(top - 8, top + height + _BREATH - sight))


_DONE = object()


def _is_empty_row(editor: TableEditor, id: str) -> bool:
    parts = split_cell(id)
    assert parts is not None
    row = editor.rows[parts[1]]
    return not any(row.texts().values()) and id == cell(parts[0], parts[1], editor.question.columns[0].id)
