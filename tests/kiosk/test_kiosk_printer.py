"""What somebody who left had given to the printer neither comes out for the next person nor lies in its queue."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from machine import PublicMachine, switched_on, until
from printsystem import PrintRoom, print_room

from talentdesk.service.kiosk.channel import Kind, Note, read_note
from talentdesk.service.kiosk.paper import take_back_left
from talentdesk.service.printers import Choice, Cups, Ticket
from talentdesk.service.printing import Job

PDF = b"%PDF-1.4\ncanary\n%%EOF\n"
OURS, NEXT, FOREIGN = "TD-7F3A", "TD-0001", "Minutes of the meeting"


@pytest.fixture
def cups(monkeypatch: pytest.MonkeyPatch) -> Iterator[PrintRoom]:
    with print_room(history=False) as room:
        monkeypatch.setenv("CUPS_SERVER", str(room.room / "sock"))
        for name in ("LPDEST", "PRINTER"):
            monkeypatch.delenv(name, raising=False)
        yield room


def queued(title: str, printer: str) -> Ticket:
    return Cups().hand_over(Job(PDF), title, Choice(printer))


def titles() -> list[str]:
    return sorted(title for title, _ticket in Cups().unfinished())


def test_the_jobs_of_one_title_are_taken_back_and_no_others(cups: PrintRoom) -> None:
    """One of them is being printed, one waits behind it."""
    for title, printer in ((OURS, "Slow"), (OURS, "Slow"), (NEXT, "Slow"), (FOREIGN, "Empty")):
        queued(title, printer)
    assert titles() == sorted([OURS, OURS, NEXT, FOREIGN])
    take_back_left(frozenset({OURS}))
    until(lambda: titles() == sorted([NEXT, FOREIGN]), "ours are gone")
    until(lambda: len(cups.spooled()) == 2, "their documents too")


def test_after_a_power_cut_only_what_this_program_left_is_taken_back(cups: PrintRoom) -> None:
    for title in (OURS, NEXT, FOREIGN):
        queued(title, "Empty")
    take_back_left(None)
    until(lambda: titles() == [FOREIGN], "ours are gone")
    until(lambda: len(cups.spooled()) == 1, "their documents too")


def test_an_account_finds_its_own_jobs_where_titles_are_nobody_elses(monkeypatch: pytest.MonkeyPatch) -> None:
    with print_room(history=False, private=True) as room:
        monkeypatch.setenv("CUPS_SERVER", str(room.room / "sock"))
        for name in ("kiosk", "another"):
            monkeypatch.setenv("CUPS_USER", name)
            queued(OURS if name == "kiosk" else NEXT, "Empty")
        assert titles() == [NEXT]
        monkeypatch.setenv("CUPS_USER", "kiosk")
        assert titles() == [OURS]
        take_back_left(None)
        until(lambda: titles() == [], "it is gone")
        until(lambda: len(room.spooled()) == 1, "the other's stays")


def test_on_a_shared_print_system_nothing_is_guessed(cups: PrintRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    """There jobs with such titles may be those of the machine beside this one."""
    asked: list[bool] = []
    monkeypatch.setenv("CUPS_SERVER", "print.example:631")
    monkeypatch.setattr(Cups, "unfinished", lambda _self: asked.append(True) or ())
    take_back_left(None)
    assert asked == []


def test_without_a_print_system_nothing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUPS_SERVER", str(tmp_path / "none"))
    take_back_left(None)
    take_back_left(frozenset({OURS}))


def test_only_a_title_that_names_nobody_is_heard() -> None:
    assert read_note(b'{"kind": "printing", "session": "a", "word": "TD-7F3A"}') == Note(Kind.PRINTING, "a", word=OURS)
    assert read_note('{"kind": "printing", "session": "a", "word": "陳大文 E12345678"}'.encode()) is None


@pytest.mark.slow
@pytest.mark.parametrize("how", ["end", "kill"])
def test_the_supervisor_takes_back_what_a_window_has_announced(tmp_path: Path, how: str) -> None:
    taken: list[frozenset[str] | None] = []
    with switched_on(tmp_path, "still", take_back=taken.append) as machine:
        machine.wait("begun", 1)
        until(lambda: taken == [None], "what a power cut left is asked for first")
        session = _announced(machine)
        if how == "end":
            machine.supervisor._heard.put((machine.supervisor._front, Note(Kind.ENDED, session, word="done")))
        else:
            machine.supervisor._front.kill()  # type: ignore[union-attr]
        until(lambda: len(taken) > 1, "the job is asked for")
        assert taken[1] == {OURS}
    assert len([each for each in taken if each is None]) == 1


def _announced(machine: PublicMachine) -> str:
    session = machine.session
    machine.supervisor._heard.put((machine.supervisor._front, Note(Kind.PRINTING, session.id, word=OURS)))
    until(lambda: session.jobs == {OURS}, "it is heard")
    return session.id
