"""The re-typing sheet: what to type into the office's web form, in its order and words, a line for each answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from talentdesk.core.form import PLACES, Need, Question, Text
from talentdesk.core.interview import AnswerState, Interview, SectionView, cell
from talentdesk.i18n import say, word
from talentdesk.paper.anatomy import GUIDE_GREY, SECOND_GREY, SQUARE
from talentdesk.paper.boxes import answer
from talentdesk.paper.fonts import measure
from talentdesk.paper.galley import Block, paragraph, rule, side_by_side, space, together
from talentdesk.paper.page import Frame, LaidPaper, MissingCharacter, Rect, Stroke
from talentdesk.paper.slip import WIDTH, missing_in, slip
from talentdesk.paper.still import twice

_VALUE, _LABEL, _SECOND, _SMALL = 11.0, 9.0, 7.0, 8.0
_FLOOR = 7.5
"""Smallest type of an answer that is kept on one line."""
_LABEL_AT, _VALUE_AT = 6.0, 64.0
_LABEL_WIDTH, _VALUE_WIDTH = _VALUE_AT - _LABEL_AT - 4, WIDTH - _VALUE_AT
_TOGETHER = 12
"""Lines of a long answer that stay beside their label; the others may go on to the next page."""


def lay_out_retype_sheet(interview: Interview, languages: Sequence[str] = ("zh-Hans", "en")) -> LaidPaper:
    """Every answer of the case as it must be typed, on as many pages as it needs."""
    pair = tuple(languages[:2])
    sheet = _Sheet(interview, pair)
    blocks = [block for view in interview.sections() if view.questions for block in sheet.section(view)]
    return slip(
        interview,
        pair,
        lambda language: say("Re-typing sheet", language),
        lambda language: say("Type each line as it stands and tick it.", language),
        blocks,
        sheet.lost,
    )


class _Sheet:
    """The lines of one sheet in two languages."""

    def __init__(self, interview: Interview, languages: tuple[str, ...]) -> None:
        self.interview = interview
        self.languages = languages
        self.lost: list[MissingCharacter] = []

    def section(self, view: SectionView) -> Iterator[Block]:
        """A group of the web form: its title, then what there is to type."""
        lines = [block for question in view.questions for block in self.question(question)]
        if not lines:
            return
        number = f"{view.section.number}. " if view.section.number else ""
        title = number + twice(self.languages, lambda language: word(view.section.title, language))
        yield together(
            [space(1.5), *paragraph(title, WIDTH, 11, self.languages[0], weight="SemiBold"), space(0.4), rule(WIDTH)],
            keep=True,
        )
        yield from lines

    def question(self, question: Question) -> Iterator[Block]:
        """The lines of one question; nothing for what is typed nowhere or may stay empty."""
        if question.kind in PLACES:
            return
        state = self.interview.state(question.id)
        if question.columns and state is AnswerState.ANSWERED:
            yield from self.table(question)
        elif state in (AnswerState.ANSWERED, AnswerState.DECLINED):
            yield from self.line(question.label, question.id)
        elif self.interview.need(question.id) is Need.REQUIRED:
            yield from self.gap(question.label)

    def table(self, question: Question) -> Iterator[Block]:
        """Row after row, column after column, as a web form asks for them."""
        for row in range(self.interview.rows(question.id)):
            title = f"{twice(self.languages, lambda language: word(question.label, language))}  {row + 1}"
            yield together(
                [
                    space(1.2),
                    *paragraph(title, WIDTH - _LABEL_AT, _LABEL, self.languages[0], weight="SemiBold", x=_LABEL_AT),
                    space(1.4),
                ],
                keep=True,
            )
            for column in question.columns:
                name = cell(question.id, row, column.id)
                if name in self.interview.typed:
                    yield from self.line(column.label, name)
                elif column.need is Need.REQUIRED:
                    yield from self.gap(column.label)

    def typed(self, name: str) -> str:
        """The answer as it must be typed; where the form has words to choose from, both languages' words."""
        self.lost += missing_in(self.interview, self.languages, (name,))
        return answer(self.interview, name, self.languages)

    def label(self, label: Text) -> Block:
        """The question in the web form's words, the second language below."""
        first, second = (word(label, language) for language in self.languages)
        blocks = paragraph(first, _LABEL_WIDTH, _LABEL, self.languages[0], x=_LABEL_AT)
        if second != first:
            blocks += paragraph(second, _LABEL_WIDTH, _SECOND, self.languages[1], grey=SECOND_GREY, x=_LABEL_AT)
        return together(blocks)

    def line(self, label: Text, name: str) -> Iterator[Block]:
        """A square to tick, the question, and the answer; a long answer goes on below."""
        text = self.typed(name)
        square = Block(SQUARE + 1.4, (Frame(Rect(0.2, 0.9, SQUARE, SQUARE), 0.2),))
        lines = paragraph(text, _VALUE_WIDTH, self.size(name, text), self.languages[0], x=_VALUE_AT)
        yield side_by_side([square, self.label(label), together(lines[:_TOGETHER])])
        yield from lines[_TOGETHER:]
        yield self.between()

    def size(self, name: str, text: str) -> float:
        """Type in which the answer stands on one line, to be copied at once; full size where it needs more.

        Words of a list are picked, not copied: they are never set smaller.
        """
        shown = self.interview.display(name)
        if shown.zh != shown.en:
            return _VALUE
        wide = measure(text, _VALUE, self.languages[0])
        fits = _VALUE * (_VALUE_WIDTH - 0.1) / wide if wide else _VALUE
        return _VALUE if fits < _FLOOR else min(_VALUE, fits)

    def gap(self, label: Text) -> Iterator[Block]:
        """A required answer that is not there: a line to write it on, and the words that say so."""
        said = twice(self.languages, lambda language: say("Not answered", language))
        words = paragraph(said, _VALUE_WIDTH, _SMALL, self.languages[0], grey=SECOND_GREY, x=_VALUE_AT)
        rest = Stroke(((_VALUE_AT, 6.0), (WIDTH, 6.0)), 0.2, GUIDE_GREY, dash=(1.0, 0.8))
        yield side_by_side([self.label(label), together(words), Block(6.4, (rest,))])
        yield self.between()

    def between(self) -> Block:
        return Block(1.6, (Stroke(((_LABEL_AT, 0.8), (WIDTH, 0.8)), 0.1, 0.7),))
