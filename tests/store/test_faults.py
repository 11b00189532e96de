"""The disk fails at the n-th call: the person is told, nothing acknowledged is lost, typed text can be exported."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
LEAST = 68
"""Points at which a call fails."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="the faults are preloaded as Linux does it"),
    pytest.mark.timeout(300),
]
Tool = Callable[[str], str]


@pytest.fixture(scope="module")
def faults(tmp_path_factory: pytest.TempPathFactory, tool: Tool) -> Path:
    library = tmp_path_factory.mktemp("faults") / "faults.so"
    command = [tool("gcc"), "-O1", "-shared", "-fPIC", "-Wall", "-Werror", "-o", str(library), str(HERE / "faults.c")]
    subprocess.run([*command, "-ldl"], check=True)
    return library


def failing(faults: Path, template: Path, tmp_path: Path, manner: str, each: int) -> list[dict[str, Any]]:
    """One line for each point: what was told, and what a start without faults found afterwards."""
    # Not in pytest's folder: a call is ours by its path, and memory is not waited for.
    room = Path("/dev/shm" if os.access("/dev/shm", os.W_OK) else tmp_path) / f"faults-{os.getpid()}-{manner}"
    place = room / "data"
    environment = {**os.environ, "LD_PRELOAD": str(faults), "FAULTS_FOLDER": str(place)}
    command = [sys.executable, str(HERE / "faulty.py"), str(template), str(place), manner, str(each)]
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=280, check=False)
    finally:
        shutil.rmtree(room, ignore_errors=True)
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_failing_call_is_told_and_loses_nothing(faults: Path, template: Path, tmp_path: Path) -> None:
    lines = failing(faults, template, tmp_path, "heedful", 8)
    assert [line for line in lines if line["verdict"] != "ok"] == []
    told = [line for line in lines if line["told"]]
    assert len(told) >= LEAST
    # Whoever is told waits for no lock and no second try: within a second, in all but a moment of a busy machine.
    assert sum(line["slowest"] <= 1.0 for line in told) >= len(told) * 0.95
    # Nothing is wrong with the file: a read that failed once is the disk's trouble, or none where it works again.
    once = [line for line in lines if not line["point"].endswith("always")]
    assert [line["point"] for line in once if "store.damaged" in line["told"]] == []
    assert "store.failed" not in {code for line in told for code in line["told"]}


def test_the_proof_finds_a_program_that_takes_every_save_for_done(faults: Path, template: Path, tmp_path: Path) -> None:
    verdicts = Counter(line["verdict"] for line in failing(faults, template, tmp_path, "careless", 3))
    assert verdicts["lost"] > verdicts.total() / 10, verdicts
