"""Collecting happens on the window's thread and nowhere else."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from talentdesk.desktop.garbage import GarbageTurn


class Loop:
    """Unreachable only to the collector; tells which thread took it."""

    def __init__(self, told: list[int]) -> None:
        self.me = self
        self.told = told

    def __del__(self) -> None:
        self.told.append(threading.get_ident())


@pytest.fixture
def turn(qtbot: QtBot) -> Iterator[GarbageTurn]:
    parent = QObject()
    turn = GarbageTurn(parent)
    yield turn
    turn.end()


def allocate(told: list[int], kept: list[object]) -> None:
    """Make more than enough for Python to collect by itself."""
    Loop(told)
    kept.extend([] for _ in range(50_000))


def test_another_thread_collects_nothing(turn: GarbageTurn) -> None:
    told: list[int] = []
    kept: list[object] = []
    worker = threading.Thread(target=allocate, args=(told, kept))
    worker.start()
    worker.join()
    assert told == []
    turn.turn()
    assert told == [threading.get_ident()]


def test_it_turns_by_itself(turn: GarbageTurn, qtbot: QtBot) -> None:
    told: list[int] = []
    turn._timer.setInterval(1)
    kept: list[object] = []
    allocate(told, kept)
    qtbot.waitUntil(lambda: told == [threading.get_ident()])


def test_what_has_settled_is_not_looked_through_again(turn: GarbageTurn) -> None:
    told: list[int] = []
    kept: list[object] = []
    turn.settle()
    allocate(told, kept)
    turn.turn()
    assert told == [threading.get_ident()], "what came later is"
    allocate(told, kept)
    turn.settle()
    kept.extend([] for _ in range(50_000))
    turn.turn()
    assert len(told) == 1


def test_python_has_it_back_afterwards(qtbot: QtBot) -> None:
    turn = GarbageTurn()
    assert not gc.isenabled()
    turn.end()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
