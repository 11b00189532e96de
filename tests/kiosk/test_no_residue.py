"""Nothing of an applicant is on the disk, freed blocks too, however the session ends; nothing is written elsewhere."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from applicant import NUMBER, SURNAME
from guises import guises
from machine import HERE, ROOT, until
from rawdisk import Disk, raw_disk

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="loop devices, strace and /proc"),
]
_ENDINGS = ("end", "kill", "segv", "both killed", "power cut")


@pytest.fixture
def disk() -> Iterator[Disk]:
    with raw_disk() as made:
        yield made


def canaries(raw: bytes) -> int:
    """How often something of the applicant is there, as logs, databases, addresses and Qt would write it."""
    forms = {form for word in (SURNAME, NUMBER) for form in guises(word).values()}
    return sum(raw.count(form) for form in forms)


def environment(folder: Path, plan: str) -> dict[str, str]:
    """Everything that may be written goes to the disk that is searched."""
    home, tmp = str(folder / "home"), str(folder / "tmp")
    cleared = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    return {
        **cleared,
        "HOME": home,
        "TMPDIR": tmp,
        "PYTHONPATH": f"{ROOT}{os.pathsep}{HERE}",
        "PYTHONDONTWRITEBYTECODE": "1",
        "APPLICANT": str(folder.parent / "log"),
        "APPLICANT_PLAN": plan,
        "QT_QPA_PLATFORM": "offscreen",
    }


def switched_on(folder: Path, plan: str, *before: str) -> subprocess.Popen[bytes]:
    """A public machine that would leave core dumps where it stands, if it left any."""
    command = [*before, sys.executable, str(HERE / "run_public.py"), str(folder / "data")]
    shell = ["sh", "-c", 'ulimit -c unlimited; exec "$@"', "sh", *command]
    return subprocess.Popen(shell, cwd=folder / "tmp", env=environment(folder, plan), start_new_session=True)


def end(program: subprocess.Popen[bytes]) -> None:
    """Whatever happened: it and what traces it are gone, and its windows die with it."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(program.pid, signal.SIGKILL)
    program.wait(30)


def windows(log: Path) -> list[int]:
    """Processes that were served, in order."""
    return [int(line.split()[0]) for line in log.read_text().splitlines() if line.endswith(" begun")]


def saved(log: Path) -> int:
    return log.read_text().count(" saved ") if log.exists() else 0


@pytest.mark.parametrize("ending", _ENDINGS)
def test_the_raw_disk_tells_nothing(disk: Disk, ending: str) -> None:
    log = disk.folder.parent / "log"
    program = switched_on(disk.folder, "end" if ending == "end" else "type")
    try:
        until(lambda: saved(log) >= 3, "somebody types")
        if ending == "end":
            until(lambda: len(windows(log)) >= 3, "two sessions end")
        elif ending in ("kill", "segv"):
            os.kill(windows(log)[-1], signal.SIGKILL if ending == "kill" else signal.SIGSEGV)
            until(lambda: " resumed " in log.read_text(), "it goes on")
        elif ending == "both killed":
            os.kill(windows(log)[-1], signal.SIGSEGV)
        if ending in ("both killed", "power cut"):
            program.kill()
        else:
            program.terminate()
        program.wait(30)
    finally:
        end(program)
    pids = windows(log)
    dumpable = [line.split()[2] for line in log.read_text().splitlines() if " dumpable " in line]
    assert dumpable == ["0"] * len(pids), "where dumps are piped to a program no limit holds: no window may be dumped"
    until(lambda: not any(_runs(pid) for pid in pids), "everything has ended")
    files = [file for file in disk.folder.rglob("*") if file.is_file()]
    assert not [file for file in files if file.name.startswith("core")]
    if ending not in ("both killed", "power cut"):
        left = {file.name for file in (disk.folder / "data" / "kiosk").iterdir()}
        assert left == {"standing.json"}
        assert program.returncode == 0
    raw = disk.raw()
    assert len(raw) > 10_000
    assert canaries(raw) == 0


def _runs(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    return False


def test_the_search_finds_what_a_careless_program_leaves(disk: Disk) -> None:
    """A file that was removed, and a core dump: both are found, or the tests above prove nothing."""
    if disk.image is None:
        pytest.skip("no file system may be mounted here")
    careless = disk.folder / "tmp" / "passport.pdf"
    careless.write_text(f"{SURNAME} {NUMBER} " * 500, "utf-8")
    os.sync()
    careless.unlink()
    assert canaries(disk.raw()) > 100


# ---- what is written, and where

_OPENED = re.compile(r'^(\d+) +open(?:at)?\((?:[^"]*, )?"([^"]+)", ([A-Z_|0-9]+)')
_MADE = re.compile(
    r'^(\d+) +(?:mkdir(?:at)?|rename(?:at2?)?|creat|link(?:at)?|symlink(?:at)?)\(.*?"([^"]+)"(?:.*"([^"]+)")?'
)
_CALLS = "openat,open,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,symlinkat"
_WRITES = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC")
_NO_FILES = re.compile(r"/dev/(null|tty|shm/?$)|/proc/self/")


def written(trace: str) -> dict[str, set[str]]:
    """What each process opened for writing, made or renamed."""
    found: dict[str, set[str]] = {}
    for line in trace.splitlines():
        if " = -1 " in line:
            continue
        opened, made = _OPENED.match(line), _MADE.match(line)
        if opened and _WRITES.search(opened[3]):
            found.setdefault(opened[1], set()).add(opened[2])
        elif made:
            found.setdefault(made[1], set()).update(name for name in made.groups()[1:] if name)
    return found


def traced(tool: Callable[[str], str], tmp_path: Path, plan: str) -> tuple[set[str], Path]:
    """Everything that a session with its end wrote, and where the machine works."""
    for name in ("home", "tmp", "data"):
        (tmp_path / name).mkdir()
    trace, log = tmp_path / "trace", tmp_path.parent / "log"
    log.unlink(missing_ok=True)
    program = switched_on(
        tmp_path, plan, tool("strace"), "-f", "-qq", "-s", "400", "-e", f"trace={_CALLS}", "-o", str(trace)
    )
    try:
        until(lambda: log.exists() and len(windows(log)) >= 2, "a session ends and another one begins", 120)
        strace = program.pid
        for child in Path(f"/proc/{strace}/task/{strace}/children").read_text().split():
            os.kill(int(child), signal.SIGTERM)
        program.wait(30)
    finally:
        end(program)
    names = set().union(*written(trace.read_text(errors="replace")).values())
    return {name for name in names if not _NO_FILES.match(name)}, tmp_path / "data" / "kiosk"


def test_all_that_is_written_is_in_the_machines_rooms(tool: Callable[[str], str], tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    names, ground = traced(tool, tmp_path / "desk", "end")
    log = str(tmp_path / "log")
    assert any("talentdesk.db" in name for name in names), "the trace sees what is written"
    elsewhere = {name for name in names if not name.startswith(f"{ground}/") and name not in (str(ground), log)}
    assert elsewhere == set()


def test_a_dialog_of_qts_would_be_seen_to_write(tool: Callable[[str], str], tmp_path: Path) -> None:
    """QFileDialog notes visited folders in QtProject.conf: in the room, which goes."""
    (tmp_path / "desk").mkdir()
    names, ground = traced(tool, tmp_path / "desk", "dialog")
    notes = [name for name in names if "QtProject.conf" in name]
    assert notes
    assert all(name.startswith(f"{ground}/") for name in notes)
    assert not ground.joinpath("room").exists()


def test_the_staffs_file_and_the_notes_tell_nothing(tmp_path: Path) -> None:
    for name in ("home", "tmp", "data"):
        (tmp_path / name).mkdir()
    log = tmp_path.parent / "log"
    log.unlink(missing_ok=True)
    program = switched_on(tmp_path, "fail")
    try:
        until(lambda: log.exists() and " resumed " in log.read_text(), "one fails and one goes on")
        standing = json.loads((tmp_path / "data" / "kiosk" / "standing.json").read_text())
        program.terminate()
        program.wait(30)
    finally:
        end(program)
    assert standing["state"] == "busy"
    (notes,) = tmp_path.rglob("kiosk.log")
    assert "ValueError at" in notes.read_text()
    for file in tmp_path.rglob("*"):
        assert not file.is_file() or canaries(file.read_bytes()) == 0, file
    assert time.time() - notes.stat().st_mtime < 120
