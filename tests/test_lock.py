"""What the program is built on: locked in one place, with digests, from the public index, under known licences."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from talentdesk.bootstrap.licences import LICENCES

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PROJECT = PYPROJECT["project"]
LOCK: list[dict[str, Any]] = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))["package"]
OWN = next(package for package in LOCK if package["name"] == "talentdesk")
OTHERS = {package["name"]: package for package in LOCK if package is not OWN}

# AGPL; 260 MB where 80 do; Qt for keyboards and PDF that we do not use; old forks with the WAL-reset bug.
FORBIDDEN = {"pymupdf", "pyside6", "pyside6-addons", "pysqlcipher3", "sqlcipher3-binary", "sqlcipher3-wheels"}


def pins(lines: list[str]) -> dict[str, str]:
    """Name, as the lock spells it, and version of each `Name==version`."""
    return {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in (line.split("==") for line in lines)}


RUN = pins(PROJECT["dependencies"])
TEST = pins(PROJECT["optional-dependencies"]["test"])


def test_the_lock_was_made_from_pyproject() -> None:
    assert OWN["version"] == PROJECT["version"], "run `uv lock`"
    assert {edge["name"] for edge in OWN["dependencies"]} == set(RUN), "run `uv lock`"
    assert {edge["name"] for edge in OWN["optional-dependencies"]["test"]} == set(TEST), "run `uv lock`"
    for name, version in (RUN | TEST).items():
        assert OTHERS[name]["version"] == version, f"run `uv lock`: {name}"


def test_each_dependency_says_its_licence_and_its_reason() -> None:
    lines = (ROOT / "pyproject.toml").read_text("utf-8").splitlines()
    for line in (line for line in lines if re.match(r' +"[\w.-]+==', line)):
        assert re.search(r"# [\w., -]+; [\w0]", line), line


@pytest.mark.parametrize("package", OTHERS.values(), ids=OTHERS)
def test_each_package_has_wheels_with_digests_from_the_public_index(package: dict[str, Any]) -> None:
    assert package["source"] == {"registry": "https://pypi.org/simple"}
    assert package["wheels"]
    for wheel in package["wheels"]:
        assert re.fullmatch(r"sha256:[0-9a-f]{64}", wheel["hash"])
        assert wheel["url"].startswith("https://files.pythonhosted.org/packages/")


def test_each_package_is_under_a_licence_that_may_be_shipped() -> None:
    read = {name for names in LICENCES.values() for name in names.split()}
    assert read == set(OTHERS)


def test_no_forbidden_package() -> None:
    assert not FORBIDDEN & set(OTHERS)


def test_qt_stays_below_the_release_that_kills_python_3_11() -> None:
    assert RUN["pyside6-essentials"] == "6.11.3"
    assert PROJECT["requires-python"] == ">=3.11,<3.15"


@pytest.mark.parametrize("name", [*RUN, *TEST])
def test_every_supported_system_has_a_wheel(name: str) -> None:
    wheels = [wheel["url"].rsplit("/", 1)[1] for wheel in OTHERS[name]["wheels"]]
    if any(wheel.endswith("-none-any.whl") for wheel in wheels):
        return
    for python in ("cp311", "cp312", "cp313", "cp314"):
        fitting = [wheel for wheel in wheels if f"-{python}-" in wheel or "-abi3-" in wheel or "-py3-none-" in wheel]
        for system in (r"manylinux.*x86_64", r"macosx_.*(arm64|universal2)", "win_amd64"):
            assert any(re.search(system, wheel) for wheel in fitting), f"{python} {system}"
