"""What could still be found of somebody who has left a public machine: how often, place by place."""

from __future__ import annotations

import contextlib
import re
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from printsystem import PrintRoom
from visitor import PublicMachine

PLACES = (
    *("disk", "spool", "processes", "memory", "accessibility tree", "window titles", "clipboard", "X properties"),
)
_CODES = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "gb18030", "big5hkscs", "latin-1")
_LARGEST = 1 << 28
_LEAST = 6
"""Bytes. Four stand somewhere in half a gigabyte by chance: a single rare character in the table of an input method."""


def counter_of(words: Sequence[str]) -> Callable[[bytes], int]:
    """Counts words in bytes, as logs, databases, Qt and X would write them."""
    find = _finder_of(words)
    return lambda raw: find(raw).total()


def _finder_of(words: Sequence[str]) -> Callable[[bytes], Counter[str]]:
    forms: dict[bytes, str] = {}
    for word in words:
        for code in _CODES:
            if len(form := _encoded(word, code)) >= _LEAST:
                forms.setdefault(form, f"{word} in {code}")
    return lambda raw: Counter({name: times for form, name in forms.items() if (times := raw.count(form))})


def _encoded(word: str, code: str) -> bytes:
    try:
        return word.encode(code)
    except UnicodeEncodeError:
        return b""


def residue(machine: PublicMachine, room: PrintRoom, words: Sequence[str], pids: Iterable[int] = ()) -> dict[str, int]:
    """How often one of the words is found in each of `PLACES`; which, and how it was written, is printed for whoever
    has to look for it. `pids`: whose memory is looked into."""
    find = _finder_of(words)
    heard = machine.ask("heard")
    text = {
        "accessibility tree": "\n".join(heard["tree"]),
        "window titles": "\n".join(heard["titles"]),
        "clipboard": "\n".join(heard["clipboard"]),
        "X properties": "\n".join(_properties(machine)),
    }
    looked = {
        "disk": _files(machine.disk),
        "spool": _files(room.room, but=("out",)),
        "processes": (_named(pid) for pid in machine.pids()),
        "memory": (piece for pid in pids for piece in _memory(pid)),
        **{place: (told.encode(),) for place, told in text.items()},
    }
    found = {place: sum(map(find, looked[place]), Counter[str]()) for place in PLACES}
    print("found of somebody:", {place: dict(each) for place, each in found.items() if each})
    return {place: each.total() for place, each in found.items()}


def _files(folder: Path, but: Sequence[str] = ()) -> Iterator[bytes]:
    """Names and contents."""
    for file in folder.rglob("*"):
        if file.relative_to(folder).parts[0] in but:
            continue
        yield str(file).encode()
        with contextlib.suppress(OSError):
            if file.is_file():
                yield file.read_bytes()


def _named(pid: int) -> bytes:
    """What everybody on the machine sees of a process."""
    found = b""
    for file in ("cmdline", "environ", "comm"):
        with contextlib.suppress(OSError):
            found += Path(f"/proc/{pid}/{file}").read_bytes()
    return found


def _memory(pid: int) -> Iterator[bytes]:
    """All that a process has written to; nothing where the system does not let anybody look."""
    with contextlib.suppress(OSError), open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            span = re.match(r"([0-9a-f]+)-([0-9a-f]+) rw", line)
            if span is None:
                continue
            start, end = int(span[1], 16), int(span[2], 16)
            with contextlib.suppress(OSError, ValueError):
                memory.seek(start)
                yield memory.read(min(end - start, _LARGEST))


def _properties(machine: PublicMachine) -> Iterator[str]:
    """What the X server keeps for all its windows, cut buffers included."""
    tree = _said(machine, "xwininfo", "-root", "-tree")
    yield tree
    yield _said(machine, "xprop", "-root", "-notype", "-len", "100000")
    for window in dict.fromkeys(re.findall(r"\b0x[0-9a-f]+\b", tree)):
        yield _said(machine, "xprop", "-id", window, "-len", "100000")


def _said(machine: PublicMachine, *command: str) -> str:
    done = subprocess.run(command, env=machine.display.environment, capture_output=True, check=False)
    return done.stdout.decode("utf-8", "replace")
