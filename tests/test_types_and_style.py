"""Strict types, and one style."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def run(*arguments: str) -> None:
    done = subprocess.run([sys.executable, "-m", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_style() -> None:
    run("ruff", "check", "--no-cache")


def test_format() -> None:
    run("ruff", "format", "--check", "--no-cache")


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_types(tmp_path: Path) -> None:
    run("mypy", "--cache-dir", str(tmp_path))
