"""Times the store with a hundred thousand cases: opening, a save, a search, a purge, against the same without a cipher.

The plain file is made by the same statements and settings on the same engine, only without a key, so that the ratio is
the price of encryption. A save is timed without the disk (`synchronous=off`, both), since a disk's flush is neither's
doing. Milliseconds belong to this machine; the limits are ratios and the promises beside them.

Run: python tests/benchmarks/bench_store.py [cases]
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from bench_search import NOON, drafts

if TYPE_CHECKING:
    from talentdesk.store.opened import Store

CASES = 100_000
KEEP = timedelta(days=30)
OPEN_MS, SAVE_MS, SEARCH_MS, CIPHER_X, PURGE_S, LOCK_MS = 50.0, 2.0, 25.0, 3.0, 10.0, 150.0
SEARCHED = ("小明", "王", "Nguyen", "X1234", "omar", "lukasz", "4711")


@contextmanager
def without_cipher() -> Iterator[None]:
    """The same factory without its key and its gate: for the other side of the ratio, nowhere else."""
    from talentdesk.store import engine

    unlock, refuse = engine._unlock, engine._refuse_plaintext
    engine._unlock, engine._refuse_plaintext = lambda *_: None, lambda *_: None
    try:
        yield
    finally:
        engine._unlock, engine._refuse_plaintext = unlock, refuse


@contextmanager
def unflushed() -> Iterator[None]:
    """No waiting for the disk."""
    from talentdesk.store import engine

    settings = engine._settings
    engine._settings = lambda *said: tuple(
        each.replace("synchronous = full", "synchronous = off") for each in settings(*said)
    )
    try:
        yield
    finally:
        engine._settings = settings


def opened(place: Path) -> Store:
    from talentdesk.store.keyslots import Keyslots
    from talentdesk.store.opened import open_store
    from talentdesk.store.vault import Protection, Vault

    vault = Vault(None, bytes(range(32)), Keyslots(""), Protection.MEMORY)
    return open_store(place, vault, now=lambda: NOON, keep=KEEP)


def fill(place: Path, cases: int) -> None:
    """In large transactions: how the cases came there is not what is timed."""
    from sqlalchemy.orm import Session

    from talentdesk.store import drafts as rows
    from talentdesk.store.cases import Progress

    store = opened(place)
    made = list(drafts(cases))
    for start in range(0, cases, 5000):
        with Session(store._engine) as session, session.begin():
            for number, draft in enumerate(made[start : start + 5000], start):
                late = NOON - timedelta(days=40 if number % 20 == 0 else 1)
                rows.save(session, draft, Progress(12, 31), late, 0, KEEP)
                session.expunge_all()
    store.close()


def milliseconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def figures(place: Path, cases: int) -> dict[str, float]:
    """Opening, a save at the 95th percentile, the slowest search, each in milliseconds."""
    opened(place).close()
    opening = statistics.median(milliseconds(lambda: opened(place).close()) for _ in range(7))
    with closing(opened(place)) as store:
        searches = [
            statistics.median(milliseconds(lambda word=word: store.find(word)) for _ in range(5)) for word in SEARCHED
        ]
    with unflushed(), closing(opened(place)) as store:
        draft = next(drafts(1))
        store.load(draft.id)
        saves = [milliseconds(lambda turn=turn: store.save(changed(draft, turn))) for turn in range(400)]
    return {"open and close": opening, "save p95": statistics.quantiles(saves, n=20)[18], "search": max(searches)}


def changed(draft, turn: int):  # type: ignore[no-untyped-def]
    from dataclasses import replace

    return replace(draft, typed={**draft.typed, "contact.address_china": "前海" * (turn % 200)})


def purge(place: Path) -> tuple[int, float, float]:
    """How many went, how long it took in all (s), and the longest single transaction (ms)."""
    with closing(opened(place)) as store:
        turns, gone = [], 0
        begun = time.perf_counter()
        while True:
            turn = time.perf_counter()
            some = store.purge()
            more = bool(some) or store.condense()
            turns.append((time.perf_counter() - turn) * 1000)
            gone += some
            if not more:
                return gone, time.perf_counter() - begun, max(turns)


def main(cases: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        closed, plain = Path(folder, "closed"), Path(folder, "plain")
        fill(closed, cases)
        with without_cipher():
            fill(plain, cases)
            base = figures(plain, cases)
        found = figures(closed, cases)
        limits = {"open and close": OPEN_MS, "save p95": SAVE_MS, "search": SEARCH_MS}
        print(f"{cases} cases        | encrypted ms (limit) | plain ms | ratio (limit {CIPHER_X:.0f})")
        for name, value in found.items():
            print(
                f"{name:<18} | {value:8.2f} ({limits[name]:.0f})       | {base[name]:8.2f} | {value / base[name]:.2f}"
            )
        gone, seconds, longest = purge(closed)
        print(f"purge of {gone:<9} | {seconds:.1f} s (limit {PURGE_S:.0f})")
        print(f"  longest lock     | {longest:.0f} ms (limit {LOCK_MS:.0f})")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else CASES)
