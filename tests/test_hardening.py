"""A crash leaves no memory behind, and nobody can make the database tell its rows in a log."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells this in files")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")

RAISED = "import resource as r; r.setrlimit(r.RLIMIT_CORE, (r.getrlimit(r.RLIMIT_CORE)[1],) * 2)\n"
"""As on a machine that writes dumps."""
LOOK = "import ctypes; print(r.getrlimit(r.RLIMIT_CORE), ctypes.CDLL(None).prctl(3))\n"
HARDEN = "from talentdesk.hardening import harden; harden()\n"


def run(program: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", program], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@linux
def test_a_hardened_process_may_not_be_dumped(tmp_path: Path) -> None:
    assert run(RAISED + HARDEN + LOOK, tmp_path).stdout == "(0, 0) 0\n"


@linux
@pytest.mark.parametrize("start", ["cli.main", "desktop"])
def test_the_program_hardens_itself_before_it_does_anything(tmp_path: Path, start: str) -> None:
    program = (
        RAISED + "import sys; sys.argv = ['talentdesk', 'list', '--json']\n"
        "from talentdesk import __main__, cli\n"
        "def look(arguments):\n"
        "    import ctypes; print(r.getrlimit(r.RLIMIT_CORE), ctypes.CDLL(None).prctl(3)); return 0\n"
    )
    if start == "cli.main":
        program += "cli.main = look; __main__.main()\n"
    else:
        program += (
            "from talentdesk.bootstrap import system\n"
            "system.display = lambda: True\n"
            "cli.main = look; sys.argv = ['talentdesk']; __main__.main()\n"
        )
    assert run(program, tmp_path).stdout == "(0, 0) 0\n"


@linux
def test_the_process_that_looks_into_strange_files_hardens_itself(tmp_path: Path) -> None:
    assert run(RAISED + "from talentdesk.intake import child; child.limit()\n" + LOOK, tmp_path).stdout == "(0, 0) 0\n"


@pytest.mark.parametrize("hardened", [True, False])
def test_a_process_that_aborts_leaves_no_core_file(tmp_path: Path, hardened: bool) -> None:
    """Where the machine hands dumps to a program there is no file either way, and nothing to compare with."""
    done = run(RAISED + HARDEN * hardened + "import os; os.abort()\n", tmp_path)
    assert done.returncode == -signal.SIGABRT
    left = list(tmp_path.iterdir())
    if hardened:
        assert not left
    elif not left:
        pytest.skip("this machine writes no core files into the folder")
