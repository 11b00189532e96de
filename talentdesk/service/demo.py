"""A counter to try things out at: sample cases in a store that is gone when the program ends."""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from talentdesk.core.draft import Draft
from talentdesk.service.progress import progress_of
from talentdesk.store.keeper import Keeper, memory_key

if TYPE_CHECKING:
    from talentdesk.core.catalogue import Catalogue
    from talentdesk.core.interview import Interview
    from talentdesk.store.cases import Progress
    from talentdesk.store.trouble import StoreTrouble

_PATIENCE_S = 5


class Demo:
    """Keeps its store in a folder of its own under a key that is only in memory."""

    def __init__(self, on_saved: Callable[[str, int], None], on_trouble: Callable[[StoreTrouble], None]) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="talentdesk-demo-", ignore_cleanup_errors=True)
        self.keeper = Keeper(Path(self._folder.name), on_saved, on_trouble, unlock=memory_key)
        self.keeper.start()

    def fill(self, catalogue: Catalogue, now: datetime) -> int:
        """Puts every case of the forms room that is marked `sample` into the store; how many there are."""
        count = 0
        for draft, progress in samples(catalogue, now):
            self.keeper.save(draft, 0, progress)
            count += 1
        self.keeper.flush().result(_PATIENCE_S)
        return count

    def close(self) -> None:
        """Ends the store and removes it."""
        self.keeper.close(_PATIENCE_S)
        self._folder.cleanup()


def samples(catalogue: Catalogue, now: datetime) -> Iterator[tuple[Draft, Progress]]:
    """The sample cases as drafts of their own fixed days, in the order of the forms room. Raises FormError."""
    from talentdesk.core.cases import open_case, read_cases

    for procedure in catalogue.procedures():
        for folder in catalogue.folders:
            file = folder / "procedures" / procedure / "cases.toml"
            for case in read_cases(file) if file.is_file() else ():
                if case.sample:
                    yield _draft(open_case(case, procedure, catalogue), now)


def _draft(interview: Interview, now: datetime) -> tuple[Draft, Progress]:
    draft = Draft(
        id=uuid.uuid4().hex,
        procedure=interview.edition.procedure,
        edition=interview.edition.edition,
        as_of=interview.as_of,
        typed=dict(interview.typed),
        declined=interview.declined,
        created_at=now,
    )
    return draft, progress_of(interview)
