"""Work that takes time: done elsewhere, its result brought back to the screen that asked, never lost on the way."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

T = TypeVar("T")

_WAKE = QEvent.Type(QEvent.registerEventType())
_SWEEP_MS = 100


class Letters(QObject):
    """Brings results of other threads to the thread this object lives in, in the order they came.

    A letter waits in a queue until it is opened; the event that announces it is only a knock. A lost
    knock costs a tenth of a second (the box is looked into while letters are expected), never a letter.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._box: deque[Callable[[], None]] = deque()
        self._expected = 0
        self._sweep = QTimer(self, interval=_SWEEP_MS)
        self._sweep.timeout.connect(self._open_all)

    def expect(
        self,
        future: Future[T],
        then: Callable[[T], None],
        failed: Callable[[BaseException], None] | None = None,
        receiver: QObject | None = None,
    ) -> None:
        """Calls `then(result)` here when `future` is done, or `failed(error)`.

        Nothing is called once `receiver` is gone. Without `failed` an error is raised here, so that it is seen.
        """
        self._expected += 1
        self._sweep.start()
        future.add_done_callback(lambda done: self.put(lambda: self._open(done, then, failed, receiver)))

    def put(self, letter: Callable[[], None]) -> None:
        """From any thread: has `letter` called in this object's thread."""
        self._box.append(letter)  # safe from any thread, like popleft
        if shiboken6.isValid(self):
            QCoreApplication.postEvent(self, QEvent(_WAKE))

    def customEvent(self, event: QEvent) -> None:
        """Opens what has come."""
        if event.type() == _WAKE:
            self._open_all()

    def _open_all(self) -> None:
        # A letter that raises leaves the rest in the box: each has its own knock, and the sweep comes too.
        while self._box:
            self._box.popleft()()

    def _open(
        self,
        done: Future[T],
        then: Callable[[T], None],
        failed: Callable[[BaseException], None] | None,
        receiver: QObject | None,
    ) -> None:
        self._expected -= 1
        if not self._expected:
            self._sweep.stop()
        if done.cancelled() or (receiver is not None and not shiboken6.isValid(receiver)):
            return
        error = done.exception()
        if error is None:
            then(done.result())
        elif failed is not None:
            failed(error)
        else:
            raise error


class Newest(Generic[T]):
    """Asks again and again and heeds only the newest question, whatever order the answers come in.

    The newest question is known by its own future: there is no counter that an answer could miss.
    """

    def __init__(self, letters: Letters, receiver: QObject | None = None) -> None:
        self._letters = letters
        self._receiver = receiver
        self._asked: Future[T] | None = None

    @property
    def waiting(self) -> bool:
        """Whether an answer is still to come."""
        return self._asked is not None

    def ask(
        self, future: Future[T], then: Callable[[T], None], failed: Callable[[BaseException], None] | None = None
    ) -> None:
        """Forgets the question before and calls `then` with the answer to this one."""
        self._asked = future

        def answered(result: T) -> None:
            if self._asked is future:
                self._asked = None
                then(result)

        def missed(error: BaseException) -> None:
            if self._asked is not future:
                return
            self._asked = None
            if failed is None:
                raise error
            failed(error)

        self._letters.expect(future, answered, missed, self._receiver)


class Elsewhere:
    """Two threads for slow work that needs no screen: laying out paper, reading forms."""

    def __init__(self, letters: Letters) -> None:
        self._letters = letters
        self._threads: Executor | None = None
        self.closed = False
        """Whether it takes no more work: the program is about to end."""

    def run(
        self,
        work: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[BaseException], None] | None = None,
        receiver: QObject | None = None,
    ) -> Future[T]:
        """Does `work` in another thread and calls `then` with its result in this one."""
        if self._threads is None:
            # Imported on first use: the first picture of the window does not wait for it.
            from concurrent.futures import ThreadPoolExecutor

            self._threads = ThreadPoolExecutor(2, thread_name_prefix="elsewhere")
        future = self._threads.submit(work)
        self._letters.expect(future, then, failed, receiver)
        return future

    def close(self) -> None:
        """Waits for work under way and takes no more."""
        self.closed = True
        if self._threads is not None:
            self._threads.shutdown(wait=True, cancel_futures=True)
