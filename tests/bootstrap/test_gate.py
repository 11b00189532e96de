"""The way in: straight on where everything is there, and cheap."""

from __future__ import annotations

import subprocess
import sys

import pytest

from talentdesk.__main__ import MISHAP, main
from talentdesk.bootstrap import gate
from talentdesk.bootstrap.environment import ROOT

# What a start that needs nothing must not load: each costs a start some milliseconds for nothing.
DEAR = {"argparse", "ctypes", "hashlib", "importlib.metadata", "socket", "subprocess", "tempfile", "tomllib"}


def run(program: str) -> str:
    return subprocess.run(
        [sys.executable, "-S", "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout


def test_a_start_that_needs_nothing_loads_next_to_nothing() -> None:
    program = (
        "import sys; before = set(sys.modules); sys.argv = ['talentdesk', 'list']\n"
        "from talentdesk.bootstrap import environment, gate\n"
        "environment.TO_RUN = ('json',); gate.enter(['list'], window=True)\n"
        "print(*set(sys.modules) - before)"
    )
    loaded = set(run(program).split())
    assert "talentdesk.bootstrap.system" in loaded
    assert not DEAR & loaded
    assert not {"talentdesk.i18n", "talentdesk.core.form"} & loaded


def test_entering_returns_when_this_interpreter_has_everything() -> None:
    gate.enter(["list"], window=False)


def test_an_entry_that_leads_nowhere_ends_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "_is_ready_here", lambda *, tests: False)
    monkeypatch.setattr(gate.environment, "is_ready", lambda *, tests: True)
    monkeypatch.setenv("TALENTDESK_ENTERED", "2")
    with pytest.raises(gate.Trouble, match=r"Remove .*\.venv and start again"):
        gate.enter(["list"], window=False)


@pytest.mark.parametrize("version", [(3, 10, 13), (3, 15, 0)])
def test_another_python_is_refused_in_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], version: tuple[int, ...]
) -> None:
    monkeypatch.setattr(sys, "version_info", (*version, "final", 0))
    assert main() == MISHAP
    told = capsys.readouterr().err
    assert f"this is Python {version[0]}.{version[1]}" in told
    assert "需要 Python 3.11 至 3.14" in told


@pytest.mark.parametrize(
    ("ci", "arguments", "slow"),
    [
        ("", [], False),
        ("true", [], True),
        ("", ["-m", "slow"], True),
        ("", ["-m", "slow or not slow"], True),
        ("", ["-m", "not slow"], False),
        ("", ["tests/test_slow_disk.py"], False),
    ],
)
def test_slow_tests_run_where_they_are_asked_for(
    monkeypatch: pytest.MonkeyPatch, ci: str, arguments: list[str], slow: bool
) -> None:
    monkeypatch.setenv("CI", ci)
    assert gate.runs_slow(arguments) is slow


def test_the_tests_are_only_in_a_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate.environment, "is_checkout", lambda: False)
    with pytest.raises(gate.Trouble, match="get a checkout"):
        gate.test([])
