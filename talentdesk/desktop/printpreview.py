"""What would come out of the printer for one line of the list, side by side turned."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from talentdesk.core.catalogue import CatalogueMiss
from talentdesk.core.tomlfile import FormError
from talentdesk.desktop import theme
from talentdesk.desktop.bilingual import both_say
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.chips import ERROR, NOTICE
from talentdesk.desktop.controls import Message, Panel, Title
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.leaf import Leaf
from talentdesk.desktop.tasks import Newest
from talentdesk.i18n import N_, say
from talentdesk.service.mishap import InputError, Mishap
from talentdesk.service.papers import lay_out_paper, missing_of
from talentdesk.service.printing import errand_of
from talentdesk.store.trouble import StoreTrouble

if TYPE_CHECKING:
    from talentdesk.core.catalogue import Catalogue
    from talentdesk.core.draft import Draft
    from talentdesk.paper.page import LaidPage
    from talentdesk.store.printlines import Wanted

_TITLE = N_("As it is printed")
_LOST = N_("These papers cannot be made. Open the case: its review says why.")
_BLANK = N_("To be written by hand, since no font has them: {characters}")
_PATIENCE_S = 30.0

Pages = tuple[tuple["LaidPage", ...], tuple[str, ...]]
"""Pages, and the characters that are left blank on them."""


class PrintPreview(Panel):
    """Pages of the line in front. PgUp and PgDn turn; a box that is clicked leads nowhere: the case is not open."""

    left = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("sunken", parent, lines="left right top bottom")
        self._desk = desk
        self._shown: Wanted | None = None
        self._pages: Sequence[LaidPage] = ()
        self._blank: tuple[str, ...] = ()
        self._page = 0
        self._newest: Newest[Pages] = Newest(desk.letters, self)
        self._lost = False
        self._title = Title("button")
        self.turn = Button(Role.PLAIN, icon_after="forward", small=True)
        self.turn.clicked.connect(lambda: self.turn_to(self._page + 1))
        self.leaf = Leaf(self)
        self.leaf.returned.connect(self.left)
        self.note = Message(self)
        self._head = QHBoxLayout()
        self._head.addWidget(self._title, 1, Qt.AlignmentFlag.AlignVCenter)
        self._head.addWidget(self.turn)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._head)
        self._column.addWidget(self.leaf, 1)
        self._column.addWidget(self.note)
        self.restyle()
        self.retranslate()

    @property
    def page(self) -> int:
        """Which page is in front, from 0."""
        return self._page

    @property
    def pages(self) -> int:
        """How many there are; 0 while they are not laid out."""
        return len(self._pages)

    def show_print(self, wanted: Wanted | None) -> None:
        """Lays out what is wanted, elsewhere; None clears."""
        again = wanted is not None and self._shown is not None and _same(wanted, self._shown)
        self._shown = wanted
        if again or not self._desk.is_ready:
            return
        self._pages, self._page, self._lost, self._blank = (), 0, False, ()
        self._say()
        if wanted is None:
            self.leaf.clear()
            return
        draft, catalogue, key = (
            self._desk.keeper.look(wanted.draft),
            self._desk.catalogue,
            self._desk.settings.office_key,
        )
        future = self._desk.elsewhere.run(lambda: _laid(draft, catalogue, wanted, key), _pass, _pass)
        self._newest.ask(future, self._take, self._missed)

    def turn_to(self, page: int) -> None:
        """Shows a page; behind the last comes the first."""
        if self._pages:
            self._page = page % len(self._pages)
            self.leaf.show_page(self._pages[self._page])
            self._say()

    def _take(self, found: Pages) -> None:
        self._pages, self._blank = found
        self.turn_to(0)

    def _missed(self, error: BaseException) -> None:
        if not isinstance(error, StoreTrouble | FormError | CatalogueMiss | InputError | Mishap):
            raise error
        self._lost = True
        self.leaf.clear()
        self._say()

    def _say(self) -> None:
        language, pages = self._desk.language, len(self._pages)
        self.turn.setVisible(pages > 1)
        said = say("Side {page} of {pages}", language, page=self._page + 1, pages=max(1, pages))
        self.turn.show_words(said, language)
        self.leaf.setAccessibleName(f"{say(_TITLE, language)}, {said}")
        self.note.setVisible(self._lost or bool(self._blank))
        if self._lost:
            self.note.show_message(ERROR, *both_say(self._desk, _LOST))
        elif self._blank:
            self.note.show_message(NOTICE, *both_say(self._desk, _BLANK, characters=", ".join(self._blank)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pages turn by key."""
        step = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.turn_to(self._page + step)

    def retranslate(self) -> None:
        """Puts the words anew."""
        self._title.show_title(*both_say(self._desk, _TITLE))
        self._say()

    def restyle(self) -> None:
        """Takes sizes from the theme."""
        worn = theme.current()
        self._column.setContentsMargins(*(worn.pick(12, 24), worn.pick(8, 16)) * 2)
        self._column.setSpacing(worn.pick(6, 12))
        self.leaf.restyle()

    def changeEvent(self, event: QEvent) -> None:
        """Follows language and look."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.StyleChange:
            self.restyle()


def _same(one: Wanted, two: Wanted) -> bool:
    return (one.draft, one.papers, one.languages) == (two.draft, two.papers, two.languages)


def _laid(draft: Future[Draft], catalogue: Catalogue, wanted: Wanted, key: str) -> Pages:
    errand = errand_of(draft.result(_PATIENCE_S), catalogue, wanted.papers, wanted.languages)
    laid = [lay_out_paper(errand.case, paper, errand.languages, office_key=key) for paper in errand.papers]
    blank = dict.fromkeys(lost for paper in laid for lost in missing_of(paper))
    return tuple(page for paper in laid for page in paper.pages), tuple(blank)


def _pass(_result: object) -> None:
    """`Newest` heeds the future itself."""
