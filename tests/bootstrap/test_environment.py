"""When an environment may be used as it is: by its stamp, or by what can be imported from it."""

from __future__ import annotations

import os
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from talentdesk.bootstrap import environment

PROJECT = tomllib.loads((environment.ROOT / "pyproject.toml").read_text("utf-8"))["project"]


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with a lock and an environment that has a Python, but nothing else."""
    venv = tmp_path / ".venv"
    for name, value in {
        "ROOT": tmp_path,
        "LOCK": tmp_path / "uv.lock",
        "VENV": venv,
        "STAMP": venv / ".talentdesk",
    }.items():
        monkeypatch.setattr(environment, name, value)
    python = environment.interpreter()
    python.parent.mkdir(parents=True)
    python.touch()
    environment.LOCK.write_text("version = 1\n", "utf-8")
    return tmp_path


def test_an_environment_is_fresh_until_the_lock_changes(checkout: Path) -> None:
    environment.stamp(tests=False)
    assert environment.is_ready(tests=False)
    environment.LOCK.write_text("version = 2\n", "utf-8")
    assert not environment.is_ready(tests=False)


def test_a_lock_that_was_only_touched_is_the_same_lock(checkout: Path) -> None:
    environment.stamp(tests=False)
    os.utime(environment.LOCK, ns=(1, 1))
    assert environment.is_ready(tests=False)


def test_an_old_lock_with_an_older_date_is_noticed(checkout: Path) -> None:
    environment.stamp(tests=False)
    environment.LOCK.write_text("version = 0\n", "utf-8")
    os.utime(environment.LOCK, ns=(1, 1))
    assert not environment.is_ready(tests=False)


def test_the_tests_need_more_than_the_program(checkout: Path) -> None:
    environment.stamp(tests=False)
    assert not environment.is_ready(tests=True)
    environment.stamp(tests=True)
    assert environment.is_ready(tests=False)
    assert environment.is_ready(tests=True)


def test_an_interrupted_installation_is_noticed(checkout: Path) -> None:
    environment.STAMP.touch()
    assert environment.is_stamped_half()
    assert not environment.is_ready(tests=False)


def test_an_environment_without_its_python_is_none(checkout: Path) -> None:
    environment.stamp(tests=True)
    environment.interpreter().unlink()
    assert not environment.is_ready(tests=False)


def test_after_an_upgrade_of_python_the_environment_is_made_anew(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment.stamp(tests=False)
    monkeypatch.setattr(sys, "prefix", str(environment.VENV))
    assert environment.is_ready(tests=False)
    environment.STAMP.write_text(environment.STAMP.read_text("utf-8").replace(environment.python_version(), "3.10"))
    assert not environment.is_ready(tests=False)


def test_an_environment_that_somebody_else_made_counts_when_it_has_everything(checkout: Path) -> None:
    packages = environment.VENV / ("Lib/site-packages" if os.name == "nt" else "lib/python3.11/site-packages")
    for name in environment.TO_RUN:
        (packages / name).mkdir(parents=True)
        (packages / name / "__init__.py").touch()
    assert environment.is_ready(tests=False)
    assert not environment.is_ready(tests=True)
    (packages / "pikepdf" / "__init__.py").unlink()
    (packages / "pikepdf").rmdir()
    assert not environment.is_complete([str(packages)], tests=False)


@pytest.mark.parametrize(("minor", "fits"), [("11", True), ("12", False)])
def test_qt_6_12_is_refused_where_it_kills_python(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, minor: str, fits: bool
) -> None:
    for name in environment.TO_RUN:
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").touch()
    (tmp_path / "PySide6" / "_git_pyside_version.py").write_text(f'minor_version = "{minor}"\n')
    monkeypatch.setattr(sys, "version_info", (3, 11, 9, "final", 0))
    assert environment.is_complete([str(tmp_path)], tests=False) is fits
    monkeypatch.setattr(sys, "version_info", (3, 12, 1, "final", 0))
    assert environment.is_complete([str(tmp_path)], tests=False)


@pytest.mark.parametrize(
    ("names", "lines"),
    [
        (environment.TO_RUN, PROJECT["dependencies"]),
        (environment.TO_TEST, PROJECT["optional-dependencies"]["test"]),
    ],
)
def test_what_is_looked_for_is_what_pyproject_asks_for(names: tuple[str, ...], lines: list[str]) -> None:
    brought = packages_distributions()
    found = {re.sub(r"[-_.]+", "-", package).lower() for name in names for package in brought.get(name, [name])}
    assert found == {re.sub(r"[-_.]+", "-", line.split("==")[0]).lower() for line in lines}
