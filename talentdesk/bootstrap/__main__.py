"""Prints what the program is built on, from the lock.

`python3 -m talentdesk.bootstrap > pins.txt` writes the pins for a machine without network, with `test` behind it the
tests' packages too; `python3 -m talentdesk.bootstrap sbom > sbom.json` the bill of materials.
"""

from __future__ import annotations

import sys

from talentdesk.bootstrap.environment import LOCK
from talentdesk.bootstrap.lock import requirements
from talentdesk.bootstrap.sbom import bill_of_materials

asked = sys.argv[1:]
if asked == ["sbom"]:
    sys.stdout.write(bill_of_materials(LOCK))
else:
    sys.stdout.write(requirements(LOCK, ["test"] if "test" in asked else []))
