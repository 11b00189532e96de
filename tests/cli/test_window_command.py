"""`talentdesk open`: what it refuses before any window is made."""

from __future__ import annotations

from pathlib import Path

import pytest

from talentdesk import cli


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant-HK", "pt"])
def test_a_database_server_is_refused_and_no_folder_is_made(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["open", "--language", language, "--data", "postgresql://counter@hall/cases"]) == 3
    said = capsys.readouterr().err
    assert said.startswith("talentdesk: ")
    assert ("folder" in said) is (language == "en")
    assert list(tmp_path.iterdir()) == []
