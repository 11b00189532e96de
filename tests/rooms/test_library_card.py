"""The lesson of `forms/README.md` holds: what it says to write and to type leads from an empty folder to a page."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from pypdf import PdfReader

from talentdesk import cli
from talentdesk.core.catalogue import Catalogue
from talentdesk.core.inspection import inspect
from talentdesk.paths import room

README = (room("forms") / "README.md").read_text(encoding="utf-8")
LESSON = README.split("## From an empty folder to a printed page\n")[1].split("\n## ")[0]
FILES = dict(re.findall(r"^`([\w./-]+)`[^\n]*\n\n```toml\n(.*?)\n```", LESSON, re.DOTALL | re.MULTILINE))
COMMANDS = [
    shlex.split(line, comments=True)[1:]
    for block in re.findall(r"```sh\n(.*?)```", LESSON, re.DOTALL)
    for line in block.splitlines()
]
CONSENT = "forms/shared/consent.toml"
EDITION, CASES = "forms/procedures/library-card/2026-09-01.toml", "forms/procedures/library-card/cases.toml"


@pytest.fixture
def lesson(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "lesson"
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text + "\n", encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


def test_the_lesson_has_files_and_commands() -> None:
    assert list(FILES) == ["forms/procedures/library-card/about.toml", EDITION, CASES, CONSENT, "answers.toml"]
    assert [command[0] for command in COMMANDS] == ["check", "check", "list", "evaluate", "render"]


def test_every_command_of_the_lesson_does_what_it_says(lesson: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in COMMANDS:
        assert cli.main([*command, "--language", "en"]) == 0, (command, capsys.readouterr())
    said = capsys.readouterr()
    assert said.err.count("Everything is in order.") == 2
    assert "library-card  2026-09-01  Library card for members of the youth hub" in said.out
    assert "✓ Borrowing from 16" in said.out
    page = PdfReader(lesson / "card.pdf").pages[0].extract_text()
    for word in ("青年社区图书证", "CHAN", "chan@example.org", "Signature"):
        assert word in page


def test_after_the_lesson_the_shipped_procedures_are_there_again(
    lesson: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(["list", "--forms", ".", "--as-of", "2026-11-23", "--language", "en"])
    cli.main(["list", "--as-of", "2026-11-23", "--language", "en"])
    first, *rest = capsys.readouterr().out.splitlines()
    assert first.startswith("library-card")
    assert len(rest) == 20


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ([], "is no forms room"),
        (["forms/procedures/library-card/about.toml"], "there is no edition; add a file named by its date in force"),
        (["forms/procedures/library-card/about.toml", EDITION], "there are no cases; add people"),
    ],
)
def test_each_step_tells_the_next(step: list[str], told: str, lesson: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in FILES:
        if name not in step:
            (lesson / name).unlink()
    if not step:
        (lesson / "forms/procedures/library-card").rmdir()
        (lesson / "forms/procedures").rmdir()
    assert cli.main(["check", ".", "--language", "en"]) != 0
    said = capsys.readouterr()
    assert told in said.out + said.err


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('kind = "choice"', 'kind = "choise"', "kind cannot be choise; did you mean choice?"),
        ("card.kind == 'borrow'", "card.kind == 'borow'", "card.kind has no choice borow; did you mean borrow?"),
        ("person.birth_date, today", "person.birthdate, today", "did you mean person.birth_date?"),
        ('cite = "library-rules"', 'cite = "libary-rules"', "library-rules"),
        ('["application-sheet"', '["aplication-sheet"', "did you mean application-sheet?"),
        ("help = {", "hlep = {", "unknown key hlep; did you mean help?"),
    ],
)
def test_a_slip_of_a_beginner_is_put_right_by_its_remedy(lesson: Path, old: str, new: str, told: str) -> None:
    path = lesson / EDITION
    assert old in path.read_text(encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    assert any(told in str(fault) for fault in inspect(Catalogue([lesson / "forms"])))
