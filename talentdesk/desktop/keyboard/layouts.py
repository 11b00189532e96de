"""The layers of the keyboard, as `ui/keyboard/layouts.toml` has them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from talentdesk import paths

_TOKEN = re.compile(r"(?P<job>\{(?P<name>\w+)(?::(?P<wide>[\d.]+))?\})|(?P<text>\S+?)(?::(?P<width>[\d.]+))?")
_NAME = "keyboard/layouts.toml"


class Job(StrEnum):
    """What a key does."""

    TYPE = "type"
    DELETE = "delete"
    SPACE = "space"
    SHIFT = "shift"
    LEFT = "left"
    RIGHT = "right"
    CLEAR = "clear"
    HIDE = "hide"
    DONE = "done"
    TAB = "tab"
    SCAN = "scan"
    CHOOSE = "choose"
    MORE = "more"
    FEWER = "fewer"
    DECADE = "decade"
    PICK = "pick"


@dataclass(frozen=True, slots=True)
class Key:
    """One key: its job, what the job is done with, and how many keys wide it is."""

    job: Job
    text: str = ""
    width: float = 1.0


Row = tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Layer:
    """Keys that are shown together."""

    name: str
    rows: tuple[Row, ...]
    wide: tuple[Row, ...]
    """The same keys in fewer rows, for a window that is wider than high."""
    idle: tuple[str, ...] = ()
    """What may be chosen while nothing is being typed."""
    strip: bool = False
    """Whether there is a row for candidates and accents."""
    case: bool = False
    """Whether letters are typed as capitals or not."""


class LayoutError(Exception):
    """`ui/keyboard/layouts.toml` has a key that means nothing."""


@cache
def layer(name: str) -> Layer:
    """The layer `name`."""
    told = _file()["layers"][name]
    return Layer(
        name,
        tuple(_row(line) for line in told["rows"]),
        tuple(_row(line) for line in told.get("wide", told["rows"])),
        tuple(told.get("idle", "").split()),
        told.get("strip", False),
        told.get("case", False),
    )


def layers() -> tuple[str, ...]:
    """All layers."""
    return tuple(_file()["layers"])


@cache
def tabs(field: str, script: str) -> tuple[str, ...]:
    """Layers that a kind of field offers, the first one first shown, for Chinese in `script`."""
    told: Mapping[str, str] = _file()["tabs"]
    chinese: str = _file()["chinese"][script]
    return tuple(told[field].replace("chinese", chinese).split())


def is_chinese(name: str) -> bool:
    """Whether a layer types Chinese."""
    return any(name in methods.split() for methods in _file()["chinese"].values())


def root(letter: str) -> str:
    """What a Cangjie key is called: 日 for `a`."""
    name: str = _file()["roots"][letter]
    return name


def accents(letter: str) -> tuple[str, ...]:
    """What a letter may be changed into."""
    return tuple(_file()["accents"].get(letter, "").split())


def _row(line: str) -> Row:
    return tuple(_key(word) for word in line.split())


def _key(word: str) -> Key:
    match = _TOKEN.fullmatch(word)
    if match is None:
        raise LayoutError(word)
    if match["job"]:
        try:
            job = Job(match["name"])
        except ValueError:
            raise LayoutError(word) from None
        return Key(job, width=float(match["wide"] or 1))
    return Key(Job.TYPE, match["text"], float(match["width"] or 1))


@cache
def _file() -> dict[str, Any]:
    told: dict[str, Any] = tomllib.loads((paths.room("ui") / _NAME).read_text("utf-8"))
    return told
