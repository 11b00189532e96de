"""Makes the program's own environment from the lock: the one long step of a first start."""

from __future__ import annotations

import compileall
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from talentdesk.bootstrap import environment
from talentdesk.bootstrap.environment import LOCK, ROOT, STAMP, VENV
from talentdesk.bootstrap.lock import requirements
from talentdesk.bootstrap.voice import Trouble, progress, tell
from talentdesk.i18n import say, system_language

_NO_NETWORK = re.compile(
    r"name resolution|Name or service not known|getaddrinfo|Network is unreachable|NewConnectionError|"
    r"ConnectTimeout|Read timed out|Connection refused|ProxyError|from versions: none",
)
_NOT_TRUSTED = re.compile(r"CERTIFICATE_VERIFY_FAILED|SSLError")
_OTHER_BYTES = re.compile(r"DO NOT MATCH THE HASHES|HashMismatch")
_NO_ROOM = re.compile(r"No space left|Disk quota exceeded")
_NO_WHEEL = re.compile(r"from versions: [^n)]")


def make(*, tests: bool) -> None:
    """Makes or completes `.venv`, byte-compiled, and stamps it. Raises Trouble with what to do."""
    try:
        with _one_at_a_time():
            if not environment.is_ready(tests=tests):
                _make(tests)
    except PermissionError:
        raise Trouble(
            say(
                "Nothing can be written in {folder}. Copy talentdesk into a folder of your own and start it there.",
                system_language(),
                folder=str(ROOT),
            )
        ) from None


def _make(tests: bool) -> None:
    tell(say("Preparing talentdesk in {folder}: some 130 MB are fetched, once.", system_language(), folder=str(VENV)))
    if not environment.interpreter().exists() or environment.is_stamped_half() or _is_of_another_python():
        _make_empty()
    _install(requirements(LOCK, ["test"] if tests else []))
    _show_checkout()
    compileall.compile_dir(ROOT / "talentdesk", quiet=2)
    environment.stamp(tests=tests)


def _is_of_another_python() -> bool:
    return environment.is_inside() and not environment.packages_folder().parent.name.endswith(
        environment.python_version()
    )


def _make_empty() -> None:
    """A new environment; the empty stamp tells the next start when this one was interrupted."""
    shutil.rmtree(VENV, ignore_errors=True)
    VENV.mkdir(exist_ok=True)
    STAMP.touch()
    made = _run([getattr(sys, "_base_executable", sys.executable), "-m", "venv", str(VENV)])
    if made.returncode:
        raise Trouble(
            say(
                "Python could not make an environment in {folder}:\n{reason}",
                system_language(),
                folder=str(VENV),
                reason=_end(made.stdout),
            )
        )


def _install(pins: str) -> None:
    """Installs wheels only, each with a digest from the lock, and nothing that the lock does not name."""
    python = str(environment.interpreter())
    if not (environment.packages_folder() / "pip").exists():
        _run([python, "-m", "ensurepip"])
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "pins.txt")
        file.write_text(pins, "utf-8")
        options = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "--retries", "2"]
        command = [
            python,
            "-m",
            "pip",
            "install",
            "--disable-pip-version-check",
            "--no-input",
            *options,
            "-r",
            str(file),
        ]
        code, output = _watched(command, pins.count("=="))
    if code:
        raise Trouble(_sentence(output))


def _watched(command: list[str], packages: int) -> tuple[int, str]:
    """Runs pip, showing how far it is. Returns its exit code and all it printed."""
    lines: list[str] = []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", env=_environment()
    ) as pip:
        for line in pip.stdout or ():
            lines.append(line)
            if line.startswith("Collecting "):
                done = sum(one.startswith("Collecting ") for one in lines)
                progress(done, packages, line.split()[1])
    progress(packages, packages, "")
    return pip.returncode, "".join(lines)


def _sentence(output: str) -> str:
    """What went wrong with pip, and the remedy, in words."""
    here = system_language()
    if _NO_ROOM.search(output):
        return say("The disk is full. Free 600 MB and start again: it goes on where it stopped.", here)
    if _OTHER_BYTES.search(output):
        return say(
            "A fetched package is not the one that was tested with talentdesk, so nothing was installed. "
            "Try another network; if it happens again, report it as README.md says under Security.",
            here,
        )
    if _NOT_TRUSTED.search(output):
        return say(
            "The package index could not be trusted (TLS certificate). Behind a company proxy, name its certificate: "
            "PIP_CERT=/path/to/certificate.pem",
            here,
        )
    if _NO_NETWORK.search(output):
        return say(
            "The packages could not be fetched: there is no network, or pypi.org is not reached from it. "
            "Without a network: on a machine that has one, with the same system and Python, run\n"
            "  python3 -m talentdesk.bootstrap > pins.txt\n"
            "  python3 -m pip download --no-deps -r pins.txt -d wheels\n"
            "then bring the folder wheels here and start with\n"
            "  PIP_NO_INDEX=1 PIP_FIND_LINKS=wheels python3 -m talentdesk",
            here,
        )
    if _NO_WHEEL.search(output):
        return say(
            "A package has no ready-made file for this system: talentdesk runs on Linux with glibc 2.34 or newer, "
            "macOS 14 or newer and Windows 10 or newer, on 64 bits.\n{reason}",
            here,
            reason=_end(output),
        )
    return say("The packages could not be installed:\n{reason}", here, reason=_end(output))


def _show_checkout() -> None:
    """Lets the environment import the checkout from any folder, without building anything."""
    (environment.packages_folder() / "talentdesk-checkout.pth").write_text(f"{ROOT}\n", "utf-8")


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two starts at once: the second waits, then finds the work done. Windows has no such lock for a file in use."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    with open(ROOT / "uv.lock", "rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", check=False
    )


def _environment() -> dict[str, str]:
    """The person's own settings for pip hold, mirrors and proxies too; but what goes into `.venv` stays in `.venv`."""
    away = {"PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_REQUIREMENT", "PYTHONDONTWRITEBYTECODE"}
    return {name: value for name, value in os.environ.items() if name not in away} | {
        "PIP_USER": "0",
        "LC_ALL": "C.UTF-8",
    }


def _end(output: str) -> str:
    return "\n".join(output.strip().splitlines()[-6:])
