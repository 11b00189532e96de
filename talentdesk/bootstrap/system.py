"""What the operating system must bring: a display, and libraries that Qt loads."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from importlib.machinery import PathFinder
from pathlib import Path

# Shared library -> the Debian and Ubuntu package that holds it. Found with ldd, then by trial on an
# empty Debian; later releases answer to the same names through Provides.
QT = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
}
X11 = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
WAYLAND = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
# Programs that the slow tests drive: a real window, real keys, a printed page, a slow disk, a watched process.
TOOLS = {
    "Xvfb": "xvfb",
    "xauth": "xauth",
    "xdotool": "xdotool",
    "openbox": "openbox",
    "pdftotext": "poppler-utils",
    "mutool": "mupdf-tools",
    "zbarimg": "zbar-tools",
    "gcc": "gcc",
    "strace": "strace",
}
LIBC = {"/usr/include/stdio.h": "libc6-dev"}
_PLACES = ("/usr/lib64", "/usr/lib", "/lib64", "/lib", "/usr/local/lib")


def display() -> bool:
    """Whether a window can be shown: a display is named and answers to its name."""
    if sys.platform in {"win32", "darwin"} or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return _wayland() or _x11()


def missing_libraries(wanted: Mapping[str, str]) -> list[str]:
    """Debian's names for those of the wanted libraries that Qt would not find."""
    if not sys.platform.startswith("linux"):
        return []
    return [package for name, package in wanted.items() if not (_on_disk(name) or _loads(name))]


def libraries_for_window() -> Mapping[str, str]:
    """What Qt loads to open a window on the display there is."""
    if os.environ.get("QT_QPA_PLATFORM") in {"offscreen", "minimal"}:
        return QT
    return QT | (WAYLAND if _wayland() and not os.environ.get("DISPLAY") else X11)


def missing_tools() -> list[str]:
    """Debian's names for the programs that only the slow tests need."""
    if not sys.platform.startswith("linux"):
        return []
    import shutil

    tools = [package for tool, package in TOOLS.items() if shutil.which(tool) is None]
    return tools + [package for header, package in LIBC.items() if not Path(header).exists()]


def missing_installer() -> list[str]:
    """Debian keeps the part of Python that makes an environment in a package of its own."""
    if PathFinder.find_spec("ensurepip"):
        return []
    return [f"python{sys.version_info.major}.{sys.version_info.minor}-venv"]


def input_method(environment: Mapping[str, str]) -> dict[str, str]:
    """Settings under which Chinese can be typed through fcitx: Qt from PyPI reaches it by the IBus portal only."""
    fcitx = "fcitx" in environment.get("XMODIFIERS", "") or environment.get("QT_IM_MODULE", "").startswith("fcitx")
    return {"QT_IM_MODULE": "ibus", "IBUS_USE_PORTAL": "1"} if fcitx else {}


def _on_disk(name: str) -> bool:
    multiarch = getattr(sys.implementation, "_multiarch", "")
    return any(os.path.exists(f"{place}/{name}") for place in (f"/usr/lib/{multiarch}", f"/lib/{multiarch}", *_PLACES))


def _loads(name: str) -> bool:
    """The loader knows more folders than we do; asking it costs a millisecond, so only for what was not found."""
    import ctypes

    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _wayland() -> bool:
    name = os.environ.get("WAYLAND_DISPLAY", "")
    return bool(name) and Path(os.environ.get("XDG_RUNTIME_DIR", ""), name).exists()


def _x11() -> bool:
    host, _, display = os.environ.get("DISPLAY", "").rpartition(":")
    if host not in {"", "unix"}:
        return True  # another machine's display: only trying tells
    number = display.partition(".")[0]
    return bool(number) and _listens(f"/tmp/.X11-unix/X{number}")


def _listens(place: str) -> bool:
    """Whether an X server answers: its socket stays behind when it dies, or is abstract and shows in no folder."""
    import socket

    for address in (place, f"\0{place}"):
        with socket.socket(socket.AF_UNIX) as line:
            if line.connect_ex(address) == 0:
                return True
    return False
