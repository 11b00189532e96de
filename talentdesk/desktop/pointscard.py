"""The points of a case: total and cut-offs, each factor, both readings of a disputed table, and the cheapest moves."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from talentdesk.core.form import Grade
from talentdesk.core.interview import Interview
from talentdesk.desktop import theme
from talentdesk.desktop.bilingual import both_say, both_words
from talentdesk.desktop.cards import HeadedCard
from talentdesk.desktop.controls import Panel, Rule, clear
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.jumplink import JumpLink
from talentdesk.desktop.pointscale import PointsScale, ScoreBar
from talentdesk.desktop.sourceline import grade_chip, is_doubtful
from talentdesk.desktop.words import Paragraph, Span, Words, pair
from talentdesk.i18n import N_, say
from talentdesk.service.points import FactorView, PointsView, VariantView, points

_MOST_MOVES = 3


def spread(low: int, high: int) -> str:
    """As in `15` or `61–106`."""
    return str(low) if low == high else f"{low}–{high}"


class FactorRow(QWidget):
    """One factor: its name, the band, a bar, points of the maximum; where it is open, the ways to its questions."""

    wanted = Signal(str)

    def __init__(
        self, desk: Desk, first: FactorView, second: FactorView | None, interview: Interview, parent: QWidget
    ) -> None:
        """`second` is the same factor in the second language."""
        super().__init__(parent)
        self.factor = first
        worn, kiosk = theme.current(), theme.current().kiosk
        other = desk.second if second is not None else ""
        name, band, score = Words(self), Words(self), Words(self, wrap=False)
        below = (Span(second.title if second else "", "message_second", other, "muted"),)
        name.show_words((Span(first.title, "button", desk.language),), below)
        band.show_words(*pair(first.band, desk.language, second.band if second else "", other, "message"))
        points = spread(first.low, first.high)
        score.show_words((Span(points, "button", "en"), Span(f" / {first.maximum}", "message", "en", "muted")))
        said = say("{points} of {maximum} points", desk.language, points=points, maximum=first.maximum)
        score.setAccessibleName(f"{first.title}: {said}")
        score.setMinimumWidth(worn.pick(76, 180))
        middle = QVBoxLayout()
        middle.setSpacing(0)
        band.setVisible(bool(first.band))
        middle.addWidget(band)
        self.links = [self._link(desk, interview, question) for question in first.missing]
        for link in self.links:
            middle.addWidget(link)
        if is_doubtful(Grade(first.grade)):
            middle.addWidget(grade_chip(desk, Grade(first.grade), self), 0, Qt.AlignmentFlag.AlignLeft)
        down, along = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        row = QBoxLayout(down if kiosk else along, self)
        row.setContentsMargins(worn.pick(16, 32), worn.pick(6, 20), worn.pick(16, 32), worn.pick(6, 20))
        row.setSpacing(worn.pick(10, 10))
        bar = QBoxLayout(along)
        bar.setSpacing(worn.pick(8, 24))
        bar.addWidget(ScoreBar(first.low, first.high, first.maximum, self), 0, Qt.AlignmentFlag.AlignVCenter)
        bar.addWidget(score, 0, Qt.AlignmentFlag.AlignVCenter)
        if kiosk:
            bar.addStretch(1)
        row.addWidget(name, 0 if kiosk else 4)
        row.addLayout(bar) if kiosk else row.addLayout(middle, 6)
        row.addLayout(middle) if kiosk else row.addLayout(bar)

    def _link(self, desk: Desk, interview: Interview, question: str) -> JumpLink:
        link = JumpLink(self)
        link.show_words(*both_words(desk, interview.question(question).label))
        link.setAccessibleName(say("Go to “{question}”", desk.language, question=link.text()))
        link.clicked.connect(lambda: self.wanted.emit(question))
        return link


class PointsCard(HeadedCard):
    """Hidden where the procedure has no table of points."""

    wanted = Signal(str)
    """The question to go to."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._interview: Interview | None = None
        self.rows: list[FactorRow] = []
        self.total = Words(self, wrap=False)
        self.scale = PointsScale(self)
        self.summary = Words(self)
        self._upper = QVBoxLayout()
        self._upper.addWidget(self.summary)
        self._upper.addWidget(self.scale)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.head.addWidget(self.total)
        self.body.addLayout(self._upper)
        self.body.addLayout(self._list)
        self.body.addStretch(1)
        self.hide()

    def show_points(self, interview: Interview) -> None:
        """Counts the case's points anew."""
        self._interview = interview
        first = points(interview, self._desk.language)
        second = points(interview, self._desk.second) if self._desk.second else None
        clear(self._list)
        self.rows = []
        self.setVisible(first is not None)
        if first is None:
            return
        other = second.title if second else ""
        self.show_title(first.title, self._desk.language, other if other != first.title else "", self._desk.second)
        self.total.show_words((Span(spread(first.low, first.high), "page_title", "en"),))
        self.summary.show_words(
            *pair(first.summary, self._desk.language, second.summary if second else "", self._desk.second, "message")
        )
        most = sum(factor.maximum for factor in first.factors)
        self.scale.show_total(first.low, first.high, most, first.bands, first.categories, self._desk.language)
        self.scale.setAccessibleName(first.summary)
        self._add_factors(first, second, interview)
        self._add_variants(first)
        self._add_moves(first, second)

    def _add_factors(self, first: PointsView, second: PointsView | None, interview: Interview) -> None:
        others = {factor.id: factor for factor in second.factors} if second else {}
        for factor in first.factors:
            self._list.addWidget(Rule(self))
            row = FactorRow(self._desk, factor, others.get(factor.id), interview, self)
            row.wanted.connect(self.wanted)
            self._list.addWidget(row)
            self.rows.append(row)

    def _add_variants(self, first: PointsView) -> None:
        """What each reading of the table comes to, where sources disagree."""
        if len(first.variants) < 2:
            return
        panel, column = self._panel("sunken")
        self._add_head(column, N_("Sources disagree about this table. Each reading by itself:"), "attention")
        for variant in first.variants:
            column.addWidget(self._variant(variant))
            column.addWidget(grade_chip(self._desk, Grade(variant.grade), panel), 0, Qt.AlignmentFlag.AlignLeft)

    def _variant(self, variant: VariantView) -> Words:
        language = self._desk.language
        words = Words(self)
        words.show_words(
            (Span(f"{spread(variant.low, variant.high)} · {variant.title}", "button_small", language),),
            (Span(variant.source, "message_second", language, "muted"),),
        )
        return words

    def _add_moves(self, first: PointsView, second: PointsView | None) -> None:
        if not first.moves:
            return
        _panel, column = self._panel("accent_soft")
        self._add_head(column, N_("The cheapest moves to a higher category"), "accent")
        for place, move in enumerate(first.moves[:_MOST_MOVES]):
            lines: list[Paragraph] = [(Span(move.message, "message", self._desk.language),)]
            if second is not None and place < len(second.moves):
                lines.append((Span(second.moves[place].message, "message_second", self._desk.second, "muted"),))
            words = Words(self)
            words.show_words(*lines)
            column.addWidget(words)

    def _panel(self, fill: str) -> tuple[QWidget, QVBoxLayout]:
        worn = theme.current()
        panel = Panel(fill, self, lines="top")
        column = QVBoxLayout(panel)
        column.setContentsMargins(worn.pick(16, 32), worn.pick(10, 24), worn.pick(16, 32), worn.pick(10, 24))
        column.setSpacing(worn.pick(4, 12))
        self._list.addWidget(panel)
        return panel, column

    def _add_head(self, column: QVBoxLayout, message: str, colour: str) -> None:
        said = both_say(self._desk, message)
        words = Words(self)
        words.show_words(*pair(said.text, said.language, said.second, said.second_language, "message", colour))
        column.addWidget(words)

    def retranslate(self) -> None:
        """Puts the words anew."""
        if self._interview is not None:
            self.show_points(self._interview)

    def restyle_rows(self) -> None:
        """Takes sizes from the theme."""
        side = theme.current().pick(16, 32)
        # The last band has corners; those of the card are round.
        self._list.setContentsMargins(0, 0, 0, theme.current().card_radius)
        self._upper.setContentsMargins(side, theme.current().pick(8, 24), side, theme.current().pick(10, 24))
        self._upper.setSpacing(theme.current().pick(6, 16))
        self.retranslate()
