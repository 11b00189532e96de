"""Where the program's own environment is, and whether it holds what today's lock names."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from importlib.machinery import PathFinder
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "uv.lock"
VENV = ROOT / ".venv"
STAMP = VENV / ".talentdesk"
"""What the environment was made from: the lock's digest, its size and time, Python's version, and for what."""

# What is imported, in the order of pyproject.toml. An environment that somebody else made is
# used as it is when it has these; asking for each takes some 30 microseconds.
TO_RUN = (
    "PySide6",
    "sqlalchemy",
    "sqlcipher3",
    "psycopg",
    "psycopg_binary",
    "alembic",
    "cryptography",
    "pyrage",
    "keyring",
    "uharfbuzz",
    "pikepdf",
    "babel",
    "openpyxl",
    "python_calamine",
    "cbor2",
    "brotli",
    "zxingcpp",
    "pypdfium2",
    "PIL",
)
TO_TEST = (
    "pytest",
    "pytestqt",
    "pytest_randomly",
    "pytest_timeout",
    "xdist",
    "hypothesis",
    "mypy",
    "ruff",
    "importlinter",
    "openpyxl-stubs",
    "hatchling",
    "pypdf",
    "fontTools",
    "segno",
)


def is_checkout() -> bool:
    """A checkout has the lock beside the package; an installed wheel has not, and its installer brought everything."""
    return LOCK.is_file()


def is_inside() -> bool:
    """Whether this very interpreter is the environment's."""
    return VENV.exists() and os.path.samefile(sys.prefix, VENV)


def interpreter() -> Path:
    """The environment's Python, whether or not it exists."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def packages_folder() -> Path:
    """Where the environment's packages are; made by this or another Python's version."""
    if os.name == "nt":
        return VENV / "Lib" / "site-packages"
    return next((VENV / "lib").glob("python3*/site-packages"), VENV / "lib" / "missing")


def is_ready(*, tests: bool) -> bool:
    """Whether the environment can be used: by its stamp, or, where uv or a person made it, by what it holds."""
    if not interpreter().exists():
        return False
    if STAMP.exists():
        return is_fresh(tests=tests)
    return is_complete([str(packages_folder())], tests=tests)


def is_fresh(*, tests: bool) -> bool:
    """Whether the stamp matches the lock. The digest is worked out only where size or time changed."""
    words = _stamp()
    if len(words) != 4 or (tests and words[3] != "tests"):
        return False
    if is_inside() and words[2] != python_version():
        return False
    return words[1] == _look() or words[0] == _digest()


def is_stamped_half() -> bool:
    """Whether an earlier installation was interrupted."""
    return STAMP.exists() and len(_stamp()) != 4


def stamp(*, tests: bool) -> None:
    """Notes that the environment now holds what the lock names."""
    STAMP.write_text(f"{_digest()} {_look()} {python_version()} {'tests' if tests else 'run'}\n", "utf-8")


def is_complete(path: list[str] | None = None, *, tests: bool) -> bool:
    """Whether everything that is imported can be found on `path`, by default on this interpreter's own."""
    return _has(path, TO_RUN + TO_TEST if tests else TO_RUN) and _qt_fits(path)


def python_version() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def _has(path: list[str] | None, names: Iterable[str]) -> bool:
    return all(PathFinder.find_spec(name, path) for name in names)


def _qt_fits(path: list[str] | None) -> bool:
    """PySide6 6.12 ends CPython 3.11 after some thousand calls, so an environment with both is none."""
    if sys.version_info[:2] >= (3, 12):
        return True
    found = PathFinder.find_spec("PySide6", path)
    note = Path(found.origin).with_name("_git_pyside_version.py") if found and found.origin else None
    return note is None or not note.exists() or 'minor_version = "12"' not in note.read_text("utf-8")


def _stamp() -> list[str]:
    try:
        return STAMP.read_text("utf-8").split()
    except OSError:
        return []


def _look() -> str:
    seen = LOCK.stat()
    return f"{seen.st_size}-{seen.st_mtime_ns}"


def _digest() -> str:
    from hashlib import sha256  # 4 ms, and only when the lock was touched

    return sha256(LOCK.read_bytes()).hexdigest()
