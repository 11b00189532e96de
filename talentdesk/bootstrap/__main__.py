"""Prints the pins for a machine without network: `python3 -m talentdesk.bootstrap > pins.txt`."""

from __future__ import annotations

import sys

from talentdesk.bootstrap.environment import LOCK
from talentdesk.bootstrap.lock import requirements

sys.stdout.write(requirements(LOCK, ["test"] if "test" in sys.argv[1:] else []))
