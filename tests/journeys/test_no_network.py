"""A whole session opens no socket that leads out of the machine: the kernel's own list of them says so."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from session import Session

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

# Talked to on this machine only: the screen, the session's and the system's bus, the list of accounts.
PLACES = re.compile(r'"(/run|/var/run)/(dbus/|nscd/|user/)|@?"?/tmp/\.(X11|ICE)-unix/|"[^"]*/(bus|wayland-\d+)"')
FAMILY = re.compile(r"\bsocket\((\w+)")
CALLED = re.compile(r"\bconnect\(\d+, (.*)")


def strangers(trace: str) -> list[str]:
    """Sockets and connections that are none of this machine's own."""
    found = [line for line in trace.splitlines() if (family := FAMILY.search(line)) and family[1] != "AF_UNIX"]
    called = [line for line in trace.splitlines() if (to := CALLED.search(line)) and "sun_path" in to[1]]
    return found + [line for line in called if not PLACES.search(line)]


@pytest.fixture
def watch(tool: Callable[[str], str], tmp_path: Path) -> list[str]:
    strace = [
        tool("strace"),
        "-f",
        "--seccomp-bpf",
        "-qq",
        "-A",
        "-e",
        "trace=socket,connect",
        "-o",
        str(tmp_path / "trace"),
    ]
    if subprocess.run([*strace, "true"], capture_output=True, check=False).returncode:
        pytest.skip("processes may not be watched here")
    return strace


def test_a_whole_session_opens_no_network_socket(tmp_path: Path, watch: list[str]) -> None:
    session = Session(tmp_path / "desk", watch)
    session.at_the_window()
    session.commands()
    assert (session.papers / "window.pdf").read_bytes().startswith(b"%PDF")
    assert strangers((tmp_path / "trace").read_text("utf-8", "replace")) == []


@pytest.mark.parametrize(
    "program",
    [
        "import socket; socket.socket()",
        "import socket; socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)",
        "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import socket; socket.socket()'])",
        "import socket; socket.socket(socket.AF_UNIX).connect_ex('/tmp/elsewhere')",
    ],
)
def test_the_watch_sees_each_way_out(tmp_path: Path, watch: list[str], program: str) -> None:
    subprocess.run([*watch, sys.executable, "-c", program], check=True)
    assert len(strangers((tmp_path / "trace").read_text("utf-8"))) == 1
