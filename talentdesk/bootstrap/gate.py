"""Decides within a millisecond whether the program can start as it is; otherwise makes it so and starts it again."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from itertools import pairwise
from typing import NoReturn

from talentdesk.bootstrap import environment, system
from talentdesk.bootstrap.voice import Trouble

_ENTERED = "TALENTDESK_ENTERED"
_TRIES = 2


def enter(arguments: Sequence[str], *, window: bool) -> None:
    """Returns when this interpreter has all that the program needs.

    From a checkout on a machine without it, makes `.venv`, installs what Qt lacks and
    continues there: it does not return. Raises Trouble with what to do.
    """
    entered = int(os.environ.pop(_ENTERED, "0"))
    libraries = system.missing_libraries(system.libraries_for_window()) if window else []
    ready = _is_ready_here(tests=False)
    _complete(libraries, ready, tests=False)
    if not ready:
        _count(entered + 1)
        _continue(["talentdesk", *arguments])


def test(arguments: Sequence[str]) -> NoReturn:
    """Runs the tests of a checkout on all cores, with pytest's own arguments. Raises Trouble with what to do."""
    if not environment.is_checkout():
        raise Trouble(_no_tests())
    os.chdir(environment.ROOT)
    ready = _is_ready_here(tests=True)
    slow = runs_slow(arguments)
    libraries = system.missing_libraries(system.QT | system.X11 if slow else system.QT)
    _complete(libraries + (system.missing_tools() if slow else []), ready, tests=True)
    spread = [] if "-n" in arguments or "-p" in arguments else _spread(slow)
    _continue(["pytest", *spread, *arguments], here=ready)


def _spread(slow: bool) -> list[str]:
    """Over all cores; the slow ones, which wait for windows most of the time, over one more than there are."""
    if not slow:
        return ["-n", "auto"]
    return ["-n", str((os.cpu_count() or 1) + 1), "--dist", "worksteal"]


def runs_slow(arguments: Sequence[str]) -> bool:
    """Slow tests run in continuous integration and where `-m` asks for them: they drive windows and want tools."""
    marks = [mark for option, mark in pairwise(arguments) if option == "-m"]
    return bool(os.environ.get("CI")) or any("slow" in mark and mark != "not slow" for mark in marks)


def _is_ready_here(*, tests: bool) -> bool:
    if not environment.is_checkout():
        return True
    if environment.is_inside():
        return environment.is_ready(tests=tests)
    return environment.is_complete(tests=tests)


def _complete(packages: list[str], ready: bool, *, tests: bool) -> None:
    """Brings what is missing: system packages first, in one go, then the environment."""
    makes = not (ready or environment.is_ready(tests=tests))
    if makes and not environment.interpreter().exists():
        packages = packages + system.missing_installer()
    if packages:
        from talentdesk.bootstrap.apt import provide

        provide(packages)
    if makes:
        from talentdesk.bootstrap.installation import make

        make(tests=tests)


def _count(entries: int) -> None:
    """Each entry starts the program anew; one that leads nowhere twice would do so for ever."""
    if entries > _TRIES:
        raise Trouble(_no_luck())
    os.environ[_ENTERED] = str(entries)


def _continue(module: Sequence[str], *, here: bool = False) -> NoReturn:
    """Goes on as another program: the module in the environment, or in this interpreter where that has everything."""
    command = [sys.executable if here else str(environment.interpreter()), "-m", *module]
    sys.stdout.flush()
    if os.name == "nt":  # exec would hand the terminal back before the program has ended
        import subprocess

        sys.exit(subprocess.call(command))
    os.execv(command[0], command)


def _no_tests() -> str:
    from talentdesk.i18n import say, system_language

    return say("The tests are in the source: get a checkout of talentdesk and start them there.", system_language())


def _no_luck() -> str:
    from talentdesk.i18n import say, system_language

    folder = str(environment.VENV)
    return say("The environment is not complete. Remove {folder} and start again.", system_language(), folder=folder)
