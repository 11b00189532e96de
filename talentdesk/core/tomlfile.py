"""A TOML file whose every slip is told with file, line, cause and remedy. An unknown key is a slip."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from talentdesk.core.fault import Fault as Fault
from talentdesk.core.fault import name_of as name_of
from talentdesk.core.form import Text
from talentdesk.core.tomllines import Path_, line_numbers
from talentdesk.core.words import N_, nearest

_MOST_BYTES = 2_000_000

E = TypeVar("E", bound=StrEnum)


class FormError(Exception):
    """A file of the forms room that its author must correct. `faults` holds everything found in that file."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(str(faults[0]) if faults else "")
        self.faults = faults

    @property
    def fault(self) -> Fault:
        """The first fault."""
        return self.faults[0]


class TomlFile:
    """A file that was read, with the line each key stands on and the faults found so far."""

    def __init__(self, path: Path, name: str) -> None:
        self.path, self.name = path, name
        self.faults: list[Fault] = []
        self._text = ""
        self._lines: dict[Path_, int] | None = None
        self.data: dict[str, Any] = {}
        try:
            self._read()
        except OSError:
            self.fault((), N_("the file cannot be read"), N_("check that it exists and may be read"))

    def _read(self) -> None:
        raw = self.path.read_bytes()
        if len(raw) > _MOST_BYTES:
            self.fault((), N_("the file is larger than {most} bytes"), N_("split it"), most=str(_MOST_BYTES))
            return
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as slip:
            line = raw[: slip.start].count(b"\n") + 1
            self.fault_at(line, N_("the file is not written in UTF-8"), N_("save it as UTF-8"))
            return
        try:
            self.data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as slip:
            found = re.search(r"at line (\d+)", str(slip))
            line = int(found.group(1)) if found else text.count("\n") + 1
            reason = re.sub(r"\s*\(at .*\)$", "", str(slip))
            self.fault_at(
                line, N_("this is not TOML: {reason}"), N_("correct the line, or the one above it"), reason=reason
            )
            return
        except RecursionError:
            self.fault_at(1, N_("the file is nested too deeply"), N_("write it flat"))
            return
        self._text = text

    @property
    def top(self) -> Table:
        """The file's outermost table."""
        return Table(self, (), self.data)

    def line(self, path: Path_) -> int:
        """Return the line of a key, or of the nearest thing around it."""
        if self._lines is None:
            self._lines = line_numbers(self._text)
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)

    def fault(self, path: Path_, cause: str, remedy: str, /, **details: str) -> None:
        """Note a slip at a key."""
        self.fault_at(self.line(path), cause, remedy, **details)

    def fault_at(self, line: int, cause: str, remedy: str, /, **details: str) -> None:
        """Note a slip at a line."""
        self.faults.append(Fault(self.name, line, cause, remedy, details))

    def stop_at_faults(self) -> None:
        """Raise FormError when there are faults."""
        if self.faults:
            raise FormError(*self.faults)


class Table:
    """One table of a file. Keys are taken one by one; `close` tells of those that nobody took."""

    def __init__(self, file: TomlFile, path: Path_, data: Mapping[str, Any]) -> None:
        self.file, self.path, self.data = file, path, data
        self._taken: list[str] = []

    def __contains__(self, key: str) -> bool:
        return key in self.data

    def fault(self, key: str, cause: str, remedy: str, /, **details: str) -> None:
        """Note a slip at a key of this table (empty: at the table)."""
        self.file.fault((*self.path, key) if key else self.path, cause, remedy, **details)

    def take(self, key: str, kind: type | tuple[type, ...], default: Any = None, *, required: bool = False) -> Any:
        """Return the value of a key, or `default`; a wrong type or a missing required key is a fault."""
        self._taken.append(key)
        if key not in self.data:
            if required:
                self.fault("", N_("the key {key} is missing"), N_("add it; see forms/README.md"), key=key)
            return default
        value = self.data[key]
        kinds = kind if isinstance(kind, tuple) else (kind,)
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            wanted = KIND_NAMES.get(kinds[0], kinds[0].__name__)
            self.fault(key, N_("{key} should be {wanted}"), N_("see forms/README.md"), key=key, wanted=wanted)
            return default
        return value

    def text(self, key: str, default: str = "", *, required: bool = False) -> str:
        """A text of one language, or a code."""
        return str(self.take(key, str, default, required=required))

    def number(self, key: str, default: int = 0) -> int:
        """A whole number, not negative."""
        value = int(self.take(key, int, default))
        if value < 0:
            self.fault(key, N_("{key} may not be negative"), N_("write 0 or more"), key=key)
        return value

    def flag(self, key: str, default: bool = False) -> bool:
        """True or false."""
        return bool(self.take(key, bool, default))

    def day(self, key: str) -> date | None:
        """A date written without quotes."""
        value = self.take(key, date)
        return value if isinstance(value, date) else None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        values = self.take(key, list, [])
        if not all(isinstance(value, str) for value in values):
            self.fault(key, N_("{key} should be a list of texts"), N_("see forms/README.md"), key=key)
            return ()
        return tuple(values)

    def one_of(self, key: str, options: type[E], default: E) -> E:
        """One of a few words."""
        value = self.text(key, default.value)
        try:
            return options(value)
        except ValueError:
            known = [option.value for option in options]
            self.fault(
                key,
                N_("{key} cannot be {value}"),
                N_("did you mean {close}?"),
                key=key,
                value=value,
                close=nearest(value, known) or ", ".join(known),
            )
            return default

    def words(self, key: str, *, required: bool = False) -> Text | None:
        """A pair of words, `{ zh-Hans = "…", en = "…" }`."""
        pair = self.take(key, dict, None, required=required)
        if pair is None:
            return None
        table = Table(self.file, (*self.path, key), pair)
        text = Text(table.text("zh-Hans", required=True), table.text("en", required=True))
        table.close()
        return text

    def some_words(self, key: str) -> Text:
        """A pair of words that must be there."""
        return self.words(key, required=True) or Text("", "")

    def table(self, key: str) -> Table | None:
        """A table inside this one."""
        value = self.take(key, dict)
        return None if value is None else Table(self.file, (*self.path, key), value)

    def tables(self, key: str) -> tuple[Table, ...]:
        """A list of tables, `[[key]]`."""
        values = self.take(key, list, [])
        if not all(isinstance(value, dict) for value in values):
            self.fault(key, N_("{key} should be a list of tables"), N_("see forms/README.md"), key=key)
            return ()
        return tuple(Table(self.file, (*self.path, key, index), value) for index, value in enumerate(values))

    def children(self, key: str) -> tuple[tuple[str, Table], ...]:
        """The named tables inside the table `key`."""
        outer = self.table(key)
        return () if outer is None else outer.named()

    def named(self) -> tuple[tuple[str, Table], ...]:
        """Every entry of this table, which must all be tables."""
        found = []
        for name in self.data:
            inner = self.table(name)
            if inner is not None:
                found.append((name, inner))
        return tuple(found)

    def close(self) -> None:
        """Tell of every key that is not part of the form language."""
        for key in self.data:
            if key not in self._taken:
                close = nearest(key, self._taken)
                remedy = N_("did you mean {close}?") if close else N_("delete it; known here: {close}")
                known = close or ", ".join(sorted(set(self._taken)))
                self.fault(key, N_("unknown key {key}"), remedy, key=key, close=known)


KIND_NAMES: Mapping[type, str] = {
    str: N_("a text in quotes"),
    int: N_("a whole number"),
    bool: N_("true or false"),
    date: N_("a date without quotes"),
    list: N_("a list"),
    dict: N_("a table"),
}
"""What a fault calls each kind of value."""
