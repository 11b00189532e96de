"""Runs a public machine: it alone holds the key of each applicant's store, and forgetting the key is the wipe.

It has no window. A window is a process that serves one applicant and no other; the next one waits behind it, loaded.
Where a window dies under an applicant another one opens the same store with the same key and goes on.
"""

from __future__ import annotations

import queue
import secrets
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from talentdesk.service.kiosk.channel import Kind, Note, Outfit, Serve
from talentdesk.service.kiosk.ground import STANDING, Ground, remove
from talentdesk.service.kiosk.key import SessionKey
from talentdesk.service.kiosk.process import WindowProcess
from talentdesk.service.kiosk.standing import Standing, StandingFile
from talentdesk.settings import Settings

_PRINTER_S = 10.0


@dataclass(frozen=True, slots=True)
class Limits:
    """How long the supervisor waits, in seconds, and how often it tries."""

    crashes: int = 3
    """So many crashes within `within` are one too many: the session is ended."""
    within: float = 60.0
    start: float = 30.0
    """Until a window is on the screen."""
    silence: float = 15.0
    """Without a sign of life: a window that hangs is a window that crashed."""
    grace: float = 2.0
    """Past the time at which a session was to be erased. A window that does not do it is ended."""
    pause: float = 5.0
    """Before another window is tried after one too many crashes; doubled each time, up to a minute."""
    look: float = 30.0
    """Between two looks at the printer."""
    look_printing: float = 3.0
    """The same once somebody has printed."""


@dataclass(slots=True)
class Session:
    """One applicant, from the first screen to the end."""

    id: str
    key: SessionKey
    place: Path
    outfit: Outfit = field(default_factory=Outfit)
    begun: bool = False
    resumes: int = 0
    due: float | None = None
    """When it must have been erased."""
    jobs: set[str] = field(default_factory=set)
    """Titles of what it gave to the printer."""


@dataclass(slots=True)
class Tally:
    """Counts since the start; nothing in it is about a person."""

    sessions: int = 0
    crashes: int = 0
    given_up: int = 0
    recent: list[float] = field(default_factory=list)


Heard = tuple[WindowProcess | None, Note | None]


class Supervisor:
    """`run` on the main thread, `stop` from anywhere.

    `command` starts a window; `out_of_paper` looks at the printer; `take_back` takes what is not printed yet back from
    it, by titles or all that a power cut left; `noted` takes mishaps, without personal data; `announced` hears how the
    machine stands, again and again, and must not wait.
    """

    def __init__(
        self,
        command: Sequence[str],
        settings: Settings,
        ground: Ground,
        *,
        limits: Limits = Limits(),
        clock: Callable[[], float] = time.monotonic,
        out_of_paper: Callable[[], bool] = lambda: False,
        take_back: Callable[[frozenset[str] | None], None] = lambda _titles: None,
        noted: Callable[[str], None] = lambda _note: None,
        announced: Callable[[Standing], None] = lambda _standing: None,
    ) -> None:
        self._command = command
        self._settings = settings
        self._ground = ground
        self._limits = limits
        self._clock = clock
        self._out_of_paper = out_of_paper
        self._take_back = take_back
        self._noted = noted
        self._announced = announced
        self._heard: queue.SimpleQueue[Heard] = queue.SimpleQueue()
        self._standing = StandingFile(ground.place / STANDING)
        self.tally = Tally()
        self.session: Session | None = None
        self._front: WindowProcess | None = None
        self._spare: WindowProcess | None = None
        self._heard_at = 0.0
        self._not_before = 0.0
        self._spare_not_before = 0.0
        self._pause = 0.0
        self._looked_at = float("-inf")
        self._paper = True
        self._looking: threading.Thread | None = None
        self._taking_back: list[threading.Thread] = []
        self._failing = False
        self._stopped = False

    def run(self) -> None:
        """Serves one applicant after the other until it is stopped; nothing is left then. Raises Mishap."""
        with self._ground.occupied():
            try:
                self._recall(None)
                while not self._stopped:
                    self._present()
                    self._say(self._stands())
                    self._tell_of_paper()
                    self._take(self._wait())
                    self._keep_time()
            finally:
                self._end_session()
                self._dismiss(self._spare)
                self._spare = None
                for thread in self._taking_back:
                    thread.join(_PRINTER_S)
                self._say(Standing.OFF)

    def stop(self) -> None:
        """Ends everything soon. May be called from a signal handler."""
        self._stopped = True
        self._heard.put((None, None))

    # ---- what is heard

    def _take(self, heard: Heard | None) -> None:
        if heard is None:
            return
        window, note = heard
        if window is None:
            return
        if note is not None and note.kind is Kind.MISHAP:
            self._noted(note.word)
        elif window is self._spare:
            self._heard_of_spare(note)
        elif window is self._front:
            self._heard_of_front(window, note)
        # Whatever else speaks has been dismissed: its session is over.

    def _heard_of_spare(self, note: Note | None) -> None:
        if note is None:
            self._dismiss(self._spare)
            self._spare = None
            self._spare_not_before = self._clock() + self._limits.pause
        elif note.kind is Kind.READY and self._spare is not None:
            self._spare.ready = True

    def _heard_of_front(self, window: WindowProcess, note: Note | None) -> None:
        if note is None:
            self._crashed()
            return
        session = self.session
        if session is None or note.session != session.id:
            return  # it speaks of a session that it does not serve
        self._heard_at = self._clock()
        match note.kind:
            case Kind.SHOWN:
                window.shown = True
            case Kind.BEGUN:
                session.begun = True
                self._failing = False
            case Kind.DUE:
                session.due = self._clock() + note.seconds + self._limits.grace
            case Kind.OUTFIT:
                session.outfit = note.outfit
            case Kind.PRINTING:
                session.jobs.add(note.word)
            case Kind.ENDED:
                self._pause = 0.0
                self._end_session()

    # ---- windows come and go

    def _present(self) -> None:
        """Sees to it that a window is in front and another one waits."""
        if self._front is None and self._clock() >= self._not_before:
            self._bring_to_front()
        shown = self._front is not None and self._front.shown
        if shown and self._spare is None and self._clock() >= self._spare_not_before:
            self._spare = self._start()

    def _bring_to_front(self) -> None:
        window, self._spare = self._spare or self._start(), None
        if window is None:
            self._give_up()
            return
        if self.session is None:
            self.session = Session(secrets.token_hex(8), SessionKey(), self._ground.room())
            self.tally.sessions += 1
        session = self.session
        self._front, self._heard_at = window, self._clock()
        window.serve(Serve(session.id, session.place, session.resumes > 0, session.outfit), session.key)

    def _start(self) -> WindowProcess | None:
        room = None
        try:
            room = self._ground.room()
            return WindowProcess(self._command, self._settings, room, lambda *heard: self._heard.put(heard))
        except OSError as error:
            if room is not None:
                remove(room)
            self._noted(f"window not started: errno {error.errno}")
            return None

    def _dismiss(self, window: WindowProcess | None) -> None:
        if window is not None:
            window.kill()
            remove(window.room)

    def _crashed(self) -> None:
        """The applicant goes on in another window, unless this happens too often."""
        now = self._clock()
        self._dismiss(self._front)
        self._front = None
        self.tally.crashes += 1
        self.tally.recent = [at for at in self.tally.recent if now - at < self._limits.within] + [now]
        if len(self.tally.recent) > self._limits.crashes:
            self._give_up()
        elif self.session is not None and self.session.begun:
            self.session.resumes += 1
            # Nobody waits for that job any more: the person prints again from where they are.
            self._recall(self.session.jobs)
        else:
            self._end_session()

    def _give_up(self) -> None:
        """What brings each window down is not tried for ever."""
        if self.session is not None and self.session.begun:
            self.tally.given_up += 1
        self._end_session()
        self.tally.recent.clear()
        self._failing = True
        self._pause = min(60.0, max(self._limits.pause, 2 * self._pause))
        self._not_before = self._clock() + self._pause

    def _end_session(self) -> None:
        """The wipe: first the key, then the process, then what is noise by now."""
        session, self.session = self.session, None
        window, self._front = self._front, None
        if session is not None:
            session.key.forget()
        self._dismiss(window)
        if session is not None:
            self._recall(session.jobs)
            remove(session.place)

    def _recall(self, titles: set[str] | None) -> None:
        """What has not come out of the printer does not come out for the next person, nor lie in its queue; None: what
        was there before this machine was switched on. On a thread: a print system may take seconds to answer."""
        if titles == set():
            return
        wanted = None if titles is None else frozenset(titles)
        thread = threading.Thread(target=self._take_back, args=(wanted,), name="kiosk-recall", daemon=True)
        thread.start()
        self._taking_back = [each for each in self._taking_back if each.is_alive()] + [thread]

    # ---- time

    def _wait(self) -> Heard | None:
        """What is heard next; None when something is due before."""
        try:
            return self._heard.get(timeout=max(0.0, min(1.0, self._next() - self._clock())))
        except queue.Empty:
            return None

    def _next(self) -> float:
        now = self._clock()
        if self._front is None:
            return self._not_before
        due = self.session.due if self.session is not None else None
        return min(self._heard_at + self._patience(), now + 1.0 if due is None else due)

    def _patience(self) -> float:
        shown = self._front is not None and self._front.shown
        return self._limits.silence if shown else self._limits.start

    def _keep_time(self) -> None:
        now, session = self._clock(), self.session
        if session is not None and session.due is not None and now >= session.due:
            self._end_session()
        elif self._front is not None and now >= self._heard_at + self._patience():
            self._crashed()

    # ---- for the staff

    def _say(self, standing: Standing) -> None:
        self._standing.say(standing, crashes=self.tally.crashes, given_up=self.tally.given_up)
        self._announced(standing)

    def _tell_of_paper(self) -> None:
        """The applicant reads on the first page already that nothing can be printed here now."""
        if self._front is not None and self._front.shown:
            self._front.tell_of_paper(self._paper)

    def _stands(self) -> Standing:
        if self._failing:
            return Standing.ERROR
        if self._front is None or not self._front.shown:
            return Standing.BUSY if self._is_begun else Standing.STARTING
        # Somebody who waits for their papers needs the staff more than one who has yet to come.
        if not self._has_paper():
            return Standing.NO_PAPER
        return Standing.BUSY if self._is_begun else Standing.ATTRACT

    @property
    def _is_begun(self) -> bool:
        return self.session is not None and self.session.begun

    def _has_paper(self) -> bool:
        """Asked now and then, on a thread: a printer may take seconds to answer, and nobody waits for it here."""
        now = self._clock()
        prints = self.session is not None and bool(self.session.jobs)
        pause = min(self._limits.look, self._limits.look_printing if prints else self._limits.look)
        if now - self._looked_at >= pause and not (self._looking and self._looking.is_alive()):
            self._looked_at = now
            self._looking = threading.Thread(target=self._look, name="kiosk-paper", daemon=True)
            self._looking.start()
        return self._paper

    def _look(self) -> None:
        self._paper = not self._out_of_paper()
