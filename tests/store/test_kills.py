"""kill -9 while somebody types: what was acknowledged is there, whole."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TYPIST = Path(__file__).with_name("typist.py")


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
@pytest.mark.timeout(1800 if os.environ.get("TALENTDESK_LONG") else 300)
@pytest.mark.parametrize(
    "kills",
    [
        20,
        pytest.param(200, marks=pytest.mark.slow),
        pytest.param(1000, marks=(pytest.mark.slow, pytest.mark.long)),
    ],
)
def test_a_kill_loses_nothing_acknowledged(place: Path, kills: int) -> None:
    child = subprocess.run(
        [sys.executable, str(TYPIST), str(place), str(kills)], capture_output=True, text=True, timeout=1750, check=False
    )
    assert child.returncode == 0, child.stderr[-2000:]
    assert int(child.stdout) >= kills
