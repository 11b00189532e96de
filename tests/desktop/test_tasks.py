"""Results come back to the screen that asked, all of them, and only while it is there."""

from __future__ import annotations

import random
import threading
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThread
from pytestqt.qtbot import QtBot

from talentdesk.desktop import tasks
from talentdesk.desktop.tasks import Elsewhere, Letters, Newest


@pytest.fixture
def letters(qapp: QCoreApplication) -> Letters:
    return Letters()


def test_a_result_arrives_in_the_thread_of_the_screen(qtbot: QtBot, letters: Letters) -> None:
    got: list[tuple[int, QThread]] = []
    elsewhere = Elsewhere(letters)
    elsewhere.run(lambda: 42, lambda answer: got.append((answer, QThread.currentThread())))
    qtbot.waitUntil(lambda: bool(got))
    assert got == [(42, QCoreApplication.instance().thread())]  # type: ignore[union-attr]
    elsewhere.close()


def test_a_failure_arrives_too(qtbot: QtBot, letters: Letters) -> None:
    got: list[BaseException] = []
    elsewhere = Elsewhere(letters)
    elsewhere.run(lambda: 1 // 0, lambda _answer: None, got.append)
    qtbot.waitUntil(lambda: bool(got))
    assert isinstance(got[0], ZeroDivisionError)
    elsewhere.close()


def test_a_future_that_is_done_already_arrives_too(qtbot: QtBot, letters: Letters) -> None:
    got: list[int] = []
    future: Future[int] = Future()
    future.set_result(1)
    letters.expect(future, got.append)
    qtbot.waitUntil(lambda: got == [1])


def test_nothing_is_told_to_a_screen_that_is_gone(qtbot: QtBot, letters: Letters) -> None:
    got: list[int] = []
    gone = QObject()
    first: Future[int] = Future()
    second: Future[int] = Future()
    letters.expect(first, got.append, receiver=gone)
    letters.expect(second, lambda answer: got.append(answer))
    gone.deleteLater()
    QCoreApplication.sendPostedEvents(gone, QEvent.Type.DeferredDelete)
    first.set_result(1)
    second.set_result(2)
    qtbot.waitUntil(lambda: bool(got))
    assert got == [2]


def test_a_lost_knock_loses_no_letter(qtbot: QtBot, letters: Letters) -> None:
    got: list[int] = []
    future: Future[int] = Future()
    letters.expect(future, got.append)
    future.set_result(7)
    QCoreApplication.removePostedEvents(letters)
    qtbot.waitUntil(lambda: got == [7])


def test_a_letter_that_raises_does_not_hold_up_the_rest(qtbot: QtBot, letters: Letters) -> None:
    got: list[int] = []
    futures: list[Future[int]] = [Future() for _ in range(3)]

    def burst(_answer: int) -> None:
        raise RuntimeError

    for index, future in enumerate(futures):
        letters.expect(future, burst if index == 0 else got.append)
    with qtbot.captureExceptions() as caught:
        for index, future in enumerate(futures):
            future.set_result(index)
        qtbot.waitUntil(lambda: got == [1, 2])
    assert [kind for kind, _, _ in caught] == [RuntimeError]


def test_only_the_newest_question_is_answered(qtbot: QtBot, letters: Letters) -> None:
    got: list[str] = []
    newest: Newest[str] = Newest(letters)
    old: Future[str] = Future()
    new: Future[str] = Future()
    newest.ask(old, got.append)
    newest.ask(new, got.append)
    new.set_result("new")
    old.set_result("old")
    qtbot.waitUntil(lambda: not newest.waiting)
    QCoreApplication.processEvents()
    assert got == ["new"]


def test_no_answer_is_lost_under_stress(qtbot: QtBot, letters: Letters) -> None:
    """Thousands of answers from several threads, in random order, while the loop runs: each comes exactly once."""
    count = 3000
    got: list[int] = []
    order = list(range(count))
    random.Random(1).shuffle(order)
    futures: list[Future[int]] = [Future() for _ in range(count)]
    ready = threading.Event()

    def answer(part: list[int]) -> None:
        ready.wait()
        for index in part:
            futures[index].set_result(index)

    with ThreadPoolExecutor(4) as threads:
        for start in range(4):
            threads.submit(answer, order[start::4])
        ready.set()
        for future in futures:
            letters.expect(future, got.append)
        qtbot.waitUntil(lambda: len(got) == count, timeout=20_000)
    assert sorted(got) == list(range(count))


def test_a_search_at_every_key_always_ends_with_the_last_answer(qtbot: QtBot, letters: Letters) -> None:
    """The list must never stay empty: whatever the interleaving, the newest question gets its answer."""
    newest: Newest[int] = Newest(letters)
    for round in range(60):
        got: list[int] = []
        with ThreadPoolExecutor(3) as threads:
            for question in range(25):
                newest.ask(threads.submit(lambda question=question: question), got.append)
                if question % 7 == round % 7:
                    QCoreApplication.processEvents()
        qtbot.waitUntil(lambda got=got: bool(got) and got[-1] == 24)
    assert not newest.waiting


def test_the_sweep_rests_when_nothing_is_expected(qtbot: QtBot, letters: Letters) -> None:
    future: Future[int] = Future()
    letters.expect(future, lambda _answer: None)
    assert letters._sweep.isActive()
    future.set_result(1)
    qtbot.waitUntil(lambda: not letters._sweep.isActive())
    assert tasks._SWEEP_MS <= 100
