"""Every command with bad input: one clear line, the right exit code, and never a traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from talentdesk import cli, paths
from talentdesk.cli.arguments import COMMANDS
from talentdesk.i18n import LANGUAGES
from talentdesk.service import rooms

ROOM = Path(__file__).resolve().parents[1] / "small_room" / "forms"


@pytest.fixture(autouse=True)
def small_room(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    shipped = paths.room
    monkeypatch.setattr(paths, "room", lambda name: ROOM if name == "forms" else shipped(name))
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    monkeypatch.delenv("LANGUAGE", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    rooms.catalogue.cache_clear()
    yield
    rooms.catalogue.cache_clear()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "good.toml").write_text('"person.surname" = "X"\n')
    (tmp_path / "bad.toml").write_text('"person.surname" = \n')
    (tmp_path / "bad.json").write_text("{")
    (tmp_path / "utf16.toml").write_bytes('"person.surname" = "X"'.encode("utf-16"))
    (tmp_path / "folder").mkdir()
    return tmp_path


EVALUATE = "evaluate garden-permit --answers"
RENDER = "render garden-permit --answers {}/good.toml --out"


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("lst", 2, "did you mean list?"),
        ("zzzzzz", 2, "commands are: open, list"),
        ("list --as-of 2026-02-30", 2, "“2026-02-30” is not a day"),
        ("list --as-of tomorrow", 2, "as in 2026-11-22"),
        ("list --as-of", 2, "--as-of needs a value after it"),
        ("list --language fr", 2, "use one of: zh-Hans"),
        ("list --jsno", 2, "did you mean --json?"),
        ("list extra", 2, "extra is not understood here"),
        ("list --json=1", 2, "--json takes no value"),
        ("evaluate", 2, "still needed: PROCEDURE"),
        ("evaluate garden-permit", 2, "still needed: --answers"),
        ("evaluate garden-permt --answers {}/good.toml", 2, "did you mean garden-permit?"),
        ("evaluate ../garden-permit --answers {}/good.toml", 2, "there is no procedure"),
        (f"{EVALUATE} {{}}/good.toml --as-of 1999-01-01", 2, "no edition of garden-permit was in force"),
        (f"{EVALUATE} {{}}/none.toml", 3, "none.toml is not there"),
        (f"{EVALUATE} {{}}/folder", 3, "is a folder"),
        (f"{EVALUATE} {{}}/bad.toml", 1, "bad.toml:1: this is not TOML"),
        (f"{EVALUATE} {{}}/bad.json", 1, "bad.json:1: this is not JSON"),
        (f"{EVALUATE} {{}}/utf16.toml", 1, "save it as UTF-8"),
        ("triage", 2, "still needed: --answers"),
        ("triage --answers {}/good.toml", 3, "the forms room has no shared/triage.toml"),
        ("render garden-permit --out {}/a.pdf", 2, "or write --blank"),
        ("render garden-permit --answers {}/good.toml", 2, "still needed: --out"),
        (f"{RENDER} {{}}/a.pdf --paper garden-shet", 2, "there is no paper garden-shet"),
        (f"{RENDER} {{}}/a.pdf --languages zh-Hans,fr", 2, "“fr” is not a language"),
        (f"{RENDER} {{}}/a.pdf --languages en,pt,zh-Hans", 2, "a paper has two languages"),
        (f"{RENDER} {{}}/a.pdf --languages ,", 2, "a paper has two languages"),
        ("identify", 2, "still needed: SCHEME"),
        ("identify passport", 2, "still needed: VALUE"),
        ("identify pasport X", 2, "did you mean passport?"),
        ("mrz {}/none.txt", 3, "none.txt is not there"),
        ("mrz {}/folder", 3, "is a folder"),
        ("glyphs", 2, "still needed: TEXT"),
        ("read", 2, "still needed: FILE"),
        ("read {}/none.pdf", 3, "none.pdf is not there"),
        ("read {}/folder", 3, "is a folder"),
        ("read {}/good.toml", 1, "good.toml is no PDF and no picture"),
        ("read {}/good.toml --key {}/none.key", 3, "none.key is not there"),
        ("keys", 2, "still needed: --out"),
        ("keys --out {}/good.toml", 1, "good.toml is there already"),
        ("keys --out {}/none/office.key", 3, "is not there"),
        ("keys --out {}/folder", 1, "folder is there already"),
        ("check {}/none", 3, "none is not there"),
        ("check {}/folder", 3, "no forms room"),
        ("translations upate", 2, "did you mean update?"),
        ("--mode couter", 2, "did you mean counter?"),
        ("open --data", 2, "--data needs a value"),
    ],
)
def test_it_is_told_in_one_clear_line(
    folder: Path, line: str, code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([part.replace("{}", str(folder)) for part in line.split()]) == code
    printed = capsys.readouterr()
    assert said in printed.err
    assert printed.out == ""
    assert len(printed.err.strip().splitlines()) == 1
    assert "{" not in printed.err


@pytest.fixture
def rendering(monkeypatch: pytest.MonkeyPatch) -> None:
    """Writing is what is tried here, not drawing: a blank form of the shipped room is enough."""
    monkeypatch.undo()
    rooms.catalogue.cache_clear()


@pytest.mark.usefixtures("rendering")
@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is Linux's")
@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("{}/folder", "is a folder"),
        ("{}/none/a.pdf", "is not there"),
        ("{}/good.toml/a.pdf", "no folder"),
        ("/dev/full", "the disk is full"),
        ("/proc/a.pdf", "a.pdf"),
        ("{}/" + "x" * 300, "name of the file is too long"),
    ],
)
def test_a_place_that_cannot_be_written_to_is_told(
    folder: Path, out: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(folder.rglob("*"))
    argv = ["render", "residence-permit", "--blank", "--language", "en", "--out", out.replace("{}", str(folder))]
    assert cli.main(argv) == 3
    assert said in capsys.readouterr().err
    assert sorted(folder.rglob("*")) == before


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_file_that_may_not_be_opened_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "good.toml").chmod(0)
    assert cli.main(["evaluate", "garden-permit", "--answers", str(folder / "good.toml")]) == 3
    assert "may not be opened" in capsys.readouterr().err


def test_a_broken_form_file_is_told_and_the_rest_still_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import shutil

    room = tmp_path / "forms"
    shutil.copytree(ROOM, room)
    shutil.copytree(room / "procedures" / "garden-permit", room / "procedures" / "balcony-permit")
    broken = room / "procedures" / "balcony-permit" / "2024-01-01.toml"
    broken.write_text("papers = [\n", encoding="utf-8")
    (room / "procedures" / "arbour-permit").mkdir()
    (room / "procedures" / "arbour-permit" / "about.toml").write_text("order = =", encoding="utf-8")
    monkeypatch.setattr(paths, "room", lambda name: room)
    rooms.catalogue.cache_clear()
    assert cli.main(["list"]) == 1
    printed = capsys.readouterr()
    assert "garden-permit" in printed.out
    assert "forms/procedures/balcony-permit/2024-01-01.toml:" in printed.err
    assert "forms/procedures/arbour-permit/about.toml:1:" in printed.err


def test_settings_that_cannot_be_read_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "config" / "talentdesk" / "settings.toml"
    file.parent.mkdir(parents=True)
    file.write_text('lok = "dark"\n')
    if sys.platform == "linux":
        assert cli.main(["doctor"]) == 1
        assert "did you mean look?" in capsys.readouterr().err


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
@pytest.mark.parametrize("language", [*LANGUAGES, "x-pseudo"])
def test_every_command_has_help_in_every_language(
    command: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([command, "--help", "--language", language]) == 0
    assert command in capsys.readouterr().out


def test_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--help"]) == 0
    out = capsys.readouterr().out
    assert all(f"  {command.name} " in out for command in COMMANDS)
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("talentdesk ")


WORD = st.sampled_from(
    ["list", "evaluate", "identify", "glyphs", "mrz", "--json", "--as-of", "--language", "passport", "/"]
)
WORDS = st.lists(WORD | st.text(max_size=8), min_size=1, max_size=5).filter(
    lambda words: words[0] not in {"open", "doctor", "check", "translations"} and not words[0].startswith("-")
)


@given(WORDS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
def test_no_words_whatever_end_in_a_traceback(words: list[str]) -> None:
    assert cli.main(words) in {0, 1, 2, 3}


@pytest.mark.parametrize(
    "words",
    [
        ["mrz", "\0"],
        ["check", "a\0b"],
        ["evaluate", "residence-permit", "--answers", "\0", "--json"],
        ["render", "residence-permit", "--answers", "a.toml", "--out", "\0.pdf"],
        ["doctor", "--data", "\0"],
    ],
)
def test_a_file_name_with_nul_is_refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(words) == 2
    assert "NUL" in capsys.readouterr().err
