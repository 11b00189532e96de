"""The wheel: holds the package and its rooms, nothing else, and works in an empty environment far from the checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from talentdesk.bootstrap.environment import LOCK, ROOT
from talentdesk.bootstrap.lock import requirements
from talentdesk.service.sample import sample

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1500)]  # the first of them waits for an index
NO_INDEX = ("NewConnectionError", "name resolution", "Network is unreachable", "ConnectTimeout", "ProxyError")


def run(*command: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
    """Run it as far from the checkout as it is installed: no path of ours leads back."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHONPATH", "PYTEST_"))}
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False, env=clean, **options)  # type: ignore[call-overload]
    assert isinstance(done, subprocess.CompletedProcess)
    return done


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    built = run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    assert built.returncode == 0, built.stdout + built.stderr
    (file,) = folder.glob("*.whl")
    return file


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty environment in which only the wheel and what it depends on are installed."""
    venv = tmp_path_factory.mktemp("venv")
    assert run(sys.executable, "-m", "venv", venv).returncode == 0
    commands = venv / ("Scripts" if os.name == "nt" else "bin")
    pins = venv / "pins.txt"
    pins.write_text(requirements(LOCK), "utf-8")
    pip = (commands / "python", "-m", "pip", "install", "--disable-pip-version-check", "--only-binary", ":all:")
    fetched = run(*pip, "--retries", "1", "--require-hashes", "--no-deps", "-r", pins)
    if fetched.returncode and any(sign in fetched.stdout + fetched.stderr for sign in NO_INDEX):
        pytest.skip("the package index is not reached from here")
    assert fetched.returncode == 0, fetched.stdout + fetched.stderr
    added = run(*pip, "--no-index", wheel)  # finds every dependency in place, or fails
    assert added.returncode == 0, added.stdout + added.stderr
    return commands / ("talentdesk.exe" if os.name == "nt" else "talentdesk")


def test_it_holds_the_package_and_its_rooms_only(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"talentdesk"}
    files = (file for room in ("ui", "forms", "translations") for file in (ROOT / room).rglob("*") if file.is_file())
    rooms = {name.removeprefix("talentdesk/rooms/") for name in names if name.startswith("talentdesk/rooms/")}
    at_home = {"ui/screenshot.png"}  # for the front README only
    assert rooms == {file.relative_to(ROOT).as_posix() for file in files} - at_home
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


def test_a_file_that_git_ignores_stays_at_home(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert not [name for name in names if "__pycache__" in name or name.endswith((".pyc", ".db"))]


@pytest.mark.parametrize("command", ["list", "check"])
def test_it_lists_and_checks_what_it_brought(installed: Path, tmp_path: Path, command: str) -> None:
    done = run(installed, command, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not list(tmp_path.iterdir())


def test_it_prints_the_sample_case(installed: Path, tmp_path: Path) -> None:
    case = sample()
    answers, form = tmp_path / "answers.json", tmp_path / "form.pdf"
    answers.write_text(json.dumps(case.answers, default=str), "utf-8")
    told = ("--answers", answers, "--as-of", case.as_of.isoformat(), "--out", form)
    done = run(installed, "render", case.procedure, *told, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert form.read_bytes().startswith(b"%PDF-")


def test_it_has_no_tests_to_run_and_says_so(installed: Path, tmp_path: Path) -> None:
    done = run(installed, "test", cwd=tmp_path)
    assert done.returncode == 3
    assert "checkout" in done.stderr
