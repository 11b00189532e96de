"""A small band of editors for one row of a table, wherever the row is shown: its dates, its texts, what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from talentdesk.core.form import Kind, Question
from talentdesk.core.timeline import Place
from talentdesk.desktop import theme
from talentdesk.desktop.bilingual import both, both_say, both_words
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.controls import Message
from talentdesk.desktop.dates import DateEditor
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.editors import Editor, Option
from talentdesk.desktop.kinds import make_cell
from talentdesk.desktop.remarks import by_gravity, mark_of, tone_of, undrawable
from talentdesk.desktop.session import Session
from talentdesk.desktop.tact import Tact, remarks
from talentdesk.desktop.words import Span, Words, beside
from talentdesk.i18n import N_, say

_COLUMN = 210
"""Pixels a field wants at the counter."""


class RowBand(QWidget):
    """The answers of one place of the timeline. Each key goes to the case at once; Esc and Done close the band."""

    closed = Signal()
    removed = Signal()
    """The row shall go."""

    def __init__(self, desk: Desk, session: Session, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.session = session
        self.place = place
        self._tact = Tact()
        self._heading = Words(self)
        self._hint = Words(self)
        self.editors: dict[str, Editor] = {}
        self._heads: dict[str, Words] = {}
        self._messages: dict[str, Message] = {}
        self.done = Button(Role.MAIN, self, icon="check")
        self.remove = Button(Role.PLAIN, self, icon="trash")
        self._across = 0
        self._lay_out()
        self._fill()
        self.retranslate()

    @property
    def _questions(self) -> Sequence[Question]:
        """The columns of the row; of a place without a table the questions it is made of."""
        interview, feed = self.session.interview, self.place.feed
        if feed.table:
            return interview.question(feed.table).columns
        known = {question.id for question in interview.edition.questions}
        names = (feed.begin, feed.end, *feed.text)
        return [interview.question(name) for name in names if name in known and interview.asked(name)]

    def _lay_out(self) -> None:
        for question in self._questions:
            name = self.place.name(question.id)
            editor: Editor = (
                DateEditor(question, name) if question.kind is Kind.DATE else make_cell(question, name, self._items)
            )
            editor.listen(self._typed, self._next)
            assert isinstance(editor, QWidget)
            editor.setParent(self)
            self.editors[name] = editor
            self._heads[name] = Words(self)
            self._messages[name] = Message(self)
            self._messages[name].hide()
            for stop in editor.stops():
                stop.installEventFilter(self)
        self._column = QVBoxLayout(self)
        self._grid = QGridLayout()
        self._buttons = QHBoxLayout()
        self._column.addWidget(self._heading)
        self._column.addLayout(self._grid)
        self._column.addWidget(self._hint)
        self._column.addLayout(self._buttons)
        self._buttons.addWidget(self.done)
        self._buttons.addWidget(self.remove)
        self._buttons.addStretch(1)
        self.remove.setVisible(bool(self.place.feed.table))
        stops = [*(stop for editor in self.editors.values() for stop in editor.stops()), self.done, self.remove]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)
        self.done.clicked.connect(self.closed)
        self.remove.clicked.connect(self.removed)
        self._arrange()

    def _items(self, question: Question) -> Sequence[Option]:
        lists = self.session.interview.catalogue.lists()
        name = question.list or ("countries" if question.kind is Kind.COUNTRY else "")
        return question.choices or (lists.items(name) if name else ())

    # ---- answers

    def _fill(self) -> None:
        typed = self.session.interview.typed
        for name, editor in self.editors.items():
            editor.show_text(typed.get(name, ""))
            self._say_problems(name)

    def _typed(self, name: str, text: str) -> None:
        self._tact.typed(name)
        # Told like a scan: the row of the questions' page shows it too.
        self.session.fill({name: (text, "")})
        for each in self.editors:
            self._say_problems(each)

    def _next(self) -> None:
        """Enter leads on; behind the last field the band is done."""
        names = list(self.editors)
        at = next((i for i, name in enumerate(names) if any(s.hasFocus() for s in self.editors[name].stops())), -1)
        if at + 1 < len(names):
            self.editors[names[at + 1]].place_caret()
        else:
            self.closed.emit()

    def place_caret(self) -> None:
        """To the first field; of a row that has only its dates so far, to what stands behind them."""
        dates = {self.place.name(self.place.feed.begin), self.place.name(self.place.feed.end)}
        is_new = not any(editor.text() for name, editor in self.editors.items() if name not in dates)
        first = [name for name in self.editors if not is_new or name not in dates]
        self.editors[(first or list(self.editors))[0]].place_caret()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """What is wrong with a field is said once it was left."""
        if event.type() == QEvent.Type.FocusOut:
            for name, editor in self.editors.items():
                if any(stop is watched for stop in editor.stops()):
                    self._tact.left(name)
                    self._say_problems(name)
                    self.session.flush()
        return False

    def _say_problems(self, name: str) -> None:
        interview = self.session.interview
        problems = self._tact.choose(name, interview.problems_of(name))
        said = remarks(problems, interview, self._desk.language, self._desk.second)
        editor, message = self.editors[name], self._messages[name]
        editor.show_tone(tone_of(said))
        editor.show_undrawable(undrawable(said))
        message.setVisible(bool(said))
        if said:
            first = by_gravity(said)[0]
            message.show_message(mark_of(first), first.sentence, self._desk.language, first.second, self._desk.second)

    # ---- words and sizes

    def retranslate(self) -> None:
        """Puts the words anew. Texts and caret stay."""
        desk, interview, feed = self._desk, self.session.interview, self.place.feed
        language = desk.language
        if feed.table:
            title = both_words(desk, interview.question(feed.table).label)
            name = say("{table}, row {number}", language, table=title.text, number=self.place.row + 1)
            second = (
                say("{table}, row {number}", title.second_language, table=title.second, number=self.place.row + 1)
                if title.second
                else ""
            )
        else:
            title = both(desk, lambda tag: say("Dates and place", tag))
            name, second = title.text, title.second
        self._heading.show_words(beside(name, language, second, title.second_language, "label"))
        self.setAccessibleName(name)
        for question in self._questions:
            cell = self.place.name(question.id)
            label = both_words(desk, question.label)
            tail = Span(f" {label.second}" if label.second else "", "column", label.second_language, "muted")
            self._heads[cell].show_words((Span(label.text, "column", language, "muted"), tail))
            self.editors[cell].retranslate(language, desk.second)
            self.editors[cell].describe(f"{name}, {label.text}", "")
            self._say_problems(cell)
        unknown = any(question.unknown_month for question in self._questions)
        hint = both_say(desk, N_("A month that nobody knows may stay empty: the year alone is printed."))
        self._hint.setVisible(unknown)
        self._hint.show_words(beside(hint.text, language, hint.second, hint.second_language, "message"))
        for button, message in ((self.done, N_("Done")), (self.remove, N_("Remove this row"))):
            said = both_say(desk, message)
            button.show_words(said.text, language, said.second if desk.is_kiosk else "", said.second_language)

    def restyle(self) -> None:
        """Takes its sizes from the theme."""
        self._across = 0
        self._arrange()

    def _arrange(self) -> None:
        worn = theme.current()
        side = worn.pick(16, 32)
        self._column.setContentsMargins(side, worn.pick(10, 24), side, worn.pick(12, 28))
        self._column.setSpacing(worn.pick(8, 20))
        self._buttons.setSpacing(worn.pick(8, 24))
        self._grid.setHorizontalSpacing(worn.pick(12, 24))
        self._grid.setVerticalSpacing(worn.pick(2, 8))
        self.done.show_key("" if worn.kiosk else "Esc")
        across = 1 if worn.kiosk else max(1, min(4, (self.width() - 2 * side) // _COLUMN))
        if across == self._across:
            return
        self._across = across
        for number, name in enumerate(self.editors):
            line, at = divmod(number, across)
            editor = self.editors[name]
            assert isinstance(editor, QWidget)
            self._grid.addWidget(self._heads[name], line * 3, at)
            self._grid.addWidget(editor, line * 3 + 1, at, Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(self._messages[name], line * 3 + 2, at)
        for at in range(4):
            self._grid.setColumnStretch(at, 1 if at < across else 0)

    def minimumSizeHint(self) -> QSize:
        """One field wide: with less room fields stand below each other."""
        return QSize(_COLUMN, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many fields beside each other as there is room for."""
        super().resizeEvent(event)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc is done: everything typed is in the case already."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A band in the colour of what is being worked on."""
        worn = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), worn.colour("accent_soft"))
        painter.fillRect(0, 0, worn.pick(3, 6), self.height(), worn.colour("accent"))
        painter.end()
