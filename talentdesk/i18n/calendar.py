"""Dates and times as a reader of each language writes them, without loading CLDR."""

from __future__ import annotations

from typing import TYPE_CHECKING

from talentdesk.i18n.languages import fallbacks

if TYPE_CHECKING:
    from datetime import date, datetime, time

_MONTHS = {
    "en": (
        "January February March April May June July August September October November December",
        "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    ),
    "pt": (
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        "jan. fev. mar. abr. mai. jun. jul. ago. set. out. nov. dez.",
    ),
}
_WEEKDAYS = {
    "zh-Hans": ("星期一 星期二 星期三 星期四 星期五 星期六 星期日", "周一 周二 周三 周四 周五 周六 周日"),
    "zh-Hant-HK": ("星期一 星期二 星期三 星期四 星期五 星期六 星期日", "週一 週二 週三 週四 週五 週六 週日"),
    "en": ("Monday Tuesday Wednesday Thursday Friday Saturday Sunday", "Mon Tue Wed Thu Fri Sat Sun"),
    "pt": (
        "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
        "seg. ter. qua. qui. sex. sáb. dom.",
    ),
}
_MONTHLESS = frozenset({"zh-Hans", "zh-Hant-HK"})


def format_date(day: date, language: str) -> str:
    """2026年11月22日, 22 Nov 2026, 22/11/2026: complete, with no room for a wrong reading."""
    tongue = _tongue(language)
    if tongue in _MONTHLESS:
        return f"{day.year}年{day.month}月{day.day}日"
    if tongue == "pt":
        return f"{day.day:02}/{day.month:02}/{day.year:04}"
    return f"{day.day} {month_name(day.month, 'en', short=True)} {day.year}"


def format_short_date(day: date, language: str) -> str:
    """11月22日, 22 Nov, 22/11: where the year is plain from what stands beside it."""
    tongue = _tongue(language)
    if tongue in _MONTHLESS:
        return f"{day.month}月{day.day}日"
    return f"{day.day:02}/{day.month:02}" if tongue == "pt" else f"{day.day} {month_name(day.month, 'en', short=True)}"


def format_time(moment: time | datetime, language: str) -> str:
    """14:05. Every language of the program writes 24 hours in offices; `language` is taken for the day one does not."""
    return f"{moment.hour:02}:{moment.minute:02}"


def format_moment(moment: datetime, language: str) -> str:
    """Date and time, as in `22 Nov 2026 14:05`."""
    return f"{format_date(moment.date(), language)} {format_time(moment, language)}"


def month_name(month: int, language: str, *, short: bool = False) -> str:
    """Name of the month 1-12: 2月, February or Feb, fevereiro or fev."""
    tongue = _tongue(language)
    return f"{month}月" if tongue in _MONTHLESS else _MONTHS[tongue][short].split()[month - 1]


def weekday(day: date, language: str, *, short: bool = False) -> str:
    """星期日 or 周日, Sunday or Sun, domingo or dom."""
    return _WEEKDAYS[_tongue(language)][short].split()[day.weekday()]


def _tongue(language: str) -> str:
    chain = fallbacks(language)
    return chain[0] if chain[0] in _WEEKDAYS else "en"
