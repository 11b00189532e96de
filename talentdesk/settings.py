"""How talentdesk behaves at this desk: what is shipped, then the machine's file, then the person's."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from talentdesk import paths
from talentdesk.core.words import N_, nearest

if TYPE_CHECKING:
    import tomllib

    from talentdesk.core.fault import Fault

FILE = "settings.toml"
_DAYS = re.compile(r"|[1-9]\d{0,2}|[12]\d{3}|3[0-5]\d\d|36[0-4]\d|3650")
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "mode": ("counter", "kiosk", "personal"),
    "language": ("", "zh-Hans", "zh-Hant-HK", "en", "pt", "x-pseudo"),
    "second_language": ("", "zh-Hans", "zh-Hant-HK", "en", "pt", "x-pseudo"),
    "look": ("light", "dark", "high_contrast"),
    "size": ("counter", "kiosk"),
}


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
    data: str = ""
    """Where cases are kept: a folder or a database URL; empty: the person's data folder."""
    keep_days: str = ""
    """Days a case is kept after its last save, 1 to 3650; empty: 30 at a counter, for ever at home."""
    office: str = ""
    counter_name: str = ""
    office_key: str = ""
    """The office's public key, 44 characters of base64: codes on papers are sealed to it; empty: they are not."""

    @property
    def keep(self) -> timedelta | None:
        """How long a case is kept after its last save; None: until its owner erases it."""
        if self.keep_days:
            return timedelta(days=int(self.keep_days))
        return None if self.mode == "personal" else timedelta(days=30)

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
    found: dict[str, str] = {}
    for file in files() if among is None else among:
        found.update(read(file))
    found.update({key: value for key, value in said.items() if value is not None})
    return replace(Settings(), **found)


def read(file: Path) -> dict[str, str]:
    """What one file sets; nothing when there is none. Raises SettingsError."""
    content = _content(file)
    if not content:
        return {}
    import tomllib  # most desks have no settings file, and the window is shown sooner without

    try:
        table = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        line = _line_of_error(error)
        cause, remedy = N_("this line is not TOML: {reason}"), N_('write key = "value", as in language = "pt"')
        raise _error(file, line, cause, remedy, reason=_reason(error)) from None
    return {key: _checked(file, content, key, value) for key, value in table.items()}


def remember(file: Path | None = None, **changes: str) -> None:
    """Writes changes into the person's file, whole or not at all; comments in it are not kept. Raises OSError."""
    file = file or files()[1]
    kept = {**read(file), **changes}
    shipped = asdict(Settings())
    lines = [f"{key} = {_written(kept[key])}\n" for key in shipped if key in kept]
    _replace(file, "".join(lines))


def _content(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError):
        cause, remedy = N_("the settings cannot be read"), N_("make the file readable UTF-8 text, or remove it")
        raise _error(file, 1, cause, remedy) from None


def _checked(file: Path, content: str, key: str, value: object) -> str:
    line = _line_of(content, key)
    if all(field.name != key for field in fields(Settings)):
        raise _unknown(file, line, key)
    if not isinstance(value, str):
        cause, remedy = N_("the value of {key} is not a text"), N_('write {key} = "…", with quotation marks')
        raise _error(file, line, cause, remedy, key=key)
    if key == "keep_days" and not _DAYS.fullmatch(value):
        cause, remedy = N_("{key} cannot be “{value}”"), N_('write a number of days from 1 to 3650, as in {key} = "30"')
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


def _unknown(file: Path, line: int, key: str) -> SettingsError:
    names = [field.name for field in fields(Settings)]
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
