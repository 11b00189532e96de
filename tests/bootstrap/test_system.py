"""What the operating system brings: a display, libraries, an input method."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest

from talentdesk.bootstrap import system

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux leaves these to the person")


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)


@linux
def test_without_a_display_there_is_none() -> None:
    assert not system.display()


@linux
def test_a_display_that_is_named_but_gone_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":7777")
    assert not system.display()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-7777")
    assert not system.display()


@linux
def test_an_x_server_that_shows_in_no_folder_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("\0/tmp/.X11-unix/X7778")
        server.listen()
        monkeypatch.setenv("DISPLAY", ":7778.0")
        assert system.display()


@linux
def test_a_wayland_socket_is_a_display(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "wayland-1").touch()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-1")
    assert system.display()


@pytest.mark.parametrize(("name", "value"), [("QT_QPA_PLATFORM", "offscreen"), ("DISPLAY", "server:10.0")])
def test_what_only_trying_tells_is_taken_for_a_display(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    assert system.display()


@linux
def test_a_library_that_neither_folder_nor_loader_knows_is_missing() -> None:
    assert system.missing_libraries({"libc.so.6": "libc6", "libnowhere.so.9": "libnowhere9"}) == ["libnowhere9"]


@linux
def test_a_window_needs_the_libraries_of_its_display(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert system.libraries_for_window() == system.QT | system.X11
    (tmp_path / "wayland-1").touch()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-1")
    assert system.libraries_for_window() == system.QT | system.WAYLAND
    monkeypatch.setenv("DISPLAY", ":0")
    assert system.libraries_for_window() == system.QT | system.X11
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert system.libraries_for_window() == system.QT


@linux
def test_qt_finds_here_what_it_needs() -> None:
    assert system.missing_libraries(system.QT) == []


@pytest.mark.parametrize(
    "environment", [{"XMODIFIERS": "@im=fcitx"}, {"QT_IM_MODULE": "fcitx"}, {"QT_IM_MODULE": "fcitx5"}]
)
def test_fcitx_is_reached_through_the_ibus_portal(environment: dict[str, str]) -> None:
    assert system.input_method(environment) == {"QT_IM_MODULE": "ibus", "IBUS_USE_PORTAL": "1"}


@pytest.mark.parametrize("environment", [{}, {"XMODIFIERS": "@im=ibus"}, {"QT_IM_MODULE": "ibus"}])
def test_other_input_methods_are_left_alone(environment: dict[str, str]) -> None:
    assert system.input_method(environment) == {}
