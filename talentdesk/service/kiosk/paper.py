"""Whether the printer of a public machine has run out of paper, as far as the print system says."""

from __future__ import annotations

import os
import subprocess

_PATIENCE_S = 3.0
_EMPTY = ("media-empty", "media-needed")


def out_of_paper() -> bool:
    """Asks CUPS; a system that does not answer in time says nothing."""
    try:
        said = subprocess.run(
            ["lpstat", "-l", "-p"],
            capture_output=True,
            timeout=_PATIENCE_S,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    alerts = [
        line for line in said.stdout.decode("utf-8", "replace").splitlines() if line.strip().startswith("Alerts:")
    ]
    return any(empty in line for line in alerts for empty in _EMPTY)
