"""Which papers are printed, how many pages each has, and what to know before they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from talentdesk.core.interview import Interview
from talentdesk.desktop import shapes, theme
from talentdesk.desktop.bilingual import both, both_say
from talentdesk.desktop.buttons import Button
from talentdesk.desktop.chips import NOTICE
from talentdesk.desktop.controls import Message
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.flow import FlowLayout
from talentdesk.desktop.ring import shows_ring
from talentdesk.desktop.tickbox import paint_tick
from talentdesk.desktop.words import Block, Span
from talentdesk.i18n import N_, plural, say
from talentdesk.service.findings import Finding, Weighs, before_signing
from talentdesk.service.papers import PaperView, on_demand, paper_title
from talentdesk.service.sentences import join


class PaperTick(QAbstractButton):
    """One paper: ticked it is printed. Its pages are known a moment after the screen is there."""

    def __init__(self, desk: Desk, paper: str, interview: Interview, parent: QWidget, *, ticked: bool) -> None:
        super().__init__(parent)
        self._desk = desk
        self.paper = paper
        self._interview = interview
        self._view: PaperView | None = None
        self._ringed = False
        self.setCheckable(True)
        self.setChecked(ticked)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        # Not Fixed: Qt would hold a title that wraps to the height of two lines.
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.retranslate()

    def show_view(self, view: PaperView | None) -> None:
        """The pages are counted."""
        self._view = view
        self.retranslate()

    @property
    def pages(self) -> int:
        """Pages it has; 0 while they are not counted."""
        return self._view.pages if self._view else 0

    def retranslate(self) -> None:
        """Puts the words anew."""
        title = both(self._desk, lambda language: paper_title(self.paper, self._interview, language))
        language = title.language
        pages = plural("{count} page", "{count} pages", self.pages, language) if self._view else "…"
        first = [Span(title.text, "button_small", language)]
        second = Span(title.second, "message_second", title.second_language, "muted")
        first.append(Span(f" · {pages}", "small", language, "muted"))
        if self._view and self._view.continued:
            more = plural(
                "{count} answer goes on on a continuation sheet",
                "{count} answers go on on a continuation sheet",
                self._view.continued,
                language,
            )
            first.append(Span(f" · {more}", "small", language, "muted"))
        self._paragraphs = (tuple(first), (second,))
        self._block = Block(self._paragraphs, theme.current())
        self.setText("".join(span.text for span in first).replace("&", "&&"))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Titles wrap rather than being cut."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Two lines or more."""
        worn = theme.current()
        return max(self._block.height(max(80, width - self._left())) + worn.pick(8, 24), worn.pick(44, 96))

    def sizeHint(self) -> QSize:
        """All on two lines."""
        width = self._block.width + self._left() + theme.current().pick(8, 16)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Narrow strips wrap."""
        return QSize(160, 0)

    def _left(self) -> int:
        return theme.current().pick(34, 76)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tick, words, and a ring while it has the focus."""
        worn = theme.current()
        painter = QPainter(self)
        if self.underMouse():
            shapes.box(painter, self.rect(), worn.field_radius, worn.colour("accent_soft"), None)
        side = worn.icon_side(16, 40)
        paint_tick(painter, QRect(worn.pick(8, 16), (self.height() - side) // 2, side, side), ticked=self.isChecked())
        room = self.width() - self._left()
        self._block.paint(painter, self._left(), (self.height() - self._block.height(room)) // 2, room)
        if self._ringed:
            shapes.box(painter, self.rect(), worn.field_radius, None, worn.colour("focus"), worn.ring)
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Ring when the focus came by keyboard."""
        self._ringed = shows_ring(event)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No ring without focus."""
        self._ringed = False
        super().focusOutEvent(event)


class PaperStrip(QWidget):
    """The papers in a row, and below them what will be wrong or blank on them as things stand."""

    chosen = Signal()

    def __init__(self, desk: Desk, interview: Interview, papers: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._findings: Sequence[Finding] = ()
        self._blank: tuple[str, ...] = ()
        unasked = [paper for paper in papers if paper not in on_demand(papers)]
        self.ticks = [PaperTick(desk, paper, interview, self, ticked=paper in unasked) for paper in papers]
        self._flow = FlowLayout()
        for tick in self.ticks:
            tick.toggled.connect(lambda _yes: self.chosen.emit())
            self._flow.addWidget(tick)
        self.warning = Message(self)
        self._column = QVBoxLayout(self)
        self.look_button = Button(parent=self, icon="eye", small=True)
        self.look_button.setEnabled(False)
        self._line = QHBoxLayout()
        self._line.addLayout(self._flow, 1)
        self._line.addWidget(self.look_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._column.addLayout(self._line)
        self._under = QVBoxLayout()
        self._under.addWidget(self.warning)
        self._column.addLayout(self._under)
        self.restyle()

    @property
    def papers(self) -> tuple[str, ...]:
        """Those that are ticked, in order."""
        return tuple(tick.paper for tick in self.ticks if tick.isChecked())

    def show_views(self, views: Mapping[str, PaperView]) -> None:
        """The papers are laid out: pages are counted, and what no font has is known."""
        self.look_button.setEnabled(bool(views))
        self._blank = tuple(dict.fromkeys(lost for view in views.values() for lost in view.missing))
        for tick in self.ticks:
            tick.show_view(views.get(tick.paper))
        self._warn()

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """What to say before printing."""
        self._findings = findings
        self._warn()

    def _warn(self) -> None:
        said = both(self._desk, self._told)
        self.warning.setVisible(bool(said.text))
        self.warning.show_message(NOTICE, *said)
        worn = theme.current()
        self._under.setContentsMargins(worn.pick(8, 16), 0, 0, worn.pick(4, 8) if said.text else 0)

    def _told(self, language: str) -> str:
        known = any(finding.weighs is Weighs.UNPRINTABLE for finding in self._findings)
        blank = "" if known else ", ".join(self._blank)
        lost = say("Left blank, because no font has them: {characters}", language, characters=blank) if blank else ""
        return join((before_signing(self._findings, language), lost))

    def retranslate(self) -> None:
        """Puts the words anew."""
        for tick in self.ticks:
            tick.retranslate()
        said = both_say(self._desk, N_("See the papers"))
        second = said.second if self._desk.is_kiosk else ""
        self.look_button.show_words(said.text, said.language, second, said.second_language)
        self._warn()

    def restyle(self) -> None:
        """Takes sizes from the theme."""
        worn = theme.current()
        self._column.setContentsMargins(worn.pick(8, 16), worn.pick(4, 16), worn.pick(16, 32), worn.pick(4, 16))
        self._column.setSpacing(worn.pick(4, 12))
        self._flow.set_gap(worn.pick(16, 8), worn.pick(2, 8), stop=worn.pick(48, 1))
        self._line.setSpacing(worn.pick(12, 24))
        self._warn()
        for tick in self.ticks:
            tick.retranslate()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A card."""
        worn = theme.current()
        painter = QPainter(self)
        shapes.box(painter, self.rect(), worn.card_radius, worn.colour("surface"), worn.colour("line"))
        painter.end()
