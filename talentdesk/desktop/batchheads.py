"""What the table's head asks: which question a heading means, and which sheet of the file is meant."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from talentdesk.core.form import Choice, Kind, Need, Question, Text
from talentdesk.desktop import theme
from talentdesk.desktop.batchwork import BatchWork
from talentdesk.desktop.bilingual import both
from talentdesk.desktop.buttons import Button
from talentdesk.desktop.chips import INFORMATION, NOTICE
from talentdesk.desktop.controls import Card, Message, clear
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.directory import Directory
from talentdesk.desktop.finder import FinderEditor
from talentdesk.i18n import say, word
from talentdesk.service.columns import columns_of
from talentdesk.service.sheets import suggestions


class BatchHeads(Card):
    """One heading at a time: what it is called, what it may mean, and all other questions to be found by name."""

    mapped = Signal(int, str)
    left_out = Signal(int)

    def __init__(self, desk: Desk, work: BatchWork, parent: QWidget) -> None:
        super().__init__(parent, fill="attention_soft", edge="attention_line")
        self._desk, self._work = desk, work
        self._at = -1
        self._told = Message(self)
        self._guesses = QHBoxLayout()
        self._others = QHBoxLayout()
        self.finder: FinderEditor | None = None
        self.guesses: list[Button] = []
        self.leave_button = Button(parent=self, small=True)
        self.leave_button.clicked.connect(lambda: self.left_out.emit(self._at))
        self._acts = QHBoxLayout()
        self._acts.addLayout(self._guesses)
        self._acts.addLayout(self._others)
        self._acts.addWidget(self.leave_button)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.addWidget(self._told, 1)
        self._row.addLayout(self._acts)
        self.inside.addLayout(self._row)
        self.restyle()

    def restyle(self) -> None:
        """One line at the counter; below each other for fingers."""
        worn, direction = theme.current(), QBoxLayout.Direction
        self._row.setDirection(direction.TopToBottom if worn.kiosk else direction.LeftToRight)
        self._row.setSpacing(worn.pick(16, 20))
        for layout in (self._acts, self._guesses):
            layout.setSpacing(worn.pick(8, 20))
        side = worn.pick(14, 28)
        self.inside.setContentsMargins(side, worn.pick(8, 20), side, worn.pick(8, 20))

    def refresh(self) -> None:
        """Asks after the first heading that is no question; hides where there is none."""
        sheet = self._work.sheet
        strays = sheet.strays if sheet is not None else ()
        self.setVisible(bool(strays))
        if sheet is None or not strays:
            return
        self._at = strays[0]
        heading, cell, language = sheet.head[self._at], sheet.heading_cell(self._at), self._desk.language
        said = both(
            self._desk,
            lambda tongue: say(
                "“{heading}” in {cell} is no question of this procedure ({count} such headings). What does it mean?",
                tongue,
                heading=heading[:60],
                cell=cell,
                count=len(strays),
            ),
        )
        self._told.show_message(NOTICE, *said)
        clear(self._guesses)
        clear(self._others)
        self.guesses = []
        for column in suggestions(heading, sheet, self._work.edition):
            button = Button(parent=self, small=True)
            button.show_words(word(self._work.question(column).label, language), language)
            button.clicked.connect(lambda _=False, column=column: self.mapped.emit(self._at, column))
            self._guesses.addWidget(button)
            self.guesses.append(button)
        self.finder = self._finder()
        self._others.addWidget(self.finder)
        self.leave_button.show_words(say("Leave it out", language), language)

    def _finder(self) -> FinderEditor:
        sheet, language = self._work.sheet, self._desk.language
        assert sheet is not None
        taken = sheet.headed
        options = [
            Choice(column.id, column.question.label if "[" not in column.id else _halves(column.heading))
            for column in columns_of(self._work.edition)
            if column.id not in taken
        ]
        question = Question(id="heading", label=Text("", ""), kind=Kind.CHOICE, need=Need.OPTIONAL)
        finder = FinderEditor(question, "heading", Directory(options), cell=True)
        finder.setFixedWidth(theme.current().pick(210, 420))
        finder.retranslate(language, self._desk.second)
        name = say("Another question", language)
        finder.describe(name, "")
        finder.line.setPlaceholderText(name)

        def typed(_id: str, text: str) -> None:
            if finder.directory.option(text) is not None and not finder._typing:
                self.mapped.emit(self._at, text)

        def asked() -> None:
            if finder.directory.option(finder.text()) is not None:
                self.mapped.emit(self._at, finder.text())

        finder.listen(typed, asked)
        return finder


class BatchSheets(QWidget):
    """Which sheet of a file was read, and the others to choose instead."""

    wanted = Signal(str)

    def __init__(self, desk: Desk, work: BatchWork, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._work = desk, work
        self._told = Message(self)
        self.buttons: list[Button] = []
        self._row = QHBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        line = QHBoxLayout()
        line.addWidget(self._told, 1)
        line.addLayout(self._row)
        column.addLayout(line)

    def refresh(self) -> None:
        """Hides where only one sheet can be meant, or the file is not at hand."""
        sheet = self._work.sheet
        others = [name for name in sheet.sheets if name != sheet.sheet] if sheet is not None else []
        shown = sheet is not None and bool(others) and self._work.file is not None
        self.setVisible(shown)
        if sheet is None or not shown:
            return
        said = both(
            self._desk,
            lambda language: say(
                "The file has {count} sheets; “{sheet}” was read. Choose another one if it is not the right one.",
                language,
                count=len(sheet.sheets),
                sheet=sheet.sheet,
            ),
        )
        self._told.show_message(INFORMATION, *said)
        clear(self._row)
        self.buttons = []
        for name in others[:4]:
            button = Button(parent=self, small=True)
            button.show_words(name, self._desk.language)
            button.clicked.connect(lambda _=False, name=name: self.wanted.emit(name))
            self._row.addWidget(button)
            self.buttons.append(button)
        self._row.setSpacing(theme.current().pick(8, 24))


def _halves(heading: str) -> Text:
    zh, _, en = heading.partition(" / ")
    return Text(zh, en or zh)
