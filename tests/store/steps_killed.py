"""Updates of released stores are killed with -9 on their way: steps_killed.py ROOM KILLS heedful|careless.

Half of the kills come after the n-th statement, spread over all of them; the others at moments nobody chose, also
while the copy is taken and the transaction ends. A fork does each update, so that a kill costs no start of Python.
What is found is the old store (`old`), the new one (`new`), or something else (`half`); in any case the update is done
again, and every row must be there. Prints how often each was found, as JSON. `careless` takes the transactions away.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import released
from sqlalchemy import event
from sqlalchemy.engine import Engine

from talentdesk.store import engine as engines
from talentdesk.store import place as places
from talentdesk.store import trouble
from talentdesk.store.migrations import migrate, newest

Found = tuple[dict[str, str], released.Content]


def found_in(place: Path, like: dict[str, list[str]] | None = None) -> Found:
    """The form of the tables, and the rows."""
    with closing(released.connect(place / places.DATABASE)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
        return {**released.form(connection), "revision": revision}, released.content(connection, like)


class Update:
    """One released store and its way to this version."""

    def __init__(self, room: Path, revision: str) -> None:
        self.pristine, self.trial = room / revision, room / "trial"
        released.put_back(self.pristine, revision)
        self.old = found_in(self.pristine)
        with closing(released.connect(self.pristine / places.DATABASE)) as connection:
            self.like = released.shape(connection)
        self.fresh()
        self.statements, began = self.count(), time.monotonic()
        self.fresh()
        self.end_when(lambda: None)
        self.lasting = time.monotonic() - began
        self.new = found_in(self.trial, self.like)
        assert self.new[1] == self.old[1]

    def fresh(self) -> None:
        shutil.rmtree(self.trial, ignore_errors=True)
        shutil.copytree(self.pristine, self.trial)

    def count(self) -> int:
        seen: list[int] = []
        event.listen(Engine, "after_cursor_execute", tell := lambda *_: seen.append(1))
        migrate(self.trial, released.KEY)
        event.remove(Engine, "after_cursor_execute", tell)
        return len(seen)

    def end_when(self, watch: Callable[[], None], after: float | None = None) -> bool:
        """Whether the process that updates was killed: by itself, as `watch` arranges, or after so many seconds."""
        child = os.fork()
        if child == 0:
            try:
                watch()
                migrate(self.trial, released.KEY)
            finally:
                os._exit(0)
        if after is not None:
            time.sleep(after)
            os.kill(child, signal.SIGKILL)
        return os.WIFSIGNALED(os.waitpid(child, 0)[1])

    def at(self, statement: int) -> bool:
        left = [statement]

        def count(*_: object) -> None:
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)

        return self.end_when(lambda: event.listen(Engine, "after_cursor_execute", count))

    def judge(self) -> str:
        here = found_in(self.trial)
        if here == self.old:
            verdict = "old"
        elif here[0] == self.new[0] and found_in(self.trial, self.like) == self.new:
            verdict = "new"
        else:
            return "half"
        migrate(self.trial, released.KEY)
        assert found_in(self.trial, self.like) == self.new
        return verdict


def verdicts(updates: list[Update], kills: int) -> Iterator[str]:
    chance, told = random.Random(11), 0
    while told < kills:
        update, number = updates[told % len(updates)], told // len(updates)
        rounds = max(1, kills // len(updates))
        update.fresh()
        if told % 2:
            was_killed = update.at(1 + (number * 7919 + told) * update.statements // rounds % update.statements)
        else:
            was_killed = update.end_when(lambda: None, chance.uniform(0, 1.1 * update.lasting))
        if was_killed:
            told += 1
            yield update.judge()


def main(room: Path, kills: int, manner: str) -> None:
    trouble.trouble_from(OSError())  # what is imported late is here before the first fork
    updates = [Update(room, revision) for revision in released.revisions() if revision != newest()]
    if manner == "careless":
        engines._begin = lambda connection: None
    print(json.dumps(Counter(verdicts(updates, kills))))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
