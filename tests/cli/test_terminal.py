"""Nothing that came out of a file moves the terminal's cursor, turns a line round or hides in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from talentdesk import cli
from talentdesk.cli.output import warn, write, write_json

STEERING = ("\x1b[2J", "\x9b2J", "\r", "\x07", "\u202e", "\u2066", "\u200f", "\u2028", "\U000e0041", "\x7f")


@pytest.mark.parametrize("mark", STEERING)
def test_a_line_does_not_steer(mark: str, capsys: pytest.CaptureFixture[str]) -> None:
    write(f"HO{mark}\tLAI\n何𠮷")
    warn(f"HO{mark}")
    told = capsys.readouterr()
    assert mark not in told.out + told.err
    assert told.out.startswith("HO\ufffd")
    assert told.out.endswith("\tLAI\n何𠮷\n"), "what is part of a text stays"


@pytest.mark.parametrize("mark", STEERING)
def test_json_does_not_steer_and_means_the_same(mark: str, capsys: pytest.CaptureFixture[str]) -> None:
    write_json({mark: [mark, "何𠮷\n"]})
    printed = capsys.readouterr().out
    assert mark not in printed
    assert "何𠮷" in printed
    assert json.loads(printed) == {mark: [mark, "何𠮷\n"]}


def test_an_id_in_a_file_does_not_steer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"person.\x1b[2J\u202e": "y", "person.surname": "HO"}))
    cli.main(["evaluate", "residence-permit", "--answers", str(tmp_path / "a.json"), "--language", "en"])
    told = capsys.readouterr()
    assert "there is no question person." in told.err
    assert "\x1b" not in told.out + told.err
    assert "\u202e" not in told.out + told.err
