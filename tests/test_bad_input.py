"""Bad input at the command line: a clear sentence with what to do, in each of the four languages, and no traceback."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pypdfium2
import pytest

from talentdesk import cli, paths
from talentdesk.i18n import LANGUAGES
from talentdesk.service import rooms

ROOT = Path(__file__).parents[1]
Said = dict[str, str]

ODD = {
    "person.surname": "FERR\x00EIRA" + " DA COSTA" * 1111,
    "person.given_names": "HELENA 😀",
    "person.birth_place": "Coim\u202ebra",
    "person.birth_date": "2029-02-31",
    "passport.expiry_date": "2029--",
    "request.notes": "备注\n" * 3334,
}
WRONG = {
    "person.surname": "text.too_long",
    "person.given_names": "text.emoji",
    "person.birth_place": "text.bidi_control",
    "person.birth_date": "date.no_such_day",
    "passport.expiry_date": "date.incomplete",
}


@pytest.fixture(autouse=True)
def fresh_rooms() -> Iterator[None]:
    rooms.catalogue.cache_clear()
    yield
    rooms.catalogue.cache_clear()


@pytest.fixture
def answers(tmp_path: Path) -> str:
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(ODD), "utf-8")
    return str(file)


@pytest.fixture
def forms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the forms room, to be broken."""
    room, shipped = tmp_path / "forms", paths.room
    shutil.copytree(shipped("forms"), room)
    monkeypatch.setattr(paths, "room", lambda name: room if name == "forms" else shipped(name))
    return room


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Runs a command in each language; what it said, which differs from language to language."""

    def run(*command: str, code: int) -> Said:
        said = {}
        for language in LANGUAGES:
            assert cli.main([*command, "--language", language]) == code
            printed = capsys.readouterr()
            said[language] = printed.out + printed.err
        assert len(set(said.values())) == len(LANGUAGES), said
        for language in ("zh-Hans", "zh-Hant-HK"):
            assert len(re.findall("[\u4e00-\u9fff]", said[language])) > 5, said[language]
        assert "Traceback" not in "".join(said.values())
        return said

    return run


def break_line(file: Path) -> None:
    """Leaves a list open in the middle of a file."""
    lines = file.read_text("utf-8").splitlines()
    lines.insert(len(lines) // 2, "oops = [")
    file.write_text("\n".join(lines), "utf-8")


def pages(pdf: Path) -> int:
    with closing(pypdfium2.PdfDocument(pdf.read_bytes())) as document:
        return len(document)


# ---- answers


def problems(answers: str, language: str, capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, str]]:
    """Code and sentence of each question's first problem."""
    assert cli.main(["evaluate", "residence-permit", "--answers", answers, "--language", language, "--json"]) in (0, 1)
    listed = json.loads(capsys.readouterr().out)["problems"]
    return {problem["question"]: problem for problem in reversed(listed)}


def test_odd_answers_are_explained_in_each_language(answers: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = {language: problems(answers, language, capsys) for language in LANGUAGES}
    for id, code in WRONG.items():
        assert found["en"][id]["code"] == code
        sentences = {found[language][id]["message"] for language in LANGUAGES}
        assert len(sentences) == len(LANGUAGES), sentences


@pytest.mark.slow  # ten thousand characters on continuation sheets, in each language
def test_odd_answers_keep_nothing_from_printing(answers: str, told: Callable[..., Said], tmp_path: Path) -> None:
    out = tmp_path / "form.pdf"
    told("render", "residence-permit", "--answers", answers, "--out", str(out), code=0)
    assert pages(out) > 2, "what is too long goes on on a continuation sheet"


@pytest.mark.parametrize(
    "garbage",
    ["hello", "<" * 10_000, "P<PRT\x00FERREIRA\n\u202e12", "🙂" * 44, ""],
    ids=["words", "too long", "marks", "pictures", "nothing"],
)
def test_a_garbage_zone_is_explained(garbage: str, told: Callable[..., Said], tmp_path: Path) -> None:
    file = tmp_path / "zone.txt"
    file.write_text(garbage, "utf-8")
    told("mrz", str(file), code=1)


# ---- forms


def test_a_broken_procedure_leaves_the_other_one_whole(
    forms: Path, told: Callable[..., Said], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    break_line(forms / "procedures/visa-extension/2013-07-01.toml")
    said = told("list", code=1)
    assert all("forms/procedures/visa-extension/2013-07-01.toml:" in line for line in said.values())
    assert cli.main(["list", "--json"]) == 1
    others = {folder.name for folder in (forms / "procedures").iterdir()} - {"visa-extension"}
    assert {entry["procedure"] for entry in json.loads(capsys.readouterr().out)} == others
    out = tmp_path / "form.pdf"
    assert cli.main(["render", "residence-permit", "--blank", "--out", str(out)]) == 0
    assert pages(out) == 2


@pytest.mark.parametrize("file", ["shared/blocks/person@1.toml", "shared/lists/countries.csv"])
def test_a_broken_shared_file_is_named(forms: Path, file: str, told: Callable[..., Said], answers: str) -> None:
    if file.endswith(".csv"):
        (forms / file).write_bytes(b"code,zh\n\xff\xfe")
    else:
        break_line(forms / file)
    said = told("evaluate", "residence-permit", "--answers", answers, code=1)
    assert all(f"forms/{file}:" in line for line in said.values())


# ---- disks and fonts


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is Linux's")
def test_a_full_disk_is_told(told: Callable[..., Said]) -> None:
    said = told("render", "residence-permit", "--blank", "--out", "/dev/full", code=3)
    assert "the disk is full" in said["en"]


RENDER = """
import sys
from pathlib import Path
from talentdesk import cli, paths
shipped = paths.room
paths.room = lambda name: Path(sys.argv[1]) if name == "ui" else shipped(name)
for language in sys.argv[3:]:
    code = cli.main(["render", "residence-permit", "--blank", "--out", sys.argv[2], "--language", language])
    assert code == 3, code
"""


@pytest.mark.slow
def test_a_missing_font_is_told(tmp_path: Path) -> None:
    """In a process of its own: this one has read the fonts already."""
    (tmp_path / "ui/fonts").mkdir(parents=True)
    command = [sys.executable, "-c", RENDER, str(tmp_path / "ui"), str(tmp_path / "form.pdf"), *LANGUAGES]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    lines = run.stderr.splitlines()
    assert len(set(lines)) == len(LANGUAGES)
    assert all("NotoSans" in line and ".ttf" in line for line in lines)
    assert not (tmp_path / "form.pdf").exists()
