"""A public machine as `talentdesk open --mode kiosk` runs it, but with an applicant without hands."""

from __future__ import annotations

import sys

from machine import APPLICANT

from talentdesk.cli import kiosk
from talentdesk.settings import Settings

kiosk.WINDOW = APPLICANT
sys.exit(kiosk.run_public(Settings(mode="kiosk", language="en", data=sys.argv[1])))
