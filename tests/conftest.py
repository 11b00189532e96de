"""Every test runs at the same desk: offscreen, in English, in Shanghai's time, with an empty home and no network."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cluster import Cluster, NoServer, running

_HOME = tempfile.TemporaryDirectory(prefix="talentdesk-tests-")
_DESK = {
    "HOME": _HOME.name,
    "USERPROFILE": _HOME.name,
    "XDG_CACHE_HOME": f"{_HOME.name}/cache",
    "XDG_RUNTIME_DIR": f"{_HOME.name}/run",
    "QT_QPA_PLATFORM": "offscreen",
    "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    "LC_ALL": "C.UTF-8",
    "TZ": "Asia/Shanghai",
}
# What a person's session may hold that changes how Qt looks, types or speaks.
_AWAY = (
    "DBUS_SESSION_BUS_ADDRESS",
    "DISPLAY",
    "LANGUAGE",
    "QT_FONT_DPI",
    "QT_IM_MODULE",
    "QT_QPA_PLATFORMTHEME",
    "QT_SCALE_FACTOR",
    "QT_STYLE_OVERRIDE",
    "WAYLAND_DISPLAY",
    "XMODIFIERS",
)
_LOOPBACK = ("127.", "::1", "localhost")

# Before anything imports Qt, and for every process that a test starts.
os.environ.update(_DESK)
for _name in _AWAY:
    os.environ.pop(_name, None)
Path(_DESK["XDG_RUNTIME_DIR"]).mkdir(mode=0o700)
if hasattr(time, "tzset"):
    time.tzset()


_LONG_S = 240
_SOON = 0.85


def _long_soon(items: list[pytest.Item]) -> list[pytest.Item]:
    """Where several workers share them, each gets its part of those that may take minutes, evenly among the short ones
    but for the last: rarely do two drive a window at once, and nobody waits at the end for one worker."""
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    long = [each for each in items if (mark := each.get_closest_marker("timeout")) and mark.args[0] >= _LONG_S]
    chosen = set(long)
    short = [each for each in items if each not in chosen]
    return [each for place in range(workers) for each in _mixed(long[place::workers], _part(short, place, workers))]


def _part(items: list[pytest.Item], place: int, parts: int) -> list[pytest.Item]:
    return items[len(items) * place // parts : len(items) * (place + 1) // parts]


def _mixed(few: list[pytest.Item], many: list[pytest.Item]) -> list[pytest.Item]:
    step = max(1, int(len(many) * _SOON / max(1, len(few))))
    mixed: list[pytest.Item] = []
    for place, each in enumerate(few):
        mixed += [each, *many[place * step : (place + 1) * step]]
    return mixed + many[len(few) * step :]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Slow tests wait for continuous integration (CI is set) or for `-m slow`, long ones for TALENTDESK_LONG."""
    if not os.environ.get("TALENTDESK_LONG"):
        long = [item for item in items if item.get_closest_marker("long")]
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]
    if os.environ.get("CI") or config.getoption("markexpr"):
        items[:] = _long_soon(items)
        return
    slow = [item for item in items if item.get_closest_marker("slow")]
    config.hook.pytest_deselected(items=slow)
    items[:] = [item for item in items if item not in slow]


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What one test remembers, no other finds."""
    for variable in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(tmp_path / "data"))
    for variable in ("XDG_CONFIG_HOME", "APPDATA"):
        monkeypatch.setenv(variable, str(tmp_path / "config"))


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """A connection that leaves this machine fails the test that wanted it."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and not str(address[0]).startswith(_LOOPBACK):
            raise AssertionError("a test tried to reach the network")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(autouse=True, scope="session")
def shipped_words() -> None:
    """The program's words are found once for a process: not by a test that has put other rooms in their place."""
    from talentdesk.i18n import shipped

    shipped()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server of this session's own. Without one tests are skipped, but fail in continuous integration."""
    with contextlib.ExitStack() as stack:
        try:
            started = stack.enter_context(running())
        except NoServer as reason:
            (pytest.fail if os.environ.get("CI") else pytest.skip)(str(reason))
        yield started


@pytest.fixture
def database(cluster: Cluster) -> str:
    """The URL of an empty database on it."""
    return cluster.new_database()


@pytest.fixture(scope="session")
def tool() -> Callable[[str], str]:
    """Where a program is that a test drives. Without it the test is skipped, but fails in continuous integration."""

    def find(name: str) -> str:
        found = shutil.which(name)
        if found is None:
            (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{name} is not installed")
        return str(found)

    return find
