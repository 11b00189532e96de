"""The storeys: imports only go down, Qt stays on the desktop, the database in the store, drawing on paper."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_imports_only_go_down() -> None:
    # import-linter keeps one graph a process and turns logging off, so it gets a process of its own.
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as lint; lint(['--no-cache'])"]
    linted = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert linted.returncode == 0, linted.stdout + linted.stderr
    assert "0 broken" in linted.stdout


def test_every_module_has_chosen_its_storey() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    layers = next(contract for contract in contracts if contract["type"] == "layers")
    placed = {name.strip() for layer in layers["layers"] for name in layer.split("|")}
    standing = {path.stem for path in (ROOT / "talentdesk").iterdir() if path.suffix == ".py" or _is_package(path)}
    assert layers["exhaustive"]
    assert standing - {"__init__"} <= placed


def test_only_the_named_folders_stand_at_the_top() -> None:
    made = {"build", "dist", "talentdesk-sample.pdf", *(path.name for path in ROOT.glob("*.egg-info"))}
    standing = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")} - made
    rooms = {"ui", "forms", "translations", "talentdesk", "tests"}
    assert standing == rooms | {"LICENSE", "README.md", "pyproject.toml", "uv.lock"}


def test_core_is_standard_library_only() -> None:
    program = "import sys, pkgutil, talentdesk.core as core\n" + (
        "for m in pkgutil.walk_packages(core.__path__, 'talentdesk.core.'): __import__(m.name)\n"
        "print(*sorted({n.split('.')[0] for n in sys.modules} - set(sys.stdlib_module_names)))"
    )
    run = subprocess.run([sys.executable, "-S", "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(run.stdout.split()) <= {"__main__", "talentdesk"}


def _is_package(path: Path) -> bool:
    return (path / "__init__.py").exists()
