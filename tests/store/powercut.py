"""What a power cut leaves behind, built from a record of everything a process wrote and flushed.

`powercut.py PLACE SAVES SYNCHRONOUS` is the process: it saves and erases cases and says in the file `ack` what it was
told to be safe. `states` then cuts the power at many moments: what was flushed is there; of what was not, nothing, all,
some, the last, torn sectors or zeroes. `judge` opens each state as the program would.

The model: an fsync makes a file's own changes durable, and its name if it is new (ext4, xfs); a removal waits for the
folder's fsync. No drive that lies about flushes is modelled.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import struct
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sqlcipher3 import dbapi2 as driver

from talentdesk.core.draft import Draft
from talentdesk.store import engine as engines
from talentdesk.store import erasures
from talentdesk.store import place as places
from talentdesk.store.keyslots import Keyslots
from talentdesk.store.opened import open_store
from talentdesk.store.trouble import Damaged, StoreTrouble, trouble_from
from talentdesk.store.vault import Protection, Vault

VAULT = Vault(None, bytes(range(32)), Keyslots(""), Protection.MEMORY)
CASES = 4
SECTOR = 512


# ---- the process that is recorded


def text_of(revision: int) -> str:
    return "陳大文" * (revision * 37 % 700)


def type_and_erase(place: Path, saves: int, synchronous: str) -> None:
    """Saves over a few cases; every ninth act erases one, which then begins anew under another id."""
    weaken(synchronous)
    ack = os.open(place / "ack", os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    chance, lives = random.Random(3), [0] * CASES
    store = open_store(place, VAULT)
    for revision in range(1, saves + 1):
        case = chance.randrange(CASES)
        id = f"{case}-{lives[case]}"
        if revision % 9 == 0:
            store.erase(id)
            lives[case] += 1
            os.write(ack, f"erased {id} 0\n".encode())
            continue
        typed = {"n": str(revision), "contact.address_china": text_of(revision)}
        store.save(Draft(id, "residence-permit", "2024-01-01", date(2026, 11, 26), typed))
        os.write(ack, f"saved {id} {revision}\n".encode())
        if revision % 25 == 0:
            store.tidy()
    os._exit(0)


def weaken(synchronous: str) -> None:
    """For the negative control: the same program with a setting that does not wait for the disk."""
    if synchronous != "full":
        settings = engines._settings

        def weaker(foreign_keys: bool, max_pages: int) -> tuple[str, ...]:
            strong = settings(foreign_keys, max_pages)
            return tuple(each.replace("synchronous = full", f"synchronous = {synchronous}") for each in strong)

        engines._settings = weaker


# ---- the record


@dataclass(frozen=True, slots=True)
class Act:
    kind: str
    name: str
    offset: int
    content: bytes


def read_trace(trace: Path) -> list[Act]:
    raw, at, acts = trace.read_bytes(), 0, []
    while at < len(raw):
        kind, name_length, offset, length = struct.unpack_from("<cHQI", raw, at)
        at += 15
        name = raw[at : at + name_length].decode()
        at += name_length
        acts.append(Act(kind.decode(), name, offset, raw[at : at + length]))
        at += length
    return acts


Files = dict[str, bytearray]


def do(files: Files, act: Act) -> None:
    if act.kind == "U":
        files.pop(act.name, None)
        return
    content = files.setdefault(act.name, bytearray())
    end = act.offset if act.kind == "T" else act.offset + len(act.content)
    if act.kind == "T" and len(content) > end:
        del content[end:]
    if act.kind in "WT" and len(content) < end:
        content.extend(b"\0" * (end - len(content)))
    if act.kind == "W":
        content[act.offset : end] = act.content


# ---- the moments of the cut


@dataclass
class Told:
    """What the person was told to be safe by then."""

    saved: dict[str, int] = field(default_factory=dict)
    erased: set[str] = field(default_factory=set)

    def hear(self, line: str) -> None:
        what, id, revision = line.split()
        if what == "erased":
            self.erased.add(id)
            self.saved.pop(id, None)
        else:
            self.saved[id] = int(revision)


def states(acts: list[Act], moments: int, seed: int = 11) -> Iterator[tuple[str, Files, Told]]:
    """At `moments` of the record, each in up to six variants: its name, the files, what was told by then."""
    chance = random.Random(seed)
    chosen = set(chance.sample(range(len(acts)), min(len(acts), moments)))
    durable: Files = {}
    pending: list[Act] = []
    told = Told()
    for number, act in enumerate(acts):
        if act.kind == "A":
            told.hear(act.content.decode())
        elif act.kind == "S":
            pending = flush(durable, pending, act.name)
        else:
            pending.append(act)
        if number in chosen:
            for name, kept in variants(pending, durable, chance):
                files = {each: bytearray(content) for each, content in durable.items()}
                for one in kept:
                    do(files, one)
                yield name, files, told


def flush(durable: Files, pending: list[Act], name: str) -> list[Act]:
    kept = []
    for act in pending:
        # A new file's flush makes its name durable too, and so the removal of an older file of that name.
        flushed = act.kind in "CU" if name == "." else act.name == name
        if flushed:
            do(durable, act)
        else:
            kept.append(act)
    return kept


def variants(pending: list[Act], durable: Files, chance: random.Random) -> Iterator[tuple[str, list[Act]]]:
    yield "nothing", []
    if not pending:
        return
    yield "all", pending
    yield "some", without_hidden(pending, [act for act in pending if chance.random() < 0.5])
    yield "last", without_hidden(pending, [*(act for act in pending[:-1] if act.kind != "W"), pending[-1]])
    yield "torn", without_hidden(pending, [part for act in pending for part in torn(act, chance)])
    zeroed = [zeroes(act) if act.kind == "W" and chance.random() < 0.5 else act for act in pending]
    yield "zeroes", [new if grows(new, durable) else old for old, new in zip(pending, zeroed, strict=True)]


def without_hidden(pending: list[Act], kept: list[Act]) -> list[Act]:
    """Where a removal did not reach the disk, what was written later under that name belongs to another file."""
    removals = {act.name for act in pending if act.kind == "U"} - {act.name for act in kept if act.kind == "U"}
    return [act for act in kept if act.name not in removals]


def torn(act: Act, chance: random.Random) -> Iterator[Act]:
    """Single sectors of a write may be missing."""
    if act.kind != "W":
        if chance.random() < 0.7:
            yield act
        return
    for start in range(0, len(act.content), SECTOR):
        if chance.random() < 0.6:
            yield Act("W", act.name, act.offset + start, act.content[start : start + SECTOR])


def zeroes(act: Act) -> Act:
    return Act("W", act.name, act.offset, bytes(len(act.content)))


def grows(act: Act, durable: Files) -> bool:
    """Only a file that grew may hold zeroes: the length came to the disk, the content did not."""
    return act.kind == "W" and len(durable.get(act.name, b"")) <= act.offset


# ---- what the program makes of it


def judge(room: Path, files: Files, told: Told) -> str:
    """ok, lost, back (an erased case is there again), wrong (content that nobody typed) or broken."""
    shutil.rmtree(room, ignore_errors=True)
    room.mkdir()
    for name, content in files.items():
        if name not in ("ack", "."):
            (room / name).write_bytes(content)
    if not told.saved and not told.erased:
        return "ok"
    try:
        return compare(stored(room), erasures.read(room / erasures.LEDGER), told)
    except StoreTrouble as trouble:
        return f"broken: {trouble.code}"


def stored(room: Path) -> dict[str, Mapping[str, str]]:
    """By the program's own gate, without the pool above it; every page is read."""
    try:
        connection = engines._open(room / places.DATABASE, VAULT.key, 0, True, 0)
        try:
            if connection.execute("PRAGMA quick_check").fetchone() != ("ok",):
                raise Damaged
            rows = connection.execute("SELECT id, answers FROM drafts").fetchall()
        finally:
            connection.close()
    except driver.Error as error:
        raise trouble_from(error) from error
    return {id: json.loads(answers)["typed"] for id, answers in rows}


def compare(found: Mapping[str, Mapping[str, str]], ledger: tuple[str, ...], told: Told) -> str:
    """Erased means: gone, or named in the ledger, which the next start applies."""
    for id, revision in told.saved.items():
        if id in ledger:
            continue  # an erasure under way that nobody was told of
        if id not in found or int(found[id]["n"]) < revision:
            return "lost"
    if any(typed["contact.address_china"] != text_of(int(typed["n"])) for typed in found.values()):
        return "wrong"
    return "back" if (told.erased & found.keys()) - set(ledger) else "ok"


if __name__ == "__main__":
    type_and_erase(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
