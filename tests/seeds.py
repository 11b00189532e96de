"""Chance for tests that storm: another one each run, and the same again where `TALENTDESK_SEED` says which."""

from __future__ import annotations

import os
import random
import secrets


def chance() -> random.Random:
    """A new one. Its seed is printed, which is seen where the test fails."""
    seed = int(os.environ.get("TALENTDESK_SEED") or secrets.randbelow(1 << 32))
    print(f"the same again: TALENTDESK_SEED={seed}")
    return random.Random(seed)
