"""`read` on the picture of a passport's page: the answers, how they were read, and what a person must do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from talentdesk import cli
from talentdesk.intake import recogniser
from talentdesk.intake.zones import SeenZone
from talentdesk.service import picturezones

TD3 = ("P<PRTFERREIRA<DA<COSTA<<HELENA<MARIA<<<<<<<<", "CB482137<6PRT9406188F2902289<<<<<<<<<<<<<<<2")


@pytest.fixture
def picture(tmp_path: Path) -> str:
    Image.new("L", (300, 200), 255).save(tmp_path / "page.jpg")
    return str(tmp_path / "page.jpg")


def sees(monkeypatch: pytest.MonkeyPatch, *lines: str, repaired: tuple[str, ...] = ()) -> None:
    monkeypatch.setattr(picturezones, "examine_zone", lambda file: SeenZone(lines, repaired))


def read(picture: str, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, str, str]:
    code = cli.main(["read", picture, "--language", "en", *more])
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_the_answers_are_printed_with_the_warning_to_compare(
    picture: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], more: tuple[str, ...]
) -> None:
    sees(monkeypatch, *TD3, repaired=("number",))
    code, out, err = read(picture, capsys, *more)
    told = json.loads(out)
    assert code == 0
    assert told["answers"]["passport.number"] == "CB482137"
    assert told["answers"]["person.birth_date"] == "1994-06-18"
    assert told["source"] == "picture"
    assert told["zone"]["lines"] == list(TD3)
    assert (told["zone"]["failed"], told["zone"]["repaired"]) == ([], ["number"])
    assert "compare every character" in err
    assert "Put right by the check digit: Number." in err


def test_a_check_digit_that_does_not_agree_is_a_fault_and_its_field_no_answer(
    picture: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sees(monkeypatch, TD3[0], TD3[1].replace("9406188", "9406189"))
    code, out, _err = read(picture, capsys)
    told = json.loads(out)
    assert code == 1
    assert told["zone"]["failed"] == ["birth_date", "composite"]
    assert "person.birth_date" not in told["answers"]
    assert told["answers"]["person.surname"] == "FERREIRA DA COSTA"


def test_a_picture_without_a_zone_says_what_can_be_done(
    picture: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sees(monkeypatch)
    code, out, err = read(picture, capsys)
    assert (code, out) == (1, "")
    assert "no machine-readable zone" in err
    assert "or swipe it, or type the lines" in err


def test_without_the_extra_the_way_to_it_is_told(
    picture: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(recogniser, "is_there", lambda: False)
    code, out, err = read(picture, capsys)
    assert (code, out) == (1, "")
    assert "-m pip install rapidocr==" in err
    assert "swipe or type the lines" in err


def test_every_field_that_can_be_mended_has_a_name() -> None:
    from talentdesk.intake.zones import _FIELDS

    assert set(picturezones._FIELDS) | {"letters"} == _FIELDS
