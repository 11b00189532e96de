"""One applicant in front of a public machine: the window, the store, the locks, the clock, and what is told of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from talentdesk.desktop import theme
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.kiosk.idle import MORE_S, Idleness, IdleWatch, Patience, Stage
from talentdesk.desktop.kiosk.idlepage import IdlePage
from talentdesk.desktop.kiosk.lockdown import LockDown
from talentdesk.desktop.kiosk.masks import Masks
from talentdesk.desktop.kiosk.publicwindow import PublicWindow
from talentdesk.service.kiosk.channel import Kind, Note, Outfit, Serve
from talentdesk.store.cases import CaseSummary
from talentdesk.store.keeper import Custody, Keeper, given_key

if TYPE_CHECKING:
    from talentdesk.core.draft import Draft
    from talentdesk.settings import Settings

_BEAT_MS = 1000
_DAY_S = 86_400.0
"""What “never” is: nobody sits at a machine for a day."""
_CASES = "cases"
INTRUDED = "intruded"


class Teller(Protocol):
    """Where notes for the supervisor go."""

    def say(self, note: Note) -> None:
        """Tells one."""


def patience_of(settings: Settings) -> Patience:
    """How long this machine waits."""
    return Patience(float(settings.curtain), float(settings.idle_warning) or _DAY_S, float(settings.idle_countdown))


class Serving(QObject):
    """Built while another applicant is in front; `serve` is called once."""

    def __init__(
        self,
        desk: Desk,
        window: PublicWindow,
        teller: Teller,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(window)
        self._desk, self._window, self._teller = desk, window, teller
        self.watch = IdleWatch(Idleness(patience_of(desk.settings), clock), self)
        self.page = IdlePage(desk, window)
        self.masks = Masks(window)
        self.keeper: Keeper | None = None
        self._session = ""
        self._begun = self._over = False
        self._shown = False
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.lock = LockDown(app, window, self.page)
        self._connect()
        self._pulse = QTimer(self, interval=_BEAT_MS)
        self._pulse.timeout.connect(self._beat)

    def _connect(self) -> None:
        self.lock.touched.connect(self._touched)
        self.lock.intruded.connect(lambda name: self._say(Kind.MISHAP, f"{INTRUDED} {name}"))
        self.watch.changed.connect(self._reached)
        self.watch.counted.connect(lambda left: self.page.show_left(left, self._whole))
        self.page.stayed.connect(self._stay)
        self.page.held.connect(self._hold)
        self.page.more_wanted.connect(lambda: self._stay(MORE_S))
        self.page.end_wanted.connect(lambda: self.end("erased"))
        self._window.begun.connect(self._begin)
        self._window.used.connect(self._touched)
        self._window.printing.connect(lambda title: self._say(Kind.PRINTING, title))
        self._window.ended.connect(self.end)

    @property
    def _whole(self) -> int:
        return int(patience_of(self._desk.settings).countdown)

    # ---- to the front

    def serve(self, serve: Serve, key: bytes) -> None:
        """Opens the store of this session and shows the window. A second session is refused: see `child`."""
        assert self.keeper is None, "a window serves one session only"
        self._session = serve.session
        self._put_on(serve.outfit)
        put = self._desk.letters.put
        self.keeper = Keeper(
            serve.place / _CASES,
            lambda id, revision: put(lambda: self._window.saved(id, revision)),
            lambda trouble: put(lambda: self._window.troubled(trouble)),
            unlock=given_key(key),
            custody=Custody(keep=None),
        )
        self.keeper.start()
        self._desk.take_keeper(self.keeper)
        self._window.installEventFilter(self)
        if serve.resumed:
            self._desk.letters.expect(self.keeper.find("", 1), self._found, lambda _error: self._show(), self)
        else:
            self._show()

    def _put_on(self, outfit: Outfit) -> None:
        desk = self._desk
        if outfit.look and outfit.look != desk.look:
            desk.wear(theme.Look(outfit.look), desk.size)
        if outfit.language and (outfit.language, outfit.second) != (desk.language, desk.second):
            desk.speak(outfit.language, outfit.second)

    def _found(self, cases: tuple[CaseSummary, ...]) -> None:
        """Where the window before left the case; none was begun yet where there is none."""
        if not cases:
            self._show()
            return
        assert self.keeper is not None
        self._desk.letters.expect(self.keeper.load(cases[0].id), self._resume, lambda _error: self._show(), self)

    def _resume(self, draft: Draft) -> None:
        self._window.resume(draft)
        self._begin()
        self._show()

    def _show(self) -> None:
        screen = self._window.screen()
        if screen is not None:  # where no window manager makes it full
            self._window.setGeometry(screen.geometry())
        self._window.showFullScreen()
        self._window.activateWindow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tells when the first picture is on the screen, and what the applicant chose for it."""
        if event.type() == QEvent.Type.Paint and not self._shown:
            self._shown = True
            QTimer.singleShot(0, self._is_shown)
        elif event.type() in (QEvent.Type.LanguageChange, QEvent.Type.StyleChange) and self._session:
            desk = self._desk
            self._teller.say(
                Note(Kind.OUTFIT, self._session, outfit=Outfit(desk.language, desk.second, str(desk.look)))
            )
        return False

    def _is_shown(self) -> None:
        self._say(Kind.SHOWN)
        self._beat()
        self._pulse.start()

    def tell_of_paper(self, there: bool) -> None:
        """The printer has run out of paper, or has some again."""
        self._window.show_paper(there)

    # ---- while somebody is here

    def _begin(self) -> None:
        if not self._begun:
            self._begun = True
            self._say(Kind.BEGUN)
            self.watch.begin()
            self._beat()

    def _touched(self) -> None:
        """On the warning the page alone counts."""
        if self._begun and self.watch.stage < Stage.WARNED:
            self.watch.touch()

    def _stay(self, more: float = 0.0) -> None:
        self.watch.touch(more=more)
        self._beat()

    def _hold(self) -> None:
        self.watch.hold()
        self._beat()

    def _reached(self, stage: Stage) -> None:
        """Answers are hidden, the question is asked, it is over, or somebody is here again."""
        if stage is Stage.OVER:
            self.end("idle")
            return
        if stage is Stage.HIDDEN:
            self.masks.put_on()
        elif stage is Stage.HERE:
            self._window.blank(False)
            self.masks.lift()
        if stage is Stage.WARNED:
            self._window.blank(True)
            while (popup := QApplication.activePopupWidget()) is not None:
                popup.hide()
            self.page.rise(self._whole)
        elif self.page.isVisible():
            self.page.hide()
            self._window.activateWindow()

    def end(self, reason: str) -> None:
        """The supervisor wipes: nothing this process could do to itself would be as thorough."""
        if self._over:
            return
        self._over = True
        self._window.blank(True)
        self.lock.empty_clipboard()
        self._say(Kind.ENDED, reason)

    # ---- to the supervisor

    def _say(self, kind: Kind, word: str = "") -> None:
        self._teller.say(Note(kind, self._session, word=word))

    def _beat(self) -> None:
        if self._over:
            return
        if self._begun:
            self._teller.say(Note(Kind.DUE, self._session, seconds=self.watch.idleness.left))
        else:
            self._say(Kind.ALIVE)
