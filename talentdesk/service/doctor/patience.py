"""Asking what may not answer: a locked keyring, a dead printing system, a disk that hangs."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

_T = TypeVar("_T")
SECONDS = 4.0


def within(seconds: float | None, ask: Callable[[], _T]) -> _T:
    """The answer, or what asking raised. Raises TimeoutError when the time is over; None: no limit.

    What does not answer goes on waiting on a thread that ends with the process.
    """
    answers: list[_T] = []
    raised: list[BaseException] = []

    def run() -> None:
        try:
            answers.append(ask())
        except Exception as error:  # noqa: BLE001 - raised again below, on the thread that asked
            raised.append(error)

    thread = threading.Thread(target=run, name="doctor", daemon=True)
    thread.start()
    thread.join(seconds)
    if raised:
        raise raised[0]
    if not answers:
        raise TimeoutError
    return answers[0]
