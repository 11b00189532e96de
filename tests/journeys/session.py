"""Everything the program does with one person's case, once, as commands that a test runs and watches."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from talentdesk.core.answers import nest
from talentdesk.service.columns import columns_of
from talentdesk.service.rooms import catalogue
from talentdesk.service.sample import samples

ROOT = Path(__file__).parents[2]
CLERK = Path(__file__).with_name("offscreen_clerk.py")
PROCEDURE = "residence-permit"
SAMPLE = samples(PROCEDURE)[0]
CANARY = {
    "person.surname": "KANARIENVOGEL",
    "person.given_names": "ZEPHYRINA QUILL",
    "person.name_zh": "夏侯金雀",
    "passport.number": "KX7042913",
    "contact.address_china": "深圳市南山区画眉鸟路七百零四号",
}
"""What is found nowhere else: a name, a number, a place."""


@dataclass
class Session:
    """One machine with its folders, and what was said on the way."""

    folder: Path
    watch: Sequence[str] = ()
    """What stands before every command, such as strace."""
    told: list[str] = field(default_factory=list)
    """What each process said on its error stream."""

    def __post_init__(self) -> None:
        for folder in (self.papers, self.machine / "tmp", self.machine / "run"):
            folder.mkdir(parents=True, mode=0o700)
        self.answers.write_text(json.dumps(nest(typed(), SAMPLE.answers.declined), ensure_ascii=False), "utf-8")
        self.flat.write_text(json.dumps(typed(), ensure_ascii=False), "utf-8")
        self.table.write_text(_table(), "utf-8")

    @property
    def papers(self) -> Path:
        """What the person hands in and takes along: may say who it is."""
        return self.folder / "papers"

    @property
    def machine(self) -> Path:
        """What is left behind on the machine."""
        return self.folder / "machine"

    @property
    def place(self) -> Path:
        return self.machine / "cases"

    @property
    def answers(self) -> Path:
        return self.papers / "answers.json"

    @property
    def flat(self) -> Path:
        return self.papers / "flat.json"

    @property
    def table(self) -> Path:
        return self.papers / "table.csv"

    def environment(self) -> dict[str, str]:
        home = self.machine / "home"
        folders = {"HOME": home, "TMPDIR": self.machine / "tmp", "XDG_RUNTIME_DIR": self.machine / "run"}
        xdg = {f"XDG_{name}_HOME": home / name.lower() for name in ("CONFIG", "DATA", "STATE", "CACHE")}
        added = {**folders, **xdg, "PYTHONPATH": ROOT, "QT_QPA_PLATFORM": "offscreen"}
        return {**os.environ, **{name: str(value) for name, value in added.items()}}

    def run(self, *words: str | Path, code: int = 0, typed: str = "") -> None:
        """One command of the program."""
        self._start([sys.executable, "-m", "talentdesk", *map(str, words)], code, typed)

    def at_the_window(self, mishap: str = "") -> None:
        """A case from an empty desk to the paper."""
        command = [sys.executable, CLERK, self.place, self.flat, self.papers / "window.pdf"]
        self._start([*map(str, command), *(["--mishap", mishap] if mishap else [])])

    def _start(self, command: Sequence[str], code: int = 0, typed: str = "") -> None:
        done = subprocess.run(
            [*self.watch, *command], cwd=ROOT, env=self.environment(), input=typed, capture_output=True, text=True
        )
        self.told.append(done.stderr)
        assert done.returncode == code, (command, done.stdout[-2000:], done.stderr[-2000:])

    def commands(self) -> None:
        """Everything that a case goes through on the command line; the window's case is number 1."""
        case, papers, here = (PROCEDURE, "--answers", self.answers), self.papers, ("--data", self.place)
        day = ("--as-of", SAMPLE.as_of.isoformat())
        self.run("evaluate", *case, *day, "--json")
        self.run("render", *case, *day, "--out", papers / "form.pdf")
        self.run("batch", PROCEDURE, self.table, *day, "--out", papers / "batch")
        self.run("read", papers / "form.pdf")
        self.run("import", papers / "form.pdf", *here)
        self.run("export", "1", "--out", papers / "case.age", "--passphrase", *here, typed="seven small owls\n" * 2)
        self.run("backup", "--out", papers / "cases.backup", *here)
        self.run("recovery", *here)
        self.run("purge", *here)
        self.run("audit", *here)
        self.run("import", self.table, *here, code=1)


def typed() -> dict[str, str]:
    return {**SAMPLE.answers.typed, **CANARY}


def _table() -> str:
    edition = catalogue().in_force(PROCEDURE, SAMPLE.as_of)
    none = {question.id: question.none.zh for question in edition.questions if question.none}
    given = {**typed(), **{id: none[id] for id in SAMPLE.answers.declined if id in none}}
    ids = [column.id for column in columns_of(edition)]
    return "\n".join([",".join(ids), ",".join(f'"{given.get(id, "")}"' for id in ids)])
