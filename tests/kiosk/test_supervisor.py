"""One applicant after the other: none loses a key by a crash, none finds anything of the one before."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from applicant import NUMBER, SURNAME
from machine import APPLICANT, HERE, ROOT, PublicMachine, switched_on, until

from talentdesk.service.kiosk.channel import Kind, Note, read_note
from talentdesk.service.kiosk.ground import Ground, at_home_in, ground_of
from talentdesk.service.kiosk.key import SessionKey
from talentdesk.service.kiosk.paper import out_of_paper
from talentdesk.service.kiosk.standing import Standing
from talentdesk.service.kiosk.supervisor import Limits
from talentdesk.service.mishap import Mishap
from talentdesk.service.printers import Cups, NotTaken, Printer, Reason
from talentdesk.store.keeper import Keeper, given_key
from talentdesk.store.saving import PERIOD

pytestmark = [pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX knows them")]
slow = pytest.mark.slow


def is_alive(pid: int) -> bool:
    """Whether it runs; one that is dead and not yet buried does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def files_below(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file()]


# ---- crashes


@slow
@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT])
def test_a_window_that_dies_is_followed_by_one_that_goes_on(tmp_path: Path, sign: signal.Signals) -> None:
    with switched_on(tmp_path) as machine:
        machine.wait("saved", 2)
        session, spare = machine.session.id, machine.spare()
        crash_and_resume(machine, sign)
        assert machine.session.id == session
        assert machine.last("resumed").pid == spare, "the one that waited took over"
        machine.stands(Standing.BUSY)


def crash_and_resume(machine: PublicMachine, sign: signal.Signals = signal.SIGKILL) -> float:
    """Brings the window down while it types; nothing that the disk acknowledged is lost. Seconds it took."""
    resumed = len(machine.did("resumed"))
    os.kill(machine.supervisor._front.pid, sign)  # type: ignore[union-attr]
    killed = time.monotonic()
    went_on = machine.wait("resumed", resumed + 1)
    took = time.monotonic() - killed
    before = [row for row in machine.did() if row.pid != went_on.pid]
    acknowledged = max(row.number for row in before if row.what == "saved")
    assert went_on.number >= acknowledged, "a key that was saved is lost"
    old = [row.number for row in before if row.what == "struck" and killed - row.at > 2 * PERIOD]
    assert went_on.number >= max(old, default=0), "a key typed long before the crash is lost"
    return took


_CRASHES = 50 if os.environ.get("TALENTDESK_LONG") else 12


@slow
@pytest.mark.timeout(400)
def test_every_crash_is_a_resume_and_nothing_is_lost(tmp_path: Path) -> None:
    with switched_on(tmp_path, limits=Limits(crashes=100)) as machine:
        for _ in range(_CRASHES):
            saved = len(machine.did("saved"))
            machine.wait("saved", saved + 2)
            machine.spare()
            crash_and_resume(machine)
        assert machine.session.resumes == _CRASHES
        assert machine.supervisor.tally.given_up == 0
        counts = [row.number for row in machine.did("resumed")]
        assert counts == sorted(counts)


@slow
def test_a_mistake_in_the_program_is_a_crash_that_is_noted_without_what_was_typed(tmp_path: Path) -> None:
    with switched_on(tmp_path, "fail") as machine:
        assert machine.wait("resumed", 1).number == 99
        machine.wait("saved", 3)
        assert machine.supervisor.tally.crashes == 1
        (note,) = machine.notes
        assert "ValueError" in note
        assert "__main__" in note
        assert SURNAME not in note


@slow
def test_what_brings_every_window_down_is_not_tried_for_ever(tmp_path: Path) -> None:
    with switched_on(tmp_path, "fail always", limits=Limits(crashes=3, pause=60)) as machine:
        machine.stands(Standing.ERROR)
        tally = machine.supervisor.tally
        assert (tally.crashes, tally.given_up) == (4, 1)
        assert machine.supervisor.session is None
        told = json.loads((machine.ground.place / "standing.json").read_text())
        assert (told["state"], told["crashes"], told["sessions_given_up"]) == ("error", 4, 1)
        assert set(told) == {"state", "since", "crashes", "sessions_given_up"}


@slow
def test_a_program_that_does_not_start_is_tried_again_after_a_pause(tmp_path: Path) -> None:
    broken = (sys.executable, "-c", "raise SystemExit(1)")
    with switched_on(tmp_path, command=broken, limits=Limits(crashes=1, pause=0.3)) as machine:
        machine.stands(Standing.ERROR)
        until(lambda: machine.supervisor.tally.crashes >= 4, "it is tried again")
        assert not machine.notes
        assert machine.supervisor.tally.given_up == 0, "nobody was here"


@slow
def test_a_window_that_hangs_is_one_that_crashed(tmp_path: Path) -> None:
    with switched_on(tmp_path, "hang", limits=Limits(silence=8)) as machine:
        assert machine.wait("resumed", 1).number >= 1
        assert machine.supervisor.tally.crashes == 1


@slow
def test_a_window_that_hangs_past_its_time_is_wiped(tmp_path: Path) -> None:
    """The window itself would count to 21 and 20 seconds: the supervisor does not rely on it."""
    settings = {"idle_warning": "1", "idle_countdown": "1"}
    with switched_on(tmp_path, "hang", limits=Limits(silence=60, grace=1), settings=settings) as machine:
        machine.wait("struck", 10)
        first = machine.session
        until(lambda: machine.supervisor.session is not first, "the session is ended", 8)
        assert not first.key.is_known
        assert first.key.is_wiped()
        until(lambda: not first.place.exists(), "its room goes")
        assert machine.supervisor.tally.crashes == 0


# ---- the end


@slow
def test_the_end_forgets_the_key_and_removes_everything(tmp_path: Path) -> None:
    with switched_on(tmp_path, "end") as machine:
        machine.wait("struck", 5)
        first, pid = machine.session, machine.did()[0].pid
        until(lambda: not first.key.is_known, "the session ends")
        assert first.key.is_wiped()
        until(lambda: not first.place.exists(), "its room goes")
        assert not is_alive(pid)
        until(lambda: len({row.pid for row in machine.did("begun")}) > 1, "the next one is in another process")
        assert machine.session.id != first.id
    assert {file.name for file in machine.ground.place.iterdir()} == {"standing.json"}


@slow
def test_nothing_typed_is_readable_while_somebody_types(tmp_path: Path) -> None:
    with switched_on(tmp_path) as machine:
        machine.wait("saved", 3)
        content = b"".join(file.read_bytes() for file in files_below(machine.ground.place))
        assert len(content) > 10_000
        for word in (SURNAME, NUMBER):
            assert word.encode() not in content
            assert word.encode("utf-16-le") not in content


@slow
def test_a_supervisor_that_is_killed_takes_its_windows_along_and_nothing_can_be_read(tmp_path: Path) -> None:
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path; from machine import PublicMachine\n"
        "PublicMachine(Path(sys.argv[2]), 'type').supervisor.run()"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    parent = subprocess.Popen([sys.executable, "-c", program, str(HERE), str(tmp_path)], env=environment)
    log = tmp_path / "log"
    try:
        until(lambda: log.exists() and "saved" in log.read_text(), "somebody types")
        pids = children_of(parent.pid)
        assert pids
    finally:
        parent.kill()
        parent.wait()
    until(lambda: not any(map(is_alive, pids)), "the windows die with it", 2)
    left = files_below(tmp_path / "ground")
    assert any(file.name == "talentdesk.db" for file in left)
    assert not any(SURNAME.encode() in file.read_bytes() for file in left)
    with switched_on(tmp_path, "attract") as machine:
        machine.stands(Standing.ATTRACT)
        assert not any(file.exists() for file in left if "talentdesk.db" in file.name), "the next start sweeps"


def children_of(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@slow
def test_a_window_whose_supervisor_is_gone_ends_even_where_the_kernel_does_not_see_to_it(tmp_path: Path) -> None:
    """As on Windows and macOS: the pipe closes."""
    program = (
        "import sys; from talentdesk import hardening; hardening.die_with = lambda parent: None\n"
        f"sys.path.insert(0, {str(HERE)!r})\n"
        "from applicant import Applicant; from talentdesk.desktop.kiosk.child import main\n"
        "sys.exit(main(make=Applicant))"
    )
    machine = PublicMachine(tmp_path, "attract", command=(sys.executable, "-c", program))
    machine.start()
    machine.stands(Standing.ATTRACT)
    front = machine.supervisor._front
    assert front is not None
    front._pipe.close()
    until(lambda: not is_alive(front.pid), "it ends")
    machine.stop()


@slow
def test_a_printer_without_paper_is_told_while_nobody_is_here(tmp_path: Path) -> None:
    empty = [True]
    with switched_on(tmp_path, "attract", out_of_paper=lambda: empty[0], limits=Limits(look=0.1)) as machine:
        machine.stands(Standing.NO_PAPER)
        empty[0] = False
        machine.stands(Standing.ATTRACT)


@slow
def test_a_printer_without_paper_is_told_while_somebody_waits_for_theirs(tmp_path: Path) -> None:
    empty = [False]
    with switched_on(tmp_path, "still", out_of_paper=lambda: empty[0], limits=Limits(look=0.1)) as machine:
        machine.stands(Standing.BUSY)
        empty[0] = True
        machine.stands(Standing.NO_PAPER)
        empty[0] = False
        machine.stands(Standing.BUSY)


@slow
def test_who_comes_is_told_that_there_is_no_paper_also_after_a_crash(tmp_path: Path) -> None:
    empty = [True]
    with switched_on(tmp_path, "still", out_of_paper=lambda: empty[0], limits=Limits(look=0.1)) as machine:
        first = machine.wait("paper", 1)
        assert first.number == 0
        machine.spare()
        os.kill(first.pid, signal.SIGKILL)
        second = machine.wait("paper", 2)
        assert (second.number, second.pid != first.pid) == (0, True)
        empty[0] = False
        assert machine.wait("paper", 3).number == 1
        machine.stands(Standing.BUSY)
        assert [row.number for row in machine.did("paper")] == [0, 0, 1], "only what changes is told"


@slow
def test_the_staff_hear_how_the_machine_stands_until_it_is_switched_off(tmp_path: Path) -> None:
    heard: list[Standing] = []
    with switched_on(tmp_path, "still", announced=heard.append) as machine:
        machine.stands(Standing.BUSY)
    changes = [each for place, each in enumerate(heard) if place == 0 or heard[place - 1] is not each]
    assert changes[0] is Standing.STARTING
    assert changes[-2:] == [Standing.BUSY, Standing.OFF]


@pytest.mark.parametrize(("reason", "told"), [(Reason.NO_PAPER, True), (Reason.NONE, False), (Reason.JAM, False)])
def test_the_default_printer_is_the_one_that_is_asked_about(reason: Reason, told: bool) -> None:
    class System(Cups):
        def printers(self) -> tuple[Printer, ...]:
            return (Printer("hall", reason=reason, is_default=True), Printer("back", reason=Reason.NO_PAPER))

    class Silent(Cups):
        def printers(self) -> tuple[Printer, ...]:
            raise NotTaken(Reason.NO_SYSTEM)

    assert out_of_paper(System) is told
    assert not out_of_paper(Silent)


# ---- who may say what


LIAR = """
import json, sys, time
from talentdesk.service.kiosk.channel import Kind, Note, read_serve, write_note
ear, mouth = open(0, "rb", 0), open(1, "wb", 0)
ear.readline()
serve, key = read_serve(ear)
mouth.write(b"x" * 3000 + b"\\n" + b"[]\\n{}\\n" + b'{"kind": "ended"}\\n')
for kind in (Kind.BEGUN, Kind.ENDED, Kind.DUE):
    write_note(mouth, Note(kind, "a session before"))
    write_note(mouth, Note(kind, "deadbeef", word="done"))
write_note(mouth, Note(Kind.SHOWN, serve.session))
while True:
    write_note(mouth, Note(Kind.ALIVE, serve.session)); time.sleep(.1)
"""


@slow
def test_what_is_said_of_another_session_is_not_heard(tmp_path: Path) -> None:
    with switched_on(tmp_path, command=(sys.executable, "-c", LIAR)) as machine:
        machine.stands(Standing.ATTRACT)
        session = machine.session
        assert not session.begun
        assert session.due is None
        assert machine.supervisor.tally.sessions == 1


@slow
def test_a_window_that_was_dismissed_is_not_heard(tmp_path: Path) -> None:
    """Its last words may still be on the way when the next applicant has begun."""
    with switched_on(tmp_path) as machine:
        machine.wait("saved", 1)
        old = machine.supervisor._front
        assert old is not None
        os.kill(old.pid, signal.SIGKILL)
        machine.wait("resumed", 1)
        session = machine.session
        machine.supervisor._heard.put((old, Note(Kind.ENDED, session.id, word="done")))
        machine.supervisor._heard.put((old, None))
        machine.wait("saved", len(machine.did("saved")) + 2)
        assert machine.session is session
        assert machine.supervisor.tally.crashes == 1


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\xff",
        b"null",
        b'{"kind": "wipe"}',
        b'{"kind": "ended", "word": "\xe9\x99\x88\xe5\xa4\xa7\xe6\x96\x87 E12345678"}',
        b'{"kind": "ended", "session": "../../etc"}',
        b'{"kind": "due", "seconds": 1e400}',
        b'{"kind": "due", "seconds": -1}',
        b'{"kind": "due", "seconds": "NaN"}',
        b'{"kind": "outfit", "outfit": ["en", "pt", "light", "more"]}',
        b'{"kind": "mishap", "word": "what somebody typed: \xe9\x99\x88/E1234"}',
        b"[" * 4000,
    ],
)
def test_a_line_that_is_no_note_is_none(line: bytes) -> None:
    assert read_note(line) is None


def test_the_key_is_wiped_and_handed_over_no_more(tmp_path: Path) -> None:
    key = SessionKey()
    with (tmp_path / "pipe").open("w+b", buffering=0) as pipe:
        key.hand_over(pipe)
        pipe.seek(0)
        first = pipe.read()
        assert len(first) == 32
        assert any(first)
        assert repr(first)[2:20] not in repr(key)
        key.forget()
        assert key.is_wiped()
        with pytest.raises(ValueError, match="forgotten"):
            key.hand_over(pipe)
    other = SessionKey()
    with (tmp_path / "other").open("w+b", buffering=0) as pipe:
        other.hand_over(pipe)
        pipe.seek(0)
        assert pipe.read() != first


def test_a_store_opens_with_its_own_key_only(tmp_path: Path) -> None:
    troubles: list[str] = []
    for key in (b"1" * 32, b"2" * 32):
        keeper = Keeper(
            tmp_path / "cases", lambda _id, _at: None, lambda it: troubles.append(it.code), unlock=given_key(key)
        )
        keeper.start()
        keeper.close(10)
    assert troubles == ["store.wrong_key"]


# ---- the ground


def test_one_machine_is_run_once(tmp_path: Path) -> None:
    with Ground(tmp_path / "ground").occupied(), pytest.raises(Mishap), Ground(tmp_path / "ground").occupied():
        raise AssertionError("two at once")


def test_a_machine_that_is_off_does_not_look_in_use(tmp_path: Path) -> None:
    ground = Ground(tmp_path / "ground")
    for _ in range(2):
        with ground.occupied():
            assert [file.name for file in ground.place.iterdir()] == ["in-use.lock"]
        assert list(ground.place.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be taken away there")
def test_a_lock_that_was_taken_away_meanwhile_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two that start while a third one ends: one had opened the file that is gone, the other makes a new one."""
    from talentdesk.store import place as at

    lock = at._lock

    def late(descriptor: int, *, shared: bool) -> bool:
        (tmp_path / at.USE).unlink()
        return lock(descriptor, shared=shared)

    monkeypatch.setattr(at, "_lock", late)
    with pytest.raises(at.StoreInUse), at.nobody_else(tmp_path):
        raise AssertionError("two at once")


def test_a_ground_that_belongs_to_another_account_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "ground"
    (tmp_path / "elsewhere").mkdir()
    place.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Mishap), Ground(place).occupied():
        raise AssertionError("another's folder")
    assert not list((tmp_path / "elsewhere").iterdir())


def test_what_a_power_cut_left_is_swept(tmp_path: Path) -> None:
    ground = Ground(tmp_path)
    room = ground.room()
    at_home_in(room)
    (room / "home" / "learned").write_text("words")
    with ground.occupied():
        assert not room.exists()


def test_the_ground_is_in_memory_where_it_can_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert ground_of("").parent == tmp_path
    assert ground_of("/srv/kiosk") == Path("/srv/kiosk/kiosk")
    if sys.platform.startswith("linux"):
        monkeypatch.setenv("XDG_RUNTIME_DIR", "relative")
        assert ground_of("").parent == Path("/dev/shm")


def test_a_window_at_home_remembers_in_its_room(tmp_path: Path, tool: Callable[[str], str]) -> None:
    environment = {**os.environ, **at_home_in(tmp_path)}
    said = subprocess.run(
        [sys.executable, "-c", "import tempfile, pathlib; print(tempfile.gettempdir(), pathlib.Path.home())"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert all(part.startswith(str(tmp_path)) for part in said.stdout.split())


def test_the_child_of_the_shipped_command_is_the_shipped_window() -> None:
    from talentdesk.cli.kiosk import WINDOW

    assert WINDOW[-1] == "talentdesk.desktop.kiosk.child"
    assert APPLICANT[0] == WINDOW[0]
