"""A public machine as `talentdesk open --mode kiosk` runs it, at which somebody goes in the middle of something.

python run_leaver.py DATA; nobody there is noticed after three seconds, not after two minutes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from talentdesk.cli import kiosk
from talentdesk.settings import Settings

kiosk.WINDOW = (sys.executable, str(Path(__file__).with_name("leaver.py")))
quick = Settings(mode="kiosk", language="en", data=sys.argv[1], curtain="1", idle_warning="2", idle_countdown="1")
sys.exit(kiosk.run_public(quick))
