"""The power fails at any moment: nothing that was said to be safe is lost, and the proof can tell."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import powercut
import pytest

HERE = Path(__file__).parent
LONG = bool(os.environ.get("TALENTDESK_LONG"))
"""The long variant: ten times as many moments, before a release."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="the recorder is preloaded as Linux does it"),
    pytest.mark.timeout(3600 if LONG else 300),
]
Tool = Callable[[str], str]


@pytest.fixture(scope="session")
def recorder(tmp_path_factory: pytest.TempPathFactory, tool: Tool) -> Path:
    library = tmp_path_factory.mktemp("recorder") / "recorder.so"
    source = HERE / "recorder.c"
    subprocess.run(
        [tool("gcc"), "-O1", "-shared", "-fPIC", "-Wall", "-Werror", "-o", str(library), str(source), "-ldl"],
        check=True,
    )
    return library


def record(recorder: Path, place: Path, saves: int, synchronous: str) -> list[powercut.Act]:
    place.mkdir(parents=True)
    trace = place.with_suffix(".trace")
    environment = {
        **os.environ,
        "LD_PRELOAD": str(recorder),
        "POWERCUT_FOLDER": str(place),
        "POWERCUT_TRACE": str(trace),
    }
    command = [sys.executable, str(HERE / "powercut.py"), str(place), str(saves), synchronous]
    subprocess.run(command, env=environment, check=True, timeout=200, capture_output=True)
    return powercut.read_trace(trace)


def cut(acts: list[powercut.Act], moments: int, room: Path, *, to_the_end: bool = True) -> Counter[str]:
    """How often each verdict came; no further than the first harm where it need not be `to_the_end`."""
    verdicts: Counter[str] = Counter()
    for _, files, told in powercut.states(acts, moments):
        verdicts[powercut.judge(room, files, told)] += 1
        if not to_the_end and set(verdicts) != {"ok"}:
            break
    return verdicts


@pytest.fixture
def memory() -> Path:
    """A folder whose files are not waited for, where the machine has one."""
    return Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else Path("/tmp")


def test_nothing_acknowledged_is_lost(recorder: Path, tmp_path: Path, memory: Path) -> None:
    saves, moments, least = (400, 6000, 30_000) if LONG else (80, 560, 3000)
    acts = record(recorder, tmp_path / "cases", saves, "full")
    verdicts = cut(acts, moments, memory / f"powercut-{os.getpid()}", to_the_end=False)
    assert set(verdicts) == {"ok"}, verdicts
    assert verdicts.total() >= least


@pytest.mark.parametrize(("synchronous", "signs"), [("normal", ("lost", "back")), ("off", ("lost", "broken"))])
def test_the_proof_finds_what_a_weaker_setting_loses(
    recorder: Path, tmp_path: Path, memory: Path, synchronous: str, signs: tuple[str, ...]
) -> None:
    acts = record(recorder, tmp_path / "cases", 60, synchronous)
    verdicts = cut(acts, 150, memory / f"powercut-{synchronous}-{os.getpid()}")
    harmed = sum(count for verdict, count in verdicts.items() if verdict.startswith(signs))
    assert harmed > verdicts.total() / 20, verdicts
