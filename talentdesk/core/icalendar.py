"""Whole days written for calendar programs as an iCalendar file (RFC 5545). Pure: the same days give the same bytes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_MOST_OCTETS = 75
_PRODUCT = "-//talentdesk//last days//EN"
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Entry:
    """A whole day in a calendar, with a reminder seven days before it."""

    uid: str
    day: date
    summary: str
    description: str


def uid_of(*parts: str) -> str:
    """Return a lasting id that is the same for the same parts and tells nothing of them."""
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:32] + "@talentdesk"


def write_calendar(entries: Iterable[Entry], stamp: date, language: str) -> bytes:
    """Write the file: UTF-8, lines of at most 75 octets that end in CRLF. `stamp` is the day the entries were made.

    RFC 5545 wants one entry at least.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{_PRODUCT}", "CALSCALE:GREGORIAN"]
    for entry in entries:
        lines.extend(_event(entry, stamp, language))
    lines.append("END:VCALENDAR")
    return b"".join(folded + b"\r\n" for line in lines for folded in _fold(line))


def _event(entry: Entry, stamp: date, language: str) -> Iterator[str]:
    summary, description = _escape(entry.summary), _escape(entry.description)
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.uid}"
    yield f"DTSTAMP:{_basic(stamp)}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_basic(entry.day)}"
    if entry.day < date.max:
        yield f"DTEND;VALUE=DATE:{_basic(entry.day + timedelta(days=1))}"
    yield f"SUMMARY;LANGUAGE={language}:{summary}"
    if description:
        yield f"DESCRIPTION;LANGUAGE={language}:{description}"
    yield from ("CLASS:PRIVATE", "TRANSP:TRANSPARENT")
    yield from ("BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-P7D", f"DESCRIPTION;LANGUAGE={language}:{summary}")
    yield from ("END:VALARM", "END:VEVENT")


def _basic(day: date) -> str:
    return f"{day.year:04d}{day.month:02d}{day.day:02d}"


def _escape(text: str) -> str:
    """Section 3.3.11: backslash, semicolon, comma, line break are escaped; other control characters are left out."""
    text = re.sub(r"\r\n?", "\n", text)
    text = re.sub(r"([\\;,])", r"\\\1", _CONTROLS.sub("", text))
    return text.replace("\n", "\\n")


def _fold(line: str) -> Iterator[bytes]:
    """Section 3.1: a longer line goes on after a space, and no character is cut in two."""
    part = b""
    for character in line:
        octets = character.encode()
        if len(part) + len(octets) > _MOST_OCTETS:
            yield part
            part = b" "
        part += octets
    yield part
