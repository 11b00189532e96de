"""Before a table is open: which procedure, the blank table, the file, and the tables that are in work already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from talentdesk.core.catalogue import CatalogueMiss
from talentdesk.core.form import Kind, Need, Question, Text
from talentdesk.core.tomlfile import FormError
from talentdesk.desktop import theme
from talentdesk.desktop.bilingual import both, both_say
from talentdesk.desktop.buttons import Button, IconButton, Role
from talentdesk.desktop.cards import HeadedCard
from talentdesk.desktop.controls import EmptyState, clear
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.directory import Directory
from talentdesk.desktop.finder import FinderEditor
from talentdesk.desktop.savedialog import ask_file, ask_place
from talentdesk.desktop.touch import scrolled
from talentdesk.desktop.words import Span, Words, pair
from talentdesk.i18n import N_, format_moment, plural, say, titled
from talentdesk.service.procedures import grouped
from talentdesk.store.sheetlines import SheetSummary

PATTERN = "Excel, CSV (*.xlsx *.csv)"


class BatchStart(QWidget):
    """A card to begin with, and beside it the tables in work."""

    file_chosen = Signal(str, str)
    """Procedure, file."""
    blank_wanted = Signal(str, str)
    """Procedure, where to."""
    resumed = Signal(int)
    put_away = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._kept: tuple[SheetSummary, ...] = ()
        self._waiting: Path | None = None
        """A file that was let fall before anybody had said what it is about."""
        self._card, self._list = HeadedCard(self), HeadedCard(self)
        self._asked = Words(self)
        self.procedure = _finder(desk)
        self.blank_button = Button(parent=self, icon="save")
        self.file_button = Button(Role.MAIN, self, icon="folder")
        self._hint = EmptyState("list", self)
        self._none = Words(self)
        self._lines = QVBoxLayout()
        self._lay_out()
        self.procedure.listen(lambda _id, _text: self._enable(), self.ask_file)
        self.blank_button.clicked.connect(self._ask_blank)
        self.file_button.clicked.connect(self.ask_file)
        self.restyle()

    def _lay_out(self) -> None:
        self._column = QVBoxLayout()
        self._column.addWidget(self._asked)
        self._column.addWidget(self.procedure)
        self._acts = QHBoxLayout()
        self._acts.addWidget(self.blank_button)
        self._acts.addStretch(1)
        self._acts.addWidget(self.file_button)
        self._column.addLayout(self._acts)
        self._column.addWidget(self._hint, 1)
        self._card.body.addLayout(self._column, 1)
        inside = QWidget()
        inner = QVBoxLayout(inside)
        inner.setContentsMargins(0, 0, 0, 0)
        self._padded = QHBoxLayout()
        self._padded.addWidget(self._none)
        inner.addLayout(self._padded)
        inner.addLayout(self._lines)
        inner.addStretch(1)
        self._list.body.addWidget(scrolled(inside, self), 1)
        self._list.body.addSpacing(10)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self._card, 3)
        self._row.addWidget(self._list, 2)

    @property
    def chosen(self) -> str:
        """The procedure; empty while none is chosen."""
        found = self.procedure.directory.option(self.procedure.text())
        return found.code if found else ""

    def focus_place(self) -> QWidget:
        """The procedure first; once it is chosen, the file."""
        return self.file_button if self.chosen else self.procedure.line

    def take_file(self, file: Path) -> bool:
        """A file was dragged here: it is taken where the procedure is known, else as soon as it is."""
        self._waiting = None if self.chosen else file
        if self.chosen:
            self.file_chosen.emit(self.chosen, str(file))
        return bool(self.chosen)

    def ask_file(self) -> None:
        """Asks for the filled table, unless one is waiting."""
        if self._waiting is not None and self.chosen:
            self.take_file(self._waiting)
        elif self.chosen:
            title = say("The filled table", self._desk.language)
            ask_file(self, title, lambda place: self.file_chosen.emit(self.chosen, str(place)), PATTERN)

    def _ask_blank(self) -> None:
        title, name = say("Blank table", self._desk.language), f"{self.chosen}.xlsx"
        ask_place(self, title, name, lambda place: self.blank_wanted.emit(self.chosen, str(place)), "Excel (*.xlsx)")

    def show_kept(self, kept: Sequence[SheetSummary]) -> None:
        """Lists the tables in work."""
        self._kept = tuple(kept)
        clear(self._lines)
        zone = self._desk.now().tzinfo
        for summary in self._kept:
            line = _KeptLine(self._desk, summary, zone, self)
            line.go.clicked.connect(lambda _=False, id=summary.id: self.resumed.emit(id))
            line.away.clicked.connect(lambda _=False, summary=summary: self.put_away.emit(summary))
            self._lines.addWidget(line)
        self._none.setVisible(not self._kept)

    def _enable(self) -> None:
        for button in (self.blank_button, self.file_button):
            button.setEnabled(bool(self.chosen))

    def retranslate(self) -> None:
        """Puts the words anew."""
        desk = self._desk
        self._card.show_title(*both_say(desk, N_("Many applicants from one table")))
        self._list.show_title(*both_say(desk, N_("Tables in work")))
        self._asked.show_words(*pair(*both_say(desk, N_("Which procedure is the table about?")), "label"))
        self.procedure.retranslate(desk.language, desk.second)
        self.procedure.describe(say("Which procedure is the table about?", desk.language), "")
        for button, caption in ((self.blank_button, N_("Blank table…")), (self.file_button, N_("Choose the table…"))):
            said = both_say(desk, caption)
            button.show_words(said.text, said.language, said.second if desk.is_kiosk else "", said.second_language)
        first, second = desk.language, desk.second
        title = N_("Or drag the file here")
        body = N_("An Excel or CSV file, one row a person. It is only read: what you put right is kept encrypted here.")
        other = (say(title, second), say(body, second)) if second else ("", "")
        self._hint.show_empty(say(title, first), say(body, first), first, other, second)
        nothing = both_say(desk, N_("A table that was opened stays here until all is done, also after a power cut."))
        self._none.show_words(*pair(*nothing, "body", "muted"))
        self.show_kept(self._kept)
        self._enable()

    def restyle(self) -> None:
        """Takes sizes from the theme."""
        worn = theme.current()
        side = worn.pick(16, 32)
        self._column.setContentsMargins(side, worn.pick(14, 28), side, side)
        self._column.setSpacing(worn.pick(12, 24))
        self._padded.setContentsMargins(side, worn.pick(14, 28), side, side)
        self._row.setSpacing(worn.pick(16, 24))
        self._row.setDirection(QHBoxLayout.Direction.TopToBottom if worn.kiosk else QHBoxLayout.Direction.LeftToRight)
        self._acts.setSpacing(worn.pick(8, 24))
        self.retranslate()


class _KeptLine(QWidget):
    """One table in work: its file, how far it is, and the two acts."""

    def __init__(self, desk: Desk, summary: SheetSummary, zone: tzinfo | None, parent: QWidget) -> None:
        super().__init__(parent)
        language, worn = desk.language, theme.current()
        row = QHBoxLayout(self)
        row.setContentsMargins(worn.pick(16, 32), worn.pick(8, 16), worn.pick(12, 24), worn.pick(8, 16))
        words = Words(self)
        try:
            matter = titled(desk.catalogue.about(summary.procedure).title, language)
        except (CatalogueMiss, FormError):
            matter = summary.procedure
        rows = plural("{count} row", "{count} rows", summary.rows, language)
        made = plural("{count} made", "{count} made", summary.made, language)
        at = summary.saved_at.astimezone(zone)
        words.show_words(
            (Span(summary.name, "button_small", language),),
            (Span(f"{matter} · {rows} · {made} · {format_moment(at, language)}", "small", language, "muted"),),
        )
        self.go = Button(parent=self, small=True)
        self.go.show_words(say("Go on", language), language)
        self.go.setAccessibleName(f"{say('Go on', language)}: {summary.name}")
        self.away = IconButton("trash", self)
        self.away.show_words(f"{say('Put away', language)}: {summary.name}", language)
        row.addWidget(words, 1)
        row.addWidget(self.go)
        row.addWidget(self.away)


@dataclass(frozen=True, slots=True)
class _Matter:
    """A procedure in the list: it is found and shown by its title in each of the languages."""

    code: str
    label: Text
    names: Mapping[str, str]


def _finder(desk: Desk) -> FinderEditor:
    """Every procedure, found by a part of its name."""
    options = [
        _Matter(about.procedure, Text(titled(about.title, "zh-Hans"), titled(about.title, "en")), about.title)
        for group in grouped(desk.catalogue)
        for about in group.procedures
    ]
    question = Question(id="procedure", label=Text("", ""), kind=Kind.CHOICE, need=Need.REQUIRED)
    return FinderEditor(question, "procedure", Directory(options))


def both_titles(desk: Desk, procedure: str) -> tuple[str, str, str, str]:
    """What a procedure is called, in the two languages of the screen."""
    about = desk.catalogue.about(procedure)
    said = both(desk, lambda language: titled(about.title, language))
    return said.text, said.language, said.second, said.second_language
