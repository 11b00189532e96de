"""Types through a real keeper while the disk fails at the n-th call: faulty.py TEMPLATE PLACE HEEDFUL|CARELESS POINTS.

`faults.c` is preloaded and lets a call fail in PLACE. Each point forks a clerk who saves, erases, tidies, closes; what
it was told is compared with what a start without faults finds. One line of JSON is printed for each point.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import json
import os
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO

from talentdesk.core.answers import nest
from talentdesk.core.draft import Draft
from talentdesk.store import erasures, saving
from talentdesk.store.keeper import Keeper
from talentdesk.store.keyslots import Keyslots
from talentdesk.store.opened import open_store
from talentdesk.store.rescue import write_rescue
from talentdesk.store.trouble import NoSuchCase, StoreTrouble
from talentdesk.store.vault import Protection, Vault

VAULT = Vault(None, bytes(range(32)), Keyslots(""), Protection.MEMORY)
KINDS = "wsotur"
ERRORS = {"w": (errno.EIO, errno.ENOSPC), "t": (errno.EIO, errno.ENOSPC), "o": (errno.EIO, errno.EROFS)}
SAVES, CASES, SOON = 10, 3, 20.0
ERASED, RESCUE = "0", "rescued.json"
NAME = "Surname{}"


@dataclass(frozen=True, slots=True)
class Point:
    """Where the disk fails: the kind of call, its number, the error, and whether it goes on failing."""

    kind: str
    call: int
    error: int
    always: bool


def typed(revision: int) -> dict[str, str]:
    address = "陳大文" * (revision * 37 % 900)
    return {"n": str(revision), "person.surname": NAME.format(revision % CASES), "contact.address_china": address}


# ---- the clerk


def work(place: Path, point: Point | None, told: IO[str]) -> None:
    """Each thing the clerk is told is one line: saved, erased, trouble, left."""
    since = time.monotonic()

    def say(*words: object) -> None:
        print(*words, file=told, flush=True)

    def complain(trouble: StoreTrouble) -> None:
        say("trouble", trouble.code, time.monotonic() - since)

    threading.excepthook = lambda crash: say("crashed", crash.exc_type.__name__, 0)
    faults = ctypes.CDLL(None)
    if point:
        faults.faults_arm(ord(point.kind), ctypes.c_long(point.call), point.error, int(point.always))
    else:
        faults.faults_arm(0, ctypes.c_long(0), 0, 0)
    keeper = Keeper(place, lambda id, revision: say("saved", id, revision), complain, unlock=lambda _: VAULT)
    keeper.start()
    for revision in range(1, SAVES + 1):
        since = time.monotonic()
        draft = Draft(str(revision % CASES), "residence-permit", "2024-01-01", date(2026, 11, 26), typed(revision))
        keeper.save(draft, revision)
        try:
            keeper.flush().result(SOON)
        except StoreTrouble as trouble:
            complain(trouble)
    try:
        keeper.erase(ERASED).result(SOON)
        say("erased", ERASED, 0)
        keeper.ask(lambda store: store.tidy()).result(SOON)
    except StoreTrouble as trouble:
        complain(trouble)
    keeper.close(SOON)
    for draft in keeper.unsaved():
        write_rescue(place.with_name(f"{draft.id}-{RESCUE}"), draft)
        say("left", draft.id, draft.typed["n"])
    if not point:
        for kind in KINDS:
            say("calls", kind, faults.faults_seen(ord(kind)))


def watch(place: Path, point: Point | None) -> list[list[str]]:
    """What the clerk was told, in a process of its own."""
    heard, told = os.pipe()
    clerk = os.fork()
    if clerk == 0:
        os.close(heard)
        try:
            with os.fdopen(told, "w") as stream:
                work(place, point, stream)
        finally:
            os._exit(0)
    os.close(told)
    with os.fdopen(heard) as stream:
        lines = [line.split() for line in stream]
    os.waitpid(clerk, 0)
    return lines


# ---- what is found afterwards


@dataclass
class Told:
    saved: dict[str, int] = field(default_factory=dict)
    left: dict[str, int] = field(default_factory=dict)
    erased: bool = False
    codes: list[str] = field(default_factory=list)
    slowest: float = 0.0
    crashed: str = ""


def heard(lines: list[list[str]]) -> Told:
    told = Told()
    for what, subject, value in lines:
        if what in ("saved", "left"):
            (told.saved if what == "saved" else told.left)[subject] = int(value)
        elif what == "erased":
            told.erased = True
        elif what == "trouble":
            told.codes.append(subject)
            told.slowest = max(told.slowest, float(value))
        elif what == "crashed":
            told.crashed = subject
    return told


def judge(place: Path, told: Told) -> str:
    """ok, or what went wrong: crashed, lost, back, silent, unexported, or the trouble of a start without faults."""
    if told.crashed:
        return f"crashed: {told.crashed}"
    if told.left and not told.codes:
        return "silent"
    for id, revision in told.left.items():
        rescued = json.loads(place.with_name(f"{id}-{RESCUE}").read_text("utf-8"))
        if rescued != nest(typed(revision), ()):
            return "unexported"
    try:
        return compare(place, told)
    except StoreTrouble as trouble:
        return f"broken: {trouble.code}"


def compare(place: Path, told: Told) -> str:
    """The cases as they are now against what was told. Only the ledger of erasures, read before the store is opened,
    lets one be gone: it must name the case whose erasure was told, and no other, and one whose erasure nobody asked for
    or that failed before its line was on the disk must be whole."""
    written_off = set(erasures.read(place / erasures.LEDGER))
    if written_off - {ERASED} or (told.erased and ERASED not in written_off):
        return "unledgered"
    if written_off and not told.erased and not told.codes:
        return "silent"
    store = open_store(place, VAULT)
    try:
        for id in map(str, range(CASES)):
            last = max(revision for revision in range(1, SAVES + 1) if revision % CASES == int(id))
            try:
                found = store.load(id).typed
            except NoSuchCase:
                found = {}
            if id in written_off:
                if found:
                    return "back"
                continue  # an erasure that failed half-way is finished at the next start
            revision = int(found.get("n", 0))
            if revision < told.saved.get(id, 0) or (revision < last and told.left.get(id) != last):
                return "lost"
            if found and found != typed(revision):
                return "wrong"
        if {line.id for line in store.find("")} & written_off or (store.find(NAME.format(ERASED)) and written_off):
            return "back"
        store.save(Draft("new", "residence-permit", "2024-01-01", date(2026, 11, 26), typed(1)))
    finally:
        store.close()
    return "ok"


# ---- the points


def points(calls: dict[str, int], each: int) -> Iterator[Point]:
    """Up to `each` calls of every kind, spread from the first to the last, once and from then on."""
    for kind, count in calls.items():
        chosen = sorted({1 + number * (count - 1) // max(1, each - 1) for number in range(each)}) if count else ()
        for call in chosen:
            for error in ERRORS.get(kind, (errno.EIO,)):
                yield Point(kind, call, error, always=False)
                yield Point(kind, call, error, always=True)


def make_careless() -> None:
    """For the negative control: a program that takes every save for done."""

    def write_one(saver: saving.Saver, pending: saving.Pending) -> None:
        with contextlib.suppress(StoreTrouble):
            saver._write(pending)
        saver._unsaved.settle(pending)
        saver._on_saved(pending.draft.id, pending.revision)

    saving.Saver._write_one = write_one  # type: ignore[method-assign]


def fresh(template: Path, place: Path) -> None:
    shutil.rmtree(place.parent, ignore_errors=True)
    place.parent.mkdir()
    shutil.copytree(template, place, ignore=shutil.ignore_patterns("ballast"))


def main(template: Path, place: Path, manner: str, each: int) -> None:
    if manner == "careless":
        make_careless()
    fresh(template, place)
    lines = watch(place, None)
    assert judge(place, heard(lines)) == "ok", lines
    calls = {line[1]: int(line[2]) for line in lines if line[0] == "calls"}
    for point in points(calls, each):
        fresh(template, place)
        told = heard(watch(place, point))
        verdict = judge(place, told)
        line = {"point": f"{point.kind}{point.call}/{calls[point.kind]} {errno.errorcode[point.error]}"}
        line["point"] += " always" if point.always else ""
        print(json.dumps({**line, "verdict": verdict, "told": told.codes, "slowest": told.slowest}), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
