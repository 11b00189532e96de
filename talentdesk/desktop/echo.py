"""Shows on the page, in the list and on the paper what an answer has changed, and redraws nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from talentdesk.core.cells import split_cell
from talentdesk.core.checks import Problem, Severity
from talentdesk.desktop.page import Page
from talentdesk.desktop.preview import PaperPreview
from talentdesk.desktop.remarks import Remark
from talentdesk.desktop.tact import Tact, mark_for, remarks
from talentdesk.desktop.tasklist import TaskList

if TYPE_CHECKING:
    from talentdesk.core.interview import Interview
    from talentdesk.core.journey import Changes
    from talentdesk.desktop.desk import Desk
    from talentdesk.desktop.session import Session


class Echo:
    """Between a session that takes answers and the three places that show them."""

    def __init__(self, desk: Desk, session: Session, tasks: TaskList, preview: PaperPreview) -> None:
        self.tact = Tact()
        self._desk = desk
        self._session = session
        self._tasks = tasks
        self._preview = preview
        self._page: Page | None = None
        self._marks: dict[str, Severity] = {}
        self._late: set[str] = set()
        """Sections whose state waits until the field being typed into is left."""

    @property
    def interview(self) -> Interview:
        """Whose answers these are."""
        return self._session.interview

    @property
    def page(self) -> Page:
        """Where the questions stand."""
        assert self._page is not None, "the page is told right after it is made"
        return self._page

    def show_on(self, page: Page) -> None:
        """Show the questions' part on this page."""
        self._page = page
        self.mark_all()

    def voice(self, id: str, problems: Sequence[Problem]) -> tuple[Remark, ...]:
        """What may be said about an answer now, in words."""
        said = self.tact.choose(id, problems)
        return remarks(said, self.interview, self._desk.language, self._desk.second)

    def take(self, changes: Changes, here: str, answered: Iterable[str] = ()) -> None:
        """An answer changed this much. `here` is where the person is; `answered` shows anew on the paper."""
        for id in changes.problems:
            self.say(id)
        turned = changes.shown | changes.hidden
        if turned:
            for column in self.page.columns():
                column.asked_changed(turned)
        for id in changes.needs:
            row = self.page.row_of(id)
            if row is not None:
                row.show_need(self.interview.need(id))
        self.show_sections(changes.sections, here)
        self._preview.answers_changed((*answered, *turned))

    def say(self, id: str) -> None:
        """What may be said about an answer, on the page and on the paper."""
        column = self.page.column_of(id)
        if column is not None:
            column.say_problems(id)
        self._mark(id)
        self._preview.show_marks(self._marks)

    def show_source(self, id: str) -> None:
        """Where an answer came from."""
        column = self.page.column_of(id)
        if column is not None and split_cell(id) is None:
            column.show_source(id)

    def show_answer(self, id: str) -> None:
        """An answer that did not come from its row: declined, or a table in another order."""
        column = self.page.column_of(id)
        if column is not None:
            column.show_answer(id)
            column.say_all_problems()
            column.order_tabs()

    def show_sections(self, sections: frozenset[str], here: str) -> None:
        """A section does not turn red while the answer that would make it so is still being typed."""
        if here and self.tact.holds_back(here, self.interview.problems_of(here)):
            own = self.interview.section_of(here).id
            self._late.update(sections & {own})
            sections = sections - {own}
        if sections:
            self._tasks.sections_changed(sections)

    def leave(self, id: str) -> None:
        """The field was left: what waited is said."""
        self.tact.left(id)
        self.say(id)
        late, self._late = frozenset(self._late), set()
        self.show_sections(late, "")

    def refresh(self) -> None:
        """Everything may have changed."""
        for column in self.page.columns():
            column.refresh()
        self._tasks.retranslate()
        self.mark_all()
        self._preview.answers_changed([question.id for question in self.interview.edition.questions])

    def mark_all(self) -> None:
        """Mark the boxes of all answers that are wrong or unusual."""
        self._marks.clear()
        for problem in self.interview.problems():
            self._mark(problem.question)
        self._preview.show_marks(self._marks)

    def _mark(self, id: str) -> None:
        severity = mark_for(self.tact.choose(id, self.interview.problems_of(id)))
        if severity is None:
            self._marks.pop(id, None)
        else:
            self._marks[id] = severity
