"""The list of the case's sections: how far each is, and the way to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from talentdesk.core.form import PLACES
from talentdesk.core.journey import SectionState
from talentdesk.desktop import chips
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.chips import Mark, Tone
from talentdesk.desktop.controls import Panel, Progress
from talentdesk.desktop.taskitem import TaskItem
from talentdesk.desktop.theme import Size
from talentdesk.desktop.words import Span, Words
from talentdesk.i18n import N_, plural, say, word

if TYPE_CHECKING:
    from talentdesk.core.form import Section
    from talentdesk.core.interview import Interview, SectionView
    from talentdesk.desktop.desk import Desk

ON_PAPER = Mark("padlock", Tone.QUIET, N_("Done on paper"))
COUNTER = Size.COUNTER
PROGRESS = N_("Progress")

_MARKS = {
    SectionState.COMPLETE: chips.COMPLETE,
    SectionState.IN_PROGRESS: chips.IN_PROGRESS,
    SectionState.NOT_STARTED: chips.NOT_STARTED,
    SectionState.NOT_ASKED: chips.NOT_ASKED,
    SectionState.NOTICE: chips.NOTICE,
    SectionState.ERROR: chips.ERROR,
}
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class TaskList(Panel):
    """Progress of the whole case, then a line a section. The arrows walk, Enter and Space go to the section."""

    wanted = Signal(str)
    """The section a person wants to go to."""
    rules_wanted = Signal()
    """How the case stands with the rules."""

    def __init__(self, desk: Desk, interview: Interview, parent: QWidget | None = None) -> None:
        super().__init__("surface", parent, lines="right")
        self._desk = desk
        self._interview = interview
        self._current = ""
        self._views: dict[str, SectionView] = {}
        self._items: dict[str, TaskItem] = {}
        self.progress = Progress(self)
        self._label = Words(self)
        self._count = Words(self, wrap=False)
        self.rules_button = Button(Role.LINK, self, icon="shield", small=True, size=COUNTER)
        self.rules_button.clicked.connect(self.rules_wanted)
        self.rules_button.show_key("F5")
        self._lay_out()
        self.retranslate()

    @property
    def items(self) -> dict[str, TaskItem]:
        """The lines by section."""
        return self._items

    @property
    def totals(self) -> tuple[int, int]:
        """Errors and notices of all sections."""
        views = self._views.values()
        return sum(view.errors for view in views), sum(view.notices for view in views)

    def show_current(self, section: str) -> None:
        """The section on the page."""
        self._current = section
        item = self._items[section]
        item.setChecked(True)
        self._scroll.ensureWidgetVisible(item, 0, 8)

    def sections_changed(self, sections: frozenset[str]) -> None:
        """These sections have another state or count."""
        for section in self._interview.edition.sections:
            if section.id in sections:
                self._show(section)
        self._show_progress()

    def retranslate(self) -> None:
        """Say all lines."""
        for section in self._interview.edition.sections:
            self._show(section)
        self._show_progress()
        self.rules_button.show_words(say("Eligibility", self._desk.language), self._desk.language)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows move the focus only: Enter or Space goes to the section."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and isinstance(watched, TaskItem):
            if event.key() in _STEPS:
                self._step(watched, _STEPS[Qt.Key(event.key())])
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                watched.click()
                return True
        return False

    def _lay_out(self) -> None:
        head = Panel("surface", self, lines="bottom right")
        inside = QVBoxLayout(head)
        inside.setContentsMargins(16, 11, 16, 12)
        inside.setSpacing(4)
        line = QHBoxLayout()
        line.addWidget(self._label, 1)
        line.addWidget(self._count)
        inside.addLayout(line)
        inside.addWidget(self.progress)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self._scrolled(), 1)
        foot = Panel("surface", self, lines="top right")
        below = QVBoxLayout(foot)
        below.setContentsMargins(10, 6, 10, 6)
        below.addWidget(self.rules_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(foot)

    def _scrolled(self) -> QScrollArea:
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        lines = Panel("surface", lines="right")
        column = QVBoxLayout(lines)
        column.setContentsMargins(0, 4, 1, 8)
        column.setSpacing(0)
        for section in self._interview.edition.sections:
            item = TaskItem(lines)
            item.clicked.connect(lambda _=False, id=section.id: self._want(id))
            item.installEventFilter(self)
            self._items[section.id] = item
            column.addWidget(item)
        column.addStretch(1)
        self._scroll.setWidget(lines)
        self._scroll.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        return self._scroll

    def _want(self, section: str) -> None:
        # The page says which section is current, not the click.
        self._items[self._current or section].setChecked(True)
        self.wanted.emit(section)

    def _step(self, item: TaskItem, by: int) -> None:
        items = [each for each in self._items.values() if each.isEnabled()]
        at = items.index(item) + by
        if 0 <= at < len(items):
            items[at].setFocus(Qt.FocusReason.TabFocusReason)
            self._scroll.ensureWidgetVisible(items[at], 0, 8)

    def _show(self, section: Section) -> None:
        view = self._interview.section(section)
        self._views[section.id] = view
        language, second = self._desk.language, self._desk.second
        other = word(section.title, second) if second else ""
        title = word(section.title, language)
        count = f"{view.answered} / {view.total}" if view.total else ""
        item = self._items[section.id]
        item.setEnabled(view.state is not SectionState.NOT_ASKED)
        mark = mark_of(view)
        item.show_task(
            mark, title, state_word(view, language), count, language, other if other != title else "", second
        )

    def _show_progress(self) -> None:
        language = self._desk.language
        answered, total = self._interview.progress()
        self.progress.show_progress(answered, total)
        self._label.show_words((Span(say(PROGRESS, language), "button", language),))
        self._count.show_words((Span(f"{answered} / {total}", "body", "en", "muted"),))
        said = say("{answered} of {total} questions answered", language, answered=answered, total=total)
        self.progress.setAccessibleName(said)


def mark_of(view: SectionView) -> Mark:
    """Icon and tone of a section's state."""
    return ON_PAPER if _is_paper_work(view) else _MARKS[view.state]


def state_word(view: SectionView, language: str) -> str:
    """A section's state in words."""
    if view.errors:
        return plural("{count} to fix", "{count} to fix", view.errors, language)
    if view.notices and view.state is SectionState.NOTICE:
        return plural("{count} notice", "{count} notices", view.notices, language)
    return say(mark_of(view).word, language)


def _is_paper_work(view: SectionView) -> bool:
    """Whether nothing in the section is typed."""
    return bool(view.questions) and all(question.kind in PLACES for question in view.questions)
