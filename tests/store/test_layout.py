"""One bad page, whichever it is, costs the case that lies on it and no other, whether or not there is a copy."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from talentdesk.core.draft import Draft
from talentdesk.store import layout, replacing, salvage as salvaging, snapshots
from talentdesk.store import place as places
from talentdesk.store.cipherpages import PAGE, Pages
from talentdesk.store.engine import engine_for
from talentdesk.store.keyslots import Keyslots
from talentdesk.store.migrations import migrate
from talentdesk.store.opened import open_store
from talentdesk.store.renewal import renew
from talentdesk.store.salvage import salvage
from talentdesk.store.tables import DraftRow
from talentdesk.store.vault import Protection, Vault

KEY = bytes(range(32))
NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
CASES, LATE = 90, 30
CANARY = "Quetzalcoatlus"
