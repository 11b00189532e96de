"""How talentdesk behaves at this desk: what is shipped, then the machine's file, then the person's."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from talentdesk import paths
from talentdesk.core.calibration import MOST_MM, SCALES, Calibration, merged
from talentdesk.core.casefilter import LONGEST_NAME, MOST_DAYS, CaseFilter, kept, parse_states
from talentdesk.core.words import N_, nearest

if TYPE_CHECKING:
    import tomllib

    from talentdesk.core.fault import Fault

FILE = "settings.toml"
_DAYS = re.compile(r"|[1-9]\d{0,2}|[12]\d{3}|3[0-5]\d\d|36[0-4]\d|3650")
_SECONDS: Mapping[str, tuple[int, int]] = {
    "idle_warning": (20, 3600),
    "idle_countdown": (20, 600),  # WCAG 2.2.1: twenty seconds at least to say that one is still there
    "curtain": (5, 3600),
}
"""Settings that are seconds, with the least and the most."""
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "mode": ("counter", "kiosk", "personal"),
    "language": ("", "zh-Hans", "zh-Hant-HK", "en", "pt", "x-pseudo"),
    "second_language": ("", "zh-Hans", "zh-Hant-HK", "en", "pt", "x-pseudo"),
    "look": ("light", "dark", "high_contrast"),
    "size": ("counter", "kiosk"),
    "copies": tuple(str(number) for number in range(1, 10)),
    "sides": ("two", "one"),
    "letters": ("100", "150", "200"),
    "setup": ("", "language", "machine", "office", "printer", "keeping", "backup", "staff", "recovery", "done"),
    "motion": ("", "usual", "reduced"),
}

_TABLE = "calibration"
_KEY = ("printer", "tray", "paper", "edition")
_RANGES: Mapping[str, tuple[float, float, float]] = {
    "x": (0.0, -MOST_MM, MOST_MM),
    "y": (0.0, -MOST_MM, MOST_MM),
    "scale": (1.0, *SCALES),
}
"""What holds where a calibration says nothing, least and most."""


_FILTERS = "filter"


class SettingsError(Exception):
    """A settings file that cannot be used; `fault` says where, why and what to do."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting there is, with the value that is shipped."""

    mode: str = "counter"
    """counter, kiosk or personal."""
    language: str = ""
    """The screen's language; empty: the one the computer asks for."""
    second_language: str = "en"
    """Shown beside the first on every question; empty: none."""
    look: str = "light"
    size: str = "counter"
    """Counter: keyboard and mouse. Kiosk: fingers."""
    setup: str = ""
    """The step of the first setup that comes next; `done`: all were gone through; empty: not begun."""
    motion: str = ""
    """usual or reduced: whether anything may move by itself; empty: as the system is set."""
    letters: str = "100"
    """How large letters are on a desk, in per cent: 100, 150 or 200."""
    data: str = field(default="", repr=False)
    """Where cases are kept: a folder or a database URL; empty: the person's data folder."""
    keep_days: str = ""
    """Days a case is kept after its last save, 1 to 3650; empty: 30 at a counter, for ever at home."""
    lock_minutes: str = ""
    """Minutes without a key after which a desk locks on which the staff sign in, 0 to 60 (0: never); empty: 5."""
    backup_folder: str = field(default="", repr=False)
    """Where backups are put; empty: nobody is reminded of them."""
    backup_days: str = "7"
    """Days after which a desk reminds of the next backup, 1 to 365."""
    office: str = ""
    counter_name: str = ""
    office_key: str = ""
    """The office's public key, 44 characters of base64: codes on papers are sealed to it; empty: they are not."""
    counters: str = field(default="", repr=False)
    """The centre's database, where a public machine leaves cases for the counters to pick up; empty: they are carried
    by the paper alone."""
    idle_warning: str = "90"
    """Seconds without a touch after which a public machine asks whether somebody is still there, 20 to 3600; 0: not
    before a day has passed."""
    idle_countdown: str = "30"
    """Seconds it then waits for a touch before it erases everything, 20 to 600."""
    curtain: str = "15"
    """Seconds without a touch after which a public machine hides the answers, 5 to 3600."""
    printer: str = ""
    """Where papers go unless said otherwise; empty: the system's default printer."""
    tray: str = ""
    """Its tray; empty: the printer's usual one."""
    copies: str = "1"
    sides: str = "two"
    """two or one: whether papers are printed on both sides."""
    calibration: tuple[Calibration, ...] = ()
    """For forms that are printed already, what was measured on each printer and tray."""
    filters: tuple[CaseFilter, ...] = ()
    """The person's own ways to look at the list of cases."""

    @property
    def keep(self) -> timedelta | None:
        """How long a case is kept after its last save; None: until its owner erases it."""
        if self.keep_days:
            return timedelta(days=int(self.keep_days))
        return None if self.mode == "personal" else timedelta(days=30)

    @property
    def idle_minutes(self) -> int:
        """Minutes without a key until the desk locks; 0: never."""
        return int(self.lock_minutes or "5")

    @property
    def place(self) -> str:
        """Where cases are kept, worked out."""
        return self.data or str(paths.data_folder())


def files() -> tuple[Path, Path]:
    """The machine's and the person's file, weaker first. Neither has to exist."""
    return paths.machine_folder() / FILE, paths.config_folder() / FILE


def load(among: Sequence[Path] | None = None, **said: str | None) -> Settings:
    """The settings in force: shipped, then each file, then what was `said` on the command line (None: nothing said).

    Raises SettingsError for a file that cannot be read, an unknown key or a value that is none.
    """
    found: dict[str, Any] = {}
    measured: tuple[Calibration, ...] = ()
    filters: tuple[CaseFilter, ...] = ()
    for file in files() if among is None else among:
        texts, more = read(file)
        found.update(texts)
        measured = merged(measured, more)
        for each in read_filters(file):
            filters = kept(filters, each)
    found.update({key: value for key, value in said.items() if value is not None})
    return Settings(**found, calibration=measured, filters=filters)


def check(key: str, value: str, file: Path | None = None) -> None:
    """Raises SettingsError unless this setting can have this value; nothing is written."""
    _checked(file or files()[1], "", key, value)


def origins(among: Sequence[Path] | None = None) -> Mapping[str, Path]:
    """The file whose value is in force, for each setting that a file sets. Raises SettingsError."""
    found: dict[str, Path] = {}
    for file in files() if among is None else among:
        found.update(dict.fromkeys(read(file)[0], file))
    return found


def read(file: Path) -> tuple[dict[str, str], tuple[Calibration, ...]]:
    """What one file sets; nothing when there is none. Raises SettingsError."""
    content = _content(file)
    if not content:
        return {}, ()
    import tomllib  # most desks have no settings file, and the window is shown sooner without

    try:
        table = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        line = _line_of_error(error)
        cause, remedy = N_("this line is not TOML: {reason}"), N_('write key = "value", as in language = "pt"')
        raise _error(file, line, cause, remedy, reason=_reason(error)) from None
    measured = _calibrations(file, content, table.pop(_TABLE, []))
    table.pop(_FILTERS, None)
    return {key: _checked(file, content, key, value) for key, value in table.items()}, measured


def read_filters(file: Path) -> tuple[CaseFilter, ...]:
    """The filters of one file; none when there is no file. Raises SettingsError."""
    content = _content(file)
    if f"[[{_FILTERS}]]" not in re.sub(r"\s", "", content):
        return ()
    import tomllib

    tables = tomllib.loads(content).get(_FILTERS, [])
    lines = _heads(content, _FILTERS)
    found: tuple[CaseFilter, ...] = ()
    for line, table in zip(lines, tables, strict=False):
        found = kept(found, _filter(file, line, table))
    return found


def _heads(content: str, key: str) -> list[int]:
    pattern = re.compile(rf"\s*\[\[\s*{key}\s*\]\]")
    return [number for number, line in enumerate(content.splitlines(), 1) if pattern.match(line)]


def _filter(file: Path, line: int, table: Mapping[str, object]) -> CaseFilter:
    known = ["name", "states", "due_days"]
    for key in table:
        if key not in known:
            raise _unknown(file, line, key, known)
    name, days = table.get("name", ""), table.get("due_days", 0)
    if not isinstance(name, str) or not name.strip() or len(name) > LONGEST_NAME:
        cause, remedy = N_("a filter has no name of 1 to {most} characters"), N_('write name = "…" below [[filter]]')
        raise _error(file, line, cause, remedy, most=str(LONGEST_NAME))
    if isinstance(days, bool) or not isinstance(days, int) or not 0 <= days <= MOST_DAYS:
        cause, remedy = N_("{key} is no number from {least} to {most}"), N_("write a whole number of days")
        raise _error(file, line, cause, remedy, key="due_days", least="0", most=str(MOST_DAYS))
    try:
        return CaseFilter(name.strip(), parse_states(str(table.get("states", ""))), days)
    except ValueError:
        cause, remedy = N_("{key} cannot be “{value}”"), N_("choose from: {allowed}, with blanks between")
        allowed = "draft, received, review, returned, ready, printed, closed"
        raise _error(
            file, line, cause, remedy, key="states", value=str(table.get("states", ""))[:40], allowed=allowed
        ) from None


def remember_filters(filters: Sequence[CaseFilter], file: Path | None = None) -> None:
    """Writes these filters into the person's file in place of those there. Raises OSError."""
    file = file or files()[1]
    texts, measured = read(file)
    _replace(file, _file_of(texts, measured, filters))


def remember(file: Path | None = None, **changes: str) -> None:
    """Writes changes into the person's file, whole or not at all; comments in it are not kept. Raises OSError."""
    file = file or files()[1]
    texts, measured = read(file)
    _replace(file, _file_of({**texts, **changes}, measured, read_filters(file)))


def remember_calibration(calibration: Calibration, file: Path | None = None) -> None:
    """Writes what was measured into the person's file, in place of what was there for the same. Raises OSError."""
    file = file or files()[1]
    texts, measured = read(file)
    _replace(file, _file_of(texts, merged(measured, (calibration,)), read_filters(file)))


def _file_of(texts: Mapping[str, str], measured: Sequence[Calibration], filters: Sequence[CaseFilter]) -> str:
    lines = [f"{field.name} = {_written(texts[field.name])}\n" for field in fields(Settings) if field.name in texts]
    for each in measured:
        lines.append(f"\n[[{_TABLE}]]\n")
        lines += [f"{name} = {_written(getattr(each, name))}\n" for name in _KEY]
        lines += [f"{name} = {getattr(each, name):g}\n" for name in _RANGES]
    for chosen in filters:
        lines.append(f"\n[[{_FILTERS}]]\nname = {_written(chosen.name)}\n")
        lines.append(f"states = {_written(' '.join(chosen.states))}\n")
        if chosen.due_days:
            lines.append(f"due_days = {chosen.due_days}\n")
    return "".join(lines)


def _content(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError):
        cause, remedy = N_("the settings cannot be read"), N_("make the file readable UTF-8 text, or remove it")
        raise _error(file, 1, cause, remedy) from None


def _calibrations(file: Path, content: str, tables: object) -> tuple[Calibration, ...]:
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        cause, remedy = N_("{key} is no list of tables"), N_("write [[{key}]] above each")
        raise _error(file, _line_of(content, _TABLE), cause, remedy, key=_TABLE)
    heads = _heads(content, _TABLE)
    lines = heads if len(heads) == len(tables) else [_line_of(content, _TABLE)] * len(tables)
    return merged((), [_calibration(file, line, table) for line, table in zip(lines, tables, strict=True)])


def _calibration(file: Path, line: int, table: Mapping[str, object]) -> Calibration:
    known = [*_KEY, *_RANGES]
    for key in table:
        if key not in known:
            raise _unknown(file, line, key, known)
    texts = {name: table.get(name) for name in _KEY}
    numbers = {name: table.get(name, shipped) for name, (shipped, _, _) in _RANGES.items()}
    for name, value in texts.items():
        if not isinstance(value, str) or not (value or name == "tray"):
            cause, remedy = N_("the value of {key} is not a text"), N_('write {key} = "…", with quotation marks')
            raise _error(file, line, cause, remedy, key=name)
    for name, number in numbers.items():
        _, least, most = _RANGES[name]
        if isinstance(number, bool) or not isinstance(number, int | float) or not least <= number <= most:
            cause, remedy = N_("{key} is no number from {least} to {most}"), N_("measure again and correct it")
            raise _error(file, line, cause, remedy, key=name, least=f"{least:g}", most=f"{most:g}")
    printer, tray, paper, edition = (str(texts[name]) for name in _KEY)
    x, y, scale = (float(str(numbers[name])) for name in _RANGES)
    return Calibration(printer, tray, paper, edition, x, y, scale)


def _checked(file: Path, content: str, key: str, value: object) -> str:
    line = _line_of(content, key)
    names = [field.name for field in fields(Settings)]
    if key not in names:
        raise _unknown(file, line, key, names)
    if not isinstance(value, str):
        cause, remedy = N_("the value of {key} is not a text"), N_('write {key} = "…", with quotation marks')
        raise _error(file, line, cause, remedy, key=key)
    if key == "keep_days" and not _DAYS.fullmatch(value):
        cause, remedy = N_("{key} cannot be “{value}”"), N_("write a number of days from 1 to 3650")
        raise _error(file, line, cause, remedy, key=key, value=value)
    if key in _SECONDS:
        least, most = _SECONDS[key]
        never = key == "idle_warning" and value == "0"
        if not never and (not re.fullmatch(r"[1-9][0-9]{0,3}", value) or not least <= int(value) <= most):
            cause, remedy = N_("{key} cannot be “{value}”"), N_("write a number of seconds from {least} to {most}")
            raise _error(file, line, cause, remedy, key=key, value=value, least=str(least), most=str(most))
    if key == "backup_days" and not re.fullmatch(r"[1-9][0-9]?|[12][0-9]{2}|3[0-5][0-9]|36[0-5]", value):
        cause, remedy = N_("{key} cannot be “{value}”"), N_("write a number of days from 1 to 365")
        raise _error(file, line, cause, remedy, key=key, value=value)
    if key == "lock_minutes" and not re.fullmatch(r"|[0-9]|[1-5][0-9]|60", value):
        cause, remedy = N_("{key} cannot be “{value}”"), N_("write a number of minutes from 0 to 60")
        raise _error(file, line, cause, remedy, key=key, value=value)
    allowed = _CHOICES.get(key)
    if allowed is not None and value not in allowed:
        cause, remedy = N_("{key} cannot be “{value}”"), N_("choose one of: {allowed}")
        listed = ", ".join(choice for choice in allowed if choice and not choice.startswith("x-"))
        raise _error(file, line, cause, remedy, key=key, value=value, allowed=listed)
    return value


def _error(file: Path, line: int, cause: str, remedy: str, **details: str) -> SettingsError:
    from talentdesk.core.fault import Fault

    return SettingsError(Fault(str(file), line, cause, remedy, details))


def _unknown(file: Path, line: int, key: str, names: Sequence[str]) -> SettingsError:
    near = nearest(key, names)
    if near:
        cause, remedy = N_("there is no setting “{key}”"), N_("did you mean {near}?")
        return _error(file, line, cause, remedy, key=key, near=near)
    cause, remedy = N_("there is no setting “{key}”"), N_("remove the line. Settings are: {names}")
    return _error(file, line, cause, remedy, key=key, names=", ".join(names))


def _line_of(content: str, key: str) -> int:
    pattern = re.compile(rf"""\s*\[?\s*["']?{re.escape(key)}\b""")
    return next((number for number, line in enumerate(content.splitlines(), 1) if pattern.match(line)), 1)


def _line_of_error(error: tomllib.TOMLDecodeError) -> int:
    found = re.search(r"at line (\d+)", str(error))
    return int(found[1]) if found else 1


def _reason(error: tomllib.TOMLDecodeError) -> str:
    return re.sub(r" \(at .*\)$", "", str(error))


def _written(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(char if char.isprintable() else f"\\U{ord(char):08x}" for char in escaped) + '"'


def _replace(file: Path, content: str) -> None:
    import tempfile

    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".settings-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(content)
        os.replace(name, file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
