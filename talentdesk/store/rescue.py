"""A draft that could not be saved, as an answers file the person keeps: readable by `talentdesk import`."""

from __future__ import annotations

import json
from pathlib import Path

from talentdesk.core.answers import nest
from talentdesk.core.draft import Draft
from talentdesk.store.place import write_private


def rescue_name(draft: Draft) -> str:
    """A file name to offer: the procedure, which a later import asks for, and the case's number; nothing personal."""
    return f"{draft.procedure}-{draft.number or 'new'}.json"


def write_rescue(file: Path, draft: Draft) -> None:
    """Write everything typed and declined to an answers file (JSON) that only its owner can read.

    It is not encrypted: it goes where the person chose, and the person is told so.
    Raises StoreTrouble where that place can't be written either.
    """
    write_private(file, json.dumps(nest(draft.typed, draft.declined), ensure_ascii=True, indent=1).encode())
