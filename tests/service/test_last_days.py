"""Last days as a calendar file: read back by a strict reader of RFC 5545, and nobody's data in it."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from talentdesk import cli
from talentdesk.core.icalendar import Entry, uid_of, write_calendar
from talentdesk.i18n import LANGUAGES

ANSWERS = """
[person]
surname = "FERREIRA DA COSTA"
name_zh = "費雷拉"
birth_date = 1990-03-02
[request]
act = "first"
rp_kind = "work"
[passport]
number = "CB123456"
[visa]
kind = "visa"
last_entry_date = 2026-11-10
[work_permit]
kind = "letter"
letter_date = 2026-07-01
"""
_LINE = re.compile(r"([A-Z-]+)((?:;[A-Z-]+=[^\x00-\x1f\x7f\";:,]+)*):([^\x00-\x08\x0a-\x1f\x7f]*)")


def events(content: bytes) -> list[dict[str, str]]:
    """Every entry as {name: value}, with what stands in its alarm under `ALARM-…`. AssertionError for what may not be.

    Sections 3.1 (lines), 3.3.11 (texts), 3.6.1 and 3.6.6 (what an event and an alarm must have).
    """
    assert content.endswith(b"\r\n")
    raw = content[:-2].split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in raw)
    for line in raw:
        line.decode("utf-8")  # no character is cut in two
    lines = content[:-2].decode().replace("\r\n ", "").split("\r\n")
    parsed = [match.groups() for line in lines if (match := _LINE.fullmatch(line))]
    assert len(parsed) == len(lines)
    found: list[dict[str, str]] = []
    open_parts: list[str] = []
    for name, parameters, value in parsed:
        if name == "BEGIN":
            open_parts.append(value)
            if value == "VEVENT":
                found.append({})
        elif name == "END":
            assert open_parts.pop() == value
        elif open_parts[-1] == "VCALENDAR":
            assert (name, value) in {("VERSION", "2.0"), ("CALSCALE", "GREGORIAN")} or name == "PRODID"
        else:
            key = f"ALARM-{name}" if open_parts[-1] == "VALARM" else name
            assert key not in found[-1]
            found[-1][key] = _text(value) if name in ("SUMMARY", "DESCRIPTION") else value
            if name in ("DTSTART", "DTEND"):
                assert parameters == ";VALUE=DATE"
    assert not open_parts
    assert parsed[0] == ("BEGIN", "", "VCALENDAR")
    assert len({event["UID"] for event in found}) == len(found) > 0
    for event in found:
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "ALARM-ACTION", "ALARM-TRIGGER", "ALARM-DESCRIPTION"} <= {
            *event
        }
    return found


def _text(value: str) -> str:
    assert re.fullmatch(r"(?:[^\\;,]|\\[\\;,nN])*", value)
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], value)


@pytest.fixture
def answers(tmp_path: Path) -> str:
    file = tmp_path / "answers.toml"
    file.write_text(ANSWERS, encoding="utf-8")
    return str(file)


def save(answers: str, place: Path, language: str = "en", as_of: str = "2026-11-23") -> bytes:
    argv = ["deadlines", "residence-permit", "--answers", answers, "--out", str(place), "--as-of", as_of]
    assert cli.main([*argv, "--language", language]) in (0, 1)
    return place.read_bytes()


@given(some.text(max_size=300), some.text(max_size=300), some.dates())
def test_whatever_is_written_is_read_back(summary: str, description: str, day: date) -> None:
    content = write_calendar([Entry(uid_of("a"), day, summary, description)], date(2026, 11, 23), "zh-Hans")
    (event,) = events(content)
    assert event["SUMMARY"] == event["ALARM-DESCRIPTION"] == _allowed(summary)
    assert event.get("DESCRIPTION", "") == _allowed(description)
    assert event["DTSTART"] == day.isoformat().replace("-", "")
    if day < date.max:
        assert event["DTEND"] == (day + timedelta(days=1)).isoformat().replace("-", "")


def _allowed(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(each for each in text if each in "\t\n" or not (ord(each) < 32 or ord(each) == 127))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_case_gives_its_last_days_and_names_nobody(answers: str, tmp_path: Path, language: str) -> None:
    content = save(answers, tmp_path / "out.ics", language)
    found = events(content)
    assert [event["DTSTART"] for event in found] == ["20261210", "20270101"]
    assert {event["ALARM-TRIGGER"] for event in found} == {"-P7D"}
    assert {event["DTSTAMP"] for event in found} == {"20261123T000000Z"}
    whole = content.decode().replace("\r\n ", "")
    for personal in ("FERREIRA", "費雷拉", "CB123456", "1990", "0302", "20261110"):
        assert personal not in whole
    titles = {event["SUMMARY"] for event in found}
    if language == "zh-Hans":
        assert "申请居留证件的最后一天（入境后 30 日）" in titles
    if language == "en":
        assert any("art. 30" in event["DESCRIPTION"] for event in found)


def test_the_same_case_gives_the_same_bytes_and_the_same_ids_on_another_day(answers: str, tmp_path: Path) -> None:
    first, again = save(answers, tmp_path / "1.ics"), save(answers, tmp_path / "2.ics")
    later = save(answers, tmp_path / "3.ics", as_of="2026-11-24")
    assert first == again != later
    assert [event["UID"] for event in events(first)] == [event["UID"] for event in events(later)]


def test_two_people_never_share_an_entry_unless_it_is_the_same_day(answers: str, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text(ANSWERS.replace("2026-11-10", "2026-11-12"), encoding="utf-8")
    mine, theirs = (events(save(str(file), tmp_path / "o.ics")) for file in (answers, other))
    assert mine[0]["UID"] != theirs[0]["UID"]
    assert mine[1]["UID"] == theirs[1]["UID"]


def test_the_command_says_what_is_due_how_it_was_counted_and_where_that_stands(
    answers: str, capsys: pytest.CaptureFixture[str]
) -> None:
    argv = ["deadlines", "residence-permit", "--answers", answers, "--as-of", "2026-11-23"]
    cli.main([*argv, "--language", "en", "--json"])
    found: Any = json.loads(capsys.readouterr().out)
    first = found["deadlines"][0]
    assert (first["id"], first["due"], first["days_left"]) == ("rp-30-days", "2026-12-10", 17)
    assert first["counting"].startswith("Counted from the day after 10 Nov 2026: 30 days. Conservative:")
    assert first["citation"]["article"] == "30"
    cli.main([*argv, "--language", "en"])
    assert capsys.readouterr().out.startswith("10 Dec 2026  Last day to apply")


def test_without_a_last_day_no_file_is_written_and_it_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, place = tmp_path / "answers.toml", tmp_path / "out.ics"
    file.write_text('"request.act" = "first"\n', encoding="utf-8")
    argv = ["deadlines", "residence-permit", "--answers", str(file), "--out", str(place)]
    assert cli.main([*argv, "--language", "en"]) == 1
    assert "answer the questions that ask for dates" in capsys.readouterr().err
    assert not place.exists()
