"""Takes the program's protections away, one at a time, in a copy of it, and looks whether the tests notice.

    python tests/sabotage.py               # every line of proofs.toml; exit code 1 where one went unnoticed
    python tests/sabotage.py G9 G13        # those of some goals
    python tests/sabotage.py 'anchor'      # those whose words hold this

Each line's tests run once in an untouched copy, where they must pass, and once in a copy with the line's edits, where
at least one must fail (with `each` every one): not be skipped, not stumble over its own fixtures.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "tests/proofs.toml"
_COPIED = ("talentdesk", "tests", "forms")
_LINKED = ("ui", "translations", "pyproject.toml", "uv.lock", "LICENSE", "README.md")
_PATIENCE_S = 3600


@dataclass(frozen=True, slots=True)
class Edit:
    """One place of a file, exchanged."""

    file: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Sabotage:
    """One protection, and the tests that must miss it."""

    goal: str
    protection: str
    edits: tuple[Edit, ...]
    tests: tuple[str, ...]
    quick: bool
    each: bool
    """Whether every one of the tests must miss it, not only one: a protection that holds many things together."""

    def noticed(self, outcome: Outcome) -> bool:
        """Whether the tests missed it."""
        return outcome.failed >= (len(self.tests) if self.each else 1)


@dataclass(frozen=True, slots=True)
class Goal:
    """What is promised, and the tests that hold the program to it."""

    id: str
    promise: str
    tests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the tests of a copy ended."""

    passed: int
    failed: int
    broken: int
    """Errors outside the tests themselves, such as in fixtures."""
    said: str

    @property
    def whole(self) -> bool:
        return self.passed > 0 and not self.failed and not self.broken


def goals() -> tuple[Goal, ...]:
    return tuple(Goal(row["id"], row["promise"], tuple(row["tests"])) for row in _read("goal"))


def sabotages() -> tuple[Sabotage, ...]:
    return tuple(
        Sabotage(
            row["goal"],
            row["protection"],
            tuple(Edit(**edit) for edit in row["edits"]),
            tuple(row["tests"]),
            row.get("quick", False),
            row.get("each", False),
        )
        for row in _read("sabotage")
    )


def _read(kind: str) -> list[dict[str, object]]:
    return list(tomllib.loads(TABLE.read_text("utf-8"))[kind])


def edited(edit: Edit, root: Path = ROOT) -> str:
    """The file's text with the edit. Raises ValueError where its place is not there exactly once."""
    text = (root / edit.file).read_text("utf-8")
    if text.count(edit.before) != 1:
        raise ValueError(f"{edit.file}: {text.count(edit.before)} times: {edit.before!r}")
    return text.replace(edit.before, edit.after)


def copy(folder: Path, edits: Iterable[Edit] = ()) -> Path:
    """The checkout once more, with the edits; what is not edited is linked."""
    for name in _COPIED:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in _LINKED:
        (folder / name).symlink_to(ROOT / name)
    for edit in edits:
        (folder / edit.file).write_text(edited(edit, folder), "utf-8")
        if edit.file.endswith(".py"):
            compile((folder / edit.file).read_text("utf-8"), edit.file, "exec")
    return folder


def run(folder: Path, tests: Sequence[str], first: bool = True) -> Outcome:
    """Their tests in that copy; with `first` no further than the first that fails."""
    report = folder / "report.xml"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", "--tb=line"]
    command += ["-m", "slow or not slow", f"--junitxml={report}", *(["-x"] if first else []), *tests]
    room = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_"))}
    done = subprocess.run(
        command,
        cwd=folder,
        env={**room, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1", "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=_PATIENCE_S,
        check=False,
    )
    if not report.exists():
        return Outcome(0, 0, 1, done.stdout[-3000:] + done.stderr[-3000:])
    cases = list(ElementTree.parse(report).iter("testcase"))
    kinds = [{child.tag for child in case} for case in cases]
    return Outcome(
        sum(not kind & {"failure", "error", "skipped"} for kind in kinds),
        sum("failure" in kind for kind in kinds),
        sum("error" in kind for kind in kinds),
        done.stdout[-3000:],
    )


def tried(sabotage: Sabotage) -> Outcome:
    """The tests of a copy without this protection."""
    with tempfile.TemporaryDirectory(prefix="sabotage-") as folder:
        return run(copy(Path(folder), sabotage.edits), sabotage.tests, first=not sabotage.each)


def untouched(chosen: Iterable[Sabotage]) -> Outcome:
    """All their tests in an untouched copy."""
    tests = sorted({test for sabotage in chosen for test in sabotage.tests})
    with tempfile.TemporaryDirectory(prefix="untouched-") as folder:
        return run(copy(Path(folder)), tests, first=False)


def main(words: Sequence[str]) -> int:
    chosen = [each for each in sabotages() if not words or any(_meant(each, word) for word in words)]
    unnoticed = 0
    for sabotage in chosen:
        began = time.monotonic()
        outcome = tried(sabotage)
        noticed = sabotage.noticed(outcome)
        sign = "noticed" if noticed else "UNNOTICED"
        print(f"{sign:<10} {time.monotonic() - began:5.0f} s  {sabotage.goal:<4} {sabotage.protection}", flush=True)
        if not noticed:
            unnoticed += 1
            print(outcome.said, flush=True)
    whole = untouched(chosen)
    print(f"untouched: {whole.passed} passed, {whole.failed} failed, {whole.broken} broken")
    if not whole.whole:
        print(whole.said)
    return int(unnoticed > 0 or not whole.whole)


def _meant(sabotage: Sabotage, word: str) -> bool:
    return word == sabotage.goal or (len(word) > 3 and word in sabotage.protection)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
