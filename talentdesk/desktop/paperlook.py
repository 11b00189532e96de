"""The papers as they will come out, page below page: a click on a box leads to its question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from talentdesk.core.checks import Severity
from talentdesk.desktop import theme
from talentdesk.desktop.bilingual import both_say
from talentdesk.desktop.buttons import Button
from talentdesk.desktop.controls import Panel, Title, clear
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.leaf import Leaf
from talentdesk.desktop.touch import scrolled
from talentdesk.i18n import N_, say

if TYPE_CHECKING:
    from talentdesk.paper.page import LaidPage

_WIDEST = 900
_STEP = 80
_STEPS = {Qt.Key.Key_Down: _STEP, Qt.Key.Key_Up: -_STEP}


class PaperLook(Panel):
    """Lies over the review while the papers are looked at. Esc puts it away."""

    wanted = Signal(str)
    """The question of a box that was chosen."""
    closed = Signal()
    turned = Signal()
    """It has been opened or put away."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__("sunken", parent)
        self._desk = desk
        self.leaves: list[Leaf] = []
        self._title = Title("page_title", self)
        self.close_button = Button(parent=self, icon="back")
        self.close_button.clicked.connect(self.put_away)
        self._head = QHBoxLayout()
        self._head.addWidget(self._title, 1)
        self._head.addWidget(self.close_button)
        inside = QWidget()
        inside.setAutoFillBackground(False)
        self._pages = QVBoxLayout(inside)
        self._scroll = scrolled(inside, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addWidget(self._scroll, 1)
        self.hide()
        self.restyle()
        self.retranslate()

    def show_pages(self, pages: Sequence[LaidPage], marks: Mapping[str, Severity]) -> None:
        """Lies over its parent with these pages, problems marked in their boxes."""
        clear(self._pages)
        self.leaves = []
        for number, page in enumerate(pages, 1):
            leaf = Leaf(self)
            leaf.show_page(page)
            leaf.show_marks(marks)
            leaf.setAccessibleName(say("Page {number}", self._desk.language, number=number))
            leaf.chosen.connect(self._choose)
            leaf.returned.connect(self.put_away)
            self._pages.addWidget(leaf, 0, Qt.AlignmentFlag.AlignHCenter)
            self.leaves.append(leaf)
        self._fit()
        self._scroll.verticalScrollBar().setValue(0)
        self.show()
        self.raise_()
        self.turned.emit()
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def put_away(self) -> None:
        """Back to the review."""
        self.hide()
        self.turned.emit()
        self.closed.emit()

    def _choose(self, question: str) -> None:
        self.hide()
        self.wanted.emit(question)

    def _fit(self) -> None:
        """As wide as there is room, so that small print can be read."""
        worn = theme.current()
        width = min(self.width() - 2 * worn.pick(24, 40), worn.pick(_WIDEST, 2000))
        for leaf in self.leaves:
            assert leaf.page is not None
            across, down = leaf.page.size
            leaf.setFixedSize(width, round(width * down / across))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes, arrows and pages scroll; no digit leads away from here."""
        bar = self._scroll.verticalScrollBar()
        page = {Qt.Key.Key_PageDown: bar.pageStep(), Qt.Key.Key_PageUp: -bar.pageStep()}
        step = {**_STEPS, **page}.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
        elif step is not None:
            bar.setValue(bar.value() + step)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab stays here while the review lies underneath, unseen."""
        stops: list[QWidget] = [self.close_button, *self.leaves]
        here = QApplication.focusWidget()
        at = stops.index(here) if here in stops else 0
        at = (at + (1 if next else -1)) % len(stops)
        stops[at].setFocus(Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason)
        self._scroll.ensureWidgetVisible(stops[at], 0, 0)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pages follow the width."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follows language and look."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.StyleChange:
            self.restyle()

    def retranslate(self) -> None:
        """Puts the words anew."""
        self._title.show_title(*both_say(self._desk, N_("The papers as they are printed")))
        said = both_say(self._desk, N_("Back to the review"))
        second = said.second if self._desk.is_kiosk else ""
        self.close_button.show_words(said.text, said.language, second, said.second_language)

    def restyle(self) -> None:
        """Takes sizes from the theme."""
        worn = theme.current()
        margin = worn.pick(24, 56)
        self._head.setContentsMargins(margin, worn.pick(14, 40), margin, worn.pick(12, 24))
        self._pages.setContentsMargins(0, 0, 0, worn.pick(24, 40))
        self._pages.setSpacing(worn.pick(16, 24))
        self.close_button.show_key("" if worn.kiosk else "Esc")
        for leaf in self.leaves:
            leaf.restyle()
        self._fit()
