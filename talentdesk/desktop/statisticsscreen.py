"""Statistics of this desk: cases by procedure, outcome and day, how long they took, what was wrong most often."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from talentdesk.core.figures import Figures
from talentdesk.desktop import theme
from talentdesk.desktop.bilingual import both, both_say
from talentdesk.desktop.buttons import Button
from talentdesk.desktop.cards import HeadedCard
from talentdesk.desktop.charttable import ChartTable
from talentdesk.desktop.controls import Title
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.filterbuttons import FilterButtons
from talentdesk.desktop.printing import NOT_WRITTEN, NotWritten, write_file
from talentdesk.desktop.savedialog import ask_place
from talentdesk.desktop.screen import Guide, KeyHint, Screen
from talentdesk.desktop.tasks import Newest
from talentdesk.desktop.touch import scrolled
from talentdesk.desktop.words import Span, Words
from talentdesk.i18n import N_, say
from talentdesk.service.papers import paper_languages
from talentdesk.service.statistics import DAYS, TITLES, as_csv, as_pdf, bars, folded_of, statistics, too_few

STATISTICS = N_("Statistics")
PERIODS = ((N_("Last 30 days"), 30), (N_("Last 90 days"), 90), (N_("Last 365 days"), 365), (N_("All"), 0))
_TWO_COLUMNS = 900
_MOST_DAYS = 31
_SAVED = N_("Saved. The file names nobody.")


class PeriodButtons(FilterButtons):
    """How far back one looks: the same row of buttons, without counts."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent, tuple((name, None) for name, _days in PERIODS))

    def retranslate(self) -> None:
        """Puts the words anew."""
        for button, (name, _days) in zip(self._buttons, PERIODS, strict=True):
            button.show_words(say(name, self._desk.language), self._desk.language)


class ChartCard(HeadedCard):
    """One chart under its title."""

    def __init__(self, desk: Desk, table: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self.table = desk, table
        self.chart = ChartTable(desk, self)
        self._note = Words(self)
        self._foot = QVBoxLayout()
        self._foot.addWidget(self._note)
        self.body.addWidget(self.chart)
        self.body.addLayout(self._foot)
        self.body.addStretch(1)

    def show_figures(self, figures: Figures | None) -> None:
        """Draws the chart; None: not counted yet."""
        title = both_say(self._desk, TITLES[self.table])
        self.show_title(*title)
        self.chart.setAccessibleName(title.text)
        language = self._desk.language
        shown = bars(figures, self.table, self._desk.catalogue, language) if figures is not None else ()
        if self.table == DAYS and len(shown) > _MOST_DAYS:
            # The screen shows the latest; the files have them all.
            shown = shown[-_MOST_DAYS:]
        self.chart.show_bars(shown)
        self.chart.setVisible(bool(shown))
        if figures is None:
            said = say("Counting…", language)
        elif folded_of(figures, self.table).hidden:
            said = too_few(language)
        else:
            said = "" if shown else say("No cases.", language)
        self._note.show_words((Span(said, "small", language, "muted"),))
        self._note.setVisible(bool(said))
        side = theme.current().pick(16, 32)
        self._foot.setContentsMargins(
            side, theme.current().pick(8, 16) if said else 0, side, theme.current().pick(10, 24)
        )


class StatisticsScreen(Screen):
    """Charts, a period, and two files to take away."""

    def __init__(self, desk: Desk, guide: Guide, parent: QWidget | None = None) -> None:
        super().__init__(desk, guide, parent)
        self.figures: Figures | None = None
        self._newest: Newest[Figures] = Newest(desk.letters, self)
        self._heading = Title("page_title", self)
        self.periods = PeriodButtons(desk, self)
        self.csv_button = Button(parent=self, icon="document")
        self.pdf_button = Button(parent=self, icon="printer")
        self._note = Words(self)
        self.cards = {table: ChartCard(desk, table) for table in TITLES}
        self._lay_out()
        self.periods.chosen.connect(lambda _index: self.count())
        self.csv_button.clicked.connect(lambda: self._ask("csv", "CSV (*.csv)", self.csv))
        self.pdf_button.clicked.connect(lambda: self._ask("pdf", "PDF (*.pdf)", self.pdf))
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)
        self.restyle()

    def _lay_out(self) -> None:
        inside = QWidget()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, inside)
        self._sides = (QVBoxLayout(), QVBoxLayout())
        for number, card in enumerate(self.cards.values()):
            self._sides[number % 2].addWidget(card)
        for side in self._sides:
            side.addStretch(1)
            self._columns.addLayout(side, 1)
        self._scroll = scrolled(inside, self)
        self._head, self._second = QBoxLayout(QBoxLayout.Direction.LeftToRight), QHBoxLayout()
        self._head.addWidget(self._heading, 1)
        self._acts = QHBoxLayout()
        self._acts.addWidget(self.csv_button)
        self._acts.addWidget(self.pdf_button)
        self._head.addLayout(self._acts)
        self._second.addWidget(self.periods)
        self._second.addWidget(self._note, 1, Qt.AlignmentFlag.AlignVCenter)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._head)
        self._column.addLayout(self._second)
        self._column.addWidget(self._scroll, 1)

    # ---- what a screen promises

    def title(self, language: str) -> str:
        """What the screen is for."""
        return say(STATISTICS, language)

    def hints(self) -> tuple[KeyHint, ...]:
        """The keys that work here."""
        return (
            KeyHint("← →", N_("period")),
            KeyHint("Tab", N_("next chart")),
            KeyHint("↑ ↓", N_("bar by bar")),
            KeyHint("F5", N_("count again")),
            KeyHint("Esc", N_("back")),
        )

    def focus_place(self) -> QWidget:
        """The period."""
        return self.periods.place

    def enter(self) -> None:
        """Counts anew."""
        self.count()
        super().enter()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F5 counts again."""
        if event.key() == Qt.Key.Key_F5:
            self.count()
        else:
            super().keyPressEvent(event)

    # ---- counting and files

    def count(self) -> None:
        """Has the store count; the window goes on meanwhile, and an older count that comes late is dropped."""
        since, offset = self._since(), self.desk.now().utcoffset() or timedelta()
        asked = self.desk.keeper.ask(lambda store: statistics(store, since, None, offset), "all cases")
        self._newest.ask(asked, self._show, lambda _error: None)

    def _since(self) -> datetime | None:
        days = PERIODS[self.periods.current][1]
        midnight = self.desk.now().replace(hour=0, minute=0, second=0, microsecond=0)
        return midnight - timedelta(days=days - 1) if days else None

    def _show(self, figures: Figures) -> None:
        self.figures = figures
        for card in self.cards.values():
            card.show_figures(figures)

    def csv(self) -> bytes:
        """What is shown, for a spreadsheet."""
        assert self.figures is not None
        return as_csv(self.figures, self.desk.catalogue, self.desk.language)

    def pdf(self) -> bytes:
        """What is shown, on A4. Raises Mishap where a font is missing."""
        assert self.figures is not None
        pair = paper_languages(self.desk.language, self.desk.second)
        name = PERIODS[self.periods.current][0]
        period = (self._period(name, pair[0]), self._period(name, pair[1]))
        return as_pdf(self.figures, self.desk.catalogue, period, pair)

    def _period(self, name: str, language: str) -> str:
        return f"{say(name, language)} · {say('As of {day}', language, day=self.desk.today)}"

    def _ask(self, ending: str, pattern: str, made: Callable[[], bytes]) -> None:
        if self.figures is not None:
            title = say("Save the statistics", self.desk.language)
            name = f"talentdesk-statistics-{self.desk.today.isoformat()}.{ending}"
            ask_place(self.window(), title, name, lambda place: self.save(made, place), pattern)

    def save(self, made: Callable[[], bytes], place: Path) -> None:
        """Writes one of the files, and says what became of it."""
        try:
            write_file(made(), place)
            self.guide.tell(say(_SAVED, self.desk.language))
        except NotWritten:
            self.guide.tell(say(NOT_WRITTEN, self.desk.language))

    # ---- words and sizes

    def retranslate(self) -> None:
        """Puts the words anew."""
        language = self.desk.language
        self._heading.show_title(*both(self.desk, self.title))
        self.periods.retranslate()
        for button, words in ((self.csv_button, N_("Save as CSV")), (self.pdf_button, N_("Save as PDF"))):
            button.show_words(say(words, language), language)
        note = say("Counts below five are put together, so that nobody can be recognised.", language)
        self._note.show_words((Span(note, "small", language, "muted"),))
        for card in self.cards.values():
            card.show_figures(self.figures)

    def restyle(self) -> None:
        """Takes places and sizes from the theme."""
        worn = theme.current()
        margin = worn.pick(24, 56)
        self._column.setContentsMargins(margin, worn.pick(14, 40), margin, 0)
        self._column.setSpacing(worn.pick(12, 24))
        self._head.setSpacing(worn.pick(8, 24))
        self._second.setSpacing(worn.pick(16, 24))
        self._columns.setSpacing(worn.pick(16, 24))
        self._columns.setContentsMargins(0, 0, 0, worn.pick(16, 32))
        for side in self._sides:
            side.setSpacing(worn.pick(16, 24))
        self.periods.restyle()
        for card in self.cards.values():
            card.chart.restyle()
        self._fit()
        self.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side only where there is room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        wide = self.width() >= theme.current().breadth(_TWO_COLUMNS) and not theme.current().kiosk
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        for row in (self._columns, self._second):
            row.setDirection(across if wide else down)
        self._head.setDirection(down if theme.current().kiosk else across)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """What has the focus is in sight."""
        if now is not None and self._scroll.isAncestorOf(now):
            self._scroll.ensureWidgetVisible(now, 0, theme.current().pick(16, 48))
