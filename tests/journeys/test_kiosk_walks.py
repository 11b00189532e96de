"""Three people at a public machine, by touch only: the real supervisor, the real window full screen, real printing.

The finger is a pointer that is pressed and lifted, which is what most touch screens tell an X server; where
`speaks_touch` is set it comes in as touches at Qt's own door, because Xvfb has no touch screen. No key is ever pressed.
`TALENTDESK_LONG` walks everybody on both screens; `TALENTDESK_PICTURES` names a folder for a picture of every screen.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from cluster import Cluster
from conftest import PICTURES
from display import Display, until
from people import GRADUATE, HONG_KONG, RESEARCHER
from printed import texts
from printsystem import PrintRoom, print_room
from rawdisk import Disk, raw_disk
from residue import PLACES, counter_of, residue
from visitor import Person, PublicMachine, Visitor, is_alive

from talentdesk.core.interview import Interview
from talentdesk.i18n import format_date, say, word
from talentdesk.service import handoff
from talentdesk.service.papers import paper_title
from talentdesk.service.rooms import catalogue
from talentdesk.service.upkeep import place_in
from talentdesk.store.keeper import device_key
from talentdesk.store.opened import open_store

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="an X server, cupsd and /proc"),
]
HIGH, WIDE = (1080, 1920), (1920, 1080)
LONG = bool(os.environ.get("TALENTDESK_LONG"))
NOW = datetime(2026, 11, 23, 14, 3, 22, tzinfo=timezone(timedelta(hours=8)))
DAY = NOW.date()
NONE = dict.fromkeys(PLACES, 0)


@dataclass(frozen=True)
class Course:
    """Who walks, on which screen, and what they change at the end: a question, and the new answer."""

    person: Person
    size: tuple[int, int]
    change: tuple[str, str]
    speaks_touch: bool = False

    @property
    def name(self) -> str:
        return f"{self.person.language}-{'high' if self.size == HIGH else 'wide'}"


_GRADUATE = (GRADUATE, ("job.title", "Engenheiro de dados"))
_RESEARCHER = (RESEARCHER, ("employer.name", "Haina Laboratory"))
_HONG_KONG = (HONG_KONG, ("contact.phone", "13711112222"))
COURSES = [
    Course(_GRADUATE[0], HIGH, _GRADUATE[1]),
    Course(_RESEARCHER[0], WIDE, _RESEARCHER[1], speaks_touch=True),
    Course(_HONG_KONG[0], HIGH, _HONG_KONG[1]),
]
OTHERS = [
    Course(_GRADUATE[0], WIDE, _GRADUATE[1]),
    Course(_RESEARCHER[0], HIGH, _RESEARCHER[1], speaks_touch=True),
    Course(_HONG_KONG[0], WIDE, _HONG_KONG[1]),
]


@pytest.fixture
def disk() -> Iterator[Disk]:
    with raw_disk() as made:
        yield made


@pytest.fixture
def hall(
    tmp_path: Path, tool: Callable[[str], str], disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Hall]]:
    """Makes a hall with one machine; at the end everything in it is switched off."""
    with contextlib.ExitStack() as stack:

        def open_hall(size: tuple[int, int], **settings: str) -> Hall:
            for name in ("xprop", "xwininfo"):
                tool(name)
            room = stack.enter_context(print_room(history=False))
            monkeypatch.setenv("CUPS_SERVER", str(room.room / "sock"))
            display = Display(tmp_path / "screen", tool, size)
            stack.callback(display.close)
            machine = PublicMachine(tmp_path, display, disk.folder, **settings)
            stack.callback(machine.switch_off)
            stack.callback(lambda: print(machine.notes()))  # shown with a test that fails
            machine.switch_on()
            return Hall(machine, room, disk)

        yield open_hall


@dataclass(frozen=True)
class Hall:
    """One machine, its printer and its disk."""

    machine: PublicMachine
    room: PrintRoom
    disk: Disk

    def visitor(self, person: Person, folder: str, *, speaks_touch: bool = False) -> Visitor:
        pictures = os.environ.get(PICTURES)
        return Visitor(self.machine, person, Path(pictures, folder) if pictures else None, speaks_touch)

    def raw(self) -> bytes:
        """What the disk holds once the machine is off."""
        self.machine.switch_off()
        return self.disk.raw()


@pytest.mark.parametrize("course", [*COURSES, *(OTHERS if LONG else ())], ids=lambda course: course.name)
def test_a_person_leaves_with_the_right_papers_and_nothing_stays(
    hall: Callable[..., Hall], cluster: Cluster, tool: Callable[[str], str], course: Course
) -> None:
    server = cluster.new_database()
    it = hall(course.size, counters=server)
    person, machine = course.person, it.machine
    visitor = it.visitor(person, course.name, speaks_touch=course.speaks_touch)
    seen = machine.see()
    assert seen["full"]
    assert tuple(seen["size"]) == course.size
    machine.display._do("mousemove", "5", "5")
    before = machine.display.still()

    visitor.go_in()
    visitor.choose()
    visitor.fill()
    question, answer = course.change
    visitor.check(question, answer)
    wanted = {**person.answers, question: answer}
    assert machine.ask("typed") == wanted, "what was typed key by key, no more and no less"
    case = _case(person, wanted)
    assert visitor.seen == [q.id for q in _asked(case)], "every question once, in the order of the form"

    there = residue(machine, it.room, person.canaries, [seen["pid"]])
    assert there["memory"] or not _looks_into_memory(seen["pid"]), "the search finds who is there"
    assert there["accessibility tree"], "the search finds who is there"
    told = visitor.print()
    _judge_last_page(visitor, told, case)
    visitor.leave()

    _judge_papers(it.room, tool("pdftotext"), told, wanted, case)
    _judge_counter(server, told["code"], wanted)
    others = machine.pids()
    assert seen["pid"] not in others
    assert residue(machine, it.room, person.canaries, others) == NONE
    machine.display._do("mousemove", "5", "5")
    until(lambda: machine.display.still() == before, "the screen is as it was before anybody came")
    assert counter_of(person.canaries)(it.raw()) == 0
    assert machine.program is not None
    assert machine.program.returncode == 0


def _looks_into_memory(pid: int) -> bool:
    return os.access(f"/proc/{pid}/mem", os.R_OK)


def _case(person: Person, typed: dict[str, str]) -> Interview:
    edition = catalogue().in_force(person.procedure, DAY)
    return Interview(edition, catalogue(), as_of=DAY, typed=typed, declined=person.none)


def _asked(case: Interview) -> list[Any]:
    from talentdesk.core.form import PLACES as BY_HAND

    return [question for view in case.sections() for question in view.questions if question.kind not in BY_HAND]


def _judge_last_page(visitor: Visitor, told: dict[str, Any], case: Interview) -> None:
    """Papers in their order with their pages, where to sign, what to bring, by when, and the code without scrolling."""
    language, aloud = visitor.person.language, told["aloud"]
    lines = aloud.splitlines()
    assert told["printed"]
    places = []
    for number, (paper, pages, signed) in enumerate(told["papers"], 1):
        (place,) = (at for at, line in enumerate(lines) if line.startswith(f"{number}. "))
        places.append(place)
        assert paper_title(paper, case, language) in lines[place]
        assert pages > 0
        for question, page in signed:
            label = word(case.question(question).label, language)
            assert say("Sign on page {page}: {place}", language, page=page, place=label) in lines[place]
    assert places == sorted(places)
    assert any(signed for _paper, _pages, signed in told["papers"]), "somebody has to sign"
    for view in case.documents():
        assert word(view.document.title, language) in aloud
    for view in case.deadlines():
        soon = view.days_left <= 366 and not view.deadline.opens
        assert (format_date(view.due, language) in aloud) is soon, view.deadline.id
    square = visitor.find("slip")
    assert square is not None
    assert square["seen"] == square["whole"], "the code is seen without scrolling"
    assert square["free"]
    assert visitor.machine.see()["scrolled"] == 0


def _judge_papers(
    room: PrintRoom, pdftotext: str, told: dict[str, Any], wanted: dict[str, str], case: Interview
) -> None:
    """One job under a name that tells nothing, with every page and every name exactly as it was typed."""
    (job,) = room.jobs()
    assert re.fullmatch(r"TD-[0-9A-F]{4}", job.title)
    assert room.spooled() == ()
    pages = _pages(job.content)
    count = sum(pages_ for _paper, pages_, _signed in told["papers"]) + told["slip"]
    assert len([page for page in pages if page.strip()]) == count, "besides backs that stay white"
    names = [id for id in wanted if id.rpartition(".")[2] in ("surname", "given_names", "name_zh")]
    numbers = [id for id in wanted if id.endswith(("passport.number", "travel_permit.number", "employer.name"))]
    assert len(names) >= 2
    for text in texts(job.content, pdftotext):
        flat = _flat(text)
        for id in (*names, *numbers):
            assert _flat(wanted[id]) in flat, id
    assert handoff.shown(told["code"]) in "\n".join(pages), "the slip has the code that is on the screen"


def _pages(pdf: bytes) -> list[str]:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def _flat(text: str) -> str:
    """Without what breaks lines: a long name takes two."""
    return re.sub(r"[\s\u00ad\ufffe\x02-]", "", text)


def _judge_counter(server: str, code: str, wanted: dict[str, str]) -> None:
    """At the counter nothing is typed again."""
    place = place_in(server)
    store = open_store(place, device_key(place), now=lambda: NOW.astimezone(UTC))
    try:
        draft = handoff.take(store, handoff.scannable(code), NOW)
    finally:
        store.close()
    assert dict(draft.typed) == wanted


# ---- what goes wrong in the middle of a question


def _begin(hall: Callable[..., Hall], folder: str, size: tuple[int, int], **settings: str) -> tuple[Hall, Visitor]:
    """Somebody in the middle of their name."""
    it = hall(size, **settings)
    visitor = it.visitor(HONG_KONG, folder)
    visitor.go_in()
    visitor.choose()
    visitor.fill("person.given_names")
    visitor.type("LIP ")
    until(lambda: it.machine.ask("saved"), "it is on the disk")
    return it, visitor


def test_a_window_that_is_killed_is_followed_by_one_that_goes_on_where_the_person_was(
    hall: Callable[..., Hall],
) -> None:
    it, visitor = _begin(hall, "killed", HIGH)
    machine = it.machine
    until(machine.spare_is_loaded, "a window waits")
    first, typed = machine.see(), machine.ask("typed")
    os.kill(first["pid"], signal.SIGKILL)
    killed = time.monotonic()
    until(lambda: _resumed(machine, first["pid"]), "the person goes on", 60)
    took = time.monotonic() - killed
    busy = os.getloadavg()[0] > (os.cpu_count() or 1)
    assert took < 2 or busy, f"{took:.1f} s"
    seen = machine.see()
    assert (seen["here"], seen["text"], seen["language"]) == ("person.given_names", "LIP ", "zh-Hant-HK")
    assert machine.ask("typed") == typed
    visitor.look("goes-on")
    visitor.type("M")
    assert machine.see()["text"] == "LIP M", "the caret stands behind what was typed"
    visitor.touch("bar", "end")
    until(lambda: machine.see()["sheet"] == "EndSheet", "the question of ending")
    visitor.look("end")
    visitor.touch("erase")
    machine.waits(but=seen["pid"])
    assert residue(machine, it.room, HONG_KONG.canaries, machine.pids()) == NONE
    assert counter_of(HONG_KONG.canaries)(it.raw()) == 0


def _resumed(machine: PublicMachine, but: int) -> bool:
    with contextlib.suppress(OSError):
        seen = machine.see()
        return bool(seen["pid"] != but and seen["sheet"] == "Walk" and seen["here"])
    return False


@pytest.mark.parametrize("size", [HIGH, pytest.param(WIDE, marks=pytest.mark.long)], ids=["high", "wide"])
def test_nobody_there_is_asked_and_then_everything_is_erased(hall: Callable[..., Hall], size: tuple[int, int]) -> None:
    """The times are short here; the machine's own are 15, 90 and 30 seconds."""
    name = f"idle-{'high' if size == HIGH else 'wide'}"
    it, visitor = _begin(hall, name, size, curtain="3", idle_warning="6", idle_countdown="6")
    machine = it.machine
    until(lambda: machine.see()["idle"], "the question whether anybody is there", 30)
    visitor.look("warning")
    seen = machine.see()
    assert seen["blank"]
    assert seen["text"] == "LIP ", "nothing is lost while it asks"
    visitor.touch("idle", "go_on")
    until(lambda: not machine.see()["idle"], "the page is back")
    assert not machine.see()["blank"]
    visitor.type("M")
    visitor.look("back")
    until(lambda: machine.see()["idle"], "it asks again", 30)
    machine.waits(but=seen["pid"])
    assert residue(machine, it.room, HONG_KONG.canaries, machine.pids()) == NONE
    assert counter_of(HONG_KONG.canaries)(it.raw()) == 0


def test_a_power_cut_leaves_noise(hall: Callable[..., Hall]) -> None:
    it, _visitor = _begin(hall, "power", WIDE)
    pids = it.machine.pids()
    it.machine.cut_power()
    assert not any(is_alive(pid) for pid in pids)
    files = [file for file in it.disk.folder.rglob("*") if file.is_file()]
    assert any(file.name == "talentdesk.db" and file.stat().st_size for file in files), "the case was on the disk"
    raw = it.raw()
    assert len(raw) > 10_000
    assert counter_of(HONG_KONG.canaries)(raw) == 0
