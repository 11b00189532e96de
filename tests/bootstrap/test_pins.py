"""The lock, as pip gets it: every package that is reached, with all its digests and the condition it stands under."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from talentdesk.bootstrap.environment import LOCK
from talentdesk.bootstrap.lock import requirements

SMALL = """
[[package]]
name = "own"
version = "1"
source = { editable = "." }
dependencies = [
    { name = "ring" },
    { name = "glue", marker = "sys_platform == 'win32'" },
    { name = "cards", extra = ["chip"] },
]
[package.optional-dependencies]
test = [{ name = "probe" }]
"""


def package(name: str, *dependencies: str, version: str = "1", extra: str = "") -> str:
    listed = f"dependencies = [{', '.join(dependencies)}]\n" if dependencies else ""
    wheels = f'wheels = [{{ hash = "sha256:{name}1" }}, {{ hash = "sha256:{name}2" }}]\n'
    head = f'[[package]]\nname = "{name}"\nversion = "{version}"\nsource = {{ registry = "x" }}\n'
    return head + listed + wheels + (f"[package.optional-dependencies]\n{extra}\n" if extra else "")


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    file = tmp_path / "uv.lock"
    packages = [
        package("ring", """{ name = "glue", marker = "python_version < '3.12'" }"""),
        package("glue", """{ name = "dot", marker = "os_name == 'nt'" }"""),
        package("dot"),
        package("cards", extra='chip = [{ name = "reader" }]\nmagnet = [{ name = "coil" }]'),
        package("reader"),
        package("coil"),
        package("probe", '{ name = "ring" }'),
        package("stranger"),
    ]
    file.write_text(SMALL + "".join(packages), "utf-8")
    return file


def names(pins: str) -> set[str]:
    return {line.split("==")[0] for line in pins.splitlines() if "==" in line and "--hash" not in line.split("==")[0]}


def test_only_what_is_reached_is_installed(lock: Path) -> None:
    assert names(requirements(lock)) == {"ring", "glue", "dot", "cards", "reader"}
    assert names(requirements(lock, ["test"])) == {"ring", "glue", "dot", "cards", "reader", "probe"}


def test_every_file_s_digest_is_listed(lock: Path) -> None:
    assert "ring==1 \\\n    --hash=sha256:ring1 \\\n    --hash=sha256:ring2\n" in requirements(lock)


@pytest.mark.parametrize(
    ("name", "machine", "needed"),
    [
        ("glue", {"sys_platform": "win32", "python_version": "3.14"}, True),
        ("glue", {"sys_platform": "linux", "python_version": "3.11"}, True),
        ("glue", {"sys_platform": "linux", "python_version": "3.14"}, False),
        ("dot", {"sys_platform": "win32", "python_version": "3.14", "os_name": "nt"}, True),
        ("dot", {"sys_platform": "linux", "python_version": "3.11", "os_name": "posix"}, False),
    ],
)
def test_a_package_for_some_machines_carries_the_condition_of_each_way_to_it(
    lock: Path, name: str, machine: dict[str, str], needed: bool
) -> None:
    line = next(line for line in requirements(lock).splitlines() if line.startswith(f"{name}=="))
    marker = Requirement(line.rstrip("\\ ")).marker
    assert marker is not None
    assert marker.evaluate(machine) is needed


def test_the_real_lock_gives_one_line_a_package_and_the_tests_more_than_the_program() -> None:
    run, test = names(requirements(LOCK)), names(requirements(LOCK, ["test"]))
    assert {"pyside6-essentials", "sqlcipher3", "babel"} <= run
    assert {"pytest", "pytest-qt"} <= test - run


def test_the_pins_are_printed_for_a_machine_without_network() -> None:
    command = [sys.executable, "-m", "talentdesk.bootstrap"]
    printed = subprocess.run(command, cwd=LOCK.parent, capture_output=True, text=True, check=True).stdout
    assert printed == requirements(LOCK)
