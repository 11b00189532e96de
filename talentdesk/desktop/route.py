"""The way through a case: which question comes after which, of those that are asked and typed."""

from __future__ import annotations

from talentdesk.core.cells import split_cell
from talentdesk.core.form import PLACES, Question, Section
from talentdesk.core.interview import Interview


class Route:
    """Follows what is asked now; it remembers nothing."""

    def __init__(self, interview: Interview) -> None:
        self._interview = interview

    def questions(self) -> list[str]:
        """Everything to fill in, in the order of the form."""
        return [q.id for view in self._interview.sections() for q in view.questions if is_typed(q)]

    def start(self) -> str:
        """The first question of all."""
        return next(iter(self.questions()), self._interview.edition.questions[0].id)

    def beside(self, question: str, by: int) -> str | None:
        """The question so many steps on; None beyond either end."""
        order = self.questions()
        at = order.index(question) + by if question in order else 0
        return order[at] if 0 <= at < len(order) else None

    def sections(self) -> list[Section]:
        """Sections in which anything is asked."""
        return [view.section for view in self._interview.sections() if view.questions]

    def section_beside(self, section: Section, by: int) -> Section | None:
        """The section so many steps on; None beyond either end."""
        asked = self.sections()
        at = asked.index(section) + by if section in asked else 0
        return asked[at] if 0 <= at < len(asked) else None

    def first_of(self, section: Section) -> str | None:
        """The first question of a section that is filled in here; None: there is none."""
        questions = self._interview.section(section).questions
        return next((question.id for question in questions if is_typed(question)), None)


def is_typed(question: Question) -> bool:
    """Whether the question has something to fill in here."""
    return question.kind not in PLACES


def plain(id: str) -> str:
    """The question of an id: the table where it is a cell."""
    parts = split_cell(id)
    return parts[0] if parts else id
