"""Keeps what is typed: one thread beside the screen's owns the store, so that typing never waits for a disk."""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections.abc import Callable, Collection
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from talentdesk.core.clash import Versions
from talentdesk.core.draft import Draft, State
from talentdesk.store.address import Server
from talentdesk.store.cases import CaseSummary, Progress, Tally
from talentdesk.store.saving import Pending, Saver, Unsaved
from talentdesk.store.trouble import ChangedElsewhere, OnlyReading, ServersDuty, StoreTrouble, trouble_from
from talentdesk.store.trouble_keys import KeyGuardsNothing

# SQLAlchemy, SQLCipher and cryptography are imported on the worker thread, after the first paint.
if TYPE_CHECKING:
    from talentdesk.store.address import Place
    from talentdesk.store.audit import Actor
    from talentdesk.store.chores import Chores
    from talentdesk.store.opened import Store
    from talentdesk.store.salvage import Salvaged
    from talentdesk.store.staff import Person
    from talentdesk.store.vault import Vault

_Result = TypeVar("_Result")

IDLE = 30.0
"""Seconds without a save after which the write-ahead log is emptied: a damaged log is cut off without a word."""
_MOST_BASES = 200
PATIENCE_MS = 900
"""How long a write waits for another process: the person is told of a locked store within a second."""


@dataclass(frozen=True, slots=True)
class Custody:
    """How a store is looked after, beyond saving and finding."""

    keep: timedelta | None = timedelta(days=30)
    """How long a case is kept after its last save; None: for ever."""
    minded: bool = False
    """Overdue cases are purged and copies made while it is open: for a store that outlives the window."""
    who: str = ""
    """Role that the chain of acts names."""
    machine: str = ""
    """This computer's name, of which only a keyed pseudonym is kept."""
    anchors: Path | None = None
    """Folder outside the place for the end of the chain of acts."""
    may: Callable[[str, str, str], bool] = lambda _act, _mode, _role: True
    """Whether an act may be done, by the program's mode and the role of who is signed in (empty where nobody has to);
    the service knows."""

    def actor(self) -> Actor:
        """Who the chain of acts names."""
        from talentdesk import __version__
        from talentdesk.store.audit import Actor

        return Actor(self.who, self.machine, __version__)


def device_key(place: Place) -> Vault:
    """The key this computer keeps, made on first use; on a server the centre's."""
    if isinstance(place, Server):
        from talentdesk.store.server import open_vault

        return open_vault(place)
    from talentdesk.store.vault import Vault

    return Vault.open(place)


def memory_key(place: Place) -> Vault:
    """A key in memory, for a store that ends with this process."""
    from talentdesk.store.vault import Vault

    return Vault.ephemeral()


def given_key(key: bytes) -> Callable[[Place], Vault]:
    """The key that another process holds, for a store that ends when that process forgets it."""

    def unlock(place: Place) -> Vault:
        from talentdesk.store.vault import Vault

        return Vault.given(key)

    return unlock


class Keeper:
    """Saves and finds cases on a thread of its own.

    Everything may be called before the store is open, from any thread; calls are
    done in order. `on_saved(id, revision)` and `on_trouble` are called on the
    worker's thread. A trouble is told once, until saving works again; what was
    typed stays in memory (`unsaved`) and is tried again with the next save, at
    every flush and, where the trouble may pass, every two seconds.
    """

    def __init__(
        self,
        place: Place,
        on_saved: Callable[[str, int], None],
        on_trouble: Callable[[StoreTrouble], None],
        *,
        unlock: Callable[[Place], Vault] = device_key,
        clock: Callable[[], float] = time.monotonic,
        patience_ms: int = PATIENCE_MS,
        max_pages: int = 0,
        custody: Custody | None = None,
    ) -> None:
        self._place = place
        self._unlock = unlock
        self._clock = clock
        self._patience_ms = patience_ms
        self._max_pages = max_pages
        self._custody = custody or Custody()
        self._on_trouble = on_trouble
        self._chores: Chores | None = None
        self._unsaved = Unsaved()
        self._bases: dict[str, Draft] = {}
        """Cases as they were last loaded or saved here: what the next change began from."""
        self._saver = Saver(self._unsaved, self._write, on_saved, on_trouble, clock)
        self._jobs: queue.SimpleQueue[_Job[Any] | None] = queue.SimpleQueue()
        self._ended = False
        self._thread = threading.Thread(target=self._work, name="keeper", daemon=True)
        self._vault: Vault | None = None
        self._store: Store | None = None
        self._shut: StoreTrouble | None = None
        self._untidy_since: float | None = None
        self._confirmed = ""
        """The act that a second colleague confirmed and that was not done yet."""

    # ---- for the screen's thread

    def start(self) -> None:
        """Open the store in the background."""
        self._jobs.put(_Job(self._open_early))
        self._thread.start()

    def save(self, draft: Draft, revision: int, progress: Progress | None = None) -> None:
        """Save soon. A later call for the same case replaces an earlier one that is not written yet."""
        self._unsaved.put(Pending(draft, revision, progress or Progress()))
        self._jobs.put(_Job(_wake))

    def flush(self) -> Future[None]:
        """Save now. Done when everything typed before is on the disk, or fails with the trouble that prevents it."""
        return self._ask(self._flush)

    def begin(self, draft: Draft) -> Future[Draft]:
        """Save a new case at once; the result has its number. Where that fails, it is kept and tried again."""
        self._unsaved.put(Pending(draft, 0, Progress()))
        return self._ask(lambda: self._begin(draft.id))

    def load(self, id: str) -> Future[Draft]:
        """The case as typed last, also where that could not be written yet."""
        return self._ask(lambda: self._load(id))

    def look(self, id: str) -> Future[Draft]:
        """The case as typed last, for who only reads it: it may be open on another screen."""
        return self._ask(lambda: self._look(id))

    def versions(self, id: str) -> Future[Versions | None]:
        """After ChangedElsewhere: what stands in the store, what is typed here and not saved, and what both began
        from. None where nothing stands against each other. Fails with NoSuchCase where the case was erased."""
        return self._ask(lambda: self._versions(id))

    def settle(self, draft: Draft, revision: int, progress: Progress, version: int) -> Future[None]:
        """Save what was made of both versions. Fails with ChangedElsewhere where the one in the store is no longer
        `version`: somebody was faster, and is asked about again."""
        self._unsaved.put(Pending(draft, revision, progress))
        return self._ask(lambda: self._settle(draft.id, version))

    def find(
        self, text: str, limit: int = 200, states: Collection[State] = (), due: date | None = None
    ) -> Future[tuple[CaseSummary, ...]]:
        """Cases whose names or numbers hold every word of `text`, the last saved first; blank finds all. Only those in
        one of `states`, where any are named, and due until the day `due`."""
        return self._ask(lambda: self._found(lambda store: store.find(text, limit, states, due)))

    def listing(
        self, text: str, limit: int, states: Collection[State], due: date | None
    ) -> Future[tuple[tuple[CaseSummary, ...], Tally]]:
        """What `find` gives, and how many cases that `text` finds are in each state."""
        return self._ask(lambda: self._found(lambda store: (store.find(text, limit, states, due), store.counts(text))))

    def erase(self, id: str) -> Future[None]:
        """Remove the case for good. A save that comes late does not bring it back."""
        return self._ask(lambda: self._erase(id))

    def new_recovery_code(self) -> Future[str]:
        """Make a recovery code in place of an earlier one: it is kept nowhere, so show it at once."""
        return self._ask(self._new_recovery_code)

    def reopen(self, secret: str, id: str = "", pin: str = "") -> Future[None]:
        """Open with the recovery code or the passphrase, and let this computer know the key from now on, unless the
        passphrase is to be asked for at each start. `id` and `pin` are a colleague's who confirms it. Fails with
        WrongSecret, WrongPin, PinWaits, PinBlocked."""
        return self._ask(lambda: self._reopen(secret, id, pin))

    def rescue(self) -> Future[Salvaged]:
        """Make a new store of all that can still be read of a damaged one; see salvage.salvage."""
        return self._ask(self._rescue)

    def renew_key(self) -> Future[None]:
        """Give the store a new key, so that nothing that opened it before does: what whoever left may have kept. Takes
        seconds for some hundred megabytes. Fails as renewal.renew raises; the old key holds then."""
        return self._ask(self._renew_key)

    def note(self, action: str, id: str = "") -> Future[None]:
        """Add an act to the chain of acts: a value of audit.Action."""
        return self._ask(lambda: self._note(action, id))

    def names(self) -> Future[tuple[tuple[str, str], ...]]:
        """Id and name of those who can sign in here; none where nobody has to. Works before the store is open."""
        return self._ask(self._names)

    def pause(self, id: str) -> Future[int]:
        """Seconds until this person may try a PIN again; fails with PinBlocked."""
        return self._ask(lambda: self._pause(id))

    def sign_in(self, id: str, pin: str) -> Future[Person]:
        """Open as this person, or unlock, or take over the desk from who is signed in. Fails with WrongPin, PinWaits,
        PinBlocked, PinsElsewhere."""
        return self._ask(lambda: self._sign_in(id, pin))

    def confirm(self, id: str, pin: str, act: str) -> Future[None]:
        """A second colleague confirms that this act is done next, and once. Fails with SecondPersonNeeded where it is
        who is signed in, and as signing in does."""
        return self._ask(lambda: self._confirm(id, pin, act))

    def lock(self) -> Future[None]:
        """Save everything; then nothing of any case is given out until somebody signs in."""
        return self._ask(self._lock)

    def person(self) -> Future[Person | None]:
        """Who is signed in."""
        return self._ask(lambda: self._opened().person)

    def ask(self, act: Callable[[Store], _Result], needs: str = "case") -> Future[_Result]:
        """Have something done with the open store on its thread, everything typed before being on the disk. `act` may
        raise StoreTrouble and nothing else. `needs` is what it is, among the acts of service.roles: work on cases
        unless something else is said."""
        return self._ask(lambda: self._with_store(act, needs))

    def unsaved(self) -> tuple[Draft, ...]:
        """What is typed but not on the disk, for a rescue file. Works whatever the worker is doing."""
        return tuple(pending.draft for pending in self._unsaved.all())

    def protection(self) -> Future[str]:
        """What protects the store's key here: a value of vault.Protection."""
        return self._ask(lambda: self._unlocked().protection.value)

    def close(self, timeout: float) -> bool:
        """Save everything and end. False when something could not be saved within `timeout` seconds: the keeper
        goes on then, `unsaved` holds what is left, and close may be called again."""
        if not self._thread.is_alive():
            return not self._unsaved.all()
        deadline = time.monotonic() + timeout
        try:
            self.flush().result(timeout)
        except (StoreTrouble, TookTooLong):
            return False
        self._jobs.put(None)
        self._thread.join(max(0.0, deadline - time.monotonic()))
        return not self._thread.is_alive() and not self._unsaved.all()

    def _ask(self, act: Callable[[], _Result]) -> Future[_Result]:
        job = _Job(act)
        self._jobs.put(job)
        if self._ended:
            self._give_up()
        return job.future

    # ---- for the worker's thread

    def _work(self) -> None:
        try:
            while self._step():
                self._saver.write_due()
                self._tidy_when_idle()
                self._do_chores()
            if self._chores is not None:
                self._chores.end()
            if self._store is not None:
                self._close_store(self._store)
        finally:
            self._ended = True
            self._give_up()

    def _give_up(self) -> None:
        """Nobody works any more: whoever waits for an answer must not wait for ever."""
        with contextlib.suppress(queue.Empty):
            while True:
                job = self._jobs.get_nowait()
                if job is not None:
                    job.refuse()

    def _step(self) -> bool:
        """Do a job, or return when it is time to write or to tidy; False at the end."""
        try:
            job = self._jobs.get(timeout=self._wait())
        except queue.Empty:
            return True
        if job is None:
            return False
        job.do()
        return True

    def _wait(self) -> float | None:
        waits = (self._saver.wait(), self._idle_wait(), self._chores.wait() if self._chores else None)
        return min((wait for wait in waits if wait is not None), default=None)

    def _idle_wait(self) -> float | None:
        if self._untidy_since is None:
            return None
        return max(0.0, self._untidy_since + IDLE - self._clock())

    def _tidy_when_idle(self) -> None:
        if self._store is None or self._idle_wait() != 0:
            return
        try:
            if self._store.catch_up():
                return  # one at a time: whoever asks for something in between does not wait for all of them
            self._untidy_since = None
            tidied = self._store.tidy()
        except StoreTrouble as trouble:
            self._saver.report(trouble)
            tidied = False
        if not tidied:
            self._untidy_since = self._clock()

    def _do_chores(self) -> None:
        """Nobody waits for them: what goes wrong is told, and tried again when it is due again."""
        if self._chores is None or self._store is None or self._chores.wait():
            return
        try:
            self._chores.do_due(self._store)
        except StoreTrouble as trouble:
            self._chores.put_off()
            self._saver.report(trouble)

    def _close_store(self, store: Store) -> None:
        """Everything is saved by now; a log that can't be emptied is read at the next start."""
        try:
            store.close()
        except StoreTrouble as trouble:
            self._saver.report(trouble)

    # ---- the store

    def _open_early(self) -> None:
        try:
            self._opened()
        except StoreTrouble as trouble:
            self._saver.report(trouble)

    def _opened(self) -> Store:
        """The open store; what can't pass by itself is not tried twice."""
        if self._shut is not None:
            raise self._shut
        if self._store is not None and self._store.reads_only:
            self._write_again(self._store)
        if self._store is None:
            self._store = self._open()
            if self._store.reads_only:
                self._saver.report(OnlyReading())
        return self._store

    def _write_again(self, store: Store) -> None:
        """The disk may have been unlocked meanwhile."""
        from talentdesk.store.reading import may_be_written

        if isinstance(self._place, Path) and may_be_written(self._place):
            store.close()
            self._store = None
            self._store = self._open()
            self._store.follow_on(store)

    def _open(self) -> Store:
        from talentdesk.store.chores import Chores
        from talentdesk.store.opened import open_store, utc_now

        custody = self._custody
        try:
            store = open_store(
                self._place,
                self._unlocked(),
                patience_ms=self._patience_ms,
                max_pages=self._max_pages,
                keep=custody.keep,
                actor=custody.actor(),
                anchors=custody.anchors,
            )
        except (StoreTrouble, OSError) as error:
            trouble = trouble_from(error)
            self._shut = None if trouble.passing else trouble
            raise trouble from error
        if custody.minded and not store.reads_only:
            self._chores = Chores(self._place, self._unlocked().key, utc_now, self._clock, self._on_trouble)
        self._untidy_since = self._clock()  # also of what the last sitting left
        return store

    def _unlocked(self) -> Vault:
        if self._vault is None:
            try:
                self._vault = self._unlock(self._place)
            except OSError as error:
                raise trouble_from(error) from error
        return self._vault

    def _write(self, pending: Pending) -> None:
        self._opened().save(pending.draft, pending.progress)
        self._note_base(pending.draft)
        self._untidy_since = self._clock()

    # ---- jobs

    def _flush(self) -> None:
        trouble = self._saver.write_all()
        if trouble:
            raise trouble

    def _write_now(self, id: str) -> None:
        """What other cases suffer from is not this caller's trouble."""
        trouble = self._saver.write_all()
        if trouble and self._unsaved.get(id):
            raise trouble

    def _allow(self, act: str) -> Store:
        """The open store, if that may be done with it now. Raises SignInNeeded, NotAllowed."""
        from talentdesk.store.trouble_keys import NotAllowed, SignInNeeded

        store = self._opened()
        store.look_again()
        if store.person is None and store.vault.has_pins:
            raise SignInNeeded
        if not self._custody.may(act, self._custody.who, store.person.role if store.person else ""):
            raise NotAllowed
        return store

    def _names(self) -> tuple[tuple[str, str], ...]:
        from talentdesk.store.vault import names_here

        return names_here(self._place)

    def _pause(self, id: str) -> int:
        from talentdesk.store.opened import utc_now
        from talentdesk.store.vault import pause_here

        return pause_here(self._place, id, utc_now)

    def _sign_in(self, id: str, pin: str) -> Person:
        from talentdesk.store.audit import Action
        from talentdesk.store.trouble import WrongKey

        vault = self._with_pin(id, pin)
        if self._store is None:
            self._vault, self._shut = vault, None
        elif not self._store.vault.has_same_key(vault):
            raise WrongKey
        self._saver.write_all()
        store = self._opened()
        before = store.last
        result = f"ok after {vault.wrong_before}" if vault.wrong_before else "ok"
        person = store.sign_in(id, Action.HANDOVER if before and before != id else Action.UNLOCK, result)
        if vault.tries_put_back and not store.reads_only:
            store.note(Action.TRIES, result="put back")
        return person

    def _confirm(self, id: str, pin: str, act: str) -> None:
        from talentdesk.store.trouble import WrongKey
        from talentdesk.store.trouble_keys import SecondPersonNeeded, SignInNeeded

        store = self._opened()
        if store.person is None:
            raise SignInNeeded
        if id == store.person.id:
            raise SecondPersonNeeded
        if not store.vault.has_same_key(self._with_pin(id, pin)):
            raise WrongKey
        store.confirm(id)
        self._confirmed = act

    def _with_pin(self, id: str, pin: str) -> Vault:
        """The vault that a colleague's PIN opens; a wrong one is an act."""
        from talentdesk.store.audit import Action
        from talentdesk.store.opened import utc_now
        from talentdesk.store.trouble_keys import WrongPin
        from talentdesk.store.vault import Vault

        try:
            return Vault.open_with_pin(self._place, id, pin, utc_now)
        except WrongPin:
            if self._store is not None and not self._store.reads_only:
                self._store.note(Action.UNLOCK, result="wrong")
            raise

    def _lock(self) -> None:
        self._saver.write_all()
        if self._store is not None:
            self._store.lock()

    def _begin(self, id: str) -> Draft:
        self._allow("case")
        self._write_now(id)
        return self._opened().load(id)

    def _load(self, id: str) -> Draft:
        self._saver.write_all()
        if self._store is not None or not self._unsaved.get(id):
            self._allow("case")
        unwritten = self._unsaved.get(id)
        if unwritten:
            return unwritten.draft
        draft = self._opened().load(id)
        self._note_base(draft)
        return draft

    def _look(self, id: str) -> Draft:
        self._saver.write_all()
        store, unwritten = self._allow("case"), self._unsaved.get(id)
        return unwritten.draft if unwritten else store.look(id)[0]

    def _versions(self, id: str) -> Versions | None:
        self._saver.write_all()
        store, unwritten = self._allow("case"), self._unsaved.get(id)
        if unwritten is None or not store.is_behind(id):
            return None
        theirs, version = store.look(id)
        return Versions(self._bases.get(id), theirs, unwritten.draft, version)

    def _settle(self, id: str, version: int) -> None:
        store = self._allow("case")
        theirs, now = store.look(id)
        if now != version:
            raise ChangedElsewhere
        store.build_on(id, version)
        self._note_base(theirs)
        self._write_now(id)

    def _note_base(self, draft: Draft) -> None:
        """Of the cases that were at hand last."""
        self._bases.pop(draft.id, None)
        self._bases[draft.id] = draft
        while len(self._bases) > _MOST_BASES:
            del self._bases[next(iter(self._bases))]

    def _found(self, look: Callable[[Store], _Result]) -> _Result:
        self._saver.write_all()
        return look(self._allow("find"))

    def _erase(self, id: str) -> None:
        self._allow("erase").erase(id)
        self._unsaved.forget(id)
        self._bases.pop(id, None)

    def _new_recovery_code(self) -> str:
        from talentdesk.store.audit import Action

        self._allow("keys").note(Action.KEY)
        return self._unlocked().new_recovery_code()

    def _own_folder(self) -> Path:
        """A server has no keys of ours and no copies."""
        if isinstance(self._place, Server):
            raise ServersDuty
        return self._place

    def _reopen(self, secret: str, id: str, pin: str) -> None:
        from talentdesk.store.audit import Action
        from talentdesk.store.trouble import WrongKey
        from talentdesk.store.vault import Vault

        vault = Vault.open_typed(self._place, secret)
        if id and not vault.has_same_key(self._with_pin(id, pin)):
            raise WrongKey
        if not vault.asks_at_start:
            vault.remember_here()
        self._vault, self._shut = vault, None
        store = self._opened()
        if not store.reads_only:
            store.note(Action.KEY)
        if vault.has_pins:
            store.recovered(id)
        self._saver.write_all()

    def _rescue(self) -> Salvaged:
        from talentdesk.store.opened import utc_now
        from talentdesk.store.salvage import salvage

        place = self._own_folder()
        if self._chores is not None:
            self._chores.end()
        if self._store is not None:
            with contextlib.suppress(StoreTrouble):  # a damaged store may not even close
                self._store.close()
        self._chores = self._store = self._shut = None
        done = salvage(place, self._unlocked().key, utc_now())
        self._opened().note_restored()
        return done

    def _renew_key(self) -> None:
        from talentdesk.store import renewal
        from talentdesk.store.audit import Action
        from talentdesk.store.opened import utc_now

        self._saver.write_all()
        store, place = self._allow("keys"), self._place
        if isinstance(place, Server):
            raise KeyGuardsNothing
        person, second = store.person, store.second
        if self._chores is not None:
            self._chores.end()
        store.close()
        self._chores = self._store = None
        try:
            self._vault = renewal.renew(place, self._unlocked(), utc_now())
        finally:
            store = self._opened()
            if person is not None:
                store.resume(person, second)
        store.note(Action.KEY, result="new key")

    def _note(self, action: str, id: str) -> None:
        from talentdesk.store.audit import Action

        self._allow("case").note(Action(action), id)

    def _with_store(self, act: Callable[[Store], _Result], needs: str) -> _Result:
        self._saver.write_all()
        store = self._allow(needs)
        try:
            return act(store)
        finally:
            if needs == self._confirmed:
                self._confirmed = ""
                store.unconfirm()


class _Job(Generic[_Result]):
    """Something to do on the worker's thread, and the promise of its result."""

    def __init__(self, act: Callable[[], _Result]) -> None:
        self.future: Future[_Result] = Future()
        self._act = act

    def do(self) -> None:
        """Anything but a named trouble is a mistake in this program: it reaches the caller and the crash handler."""
        if not self.future.set_running_or_notify_cancel():
            return
        try:
            result = self._act()
        except StoreTrouble as trouble:
            self.future.set_exception(trouble)
        except BaseException as mistake:
            self.future.set_exception(mistake)
            raise
        else:
            self.future.set_result(result)

    def refuse(self) -> None:
        if self.future.set_running_or_notify_cancel():
            self.future.set_exception(StoreTrouble())


def _wake() -> None:
    """Makes the worker look at what is unsaved."""
