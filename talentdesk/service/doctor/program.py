"""Whether the program itself is whole: Python, Qt with its libraries, a display, and the rooms."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from importlib.machinery import PathFinder
from pathlib import Path

from talentdesk import paths
from talentdesk.bootstrap import system
from talentdesk.core.catalogue import Catalogue, NotInForce
from talentdesk.core.tomlfile import FormError
from talentdesk.i18n import LANGUAGES, N_
from talentdesk.service.doctor.finding import Finding, Machine, Status

_LIBRARIES = (
    "pikepdf",
    "pypdfium2",
    "zxing-cpp",
    "Pillow",
    "uharfbuzz",
    "openpyxl",
    "python-calamine",
    "cryptography",
    "pyrage",
    "keyring",
)


def python(machine: Machine) -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    if (3, 11) <= sys.version_info[:2] <= (3, 14):
        yield Finding("python", Status.OK, N_("Python {version}."), {"version": version})
    else:
        yield Finding(
            "python",
            Status.TROUBLE,
            N_("Python {version} was never tested with talentdesk."),
            {"version": version},
            N_("Install Python 3.11, 3.12, 3.13 or 3.14."),
        )


def qt(machine: Machine) -> Iterator[Finding]:
    version = _qt_version()
    if not version:
        yield Finding(
            "qt",
            Status.TROUBLE,
            N_("Qt (PySide6) is not installed, so no window can open."),
            remedy=N_("Install talentdesk again with its dependencies."),
        )
    elif version >= (6, 12) and sys.version_info[:2] < (3, 12):
        yield Finding(
            "qt",
            Status.TROUBLE,
            N_("Qt {version} ends this Python after some thousand calls."),
            {"version": _dotted(version)},
            N_("Install PySide6-Essentials 6.11.3."),
        )
    else:
        yield Finding("qt", Status.OK, N_("Qt {version}."), {"version": _dotted(version)})


def _qt_version() -> tuple[int, ...]:
    """Read from the package's files, without loading Qt; empty when there is none."""
    found = PathFinder.find_spec("PySide6")
    note = Path(found.origin).with_name("_git_pyside_version.py") if found and found.origin else None
    if note is None or not note.exists():
        return ()
    return tuple(int(part) for part in re.findall(r'^(?:major|minor|patch)_version = "(\d+)"', note.read_text(), re.M))


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))


def libraries(machine: Machine) -> Iterator[Finding]:
    missing = system.missing_libraries(system.libraries_for_window() if system.display() else system.QT)
    if missing:
        yield Finding(
            "libraries",
            Status.TROUBLE,
            N_("System libraries that Qt loads are missing: {packages}."),
            {"packages": " ".join(missing)},
            N_("As root, run: apt-get install --no-install-recommends {packages}"),
        )
    else:
        yield Finding("libraries", Status.OK, N_("The system libraries that Qt loads are there."))


def display(machine: Machine) -> Iterator[Finding]:
    if system.display():
        yield Finding("display", Status.OK, N_("There is a display."))
    else:
        yield Finding(
            "display",
            Status.ATTENTION,
            N_("There is no display, so no window can open."),
            remedy=N_("Start talentdesk from a desktop session; every other command works without one."),
        )


def versions(machine: Machine) -> Iterator[Finding]:
    """The libraries that read and write papers and close cases, as they are installed."""
    from importlib.metadata import PackageNotFoundError, version

    found, missing = [], []
    for name in _LIBRARIES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    if missing:
        yield Finding(
            "versions",
            Status.TROUBLE,
            N_("Parts of the program are missing: {names}."),
            {"names": ", ".join(missing)},
            N_("Install talentdesk again with its dependencies."),
        )
    else:
        yield Finding("versions", Status.OK, N_("Built on {names}."), {"names": ", ".join(found)})


# ---- the rooms


def fonts(machine: Machine) -> Iterator[Finding]:
    folder = paths.room("ui") / "fonts"
    try:
        lines = (folder / "SHA256SUMS").read_text("ascii").split("\n")
    except OSError:
        lines = ["- SHA256SUMS"]
    bad = [name for digest, name in (line.split() for line in lines if line) if _digest(folder / name) != digest]
    if bad:
        yield Finding(
            "fonts",
            Status.TROUBLE,
            N_("Fonts are missing or damaged: {files}. Characters may not be printed."),
            {"files": ", ".join(bad)},
            N_("Install talentdesk again, or put the files back into {folder}."),
        )
    else:
        yield Finding("fonts", Status.OK, N_("All fonts are there and unharmed."))


def _digest(file: Path) -> str:
    try:
        return sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""


def forms(machine: Machine) -> Iterator[Finding]:
    catalogue = Catalogue([paths.room("forms")])
    faults = [str(fault) for fault in catalogue.broken()]
    in_force = [procedure for procedure in catalogue.procedures() if _opens(catalogue, procedure, faults)]
    if faults:
        yield Finding(
            "forms",
            Status.TROUBLE,
            N_("Form files cannot be used: {cause}"),
            {"cause": faults[0]},
            N_("Run: talentdesk check"),
        )
    else:
        yield Finding("forms", Status.OK, N_("Procedures in force: {count}."), {"count": str(len(in_force))})


def _opens(catalogue: Catalogue, procedure: str, faults: list[str]) -> bool:
    """Whether the procedure has an edition for today. What is wrong with that edition is added to the faults."""
    try:
        catalogue.in_force(procedure, date.today())
    except FormError as slips:
        faults += map(str, slips.faults)
    except NotInForce:
        return False
    return True


def translations(machine: Machine) -> Iterator[Finding]:
    folder = paths.room("translations")
    missing = [language for language in LANGUAGES if language != "en" and not list((folder / language).glob("*.po"))]
    if missing:
        yield Finding(
            "translations",
            Status.TROUBLE,
            N_("Translations are missing: {languages}."),
            {"languages": ", ".join(missing)},
            N_("Install talentdesk again."),
        )
    else:
        yield Finding("translations", Status.OK, N_("All languages are there."))
