"""A public machine as `talentdesk open --mode kiosk` runs it, whose windows are watched by a test.

python run_watched.py SETTINGS.json
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from talentdesk.cli import kiosk
from talentdesk.settings import Settings

kiosk.WINDOW = (sys.executable, str(Path(__file__).with_name("watched_window.py")))
sys.exit(kiosk.run_public(Settings(**json.loads(Path(sys.argv[1]).read_text("utf-8")))))
