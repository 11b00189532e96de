"""Types through a real keeper in a forked process, kills it with -9 and looks what is left: typist.py PLACE KILLS.

A program of its own, so that a kill costs a fork and not a start of Python, and no thread of pytest is forked.
Prints how many saves were acknowledged and found again.
"""

from __future__ import annotations

import os
import random
import signal
import sys
from datetime import date
from pathlib import Path

from talentdesk.core.draft import Draft
from talentdesk.store import saving
from talentdesk.store.keeper import Keeper
from talentdesk.store.keyslots import Keyslots
from talentdesk.store.opened import open_store
from talentdesk.store.vault import Protection, Vault

saving.PERIOD = 0.002
VAULT = Vault(None, bytes(range(32)), Keyslots(""), Protection.MEMORY)
CASES = 3


def text_of(revision: int) -> str:
    return "陳" * (revision * 37 % 3000)


def draft_of(run: int, revision: int) -> Draft:
    text = text_of(revision)
    typed = {"n": str(revision), "person.name_zh": text[:40] + str(revision), "contact.address_china": text}
    return Draft(f"{run}-{revision % CASES}", "residence-permit", "2024-01-01", date(2026, 11, 26), typed)


def type_for_ever(place: Path, run: int, told: int) -> None:
    """Without a pause; each acknowledged save is one line written to `told`."""

    def acknowledge(id: str, revision: int) -> None:
        os.write(told, f"{id} {revision}\n".encode())

    def complain(trouble: Exception) -> None:
        os.write(told, b"trouble 0\n")

    keeper = Keeper(place, acknowledge, complain, unlock=lambda _: VAULT)
    keeper.start()
    revision = 0
    while True:
        revision += 1
        keeper.save(draft_of(run, revision), revision)
        if revision % 4 == 0:
            keeper.flush().result()


def kill_while_typing(place: Path, run: int, acknowledgements: int) -> list[str]:
    """What was acknowledged before the kill, line by line."""
    heard, told = os.pipe()
    typist = os.fork()
    if typist == 0:
        os.close(heard)
        try:
            type_for_ever(place, run, told)
        finally:
            os._exit(1)
    os.close(told)
    with os.fdopen(heard, "rb") as stream:
        lines = [stream.readline() for _ in range(acknowledgements)]
        os.kill(typist, signal.SIGKILL)
        lines += stream.readlines()
    os.waitpid(typist, 0)
    return [line.decode().strip() for line in lines if line.endswith(b"\n")]


def check(place: Path, acknowledged: list[str]) -> None:
    last: dict[str, int] = {}
    for id, revision in (line.split() for line in acknowledged):
        last[id] = max(int(revision), last.get(id, 0))
    assert last, "nothing was acknowledged"
    assert "trouble" not in last
    store = open_store(place, VAULT)
    for id, revision in last.items():
        typed = store.load(id).typed
        found = int(typed["n"])
        assert found >= revision, "an acknowledged save is lost"
        assert typed["contact.address_china"] == text_of(found)
        assert id in [line.id for line in store.find(typed["person.name_zh"])]
    store.close()


def main(place: Path, kills: int) -> None:
    chance, total = random.Random(7), 0
    open_store(place, VAULT).close()
    for run in range(kills):
        acknowledged = kill_while_typing(place, run, chance.randrange(1, 12))
        check(place, acknowledged)
        total += len(acknowledged)
    print(total)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
